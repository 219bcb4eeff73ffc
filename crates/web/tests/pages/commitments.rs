//! Commitments: the board and its filters, one commitment with its pace and records, a report's promises taken up.

use crate::office::{Browser, Office, TOWN};
use axum::http::StatusCode;
use desk::Asked;
use serde_json::{Map, Value as Json, json};

fn made(office: &Office, register: &str, fields: &Json) -> String {
    let fields: Map<String, Json> = fields.as_object().unwrap().clone();
    let seat = office.desk.trusted_seat("owner");
    let receipt = seat.create(register, None, fields, Asked::default()).unwrap();
    receipt.row.unwrap().id.to_string()
}

/// A commitment of a past year, confirmed for the economic office, so that its deadline has passed.
fn promised(office: &Office, title: &str, lead: &str) -> String {
    let id = made(
        office,
        "commitment",
        &json!({
            "area": TOWN, "year": 2024, "title": title, "text": title, "section": "二、工业", "kind": "target",
            "target": "5", "target_unit": "件", "bound": "ge", "indicator": "proposals.received", "indicator_match": "sure",
            "lead_office": lead, "deadline": "2024-12-31", "source_report": "2023年报告",
        }),
    );
    let seat = office.desk.trusted_seat("owner");
    let step = |name: &str| {
        seat.step(
            "commitment",
            id.parse().unwrap(),
            name,
            Map::new(),
            None,
            Asked::default(),
        )
        .unwrap()
    };
    step("confirm");
    step("take_over");
    id
}

fn proposal(office: &Office) -> String {
    made(
        office,
        "proposal",
        &json!({
            "area": TOWN, "kind": "deputy", "session": "十八届五次", "serial_number": "1", "title": "修通后山路",
            "content": "请修路。", "proposer": "张三", "received_on": "2024-03-01",
        }),
    )
}

#[tokio::test]
async fn the_board_tells_lights_with_their_reasons_and_is_narrowed() {
    let office = Office::open();
    promised(&office, "办结建议五件", "经济发展办公室");
    promised(&office, "另一件事", "农业农村办公室");
    let mut guan = office.signed_in("guan").await;
    let board = guan.get("/commitments").await.body;
    assert!(
        board.contains("红灯") && board.contains("期限已过，只完成 0%"),
        "the reason is told in words"
    );
    assert!(board.contains("办结建议五件") && board.contains("另一件事"));
    assert!(board.contains("<svg"), "how far, at a glance");
    let narrowed = guan
        .get("/commitments?year=2024&office=%E7%BB%8F%E6%B5%8E%E5%8F%91%E5%B1%95%E5%8A%9E%E5%85%AC%E5%AE%A4")
        .await
        .body;
    let (_, rows) = narrowed
        .split_once("class=\"table table-list commitments\"")
        .unwrap();
    assert!(rows.contains("办结建议五件") && !rows.contains("另一件事"));
    let green = guan.get("/commitments?year=2024&light=green").await.body;
    assert!(green.contains("没有符合条件的任务"));
    let none = guan.get("/commitments?year=2019").await.body;
    assert!(none.contains("这一年还没有任务"));
}

