//! Indicators as people read them: the figure, its parts, the records behind it, and what is not told to whom.

use crate::office::{Browser, Office, TOWN, VILLAGE};
use axum::http::StatusCode;
use desk::Asked;
use serde_json::{Map, json};

const OTHER: &str = "330226105209";
/// 5 March 2026.
const CLOCK: i64 = 1_772_688_000_000;

/// An office with three disputes of 2026 and one of 2025.
fn office() -> Office {
    let office = Office::open();
    office.desk.set_clock(ledger::Moment(CLOCK));
    for (title, place, category, day) in [
        ("屋檐滴水", VILLAGE, "neighbour", "2026-01-08"),
        ("老树遮光", VILLAGE, "neighbour", "2026-02-11"),
        ("工资拖欠", OTHER, "labour", "2026-02-20"),
        ("去年的事", OTHER, "labour", "2025-02-03"),
    ] {
        dispute(&office, title, place, category, day);
    }
    office
}

fn dispute(office: &Office, title: &str, place: &str, category: &str, day: &str) -> String {
    let fields: Map<_, _> = json!({
        "title": title, "place": place, "outline": "两方争执", "category": category, "reported_on": day,
    })
    .as_object()
    .unwrap()
    .clone();
    let seat = office.desk.trusted_seat("owner");
    let receipt = seat.create("dispute", None, fields, Asked::default()).unwrap();
    receipt.row.unwrap().id.to_string()
}

/// The text of a page without its tags.
fn text(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for each in page.chars() {
        match each {
            '<' => inside = true,
            '>' => inside = false,
            each if !inside => text.push(each),
            _ => {}
        }
    }
    text
}

/// The first row of a table that fits.
fn row(page: &str, fits: impl Fn(&str) -> bool) -> &str {
    let rows = page.split("<tr>").skip(1);
    rows.map(|row| row.split("</tr>").next().unwrap())
        .find(|row| fits(row))
        .unwrap()
}

async fn body(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", text(&answer.body));
    answer.body
}

#[tokio::test]
async fn the_list_tells_each_figure_beside_the_same_days_of_the_year_before_and_is_searched() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = body(&mut wang, "/indicators").await;
    assert!(text(&page).contains("2026年（至3月5日）"));
    let line = row(&page, |row| row.contains("受理矛盾纠纷"));
    let told = text(line);
    assert!(
        told.contains("3件") && told.contains("1件") && told.contains("+200%"),
        "{told}"
    );
    assert!(line.contains("/indicators/disputes.reported/lineage?period=2025-01-01%2F2025-03-05"));
    let found = body(&mut wang, "/indicators?q=%E6%8E%92%E6%9F%A5%E7%9F%9B%E7%9B%BE").await;
    assert!(
        found.contains("受理矛盾纠纷") && !found.contains("排查隐患"),
        "by what it is also called"
    );
    assert!(text(&body(&mut wang, "/indicators?q=nothing").await).contains("没有这样的指标"));
    assert!(text(&body(&mut wang, "/indicators?year=2025&part=1-12").await).contains("2025年"));
}

#[tokio::test]
async fn a_figure_is_broken_down_and_each_part_leads_to_its_own_records() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = body(&mut wang, "/indicators/disputes.reported?period=2026&by=category").await;
    let line = row(&page, |row| text(row).trim_start().starts_with("邻里"));
    assert!(text(line).contains('2'));
    assert!(line.contains("only=category%3Aneighbour"), "{line}");
    let cross = body(
        &mut wang,
        "/indicators/disputes.reported?period=2026&by=place&by=category",
    )
    .await;
    let line = row(&cross, |row| text(row).contains("湖头村"));
    let cells: Vec<String> = line
        .split("<td")
        .skip(1)
        .map(|cell| text(&format!("<td{cell}")))
        .collect();
    assert_eq!(
        cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>(),
        ["1", "0", "1"]
    );
    let months = body(&mut wang, "/indicators/disputes.reported?period=2026&by=month").await;
    assert!(months.contains("<svg") && text(&months).contains("3月"));
    let table = months.split("<tbody>").nth(1).unwrap();
    assert!(
        text(table).contains("3月") && !text(table).contains("4月"),
        "what has not begun is not told as zero"
    );
    let lines = "/indicators/disputes.reported?year=2026&part=days&from=2026-02-11&to=2026-02-12";
    assert!(text(&body(&mut wang, lines).await).contains("2026年2月11日—2026年2月12日"));
}

