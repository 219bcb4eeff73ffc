//! Ledgers brought in: sent, looked at, what their columns mean confirmed, tried, brought in as one batch, taken back.
//!
//! A ledger is kept from the moment it is sent; its page shows it as far as it has come. Whatever takes longer than a moment
//! is done by the desk meanwhile, and the page tells how far it is.

mod batch;
mod list;
mod mapping;
mod outcome;
mod review;
mod work;

use super::guard::Staff;
use crate::serve::App;
use axum::Router;
use axum::routing::{get, post};
use desk::Action;
use pack::Shelf;
use pack::model::{Pack, Register};

pub(super) use work::{SOON, drafted_at};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/imports", get(list::show).post(list::send))
        .route("/imports/{id}", get(work::show))
        .route("/imports/{id}/plan", post(work::plan))
        .route("/imports/{id}/keep", post(work::keep))
        .route("/imports/{id}/back", post(batch::back))
        .route("/imports/{id}/drop", post(work::drop_upload))
        .route("/imports/{id}/returned/{number}", get(work::returned))
}

/// The registers into which this person may bring records.
fn open_to<'a>(staff: &'a Staff, shelf: &'a Shelf) -> impl Iterator<Item = (&'a Pack, &'a Register)> {
    shelf
        .registers()
        .filter(|(pack, _)| staff.seat.actor().may_somewhere(Action::Import, &pack.name))
}
