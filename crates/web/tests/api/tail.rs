//! The journal's tail as server-sent events.

use crate::town::{Api, TOWN, VILLAGE, api};
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt as _;
use serde_json::Value as Json;
use std::time::Duration;
use tower::ServiceExt as _;

/// A tail that is listened to.
struct Tail {
    stream: BodyDataStream,
    heard: String,
}

impl Tail {
    async fn of(api: &Api, token: &str, after: u64, last_seen: Option<u64>) -> Result<Self, StatusCode> {
        let mut request = Request::builder()
            .uri(format!("/api/v1/journal?after={after}"))
            .header(header::ACCEPT, "text/event-stream")
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        if let Some(seen) = last_seen {
            request = request.header("Last-Event-ID", seen.to_string());
        }
        let response = api
            .routes
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        if response.status() != StatusCode::OK {
            return Err(response.status());
        }
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Ok(Tail {
            stream: response.into_body().into_data_stream(),
            heard: String::new(),
        })
    }

    /// The next event: its id and entry; none when the stream ends.
    async fn next(&mut self) -> Option<(u64, Json)> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let part = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::to_owned)
                };
                let found = part("id: ").zip(part("data: "));
                self.heard = rest.to_owned();
                if let Some((id, data)) = found {
                    return Some((id.parse().unwrap(), serde_json::from_str(&data).unwrap()));
                }
                continue;
            }
            let piece = tokio::time::timeout(Duration::from_secs(20), self.stream.next()).await;
            let piece = piece.unwrap_or_else(|_| panic!("nothing came"))?;
            self.heard.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }
}

fn head(api: &Api) -> u64 {
    api.desk.wait_past(u64::MAX, Duration::ZERO)
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_arrive_as_they_are_written_in_order_and_masked() {
    let api = api();
    let admin = api.token("admin", "admin", TOWN);
    let mut tail = Tail::of(&api, &admin, 0, None).await.unwrap();
    let before = head(&api);
    for seq in 1..=before {
        assert_eq!(tail.next().await.unwrap().0, seq);
    }
    let id = api.new_dispute("屋檐滴水", VILLAGE).await;
    let (seq, entry) = tail.next().await.unwrap();
    assert_eq!(seq, before + 1);
    assert_eq!(entry["id"], id.as_str());
    assert_eq!(entry["set"]["applicant"]["m"], "张**");
    assert!(!entry.to_string().contains("张三丰") && !entry.to_string().contains("13800001234"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_comes_back_goes_on_after_the_last_event_it_saw() {
    let api = api();
    let admin = api.token("admin", "admin", TOWN);
    for nr in 0..5 {
        api.new_dispute(&format!("案{nr}"), VILLAGE).await;
    }
    let last = head(&api);
    let mut tail = Tail::of(&api, &admin, 0, Some(last - 3)).await.unwrap();
    for seq in last - 2..=last {
        assert_eq!(tail.next().await.unwrap().0, seq);
    }
    api.new_dispute("又一件", VILLAGE).await;
    assert_eq!(tail.next().await.unwrap().0, last + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_of_the_town_listen() {
    let api = api();
    for token in [&api.office, &api.village, &api.token("head", "admin", VILLAGE)] {
        assert_eq!(
            Tail::of(&api, token, 0, None).await.err(),
            Some(StatusCode::FORBIDDEN)
        );
    }
    assert_eq!(
        Tail::of(&api, "wrong", 0, None).await.err(),
        Some(StatusCode::UNAUTHORIZED)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_whose_post_is_taken_away_hears_no_more() {
    let api = api();
    let admin = api.token("admin", "admin", TOWN);
    let mut tail = Tail::of(&api, &admin, head(&api), None).await.unwrap();
    api.new_dispute("听到", VILLAGE).await;
    assert!(tail.next().await.is_some());
    api.token("admin", "viewer", TOWN);
    // A seat is looked up anew after a moment.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    api.new_dispute("听不到", VILLAGE).await;
    while let Some((_, entry)) = tail.next().await {
        assert!(!entry.to_string().contains("听不到"));
    }
}
