//! Changes to the text of a worksheet part: only the bytes of the cells that change.

use std::{collections::BTreeMap, ops::Range};

use super::{
    scan::{Scan, ScannedRow},
    typed::{Content, cell},
};
use crate::grid::{At, Block};

/// What is to be put in place of stretches of a text.
#[derive(Default)]
pub(super) struct Patch {
    changes: Vec<(Range<usize>, String)>,
}

impl Patch {
    /// Puts `new` in place of a stretch; of an empty stretch, before what stands there.
    pub(super) fn replace(&mut self, span: Range<usize>, new: String) {
        self.changes.push((span, new));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The text with the changes made. Changes do not overlap; those at one place stay in the order they came in.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.changes.sort_by_key(|(span, _)| (span.start, span.end));
        let more: usize = self.changes.iter().map(|(_, new)| new.len()).sum();
        let mut patched = String::with_capacity(text.len() + more);
        let mut at = 0;
        for (span, new) in self.changes {
            patched.push_str(text.get(at..span.start).unwrap_or_default());
            patched.push_str(&new);
            at = span.end;
        }
        patched.push_str(text.get(at..).unwrap_or_default());
        patched
    }
}

/// Puts the contents of cells into the text of a worksheet.
pub(super) fn put(patch: &mut Patch, text: &str, scan: &Scan, contents: &BTreeMap<At, Content>) {
    let mut rows: BTreeMap<u32, Vec<(At, &Content)>> = BTreeMap::new();
    for (at, content) in contents {
        rows.entry(at.row).or_default().push((*at, content));
    }
    let mut new_rows = Vec::new();
    for (number, cells) in &rows {
        match scan.row(*number) {
            Ok(row) => put_in_row(patch, text, scan, row, cells),
            Err(place) => new_rows.push((place, new_row(scan, *number, cells))),
        }
    }
    put_rows(patch, text, scan, new_rows);
    widen(patch, text, scan, contents);
}

fn new_row(scan: &Scan, number: u32, cells: &[(At, &Content)]) -> String {
    let prefix = &scan.prefix;
    let cells: String = cells
        .iter()
        .map(|(at, content)| cell(*at, scan.style(*at), content, prefix))
        .collect();
    format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", number + 1)
}

/// Puts whole rows between those that are there.
fn put_rows(patch: &mut Patch, text: &str, scan: &Scan, rows: Vec<(usize, String)>) {
    if scan.rows_empty && !rows.is_empty() {
        let prefix = &scan.prefix;
        let all: String = rows.into_iter().map(|(_, row)| row).collect();
        let open = text
            .get(scan.rows_span.clone())
            .unwrap_or_default()
            .trim_end_matches("/>")
            .trim_end();
        patch.replace(
            scan.rows_span.clone(),
            format!("{open}>{all}</{prefix}sheetData>"),
        );
        return;
    }
    let close = format!("</{}sheetData", scan.prefix);
    let end = text
        .get(scan.rows_span.clone())
        .and_then(|rows| rows.rfind(&close));
    for (place, row) in rows {
        let at = match scan.rows.get(place) {
            Some(next) => next.span.start,
            None => scan.rows_span.start + end.unwrap_or(0),
        };
        patch.replace(at..at, row);
    }
}

fn put_in_row(patch: &mut Patch, text: &str, scan: &Scan, row: &ScannedRow, cells: &[(At, &Content)]) {
    let prefix = &scan.prefix;
    let new = |at: &At, content: &Content| cell(*at, scan.style(*at), content, prefix);
    if row.empty {
        let all: String = cells.iter().map(|(at, content)| new(at, content)).collect();
        let open = without_spans(text.get(row.open.clone()).unwrap_or_default());
        let open = open.trim_end_matches("/>").trim_end();
        patch.replace(row.span.clone(), format!("{open}>{all}</{prefix}row>"));
        return;
    }
    let close = format!("</{prefix}row");
    let end = text
        .get(row.span.clone())
        .and_then(|row| row.rfind(&close))
        .map_or(row.span.end, |at| row.span.start + at);
    let mut added = false;
    for (at, content) in cells {
        match row.cells.binary_search_by_key(&at.column, |cell| cell.column) {
            Ok(place) => {
                if let Some(old) = row.cells.get(place) {
                    patch.replace(old.span.clone(), new(at, content));
                }
            }
            Err(place) => {
                added = true;
                let before = row.cells.get(place).map_or(end, |next| next.span.start);
                patch.replace(before..before, new(at, content));
            }
        }
    }
    if added {
        let open = text.get(row.open.clone()).unwrap_or_default();
        let bare = without_spans(open);
        if bare != open {
            patch.replace(row.open.clone(), bare);
        }
    }
}

/// A row's tag without the hint which columns it uses, which new cells may make untrue.
fn without_spans(open: &str) -> String {
    let Some(start) = open.find(" spans=") else {
        return open.to_owned();
    };
    let rest = open.get(start + " spans=".len()..).unwrap_or_default();
    let quote = rest.chars().next().unwrap_or('"');
    let length = rest
        .get(1..)
        .and_then(|rest| rest.find(quote))
        .map_or(0, |at| at + 2);
    let after = rest.get(length..).unwrap_or_default();
    format!("{}{after}", open.get(..start).unwrap_or_default())
}

/// Widens the rectangle that the worksheet says it uses, where cells were put outside it.
fn widen(patch: &mut Patch, text: &str, scan: &Scan, contents: &BTreeMap<At, Content>) {
    let Some((span, Some(block))) = &scan.dimension else {
        return;
    };
    let mut wide = *block;
    for at in contents.keys() {
        let first = At::new(wide.first.row.min(at.row), wide.first.column.min(at.column));
        let last = At::new(wide.last.row.max(at.row), wide.last.column.max(at.column));
        wide = Block { first, last };
    }
    if wide != *block {
        let old = text.get(span.clone()).unwrap_or_default();
        patch.replace(span.clone(), old.replace(&block.to_string(), &wide.to_string()));
    }
}
