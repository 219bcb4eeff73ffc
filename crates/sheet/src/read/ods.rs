//! OpenDocument spreadsheets (ISO/IEC 26300): one pass over `content.xml`.

use std::{collections::HashSet, io::BufRead};

use quick_xml::events::{BytesStart, Event};

use super::{Limits, Measure, Notice, Opened, ReadError};
use crate::{
    grid::{
        self, At, Block, Cell, Epoch, Fault, FileKind, Format, MOST_COLUMNS, MOST_ROWS, Row, Sheet, Value,
        Workbook,
    },
    ooxml::{
        package::Package,
        worksheet::iso,
        xml::{Xml, attribute, push_reference, raw_attribute},
    },
};

/// Opens an .ods spreadsheet.
pub(super) fn open(mut package: Package<'_>, limits: &Limits) -> Result<Opened, ReadError> {
    refuse_encrypted(&mut package)?;
    let macros = package
        .names()
        .any(|name| name.starts_with("basic/") || name.starts_with("scripts/"));
    let Some(mut xml) = package.xml("content.xml")? else {
        return Err(ReadError::NotASpreadsheet);
    };
    let mut reading = Reading {
        room: limits.cells,
        ..Reading::default()
    };
    reading.document(&mut xml, limits)?;
    Limits::check(Measure::Sheets, reading.sheets.len() as u64, limits.sheets)?;
    let mut notices: Vec<Notice> = reading
        .outside
        .into_iter()
        .map(|target| Notice::OutsideLink { target })
        .collect();
    if macros {
        notices.push(Notice::Macros);
    }
    notices.extend(reading.sheets.iter().flat_map(Notice::of_hidden));
    let workbook = Workbook {
        sheets: reading.sheets,
        epoch: Epoch::Y1900,
    };
    Ok(Opened {
        kind: FileKind::Ods,
        workbook,
        notices,
    })
}

