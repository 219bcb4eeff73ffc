//! Rejected rows sent back: the rows as they came, below their own header, with the reasons on the cells they are about.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet};

use super::{
    WriteError,
    cell::{put, width},
    name::sheet_name,
};
use crate::{
    grid::{self, At, Block, Sheet, Value},
    layout::{Record, Table},
};

/// Why a row was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The row, from zero.
    pub row: u32,
    /// The column that is wrong; none when it is the row as a whole.
    pub column: Option<u16>,
    /// The reason, for a person to read.
    pub reason: String,
}

/// Makes a workbook of the rejected rows of a table. Corrected, it can be imported as it is: title, captions and header are kept, and
/// values of merged cells stand in each row. `author` signs the notes.
///
/// # Errors
/// When the workbook cannot be made.
pub fn write_rejected(
    sheet: &Sheet,
    table: &Table,
    rejections: &[Rejection],
    author: &str,
) -> Result<Vec<u8>, WriteError> {
    let mut reasons: BTreeMap<u32, Vec<&Rejection>> = BTreeMap::new();
    for rejection in rejections {
        reasons.entry(rejection.row).or_default().push(rejection);
    }
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(sheet_name(&sheet.name))?;
    let mut returned = Returned {
        page,
        table,
        author,
        row: 0,
        heading: None,
    };
    returned.above()?;
    returned.header(sheet)?;
    let repeats = table
        .columns
        .iter()
        .filter(|column| column.sparse)
        .map(|column| column.index)
        .collect();
    for record in table.records(sheet, repeats) {
        if let Some(reasons) = reasons.get(&record.row) {
            returned.heading(&record)?;
            returned.record(&record, reasons)?;
        }
    }
    returned.widths(sheet)?;
    Ok(workbook.save_to_buffer()?)
}

struct Returned<'w> {
    page: &'w mut Worksheet,
    table: &'w Table,
    author: &'w str,
    row: u32,
    heading: Option<String>,
}

fn bold() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
}

impl Returned<'_> {
    fn last_column(&self) -> u16 {
        u16::try_from(self.table.columns.len())
            .unwrap_or(1)
            .saturating_sub(1)
    }

    /// Writes a text over all columns.
    fn across(&mut self, text: &str, format: &Format) -> Result<(), WriteError> {
        match self.last_column() {
            0 => self.page.write_string_with_format(self.row, 0, text, format)?,
            last => self.page.merge_range(self.row, 0, self.row, last, text, format)?,
        };
        self.row += 1;
        Ok(())
    }

    /// The title and the captions, which may state the unit and the year.
    fn above(&mut self) -> Result<(), WriteError> {
        if let Some(title) = &self.table.title {
            self.across(
                &title.clone(),
                &Format::new().set_bold().set_align(FormatAlign::Center),
            )?;
        }
        for caption in &self.table.captions {
            self.page.write_string(self.row, 0, &caption.text)?;
            self.row += 1;
        }
        Ok(())
    }

    /// The header with its merged cells.
    fn header(&mut self, sheet: &Sheet) -> Result<(), WriteError> {
        let (table, top) = (self.table, self.row);
        let place = |at: At| {
            (
                top + at.row - table.header.first.row,
                at.column - table.header.first.column,
            )
        };
        for row in table.header.first.row..=table.header.last.row {
            for column in table.header.first.column..=table.header.last.column {
                let at = At::new(row, column);
                let value = sheet.value(at);
                if !value.is_blank() {
                    put(self.page, place(at), value, &bold())?;
                }
            }
        }
        for block in sheet.merges.iter().filter(|block| block.meets(&table.header)) {
            let first = At::new(
                block.first.row.max(table.header.first.row),
                block.first.column.max(table.header.first.column),
            );
            let last = At::new(
                block.last.row.min(table.header.last.row),
                block.last.column.min(table.header.last.column),
            );
            if first != last && first == block.first {
                let block = Block { first, last };
                self.merge(&block, place, &sheet.value(first).to_string())?;
            }
        }
        self.row += table.header.height();
        self.page.set_freeze_panes(self.row, 0)?;
        Ok(())
    }

    fn merge(
        &mut self,
        block: &Block,
        place: impl Fn(At) -> (u32, u16),
        text: &str,
    ) -> Result<(), WriteError> {
        let ((top, left), (bottom, right)) = (place(block.first), place(block.last));
        self.page.merge_range(top, left, bottom, right, text, &bold())?;
        Ok(())
    }

    /// The heading of the record's group, where it is another than the last one's.
    fn heading(&mut self, record: &Record<'_>) -> Result<(), WriteError> {
        let heading = record.heading.map(str::to_owned);
        if heading != self.heading {
            if let Some(heading) = &heading {
                self.across(heading, &Format::new().set_bold())?;
            }
            self.heading = heading;
        }
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>, reasons: &[&Rejection]) -> Result<(), WriteError> {
        for (column, held) in (0..).zip(&record.cells) {
            let about: Vec<&str> = reasons
                .iter()
                .filter(|reason| {
                    reason.column == Some(held.at.column) || (reason.column.is_none() && column == 0)
                })
                .map(|reason| reason.reason.as_str())
                .collect();
            let mut format = Format::new().set_num_format(shown_as(&held.cell.value, held.cell.format));
            if !about.is_empty() {
                format = format
                    .set_background_color(Color::RGB(0x00FF_C7CE))
                    .set_font_color(Color::RGB(0x009C_0006));
                let note = Note::new(about.join("\n"))
                    .set_author(self.author)
                    .add_author_prefix(false);
                self.page.insert_note(self.row, column, &note)?;
            }
            put(self.page, (self.row, column), &held.cell.value, &format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn widths(&mut self, sheet: &Sheet) -> Result<(), WriteError> {
        let table = self.table;
        for (place, column) in (0..).zip(&table.columns) {
            let header = column.path.last().map_or(0, |words| width(words));
            let sample = table.lines.iter().take(200);
            let widest = sample
                .map(|line| width(&sheet.value(At::new(line.row, column.index)).to_string()))
                .max();
            let width = widest.unwrap_or(0).max(header) + 2;
            self.page
                .set_column_width(place, u32::try_from(width.clamp(6, 50)).unwrap_or(10))?;
        }
        Ok(())
    }
}

/// The number format that shows a value as its own cell did.
fn shown_as(value: &Value, format: grid::Format) -> &'static str {
    match (value, format) {
        (Value::Date(_), grid::Format::Month) => "yyyy\"年\"m\"月\"",
        (Value::Date(_), _) => "yyyy-mm-dd",
        (Value::Moment(_), _) => "yyyy-mm-dd hh:mm",
        (Value::Number(_), grid::Format::Percent) => "0.00%",
        (Value::Text(_), _) => "@",
        _ => "General",
    }
}
