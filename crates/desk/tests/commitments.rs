//! Promises of a report: proposed once, confirmed, lit, supervised, told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{AdoptAsk, Asked, Light, ListAsk, Notice, division_table};
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
fn promises_that_a_person_looked_through_are_taken_up_together_or_not_at_all() {
    let town = Town::open();
    let proposals = town.owner.proposals(&report(), &ask()).unwrap();
    let mut promises: Vec<Map<String, Value>> = proposals.into_iter().map(|each| each.fields).collect();
    promises[0].insert("lead_office".to_owned(), json!("经济发展办公室"));
    promises[1].insert("deadline".to_owned(), json!("年底前"));
    let wrong = town.owner.take_up(promises.clone()).unwrap_err();
    assert_eq!(wrong.len(), 1);
    assert_eq!(wrong[0].0, 1, "what is wrong is told by position");
    assert_eq!(town.count("commitment"), 0);
    promises[1].insert("deadline".to_owned(), json!("2025-11-30"));
    let taken = town.owner.take_up(promises.clone()).unwrap();
    assert_eq!((taken.made, taken.confirmed, taken.repeated), (4, 1, 0));
    assert_eq!(
        town.column("commitment", "state"),
        ["confirmed", "proposed", "proposed", "proposed"]
    );
    let again = town.owner.take_up(promises).unwrap();
    assert_eq!((again.made, again.repeated), (0, 4));
    let proposals = town.owner.proposals(&report(), &ask()).unwrap();
    assert!(proposals.iter().all(|each| each.repeated && each.id.is_some()));
    assert_eq!(town.owner.commitment_years().unwrap(), Some((2025, 2025)));
}

#[test]
fn the_course_of_a_commitment_is_held_against_the_time_that_passed() {
    let town = Town::open();
    let fields = fields(&json!({
        "area": town::TOWN, "year": 2025, "title": "办结建议100件", "kind": "target", "target": "100", "target_unit": "件",
        "bound": "ge", "indicator": "proposals.received", "indicator_match": "sure", "deadline": "2025-12-31"
    }));
    let made = town
        .owner
        .create("commitment", None, fields, Asked::default())
        .unwrap();
    let id = made.row.unwrap().id;
    let day = jiff::civil::date(2025, 6, 30);
    let standing = town.owner.commitment(id, day).unwrap();
    assert_eq!(standing.elapsed.to_string(), "49.6");
    let course = town.owner.course(&standing, day).unwrap();
    assert_eq!(course.months.len(), 12);
    let half = &course.months[5];
    assert_eq!(half.plan.unwrap().round_dp(1).to_string(), "49.6");
    assert!(half.done.is_some_and(|done| done.is_zero()) && course.months[6].done.is_none());
    assert_eq!(course.months[11].plan, course.target);
}

#[test]
fn a_promise_not_to_go_beyond_a_number_is_lit_green_until_it_is_broken() {
    let town = Town::open();
    let make = |title: &str, bound: &str, target: &str| {
        let fields = fields(&json!({
            "area": town::TOWN, "year": 2025, "title": title, "kind": "target", "target": target, "target_unit": "件",
            "bound": bound, "indicator": "proposals.received", "indicator_match": "sure",
            "lead_office": "党政办公室", "deadline": "2025-12-31"
        }));
        let id = town
            .owner
            .create("commitment", None, fields, Asked::default())
            .unwrap()
            .row
            .unwrap()
            .id;
        let none = Map::new();
        town.owner
            .step("commitment", id, "confirm", none, None, Asked::default())
            .unwrap();
        town.owner.commitment(id, jiff::civil::date(2025, 6, 30)).unwrap()
    };
    let kept = make("控制在3件以内", "le", "3");
    assert_eq!(
        (kept.light, kept.percent),
        (Some(Light::Green), None),
        "{}",
        kept.why.zh
    );
    assert_eq!(make("低于0件", "lt", "0").light, Some(Light::Red));
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
    let told = town
        .owner
        .bulletin(2025, day, &|text| text.to_owned())
        .unwrap()
        .markdown;
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
