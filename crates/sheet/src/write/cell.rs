//! Values written into the cells of a workbook, and how wide they show.

use jiff::civil::{DateTime, Time};
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::{grid::Value, normal::Kind};

/// The longest text of a cell, in characters as spreadsheets count them (UTF-16).
const LONGEST: usize = 32_767;

/// The number format in which values of a kind are shown.
pub(super) fn number_format(kind: &Kind) -> String {
    match kind {
        Kind::Integer | Kind::Year => "0".to_owned(),
        Kind::Decimal { scale: 0 } => "0".to_owned(),
        Kind::Decimal { scale } => format!("0.{}", "0".repeat(usize::try_from(*scale).unwrap_or(0).min(15))),
        Kind::Money => "#,##0.00".to_owned(),
        Kind::Date => "yyyy-mm-dd".to_owned(),
        Kind::Month => "yyyy-mm".to_owned(),
        Kind::Moment => "yyyy-mm-dd hh:mm".to_owned(),
        // Text, so that numbers that name something keep their digits when they are edited.
        _ => "@".to_owned(),
    }
}

/// Writes a value. Texts are never taken for formulas; numbers of more digits than a spreadsheet keeps become texts.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => sheet.write_blank(row, column, format)?,
        Value::Number(number) => match binary(*number) {
            Some(binary) => sheet.write_number_with_format(row, column, binary, format)?,
            None => sheet.write_string_with_format(row, column, number.normalize().to_string(), format)?,
        },
        Value::Date(date) => moment(sheet, (row, column), date.at(0, 0, 0, 0), format)?,
        Value::Moment(at) => moment(sheet, (row, column), *at, format)?,
        Value::Truth(truth) => sheet.write_boolean_with_format(row, column, *truth, format)?,
        Value::Text(text) => sheet.write_string_with_format(row, column, cut(text), format)?,
        other => sheet.write_string_with_format(row, column, other.to_string(), format)?,
    };
    Ok(())
}

/// A number as a spreadsheet keeps it; none when digits would be lost.
fn binary(number: Decimal) -> Option<f64> {
    let exact = number.normalize().mantissa().unsigned_abs() < 1_000_000_000_000_000;
    exact.then(|| number.to_string().parse().ok()).flatten()
}

/// A day or moment; one that spreadsheets cannot count is written as text.
fn moment<'w>(
    sheet: &'w mut Worksheet,
    (row, column): (u32, u16),
    at: DateTime,
    format: &Format,
) -> Result<&'w mut Worksheet, XlsxError> {
    let year = u16::try_from(at.year()).ok().filter(|year| *year >= 1900);
    let (month, day) = (at.month().unsigned_abs(), at.day().unsigned_abs());
    let Some(date) = year.and_then(|year| ExcelDateTime::from_ymd(year, month, day).ok()) else {
        let shown = if at.time() == Time::midnight() {
            at.date().to_string()
        } else {
            at.to_string()
        };
        return sheet.write_string_with_format(row, column, shown, format);
    };
    let (hour, minute, second) = (
        at.hour().unsigned_abs(),
        at.minute().unsigned_abs(),
        at.second().unsigned_abs(),
    );
    let date = date.and_hms(u16::from(hour), minute, f64::from(second))?;
    sheet.write_datetime_with_format(row, column, date, format)
}

/// A text no longer than a cell holds.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut length = 0;
    let end = text.char_indices().find(|(_, character)| {
        length += character.len_utf16();
        length > LONGEST
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

/// How many columns of half width the widest line of a text takes; Chinese characters take two.
pub(super) fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}
