//! Monthly checks: a round village by village, its points as one goes, its ranking and its bulletin.

use crate::office::{Answer, Browser, Office};
use axum::http::StatusCode;
use serde_json::json;

const LI: &str = "330226105208";
const OTHER: &str = "330226105209";
const NEW: &str = "/registers/environment_check/new";
const ROUND: &str = "/checks/environment_check/2026-03";

fn office() -> Office {
    let office = Office::open();
    // The 5th of March 2026.
    office.desk.set_clock(ledger::Moment(1_772_688_000_000));
    office
}

/// What a check's form sends: items and how many were found.
fn walked<'a>(village: &'a str, month: &'a str, day: &'a str, wish: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("_do", wish),
        ("village", village),
        ("month", month),
        ("checked_on", day),
        ("inspectors", "王芳"),
        ("_walked.findings", "1"),
    ];
    let on = ["village", "month", "checked_on", "inspectors", "findings"];
    fields.extend(on.map(|name| ("_on", name)));
    fields
}

async fn check(browser: &mut Browser, village: &str, month: &str, piles: &str, wish: &str) -> Answer {
    let day = format!("{month}-04");
    let mut fields = walked(village, month, &day, wish);
    fields.push(("findings[piles].count", piles));
    browser.post(NEW, &fields).await
}

