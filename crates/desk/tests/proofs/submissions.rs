//! Invariant 6, first half: the same submission sent again is one record, and a key stands for one thing.

use crate::town::{TOWN, Town, VILLAGE};
use desk::{Asked, ListAsk};
use serde_json::{Map, Value as Json, json};

fn fields(given: &Json) -> Map<String, Json> {
    given.as_object().unwrap().clone()
}

fn dispute() -> Map<String, Json> {
    fields(
        &json!({ "title": "x", "place": VILLAGE, "outline": "x", "category": "neighbour",
        "applicant": "张三丰", "applicant_phone": "13800001234" }),
    )
}

fn keyed(key: &str) -> Asked {
    Asked {
        idem: Some(key.to_owned()),
        ..Asked::default()
    }
}

#[test]
fn a_submission_sent_by_many_connections_at_once_is_one_record() {
    let town = Town::open();
    let wang = town.seat("wang", "office", TOWN);
    let ids: Vec<String> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    wang.create("dispute", None, dispute(), keyed("phone-1"))
                        .unwrap()
                        .row
                        .unwrap()
                        .id
                        .to_string()
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(town.count("dispute"), 1);
    town.whole();
}

#[test]
fn a_key_stands_for_one_thing() {
    let town = Town::open();
    let wang = town.seat("wang", "office", TOWN);
    let make = |key: &str| {
        wang.create("dispute", None, dispute(), keyed(key))
            .unwrap()
            .row
            .unwrap()
            .id
    };
    let (one, two) = (make("a"), make("b"));
    let amend = |id, key: &str| {
        wang.amend(
            "dispute",
            id,
            1,
            fields(&json!({ "mediator": key })),
            None,
            keyed("c"),
        )
    };
    assert!(amend(one, "甲").is_ok());
    assert!(amend(one, "甲").unwrap().repeated);
    assert!(amend(two, "甲").is_err(), "another record");
    let zhao = town.seat("zhao", "office", TOWN);
    assert!(
        zhao.create("dispute", None, dispute(), keyed("a")).is_err(),
        "another person"
    );
    assert!(
        wang.create("hazard", None, dispute(), keyed("a")).is_err(),
        "another register"
    );
    let triage = |key: &str| {
        wang.step(
            "dispute",
            one,
            "triage",
            fields(&json!({ "mediator": "甲" })),
            None,
            keyed(key),
        )
    };
    assert!(triage("d").is_ok());
    let attempt = wang.step(
        "dispute",
        one,
        "attempt",
        Map::new(),
        Some("x".to_owned()),
        keyed("d"),
    );
    assert!(attempt.is_err(), "another step");
    assert!(
        wang.step(
            "dispute",
            one,
            "attempt",
            Map::new(),
            Some("x".to_owned()),
            keyed("e")
        )
        .is_ok()
    );
    assert!(
        wang.withdraw("dispute", one, false, "x", keyed("e")).is_err(),
        "another deed"
    );
}

#[test]
fn each_reveal_is_journalled_whatever_key_it_is_sent_under() {
    let town = Town::open();
    let wang = town.seat("wang", "office", TOWN);
    let id = wang
        .create("dispute", None, dispute(), Asked::default())
        .unwrap()
        .row
        .unwrap()
        .id;
    let reveal = |field: &str| wang.reveal("dispute", id, &[field.to_owned()], "制作文书", keyed("r"));
    let mut shown = Vec::new();
    for field in ["applicant", "applicant_phone"] {
        if let Ok(clear) = reveal(field) {
            shown.extend(clear.keys().cloned().collect::<Vec<_>>());
        }
    }
    let journal = town.owner.journal(0, 1000).unwrap();
    for field in shown {
        let told = journal
            .iter()
            .any(|line| line.text.contains("\"reveal\"") && line.text.contains(&format!("\"{field}\"")));
        assert!(told, "{field} was shown and nobody will know");
    }
}

#[test]
fn a_batch_of_which_one_is_refused_is_not_kept_at_all() {
    let town = Town::open();
    let wang = town.seat("wang", "office", TOWN);
    let head = town.desk.wait_past(u64::MAX, std::time::Duration::ZERO);
    let bad = fields(&json!({ "title": "x", "place": VILLAGE }));
    let records = [dispute(), bad, dispute()]
        .into_iter()
        .map(|record| (None, record, Asked::default()))
        .collect();
    let refused = wang.create_all("dispute", records).unwrap_err();
    assert_eq!(refused.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1]);
    assert_eq!(town.desk.wait_past(u64::MAX, std::time::Duration::ZERO), head);
    assert_eq!(wang.count("dispute", &ListAsk::default()).unwrap(), 0);
    town.whole();
}
