//! One word looked for in every register this person may see.

use super::assets::icon;
use super::fault::Fault;
use super::figures;
use super::guard::Staff;
use super::look::Look;
use super::parts::value::{Teller, label, state_tags};
use super::parts::{empty, moment};
use super::shell::Page;
use super::words::shell;
use super::words::work as words;
use axum::extract::Query;
use axum::response::Response;
use desk::{Action, DeskError, ListAsk, RecordView};
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Indicator, Pack, Register};
use serde::Deserialize;

/// Records shown of a register.
const SHOWN: usize = 8;
/// Longest word looked for.
const LONGEST: usize = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

pub(super) async fn show(staff: Staff, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let word: String = asked.q.trim().chars().take(LONGEST).collect();
    let page = staff.ask(move |staff| page(staff, &word)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, word: &str) -> Result<Page, DeskError> {
    let look = staff.look();
    if word.is_empty() {
        let why = html! { p { (look.say(words::SEARCH_WHY)) } };
        let body = html! { section.card { (empty(icon::SEARCH, look.say(words::SEARCH_WHAT), &why)) } };
        return Ok(Page::new(look.say(shell::SEARCH), body));
    }
    let shelf = staff.seat.desk().shelf();
    let found = look_up(staff, &shelf, word)?;
    let body = html! {
        @let indicators = figures::named(staff, &shelf, word);
        (figures_found(look, &indicators))
        @if found.is_empty() && indicators.is_empty() {
            section.card { (empty(icon::SEARCH, look.say(words::NOT_FOUND), &html! { p { (look.say(words::NOT_FOUND_WHY)) } })) }
        }
        @for (pack, register, records) in &found { (section(staff, pack, register, records, word)) }
    };
    Ok(Page::new(words::found(look, word), body))
}

type Found<'a> = (&'a Pack, &'a Register, Vec<RecordView>);

fn look_up<'a>(staff: &Staff, shelf: &'a Shelf, word: &str) -> Result<Vec<Found<'a>>, DeskError> {
    let quoted = word.replace('\\', "\\\\").replace('\'', "\\'");
    let mut found = Vec::new();
    for (pack, register) in shelf.registers() {
        if !staff.seat.actor().may_somewhere(Action::Read, &pack.name) {
            continue;
        }
        let mut each: Vec<String> = register
            .search
            .iter()
            .map(|field| format!("contains({}, '{quoted}')", register[*field].name))
            .collect();
        if register.number.is_some() {
            each.push(format!("contains(number, '{quoted}')"));
        }
        if each.is_empty() {
            continue;
        }
        let ask = ListAsk {
            filter: each.join(" || "),
            limit: Some(SHOWN),
            ..ListAsk::default()
        };
        let (records, _) = staff.seat.list(&register.name, &ask)?;
        if !records.is_empty() {
            found.push((pack, register, records));
        }
    }
    Ok(found)
}

/// Indicators that are called so.
fn figures_found(look: Look, indicators: &[&Indicator]) -> Markup {
    html! {
        @if !indicators.is_empty() {
            section.card {
                h2 { (look.say(super::words::figures::INDICATORS)) }
                ul.plain {
                    @for indicator in indicators.iter().take(SHOWN) {
                        li { a href={ "/indicators/" (indicator.name) } { (look.text(&indicator.title)) } }
                    }
                }
            }
        }
    }
}

fn section(staff: &Staff, pack: &Pack, register: &Register, records: &[RecordView], word: &str) -> Markup {
    let look = staff.look();
    let teller = Teller::new(staff, pack, register);
    let query: String = form_urlencoded::byte_serialize(word.as_bytes()).collect();
    html! {
        section.card {
            div.card-top {
                h2 { (look.text(&register.title)) }
                a href={ "/registers/" (register.name) "?q=" (query) } { (look.say(words::ALL_IN_REGISTER)) }
            }
            ul.matters {
                @for record in records {
                    li {
                        a.matter href={ "/registers/" (register.name) "/" (record.id) } {
                            strong { (label(&teller, record)) }
                            span.meta {
                                span { (teller.place(&record.place)) }
                                @if let Some(number) = &record.number { span { (number) } }
                                (moment(&record.created_at))
                            }
                            span.side-tags { (state_tags(look, register, record)) }
                        }
                    }
                }
            }
        }
    }
}
