//! A pack from a ledger: drafted, with what was guessed and why, finished in an editor, weighed and brought into force; then
//! the ledger itself is brought into its register.

use super::check;
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::fault::Fault;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::imports::{SOON, drafted_at as address};
use crate::pages::parts::{anchor, moment, problem_id, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::infer as words;
use crate::pages::words::settings;
use crate::pages::words::shell;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{DeskError, DraftAsk, Guess, Upload, draft_pack};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::Tone;
use pack::{Lang, parse};

/// Lines of the editor in view.
const ROWS: usize = 28;

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let page = staff.ask(|staff| first_page(staff, "", &[])).await?;
    Ok(staff.show(&page))
}

/// Takes a ledger in and drafts a pack from it.
pub(super) async fn send(Posted { staff, mut form }: Posted) -> Result<Response, Fault> {
    let name = form.get("name").trim().to_owned();
    let mut problems = Vec::new();
    let mut wrong = |field: &str, say: crate::pages::words::Say| {
        problems.push(Problem::new("infer", say.get(Lang::Zh), say.get(Lang::En)).at(field));
    };
    let file = form.files.pop();
    if file.is_none() {
        wrong("file", words::CHOOSE_FILE);
    }
    if !is_name(&name) {
        wrong("name", words::NAME_WANTED);
    }
    let drafted = staff
        .ask(move |staff| {
            let Some(file) = file.filter(|_| problems.is_empty()) else {
                return Ok(Err(first_page(staff, &name, &problems)?));
            };
            let upload = staff.seat.keep_upload(None, &file.name, &file.content)?;
            let ask = DraftAsk {
                name: name.clone(),
                sheet: None,
            };
            match draft_pack(&ask, &file.content) {
                Ok(draft) => {
                    let guesses = serde_json::to_string(&draft.guesses).unwrap_or_default();
                    let texts = vec![("text".to_owned(), draft.text), ("guesses".to_owned(), guesses)];
                    staff.seat.keep_draft(&address(&upload.id), texts)?;
                    Ok(Ok(upload.id))
                }
                Err(DeskError::Refused(refusal)) if refusal.cause == Cause::Invalid => {
                    staff.seat.drop_upload(&upload.id)?;
                    let at_file = refusal.problems.into_iter().map(|problem| problem.at("file"));
                    let problems: Vec<Problem> = at_file.collect();
                    Ok(Err(first_page(staff, &name, &problems)?))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match drafted {
        Ok(id) => Ok(go(&address(&id))),
        Err(page) => Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)),
    }
}

/// Whether a pack can be called so.
fn is_name(name: &str) -> bool {
    let mut letters = name.bytes();
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && name.len() <= 40
        && letters.all(|each| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'_')
}

fn first_page(staff: &Staff, name: &str, problems: &[Problem]) -> Result<Page, DeskError> {
    let look = staff.look();
    // Only who may bring packs into force drafts them.
    staff.seat.people()?;
    let uploads = staff.seat.uploads()?;
    let open: Vec<&Upload> = uploads
        .iter()
        .filter(|upload| upload.register.is_none())
        .collect();
    let wrong = |field: &str| {
        problems
            .iter()
            .any(|problem| problem.field.as_deref() == Some(field))
    };
    let body = html! {
        (summary(look, problems))
        section.card {
            form.stack method="post" action="/packs/infer" enctype="multipart/form-data" {
                (staff.token())
                p.help { (look.say(words::HELP)) }
                label for=(anchor("file")) { (look.say(words::FILE)) }
                input.form-control id=(anchor("file")) type="file" name="file" accept=".xlsx,.xls,.csv,.ods"
                    aria-invalid=[wrong("file").then_some("true")] aria-describedby=[wrong("file").then(|| problem_id("file"))];
                (problems_of(look, problems, "file"))
                label for=(anchor("name")) { (look.say(words::NAME)) }
                input.form-control.mono id=(anchor("name")) name="name" value=(name) maxlength="40" autocomplete="off" placeholder="water_meters"
                    aria-invalid=[wrong("name").then_some("true")] aria-describedby=[wrong("name").then(|| problem_id("name"))];
                p.help { (look.say(words::NAME_HELP)) }
                (problems_of(look, problems, "name"))
                button.btn.btn-primary { (icon::PACKAGE) (look.say(words::DRAFT)) }
            }
        }
        @if !open.is_empty() {
            section.card aria-labelledby="open" {
                h2 #open { (look.say(words::OPEN)) }
                ul.plain {
                    @for upload in open { li { a href=(address(&upload.id)) { (upload.file_name) } " " span.text-secondary { (moment(&upload.at.to_string())) } } }
                }
            }
        }
    };
    Ok(Page::new(look.say(words::INFER), body)
        .under("/settings/packs", look.say(shell::SETTINGS))
        .under("/settings/packs", look.say(settings::PACKS))
        .style(&SHEETS_CSS))
}

/// The draft as it was left.
fn kept(staff: &Staff, id: &str) -> Result<(Upload, String, Vec<Guess>), DeskError> {
    staff.seat.people()?;
    let upload = staff.seat.upload(id)?;
    let texts = staff
        .seat
        .draft(&address(id))?
        .map(|draft| draft.texts)
        .unwrap_or_default();
    let text = |name: &str| {
        let found = texts.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let guesses = serde_json::from_str(&text("guesses")).unwrap_or_default();
    Ok((upload, text("text"), guesses))
}

pub(super) async fn draft(staff: Staff, Path(id): Path<String>) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| {
            let (upload, text, guesses) = kept(staff, &id)?;
            Ok(draft_page(staff, &upload, &text, &guesses, &html! {}))
        })
        .await?;
    Ok(staff.show(&page))
}

/// Keeps the text as it was edited; checks it, or brings it into force and goes on with the ledger.
pub(super) async fn go_on(Path(id): Path<String>, Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let text = form.get("text").replace("\r\n", "\n");
    let adopts = form.get("_do") == "adopt";
    let to = format!("/imports/{id}");
    let told = staff
        .ask(move |staff| {
            let (upload, _, guesses) = kept(staff, &id)?;
            let kept = serde_json::to_string(&guesses).unwrap_or_default();
            let texts = vec![("text".to_owned(), text.clone()), ("guesses".to_owned(), kept)];
            staff.seat.keep_draft(&address(&id), texts)?;
            let parsed = parse(&text);
            let Some(pack) = parsed.pack else {
                let wrong = html! {
                    section.card {
                        h2 { (icon::ALERT_CIRCLE) " " (staff.look().say(settings::MISTAKES)) }
                        (check::mistakes(staff, &text, &parsed.diagnostics))
                    }
                };
                let page = draft_page(staff, &upload, &text, &guesses, &wrong);
                return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, page)));
            };
            let weighed = check::weigh(staff, &pack)?;
            if !adopts || !weighed.obstacles.is_empty() {
                let page = draft_page(staff, &upload, &text, &guesses, &check::weighed(staff, &weighed));
                return Ok(Some((StatusCode::OK, page)));
            }
            staff.seat.adopt_from_upload(&id, pack)?;
            let _ = staff.seat.wait_for_upload(&id, SOON);
            Ok(None)
        })
        .await?;
    match told {
        Some((status, page)) => Ok(staff.show_as(status, &page)),
        None => Ok(go(&to)),
    }
}

