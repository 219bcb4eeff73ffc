//! Records over the API.

use super::{blocking, idempotency_key, json_body, record_id};
use crate::inquiry::place;
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{Asked, DeskError, ListAsk, Receipt, Seat};
use ledger::{Moment, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json_, json};

/// Most records in one batch.
const MOST: usize = 10_000;

/// A record to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRecord {
    #[serde(default)]
    id: Option<RecordId>,
    #[serde(default)]
    idempotency_key: Option<String>,
    fields: Map<String, Json_>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRecords {
    records: Vec<NewRecord>,
    #[serde(default)]
    mode: BatchMode,
    #[serde(default)]
    batch: Option<String>,
}

/// Whether a batch is kept whole.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum BatchMode {
    /// Each record for itself.
    #[default]
    Each,
    /// All or none.
    All,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Creation {
    Many(NewRecords),
    One(NewRecord),
}

/// One result of a batch.
#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Kept {
        status: u16,
        seq: u64,
        record: Option<Json_>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<ledger::Problem>,
    },
    Refused {
        status: u16,
        problem: Problem,
    },
}

fn wrong_body(body: &Bytes) -> Problem {
    // The two forms are told apart by their keys, so that what is wrong is told of the form that was meant.
    let meant: Result<(), Problem> = match serde_json::from_slice::<Json_>(body) {
        Ok(json) if json.get("records").is_some() => json_body::<NewRecords>(body).map(drop),
        _ => json_body::<NewRecord>(body).map(drop),
    };
    meant.err().unwrap_or_else(|| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "json",
            "请求内容应为 {\"fields\": {…}}",
            "the body is {\"fields\": {…}}",
        )
    })
}

pub(super) async fn create(
    Bearer(seat): Bearer,
    Path(register): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let creation: Creation = serde_json::from_slice(&body).map_err(|_| wrong_body(&body))?;
    match creation {
        Creation::One(new) => {
            let idem = idempotency_key(&headers)?.or(new.idempotency_key);
            let asked = Asked {
                idem,
                ..Asked::default()
            };
            let (answer, answered) = tokio::sync::oneshot::channel();
            let reply = Box::new(move |result| {
                // A client that hung up needs no answer; the record is kept all the same.
                let _ = answer.send(result);
            });
            seat.create_later(&register, new.id, new.fields, asked, reply)?;
            let receipt = answered.await.map_err(|_| DeskError::Closing)??;
            Ok(receipt_response(
                &seat,
                &receipt,
                if receipt.repeated {
                    StatusCode::OK
                } else {
                    StatusCode::CREATED
                },
            ))
        }
        Creation::Many(many) => create_many(seat, register, many).await,
    }
}

async fn create_many(
    seat: std::sync::Arc<Seat>,
    register: String,
    many: NewRecords,
) -> Result<Response, Problem> {
    if many.records.len() > MOST {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "batch",
            format!("一批最多 {MOST} 条"),
            format!("a batch has at most {MOST} records"),
        ));
    }
    let batch = many
        .batch
        .unwrap_or_else(|| format!("batch-{}", seat.desk().fresh_id()));
    let records = many
        .records
        .into_iter()
        .map(|new| {
            let asked = Asked {
                idem: new.idempotency_key,
                batch: Some(batch.clone()),
                at: None,
            };
            (new.id, new.fields, asked)
        })
        .collect();
    let worker = std::sync::Arc::clone(&seat);
    let results = blocking(move || {
        Ok(match many.mode {
            BatchMode::Each => Ok(worker.create_each(&register, records)),
            BatchMode::All => worker
                .create_all(&register, records)
                .map(|receipts| receipts.into_iter().map(Ok).collect()),
        })
    })
    .await?;
    let results: Vec<Result<Receipt, DeskError>> = match results {
        Ok(results) => results,
        Err(refused) => {
            let problems: Vec<Json_> = refused
                .into_iter()
                .map(|(at, error)| json!({ "record": at, "problem": Problem::from(error) }))
                .collect();
            let body = json!({ "type": "batch", "status": 422, "title": "nothing of the batch was kept",
                "title_zh": "整批未保存，请修正后重新提交", "refused": problems });
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response());
        }
    };
    let outcomes: Vec<Outcome> = results
        .into_iter()
        .map(|result| match result {
            Ok(receipt) => Outcome::Kept {
                status: if receipt.repeated { 200 } else { 201 },
                seq: receipt.seq,
                record: seat
                    .show(&receipt)
                    .and_then(|record| serde_json::to_value(record).ok()),
                warnings: receipt.warnings,
            },
            Err(error) => {
                let problem = Problem::from(error);
                Outcome::Refused {
                    status: problem.status,
                    problem,
                }
            }
        })
        .collect();
    Ok((
        StatusCode::MULTI_STATUS,
        Json(json!({ "batch": batch, "results": outcomes })),
    )
        .into_response())
}

