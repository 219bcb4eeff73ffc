//! Registers and their schema over the API.

use super::openapi::field_schema;
use crate::problem::Problem;
use crate::session::Bearer;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::Action;
use pack::model::{Pack, Register};
use serde_json::{Value as Json_, json};

pub(super) async fn list(Bearer(seat): Bearer) -> Result<Response, Problem> {
    let shelf = seat.desk().shelf();
    let all: Vec<Json_> = shelf
        .registers()
        .filter(|(pack, _)| seat.actor().may_somewhere(Action::Read, &pack.name))
        .map(|(pack, register)| {
            json!({ "name": register.name, "pack": pack.name, "title": register.title, "loop": register.cycle.is_some() })
        })
        .collect();
    Ok(Json(json!({ "registers": all })).into_response())
}

pub(super) async fn show(Bearer(seat): Bearer, Path(name): Path<String>) -> Result<Response, Problem> {
    let shelf = seat.desk().shelf();
    let found = shelf
        .register(&name)
        .filter(|(pack, _)| seat.actor().may_somewhere(Action::Read, &pack.name));
    let Some((pack, register)) = found else {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "missing",
            "没有这个台账",
            "there is no such register",
        ));
    };
    Ok(Json(described(pack, register)).into_response())
}

fn described(pack: &Pack, register: &Register) -> Json_ {
    let fields: Vec<Json_> = register
        .fields
        .iter()
        .map(|field| {
            json!({
                "name": field.name,
                "title": field.title,
                "required": field.required,
                "given": field.is_given(),
                "sensitive": field.sensitive.is_some(),
                "multiple": field.multiple,
                "unit": field.unit,
                "schema": field_schema(pack, field),
            })
        })
        .collect();
    let cycle = register.cycle.as_ref().map(|cycle| {
        json!({
            "initial": cycle[cycle.initial].name,
            "levels": cycle.levels.iter().map(|level| json!({ "name": level.name, "title": level.title })).collect::<Vec<_>>(),
            "states": cycle.states.iter().map(|state| {
                json!({ "name": state.name, "title": state.title, "closed": state.closed })
            }).collect::<Vec<_>>(),
            "steps": cycle.steps.iter().map(|step| {
                json!({
                    "name": step.name,
                    "title": step.title,
                    "from": step.from.iter().map(|state| &*cycle[*state].name).collect::<Vec<_>>(),
                    "to": step.to.map(|state| &*cycle[state].name),
                    "asks": step.asks.iter().map(|field| &*register[*field].name).collect::<Vec<_>>(),
                    "needs": step.needs.iter().map(|field| &*register[*field].name).collect::<Vec<_>>(),
                })
            }).collect::<Vec<_>>(),
        })
    });
    json!({
        "name": register.name,
        "pack": pack.name,
        "title": register.title,
        "record": register.record_title,
        "key": register.key.iter().map(|field| &*register[*field].name).collect::<Vec<_>>(),
        "fields": fields,
        "loop": cycle,
    })
}
