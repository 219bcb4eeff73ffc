//! What the loops told this person.

use super::assets::icon;
use super::fault::Fault;
use super::guard::Staff;
use super::look::Look;
use super::parts::{empty, moment};
use super::shell::Page;
use super::words::shell;
use super::words::work as words;
use axum::response::Response;
use desk::Told;
use maud::{Markup, html};

/// Most messages shown.
const SHOWN: usize = 200;

pub(super) async fn show(staff: Staff) -> Result<Response, Fault> {
    let news = staff.ask(|staff| staff.seat.messages(SHOWN)).await?;
    let body = html! { section.card { (told(staff.look(), &news)) } };
    Ok(staff.show(&Page::new(staff.look().say(shell::MESSAGES), body)))
}

/// Messages, latest first.
pub(super) fn told(look: Look, news: &[Told]) -> Markup {
    if news.is_empty() {
        return empty(
            icon::BELL,
            look.say(words::NO_MESSAGES),
            &html! { p { (look.say(words::NO_MESSAGES_WHY)) } },
        );
    }
    html! {
        ul.matters {
            @for told in news {
                li {
                    a.matter href={ "/registers/" (told.register) "/" (told.id) } {
                        span { (look.text(&told.text)) }
                        span.meta { (moment(&told.at.to_string())) }
                    }
                }
            }
        }
    }
}