/// A receipt's record with its version as ETag.
/// What a writer is told.
#[derive(Serialize)]
struct ReceiptBody<'a> {
    seq: u64,
    record: Option<desk::RecordView>,
    warnings: &'a [ledger::Problem],
    repeated: bool,
}

fn receipt_response(seat: &Seat, receipt: &Receipt, status: StatusCode) -> Response {
    let record = seat.show(receipt);
    let version = record.as_ref().map(|record| record.version);
    let location = record
        .as_ref()
        .map(|record| format!("/api/v1/registers/{}/records/{}", record.register, record.id));
    let body = ReceiptBody {
        seq: receipt.seq,
        record,
        warnings: &receipt.warnings,
        repeated: receipt.repeated,
    };
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    if let Some(tag) = version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(location) = location.filter(|_| status == StatusCode::CREATED)
        && let Ok(value) = HeaderValue::from_str(&location)
    {
        headers.insert(header::LOCATION, value);
    }
    response
}

/// What a list can be asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    #[serde(default)]
    filter: String,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    fields: Option<String>,
    #[serde(default)]
    withdrawn: bool,
    #[serde(default)]
    count: bool,
}

pub(super) async fn list(
    Bearer(seat): Bearer,
    Path(register): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let ask = ListAsk {
        filter: query.filter,
        place: query.place.as_deref().map(place).transpose()?,
        sort: query.sort,
        after: query.after,
        limit: query.limit,
        fields: query
            .fields
            .map(|fields| fields.split(',').map(|name| name.trim().to_owned()).collect()),
        withdrawn: query.withdrawn,
    };
    blocking(move || {
        let (records, next) = seat.list(&register, &ask)?;
        let count = if query.count {
            Some(seat.count(&register, &ask)?)
        } else {
            None
        };
        let mut body = json!({ "records": records, "next": next });
        if let (Some(count), Some(body)) = (count, body.as_object_mut()) {
            body.insert("count".to_owned(), json!(count));
        }
        Ok(Json(body).into_response())
    })
    .await
}

