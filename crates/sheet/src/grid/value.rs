//! What a cell holds: a typed value, and how the sheet would have it shown.

use std::{fmt, sync::Arc};

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A cell's value. Numbers are exact, dates are days of the calendar whatever the file kept them as.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "value")]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as it stands in the file, blanks and all.
    Text(Arc<str>),
    /// A number.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// A day with a time of day.
    Moment(DateTime),
    /// A time of day.
    Time(Time),
    /// True or false.
    Truth(bool),
    /// An error that the spreadsheet shows in place of a value, such as `#N/A`.
    Fault(Fault),
}

/// The errors a spreadsheet shows in place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// `#DIV/0!`
    DivisionByZero,
    /// `#N/A`
    NotAvailable,
    /// `#NAME?`
    Name,
    /// `#NULL!`
    Null,
    /// `#NUM!`
    Number,
    /// `#REF!`
    Reference,
    /// `#VALUE!`
    Value,
    /// Any other.
    Other,
}

/// What kind of value a cell's number format is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// None in particular (常规).
    #[default]
    General,
    /// Text (文本): what is typed stays text.
    Text,
    /// Numbers, money among them.
    Number,
    /// Percent: 0.086 is shown as 8.6%.
    Percent,
    /// Days.
    Date,
    /// Year and month.
    Month,
    /// Days with a time of day.
    Moment,
    /// Times of day.
    Time,
}

impl Value {
    /// Whether it holds nothing to be read: empty, or text of blanks only.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(is_space),
            _ => false,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// White space, with the marks that spreadsheets use for it and that show as nothing.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{200b}' | '\u{feff}' | '\u{200c}' | '\u{200d}' | '\u{2060}'
        )
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => formatter.write_str(text),
            Self::Number(number) => number.fmt(formatter),
            Self::Date(date) => date.fmt(formatter),
            Self::Moment(moment) => write!(formatter, "{} {}", moment.date(), moment.time()),
            Self::Time(time) => time.fmt(formatter),
            Self::Truth(true) => formatter.write_str("TRUE"),
            Self::Truth(false) => formatter.write_str("FALSE"),
            Self::Fault(fault) => fault.fmt(formatter),
        }
    }
}

impl Fault {
    /// The error written as `code`.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "#DIV/0!" => Self::DivisionByZero,
            "#N/A" => Self::NotAvailable,
            "#NAME?" => Self::Name,
            "#NULL!" => Self::Null,
            "#NUM!" => Self::Number,
            "#REF!" => Self::Reference,
            "#VALUE!" => Self::Value,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::DivisionByZero => "#DIV/0!",
            Self::NotAvailable => "#N/A",
            Self::Name => "#NAME?",
            Self::Null => "#NULL!",
            Self::Number => "#NUM!",
            Self::Reference => "#REF!",
            Self::Value => "#VALUE!",
            Self::Other => "#ERROR!",
        })
    }
}
