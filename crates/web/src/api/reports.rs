//! Reports over the API: the file is the body, its name tells the format.

use super::blocking;
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{AdoptAsk, CheckAsk};
use report::{Document, Options, Reading};
use serde::Deserialize;

/// How a report is to be read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportQuery {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    year: Option<i16>,
    #[serde(default)]
    measurable: bool,
    #[serde(default)]
    dry: bool,
}

fn reading(query: &ReportQuery, body: &[u8]) -> Result<Reading, Problem> {
    let name = query.name.as_deref().unwrap_or("report.txt");
    let document = Document::open(name, body).map_err(|error| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "report",
            error.zh(),
            error.to_string(),
        )
    })?;
    Ok(report::read(document, &Options { year: query.year }))
}

pub(super) async fn check(
    Bearer(seat): Bearer,
    Query(query): Query<ReportQuery>,
    body: Bytes,
) -> Result<Response, Problem> {
    let reading = reading(&query, &body)?;
    let check = blocking(move || seat.check_report(&reading, &CheckAsk::default())).await?;
    Ok(Json(check).into_response())
}

pub(super) async fn adopt(
    Bearer(seat): Bearer,
    Query(query): Query<ReportQuery>,
    body: Bytes,
) -> Result<Response, Problem> {
    let reading = reading(&query, &body)?;
    let name = query.name.unwrap_or_default();
    let source = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem).to_owned();
    let ask = AdoptAsk {
        source,
        measurable: query.measurable,
        dry: query.dry,
    };
    let adopted = blocking(move || seat.adopt_report(&reading, &ask)).await?;
    Ok(Json(adopted).into_response())
}
