//! The API under `/api/v1`.

mod base64;
mod files;
mod forms;
mod imports;
mod indicators;
mod journal;
mod openapi;
pub(crate) mod plain;
mod records;
mod registers;
mod reports;

use crate::blocking::blocking;
use crate::problem::Problem;
use crate::serve::App;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post, put};
use serde::de::DeserializeOwned;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/openapi.json", get(openapi::document))
        .route("/registers", get(registers::list))
        .route("/registers/{register}", get(registers::show))
        .route(
            "/registers/{register}/records",
            get(records::list).post(records::create),
        )
        .route(
            "/registers/{register}/records/{id}",
            get(records::show).patch(records::amend),
        )
        .route(
            "/registers/{register}/records/{id}/history",
            get(records::history),
        )
        .route(
            "/registers/{register}/records/{id}/steps/{step}",
            post(records::step),
        )
        .route(
            "/registers/{register}/records/{id}/withdraw",
            post(records::withdraw),
        )
        .route(
            "/registers/{register}/records/{id}/restore",
            post(records::restore),
        )
        .route("/registers/{register}/records/{id}/reveal", post(records::reveal))
        .route(
            "/registers/{register}/records/{id}/settle/{field}",
            post(records::settle),
        )
        .route("/indicators", get(indicators::list))
        .route("/indicators/{name}", get(indicators::show))
        .route("/indicators/{name}/lineage", get(indicators::lineage))
        .route("/imports", post(imports::import))
        .route("/registers/{register}/export/{format}", get(imports::list))
        .route("/indicators/{name}/export/{format}", get(imports::figures))
        .route(
            "/indicators/{name}/lineage/export/{format}",
            get(imports::lineage),
        )
        .route("/forms", get(forms::list).post(forms::add))
        .route("/forms/{name}", get(forms::show).delete(forms::remove))
        .route("/forms/{name}/answers", put(forms::confirm))
        .route("/forms/{name}/fill", post(forms::fill))
        .route("/reports/check", post(reports::check))
        .route("/reports/adopt", post(reports::adopt))
        .route("/due", get(records::due))
        .route("/messages", get(journal::messages))
        .route("/journal", get(journal::tail))
        .route("/files", post(files::keep))
        .route(
            "/registers/{register}/records/{id}/files/{name}",
            get(files::show),
        )
        .fallback(unknown)
}

async fn unknown() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "missing",
        "接口中没有这个地址，见 /api/v1/openapi.json",
        "the API has nothing at this address; see /api/v1/openapi.json",
    )
}

/// The submission's own key.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().ok().filter(|key| (1..=200).contains(&key.len()));
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "idempotency-key",
            "Idempotency-Key 应为 1 到 200 个可见 ASCII 字符",
            "Idempotency-Key has 1 to 200 visible ASCII characters",
        )
    })
}

/// A body as JSON; what is wrong is told with line and column.
fn json_body<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "json",
            format!(
                "请求内容不是所需的 JSON（第 {} 行第 {} 列）：{error}",
                error.line(),
                error.column()
            ),
            format!(
                "the body is not the JSON expected (line {}, column {}): {error}",
                error.line(),
                error.column()
            ),
        )
    })
}

fn record_id(text: &str) -> Result<ledger::RecordId, Problem> {
    text.parse().map_err(|error: ledger::RecordIdError| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "missing",
            format!("“{text}”不是记录编号"),
            error.to_string(),
        )
    })
}
