//! What goes wrong before a handler is reached (an address, a query, a length, a method, a time) is told like all else.

use crate::problem::Problem;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Longest text of a refusal that is passed on.
const LONGEST: usize = 4_096;

/// Tells refusals of the API that are no problems yet as problems.
pub(crate) async fn as_problem(request: Request, next: Next) -> Response {
    let ours = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/"));
    if !ours || is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let said = to_bytes(body, LONGEST).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said).into_owned();
    let (kind, zh, en) = words(status);
    let title = if said.is_empty() {
        en.to_owned()
    } else {
        said.clone()
    };
    let title_zh = if said.is_empty() {
        zh.to_owned()
    } else {
        format!("{zh}：{said}")
    };
    let mut told = Problem::new(status, kind, title_zh, title).into_response();
    for (name, value) in &parts.headers {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

fn words(status: StatusCode) -> (&'static str, &'static str, &'static str) {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => (
            "method",
            "此地址不支持这种请求方法",
            "this address does not take that method",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "请求内容太大", "the body is too large"),
        StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT => (
            "time",
            "处理超时，请稍后重试",
            "this took too long; try again later",
        ),
        status if status.is_server_error() => ("internal", "程序内部出错", "something went wrong inside"),
        _ => ("request", "请求有误", "the request cannot be understood"),
    }
}
