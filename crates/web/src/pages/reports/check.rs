//! Any text held against the records: shown marked up, and given back as a Word document with comments. The text travels with
//! the page and is kept nowhere.

use super::{findings, marked};
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::given::{self, Given};
use crate::pages::guard::{Posted, Staff};
use crate::pages::paper;
use crate::pages::parts::{anchor, summary};
use crate::pages::shell::Page;
use crate::pages::words::reports as words;
use crate::serve::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::{CheckAsk, DeskError, DraftFile};
use ledger::Problem;
use maud::{Markup, html};

pub(super) async fn show(staff: Staff) -> Response {
    staff.show(&first(&staff, &Form::default(), &[]))
}

fn first(staff: &Staff, form: &Form, problems: &[Problem]) -> Page {
    let look = staff.look();
    let body = html! {
        (summary(look, problems))
        section.card {
            p { (look.say(words::CHECK_WHY)) }
            form.stack method="post" action="/reports/check" enctype="multipart/form-data" {
                (staff.token())
                (given::inputs(look, form, "report", words::CHECK_FILE, words::CHECK_TEXT, problems))
                label for=(anchor("year")) { (look.say(words::CHECK_YEAR)) }
                input.form-control.short-year id=(anchor("year")) type="number" name="year" min="1990" max="2200" value=(form.get("year"));
                button.btn.btn-primary { (icon::CHECKLIST) (look.say(words::CHECK_DO)) }
            }
        }
    };
    framed(staff, look.say(words::CHECK), body)
}

fn framed(staff: &Staff, title: &str, body: Markup) -> Page {
    Page::new(title, body)
        .under("/reports", staff.look().say(words::TITLE))
        .style(&assets::REPORTS_CSS)
}

fn year(form: &Form) -> Option<i16> {
    form.get("year").trim().parse().ok()
}

pub(super) async fn check(State(app): State<App>, Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let papers = app.press().is_some();
    staff
        .clone()
        .ask(move |staff| {
            let read = given::of(&form, "report")
                .and_then(|given| given.reading(year(&form)).map(|reading| (given, reading)));
            let (given, reading) = match read {
                Ok(read) => read,
                Err(problem) => {
                    let page = first(staff, &form, &[problem]);
                    return Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
                }
            };
            let check = staff.seat.check_report(&reading, &CheckAsk::default())?;
            let marks = check.marks();
            let look = staff.look();
            let body = html! {
                (findings::counts(look, &check, 0))
                div.desk-editor {
                    section.card aria-labelledby="checked" {
                        h2 #checked { (look.say(words::CHECKED)) }
                        (marked::sheet(look, &reading.document, &marks))
                    }
                    section.card.panel {
                        (findings::list(look, &check, &marks))
                        p.text-secondary { (look.say(words::AS_OF)) " " (check.as_of) }
                    }
                }
            };
            let page = framed(staff, look.say(words::CHECK), body);
            Ok(staff.show(&page.doing(actions(staff, &form, &given, papers))))
        })
        .await
}

/// The text goes along, so that it need not be chosen twice.
fn actions(staff: &Staff, form: &Form, given: &Given, papers: bool) -> Markup {
    let look = staff.look();
    html! {
        a.btn href="/reports/check" { (look.say(words::AGAIN)) }
        @if papers {
            form method="post" action="/reports/check/comments" {
                (staff.token())
                input type="hidden" name="year" value=(form.get("year"));
                input type="hidden" name="name" value=(given.name);
                input type="hidden" name="content" value=(STANDARD.encode(&given.content));
                button.btn.btn-primary { (icon::DOWNLOAD) (look.say(words::COMMENTED)) }
            }
        }
    }
}

/// The text as a Word document with a comment beside every figure that needs putting right.
pub(super) async fn comments(
    State(app): State<App>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let press = paper::press(&app)?;
    staff
        .ask(move |staff| {
            let given = Given {
                name: form.get("name").to_owned(),
                content: STANDARD.decode(form.get("content")).unwrap_or_default(),
            };
            let draft = if given.content.starts_with(b"PK") {
                DraftFile::Docx(given.content.clone())
            } else {
                let reading = given
                    .reading(year(&form))
                    .map_err(|problem| DeskError::from(vec![problem]))?;
                DraftFile::Text(reading.document.text().to_owned())
            };
            let ask = CheckAsk::default();
            let bytes = staff
                .seat
                .annotate(&draft, year(&form), &ask, &*press, staff.look().lang)?;
            let stem = match given.stem() {
                "" => staff.look().say(words::CHECKED),
                stem => stem,
            };
            Ok(paper::sent(bytes, desk::PaperForm::Docx, stem))
        })
        .await
}
