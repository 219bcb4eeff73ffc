//! Looking for the blanks of a sheet: what is labelled and holds nothing.

use std::collections::HashMap;

use super::{
    blank::{Blank, BlankColumn, BlankRow, Grid, GridKind, Records, Single},
    form::{Form, FormSheet},
};
use crate::{
    grid::{At, Block, Format, Value},
    layout::{Column, LineKind, Table, is_sum, tables},
    mapping::Signature,
    text::{clean, fold},
    unit::split_header,
};

/// How many rows of a table are looked at.
const ROWS: u32 = 5_000;
/// How many cells merged rectangles are painted over.
const PAINT: usize = 500_000;
/// The most characters of a label.
const LABEL: usize = 24;

/// Finds the blanks of a sheet: tables first, then single cells outside them.
pub(super) fn find(form: &Form, sheet: &FormSheet) -> Vec<Blank> {
    let view = View::of(form, sheet);
    let mut blanks = Vec::new();
    let mut taken = Vec::new();
    let tables: Vec<Table> = tables(&sheet.sheet)
        .into_iter()
        .filter(|table| !view.is_card(table))
        .collect();
    for (at, table) in tables.iter().enumerate() {
        let end = tables
            .iter()
            .skip(at + 1)
            .map(|next| view.top(next))
            .find(|top| *top > table.header.last.row);
        let rows = view.body(table, end.unwrap_or(u32::MAX));
        let last = rows.last().copied().unwrap_or(table.header.last.row);
        taken.push(Block::between(
            table.header.first,
            At::new(last, table.header.last.column),
        ));
        blanks.extend(view.table(table, &rows));
    }
    blanks.extend(view.singles(&taken).into_iter().map(Blank::Single));
    blanks
}

/// A sheet as it looks: what stands where once cells are merged.
struct View<'f> {
    form: &'f Form,
    sheet: &'f FormSheet,
    /// The merged rectangle that a cell belongs to.
    merged: HashMap<At, Block>,
}

impl<'f> View<'f> {
    fn of(form: &'f Form, sheet: &'f FormSheet) -> Self {
        let mut merged = HashMap::new();
        for block in &sheet.scan.merges {
            for row in block.first.row..=block.last.row {
                for column in block.first.column..=block.last.column {
                    if merged.len() < PAINT {
                        merged.insert(At::new(row, column), *block);
                    }
                }
            }
        }
        Self { form, sheet, merged }
    }

    fn block(&self, at: At) -> Block {
        self.merged
            .get(&at)
            .copied()
            .unwrap_or(Block { first: at, last: at })
    }

    fn value(&self, at: At) -> &Value {
        self.sheet.sheet.value(self.block(at).first)
    }

    /// The text that is shown at a cell.
    fn label(&self, at: At) -> Option<&str> {
        self.value(at).text().filter(|text| !fold(text).is_empty())
    }

    /// Whether a cell is drawn but holds nothing: it is the first of its rectangle, without value and formula.
    fn is_blank(&self, at: At) -> bool {
        let block = self.block(at);
        let cell = self.sheet.scan.cell(at);
        let drawn = cell.is_some() || block.first != block.last;
        block.first == at && drawn && self.is_free(at)
    }

    /// Whether nothing stands in a cell, drawn or not.
    fn is_free(&self, at: At) -> bool {
        let formula = self
            .sheet
            .scan
            .cell(at)
            .is_some_and(|cell| cell.formula.is_some());
        self.block(at).first == at && !formula && self.value(at).is_blank()
    }

    fn format(&self, at: At) -> Format {
        self.form
            .style(self.sheet, at)
            .map_or(Format::General, |style| style.format)
    }

    /// Whether what looks like a header is a card: labels with blanks between them.
    fn is_card(&self, table: &Table) -> bool {
        let columns = table.header.first.column..=table.header.last.column;
        let (mut labels, mut blanks) = (0, 0);
        for row in table.header.first.row..=table.header.last.row {
            for at in columns.clone().map(|column| At::new(row, column)) {
                labels += u32::from(self.block(at).first == at && self.label(at).is_some());
                // A header's own corner may be blank, and so may cells above sub-headers.
                let below = At::new(row + 1, at.column);
                blanks += u32::from(
                    self.is_blank(at) && !(below.row <= table.header.last.row && self.label(below).is_some()),
                );
            }
        }
        blanks > 0 && blanks * 3 >= labels
    }

