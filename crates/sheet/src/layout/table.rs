//! A table found in a sheet, and its records.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    grid::{At, Block, Cell, Sheet},
    unit::Unit,
};

/// A table found in a sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// The title above it.
    pub title: Option<String>,
    /// The year its title tells.
    pub year: Option<i16>,
    /// The unit stated above it for all its figures.
    pub unit: Option<Unit>,
    /// Other texts above it.
    pub captions: Vec<Caption>,
    /// The rectangle of its header.
    pub header: Block,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows below the header that hold something.
    pub lines: Vec<Line>,
    /// Texts below it.
    pub notes: Vec<Caption>,
    /// The rectangles merged downwards, by column.
    #[serde(skip)]
    pub(super) merged: BTreeMap<u16, Vec<Block>>,
}

/// A text beside a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caption {
    /// Where it stands.
    pub at: At,
    /// What it says.
    pub text: String,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its column in the sheet, from zero.
    pub index: u16,
    /// Its headers from the top down, cleaned of blanks and of the unit; empty when it has none.
    pub path: Vec<String>,
    /// The unit its header states.
    pub unit: Option<Unit>,
    /// Whether it is hidden in the sheet.
    pub hidden: bool,
    /// Whether it only counts the rows (序号).
    pub serial: bool,
    /// Whether it looks as if a blank repeats the value above, though the cells are not merged.
    pub sparse: bool,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number in the sheet, from zero.
    pub row: u32,
    /// What it is.
    pub kind: LineKind,
}

/// What a row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A record.
    Record,
    /// A sum of others (合计, 小计).
    Sum,
    /// The heading of a group of records (一、上金村).
    Heading,
    /// The header or title once more, as on a new page.
    Repeat,
}

/// A record of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<'s> {
    /// Its row, from zero.
    pub row: u32,
    /// The heading of its group.
    pub heading: Option<&'s str>,
    /// Its cells, one for each column of the table.
    pub cells: Vec<Held<'s>>,
}

/// A cell of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held<'s> {
    /// Where the record has it.
    pub at: At,
    /// What it holds.
    pub cell: &'s Cell,
    /// Where the value stands, when it is in a cell above (merged, or repeated by a blank).
    pub from: Option<At>,
}

/// A cell that holds nothing.
static BLANK: Cell = Cell {
    column: 0,
    format: crate::grid::Format::General,
    formula: false,
    value: crate::grid::Value::Empty,
};

impl Column {
    /// The headers joined as a path: `面积/耕地`.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.join("/")
    }
}

impl Table {
    /// The column of a path.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name() == name)
    }

    /// How many records it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.kind == LineKind::Record)
            .count()
    }

    /// The unit of a column's figures: its own, or that of the whole table.
    #[must_use]
    pub fn unit_of(&self, column: &Column) -> Option<Unit> {
        column.unit.or(self.unit)
    }

    /// The records, values of merged cells filled down. `repeats` are columns in which a blank repeats the value above.
    pub fn records<'s>(
        &'s self,
        sheet: &'s Sheet,
        repeats: Vec<u16>,
    ) -> impl Iterator<Item = Record<'s>> + 's {
        let mut heading = None;
        let mut above: BTreeMap<u16, At> = BTreeMap::new();
        self.lines.iter().filter_map(move |line| match line.kind {
            LineKind::Heading => {
                let row = sheet.row(line.row)?;
                heading = row
                    .cells
                    .iter()
                    .find_map(|cell| cell.value.text().filter(|text| !text.trim().is_empty()));
                above.clear();
                None
            }
            LineKind::Sum => {
                above.clear();
                None
            }
            LineKind::Repeat => None,
            LineKind::Record => {
                let cells = self.columns.iter().map(|column| {
                    let held = self.held(sheet, At::new(line.row, column.index));
                    if held.cell.value.is_blank() && repeats.contains(&column.index) {
                        return above.get(&column.index).map_or(held, |from| Held {
                            cell: sheet.cell(*from).unwrap_or(&BLANK),
                            from: Some(*from),
                            ..held
                        });
                    }
                    if repeats.contains(&column.index) {
                        above.insert(column.index, held.from.unwrap_or(held.at));
                    }
                    held
                });
                Some(Record {
                    row: line.row,
                    heading,
                    cells: cells.collect(),
                })
            }
        })
    }

    /// The cell at a position, or the one above that is merged with it.
    fn held<'s>(&self, sheet: &'s Sheet, at: At) -> Held<'s> {
        if let Some(cell) = sheet.cell(at).filter(|cell| !cell.value.is_blank()) {
            return Held { at, cell, from: None };
        }
        let blocks = self.merged.get(&at.column).map(Vec::as_slice).unwrap_or_default();
        let before = blocks.partition_point(|block| block.first.row <= at.row);
        let block = before
            .checked_sub(1)
            .and_then(|index| blocks.get(index))
            .filter(|block| block.contains(at));
        match block.and_then(|block| Some((block.first, sheet.cell(block.first)?))) {
            Some((from, cell)) if from != at => Held {
                at,
                cell,
                from: Some(from),
            },
            _ => Held {
                at,
                cell: sheet.cell(at).unwrap_or(&BLANK),
                from: None,
            },
        }
    }
}
