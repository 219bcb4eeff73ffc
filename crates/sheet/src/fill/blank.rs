//! The blanks of a form, as a person would point at them.

use serde::Serialize;

use crate::{
    grid::{At, Block, Format},
    mapping::Signature,
    unit::Unit,
};

/// A blank of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "shape")]
pub enum Blank {
    /// One cell beside its label.
    Single(Single),
    /// Rows and columns that are both labelled: a row for each place, or figures by row and column.
    Grid(Grid),
    /// Columns that are labelled over empty rows, one for each record.
    Records(Records),
}

/// One cell beside its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Single {
    /// The sheet's name.
    pub sheet: String,
    /// The labels that say what belongs here, from the widest to the nearest.
    pub path: Vec<String>,
    /// The unit that the label states.
    pub unit: Option<Unit>,
    /// The cell.
    pub at: At,
    /// The text that the cell holds already and that the value goes after (填报单位：).
    pub after: Option<String>,
    /// What the cell's number format is made for.
    pub format: Format,
}

/// Rows and columns that are both labelled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grid {
    /// The sheet's name.
    pub sheet: String,
    /// The title above.
    pub title: Option<String>,
    /// The year that the title tells.
    pub year: Option<i16>,
    /// What the rows are.
    pub kind: GridKind,
    /// What the header is known by.
    pub signature: Signature,
    /// The rectangle of the header.
    pub header: Block,
    /// The columns with blanks.
    pub columns: Vec<BlankColumn>,
    /// The rows with blanks.
    pub rows: Vec<BlankRow>,
}

/// What the rows of a grid are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    /// A row for each place.
    Places,
    /// A row for each figure or class.
    Figures,
}

/// A column with blanks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlankColumn {
    /// The column, from zero.
    pub column: u16,
    /// Its headers from the top down.
    pub path: Vec<String>,
    /// The unit its header or table states.
    pub unit: Option<Unit>,
    /// What the number format of its first blank is made for.
    pub format: Format,
}

/// A row with blanks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlankRow {
    /// The row, from zero.
    pub row: u32,
    /// Its labels from the widest to the nearest.
    pub path: Vec<String>,
    /// The unit that its label states.
    pub unit: Option<Unit>,
    /// Whether it is a row of sums.
    pub sum: bool,
    /// The columns that are blank in it.
    pub blanks: Vec<u16>,
}

/// Columns that are labelled over empty rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Records {
    /// The sheet's name.
    pub sheet: String,
    /// The title above.
    pub title: Option<String>,
    /// The year that the title tells.
    pub year: Option<i16>,
    /// What the header is known by.
    pub signature: Signature,
    /// The rectangle of the header.
    pub header: Block,
    /// The columns to be filled.
    pub columns: Vec<BlankColumn>,
    /// The column that counts the rows, if it is to be filled too.
    pub serial: Option<u16>,
    /// The empty rows.
    pub rows: Vec<u32>,
}

impl Blank {
    /// The sheet it stands in.
    #[must_use]
    pub fn sheet(&self) -> &str {
        match self {
            Self::Single(single) => &single.sheet,
            Self::Grid(grid) => &grid.sheet,
            Self::Records(records) => &records.sheet,
        }
    }

    /// How many cells it has.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Single(_) => 1,
            Self::Grid(grid) => grid.rows.iter().map(|row| row.blanks.len()).sum(),
            Self::Records(records) => records.rows.len() * records.columns.len(),
        }
    }
}

impl Single {
    /// What is to be written for a value: the value alone, or after the label that the cell holds.
    #[must_use]
    pub fn completed(&self, value: &str) -> String {
        match &self.after {
            Some(label) => format!("{label}{value}"),
            None => value.to_owned(),
        }
    }
}
