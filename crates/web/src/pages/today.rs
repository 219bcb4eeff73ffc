//! The first page of the day: what waits for this person, what is late, what came back, and where to write things down.

use super::assets::{self, icon};
use super::fault::Fault;
use super::guard::{Staff, go};
use super::parts::empty;
use super::parts::matter::matters;
use super::shell::Page;
use super::words::shell;
use super::words::today as words;
use axum::response::Response;
use desk::{Action, DeskError, Due};
use ledger::Moment;
use maud::{Markup, html};
use pack::Shelf;
use pack::model::Tone;

/// How far ahead one looks.
const DAYS: i64 = 7;
/// Most matters looked at, and most shown of a kind.
const MOST: usize = 200;
const SHOWN: usize = 12;
/// Most registers offered for quick entry.
const QUICK: usize = 12;

pub(super) async fn root() -> Response {
    go("/today")
}

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let (due, news, commitments) = staff
        .ask(|staff| {
            let until = Moment(staff.seat.desk().now().0 + DAYS * ledger::DAY);
            let due = staff.seat.due(until, MOST)?;
            Ok::<_, DeskError>((due, staff.seat.messages(6)?, super::commitments::today(staff)?))
        })
        .await?;
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let (mine, others): (Vec<&Due>, Vec<&Due>) = due.iter().partition(|due| due.mine);
    let count = |holds: fn(&Due) -> bool| due.iter().filter(|due| holds(due)).count();
    let body = html! {
        div.tiles {
            (tile(Tone::Alert, mine.len(), look.say(words::MINE), "/loops?mine=1"))
            (tile(Tone::Bad, count(|due| due.record.overdue), look.say(words::LATE), "/loops#late"))
            (tile(Tone::Plain, due.len(), look.say(words::SOON), "/loops"))
            (tile(Tone::Plain, count(|due| due.record.reopened > 0), look.say(words::CAME_BACK), "#others"))
        }
        (quick(&staff, &shelf))
        @if let Some(card) = commitments { (card) }
        div.columns {
            section.card #mine aria-labelledby="mine-title" {
                h2 #mine-title { (look.say(words::MINE)) }
                @if mine.is_empty() {
                    (empty(icon::CHECK, look.say(words::ALL_DONE), &html! { p { (look.say(words::ALL_DONE_WHY)) } }))
                }
                (matters(look, &shelf, mine.iter().take(SHOWN).copied()))
            }
            div {
                section.card #others aria-labelledby="others-title" {
                    h2 #others-title { (look.say(words::OTHERS)) }
                    @if others.is_empty() { p.text-secondary { (look.say(words::ALL_DONE)) } }
                    (matters(look, &shelf, others.iter().take(SHOWN).copied()))
                }
                section.card aria-labelledby="news" {
                    h2 #news { (look.say(words::NEWS)) }
                    (super::messages::told(look, &news))
                }
            }
        }
    };
    Ok(staff.show(&Page::new(look.say(shell::TODAY), body).style(&assets::COMMITMENTS_CSS)))
}

fn tile(tone: Tone, count: usize, title: &str, to: &str) -> Markup {
    // Nothing to worry about has no colour.
    let (alert, bad) = (tone == Tone::Alert && count > 0, tone == Tone::Bad && count > 0);
    html! { a.tile.tile-alert[alert].tile-bad[bad] href=(to) { b { (count) } span { (title) } } }
}

/// Registers in which this person may write something down.
fn quick(staff: &Staff, shelf: &Shelf) -> Markup {
    let look = staff.look();
    let open: Vec<_> = shelf
        .registers()
        .filter(|(pack, _)| staff.seat.actor().may_somewhere(Action::Create, &pack.name))
        .take(QUICK)
        .collect();
    html! {
        @if !open.is_empty() {
            section.card aria-labelledby="quick" {
                h2 #quick { (look.say(words::QUICK)) }
                div.quick {
                    @for (_, register) in open {
                        a.btn href={ "/registers/" (register.name) "/new" } { (icon::PLUS) (look.text(&register.record_title)) }
                    }
                }
            }
        }
    }
}
