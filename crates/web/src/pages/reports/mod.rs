//! Reports: drafts whose figures are bound to the records, looked through while they are written, frozen for good; and any text
//! held against the records.

mod check;
mod editor;
mod find;
mod findings;
mod frozen;
mod list;
mod marked;
mod papers;

use crate::serve::App;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/reports", get(list::show))
        .route("/reports/new", get(list::new).post(list::begin))
        .route("/reports/check", get(check::show).post(check::check))
        .route("/reports/check/comments", post(check::comments))
        .route("/reports/figures", get(find::show))
        .route("/reports/{name}", get(editor::show).post(editor::receive))
        .route("/reports/{name}/preview", post(editor::preview))
        .route("/reports/{name}/papers/{file}", get(papers::draft))
        .route("/reports/{name}/frozen/{number}", get(frozen::show))
        .route(
            "/reports/{name}/frozen/{number}/papers/{file}",
            get(papers::frozen),
        )
}
