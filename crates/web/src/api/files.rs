//! Attachments over the API: sent once, named by their content.

use super::blocking;
use crate::problem::Problem;
use crate::serve::App;
use crate::session::Bearer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

pub(super) async fn keep(
    Bearer(_seat): Bearer,
    State(app): State<App>,
    body: Bytes,
) -> Result<Response, Problem> {
    if body.is_empty() {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "empty",
            "文件是空的",
            "the file is empty",
        ));
    }
    let desk = Arc::clone(app.desk());
    let name = blocking(move || {
        desk.town().attachments.keep(&body).map_err(|error| match error {
            store::AttachmentError::Store(error) => desk::DeskError::Store(error),
            other => desk::DeskError::Store(store::StoreError::Damaged(other.to_string())),
        })
    })
    .await?;
    Ok((StatusCode::CREATED, Json(json!({ "file": name }))).into_response())
}

pub(super) async fn show(
    Bearer(_seat): Bearer,
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let missing = || {
        Problem::new(
            StatusCode::NOT_FOUND,
            "missing",
            "没有这个文件",
            "there is no such file",
        )
    };
    let desk = Arc::clone(app.desk());
    let found = blocking(move || {
        Ok(match desk.town().attachments.read(&name) {
            Ok(content) => Some(content),
            Err(store::AttachmentError::Store(error)) => return Err(desk::DeskError::Store(error)),
            Err(store::AttachmentError::Damaged(name)) => {
                return Err(desk::DeskError::Store(store::StoreError::Damaged(name)));
            }
            Err(_) => None,
        })
    })
    .await?;
    let content = found.ok_or_else(missing)?;
    // Whatever it is, a browser is to save it and not to run it.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ];
    Ok((headers, content).into_response())
}