#[tokio::test]
async fn a_round_tells_which_villages_are_done_and_leads_from_one_to_the_next() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = wang.get(ROUND).await.body;
    assert!(page.contains("已检 0") && page.contains(&format!("village={LI}&amp;month=2026-03")));
    let answer = check(&mut wang, LI, "2026-03", "3", "another").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let next = answer.location();
    assert!(
        next.starts_with(NEW) && next.contains(&format!("village={OTHER}")) && next.contains("inspectors="),
        "{next}"
    );
    // What is the same at the next place stands there already.
    let form = wang.get(&next).await.body;
    assert!(form.contains("value=\"王芳\"") && form.contains("value=\"2026-03\""));
    let page = wang.get(ROUND).await.body;
    assert!(page.contains("已检 1") && !page.contains(&format!("village={LI}&amp;month")));
    assert!(wang.get("/checks").await.body.contains(ROUND));
    for missing in ["/checks/dispute/2026-03", "/checks/environment_check/soon"] {
        assert_eq!(wang.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn the_server_works_the_points_out_with_script_and_without() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let form = wang.get(NEW).await.body;
    for told in ["村庄清洁", "垃圾分类", "每处", "最多", "data-totals"] {
        assert!(form.contains(told), "{told}");
    }
    // 3 × 0.5 for piles; any open burning loses all 5.
    let sent = |wish| {
        let mut fields = walked(LI, "2026-03", "2026-03-04", wish);
        fields.extend([
            ("findings[piles].count", "3"),
            ("findings[open_burning].count", "1"),
        ]);
        fields
    };
    let total = wang.post(NEW, &sent("total")).await;
    assert_eq!(total.status, StatusCode::OK);
    assert!(
        total.body.contains("<strong>93.5</strong>") && !total.body.contains("<html"),
        "{}",
        total.body
    );
    let again = wang.post(NEW, &sent("again")).await.body;
    assert!(again.contains("<strong>93.5</strong>") && again.contains("<html"));
    // What cannot be read yet is not counted, and nothing was written.
    let odd = check(&mut wang, LI, "", "很多", "total").await;
    assert_eq!(odd.status, StatusCode::OK);
    assert!(wang.get(ROUND).await.body.contains("已检 0"));
}

#[tokio::test]
async fn a_month_is_ranked_beside_the_one_before_with_its_relapses() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    three_villages(&mut wang).await;
    for found_on in ["2026-01-10", "2026-03-04"] {
        office.made(
            "environment_defect",
            json!({ "village": OTHER, "found_on": found_on, "category": "piles", "spot": "桥头", "description": "杂物堆放" }),
        );
    }
    let page = wang.get(ROUND).await.body;
    let ranking = page.split("id=\"ranking\"").nth(1).unwrap();
    let row = |place: &str| {
        let code = place.parse().unwrap();
        let places = office.desk.places();
        let name = places.name(code, office.desk.now().date()).unwrap();
        let mut rows = ranking.split("<tr>");
        rows.find(|row| row.contains(name)).unwrap().to_owned()
    };
    assert!(
        row(LI).contains("+3.0") && row(LI).contains("升 1 位"),
        "{}",
        row(LI)
    );
    let relapsed = row(OTHER);
    assert!(
        relapsed.contains("降 1 位") && relapsed.contains("复发 1"),
        "{relapsed}"
    );
    assert!(relapsed.contains("f.relapse=yes&amp;f.found_on.from=2026-03-01"));
    let bulletin = wang.get(&format!("{ROUND}/bulletin")).await.body;
    for told in ["关于2026年3月", "前三名", "得分与名次", "复发问题1处", "/publish"] {
        assert!(bulletin.contains(told), "{told}");
    }
    let file = wang.get(&format!("{ROUND}/bulletin.pdf")).await;
    assert_eq!(file.header("content-type"), "application/pdf");
    let none = wang.get(&format!("{ROUND}/notice")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// Three villages in February and March: the first gains, the second loses.
async fn three_villages(browser: &mut Browser) {
    for (village, before, now) in [(LI, "8", "2"), (OTHER, "2", "6"), ("330226105215", "0", "0")] {
        for (month, piles) in [("2026-02", before), ("2026-03", now)] {
            let made = check(browser, village, month, piles, "submit").await;
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        }
    }
}

#[tokio::test]
async fn a_round_is_made_known_at_once_each_village_by_its_own_step() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    three_villages(&mut wang).await;
    let answer = wang.post(&format!("{ROUND}/publish"), &[]).await;
    assert_eq!(answer.location(), ROUND);
    let page = wang.get(ROUND).await.body;
    assert!(page.contains("已办 3 件") && page.contains("已通报整改中"));
    assert!(page.contains("已销号"), "full points are published and closed");
    let best = page.split("前三名").nth(1).unwrap();
    let record = best.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let record = wang.get(record).await.body;
    assert!(record.contains("全镇名次"), "the rank is kept");
    assert!(
        record.contains(&format!("href=\"{ROUND}\"")),
        "a check leads back to its round"
    );
    let bulletin = wang.get(&format!("{ROUND}/bulletin")).await.body;
    assert!(!bulletin.contains("/publish"));
}

#[tokio::test]
async fn whoever_looks_after_one_village_sees_its_check_and_no_ranking() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    for village in [LI, OTHER] {
        check(&mut wang, village, "2026-03", "1", "submit").await;
    }
    let mut li = office.signed_in("li").await;
    let page = li.get(ROUND).await.body;
    assert!(page.contains("应检 1，已检 1") && page.contains("只有看得到全镇的岗位"));
    assert!(!page.contains("前三名") && !page.contains("/bulletin"));
    let bulletin = li.get(&format!("{ROUND}/bulletin")).await;
    assert_eq!(bulletin.status, StatusCode::NOT_FOUND);
    let publish = li.post(&format!("{ROUND}/publish"), &[]).await;
    assert_eq!(publish.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_photo_of_an_item_is_kept_with_it() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let token = wang.token();
    let mut fields = walked(LI, "2026-03", "2026-03-04", "submit");
    fields.extend([("_token", &*token), ("findings[piles].count", "1")]);
    let mut body = String::new();
    for (name, text) in fields {
        body.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str("--cut\r\nContent-Disposition: form-data; name=\"findings[piles].photo\"; filename=\"柴堆.png\"\r\nContent-Type: image/png\r\n\r\npicture\r\n--cut--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=cut")];
    let answer = wang.send("POST", NEW, &kind, body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location();
    assert!(wang.get(&path).await.body.contains("alt=\"柴堆.png\""));
    let edit = wang.get(&format!("{path}/edit")).await.body;
    assert!(edit.contains("findings[piles].photo") && edit.contains("保留 柴堆.png"));
}
