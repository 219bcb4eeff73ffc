//! A person's second step of signing in: set, taken away, reset by an administrator. That it is on or off is a fact of the
//! town and stands in the journal; its secret does not.

use crate::desk::wall;
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::Task;
use ledger::{Cause, Problem};
use serde_json::json;

/// The kind of thing under which the journal tells of it.
const SUBJECT: &str = "second-step";

impl Seat {
    /// Whether the person signs in with a second step.
    #[must_use]
    pub fn has_second_step(&self) -> bool {
        self.desk.town().secrets.has_second(&self.actor.login)
    }

    /// How many recovery codes the person has left.
    #[must_use]
    pub fn recovery_left(&self) -> usize {
        self.desk.town().secrets.recovery_left(&self.actor.login)
    }

    /// A fresh secret for the person's authenticator, in base 32.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn offer_second_step(&self) -> Result<String, DeskError> {
        self.desk.town().secrets.fresh_second()
    }

    /// Sets the person's second step and answers with the recovery codes, which are shown this once.
    ///
    /// # Errors
    /// When the password is wrong, the code is not of the secret, or it cannot be kept.
    pub fn set_second_step(
        &self,
        password: &str,
        secret: &str,
        code: &str,
    ) -> Result<Vec<String>, DeskError> {
        self.proves_password(password)?;
        let login = &self.actor.login;
        let codes = self.desk.town().secrets.set_second(login, secret, code, wall())?;
        self.tell_second_step(login, true)?;
        Ok(codes)
    }

    /// Takes the person's own second step away.
    ///
    /// # Errors
    /// When the password is wrong, or it cannot be kept.
    pub fn end_second_step(&self, password: &str) -> Result<(), DeskError> {
        self.proves_password(password)?;
        self.desk.town().secrets.end_second(&self.actor.login)?;
        self.tell_second_step(&self.actor.login, false)
    }

    /// Whether another person signs in with a second step.
    ///
    /// # Errors
    /// When the seat is no administrator's.
    pub fn has_second_step_of(&self, login: &str) -> Result<bool, DeskError> {
        self.needs_admin()?;
        Ok(self.desk.town().secrets.has_second(login))
    }

    /// Takes a person's second step away, such as when the telephone is lost and the recovery codes too.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the person has none.
    pub fn reset_second_step(&self, login: &str) -> Result<(), DeskError> {
        if !self.has_second_step_of(login)? {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "second-step.none",
                    format!("“{login}”没有开启两步验证"),
                    format!("`{login}` has no second step"),
                ),
            ));
        }
        self.desk.town().secrets.end_second(login)?;
        self.tell_second_step(login, false)
    }

    /// Writes into the journal that a second step is on or off, and who did it.
    fn tell_second_step(&self, login: &str, on: bool) -> Result<(), DeskError> {
        let task = Task::Thing {
            subject: SUBJECT.to_owned(),
            name: login.to_owned(),
            body: json!({ "on": on }),
        };
        self.desk.keep(self.job(task, None, None)).map(drop)
    }
}
