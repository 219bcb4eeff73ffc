//! The map: what lies on it, for whom, and what its page may load.

use crate::office::{Office, VILLAGE};
use axum::http::StatusCode;
use desk::Asked;
use serde_json::{Map, Value, json};
use standards::{PlaceChange, Position};

fn dispute(office: &Office, title: &str, place: &str, at: Option<[f64; 2]>) {
    let mut fields: Map<_, _> = json!({
        "title": title, "place": place, "outline": "两方争执", "category": "neighbour", "reported_on": "2026-03-05",
        "applicant": "张三丰", "applicant_phone": "13800001234",
    })
    .as_object()
    .unwrap()
    .clone();
    if let Some(at) = at {
        fields.insert("point".to_owned(), json!({ "type": "Point", "coordinates": at }));
    }
    let seat = office.desk.trusted_seat("owner");
    seat.create("dispute", None, fields, Asked::default()).unwrap();
}

fn office() -> Office {
    let office = Office::open();
    dispute(&office, "屋檐滴水", VILLAGE, Some([121.3265, 29.2395]));
    dispute(&office, "外村的事", "330226105209", Some([121.3385, 29.252]));
    dispute(&office, "没有位置", VILLAGE, None);
    office
}

#[tokio::test]
async fn what_has_a_position_lies_on_its_layer_and_leads_to_its_record() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = wang.get("/map").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("屋檐滴水") && page.body.contains("外村的事"),
        "listed for who has no script"
    );
    assert!(!page.body.contains("没有位置"));
    let layer: Value = serde_json::from_str(&wang.get("/map/layers/dispute").await.body).unwrap();
    let features = layer["features"].as_array().unwrap();
    assert_eq!(features.len(), 2);
    let first = features
        .iter()
        .find(|each| each["properties"]["name"] == "屋檐滴水")
        .unwrap();
    assert_eq!(first["geometry"]["coordinates"], json!([121.3265, 29.2395]));
    assert_eq!(first["properties"]["state"], "待分流");
    let path = first["properties"]["path"].as_str().unwrap();
    assert_eq!(wang.get(path).await.status, StatusCode::OK);
    let text = layer.to_string();
    assert!(!text.contains("13800001234") && !text.contains("张三丰") && !text.contains("138"));
}

#[tokio::test]
async fn whoever_may_not_read_a_record_does_not_get_its_point() {
    let office = office();
    let mut li = office.signed_in("li").await;
    for path in [
        "/map",
        "/map?standing=all&place=330226105209",
        "/map/layers/dispute",
        "/map/layers/dispute?standing=all",
        "/map/layers/dispute?place=330226105209",
    ] {
        let answer = li.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            !answer.body.contains("外村的事") && !answer.body.contains("121.3385"),
            "{path}"
        );
    }
    let owner = office.desk.trusted_seat("owner");
    let role =
        json!({ "zh": "安全员", "en": "Safety", "grants": [{ "packs": ["hazards"], "actions": ["read"] }] });
    owner.set_thing("role", "safety", role).unwrap();
    let person = json!({ "name": "周安", "posts": [{ "place": VILLAGE, "role": "safety" }], "active": true });
    owner.set_thing("user", "zhou", person).unwrap();
    let mut zhou = office.signed_in("zhou").await;
    assert_eq!(
        zhou.get("/map/layers/dispute").await.status,
        StatusCode::NOT_FOUND
    );
    let page = zhou.get("/map").await.body;
    assert!(page.contains("安全隐患台账") && !page.contains("矛盾纠纷台账"));
}

#[tokio::test]
async fn a_map_is_narrowed_to_a_village_to_layers_and_to_what_is_done() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let page = wang
        .get(&format!("/map?layer=dispute&place={VILLAGE}"))
        .await
        .body;
    assert!(page.contains("屋檐滴水") && !page.contains("外村的事") && !page.contains("id=\"layer-hazard\""));
    let page = wang.get("/map?layer=hazard").await.body;
    assert!(page.contains("id=\"layer-hazard\"") && !page.contains("id=\"layer-dispute\""));
    let closed = wang.get("/map/layers/dispute?standing=closed").await.body;
    assert!(!closed.contains("屋檐滴水"));
    assert_eq!(
        wang.get("/map/layers/commitment").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_map_may_start_a_worker_of_this_program_and_nothing_more() {
    let office = office();
    let mut wang = office.signed_in("wang").await;
    let map = wang.get("/map").await.header("content-security-policy");
    let other = wang.get("/today").await.header("content-security-policy");
    assert_eq!(map, format!("{other}; worker-src 'self'"));
}

#[tokio::test]
async fn the_map_opens_where_the_villages_lie() {
    let office = office();
    let owner = office.desk.trusted_seat("owner");
    for (code, longitude, latitude) in [(VILLAGE, 121.25, 29.125), ("330226105209", 121.5, 29.375)] {
        let change = PlaceChange::Lie {
            code: code.parse().unwrap(),
            position: Some(Position::new(longitude, latitude).unwrap()),
        };
        owner.change_place(&change).unwrap();
    }
    let mut li = office.signed_in("li").await;
    let villages: Value = serde_json::from_str(&li.get("/map/villages").await.body).unwrap();
    let mut bounds = [180.0_f64, 90.0, -180.0, -90.0];
    for village in villages["features"].as_array().unwrap() {
        let at = &village["geometry"]["coordinates"];
        let (longitude, latitude) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
        bounds = [
            bounds[0].min(longitude),
            bounds[1].min(latitude),
            bounds[2].max(longitude),
            bounds[3].max(latitude),
        ];
    }
    let told = bounds.map(|degrees| degrees.to_string()).join(",");
    let page = li.get("/map").await.body;
    assert!(page.contains(&format!("data-box=\"{told}\"")), "{told}");
}
