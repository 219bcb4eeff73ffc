//! What administrators set, and that nobody else does.

use crate::office::{Office, TOWN, VILLAGE};
use axum::http::StatusCode;

const PAGES: [&str; 9] = [
    "/settings/people",
    "/settings/people/new",
    "/settings/people/li",
    "/settings/places",
    "/settings/places/330226105208",
    "/settings/packs",
    "/settings/packs/disputes",
    "/settings/deliveries",
    "/settings/journal",
];

#[tokio::test]
async fn settings_are_open_to_administrators_and_closed_to_everyone_else() {
    let office = Office::open();
    let (mut root, mut wang) = (office.signed_in("root").await, office.signed_in("wang").await);
    for page in PAGES {
        assert_eq!(root.get(page).await.status, StatusCode::OK, "{page}");
        assert_eq!(wang.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    for (page, fields) in [
        ("/settings/people/new", vec![("login", "mine"), ("name", "自己")]),
        (
            "/settings/people/wang",
            vec![
                ("name", "王芳"),
                ("active", "1"),
                ("role[0]", "admin"),
                ("place[0]", TOWN),
            ],
        ),
        (
            "/settings/places",
            vec![("code", "330226105990"), ("name", "新村"), ("from", "2026-01-01")],
        ),
        (
            "/settings/places/330226105209",
            vec![("_do", "end"), ("until", "2026-01-01")],
        ),
        ("/settings/packs/check", vec![("text", "name = 'x'")]),
        ("/settings/journal/verify", vec![]),
    ] {
        assert_eq!(
            wang.post(page, &fields).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
    assert!(!wang.get("/today").await.body.contains("/settings/"));
    assert!(root.get("/today").await.body.contains("/settings/people"));
}

#[tokio::test]
async fn a_person_is_made_known_and_signs_in_and_is_closed_again() {
    let office = Office::open();
    let mut root = office.signed_in("root").await;
    let wrong = [
        ("login", "wang"),
        ("name", ""),
        ("role[0]", "village"),
        ("place[0]", ""),
    ];
    let answer = root.post("/settings/people/new", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["这个用户名已有人用", "请填写姓名", "请为这个岗位选择区划"] {
        assert!(answer.body.contains(told), "{told}");
    }
    let fields = [
        ("login", "zhao"),
        ("name", "赵敏"),
        ("active", "1"),
        ("role[0]", "village"),
        ("place[0]", VILLAGE),
        ("password", crate::office::PASSWORD),
    ];
    assert_eq!(
        root.post("/settings/people/new", &fields).await.location(),
        "/settings/people"
    );
    let mut zhao = office.signed_in("zhao").await;
    assert_eq!(zhao.get("/registers/dispute").await.status, StatusCode::OK);
    root.post("/settings/people/zhao", &[("name", "赵敏")]).await;
    assert!(
        office.desk.seat("zhao").unwrap().is_none(),
        "closed people have no seat"
    );
    let mut late = office.browser();
    assert_eq!(
        late.sign_in(&office, "zhao", "/today").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_village_is_merged_and_what_was_written_there_stays_there() {
    let office = Office::open();
    let mut root = office.signed_in("root").await;
    let wrong = [("code", "330226106001"), ("name", "远村"), ("from", "明天")];
    let answer = root.post("/settings/places", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("日期应写作") && answer.body.contains("远村"));
    let grid = [
        ("code", "330226105208-09"),
        ("name", "新网格"),
        ("from", "2024-01-01"),
    ];
    assert_eq!(
        root.post("/settings/places", &grid).await.location(),
        "/settings/places"
    );
    assert!(
        root.get("/settings/places/330226105208")
            .await
            .body
            .contains("新网格")
    );
    let merged = [("_do", "end"), ("until", "2024-06-30"), ("into", "330226105209")];
    let page = "/settings/places/330226105208";
    assert_eq!(root.post(page, &merged).await.location(), page);
    let places = office.desk.places();
    for place in [VILLAGE, "330226105208-09"] {
        let code = place.parse().unwrap();
        assert!(places.at(code, "2024-06-30".parse().unwrap()).is_some());
        assert!(
            places.at(code, "2024-07-01".parse().unwrap()).is_none(),
            "{place}"
        );
    }
    let told = root.get(page).await.body;
    assert!(told.contains("已撤并") && told.contains("330226105209") && !told.contains("_do"));
}

#[tokio::test]
async fn a_pack_is_checked_weighed_and_only_then_brought_into_force() {
    let office = Office::open();
    let mut root = office.signed_in("root").await;
    let shelf = office.desk.shelf();
    let source = &shelf.pack("disputes").unwrap().source;
    let answer = root
        .post(
            "/settings/packs/check",
            &[("text", &source.replace("type = \"money\"", "type = \"gold\""))],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("gold"));
    let changed = source.replacen("version = 1", "version = 99", 1).replacen(
        "[[registers.dispute.fields]]\nname = \"location\"",
        "[[registers.dispute.fields]]\nname = \"weather\"\ntype = \"text\"\nzh = \"天气\"\nen = \"Weather\"\n\n[[registers.dispute.fields]]\nname = \"location\"",
        1,
    );
    assert_ne!(*source, changed);
    let answer = root.post("/settings/packs/check", &[("text", &changed)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.contains("新增字段“天气”"));
    assert!(
        office
            .desk
            .shelf()
            .register("dispute")
            .unwrap()
            .1
            .field("weather")
            .is_none()
    );
    let answer = root.post("/settings/packs/adopt", &[("text", &changed)]).await;
    // The page tells how far it is until it has ended, and then leads back.
    let on_its_way = answer.location();
    let ended = loop {
        let answer = root.get(&on_its_way).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        assert!(answer.body.contains("<progress"), "{}", answer.body);
    };
    assert_eq!(ended.location(), "/settings/packs", "{}", ended.body);
    assert!(root.get("/registers/dispute/new").await.body.contains("天气"));
}

#[tokio::test]
async fn the_journal_tells_who_did_what_and_not_what_is_sensitive() {
    let office = Office::open();
    let mut wang = office.signed_in("wang").await;
    let fields = [
        ("title", "屋檐滴水"),
        ("place", VILLAGE),
        ("outline", "因排水争执"),
        ("category", "neighbour"),
        ("reported_on", "2026-03-05"),
        ("applicant_phone", "13800001234"),
        ("_on", "title"),
        ("_on", "place"),
        ("_on", "outline"),
        ("_on", "category"),
        ("_on", "reported_on"),
        ("_on", "applicant_phone"),
    ];
    let path = wang.post("/registers/dispute/new", &fields).await.location();
    let mut root = office.signed_in("root").await;
    let page = root
        .get("/settings/journal?by=wang&register=dispute&act=create")
        .await
        .body;
    assert!(page.contains(&path) && page.contains("申请人电话") && !page.contains("13800001234"));
    let page = root.get("/settings/journal?by=li").await.body;
    assert!(page.contains("没有符合的流水"));
    let page = root.post("/settings/journal/verify", &[]).await.body;
    assert!(page.contains("流水完整"));
    let (first, more) = (root.get("/settings/journal").await.body, "before=");
    assert_eq!(
        first.contains(more),
        office.desk.wait_past(u64::MAX, std::time::Duration::ZERO) > 100
    );
}

#[tokio::test]
async fn a_village_is_declared_to_lie_somewhere_and_is_laid_out_by_it() {
    let office = Office::open();
    let mut root = office.signed_in("root").await;
    let page = "/settings/places/330226105208";
    let wrong = [("_do", "lie"), ("longitude", "29.24"), ("latitude", "121.32")];
    let answer = root.post(page, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("应以度为单位") && answer.body.contains("value=\"29.24\""));
    let right = [("_do", "lie"), ("longitude", "121.32"), ("latitude", "29.24")];
    assert_eq!(root.post(page, &right).await.location(), page);
    assert!(root.get(page).await.body.contains("value=\"121.32\""));
    let villages = root.get("/map/villages").await.body;
    assert!(
        villages.contains("下畈村") && villages.contains("[121.32,29.24]"),
        "{villages}"
    );
    let drawn = root
        .get("/indicators/disputes.reported?period=2024&by=place")
        .await
        .body;
    assert!(drawn.contains("不是行政区划界线"));
    let none = [("_do", "lie"), ("longitude", ""), ("latitude", "")];
    root.post(page, &none).await;
    assert!(!root.get("/map/villages").await.body.contains("下畈村"));
}
