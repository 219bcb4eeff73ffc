//! What is told of a form when it is taken in: who asks for it, how often, due when, for what.

use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::{anchor, problem_id, problems_of};
use crate::pages::words::Say;
use crate::pages::words::forms as words;
use desk::{Every, FormPlan, Purpose};
use ledger::Problem;
use maud::{Markup, html};
use pack::Lang;

/// How often forms are asked for, as inputs name it.
const EVERY: [(Every, &str, Say); 5] = [
    (Every::Month, "month", words::MONTHLY),
    (Every::Quarter, "quarter", words::QUARTERLY),
    (Every::Half, "half", words::HALF_YEARLY),
    (Every::Year, "year", words::YEARLY),
    (Every::Once, "once", words::ONCE),
];
const PURPOSES: [(Purpose, &str, Say); 3] = [
    (Purpose::Figures, "figures", words::FIGURES),
    (Purpose::Masked, "masked", words::MASKED),
    (Purpose::Clear, "clear", words::CLEAR),
];

pub(super) fn every(look: Look, every: Every) -> &'static str {
    let found = EVERY.iter().find(|(each, ..)| *each == every);
    found.map_or("", |(.., say)| look.say(*say))
}

pub(super) fn purpose(look: Look, purpose: Purpose) -> &'static str {
    let found = PURPOSES.iter().find(|(each, ..)| *each == purpose);
    found.map_or("", |(.., say)| look.say(*say))
}

/// A form about which nothing is known yet.
pub(super) fn unknown() -> FormPlan {
    FormPlan {
        title: String::new(),
        asked_by: String::new(),
        every: Every::Month,
        due_days: 5,
        purpose: Purpose::Figures,
        minutes_by_hand: 60,
        file_name: String::new(),
        file: String::new(),
        answers: Vec::new(),
    }
}

/// The inputs.
pub(super) fn inputs(staff: &Staff, plan: &FormPlan, problems: &[Problem]) -> Markup {
    let look = staff.look();
    html! {
        div.fields {
            (line(look, ("title", words::TITLE), &plan.title, None, problems))
            (line(look, ("asked_by", words::ASKED_BY), &plan.asked_by, None, problems))
            div.field {
                label for=(anchor("every")) { (look.say(words::EVERY)) }
                select.form-select id=(anchor("every")) name="every" {
                    @for (each, name, say) in EVERY { option value=(name) selected[each == plan.every] { (look.say(say)) } }
                }
            }
            (line(look, ("due_days", words::DUE_DAYS), &plan.due_days.to_string(), Some("numeric"), problems))
            (line(look, ("minutes", words::MINUTES), &plan.minutes_by_hand.to_string(), Some("numeric"), problems))
        }
        fieldset.part {
            legend { (look.say(words::PURPOSE)) }
            p.help { (look.say(words::PURPOSE_WHY)) }
            @for (each, name, say) in PURPOSES {
                label.tick { input type="radio" name="purpose" value=(name) checked[each == plan.purpose]; " " (look.say(say)) }
            }
        }
    }
}

/// A line of text, or of digits where `mode` says so.
fn line(
    look: Look,
    (name, say): (&str, Say),
    value: &str,
    mode: Option<&str>,
    problems: &[Problem],
) -> Markup {
    let wrong = problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some(name));
    html! {
        div.field {
            label for=(anchor(name)) { (look.say(say)) }
            input.form-control.num[mode.is_some()] id=(anchor(name)) name=(name) value=(value) inputmode=[mode] maxlength="100" autocomplete="off"
                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(name))];
            (problems_of(look, problems, name))
        }
    }
}

/// What was typed, and what is wrong with it.
pub(super) fn read(form: &Form) -> (FormPlan, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, say: Say| {
        problems.push(Problem::new("form", say.get(Lang::Zh), say.get(Lang::En)).at(field));
    };
    let chosen = |name: &str| form.get(name);
    let due_days = form.get("due_days").trim().parse();
    let minutes = form.get("minutes").trim().parse();
    if form.get("title").trim().is_empty() {
        wrong("title", words::TITLE_MISSING);
    }
    if due_days.is_err() {
        wrong("due_days", words::NUMBER_WANTED);
    }
    if minutes.is_err() {
        wrong("minutes", words::NUMBER_WANTED);
    }
    let plan = FormPlan {
        title: form.get("title").trim().to_owned(),
        asked_by: form.get("asked_by").trim().to_owned(),
        every: EVERY
            .iter()
            .find(|(_, name, _)| *name == chosen("every"))
            .map_or(Every::Once, |(each, ..)| *each),
        due_days: due_days.unwrap_or_default(),
        purpose: PURPOSES
            .iter()
            .find(|(_, name, _)| *name == chosen("purpose"))
            .map_or(Purpose::Figures, |(each, ..)| *each),
        minutes_by_hand: minutes.unwrap_or_default(),
        ..unknown()
    };
    (plan, problems)
}
