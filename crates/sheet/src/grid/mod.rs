//! A workbook as a value: sheets of rows of typed cells, each knowing where it stands.

mod number;
mod position;
mod value;

use serde::{Deserialize, Serialize};

pub use number::Epoch;
pub(crate) use number::{from_binary, from_serial, from_text, to_serial};
pub(crate) use position::read_position;
pub use position::{At, AtError, Block, MOST_COLUMNS, MOST_ROWS, column_letters};
pub(crate) use value::is_space;
pub use value::{Fault, Format, Value};

/// A workbook that was read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Workbook {
    /// The sheets, in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// Which day the workbook counts days from.
    pub epoch: Epoch,
}

/// One sheet: the cells that hold something, and what is known of the rest.
///
/// Invariant: rows rise by their number, cells of a row by their column; no row is without cells unless it is hidden.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Sheet {
    /// The name on the tab.
    pub name: String,
    /// Whether the tab is hidden.
    pub hidden: bool,
    /// The rows that hold something.
    pub rows: Vec<Row>,
    /// The rectangles whose cells are merged into one; the value stands in the first.
    pub merges: Vec<Block>,
    /// Columns that are hidden, as runs from first to last.
    pub hidden_columns: Vec<(u16, u16)>,
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    /// Its number, from zero.
    pub number: u32,
    /// Whether it is hidden, by hand or by a filter.
    pub hidden: bool,
    /// The cells that hold something.
    pub cells: Vec<Cell>,
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cell {
    /// Its column, from zero.
    pub column: u16,
    /// What its number format is made for.
    pub format: Format,
    /// Whether the value is the result of a formula.
    pub formula: bool,
    /// What it holds.
    pub value: Value,
}

/// What a sheet holds nothing at.
static NOTHING: Value = Value::Empty;

impl Workbook {
    /// The sheet of a name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

impl Sheet {
    /// The row of a number, if it holds something.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<&Row> {
        let near = usize::try_from(number).ok()?;
        // Most sheets have no gaps, so that the row is where its number says.
        if let Some(row) = self.rows.get(near).filter(|row| row.number == number) {
            return Some(row);
        }
        let found = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(found)
    }

    /// The cell at a position, if it holds something.
    #[must_use]
    pub fn cell(&self, at: At) -> Option<&Cell> {
        self.row(at.row)?.cell(at.column)
    }

    /// The value at a position, empty where there is none.
    #[must_use]
    pub fn value(&self, at: At) -> &Value {
        self.cell(at).map_or(&NOTHING, |cell| &cell.value)
    }

    /// The merged rectangle that a position belongs to.
    #[must_use]
    pub fn merge(&self, at: At) -> Option<&Block> {
        self.merges.iter().find(|block| block.contains(at))
    }

    /// Whether a column is hidden.
    #[must_use]
    pub fn hides_column(&self, column: u16) -> bool {
        self.hidden_columns
            .iter()
            .any(|&(first, last)| (first..=last).contains(&column))
    }

    /// The rectangle that holds everything the sheet holds; none of an empty sheet.
    #[must_use]
    pub fn extent(&self) -> Option<Block> {
        let mut filled = self.rows.iter().filter(|row| !row.cells.is_empty());
        let first = filled.next()?;
        let last = filled.next_back().unwrap_or(first);
        let cells = || {
            self.rows
                .iter()
                .filter_map(|row| Some((row.cells.first()?, row.cells.last()?)))
        };
        let left = cells().map(|(cell, _)| cell.column).min()?;
        let right = cells().map(|(_, cell)| cell.column).max()?;
        Some(Block::between(
            At::new(first.number, left),
            At::new(last.number, right),
        ))
    }

    /// Puts rows and cells in order; of two cells at one position the later stays.
    pub(crate) fn settle(&mut self) {
        if !self.rows.is_sorted_by(|a, b| a.number < b.number) {
            self.rows.sort_by_key(|row| row.number);
            self.rows.dedup_by(|later, kept| {
                let same = later.number == kept.number;
                if same {
                    kept.hidden |= later.hidden;
                    kept.cells.append(&mut later.cells);
                }
                same
            });
        }
        for row in &mut self.rows {
            if !row.cells.is_sorted_by(|a, b| a.column < b.column) {
                row.cells.sort_by_key(|cell| cell.column);
                row.cells.dedup_by(|later, kept| {
                    let same = later.column == kept.column;
                    if same {
                        std::mem::swap(later, kept);
                    }
                    same
                });
            }
        }
    }
}

impl Row {
    /// The cell of a column, if it holds something.
    #[must_use]
    pub fn cell(&self, column: u16) -> Option<&Cell> {
        if let Some(cell) = self
            .cells
            .get(usize::from(column))
            .filter(|cell| cell.column == column)
        {
            return Some(cell);
        }
        let found = self
            .cells
            .binary_search_by_key(&column, |cell| cell.column)
            .ok()?;
        self.cells.get(found)
    }

    /// The value of a column, empty where there is none.
    #[must_use]
    pub fn value(&self, column: u16) -> &Value {
        self.cell(column).map_or(&NOTHING, |cell| &cell.value)
    }
}

/// The kinds of file that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Office Open XML (.xlsx, .xlsm).
    Xlsx,
    /// The binary format of Excel 97–2003 and early WPS (.xls, .et).
    Xls,
    /// OpenDocument (.ods).
    Ods,
    /// Text with separators (.csv, .tsv).
    Csv,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: u16, text: &str) -> Cell {
        Cell {
            column,
            value: text.into(),
            ..Cell::default()
        }
    }

    #[test]
    fn rows_and_cells_out_of_order_are_put_in_order_and_the_later_value_stays() {
        let mut sheet = Sheet {
            rows: vec![
                Row {
                    number: 5,
                    cells: vec![cell(2, "c"), cell(0, "a"), cell(2, "C")],
                    ..Row::default()
                },
                Row {
                    number: 1,
                    hidden: true,
                    cells: vec![cell(0, "x")],
                },
                Row {
                    number: 5,
                    cells: vec![cell(0, "A")],
                    ..Row::default()
                },
            ],
            ..Sheet::default()
        };
        sheet.settle();
        let seen: Vec<_> = sheet
            .rows
            .iter()
            .map(|row| (row.number, row.hidden, row.cells.len()))
            .collect();
        assert_eq!(seen, [(1, true, 1), (5, false, 2)]);
        assert_eq!(sheet.value(At::new(5, 0)), &"A".into());
        assert_eq!(sheet.value(At::new(5, 2)), &"C".into());
        assert_eq!(sheet.value(At::new(9, 9)), &Value::Empty);
        assert_eq!(
            sheet.extent().map(|extent| extent.to_string()),
            Some("A2:C6".to_owned())
        );
    }

    #[test]
    fn a_cell_stays_small_so_that_millions_fit() {
        assert!(size_of::<Cell>() <= 32, "{}", size_of::<Cell>());
    }
}
