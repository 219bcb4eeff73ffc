//! Registers and their records: the list, the record, and the forms that write.

mod ask;
mod column;
mod doing;
mod entry;
mod export;
mod exposure;
mod file;
mod filter;
mod history;
mod input;
mod list;
mod paper;
mod record;
mod sheet;
mod totals;
mod view;
mod walk;

pub(super) use input::Inputs;
pub(super) use sheet::Sheet;

use super::guard::Staff;
use crate::serve::App;
use axum::Router;
use axum::routing::{get, post};
use desk::{Action, DeskError};
use ledger::{Cause, RecordId};
use pack::Shelf;
use pack::model::{Pack, Register};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/registers/{register}", get(list::show))
        .route("/registers/{register}/export.csv", get(export::csv))
        .route("/registers/{register}/export.xlsx", get(export::xlsx))
        .route("/registers/{register}/export.jsonl", get(export::json))
        .route("/registers/{register}/export.geojson", get(export::geojson))
        .route("/registers/{register}/views", post(view::keep))
        .route("/registers/{register}/new", get(entry::new).post(entry::create))
        .route("/registers/{register}/{id}", get(record::show))
        .route(
            "/registers/{register}/{id}/edit",
            get(entry::edit).post(entry::amend),
        )
        .route(
            "/registers/{register}/{id}/steps/{step}",
            get(entry::step).post(entry::take_step),
        )
        .route("/registers/{register}/{id}/reveal", post(doing::reveal))
        .route("/registers/{register}/{id}/withdraw", post(doing::withdraw))
        .route("/registers/{register}/{id}/restore", post(doing::restore))
        .route("/registers/{register}/{id}/settle", post(doing::settle))
        .route("/registers/{register}/{id}/files/{name}", get(file::show))
        .route("/registers/{register}/{id}/papers", post(paper::issue))
        .route("/registers/{register}/{id}/papers/{name}", get(paper::show))
}

/// The register of that name, if this person may see any of it; what may not be seen is told as missing.
pub(super) fn seen<'a>(
    staff: &Staff,
    shelf: &'a Shelf,
    name: &str,
) -> Result<(&'a Pack, &'a Register), DeskError> {
    shelf
        .register(name)
        .filter(|(pack, _)| staff.seat.actor().may_somewhere(Action::Read, &pack.name))
        .ok_or_else(gone)
}

/// There is no such register, or none that may be seen.
pub(super) fn gone() -> DeskError {
    missing("没有这个台账", "there is no such register")
}

fn missing(zh: &str, en: &str) -> DeskError {
    DeskError::refused(Cause::Missing, ledger::Problem::new("missing", zh, en))
}

fn record_id(text: &str) -> Result<RecordId, DeskError> {
    text.parse()
        .map_err(|_| missing("没有这条记录", "there is no such record"))
}
