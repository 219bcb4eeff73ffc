//! Reports written by several people in turn: every version kept, nobody overwritten unawares, frozen for good.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{Asked, Beginning, ComposeAsk, DeskError, MarkSort, Seat};
use serde_json::json;
use town::{TOWN, Town, VILLAGE};

const TEMPLATE: &str =
    "# 报告\n\n## 2024年工作回顾\n\n收到建议{{ fig(\"proposals.received\", \"2024\") }}。\n";

fn proposal(seat: &Seat, serial: &str) {
    let fields = json!({
        "area": TOWN, "kind": "deputy", "session": "十八届五次", "serial_number": serial, "title": "修路",
        "content": "请修路。", "proposer": "张三", "received_on": "2024-03-01"
    });
    let fields = fields.as_object().unwrap().clone();
    seat.create("proposal", None, fields, Asked::default()).unwrap();
}

fn code(error: &DeskError) -> &'static str {
    error.problems()[0].code
}

#[test]
fn of_two_people_who_change_the_same_version_only_the_first_saves() {
    let town = Town::open();
    let (wang, zhao) = (
        town.seat("wang", "office", TOWN),
        town.seat("zhao", "office", TOWN),
    );
    let name = wang.begin_report("工作报告", 2024, &Beginning::Headings).unwrap();
    let kept = wang.save_report(&name, 1, "工作报告", "甲").unwrap();
    assert_eq!((kept.version, &*kept.template), (2, "甲"));
    let late = zhao.save_report(&name, 1, "工作报告", "乙").unwrap_err();
    assert_eq!(code(&late), "report.overtaken");
    assert!(
        late.problems()[0].message.zh.contains("wang"),
        "it is told who was first"
    );
    assert_eq!(town.owner.report(&name).unwrap().template, "甲");
    zhao.save_report(&name, 2, "工作报告", "甲乙").unwrap();
    // What is as it was makes no version, whatever it was written from.
    assert_eq!(wang.save_report(&name, 1, "工作报告", "甲乙").unwrap().version, 3);
}

#[test]
fn reports_are_written_by_offices_read_in_the_town_and_told_as_missing_in_a_village() {
    let town = Town::open();
    let name = town
        .owner
        .begin_report("工作报告", 2024, &Beginning::Headings)
        .unwrap();
    let leader = town.seat("leader", "leader", TOWN);
    assert!(leader.report(&name).is_ok() && !leader.writes_reports());
    let refused = leader.save_report(&name, 1, "工作报告", "甲").unwrap_err();
    assert_eq!(code(&refused), "forbidden");
    assert_eq!(code(&leader.freeze_report(&name, 1).unwrap_err()), "forbidden");
    let village = town.seat("li", "village", VILLAGE);
    assert_eq!(code(&village.reports().unwrap_err()), "forbidden");
    assert_eq!(code(&village.report(&name).unwrap_err()), "forbidden");
    assert_eq!(code(&village.frozen_report(&name, 1).unwrap_err()), "forbidden");
}

#[test]
fn a_report_is_frozen_as_it_was_told_and_keeps_its_moment() {
    let town = Town::open();
    proposal(&town.owner, "1");
    let name = town
        .owner
        .begin_report("工作报告", 2024, &Beginning::Headings)
        .unwrap();
    town.owner.save_report(&name, 1, "工作报告", TEMPLATE).unwrap();
    assert_eq!(
        code(&town.owner.freeze_report(&name, 1).unwrap_err()),
        "report.overtaken"
    );
    let number = town.owner.freeze_report(&name, 2).unwrap();
    proposal(&town.owner, "2");
    let frozen = town.owner.frozen_report(&name, number).unwrap();
    assert!(frozen.is_whole() && frozen.composed.markdown.contains("[1件]"));
    let changes = town.owner.changed_since(&frozen, None).unwrap();
    assert_eq!(changes[0].now.as_deref(), Some("2件"));
    let report = town.owner.report(&name).unwrap();
    assert_eq!(
        (report.version, report.frozen.len(), report.frozen[0].version),
        (3, 1, 2)
    );
    assert_eq!(report.frozen[0].digest, frozen.digest);
    assert!(
        town.owner.frozen_report(&name, 2).is_err(),
        "there is no second one"
    );
}

#[test]
fn a_frozen_figure_is_not_shown_to_who_may_not_see_it_live() {
    let town = Town::open();
    proposal(&town.owner, "1");
    let name = town
        .owner
        .begin_report("工作报告", 2024, &Beginning::Headings)
        .unwrap();
    town.owner.save_report(&name, 1, "工作报告", TEMPLATE).unwrap();
    town.owner.freeze_report(&name, 2).unwrap();
    let grants = json!([{ "packs": ["commitments"], "actions": ["read", "amend"] }]);
    let role = json!({ "zh": "督查", "en": "Supervision", "grants": grants });
    town.owner.set_thing("role", "supervisor", role).unwrap();
    let narrow = town.seat("duban", "supervisor", TOWN);
    assert!(narrow.report(&name).is_ok());
    assert_eq!(code(&narrow.frozen_report(&name, 1).unwrap_err()), "missing");
}

#[test]
fn numbers_that_no_record_put_there_are_held_against_the_records() {
    let town = Town::open();
    proposal(&town.owner, "1");
    let template = format!("{TEMPLATE}\n办理中，收到代表建议和委员提案5件。\n");
    let review = town
        .owner
        .review(&template, Some(2024), &ComposeAsk::default())
        .unwrap();
    let text = review.reading.document.text();
    let told: Vec<(&str, MarkSort)> = review
        .marks
        .iter()
        .map(|mark| (&text[mark.bytes.clone()], mark.sort))
        .collect();
    assert_eq!(told[0], ("1件", MarkSort::Bound));
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1].0, "5件");
    assert_ne!(told[1].1, MarkSort::Bound);
    assert_eq!(review.check.claims.len(), 1, "bound figures are not checked");
    assert_eq!(review.composed.loose.len(), 1);
}

#[test]
fn a_template_that_goes_round_for_ever_is_stopped() {
    let town = Town::open();
    let endless = "{% for a in range(100000) %}{% for b in range(100000) %}{{ b }}{% endfor %}{% endfor %}";
    let refused = town.owner.compose(endless, &ComposeAsk::default()).unwrap_err();
    assert!(refused.problems()[0].message.zh.contains("循环"), "{refused:?}");
    let many = "{% for a in range(5000) %}{{ value(\"proposals.received\", \"2024\") }}{% endfor %}";
    assert!(town.owner.compose(many, &ComposeAsk::default()).is_err());
}

#[test]
fn a_report_begins_with_the_text_of_an_earlier_one_told_for_its_year() {
    let town = Town::open();
    let earlier = town
        .owner
        .begin_report("2024年报告", 2024, &Beginning::Headings)
        .unwrap();
    town.owner
        .save_report(&earlier, 1, "2024年报告", TEMPLATE)
        .unwrap();
    let name = town
        .owner
        .begin_report("2025年报告", 2025, &Beginning::Earlier(earlier))
        .unwrap();
    let report = town.owner.report(&name).unwrap();
    assert!(report.template.contains("## 2025年工作回顾") && report.template.contains("\"2025\""));
    assert_eq!(
        code(
            &town
                .owner
                .begin_report(" ", 2025, &Beginning::Headings)
                .unwrap_err()
        ),
        "report.title"
    );
}
