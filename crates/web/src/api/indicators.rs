//! Figures over the API.

use super::{blocking, place};
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Action, Ask, By};
use pack::model::Measure;
use quantity::{Period, PeriodError};
use serde::Deserialize;
use serde_json::{Value as Json_, json};

/// What a figure can be asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureQuery {
    period: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    by: Option<String>,
    /// `category:neighbour|family,risk:red`
    #[serde(default)]
    only: Option<String>,
    #[serde(default)]
    as_of: Option<u64>,
    #[serde(default)]
    compare: bool,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

pub(super) fn ask(indicator: String, query: &FigureQuery) -> Result<Ask, Problem> {
    let wrong = |zh: String, en: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "period", zh, en);
    let text = query.period.as_deref().ok_or_else(|| {
        wrong(
            "请写明期间，如 period=2024-01/2024-11".to_owned(),
            "say which period, as in period=2024-01/2024-11".to_owned(),
        )
    })?;
    let period: Period = text
        .parse()
        .map_err(|error: PeriodError| wrong(error.zh(), error.to_string()))?;
    let by = query.by.as_deref().unwrap_or_default();
    let only = query.only.as_deref().unwrap_or_default();
    Ok(Ask {
        indicator,
        place: query.place.as_deref().map(place).transpose()?,
        period,
        by: by
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(By::named)
            .collect(),
        only: only
            .split(',')
            .filter_map(|part| part.split_once(':'))
            .map(|(name, values)| {
                (
                    name.trim().to_owned(),
                    values.split('|').map(str::to_owned).collect(),
                )
            })
            .collect(),
        as_of: query.as_of,
        compare: query.compare,
    })
}

pub(super) async fn list(Bearer(seat): Bearer) -> Result<Response, Problem> {
    let shelf = seat.desk().shelf();
    let all: Vec<Json_> = shelf
        .indicators()
        .filter(|(pack, _)| seat.actor().may_somewhere(Action::Read, &pack.name))
        .map(|(pack, indicator)| {
            json!({
                "name": indicator.name,
                "pack": pack.name,
                "title": indicator.title,
                "unit": indicator.unit,
                "kind": match indicator.measure {
                    Measure::Flow { .. } => "flow",
                    Measure::Stock { .. } => "stock",
                    Measure::Return { .. } => "return",
                    Measure::Ratio { .. } => "ratio",
                    Measure::Formula { .. } => "formula",
                },
                "by": indicator.by.iter().map(|by| &*by.name).chain(["place", "day", "month", "quarter", "year"]).collect::<Vec<_>>(),
                "also_called": indicator.also_called,
            })
        })
        .collect();
    Ok(Json(json!({ "indicators": all })).into_response())
}

pub(super) async fn show(
    Bearer(seat): Bearer,
    Path(name): Path<String>,
    Query(query): Query<FigureQuery>,
) -> Result<Response, Problem> {
    let ask = ask(name, &query)?;
    blocking(move || Ok(Json(seat.figures(&ask)?).into_response())).await
}

pub(super) async fn lineage(
    Bearer(seat): Bearer,
    Path(name): Path<String>,
    Query(query): Query<FigureQuery>,
) -> Result<Response, Problem> {
    let ask = ask(name, &query)?;
    blocking(move || {
        let lineage = seat.lineage(&ask, query.after.as_deref(), query.limit.unwrap_or(100))?;
        Ok(Json(lineage).into_response())
    })
    .await
}
