//! Forms from above: the catalogue, what belongs into their blanks, filling them for a period, and what was sent.

mod answers;
mod cell;
mod choice;
mod describe;
mod drawing;
mod fill;
mod list;
mod show;

use super::guard::Staff;
use crate::serve::App;
use axum::Router;
use axum::routing::{get, post};
use desk::{DeskError, FormPlan};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/forms", get(list::show).post(list::add))
        .route("/forms/{name}", get(show::show).post(show::describe))
        .route("/forms/{name}/workbook", get(show::workbook).post(show::renew))
        .route("/forms/{name}/remove", post(show::remove))
        .route("/forms/{name}/answers", get(answers::show).post(answers::keep))
        .route("/forms/{name}/fill", get(fill::show).post(fill::with))
}

/// A form by its name, with what is known of it.
struct Known {
    name: String,
    plan: FormPlan,
}

impl Known {
    fn of(staff: &Staff, name: &str) -> Result<Self, DeskError> {
        Ok(Known {
            name: name.to_owned(),
            plan: staff.seat.form_plan(name)?,
        })
    }
}
