//! Rejected rows go back to the office and come in again corrected.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod ugly;

use sheet::{Limits, Rejection, Signature, Value, infer, open, tables, write_rejected};

#[test]
fn rejected_rows_are_known_again_as_the_same_ledger() {
    for made in ugly::all() {
        let opened = open(&made.bytes, &Limits::default()).unwrap();
        for sheet in &opened.workbook.sheets {
            for table in tables(sheet) {
                let repeats: Vec<u16> = table
                    .columns
                    .iter()
                    .filter(|column| column.sparse)
                    .map(|column| column.index)
                    .collect();
                let chosen: Vec<_> = table.records(sheet, repeats.clone()).skip(1).step_by(2).collect();
                if chosen.is_empty() {
                    continue;
                }
                let rejections: Vec<Rejection> = chosen
                    .iter()
                    .map(|record| Rejection {
                        row: record.row,
                        column: table.columns.last().map(|column| column.index),
                        reason: "“x”不是日期".to_owned(),
                    })
                    .collect();
                let bytes = write_rejected(sheet, &table, &rejections, "一本账").unwrap();
                let again = open(&bytes, &Limits::default()).unwrap();
                let sheet_again = &again.workbook.sheets[0];
                let found = tables(sheet_again);
                assert_eq!(found.len(), 1, "{}", made.name);
                let back = &found[0];
                assert_eq!(
                    Signature::of(back).likeness(&Signature::of(&table)),
                    100,
                    "{}",
                    made.name
                );
                assert_eq!((back.year, back.unit), (table.year, table.unit), "{}", made.name);
                let values = |record: &sheet::Record<'_>| -> (Option<String>, Vec<Value>) {
                    (
                        record.heading.map(str::to_owned),
                        record.cells.iter().map(|held| held.cell.value.clone()).collect(),
                    )
                };
                let sent: Vec<_> = chosen.iter().map(values).collect();
                let received: Vec<_> = back
                    .records(sheet_again, Vec::new())
                    .map(|record| values(&record))
                    .collect();
                assert_eq!(sent, received, "{}", made.name);
                assert!(infer(&[(sheet_again, back)]).is_some());
            }
        }
    }
}

#[test]
fn the_reason_stands_in_a_note_on_the_cell_it_is_about() {
    let made = ugly::all()
        .into_iter()
        .find(|made| made.name == "disputes.xlsx")
        .unwrap();
    let opened = open(&made.bytes, &Limits::default()).unwrap();
    let sheet = &opened.workbook.sheets[0];
    let table = &tables(sheet)[0];
    let rejections = [
        Rejection {
            row: 11,
            column: Some(7),
            reason: "“正在办理”不是日期".to_owned(),
        },
        Rejection {
            row: 11,
            column: None,
            reason: "缺少风险等级".to_owned(),
        },
    ];
    let bytes = write_rejected(sheet, table, &rejections, "一本账").unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let comments = std::io::read_to_string(archive.by_name("xl/comments1.xml").unwrap()).unwrap();
    assert!(comments.contains("ref=\"H6\"") && comments.contains("“正在办理”不是日期"));
    assert!(
        comments.contains("ref=\"A6\"")
            && comments.contains("缺少风险等级")
            && comments.contains("<author>一本账</author>")
    );
}
