//! Sending a ledger; those that are on their way, and the batches that are in.

use super::open_to;
use super::work::{SOON, address};
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::fault::Fault;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, empty, moment, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::imports as words;
use crate::pages::words::shell;
use crate::pages::words::work;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Batch, DeskError, Mode, Stage, Upload};
use ledger::Problem;
use maud::{Markup, html};
use pack::model::Tone;
use pack::{Lang, Shelf};
use serde::Deserialize;

/// Batches shown.
const MOST: usize = 200;

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    register: String,
}

pub(super) async fn show(staff: Staff, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let page = staff.ask(move |staff| page(staff, &asked.register, &[])).await?;
    Ok(staff.show(&page))
}

/// Takes a ledger in, and begins to look at it.
pub(super) async fn send(Posted { staff, mut form }: Posted) -> Result<Response, Fault> {
    let register = form.get("register").to_owned();
    let mut problems = Vec::new();
    let mut wrong = |field: &str, say: crate::pages::words::Say| {
        problems.push(Problem::new("required", say.get(Lang::Zh), say.get(Lang::En)).at(field));
    };
    let file = form.files.pop();
    if file.is_none() {
        wrong("file", words::CHOOSE_FILE);
    }
    if register.is_empty() {
        wrong("register", words::CHOOSE_REGISTER);
    }
    let Some(file) = file.filter(|_| !register.is_empty()) else {
        let page = staff.ask(move |staff| page(staff, &register, &problems)).await?;
        return Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let upload = staff
        .ask(move |staff| {
            let upload = staff
                .seat
                .keep_upload(Some(&register), &file.name, &file.content)?;
            staff.seat.work_on_upload(&upload.id, Mode::Preview)?;
            // An ordinary ledger is ready before a person could look up.
            let _ = staff.seat.wait_for_upload(&upload.id, SOON);
            Ok(upload)
        })
        .await?;
    Ok(go(&address(&upload.id)))
}

fn page(staff: &Staff, register: &str, problems: &[Problem]) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let uploads = staff.seat.uploads()?;
    let on_the_way: Vec<&Upload> = uploads
        .iter()
        .filter(|upload| upload.stage != Stage::Kept && upload.register.is_some())
        .collect();
    let batches = staff.seat.batches()?;
    let names = staff.seat.names()?;
    let nobody = open_to(staff, &shelf).next().is_none();
    let body = html! {
        (summary(look, problems))
        @if nobody {
            section.card { (empty(icon::LOCK, look.say(words::MAY_NOT), &html! { p { (look.say(words::MAY_NOT_WHY)) } })) }
        } @else {
            section.card aria-labelledby="send" {
                h2 #send { (look.say(words::SEND)) }
                (form(staff, &shelf, register, problems))
            }
        }
        @if !on_the_way.is_empty() {
            section.card.card-flush {
                h2.card-head #way { (look.say(words::ON_THE_WAY)) }
                (waiting_table(staff, &shelf, &on_the_way))
            }
        }
        @if !nobody {
            section.card.card-flush {
                h2.card-head #done { (look.say(words::DONE)) }
                @if batches.is_empty() {
                    (empty(icon::INBOX, look.say(words::NONE_DONE), &html! { p { (look.say(words::NONE_DONE_WHY)) } }))
                } @else {
                    (batch_table(staff, &shelf, &batches, |login| names.get(login).cloned()))
                }
            }
        }
    };
    Ok(Page::new(look.say(shell::IMPORTS), body).style(&SHEETS_CSS))
}

fn form(staff: &Staff, shelf: &Shelf, chosen: &str, problems: &[Problem]) -> Markup {
    let look = staff.look();
    let wrong = |field: &str| {
        problems
            .iter()
            .any(|problem| problem.field.as_deref() == Some(field))
            .then_some("true")
    };
    html! {
        form.stack method="post" action="/imports" enctype="multipart/form-data" {
            (staff.token())
            p.help { (look.say(words::SEND_HELP)) }
            label for=(anchor("register")) { (look.say(words::REGISTER)) }
            select.form-select id=(anchor("register")) name="register" aria-invalid=[wrong("register")] {
                option value="" { (look.say(words::CHOOSE_REGISTER)) }
                @for (pack, register) in open_to(staff, shelf) {
                    option value=(register.name) selected[register.name == chosen] {
                        (look.text(&register.title))
                        @if pack.registers.len() > 1 { " · " (look.text(&pack.title)) }
                    }
                }
            }
            (problems_of(look, problems, "register"))
            label for=(anchor("file")) { (look.say(words::FILE)) }
            input.form-control id=(anchor("file")) type="file" name="file" accept=".xlsx,.xls,.csv,.ods,.jsonl" aria-invalid=[wrong("file")];
            (problems_of(look, problems, "file"))
            button.btn.btn-primary { (icon::TABLE_IMPORT) (look.say(words::LOOK_AT)) }
        }
    }
}

