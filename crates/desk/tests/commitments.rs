//! Promises of a report: proposed once, confirmed, lit, supervised, told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{AdoptAsk, Asked, Light, ListAsk, Notice, bulletin, division_table};
use report::{Document, Options, Reading, read};
use serde_json::{Map, Value, json};
use town::Town;

fn report() -> Reading {
    let text = "一、2024年工作回顾\n化解矛盾纠纷20件。\n二、2025年工作任务\n\
                计划盘活土地面积200亩以上，新增厂房建筑面积40万平方米以上。力争规上工业企业达到25家。新建农村公厕9处。\n";
    read(Document::plain(text), &Options::default())
}

fn ask() -> AdoptAsk {
    AdoptAsk {
        source: "2024年报告".to_owned(),
        ..AdoptAsk::default()
    }
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn promises_are_proposed_once_with_their_indicators() {
    let town = Town::open();
    let first = town.owner.adopt_report(&report(), &ask()).unwrap();
    let told: Vec<(&str, Option<&str>, &str)> = first
        .proposals
        .iter()
        .map(|each| (&*each.title, each.indicator.as_deref(), each.matched))
        .collect();
    assert_eq!(
        told,
        [
            ("计划盘活土地面积200亩以上", Some("land.revitalised"), "sure"),
            ("新增厂房建筑面积40万平方米以上", Some("land.floor_new"), "sure"),
            ("力争规上工业企业达到25家", Some("economy.above_scale"), "sure"),
            ("新建农村公厕9处", None, "none"),
        ]
    );
    let again = town.owner.adopt_report(&report(), &ask()).unwrap();
    assert_eq!((again.created, again.repeated), (0, 4));
    assert_eq!(town.count("commitment"), 4);
    assert_eq!(town.column("commitment", "deadline"), vec!["\"2025-12-31\""; 4]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let town = Town::open();
    let dry = AdoptAsk { dry: true, ..ask() };
    assert_eq!(
        town.owner.adopt_report(&report(), &dry).unwrap().proposals.len(),
        4
    );
    assert_eq!(town.count("commitment"), 0);
}

#[test]
fn a_commitment_goes_through_its_year() {
    let town = Town::open();
    let adopted = town.owner.adopt_report(&report(), &ask()).unwrap();
    let id = adopted.proposals[3].id.clone().unwrap().parse().unwrap();
    let step = |name: &str, given: Value| {
        town.owner
            .step("commitment", id, name, fields(&given), None, Asked::default())
            .unwrap_or_else(|error| panic!("{name}: {:?}", error.problems()))
    };
    step(
        "confirm",
        json!({ "lead_office": "农业农村办公室", "joint_offices": ["规划建设办公室"] }),
    );
    step("take_over", json!({}));
    let month = json!({
        "area": "330226105", "commitment": id.to_string(), "month": "2025-06", "target": "9", "done": "2", "progress": "两处完工。"
    });
    town.owner
        .create("commitment_month", None, fields(&month), Asked::default())
        .unwrap_or_else(|error| panic!("{:?}", error.problems()));
    let day = jiff::civil::date(2025, 6, 30);
    let standings = town.owner.commitments(2025, day).unwrap();
    let standing = standings
        .iter()
        .find(|each| each.record.id == id.to_string())
        .unwrap();
    assert_eq!(
        standing.light,
        Some(Light::Red),
        "two of nine at half time: {standing:?}"
    );
    assert_eq!(standing.progress.as_deref(), Some("两处完工。"));
    let notice = town
        .owner
        .supervise(id, &Notice::default(), Asked::default())
        .unwrap();
    let notice = notice.row.unwrap();
    let view = town.owner.get("supervision", notice.id).unwrap();
    assert_eq!(view.fields["office"], "农业农村办公室");
    assert!(
        view.due_on.is_some(),
        "the reply has a deadline that a timer keeps"
    );
    let told = bulletin("岔路镇", day, &standings, &|text| text.to_owned());
    assert!(
        told.contains("红灯1项") && told.contains("| 新建农村公厕9处 | 农业农村办公室 |"),
        "{told}"
    );
    let table = division_table(2025, &standings).unwrap();
    assert!(table.starts_with(b"PK"), "a workbook");
    step("report_done", json!({ "outcome": "全部建成。" }));
    // Who made a record does not judge it.
    let reason = fields(&json!({ "reason": "两处未验收。" }));
    let judged = town.owner.step(
        "commitment",
        id,
        "decide_not_met",
        reason.clone(),
        None,
        Asked::default(),
    );
    assert_eq!(judged.unwrap_err().problems()[0].code, "step.own");
    let leader = town.seat("leader", "leader", town::TOWN);
    leader
        .step("commitment", id, "decide_not_met", reason, None, Asked::default())
        .unwrap_or_else(|error| panic!("{:?}", error.problems()));
    let rest = ListAsk {
        filter: "state == 'not_met'".to_owned(),
        ..ListAsk::default()
    };
    assert_eq!(town.owner.count("commitment", &rest).unwrap(), 1);
}
