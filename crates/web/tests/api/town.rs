//! A town served in memory, and how its clients call it.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use desk::{Desk, Person, Post, TownPlan};
use http_body_util::BodyExt as _;
use serde_json::{Value as Json, json};
use standards::{PlaceCode, PlaceTree};
use std::sync::Arc;
use tower::ServiceExt as _;
use web::{App, Limits, router};

pub(crate) const TOWN: &str = "330226105";
pub(crate) const VILLAGE: &str = "330226105208";
pub(crate) const OTHER: &str = "330226105209";

pub(crate) struct Api {
    pub(crate) routes: Router,
    pub(crate) office: String,
    pub(crate) village: String,
    pub(crate) desk: Arc<Desk>,
    _folder: tempfile::TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Json,
}

pub(crate) fn api() -> Api {
    let folder = tempfile::tempdir().unwrap();
    let code: PlaceCode = TOWN.parse().unwrap();
    let plan = TownPlan {
        code,
        zh: "岔路镇".to_owned(),
        en: "Chalu".to_owned(),
        places: PlaceTree::ninghai().subtree(code),
    };
    let desk = Arc::new(Desk::make(&folder.path().join("town"), &plan).unwrap());
    let owner = desk.trusted_seat("owner");
    let token = |login: &str, role: &str, place: &str| {
        let post = Post {
            place: place.parse().unwrap(),
            role: role.to_owned(),
            office: None,
        };
        owner
            .set_person(
                login,
                &Person {
                    name: login.to_owned(),
                    posts: vec![post],
                    active: true,
                },
            )
            .unwrap();
        desk.town().secrets.make_token(login, "test", desk.now()).unwrap()
    };
    let (office, village) = (token("wang", "office", TOWN), token("li", "village", VILLAGE));
    let limits = Limits {
        requests_per_second: 0,
        body: 64 * 1024,
        ..Limits::default()
    };
    Api {
        routes: router(App::new(Arc::clone(&desk), limits, None)),
        office,
        village,
        desk,
        _folder: folder,
    }
}

impl Api {
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        extra: &[(&str, &str)],
        body: Option<Json>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).unwrap()).await
    }

    /// Sends a request as it is and reads the whole answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Json::Null);
        Answer {
            status,
            headers,
            body,
        }
    }

    /// A token of a person with this role at this place.
    pub(crate) fn token(&self, login: &str, role: &str, place: &str) -> String {
        let post = Post {
            place: place.parse().unwrap(),
            role: role.to_owned(),
            office: None,
        };
        let person = Person {
            name: login.to_owned(),
            posts: vec![post],
            active: true,
        };
        self.desk
            .trusted_seat("owner")
            .set_person(login, &person)
            .unwrap();
        self.desk
            .town()
            .secrets
            .make_token(login, "test", self.desk.now())
            .unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &self.office, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Json) -> Answer {
        self.call(Method::POST, path, &self.office, &[], Some(body)).await
    }

    pub(crate) async fn new_dispute(&self, title: &str, place: &str) -> String {
        let answer = self
            .post(
                "/registers/dispute/records",
                json!({ "fields": dispute(title, place) }),
            )
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.body["record"]["id"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn dispute(title: &str, place: &str) -> Json {
    json!({
        "title": title, "place": place, "outline": "因排水争执", "category": "neighbour",
        "reported_on": "2024-03-05", "money_involved": "1200.50",
        "applicant": "张三丰", "applicant_phone": "13800001234",
    })
}