fn register_title<'a>(staff: &Staff, shelf: &'a Shelf, name: &'a str) -> &'a str {
    let found = shelf.register(name);
    found.map_or(name, |(_, register)| match staff.look().zh() {
        true => &register.title.zh,
        false => &register.title.en,
    })
}

fn waiting_table(staff: &Staff, shelf: &Shelf, uploads: &[&Upload]) -> Markup {
    let look = staff.look();
    html! {
        div.table-wide tabindex="0" role="region" aria-label=(look.say(words::ON_THE_WAY)) {
            table.table.table-list {
                thead { tr {
                    @for title in [words::FILE, words::REGISTER, words::SENT_AT, words::STATE] { th scope="col" { (look.say(title)) } }
                    th scope="col" { span.visually-hidden { (look.say(words::DROP)) } }
                } }
                tbody {
                    @for upload in uploads {
                        tr {
                            th scope="row" { a href=(address(&upload.id)) { (upload.file_name) } }
                            td data-label=(look.say(words::REGISTER)) { (register_title(staff, shelf, upload.register.as_deref().unwrap_or_default())) }
                            td data-label=(look.say(words::SENT_AT)) { (moment(&upload.at.to_string())) }
                            td data-label=(look.say(words::STATE)) { (stage(staff, upload)) }
                            td.end {
                                form method="post" action={ (address(&upload.id)) "/drop" } {
                                    (staff.token())
                                    button.btn.btn-sm aria-label={ (look.say(words::DROP)) " " (upload.file_name) } { (icon::TRASH) (look.say(words::DROP)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn stage(staff: &Staff, upload: &Upload) -> Markup {
    let look = staff.look();
    if staff.seat.upload_progress(&upload.id).is_some() {
        return tag(Tone::Active, look.say(work::AT_WORK));
    }
    let (tone, say) = match upload.stage {
        Stage::Sent => (Tone::Plain, words::ONLY_SENT),
        Stage::Tried => (Tone::Active, words::TO_CONFIRM),
        Stage::Failed { .. } => (Tone::Bad, words::FAILED),
        Stage::Keeping { .. } => (Tone::Alert, words::BROKEN_OFF),
        Stage::Kept => (Tone::Good, words::IS_IN),
    };
    tag(tone, look.say(say))
}

fn batch_table(
    staff: &Staff,
    shelf: &Shelf,
    batches: &[Batch],
    name: impl Fn(&str) -> Option<String>,
) -> Markup {
    let look = staff.look();
    html! {
        div.table-wide tabindex="0" role="region" aria-label=(look.say(words::DONE)) {
            table.table.table-list {
                thead { tr {
                    @for title in [words::FILE, words::REGISTER, words::WHEN, words::WHO] { th scope="col" { (look.say(title)) } }
                    @for title in [words::CREATED, words::UPDATED, words::REJECTED] { th.num scope="col" { (look.say(title)) } }
                    th scope="col" { (look.say(words::STATE)) }
                } }
                tbody {
                    @for batch in batches.iter().take(MOST) {
                        tr {
                            th scope="row" {
                                a href=(super::batch::address(&batch.name)) { @if batch.file_name.is_empty() { (batch.name) } @else { (batch.file_name) } }
                            }
                            td data-label=(look.say(words::REGISTER)) { (register_title(staff, shelf, &batch.register)) }
                            td data-label=(look.say(words::WHEN)) { (moment(&batch.at.to_string())) }
                            td data-label=(look.say(words::WHO)) { (name(&batch.by).unwrap_or_else(|| batch.by.clone())) }
                            td.num data-label=(look.say(words::CREATED)) { (batch.created) }
                            td.num data-label=(look.say(words::UPDATED)) { (batch.updated) }
                            td.num data-label=(look.say(words::REJECTED)) { (batch.rejected) }
                            td data-label=(look.say(words::STATE)) {
                                @if batch.back.is_some() { (tag(Tone::Plain, look.say(words::WENT_BACK))) }
                                @else { (tag(Tone::Good, look.say(words::IS_IN))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
