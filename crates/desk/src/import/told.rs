//! What is told of a file: its tables and columns, what a person should decide, and the rows that go back.

use super::source::Found;
use super::targets::called;
use super::{Outcome, RowOutcome};
use pack::Text;
use serde::{Deserialize, Serialize};
use sheet::{At, Caption, Doubt, LineKind, ProposedColumn, Rejection, Sheet, Table, Target};

/// Who signs the notes on rejected rows.
const AUTHOR: &str = "一本账";

/// Values of a column that are shown, and the longest of them.
const SAMPLES: usize = 3;
const SAMPLE: usize = 24;
/// Rows looked at for them.
const LOOKED: usize = 60;
/// Digits from which a number is likely somebody's.
const LONG_NUMBER: usize = 11;
/// Texts beside a table that are told.
const ASIDES: usize = 40;

/// A table that was found in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableRead {
    /// The sheet it stands in.
    pub sheet: String,
    /// The title above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// What is no record of it, and what it was taken for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
}

/// A column, and the field it is taken to mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnRead {
    /// Its letters.
    pub letters: String,
    /// Its header.
    pub header: String,
    /// The field; none when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How sure that is, from 0 to 100.
    #[serde(default)]
    pub sure: u32,
    /// How many of its values can be read as the field wants them, in percent; none when there are no values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<u32>,
    /// Other fields it may mean, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// What a person should decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Text>,
    /// The unit that its header or table states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether a blank in it repeats the value above.
    #[serde(default)]
    pub repeats: bool,
    /// Whether it only counts the rows.
    #[serde(default)]
    pub serial: bool,
    /// The first of its values; none where the field is sensitive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<String>,
}

impl ColumnRead {
    /// What is proposed for a column that is taken to mean `field`.
    pub(super) fn of(proposed: &ProposedColumn, field: Option<String>, targets: &[Target]) -> Self {
        let named = proposed.candidates.iter();
        let chosen = named.clone().find(|each| Some(&each.target) == field.as_ref());
        let others = named.filter(|each| Some(&each.target) != field.as_ref());
        ColumnRead {
            sure: chosen.map_or(0, |chosen| chosen.score),
            fit: chosen.and_then(|chosen| chosen.fit),
            candidates: others.map(|other| other.target.clone()).collect(),
            doubt: proposed
                .doubt
                .as_ref()
                .map(|doubt| told(doubt, proposed, targets)),
            field,
            ..ColumnRead::default()
        }
    }
}

/// Something beside the records of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Its row, from 1.
    pub row: usize,
    /// What it was taken for.
    pub kind: AsideKind,
    /// What it says.
    pub text: String,
}

/// What something beside the records was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AsideKind {
    /// A text above the table.
    Caption,
    /// A sum of records.
    Sum,
    /// The heading of a group of records.
    Heading,
    /// The header once more, as on a new page.
    Repeat,
    /// A text below the table.
    Note,
}

/// What is no record of a table.
pub(super) fn asides(table: &Table, sheet: &Sheet) -> Vec<Aside> {
    let text_of = |caption: &Caption, kind| Aside {
        row: caption.at.row as usize + 1,
        kind,
        text: shortened(&caption.text),
    };
    let above = table
        .captions
        .iter()
        .map(|each| text_of(each, AsideKind::Caption));
    let within = table.lines.iter().filter_map(|line| {
        let kind = match line.kind {
            LineKind::Record => return None,
            LineKind::Sum => AsideKind::Sum,
            LineKind::Heading => AsideKind::Heading,
            LineKind::Repeat => AsideKind::Repeat,
        };
        let cells = sheet.row(line.row).map(|row| row.cells.as_slice());
        let first = cells
            .unwrap_or_default()
            .iter()
            .find(|cell| !cell.value.is_blank());
        Some(Aside {
            row: line.row as usize + 1,
            kind,
            text: shortened(&first.map(|cell| cell.value.to_string()).unwrap_or_default()),
        })
    });
    let below = table.notes.iter().map(|each| text_of(each, AsideKind::Note));
    above.chain(within).chain(below).take(ASIDES).collect()
}

/// The first values of a column that are not blank.
pub(super) fn samples(found: &Found, sheet: &Sheet, column: u16) -> Vec<String> {
    let lines = found
        .table
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Record);
    let mut samples: Vec<String> = Vec::new();
    for line in lines.take(LOOKED) {
        let value = sheet.value(At::new(line.row, column));
        let text = shortened(&veiled(&value.to_string()));
        if !value.is_blank() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// A text in which long numbers, such as those of telephones, citizens and accounts, are told by their ends.
fn veiled(text: &str) -> String {
    let mut veiled = String::with_capacity(text.len());
    let mut digits = String::new();
    for each in text.chars().map(Some).chain([None]) {
        match each.filter(char::is_ascii_digit) {
            Some(digit) => digits.push(digit),
            None => {
                let hidden = digits.len().saturating_sub(5);
                if digits.len() >= LONG_NUMBER {
                    digits.replace_range(3..3 + hidden, &"*".repeat(hidden));
                }
                veiled.push_str(&std::mem::take(&mut digits));
                veiled.extend(each);
            }
        }
    }
    veiled
}

fn shortened(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut short: String = letters.by_ref().take(SAMPLE).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
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
                    .and_then(|cell| cell.parse::<At>().ok())
                    .map(|at| at.column),
                reason: problem.message.zh.clone(),
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
pub(super) fn told(doubt: &Doubt, column: &ProposedColumn, targets: &[Target]) -> Text {
    let title = |name: &str| {
        let target = targets.iter().find(|target| target.name == name);
        target.map(called).unwrap_or_else(|| Text {
            zh: name.to_owned(),
            en: name.to_owned(),
        })
    };
    let field = title(column.choice.target.as_deref().unwrap_or_default());
    let (zh, en) = match doubt {
        Doubt::Other { target } => {
            let other = title(target);
            (
                format!("可能是“{}”，也可能是“{}”", field.zh, other.zh),
                format!("it may be “{}” or “{}”", field.en, other.en),
            )
        }
        Doubt::Unsure => (
            format!("不能确定就是“{}”", field.zh),
            format!("it is likely “{}”, not surely", field.en),
        ),
        Doubt::Values { fit } => (
            format!("只有 {fit}% 的值符合“{}”", field.zh),
            format!("only {fit}% of its values can be read as “{}”", field.en),
        ),
        Doubt::Unit { stated } => (
            format!("单位“{stated}”不能换算为“{}”的单位", field.zh),
            format!("its unit {stated} does not turn into that of “{}”", field.en),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_told_by_their_ends_and_others_whole() {
        assert_eq!(veiled("13800001234"), "138******34");
        assert_eq!(veiled("甲 330226194001010008 乙"), "甲 330*************08 乙");
        assert_eq!(veiled("2024-03-05，1200.50 元"), "2024-03-05，1200.50 元");
    }
}
