//! Who asks: a bearer token becomes a seat, or the request goes no further.

use crate::limits;
use crate::problem::Problem;
use crate::serve::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use desk::Seat;
use std::sync::Arc;
use std::time::Instant;

/// A person at the desk, known by a bearer token.
pub(crate) struct Bearer(pub(crate) Arc<Seat>);

impl FromRequestParts<App> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let unknown = || {
            Problem::new(
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "请在请求头 Authorization: Bearer 中提供有效令牌",
                "send a valid token in the header Authorization: Bearer",
            )
        };
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(unknown)?;
        let desk = app.desk();
        let login = desk
            .town()
            .secrets
            .token_owner(token.trim())
            .ok_or_else(unknown)?;
        app.meter()
            .take(&login, app.limits().requests_per_second, Instant::now())
            .map_err(limits::too_many)?;
        let seat = app.seat(&login)?.ok_or_else(unknown)?;
        Ok(Bearer(seat))
    }
}
