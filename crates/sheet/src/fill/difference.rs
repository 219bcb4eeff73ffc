//! What changed between two workings of a form, such as last month's and this month's.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    grid::{At, Sheet, Value, Workbook},
    text::trim,
};

/// A cell that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub at: At,
    /// What it held.
    pub before: Value,
    /// What it holds.
    pub after: Value,
}

/// The cells that differ between two workbooks, sheets compared by name. Results of formulas are compared like values; those that are to
/// be computed when the workbook is opened are left out.
#[must_use]
pub fn differences(before: &Workbook, after: &Workbook) -> Vec<Difference> {
    let names: Vec<&str> = before
        .sheets
        .iter()
        .chain(
            after
                .sheets
                .iter()
                .filter(|sheet| before.sheet(&sheet.name).is_none()),
        )
        .map(|sheet| sheet.name.as_str())
        .collect();
    let none = Sheet::default();
    let mut found = Vec::new();
    for name in names {
        let (old, new) = (
            before.sheet(name).unwrap_or(&none),
            after.sheet(name).unwrap_or(&none),
        );
        for at in filled(old).union(&filled(new)) {
            if waits(old, *at) || waits(new, *at) {
                continue;
            }
            let (before, after) = (old.value(*at), new.value(*at));
            if !same(before, after) {
                found.push(Difference {
                    sheet: name.to_owned(),
                    at: *at,
                    before: before.clone(),
                    after: after.clone(),
                });
            }
        }
    }
    found
}

fn filled(sheet: &Sheet) -> BTreeSet<At> {
    let cells = |row: &crate::grid::Row| {
        let number = row.number;
        row.cells
            .iter()
            .map(move |cell| At::new(number, cell.column))
            .collect::<Vec<_>>()
    };
    sheet.rows.iter().flat_map(cells).collect()
}

/// Whether a cell's formula has no result yet.
fn waits(sheet: &Sheet, at: At) -> bool {
    sheet
        .cell(at)
        .is_some_and(|cell| cell.formula && cell.value == Value::Empty)
}

fn same(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Text(before), Value::Text(after)) => trim(before) == trim(after),
        (before, after) => before == after || (before.is_blank() && after.is_blank()),
    }
}