#[tokio::test]
async fn a_figures_records_are_those_that_add_up_to_it() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = body(&mut wang, "/indicators/disputes.reported/lineage?period=2026-02").await;
    assert!(page.contains("老树遮光") && page.contains("工资拖欠") && !page.contains("屋檐滴水"));
    assert!(text(&page).contains("逐条加总与指标一致"));
    let record = page
        .split("href=\"")
        .find(|part| part.starts_with("/registers/dispute/0"))
        .unwrap();
    let record = record.split('"').next().unwrap();
    assert!(body(&mut wang, record).await.contains("两方争执"));
    let none = body(&mut wang, "/indicators/disputes.reported/lineage?period=2020").await;
    assert!(text(&none).contains("没有计入的记录"));
    let rate = body(
        &mut wang,
        "/indicators/disputes.settlement_rate/lineage?period=2026",
    )
    .await;
    assert!(
        rate.contains("/indicators/disputes.reported/lineage?period=2026"),
        "a rate leads to its parts"
    );
}

#[tokio::test]
async fn what_is_not_reported_is_told_as_missing_and_never_as_nothing() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = body(&mut wang, "/indicators/economy.gross_output?period=2026").await;
    let told = text(&page);
    assert!(
        told.contains("缺报") && told.contains("1月、2月") && !told.contains("1月、2月、3月"),
        "{told}"
    );
    let great = page.split("figure-great").nth(1).unwrap();
    assert!(!text(great.split("</p>").next().unwrap()).contains('0'));
    let places = body(&mut wang, "/indicators/economy.gross_output?period=2026&by=place").await;
    assert!(text(&places).contains("下级区划不单独报送"));
}

#[tokio::test]
async fn a_cadre_is_told_the_figures_of_the_own_village_and_of_no_other() {
    let office = office();
    let mut li = office.signed_in("li").await;
    let page = body(&mut li, "/indicators/disputes.reported").await;
    assert!(text(&page).contains("下畈村") && text(&page).contains("2件"));
    for path in [
        format!("/indicators/disputes.reported?period=2026&place={OTHER}"),
        format!("/indicators/disputes.reported?period=2026&place={TOWN}&by=place"),
        format!("/indicators/disputes.reported/lineage?period=2026&place={OTHER}"),
        format!("/indicators/disputes.reported/lineage?period=2026&place={TOWN}"),
    ] {
        let answer = li.get(&path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!answer.body.contains("工资拖欠"), "{path}");
    }
    let beside = body(
        &mut li,
        &format!("/indicators/compare?i=disputes.reported&place={OTHER}&place={VILLAGE}"),
    )
    .await;
    assert!(text(&beside).contains("您的岗位看不到这里的数"));
    let list = body(&mut li, "/indicators").await;
    assert!(text(&list).contains("2件") && !text(&list).contains("3件"));
}

#[tokio::test]
async fn a_line_of_business_that_may_not_be_seen_is_told_as_missing() {
    let office = office();
    let owner = office.desk.trusted_seat("owner");
    let role =
        json!({ "zh": "安全员", "en": "Safety", "grants": [{ "packs": ["hazards"], "actions": ["read"] }] });
    owner.set_thing("role", "safety", role).unwrap();
    let person = json!({ "name": "周安", "posts": [{ "place": TOWN, "role": "safety" }], "active": true });
    owner.set_thing("user", "zhou", person).unwrap();
    let mut zhou = office.signed_in("zhou").await;
    let list = body(&mut zhou, "/indicators").await;
    assert!(list.contains("排查隐患") && !list.contains("受理矛盾纠纷"));
    for path in [
        "/indicators/disputes.reported",
        "/indicators/disputes.reported/lineage",
        "/indicators/disputes.reported/figures.csv",
    ] {
        assert_eq!(zhou.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let beside = body(&mut zhou, "/indicators/compare?i=disputes.reported").await;
    assert!(text(&beside).contains("先选要比较的指标"));
}

#[tokio::test]
async fn figures_and_their_records_are_taken_out_by_who_may() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let file = wang
        .get("/indicators/disputes.reported/figures.csv?period=2026&by=place")
        .await;
    assert!(
        file.header("content-disposition")
            .contains("disputes.reported-2026.csv")
    );
    assert!(
        file.body.contains("下畈村,2") && file.body.contains("湖头村,1"),
        "{}",
        file.body
    );
    let file = wang
        .get("/indicators/disputes.reported/lineage.jsonl?period=2026-01")
        .await;
    assert!(file.body.contains("屋檐滴水") && file.body.lines().count() == 1);
    assert_eq!(
        wang.get("/indicators/disputes.reported/secrets.csv").await.status,
        StatusCode::NOT_FOUND
    );
    let mut guan = office.signed_in("guan").await;
    let answer = guan
        .get("/indicators/disputes.reported/figures.csv?period=2026")
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let page = body(&mut guan, "/indicators/disputes.reported").await;
    assert!(
        !page.contains("figures.csv"),
        "what one may not do is not offered"
    );
}

#[tokio::test]
async fn a_figure_can_be_kept_as_of_a_moment() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = body(&mut wang, "/indicators/disputes.reported?period=2026").await;
    let kept = page
        .split("href=\"")
        .find(|part| part.contains("as_of="))
        .unwrap();
    let kept = kept.split('"').next().unwrap().replace("&amp;", "&");
    dispute(&office, "后来补的", VILLAGE, "neighbour", "2026-01-20");
    assert!(text(&body(&mut wang, "/indicators/disputes.reported?period=2026").await).contains("4件"));
    let then = body(&mut wang, &kept).await;
    assert!(
        text(&then).contains("3件") && text(&then).contains("之后的补录"),
        "{kept}"
    );
}

