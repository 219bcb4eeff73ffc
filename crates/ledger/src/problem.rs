//! Why a command is refused, said so that a person knows what to do next.

use pack::model::Text;
use serde::Serialize;

/// One thing wrong with a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable name for programs, such as `required` or `code.unknown`.
    pub code: &'static str,
    /// The field it is about, such as `parties[2].name`; none when it is about the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong and what was expected.
    pub message: Text,
}

impl Problem {
    /// A problem of the whole command.
    #[must_use]
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Problem {
            code,
            field: None,
            message: Text {
                zh: zh.into(),
                en: en.into(),
            },
        }
    }

    /// The same problem, said of a field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

/// A command that was not carried out. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.first())]
pub struct Refusal {
    /// What kind of refusal, for status and exit codes.
    pub cause: Cause,
    /// Everything that is wrong, so that a person mends it in one go.
    pub problems: Vec<Problem>,
}

/// What kind of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// What was given does not fit the register.
    Invalid,
    /// The case is not in a state that allows it.
    State,
    /// There is no such thing, or this post may not see it.
    Missing,
    /// This post may not do it.
    Forbidden,
    /// Someone else was first: a key or id is taken.
    Conflict,
}

impl Refusal {
    /// A refusal for one reason.
    #[must_use]
    pub fn one(cause: Cause, problem: Problem) -> Self {
        Refusal {
            cause,
            problems: vec![problem],
        }
    }

    fn first(&self) -> String {
        self.problems
            .first()
            .map_or_else(String::new, |problem| match &problem.field {
                Some(field) => format!("{field}: {}", problem.message.en),
                None => problem.message.en.clone(),
            })
    }
}
