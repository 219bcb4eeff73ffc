//! Settings: people and posts, places, packs, deliveries, the journal. Whether a person may is the desk's to say.

mod adopting;
mod check;
mod deliveries;
mod infer;
mod journal;
mod packs;
mod people;
mod places;

use crate::serve::App;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/people", get(people::list))
        .route("/settings/people/new", get(people::new).post(people::create))
        .route("/settings/people/{login}", get(people::show).post(people::change))
        .route(
            "/settings/people/{login}/second-step",
            post(people::reset_second_step),
        )
        .route("/settings/places", get(places::list).post(places::begin))
        .route("/settings/places/{code}", get(places::show).post(places::change))
        .route("/settings/packs", get(packs::list))
        .route("/settings/packs/check", post(packs::check))
        .route("/settings/packs/adopt", post(adopting::begin))
        .route("/settings/packs/{name}/adopting", get(adopting::show))
        .route("/settings/packs/{name}", get(packs::show))
        .route("/packs/infer", get(infer::show).post(infer::send))
        .route("/packs/infer/{id}", get(infer::draft).post(infer::go_on))
        .route("/settings/deliveries", get(deliveries::show))
        .route("/settings/journal", get(journal::show))
        .route("/settings/journal/verify", post(journal::verify))
}
