//! A commitment's pace against time, drawn and as a table; every value leads to the records behind it.

use crate::pages::look::Look;
use crate::pages::words::commitments as words;
use chart::{Chart, Form, Ink, Series, Target};
use desk::{Course, CourseMonth};
use maud::{Markup, PreEscaped, html};

/// The drawing and its table.
pub(super) fn drawn(look: Look, course: &Course, title: &str, place: &str) -> Markup {
    if course.months.is_empty() {
        return html! {};
    }
    html! {
        div.table-wide { (PreEscaped(chart(look, course, title, place).svg(Ink::Page))) }
        details {
            summary { (look.say(words::MONTHS_TABLE)) }
            div.table-wide { (table(look, course, place)) }
        }
    }
}

/// Where a figure's records are; none where monthly reports tell it.
pub(super) fn lineage(course: &Course, month: &CourseMonth, place: &str) -> Option<String> {
    let indicator = course.indicator.as_ref()?;
    let period = month.period;
    Some(format!(
        "/indicators/{indicator}/lineage?place={place}&period={period}"
    ))
}

fn chart(look: Look, course: &Course, title: &str, place: &str) -> Chart {
    let months = &course.months;
    let links = months
        .iter()
        .map(|month| lineage(course, month, place).unwrap_or_default());
    let mut series = vec![
        Series::new(
            look.say(words::ACTUAL),
            months.iter().map(|month| month.done.map(|done| done.normalize())),
        )
        .leading(links),
    ];
    if months.iter().any(|month| month.plan.is_some()) {
        let plan = months.iter().map(|month| month.plan);
        series.push(Series::new(look.say(words::PLANNED), plan).as_plan());
    }
    let target = course.target.map(|value| Target {
        name: look.say(words::TARGET).to_owned(),
        value: value.normalize(),
    });
    Chart {
        title: title.to_owned(),
        unit: course.unit.clone(),
        categories: months.iter().map(|month| name_of(look, month)).collect(),
        series,
        form: Form::Lines,
        targets: target.into_iter().collect(),
        myriads: look.zh(),
    }
}

fn name_of(look: Look, month: &CourseMonth) -> String {
    let last = month.period.last().month();
    if look.zh() {
        format!("{last}月")
    } else {
        last.to_string()
    }
}

fn table(look: Look, course: &Course, place: &str) -> Markup {
    html! {
        table.table.table-inner {
            thead { tr {
                th scope="col" { (look.say(words::MONTH)) }
                th.num scope="col" { (look.say(words::ACTUAL)) span.unit { "（" (course.unit) "）" } }
                th.num scope="col" { (look.say(words::PLANNED)) }
            } }
            tbody {
                @for month in &course.months {
                    tr {
                        th scope="row" { (name_of(look, month)) }
                        td.num {
                            @match (month.done, lineage(course, month, place)) {
                                (Some(done), Some(to)) => a href=(to) { (done.normalize()) },
                                (Some(done), None) => (done.normalize()),
                                (None, _) => "—",
                            }
                        }
                        td.num { @match month.plan { Some(plan) => (plan), None => "—" } }
                    }
                }
            }
        }
    }
}