    /// The first row that belongs to a table or stands above it.
    fn top(&self, table: &Table) -> u32 {
        let captions = table.captions.iter().map(|caption| caption.at.row);
        // The title is the row above the captions or the header.
        let top = captions
            .chain([table.header.first.row])
            .min()
            .unwrap_or(table.header.first.row);
        if table.title.is_some() {
            top.saturating_sub(1)
        } else {
            top
        }
    }

    /// The rows below a header that are drawn, down to notes, another table or the end of the drawing.
    fn body(&self, table: &Table, end: u32) -> Vec<u32> {
        let first = table.header.last.row + 1;
        let notes = table
            .notes
            .iter()
            .map(|note| note.at.row)
            .min()
            .unwrap_or(u32::MAX);
        let columns = table.header.first.column..=table.header.last.column;
        let drawn = |row: &u32| {
            columns
                .clone()
                .map(|column| At::new(*row, column))
                .any(|at| self.sheet.scan.cell(at).is_some() || self.label(at).is_some())
        };
        (first..end.min(notes).min(first.saturating_add(ROWS)))
            .take_while(drawn)
            .collect()
    }

    fn table(&self, table: &Table, rows: &[u32]) -> Option<Blank> {
        let repeats = |row: &u32| {
            let line = table.lines.iter().find(|line| line.row == *row);
            line.is_some_and(|line| matches!(line.kind, LineKind::Repeat | LineKind::Heading))
        };
        let rows: Vec<u32> = rows.iter().copied().filter(|row| !repeats(row)).collect();
        let labelled: Vec<&Column> = self.label_columns(table, &rows);
        let others: Vec<&Column> = table
            .columns
            .iter()
            .filter(|column| !column.serial && !labelled.iter().any(|label| label.index == column.index))
            .collect();
        if labelled.is_empty() {
            self.records(table, &rows, &others)
        } else {
            self.grid(table, &rows, &labelled, &others)
        }
    }

