//! What is told of a file: its tables and columns, what a person should decide, and the rows that go back.

use super::source::Found;
use super::{Outcome, RowOutcome};
use pack::Text;
use serde::Serialize;
use sheet::{Doubt, ProposedColumn, Rejection, Sheet};

/// Who signs the notes on rejected rows.
const AUTHOR: &str = "一本账";

/// A table that was found in the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableRead {
    /// The sheet it stands in.
    pub sheet: String,
    /// The title above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The rectangle of its header, such as `A3:H4`.
    pub header: String,
    /// How many records it has.
    pub records: usize,
    /// Whether its rows are brought in; tables unlike the register are left aside.
    pub taken: bool,
    /// Its columns.
    pub columns: Vec<ColumnRead>,
    /// Fields that every record must have and no column tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A column, and the field it is taken to mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnRead {
    /// Its letters.
    pub letters: String,
    /// Its header.
    pub header: String,
    /// The field; none when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Other fields it may mean, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// What a person should decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Text>,
}

/// The rejected rows of a table as a workbook.
pub(super) fn returning(found: &Found, sheet: &Sheet, rows: &[RowOutcome]) -> Option<Vec<u8>> {
    let own = rows.iter().filter(|row| {
        let within = found.table.lines.iter();
        row.outcome == Outcome::Rejected
            && row.sheet.as_ref() == Some(&sheet.name)
            && within
                .clone()
                .next()
                .is_some_and(|first| row.row > first.row as usize)
            && within.last().is_some_and(|last| row.row <= last.row as usize + 1)
    });
    let rejections: Vec<Rejection> = own
        .flat_map(|row| {
            row.problems.iter().map(|problem| Rejection {
                row: u32::try_from(row.row - 1).unwrap_or(u32::MAX),
                column: problem
                    .cell
                    .as_deref()
                    .and_then(|cell| cell.parse::<sheet::At>().ok())
                    .map(|at| at.column),
                reason: problem.problem.message.zh.clone(),
            })
        })
        .collect();
    if rejections.is_empty() {
        return None;
    }
    sheet::write_rejected(sheet, &found.table, &rejections, AUTHOR)
        .inspect_err(|error| tracing::error!(%error, "rejected rows cannot be written back"))
        .ok()
}

/// A doubt in words.
pub(super) fn told(doubt: &Doubt, column: &ProposedColumn) -> Text {
    let field = column.choice.target.as_deref().unwrap_or_default();
    let (zh, en) = match doubt {
        Doubt::Other { target } => (
            format!("可能是 {field}，也可能是 {target}"),
            format!("it may be {field} or {target}"),
        ),
        Doubt::Unsure => (
            format!("不能确定就是 {field}"),
            format!("it is likely {field}, not surely"),
        ),
        Doubt::Values { fit } => (
            format!("只有 {fit}% 的值符合 {field}"),
            format!("only {fit}% of its values can be read as {field}"),
        ),
        Doubt::Unit { stated } => (
            format!("单位“{stated}”不能换算为 {field} 的单位"),
            format!("its unit {stated} does not turn into that of {field}"),
        ),
        Doubt::NoUnit { assumed } => (
            format!("没有写明单位，按“{assumed}”处理"),
            format!("no unit is stated; {assumed} is assumed"),
        ),
        Doubt::Repeats => (
            "空格似乎表示与上一行相同".to_owned(),
            "blanks seem to repeat the value above".to_owned(),
        ),
    };
    Text { zh, en }
}
