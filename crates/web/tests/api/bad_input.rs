//! Whatever is sent, what is wrong is told as a problem, in both languages, with its place.

use crate::town::{Answer, Api, VILLAGE, api, dispute};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value as Json, json};

const RECORDS: &str = "/registers/dispute/records";

/// The answer is a problem that speaks both languages.
fn told(answer: &Answer, status: StatusCode) -> &Json {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(
        answer.headers[header::CONTENT_TYPE],
        "application/problem+json; charset=utf-8"
    );
    for key in ["title", "title_zh", "type"] {
        assert!(
            answer.body[key].as_str().is_some_and(|text| !text.is_empty()),
            "{key} in {}",
            answer.body
        );
    }
    assert!(!answer.body["title_zh"].as_str().unwrap().is_ascii());
    assert_eq!(answer.body["status"], status.as_u16());
    &answer.body
}

async fn raw(api: &Api, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", api.office));
    api.send(request.body(body.into()).unwrap()).await
}

/// What is wrong with a field, as the API tells it.
async fn about(api: &Api, field: &str, value: Json) -> Json {
    let mut fields = dispute("x", VILLAGE);
    fields[field] = value;
    let answer = api.post(RECORDS, json!({ "fields": fields })).await;
    let body = told(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    let problems = body["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{body}");
    problems[0].clone()
}

#[tokio::test]
async fn values_of_the_wrong_kind_are_told_at_their_field() {
    let api = api();
    for (field, value) in [
        ("people_count", json!("many")),
        ("people_count", json!(1.5)),
        ("people_count", json!(0)),
        ("people_count", json!([1])),
        ("money_involved", json!("1.234")),
        ("money_involved", json!("-1")),
        ("money_involved", json!("9e99")),
        ("reported_on", json!("2024-02-30")),
        ("reported_on", json!("2023-02-29")),
        ("reported_on", json!("2024-13-01")),
        ("reported_on", json!(20_240_305)),
        ("category", json!("neighbor")),
        ("category", json!({ "code": "x" })),
        ("place", json!("33022610520X")),
        ("kept", json!("maybe")),
        ("applicant_id", json!("330226199001011234")),
        ("applicant_id", json!("33022619900230001X")),
        ("applicant_phone", json!("12")),
        ("title", json!("长".repeat(101))),
        ("settled_on", json!("2024-03-05")),
        ("days_taken", json!(3)),
        ("parties", json!([{ "called": "甲", "wants": "x" }])),
        ("photos", json!(["no hash"])),
        ("colour", json!("red")),
    ] {
        if field == "reported_on" && value == json!(20_240_305) {
            // Eight digits are a day, however they are written.
            let mut fields = dispute("x", VILLAGE);
            fields[field] = value;
            assert_eq!(
                api.post(RECORDS, json!({ "fields": fields })).await.status,
                StatusCode::CREATED
            );
            continue;
        }
        let problem = about(&api, field, value.clone()).await;
        let place = problem["field"].as_str().unwrap_or_default();
        assert!(place.starts_with(field), "{field} {value}: {problem}");
        for lang in ["zh", "en"] {
            assert!(
                problem["message"][lang]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{problem}"
            );
        }
    }
    assert_eq!(
        api.get(&format!("{RECORDS}?count=true")).await.body["count"],
        1,
        "nothing else was kept"
    );
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_with_line_and_column() {
    let api = api();
    let answer = raw(&api, RECORDS, "{\n \"fields\": {\"title\": }}").await;
    assert!(
        told(&answer, StatusCode::BAD_REQUEST)["title"]
            .as_str()
            .unwrap()
            .contains("line 2")
    );
    // 矛盾 in GB18030: no UTF-8.
    let foreign = [
        b"{\"fields\": {\"title\": \"".as_slice(),
        &[0xC3, 0xAC, 0xB6, 0xDC],
        b"\"}}",
    ]
    .concat();
    told(&raw(&api, RECORDS, foreign).await, StatusCode::BAD_REQUEST);
    let deep = format!("{{\"fields\": {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    told(&raw(&api, RECORDS, deep).await, StatusCode::BAD_REQUEST);
    for body in [
        "",
        "null",
        "[]",
        "1",
        "{}",
        "{\"fields\": []}",
        "{\"fields\": {}, \"x\": 1}",
        "{\"records\": {}}",
    ] {
        told(&raw(&api, RECORDS, body).await, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_whether_or_not_it_says_so() {
    let api = api();
    let large = vec![b' '; 100 * 1024 * 1024];
    told(&raw(&api, RECORDS, large).await, StatusCode::PAYLOAD_TOO_LARGE);
    // Piece by piece, its length not said before.
    let piece = axum::body::Bytes::from(vec![b' '; 1024 * 1024]);
    let pieces = futures_util::stream::iter((0..100).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    told(
        &raw(&api, RECORDS, Body::from_stream(pieces)).await,
        StatusCode::PAYLOAD_TOO_LARGE,
    );
    assert_eq!(api.get(&format!("{RECORDS}?count=true")).await.body["count"], 0);
}

#[tokio::test]
async fn wrong_questions_are_told_as_problems_too() {
    let api = api();
    for (path, status) in [
        ("/registers/dispute/records?colour=red", StatusCode::BAD_REQUEST),
        ("/registers/dispute/records?limit=many", StatusCode::BAD_REQUEST),
        (
            "/registers/dispute/records?filter=title%20%3D%3D",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/registers/dispute/records?sort=colour",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/registers/dispute/records?after=x",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/registers/dispute/records?place=x",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/registers/dispute/records?fields=colour",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/registers/nothing/records", StatusCode::NOT_FOUND),
        ("/registers/dispute/records/x", StatusCode::NOT_FOUND),
        ("/registers/%FF/records", StatusCode::BAD_REQUEST),
        ("/indicators/nothing?period=2024", StatusCode::NOT_FOUND),
        (
            "/indicators/disputes.reported?period=2024-13",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/indicators/disputes.reported", StatusCode::UNPROCESSABLE_ENTITY),
        (
            "/indicators/disputes.reported?period=2024&by=colour",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/nothing", StatusCode::NOT_FOUND),
    ] {
        let answer = api.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        told(&answer, status);
    }
    let wrong_method = api.call(Method::DELETE, RECORDS, &api.office, &[], None).await;
    told(&wrong_method, StatusCode::METHOD_NOT_ALLOWED);
    told(
        &api.call(Method::GET, RECORDS, "", &[], None).await,
        StatusCode::UNAUTHORIZED,
    );
}
