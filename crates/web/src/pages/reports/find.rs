//! Finding an indicator to bind: by a part of its name, with its figure of the year and how it is written.

use super::findings::bound;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::words::reports as words;
use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use desk::{Action, Ask, DeskError, FigureAt};
use maud::{Markup, html};
use pack::Shelf;
use pack::model::Indicator;
use quantity::Period;
use serde::Deserialize;

/// Most indicators offered.
const SHOWN: usize = 12;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    year: i16,
}

/// The indicators found, as a piece of a page.
pub(super) async fn show(staff: Staff, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let found = staff.ask(move |staff| list(staff, &asked.q, asked.year)).await?;
    Ok(Html(found.into_string()).into_response())
}

pub(super) fn list(staff: &Staff, word: &str, year: i16) -> Result<Markup, DeskError> {
    let look = staff.look();
    let word = word.trim();
    if word.is_empty() {
        return Ok(html! {});
    }
    let shelf = staff.seat.desk().shelf();
    let found = named(staff, &shelf, word);
    let mut told = Vec::new();
    for indicator in found {
        let figure = FigureAt {
            indicator: indicator.name.clone(),
            period: year.to_string(),
            place: staff.seat.desk().town().code.to_string(),
        };
        told.push((indicator, value(staff, indicator, year)?, bound(&figure)));
    }
    Ok(html! {
        @if told.is_empty() { p.text-secondary { (look.say(words::FIND_NONE)) } }
        ul.findings {
            @for (indicator, value, text) in &told {
                li {
                    a href={ "/indicators/" (indicator.name) "?period=" (year) } { (look.text(&indicator.title)) }
                    " " b { @match value { Some(value) => (value), None => (look.say(words::NO_VALUE)) } }
                    @if value.is_some() { span.unit { (indicator.unit) } }
                    p.snippet {
                        code { (text) } " "
                        button.btn.btn-sm name="_do" value={ "insert:" (indicator.name) } data-snippet=(text) { (look.say(words::INSERT)) }
                    }
                }
            }
        }
    })
}

/// Indicators that the word may mean, those named so first.
fn named<'s>(staff: &Staff, shelf: &'s Shelf, word: &str) -> Vec<&'s Indicator> {
    let lower = word.to_lowercase();
    let mut found: Vec<(usize, &Indicator)> = Vec::new();
    let packs = shelf.packs().iter();
    for pack in packs.filter(|pack| staff.seat.actor().may_somewhere(Action::Read, &pack.name)) {
        for indicator in &pack.indicators {
            let names = [&*indicator.title.zh, &indicator.title.en, &indicator.name];
            let also = indicator.also_called.iter().map(String::as_str);
            let rank = names
                .into_iter()
                .chain(also)
                .filter_map(|name| name.to_lowercase().find(&lower).map(|at| at + name.len()))
                .min();
            found.extend(rank.map(|rank| (rank, indicator)));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found
        .into_iter()
        .take(SHOWN)
        .map(|(_, indicator)| indicator)
        .collect()
}

fn value(staff: &Staff, indicator: &Indicator, year: i16) -> Result<Option<String>, DeskError> {
    let Some(period) = Period::year(year) else {
        return Ok(None);
    };
    let table = staff.seat.figures(&Ask {
        indicator: indicator.name.clone(),
        place: None,
        period,
        by: Vec::new(),
        only: Vec::new(),
        as_of: None,
        compare: false,
    });
    match table {
        Ok(table) => Ok(table.lines.into_iter().next().and_then(|line| line.value)),
        // What is seen below the town only has no figure of the town.
        Err(DeskError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