#[tokio::test]
async fn a_figure_is_looked_at_as_the_book_stood_on_a_day() {
    const DAY: i64 = 86_400_000;
    /// 1 March 2100: what was written while the office was set up lies before, whenever the test runs.
    const LATER: i64 = 4_107_542_400_000;
    let office = office();
    let day = ledger::Moment(LATER).date();
    office.desk.set_clock(ledger::Moment(LATER + DAY));
    dispute(&office, "第二天补的", VILLAGE, "neighbour", "2026-01-20");
    office.desk.set_clock(ledger::Moment(LATER + 2 * DAY));
    let mut wang = office.signed_in("wang").await;
    let path = "/indicators/disputes.reported?period=2026&as_of_day=";
    let next = day.tomorrow().unwrap();
    for (day, figure) in [(day, "3件"), (next, "4件")] {
        let page = body(&mut wang, &format!("{path}{day}")).await;
        assert!(text(&page).contains(figure), "{day}");
        assert!(page.contains(&format!("value=\"{day}\"")), "the day stays chosen");
    }
    let page = text(&body(&mut wang, &format!("{path}{next}")).await);
    assert!(
        page.contains(&format!("（{next} ")),
        "when the last entry was written is told"
    );
    let page = text(&body(&mut wang, &format!("{path}2000-01-01")).await);
    assert!(page.contains("之后的补录") && !page.contains("3件"));
    assert!(
        page.contains("流水第 0 号 ·"),
        "before the first entry nothing was written: {page}"
    );
    let today = next.tomorrow().unwrap();
    let page = text(&body(&mut wang, &format!("{path}{today}")).await);
    assert!(
        page.contains("4件") && !page.contains("之后的补录"),
        "today is now"
    );
}

#[tokio::test]
async fn a_period_that_cannot_be_read_is_told_above_the_figure() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = body(
        &mut wang,
        "/indicators/disputes.reported?part=days&from=2026-03-01&to=2026-02-01",
    )
    .await;
    assert!(text(&page).contains("截止日不早于起始日") && page.contains("role=\"alert\""));
    assert_eq!(
        wang.get("/indicators/nothing").await.status,
        StatusCode::NOT_FOUND
    );
    let answer = wang.get("/indicators/disputes.reported?by=colour").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn several_figures_stand_side_by_side() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let path = format!(
        "/indicators/compare?i=disputes.reported&i=disputes.settled&place={VILLAGE}&place={OTHER}&year=2025&year=2026&part=1-2"
    );
    let page = body(&mut wang, &path).await;
    let line = row(&page, |row| text(row).contains("受理矛盾纠纷 · 湖头村"));
    let told = text(line);
    assert!(told.contains("1件1件"), "{told}");
    assert!(page.contains("<svg") && text(&page).contains("2026年1—2月"));
    let mixed = body(
        &mut wang,
        "/indicators/compare?i=disputes.reported&i=economy.gross_output",
    )
    .await;
    assert!(text(&mixed).contains("单位不同"));
}
