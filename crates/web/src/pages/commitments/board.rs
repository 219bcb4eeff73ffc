//! The board of a year's commitments: how far they are at a glance, then each with its light and the reason for it.

use super::{bar, light_tag};
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::value::Teller;
use crate::pages::parts::{empty, moment};
use crate::pages::shell::Page;
use crate::pages::words::commitments as words;
use crate::serve::App;
use axum::extract::{Query, State};
use axum::response::Response;
use chart::{Chart, Form, Ink, Series, Target};
use desk::{Action, DeskError, Light, Overview, Standing};
use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What is asked of the board.
#[derive(Clone, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) year: Option<i16>,
    #[serde(default)]
    office: String,
    #[serde(default)]
    light: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    by: String,
}

impl Asked {
    /// The address of the board with one condition changed.
    fn with(&self, name: &str, value: &str) -> String {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (known, now) in [
            ("year", &*year),
            ("office", &self.office),
            ("light", &self.light),
            ("place", &self.place),
            ("by", &self.by),
        ] {
            let now = if known == name { value } else { now };
            if !now.is_empty() {
                query.append_pair(known, now);
            }
        }
        format!("/commitments?{}", query.finish())
    }

    fn fits(&self, standing: &Standing) -> bool {
        let office = &*self.office;
        let of_office = office.is_empty()
            || standing.text("lead_office") == office
            || standing.joint_offices().split('、').any(|joint| joint == office);
        let of_light = match &*self.light {
            "" => true,
            "done" => standing.record.state.as_deref() == Some("done"),
            wanted => wanted == name_of(standing.light),
        };
        of_office && of_light && standing.record.place.starts_with(&self.place)
    }

    fn narrows(&self) -> bool {
        !(self.office.is_empty() && self.light.is_empty() && self.place.is_empty())
    }
}

fn name_of(light: Option<Light>) -> &'static str {
    light.map_or("none", Light::name)
}

/// The year that is meant: the one asked for, or the last of which there are commitments.
pub(super) fn year_of(staff: &Staff, asked: Option<i16>) -> Result<i16, DeskError> {
    if let Some(year) = asked {
        return Ok(year);
    }
    let known = staff.seat.commitment_years()?;
    Ok(known.map_or_else(|| staff.seat.desk().now().date().year(), |(_, last)| last))
}

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let papers = app.press().is_some();
    let page = staff.ask(move |staff| page(staff, &asked, papers)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, asked: &Asked, papers: bool) -> Result<Page, DeskError> {
    let look = staff.look();
    let year = year_of(staff, asked.year)?;
    let asked = Asked {
        year: Some(year),
        ..asked.clone()
    };
    let standings = staff.seat.commitments(year, staff.seat.desk().now().date())?;
    let shown: Vec<&Standing> = standings.iter().filter(|standing| asked.fits(standing)).collect();
    let body = html! {
        @if !standings.is_empty() { (glance(look, &asked, &standings)) }
        (filter(staff, &asked, &standings)?)
        @if standings.is_empty() {
            section.card { (empty(icon::FLAG, look.say(words::NONE), &html! { p { (look.say(words::NONE_WHY)) } })) }
        } @else if shown.is_empty() {
            section.card {
                (empty(icon::SEARCH, look.say(words::NO_MATCH), &html! {
                    p { (look.say(words::NO_MATCH_WHY)) }
                    a.btn href={ "/commitments?year=" (year) } { (look.say(words::CLEAR)) }
                }))
            }
        }
        @for (title, of) in groups(look, &asked, &shown) { (group(staff, &title, &of)) }
    };
    Ok(Page::new(format!("{} {year}", look.say(words::TITLE)), body)
        .style(&assets::FIGURES_CSS)
        .style(&assets::COMMITMENTS_CSS)
        .doing(actions(staff, year, papers)))
}

