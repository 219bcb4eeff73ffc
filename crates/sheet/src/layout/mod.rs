//! Finding the tables in sheets that people made for people: titles above, headers of several rows, sums within, notes below.

mod body;
mod header;
mod look;
mod table;
mod words;

use std::collections::BTreeMap;

pub use table::{Caption, Column, Held, Line, LineKind, Record, Table};
pub(crate) use words::is_sum;

use self::{header::Header, look::Merges};
use crate::{
    grid::{Block, Row, Sheet},
    text::{clean, fold},
    unit::{Unit, stated},
};

/// How many records are looked at to tell what a column is like.
const SAMPLE: usize = 500;

/// How many tables a sheet has at most; what is below them was not made by people.
const MOST: usize = 200;

/// Finds the tables of a sheet, from the top down and from left to right.
///
/// Nothing is left out in silence: rows of sums, headings and repeats are kept as such, texts above and below as captions and notes.
#[must_use]
pub fn tables(sheet: &Sheet) -> Vec<Table> {
    let merges = Merges::of(sheet);
    let mut tables = Vec::new();
    let mut from = 0;
    while let Some((top, header)) = header::find(sheet, &merges, from).filter(|_| tables.len() < MOST) {
        let above = Above::read(sheet.rows.get(from..top).unwrap_or_default(), &sheet.name);
        let below = sheet
            .rows
            .partition_point(|row| row.number <= header.block.last.row);
        let body = body::read(sheet, &merges, below, &header, above.title.as_deref());
        from = body.end.max(below);
        for part in parts(sheet, &header, &body.lines) {
            tables.push(table(sheet, part, &above, &body));
        }
    }
    tables
}

/// What stands above a table.
struct Above {
    title: Option<String>,
    year: Option<i16>,
    unit: Option<Unit>,
    captions: Vec<Caption>,
}

impl Above {
    fn read(rows: &[Row], sheet: &str) -> Self {
        let mut captions: Vec<Caption> = rows.iter().flat_map(body::captions).collect();
        let is_title = |caption: &Caption| {
            let cleaned = clean(&caption.text);
            cleaned.chars().count() >= 4
                && !cleaned.starts_with("附")
                && !cleaned.contains(':')
                && unit(&cleaned).is_none()
        };
        let at = captions.iter().position(is_title);
        let title = at.map(|at| captions.remove(at).text);
        let texts = title
            .iter()
            .map(String::as_str)
            .chain(captions.iter().map(|caption| caption.text.as_str()));
        let year = body::year_of(texts.chain([sheet]));
        let unit = captions.iter().find_map(|caption| unit(&clean(&caption.text)));
        Self {
            title: title.map(|title| clean(&title)),
            year,
            unit,
            captions,
        }
    }
}

/// The unit that a text beside a table states: 单位：万元, （计量单位：亩）.
fn unit(cleaned: &str) -> Option<Unit> {
    let at = cleaned.find("单位")?;
    let rest = cleaned.get(at..)?.trim_end_matches(')');
    // What follows in the same cell belongs to other labels.
    let rest = rest.split(['(', ')', ';', ' ']).next()?;
    stated(rest)
}

