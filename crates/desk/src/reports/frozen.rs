//! Freezing a report, and reading what was frozen.

use super::{FROZEN, Report, missing};
use crate::access::Action;
use crate::compose::{ComposeAsk, Frozen};
use crate::desk::from_json;
use crate::error::DeskError;
use crate::figures::known;
use crate::press::Manuscript;
use crate::seat::Seat;
use crate::writer::Task;
use ledger::{Moment, Seq};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A moment at which a report was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeMark {
    /// Counts them, from 1.
    pub number: u32,
    /// When.
    pub at: Moment,
    /// Login of who froze it.
    pub by: String,
    /// The journal entry it is of.
    pub as_of: Seq,
    /// SHA-256 of its text.
    pub digest: String,
    /// How many figures it tells.
    pub figures: usize,
    /// The version that was frozen.
    pub version: u32,
}

impl Seat {
    /// Freezes the text of `base`, the version that was looked at; answers with the number of the frozen text.
    ///
    /// # Errors
    /// As for [`Seat::freeze`] and [`Seat::save_report`].
    pub fn freeze_report(&self, name: &str, base: u32) -> Result<u32, DeskError> {
        self.may_with_reports(Action::Amend)?;
        let current = self.report(name)?;
        if current.version != base {
            return Err(self.overtaken(&current)?);
        }
        let ask = ComposeAsk {
            place: Some(current.place),
            as_of: None,
        };
        let frozen = self.freeze(&current.template, &ask)?;
        let number = current.frozen.last().map_or(1, |last| last.number + 1);
        let mark = FreezeMark {
            number,
            at: Moment(frozen.moment),
            by: self.actor.login.clone(),
            as_of: frozen.composed.as_of,
            digest: frozen.digest.clone(),
            figures: frozen.composed.figures.len(),
            version: base,
        };
        let mut next = Report {
            version: base + 1,
            by: self.actor.login.clone(),
            at: self.desk.now(),
            ..current
        };
        next.frozen.push(mark);
        let text = Task::Thing {
            subject: FROZEN.to_owned(),
            name: address(name, number),
            body: json!(frozen),
        };
        let text = self.job(text, Some(format!("report-frozen:{name}:{number}")), None);
        let kept = self.desk.keep_all(vec![self.version(name, &next), text]);
        let receipts = kept.map_err(|refused| {
            let first = refused.into_iter().next();
            first.map_or(DeskError::Closing, |(_, error)| error)
        })?;
        if receipts.iter().any(|receipt| receipt.repeated) {
            return Err(self.overtaken(&self.report(name)?)?);
        }
        Ok(number)
    }

    /// A frozen text of a report, for who may see every figure in it.
    ///
    /// # Errors
    /// When there is none that the seat may see, or the store cannot be read.
    pub fn frozen_report(&self, name: &str, number: u32) -> Result<Frozen, DeskError> {
        self.may_with_reports(Action::Read)?;
        let body = self.book()?.thing(FROZEN, &address(name, number))?;
        let frozen: Frozen = from_json(body.ok_or_else(missing)?)?;
        let shelf = self.desk.shelf();
        for figure in &frozen.composed.figures {
            // An indicator that is gone can be asked of nobody; what it said then is part of the text.
            let Ok((pack, indicator)) = known(&shelf, &figure.indicator) else {
                continue;
            };
            let place = figure.place.parse().unwrap_or(self.desk.town().code);
            if self.may_see(&shelf, pack, indicator, &place).is_err() {
                return Err(missing());
            }
        }
        Ok(frozen)
    }
}

impl Frozen {
    /// The paper to be set of it: the same at every time.
    #[must_use]
    pub fn manuscript(&self) -> Manuscript {
        Manuscript {
            markdown: self.composed.markdown.clone(),
            charts: self.composed.charts.clone(),
            ident: self.digest.clone(),
            moment: self.moment,
            figures: None,
        }
    }
}

fn address(name: &str, number: u32) -> String {
    format!("{name}@{number}")
}
