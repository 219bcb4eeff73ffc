//! What belongs into the blanks of a form: proposed, asked where in doubt, confirmed by a person and remembered.

use super::cell;
use super::choice::Choices;
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::{summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::forms as words;
use crate::pages::words::shell;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Answer, DeskError, FormView, Give};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::Tone;

pub(super) async fn show(staff: Staff, Path(name): Path<String>) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| Ok(page(staff, &staff.seat.form(&name)?, &[])))
        .await?;
    Ok(staff.show(&page))
}

/// Keeps what was chosen; what was ticked is sure from now on.
pub(super) async fn keep(
    Path(name): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let to = format!("/forms/{name}");
    let kept = staff
        .ask(move |staff| {
            let view = staff.seat.form(&name)?;
            let shelf = staff.seat.desk().shelf();
            let choices = Choices {
                staff,
                shelf: &shelf,
                answers: &view.plan.answers,
                blanks: &view.blanks,
            };
            let all = form.get("_do") == "all";
            let answers = view.plan.answers.iter().enumerate();
            let said: Vec<Answer> = answers
                .filter(|(at, _)| !form.get(&format!("_give.{at}")).is_empty())
                .map(|(at, before)| {
                    let give = choices.read(&form, at, before);
                    let ticked = !form.get(&format!("_sure.{at}")).is_empty();
                    let open = matches!(&give, Give::Ask { who } if who.is_empty());
                    Answer {
                        sure: ticked || (all && !open),
                        give,
                        ..before.clone()
                    }
                })
                .collect();
            let known = said.clone();
            match staff.seat.map_form(&name, said) {
                Ok(view) => Ok(Ok(view.plan.answers.iter().filter(|answer| !answer.sure).count())),
                Err(DeskError::Refused(refusal)) if refusal.cause == Cause::Invalid => {
                    // What was chosen stands as it was chosen, with what is wrong told above it.
                    let mut view = view;
                    for answer in known {
                        let same = |old: &&mut Answer| old.blank == answer.blank && old.about == answer.about;
                        if let Some(old) = view.plan.answers.iter_mut().find(same) {
                            *old = answer;
                        }
                    }
                    Ok(Err(page(staff, &view, &refusal.problems)))
                }
                Err(error) => Err(error),
            }
        })
        .await?;
    match kept {
        Ok(open) => {
            let told = words::kept(staff.look(), open);
            Ok(Flash::done(told).on(&staff.visit, go(&to)))
        }
        Err(page) => Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)),
    }
}

fn page(staff: &Staff, view: &FormView, problems: &[Problem]) -> Page {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let answers = &view.plan.answers;
    let choices = Choices {
        staff,
        shelf: &shelf,
        answers,
        blanks: &view.blanks,
    };
    let open: Vec<&Answer> = answers.iter().filter(|answer| !answer.sure).collect();
    let paths: Vec<Vec<String>> = open.iter().map(|answer| answer.path.clone()).collect();
    let mut likely = staff.seat.likely_indicators(&paths).into_iter();
    // In the order of the answers, so that each finds its own.
    let likely: Vec<Vec<String>> = answers
        .iter()
        .map(|answer| {
            if answer.sure {
                Vec::new()
            } else {
                likely.next().unwrap_or_default()
            }
        })
        .collect();
    let body = html! {
        (summary(look, problems))
        p { (look.say(words::ANSWERS_WHY)) }
        datalist id="indicators" {
            @for (_, indicator) in shelf.indicators() { option value=(look.text(&indicator.title)) {} }
        }
        form method="post" action={ "/forms/" (view.name) "/answers" } {
            (staff.token())
            @for (at, _) in view.blanks.iter().enumerate() { (blank(&choices, at, &likely)) }
            div.entry-foot.card {
                button.btn.btn-primary name="_do" value="keep" { (icon::DEVICE_FLOPPY) (look.say(words::KEEP)) }
                button.btn name="_do" value="all" { (icon::CHECK) (look.say(words::CONFIRM_ALL)) }
                span.help { (words::open(look, open.len())) }
            }
        }
    };
    Page::new(look.say(words::ANSWERS), body)
        .under("/forms", look.say(shell::FORMS))
        .under(format!("/forms/{}", view.name), &*view.plan.title)
        .style(&SHEETS_CSS)
}

fn blank(choices: &Choices<'_>, at: usize, likely: &[Vec<String>]) -> Markup {
    let look = choices.staff.look();
    let own: Vec<(usize, &Answer)> = choices
        .answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.blank == at)
        .collect();
    let open = own.iter().filter(|(_, answer)| !answer.sure).count();
    let Some(blank) = choices.blanks.get(at).filter(|_| !own.is_empty()) else {
        return html! {};
    };
    html! {
        details.card.blank open[open > 0] {
            summary {
                strong { (cell::title(blank)) } " "
                span.text-secondary { (blank.sheet()) " · " (words::cells(look, blank.count())) } " "
                @if open > 0 { (tag(Tone::Alert, &words::open(look, open))) } @else { (tag(Tone::Good, look.say(words::ALL_SURE))) }
            }
            table.table.table-list.answers {
                thead { tr {
                    @for title in [words::WHERE, words::SAYS, words::WHAT] { th scope="col" { (look.say(title)) } }
                    th scope="col" { (look.say(words::SURE)) }
                } }
                tbody {
                    @for (at, answer) in own { (row(choices, at, answer, likely.get(at).map(Vec::as_slice).unwrap_or_default())) }
                }
            }
        }
    }
}

fn row(choices: &Choices<'_>, at: usize, answer: &Answer, likely: &[String]) -> Markup {
    let look = choices.staff.look();
    html! {
        tr.doubtful[!answer.sure] {
            td.mono data-label=(look.say(words::WHERE)) { (cell::place(look, answer.about)) }
            th scope="row" { (answer.path.join(" / ")) }
            td data-label=(look.say(words::WHAT)) { (choices.inputs(at, answer, likely)) }
            td data-label=(look.say(words::SURE)) {
                label.tick { input type="checkbox" name={ "_sure." (at) } value="1" checked[answer.sure]; " " (look.say(words::IS_SURE)) }
            }
        }
    }
}