/// The parts of a header that are tables of their own: the same columns once more to the right, or columns after a gap that count their
/// own rows.
fn parts(sheet: &Sheet, header: &Header, lines: &[Line]) -> Vec<Vec<Column>> {
    let used = |column: &Column| {
        let sample = lines.iter().take(SAMPLE);
        !column.path.is_empty()
            || sample
                .filter_map(|line| sheet.row(line.row))
                .any(|row| !row.value(column.index).is_blank())
    };
    let mut runs: Vec<Vec<Column>> = vec![Vec::new()];
    for column in &header.columns {
        match runs.last_mut() {
            Some(run) if used(column) => run.push(column.clone()),
            Some(run) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    let first = runs.first().map(|run| names(run)).unwrap_or_default();
    let mut parts: Vec<Vec<Column>> = Vec::new();
    for run in runs {
        let own = run.iter().any(|column| column.serial) || names(&run) == first;
        match parts.last_mut() {
            Some(part) if !own || run.len() < 2 => part.extend(run),
            _ => parts.push(run),
        }
    }
    parts.into_iter().flat_map(folds).collect()
}

fn names(columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| fold(&column.name())).collect()
}

/// A list printed in several columns side by side is cut into one list for each.
fn folds(columns: Vec<Column>) -> Vec<Vec<Column>> {
    let names = names(&columns);
    let half = names.len() / 2;
    let period = (2..=half).find(|period| {
        let whole = names.len().is_multiple_of(*period);
        let told = names.iter().take(*period).all(|name| !name.is_empty());
        whole && told && names.iter().zip(names.iter().skip(*period)).all(|(a, b)| a == b)
    });
    match period {
        Some(period) => columns.chunks(period).map(<[Column]>::to_vec).collect(),
        None => vec![columns],
    }
}

fn table(sheet: &Sheet, mut columns: Vec<Column>, above: &Above, body: &body::Body) -> Table {
    let (left, right) = (
        columns.first().map_or(0, |column| column.index),
        columns.last().map_or(0, |column| column.index),
    );
    let filled = |line: &&Line| {
        let cells = sheet
            .row(line.row)
            .map(|row| row.cells.as_slice())
            .unwrap_or_default();
        cells
            .iter()
            .any(|cell| (left..=right).contains(&cell.column) && !cell.value.is_blank())
    };
    let lines: Vec<Line> = body.lines.iter().filter(filled).copied().collect();
    let rows = lines.first().map_or(0, |line| line.row)..=lines.last().map_or(0, |line| line.row);
    let merged = merged(sheet, (left, right), &rows);
    for column in &mut columns {
        column.sparse = !column.serial && is_sparse(sheet, column.index, left, &lines, &merged);
    }
    let header = Block::between(
        crate::grid::At::new(body.header.first.row, left),
        crate::grid::At::new(body.header.last.row, right),
    );
    Table {
        title: above.title.clone(),
        year: above.year,
        unit: above.unit,
        captions: above.captions.clone(),
        header,
        columns,
        lines,
        notes: body.notes.clone(),
        merged,
    }
}

/// The rectangles merged downwards within the rows of a table, by their first column.
fn merged(
    sheet: &Sheet,
    (left, right): (u16, u16),
    rows: &std::ops::RangeInclusive<u32>,
) -> BTreeMap<u16, Vec<Block>> {
    let mut merged: BTreeMap<u16, Vec<Block>> = BTreeMap::new();
    for block in &sheet.merges {
        let within = rows.contains(&block.first.row) && (left..=right).contains(&block.first.column);
        if within && block.height() > 1 {
            merged.entry(block.first.column).or_default().push(*block);
        }
    }
    for blocks in merged.values_mut() {
        blocks.sort_unstable();
    }
    merged
}

/// Whether a column looks as if its blanks repeat the value above: one of the first columns, a text where it begins, and often blank.
fn is_sparse(
    sheet: &Sheet,
    column: u16,
    left: u16,
    lines: &[Line],
    merged: &BTreeMap<u16, Vec<Block>>,
) -> bool {
    if column > left + 2 || merged.contains_key(&column) {
        return false;
    }
    let records = || {
        lines
            .iter()
            .filter(|line| line.kind == LineKind::Record)
            .take(SAMPLE)
    };
    let value = |line: &Line| sheet.value(crate::grid::At::new(line.row, column));
    let begins = records()
        .next()
        .is_some_and(|line| value(line).text().is_some_and(|text| !text.trim().is_empty()));
    let blank = records().filter(|line| value(line).is_blank()).count();
    let values: Vec<String> = records()
        .map(value)
        .filter(|value| !value.is_blank())
        .map(ToString::to_string)
        .collect();
    let mut distinct = values.clone();
    distinct.sort_unstable();
    distinct.dedup();
    // Remarks are often blank too, but they do not begin the first record nor come once each.
    begins && blank * 10 >= records().count() * 3 && values.len() >= 2 && distinct.len() == values.len()
}
