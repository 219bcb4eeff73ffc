//! A list as text with separators: UTF-8 with its mark, so that spreadsheets read Chinese, and no text that one would run as a formula.

use std::{borrow::Cow, io::Write};

use csv::{Terminator, WriterBuilder};

use super::{WriteError, list::List, would_be_formula};
use crate::grid::Value;

/// Writes a list as a .csv file.
///
/// A text that a spreadsheet would take for a formula gets a `'` before it; reading the file again takes it off.
///
/// # Errors
/// When writing fails.
pub fn write_csv<W: Write>(
    list: &List,
    rows: impl IntoIterator<Item = Vec<Value>>,
    mut out: W,
) -> Result<(), WriteError> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(out);
    let failed = |error: csv::Error| WriteError::Io(error.into());
    let header = list
        .columns
        .iter()
        .map(|column| neutral(&column.header()).into_owned());
    writer.write_record(header).map_err(failed)?;
    for row in rows {
        let fields = row.iter().map(|value| match value {
            Value::Text(text) => neutral(text).into_owned(),
            other => other.to_string(),
        });
        writer.write_record(fields).map_err(failed)?;
    }
    writer.flush()?;
    Ok(())
}

/// A text that no spreadsheet takes for a formula.
fn neutral(text: &str) -> Cow<'_, str> {
    if would_be_formula(text) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;
    use crate::{Limits, ListColumn, normal::Kind, open};

    fn written(texts: &[&str]) -> String {
        let column = |title: &&str| ListColumn {
            title: (*title).to_owned(),
            kind: Kind::Text,
            unit: None,
        };
        let list = List {
            name: "台账".to_owned(),
            columns: ["甲", "乙"].iter().map(column).collect(),
        };
        let mut out = Vec::new();
        let rows = texts.iter().map(|text| vec![Value::from(*text), dec!(-5).into()]);
        write_csv(&list, rows, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_that_would_run_are_made_harmless_and_numbers_left_alone() {
        let text = written(&[
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "＝1",
            "张三",
        ]);
        assert!(
            text.starts_with("\u{feff}甲,乙\r\n'=cmd|' /C calc'!A0,-5\r\n'+1,-5\r\n'-1,-5\r\n'@x,-5\r\n")
        );
        assert!(
            text.contains("'\tx")
                && text.contains("\"'\rx\"")
                && text.contains("'＝1")
                && text.ends_with("张三,-5\r\n")
        );
    }

    proptest! {
        #[test]
        fn no_field_begins_as_a_formula_and_all_are_read_back(text in "[=+@\t'\",a村\n-]{1,6}") {
            let written = written(&[&text]);
            let opened = open(written.as_bytes(), &Limits::default()).unwrap();
            let read = opened.workbook.sheets[0].rows[1].value(0).to_string();
            prop_assert_eq!(&read, &text);
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(written.as_bytes());
            let field = reader.records().next().unwrap().unwrap()[0].to_owned();
            prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\n', '\r']), "{field:?}");
        }
    }
}