    /// The columns at the left whose cells say what a row is: most of them hold texts.
    fn label_columns<'t>(&self, table: &'t Table, rows: &[u32]) -> Vec<&'t Column> {
        let filled = |column: &&Column| {
            let held = rows
                .iter()
                .filter(|row| self.label(At::new(**row, column.index)).is_some())
                .count();
            held > 0 && held * 2 >= rows.len()
        };
        let columns = table.columns.iter().filter(|column| !column.serial);
        columns.take_while(filled).collect()
    }

    fn columns(
        &self,
        table: &Table,
        columns: &[&Column],
        first: impl Fn(u16) -> Option<u32>,
    ) -> Vec<BlankColumn> {
        let column = |column: &&Column| BlankColumn {
            column: column.index,
            path: column.path.clone(),
            unit: table.unit_of(column),
            format: first(column.index)
                .map_or(Format::General, |row| self.format(At::new(row, column.index))),
        };
        columns.iter().map(column).collect()
    }

    fn grid(&self, table: &Table, rows: &[u32], labels: &[&Column], others: &[&Column]) -> Option<Blank> {
        let mut found = Vec::new();
        for row in rows.iter().copied() {
            let mut path: Vec<String> = Vec::new();
            let mut unit = None;
            for text in labels
                .iter()
                .filter_map(|column| self.label(At::new(row, column.index)))
            {
                let (words, stated) = split_header(text);
                unit = stated.or(unit);
                if path.last() != Some(&words) {
                    path.push(words);
                }
            }
            let blanks: Vec<u16> = others
                .iter()
                .map(|column| column.index)
                .filter(|column| self.is_free(At::new(row, *column)))
                .collect();
            if !path.is_empty() && !blanks.is_empty() {
                let sum = path.iter().any(|label| is_sum(label));
                found.push(BlankRow {
                    row,
                    path,
                    unit,
                    sum,
                    blanks,
                });
            }
        }
        if found.is_empty() {
            return None;
        }
        let columns: Vec<&Column> = others
            .iter()
            .filter(|column| found.iter().any(|row| row.blanks.contains(&column.index)))
            .copied()
            .collect();
        let first = |column: u16| {
            found
                .iter()
                .find(|row| row.blanks.contains(&column))
                .map(|row| row.row)
        };
        Some(Blank::Grid(Grid {
            sheet: self.sheet.entry.name.clone(),
            title: table.title.clone(),
            year: table.year,
            kind: kind(&found),
            signature: Signature::of(table),
            header: table.header,
            columns: self.columns(table, &columns, first),
            rows: found,
        }))
    }

    fn records(&self, table: &Table, rows: &[u32], columns: &[&Column]) -> Option<Blank> {
        let empty = |row: &u32| {
            columns
                .iter()
                .all(|column| self.is_free(At::new(*row, column.index)))
        };
        let rows: Vec<u32> = rows.iter().copied().filter(empty).collect();
        let first = rows.first().copied();
        let serial = table
            .columns
            .iter()
            .find(|column| column.serial)
            .map(|column| column.index);
        let unnumbered = |column: &u16| rows.iter().any(|row| self.is_free(At::new(*row, *column)));
        (!rows.is_empty() && !columns.is_empty()).then(|| {
            Blank::Records(Records {
                sheet: self.sheet.entry.name.clone(),
                title: table.title.clone(),
                year: table.year,
                signature: Signature::of(table),
                header: table.header,
                columns: self.columns(table, columns, |_| first),
                serial: serial.filter(unnumbered),
                rows: rows.clone(),
            })
        })
    }

    /// The single blanks: cells right of a label, and labels that wait for a value after their colon.
    fn singles(&self, taken: &[Block]) -> Vec<Single> {
        let mut found: Vec<Single> = Vec::new();
        for row in &self.sheet.sheet.rows {
            for cell in &row.cells {
                let at = At::new(row.number, cell.column);
                let Some(text) = cell.value.text().filter(|_| !cell.formula) else {
                    continue;
                };
                if taken.iter().any(|block| block.contains(at)) || fold(text).is_empty() {
                    continue;
                }
                found.extend(self.single(at, text));
            }
        }
        found
    }

    fn single(&self, at: At, text: &str) -> Option<Single> {
        let cleaned = clean(text);
        let block = self.block(at);
        let waiting = waits_for_value(text);
        let sentence = cleaned.chars().count() > LABEL || cleaned.contains(['。', ';', '；']);
        let right = At::new(at.row, block.last.column.checked_add(1)?);
        let (words, unit) = split_header(cleaned.trim_end_matches(':'));
        let path = self.sections(at).into_iter().chain([words]).collect();
        let sheet = self.sheet.entry.name.clone();
        if !sentence && self.is_blank(right) {
            return Some(Single {
                sheet,
                path,
                unit,
                at: right,
                after: None,
                format: self.format(right),
            });
        }
        let label = waiting?;
        let (words, unit) = split_header(clean(label).trim_end_matches(':'));
        Some(Single {
            sheet,
            path: vec![words],
            unit,
            at,
            after: Some(label.trim_end().to_owned()),
            format: self.format(at),
        })
    }

    /// The labels to the left that stand over several rows: 申请人情况 beside 姓名, 住址, 电话.
    fn sections(&self, at: At) -> Vec<String> {
        let left = (0..at.column).map(|column| At::new(at.row, column));
        let mut sections: Vec<String> = Vec::new();
        for at in left {
            let block = self.block(at);
            let tall = block.height() > 1 && block.first.column == at.column;
            if let Some(text) = self.label(at).filter(|_| tall) {
                sections.push(clean(text));
            }
        }
        sections
    }
}

/// What the rows of a grid are, told by how their labels end.
fn kind(rows: &[BlankRow]) -> GridKind {
    let ends = ["村", "社区", "居委会", "居", "镇", "乡", "街道", "网格", "片区"];
    let plain = rows.iter().filter(|row| !row.sum);
    let places = plain.clone().filter(|row| {
        row.path
            .iter()
            .any(|label| ends.iter().any(|end| label.ends_with(end)))
    });
    if places.count() * 2 > plain.count() {
        GridKind::Places
    } else {
        GridKind::Figures
    }
}

/// The label of a text that ends in a colon, or in a colon and a line to write on: 填报单位：, 日期：____.
fn waits_for_value(text: &str) -> Option<&str> {
    let line = |character: char| character.is_whitespace() || matches!(character, '_' | '＿' | '\u{3000}');
    let label = text.trim_end_matches(line);
    let label = label.trim_start();
    let colons = label.matches([':', '：']).count();
    (colons == 1 && label.ends_with([':', '：']) && label.chars().count() <= LABEL).then_some(label)
}
