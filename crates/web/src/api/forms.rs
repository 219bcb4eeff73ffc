//! Forms over the API.

use super::base64::Content;
use super::{blocking, json_body};
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Answer, Every, FillAsk, FormFilled, FormPlan, Purpose};
use quantity::{Period, PeriodError};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A form that was asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewForm {
    name: String,
    title: String,
    #[serde(default)]
    asked_by: String,
    #[serde(default)]
    every: Every,
    #[serde(default)]
    due_days: u16,
    #[serde(default)]
    purpose: Purpose,
    #[serde(default)]
    minutes_by_hand: u32,
    #[serde(default)]
    file_name: String,
    file: Content,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirmed {
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewFilling {
    period: String,
    #[serde(default)]
    notes: bool,
    #[serde(default)]
    send: bool,
    #[serde(default)]
    reason: String,
}

#[derive(Serialize)]
struct Filling {
    #[serde(flatten)]
    filled: FormFilled,
    workbook: Content,
}

pub(super) async fn list(Bearer(seat): Bearer) -> Result<Response, Problem> {
    blocking(move || Ok(Json(json!({ "forms": seat.forms()? })).into_response())).await
}

pub(super) async fn add(Bearer(seat): Bearer, body: Bytes) -> Result<Response, Problem> {
    let new: NewForm = json_body(&body)?;
    blocking(move || {
        let plan = FormPlan {
            title: new.title,
            asked_by: new.asked_by,
            every: new.every,
            due_days: new.due_days,
            purpose: new.purpose,
            minutes_by_hand: new.minutes_by_hand,
            file_name: new.file_name,
            file: String::new(),
            answers: Vec::new(),
        };
        let view = seat.add_form(&new.name, plan, &new.file.0)?;
        Ok((StatusCode::CREATED, Json(view)).into_response())
    })
    .await
}

pub(super) async fn show(Bearer(seat): Bearer, Path(name): Path<String>) -> Result<Response, Problem> {
    blocking(move || Ok(Json(seat.form(&name)?).into_response())).await
}

pub(super) async fn remove(Bearer(seat): Bearer, Path(name): Path<String>) -> Result<Response, Problem> {
    blocking(move || {
        seat.remove_form(&name)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

pub(super) async fn confirm(
    Bearer(seat): Bearer,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let confirmed: Confirmed = json_body(&body)?;
    blocking(move || Ok(Json(seat.map_form(&name, confirmed.answers)?).into_response())).await
}

pub(super) async fn fill(
    Bearer(seat): Bearer,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let new: NewFilling = json_body(&body)?;
    let period: Period = new.period.parse().map_err(|error: PeriodError| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "period",
            error.zh(),
            error.to_string(),
        )
    })?;
    blocking(move || {
        let ask = FillAsk {
            period,
            notes: new.notes,
            send: new.send,
            reason: new.reason,
        };
        let mut filled = seat.fill_form(&name, &ask)?;
        let workbook = Content(std::mem::take(&mut filled.bytes));
        Ok(Json(Filling { filled, workbook }).into_response())
    })
    .await
}
