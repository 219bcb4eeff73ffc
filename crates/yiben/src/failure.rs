//! How a command ends when it does not do what was asked: words for people, a number for scripts.

use crate::args::Lang;
use desk::{DeskError, TownError};
use ledger::Cause;
use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The desk refused or could not.
    Desk(DeskError),
    /// The town's folder.
    Town(TownError),
    /// What was said on the command line makes no sense.
    Usage(String, String),
    /// A file.
    File(String, std::io::Error),
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        Failure::Desk(error)
    }
}

impl From<TownError> for Failure {
    fn from(error: TownError) -> Self {
        Failure::Town(error)
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        Failure::Desk(DeskError::Store(error))
    }
}

impl Failure {
    /// 1 differences found (not a failure of the command), 2 usage, 3 refused, 4 not there, 5 not allowed, 6 conflict,
    /// 7 disk or store.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Usage(..) => 2,
            Failure::Desk(error) => match error.cause() {
                Some(Cause::Invalid | Cause::State) => 3,
                Some(Cause::Missing) => 4,
                Some(Cause::Forbidden) => 5,
                Some(Cause::Conflict) => 6,
                None => 7,
            },
            Failure::Town(TownError::Absent(_)) => 4,
            Failure::Town(TownError::Present(_) | TownError::Served(_)) => 6,
            Failure::Town(TownError::Code(_)) => 2,
            Failure::Town(_) | Failure::File(..) => 7,
        })
    }

    /// Says so on standard error.
    pub(crate) fn tell(&self, lang: Lang, json: bool) {
        if json && let Failure::Desk(error) = self {
            anstream::eprintln!("{}", serde_json::json!({ "problems": error.problems() }));
            return;
        }
        match self {
            Failure::Desk(error) => {
                for problem in error.problems() {
                    let text = lang.pick(&problem.message.zh, &problem.message.en);
                    match problem.field {
                        Some(field) => anstream::eprintln!("{field}: {text}"),
                        None => anstream::eprintln!("{text}"),
                    }
                }
            }
            Failure::Town(error) => anstream::eprintln!("{}", lang.pick(&error.zh(), &error.to_string())),
            Failure::Usage(zh, en) => anstream::eprintln!("{}", lang.pick(zh, en)),
            Failure::File(path, error) => anstream::eprintln!("{path}: {error}"),
        }
    }
}
