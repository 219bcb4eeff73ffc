//! Taking up a report: its promises found, each looked through by a person, all kept at once.

use super::promise::{Drawn, Promise};
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::form::Form;
use crate::pages::given;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{anchor, moment, summary};
use crate::pages::shell::Page;
use crate::pages::words::commitments as words;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Action, AdoptAsk, DeskError};
use ledger::{Cause, Moment, Problem};
use maud::{Markup, html};

/// The form's address, under which it is kept too.
const ADDRESS: &str = "/commitments/adopt";

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let page = staff
        .ask(|staff| {
            may(staff)?;
            match staff.seat.draft(ADDRESS)? {
                Some(draft) => review(staff, &Promise::read(&draft.texts), &[], Some(draft.at)),
                None => Ok(first(staff, &Form::default(), &[])),
            }
        })
        .await?;
    Ok(staff.show(&page))
}

fn may(staff: &Staff) -> Result<(), DeskError> {
    if staff.seat.actor().may_somewhere(Action::Create, "commitments") {
        return Ok(());
    }
    Err(DeskError::refused(
        Cause::Forbidden,
        Problem::new(
            "forbidden",
            "您的岗位不能列入任务",
            "your posts do not allow to take up commitments",
        ),
    ))
}

pub(super) async fn receive(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    staff
        .clone()
        .ask(move |staff| {
            may(staff)?;
            match form.get("_do") {
                "read" => read(staff, &form),
                "autosave" => {
                    staff.seat.keep_draft(ADDRESS, own(form))?;
                    Ok(StatusCode::NO_CONTENT.into_response())
                }
                "drop" => {
                    staff.seat.drop_draft(ADDRESS)?;
                    Ok(go(ADDRESS))
                }
                _ => take_up(staff, form),
            }
        })
        .await
}

/// The texts of the form that are a person's.
fn own(form: Form) -> Vec<(String, String)> {
    let texts = form.texts.into_iter();
    texts.filter(|(name, _)| !name.starts_with('_')).collect()
}

