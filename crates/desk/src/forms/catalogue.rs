//! The catalogue of forms: who asks, how often, due when, how much the program fills, how many hours that saves, and
//! which of them ask the same.

use super::plan::{Every, FormPlan, Give, Purpose, SUBJECT};
use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::Seat;
use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;

/// A form in the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormEntry {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The office that asks for it.
    pub asked_by: String,
    /// How often.
    pub every: Every,
    /// What it is needed for.
    pub purpose: Purpose,
    /// The period that is to be sent next, for forms that come again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The day by which it is to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The period that was sent last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sent: Option<String>,
    /// Questions whose answer a person has confirmed, and all questions.
    pub confirmed: (usize, usize),
    /// How much was filled by itself when it was sent last, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<u32>,
    /// Minutes of work saved so far: for each sending, what filling by hand takes, as far as it filled itself.
    pub minutes_saved: u32,
    /// Questions that other forms ask too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<SharedQuestion>,
}

/// A question that two forms ask.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharedQuestion {
    /// The other form.
    pub form: String,
    /// What both ask for: an indicator, or a register's field as `dispute.title`.
    pub question: String,
}

impl Seat {
    /// The forms, those due first at the top.
    ///
    /// # Errors
    /// When the seat may not export, or the store cannot be read.
    pub fn forms(&self) -> Result<Vec<FormEntry>, DeskError> {
        self.may_keep_forms()?;
        let mut plans: Vec<(String, FormPlan)> = Vec::new();
        for (name, body) in self.book()?.things(SUBJECT)? {
            plans.push((name, from_json(body)?));
        }
        let mut sendings = self.all_sendings()?;
        let questions: Vec<Vec<String>> = plans.iter().map(|(_, plan)| questions(plan)).collect();
        let today = self.desk.now().date();
        let mut entries = Vec::with_capacity(plans.len());
        for (at, (name, plan)) in plans.iter().enumerate() {
            let sent = sendings.remove(name).unwrap_or_default();
            let last = sent.last();
            let next = next(plan.every, today, last.map(|last| last.period.last()));
            let saved: u32 = sent
                .iter()
                .map(|sending| plan.minutes_by_hand * sending.share / 100)
                .sum();
            let others = plans
                .iter()
                .zip(&questions)
                .enumerate()
                .filter(|(other, _)| *other != at);
            let shared = others.flat_map(|(_, ((other, _), asked))| {
                let same = asked.iter().filter(|question| questions[at].contains(question));
                same.map(|question| SharedQuestion {
                    form: other.clone(),
                    question: question.clone(),
                })
            });
            entries.push(FormEntry {
                name: name.clone(),
                title: plan.title.clone(),
                asked_by: plan.asked_by.clone(),
                every: plan.every,
                purpose: plan.purpose,
                due_on: next.and_then(|period| {
                    period
                        .last()
                        .checked_add(Span::new().days(i64::from(plan.due_days)))
                        .ok()
                }),
                next: next.map(|period| period.to_string()),
                last_sent: last.map(|last| last.period.to_string()),
                confirmed: (
                    plan.answers.iter().filter(|answer| answer.sure).count(),
                    plan.answers.len(),
                ),
                share: last.map(|last| last.share),
                minutes_saved: saved,
                shared: shared.collect(),
            });
        }
        entries.sort_by_key(|entry| (entry.due_on.is_none(), entry.due_on, entry.name.clone()));
        Ok(entries)
    }
}

/// The period to be sent next: the one after the last that was sent, or the one that ended last.
fn next(every: Every, today: Date, last: Option<Date>) -> Option<quantity::Period> {
    match last {
        Some(last) => every.period(last.tomorrow().ok()?),
        None => every.period(every.period(today)?.first().yesterday().ok()?),
    }
}

/// What a form asks for, in terms that are the same in every form.
fn questions(plan: &FormPlan) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    let register = |blank: usize| {
        plan.answers.iter().find_map(|answer| match &answer.give {
            Give::Records { register, .. } if answer.blank == blank => Some(register),
            _ => None,
        })
    };
    for answer in plan.answers.iter().filter(|answer| answer.sure) {
        let question = match &answer.give {
            Give::Figure(part) => part.indicator.clone(),
            Give::Field { field } => register(answer.blank).map(|register| format!("{register}.{field}")),
            _ => None,
        };
        asked.extend(question);
    }
    asked.sort_unstable();
    asked.dedup();
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_period_follows_the_one_sent_last() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let told = |every: Every, last: Option<&str>| {
            next(every, day("2024-11-05"), last.map(day)).map(|period| period.to_string())
        };
        assert_eq!(told(Every::Month, None).as_deref(), Some("2024-10"));
        assert_eq!(told(Every::Month, Some("2024-12-31")).as_deref(), Some("2025-01"));
        assert_eq!(told(Every::Quarter, None).as_deref(), Some("2024-Q3"));
        assert_eq!(told(Every::Once, None), None);
    }
}
