//! Reports composed of bound figures: told, frozen, made again, held against later records.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{Asked, ComposeAsk, Seat};
use serde_json::json;
use town::{Town, VILLAGE};

fn proposal(seat: &Seat, serial: &str) {
    let fields = json!({
        "area": "330226105", "kind": "deputy", "session": "十八届五次", "serial_number": serial, "title": "修路",
        "content": "请修路。", "proposer": "张三", "received_on": "2024-03-01"
    });
    let fields = fields.as_object().unwrap().clone();
    seat.create("proposal", None, fields, Asked::default())
        .unwrap_or_else(|error| panic!("{:?}", error.problems()));
}

const TEMPLATE: &str = "# {{ town }}报告\n\n收到建议{{ fig(\"proposals.received\", \"2024\") }}。\n\n{{ table(\"proposals.received\", \"2024-Q1\", by=\"month\") }}\n{{ chart(\"proposals.received\", \"2024-H1\") }}\n";

#[test]
fn a_figure_is_told_and_leads_to_its_records() {
    let town = Town::open();
    for serial in ["1", "2", "3"] {
        proposal(&town.owner, serial);
    }
    let report = town.owner.compose(TEMPLATE, &ComposeAsk::default()).unwrap();
    assert!(report.markdown.starts_with("# 岔路镇报告"), "{}", report.markdown);
    assert!(
        report
            .markdown
            .contains("收到建议[3件](fig:proposals.received?period=2024&place=330226105)。"),
        "{}",
        report.markdown
    );
    assert!(report.markdown.contains("| 3月 | [3]("), "{}", report.markdown);
    assert!(
        report
            .markdown
            .contains("![2024年上半年收到建议提案](chart:proposals-received-1)")
    );
    assert!(report.charts["proposals-received-1"].contains("<svg"));
    assert_eq!(report.loose, []);
}

#[test]
fn a_frozen_report_is_made_again_byte_for_byte_and_tells_what_changed_since() {
    let town = Town::open();
    proposal(&town.owner, "1");
    let frozen = town.owner.freeze(TEMPLATE, &ComposeAsk::default()).unwrap();
    proposal(&town.owner, "2");
    let then = ComposeAsk {
        as_of: Some(frozen.composed.as_of),
        ..ComposeAsk::default()
    };
    assert_eq!(town.owner.compose(TEMPLATE, &then).unwrap(), frozen.composed);
    assert!(frozen.is_whole());
    assert_eq!(
        town.owner
            .changed_since(&frozen, Some(frozen.composed.as_of))
            .unwrap(),
        []
    );
    let changes = town.owner.changed_since(&frozen, None).unwrap();
    let first = &changes[0];
    assert_eq!((&*first.figure.text, first.now.as_deref()), ("1件", Some("2件")));
}

#[test]
fn a_report_with_a_number_bound_to_nothing_is_not_frozen() {
    let town = Town::open();
    let refused = town
        .owner
        .freeze("# 报告\n\n另有12起正在办理。\n", &ComposeAsk::default());
    assert_eq!(refused.unwrap_err().problems()[0].code, "report.loose");
    let fixed = "# 报告\n\n{{ fixed(\"12起\") }}正在办理。\n";
    town.owner.freeze(fixed, &ComposeAsk::default()).unwrap();
}

#[test]
fn a_mistake_in_a_template_is_told_at_its_line() {
    let town = Town::open();
    let refused = town.owner.compose(
        "# 报告\n\n{{ fig(\"no.such\", \"2024\") }}\n",
        &ComposeAsk::default(),
    );
    let problems = refused.unwrap_err().problems();
    assert!(
        problems[0].message.zh.contains("第 3 行"),
        "{:?}",
        problems[0].message
    );
}

#[test]
fn a_seat_composes_only_of_what_it_may_see() {
    let town = Town::open();
    proposal(&town.owner, "1");
    let village = town.seat("cun", "village", VILLAGE);
    assert!(village.compose(TEMPLATE, &ComposeAsk::default()).is_err());
}

#[test]
fn a_draft_begins_with_every_figure_that_has_records() {
    let town = Town::open();
    proposal(&town.owner, "1");
    let draft = town.owner.draft_report(2024).unwrap();
    assert!(
        draft.contains("{{ fig(\"proposals.received\", \"2024\") }}"),
        "{draft}"
    );
    town.owner.compose(&draft, &ComposeAsk::default()).unwrap();
}
