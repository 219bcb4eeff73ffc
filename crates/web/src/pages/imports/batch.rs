//! A batch that is in: what became of its rows, the records it made and changed, and taking it back.

use super::outcome::{self, Rows, tiles};
use super::work::titled;
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::dealt;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff};
use crate::pages::parts::{anchor, moment, tag};
use crate::pages::shell::Page;
use crate::pages::words::imports as words;
use crate::pages::words::shell;
use axum::extract::Path;
use axum::response::Response;
use desk::{Batch, DeskError, Imported, Upload};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::Tone;

/// Records shown of a batch.
const MOST: usize = 100;

/// Where a batch's page is.
pub(super) fn address(name: &str) -> String {
    super::work::address(name.strip_prefix("import-").unwrap_or(name))
}

fn name_of(id: &str) -> String {
    format!("import-{id}")
}

/// A batch that came in from elsewhere, or whose ledger was thrown away.
pub(super) fn page(staff: &Staff, id: &str) -> Result<Page, DeskError> {
    let look = staff.look();
    let batch = staff.seat.batch(&name_of(id))?.ok_or_else(|| {
        let problem = Problem::new(
            "batch.missing",
            "没有这一批，或者您的岗位看不到它",
            "there is no such batch",
        );
        DeskError::refused(Cause::Missing, problem)
    })?;
    let body = html! {
        (facts(staff, &batch, false)?)
        (records(staff, &batch)?)
        (take_back(staff, &batch))
    };
    let title = if batch.file_name.is_empty() {
        &batch.name
    } else {
        &batch.file_name
    };
    Ok(Page::new(&**title, body)
        .under("/imports", look.say(shell::IMPORTS))
        .beside(standing(staff, &batch))
        .style(&SHEETS_CSS))
}

/// A batch whose ledger this person sent: each row's fate is known.
pub(super) fn own_page(staff: &Staff, upload: &Upload, rows: &Rows) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let imported: Imported = staff.seat.upload_result(&upload.id)?.unwrap_or_default();
    let batch = staff.seat.batch(&upload.batch())?;
    let register = upload.register.as_deref().and_then(|name| shelf.register(name));
    let body = html! {
        (tiles(look, upload, &imported))
        @if let Some(batch) = &batch { (facts(staff, batch, true)?) }
        @else { div.note.note-alert { (icon::INFO_CIRCLE) p { (look.say(words::NOTHING_WRITTEN)) } } }
        @if let Some((_, register)) = register {
            (outcome::table(staff, register, upload, &imported, rows))
        }
        @if let Some(batch) = &batch { (take_back(staff, batch)) }
    };
    let page = titled(staff, upload, body);
    Ok(match &batch {
        Some(batch) => page.beside(standing(staff, batch)),
        None => page,
    })
}

fn standing(staff: &Staff, batch: &Batch) -> Markup {
    let look = staff.look();
    match batch.back {
        Some(_) => tag(Tone::Plain, look.say(words::WENT_BACK)),
        None => tag(Tone::Good, look.say(words::IS_IN)),
    }
}

/// What is known of a batch; its rows are not counted here where they are counted above.
fn facts(staff: &Staff, batch: &Batch, counted: bool) -> Result<Markup, DeskError> {
    let look = staff.look();
    let names = staff.seat.names()?;
    let name = |login: &str| names.get(login).cloned().unwrap_or_else(|| login.to_owned());
    let shelf = staff.seat.desk().shelf();
    let register = shelf.register(&batch.register);
    let title = register.map_or(&*batch.register, |(_, register)| look.text(&register.title));
    Ok(html! {
        section.card {
            dl.facts {
                div.fact { dt { (look.say(words::REGISTER)) } dd { a href={ "/registers/" (batch.register) } { (title) } } }
                div.fact { dt { (look.say(words::WHEN)) } dd { (moment(&batch.at.to_string())) } }
                div.fact { dt { (look.say(words::WHO)) } dd { (name(&batch.by)) } }
                @for (say, count) in [(words::CREATED, batch.created), (words::UPDATED, batch.updated), (words::REJECTED, batch.rejected)] {
                    @if !counted { div.fact { dt { (look.say(say)) } dd { (count) } } }
                }
                div.fact { dt { (look.say(words::BATCH)) } dd.mono { (batch.name) } }
            }
            @if let Some(back) = &batch.back {
                div.note.note-alert.went-back {
                    (icon::ARROW_BACK_UP)
                    div {
                        p { (words::went_back(look, &name(&back.by), &back.reason)) " " (moment(&back.at.to_string())) }
                        p { (words::back_counts(look, back.withdrawn, back.restored, back.left)) }
                    }
                }
            }
        }
    })
}

fn records(staff: &Staff, batch: &Batch) -> Result<Markup, DeskError> {
    let look = staff.look();
    let records = staff.seat.batch_records(&batch.name, MOST)?;
    let in_all = batch.created + batch.updated;
    Ok(html! {
        section.card aria-labelledby="records" {
            h2 #records { (look.say(words::RECORDS)) }
            ul.plain.batch-records {
                @for record in &records {
                    li {
                        (tag(if record.made { Tone::Good } else { Tone::Active }, look.say(if record.made { words::CREATED } else { words::UPDATED })))
                        " " a href={ "/registers/" (record.register) "/" (record.id) } { (record.label) }
                        @if !record.untouched { " " (tag(Tone::Plain, look.say(words::CHANGED_SINCE))) }
                    }
                }
            }
            @if in_all > records.len() { p.help { (words::first_of(look, records.len(), in_all)) } }
        }
    })
}

fn take_back(staff: &Staff, batch: &Batch) -> Markup {
    let look = staff.look();
    html! {
        @if batch.back.is_none() {
            section.card {
                details {
                    summary { (icon::ARROW_BACK_UP) " " (look.say(words::TAKE_BACK)) }
                    form.stack method="post" action={ (address(&batch.name)) "/back" } {
                        (staff.token())
                        p.help { (look.say(words::TAKE_BACK_WHY)) }
                        label for=(anchor("reason")) { (look.say(words::REASON)) }
                        input.form-control id=(anchor("reason")) name="reason" required maxlength="200";
                        button.btn.btn-danger { (icon::ARROW_BACK_UP) (look.say(words::TAKE_BACK)) }
                    }
                }
            }
        }
    }
}

/// Takes a batch back; what was left as it is is told with its reason.
pub(super) async fn back(Path(id): Path<String>, Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let to = super::work::address(&id);
    let reason = form.get("reason").trim().to_owned();
    let back = staff
        .ask(move |staff| Ok(staff.seat.take_back(&name_of(&id), &reason)))
        .await?;
    let look = staff.look();
    let done = back.map(|back| {
        let told = words::back_counts(look, back.withdrawn, back.restored, back.left.len());
        let reasons = back.left.iter().take(5).map(|left| &left.why);
        Flash::done_but(look, &told, reasons)
    });
    dealt::after(&staff, &to, done)
}