/// Finds the promises and keeps them as the person's draft, to be looked through.
fn read(staff: &Staff, form: &Form) -> Result<Response, DeskError> {
    let look = staff.look();
    let again = |problem: Problem| {
        let page = first(staff, form, &[problem]);
        Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let given = match given::of(form, "report") {
        Ok(given) => given,
        Err(problem) => return again(problem),
    };
    let reading = match given.reading(None) {
        Ok(reading) => reading,
        Err(problem) => return again(problem),
    };
    let named = form.get("name").trim();
    let ask = AdoptAsk {
        source: if named.is_empty() {
            given.stem().to_owned()
        } else {
            named.to_owned()
        },
        measurable: !form.get("measurable").is_empty(),
        dry: true,
    };
    let proposals = staff.seat.proposals(&reading, &ask)?;
    if proposals.is_empty() {
        let say = words::NO_PROMISES;
        return again(say_problem("promises", say).at("report"));
    }
    let promises: Vec<Promise> = proposals
        .iter()
        .map(|proposal| Promise::proposed(proposal, look.zh()))
        .collect();
    let texts = promises
        .iter()
        .enumerate()
        .flat_map(|(number, promise)| promise.write(number));
    match staff.seat.keep_draft(ADDRESS, texts.collect()) {
        Ok(()) => Ok(go(ADDRESS)),
        Err(DeskError::Refused(refusal)) => {
            let problem = refusal.problems.into_iter().next();
            again(problem.unwrap_or_else(|| say_problem("promises", words::NO_PROMISES)))
        }
        Err(error) => Err(error),
    }
}

fn say_problem(code: &'static str, say: crate::pages::words::Say) -> Problem {
    Problem::new(code, say.get(pack::Lang::Zh), say.get(pack::Lang::En))
}

/// Makes commitments of the promises that were chosen, all or none.
fn take_up(staff: &Staff, form: Form) -> Result<Response, DeskError> {
    let look = staff.look();
    let promises = Promise::read(&form.texts);
    let chosen: Vec<(usize, &Promise)> = promises
        .iter()
        .enumerate()
        .filter(|(_, promise)| promise.take)
        .collect();
    let mut problems: Vec<Problem> = chosen
        .iter()
        .filter(|(_, promise)| promise.is_undecided())
        .map(|(number, _)| {
            in_row(
                *number,
                say_problem("undecided", words::UNDECIDED).at("indicator"),
            )
        })
        .collect();
    if chosen.is_empty() {
        problems.push(say_problem("none", words::NONE_CHOSEN));
    }
    if problems.is_empty() {
        let fields = chosen.iter().map(|(_, promise)| promise.fields()).collect();
        match staff.seat.take_up(fields) {
            Ok(taken) => {
                staff.seat.drop_draft(ADDRESS)?;
                let year = chosen.first().map(|(_, promise)| promise.text("year").to_owned());
                let flash = Flash::done(words::taken(look, taken.made, taken.confirmed, taken.repeated));
                let to = format!("/commitments?year={}", year.unwrap_or_default());
                return Ok(flash.on(&staff.visit, go(&to)));
            }
            Err(wrong) => {
                for (at, error) in wrong {
                    let number = chosen.get(at).map_or(0, |(number, _)| *number);
                    if !matches!(error, DeskError::Refused(_)) || error.cause() == Some(Cause::Forbidden) {
                        return Err(error);
                    }
                    problems.extend(
                        error
                            .problems()
                            .into_iter()
                            .map(|problem| in_row(number, problem)),
                    );
                }
            }
        }
    }
    // What was typed is kept as well as shown again.
    staff.seat.keep_draft(ADDRESS, own(form))?;
    let page = review(staff, &promises, &problems, None)?;
    Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// A problem with its row, in both languages and in the name of its field.
fn in_row(number: usize, mut problem: Problem) -> Problem {
    problem.message.zh = format!("第 {} 条：{}", number + 1, problem.message.zh);
    problem.message.en = format!("Promise {}: {}", number + 1, problem.message.en);
    problem.field = problem.field.map(|field| format!("{number}.{field}"));
    problem
}

/// The page on which a report is given.
fn first(staff: &Staff, form: &Form, problems: &[Problem]) -> Page {
    let look = staff.look();
    let measurable = form.texts.is_empty() || !form.get("measurable").is_empty();
    let body = html! {
        (summary(look, problems))
        section.card {
            p { (look.say(words::HOW_ADOPT)) }
            form.stack method="post" action=(ADDRESS) enctype="multipart/form-data" {
                (staff.token())
                (given::inputs(look, form, "report", words::REPORT_FILE, words::REPORT_TEXT, problems))
                label for=(anchor("name")) { (look.say(words::REPORT_NAME)) }
                input.form-control id=(anchor("name")) name="name" maxlength="100" value=(form.get("name")) placeholder=(look.say(words::REPORT_NAME_HINT));
                p { label.tick { input type="checkbox" name="measurable" value="1" checked[measurable]; " " (look.say(words::MEASURABLE)) } }
                button.btn.btn-primary name="_do" value="read" { (icon::SEARCH) (look.say(words::READ)) }
            }
        }
    };
    framed(staff, body)
}

/// The page on which promises are looked through.
fn review(
    staff: &Staff,
    promises: &[Promise],
    problems: &[Problem],
    kept: Option<Moment>,
) -> Result<Page, DeskError> {
    let look = staff.look();
    let offices = staff.seat.offices()?;
    let asked = promises
        .iter()
        .filter(|promise| promise.take && promise.is_undecided())
        .count();
    let drawn = Drawn { staff, problems };
    let body = html! {
        (summary(look, problems))
        @if let Some(at) = kept { div.note.note-good { (icon::DEVICE_FLOPPY) p { (look.say(words::DRAFT_FOUND)) " " (moment(&at.to_string())) } } }
        p { (words::found(look, promises.len(), asked)) }
        form method="post" action=(ADDRESS) data-autosave {
            (staff.token())
            datalist id="offices" { @for office in &offices { option value=(office) {} } }
            @for (number, promise) in promises.iter().enumerate() {
                @if chapter_begins(promises, number) { h2.chapter { (promise.text("section")) } }
                (drawn.promise(number, promise))
            }
            (foot(staff))
        }
    };
    Ok(framed(staff, body).style(&assets::COMMITMENTS_CSS))
}

fn chapter_begins(promises: &[Promise], number: usize) -> bool {
    let section = |number: usize| promises.get(number).map(|promise| promise.text("section"));
    let here = section(number).unwrap_or_default();
    !here.is_empty() && number.checked_sub(1).and_then(section) != Some(here)
}

fn foot(staff: &Staff) -> Markup {
    let look = staff.look();
    html! {
        div.card.entry-foot.adopt-foot {
            button.btn.btn-primary name="_do" value="keep" { (icon::CHECK) (look.say(words::TAKE_ALL)) }
            button.btn name="_do" value="drop" formnovalidate { (icon::TRASH) (look.say(words::START_OVER)) }
            span.note-side.text-secondary role="status" data-autosaved=(look.say(crate::pages::words::record::DRAFT_KEPT)) {}
        }
    }
}

fn framed(staff: &Staff, body: Markup) -> Page {
    let look = staff.look();
    Page::new(look.say(words::ADOPT), body).under("/commitments", look.say(words::TITLE))
}
