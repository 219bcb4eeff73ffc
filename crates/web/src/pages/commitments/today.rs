//! Commitments on the first page of the day: a person's own, or the town's for who has no office in it.

use super::{bar, light_tag};
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::moment;
use crate::pages::words::commitments as words;
use desk::{Action, DeskError, Light, Overview, Standing};
use maud::{Markup, html};

/// Most commitments shown.
const SHOWN: usize = 6;

/// The card, where there is anything to tell.
pub(in crate::pages) fn card(staff: &Staff) -> Result<Option<Markup>, DeskError> {
    let seat = &staff.seat;
    // A village has no part in what the whole town promised.
    if !seat
        .actor()
        .may(Action::Read, "commitments", &seat.desk().town().code)
    {
        return Ok(None);
    }
    let year = super::board::year_of(staff, None)?;
    let all = seat.commitments(year, seat.desk().now().date())?;
    let own: Vec<&Standing> = all.iter().filter(|standing| standing.mine).collect();
    let title = if own.is_empty() {
        words::OF_TOWN
    } else {
        words::MINE
    };
    let shown: Vec<&Standing> = if own.is_empty() { all.iter().collect() } else { own };
    if shown.is_empty() {
        return Ok(None);
    }
    let look = staff.look();
    let overview = Overview::of(shown.iter().copied());
    let mut pressing: Vec<&Standing> = shown
        .into_iter()
        .filter(|standing| matches!(standing.light, Some(Light::Red | Light::Yellow)))
        .collect();
    pressing.sort_by_key(|standing| std::cmp::Reverse(standing.light));
    let to = |light: &str| format!("/commitments?year={year}&light={light}");
    Ok(Some(html! {
        section.card.today-commitments aria-labelledby="commitments" {
            div.card-top {
                h2 #commitments { (look.say(title)) }
                a href={ "/commitments?year=" (year) } { (look.say(words::ALL)) }
            }
            (lights(look, &overview, to))
            @if pressing.is_empty() { p.text-secondary { (look.say(words::ALL_IN_STEP)) } }
            ul.matters { @for standing in pressing.into_iter().take(SHOWN) { li { (matter(look, standing)) } } }
        }
    }))
}

fn matter(look: Look, standing: &Standing) -> Markup {
    html! {
        a.matter href={ "/commitments/" (standing.record.id) } {
            strong { (standing.text("title")) }
            span.meta {
                span { (standing.text("lead_office")) }
                (moment(standing.text("deadline")))
                (bar(look, standing))
                span { (look.text(&standing.why)) }
            }
            span.side-tags { (light_tag(look, standing.light)) }
        }
    }
}

/// How many are lit how, each leading to them; `to` makes the address from the light's name.
pub(in crate::pages) fn lights(look: Look, overview: &Overview, to: impl Fn(&str) -> String) -> Markup {
    let told = [
        ("", overview.all, look.say(words::ALL).to_owned(), ""),
        (
            "red",
            overview.red,
            look.text(&Light::Red.title()).to_owned(),
            "tile-bad",
        ),
        (
            "yellow",
            overview.yellow,
            look.text(&Light::Yellow.title()).to_owned(),
            "tile-alert",
        ),
        (
            "green",
            overview.green,
            look.text(&Light::Green.title()).to_owned(),
            "tile-good",
        ),
        ("none", overview.unlit, look.say(words::UNLIT).to_owned(), ""),
        ("done", overview.done, look.say(words::DONE).to_owned(), ""),
    ];
    html! {
        div.tiles.lights {
            @for (light, count, title, class) in told {
                // Nothing to worry about has no colour.
                a class={ "tile " (if count > 0 { class } else { "" }) } href=(to(light)) { b { (count) } span { (title) } }
            }
        }
    }
}
