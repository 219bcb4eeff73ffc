//! What was sent: kept cell by cell as it was shown, and compared with what is filled next.

use super::filled::{FilledCell, FormFilled};
use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::{Cause, Problem};
use quantity::Period;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sheet::{Limits, differences, open};
use std::collections::BTreeMap;

/// Kind of things of the town under which fillings that were sent are kept.
const SUBJECT: &str = "form-sent";

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
    cells: Vec<SentCell>,
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
            cells: cells.collect(),
        };
        self.keep_own(SUBJECT, &format!("{form}@{period}"), json!(sent))
    }

    /// What was sent for this period, or else for the last one before it.
    pub(super) fn last_sent(
        &self,
        form: &str,
        period: Period,
    ) -> Result<Option<(String, Vec<SentCell>)>, DeskError> {
        let mut all = self.sent(form)?;
        all.retain(|(sent, _)| sent.last() <= period.last());
        Ok(all.pop().map(|(period, sent)| (period.to_string(), sent.cells)))
    }

    /// The periods for which a form was sent, the earliest first, with the percent that was filled by itself.
    pub(super) fn sent_periods(&self, form: &str) -> Result<Vec<(Period, u32)>, DeskError> {
        Ok(self
            .sent(form)?
            .into_iter()
            .map(|(period, sent)| (period, sent.share))
            .collect())
    }

    fn sent(&self, form: &str) -> Result<Vec<(Period, Sent)>, DeskError> {
        let mut all: Vec<(Period, Sent)> = Vec::new();
        for (name, body) in self.book()?.things(SUBJECT)? {
            let period = name.split_once('@').filter(|(of, _)| *of == form);
            if let Some(period) = period.and_then(|(_, period)| period.parse().ok()) {
                all.push((period, from_json(body)?));
            }
        }
        all.sort_by_key(|(period, _)| (period.last(), period.first()));
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
