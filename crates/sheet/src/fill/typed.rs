//! A value as the XML of a cell, typed the way the cell's style wants it.

use std::fmt::Write;

use jiff::civil::DateTime;
use rust_decimal::Decimal;

use super::WhyNot;
use crate::grid::{At, Epoch, Format, Value, to_serial};

/// The longest text of a cell, in characters as spreadsheets count them (UTF-16).
const LONGEST: usize = 32_767;

/// The content of a cell: the type attribute and what stands between the tags.
#[derive(Debug, PartialEq)]
pub(super) struct Content {
    /// The `t` attribute.
    pub(super) kind: Option<&'static str>,
    /// The elements within, with the prefix that the part uses.
    pub(super) inside: String,
}

/// A value for a cell with a format.
pub(super) fn content(value: &Value, format: Format, epoch: Epoch, prefix: &str) -> Result<Content, WhyNot> {
    let dated = matches!(format, Format::Date | Format::Month | Format::Moment);
    match value {
        Value::Empty => Ok(Content {
            kind: None,
            inside: String::new(),
        }),
        Value::Text(text) => text_content(text, prefix),
        Value::Number(number) if format == Format::Text || !fits(*number) => {
            text_content(&number.normalize().to_string(), prefix)
        }
        Value::Number(number) => Ok(plain(&number.normalize().to_string(), None, prefix)),
        Value::Date(date) if dated => serial(date.at(0, 0, 0, 0), epoch, prefix),
        Value::Moment(moment) if dated => serial(*moment, epoch, prefix),
        Value::Time(time) if format == Format::Time => {
            let since = time.duration_since(jiff::civil::Time::midnight()).as_millis();
            let day = Decimal::from(since) / Decimal::from(86_400_000_u32);
            Ok(plain(&day.round_dp(10).normalize().to_string(), None, prefix))
        }
        Value::Truth(truth) => Ok(plain(if *truth { "1" } else { "0" }, Some("b"), prefix)),
        Value::Fault(_) => Err(WhyNot::Fault),
        other => text_content(&other.to_string(), prefix),
    }
}

/// Whether a spreadsheet keeps all digits of a number.
fn fits(number: Decimal) -> bool {
    number.normalize().mantissa().unsigned_abs() < 1_000_000_000_000_000
}

fn serial(moment: DateTime, epoch: Epoch, prefix: &str) -> Result<Content, WhyNot> {
    let serial = to_serial(moment, epoch).ok_or(WhyNot::DayTooEarly)?;
    Ok(plain(&serial.normalize().to_string(), None, prefix))
}

fn plain(value: &str, kind: Option<&'static str>, prefix: &str) -> Content {
    Content {
        kind,
        inside: format!("<{prefix}v>{value}</{prefix}v>"),
    }
}

/// A text in line. It is a text whatever it begins with: nothing in it is taken for a formula.
fn text_content(text: &str, prefix: &str) -> Result<Content, WhyNot> {
    if text.encode_utf16().count() > LONGEST {
        return Err(WhyNot::TooLong);
    }
    let inside = format!(
        "<{prefix}is><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}is>",
        escaped(text)
    );
    Ok(Content {
        kind: Some("inlineStr"),
        inside,
    })
}

/// A text as XML has it; characters that XML cannot hold are written as `_x0001_`, and what looks like that is kept from being read so.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("_x000D_"),
            '_' if looks_escaped(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(character),
            character if character < ' ' || matches!(character, '\u{fffe}' | '\u{ffff}') => {
                // Writing to a string cannot fail.
                let _ = write!(out, "_x{:04X}_", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out
}

fn looks_escaped(text: &str) -> bool {
    let code = text
        .strip_prefix("_x")
        .and_then(|rest| rest.get(..5))
        .and_then(|code| code.strip_suffix('_'));
    code.is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A whole cell element.
pub(super) fn cell(at: At, style: Option<u32>, content: &Content, prefix: &str) -> String {
    let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
    let kind = content
        .kind
        .map(|kind| format!(" t=\"{kind}\""))
        .unwrap_or_default();
    if content.inside.is_empty() {
        return format!("<{prefix}c r=\"{at}\"{style}/>");
    }
    format!(
        "<{prefix}c r=\"{at}\"{style}{kind}>{}</{prefix}c>",
        content.inside
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;

    fn written(value: impl Into<Value>, format: Format) -> String {
        let content = content(&value.into(), format, Epoch::Y1900, "").unwrap();
        cell(At::new(0, 0), Some(3), &content, "")
    }

    #[test]
    fn values_are_typed_as_the_cell_wants_them() {
        assert_eq!(
            written(dec!(12.50), Format::General),
            r#"<c r="A1" s="3"><v>12.5</v></c>"#
        );
        assert!(written(dec!(12.5), Format::Text).contains("inlineStr"));
        assert!(written(dec!(12345678901234567), Format::Number).contains("inlineStr"));
        assert_eq!(
            written(date(2024, 3, 5), Format::Date),
            r#"<c r="A1" s="3"><v>45356</v></c>"#
        );
        assert!(written(date(2024, 3, 5), Format::General).contains(">2024-03-05<"));
        assert_eq!(
            written(Value::Truth(true), Format::General),
            r#"<c r="A1" s="3" t="b"><v>1</v></c>"#
        );
        assert_eq!(written(Value::Empty, Format::General), r#"<c r="A1" s="3"/>"#);
    }

    #[test]
    fn a_text_is_never_a_formula_and_never_breaks_the_xml() {
        let cell = written("=1+1</t><f>cmd|' /C calc'!A0</f>", Format::General);
        assert!(cell.contains("t=\"inlineStr\"") && !cell.contains("<f>"));
        assert_eq!(
            escaped("a\u{1}_x0041_\r<&"),
            "a_x0001__x005F_x0041__x000D_&lt;&amp;"
        );
        let long: Value = "村".repeat(40_000).as_str().into();
        assert_eq!(
            content(&long, Format::General, Epoch::Y1900, ""),
            Err(WhyNot::TooLong)
        );
    }

    proptest! {
        #[test]
        fn an_escaped_text_is_read_back_as_it_was(text in "[\\PC\u{1}\t\r\n_x0-9A-F<>&\"]{0,40}") {
            let written = escaped(&text);
            let read = quick_xml::escape::unescape(&written).unwrap();
            prop_assert_eq!(crate::ooxml::strings::plain(&read), text);
        }
    }
}
