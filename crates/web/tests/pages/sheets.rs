//! Ledgers brought in and forms filled through pages, as browsers without script do it.

use crate::office::{Browser, Office, VILLAGE};
use axum::http::StatusCode;
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use sheet::{Limits, open};

const HEADER: &str = "纠纷名称,发生地,简要情况,类别,涉及人数,受理日期\n";
const FIRST: &str = "排水沟改道,下畈村,两户争执,邻里,3,2024-03-05\n";
const SECOND: &str = "山林界址,湖头村,界址不清,山林土地,2,2024-03-06\n";
const WRONG: &str = "没有村的事,没有村,不知何处,邻里,2,2024-03-07\n";

/// Sends a ledger and answers with its address.
async fn send(browser: &mut Browser, rows: &str) -> String {
    let ledger = format!("2024年纠纷台账\n{HEADER}{rows}合计,,,,5,\n注：每月报送\n");
    let file = ("纠纷台账.csv", ledger.as_bytes());
    let answer = browser
        .post_file("/imports", &[("register", "dispute")], file)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location()
}

/// Asks for a page until the work it tells of has ended.
async fn ready(browser: &mut Browser, path: &str) -> String {
    let mut patience = 200;
    loop {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        if answer.header("refresh").is_empty() {
            return answer.body;
        }
        patience -= 1;
        assert!(patience > 0, "{path} is never ready");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_ledger_is_looked_at_brought_in_and_taken_back() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = send(&mut wang, &format!("{FIRST}{SECOND}{WRONG}")).await;
    let page = ready(&mut wang, &path).await;
    for told in [
        "每一列是什么",
        "合计行",
        "脚注",
        "没有村",
        "有 1 行不能导入",
        "导入 2 行",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!wang.get("/registers/dispute").await.body.contains("排水沟改道"));
    assert!(wang.get("/imports").await.body.contains("待确认"));

    let back = wang.get(&format!("{path}/returned/0")).await;
    assert!(back.header("content-disposition").contains("%E9%80%80%E5%9B%9E"));
    let workbook = open(&back.bytes, &Limits::default()).unwrap().workbook;
    assert!(!workbook.sheets.is_empty());

    let answer = wang.post(&format!("{path}/keep"), &[("mode", "each")]).await;
    assert_eq!(answer.location(), path);
    let page = ready(&mut wang, &path).await;
    assert!(page.contains("已导入") && page.contains("没有村"));
    let made = wang.get(&format!("{path}?show=created")).await.body;
    assert!(made.contains("看这条记录"));
    assert!(wang.get("/registers/dispute").await.body.contains("排水沟改道"));
    assert_eq!(wang.get("/imports").await.body.matches("纠纷台账.csv").count(), 1);

    let answer = wang
        .post(&format!("{path}/back"), &[("reason", "传错了文件")])
        .await;
    assert_eq!(answer.location(), path);
    let page = wang.get(&path).await.body;
    assert!(page.contains("作废 2 条") && page.contains("传错了文件"));
    assert!(!wang.get("/registers/dispute").await.body.contains("排水沟改道"));
}

#[tokio::test]
async fn what_a_person_chooses_for_a_column_holds_and_is_remembered() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = send(&mut wang, FIRST).await;
    ready(&mut wang, &path).await;
    let said = [
        ("register", "dispute"),
        ("_column.0", "纠纷名称"),
        ("_field.0", "title"),
        ("_column.1", "发生地"),
        ("_field.1", "place"),
        ("_column.2", "简要情况"),
        ("_field.2", ""),
        ("_column.3", "类别"),
        ("_field.3", "category"),
        ("_column.4", "涉及人数"),
        ("_field.4", "people_count"),
        ("_column.5", "受理日期"),
        ("_field.5", "reported_on"),
        ("_on", "outline"),
        ("outline", "旧台账没有写"),
        ("_key", "title"),
    ];
    wang.post(&format!("{path}/plan"), &said).await;
    let page = ready(&mut wang, &path).await;
    assert!(
        page.contains("旧台账没有写") && page.contains("导入 1 行"),
        "{page}"
    );
    wang.post(&format!("{path}/keep"), &[("mode", "each")]).await;
    ready(&mut wang, &path).await;

    let again = send(&mut wang, &SECOND.replace("山林界址", "排水沟改道")).await;
    let page = ready(&mut wang, &again).await;
    assert!(
        page.contains("更新 1 条") && page.contains("旧台账没有写"),
        "{page}"
    );
}

