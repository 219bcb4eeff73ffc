//! The open-government catalogue, and what stands between a draft and everyone.

use crate::office::{Browser, Office, TOWN};
use axum::http::StatusCode;
use serde_json::json;

fn office() -> Office {
    let office = Office::open();
    office.desk.set_clock(ledger::Moment(1_772_688_000_000));
    office
}

fn draft(office: &Office, title: &str, content: &str) -> String {
    office.made(
        "disclosure",
        json!({
            "area": TOWN, "title": title, "written_on": "2026-03-02", "publisher": "岔路镇人民政府", "item": "relief",
            "item_detail": "救助", "channels": ["website"], "content": content,
        }),
    )
}

async fn reviewed(browser: &mut Browser, path: &str) {
    for (step, field) in [
        ("submit", None),
        ("clear_secrecy", Some("secrecy")),
        ("clear_privacy", Some("privacy")),
    ] {
        let fields = field.map(|field| vec![("_on", field), (field, "passed")]);
        let answer = browser
            .post(&format!("{path}/steps/{step}"), &fields.unwrap_or_default())
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.body);
    }
}

#[tokio::test]
async fn what_is_published_stands_in_its_class_with_its_catalogue_fields() {
    let office = office();
    let path = draft(&office, "临时救助公示", "三月救助十二户。");
    let mut root = office.signed_in("root").await;
    let page = root.get("/disclosures").await.body;
    let open = page.split("id=\"open\"").nth(1).unwrap();
    let (open, catalogue) = open.split_once("id=\"catalogue\"").unwrap();
    assert!(open.contains("临时救助公示") && open.contains("期限"));
    assert!(!catalogue.contains("临时救助公示"));
    reviewed(&mut root, &path).await;
    let fields = [("_on", "index_number"), ("index_number", "002968082/2026-65346")];
    let answer = root.post(&format!("{path}/steps/publish"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = root.get("/disclosures?year=2026&class=relief").await.body;
    let catalogue = page.split("id=\"catalogue\"").nth(1).unwrap();
    for told in [
        "临时救助公示",
        "002968082/2026-65346",
        "主动公开",
        "2026-03-02",
        "2026-03-05",
        "岔路镇人民政府",
    ] {
        assert!(catalogue.contains(told), "{told}");
    }
    for elsewhere in ["/disclosures?class=budget", "/disclosures?year=2025"] {
        assert!(
            !root.get(elsewhere).await.body.contains("临时救助公示"),
            "{elsewhere}"
        );
    }
    let recall = [("_on", "withdraw_reason"), ("withdraw_reason", "有误")];
    root.post(&format!("{path}/steps/recall"), &recall).await;
    assert!(!root.get("/disclosures").await.body.contains("临时救助公示"));
}

#[tokio::test]
async fn personal_data_is_told_with_its_place_before_it_is_published() {
    let office = office();
    let content = "名单如下：\n张三，联系电话13800001234，卡号6222021234567894。";
    let path = draft(&office, "救助名单", content);
    let mut root = office.signed_in("root").await;
    reviewed(&mut root, &path).await;
    let step = format!("{path}/steps/publish");
    let form = root.get(&step).await.body;
    for told in ["第 2 行第 8 字", "138****1234", "6222********7894", "已逐条核对"] {
        assert!(form.contains(told), "{told}: {form}");
    }
    assert!(!form.contains("13800001234"));
    let answer = root.post(&step, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#f-_seen\""), "{}", answer.body);
    let answer = root.post(&step, &[("_seen", "1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn nothing_is_told_of_a_text_that_holds_nothing_personal() {
    let office = office();
    let content = "每亩补助 120 元，咨询电话 0574-65112345。";
    let path = draft(&office, "补助标准", content);
    let mut root = office.signed_in("root").await;
    reviewed(&mut root, &path).await;
    let form = root.get(&format!("{path}/steps/publish")).await.body;
    assert!(!form.contains("已逐条核对"));
}
