//! What old ledgers tell: matters settled long ago, matters still open, dates that are stated instead of stamped.

use super::{Town, VILLAGE};
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

/// A dispute as an old ledger has it, with `more` columns.
fn dispute(more: Json) -> Json {
    let mut row = json!({ "title": "宅基地边界", "place": VILLAGE, "outline": "两户争一墙", "category": "neighbour",
        "reported_on": "2024-03-05" });
    if let (Json::Object(row), Json::Object(more)) = (&mut row, more) {
        row.extend(more);
    }
    row
}

fn settled() -> Json {
    dispute(
        json!({ "state": "已销号", "outcome": "达成协议", "agreement": "以现墙为界",
        "settled_on": "2024-03-20", "followed_up_on": "2024-04-01", "closed_on": "2024-04-02" }),
    )
}

#[test]
fn a_settled_matter_counts_on_the_day_it_was_settled_and_no_clock_runs_for_it() {
    let mut town = Town::open("2025-01-10");
    let (id, warnings) = town.bring("dispute", None, settled()).expect("brought in");
    let at = ("dispute", id);
    assert_eq!((town.state(at), warnings), ("closed", vec![]));
    assert_eq!(town.value(at, "days_taken"), "15");
    assert_eq!(town.figure("disputes.settled", 2024, (3, 3)), Some(Decimal::ONE));
    assert_eq!(town.figure("disputes.settled", 2025, (1, 1)), Some(Decimal::ZERO));
    assert_eq!(town.figure("disputes.open", 2024, (3, 3)), Some(Decimal::ZERO));
    assert_eq!(town.row(at).number.as_deref(), Some("岔调〔2024〕0001"));
    town.wait_until("2026-01-10");
    assert_eq!(town.row(at).version, 1, "nothing happened by itself");
}

#[test]
fn the_latest_date_tells_the_state_where_none_is_stated() {
    let mut town = Town::open("2025-01-10");
    let row = dispute(json!({ "outcome": "settled", "agreement": "以现墙为界", "settled_on": "2025-01-05" }));
    let (id, _) = town.bring("dispute", None, row).expect("brought in");
    assert_eq!(town.state(("dispute", id)), "settled");
    assert_eq!(
        town.due_on(("dispute", id)),
        Some(date(2025, 2, 4)),
        "thirty days from the day it was settled"
    );
}

#[test]
fn a_limit_that_has_passed_is_marked_at_once_and_lifts_nothing() {
    let mut town = Town::open("2025-01-10");
    let row = dispute(json!({ "outcome": "settled", "agreement": "以现墙为界", "settled_on": "2024-03-20" }));
    let (id, _) = town.bring("dispute", None, row).expect("brought in");
    let at = ("dispute", id);
    assert!(town.is_overdue(at));
    town.wait_until("2025-06-01");
    assert_eq!((town.row(at).version, town.level(at)), (1, "village"));
}

#[test]
fn an_open_matter_gets_its_limit_from_the_day_it_is_brought_in_and_goes_on_here() {
    let mut town = Town::open("2025-01-10");
    let (id, _) = town
        .bring(
            "dispute",
            None,
            dispute(json!({ "state": "化解中", "level": "town", "mediator": "老李" })),
        )
        .expect("brought in");
    let at = ("dispute", id);
    assert_eq!(
        (town.level(at), town.due_on(at)),
        ("town", Some(date(2025, 1, 25)))
    );
    town.step(
        "wang",
        at,
        "settle",
        json!({ "outcome": "settled", "agreement": "以现墙为界", "parties": [{ "called": "甲" }, { "called": "乙" }] }),
    );
    assert_eq!(town.value(at, "settled_on"), "2025-01-10");
}

#[test]
fn an_old_ledger_states_a_matter_again_until_a_step_is_taken_here() {
    let mut town = Town::open("2025-01-10");
    let (id, _) = town
        .bring(
            "dispute",
            None,
            dispute(json!({ "state": "mediating", "mediator": "老李" })),
        )
        .expect("brought in");
    let at = ("dispute", id);
    assert_eq!(
        town.bring("dispute", Some(id), dispute(json!({ "state": "mediating" }))),
        Err("unchanged: nothing would change".to_owned())
    );
    town.bring("dispute", Some(id), settled())
        .expect("the ledger has been kept on");
    assert_eq!(town.state(at), "closed");
    assert_eq!(town.figure("disputes.settled", 2024, (1, 12)), Some(Decimal::ONE));
    let corrected =
        json!({ "settled_on": "2024-05-20", "followed_up_on": "2024-06-01", "closed_on": "2024-06-02" });
    town.bring("dispute", Some(id), dispute(corrected))
        .expect("a correction, though the state is locked");
    assert_eq!(town.figure("disputes.settled", 2024, (3, 3)), Some(Decimal::ZERO));
    assert_eq!(town.figure("disputes.settled", 2024, (5, 5)), Some(Decimal::ONE));

    town.step("wang", at, "reopen", json!({}));
    let refusal = town
        .bring("dispute", Some(id), settled())
        .expect_err("it is handled here now");
    assert!(refusal.starts_with("brought.moved-on"), "{refusal}");
    town.bring("dispute", Some(id), dispute(json!({ "location": "村东" })))
        .expect("ordinary fields go on");
}

#[test]
fn what_has_not_happened_yet_or_has_no_name_is_refused() {
    let mut town = Town::open("2025-01-10");
    let refusal =
        |town: &mut Town, more: Json| town.bring("dispute", None, dispute(more)).expect_err("refused");
    let future = refusal(
        &mut town,
        json!({ "settled_on": "2025-02-01", "outcome": "settled" }),
    );
    assert!(future.starts_with("brought.future"), "{future}");
    let unknown = refusal(&mut town, json!({ "state": "快好了" }));
    assert!(
        unknown.starts_with("standing.unknown") && unknown.contains("Mediating"),
        "{unknown}"
    );
    let computed = refusal(&mut town, json!({ "days_taken": 3 }));
    assert!(computed.starts_with("field.automatic"), "{computed}");
}

#[test]
fn a_state_without_its_date_is_told_because_figures_leave_it_out() {
    let mut town = Town::open("2025-01-10");
    let (_, warnings) = town
        .bring("dispute", None, dispute(json!({ "state": "closed" })))
        .expect("brought in");
    assert_eq!(warnings, ["brought.undated"]);
    assert_eq!(
        town.figure("disputes.settled", 2024, (1, 12)),
        Some(Decimal::ZERO)
    );
}

#[test]
fn an_old_number_is_kept_and_the_series_goes_on_after_it() {
    let mut town = Town::open("2025-01-10");
    let (old, _) = town
        .bring("dispute", None, dispute(json!({ "number": "岔调〔2024〕0041" })))
        .expect("brought in");
    let (next, _) = town
        .bring("dispute", None, dispute(json!({})))
        .expect("brought in");
    let number = |id| town.row(("dispute", id)).number.clone();
    assert_eq!(number(old).as_deref(), Some("岔调〔2024〕0041"));
    assert_eq!(number(next).as_deref(), Some("岔调〔2024〕0042"));
}
