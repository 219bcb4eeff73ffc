//! What is asked of a filling, and what comes of it: each cell with where its value comes from.

use super::sent::CellChange;
use crate::cells::place_name;
use ledger::Seq;
use pack::Text;
use quantity::Period;
use serde::Serialize;
use standards::PlaceTree;

/// What is asked of a filling.
#[derive(Clone, Debug)]
pub struct FillAsk {
    /// The period.
    pub period: Period,
    /// Each filled cell gets a note that tells where its value comes from.
    pub notes: bool,
    /// What is filled is kept as sent.
    pub send: bool,
    /// Why sensitive fields are shown in clear, for forms that declare to need them.
    pub reason: String,
}

/// Where the value of a cell comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum CellSource {
    /// A figure; its lineage is asked for by the same question.
    Figure {
        /// The indicator.
        indicator: String,
        /// The place.
        place: String,
        /// The period.
        period: String,
        /// Dimensions and their values.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        only: Vec<(String, String)>,
        /// How many records it is made of.
        records: i64,
        /// The journal entry it is as of.
        as_of: Seq,
    },
    /// A field of a record.
    Record {
        /// The register.
        register: String,
        /// The record.
        id: String,
        /// The field.
        field: String,
    },
    /// Words that every form has.
    Words,
}

/// A cell that was filled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilledCell {
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub at: String,
    /// The value; masked where it is sensitive, whatever the workbook holds.
    pub value: String,
    /// What it is.
    pub title: Text,
    /// Where it comes from.
    pub source: CellSource,
}

/// A cell that was not filled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unfilled {
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub at: String,
    /// The labels that say what belongs there.
    pub path: Vec<String>,
    /// Why it was not filled.
    pub why: Text,
    /// Who knows it, if anyone was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

/// A form filled for a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormFilled {
    /// The workbook.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// The period.
    pub period: String,
    /// How much of it was filled, in percent of what is not written by hand.
    pub share: u32,
    /// Cells that were filled.
    pub cells: Vec<FilledCell>,
    /// Cells that were not.
    pub unfilled: Vec<Unfilled>,
    /// What is different from what was sent last.
    pub changes: Vec<CellChange>,
    /// The period that was sent last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

/// What a note on a cell says of where its value comes from.
pub(super) fn note(title: &Text, source: &CellSource, places: &PlaceTree) -> Option<String> {
    match source {
        CellSource::Figure {
            indicator,
            place,
            period,
            records,
            as_of,
            ..
        } => {
            let place = place.parse().map(|place| place_name(places, place).to_owned());
            let place = place.unwrap_or_default();
            Some(format!(
                "来源：{}（{indicator}）\n{place} {period}，{records} 条记录\n截至流水第 {as_of} 条",
                title.zh
            ))
        }
        CellSource::Record { register, id, .. } => Some(format!("来源：台账 {register} 记录 {id}")),
        CellSource::Words => None,
    }
}