fn refuse_encrypted(package: &mut Package<'_>) -> Result<(), ReadError> {
    if let Some(mut xml) = package.xml("META-INF/manifest.xml")? {
        loop {
            match xml.next()? {
                Event::Start(element) | Event::Empty(element)
                    if element.local_name().as_ref() == "encryption-data" =>
                {
                    return Err(ReadError::Encrypted);
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    Ok(())
}

#[derive(Default)]
struct Reading {
    sheets: Vec<Sheet>,
    outside: Vec<String>,
    /// How many cells may still be read.
    room: u64,
    /// The table styles that hide a table.
    hiding: HashSet<String>,
    style: Option<String>,
    /// How deep within tables: a table within a cell is not read.
    depth: u32,
    row: u32,
    row_repeats: u32,
    row_hidden: bool,
    cells: Vec<Cell>,
    column: u16,
    cell: Open,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    within: bool,
    repeats: u16,
    value: Option<Value>,
    format: Format,
    formula: bool,
    fault: bool,
    text: String,
    paragraphs: u32,
    /// How deep within a note beside the cell, whose text is not the cell's.
    note: u32,
}

impl Reading {
    fn document<R: BufRead>(&mut self, xml: &mut Xml<R>, limits: &Limits) -> Result<(), ReadError> {
        loop {
            let outcome = match xml.next()? {
                Event::Start(element) => self.start(&element),
                Event::Empty(element) => self
                    .start(&element)
                    .and_then(|()| self.end(element.local_name().as_ref())),
                Event::End(element) => self.end(element.local_name().as_ref()),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) if self.cell.reads_text() => {
                    push_reference(&mut self.cell.text, &reference).map_err(Trouble::Damaged)
                }
                Event::Eof => return Ok(()),
                _ => Ok(()),
            };
            outcome.map_err(|trouble| match trouble {
                Trouble::Damaged(reason) => xml.damaged(reason),
                Trouble::TooMany => ReadError::TooBig {
                    measure: Measure::Cells,
                    most: limits.cells,
                },
            })?;
            if self.cell.text.len() as u64 > limits.text_bytes {
                return Err(ReadError::TooBig {
                    measure: Measure::TextBytes,
                    most: limits.text_bytes,
                });
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Trouble> {
        match element.local_name().as_ref() {
            "style" => self.style = attribute(element, "name"),
            "table-properties" if raw_attribute(element, "display") == Some("false") => {
                self.hiding.extend(self.style.take());
            }
            "table" => self.start_table(element),
            _ if self.depth != 1 => {}
            "table-column" => self.column(element),
            "table-row" => self.start_row(element),
            "table-cell" | "covered-table-cell" => self.start_cell(element)?,
            "annotation" => self.cell.note += 1,
            "p" if self.cell.reads_text() => {
                if self.cell.paragraphs > 0 {
                    self.cell.text.push('\n');
                }
                self.cell.paragraphs += 1;
            }
            "s" if self.cell.reads_text() => {
                let count = raw_attribute(element, "c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                self.cell
                    .text
                    .extend(std::iter::repeat_n(' ', usize::min(count, 1_000)));
            }
            "tab" if self.cell.reads_text() => self.cell.text.push('\t'),
            "line-break" if self.cell.reads_text() => self.cell.text.push('\n'),
            "table-source" | "cell-range-source" => self.outside.extend(attribute(element, "href")),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "table" => self.depth = self.depth.saturating_sub(1),
            _ if self.depth != 1 => {}
            "table-row" => self.end_row()?,
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "annotation" => self.cell.note = self.cell.note.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Trouble> {
        if self.cell.reads_text() && self.cell.paragraphs > 0 {
            self.cell.text.push_str(text);
        }
        Ok(())
    }

    fn start_table(&mut self, element: &BytesStart<'_>) {
        self.depth += 1;
        if self.depth == 1 {
            let hidden = attribute(element, "style-name").is_some_and(|style| self.hiding.contains(&style));
            let name = attribute(element, "name").unwrap_or_default();
            self.sheets.push(Sheet {
                name,
                hidden,
                ..Sheet::default()
            });
            self.row = 0;
            self.column = 0;
        }
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let repeats = repeats(element, "number-columns-repeated", u32::from(MOST_COLUMNS));
        let last = u32::from(self.column) + repeats;
        let last = u16::try_from(last).unwrap_or(MOST_COLUMNS).min(MOST_COLUMNS);
        if unseen(element)
            && last > self.column
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.hidden_columns.push((self.column, last - 1));
        }
        self.column = last;
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        self.row_repeats = repeats(element, "number-rows-repeated", MOST_ROWS);
        self.row_hidden = unseen(element);
        self.column = 0;
        self.cells.clear();
    }

    /// Puts down the row as often as it repeats; blank rows only move on.
    fn end_row(&mut self) -> Result<(), Trouble> {
        let cells = std::mem::take(&mut self.cells);
        let last = self.row.saturating_add(self.row_repeats);
        if !cells.is_empty() {
            if last > MOST_ROWS {
                return Err(Trouble::Damaged("too many rows".to_owned()));
            }
            self.take_room(cells.len() as u64 * u64::from(self.row_repeats))?;
            for number in self.row..last {
                let row = Row {
                    number,
                    hidden: self.row_hidden,
                    cells: cells.clone(),
                };
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.rows.push(row);
                }
            }
        }
        self.row = last.min(MOST_ROWS);
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Result<(), Trouble> {
        let span = |name| repeats(element, name, MOST_ROWS).saturating_sub(1);
        let (down, right) = (span("number-rows-spanned"), span("number-columns-spanned"));
        let first = At::new(self.row, self.column);
        if down + right > 0 {
            self.take_room(1)?;
            let row = self.row.saturating_add(down).min(MOST_ROWS - 1);
            let column = u32::from(self.column)
                .saturating_add(right)
                .min(u32::from(MOST_COLUMNS) - 1);
            let last = At::new(row, u16::try_from(column).unwrap_or(MOST_COLUMNS - 1));
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.merges.push(Block { first, last });
            }
        }
        let repeats = repeats(element, "number-columns-repeated", u32::from(MOST_COLUMNS));
        self.cell = Open {
            within: true,
            repeats: u16::try_from(repeats).unwrap_or(MOST_COLUMNS),
            formula: raw_attribute(element, "formula").is_some(),
            ..Open::default()
        };
        self.cell.take_value(element);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Trouble> {
        let cell = std::mem::take(&mut self.cell);
        let (repeats, format, formula) = (cell.repeats, cell.format, cell.formula);
        let value = cell.settled();
        let last = self.column.saturating_add(repeats);
        if value != Value::Empty {
            if last > MOST_COLUMNS {
                return Err(Trouble::Damaged("too many columns".to_owned()));
            }
            if self.cells.len() as u64 + u64::from(repeats) > self.room {
                return Err(Trouble::TooMany);
            }
            let cell = |column| Cell {
                column,
                format,
                formula,
                value: value.clone(),
            };
            self.cells.extend((self.column..last).map(cell));
        }
        self.column = last.min(MOST_COLUMNS);
        Ok(())
    }

    fn take_room(&mut self, cells: u64) -> Result<(), Trouble> {
        self.room = self.room.checked_sub(cells).ok_or(Trouble::TooMany)?;
        Ok(())
    }
}

enum Trouble {
    Damaged(String),
    TooMany,
}

impl Open {
    fn reads_text(&self) -> bool {
        self.within && self.note == 0
    }

    fn take_value(&mut self, element: &BytesStart<'_>) {
        let kind = raw_attribute(element, "value-type").unwrap_or_default();
        let number = || grid::from_text(raw_attribute(element, "value")?).map(Value::Number);
        (self.value, self.format) = match kind {
            "float" => (number(), Format::General),
            "currency" => (number(), Format::Number),
            "percentage" => (number(), Format::Percent),
            "date" => (raw_attribute(element, "date-value").and_then(iso), Format::Date),
            "time" => (raw_attribute(element, "time-value").and_then(time), Format::Time),
            "boolean" => {
                let truth = raw_attribute(element, "boolean-value");
                (truth.map(|truth| Value::Truth(truth == "true")), Format::General)
            }
            "string" => (
                attribute(element, "string-value").map(|text| Value::Text(text.into())),
                Format::General,
            ),
            _ => (None, Format::General),
        };
        // LibreOffice marks errors in an attribute of its own namespace, so that both have the same local name.
        let errors = element.attributes_raw().contains("calcext:value-type=\"error\"");
        self.fault = errors;
    }

    /// The value: as its attributes say it, else the text that is shown.
    fn settled(self) -> Value {
        if self.fault {
            return Value::Fault(Fault::of(self.text.trim()));
        }
        let value = self.value.filter(|value| value.text() != Some(""));
        value.unwrap_or_else(|| {
            if self.text.is_empty() {
                Value::Empty
            } else {
                Value::Text(self.text.into())
            }
        })
    }
}

fn repeats(element: &BytesStart<'_>, name: &str, most: u32) -> u32 {
    let count = raw_attribute(element, name).and_then(|count| count.parse().ok());
    count.unwrap_or(1).clamp(1, most)
}

fn unseen(element: &BytesStart<'_>) -> bool {
    matches!(raw_attribute(element, "visibility"), Some("collapse" | "filter"))
}

/// A time of day written as a duration, as in `PT08H30M00S`.
fn time(text: &str) -> Option<Value> {
    let duration: jiff::SignedDuration = text.parse().ok()?;
    let time = jiff::civil::Time::midnight().checked_add(duration).ok()?;
    Some(Value::Time(time))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::dec;

    use super::*;

    fn read(body: &str, limits: &Limits) -> Result<Reading, ReadError> {
        let text = format!("<office:document-content><office:automatic-styles>
            <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>
            {body}</office:document-content>");
        let mut reading = Reading {
            room: limits.cells,
            ..Reading::default()
        };
        reading.document(&mut Xml::new(text.as_bytes(), "content.xml"), limits)?;
        Ok(reading)
    }

    const LEDGER: &str = r#"<table:table table:name="低保" table:style-name="ta1">
        <table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
        <table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>户主<text:s text:c="2"/>姓名</text:p><text:p>&#x4E8C;</text:p></table:table-cell><table:covered-table-cell/>
          <table:table-cell office:value-type="string" office:string-value="甲"><office:annotation><text:p>批注</text:p></office:annotation><text:p>x</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row table:number-rows-repeated="2" table:visibility="filter"><table:table-cell office:value-type="percentage" office:value="0.086"><text:p>8.6%</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2024-03-05" table:formula="of:=TODAY()"/><table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>
          <table:table-cell office:value-type="float" office:value="0.30000000000000004" table:number-columns-repeated="2"/>
          <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
        </table:table><table:table table:name="隐" table:style-name="ta2"/>"#;

    #[test]
    fn a_table_is_read_with_spans_repeats_and_what_is_hidden() {
        let reading = read(LEDGER, &Limits::default()).unwrap();
        let sheet = &reading.sheets[0];
        let value = |at: &str| sheet.value(at.parse().unwrap()).clone();
        assert_eq!(value("A1"), "户主  姓名\n二".into());
        assert_eq!(value("C1"), "甲".into());
        assert_eq!(value("A5"), Value::Number(dec!(0.086)));
        assert_eq!(
            sheet.cell("A5".parse().unwrap()).map(|cell| cell.format),
            Some(Format::Percent)
        );
        assert_eq!(value("B6"), Value::Date(date(2024, 3, 5)));
        assert_eq!(value("C6").to_string(), "08:30:00");
        assert_eq!(value("E6"), Value::Number(dec!(0.3)));
        assert_eq!(value("F6"), Value::Fault(Fault::DivisionByZero));
        assert_eq!(
            sheet.cell("B5".parse().unwrap()).map(|cell| cell.formula),
            Some(true)
        );
        assert_eq!(sheet.merges, ["A1:B1".parse().unwrap()]);
        assert_eq!(sheet.hidden_columns, [(1, 2)]);
        let rows: Vec<_> = sheet.rows.iter().map(|row| (row.number, row.hidden)).collect();
        assert_eq!(rows, [(0, false), (4, true), (5, true)]);
        assert!(reading.sheets[1].hidden);
    }

    #[test]
    fn repeats_cannot_fill_the_memory() {
        let bomb = r#"<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell
            table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
        let error = read(bomb, &Limits::default()).err();
        assert_eq!(
            error,
            Some(ReadError::TooBig {
                measure: Measure::Cells,
                most: 4_000_000
            })
        );
        let spaces = format!(
            "<table:table><table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table>",
            "<text:s text:c=\"4000000000\"/>".repeat(2_000)
        );
        let error = read(&spaces, &Limits::default()).err();
        assert_eq!(
            error,
            Some(ReadError::TooBig {
                measure: Measure::TextBytes,
                most: 1 << 20
            })
        );
    }
}
