//! What holds of every spreadsheet that can be opened, and packages around a part that is fuzzed.

use sheet::{Limits, infer, open, propose, tables};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// Limits under which an input is read in well under a second.
pub fn limits() -> Limits {
    Limits {
        bytes: 1 << 20,
        unpacked_bytes: 1 << 23,
        cells: 100_000,
        ..Limits::default()
    }
}

/// Opens a file, lays its tables open, and asserts what holds of each.
pub fn check(bytes: &[u8]) {
    let Ok(opened) = open(bytes, &limits()) else {
        return;
    };
    for sheet in &opened.workbook.sheets {
        assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number), "rows out of order");
        for row in &sheet.rows {
            assert!(row.cells.is_sorted_by(|a, b| a.column < b.column), "cells out of order");
        }
        for table in tables(sheet) {
            assert!(table.lines.is_sorted_by(|a, b| a.row < b.row), "lines out of order");
            assert!(table.lines.iter().all(|line| line.row > table.header.last.row), "a line above its header");
            let records = table.records(sheet, Vec::new()).count();
            assert_eq!(records, table.count(), "a record was lost");
            let proposal = propose(sheet, &table, &[], None);
            assert_eq!(proposal.columns.len(), table.columns.len());
            if let Some(draft) = infer(&[(sheet, &table)]) {
                assert!(draft.columns.iter().all(|column| column.filled <= draft.records));
            }
        }
    }
}

/// A package of parts.
#[allow(dead_code, reason = "not every target makes one")]
pub fn package(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        archive.start_file(*name, stored).ok()?;
        archive.write_all(content).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

/// A workbook whose only sheet is this part.
#[allow(dead_code, reason = "not every target makes one")]
pub fn workbook(sheet: &[u8]) -> Option<Vec<u8>> {
    package(&[
        (
            "[Content_Types].xml",
            br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}
