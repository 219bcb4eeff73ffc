//! What a page of figures is asked for, as its address says it: the choices of a form, or a question written out.

use crate::inquiry::Inquiry;
use crate::pages::form::Form;
use crate::pages::look::Look;
use crate::pages::words::figures as words;
use desk::{Ask, DeskError};
use jiff::civil::Date;
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::Lang;
use pack::model::{Indicator, Measure};
use quantity::Period;

/// First and last months of the parts of a year that are offered; those from January on are as reports say 1—11月.
const PARTS: [(i8, i8); 27] = [
    (1, 12),
    (1, 6),
    (7, 12),
    (1, 3),
    (4, 6),
    (7, 9),
    (10, 12),
    (1, 1),
    (2, 2),
    (3, 3),
    (4, 4),
    (5, 5),
    (6, 6),
    (7, 7),
    (8, 8),
    (9, 9),
    (10, 10),
    (11, 11),
    (12, 12),
    (1, 2),
    (1, 4),
    (1, 5),
    (1, 7),
    (1, 8),
    (1, 9),
    (1, 10),
    (1, 11),
];
/// The choice of days of one's own.
const DAYS: &str = "days";
/// How many years are offered.
const YEARS: i16 = 6;

/// A period beside the clock: what of it has gone by.
#[derive(Clone, Copy)]
pub(super) struct Span {
    /// The period.
    pub(super) period: Period,
    /// The day it is.
    pub(super) today: Date,
}

impl Span {
    fn is_under_way(&self) -> bool {
        self.period.first() <= self.today && self.today < self.period.last()
    }

    /// What has gone by of it; the whole period unless it is under way.
    pub(super) fn so_far(&self) -> Period {
        let so_far = Period::between(self.period.first(), self.today);
        so_far.ok().filter(|_| self.is_under_way()).unwrap_or(self.period)
    }

    /// The year before it whole, where only a part of this year has gone by.
    pub(super) fn last_year(&self) -> Option<Period> {
        self.is_under_way().then(|| self.period.year_before())
    }

    /// The stretch a year before that an indicator can be held against: none for returns of a period under way, whose
    /// months are not all due.
    pub(super) fn before(&self, indicator: &Indicator) -> Option<Period> {
        let is_return = matches!(indicator.measure, Measure::Return { .. });
        (!is_return || !self.is_under_way()).then(|| self.so_far().year_before())
    }

    /// Its name, with how far it has gone.
    pub(super) fn title(&self, look: Look) -> String {
        if self.is_under_way() {
            words::so_far(look, &self.period, self.today)
        } else {
            words::period(look, &self.period)
        }
    }

    /// Months told as missing that were to be reported by now.
    pub(super) fn due<'a>(&self, missing: &'a [String]) -> impl Iterator<Item = &'a String> {
        let this_month = self.today.strftime("%Y-%m").to_string();
        missing.iter().filter(move |month| **month < this_month)
    }
}

/// The period that a form asks for: written out, a part of a year, or days of one's own.
pub(super) fn period(form: &Form, today: Date) -> Result<Period, Problem> {
    let written = form.get("period");
    if !written.is_empty() {
        return written
            .parse()
            .map_err(|error: quantity::PeriodError| Problem::new("period", error.zh(), error.to_string()));
    }
    if form.get("part") == DAYS {
        let day = |name| form.get(name).parse::<Date>().ok();
        let days = day("from").zip(day("to"));
        let period = days.and_then(|(first, last)| Period::between(first, last).ok());
        return period.ok_or_else(|| {
            let told = |lang| words::DAYS_MISSING.get(lang);
            Problem::new("period", told(Lang::Zh), told(Lang::En)).at("from")
        });
    }
    let year = form.get("year").parse().unwrap_or(today.year());
    let part = form.get("part").split_once('-');
    let (from, to) = part
        .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)))
        .unwrap_or((1, 12));
    Ok(Period::months_of(year, from, to).unwrap_or_else(|| Period::day(today)))
}

/// The question that a form asks of an indicator over a period.
///
/// # Errors
/// When the place is none.
pub(super) fn question(form: &Form, indicator: &str, period: Period) -> Result<Ask, DeskError> {
    let some = |name: &str| Some(form.get(name).to_owned()).filter(|text| !text.is_empty());
    let mut by: Vec<&str> = Vec::new();
    for each in form.all("by").flat_map(|by| by.split(',')).map(str::trim) {
        if !each.is_empty() && !by.contains(&each) && by.len() < 2 {
            by.push(each);
        }
    }
    let inquiry = Inquiry {
        period: Some(period.to_string()),
        place: some("place"),
        by: Some(by.join(",")),
        only: some("only"),
        as_of: form.get("as_of").parse().ok(),
        compare: form.get("compare") == "true",
        ..Inquiry::default()
    };
    inquiry.ask(indicator.to_owned()).map_err(|problem| {
        let problem = Problem::new("figure", problem.title_zh, problem.title);
        DeskError::refused(Cause::Invalid, problem)
    })
}

