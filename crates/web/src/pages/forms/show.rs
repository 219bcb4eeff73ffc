//! One form: filling it, how far its blanks are confirmed, what was sent, and what is known of it.

use super::Known;
use super::{describe, list};
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::download::whole;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, moment, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::forms as words;
use crate::pages::words::shell;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{DeskError, Every, FileForm, FormPlan, Sending};
use jiff::civil::Date;
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::Lang;
use pack::model::Tone;
use quantity::Period;

/// Periods offered.
const PERIODS: usize = 15;

pub(super) async fn show(staff: Staff, Path(name): Path<String>) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| page(staff, &Known::of(staff, &name)?, None, &[]))
        .await?;
    Ok(staff.show(&page))
}

/// Changes what is known of a form.
pub(super) async fn describe(
    Path(name): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let to = format!("/forms/{name}");
    let (plan, problems) = describe::read(&form);
    let wrong = staff
        .ask(move |staff| {
            if problems.is_empty() {
                staff.seat.describe_form(&name, plan)?;
                return Ok(None);
            }
            Ok(Some(page(
                staff,
                &Known::of(staff, &name)?,
                Some(&plan),
                &problems,
            )?))
        })
        .await?;
    match wrong {
        Some(page) => Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)),
        None => Ok(Flash::done(staff.look().say(words::KEPT)).on(&staff.visit, go(&to))),
    }
}

