//! The town's people, and what else is kept about the town itself.

use super::Seat;
use crate::access::Person;
use crate::desk::from_json;
use crate::error::DeskError;
use crate::writer::{Receipt, Task};
use ledger::{Cause, Problem};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

impl Seat {
    /// People of the town, by login.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn people(&self) -> Result<Vec<(String, Person)>, DeskError> {
        self.needs_admin()?;
        let things = self.book()?.things("user")?;
        things
            .into_iter()
            .map(|(login, body)| Ok((login, from_json(body)?)))
            .collect()
    }

    /// Names of the town's people by login: who works here is no secret among those who work here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn names(&self) -> Result<BTreeMap<String, String>, DeskError> {
        let mut names = BTreeMap::new();
        for (login, body) in self.book()?.things("user")? {
            names.insert(login, from_json::<Person>(body)?.name);
        }
        Ok(names)
    }

    /// Keeps a thing of the town whose right was checked before; null takes it away.
    pub(crate) fn keep_own(&self, subject: &str, name: &str, body: Json) -> Result<(), DeskError> {
        let task = Task::Thing {
            subject: subject.to_owned(),
            name: name.to_owned(),
            body,
        };
        self.desk.keep(self.job(task, None, None)).map(drop)
    }

    /// Makes a person known, or changes what is known.
    ///
    /// # Errors
    /// When the seat is no administrator's, a role is unknown, or the store cannot keep it.
    pub fn set_person(&self, login: &str, person: &Person) -> Result<Receipt, DeskError> {
        let fits = !login.is_empty()
            && login.len() <= 40
            && login
                .chars()
                .all(|each| each.is_ascii_alphanumeric() || matches!(each, '.' | '-' | '_'));
        if !fits {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "login",
                    "登录名用字母、数字、. - _，至多 40 个",
                    "a login has letters, digits and . - _, 40 at most",
                )
                .at("login"),
            ));
        }
        let roles = self.desk.shared.roles();
        if let Some(post) = person.posts.iter().find(|post| !roles.contains_key(&post.role)) {
            let known: Vec<&str> = roles.keys().map(String::as_str).collect();
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "role.unknown",
                    format!("没有岗位“{}”，可用：{}", post.role, known.join("、")),
                    format!("there is no role `{}`; known are {}", post.role, known.join(", ")),
                )
                .at("role"),
            ));
        }
        self.set_thing("user", login, json!(person))
    }

    /// Sets a thing of the town; null takes it away.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot keep it.
    pub fn set_thing(&self, subject: &str, name: &str, body: Json) -> Result<Receipt, DeskError> {
        self.needs_admin()?;
        let task = Task::Thing {
            subject: subject.to_owned(),
            name: name.to_owned(),
            body,
        };
        let receipt = self.desk.keep(self.job(task, None, None))?;
        if matches!(subject, "places" | "role") {
            self.desk.reload()?;
        }
        Ok(receipt)
    }

    /// Things of the town of one kind: its name, places and roles for everyone, all else for administrators.
    ///
    /// # Errors
    /// When the seat is no administrator's and the kind is not open to all, or the store cannot be read.
    pub fn things(&self, subject: &str) -> Result<Vec<(String, Json)>, DeskError> {
        if !matches!(subject, "town" | "places" | "role") {
            self.needs_admin()?;
        }
        Ok(self.book()?.things(subject)?)
    }
}
