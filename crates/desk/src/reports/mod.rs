//! The town's own reports: a text that several people write in turn, every version of it in the journal, and the moments at
//! which it was frozen.

mod beginning;
mod frozen;
mod keep;

pub use beginning::Beginning;
pub use frozen::FreezeMark;

use crate::access::Action;
use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::{Cause, Moment, Problem};
use serde::{Deserialize, Serialize};
use standards::PlaceCode;

/// Kind of things of the town under which frozen texts are kept.
const FROZEN: &str = "report-frozen";
/// A report tells how the town kept its promises: who works on these works on it.
const PACK: &str = "commitments";

/// A report as it is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What it is called.
    pub title: String,
    /// The year it looks back on.
    pub year: i16,
    /// The place it is of.
    pub place: PlaceCode,
    /// Its text: Markdown in which figures are bound.
    pub template: String,
    /// Counts its saved texts, from 1.
    pub version: u32,
    /// Login of who saved this version.
    pub by: String,
    /// When.
    pub at: Moment,
    /// The moments at which it was frozen, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frozen: Vec<FreezeMark>,
}

impl Report {
    /// The kind of things of the town under which reports are kept.
    pub const SUBJECT: &str = "report";
}

impl Seat {
    /// The town's reports by name, the one saved last first.
    ///
    /// # Errors
    /// When the seat may not see reports, or the store cannot be read.
    pub fn reports(&self) -> Result<Vec<(String, Report)>, DeskError> {
        self.may_with_reports(Action::Read)?;
        let mut reports: Vec<(String, Report)> = Vec::new();
        for (name, body) in self.book()?.things(Report::SUBJECT)? {
            reports.push((name, from_json(body)?));
        }
        reports.sort_by_key(|(_, report)| std::cmp::Reverse(report.at));
        Ok(reports)
    }

    /// A report.
    ///
    /// # Errors
    /// When there is none that the seat may see, or the store cannot be read.
    pub fn report(&self, name: &str) -> Result<Report, DeskError> {
        self.may_with_reports(Action::Read)?;
        match self.book()?.thing(Report::SUBJECT, name)? {
            Some(body) => Ok(from_json(body)?),
            None => Err(missing()),
        }
    }

    /// Whether this seat may write reports.
    #[must_use]
    pub fn writes_reports(&self) -> bool {
        self.may_with_reports(Action::Amend).is_ok()
    }

    /// Reports are the whole town's: one must be allowed to do this for all of it.
    fn may_with_reports(&self, action: Action) -> Result<(), DeskError> {
        if self.actor.may(action, PACK, &self.desk.town().code) {
            return Ok(());
        }
        let action = match action {
            Action::Read => ("查看", "see"),
            _ => ("编写", "write"),
        };
        Err(DeskError::refused(
            Cause::Forbidden,
            Problem::new(
                "forbidden",
                format!("您的岗位不能{}全镇的工作报告", action.0),
                format!("your posts do not allow to {} the town's reports", action.1),
            ),
        ))
    }
}

fn missing() -> DeskError {
    DeskError::refused(
        Cause::Missing,
        Problem::new("missing", "没有这份报告", "there is no such report"),
    )
}
