//! Reports: begun, edited, checked while they are written, saved by one of two, frozen and fetched; and any text held against
//! the records.

use crate::office::{Browser, Office, TOWN};
use axum::http::StatusCode;
use desk::Asked;
use serde_json::json;

const TEMPLATE: &str =
    "# 报告\n\n## 2024年工作回顾\n\n收到建议{{ fig(\"proposals.received\", \"2024\") }}。\n";

fn proposal(office: &Office, serial: &str) {
    let fields = json!({
        "area": TOWN, "kind": "deputy", "session": "十八届五次", "serial_number": serial, "title": "修路",
        "content": "请修路。", "proposer": "张三", "received_on": "2024-03-01",
    });
    let seat = office.desk.trusted_seat("owner");
    seat.create(
        "proposal",
        None,
        fields.as_object().unwrap().clone(),
        Asked::default(),
    )
    .unwrap();
}

async fn begun(browser: &mut Browser) -> String {
    let fields = [
        ("title", "2024年工作报告"),
        ("year", "2024"),
        ("with", "headings"),
    ];
    let answer = browser.post("/reports/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location()
}

async fn act(
    browser: &mut Browser,
    path: &str,
    base: &str,
    template: &str,
    wish: &str,
) -> crate::office::Answer {
    let fields = [
        ("title", "2024年工作报告"),
        ("template", template),
        ("_base", base),
        ("_do", wish),
    ];
    browser.post(path, &fields).await
}

#[tokio::test]
async fn a_report_is_begun_edited_previewed_checked_saved_frozen_and_fetched() {
    let office = Office::open();
    proposal(&office, "1");
    let mut wang = office.signed_in("wang").await;
    assert!(wang.get("/reports").await.body.contains("还没有报告"));
    let path = begun(&mut wang).await;
    let text = format!("{TEMPLATE}\n办理中，另收到委员提案5件。\n");
    let shown = act(&mut wang, &path, "1", &text, "preview").await.body;
    assert!(shown.contains(&format!(
        "/indicators/proposals.received/lineage?period=2024&amp;place={TOWN}"
    )));
    assert!(shown.contains("told-bound") && shown.contains(">1件<"));
    assert!(shown.contains("没有绑定的数字") && shown.contains("5件"));
    let refused = act(&mut wang, &path, "1", &text, "freeze").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("5件") && refused.body.contains("没有绑定指标"),
        "it is told which number is loose"
    );
    let frozen = act(&mut wang, &path, "2", TEMPLATE, "freeze").await;
    assert_eq!(frozen.location(), format!("{path}/frozen/1"), "{}", frozen.body);
    let page = wang.get(&frozen.location()).await.body;
    assert!(page.contains("没有变化") && page.contains("/frozen/1/papers/paper.pdf"));
    proposal(&office, "2");
    let page = wang.get(&frozen.location()).await.body;
    assert!(
        page.contains("1件") && page.contains("2件"),
        "what has changed since is told"
    );
    let paper = wang.get(&format!("{path}/frozen/1/papers/paper.docx")).await;
    assert!(paper.header("content-type").contains("wordprocessingml"));
    assert!(paper.body.contains("[1件]"), "the paper is as it was told");
    assert!(wang.get("/reports").await.body.contains("第 1 次定稿"));
    assert_eq!(
        wang.get(&format!("{path}/frozen/9")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn who_saves_second_loses_nothing_and_sees_what_was_saved_first() {
    let office = Office::open();
    let (mut wang, mut root) = (office.signed_in("wang").await, office.signed_in("root").await);
    let path = begun(&mut wang).await;
    assert_eq!(
        act(&mut wang, &path, "1", "甲写的", "save").await.location(),
        path
    );
    let late = act(&mut root, &path, "1", "乙写的", "save").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for told in [
        "王芳",
        "别人先保存了",
        "<ins>甲写的</ins>",
        "乙写的",
        "name=\"_base\" value=\"2\"",
    ] {
        assert!(late.body.contains(told), "{told}");
    }
    let again = root.get(&path).await.body;
    assert!(
        again.contains("乙写的") && again.contains("别人先保存了"),
        "not even by going away"
    );
    assert_eq!(
        act(&mut root, &path, "2", "甲乙写的", "save").await.location(),
        path
    );
    let saved = wang.get(&path).await.body;
    assert!(saved.contains("甲乙写的") && !saved.contains("别人先保存了"));
}

#[tokio::test]
async fn what_is_typed_is_kept_by_itself_for_its_writer_alone() {
    let office = Office::open();
    let (mut wang, mut root) = (office.signed_in("wang").await, office.signed_in("root").await);
    let path = begun(&mut wang).await;
    let kept = act(&mut wang, &path, "1", "写到一半", "autosave").await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert!(wang.get(&path).await.body.contains("写到一半"));
    assert!(!root.get(&path).await.body.contains("写到一半"));
    act(&mut wang, &path, "1", "写到一半", "drop").await;
    assert!(!wang.get(&path).await.body.contains("写到一半"));
}

#[tokio::test]
async fn a_figure_is_found_by_its_name_and_put_at_the_end_without_script() {
    let office = Office::open();
    proposal(&office, "1");
    let mut wang = office.signed_in("wang").await;
    let path = begun(&mut wang).await;
    let fields = [
        ("title", "报告"),
        ("template", "正文"),
        ("_base", "1"),
        ("q", "收到建议"),
        ("_do", "find"),
    ];
    let found = wang.post(&path, &fields).await.body;
    assert!(found.contains("proposals.received") && found.contains("insert:proposals.received"));
    let inserted = act(&mut wang, &path, "1", "正文", "insert:proposals.received")
        .await
        .body;
    assert!(inserted.contains("正文\n\n{{ fig(&quot;proposals.received&quot;, &quot;2024&quot;) }}"));
    let piece = wang
        .get("/reports/figures?q=%E6%94%B6%E5%88%B0%E5%BB%BA%E8%AE%AE&year=2024")
        .await
        .body;
    assert!(piece.contains("proposals.received") && !piece.contains("<html"));
}

#[tokio::test]
async fn a_mistake_in_the_text_is_told_at_its_line_and_the_text_stays() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = begun(&mut wang).await;
    let wrong = act(
        &mut wang,
        &path,
        "1",
        "一\n{{ fig(\"no.such\", \"2024\") }}",
        "preview",
    )
    .await
    .body;
    assert!(wrong.contains("模板第 2 行") && wrong.contains("no.such"));
}

#[tokio::test]
async fn who_may_not_write_reads_and_a_village_sees_none() {
    let office = Office::open();
    let path = begun(&mut office.signed_in("wang").await).await;
    let mut guan = office.signed_in("guan").await;
    let page = guan.get(&path).await.body;
    assert!(page.contains("您的岗位可以看") && !page.contains("<textarea"));
    assert_eq!(
        act(&mut guan, &path, "1", "改", "save").await.status,
        StatusCode::FORBIDDEN
    );
    let mut li = office.signed_in("li").await;
    for page in ["/reports", &*path, "/reports/new"] {
        assert_eq!(li.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    assert!(!li.get("/today").await.body.contains("href=\"/reports\""));
}

#[tokio::test]
async fn any_text_is_held_against_the_records_and_given_back_with_comments() {
    let office = Office::open();
    proposal(&office, "1");
    let mut wang = office.signed_in("wang").await;
    let nothing = wang.post("/reports/check", &[("report-text", " ")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = "一、2024年工作回顾\n全年收到建议提案7件。";
    let checked = wang
        .post("/reports/check", &[("report-text", text), ("year", "2024")])
        .await
        .body;
    assert!(
        checked.contains("told-differs") && checked.contains("7件"),
        "{checked}"
    );
    assert!(
        checked.contains("/indicators/proposals.received/lineage?"),
        "and leads to its records"
    );
    let (_, rest) = checked.split_once("name=\"content\" value=\"").unwrap();
    let content = rest.split('"').next().unwrap();
    let fields = [("name", "text.txt"), ("content", content), ("year", "2024")];
    let file = wang.post("/reports/check/comments", &fields).await;
    assert!(
        file.header("content-type").contains("wordprocessingml"),
        "{}",
        file.body
    );
}

#[tokio::test]
async fn what_a_report_says_is_text_on_every_page() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = begun(&mut wang).await;
    let evil = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>12起";
    let harmless = |page: &str| !page.contains("<script>alert") && !page.contains("<img src=x");
    let fixed = "# 报告\n\n</textarea><script>alert(1)</script><img src=x onerror=alert(2)>\n\n[x](javascript:alert(3))\n";
    for (text, wish) in [(evil, "preview"), (evil, "save"), (fixed, "preview")] {
        let base = if wish == "save" { "1" } else { "2" };
        let answer = act(&mut wang, &path, base, text, wish).await;
        assert!(harmless(&answer.body), "{}", answer.body);
        assert!(!answer.body.contains("href=\"javascript:"));
    }
    let page = wang.get(&path).await.body;
    assert!(page.contains("alert(1)") && harmless(&page));
    let answer = act(&mut wang, &path, "2", fixed, "freeze").await;
    if answer.status == StatusCode::SEE_OTHER {
        assert!(harmless(&wang.get(&answer.location()).await.body));
    }
    let checked = wang.post("/reports/check", &[("report-text", evil)]).await.body;
    assert!(checked.contains("alert") && harmless(&checked));
    let title = [
        ("title", "<script>alert(9)</script>"),
        ("year", "2024"),
        ("with", "headings"),
    ];
    wang.post("/reports/new", &title).await;
    assert!(harmless(&wang.get("/reports").await.body));
}
