//! What a cell means for the column it stands in: a typed value, with every step from what was seen to what it became.

mod change;
mod code;
mod date;
mod identity;
mod number;

pub use change::{Change, Refusal};
pub(crate) use code::CodeBook;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    grid::{Cell, Format, Value},
    text::{narrow, trim},
    unit::Unit,
};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Kind {
    /// Text.
    Text,
    /// A person's name.
    Person,
    /// A whole number.
    Integer,
    /// A number with at most so many decimals.
    Decimal {
        /// Digits after the point.
        scale: u32,
    },
    /// Money in yuan, exact to the 分.
    Money,
    /// A day.
    Date,
    /// A month, given as its first day.
    Month,
    /// A year, given as a whole number.
    Year,
    /// A day with a time of day.
    Moment,
    /// Yes or no.
    Truth,
    /// One of a closed list.
    Code {
        /// The codes with the words that ledgers use for them.
        codes: Vec<CodeWords>,
    },
    /// A citizen's number (GB 11643).
    CitizenId,
    /// An organisation's unified social credit code (GB 32100).
    CreditCode,
    /// A telephone number.
    Phone,
    /// The number of a bank card or account.
    BankCard,
    /// A place, by name or code; finding it in the tree is left to who knows the tree.
    Place,
}

/// A code with the words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeWords {
    /// What is stored.
    pub code: String,
    /// What people read, in every language, and what ledgers say instead.
    pub words: Vec<String>,
}

/// What is expected of a column's cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// What the column holds.
    pub kind: Kind,
    /// The unit its values are wanted in.
    pub unit: Option<Unit>,
    /// The unit its header states.
    pub stated: Option<Unit>,
    /// The year that days without one belong to, as the table's title tells.
    pub year: Option<i16>,
}

/// What a cell became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Normal {
    /// The value: empty when the cell says there is none.
    pub value: Value,
    /// What was done to what was seen, step by step; nothing when it was taken as it stands.
    pub changes: Vec<Change>,
}

impl Expected {
    /// A column of a kind, without units.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            unit: None,
            stated: None,
            year: None,
        }
    }

    /// Reads a cell as this column expects it.
    ///
    /// # Errors
    /// When the cell cannot mean what is expected without guessing.
    pub fn read(&self, cell: &Cell) -> Result<Normal, Refusal> {
        self.read_with(cell, &CodeBook::of(&self.kind))
    }

    /// As [`Expected::read`], with the words of its codes already at hand.
    pub(crate) fn read_with(&self, cell: &Cell, codes: &CodeBook) -> Result<Normal, Refusal> {
        if let Value::Fault(fault) = cell.value {
            return Err(Refusal::Fault(fault));
        }
        let mut changes = Vec::new();
        if let Some(text) = cell.value.text() {
            let trimmed = trim(text);
            if trimmed.is_empty() {
                return Ok(Normal {
                    value: Value::Empty,
                    changes,
                });
            }
            if trimmed.len() != text.len() {
                changes.push(Change::Trimmed);
            }
            if self.says_nothing(trimmed) {
                changes.push(Change::BlankMark);
                return Ok(Normal {
                    value: Value::Empty,
                    changes,
                });
            }
        }
        if cell.value == Value::Empty {
            return Ok(Normal {
                value: Value::Empty,
                changes,
            });
        }
        let value = self.meaning(cell, codes, &mut changes)?;
        Ok(Normal { value, changes })
    }

    fn meaning(&self, cell: &Cell, codes: &CodeBook, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
        match &self.kind {
            Kind::Text => Ok(as_text(&cell.value, changes)),
            Kind::Place => Ok(without_blanks(as_text(&cell.value, changes), changes)),
            Kind::Person => Ok(without_blanks(as_text(&cell.value, changes), changes)),
            Kind::Integer => {
                let number = number::read(self, cell, changes)?;
                if number.fract().is_zero() {
                    Ok(number.trunc().into())
                } else {
                    Err(Refusal::NotWhole(number))
                }
            }
            Kind::Decimal { scale } => {
                Ok(rounded(number::read(self, cell, changes)?, *scale, changes).into())
            }
            Kind::Money => Ok(rounded(number::read(self, cell, changes)?, 2, changes).into()),
            Kind::Date => date::day(&cell.value, self.year, changes).map(Value::Date),
            Kind::Month => date::month(&cell.value, self.year, changes).map(Value::Date),
            Kind::Year => date::year(&cell.value, changes).map(|year| Decimal::from(year).into()),
            Kind::Moment => date::moment(&cell.value, self.year, changes),
            Kind::Truth => code::truth(&cell.value),
            Kind::Code { .. } => codes.find(&cell.value, changes),
            Kind::CitizenId => identity::citizen(&cell.value, changes),
            Kind::CreditCode => identity::credit(&cell.value, changes),
            Kind::Phone => identity::phone(&cell.value, changes),
            Kind::BankCard => identity::card(&cell.value, changes),
        }
    }

    /// Whether a text is a mark for «nothing here». A dash is one everywhere; 无 is a word in a text but no number.
    fn says_nothing(&self, text: &str) -> bool {
        let narrowed = narrow(text);
        if narrowed
            .chars()
            .all(|mark| matches!(mark, '-' | '/' | '\\' | '_' | '―' | '─' | '、' | '.'))
        {
            return true;
        }
        let words = ["无", "暂无", "不详", "未知", "空", "待补", "n/a", "null", "none"];
        let free = matches!(self.kind, Kind::Text | Kind::Code { .. } | Kind::Truth);
        !free && words.contains(&narrowed.to_lowercase().as_str())
    }
}

/// A value as the text that a person would read.
fn as_text(value: &Value, changes: &mut Vec<Change>) -> Value {
    match value {
        Value::Text(text) => Value::Text(trim(text).into()),
        Value::Number(number) => {
            changes.push(Change::NumberToText);
            if number::lost_digits(*number) {
                changes.push(Change::DigitsLost);
            }
            Value::Text(number.normalize().to_string().into())
        }
        other => {
            changes.push(Change::ToText);
            Value::Text(other.to_string().into())
        }
    }
}

/// A name without the blanks that space it out (张　三). Names in Latin letters keep theirs.
fn without_blanks(value: Value, changes: &mut Vec<Change>) -> Value {
    let Value::Text(text) = &value else { return value };
    let cleaned = crate::text::clean(text);
    if cleaned == **text {
        return value;
    }
    changes.push(Change::Blanks);
    Value::Text(cleaned.into())
}

fn rounded(number: Decimal, scale: u32, changes: &mut Vec<Change>) -> Decimal {
    let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let rounded = number.round_dp_with_strategy(scale, strategy).normalize();
    if rounded != number {
        changes.push(Change::Rounded {
            from: number.normalize(),
            scale,
        });
    }
    rounded
}

impl Cell {
    /// A cell that holds a text, as in a file without types.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self {
            value: text.into(),
            format: Format::General,
            ..Self::default()
        }
    }
}