#[tokio::test]
async fn a_commitment_leads_to_the_records_behind_its_figure() {
    let office = Office::open();
    let id = promised(&office, "办结建议五件", "经济发展办公室");
    let record = proposal(&office);
    let mut wang = office.signed_in("wang").await;
    let page = wang.get(&format!("/commitments/{id}")).await.body;
    assert!(
        page.contains(&format!("/registers/proposal/{record}")),
        "the records themselves"
    );
    assert!(page.contains(&format!(
        "/indicators/proposals.received/lineage?place={TOWN}&amp;period=2024"
    )));
    assert!(page.contains("2023年报告") && page.contains("经济发展办公室"));
    assert!(
        page.contains("chart-target") && page.contains("stroke-dasharray"),
        "target and plan are drawn"
    );
    assert!(page.contains(&format!(
        "/registers/commitment_month/new?area={TOWN}&amp;commitment={id}"
    )));
    assert!(page.contains("/registers/supervision/new?"));
    // Who only looks is offered nothing to do.
    let looks = office
        .signed_in("guan")
        .await
        .get(&format!("/commitments/{id}"))
        .await
        .body;
    assert!(!looks.contains("/registers/supervision/new") && !looks.contains("commitment_month/new"));
    assert_eq!(
        wang.get("/commitments/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_first_page_of_the_day_tells_of_commitments_and_not_to_a_village() {
    let office = Office::open();
    promised(&office, "办结建议五件", "经济发展办公室");
    let mine = |page: &str| page.contains("id=\"commitments\"");
    assert!(mine(&office.signed_in("guan").await.get("/today").await.body));
    let village = office.signed_in("li").await.get("/today").await.body;
    assert!(!mine(&village) && !village.contains("办结建议五件"));
}

#[tokio::test]
async fn the_division_table_and_the_bulletin_are_files() {
    let office = Office::open();
    promised(&office, "办结建议五件", "经济发展办公室");
    let mut wang = office.signed_in("wang").await;
    let table = wang.get("/commitments/table.xlsx?year=2024").await;
    assert!(
        table
            .header("content-disposition")
            .contains("commitments-2024.xlsx")
    );
    let bulletin = wang.get("/commitments/papers/bulletin-2024.docx").await;
    assert!(bulletin.header("content-type").contains("wordprocessingml"));
    assert!(bulletin.body.contains("红灯1项"));
    let page = wang.get("/commitments/papers/bulletin-2024").await.body;
    assert!(page.contains("督查通报") && page.contains("bulletin-2024.pdf"));
    assert_eq!(
        wang.get("/commitments/papers/other").await.status,
        StatusCode::NOT_FOUND
    );
    let mut guan = office.signed_in("guan").await;
    assert_eq!(
        guan.get("/commitments/table.xlsx").await.status,
        StatusCode::FORBIDDEN
    );
}

const REPORT: &str = "一、2024年工作回顾\n化解矛盾纠纷20件。\n二、2025年工作任务\n\
                      计划盘活土地面积200亩以上。新建农村公厕9处。\n";

/// The form as the page shows it: names and values of its inputs.
fn filled(page: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(
            rest.split('"')
                .next()
                .unwrap()
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"),
        )
    };
    let mut form = Vec::new();
    for tag in page.split('<').filter(|tag| tag.starts_with("input ")) {
        let Some(name) = value(tag, "name").filter(|name| name.contains('.')) else {
            continue;
        };
        if !tag.contains("type=\"checkbox\"") || tag.contains(" checked") {
            form.push((name, value(tag, "value").unwrap_or_default()));
        }
    }
    for part in page.split("<select ").skip(1) {
        let name = value(&format!(" {part}"), "name").unwrap();
        let body = part.split("</select>").next().unwrap();
        let chosen = body.split("<option ").find(|option| option.contains(" selected"));
        if name.contains('.') {
            form.push((
                name,
                chosen
                    .and_then(|option| value(&format!(" {option}"), "value"))
                    .unwrap_or_default(),
            ));
        }
    }
    form
}

async fn read(browser: &mut Browser, text: &str) {
    let fields = [
        ("_do", "read"),
        ("report-text", text),
        ("name", "2024年报告"),
        ("measurable", "1"),
    ];
    let answer = browser.post("/commitments/adopt", &fields).await;
    assert_eq!(answer.location(), "/commitments/adopt", "{}", answer.body);
}

fn set(form: &mut Vec<(String, String)>, name: &str, value: &str) {
    form.retain(|(found, _)| found != name);
    form.push((name.to_owned(), value.to_owned()));
}

async fn keep(browser: &mut Browser, form: &[(String, String)]) -> crate::office::Answer {
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    fields.push(("_do", "keep"));
    browser.post("/commitments/adopt", &fields).await
}

#[tokio::test]
async fn promises_are_looked_through_mended_left_out_and_kept_together() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    read(&mut wang, REPORT).await;
    let page = wang.get("/commitments/adopt").await.body;
    assert!(page.contains("计划盘活土地面积200亩以上") && page.contains("新建农村公厕9处"));
    assert!(
        page.contains("land.revitalised"),
        "the likely indicator is suggested"
    );
    let mut form = filled(&page);
    set(&mut form, "0.lead_office", "规划建设办公室");
    set(&mut form, "0.deadline", "2025-13-45");
    let wrong = keep(&mut wang, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("第 1 条") && wrong.body.contains("规划建设办公室"),
        "nothing typed is lost"
    );
    let page = wang.get("/commitments/adopt").await.body;
    assert!(page.contains("规划建设办公室"), "not even by going away");
    set(&mut form, "0.deadline", "2025-11-30");
    form.retain(|(name, _)| name != "1.take");
    let kept = keep(&mut wang, &form).await;
    assert_eq!(kept.location(), "/commitments?year=2025", "{}", kept.body);
    let board = wang.get("/commitments?year=2025").await.body;
    assert!(board.contains("已列入 1 项任务，其中 1 项已确认分解"));
    assert!(board.contains("计划盘活土地面积200亩以上") && !board.contains("新建农村公厕9处"));
    assert!(
        wang.get("/commitments/adopt")
            .await
            .body
            .contains("name=\"report-text\""),
        "the draft is gone"
    );
    // The same report read again tells what was taken up before.
    read(&mut wang, REPORT).await;
    assert!(wang.get("/commitments/adopt").await.body.contains("先前已列入"));
}

#[tokio::test]
async fn a_report_that_says_nothing_is_told_and_what_was_pasted_stays() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let nothing = wang.post("/commitments/adopt", &[("_do", "read")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("请选择文件或粘贴报告全文"));
    let empty = wang
        .post(
            "/commitments/adopt",
            &[("_do", "read"), ("report-text", "今天天气很好。")],
        )
        .await;
    assert!(empty.body.contains("没有读出任务") && empty.body.contains("今天天气很好。"));
    let mut guan = office.signed_in("guan").await;
    assert_eq!(guan.get("/commitments/adopt").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_a_report_says_is_text_on_every_page() {
    let office = Office::open();
    let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";
    let id = promised(&office, evil, evil);
    let mut wang = office.signed_in("wang").await;
    let harmless = |page: &str| !page.contains("<script>alert") && !page.contains("<img src=x");
    for path in [
        "/commitments",
        "/commitments?by=chapter",
        "/today",
        &format!("/commitments/{id}"),
        "/commitments/papers/bulletin-2024",
    ] {
        let answer = wang.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains("alert") && harmless(&answer.body), "{path}");
    }
    read(&mut wang, &format!("二、2025年工作任务\n新建{evil}公厕9处。\n")).await;
    let page = wang.get("/commitments/adopt").await.body;
    assert!(harmless(&page), "{page}");
}
