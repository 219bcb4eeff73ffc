//! A ledger's own page, as far as the ledger has come, and what is done to it there.

use super::outcome::Rows;
use super::{batch, mapping, review};
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::download::whole;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::working::{renew, working};
use crate::pages::shell::Page;
use crate::pages::words::imports as words;
use crate::pages::words::infer;
use crate::pages::words::shell;
use crate::pages::words::work;
use axum::extract::{Path, Query};
use axum::response::Response;
use desk::{DeskError, FileForm, Mode, Stage, Upload};
use ledger::Cause;
use maud::{Markup, html};
use pack::Text;
use std::time::Duration;

/// How long an answer waits for work that is nearly done.
pub(in crate::pages) const SOON: Duration = Duration::from_millis(800);

/// Where a ledger's page is.
pub(super) fn address(id: &str) -> String {
    format!("/imports/{id}")
}

/// Where a pack is drafted from a ledger, and under which address the draft is kept.
pub(in crate::pages) fn drafted_at(id: &str) -> String {
    format!("/packs/infer/{id}")
}

pub(super) async fn show(
    staff: Staff,
    Path(id): Path<String>,
    Query(rows): Query<Rows>,
) -> Result<Response, Fault> {
    let (page, again) = staff
        .ask(move |staff| {
            if let Some(progress) = staff.seat.upload_progress(&id) {
                return Ok((waiting(staff, progress, &address(&id)), true));
            }
            let page = match staff.seat.upload(&id) {
                Ok(upload) => page(staff, &upload, &rows)?,
                Err(error) if error.cause() == Some(Cause::Missing) => batch::page(staff, &id)?,
                Err(error) => return Err(error),
            };
            Ok((page, false))
        })
        .await?;
    let mut response = staff.show(&page);
    if again {
        renew(&mut response);
    }
    Ok(response)
}

/// The page of work under way: how far it is.
fn waiting(staff: &Staff, far: (usize, usize), path: &str) -> Page {
    let look = staff.look();
    let told = words::progress(look, far.0, far.1);
    let body = working(look, &told, far, look.say(words::AT_WORK_WHY), path);
    Page::new(look.say(work::AT_WORK), body)
        .under("/imports", look.say(shell::IMPORTS))
        .style(&SHEETS_CSS)
}

fn page(staff: &Staff, upload: &Upload, rows: &Rows) -> Result<Page, DeskError> {
    let look = staff.look();
    match &upload.stage {
        Stage::Tried => review::page(staff, upload, rows),
        Stage::Kept => batch::own_page(staff, upload, rows),
        Stage::Sent => Ok(short_page(
            staff,
            upload,
            &html! { p { (look.say(words::ONLY_SENT_WHY)) } },
        )),
        Stage::Failed { why } => Ok(short_page(staff, upload, &failed(staff, why))),
        Stage::Keeping { mode } => {
            let unfinished = html! {
                div.note.note-alert role="status" { (icon::ALERT_TRIANGLE) p { (look.say(words::BROKEN_OFF_WHY)) } }
                form method="post" action={ (address(&upload.id)) "/keep" } {
                    (staff.token())
                    input type="hidden" name="mode" value=(mode_name(*mode));
                    button.btn.btn-primary { (icon::REFRESH) (look.say(words::GO_ON)) }
                }
            };
            Ok(titled(staff, upload, html! { section.card { (unfinished) } }))
        }
    }
}

fn failed(staff: &Staff, why: &[Text]) -> Markup {
    let look = staff.look();
    html! {
        div.note.note-bad role="alert" {
            (icon::ALERT_CIRCLE)
            div {
                h2 { (look.say(words::FAILED)) }
                ul { @for each in why { li { (look.text(each)) } } }
            }
        }
    }
}

