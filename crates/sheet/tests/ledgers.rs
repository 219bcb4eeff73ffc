//! What is made of the ugly ledgers: tables, columns, rows, with the expected output in `snapshots`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod ugly;

use std::fmt::Write;

use sheet::{DraftColumn, Kind, Limits, LineKind, Sheet, Table, infer, open, tables};

#[test]
fn every_ledger_is_laid_open_as_expected() {
    for made in ugly::all() {
        let opened = open(&made.bytes, &Limits::default()).unwrap();
        let mut told = String::new();
        for notice in &opened.notices {
            writeln!(told, "! {}", notice.zh()).unwrap();
        }
        for sheet in &opened.workbook.sheets {
            writeln!(told, "== {}", sheet.name).unwrap();
            for table in tables(sheet) {
                tell(&mut told, sheet, &table);
            }
        }
        insta::assert_snapshot!(made.name, told);
    }
}

#[test]
fn every_ledger_yields_a_draft_as_expected() {
    for made in ugly::all() {
        let opened = open(&made.bytes, &Limits::default()).unwrap();
        let mut told = String::new();
        for sheet in &opened.workbook.sheets {
            for table in tables(sheet) {
                let draft = infer(&[(sheet, &table)]).unwrap();
                writeln!(
                    told,
                    "== {:?} {} records, key {:?}",
                    draft.title, draft.records, draft.key
                )
                .unwrap();
                for column in &draft.columns {
                    tell_draft(&mut told, column);
                }
            }
        }
        insta::assert_snapshot!(format!("draft_{}", made.name), told);
    }
}

fn tell_draft(told: &mut String, column: &DraftColumn) {
    let kind = match &column.kind {
        Kind::Code { codes } => {
            let codes: Vec<String> = codes
                .iter()
                .map(|code| format!("{}={}", code.code, code.words.join("/")))
                .collect();
            format!("Code {}", codes.join(", "))
        }
        kind => format!("{kind:?}"),
    };
    let unit = column.unit.map(|unit| format!(" [{unit}]")).unwrap_or_default();
    let marks = [(column.required, " required"), (column.unique, " unique")];
    let marks: String = marks
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, mark)| *mark)
        .collect();
    let sensitive = column
        .sensitive
        .map(|reason| format!(" sensitive:{reason:?}"))
        .unwrap_or_default();
    let unreadable = if column.unreadable > 0 {
        format!(" unreadable:{}", column.unreadable)
    } else {
        String::new()
    };
    writeln!(
        told,
        "   {} {} {kind}{unit}{marks}{sensitive}{unreadable}",
        column.name, column.title
    )
    .unwrap();
}

fn tell(told: &mut String, sheet: &Sheet, table: &Table) {
    let unit = table.unit.map(|unit| unit.to_string());
    writeln!(
        told,
        "-- {:?} year {:?} unit {unit:?} header {}",
        table.title, table.year, table.header
    )
    .unwrap();
    for caption in &table.captions {
        writeln!(told, "   ^ {} {}", caption.at, caption.text).unwrap();
    }
    for column in &table.columns {
        let unit = column.unit.map(|unit| format!(" [{unit}]")).unwrap_or_default();
        let marks = [
            (column.serial, " serial"),
            (column.sparse, " sparse"),
            (column.hidden, " hidden"),
        ];
        let marks: String = marks
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, mark)| *mark)
            .collect();
        writeln!(
            told,
            "   {} {}{unit}{marks}",
            sheet::column_letters(column.index),
            column.name()
        )
        .unwrap();
    }
    let mut records = table.records(sheet, Vec::new());
    for line in &table.lines {
        let shown = match line.kind {
            LineKind::Record => {
                let record = records.next().unwrap();
                let cells: Vec<String> = record
                    .cells
                    .iter()
                    .map(|held| {
                        let value = held.cell.value.to_string().replace('\n', "⏎");
                        if held.from.is_some() {
                            format!("↓{value}")
                        } else {
                            value
                        }
                    })
                    .collect();
                let heading = record
                    .heading
                    .map(|heading| format!(" ({heading})"))
                    .unwrap_or_default();
                format!("{}{heading}", cells.join(" | "))
            }
            kind => format!("{kind:?}"),
        };
        writeln!(told, "   {:>3}: {shown}", line.row + 1).unwrap();
    }
    for note in &table.notes {
        writeln!(told, "   _ {} {}", note.at, note.text).unwrap();
    }
}
