//! What a step would make public and had better not: told on its form with the place of each, and ticked off by a person.

use super::entry::Shown;
use crate::pages::assets::icon;
use crate::pages::guard::Staff;
use crate::pages::parts::anchor;
use crate::pages::words::exposure as words;
use desk::{DeskError, Exposure};
use ledger::Problem;
use maud::{Markup, html};
use pack::Lang;
use pack::model::FieldKind;

/// The tick by which a person says that each was looked at.
const SEEN: &str = "_seen";

/// The refusal of a step whose personal data nobody has looked at yet.
pub(super) fn unseen(staff: &Staff, shown: &Shown<'_>) -> Result<Option<Problem>, DeskError> {
    let looked = !shown.sheet.get(SEEN).is_empty();
    let found = !looked && !found(staff, shown)?.is_empty();
    Ok(found.then(|| {
        let (zh, en) = (words::UNSEEN.get(Lang::Zh), words::UNSEEN.get(Lang::En));
        Problem::new("exposure", zh, en).at(SEEN)
    }))
}

fn found(staff: &Staff, shown: &Shown<'_>) -> Result<Vec<Exposure>, DeskError> {
    let id = shown.record.as_ref().and_then(|record| record.id.parse().ok());
    let Some((step, id)) = shown.step.zip(id) else {
        return Ok(Vec::new());
    };
    let given = shown.sheet.changed(shown.pack, shown.register);
    staff.seat.exposures(&shown.register.name, id, &step.name, given)
}

/// What was found, with the tick.
pub(super) fn told(staff: &Staff, shown: &Shown<'_>) -> Markup {
    let look = staff.look();
    // What cannot be read now is refused when the step is taken.
    let found = found(staff, shown).unwrap_or_default();
    let files = shown.register.fields.iter().any(|field| {
        let held = shown
            .record
            .as_ref()
            .is_some_and(|record| record.fields.contains_key(&field.name));
        held && matches!(field.kind, FieldKind::File)
    });
    html! {
        @if !found.is_empty() {
            div.note.note-alert role="note" {
                (icon::ALERT_TRIANGLE)
                div {
                    h2 { (look.say(words::TITLE)) }
                    p { (look.say(words::WHY)) }
                    ul {
                        @for each in &found {
                            li {
                                (look.text(&each.title)) " · " (words::place(look, each.line, each.column)) " · "
                                (look.say(words::what(each.what))) " " code { (each.shown) }
                            }
                        }
                    }
                    @if files { p { (look.say(words::NOT_FILES)) } }
                    label.tick { input type="checkbox" id=(anchor(SEEN)) name=(SEEN) value="1" checked[!shown.sheet.get(SEEN).is_empty()]; " " (look.say(words::SEEN)) }
                }
            }
        }
    }
}