/// The choice of a year and a part of it.
pub(super) fn choice(look: Look, span: &Span) -> Markup {
    let year = span.period.first().year();
    let part = PARTS
        .iter()
        .find(|(from, to)| Period::months_of(year, *from, *to) == Some(span.period));
    html! {
        label.visually-hidden for="year" { (look.say(words::YEAR)) }
        select.form-select id="year" name="year" {
            @for each in years(span) { option value=(each) selected[each == year] { (each) @if look.zh() { "年" } } }
        }
        label.visually-hidden for="part" { (look.say(words::PART)) }
        select.form-select id="part" name="part" {
            @for each in &PARTS { (part_option(look, *each, part == Some(each))) }
            option value=(DAYS) selected[part.is_none()] { (look.say(words::DAYS)) }
        }
    }
}

/// The first and last day, for a period of one's own.
pub(super) fn days(look: Look, span: &Span) -> Markup {
    let edges = [
        ("from", words::FIRST_DAY, span.period.first()),
        ("to", words::LAST_DAY, span.period.last()),
    ];
    html! {
        div.filter-field {
            span.label { (look.say(words::DAYS)) }
            div.from-to {
                @for (name, title, day) in edges {
                    input.form-control id={ "f-" (name) } type="date" name=(name) value=(day) aria-label=(look.say(title));
                }
            }
        }
    }
}

/// The choice of one part of a year, for several years at once.
pub(super) fn part_choice(look: Look, chosen: (i8, i8)) -> Markup {
    html! {
        label.visually-hidden for="part" { (look.say(words::PART)) }
        select.form-select id="part" name="part" {
            @for each in &PARTS { (part_option(look, *each, chosen == *each)) }
        }
    }
}

fn part_option(look: Look, (from, to): (i8, i8), selected: bool) -> Markup {
    html! { option value=(format!("{from}-{to}")) selected[selected] { (part_title(look, (from, to))) } }
}

/// The years that are offered, this one first.
pub(super) fn years(span: &Span) -> Vec<i16> {
    let mut years: Vec<i16> = (span.today.year() - YEARS + 1..=span.today.year())
        .rev()
        .collect();
    if !years.contains(&span.period.first().year()) {
        years.push(span.period.first().year());
    }
    years
}

/// A part of a year by its name without the year.
fn part_title(look: Look, (from, to): (i8, i8)) -> String {
    if (from, to) == (1, 12) {
        return look.say(words::WHOLE_YEAR).to_owned();
    }
    let any = Period::months_of(2024, from, to).map(|period| words::period(look, &period));
    let name = any.unwrap_or_default();
    name.trim_start_matches("2024年")
        .trim_end_matches(" 2024")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn asked(query: &str) -> Result<String, Problem> {
        period(&Form::asked(query), date(2025, 2, 12)).map(|period| period.to_string())
    }

    #[test]
    fn a_period_is_chosen_by_year_and_part_by_days_or_written_out() {
        assert_eq!(asked("").as_deref(), Ok("2025"));
        assert_eq!(asked("year=2024&part=1-11").as_deref(), Ok("2024-01/2024-11"));
        assert_eq!(asked("year=2024&part=4-6").as_deref(), Ok("2024-Q2"));
        let days = "part=days&from=2024-03-05&to=2024-04-10";
        assert_eq!(asked(days).as_deref(), Ok("2024-03-05/2024-04-10"));
        assert_eq!(asked("period=2024-H1&year=2023").as_deref(), Ok("2024-H1"));
        assert!(asked("part=days&from=2024-04-10&to=2024-03-05").is_err());
        assert!(asked("period=soon").is_err());
    }

    #[test]
    fn a_year_under_way_is_held_against_the_same_days_of_the_year_before() {
        let span = |text: &str| Span {
            period: text.parse().unwrap(),
            today: date(2025, 2, 12),
        };
        assert_eq!(span("2025").so_far().to_string(), "2025-01-01/2025-02-12");
        assert_eq!(span("2024").so_far().to_string(), "2024");
        assert_eq!(
            span("2025").last_year().map(|year| year.to_string()).as_deref(),
            Some("2024")
        );
        assert_eq!(span("2024").last_year(), None);
        let missing = ["2025-01".to_owned(), "2025-02".to_owned(), "2025-03".to_owned()];
        assert_eq!(span("2025").due(&missing).collect::<Vec<_>>(), ["2025-01"]);
    }
}
