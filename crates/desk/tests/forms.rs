//! Forms taken in, confirmed, filled from records, sent and compared: figures by village and by class, lists of records,
//! and how much of sensitive fields leaves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{Answer, Asked, CellSource, Every, FillAsk, FormFilled, FormPlan, Give, Purpose, Seat};
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use serde_json::{Map, Value as Json, json};
use sheet::{Limits, open};
use town::{TOWN, Town, VILLAGE};

const OTHER: &str = "330226105209";

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

/// A form: a title, a caption, a header, rows; nothing is an empty cell with a border.
fn form(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").unwrap();
    let cell = Format::new().set_border(FormatBorder::Thin);
    let width = u16::try_from(rows[0].len() - 1).unwrap();
    sheet
        .merge_range(
            0,
            0,
            0,
            width,
            "矛盾纠纷化解情况统计表",
            &Format::new().set_bold(),
        )
        .unwrap();
    sheet.write_string(1, 0, "填报单位：").unwrap();
    for (row, values) in (2..).zip(rows) {
        for (column, value) in (0..).zip(*values) {
            if value.is_empty() {
                sheet.write_blank(row, column, &cell).unwrap();
            } else {
                sheet
                    .write_string_with_format(row, column, *value, &cell)
                    .unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn plan(title: &str, purpose: Purpose) -> FormPlan {
    FormPlan {
        title: title.to_owned(),
        asked_by: "县委政法委".to_owned(),
        every: Every::Month,
        due_days: 5,
        purpose,
        minutes_by_hand: 90,
        file_name: "form.xlsx".to_owned(),
        file: String::new(),
        answers: Vec::new(),
    }
}

fn ask(period: &str) -> FillAsk {
    FillAsk {
        period: period.parse().unwrap(),
        notes: false,
        send: false,
        reason: String::new(),
    }
}

/// A dispute settled in a month of 2024.
fn settled(seat: &Seat, place: &str, category: &str, day: &str) {
    let row = json!({ "title": format!("{category} {day}"), "place": place, "outline": "争一墙", "category": category,
        "reported_on": day, "settled_on": day, "outcome": "settled", "money_involved": "12000", "applicant": "张三丰",
        "applicant_phone": "13800001234" });
    seat.bring("dispute", None, object(row), Asked::default())
        .unwrap();
}

fn told() -> Town {
    let town = Town::open();
    for (place, category, day) in [
        (VILLAGE, "neighbour", "2024-03-05"),
        (VILLAGE, "labour", "2024-03-20"),
        (OTHER, "neighbour", "2024-03-21"),
        (OTHER, "neighbour", "2024-02-11"),
    ] {
        settled(&town.owner, place, category, day);
    }
    town
}

fn cells(filled: &FormFilled) -> Vec<(&str, &str)> {
    filled
        .cells
        .iter()
        .map(|cell| (&*cell.at, &*cell.value))
        .collect()
}

fn accept(seat: &Seat, name: &str) {
    let open = seat.form(name).unwrap().plan.answers.into_iter();
    let open: Vec<Answer> = open
        .filter(|answer| !matches!(answer.give, Give::Ask { .. }))
        .map(|answer| Answer { sure: true, ..answer })
        .collect();
    seat.map_form(name, open).unwrap();
}

#[test]
fn a_row_for_each_village_is_filled_with_the_figures_its_columns_name() {
    let town = told();
    let bytes = form(&[
        &["村名", "化解矛盾纠纷（件）", "化解纠纷涉及金额（万元）"],
        &["下畈村", "", ""],
        &["湖头村", "", ""],
        &["合计", "", ""],
    ]);
    let view = town
        .owner
        .add_form("monthly", plan("月报", Purpose::Figures), &bytes)
        .unwrap();
    assert!(
        view.plan.answers.iter().all(|answer| answer.sure),
        "{:#?}",
        view.plan.answers
    );
    let filled = town.owner.fill_form("monthly", &ask("2024-03")).unwrap();
    assert_eq!(filled.unfilled, []);
    assert_eq!(
        cells(&filled),
        [
            ("B4", "2"),
            ("C4", "2.4"),
            ("B5", "1"),
            ("C5", "1.2"),
            ("B6", "3"),
            ("C6", "3.6"),
            ("A2", "填报单位：岔路镇")
        ]
    );
    let workbook = open(&filled.bytes, &Limits::default()).unwrap().workbook;
    assert_eq!(workbook.sheets[0].value("C4".parse().unwrap()).to_string(), "2.4");
    let CellSource::Figure {
        indicator,
        records,
        place,
        ..
    } = &filled.cells[0].source
    else {
        panic!("a figure")
    };
    assert_eq!(
        (&**indicator, *records, &**place),
        ("disputes.settled", 2, VILLAGE)
    );
}

#[test]
fn a_cross_table_joins_what_its_rows_and_columns_say() {
    let town = told();
    let bytes = form(&[
        &["化解矛盾纠纷", "本月", "本年累计", "去年同期"],
        &["邻里", "", "", ""],
        &["劳动社保", "", "", ""],
        &["重大群体性事件", "", "", ""],
    ]);
    town.owner
        .add_form("cross", plan("分类", Purpose::Figures), &bytes)
        .unwrap();
    let mut answers = town.owner.form("cross").unwrap().plan.answers;
    let rows = answers
        .iter_mut()
        .filter(|answer| matches!(answer.about, Some(sheet::About::Row(_))));
    for (answer, category) in rows.zip(["neighbour", "labour"]) {
        answer.give = Give::Figure(desk::Part {
            indicator: Some("disputes.settled".to_owned()),
            only: [("category".to_owned(), category.to_owned())].into(),
            ..desk::Part::default()
        });
        answer.sure = true;
    }
    town.owner.map_form("cross", answers).unwrap();
    let filled = town.owner.fill_form("cross", &ask("2024-03")).unwrap();
    let figures: Vec<_> = cells(&filled).into_iter().filter(|(at, _)| *at != "A2").collect();
    assert_eq!(
        figures,
        [
            ("B4", "2"),
            ("C4", "3"),
            ("D4", "0"),
            ("B5", "1"),
            ("C5", "1"),
            ("D5", "0")
        ]
    );
    let open: Vec<&str> = filled.unfilled.iter().map(|cell| &*cell.at).collect();
    assert_eq!(open, ["B6", "C6", "D6"], "what nobody answered is told");
}

fn roster() -> Vec<u8> {
    form(&[
        &["纠纷名称", "发生地", "申请人姓名", "申请人电话", "涉及金额"],
        &["", "", "", "", ""],
        &["", "", "", "", ""],
    ])
}

#[test]
fn sensitive_fields_leave_only_as_far_as_the_declared_purpose_goes() {
    let town = told();
    for (name, purpose) in [
        ("open", Purpose::Figures),
        ("masked", Purpose::Masked),
        ("clear", Purpose::Clear),
    ] {
        town.owner.add_form(name, plan(name, purpose), &roster()).unwrap();
        accept(&town.owner, name);
    }
    let applicant = |filled: &FormFilled| {
        let workbook = open(&filled.bytes, &Limits::default()).unwrap().workbook;
        workbook.sheets[0].value("C4".parse().unwrap()).to_string()
    };
    let filled = town.owner.fill_form("open", &ask("2024-02")).unwrap();
    assert_eq!(applicant(&filled), "");
    assert!(
        filled
            .unfilled
            .iter()
            .any(|cell| cell.why.en.contains("sensitive"))
    );
    let filled = town.owner.fill_form("masked", &ask("2024-02")).unwrap();
    assert_eq!(applicant(&filled), "张**");

    let refused = town.owner.fill_form("clear", &ask("2024-02")).unwrap_err();
    assert_eq!(refused.problems()[0].code, "reason");
    let asked = FillAsk {
        reason: "发放救助金".to_owned(),
        ..ask("2024-02")
    };
    let filled = town.owner.fill_form("clear", &asked).unwrap();
    assert_eq!(applicant(&filled), "张三丰");
    let shown = filled.cells.iter().find(|cell| cell.at == "C4").unwrap();
    assert_eq!(shown.value, "张**", "what is told of the filling stays masked");
    let CellSource::Record { id, .. } = &shown.source else {
        panic!("a record")
    };
    let history = town.owner.history("dispute", id.parse().unwrap()).unwrap();
    let last = history.last().unwrap();
    assert_eq!(last.deed, "reveal");
    assert!(last.note.as_deref().unwrap().contains("发放救助金"));
    town.whole();
}

#[test]
fn more_records_than_rows_are_told_one_by_one() {
    let town = told();
    town.owner
        .add_form("roster", plan("名册", Purpose::Masked), &roster())
        .unwrap();
    accept(&town.owner, "roster");
    let filled = town.owner.fill_form("roster", &ask("2024-03")).unwrap();
    assert_eq!(filled.unfilled.len(), 1, "three records, two rows");
    assert_eq!(
        filled
            .cells
            .iter()
            .filter(|cell| cell.at.starts_with('A'))
            .count(),
        3
    );
}

#[test]
fn what_was_sent_is_kept_and_what_is_different_next_time_is_told() {
    let town = told();
    let bytes = form(&[&["村名", "化解矛盾纠纷（件）"], &["下畈村", ""], &["湖头村", ""]]);
    town.owner
        .add_form("monthly", plan("月报", Purpose::Figures), &bytes)
        .unwrap();
    town.owner
        .add_form("other", plan("周报", Purpose::Figures), &bytes)
        .unwrap();
    let send = FillAsk {
        send: true,
        ..ask("2024-02")
    };
    assert_eq!(town.owner.fill_form("monthly", &send).unwrap().last, None);
    let filled = town.owner.fill_form("monthly", &ask("2024-03")).unwrap();
    assert_eq!(filled.last.as_deref(), Some("2024-02"));
    let changes: Vec<_> = filled
        .changes
        .iter()
        .map(|change| (&*change.at, &*change.before, &*change.now))
        .collect();
    assert_eq!(changes, [("B4", "0", "2")]);

    let catalogue = town.owner.forms().unwrap();
    let monthly = catalogue.iter().find(|form| form.name == "monthly").unwrap();
    assert_eq!(
        (monthly.next.as_deref(), monthly.share),
        (Some("2024-03"), Some(100))
    );
    assert_eq!(
        monthly.due_on.map(|day| day.to_string()).as_deref(),
        Some("2024-04-05")
    );
    assert_eq!(monthly.minutes_saved, 90);
    assert_eq!(monthly.shared[0].form, "other");
    assert_eq!(monthly.shared[0].question, "disputes.settled");
    town.whole();
}

#[test]
fn a_new_workbook_of_a_known_form_keeps_what_was_confirmed() {
    let town = told();
    let bytes = form(&[&["村名", "办结数"], &["下畈村", ""]]);
    town.owner
        .add_form("monthly", plan("月报", Purpose::Figures), &bytes)
        .unwrap();
    let mut answers = town.owner.form("monthly").unwrap().plan.answers;
    let column = answers
        .iter_mut()
        .find(|answer| answer.path == ["办结数"])
        .unwrap();
    assert!(!column.sure);
    column.give = Give::Figure(desk::Part {
        indicator: Some("disputes.settled".to_owned()),
        ..desk::Part::default()
    });
    column.sure = true;
    town.owner.map_form("monthly", answers).unwrap();
    let next = form(&[
        &["村名", "备注", "办结数"],
        &["下畈村", "", ""],
        &["湖头村", "", ""],
    ]);
    let view = town
        .owner
        .add_form("monthly", plan("月报", Purpose::Figures), &next)
        .unwrap();
    let column = view
        .plan
        .answers
        .iter()
        .find(|answer| answer.path == ["办结数"])
        .unwrap();
    assert!(column.sure);
    assert!(
        town.owner
            .map_form(
                "monthly",
                vec![Answer {
                    blank: 99,
                    ..column.clone()
                }]
            )
            .is_err()
    );
}

#[test]
fn who_may_not_export_keeps_no_forms_and_sees_no_others_figures() {
    let town = told();
    let bytes = form(&[&["村名", "化解矛盾纠纷（件）"], &["湖头村", ""]]);
    town.owner
        .add_form("monthly", plan("月报", Purpose::Figures), &bytes)
        .unwrap();
    let village = town.seat("li", "village", VILLAGE);
    for refused in [
        village.forms().err(),
        village.form("monthly").err(),
        village.fill_form("monthly", &ask("2024")).err(),
    ] {
        assert_eq!(refused.unwrap().problems()[0].code, "forbidden");
    }
    let office = town.seat("wang", "office", VILLAGE);
    let refused = office.fill_form("monthly", &ask("2024")).unwrap_err();
    assert_eq!(
        refused.problems()[0].code,
        "forbidden",
        "a figure of a village out of reach"
    );
    let whole = town.seat("zhao", "office", TOWN);
    assert!(whole.fill_form("monthly", &ask("2024")).is_ok());
}
