//! The journal's tail and messages over the API.

use super::blocking;
use crate::problem::Problem;
use crate::serve::App;
use crate::session::Bearer;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// Lines sent in one go.
const STRETCH: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TailQuery {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    limit: Option<usize>,
}

/// Journal lines after a position: a page as JSON, or a stream of events that goes on as the journal grows.
pub(super) async fn tail(
    Bearer(seat): Bearer,
    State(app): State<App>,
    Query(query): Query<TailQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let streaming = headers.get(header::ACCEPT).is_some_and(|accept| {
        accept
            .as_bytes()
            .windows(17)
            .any(|part| part == b"text/event-stream")
    });
    let worker = Arc::clone(&seat);
    // Asked once here, so that who may not is told at once.
    let limit = query.limit.unwrap_or(100);
    let first = blocking(move || worker.journal(query.after, limit)).await?;
    if !streaming {
        let lines: Vec<_> = first
            .iter()
            .map(|line| json!({ "seq": line.seq, "link": line.link.to_string(), "entry": serde_json::from_str::<serde_json::Value>(&line.text).unwrap_or_default() }))
            .collect();
        return Ok(Json(json!({ "lines": lines })).into_response());
    }
    let last_seen = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse().ok());
    let begin = last_seen.unwrap_or(query.after);
    let events = stream::unfold(
        (app, seat, begin, Vec::<Event>::new()),
        |(app, seat, mut seen, mut ready)| async move {
            loop {
                if let Some(event) = ready.pop() {
                    return Some((Ok::<_, Infallible>(event), (app, seat, seen, ready)));
                }
                if seat.desk().is_closing() {
                    return None;
                }
                // A post taken away ends the stream, however long it has been open.
                let (worker, login) = (app.clone(), seat.actor().login.clone());
                let lines = tokio::task::spawn_blocking(move || {
                    let _ = worker.desk().wait_past(seen, Duration::from_secs(5));
                    let seat = worker.seat(&login).ok().flatten()?;
                    seat.journal(seen, STRETCH).ok()
                });
                let Ok(Some(lines)) = lines.await else { return None };
                if let Some(last) = lines.last() {
                    seen = last.seq;
                }
                ready = lines
                    .into_iter()
                    .rev()
                    .map(|line| {
                        Event::default()
                            .id(line.seq.to_string())
                            .event("entry")
                            .data(line.text)
                    })
                    .collect();
            }
        },
    );
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessagesQuery {
    #[serde(default)]
    limit: Option<usize>,
}

pub(super) async fn messages(
    Bearer(seat): Bearer,
    Query(query): Query<MessagesQuery>,
) -> Result<Response, Problem> {
    blocking(move || {
        let messages = seat.messages(query.limit.unwrap_or(50).min(500))?;
        Ok(Json(json!({ "messages": messages })).into_response())
    })
    .await
}
