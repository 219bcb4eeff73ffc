//! The open-government catalogue: what was published, by class and year with its catalogue fields; what waits, and until when.

use super::assets::icon;
use super::fault::Fault;
use super::guard::Staff;
use super::look::Look;
use super::parts::value::{Teller, label, state_tags};
use super::parts::{empty, moment};
use super::shell::Page;
use super::words::disclosures as words;
use super::words::record;
use axum::extract::Query;
use axum::response::Response;
use desk::{Action, DeskError, ListAsk, RecordView};
use maud::{Markup, html};
use pack::model::{FieldKind, Register};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The register of the pack for open government, and its fields that make a catalogue.
const REGISTER: &str = "disclosure";
const CLASS: &str = "item";
const PUBLISHED: &str = "published_on";
const CATALOGUE: [&str; 5] = ["index_number", "way", "written_on", PUBLISHED, "publisher"];
/// Most entries of a year that are looked at; a town publishes 80 to 900.
const MOST: usize = 2000;
/// Entries read at a time, shown on a page, and waiting ones shown.
const STRETCH: usize = 500;
const SHOWN: usize = 200;
const WAITING: usize = 8;

#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    class: String,
    year: Option<i16>,
}

pub(super) async fn show(staff: Staff, Query(which): Query<Which>) -> Result<Response, Fault> {
    let page = staff.ask(move |staff| page(staff, &which)).await?;
    Ok(staff.show(&page))
}

/// What a page of the catalogue shows.
struct Catalogue<'a> {
    teller: Teller<'a>,
    year: i16,
    class: &'a str,
    /// Published in the year, latest first.
    published: Vec<RecordView>,
    /// Not published yet, the most pressing first.
    waiting: Vec<RecordView>,
}

fn page(staff: &Staff, which: &Which) -> Result<Page, DeskError> {
    let shelf = staff.seat.desk().shelf();
    let (pack, register) = super::register::seen(staff, &shelf, REGISTER)?;
    let look = staff.look();
    let year = which
        .year
        .unwrap_or_else(|| staff.seat.desk().now().date().year());
    let catalogue = Catalogue {
        teller: Teller::new(staff, pack, register),
        year,
        class: &which.class,
        published: published(staff, year)?,
        waiting: waiting(staff, register)?,
    };
    let body = html! {
        (catalogue.open())
        div.catalogue {
            (catalogue.classes())
            section.card.card-flush aria-labelledby="catalogue" {
                h2.card-head #catalogue { (words::published(look, catalogue.shown().count())) }
                (catalogue.entries())
            }
        }
    };
    let actions = html! {
        (years(look, year, &which.class))
        a.btn href={ "/registers/" (REGISTER) } { (icon::TABLE) (look.say(words::REGISTER)) }
        @if staff.seat.actor().may_somewhere(Action::Create, &pack.name) {
            a.btn.btn-primary href={ "/registers/" (REGISTER) "/new" } { (icon::PLUS) (look.say(words::NEW)) }
        }
    };
    Ok(Page::new(look.say(words::DISCLOSURES), body).doing(actions))
}

fn published(staff: &Staff, year: i16) -> Result<Vec<RecordView>, DeskError> {
    let mut ask = ListAsk {
        filter: format!(
            "state == 'published' && {PUBLISHED} >= '{year}-01-01' && {PUBLISHED} <= '{year}-12-31'"
        ),
        sort: format!("-{PUBLISHED}"),
        limit: Some(STRETCH),
        fields: Some(
            CATALOGUE
                .iter()
                .chain(&["title", CLASS])
                .map(|field| (*field).to_owned())
                .collect(),
        ),
        ..ListAsk::default()
    };
    let mut all = Vec::new();
    loop {
        let (records, next) = staff.seat.list(REGISTER, &ask)?;
        all.extend(records);
        if next.is_none() || all.len() >= MOST {
            return Ok(all);
        }
        ask.after = next;
    }
}

fn waiting(staff: &Staff, register: &Register) -> Result<Vec<RecordView>, DeskError> {
    let states = register.cycle.as_ref().map(|cycle| cycle.states.as_slice());
    let open: Vec<String> = states
        .unwrap_or_default()
        .iter()
        .filter(|state| !state.closed)
        .map(|state| format!("'{}'", state.name))
        .collect();
    let ask = ListAsk {
        filter: format!("state in [{}]", open.join(", ")),
        sort: "due".to_owned(),
        limit: Some(WAITING),
        ..ListAsk::default()
    };
    Ok(staff.seat.list(REGISTER, &ask)?.0)
}

