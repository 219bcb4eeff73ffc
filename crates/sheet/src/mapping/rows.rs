//! Reading the records of a table by a confirmed mapping.

use serde::Serialize;

use super::{Mapping, Target, propose::expected_of};
use crate::{
    grid::{At, Sheet, Value},
    layout::{Record, Table},
    normal::{Change, CodeBook, Expected, Normal, Refusal},
};

/// A record as its fields want it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MappedRow {
    /// The row it stands in, from zero.
    pub row: u32,
    /// The heading of its group.
    pub heading: Option<String>,
    /// Its fields, in the order of the columns.
    pub fields: Vec<MappedField>,
    /// Required fields that have no value.
    pub missing: Vec<String>,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MappedField {
    /// The field.
    pub target: String,
    /// Where it stands.
    pub at: At,
    /// What was seen.
    pub seen: Value,
    /// What it became, or why it cannot be read.
    pub read: Result<Normal, Refusal>,
}

/// The records of a table, read one by one.
pub struct Rows<'s> {
    records: Box<dyn Iterator<Item = Record<'s>> + 's>,
    columns: Vec<MappedColumn<'s>>,
    required: Vec<&'s str>,
}

struct MappedColumn<'s> {
    /// Its place among the table's columns.
    place: usize,
    target: &'s str,
    expected: Expected,
    codes: CodeBook,
}

/// Reads the records of a table by a mapping; fields that it does not name are left out.
#[must_use]
pub fn rows<'s>(sheet: &'s Sheet, table: &'s Table, mapping: &'s Mapping, targets: &'s [Target]) -> Rows<'s> {
    let mut columns = Vec::new();
    let mut repeats = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let Some(choice) = mapping.choice(column) else {
            continue;
        };
        let target = choice
            .target
            .as_ref()
            .and_then(|name| targets.iter().find(|target| target.name == *name));
        let Some(target) = target else { continue };
        let expected = expected_of(table, column, target, choice);
        let codes = CodeBook::of(&expected.kind);
        columns.push(MappedColumn {
            place,
            target: &target.name,
            expected,
            codes,
        });
        if choice.repeats {
            repeats.push(column.index);
        }
    }
    Rows {
        records: Box::new(table.records(sheet, repeats)),
        columns,
        required: targets
            .iter()
            .filter(|target| target.required)
            .map(|target| target.name.as_str())
            .collect(),
    }
}

impl Iterator for Rows<'_> {
    type Item = MappedRow;

    fn next(&mut self) -> Option<MappedRow> {
        let record = self.records.next()?;
        let fields: Vec<MappedField> = self
            .columns
            .iter()
            .filter_map(|column| column.field(&record))
            .collect();
        let given = |name: &str| {
            fields.iter().any(|field| {
                field.target == name && !matches!(&field.read, Ok(normal) if normal.value == Value::Empty)
            })
        };
        let missing = self
            .required
            .iter()
            .filter(|name| !given(name))
            .map(|name| (*name).to_owned())
            .collect();
        Some(MappedRow {
            row: record.row,
            heading: record.heading.map(str::to_owned),
            fields,
            missing,
        })
    }
}

impl MappedColumn<'_> {
    fn field(&self, record: &Record<'_>) -> Option<MappedField> {
        let held = record.cells.get(self.place)?;
        let mut read = self.expected.read_with(held.cell, &self.codes);
        if let (Ok(normal), Some(from)) = (&mut read, held.from) {
            normal.changes.insert(0, Change::FilledDown { from });
        }
        Some(MappedField {
            target: self.target.to_owned(),
            at: held.at,
            seen: held.cell.value.clone(),
            read,
        })
    }
}
