//! Forms filled where they stand: what is found blank, what changes, and that nothing else does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod ugly;

use std::{collections::BTreeMap, fmt::Write as _, io::Cursor, io::Read as _};

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::{Decimal, dec};
use sheet::{At, Blank, Entry, Form, Limits, Opened, Value, WhyNot, differences, open};
use ugly::forms;

fn form(bytes: Vec<u8>) -> Form {
    Form::open(bytes, &Limits::default()).unwrap()
}

fn entry(sheet: &str, at: &str, value: impl Into<Value>) -> Entry {
    Entry {
        sheet: sheet.to_owned(),
        at: at.parse().unwrap(),
        value: value.into(),
        note: None,
    }
}

fn noted(entry: Entry, note: &str) -> Entry {
    Entry {
        note: Some(note.to_owned()),
        ..entry
    }
}

fn read(bytes: &[u8]) -> Opened {
    open(bytes, &Limits::default()).unwrap()
}

fn value(opened: &Opened, sheet: &str, at: &str) -> Value {
    opened
        .workbook
        .sheet(sheet)
        .unwrap()
        .value(at.parse().unwrap())
        .clone()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The names of the parts that differ.
fn changed(before: &[u8], after: &[u8]) -> Vec<String> {
    let (before, after) = (parts(before), parts(after));
    let kept = |name: &&String| before.get(*name) == after.get(*name);
    before
        .keys()
        .chain(after.keys().filter(|name| !before.contains_key(*name)))
        .filter(|name| !kept(name))
        .cloned()
        .collect()
}

#[test]
fn blanks_are_found_as_expected() {
    let forms = [
        ("villages", forms::villages()),
        ("card", forms::card()),
        ("roster", forms::roster()),
        ("figures", forms::figures()),
        ("odd", forms::odd()),
    ];
    for (name, bytes) in forms {
        let mut told = String::new();
        for blank in form(bytes).blanks() {
            tell(&mut told, &blank);
        }
        insta::assert_snapshot!(format!("blanks_{name}"), told);
    }
}

fn tell(told: &mut String, blank: &Blank) {
    let unit = |unit: &Option<sheet::Unit>| unit.map(|unit| format!(" [{unit}]")).unwrap_or_default();
    match blank {
        Blank::Single(single) => {
            let after = single
                .after
                .as_ref()
                .map(|after| format!(" after {after:?}"))
                .unwrap_or_default();
            writeln!(
                told,
                "single {} {}{}{after} {:?}",
                single.at,
                single.path.join("/"),
                unit(&single.unit),
                single.format
            )
        }
        Blank::Grid(grid) => {
            writeln!(
                told,
                "grid {:?} {:?} {:?} {}",
                grid.kind, grid.title, grid.year, grid.header
            )
            .unwrap();
            for column in &grid.columns {
                let letters = sheet::column_letters(column.column);
                writeln!(
                    told,
                    "  column {letters} {}{} {:?}",
                    column.path.join("/"),
                    unit(&column.unit),
                    column.format
                )
                .unwrap();
            }
            for row in &grid.rows {
                let sum = if row.sum { " sum" } else { "" };
                let blanks: String = row
                    .blanks
                    .iter()
                    .map(|column| sheet::column_letters(*column))
                    .collect();
                writeln!(
                    told,
                    "  row {} {}{}{sum}: {blanks}",
                    row.row + 1,
                    row.path.join("/"),
                    unit(&row.unit)
                )
                .unwrap();
            }
            Ok(())
        }
        Blank::Records(records) => {
            let rows: Vec<u32> = records.rows.iter().map(|row| row + 1).collect();
            writeln!(
                told,
                "records {:?} {} rows {rows:?} serial {:?}",
                records.title, records.header, records.serial
            )
            .unwrap();
            for column in &records.columns {
                let letters = sheet::column_letters(column.column);
                writeln!(
                    told,
                    "  column {letters} {}{} {:?}",
                    column.path.join("/"),
                    unit(&column.unit),
                    column.format
                )
                .unwrap();
            }
            Ok(())
        }
    }
    .unwrap();
}

#[test]
fn only_the_filled_sheet_and_what_computes_from_it_change() {
    let before = forms::villages();
    let entries = [
        entry("汇总表", "C5", dec!(12)),
        entry("汇总表", "D5", dec!(9)),
        entry("汇总表", "E5", dec!(3.25)),
        entry("汇总表", "G5", "含自然村"),
        entry("汇总表", "A2", "填报单位：岔路镇"),
    ];
    let filled = form(before.clone()).fill(&entries, "一本账").unwrap();
    assert_eq!(filled.cells, 5);
    assert_eq!(filled.refused, []);
    assert_eq!(filled.replaced.len(), 1);
    // The workbook part says already that all is to be computed when it is opened.
    assert_eq!(
        changed(&before, &filled.bytes),
        ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    );
    let after = read(&filled.bytes);
    assert_eq!(value(&after, "汇总表", "E5"), dec!(3.25).into());
    assert_eq!(value(&after, "汇总表", "G5"), "含自然村".into());
    // What looks at a filled cell, over however many formulas and sheets, has no result any more; what does not keeps its own.
    for at in ["F5", "C11", "D11", "E11"] {
        assert_eq!(value(&after, "汇总表", at), Value::Empty, "{at}");
    }
    assert_eq!(value(&after, "汇总表", "F6"), dec!(0).into());
    assert_eq!(value(&after, "分析", "B1"), Value::Empty);
    assert_eq!(value(&after, "分析", "B2"), dec!(0).into());
    assert_eq!(filled.recalculated, 5);
    let workbook = String::from_utf8(parts(&filled.bytes).remove("xl/workbook.xml").unwrap()).unwrap();
    assert!(workbook.contains("fullCalcOnLoad=\"1\""));
}

#[test]
fn every_byte_outside_the_filled_cells_stays() {
    let before = forms::roster();
    let filled = form(before.clone())
        .fill(&[entry("花名册", "B3", "甲一")], "一本账")
        .unwrap();
    assert_eq!(changed(&before, &filled.bytes), ["xl/worksheets/sheet1.xml"]);
    let text =
        |bytes: &[u8]| String::from_utf8(parts(bytes).remove("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    let (old, new) = (text(&before), text(&filled.bytes));
    let start = old.find("<c r=\"B3\"").unwrap();
    let cell = &old[start..start + old[start..].find("/>").unwrap() + 2];
    let written = cell.replace(
        "/>",
        " t=\"inlineStr\"><is><t xml:space=\"preserve\">甲一</t></is></c>",
    );
    assert_eq!(old.replace(cell, &written), new);
}

#[test]
fn values_are_typed_by_the_cells_they_go_into() {
    let entries = [
        entry("花名册", "B3", "甲一"),
        entry("花名册", "D3", date(2024, 8, 1)),
        entry("花名册", "E3", dec!(500)),
        entry("花名册", "F3", date(2024, 8, 1)),
    ];
    let filled = form(forms::roster()).fill(&entries, "一本账").unwrap();
    let after = read(&filled.bytes);
    assert_eq!(value(&after, "花名册", "D3"), date(2024, 8, 1).into());
    assert_eq!(value(&after, "花名册", "E3"), dec!(500).into());
    assert_eq!(value(&after, "花名册", "F3"), "2024-08-01".into());
    let number = [
        entry("登记表", "C4", dec!(330226194001010)),
        entry("登记表", "C5", dec!(3)),
    ];
    let filled = form(forms::card()).fill(&number, "一本账").unwrap();
    let after = read(&filled.bytes);
    assert_eq!(value(&after, "登记表", "C4"), "330226194001010".into());
    assert_eq!(value(&after, "登记表", "C5"), dec!(3).into());
}

#[test]
fn what_cannot_be_filled_is_told_and_the_rest_filled() {
    let entries = [
        entry("汇总表", "C11", dec!(1)),
        entry("汇总表", "B3", "x"),
        entry("汇总表", "D3", "x"),
        entry("没有", "A1", "x"),
        entry("汇总表", "C6", dec!(2)),
        entry("汇总表", "C6", dec!(3)),
        entry("汇总表", "G6", "长".repeat(40_000).as_str()),
    ];
    let filled = form(forms::villages()).fill(&entries, "一本账").unwrap();
    let why: Vec<(String, WhyNot)> = filled
        .refused
        .iter()
        .map(|refused| (refused.at.to_string(), refused.why.clone()))
        .collect();
    let at = |at: &str| at.parse::<At>().unwrap();
    assert_eq!(
        why,
        [
            ("C11".to_owned(), WhyNot::Formula),
            ("D3".to_owned(), WhyNot::Merged { into: at("C3") }),
            ("A1".to_owned(), WhyNot::NoSheet),
            ("C6".to_owned(), WhyNot::Twice),
            ("G6".to_owned(), WhyNot::TooLong),
        ]
    );
    assert_eq!(value(&read(&filled.bytes), "汇总表", "C6"), dec!(2).into());
    let filled = form(forms::figures())
        .fill(&[entry("指标", "C3", dec!(1)), entry("指标", "B3", "x")], "")
        .unwrap();
    assert_eq!(filled.refused[0].why, WhyNot::Locked);
    assert_eq!(filled.cells, 1);
    let sexes = [entry("登记表", "E3", "男"), entry("登记表", "E3", "男性")];
    let filled = form(forms::card()).fill(&sexes, "").unwrap();
    let list = vec!["男".to_owned(), "女".to_owned()];
    assert_eq!(filled.refused[0].why, WhyNot::NotOnList { list });
}

#[test]
fn notes_tell_where_values_come_from() {
    let before = forms::villages();
    let entries = [
        noted(entry("汇总表", "C5", dec!(12)), "来源：人居环境检查台账 12 条"),
        noted(entry("汇总表", "D5", dec!(9)), "来源：<整改>"),
    ];
    let filled = form(before.clone()).fill(&entries, "一本账").unwrap();
    let parts = parts(&filled.bytes);
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    assert!(text("xl/comments1.xml").contains("来源：人居环境检查台账 12 条"));
    assert!(
        text("[Content_Types].xml").contains("/xl/comments1.xml")
            && text("[Content_Types].xml").contains("Extension=\"vml\"")
    );
    assert!(text("xl/drawings/vmlDrawing1.vml").contains("<x:Row>4</x:Row><x:Column>2</x:Column>"));
    let sheet = text("xl/worksheets/sheet1.xml");
    assert!(sheet.find("<drawing ").unwrap() < sheet.find("<legacyDrawing ").unwrap());
    assert!(parts["xl/charts/chart1.xml"] == self::parts(&before)["xl/charts/chart1.xml"]);
}

#[test]
fn odd_forms_are_filled_in_their_own_spelling_and_keep_their_notes() {
    let entries = [
        noted(entry("导出", "B2", dec!(5)), "新"),
        noted(entry("导出", "B3", dec!(7)), "来源"),
        entry("导出", "D4", dec!(1)),
        entry("导出", "F9", "远"),
        entry("导出", "A4", "山洋村"),
    ];
    let filled = form(forms::odd()).fill(&entries, "一本账").unwrap();
    let told: Vec<_> = filled
        .refused
        .iter()
        .map(|refused| (refused.at.to_string(), refused.why.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("D4".to_owned(), WhyNot::Formula),
            ("B2".to_owned(), WhyNot::NoteKept)
        ]
    );
    let parts = parts(&filled.bytes);
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let sheet = text("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<x:c r=\"B2\" s=\"0\"><x:v>5</x:v></x:c>"));
    assert!(sheet.contains("<x:row r=\"9\"><x:c r=\"F9\"") && sheet.contains("<x:dimension ref=\"A1:F9\"/>"));
    assert!(sheet.contains("<x:row r=\"4\"><x:c r=\"A4\""));
    // The shared formula's cells and the array formula's lose their results.
    assert_eq!(filled.recalculated, 4);
    assert!(!sheet.contains("<x:v>0</x:v>"));
    let comments = text("xl/comments1.xml");
    assert!(comments.contains("按实填写") && comments.contains("来源") && !comments.contains("新"));
    assert!(text("xl/drawings/vmlDrawing1.vml").contains("_x0000_s1026"));
    assert_eq!(value(&read(&filled.bytes), "导出", "A4"), "山洋村".into());
}

#[test]
fn what_changed_since_last_time_is_told() {
    let form = form(forms::roster());
    let last = form
        .fill(
            &[entry("花名册", "B3", "甲一"), entry("花名册", "E3", dec!(500))],
            "",
        )
        .unwrap();
    let now = form
        .fill(
            &[
                entry("花名册", "B3", "甲一"),
                entry("花名册", "E3", dec!(600)),
                entry("花名册", "B4", "乙二"),
            ],
            "",
        )
        .unwrap();
    let told: Vec<String> = differences(&read(&last.bytes).workbook, &read(&now.bytes).workbook)
        .iter()
        .map(|difference| format!("{} {}→{}", difference.at, difference.before, difference.after))
        .collect();
    assert_eq!(told, ["E3 500→600", "B4 →乙二"]);
}

#[test]
fn a_form_of_another_kind_is_refused() {
    let refused = Form::open("a,b\n1,2\n".as_bytes().to_vec(), &Limits::default())
        .err()
        .unwrap();
    assert!(refused.zh().contains(".xlsx"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_filled_is_read_back_and_nothing_else_changes(
        cells in prop::collection::btree_map((0..40_u32, 0..12_u16), prop_oneof![
            "[\\PC\t\n=<&\"_x0-9]{1,12}".prop_map(|text| Value::from(text.as_str())),
            (-999_999_999_i64..999_999_999, 0..6_u32).prop_map(|(mantissa, scale)| Value::from(Decimal::new(mantissa, scale).normalize())),
        ], 1..30),
        which in 0..3_usize,
    ) {
        let bytes = [forms::villages(), forms::roster(), forms::odd()][which].clone();
        let before = read(&bytes);
        let name = before.workbook.sheets[0].name.clone();
        let entries: Vec<Entry> = cells
            .iter()
            .map(|((row, column), value)| Entry { sheet: name.clone(), at: At::new(*row, *column), value: value.clone(), note: None })
            .collect();
        let filled = form(bytes).fill(&entries, "").unwrap();
        let after = read(&filled.bytes);
        let sheet = &after.workbook.sheets[0];
        prop_assert_eq!(filled.cells + filled.refused.len(), entries.len());
        for entry in &entries {
            if filled.refused.iter().any(|refused| refused.at == entry.at) {
                continue;
            }
            // A text of nothing to be read is kept too; a day's cell shows a number as the day it is.
            let read = sheet.value(entry.at);
            let dated = matches!(read, Value::Date(_) | Value::Moment(_) | Value::Time(_));
            prop_assert!(*read == entry.value || dated, "{} {:?} {:?}", entry.at, entry.value, read);
        }
        for difference in differences(&before.workbook, &after.workbook) {
            prop_assert!(entries.iter().any(|entry| entry.at == difference.at && difference.sheet == name), "{difference:?}");
        }
    }
}
