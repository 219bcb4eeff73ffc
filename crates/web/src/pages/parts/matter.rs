//! Matters in a list: what it is called, where it stands, when it is due.

use super::moment;
use super::value::state_tags;
use crate::pages::look::Look;
use crate::pages::words::record as words;
use desk::Due;
use maud::{Markup, html};
use pack::Shelf;

/// Matters with their state and deadline, each leading to its page.
pub(crate) fn matters<'a>(look: Look, shelf: &Shelf, due: impl IntoIterator<Item = &'a Due>) -> Markup {
    html! { ul.matters { @for due in due { li { (matter(look, shelf, due)) } } } }
}

fn matter(look: Look, shelf: &Shelf, due: &Due) -> Markup {
    let record = &due.record;
    html! {
        a.matter href={ "/registers/" (record.register) "/" (record.id) } {
            strong { (due.label) }
            span.meta {
                span { (look.text(&due.register_title)) }
                @if let Some(number) = &record.number { span { (number) } }
                @if let Some(day) = &record.due_on { span.late[record.overdue] { (look.say(words::DUE)) " " (moment(day)) } }
            }
            @if let Some((_, register)) = shelf.register(&record.register) {
                span.side-tags { (state_tags(look, register, record)) }
            }
        }
    }
}
