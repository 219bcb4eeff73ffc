//! The catalogue of forms, and taking a new one in.

use super::describe;
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, empty, problem_id, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::forms as words;
use crate::pages::words::shell;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{DeskError, FormEntry, FormPlan};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::Tone;
use pack::{Lang, Shelf};

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let page = staff.ask(|staff| page(staff, &describe::unknown(), &[])).await?;
    Ok(staff.show(&page))
}

pub(super) async fn add(Posted { staff, mut form }: Posted) -> Result<Response, Fault> {
    let (mut plan, mut problems) = describe::read(&form);
    let file = form.files.pop();
    if file.is_none() {
        let say = words::CHOOSE_WORKBOOK;
        problems.push(Problem::new("required", say.get(Lang::Zh), say.get(Lang::En)).at("file"));
    }
    let added = staff
        .ask(move |staff| {
            let Some(file) = file.filter(|_| problems.is_empty()) else {
                return Ok(Err(page(staff, &plan, &problems)?));
            };
            plan.file_name.clone_from(&file.name);
            let name = staff.seat.free_form_name()?;
            match staff.seat.add_form(&name, plan.clone(), &file.content) {
                Ok(_) => Ok(Ok(name)),
                Err(DeskError::Refused(refusal)) if refusal.cause == Cause::Invalid => {
                    let at_file = refusal.problems.into_iter().map(|problem| problem.at("file"));
                    let problems: Vec<Problem> = at_file.collect();
                    Ok(Err(page(staff, &plan, &problems)?))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match added {
        Ok(name) => {
            let told = Flash::done(staff.look().say(words::ADDED));
            Ok(told.on(&staff.visit, go(&format!("/forms/{name}/answers"))))
        }
        Err(page) => Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)),
    }
}

fn page(staff: &Staff, plan: &FormPlan, problems: &[Problem]) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let forms = staff.seat.forms()?;
    let minutes: u32 = forms.iter().map(|form| form.minutes_saved).sum();
    let open: usize = forms.iter().map(|form| form.confirmed.1 - form.confirmed.0).sum();
    let body = html! {
        (summary(look, problems))
        @if !forms.is_empty() {
            div.tiles {
                div.tile { b { (forms.len()) } span { (look.say(words::FORMS)) } }
                div.tile { b { (hours(minutes)) } span { (look.say(words::HOURS_SAVED)) } }
                div.tile.tile-alert[open > 0] { b { (open) } span { (look.say(words::TO_CONFIRM)) } }
            }
        }
        section.card.card-flush {
            @if forms.is_empty() { (empty(icon::REPORT, look.say(words::NO_FORMS), &html! { p { (look.say(words::NO_FORMS_WHY)) } })) }
            @else { (table(staff, &forms)) }
        }
        (shared(staff, &shelf, &forms))
        section.card #new aria-labelledby="new-title" {
            h2 #new-title { (look.say(words::ADD)) }
            form method="post" action="/forms" enctype="multipart/form-data" {
                (staff.token())
                p.help { (look.say(words::ADD_WHY)) }
                (workbook(staff, problems))
                (describe::inputs(staff, plan, problems))
                button.btn.btn-primary.below { (icon::PLUS) (look.say(words::ADD_NOW)) }
            }
        }
    };
    Ok(Page::new(look.say(shell::FORMS), body).style(&SHEETS_CSS))
}

/// The input for the workbook as the county sent it.
pub(super) fn workbook(staff: &Staff, problems: &[Problem]) -> Markup {
    let look = staff.look();
    let wrong = problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some("file"));
    html! {
        label for=(anchor("file")) { (look.say(words::WORKBOOK)) }
        input.form-control id=(anchor("file")) type="file" name="file" accept=".xlsx,.xlsm"
            aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id("file"))];
        (problems_of(look, problems, "file"))
    }
}

