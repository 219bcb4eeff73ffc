//! The papers a pack makes of a record: offered on its page and after the step that makes them, shown, fetched, issued in
//! clear for a reason.

use super::{record_id, seen};
use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::guard::{Posted, Staff};
use crate::pages::look::Look;
use crate::pages::paper;
use crate::pages::parts::value::{Teller, label};
use crate::pages::words::paper as words;
use crate::serve::App;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{DeskError, PaperForm};
use maud::{Markup, html};
use pack::Text;
use pack::model::{Document, Pack, Register};

type Which = Path<(String, String, String)>;

/// Shows a paper on a page, or sends it as a file.
pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    Path((register, id, name)): Which,
) -> Result<Response, Fault> {
    let press = paper::press(&app)?;
    staff
        .clone()
        .ask(move |staff| {
            let (document, form) = paper::asked(&name);
            let shelf = staff.seat.desk().shelf();
            let (pack, found) = seen(staff, &shelf, &register)?;
            let record = staff.seat.get(&register, record_id(&id)?)?;
            let called = label(&Teller::new(staff, pack, found), &record);
            let manuscript = staff.seat.paper(&register, record_id(&id)?, document, &*press)?;
            let title = titled(staff, &register, document)?;
            if form != PaperForm::Html {
                return paper::file(&*press, &manuscript, form, &format!("{title}（{called}）"));
            }
            let look = staff.look();
            let path = format!("/registers/{register}/{id}/papers/{document}");
            let page = paper::page(look, title, &path, &*press, &manuscript)?
                .under(format!("/registers/{register}"), look.text(&found.title))
                .under(format!("/registers/{register}/{id}"), called);
            Ok(staff.show(&page))
        })
        .await
}

/// Sends a paper with its sensitive values in clear, for a reason that goes into the journal.
pub(super) async fn issue(
    State(app): State<App>,
    Path((register, id)): Path<(String, String)>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let press = paper::press(&app)?;
    staff
        .ask(move |staff| {
            let (document, wanted) = (form.get("document"), form.get("_do"));
            let (_, as_form) = paper::asked(&format!(".{wanted}"));
            let as_form = if as_form == PaperForm::Html {
                PaperForm::Pdf
            } else {
                as_form
            };
            let reason = form.get("reason").trim();
            let manuscript =
                staff
                    .seat
                    .paper_in_clear(&register, record_id(&id)?, document, reason, &*press)?;
            paper::file(
                &*press,
                &manuscript,
                as_form,
                &titled(staff, &register, document)?,
            )
        })
        .await
}

fn titled(staff: &Staff, register: &str, document: &str) -> Result<String, DeskError> {
    let known = staff.seat.documents(register)?;
    let title = known.into_iter().find(|(name, _)| name == document);
    Ok(title.map_or_else(
        || document.to_owned(),
        |(_, title)| staff.look().text(&title).to_owned(),
    ))
}

/// The papers a step makes, offered right after it.
pub(super) fn made_by(look: Look, pack: &Pack, register: &Register, step: &str, path: &str) -> Markup {
    let cycle = register.cycle.as_ref();
    let step = cycle.and_then(|cycle| cycle.steps.iter().find(|known| known.name == step));
    let documents: Vec<_> = step
        .map(|step| step.documents.as_slice())
        .unwrap_or_default()
        .iter()
        .filter_map(|at| pack.documents.get(*at))
        .collect();
    html! {
        @if !documents.is_empty() {
            section.note.note-good aria-labelledby="made" {
                (icon::FILE_TEXT)
                div {
                    h2 #made { (look.say(words::MADE_NOW)) }
                    ul.plain.papers { @for document in documents { li { (offered(look, path, &document.name, &document.title)) } } }
                }
            }
        }
    }
}

/// All papers of a record; those of `masking` can be issued in clear.
pub(super) fn card(staff: &Staff, documents: &[(String, Text)], path: &str, masking: &[&Document]) -> Markup {
    let look = staff.look();
    html! {
        @if !documents.is_empty() {
            section.card aria-labelledby="papers" {
                h2 #papers { (icon::FILE_TEXT) " " (look.say(words::PAPERS)) }
                ul.plain.papers { @for (name, title) in documents { li { (offered(look, path, name, title)) } } }
                @if !masking.is_empty() { (in_clear(staff, masking, path)) }
            }
        }
    }
}

fn offered(look: Look, path: &str, name: &str, title: &Text) -> Markup {
    let at = format!("{path}/papers/{name}");
    html! {
        a href=(at) { (look.text(title)) }
        a.btn.btn-sm href={ (at) ".pdf" } download aria-label={ (look.say(words::PDF)) " " (look.text(title)) } { "PDF" }
        a.btn.btn-sm href={ (at) ".docx" } download aria-label={ (look.say(words::DOCX)) " " (look.text(title)) } { "Word" }
    }
}

fn in_clear(staff: &Staff, documents: &[&Document], path: &str) -> Markup {
    let look = staff.look();
    html! {
        details.reveal {
            summary.btn.btn-sm { (icon::EYE) (look.say(words::IN_CLEAR)) }
            form.stack method="post" action={ (path) "/papers" } {
                (staff.token())
                label for="paper-which" { (look.say(words::WHICH)) }
                select.form-select id="paper-which" name="document" {
                    @for document in documents { option value=(document.name) { (look.text(&document.title)) } }
                }
                label for="paper-why" { (look.say(words::WHY)) }
                input.form-control id="paper-why" name="reason" required maxlength="200" aria-describedby="paper-help";
                p.help #paper-help { (look.say(words::IN_CLEAR_HELP)) }
                div.quick {
                    button.btn.btn-primary name="_do" value="pdf" { (look.say(words::ISSUE_PDF)) }
                    button.btn name="_do" value="docx" { (look.say(words::ISSUE_DOCX)) }
                }
            }
        }
    }
}
