//! What was sent: kept cell by cell as it was shown, and compared with what is filled next.

use super::filled::{FilledCell, FormFilled};
use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::{Cause, Moment, Problem};
use quantity::Period;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sheet::{Limits, differences, open};
use std::collections::BTreeMap;

/// Kinds of things of the town under which sendings are kept, and their cells: who lists sendings reads no cells.
const SUBJECT: &str = "form-sent";
const CELLS: &str = "form-sent-cells";

/// A cell of a form that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SentCell {
    sheet: String,
    at: String,
    value: String,
}

/// A filling that was sent.
#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    /// Percent that was filled by itself.
    share: u32,
    /// When, and by whom.
    at: Moment,
    by: String,
}

/// A sending of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The period.
    pub period: Period,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// How much was filled by itself, in percent.
    pub share: u32,
}

/// A cell that is different from what was sent last.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellChange {
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub at: String,
    /// What was sent; empty when the cell was.
    pub before: String,
    /// What it would be now; empty when the cell is.
    pub now: String,
}

impl Seat {
    /// The cells that differ between two workbooks of a form.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn differences(&self, before: &[u8], now: &[u8]) -> Result<Vec<CellChange>, DeskError> {
        let read = |bytes: &[u8]| {
            open(bytes, &Limits::default()).map_err(|error| {
                DeskError::refused(
                    Cause::Invalid,
                    Problem::new("file", error.zh(), error.to_string()),
                )
            })
        };
        let (before, now) = (read(before)?, read(now)?);
        let found = differences(&before.workbook, &now.workbook).into_iter();
        let found = found.map(|found| CellChange {
            sheet: found.sheet,
            at: found.at.to_string(),
            before: found.before.to_string(),
            now: found.after.to_string(),
        });
        Ok(found.collect())
    }

    pub(super) fn keep_sent(&self, form: &str, period: Period, filled: &FormFilled) -> Result<(), DeskError> {
        let cells = filled.cells.iter().map(|cell| SentCell {
            sheet: cell.sheet.clone(),
            at: cell.at.clone(),
            value: cell.value.clone(),
        });
        let sent = Sent {
            share: filled.share,
            at: self.desk.now(),
            by: self.actor.login.clone(),
        };
        let name = format!("{form}@{period}");
        self.keep_own(CELLS, &name, json!(cells.collect::<Vec<_>>()))?;
        self.keep_own(SUBJECT, &name, json!(sent))
    }

    /// What was sent for this period, or else for the last one before it.
    pub(super) fn last_sent(
        &self,
        form: &str,
        period: Period,
    ) -> Result<Option<(String, Vec<SentCell>)>, DeskError> {
        let mut sent = self.sendings(form)?;
        sent.retain(|sending| sending.period.last() <= period.last());
        let Some(last) = sent.pop().map(|sending| sending.period.to_string()) else {
            return Ok(None);
        };
        let cells = self.book()?.thing(CELLS, &format!("{form}@{last}"))?;
        let cells = cells.map(from_json).transpose()?;
        Ok(Some((last, cells.unwrap_or_default())))
    }

    /// The sendings of a form, the earliest period first.
    ///
    /// # Errors
    /// When the seat may not export, or the store cannot be read.
    pub fn sendings(&self, form: &str) -> Result<Vec<Sending>, DeskError> {
        self.may_keep_forms()?;
        Ok(self.all_sendings()?.remove(form).unwrap_or_default())
    }

    /// The sendings of all forms by name, the earliest period of each first.
    pub(super) fn all_sendings(&self) -> Result<BTreeMap<String, Vec<Sending>>, DeskError> {
        let mut all: BTreeMap<String, Vec<Sending>> = BTreeMap::new();
        for (name, body) in self.book()?.things(SUBJECT)? {
            let named = name.split_once('@');
            let period = named.and_then(|(form, period)| Some((form, period.parse().ok()?)));
            if let Some((form, period)) = period {
                let sent: Sent = from_json(body)?;
                all.entry(form.to_owned()).or_default().push(Sending {
                    period,
                    at: sent.at,
                    by: sent.by,
                    share: sent.share,
                });
            }
        }
        for sendings in all.values_mut() {
            sendings.sort_by_key(|sending| (sending.period.last(), sending.period.first()));
        }
        Ok(all)
    }
}

/// The cells that differ.
pub(super) fn changes(before: &[SentCell], now: &[FilledCell]) -> Vec<CellChange> {
    let mut old: BTreeMap<(&str, &str), &str> = before
        .iter()
        .map(|cell| ((&*cell.sheet, &*cell.at), &*cell.value))
        .collect();
    let change = |(sheet, at): (&str, &str), before: &str, now: &str| CellChange {
        sheet: sheet.to_owned(),
        at: at.to_owned(),
        before: before.to_owned(),
        now: now.to_owned(),
    };
    let mut found = Vec::new();
    for cell in now {
        let place = (&*cell.sheet, &*cell.at);
        let sent = old.remove(&place).unwrap_or_default();
        if sent != cell.value {
            found.push(change(place, sent, &cell.value));
        }
    }
    found.extend(old.into_iter().map(|(place, sent)| change(place, sent, "")));
    found
}
