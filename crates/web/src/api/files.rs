//! Attachments over the API: sent once, named by their content, read through a record that names them.

use super::{blocking, record_id};
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub(super) async fn keep(Bearer(seat): Bearer, body: Bytes) -> Result<Response, Problem> {
    if body.is_empty() {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "empty",
            "文件是空的",
            "the file is empty",
        ));
    }
    let name = blocking(move || seat.keep_file(&body)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "file": name }))).into_response())
}

pub(super) async fn show(
    Bearer(seat): Bearer,
    Path((register, id, name)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let found = blocking(move || seat.file(&register, id, &name)).await?;
    let content = found.ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "missing",
            "该记录没有这个附件",
            "the record has no such attachment",
        )
    })?;
    // Whatever it is, a browser is to save it and not to run it.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ];
    Ok((headers, content).into_response())
}
