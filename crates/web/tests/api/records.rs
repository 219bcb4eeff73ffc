//! Records and figures over the API.

use crate::town::{OTHER, VILLAGE, api, dispute};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

#[tokio::test]
async fn a_record_is_made_once_however_often_it_is_sent() {
    let api = api();
    let body = json!({ "fields": dispute("屋檐滴水", VILLAGE) });
    let key = [("Idempotency-Key", "phone-7-0001")];
    let path = "/registers/dispute/records";
    let first = api
        .call(Method::POST, path, &api.office, &key, Some(body.clone()))
        .await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    assert_eq!(first.headers[header::ETAG], "\"1\"");
    assert_eq!(first.body["record"]["fields"]["money_involved"], "1200.50");
    assert_eq!(first.body["record"]["state"], "reported");
    let again = api.call(Method::POST, path, &api.office, &key, Some(body)).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.body["record"]["id"], first.body["record"]["id"]);
    assert_eq!(again.body["repeated"], true);
    assert_eq!(
        api.get("/registers/dispute/records?count=true").await.body["count"],
        1
    );
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_in_both_languages() {
    let api = api();
    let fields = json!({
        "title": "x", "place": VILLAGE, "outline": "y", "category": "neighbor", "reported_on": "2024-02-30",
        "applicant_id": "330226199001011234", "money_involved": "1.234", "tite": "z",
    });
    let answer = api
        .post("/registers/dispute/records", json!({ "fields": fields }))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer.headers[header::CONTENT_TYPE],
        "application/problem+json; charset=utf-8"
    );
    let problems = answer.body["problems"].as_array().unwrap();
    let about: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem["field"].as_str())
        .collect();
    for field in [
        "category",
        "reported_on",
        "applicant_id",
        "money_involved",
        "tite",
    ] {
        assert!(about.contains(&field), "{field} in {about:?}");
    }
    assert!(
        problems
            .iter()
            .all(|problem| problem["message"]["zh"] != "" && problem["message"]["en"] != "")
    );
}

#[tokio::test]
async fn concurrent_edits_merge_by_field_and_the_losing_value_is_kept() {
    let api = api();
    let id = api.new_dispute("界址", VILLAGE).await;
    let path = format!("/registers/dispute/records/{id}");
    let amend = |fields: Json| {
        let path = path.clone();
        let api = &api;
        async move {
            api.call(
                Method::PATCH,
                &path,
                &api.office,
                &[("If-Match", "\"1\"")],
                Some(json!({ "fields": fields })),
            )
            .await
        }
    };
    assert_eq!(amend(json!({ "mediator": "甲" })).await.status, StatusCode::OK);
    let other_field = amend(json!({ "people_count": 4 })).await;
    assert_eq!(other_field.body["record"]["fields"]["mediator"], "甲");
    assert_eq!(other_field.body["record"]["fields"]["people_count"], 4);
    let same_field = amend(json!({ "mediator": "乙" })).await;
    assert_eq!(same_field.body["record"]["fields"]["mediator"], "乙");
    assert_eq!(same_field.body["record"]["contested"][0]["value"], "甲");
    let settled = api
        .call(
            Method::POST,
            &format!("{path}/settle/mediator"),
            &api.office,
            &[],
            None,
        )
        .await;
    assert_eq!(settled.status, StatusCode::OK, "{}", settled.body);
    assert!(settled.body["record"].get("contested").is_none());
    let without = api
        .call(
            Method::PATCH,
            &path,
            &api.office,
            &[],
            Some(json!({ "fields": {} })),
        )
        .await;
    assert_eq!(without.status, StatusCode::PRECONDITION_REQUIRED);
}

