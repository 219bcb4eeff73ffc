//! Monthly checks: which places are done and which not yet, the ranking, the bulletin. A check itself is filled in on its
//! register's form.

mod bulletin;
mod month;

use super::assets::icon;
use super::fault::Fault;
use super::guard::{Staff, go};
use super::look::Look;
use super::parts::empty;
use super::shell::Page;
use super::words::checks as words;
use crate::serve::App;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::{get, post};
use desk::{RecordView, RoundView};
use jiff::civil::Date;
use maud::{Markup, html};
use pack::model::Register;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/checks", get(hub))
        .route("/checks/{register}", get(choose))
        .route("/checks/{register}/{month}", get(month::show))
        .route("/checks/{register}/{month}/publish", post(month::publish))
        .route("/checks/{register}/{month}/{paper}", get(bulletin::show))
}

/// This month's rounds.
async fn hub(staff: Staff) -> Result<Response, Fault> {
    let rounds = staff
        .ask(|staff| {
            let month = this_month(staff);
            let rounds = staff.seat.rounds().into_iter();
            rounds
                .map(|round| staff.seat.round(&round.register, month))
                .collect::<Result<Vec<_>, _>>()
        })
        .await?;
    let look = staff.look();
    let body = html! {
        @if rounds.is_empty() {
            section.card { (empty(icon::CHECKLIST, look.say(words::NONE), &html! { p { (look.say(words::NONE_WHY)) } })) }
        }
        @for view in &rounds {
            section.card {
                div.card-top {
                    h2 { a href=(address(&view.round.register, view.month)) { (look.text(&view.round.title)) } }
                    span.text-secondary { (words::month(look, view.month)) }
                }
                (progress(&staff, view))
            }
        }
    };
    Ok(staff.show(&Page::new(look.say(words::CHECKS), body)))
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    month: String,
}

/// Goes on to the month that was chosen, or to this one.
async fn choose(
    staff: Staff,
    Path(register): Path<String>,
    Query(Chosen { month }): Query<Chosen>,
) -> Response {
    let month = read_month(&month).unwrap_or_else(|| this_month(&staff));
    go(&address(&register, month))
}

/// Where a month's round is.
pub(super) fn address(register: &str, month: Date) -> String {
    format!("/checks/{register}/{}", month.strftime("%Y-%m"))
}

/// The round that a record is a check of, as a step of a trail.
pub(super) fn trail_of(look: Look, register: &Register, record: &RecordView) -> Option<(String, String)> {
    let round = register.round.as_ref()?;
    let held = record.fields.get(&register[round.month].name)?;
    let month = read_month(held.as_str()?)?;
    Some((address(&register.name, month), words::month(look, month)))
}

fn this_month(staff: &Staff) -> Date {
    staff.seat.desk().now().date().first_of_month()
}

/// A month such as `2024-11`, by its first day.
fn read_month(text: &str) -> Option<Date> {
    format!("{text}-01").parse().ok()
}

/// How many places are done.
fn progress(staff: &Staff, view: &RoundView) -> Markup {
    let look = staff.look();
    let (done, all) = (view.walked.len(), view.walked.len() + view.waiting.len());
    let told = words::done_of(look, done, all);
    html! {
        div.round-progress {
            progress value=(done) max=(all.max(1)) aria-label=(told) {}
            span { (told) }
        }
    }
}
