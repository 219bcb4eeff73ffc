//! Commitments: the year's board, one commitment with its pace and records, a report's promises taken up.

mod adopt;
mod board;
mod course;
mod one;
mod papers;
mod promise;
mod today;

pub(super) use today::{card as today, lights};

use super::look::Look;
use super::parts::tag;
use super::words::commitments as words;
use crate::serve::App;
use axum::Router;
use axum::routing::get;
use desk::{DeskError, Light, Standing};
use ledger::{Cause, Problem, RecordId};
use maud::{Markup, html};
use pack::model::Tone;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/commitments", get(board::show))
        .route("/commitments/table.xlsx", get(papers::table))
        .route("/commitments/papers/{name}", get(papers::bulletin))
        .route("/commitments/adopt", get(adopt::show).post(adopt::receive))
        .route("/commitments/{id}", get(one::show))
}

fn record_id(text: &str) -> Result<RecordId, DeskError> {
    text.parse().map_err(|_| {
        DeskError::refused(
            Cause::Missing,
            Problem::new("missing", "没有这项任务", "there is no such commitment"),
        )
    })
}

/// A light as a word with its colour.
fn light_tag(look: Look, light: Option<Light>) -> Markup {
    let tone = match light {
        Some(Light::Red) => Tone::Bad,
        Some(Light::Yellow) => Tone::Alert,
        Some(Light::Green) => Tone::Good,
        None => Tone::Plain,
    };
    match light {
        Some(light) => tag(tone, look.text(&light.title())),
        None => tag(tone, look.say(words::UNLIT)),
    }
}

/// What is done as a bar and in percent; a dash where nothing is known.
fn bar(look: Look, standing: &Standing) -> Markup {
    html! {
        @match standing.percent {
            Some(percent) => span.progress-told {
                progress max="100" value=(percent.min(rust_decimal::Decimal::ONE_HUNDRED)) aria-label=(look.say(words::PROGRESS)) {}
                " " (percent) "%"
            },
            None => span.text-secondary { "—" },
        }
    }
}
