//! The records of one sheet: its cells, and what is merged and hidden.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{
    damaged,
    globals::{Globals, SheetEntry},
    record::{Record, Records, fraction, kind, long, word},
};
use crate::{
    grid::{self, At, Block, Cell, Fault, Format, Row, Sheet, Value},
    read::{Limits, Measure, ReadError},
};

/// Reads a sheet; `room` is how many cells may still be read and shrinks.
pub(super) fn read(
    records: &mut Records<'_>,
    globals: &Globals,
    entry: &SheetEntry,
    room: &mut u64,
    limits: &Limits,
) -> Result<Sheet, ReadError> {
    let sheet = Sheet {
        name: entry.name.clone(),
        hidden: entry.hidden,
        ..Sheet::default()
    };
    let mut reading = Reading {
        globals,
        sheet,
        kept: 0,
        awaiting: None,
    };
    let mut depth = 0_u32;
    for record in records {
        match record.kind {
            kind::BOF => depth += 1,
            kind::EOF if depth <= 1 => break,
            kind::EOF => depth -= 1,
            // What is nested within a sheet is a chart with values of its own.
            _ if depth > 1 => {}
            _ => {
                reading
                    .take(&record)
                    .ok_or_else(|| damaged(format!("a record of sheet {:?} is torn", entry.name)))?;
                if reading.kept > *room {
                    return Err(ReadError::TooBig {
                        measure: Measure::Cells,
                        most: limits.cells,
                    });
                }
            }
        }
    }
    *room -= reading.kept;
    let mut sheet = reading.sheet;
    sheet.settle();
    sheet.rows.retain(|row| row.hidden || !row.cells.is_empty());
    Ok(sheet)
}

struct Reading<'g> {
    globals: &'g Globals,
    sheet: Sheet,
    kept: u64,
    /// The cell of a formula whose text follows in a record of its own.
    awaiting: Option<(At, Format)>,
}