fn actions(staff: &Staff, year: i16, papers: bool) -> Markup {
    let look = staff.look();
    let may = |action| staff.seat.actor().may_somewhere(action, "commitments");
    html! {
        @if may(Action::Export) {
            details.drop {
                summary.btn { (icon::DOWNLOAD) (look.say(words::DOWNLOAD)) (icon::CHEVRON_DOWN) }
                div.drop-body { a href={ "/commitments/table.xlsx?year=" (year) } { (look.say(words::TABLE)) } }
            }
        }
        @if papers { a.btn href={ "/commitments/papers/bulletin-" (year) } { (icon::FILE_TEXT) (look.say(words::BULLETIN)) } }
        @if may(Action::Create) {
            a.btn.btn-primary href="/commitments/adopt" { (icon::FILE_TEXT) (look.say(words::ADOPT)) }
        }
    }
}

/// Counts by light, and each office's share done against the time passed.
fn glance(look: Look, asked: &Asked, standings: &[Standing]) -> Markup {
    let overview = Overview::of(standings);
    let told = overview
        .percent
        .map(|percent| words::average(look, &percent.to_string(), &overview.elapsed.to_string()));
    html! {
        (super::lights(look, &overview, |light| asked.with("light", light)))
        section.card aria-labelledby="far" {
            div.card-top {
                h2 #far { (look.say(words::HOW_FAR)) }
                @if let Some(told) = told { span.text-secondary { (told) } }
            }
            div.table-wide { (PreEscaped(by_office(look, asked, standings, overview.elapsed).svg(Ink::Page))) }
        }
    }
}

fn by_office(look: Look, asked: &Asked, standings: &[Standing], elapsed: Decimal) -> Chart {
    let offices: Vec<(String, Overview)> = Overview::by_office(standings);
    let named = |office: &str| {
        if office.is_empty() {
            look.say(words::NO_OFFICE).to_owned()
        } else {
            office.trim_end_matches("办公室").to_owned()
        }
    };
    let links = offices.iter().map(|(office, _)| asked.with("office", office));
    Chart {
        title: look.say(words::OF_OFFICES).to_owned(),
        unit: "%".to_owned(),
        categories: offices.iter().map(|(office, _)| named(office)).collect(),
        series: vec![
            Series::new(
                look.say(words::PROGRESS),
                offices.iter().map(|(_, overview)| overview.percent),
            )
            .leading(links),
        ],
        form: Form::Bars,
        targets: vec![Target {
            name: look.say(words::PACE).to_owned(),
            value: elapsed,
        }],
        myriads: look.zh(),
    }
}

/// A choice of the filter: value and title of each, the first standing for all.
fn choice(look: Look, name: &str, title: &str, now: &str, offered: &[(String, String)]) -> Markup {
    html! {
        div.filter-field {
            label for={ "filter-" (name) } { (title) }
            select.form-select id={ "filter-" (name) } name=(name) {
                option value="" { (look.say(words::ALL)) }
                @for (value, title) in offered { option value=(value) selected[now == value] { (title) } }
            }
        }
    }
}