pub(super) async fn show(
    Bearer(seat): Bearer,
    Path((register, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let (record, steps) =
        blocking(move || Ok((seat.get(&register, id)?, seat.next_steps(&register, id)?))).await?;
    let tag = format!("\"{}\"", record.version);
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes())
    {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let steps: Vec<Json_> = steps
        .into_iter()
        .map(|(name, title)| json!({ "name": name, "title": title }))
        .collect();
    let body = json!({ "record": record, "steps": steps });
    let mut response = Json(body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Amendment {
    fields: Map<String, Json_>,
    /// When it was written down, for edits made offline: a moment such as `2024-03-05T08:00:00+08:00`.
    #[serde(default)]
    written_at: Option<String>,
}

pub(super) async fn amend(
    Bearer(seat): Bearer,
    Path((register, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let amendment: Amendment = json_body(&body)?;
    let base = headers
        .get(header::IF_MATCH)
        .and_then(|tag| tag.to_str().ok())
        .and_then(|tag| {
            tag.trim()
                .trim_start_matches("W/")
                .trim_matches('"')
                .parse::<u32>()
                .ok()
        })
        .ok_or_else(|| {
            Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if-match",
                "请在请求头 If-Match 中写明所依据的版本，如 \"3\"",
                "say in the header If-Match which version you had in view, such as \"3\"",
            )
        })?;
    let written = match &amendment.written_at {
        None => None,
        Some(text) => Some(Moment(
            text.parse::<jiff::Timestamp>()
                .map(jiff::Timestamp::as_millisecond)
                .map_err(|_| {
                    Problem::new(
                        StatusCode::UNPROCESSABLE_ENTITY,
                        "written-at",
                        format!("“{text}”不是时刻，应如 2024-03-05T08:00:00+08:00"),
                        format!("`{text}` is no moment; write 2024-03-05T08:00:00+08:00"),
                    )
                })?,
        )),
    };
    let asked = Asked {
        idem: idempotency_key(&headers)?,
        ..Asked::default()
    };
    blocking(move || {
        let receipt = seat.amend(&register, id, base, amendment.fields, written, asked)?;
        Ok(receipt_response(&seat, &receipt, StatusCode::OK))
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepBody {
    #[serde(default)]
    fields: Map<String, Json_>,
    #[serde(default)]
    note: Option<String>,
}

pub(super) async fn step(
    Bearer(seat): Bearer,
    Path((register, id, step)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let given: StepBody = if body.is_empty() {
        StepBody::default()
    } else {
        json_body(&body)?
    };
    let asked = Asked {
        idem: idempotency_key(&headers)?,
        ..Asked::default()
    };
    blocking(move || {
        let receipt = seat.step(&register, id, &step, given.fields, given.note, asked)?;
        Ok(receipt_response(&seat, &receipt, StatusCode::OK))
    })
    .await
}

pub(super) async fn history(
    Bearer(seat): Bearer,
    Path((register, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    blocking(move || Ok(Json(json!({ "history": seat.history(&register, id)? })).into_response())).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    reason: String,
}

pub(super) async fn withdraw(
    bearer: Bearer,
    path: Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    withdraw_or_restore(bearer, path, &headers, &body, false).await
}

pub(super) async fn restore(
    bearer: Bearer,
    path: Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    withdraw_or_restore(bearer, path, &headers, &body, true).await
}

async fn withdraw_or_restore(
    Bearer(seat): Bearer,
    Path((register, id)): Path<(String, String)>,
    headers: &HeaderMap,
    body: &Bytes,
    back: bool,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let Reason { reason } = json_body(body)?;
    let asked = Asked {
        idem: idempotency_key(headers)?,
        ..Asked::default()
    };
    blocking(move || {
        let receipt = seat.withdraw(&register, id, back, &reason, asked)?;
        Ok(receipt_response(&seat, &receipt, StatusCode::OK))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revealing {
    fields: Vec<String>,
    reason: String,
}

pub(super) async fn reveal(
    Bearer(seat): Bearer,
    Path((register, id)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let Revealing { fields, reason } = json_body(&body)?;
    blocking(move || {
        let clear = seat.reveal(&register, id, &fields, &reason, Asked::default())?;
        Ok(Json(json!({ "fields": clear })).into_response())
    })
    .await
}

pub(super) async fn settle(
    Bearer(seat): Bearer,
    Path((register, id, field)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    blocking(move || {
        let receipt = seat.settle(&register, id, &field, Asked::default())?;
        Ok(receipt_response(&seat, &receipt, StatusCode::OK))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DueQuery {
    /// Days ahead, 7 if not said.
    #[serde(default)]
    days: Option<u16>,
    #[serde(default)]
    limit: Option<usize>,
}

pub(super) async fn due(Bearer(seat): Bearer, Query(query): Query<DueQuery>) -> Result<Response, Problem> {
    blocking(move || {
        let ahead = i64::from(query.days.unwrap_or(7)) * ledger::DAY;
        let until = Moment(seat.desk().now().0 + ahead);
        let due = seat.due(until, query.limit.unwrap_or(50).min(500))?;
        Ok(Json(json!({ "due": due })).into_response())
    })
    .await
}
