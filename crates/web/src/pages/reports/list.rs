//! The town's reports, and beginning a new one.

use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, empty, moment, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::reports as words;
use crate::problem::Problem as Answer;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Beginning, DeskError, Report};
use ledger::Problem;
use maud::{Markup, html};
use pack::model::Tone;
use std::collections::BTreeMap;

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let page = staff.ask(page).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff) -> Result<Page, DeskError> {
    let look = staff.look();
    let reports = staff.seat.reports()?;
    let names = staff.seat.names()?;
    let body = html! {
        section.card.card-flush {
            @if reports.is_empty() {
                (empty(icon::REPORT, look.say(words::NONE), &html! { p { (look.say(words::NONE_WHY)) } }))
            } @else {
                div.table-wide tabindex="0" role="region" aria-label=(look.say(words::TITLE)) {
                    table.table.table-list {
                        thead { tr {
                            th scope="col" { (look.say(words::NAME)) }
                            th.num scope="col" { (look.say(words::YEAR)) }
                            th scope="col" { (look.say(words::FROZEN)) }
                            th.num scope="col" { (look.say(words::VERSION)) }
                            th scope="col" { (look.say(words::BY)) }
                            th scope="col" { (look.say(words::SAVED)) }
                        } }
                        tbody { @for (name, report) in &reports { (row(staff, &names, name, report)) } }
                    }
                }
            }
        }
    };
    let actions = html! {
        a.btn href="/reports/check" { (icon::CHECKLIST) (look.say(words::CHECK)) }
        @if staff.seat.writes_reports() { a.btn.btn-primary href="/reports/new" { (icon::PLUS) (look.say(words::NEW)) } }
    };
    Ok(Page::new(look.say(words::TITLE), body).doing(actions))
}

fn row(staff: &Staff, names: &BTreeMap<String, String>, name: &str, report: &Report) -> Markup {
    let look = staff.look();
    html! {
        tr {
            th scope="row" { a href={ "/reports/" (name) } { (report.title) } }
            td.num data-label=(look.say(words::YEAR)) { (report.year) }
            td data-label=(look.say(words::FROZEN)) {
                @match report.frozen.last() {
                    Some(last) => a href={ "/reports/" (name) "/frozen/" (last.number) } { (tag(Tone::Good, &words::frozen_number(look, last.number))) },
                    None => (tag(Tone::Plain, look.say(words::DRAFT))),
                }
            }
            td.num data-label=(look.say(words::VERSION)) { (report.version) }
            td data-label=(look.say(words::BY)) { (names.get(&report.by).unwrap_or(&report.by)) }
            td data-label=(look.say(words::SAVED)) { (moment(&report.at.to_string())) }
        }
    }
}

pub(super) async fn new(staff: Staff) -> Result<Response, Fault> {
    let page = staff.ask(|staff| new_page(staff, &Form::default(), &[])).await?;
    Ok(staff.show(&page))
}

fn new_page(staff: &Staff, form: &Form, problems: &[Problem]) -> Result<Page, DeskError> {
    let look = staff.look();
    let desk = staff.seat.desk();
    let today = desk.now().date();
    // A report looks back on the year that has ended, until late in the next.
    let usual = if today.month() > 9 {
        today.year()
    } else {
        today.year() - 1
    };
    let earlier = staff.seat.reports()?;
    let places = desk.places();
    let town = places.name(desk.town().code, today).unwrap_or_default();
    let given = |name: &str, usual: String| {
        let text = form.get(name);
        if form.texts.is_empty() {
            usual
        } else {
            text.to_owned()
        }
    };
    let with = given("with", "figures".to_owned());
    let choice = |value: &str, title: &str| {
        html! { label.tick { input type="radio" name="with" value=(value) checked[with == value]; " " (title) } }
    };
    let body = html! {
        (summary(look, problems))
        section.card {
            form.stack method="post" action="/reports/new" {
                (staff.token())
                label for=(anchor("title")) { (look.say(words::NAME)) }
                input.form-control id=(anchor("title")) name="title" required maxlength="100" value=(given("title", words::usual_title(usual, town)));
                (problems_of(look, problems, "title"))
                label for=(anchor("year")) { (look.say(words::YEAR)) }
                input.form-control.short-year id=(anchor("year")) type="number" name="year" required min="1990" max="2200" value=(given("year", usual.to_string()));
                (problems_of(look, problems, "year"))
                fieldset.choices {
                    legend { (look.say(words::BEGIN_WITH)) }
                    (choice("figures", look.say(words::WITH_FIGURES)))
                    (choice("headings", look.say(words::WITH_HEADINGS)))
                    @if !earlier.is_empty() {
                        (choice("earlier", look.say(words::WITH_EARLIER)))
                        label for=(anchor("earlier")) { (look.say(words::WHICH_EARLIER)) }
                        select.form-select id=(anchor("earlier")) name="earlier" {
                            @for (name, report) in &earlier { option value=(name) selected[form.get("earlier") == name] { (report.title) } }
                        }
                    }
                }
                button.btn.btn-primary { (icon::PLUS) (look.say(words::BEGIN)) }
            }
        }
    };
    Ok(Page::new(look.say(words::NEW), body)
        .style(&crate::pages::assets::REPORTS_CSS)
        .under("/reports", look.say(words::TITLE)))
}

pub(super) async fn begin(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    staff
        .clone()
        .ask(move |staff| {
            let from = match form.get("with") {
                "headings" => Beginning::Headings,
                "earlier" => Beginning::Earlier(form.get("earlier").to_owned()),
                _ => Beginning::Figures,
            };
            let year = form.get("year").trim().parse().unwrap_or(0);
            match staff.seat.begin_report(form.get("title"), year, &from) {
                Ok(name) => Ok(go(&format!("/reports/{name}"))),
                Err(error) if error.cause() == Some(ledger::Cause::Invalid) => {
                    let answer = Answer::from(error);
                    let page = new_page(staff, &form, &answer.problems)?;
                    Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
                }
                Err(error) => Err(error),
            }
        })
        .await
}
