//! Yearly evaluations: a year with its working, one record's working term by term, what if, keeping, and the steps from
//! publicity to confirmation.

mod one;
mod year;

use super::assets::icon;
use super::fault::Fault;
use super::guard::Staff;
use super::parts::empty;
use super::shell::Page;
use super::words::evaluation as words;
use crate::serve::App;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use desk::EvaluationName;
use maud::html;
use rust_decimal::Decimal;

/// Years offered of an evaluation.
const YEARS: usize = 6;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/evaluations", get(hub))
        .route("/evaluations/{name}/{year}", get(year::show))
        .route("/evaluations/{name}/{year}/keep", post(year::keep))
        .route("/evaluations/{name}/{year}/steps/{step}", post(year::take_step))
        .route("/evaluations/{name}/{year}/{id}", get(one::show))
}

/// The evaluations there are, with their years.
async fn hub(staff: Staff) -> Result<Response, Fault> {
    let all = staff
        .ask(|staff| {
            let mut all = Vec::new();
            for evaluation in staff.seat.evaluations() {
                // Whoever sees a part only is told of no ranking.
                if let Ok(years) = staff.seat.evaluation_years(&path_name(&evaluation)) {
                    all.push((evaluation, years));
                }
            }
            Ok(all)
        })
        .await?;
    let look = staff.look();
    let body = html! {
        @if all.is_empty() {
            section.card { (empty(icon::CHART_BAR, look.say(words::NONE), &html! { p { (look.say(words::NONE_WHY)) } })) }
        }
        @for (evaluation, years) in &all {
            section.card {
                div.card-top {
                    h2 { (look.text(&evaluation.title)) }
                    a href={ "/registers/" (evaluation.register) } { (icon::TABLE) " " (look.say(words::RECORD)) }
                }
                @if years.is_empty() { p.text-secondary { (look.say(words::NO_YEARS)) } }
                div.quick {
                    @for year in years.iter().take(YEARS) {
                        a.btn href={ "/evaluations/" (path_name(evaluation)) "/" (year) } { (words::year(look, *year)) }
                    }
                }
            }
        }
    };
    Ok(staff.show(&Page::new(look.say(words::EVALUATIONS), body)))
}

/// The name of an evaluation in addresses.
fn path_name(evaluation: &EvaluationName) -> String {
    format!("{}.{}", evaluation.pack, evaluation.name)
}

/// Points as shown: two places.
fn points(points: Decimal) -> String {
    let mut shown = points.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    shown.rescale(2);
    shown.to_string()
}