fn filter(staff: &Staff, asked: &Asked, standings: &[Standing]) -> Result<Markup, DeskError> {
    let look = staff.look();
    let year = asked.year.unwrap_or_default();
    let (first, last) = staff.seat.commitment_years()?.unwrap_or((year, year));
    let offices: BTreeSet<&str> = standings
        .iter()
        .map(|standing| standing.text("lead_office"))
        .filter(|office| !office.is_empty())
        .collect();
    let offices: Vec<(String, String)> = offices
        .iter()
        .map(|office| ((*office).to_owned(), (*office).to_owned()))
        .collect();
    let places: BTreeSet<&str> = standings.iter().map(|standing| &*standing.record.place).collect();
    let shelf = staff.seat.desk().shelf();
    let teller = shelf
        .register("commitment")
        .map(|(pack, register)| Teller::new(staff, pack, register));
    let named = |code: &str| {
        teller
            .as_ref()
            .map(|teller| teller.place(code))
            .unwrap_or_default()
    };
    let places: Vec<(String, String)> = places
        .iter()
        .map(|code| ((*code).to_owned(), named(code)))
        .collect();
    let lights: Vec<(String, String)> = [Some(Light::Red), Some(Light::Yellow), Some(Light::Green), None]
        .map(|light| {
            let title = light.map_or_else(
                || look.say(words::UNLIT).to_owned(),
                |light| look.text(&light.title()).to_owned(),
            );
            (name_of(light).to_owned(), title)
        })
        .to_vec();
    Ok(html! {
        form.filter action="/commitments" {
            div.filter-grid {
                div.filter-field {
                    label for="filter-year" { (look.say(words::YEAR)) }
                    select.form-select id="filter-year" name="year" {
                        @for each in (first.min(year)..=last.max(year)).rev() { option value=(each) selected[each == year] { (each) } }
                    }
                }
                (choice(look, "office", look.say(words::OFFICE), &asked.office, &offices))
                (choice(look, "light", look.say(words::LIGHT), &asked.light, &lights))
                @if places.len() > 1 || !asked.place.is_empty() { (choice(look, "place", look.say(words::PLACE), &asked.place, &places)) }
                div.filter-field {
                    label for="filter-by" { (look.say(words::GROUPED)) }
                    select.form-select id="filter-by" name="by" {
                        option value="" { (look.say(words::BY_OFFICE)) }
                        option value="chapter" selected[asked.by == "chapter"] { (look.say(words::BY_CHAPTER)) }
                    }
                }
                div.filter-field.filter-go {
                    button.btn { (icon::FILTER) (look.say(words::SHOW)) }
                    @if asked.narrows() { " " a href={ "/commitments?year=" (year) } { (look.say(words::CLEAR)) } }
                }
            }
        }
    })
}

/// Commitments under their lead office or chapter, in the order of the report.
fn groups<'a>(look: Look, asked: &Asked, shown: &[&'a Standing]) -> Vec<(String, Vec<&'a Standing>)> {
    let (field, none) = if asked.by == "chapter" {
        ("section", words::NO_CHAPTER)
    } else {
        ("lead_office", words::NO_OFFICE)
    };
    let mut groups: Vec<(String, Vec<&Standing>)> = Vec::new();
    for standing in shown {
        let title = match standing.text(field) {
            "" => look.say(none),
            title => title,
        };
        match groups.iter_mut().find(|(known, _)| known == title) {
            Some((_, of)) => of.push(standing),
            None => groups.push((title.to_owned(), vec![standing])),
        }
    }
    groups
}

fn group(staff: &Staff, title: &str, of: &[&Standing]) -> Markup {
    let look = staff.look();
    html! {
        section.card.card-flush {
            div.card-top.group-top { h2 { (title) } span.text-secondary { (of.len()) } }
            div.table-wide tabindex="0" role="region" aria-label=(title) {
                table.table.table-list.commitments {
                    thead { tr {
                        th scope="col" { (look.say(words::LIGHT)) }
                        th scope="col" { (look.say(words::TASK)) }
                        th scope="col" { (look.say(words::PROGRESS)) }
                        th scope="col" { (look.say(words::DEADLINE)) }
                        th scope="col" { (look.say(words::LEAD)) }
                        th scope="col" { (look.say(words::WHY)) }
                    } }
                    tbody { @for standing in of { (row(look, standing)) } }
                }
            }
        }
    }
}

fn row(look: Look, standing: &Standing) -> Markup {
    let deadline = standing.text("deadline");
    let late = standing.record.overdue;
    html! {
        tr {
            td { (light_tag(look, standing.light)) }
            th scope="row" { a href={ "/commitments/" (standing.record.id) } { (standing.text("title")) } }
            td data-label=(look.say(words::PROGRESS)) { (bar(look, standing)) }
            td data-label=(look.say(words::DEADLINE)) { @if !deadline.is_empty() { span.late[late] { (moment(deadline)) } } }
            td data-label=(look.say(words::LEAD)) { (standing.text("lead_office")) }
            td.why data-label=(look.say(words::WHY)) { (look.text(&standing.why)) }
        }
    }
}
