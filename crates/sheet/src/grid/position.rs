//! Where a cell stands: a row and a column, written the way a spreadsheet writes them (`B7`, `B7:D9`).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The most rows a sheet of any format has.
pub const MOST_ROWS: u32 = 1_048_576;

/// The most columns a sheet of any format has.
pub const MOST_COLUMNS: u16 = 16_384;

/// A cell's position; rows and columns are counted from zero here and from one in what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct At {
    /// The row, from zero.
    pub row: u32,
    /// The column, from zero.
    pub column: u16,
}

/// A rectangle of cells, both corners belonging to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Block {
    /// The corner at the top left.
    pub first: At,
    /// The corner at the bottom right.
    pub last: At,
}

/// A text that is not a cell's position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not the position of a cell; expected one such as B7")]
pub struct AtError(String);

impl At {
    /// The cell at a row and column, both from zero.
    #[must_use]
    pub const fn new(row: u32, column: u16) -> Self {
        Self { row, column }
    }
}

impl Block {
    /// The rectangle between two opposite corners.
    #[must_use]
    pub fn between(a: At, b: At) -> Self {
        Self {
            first: At::new(a.row.min(b.row), a.column.min(b.column)),
            last: At::new(a.row.max(b.row), a.column.max(b.column)),
        }
    }

    /// Whether a cell lies in the rectangle.
    #[must_use]
    pub fn contains(&self, at: At) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }

    /// Whether the two rectangles share a cell.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.first.row <= other.last.row
            && other.first.row <= self.last.row
            && self.first.column <= other.last.column
            && other.first.column <= self.last.column
    }

    /// How many rows it has.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.last.row - self.first.row + 1
    }

    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.last.column - self.first.column + 1
    }
}

/// A column's letters: `A` for the first.
#[must_use]
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let letter = ((rest - 1) % 26) as u8;
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Reads a cell's position from the front of `bytes`, `$` signs allowed; what is left follows it.
pub(crate) fn read_position(bytes: &[u8]) -> Option<(At, &[u8])> {
    let bytes = bytes.strip_prefix(b"$").unwrap_or(bytes);
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, rest) = bytes.split_at_checked(letters)?;
    let rest = rest.strip_prefix(b"$").unwrap_or(rest);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at_checked(digits)?;
    if letters.is_empty() || letters.len() > 3 || digits.is_empty() || digits.len() > 7 {
        return None;
    }
    let column = letters.iter().fold(0_u32, |sum, letter| {
        sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row = digits
        .iter()
        .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let column = u16::try_from(column.checked_sub(1)?)
        .ok()
        .filter(|column| *column < MOST_COLUMNS)?;
    let row = row.checked_sub(1).filter(|row| *row < MOST_ROWS)?;
    Some((At::new(row, column), rest))
}

impl fmt::Display for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", column_letters(self.column), self.row + 1)
    }
}

impl FromStr for At {
    type Err = AtError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match read_position(text.as_bytes()) {
            Some((at, [])) => Ok(at),
            _ => Err(AtError(text.chars().take(16).collect())),
        }
    }
}

impl TryFrom<String> for At {
    type Error = AtError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<At> for String {
    fn from(at: At) -> Self {
        at.to_string()
    }
}

impl fmt::Display for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(formatter, "{}", self.first)
        } else {
            write!(formatter, "{}:{}", self.first, self.last)
        }
    }
}

impl FromStr for Block {
    type Err = AtError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Ok(Self::between(first.parse()?, last.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn positions_are_written_as_spreadsheets_write_them() {
        assert_eq!(At::new(0, 0).to_string(), "A1");
        assert_eq!(At::new(6, 25).to_string(), "Z7");
        assert_eq!(At::new(6, 26).to_string(), "AA7");
        assert_eq!(At::new(MOST_ROWS - 1, MOST_COLUMNS - 1).to_string(), "XFD1048576");
        assert_eq!("$b$7".parse(), Ok(At::new(6, 1)));
        assert_eq!(
            "D9:B7".parse::<Block>().map(|block| block.to_string()),
            Ok("B7:D9".to_owned())
        );
    }

    #[test]
    fn what_lies_outside_every_sheet_is_refused() {
        for text in [
            "",
            "A",
            "7",
            "A0",
            "XFE1",
            "A1048577",
            "AAAA1",
            "A1B",
            "A12345678",
            "村1",
        ] {
            assert!(text.parse::<At>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_position_reads_back_as_it_was_written(row in 0..MOST_ROWS, column in 0..MOST_COLUMNS) {
            let at = At::new(row, column);
            prop_assert_eq!(at.to_string().parse::<At>(), Ok(at));
        }
    }
}
