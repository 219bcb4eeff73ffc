//! Whatever a form's sheet is like, its blanks can be filled, and what was filled is read back.

#![no_main]

mod ledger;

use libfuzzer_sys::fuzz_target;
use sheet::{At, Blank, Entry, Form, Value, open};

fuzz_target!(|bytes: &[u8]| {
    let Some(file) = ledger::workbook(bytes) else { return };
    let Ok(form) = Form::open(file, &ledger::limits()) else {
        return;
    };
    let entries: Vec<Entry> = form.blanks().iter().flat_map(cells).take(200).collect();
    let Ok(filled) = form.fill(&entries, "fuzz") else { return };
    assert!(filled.cells <= entries.len());
    let again = open(&filled.bytes, &ledger::limits()).expect("a filled form can be opened again");
    for entry in &entries {
        let refused = filled.refused.iter().any(|refused| refused.at == entry.at);
        if !refused {
            let sheet = again.workbook.sheet(&entry.sheet).expect("no sheet is lost");
            assert_eq!(sheet.value(entry.at), &entry.value);
        }
    }
});

fn cells(blank: &Blank) -> Vec<Entry> {
    let entry = |sheet: &str, at: At| Entry {
        sheet: sheet.to_owned(),
        at,
        value: Value::from("村"),
        note: None,
    };
    match blank {
        Blank::Single(single) => vec![entry(&single.sheet, single.at)],
        Blank::Grid(grid) => {
            let rows = grid.rows.iter();
            rows.flat_map(|row| row.blanks.iter().map(|column| entry(&grid.sheet, At::new(row.row, *column)))).collect()
        }
        Blank::Records(records) => {
            let rows = records.rows.iter();
            rows.flat_map(|row| {
                let columns = records.columns.iter();
                columns.map(|column| entry(&records.sheet, At::new(*row, column.column)))
            })
            .collect()
        }
    }
}
