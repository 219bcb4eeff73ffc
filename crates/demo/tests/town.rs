//! The whole demo town, made once for all tests: its figures, its book, its clock, its people.
#![allow(clippy::unwrap_used, clippy::panic)]

use demo::{Plan, check, make};
use desk::{Asked, Desk, ListAsk, Town, rebuild, verify};
use serde_json::{Map, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static TOWN: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("town");
    make(&town, Plan::default(), &mut |_, _| {})
        .unwrap_or_else(|error| panic!("{error}"))
        .desk
        .close();
    (folder, town)
});

fn open(folder: &Path) -> Arc<Desk> {
    Arc::new(Desk::open(Town::open(folder).unwrap()).unwrap())
}

#[test]
fn every_published_figure_is_the_live_one() {
    let desk = open(&TOWN.1);
    let lines = check(&desk.trusted_seat("owner")).unwrap();
    let differing: Vec<String> = lines
        .iter()
        .filter(|line| !line.agrees)
        .map(|line| {
            let published = &line.published;
            format!("{} {}: {:?}", published.zh, published.value, line.live)
        })
        .collect();
    assert!(lines.len() > 15);
    assert_eq!(differing, Vec::<String>::new());
}

#[test]
fn the_book_is_whole_and_the_replay_agrees_with_what_is_kept() {
    let desk = open(&TOWN.1);
    let chain = verify(&desk, &mut |_, _| {}).unwrap();
    assert_eq!(chain.difference, None);
    let replayed = rebuild(&desk, &mut |_, _| {}).unwrap();
    assert_eq!(replayed.difference, None);
    assert_eq!(replayed.entries, chain.entries);
}

#[test]
fn its_day_goes_on_from_the_end_of_its_book_and_it_says_that_it_is_made_up() {
    let desk = open(&TOWN.1);
    let exhibit = desk.exhibit().unwrap().unwrap();
    assert_eq!(desk.now().date(), exhibit.today);
    assert!(exhibit.notice.zh.contains("演示"));
    assert!(!exhibit.notice.en.is_empty());
}

#[test]
fn a_matter_is_told_in_order_and_was_made_by_a_person_at_a_post() {
    let desk = open(&TOWN.1);
    let seat = desk.trusted_seat("owner");
    let (records, _) = seat
        .list(
            "dispute",
            &ListAsk {
                limit: Some(20),
                ..ListAsk::default()
            },
        )
        .unwrap();
    for record in &records {
        let id = record.id.parse().unwrap();
        let history = seat.history("dispute", id).unwrap();
        assert!(history.windows(2).all(|pair| pair[0].at <= pair[1].at));
        assert!(history[0].post.is_some(), "made by a person at a post");
    }
}

#[test]
fn people_work_on_where_the_story_ends() {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("copy");
    open(&TOWN.1).town().backup(&town).unwrap();
    let desk = open(&town);
    let seat = desk.seat("cun250").unwrap().unwrap();
    let fields: Map<_, _> = json!({
        "title": "新的纠纷", "place": "330226105250", "outline": "两户争执", "category": "neighbour",
    })
    .as_object()
    .cloned()
    .unwrap();
    let receipt = seat.create("dispute", None, fields, Asked::default()).unwrap();
    let made = receipt.row.unwrap();
    desk.close();
    let again = open(&town);
    assert!(again.now() > made.created_at);
    assert!(
        again
            .seat("cun250")
            .unwrap()
            .unwrap()
            .get("dispute", made.id)
            .is_ok()
    );
    assert!(verify(&again, &mut |_, _| {}).unwrap().difference.is_none());
}

#[test]
fn the_same_seed_makes_the_same_town_and_another_seed_another() {
    let folder = tempfile::tempdir().unwrap();
    let link = |name: &str, seed| {
        let plan = Plan {
            seed,
            until: Some(jiff::civil::date(2024, 1, 12)),
            ..Plan::default()
        };
        let made = make(&folder.path().join(name), plan, &mut |_, _| {}).unwrap();
        let audit = verify(&made.desk, &mut |_, _| {}).unwrap();
        (audit.entries, audit.link)
    };
    let first = link("first", 1);
    assert_eq!(first, link("second", 1));
    assert_ne!(first.1, link("third", 2).1);
}

#[test]
fn a_larger_town_has_so_many_times_the_everyday_matters() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str, scale| {
        let plan = Plan {
            scale,
            until: Some(jiff::civil::date(2024, 1, 9)),
            ..Plan::default()
        };
        let made = make(&folder.path().join(name), plan, &mut |_, _| {}).unwrap();
        let seat = made.desk.trusted_seat("owner");
        seat.count("hazard", &ListAsk::default()).unwrap()
    };
    let one = made("one", 1);
    assert!(one > 20);
    assert_eq!(made("three", 3), 3 * one);
}

#[test]
fn a_town_that_is_there_is_left_alone() {
    let error = make(&TOWN.1, Plan::default(), &mut |_, _| {}).err().unwrap();
    assert!(error.to_string().contains("already"), "{error}");
}
