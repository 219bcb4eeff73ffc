//! A worksheet part, read once from start to end into a sheet.

use std::{io::BufRead, sync::Arc};

use quick_xml::events::{BytesStart, Event};

use super::{
    strings::plain,
    styles::Style,
    xml::{Xml, push_reference, raw_attribute, raw_attributes, says_yes},
};
use crate::{
    grid::{self, At, Block, Cell, Epoch, Fault, Format, MOST_COLUMNS, MOST_ROWS, Row, Sheet, Value},
    read::{Limits, Measure, ReadError},
};

/// What the cells of all sheets refer to.
pub(crate) struct Shared {
    pub(crate) strings: Vec<Arc<str>>,
    pub(crate) styles: Vec<Style>,
    pub(crate) epoch: Epoch,
}

/// What was left of a sheet's reading that the sheet itself does not tell.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Remarks {
    /// Formulas without a kept result: how many and the first.
    pub(crate) uncalculated: Option<(u32, At)>,
}

/// Reads a worksheet into `sheet`; `room` is how many cells may still be read and shrinks.
pub(crate) fn read<R: BufRead>(
    xml: &mut Xml<R>,
    shared: &Shared,
    sheet: &mut Sheet,
    room: &mut u64,
    limits: &Limits,
) -> Result<Remarks, ReadError> {
    let mut reading = Reading::new(shared, sheet);
    loop {
        let outcome = match xml.next()? {
            Event::Start(element) => reading.start(&element),
            Event::Empty(element) => reading.empty(&element),
            Event::End(element) => reading.end(element.local_name().as_ref()),
            Event::Text(text) if reading.collecting => {
                reading.text.push_str(&text.xml10_content());
                Ok(())
            }
            Event::CData(text) if reading.collecting => {
                reading.text.push_str(&text.xml10_content());
                Ok(())
            }
            Event::GeneralRef(reference) if reading.collecting => {
                push_reference(&mut reading.text, &reference)
            }
            Event::Eof => break,
            _ => Ok(()),
        };
        outcome.map_err(|reason| xml.damaged(reason))?;
        if reading.kept > *room {
            return Err(ReadError::TooBig {
                measure: Measure::Cells,
                most: limits.cells,
            });
        }
    }
    *room -= reading.kept;
    let remarks = reading.remarks;
    sheet.settle();
    Ok(remarks)
}

/// The state between events.
struct Reading<'s> {
    shared: &'s Shared,
    sheet: &'s mut Sheet,
    row: Row,
    /// How many cells the last row had, as a guess for the next.
    width: usize,
    next_column: u16,
    style: Format,
    kind: Kind,
    text: String,
    collecting: bool,
    guide: bool,
    formula: bool,
    /// Whether a result is kept for the formula, if only an empty one.
    valued: bool,
    in_rows: bool,
    kept: u64,
    remarks: Remarks,
}

/// The type of a cell's value in the file (ECMA-376 Part 1, 18.18.11).
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Shared,
    Text,
    Truth,
    Fault,
    Date,
}

type Outcome = Result<(), String>;

impl<'s> Reading<'s> {
    fn new(shared: &'s Shared, sheet: &'s mut Sheet) -> Self {
        Self {
            shared,
            sheet,
            row: Row::default(),
            width: 0,
            next_column: 0,
            style: Format::General,
            kind: Kind::Number,
            text: String::new(),
            collecting: false,
            guide: false,
            formula: false,
            valued: false,
            in_rows: false,
            kept: 0,
            remarks: Remarks::default(),
        }
    }

    #[inline]
    fn start(&mut self, element: &BytesStart<'_>) -> Outcome {
        match element.local_name().as_ref() {
            "c" if self.in_rows => return self.start_cell(element),
            "v" if self.in_rows => {
                self.collecting = true;
                self.valued = true;
                self.text.clear();
            }
            "f" if self.in_rows => self.formula = true,
            "t" if self.in_rows => self.collecting = !self.guide,
            "row" if self.in_rows => return self.start_row(element),
            "rPh" => self.guide = true,
            "sheetData" => self.in_rows = true,
            _ => return self.aside(element),
        }
        Ok(())
    }

    #[inline]
    fn empty(&mut self, element: &BytesStart<'_>) -> Outcome {
        match element.local_name().as_ref() {
            "c" if self.in_rows => {
                self.start_cell(element)?;
                self.next_column += 1;
                Ok(())
            }
            "f" if self.in_rows => {
                self.formula = true;
                Ok(())
            }
            "v" if self.in_rows => {
                self.valued = true;
                Ok(())
            }
            "row" if self.in_rows => {
                self.start_row(element)?;
                self.end_row();
                Ok(())
            }
            _ => self.aside(element),
        }
    }

    #[inline]
    fn end(&mut self, name: &str) -> Outcome {
        match name {
            "v" | "t" => self.collecting = false,
            "c" if self.in_rows => return self.end_cell(),
            "row" if self.in_rows => self.end_row(),
            "rPh" => self.guide = false,
            "sheetData" => self.in_rows = false,
            _ => {}
        }
        Ok(())
    }

