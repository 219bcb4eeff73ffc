//! A page of work under way, which asks for itself anew until the work has ended.

use crate::pages::assets::icon;
use crate::pages::look::Look;
use crate::pages::words::work as words;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use maud::{Markup, html};

/// Seconds after which the page is asked for anew.
const AGAIN: u32 = 1;

/// How far the work is; `path` is the page itself.
pub(in crate::pages) fn working(
    look: Look,
    told: &str,
    (done, total): (usize, usize),
    why: &str,
    path: &str,
) -> Markup {
    html! {
        section.card.working {
            p role="status" { (told) }
            @if total > 0 { progress max=(total) value=(done) aria-label=(look.say(words::AT_WORK)) { (done) "/" (total) } }
            @else { progress aria-label=(look.say(words::AT_WORK)) {} }
            p.help { (why) }
            a.btn href=(path) { (icon::REFRESH) (look.say(words::LOOK_AGAIN)) }
        }
    }
}

/// Has the browser ask for the page again in a moment, script or no script.
pub(in crate::pages) fn renew(response: &mut Response) {
    response
        .headers_mut()
        .insert(header::REFRESH, HeaderValue::from(AGAIN));
}
