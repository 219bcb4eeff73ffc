//! What the desk answers when it does not do what was asked.

use ledger::{Cause, FigureError, Problem, Refusal, Undecided};
use pack::model::Text;
use store::StoreError;

/// Why something was not done. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// It was refused; the refusal says what to mend.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store could not do it; it may be tried again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The desk is closing.
    #[error("the program is shutting down; send it again in a moment")]
    Closing,
}

impl DeskError {
    /// A refusal of one kind for one reason.
    #[must_use]
    pub fn refused(cause: Cause, problem: Problem) -> Self {
        DeskError::Refused(Refusal::one(cause, problem))
    }

    /// What kind of refusal it is; none when it is the store's fault.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        match self {
            DeskError::Refused(refusal) => Some(refusal.cause),
            DeskError::Store(_) | DeskError::Closing => None,
        }
    }

    /// Everything that is wrong, in both languages.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            DeskError::Refused(refusal) => refusal.problems.clone(),
            DeskError::Store(error) => {
                vec![Problem {
                    code: "store",
                    field: None,
                    message: Text {
                        zh: error.zh(),
                        en: error.to_string(),
                    },
                }]
            }
            DeskError::Closing => {
                vec![Problem::new(
                    "closing",
                    "程序正在关闭，请稍后重试",
                    self.to_string(),
                )]
            }
        }
    }
}

impl From<Undecided> for DeskError {
    fn from(undecided: Undecided) -> Self {
        match undecided {
            Undecided::Refused(refusal) => DeskError::Refused(refusal),
            Undecided::Unavailable(error) => DeskError::Store(StoreError::Database(error.0)),
            Undecided::Damaged(error) => DeskError::Store(StoreError::Damaged(error.to_string())),
        }
    }
}

impl From<FigureError> for DeskError {
    fn from(error: FigureError) -> Self {
        let cause = match &error {
            FigureError::Indicator(_) => Cause::Missing,
            FigureError::Dimension { .. } => Cause::Invalid,
            FigureError::Unavailable(why) => return DeskError::Store(StoreError::Database(why.0.clone())),
        };
        DeskError::refused(cause, Problem::new("indicator", error.zh(), error.to_string()))
    }
}

impl From<Vec<Problem>> for DeskError {
    fn from(problems: Vec<Problem>) -> Self {
        DeskError::Refused(Refusal {
            cause: Cause::Invalid,
            problems,
        })
    }
}
