//! Loops: everything that is due, by deadline; and a board by state for each register whose records move through a loop.

use super::assets::icon;
use super::fault::Fault;
use super::guard::Staff;
use super::look::Look;
use super::parts::matter::matters;
use super::parts::value::{Teller, label, state_tags};
use super::parts::{empty, moment, tag};
use super::shell::Page;
use super::words::record;
use super::words::shell;
use super::words::work as words;
use axum::extract::{Path, Query};
use axum::response::Response;
use desk::{Action, DeskError, Due, ListAsk, RecordView};
use jiff::civil::Date;
use ledger::{Cause, Moment, Problem};
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Loop, State};
use serde::Deserialize;

/// Days looked ahead, and most matters looked at.
const DAYS: i64 = 30;
const MOST: usize = 400;
/// Cards in a column of a board.
const CARDS: usize = 30;

#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    mine: Option<String>,
}

/// Everything due, by deadline.
pub(super) async fn by_deadline(staff: Staff, Query(which): Query<Which>) -> Result<Response, Fault> {
    let only_mine = which.mine.is_some();
    let due = staff
        .ask(|staff| {
            let until = Moment(staff.seat.desk().now().0 + DAYS * ledger::DAY);
            staff.seat.due(until, MOST)
        })
        .await?;
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let today = staff.seat.desk().now().date();
    let shown: Vec<&Due> = due.iter().filter(|due| due.mine || !only_mine).collect();
    let body = html! {
        (boards(&staff, &shelf))
        @if shown.is_empty() {
            section.card { (empty(icon::CHECK, look.say(words::NOTHING_DUE), &html! {})) }
        }
        @for (id, title, from, to) in groups(today) {
            @let of: Vec<&Due> = shown.iter().copied().filter(|due| holds(due, from, to)).collect();
            @if !of.is_empty() {
                section.card id=(id) {
                    div.card-top { h2 { (look.say(title)) } span.text-secondary { (of.len()) } }
                    (matters(look, &shelf, of))
                }
            }
        }
    };
    let actions = html! {
        @if only_mine { a.btn href="/loops" { (look.say(words::EVERYONES)) } }
        @else { a.btn href="/loops?mine=1" { (icon::USER) (look.say(words::ONLY_MINE)) } }
    };
    Ok(staff.show(&Page::new(look.say(shell::LOOPS), body).doing(actions)))
}