/// Minutes as hours with one place.
pub(super) fn hours(minutes: u32) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn table(staff: &Staff, forms: &[FormEntry]) -> Markup {
    let look = staff.look();
    html! {
        div.table-wide tabindex="0" role="region" aria-label=(look.say(shell::FORMS)) {
            table.table.table-list {
                thead { tr {
                    @for title in [words::FORM, words::ASKED_BY, words::EVERY, words::NEXT, words::LAST_SENT] { th scope="col" { (look.say(title)) } }
                    @for title in [words::CONFIRMED, words::SHARE, words::SAVED] { th.num scope="col" { (look.say(title)) } }
                } }
                tbody { @for form in forms { (row(staff, form)) } }
            }
        }
    }
}

fn row(staff: &Staff, form: &FormEntry) -> Markup {
    let look = staff.look();
    let today = staff.seat.desk().now().date();
    let late = form.due_on.is_some_and(|due| due < today);
    html! {
        tr {
            th scope="row" { a href={ "/forms/" (form.name) } { (form.title) } }
            td data-label=(look.say(words::ASKED_BY)) { (form.asked_by) }
            td data-label=(look.say(words::EVERY)) { (describe::every(look, form.every)) }
            td data-label=(look.say(words::NEXT)) {
                @if let Some(next) = &form.next {
                    a href={ "/forms/" (form.name) "/fill?period=" (next) } { (words::period(look, next)) }
                }
                @if let Some(due) = form.due_on {
                    " " (tag(if late { Tone::Bad } else { Tone::Plain }, &words::due(look, due)))
                }
            }
            td data-label=(look.say(words::LAST_SENT)) { @if let Some(last) = &form.last_sent { (words::period(look, last)) } }
            td.num data-label=(look.say(words::CONFIRMED)) {
                a href={ "/forms/" (form.name) "/answers" } { (form.confirmed.0) "/" (form.confirmed.1) }
            }
            td.num data-label=(look.say(words::SHARE)) { @if let Some(share) = form.share { (share) "%" } }
            td.num data-label=(look.say(words::SAVED)) { (hours(form.minutes_saved)) }
        }
    }
}

/// Questions that several forms ask: an office may be told that it was answered elsewhere.
fn shared(staff: &Staff, shelf: &Shelf, forms: &[FormEntry]) -> Markup {
    let look = staff.look();
    let title = |name: &str| {
        forms
            .iter()
            .find(|form| form.name == name)
            .map_or(name.to_owned(), |form| form.title.clone())
    };
    let mut same: Vec<(String, Vec<String>)> = Vec::new();
    for form in forms {
        for each in &form.shared {
            let at = match same.iter().position(|(question, _)| *question == each.question) {
                Some(at) => at,
                None => {
                    same.push((each.question.clone(), Vec::new()));
                    same.len() - 1
                }
            };
            for name in [&form.name, &each.form] {
                let title = title(name);
                if let Some((_, titles)) = same.get_mut(at)
                    && !titles.contains(&title)
                {
                    titles.push(title);
                }
            }
        }
    }
    html! {
        @if !same.is_empty() {
            section.card aria-labelledby="same" {
                h2 #same { (look.say(words::SAME)) }
                p.help { (look.say(words::SAME_WHY)) }
                ul.plain.asked-twice {
                    @for (question, titles) in &same { li { strong { (asked(staff, shelf, question)) } " — " (titles.join(look.comma())) } }
                }
            }
        }
    }
}

/// What a question asks for, in words: an indicator, or a register's field.
fn asked(staff: &Staff, shelf: &Shelf, question: &str) -> String {
    let look = staff.look();
    if let Some((_, indicator)) = shelf.indicator(question) {
        return look.text(&indicator.title).to_owned();
    }
    let field = question.split_once('.').and_then(|(register, field)| {
        let (_, register) = shelf.register(register)?;
        let (_, field) = register.field(field)?;
        Some(format!(
            "{} · {}",
            look.text(&register.title),
            look.text(&field.title)
        ))
    });
    field.unwrap_or_else(|| question.to_owned())
}