    fn start_row(&mut self, element: &BytesStart<'_>) -> Outcome {
        let mut number = self.row.number;
        let mut hidden = false;
        for (key, value) in raw_attributes(element) {
            match key {
                "r" => {
                    let parsed = value
                        .trim()
                        .parse::<u32>()
                        .ok()
                        .and_then(|row| row.checked_sub(1));
                    number = parsed.ok_or_else(|| format!("row {value:?}"))?;
                }
                "hidden" => hidden = says_yes(Some(value)),
                _ => {}
            }
        }
        if number >= MOST_ROWS {
            return Err(format!("row {number}"));
        }
        self.next_column = 0;
        self.row = Row {
            number,
            hidden,
            cells: Vec::with_capacity(self.width),
        };
        Ok(())
    }

    fn end_row(&mut self) {
        let next = Row {
            number: self.row.number + 1,
            ..Row::default()
        };
        let row = std::mem::replace(&mut self.row, next);
        if !row.cells.is_empty() {
            self.width = row.cells.len();
            self.sheet.rows.push(row);
        } else if row.hidden {
            self.kept += 1;
            self.sheet.rows.push(row);
        }
    }

    #[inline]
    fn start_cell(&mut self, element: &BytesStart<'_>) -> Outcome {
        self.style = Format::General;
        self.kind = Kind::Number;
        self.formula = false;
        self.valued = false;
        self.text.clear();
        for (key, value) in raw_attributes(element) {
            match key {
                "r" => {
                    let (at, _) =
                        grid::read_position(value.as_bytes()).ok_or_else(|| format!("cell {value:?}"))?;
                    self.next_column = at.column;
                }
                "s" => {
                    let style = value
                        .parse()
                        .ok()
                        .and_then(|style: usize| self.shared.styles.get(style));
                    self.style = style.map(|style| style.format).unwrap_or_default();
                }
                "t" => self.kind = kind(value),
                _ => {}
            }
        }
        if self.next_column >= MOST_COLUMNS {
            return Err("too many columns".to_owned());
        }
        Ok(())
    }

    #[inline]
    fn end_cell(&mut self) -> Outcome {
        let value = self.value()?;
        let column = self.next_column;
        self.next_column += 1;
        if value == Value::Empty {
            if !self.formula {
                return Ok(());
            }
            if !self.valued {
                let first = At::new(self.row.number, column);
                self.remarks.uncalculated.get_or_insert((0, first)).0 += 1;
            }
        }
        self.kept += 1;
        self.row.cells.push(Cell {
            column,
            format: self.style,
            formula: self.formula,
            value,
        });
        Ok(())
    }

    fn value(&self) -> Result<Value, String> {
        let text = self.text.as_str();
        if text.is_empty() {
            return Ok(Value::Empty);
        }
        Ok(match self.kind {
            Kind::Shared => {
                let found = text
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|index: usize| self.shared.strings.get(index));
                let string = found.ok_or_else(|| format!("shared string {text:?}"))?;
                if string.is_empty() {
                    Value::Empty
                } else {
                    Value::Text(Arc::clone(string))
                }
            }
            Kind::Text => Value::Text(plain(text).into()),
            Kind::Truth => Value::Truth(says_yes(Some(text.trim()))),
            Kind::Fault => Value::Fault(Fault::of(text.trim())),
            Kind::Date => iso(text.trim()).unwrap_or_else(|| text.into()),
            Kind::Number => self.number(text),
        })
    }

    /// A number, or the day it stands for where the cell shows days. A number too big to be exact stays the text it is.
    #[inline]
    fn number(&self, text: &str) -> Value {
        let Some(number) = grid::from_text(text.trim_ascii()) else {
            return text.into();
        };
        let days = matches!(
            self.style,
            Format::Date | Format::Month | Format::Moment | Format::Time
        );
        let day = days
            .then(|| grid::from_serial(number, self.shared.epoch))
            .flatten();
        day.unwrap_or(Value::Number(number))
    }

    /// What stands before and after the rows.
    fn aside(&mut self, element: &BytesStart<'_>) -> Outcome {
        match element.local_name().as_ref() {
            "mergeCell" => {
                let block = raw_attribute(element, "ref").and_then(|text| text.parse::<Block>().ok());
                // A rectangle of one cell merges nothing.
                if let Some(block) = block.filter(|block| block.first != block.last) {
                    self.kept += 1;
                    self.sheet.merges.push(block);
                }
            }
            "col" if says_yes(raw_attribute(element, "hidden")) => {
                let number = |name| raw_attribute(element, name).and_then(|text| text.parse::<u16>().ok());
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.sheet
                        .hidden_columns
                        .push((first.saturating_sub(1), last.saturating_sub(1)));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn kind(text: &str) -> Kind {
    match text {
        "s" => Kind::Shared,
        "str" | "inlineStr" => Kind::Text,
        "b" => Kind::Truth,
        "e" => Kind::Fault,
        "d" => Kind::Date,
        _ => Kind::Number,
    }
}

/// A day, moment or time of ISO 8601.
pub(crate) fn iso(text: &str) -> Option<Value> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    if !text.contains('T') {
        return match text.parse() {
            Ok(date) => Some(Value::Date(date)),
            Err(_) => text.parse().ok().map(Value::Time),
        };
    }
    let moment: jiff::civil::DateTime = text.parse().ok()?;
    let midnight = moment.time() == jiff::civil::Time::midnight();
    Some(if midnight {
        Value::Date(moment.date())
    } else {
        Value::Moment(moment)
    })
}