/// The stretches of days that matters are grouped by: what is past first.
fn groups(today: Date) -> [(&'static str, super::words::Say, Option<Date>, Option<Date>); 4] {
    let ahead = |days: i64| today.saturating_add(jiff::Span::new().days(days));
    [
        ("late", words::LATE, None, Some(ahead(-1))),
        ("due-today", words::TODAY, Some(today), Some(today)),
        ("week", words::WEEK, Some(ahead(1)), Some(ahead(7))),
        ("month", words::MONTH, Some(ahead(8)), None),
    ]
}

fn holds(due: &Due, from: Option<Date>, to: Option<Date>) -> bool {
    let day: Option<Date> = due.record.due_on.as_deref().and_then(|day| day.parse().ok());
    day.is_some_and(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
}

/// The boards this person may see.
fn boards(staff: &Staff, shelf: &Shelf) -> Markup {
    let look = staff.look();
    let all: Vec<_> = shelf
        .registers()
        .filter(|(pack, register)| {
            register.cycle.is_some() && staff.seat.actor().may_somewhere(Action::Read, &pack.name)
        })
        .collect();
    html! {
        section.card aria-labelledby="boards" {
            h2 #boards { (look.say(words::BOARDS)) }
            @if all.is_empty() { p { (look.say(words::NO_LOOPS)) } }
            div.quick {
                @for (_, register) in all {
                    a.btn href={ "/loops/" (register.name) } { (icon::LAYOUT_KANBAN) (look.text(&register.title)) }
                }
            }
        }
    }
}

/// A column of a board: a state, the first of its cases by deadline, and whether there are more.
struct Lane<'a> {
    state: &'a State,
    records: Vec<RecordView>,
    more: bool,
}

pub(super) async fn board(staff: Staff, Path(name): Path<String>) -> Result<Response, Fault> {
    let page = staff.ask(move |staff| board_page(staff, &name)).await?;
    Ok(staff.show(&page))
}

fn board_page(staff: &Staff, name: &str) -> Result<Page, DeskError> {
    let shelf = staff.seat.desk().shelf();
    let found = shelf.register(name).and_then(|(pack, register)| {
        let may = staff.seat.actor().may_somewhere(Action::Read, &pack.name);
        let cycle = register.cycle.as_ref().filter(|_| may)?;
        Some((pack, register, cycle))
    });
    let Some((pack, register, cycle)) = found else {
        let problem = Problem::new("missing", "没有这个闭环", "there is no such loop");
        return Err(DeskError::refused(Cause::Missing, problem));
    };
    let look = staff.look();
    let teller = Teller::new(staff, pack, register);
    let lanes = lanes(staff, name, cycle)?;
    let body = html! {
        div.board data-live tabindex="0" role="region" aria-label=(look.text(&register.title)) {
            @for lane in &lanes { (lane_markup(&teller, look, lane)) }
        }
    };
    let actions = html! {
        a.btn href={ "/registers/" (name) "?sort=due" } { (icon::LIST) (look.say(words::BY_DEADLINE)) }
        @if staff.seat.actor().may_somewhere(Action::Create, &pack.name) {
            a.btn.btn-primary href={ "/registers/" (name) "/new" } { (icon::PLUS) (look.say(record::NEW)) }
        }
    };
    Ok(Page::new(look.text(&register.title), body)
        .under("/loops", look.say(shell::LOOPS))
        .doing(actions))
}

fn lanes<'a>(staff: &Staff, name: &str, cycle: &'a Loop) -> Result<Vec<Lane<'a>>, DeskError> {
    let open = cycle.states.iter().filter(|state| !state.closed);
    open.map(|state| {
        let ask = ListAsk {
            // Names of states are ASCII words, so nothing in them needs quoting.
            filter: format!("state == '{}'", state.name),
            sort: "due".to_owned(),
            limit: Some(CARDS),
            ..ListAsk::default()
        };
        let (records, next) = staff.seat.list(name, &ask)?;
        Ok(Lane {
            state,
            records,
            more: next.is_some(),
        })
    })
    .collect()
}

fn lane_markup(teller: &Teller<'_>, look: Look, lane: &Lane<'_>) -> Markup {
    let register = teller.register;
    let all = format!("/registers/{}?state={}&sort=due", register.name, lane.state.name);
    html! {
        section.lane {
            div.lane-top {
                h2 { (tag(lane.state.tone, look.text(&lane.state.title))) }
                a href=(all) { (lane.records.len()) @if lane.more { "+" } span.visually-hidden { " " (look.say(words::LIST)) } }
            }
            @if lane.records.is_empty() { p.text-secondary { (look.say(words::NOTHING_HERE)) } }
            ul.plain { @for record in &lane.records { li { (card(teller, look, record)) } } }
            @if lane.more { a.btn.btn-sm href=(all) { (look.say(words::MORE)) } }
        }
    }
}

fn card(teller: &Teller<'_>, look: Look, record: &RecordView) -> Markup {
    // The lane says the state; the card says what is out of the ordinary.
    let odd = RecordView {
        state: None,
        ..record.clone()
    };
    html! {
        a.case href={ "/registers/" (record.register) "/" (record.id) } {
            strong { (label(teller, record)) }
            span.meta {
                (teller.place(&record.place))
                @if let Some(number) = &record.number { " · " (number) }
            }
            span.meta {
                @if let Some(day) = &record.due_on { span.late[record.overdue] { (icon::CLOCK) " " (moment(day)) } " " }
                (state_tags(look, teller.register, &odd))
            }
        }
    }
}
