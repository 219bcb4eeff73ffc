//! What is wrong with a pack, told at its lines; and what bringing it into force would change.

use crate::pages::assets::icon;
use crate::pages::guard::Staff;
use crate::pages::parts::{anchor, problems_of};
use crate::pages::words::settings as words;
use desk::{Adoption, DeskError};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::Diagnostic;
use pack::model::Pack;

/// Lines shown around one that is wrong.
const AROUND: usize = 2;
/// Lines of the editor.
const ROWS: usize = 10;

/// What stands in the way of a pack and what it changes; what it clashes with stands in the way too.
pub(super) fn weigh(staff: &Staff, pack: &Pack) -> Result<Adoption, DeskError> {
    match staff.seat.weigh_pack(pack) {
        Err(DeskError::Refused(refusal)) if refusal.cause == Cause::Conflict => Ok(Adoption {
            obstacles: refusal.problems,
            changes: Vec::new(),
        }),
        weighed => weighed,
    }
}

/// A pack's text, to be edited; `rows` lines of it in view at least.
pub(super) fn editor(staff: &Staff, text: &str, rows: usize, problems: &[Problem]) -> Markup {
    let look = staff.look();
    html! {
        label for=(anchor("text")) { (look.say(words::TEXT)) }
        textarea.form-control.mono.editor id=(anchor("text")) name="text" rows=(rows.max(ROWS)) spellcheck="false" { "\n" (text) }
        (problems_of(look, problems, "text"))
    }
}

/// Everything that is wrong, each at its line with the lines around it.
pub(super) fn mistakes(staff: &Staff, text: &str, mistakes: &[Diagnostic]) -> Markup {
    let look = staff.look();
    let lines: Vec<&str> = text.lines().collect();
    html! {
        ol.plain.mistakes {
            @for mistake in mistakes {
                li {
                    p { b.mono { (mistake.line) ":" (mistake.column) } " " strong { (look.text(&mistake.message)) } }
                    @if let Some(hint) = &mistake.hint { p.help { (look.text(hint)) } }
                    (excerpt(&lines, mistake))
                }
            }
        }
    }
}

/// The lines around a mistake, numbered, what is wrong marked.
fn excerpt(lines: &[&str], mistake: &Diagnostic) -> Markup {
    let from = mistake.line.saturating_sub(AROUND + 1);
    let to = (mistake.line + AROUND).min(lines.len());
    let shown = lines.get(from..to).unwrap_or_default();
    html! {
        pre.source.excerpt tabindex="0" {
            @for (number, line) in (from + 1..).zip(shown) {
                span.at { (number) } " "
                @if number == mistake.line { (marked(line, mistake)) } @else { (line) }
                "\n"
            }
        }
    }
}

fn marked(line: &str, mistake: &Diagnostic) -> Markup {
    let at = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let begin = at(mistake.column.saturating_sub(1));
    // A span counts bytes and may go over the line's end.
    let wanted = begin + mistake.span.len().max(1);
    let end = (wanted..line.len())
        .find(|end| line.is_char_boundary(*end))
        .unwrap_or(line.len());
    let (before, rest) = line.split_at(begin);
    let (wrong, after) = rest.split_at(end - begin);
    html! { (before) mark { (wrong) } (after) }
}

/// What stands in the way, and what would change.
pub(super) fn weighed(staff: &Staff, adoption: &Adoption) -> Markup {
    let look = staff.look();
    html! {
        @if !adoption.obstacles.is_empty() {
            section.card {
                h2 { (icon::ALERT_TRIANGLE) " " (look.say(words::OBSTACLES)) }
                ul { @for obstacle in &adoption.obstacles { li { (look.text(&obstacle.message)) } } }
            }
        }
        section.card {
            h2 { (look.say(words::CHANGES)) }
            @if adoption.changes.is_empty() { p { (look.say(words::NO_CHANGES)) } }
            ul { @for change in &adoption.changes { li { (look.text(change)) } } }
        }
    }
}