impl Reading<'_> {
    /// Takes what a record tells; none when it is torn.
    fn take(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data();
        match record.kind {
            kind::ROW => {
                let number = u32::from(word(data, 0)?);
                if word(data, 12)? & 0x20 != 0 {
                    self.kept += 1;
                    self.sheet.rows.push(Row {
                        number,
                        hidden: true,
                        cells: Vec::new(),
                    });
                }
            }
            kind::COLUMN_INFO if word(data, 8)? & 1 != 0 => {
                self.kept += 1;
                self.sheet.hidden_columns.push((word(data, 0)?, word(data, 2)?));
            }
            kind::MERGE_CELLS => self.merge(data)?,
            kind::LABEL_SHARED => {
                let index = usize::try_from(long(data, 6)?).ok()?;
                let text = Arc::clone(self.globals.strings.get(index)?);
                self.put(data, Value::Text(text), false)?;
            }
            kind::LABEL | kind::RICH_STRING => {
                let mut pen = record.pen();
                pen.skip(6)?;
                let text = pen.string(true, self.globals.page)?;
                self.put(data, Value::Text(text.into()), false)?;
            }
            kind::NUMBER => self.number(data, grid::from_binary(fraction(data, 6)?), false)?,
            kind::RK => self.number(data, rk(long(data, 6)?), false)?,
            kind::MULTIPLE_RK => self.numbers(data)?,
            kind::BOOL_OR_ERROR => {
                let value = *data.get(6)?;
                let value = if *data.get(7)? == 0 {
                    Value::Truth(value != 0)
                } else {
                    fault(value)
                };
                self.put(data, value, false)?;
            }
            kind::FORMULA => self.formula(data)?,
            kind::STRING => {
                let text = record.pen().string(true, self.globals.page)?;
                if let Some((at, format)) = self.awaiting.take() {
                    self.push(at, format, true, Value::Text(text.into()));
                }
            }
            _ => {}
        }
        Some(())
    }

    fn formula(&mut self, data: &[u8]) -> Option<()> {
        if word(data, 12)? != 0xFFFF {
            return self.number(data, grid::from_binary(fraction(data, 6)?), true);
        }
        match data.get(6)? {
            0 => {
                self.awaiting = Some((position(data)?, self.format(data, 4)));
                Some(())
            }
            1 => self.put(data, Value::Truth(*data.get(8)? != 0), true),
            2 => self.put(data, fault(*data.get(8)?), true),
            _ => self.put(data, Value::Empty, true),
        }
    }

    fn numbers(&mut self, data: &[u8]) -> Option<()> {
        let first = position(data)?;
        for (column, pair) in (first.column..).zip(data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6)) {
            let format = self.format(pair, 0);
            let value = self.dated(rk(long(pair, 2)?)?, format);
            self.push(At::new(first.row, column), format, false, value);
        }
        Some(())
    }

    fn number(&mut self, data: &[u8], number: Option<Decimal>, formula: bool) -> Option<()> {
        let format = self.format(data, 4);
        let value = match number {
            Some(number) => self.dated(number, format),
            None => Value::Text(fraction(data, 6)?.to_string().into()),
        };
        self.push(position(data)?, format, formula, value);
        Some(())
    }

    fn put(&mut self, data: &[u8], value: Value, formula: bool) -> Option<()> {
        self.push(position(data)?, self.format(data, 4), formula, value);
        Some(())
    }

    fn push(&mut self, at: At, format: Format, formula: bool, value: Value) {
        let nothing = value == Value::Empty || value.text() == Some("");
        if nothing && !formula {
            return;
        }
        let value = if nothing { Value::Empty } else { value };
        self.kept += 1;
        let cell = Cell {
            column: at.column,
            format,
            formula,
            value,
        };
        match self.sheet.rows.last_mut() {
            Some(row) if row.number == at.row => row.cells.push(cell),
            _ => self.sheet.rows.push(Row {
                number: at.row,
                hidden: false,
                cells: vec![cell],
            }),
        }
    }

    fn dated(&self, number: Decimal, format: Format) -> Value {
        let days = matches!(
            format,
            Format::Date | Format::Month | Format::Moment | Format::Time
        );
        let day = days
            .then(|| grid::from_serial(number, self.globals.epoch))
            .flatten();
        day.unwrap_or(Value::Number(number))
    }

    fn format(&self, data: &[u8], at: usize) -> Format {
        let style = word(data, at).map(usize::from);
        style
            .and_then(|style| self.globals.formats.get(style))
            .copied()
            .unwrap_or_default()
    }

    fn merge(&mut self, data: &[u8]) -> Option<()> {
        let count = usize::from(word(data, 0)?);
        for rectangle in data.get(2..)?.chunks_exact(8).take(count) {
            let at = |row, column| {
                Some(At::new(
                    u32::from(word(rectangle, row)?),
                    word(rectangle, column)?,
                ))
            };
            let block = Block::between(at(0, 4)?, at(2, 6)?);
            if block.first != block.last {
                self.kept += 1;
                self.sheet.merges.push(block);
            }
        }
        Some(())
    }
}

fn position(data: &[u8]) -> Option<At> {
    Some(At::new(u32::from(word(data, 0)?), word(data, 2)?))
}

/// A number in four bytes: a whole number or the upper half of a fraction, either of them perhaps in hundredths.
fn rk(bits: u32) -> Option<Decimal> {
    let whole = bits & 2 != 0;
    let number = if whole {
        Decimal::from(bits.cast_signed() >> 2)
    } else {
        grid::from_binary(f64::from_bits(u64::from(bits & !3) << 32))?
    };
    if bits & 1 == 0 {
        return Some(number);
    }
    Some((number / Decimal::ONE_HUNDRED).normalize())
}

fn fault(code: u8) -> Value {
    Value::Fault(match code {
        0x00 => Fault::Null,
        0x07 => Fault::DivisionByZero,
        0x0F => Fault::Value,
        0x17 => Fault::Reference,
        0x1D => Fault::Name,
        0x24 => Fault::Number,
        0x2A => Fault::NotAvailable,
        _ => Fault::Other,
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn numbers_in_four_bytes_are_exact() {
        assert_eq!(rk(0x0000_0006), Some(dec!(1)));
        assert_eq!(rk(0xFFFF_FFFE), Some(dec!(-1)));
        assert_eq!(rk((1234 << 2) | 3), Some(dec!(12.34)));
        assert_eq!(rk(0x3FF0_0000), Some(dec!(1)));
        assert_eq!(rk(0x40F8_6A01), Some(dec!(1000.00)));
        assert_eq!(rk(0x7FF0_0000), None);
    }
}
