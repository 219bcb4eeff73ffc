//! Figures over the API.

use super::blocking;
use crate::inquiry::Inquiry;
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use desk::Action;
use pack::model::Measure;
use serde_json::{Value as Json_, json};

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
    Query(query): Query<Inquiry>,
) -> Result<Response, Problem> {
    let ask = query.ask(name)?;
    blocking(move || Ok(Json(seat.figures(&ask)?).into_response())).await
}

pub(super) async fn lineage(
    Bearer(seat): Bearer,
    Path(name): Path<String>,
    Query(query): Query<Inquiry>,
) -> Result<Response, Problem> {
    let ask = query.ask(name)?;
    blocking(move || {
        let lineage = seat.lineage(&ask, query.after.as_deref(), query.limit.unwrap_or(100))?;
        Ok(Json(lineage).into_response())
    })
    .await
}