/// A page for a ledger of which nothing is known yet: it is tried, for this register or another.
fn short_page(staff: &Staff, upload: &Upload, told: &Markup) -> Page {
    let look = staff.look();
    let body = html! {
        section.card {
            (told)
            @if upload.register.is_none() { p { a href=(drafted_at(&upload.id)) { (look.say(infer::BACK_TO_DRAFT)) } } }
            form.stack method="post" action={ (address(&upload.id)) "/plan" } {
                (staff.token())
                (mapping::register_and_sheet(staff, upload, &[]))
                button.btn.btn-primary { (icon::TABLE_IMPORT) (look.say(words::LOOK_AT)) }
            }
        }
    };
    titled(staff, upload, body)
}

/// The page of a ledger, under its file's name.
pub(super) fn titled(staff: &Staff, upload: &Upload, body: Markup) -> Page {
    let look = staff.look();
    let actions = html! {
        form method="post" action={ (address(&upload.id)) "/drop" } {
            (staff.token())
            button.btn { (icon::TRASH) (look.say(words::DROP)) }
        }
    };
    let page = Page::new(&*upload.file_name, body)
        .under("/imports", look.say(shell::IMPORTS))
        .style(&SHEETS_CSS);
    if upload.stage == Stage::Kept {
        page
    } else {
        page.doing(actions)
    }
}

/// Keeps what a person says the columns mean, and tries the rows anew.
pub(super) async fn plan(Path(id): Path<String>, Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let back = address(&id);
    staff
        .ask(move |staff| {
            let said = mapping::read(staff, &id, form)?;
            staff
                .seat
                .plan_upload(&id, &said.register, said.sheet, said.plan)?;
            staff.seat.work_on_upload(&id, Mode::Preview)?;
            let _ = staff.seat.wait_for_upload(&id, SOON);
            Ok(())
        })
        .await?;
    Ok(go(&back))
}

/// Brings the rows in.
pub(super) async fn keep(Path(id): Path<String>, Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let back = address(&id);
    let mode = match form.get("mode") {
        "all" => Mode::All,
        _ => Mode::Each,
    };
    staff
        .ask(move |staff| {
            staff.seat.work_on_upload(&id, mode)?;
            // The pack that was drafted from it, if one was, is in force.
            staff.seat.drop_draft(&drafted_at(&id))?;
            let _ = staff.seat.wait_for_upload(&id, SOON);
            Ok(())
        })
        .await?;
    Ok(go(&back))
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::All => "all",
        Mode::Each | Mode::Preview => "each",
    }
}

pub(super) async fn drop_upload(
    Path(id): Path<String>,
    Posted { staff, .. }: Posted,
) -> Result<Response, Fault> {
    let back = staff
        .ask(move |staff| {
            let drafting = staff.seat.upload(&id)?.register.is_none();
            staff.seat.drop_upload(&id)?;
            // A pack that was drafted from it goes with it.
            staff.seat.drop_draft(&drafted_at(&id))?;
            Ok(if drafting { "/packs/infer" } else { "/imports" })
        })
        .await?;
    let told = staff.look().say(words::DROPPED);
    Ok(Flash::done(told).on(&staff.visit, go(back)))
}

/// Rows that were sent back, as a workbook to be mended.
pub(super) async fn returned(
    staff: Staff,
    Path((id, number)): Path<(String, usize)>,
) -> Result<Response, Fault> {
    let zh = staff.look().zh();
    let (upload, found) = staff
        .ask(move |staff| Ok((staff.seat.upload(&id)?, staff.seat.upload_returned(&id, number)?)))
        .await?;
    let stem = upload
        .file_name
        .rsplit_once('.')
        .map_or(&*upload.file_name, |(stem, _)| stem);
    let word = if zh { "退回" } else { "rejected" };
    let part = if number == 0 {
        String::new()
    } else {
        format!("-{}", number + 1)
    };
    let content = found.ok_or_else(Fault::missing)?;
    Ok(whole(
        &format!("{stem}-{word}{part}.xlsx"),
        FileForm::Xlsx.media_type(),
        content,
    ))
}