#[tokio::test]
async fn a_dispute_goes_round_its_loop_and_opens_again() {
    let api = api();
    let id = api.new_dispute("邻里", VILLAGE).await;
    let step = async |name: &str, body: Json| {
        api.post(&format!("/registers/dispute/records/{id}/steps/{name}"), body)
            .await
    };
    let early = step("settle", json!({})).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert_eq!(
        step("triage", json!({ "fields": { "mediator": "甲" } }))
            .await
            .body["record"]["state"],
        "mediating"
    );
    let lonely = step(
        "settle",
        json!({ "fields": { "outcome": "settled", "parties": [{ "called": "甲方" }] } }),
    )
    .await;
    assert_eq!(lonely.status, StatusCode::CONFLICT, "one party is not enough");
    let parties = json!([{ "called": "甲方" }, { "called": "乙方" }]);
    let settled = step(
        "settle",
        json!({ "fields": { "outcome": "settled", "agreement": "各退一步", "parties": parties } }),
    )
    .await;
    assert_eq!(settled.body["record"]["state"], "settled", "{}", settled.body);
    assert!(settled.body["record"]["fields"]["settled_on"].is_string());
    let followed = step(
        "follow_up",
        json!({ "fields": { "kept": true, "satisfaction": "satisfied" } }),
    )
    .await;
    assert_eq!(followed.status, StatusCode::OK, "{}", followed.body);
    assert_eq!(step("close", json!({})).await.body["record"]["state"], "closed");
    let again = step("reopen", json!({ "note": "再次争执" })).await;
    assert_eq!(again.body["record"]["reopened"], 1, "{}", again.body);
    assert!(again.body["record"]["fields"].get("settled_on").is_none());
    let history = api.get(&format!("/registers/dispute/records/{id}/history")).await;
    let steps: Vec<&str> = history.body["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["step"].as_str())
        .collect();
    assert_eq!(steps, ["triage", "settle", "follow_up", "close", "reopen"]);
}

#[tokio::test]
async fn what_a_post_may_not_see_leaves_by_no_door() {
    let api = api();
    let id = api.new_dispute("外村", OTHER).await;
    let own = api.new_dispute("本村", VILLAGE).await;
    let as_village = async |method: Method, path: &str, body: Option<Json>| {
        api.call(method, path, &api.village, &[], body).await
    };
    let hidden = as_village(Method::GET, &format!("/registers/dispute/records/{id}"), None).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert!(!hidden.body.to_string().contains("外村"));
    let amended = api
        .call(
            Method::PATCH,
            &format!("/registers/dispute/records/{id}"),
            &api.village,
            &[("If-Match", "1")],
            Some(json!({ "fields": { "mediator": "x" } })),
        )
        .await;
    assert_eq!(amended.status, StatusCode::NOT_FOUND);
    let list = as_village(Method::GET, "/registers/dispute/records?count=true", None).await;
    assert_eq!(list.body["count"], 1);
    assert_eq!(list.body["records"][0]["id"], own.as_str());
    let town = as_village(Method::GET, "/indicators/disputes.reported?period=2024", None).await;
    assert_eq!(town.status, StatusCode::FORBIDDEN);
    let village = as_village(
        Method::GET,
        &format!("/indicators/disputes.reported?period=2024&place={VILLAGE}"),
        None,
    )
    .await;
    assert_eq!(village.body["lines"][0]["value"], "1");
    let elsewhere = as_village(
        Method::POST,
        "/registers/dispute/records",
        Some(json!({ "fields": dispute("x", OTHER) })),
    )
    .await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    assert_eq!(
        as_village(Method::GET, "/journal", None).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn sensitive_values_are_masked_and_cannot_be_searched_by() {
    let api = api();
    let id = api.new_dispute("敏感", VILLAGE).await;
    let shown = api.get(&format!("/registers/dispute/records/{id}")).await;
    assert_eq!(shown.body["record"]["fields"]["applicant"], "张**");
    assert_eq!(shown.body["record"]["fields"]["applicant_phone"], "138****1234");
    for query in [
        "filter=applicant%20%3D%3D%20%27x%27",
        "sort=applicant_phone",
        "filter=contains(applicant,%27%E5%BC%A0%27)",
    ] {
        let refused = api.get(&format!("/registers/dispute/records?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    let reveal = format!("/registers/dispute/records/{id}/reveal");
    let without = api
        .post(&reveal, json!({ "fields": ["applicant"], "reason": " " }))
        .await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let clear = api
        .post(
            &reveal,
            json!({ "fields": ["applicant"], "reason": "制作调解协议书" }),
        )
        .await;
    assert_eq!(clear.body["fields"]["applicant"], "张三丰");
    let history = api.get(&format!("/registers/dispute/records/{id}/history")).await;
    let last = history.body["history"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (last["deed"].as_str(), last["note"].as_str()),
        (Some("reveal"), Some("制作调解协议书"))
    );
    assert!(!history.body.to_string().contains("张三丰"));
    let barred = api
        .call(
            Method::POST,
            &reveal,
            &api.village,
            &[],
            Some(json!({ "fields": ["applicant"], "reason": "x" })),
        )
        .await;
    assert_eq!(barred.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let api = api();
    let records: Vec<Json> = (1..=25)
        .map(|at| {
            let mut fields = dispute(&format!("第{at}件"), if at % 2 == 0 { VILLAGE } else { OTHER });
            fields["people_count"] = if at % 5 == 0 {
                Json::Null
            } else {
                json!(at % 4 + 1)
            };
            json!({ "fields": fields })
        })
        .collect();
    let made = api
        .post("/registers/dispute/records", json!({ "records": records }))
        .await;
    assert_eq!(made.status, StatusCode::MULTI_STATUS);
    assert!(
        made.body["results"]
            .as_array()
            .unwrap()
            .iter()
            .all(|result| result["status"] == 201)
    );
    for sort in ["people_count", "-people_count", "-reported_on", "title", ""] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = api
                .get(&format!("/registers/dispute/records?sort={sort}&limit=7{after}"))
                .await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            seen.extend(
                page.body["records"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|record| record["id"].to_string()),
            );
            match page.body["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let mut unique = seen.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (25, 25), "sorted by {sort}");
    }
    let few = api.get("/registers/dispute/records?filter=people_count%20%3E%3D%203%20%26%26%20within(place,%27330226105208%27)&fields=people_count").await;
    let counts: Vec<i64> = few.body["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["fields"]["people_count"].as_i64().unwrap())
        .collect();
    assert!(
        !counts.is_empty() && counts.iter().all(|count| *count >= 3),
        "{counts:?}"
    );
}

#[tokio::test]
async fn a_batch_kept_whole_is_kept_wholly_or_not_at_all() {
    let api = api();
    let good = json!({ "fields": dispute("好", VILLAGE) });
    let bad = json!({ "fields": { "title": "坏" } });
    let all = api
        .post(
            "/registers/dispute/records",
            json!({ "mode": "all", "records": [good, bad] }),
        )
        .await;
    assert_eq!(all.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(all.body["refused"][0]["record"], 1);
    assert_eq!(
        api.get("/registers/dispute/records?count=true").await.body["count"],
        0
    );
    let each = api
        .post("/registers/dispute/records", json!({ "records": [good, bad] }))
        .await;
    let statuses: Vec<&Json> = each.body["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["status"])
        .collect();
    assert_eq!(statuses, [&json!(201), &json!(422)]);
}

#[tokio::test]
async fn a_figure_leads_back_to_its_records() {
    let api = api();
    for at in 0..5 {
        api.new_dispute(&format!("案{at}"), if at < 3 { VILLAGE } else { OTHER })
            .await;
    }
    let figure = api
        .get("/indicators/disputes.reported?period=2024-01/2024-11&by=category,month")
        .await;
    assert_eq!(
        figure.body["lines"],
        json!([{ "keys": ["neighbour", "2024-03"], "value": "5", "records": 5 }])
    );
    let by_place = api
        .get("/indicators/disputes.reported?period=2024&by=place")
        .await;
    let at_village = by_place.body["lines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["keys"][0] == VILLAGE)
        .unwrap();
    assert_eq!(at_village["value"], "3");
    let lineage = api
        .get(&format!(
            "/indicators/disputes.reported/lineage?period=2024&place={VILLAGE}"
        ))
        .await;
    assert_eq!(lineage.body["records"].as_array().unwrap().len(), 3);
    assert_eq!(lineage.body["sum"], "3");
    let wrong = api
        .get("/indicators/disputes.reported?period=2024&by=colour")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        api.get("/indicators/disputes.reported?period=24").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

const LEDGER: &str = "村,纠纷名称,主要内容,纠纷类别,受理时间,化解时间,化解结果,办理情况\n\
    下畈村,宅基地边界,两户争一墙,邻里,2024.3.5,2024年3月20日,调解成功,已办结\n\
    没有村,争水,争水,邻里,2024.3.6,,,办理中\n";

#[tokio::test]
async fn an_attachment_is_read_only_through_a_record_that_names_it_and_may_be_seen() {
    let api = api();
    let request = Request::post("/api/v1/files")
        .header(header::AUTHORIZATION, format!("Bearer {}", api.office))
        .body(Body::from("a photo"))
        .unwrap();
    let kept = api.send(request).await;
    let name = kept.body["file"].as_str().unwrap().to_owned();
    let with = |title: &str, files: Json| {
        json!({ "fields": { "title": title, "place": OTHER, "outline": "两户争一墙", "category": "neighbour",
                "reported_on": "2024-03-05", "photos": files } })
    };
    let made = api
        .post("/registers/dispute/records", with("有照片", json!([name])))
        .await;
    let path = |answer: &crate::town::Answer| {
        format!(
            "/registers/dispute/records/{}/files/{name}",
            answer.body["record"]["id"].as_str().unwrap()
        )
    };
    assert_eq!(api.get(&path(&made)).await.status, StatusCode::OK);
    let without = api
        .post("/registers/dispute/records", with("无照片", json!([])))
        .await;
    assert_eq!(api.get(&path(&without)).await.status, StatusCode::NOT_FOUND);
    let elsewhere = api.call(Method::GET, &path(&made), &api.village, &[], None).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    assert_eq!(
        api.get(&format!("/files/{name}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_ledger_is_tried_and_then_brought_in_and_its_wrong_rows_come_back() {
    let api = api();
    let file = base64(LEDGER.as_bytes());
    let preview = api
        .post("/imports", json!({ "register": "dispute", "file": file }))
        .await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    assert_eq!(
        (&preview.body["created"], &preview.body["rejected"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(preview.body["rows"][1]["problems"][0]["cell"], "A3");
    let body = json!({ "register": "dispute", "file": file, "mode": "each", "plan": preview.body["plan"] });
    let kept = api.post("/imports", body.clone()).await;
    assert!(kept.body["batch"].as_str().unwrap().starts_with("import-"));
    assert_eq!(kept.body["returned"].as_array().unwrap().len(), 1);
    assert_eq!(api.post("/imports", body).await.body["unchanged"], 1);
    let figure = api.get("/indicators/disputes.settled?period=2024-03").await;
    assert_eq!(figure.body["lines"][0]["value"], "1");
    for path in [
        "/registers/dispute/export/xlsx",
        "/registers/dispute/export/geojson",
        "/indicators/disputes.settled/export/csv?period=2024&by=place",
        "/indicators/disputes.settled/lineage/export/jsonl?period=2024",
    ] {
        assert_eq!(api.get(path).await.status, StatusCode::OK, "{path}");
        let refused = api.call(Method::GET, path, &api.village, &[], None).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_form_is_taken_in_confirmed_and_filled_by_who_may() {
    let api = api();
    let list = sheet::List {
        name: "报表".to_owned(),
        columns: ["村名", "化解矛盾纠纷（件）"]
            .map(|title| sheet::ListColumn {
                title: title.to_owned(),
                kind: sheet::Kind::Text,
                unit: None,
            })
            .into(),
    };
    let mut workbook = std::io::Cursor::new(Vec::new());
    let rows = ["下畈村", "湖头村"].map(|village| vec![village.into(), sheet::Value::Empty]);
    sheet::write_xlsx(&list, rows, &mut workbook).unwrap();
    let new = json!({ "name": "monthly", "title": "月报", "file": base64(workbook.get_ref()) });
    for (path, method, body) in [
        ("/forms", Method::POST, new.clone()),
        ("/forms", Method::GET, Json::Null),
        ("/forms/monthly", Method::GET, Json::Null),
        ("/forms/monthly/fill", Method::POST, json!({ "period": "2024" })),
        ("/forms/monthly/answers", Method::PUT, json!({ "answers": [] })),
        (
            "/imports",
            Method::POST,
            json!({ "register": "dispute", "file": "" }),
        ),
    ] {
        let refused = api
            .call(method.clone(), path, &api.village, &[], Some(body))
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{method} {path}");
    }
    let added = api.post("/forms", new).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    let body = json!({ "answers": added.body["answers"] });
    let confirmed = api
        .call(
            Method::PUT,
            "/forms/monthly/answers",
            &api.office,
            &[],
            Some(body),
        )
        .await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.body);
    let filled = api
        .post("/forms/monthly/fill", json!({ "period": "2024", "send": true }))
        .await;
    assert_eq!(
        (&filled.body["share"], &filled.body["unfilled"]),
        (&json!(100), &json!([])),
        "{}",
        filled.body
    );
    assert_eq!(filled.body["cells"][0]["source"]["indicator"], "disputes.settled");
    assert!(filled.body["workbook"].as_str().unwrap().starts_with("UEsDB"));
    assert_eq!(api.get("/forms").await.body["forms"][0]["last_sent"], "2024");
    let gone = api
        .call(Method::DELETE, "/forms/monthly", &api.office, &[], None)
        .await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get("/forms/monthly").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_described_operation_asks_who_you_are() {
    let api = api();
    let document = api.call(Method::GET, "/openapi.json", "", &[], None).await;
    assert_eq!(document.status, StatusCode::OK);
    let mut tried = 0;
    for (path, operations) in document.body["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let filled = path
                .replace("{register}", "dispute")
                .replace("{id}", "01m84qmftz06ta1qbn2jd62768")
                .replace("{step}", "triage")
                .replace("{field}", "title")
                .replace("{format}", "xlsx")
                .replace("{name}", "disputes.reported");
            let answer = api.call(method.clone(), &filled, "", &[], Some(json!({}))).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {filled}");
            tried += 1;
        }
    }
    assert!(tried >= 20, "{tried} operations are described");
}

#[tokio::test]
async fn a_body_too_large_and_a_body_that_is_no_json_are_refused_clearly() {
    let api = api();
    let large = json!({ "fields": { "outline": "长".repeat(40_000) } });
    assert_eq!(
        api.post("/registers/dispute/records", large).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let request = Request::builder()
        .method(Method::POST)
        .uri("/api/v1/registers/dispute/records")
        .header(header::AUTHORIZATION, format!("Bearer {}", api.office))
        .body(Body::from("{\"fields\": {\"title\": }"))
        .unwrap();
    let response = api.routes.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}
