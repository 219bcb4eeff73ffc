//! What we read of a workbook is what calamine reads of it, cell by cell; we tell more besides.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod ugly;

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use sheet::{At, Epoch, Limits, Value, open};

#[test]
fn every_value_is_the_one_that_calamine_reads() {
    let forms = [
        ugly::forms::villages(),
        ugly::forms::card(),
        ugly::forms::roster(),
        ugly::forms::figures(),
    ];
    let ledgers = ugly::all()
        .into_iter()
        .filter(|made| !made.name.ends_with(".csv"))
        .map(|made| made.bytes);
    for bytes in ledgers.chain(forms) {
        let opened = open(&bytes, &Limits::default()).unwrap();
        let mut oracle =
            open_workbook_auto_from_rs(Cursor::new(&bytes)).unwrap_or_else(|error| panic!("{error}"));
        let names: Vec<&str> = opened
            .workbook
            .sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect();
        assert_eq!(names, oracle.sheet_names());
        for sheet in &opened.workbook.sheets {
            let range = oracle.worksheet_range(&sheet.name).unwrap();
            let (top, left) = range.start().unwrap_or_default();
            let mut seen = 0;
            for (row, column, data) in range.used_cells() {
                let row = top + u32::try_from(row).unwrap();
                let column = u16::try_from(left + u32::try_from(column).unwrap()).unwrap();
                let value = sheet.value(At::new(row, column));
                assert!(
                    same(value, data, opened.workbook.epoch),
                    "{} {value:?} {data:?}",
                    At::new(row, column)
                );
                seen += usize::from(*value != Value::Empty);
            }
            let ours = sheet
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .filter(|cell| cell.value != Value::Empty)
                .count();
            assert_eq!(ours, seen, "{}", sheet.name);
        }
    }
}

fn same(value: &Value, data: &Data, epoch: Epoch) -> bool {
    assert_eq!(epoch, Epoch::Y1900);
    match (value, data) {
        (Value::Empty, Data::Empty) => true,
        (Value::Empty, Data::String(text)) => text.is_empty(),
        (Value::Text(ours), Data::String(text)) => ours.as_ref() == text,
        (Value::Number(number), Data::Float(binary)) => {
            let ours: f64 = number.to_string().parse().unwrap();
            (ours - binary).abs() <= binary.abs() * 1e-14
        }
        (Value::Number(number), Data::Int(whole)) => number.to_string() == whole.to_string(),
        (Value::Date(date), Data::DateTime(moment)) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            date.to_string() == format!("{year:04}-{month:02}-{day:02}")
        }
        (Value::Date(date), Data::DateTimeIso(text)) => date.to_string() == *text,
        (Value::Truth(ours), Data::Bool(truth)) => ours == truth,
        (Value::Fault(fault), Data::Error(error)) => fault.to_string() == error.to_string(),
        _ => false,
    }
}
