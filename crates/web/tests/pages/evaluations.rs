//! Yearly evaluations: everyone's working, what if, who is left out, keeping, and the way from publicity to confirmation.

use crate::office::{Office, VILLAGE};
use axum::http::StatusCode;
use serde_json::json;
use standards::CreditCode;

const YEAR: &str = "/evaluations/land.above_scale/2025";

/// The code of a made-up enterprise: the two check characters are found by trying.
fn enterprise(nr: u32) -> String {
    let signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let pairs = signs
        .chars()
        .flat_map(|first| signs.chars().map(move |second| (first, second)));
    let mut codes = pairs.map(|(first, second)| format!("91330226{:08}{first}{second}", 10_000_000 + nr));
    codes.find(|code| code.parse::<CreditCode>().is_ok()).unwrap()
}

/// Eight enterprises, each paying more than the one before: one is new, one below scale, one has no emissions data.
fn filled() -> (Office, Vec<String>) {
    let office = Office::open();
    office.desk.set_clock(ledger::Moment(1_772_688_000_000));
    let paths = (0..8_u32).map(|nr| {
        let mut input = json!({
            "area": VILLAGE, "year": 2025, "enterprise": enterprise(nr), "name": format!("第{nr}号企业"), "above_scale": nr != 6,
            "established_on": if nr == 7 { "2025-03-01" } else { "2010-03-01" }, "land_mu": "10", "tax": format!("{}", 1_000_000 + 100_000 * nr),
            "value_added": "8000000", "revenue": "40000000", "energy": "300", "electricity": "900000", "staff": "50",
            "rd": "1200000", "emissions": "0.2",
        });
        if nr == 5 {
            input.as_object_mut().unwrap().remove("emissions");
        }
        office.made("per_mu_input", input)
    });
    let paths = paths.collect();
    (office, paths)
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_year_shows_everyones_points_and_why_some_are_left_out() {
    let (office, paths) = filled();
    let mut wang = office.signed_in("wang").await;
    assert!(wang.get("/evaluations").await.body.contains(YEAR));
    let page = wang.get(YEAR).await.body;
    for told in [
        "第5号企业",
        "24.097",
        "缺数据，取平均",
        "未列入评价",
        "列入：规下企业亩均效益评价（3 亩以上）",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let new = page.split("<tr").find(|row| row.contains("第7号企业")).unwrap();
    assert!(
        new.contains("成立日期：2025-03-01"),
        "why it is not ranked: {new}"
    );
    let one = wang.get(&format!("{YEAR}/{}", id(&paths[0]))).await.body;
    // 10 (万元/亩) ÷ 24.097 × 30.
    for told in ["24.097", "12.4497", "÷", "×", &*paths[0]] {
        assert!(one.contains(told), "{told}");
    }
    let left_out = wang.get(&format!("{YEAR}/{}", id(&paths[6]))).await;
    assert_eq!(left_out.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_if_tells_another_score_and_writes_nothing() {
    let (office, paths) = filled();
    let mut wang = office.signed_in("wang").await;
    let one = format!("{YEAR}/{}", id(&paths[0]));
    let tried = wang.get(&format!("{one}?tax=9000000")).await.body;
    assert!(
        tried.contains("试算后") && tried.contains("90 → 112.0471"),
        "{tried}"
    );
    let odd = wang.get(&format!("{one}?tax=lots")).await.body;
    assert!(odd.contains("id=\"f-tax-wrong\"") && odd.contains("value=\"lots\""));
    let page = wang.get(&paths[0]).await.body;
    assert!(page.contains("1,000,000.00") && !page.contains("9,000,000.00"));
}

#[tokio::test]
async fn a_year_is_kept_publicised_and_objected_to_from_its_pages() {
    let (office, paths) = filled();
    let (mut wang, mut root) = (office.signed_in("wang").await, office.signed_in("root").await);
    let answer = wang.post(&format!("{YEAR}/keep"), &[]).await;
    assert_eq!(answer.location(), YEAR);
    let page = wang.get(YEAR).await.body;
    assert!(page.contains("已定档 7 家") && !page.contains("/keep"));
    let record = wang.get(&paths[1]).await.body;
    assert!(record.contains("综合得分"), "the score is kept with its record");
    for step in ["verify", "publicise"] {
        let page = root.get(YEAR).await.body;
        assert!(page.contains(&format!("{YEAR}/steps/{step}")), "{step}");
        root.post(&format!("{YEAR}/steps/{step}"), &[]).await;
        assert!(root.get(YEAR).await.body.contains("已办 7 件"), "{step}");
    }
    // Publicity is not over yet: that is told.
    root.post(&format!("{YEAR}/steps/end_publicity"), &[]).await;
    assert!(root.get(YEAR).await.body.contains("公示期未满"));
    let one = root.get(&format!("{YEAR}/{}", id(&paths[1]))).await.body;
    assert!(one.contains(&format!("{}/steps/object", paths[1])));
    let object = [("_on", "objection"), ("objection", "用地面积有误")];
    let answer = root.post(&format!("{}/steps/object", paths[1]), &object).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(root.get(YEAR).await.body.contains("异议复核"));
}

#[tokio::test]
async fn a_ranking_is_kept_from_who_sees_a_part_only_and_nobody_keeps_it_without_the_right() {
    let (office, paths) = filled();
    let mut li = office.signed_in("li").await;
    assert!(!li.get("/evaluations").await.body.contains(YEAR));
    for page in [YEAR.to_owned(), format!("{YEAR}/{}", id(&paths[0]))] {
        assert_eq!(li.get(&page).await.status, StatusCode::FORBIDDEN);
    }
    let mut guan = office.signed_in("guan").await;
    assert!(!guan.get(YEAR).await.body.contains("/keep"));
    let answer = guan.post(&format!("{YEAR}/keep"), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