fn draft_page(staff: &Staff, upload: &Upload, text: &str, guesses: &[Guess], told: &Markup) -> Page {
    let look = staff.look();
    let body = html! {
        (told)
        section.card {
            form method="post" action=(address(&upload.id)) {
                (staff.token())
                p.help { (look.say(words::EDIT_HELP)) }
                (check::editor(staff, text, ROWS, &[]))
                div.entry-foot {
                    button.btn.btn-primary name="_do" value="check" { (icon::CHECK) (look.say(settings::CHECK)) }
                    button.btn name="_do" value="adopt" { (icon::TABLE_IMPORT) (look.say(words::ADOPT)) }
                    span.help { (look.say(words::ADOPT_WHY)) }
                }
            }
        }
        (guessed(staff, guesses))
    };
    let actions = html! {
        form method="post" action={ "/imports/" (upload.id) "/drop" } {
            (staff.token())
            button.btn { (icon::TRASH) (look.say(words::DROP)) }
        }
    };
    Page::new(&*upload.file_name, body)
        .under("/settings/packs", look.say(settings::PACKS))
        .under("/packs/infer", look.say(words::INFER))
        .doing(actions)
        .style(&SHEETS_CSS)
}

/// What was guessed of each column, and why.
fn guessed(staff: &Staff, guesses: &[Guess]) -> Markup {
    let look = staff.look();
    html! {
        @if !guesses.is_empty() {
            section.card.card-flush {
                h2.card-head #guesses { (look.say(words::GUESSES)) }
                div.table-wide tabindex="0" role="region" aria-label=(look.say(words::GUESSES)) {
                    table.table.table-list {
                        thead { tr {
                            @for title in [words::COLUMN, words::FIELD, words::KIND, words::MARKS, words::WHY] { th scope="col" { (look.say(title)) } }
                        } }
                        tbody {
                            @for guess in guesses {
                                tr {
                                    th scope="row" { span.text-secondary.mono { (guess.letters) } " " (guess.header) }
                                    td.mono data-label=(look.say(words::FIELD)) { (guess.field) }
                                    td data-label=(look.say(words::KIND)) { (look.text(&guess.kind)) }
                                    td data-label=(look.say(words::MARKS)) {
                                        @if guess.required { (tag(Tone::Plain, look.say(words::REQUIRED))) }
                                        @if guess.key { (tag(Tone::Active, look.say(words::KEY))) }
                                        @if guess.sensitive { (tag(Tone::Alert, look.say(words::SENSITIVE))) }
                                    }
                                    td data-label=(look.say(words::WHY)) { (guess.why.iter().map(|why| look.text(why)).collect::<Vec<_>>().join(look.semicolon())) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
