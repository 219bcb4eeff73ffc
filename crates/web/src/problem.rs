//! Errors as the API tells them: `application/problem+json` (RFC 9457), in both languages.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use ledger::Cause;
use serde::Serialize;

/// An error on its way to a client.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// A stable name of the kind of error.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// HTTP status.
    pub status: u16,
    /// In English.
    pub title: String,
    /// In Chinese.
    pub title_zh: String,
    /// Everything that is wrong, each with its field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ledger::Problem>,
}

impl Problem {
    /// An error with one message.
    #[must_use]
    pub fn new(status: StatusCode, kind: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Problem {
            kind,
            status: status.as_u16(),
            title: en.into(),
            title_zh: zh.into(),
            problems: Vec::new(),
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        let (status, kind) = match &error {
            DeskError::Closing => (StatusCode::SERVICE_UNAVAILABLE, "closing"),
            DeskError::Store(store::StoreError::Full) => (StatusCode::INSUFFICIENT_STORAGE, "disk-full"),
            DeskError::Store(store::StoreError::Busy) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            DeskError::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, "store"),
            DeskError::Refused(refusal) => match refusal.cause {
                Cause::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
                Cause::State => (StatusCode::CONFLICT, "state"),
                Cause::Missing => (StatusCode::NOT_FOUND, "missing"),
                Cause::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
                Cause::Conflict => (StatusCode::CONFLICT, "conflict"),
            },
        };
        let problems = error.problems();
        let first = problems
            .first()
            .map(|problem| problem.message.clone())
            .unwrap_or_default();
        Problem {
            kind,
            status: status.as_u16(),
            title: first.en,
            title_zh: first.zh,
            problems,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        response
    }
}
