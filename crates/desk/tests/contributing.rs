//! The worked example of CONTRIBUTING.md does what is told of it there.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{Asked, Seat};
use ledger::RecordId;
use serde_json::{Map, Value as Json, json};
use town::{TOWN, Town, VILLAGE};

const REGISTER: &str = "cover_fault";

/// The pack, as it stands on the page.
fn example() -> pack::Pack {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../CONTRIBUTING.md");
    let text = std::fs::read_to_string(page).unwrap();
    let (_, rest) = text.split_once("```toml\n").unwrap();
    let (source, _) = rest.split_once("```").unwrap();
    let parsed = pack::parse(source);
    let wrong: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|remark| remark.render("CONTRIBUTING.md", source, pack::Lang::En, false))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    parsed.pack.unwrap()
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

/// The record's version after the step, or why it was refused.
fn step(seat: &Seat, id: RecordId, name: &str, given: Json) -> Result<(), String> {
    seat.step(REGISTER, id, name, object(given), None, Asked::default())
        .map(drop)
        .map_err(|error| error.to_string())
}

#[test]
fn a_fault_goes_through_the_loop_of_the_example_and_is_counted() {
    let town = Town::open();
    town.owner.adopt_pack(&example()).unwrap();
    let village = town.seat("li", "village", VILLAGE);
    let office = town.seat("wang", "office", TOWN);

    let given = json!({ "area": VILLAGE, "spot": "村口桥头", "fault": "缺失" });
    let made = village
        .create(REGISTER, None, object(given), Asked::default())
        .unwrap();
    let row = made.row.unwrap();
    let (id, number) = (row.id, row.number.unwrap());
    assert!(
        number.starts_with("井盖〔") && number.ends_with("0001"),
        "{number}"
    );
    // Missing covers have two hours.
    let due = village.get(REGISTER, id).unwrap();
    assert_eq!(due.state.as_deref(), Some("found"));

    assert!(
        step(&village, id, "send", json!({})).is_err(),
        "someone must be named"
    );
    step(&village, id, "send", json!({ "mender": "赵师傅" })).unwrap();
    step(&village, id, "mend", json!({})).unwrap();
    assert!(
        step(&village, id, "recheck", json!({})).is_err(),
        "nobody signs off what they made"
    );
    step(&office, id, "recheck", json!({})).unwrap();

    let year = town.desk.now().date().year().to_string();
    assert_eq!(town.figure("covers.mended", &year).as_deref(), Some("1"));
    town.whole();
}