/// To another year.
fn years(look: Look, year: i16, class: &str) -> Markup {
    html! {
        form.year-choice action="/disclosures" {
            @if !class.is_empty() { input type="hidden" name="class" value=(class); }
            input.form-control type="number" name="year" value=(year) min="1990" max="2100" aria-label=(look.say(words::YEAR));
            button.btn { (look.say(words::GO)) }
        }
    }
}

impl Catalogue<'_> {
    fn look(&self) -> Look {
        self.teller.staff.look()
    }

    fn class_of<'a>(&self, record: &'a RecordView) -> &'a str {
        record
            .fields
            .get(CLASS)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
    }

    /// Entries of the class that was chosen.
    fn shown(&self) -> impl Iterator<Item = &RecordView> {
        self.published
            .iter()
            .filter(|record| self.class.is_empty() || self.class_of(record) == self.class)
    }

    /// What waits to be published, with its deadline.
    fn open(&self) -> Markup {
        let look = self.look();
        html! {
            section.card aria-labelledby="open" {
                div.card-top { h2 #open { (look.say(words::OPEN)) } span.text-secondary { (look.say(words::OPEN_WHY)) } }
                @if self.waiting.is_empty() { p.text-secondary { (look.say(words::NOTHING_OPEN)) } }
                ul.matters {
                    @for record in &self.waiting {
                        li {
                            a.matter href={ "/registers/" (REGISTER) "/" (record.id) } {
                                strong { (label(&self.teller, record)) }
                                span.meta {
                                    @if let Some(number) = &record.number { span { (number) } }
                                    @if let Some(day) = &record.due_on { span.late[record.overdue] { (look.say(record::DUE)) " " (moment(day)) } }
                                }
                                span.side-tags { (state_tags(look, self.teller.register, record)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The classes with how many each has in the year.
    fn classes(&self) -> Markup {
        let look = self.look();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for record in &self.published {
            *counts.entry(self.class_of(record)).or_default() += 1;
        }
        let codes = self
            .teller
            .register
            .field(CLASS)
            .map(|(_, field)| self.teller.codes(field))
            .unwrap_or_default();
        let here = |class: &str| (class == self.class).then_some("page");
        html! {
            nav.card.classes aria-label=(look.say(words::CLASSES)) {
                ul.plain {
                    li { a href={ "/disclosures?year=" (self.year) } aria-current=[here("")] { (look.say(words::ALL)) } span { (self.published.len()) } }
                    @for (code, title) in &codes {
                        @let count = counts.get(&**code).copied().unwrap_or_default();
                        li.none[count == 0] {
                            a href={ "/disclosures?year=" (self.year) "&class=" (code) } aria-current=[here(code)] { (title) }
                            span { (count) }
                        }
                    }
                }
            }
        }
    }

    fn entries(&self) -> Markup {
        let look = self.look();
        let fields = CATALOGUE
            .iter()
            .filter_map(|name| self.teller.register.field(name).map(|(_, field)| field));
        let fields: Vec<_> = fields.collect();
        let count = self.shown().count();
        if count == 0 {
            return empty(icon::INBOX, look.say(words::NOTHING), &html! {});
        }
        html! {
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::DISCLOSURES)) {
                table.table.table-list {
                    thead { tr {
                        th.num scope="col" { (look.say(words::NUMBER)) }
                        th scope="col" { (self.title_of("title")) }
                        @for field in &fields { th scope="col" { (look.text(&field.title)) } }
                    } }
                    tbody {
                        @for (at, record) in self.shown().take(SHOWN).enumerate() {
                            tr {
                                td.num data-label=(look.say(words::NUMBER)) { (at + 1) }
                                th scope="row" { a href={ "/registers/" (REGISTER) "/" (record.id) } { (label(&self.teller, record)) } }
                                @for field in &fields {
                                    td.day[matches!(field.kind, FieldKind::Date)] data-label=(look.text(&field.title)) {
                                        @if let Some(value) = record.fields.get(&field.name) { (self.teller.cell(field, value)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if count > SHOWN {
                p.card-head { a href={ "/registers/" (REGISTER) "?state=published&f.published_on.from=" (self.year) "-01-01&f.published_on.to=" (self.year) "-12-31" } { (look.say(words::MORE)) } }
            }
        }
    }

    fn title_of(&self, field: &str) -> &str {
        let field = self.teller.register.field(field).map(|(_, field)| field);
        field
            .map(|field| self.look().text(&field.title))
            .unwrap_or_default()
    }
}
