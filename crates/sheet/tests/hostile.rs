//! Files made to do harm: each is refused or made harmless, and the reason is told in both languages.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod ugly;

use std::io::Cursor;

use sheet::{Entry, Form, Limits, Measure, Notice, ReadError, Value, open, tables};
use ugly::{
    biff::{self, Bin, BinSheet, GENERAL},
    hand,
};

const HEAD: &str =
    "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

fn refused(bytes: &[u8], limits: &Limits) -> ReadError {
    let error = open(bytes, limits).unwrap_err();
    assert!(!error.zh().is_empty() && error.zh() != error.to_string());
    error
}

fn sheet(rows: &str) -> Vec<u8> {
    hand::workbook(&format!("{HEAD}<sheetData>{rows}</sheetData></worksheet>"), &[])
}

#[test]
fn a_part_that_swells_beyond_measure_is_refused_before_it_is_unpacked() {
    let bomb = sheet(&" ".repeat(2 << 20));
    assert!(bomb.len() < 1 << 14);
    let error = refused(
        &bomb,
        &Limits {
            free_bytes: 1 << 20,
            ..Limits::default()
        },
    );
    assert!(matches!(error, ReadError::Swelling { most: 200, .. }), "{error}");
}

#[test]
fn parts_that_are_too_much_together_are_refused() {
    let blank = " ".repeat(20 << 10);
    let names: Vec<String> = (0..40).map(|number| format!("xl/media/{number}.bin")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), blank.as_str())).collect();
    let error = refused(
        &hand::package(&parts),
        &Limits {
            unpacked_bytes: 768 << 10,
            ..Limits::default()
        },
    );
    assert_eq!(
        error,
        ReadError::TooBig {
            measure: Measure::UnpackedBytes,
            most: 768 << 10
        }
    );
    let names: Vec<String> = (0..6_000).map(|number| format!("{number}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let error = refused(&hand::package(&parts), &Limits::default());
    assert_eq!(
        error,
        ReadError::TooBig {
            measure: Measure::Parts,
            most: 5_000
        }
    );
}

#[test]
fn a_part_that_lies_about_its_size_is_refused() {
    let rows = format!(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>{}",
        "<row/>".repeat(10_000)
    );
    let mut bytes = sheet(&rows);
    // The size that the archive's directory tells of the worksheet is made smaller.
    let name = b"xl/worksheets/sheet1.xml";
    let at = bytes
        .windows(name.len())
        .rposition(|window| window == name)
        .unwrap();
    bytes[at - 22..at - 18].copy_from_slice(&100_u32.to_le_bytes());
    let error = refused(&bytes, &Limits::default());
    assert!(matches!(error, ReadError::Damaged { .. }), "{error}");
}

#[test]
fn a_part_named_twice_is_refused() {
    let error = refused(
        &hand::package(&[
            ("xl/workbook.xml", hand::WORKBOOK),
            ("XL/Workbook.xml", hand::WORKBOOK),
        ]),
        &Limits::default(),
    );
    assert!(matches!(error, ReadError::Damaged { .. }), "{error}");
}

#[test]
fn more_cells_than_allowed_are_refused_whatever_the_format() {
    let limits = Limits {
        cells: 1_000,
        ..Limits::default()
    };
    let too_many = ReadError::TooBig {
        measure: Measure::Cells,
        most: 1_000,
    };
    let row = |row: u32| format!("<row r=\"{row}\"><c><v>1</v></c></row>");
    let rows: String = (1..=2_000).map(row).collect();
    assert_eq!(refused(&sheet(&rows), &limits), too_many);
    let merges = "<mergeCell ref=\"A1:B2\"/>".repeat(2_000);
    let merged = hand::workbook(
        &format!("{HEAD}<sheetData/><mergeCells>{merges}</mergeCells></worksheet>"),
        &[],
    );
    assert_eq!(refused(&merged, &limits), too_many);
    let cells = (0..2_000)
        .map(|row| (row, 0, Bin::Number(1.0, GENERAL)))
        .collect();
    let old = biff::file(&[BinSheet {
        name: "a".to_owned(),
        cells,
        ..BinSheet::default()
    }]);
    assert_eq!(refused(&old, &limits), too_many);
    assert_eq!(refused("a,b\n".repeat(1_000).as_bytes(), &limits), too_many);
}

#[test]
fn cells_far_apart_take_no_room_between_them() {
    let far = sheet(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
    );
    let opened = open(&far, &Limits::default()).unwrap();
    let extent = opened.workbook.sheets[0].extent().unwrap();
    assert_eq!(extent.to_string(), "A1:XFD1048576");
    assert_eq!(tables(&opened.workbook.sheets[0]), []);
    let old = BinSheet {
        name: "a".to_owned(),
        cells: vec![
            (0, 0, Bin::Number(1.0, GENERAL)),
            (65_000, 255, Bin::Number(2.0, GENERAL)),
        ],
        ..BinSheet::default()
    };
    let opened = open(&biff::file(&[old]), &Limits::default()).unwrap();
    assert_eq!(opened.workbook.sheets[0].rows.len(), 2);
}

#[test]
fn document_types_and_outside_entities_are_refused_in_every_part() {
    let evil = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
    let worksheet = format!(
        "<?xml version=\"1.0\"?>{evil}<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>"
    );
    let bombs = [
        hand::workbook(&worksheet, &[]),
        hand::workbook(HEAD, &[("xl/workbook.xml", &format!("{evil}{}", hand::WORKBOOK))]),
        hand::workbook(HEAD, &[("xl/styles.xml", &format!("{evil}<styleSheet/>"))]),
        hand::workbook(
            HEAD,
            &[("xl/_rels/workbook.xml.rels", &format!("{evil}<Relationships/>"))],
        ),
        hand::package(&[("mimetype", "x"), ("content.xml", &format!("{evil}<a/>"))]),
    ];
    for bomb in bombs {
        assert!(matches!(
            refused(&bomb, &Limits::default()),
            ReadError::DocumentType { .. }
        ));
    }
    let undeclared = sheet("<row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row>");
    assert!(matches!(
        refused(&undeclared, &Limits::default()),
        ReadError::Damaged { .. }
    ));
}

#[test]
fn links_to_other_files_are_told_and_never_followed() {
    let made = ugly::all()
        .into_iter()
        .find(|made| made.name == "exported.xlsx")
        .unwrap();
    let opened = open(&made.bytes, &Limits::default()).unwrap();
    assert_eq!(
        opened.notices,
        [Notice::OutsideLink {
            target: "file:///D:/台账/名册.xlsx".to_owned()
        }]
    );
    assert_eq!(
        opened.workbook.sheets[0].value("D3".parse().unwrap()).to_string(),
        "400"
    );
    // A sheet that claims to lie outside the package is left out, not fetched.
    let relations = hand::RELATIONS.replace(
        "Target=\"worksheets/sheet1.xml\"",
        "Target=\"http://198.51.100.1/x.xml\" TargetMode=\"External\"",
    );
    let outside = hand::workbook(HEAD, &[("xl/_rels/workbook.xml.rels", &relations)]);
    assert_eq!(open(&outside, &Limits::default()).unwrap().workbook.sheets, []);
}

#[test]
fn parts_named_like_paths_lead_nowhere() {
    let relations = hand::RELATIONS.replace("worksheets/sheet1.xml", "../../../../etc/passwd");
    let error = refused(
        &hand::workbook(HEAD, &[("xl/_rels/workbook.xml.rels", &relations)]),
        &Limits::default(),
    );
    assert!(matches!(error, ReadError::Damaged { part, .. } if part == "etc/passwd"));
    let workbook = hand::WORKBOOK.replace("导出", "../../台账\\x");
    let body = format!("{HEAD}<sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
    let opened = open(
        &hand::workbook(&body, &[("xl/workbook.xml", &workbook)]),
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(opened.workbook.sheets[0].name, "../../台账\\x");
    assert_eq!(sheet::sheet_name(&opened.workbook.sheets[0].name), ".._.._台账_x");
}

#[test]
fn macros_are_told() {
    let body = format!("{HEAD}<sheetData/></worksheet>");
    let opened = open(
        &hand::workbook(&body, &[("xl/vbaProject.bin", "x")]),
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(opened.notices, [Notice::Macros]);
}

#[test]
fn what_is_filled_in_is_never_run() {
    let form = Form::open(ugly::forms::roster(), &Limits::default()).unwrap();
    let entry = |at: &str, text: &str| Entry {
        sheet: "花名册".to_owned(),
        at: at.parse().unwrap(),
        value: Value::from(text),
        note: Some("=1+1]]></t><script>".to_owned()),
    };
    let texts = [
        "=cmd|' /C calc'!A0",
        "+1",
        "@SUM(1)",
        "</t></is></c><c><f>1+1</f></c>",
        "\u{0}_x0041_]]>",
    ];
    let entries: Vec<Entry> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| entry(&format!("B{}", at + 3), text))
        .collect();
    let filled = form.fill(&entries, "\"><x>").unwrap();
    let opened = open(&filled.bytes, &Limits::default()).unwrap();
    let sheet = &opened.workbook.sheets[0];
    for entry in &entries {
        let cell = sheet.cell(entry.at).unwrap();
        assert_eq!((&cell.value, cell.formula), (&entry.value, false));
    }
}

#[test]
fn locked_and_other_files_are_refused_with_what_to_do() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap();
    let locked = file.into_inner().into_inner();
    assert_eq!(refused(&locked, &Limits::default()), ReadError::Encrypted);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/WordDocument").unwrap();
    assert_eq!(
        refused(&file.into_inner().into_inner(), &Limits::default()),
        ReadError::NotASpreadsheet
    );
    let binary = hand::package(&[("xl/workbook.bin", "")]);
    assert_eq!(refused(&binary, &Limits::default()), ReadError::BinaryWorkbook);
    assert_eq!(
        refused(&hand::package(&[("word/document.xml", "")]), &Limits::default()),
        ReadError::NotASpreadsheet
    );
}

#[test]
fn a_torn_file_is_an_error_and_never_a_panic() {
    for made in ugly::all() {
        for length in (0..made.bytes.len()).step_by(made.bytes.len() / 97 + 1) {
            if let Ok(opened) = open(&made.bytes[..length], &Limits::default()) {
                opened.workbook.sheets.iter().for_each(|sheet| {
                    let _ = tables(sheet);
                });
            }
        }
    }
}
