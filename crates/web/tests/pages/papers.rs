//! Papers made of records: offered where they belong, masked unless issued for a reason, missing for who may not see the record.

use crate::office::{Office, TOWN};
use axum::http::StatusCode;
use serde_json::json;

fn request(office: &Office) -> String {
    office.made(
        "disclosure_request",
        json!({
            "area": TOWN, "applicant": "张三丰", "phone": "13800001234", "channel": "desk", "wanted_title": "征地补偿标准",
            "wanted": "请公开补偿标准",
        }),
    )
}

#[tokio::test]
async fn a_record_offers_the_papers_its_pack_makes_of_it_with_sensitive_values_masked() {
    let office = Office::open();
    let path = request(&office);
    let mut wang = office.signed_in("wang").await;
    let page = wang.get(&path).await.body;
    assert!(page.contains(&format!("{path}/papers/correction_notice.pdf")) && page.contains("补正告知书"));
    let paper = wang.get(&format!("{path}/papers/correction_notice")).await.body;
    assert!(paper.contains("征地补偿标准") && !paper.contains("张三丰"));
    let file = wang.get(&format!("{path}/papers/correction_notice.docx")).await;
    assert!(file.header("content-type").contains("wordprocessingml"));
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment") && disposition.contains("filename*=UTF-8''"));
    assert!(!file.body.contains("张三丰"));
    let none = wang.get(&format!("{path}/papers/nothing.pdf")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_paper_in_clear_takes_a_reason_and_the_right_and_is_told_in_the_history() {
    let office = Office::open();
    let path = request(&office);
    let issue = |reason: &'static str| {
        [
            ("document", "correction_notice"),
            ("reason", reason),
            ("_do", "pdf"),
        ]
    };
    let mut wang = office.signed_in("wang").await;
    let papers = format!("{path}/papers");
    assert_eq!(
        wang.post(&papers, &issue(" ")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let paper = wang.post(&papers, &issue("寄送告知书")).await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.body.contains("张三丰") && !paper.body.contains("13800001234"));
    let page = wang.get(&path).await.body;
    assert!(page.contains("寄送告知书") && !page.contains("张三丰"));
    let mut guan = office.signed_in("guan").await;
    assert_eq!(
        guan.post(&papers, &issue("看看")).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_step_that_makes_papers_offers_them_right_after() {
    let office = Office::open();
    let path = request(&office);
    let mut wang = office.signed_in("wang").await;
    let answer = wang
        .post(
            &format!("{path}/steps/ask_correction"),
            &[("_on", "correction"), ("correction", "请写明文号")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = wang.get(&answer.location()).await.body;
    let made = page.split("id=\"made\"").nth(1).unwrap();
    assert!(made.split("</section>").next().unwrap().contains("补正告知书"));
    assert!(!wang.get(&path).await.body.contains("id=\"made\""));
}

#[tokio::test]
async fn papers_of_a_record_that_may_not_be_seen_are_missing() {
    let office = Office::open();
    let elsewhere = office.made(
        "dispute",
        json!({
            "title": "外村的事", "place": "330226105209", "outline": "两户争执", "category": "neighbour", "people_count": 2,
        }),
    );
    let mut li = office.signed_in("li").await;
    for name in ["agreement", "agreement.pdf"] {
        let answer = li.get(&format!("{elsewhere}/papers/{name}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(!answer.body.contains("外村的事"));
    }
}
