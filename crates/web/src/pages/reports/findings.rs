//! What was found in a text, beside it: each figure that needs looking at, with its live figure, its records, and how to bind it.

use super::marked::{live, records};
use crate::pages::assets::icon;
use crate::pages::look::Look;
use crate::pages::parts::tag;
use crate::pages::words::reports as words;
use desk::{Check, CheckedClaim, FigureAt, Loose, Mark, MarkSort, Verdict};
use maud::{Markup, html};
use pack::model::Tone;

/// Findings shown of a kind; a text of a year has no more that a person would read.
const MOST: usize = 200;

/// How a sort of mark is coloured.
fn tone(sort: MarkSort) -> Tone {
    match sort {
        MarkSort::Bound => Tone::Active,
        MarkSort::Agrees => Tone::Good,
        MarkSort::NoSource => Tone::Plain,
        MarkSort::Stale => Tone::Alert,
        MarkSort::Differs | MarkSort::Contradicts => Tone::Bad,
    }
}

fn sort_tag(look: Look, sort: MarkSort) -> Markup {
    tag(tone(sort), look.text(&sort.title()))
}

/// How many came out how.
pub(super) fn counts(look: Look, check: &Check, bound: usize) -> Markup {
    let tally = check.tally;
    let told = [
        (MarkSort::Differs, tally.differs),
        (MarkSort::Contradicts, check.contradictions.len()),
        (MarkSort::Stale, tally.stale),
        (MarkSort::NoSource, tally.no_source),
        (MarkSort::Agrees, tally.agrees),
    ];
    html! {
        p.counts {
            @if bound > 0 { (tag(Tone::Active, &words::bound(look, bound))) " " }
            @for (sort, count) in told { @if count > 0 { (tag(tone(sort), &format!("{} {count}", look.text(&sort.title())))) " " } }
        }
    }
}

/// Everything found; `marks` are those of the text.
pub(super) fn list(look: Look, check: &Check, marks: &[Mark]) -> Markup {
    let open: Vec<&CheckedClaim> = claims(check, |verdict| verdict != Verdict::Agrees);
    let agreeing: Vec<&CheckedClaim> = claims(check, |verdict| verdict == Verdict::Agrees);
    let nothing = open.is_empty() && check.contradictions.is_empty();
    html! {
        section aria-labelledby="findings" {
            h3 #findings { (look.say(words::FINDINGS)) }
            @if nothing { p.note.note-good { (icon::CHECK) (look.say(words::ALL_WELL)) } }
            ul.findings {
                @for against in &check.contradictions {
                    li { (sort_tag(look, MarkSort::Contradicts)) " " (look.text(&against.message)) }
                }
                @for claim in open.iter().take(MOST) { li { (finding(look, claim, marks)) } }
            }
            @if !agreeing.is_empty() {
                details {
                    summary { (look.say(words::AGREEING)) " " (agreeing.len()) }
                    ul.findings { @for claim in agreeing.iter().take(MOST) { li { (finding(look, claim, marks)) } } }
                }
            }
        }
    }
}

fn claims(check: &Check, which: impl Fn(Verdict) -> bool) -> Vec<&CheckedClaim> {
    check.claims.iter().filter(|claim| which(claim.verdict)).collect()
}

fn finding(look: Look, claim: &CheckedClaim, marks: &[Mark]) -> Markup {
    let mark = marks
        .iter()
        .find(|mark| mark.bytes == claim.bytes && mark.note == claim.note);
    let sort = mark.map_or(MarkSort::NoSource, |mark| mark.sort);
    let figure = mark.and_then(|mark| mark.figure.as_ref());
    html! {
        (sort_tag(look, sort)) " "
        q data-quote=(claim.text) { (claim.text) }
        @if let Some(title) = &claim.title { " " span.text-secondary { (look.text(title)) } }
        p.finding-why { (look.text(&claim.note)) }
        @if let Some(figure) = figure {
            p.finding-links {
                a href=(live(figure)) { (icon::CHART_BAR) " " (look.say(words::LIVE)) @if let Some(told) = &claim.live_text { " " (told) } }
                a href=(records(figure)) { (icon::LIST) " " (look.say(words::RECORDS)) @if let Some(count) = claim.records { " " (count) } }
            }
            (snippet(look, &bound(figure)))
        } @else if !claim.nearest.is_empty() {
            p.finding-why {
                (look.say(words::NEAREST)) " "
                @for near in claim.nearest.iter().take(3) { a href={ "/indicators/" (near.indicator) } { (look.text(&near.title)) } " " }
            }
        }
    }
}

/// How a figure is bound in a report.
pub(super) fn bound(figure: &FigureAt) -> String {
    let period = if figure.period.is_empty() {
        "2024"
    } else {
        &figure.period
    };
    format!("{{{{ fig(\"{}\", \"{period}\") }}}}", figure.indicator)
}

/// Text to be put into a report; script puts it where the cursor is.
fn snippet(look: Look, text: &str) -> Markup {
    html! {
        p.snippet {
            span.text-secondary { (look.say(words::BIND)) } " "
            code { (text) } " "
            button.btn.btn-sm type="button" data-snippet=(text) hidden { (look.say(words::INSERT)) }
        }
    }
}

/// Numbers bound to nothing, which keep a report from being frozen.
pub(super) fn loose(look: Look, loose: &[Loose]) -> Markup {
    html! {
        @if !loose.is_empty() {
            section aria-labelledby="loose" {
                h3 #loose { (look.say(words::LOOSE)) " " (loose.len()) }
                p.text-secondary { (look.say(words::LOOSE_WHY)) }
                ul.findings {
                    @for each in loose.iter().take(MOST) {
                        li {
                            (tag(Tone::Alert, &each.text)) " "
                            q data-quote=(each.text) { "…" (each.around) "…" }
                            " " code { "{{ fixed(\"" (each.text) "\") }}" }
                        }
                    }
                }
            }
        }
    }
}
