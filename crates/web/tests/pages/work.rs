//! The pages one works from: today, loops, messages, search.

use crate::office::{Office, VILLAGE};
use axum::http::StatusCode;
use desk::Asked;
use serde_json::{Map, json};

fn dispute(office: &Office, title: &str, place: &str) -> String {
    let seat = office.desk.trusted_seat("owner");
    let fields: Map<_, _> = json!({
        "title": title, "place": place, "outline": "因排水争执", "category": "neighbour", "reported_on": "2026-03-05",
        "applicant": "张三丰", "applicant_phone": "13800001234",
    })
    .as_object()
    .unwrap()
    .clone();
    let receipt = seat.create("dispute", None, fields, Asked::default()).unwrap();
    receipt.row.unwrap().id.to_string()
}

#[tokio::test]
async fn today_tells_what_waits_for_me_apart_from_what_others_have() {
    let office = Office::open();
    dispute(&office, "屋檐滴水", VILLAGE);
    let page = office.signed_in("wang").await.get("/today").await.body;
    let (mine, others) = page.split_once("id=\"others\"").unwrap();
    assert!(mine.contains("屋檐滴水") && !others.contains("屋檐滴水"));
    let page = office.signed_in("guan").await.get("/today").await.body;
    let (mine, others) = page.split_once("id=\"others\"").unwrap();
    assert!(
        !mine.contains("屋檐滴水") && others.contains("屋檐滴水"),
        "who only looks has nothing to do"
    );
}

#[tokio::test]
async fn a_board_shows_each_case_under_its_state_and_only_what_may_be_seen() {
    let office = Office::open();
    let path = format!("/registers/dispute/{}", dispute(&office, "屋檐滴水", VILLAGE));
    dispute(&office, "外村的事", "330226105209");
    let mut li = office.signed_in("li").await;
    let board = li.get("/loops/dispute").await.body;
    let lane = board
        .split("<section class=\"lane\">")
        .find(|lane| lane.contains("待分流"))
        .unwrap();
    assert!(lane.contains("屋檐滴水") && lane.contains(&path));
    assert!(!board.contains("外村的事"));
    li.post(
        &format!("{path}/steps/triage"),
        &[("_on", "mediator"), ("mediator", "赵调解")],
    )
    .await;
    let board = li.get("/loops/dispute").await.body;
    let lane = board
        .split("<section class=\"lane\">")
        .find(|lane| lane.contains("化解中"))
        .unwrap();
    assert!(lane.contains("屋檐滴水"));
    let all = li.get("/loops").await.body;
    assert!(all.contains("七天内") && all.contains("屋檐滴水") && !all.contains("外村的事"));
    assert_eq!(li.get("/loops/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_few_characters_find_a_record_and_sensitive_ones_find_nothing() {
    let office = Office::open();
    dispute(&office, "屋檐滴水", VILLAGE);
    dispute(&office, "外村屋檐", "330226105209");
    let mut li = office.signed_in("li").await;
    let found = li.get("/search?q=%E6%BB%B4%E6%B0%B4").await.body;
    assert!(found.contains("屋檐滴水"), "滴水");
    let found = li.get("/search?q=%E6%AA%90").await.body;
    assert!(found.contains("屋檐滴水") && !found.contains("外村屋檐"), "檐");
    for secret in ["13800001234", "%E5%BC%A0%E4%B8%89%E4%B8%B0"] {
        let found = li.get(&format!("/search?q={secret}")).await.body;
        assert!(
            found.contains("没有找到") && !found.contains("屋檐滴水"),
            "{secret}"
        );
    }
    let found = li.get("/search?q=%27%20%7C%7C%20true%20%7C%7C%20%27").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(
        !found.body.contains("屋檐滴水"),
        "what is typed is never a condition"
    );
    let found = li.get("/search?q=0001").await.body;
    assert!(found.contains("屋檐滴水"), "a number finds its record");
}