/// Takes in a new workbook of a form; what was confirmed about blanks with the same labels stays confirmed.
pub(super) async fn renew(
    Path(name): Path<String>,
    Posted { staff, mut form }: Posted,
) -> Result<Response, Fault> {
    let to = format!("/forms/{name}/answers");
    let file = form.files.pop();
    let wrong = staff
        .ask(move |staff| {
            let view = Known::of(staff, &name)?;
            let say = words::CHOOSE_WORKBOOK;
            let Some(file) = file else {
                let problem = Problem::new("required", say.get(Lang::Zh), say.get(Lang::En)).at("file");
                return Ok(Some(page(staff, &view, None, &[problem])?));
            };
            let plan = FormPlan {
                file_name: file.name,
                ..view.plan.clone()
            };
            match staff.seat.add_form(&name, plan, &file.content) {
                Ok(_) => Ok(None),
                Err(DeskError::Refused(refusal)) if refusal.cause == Cause::Invalid => {
                    let at_file = refusal.problems.into_iter().map(|problem| problem.at("file"));
                    let problems: Vec<Problem> = at_file.collect();
                    Ok(Some(page(staff, &view, None, &problems)?))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match wrong {
        Some(page) => Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)),
        None => Ok(Flash::done(staff.look().say(words::RENEWED)).on(&staff.visit, go(&to))),
    }
}

/// The workbook as it came from above.
pub(super) async fn workbook(staff: Staff, Path(name): Path<String>) -> Result<Response, Fault> {
    let (file, content) = staff.ask(move |staff| staff.seat.form_file(&name)).await?;
    Ok(whole(&file, FileForm::Xlsx.media_type(), content))
}

pub(super) async fn remove(
    Path(name): Path<String>,
    Posted { staff, .. }: Posted,
) -> Result<Response, Fault> {
    staff.ask(move |staff| staff.seat.remove_form(&name)).await?;
    Ok(Flash::done(staff.look().say(words::REMOVED)).on(&staff.visit, go("/forms")))
}

fn page(
    staff: &Staff,
    view: &Known,
    typed: Option<&FormPlan>,
    problems: &[Problem],
) -> Result<Page, DeskError> {
    let look = staff.look();
    let plan = &view.plan;
    let sendings = staff.seat.sendings(&view.name)?;
    let open = plan.answers.iter().filter(|answer| !answer.sure).count();
    let path = format!("/forms/{}", view.name);
    let at_file = problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some("file"));
    let body = html! {
        (summary(look, problems))
        section.card aria-labelledby="fill" {
            h2 #fill { (look.say(words::FILL)) }
            @if open > 0 {
                div.note.note-alert role="status" {
                    (icon::ALERT_TRIANGLE)
                    p { (words::open(look, open)) " " a href={ (path) "/answers" } { (look.say(words::CONFIRM_THEM)) } }
                }
            }
            form.filter-line method="get" action={ (path) "/fill" } {
                label.visually-hidden for="period" { (look.say(words::PERIOD)) }
                select.form-select id="period" name="period" {
                    @for period in periods(plan.every, staff.seat.desk().now().date(), sendings.last()) {
                        option value=(period) { (words::period(look, &period.to_string())) }
                    }
                }
                button.btn.btn-primary { (icon::REPORT) (look.say(words::FILL_NOW)) }
            }
        }
        section.card aria-labelledby="about" {
            h2 #about { (look.say(words::ABOUT)) }
            (facts(staff, view))
            details.part open[typed.is_some()] {
                summary { (icon::PENCIL) " " (look.say(words::CHANGE)) }
                form method="post" action=(path) {
                    (staff.token())
                    (describe::inputs(staff, typed.unwrap_or(plan), problems))
                    button.btn.btn-primary.below { (icon::DEVICE_FLOPPY) (look.say(words::KEEP)) }
                }
            }
            details.part open[at_file] {
                summary { (icon::FILE_TEXT) " " (look.say(words::RENEW)) }
                form.stack method="post" action={ (path) "/workbook" } enctype="multipart/form-data" {
                    (staff.token())
                    p.help { (look.say(words::RENEW_WHY)) }
                    (list::workbook(staff, problems))
                    button.btn.btn-primary { (look.say(words::RENEW)) }
                }
            }
            details.part {
                summary { (icon::TRASH) " " (look.say(words::REMOVE)) }
                form.stack method="post" action={ (path) "/remove" } {
                    (staff.token())
                    p.help { (look.say(words::REMOVE_WHY)) }
                    button.btn.btn-danger { (look.say(words::REMOVE)) }
                }
            }
        }
        (sent(staff, &path, &sendings)?)
    };
    let actions = html! {
        a.btn href={ (path) "/answers" } { (icon::CHECKLIST) (look.say(words::ANSWERS)) }
    };
    Ok(Page::new(&*plan.title, body)
        .under("/forms", look.say(shell::FORMS))
        .doing(actions)
        .style(&SHEETS_CSS))
}

fn facts(staff: &Staff, view: &Known) -> Markup {
    let look = staff.look();
    let plan = &view.plan;
    let sure = plan.answers.iter().filter(|answer| answer.sure).count();
    html! {
        dl.facts {
            @if !plan.asked_by.is_empty() { div.fact { dt { (look.say(words::ASKED_BY)) } dd { (plan.asked_by) } } }
            div.fact { dt { (look.say(words::EVERY)) } dd { (describe::every(look, plan.every)) } }
            @if plan.every != Every::Once { div.fact { dt { (look.say(words::DUE_DAYS)) } dd { (plan.due_days) } } }
            div.fact { dt { (look.say(words::MINUTES)) } dd { (plan.minutes_by_hand) } }
            div.fact { dt { (look.say(words::CONFIRMED)) } dd { a href={ "/forms/" (view.name) "/answers" } { (sure) "/" (plan.answers.len()) } } }
            div.fact { dt { (look.say(words::WORKBOOK)) } dd { a href={ "/forms/" (view.name) "/workbook" } { (plan.file_name) } } }
            div.fact.fact-wide { dt { (look.say(words::PURPOSE)) } dd { (describe::purpose(look, plan.purpose)) } }
        }
    }
}

fn sent(staff: &Staff, path: &str, sendings: &[Sending]) -> Result<Markup, DeskError> {
    let look = staff.look();
    let names = staff.seat.names()?;
    Ok(html! {
        section.card.card-flush {
            h2.card-head #sent { (look.say(words::SENT)) }
            @if sendings.is_empty() { p.card-none { (look.say(words::NEVER_SENT)) } }
            @else {
                div.table-wide tabindex="0" role="region" aria-label=(look.say(words::SENT)) {
                    table.table.table-list {
                        thead { tr {
                            @for title in [words::PERIOD, words::WHEN, words::WHO] { th scope="col" { (look.say(title)) } }
                            th.num scope="col" { (look.say(words::SHARE)) }
                        } }
                        tbody {
                            @for sending in sendings.iter().rev() {
                                @let period = sending.period.to_string();
                                tr {
                                    th scope="row" { a href={ (path) "/fill?period=" (period) } { (words::period(look, &period)) } }
                                    td data-label=(look.say(words::WHEN)) { (moment(&sending.at.to_string())) }
                                    td data-label=(look.say(words::WHO)) { (names.get(&sending.by).unwrap_or(&sending.by)) }
                                    td.num data-label=(look.say(words::SHARE)) { (tag(Tone::Good, &format!("{}%", sending.share))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// Periods to fill a form for: the one to be sent next first, then back through time.
fn periods(every: Every, today: Date, last: Option<&Sending>) -> Vec<Period> {
    let back = |from: Option<Period>, count: usize| {
        std::iter::successors(from, |period| Some(period.preceding())).take(count)
    };
    let Some(now) = every.period(today) else {
        let (year, month) = (today.year(), today.month());
        let months = back(Period::month(year, month), PERIODS);
        let quarters = back(Period::quarter(year, (month + 2) / 3), 4);
        return months
            .chain(quarters)
            .chain(back(Period::year(year), 3))
            .collect();
    };
    let next = match last {
        Some(last) => last
            .period
            .last()
            .tomorrow()
            .ok()
            .and_then(|day| every.period(day)),
        None => Some(now.preceding()),
    };
    let mut periods: Vec<Period> = next.into_iter().collect();
    periods.extend(back(Some(now), PERIODS).filter(|period| Some(*period) != next));
    periods
}

/// The id of the reason's input, on pages that ask for one.
pub(super) fn reason(staff: &Staff) -> Markup {
    let look = staff.look();
    html! {
        label for=(anchor("reason")) { (look.say(words::REASON)) }
        input.form-control id=(anchor("reason")) name="reason" required maxlength="200";
    }
}
