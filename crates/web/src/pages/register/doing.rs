//! What is done to a record by one button: showing what is masked, withdrawing and restoring, settling what is contested.

use super::record::{Shown, page};
use super::record_id;
use crate::pages::dealt;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff};
use crate::pages::words::Say;
use crate::pages::words::record as words;
use crate::serve::App;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Asked, DeskError};

type Record = Path<(String, String)>;

/// Shows sensitive fields in clear, on this one answer and no later page.
pub(super) async fn reveal(
    State(app): State<App>,
    Path((register, id)): Record,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let fields: Vec<String> = form.all("field").map(str::to_owned).collect();
    let reason = form.get("reason").trim().to_owned();
    let path = format!("/registers/{register}/{id}");
    let papers = app.press().is_some();
    let shown = staff
        .ask(move |staff| {
            let clear = staff
                .seat
                .reveal(&register, record_id(&id)?, &fields, &reason, Asked::default());
            Ok(match clear {
                Ok(clear) => Ok(page(
                    staff,
                    &register,
                    &id,
                    &Shown {
                        clear,
                        papers,
                        ..Shown::default()
                    },
                )?),
                Err(error) => Err(error),
            })
        })
        .await?;
    match shown {
        Ok(page) => Ok(staff.show(&page)),
        Err(error) => dealt::after(&staff, &path, Err(error)),
    }
}

pub(super) async fn withdraw(record: Record, posted: Posted) -> Result<Response, Fault> {
    with_reason(record, posted, false, words::WITHDRAWN_NOW).await
}

pub(super) async fn restore(record: Record, posted: Posted) -> Result<Response, Fault> {
    with_reason(record, posted, true, words::RESTORED).await
}

async fn with_reason(
    Path(record): Record,
    Posted { staff, form }: Posted,
    back: bool,
    told: Say,
) -> Result<Response, Fault> {
    let reason = form.get("reason").trim().to_owned();
    let (register, id) = record.clone();
    let done = staff
        .ask(move |staff| {
            let id = record_id(&id)?;
            Ok(staff
                .seat
                .withdraw(&register, id, back, &reason, Asked::default()))
        })
        .await?;
    after(&staff, &record, done.map(drop), told)
}

/// Decides what two people contested in favour of what stands.
pub(super) async fn settle(Path(record): Record, Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let field = form.get("field").to_owned();
    let (register, id) = record.clone();
    let done = staff
        .ask(move |staff| {
            let id = record_id(&id)?;
            Ok(staff.seat.settle(&register, id, &field, Asked::default()))
        })
        .await?;
    after(&staff, &record, done.map(drop), words::SETTLED)
}

fn after(
    staff: &Staff,
    record: &(String, String),
    done: Result<(), DeskError>,
    told: Say,
) -> Result<Response, Fault> {
    let path = format!("/registers/{}/{}", record.0, record.1);
    dealt::after(staff, &path, done.map(|()| Flash::done(staff.look().say(told))))
}