#[tokio::test]
async fn a_ledger_is_nobody_elses_and_who_may_not_bring_in_is_told_so() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = send(&mut wang, FIRST).await;
    ready(&mut wang, &path).await;
    let mut root = office.signed_in("root").await;
    assert_eq!(root.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        root.get(&format!("{path}/returned/0")).await.status,
        StatusCode::NOT_FOUND
    );
    let mut guan = office.signed_in("guan").await;
    assert!(guan.get("/imports").await.body.contains("您的岗位不能导入"));
    let today = guan.get("/today").await.body;
    assert!(!today.contains("href=\"/imports\"") && !today.contains("href=\"/forms\""));
    let answer = guan
        .post_file(
            "/imports",
            &[("register", "dispute")],
            ("a.csv", HEADER.as_bytes()),
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(guan.get("/forms").await.status, StatusCode::FORBIDDEN);
    assert_eq!(wang.get("/packs/infer").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_sent_without_a_file_is_shown_again_with_what_is_missing() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let answer = wang.post("/imports", &[("register", "hazard")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("请选择表格文件"));
    assert!(answer.body.contains("<option value=\"hazard\" selected>"));
}

/// What a hostile file would do is refused, and the page says so.
#[tokio::test]
async fn hostile_files_are_refused_on_the_page() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    for (name, content) in hostile() {
        let answer = wang
            .post_file("/imports", &[("register", "dispute")], (name, &content))
            .await;
        let page = ready(&mut wang, &answer.location()).await;
        assert!(page.contains("没有读成"), "{name}: {page}");
        let answer = wang
            .post_file(
                "/forms",
                &[("title", "表"), ("due_days", "5"), ("minutes", "5")],
                (name, &content),
            )
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
}

/// A bomb, an external entity, and no workbook at all.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    use std::io::Write as _;
    let package = |sheet: &[u8]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let parts: [(&str, &[u8]); 4] = [
            ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#),
            ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
            ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        for (name, content) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let bomb = vec![b' '; 36 << 20];
    let entity = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>"#;
    vec![
        ("bomb.xlsx", package(&bomb)),
        ("entity.xlsx", package(entity)),
        ("none.xlsx", b"PK\x03\x04 no workbook".to_vec()),
    ]
}

#[tokio::test]
async fn a_formula_that_came_in_as_text_leaves_as_text() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let path = send(&mut wang, &FIRST.replace("排水沟改道", "\"=cmd|' /C calc'!A0\"")).await;
    ready(&mut wang, &path).await;
    wang.post(&format!("{path}/keep"), &[("mode", "each")]).await;
    ready(&mut wang, &path).await;
    let csv = wang.get("/registers/dispute/export.csv").await.body;
    assert!(csv.contains("cmd|"), "{csv}");
    assert!(!csv.contains(",=cmd") && !csv.contains(",\"=cmd"), "{csv}");
}

/// A form with a row for each village.
fn villages() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").unwrap();
    let cell = Format::new().set_border(FormatBorder::Thin);
    sheet
        .merge_range(0, 0, 0, 2, "矛盾纠纷化解情况统计表", &Format::new())
        .unwrap();
    sheet.write_string(1, 0, "填报单位：").unwrap();
    let rows = [
        ["村名", "化解矛盾纠纷（件）", "电话回访次数"],
        ["下畈村", "", ""],
        ["湖头村", "", ""],
    ];
    for (row, values) in (2..).zip(rows) {
        for (column, value) in (0..).zip(values) {
            if value.is_empty() {
                sheet.write_blank(row, column, &cell).unwrap();
            } else {
                sheet.write_string_with_format(row, column, value, &cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

const ABOUT: [(&str, &str); 6] = [
    ("title", "化解月报"),
    ("asked_by", "县委政法委"),
    ("every", "month"),
    ("due_days", "5"),
    ("minutes", "90"),
    ("purpose", "figures"),
];

/// Settles a dispute of a village in March 2024.
fn settled(office: &Office) {
    let fields = serde_json::json!({ "title": "屋檐滴水", "place": VILLAGE, "outline": "因排水争执", "category": "neighbour",
        "reported_on": "2024-03-05", "settled_on": "2024-03-09", "outcome": "settled" });
    let owner = office.desk.trusted_seat("owner");
    let fields = fields.as_object().cloned().unwrap();
    owner
        .bring("dispute", None, fields, desk::Asked::default())
        .unwrap();
}

#[tokio::test]
async fn a_form_is_taken_in_confirmed_filled_sent_and_compared() {
    let office = Office::open();
    settled(&office);
    let mut wang = office.signed_in("wang").await;
    let answer = wang.post_file("/forms", &ABOUT, ("月报.xlsx", &villages())).await;
    assert_eq!(answer.location(), "/forms/form-1/answers", "{}", answer.body);
    let page = wang.get("/forms/form-1/answers").await.body;
    assert!(page.contains("电话回访次数") && page.contains("待确认"));
    let row = page.split("电话回访次数").nth(1).unwrap();
    let at = row.split("_give.").nth(1).unwrap().split('"').next().unwrap();
    let (give, text) = (format!("_give.{at}"), format!("_text.{at}"));
    let asked = [(&*give, "ask"), (&*text, "调解中心"), ("_do", "all")];
    let answer = wang.post("/forms/form-1/answers", &asked).await;
    assert_eq!(answer.location(), "/forms/form-1", "{}", answer.body);

    let page = wang.get("/forms/form-1/fill?period=2024-03").await.body;
    assert!(
        page.contains("/indicators/disputes.settled/lineage?place=330226105208&amp;period=2024-03"),
        "{page}"
    );
    assert!(page.contains("调解中心"));
    let fill = |act| [("period", "2024-03"), ("_do", act)];
    let file = wang.post("/forms/form-1/fill", &fill("notes")).await;
    let workbook = open(&file.bytes, &Limits::default()).unwrap().workbook;
    assert_eq!(workbook.sheets[0].value("B4".parse().unwrap()).to_string(), "1");
    let answer = wang.post("/forms/form-1/fill", &fill("send")).await;
    assert_eq!(answer.location(), "/forms/form-1");
    assert!(wang.get("/forms/form-1").await.body.contains("王芳"));

    settled(&office);
    let page = wang.get("/forms/form-1/fill?period=2024-03").await.body;
    let changed = page.split("id=\"changes\"").nth(1).unwrap();
    assert!(changed.contains("表!B4"), "{page}");
    let page = wang.get("/forms").await.body;
    assert!(
        page.contains("化解月报") && page.contains("县委政法委") && page.contains("2024年4月"),
        "{page}"
    );
}

#[tokio::test]
async fn an_answer_that_names_no_indicator_is_told_and_not_kept() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    wang.post_file("/forms", &ABOUT, ("月报.xlsx", &villages())).await;
    let said = [("_give.0", "other"), ("_text.0", "没有这个指标")];
    let answer = wang.post("/forms/form-1/answers", &said).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("没有指标“没有这个指标”"), "{}", answer.body);
}

#[tokio::test]
async fn a_ledger_drafts_a_pack_that_is_mended_adopted_and_filled_from_it() {
    let office = Office::open();
    let mut root = office.signed_in("root").await;
    let ledger = "窨井盖台账\n编号,村,位置,病害,发现日期\nA1,下畈村,村口,缺失,2024-03-01\nA2,湖头村,桥头,破损,2024-03-02\nA3,下畈村,后山,缺失,2024-03-03\nA4,下畈村,田边,破损,2024-03-04\n";
    let file = ("井盖.csv", ledger.as_bytes());
    let answer = root
        .post_file("/packs/infer", &[("name", "Covers 1")], file)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = root
        .post_file("/packs/infer", &[("name", "covers")], file)
        .await
        .location();
    let page = root.get(&path).await.body;
    assert!(
        page.contains("猜了什么，为什么") && page.contains("窨井盖台账"),
        "{page}"
    );
    let area = page.split("name=\"text\"").nth(1).unwrap();
    let text = area
        .split_once('>')
        .unwrap()
        .1
        .split("</textarea>")
        .next()
        .unwrap()
        .trim_start();
    let text = text
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");

    let wrong = text.replacen("type = \"date\"", "type = \"gold\"", 1);
    let answer = root.post(&path, &[("text", &wrong), ("_do", "adopt")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<mark>"), "{}", answer.body);
    assert!(
        root.get(&path).await.body.contains("gold"),
        "what was typed is kept"
    );

    let answer = root.post(&path, &[("text", &text), ("_do", "check")]).await;
    assert!(answer.body.contains("新业务包"), "{}", answer.body);
    let answer = root.post(&path, &[("text", &text), ("_do", "adopt")]).await;
    let import = answer.location();
    assert!(import.starts_with("/imports/"), "{}", answer.body);
    let page = ready(&mut root, &import).await;
    assert!(page.contains("导入 4 行"), "{page}");
    root.post(&format!("{import}/keep"), &[("mode", "all")]).await;
    ready(&mut root, &import).await;
    let list = root.get("/registers/covers").await.body;
    assert!(list.contains("共 4 条"), "{list}");
}

/// A list of persons, to be filled in clear.
fn roster() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("名册").unwrap();
    let cell = Format::new().set_border(FormatBorder::Thin);
    sheet
        .merge_range(0, 0, 0, 1, "矛盾纠纷当事人名册", &Format::new())
        .unwrap();
    for (column, title) in (0..).zip(["纠纷名称", "申请人电话"]) {
        sheet.write_string_with_format(1, column, title, &cell).unwrap();
        for row in 2..6 {
            sheet.write_blank(row, column, &cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_form_in_clear_wants_a_reason_first_and_its_page_stays_masked() {
    let office = Office::open();
    let fields = serde_json::json!({ "title": "屋檐滴水", "place": VILLAGE, "outline": "因排水争执", "category": "neighbour",
        "reported_on": "2024-03-05", "applicant_phone": "13800001234" });
    let owner = office.desk.trusted_seat("owner");
    let fields = fields.as_object().cloned().unwrap();
    owner
        .bring("dispute", None, fields, desk::Asked::default())
        .unwrap();
    let mut wang = office.signed_in("wang").await;
    let about = ABOUT.map(|(name, value)| (name, if name == "purpose" { "clear" } else { value }));
    let answer = wang.post_file("/forms", &about, ("名册.xlsx", &roster())).await;
    assert_eq!(answer.location(), "/forms/form-1/answers", "{}", answer.body);
    let said = [
        ("_give.0", "r:dispute"),
        ("_on.0", "reported_on"),
        ("_give.1", "f:title"),
        ("_give.2", "f:applicant_phone"),
        ("_do", "all"),
    ];
    let answer = wang.post("/forms/form-1/answers", &said).await;
    assert_eq!(answer.location(), "/forms/form-1", "{}", answer.body);

    let before = office.desk.wait_past(u64::MAX, std::time::Duration::ZERO);
    let page = wang.get("/forms/form-1/fill?period=2024-03").await.body;
    assert!(
        page.contains("用明文的理由") && !page.contains("屋檐滴水"),
        "{page}"
    );
    let bare = [("period", "2024-03"), ("reason", " ")];
    let answer = wang.post("/forms/form-1/fill", &bare).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(office.desk.wait_past(u64::MAX, std::time::Duration::ZERO), before);

    let told = [("period", "2024-03"), ("reason", "发放慰问金")];
    let page = wang.post("/forms/form-1/fill", &told).await.body;
    assert!(
        page.contains("屋檐滴水") && !page.contains("13800001234"),
        "{page}"
    );
    let file = [
        ("period", "2024-03"),
        ("reason", "发放慰问金"),
        ("_do", "download"),
    ];
    let file = wang.post("/forms/form-1/fill", &file).await;
    let workbook = open(&file.bytes, &Limits::default()).unwrap().workbook;
    assert_eq!(
        workbook.sheets[0].value("B3".parse().unwrap()).to_string(),
        "13800001234"
    );
    let mut root = office.signed_in("root").await;
    let journal = root.get("/settings/journal?by=wang&act=reveal").await.body;
    assert!(journal.contains("href=\"/registers/dispute/") && !journal.contains("13800001234"));
}
