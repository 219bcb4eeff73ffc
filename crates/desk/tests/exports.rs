//! Lists, figures and lineage as files: typed, masked, harmless, and adding up.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{AddingUp, Ask, Asked, By, FileForm, ListAsk};
use ledger::Cause;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use sheet::{Limits, Sheet, Value, open};
use std::time::Duration;
use town::{Town, VILLAGE};

const FORMULA: &str = "=cmd|' /C calc'!A0";

fn fields(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn told() -> Town {
    let town = Town::open();
    for (title, day, money) in [
        (FORMULA, "2024-03-05", "120.50"),
        ("@SUM(A1)", "2024-03-06", "99.50"),
    ] {
        let row = json!({ "title": title, "place": VILLAGE, "outline": "+1+1", "category": "neighbour",
            "reported_on": day, "settled_on": day, "outcome": "settled", "money_involved": money,
            "applicant": "张三丰", "point": "121.43,29.28" });
        town.owner
            .bring("dispute", None, fields(row), Asked::default())
            .unwrap();
    }
    town
}

fn list(town: &Town, form: FileForm) -> Vec<u8> {
    let mut out = Vec::new();
    let exported = town
        .owner
        .export("dispute", &ListAsk::default(), form, true, &mut out)
        .unwrap();
    assert_eq!(exported.records, 2);
    out
}

fn sheet(bytes: &[u8]) -> Sheet {
    let opened = open(bytes, &Limits::default()).unwrap();
    assert!(opened.workbook.sheets.iter().all(|sheet| !sheet.hidden));
    opened.workbook.sheets[0].clone()
}

fn column(sheet: &Sheet, title: &str) -> Vec<Value> {
    let header = sheet.rows[0]
        .cells
        .iter()
        .find(|cell| cell.value.text() == Some(title))
        .unwrap();
    sheet.rows[1..]
        .iter()
        .map(|row| {
            row.cell(header.column)
                .map(|cell| cell.value.clone())
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn no_export_holds_what_a_spreadsheet_would_run() {
    let town = told();
    let csv = String::from_utf8(list(&town, FileForm::Csv)).unwrap();
    for field in csv.split(['\n', ',']) {
        assert!(!field.starts_with(['=', '+', '@', '\t', '\r']), "{field}");
    }
    assert!(csv.contains(&format!("'{FORMULA}")));
    let workbook = sheet(&list(&town, FileForm::Xlsx));
    assert!(
        workbook
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .all(|cell| !cell.formula)
    );
    assert!(
        column(&workbook, "纠纷名称").contains(&FORMULA.into()),
        "the words are kept as they are"
    );
}

#[test]
fn cells_are_typed_and_sensitive_values_masked() {
    let town = told();
    let workbook = sheet(&list(&town, FileForm::Xlsx));
    let mut money = column(&workbook, "涉及金额（元）");
    money.sort_by_key(ToString::to_string);
    let number = |text: &str| Value::Number(text.parse().unwrap());
    assert_eq!(money, [number("120.5"), number("99.5")]);
    assert!(
        column(&workbook, "化解日期")
            .iter()
            .all(|value| matches!(value, Value::Date(_)))
    );
    assert_eq!(column(&workbook, "发生地"), ["下畈村".into(), "下畈村".into()]);
    for form in [FileForm::Xlsx, FileForm::Csv, FileForm::Json, FileForm::GeoJson] {
        let bytes = list(&town, form);
        assert!(
            !bytes
                .windows("张三丰".len())
                .any(|part| part == "张三丰".as_bytes())
        );
    }
    assert_eq!(column(&workbook, "申请人姓名"), ["张**".into(), "张**".into()]);
}

#[test]
fn records_are_features_where_they_happened() {
    let town = told();
    let collection: Json = serde_json::from_slice(&list(&town, FileForm::GeoJson)).unwrap();
    let feature = &collection["features"][0];
    assert_eq!(feature["geometry"]["type"], "Point");
    assert_eq!(feature["properties"]["category"], "邻里");
    let mut out = Vec::new();
    let refused = town
        .owner
        .export("proposal", &ListAsk::default(), FileForm::GeoJson, true, &mut out);
    assert_eq!(refused.unwrap_err().problems()[0].code, "export.form");
}

#[test]
fn the_lineage_that_is_taken_out_adds_up_to_the_figure_that_is() {
    let town = told();
    let ask = Ask {
        indicator: "disputes.money".to_owned(),
        place: None,
        period: "2024-03".parse().unwrap(),
        by: vec![By::Dimension("category".to_owned())],
        only: Vec::new(),
        as_of: None,
        compare: false,
    };
    let taken = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        sheet(&out)
    };
    let figures = taken(&|out| {
        town.owner
            .export_figures(&ask, FileForm::Xlsx, true, out)
            .unwrap();
    });
    let lineage = taken(&|out| {
        town.owner
            .export_lineage(&ask, FileForm::Xlsx, true, out)
            .unwrap();
    });
    let sum = |values: Vec<Value>| -> Decimal {
        let numbers = values
            .iter()
            .map(|value| value.to_string().parse::<Decimal>().unwrap());
        numbers.sum()
    };
    assert_eq!(column(&figures, "category"), ["邻里".into()]);
    let figure = sum(column(&figures, "化解纠纷涉及金额（元）"));
    assert_eq!(
        (figure, sum(column(&lineage, "计入"))),
        (Decimal::from(220), Decimal::from(220))
    );
}

#[test]
fn records_are_added_up_behind_a_persons_back_and_not_for_whom_they_are_none_of_their_business() {
    let town = told();
    let ask = Ask {
        indicator: "disputes.money".to_owned(),
        place: None,
        period: "2024-03".parse().unwrap(),
        by: Vec::new(),
        only: Vec::new(),
        as_of: None,
        compare: false,
    };
    let begun = town.owner.add_up(&ask, Duration::ZERO).unwrap();
    if let AddingUp::UnderWay(_, all) = begun {
        assert_eq!(all, 2);
    }
    let AddingUp::Done(whole) = town.owner.add_up(&ask, Duration::from_secs(30)).unwrap() else {
        panic!("two records take no half a minute");
    };
    assert_eq!((&*whole.sum, whole.records), ("220.00", 2));
    assert_eq!(whole.figure.as_deref(), Some("220.00"));
    let cadre = town.seat("li", "village", VILLAGE);
    let refused = cadre.add_up(&ask, Duration::from_secs(30)).unwrap_err();
    assert_eq!(refused.cause(), Some(Cause::Forbidden), "{refused}");
}
