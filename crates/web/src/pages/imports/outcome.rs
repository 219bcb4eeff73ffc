//! What became of each row, or would: counts, and the rows themselves by what became of them.

use super::work::address;
use crate::pages::assets::icon;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::tag;
use crate::pages::words::Say;
use crate::pages::words::imports as words;
use desk::{Imported, Outcome, RowOutcome, Upload};
use maud::{Markup, html};
use pack::model::{Register, Tone};
use serde::Deserialize;

/// Rows on a page.
const PAGE: usize = 50;

/// Which rows are shown.
#[derive(Default, Deserialize)]
pub(super) struct Rows {
    #[serde(default)]
    show: String,
    #[serde(default)]
    from: usize,
}

/// What can become of a row, what it is called, and its name in an address.
const KINDS: [(Outcome, &str, Say, Tone); 4] = [
    (Outcome::Rejected, "rejected", words::REJECTED, Tone::Bad),
    (Outcome::Created, "created", words::CREATED, Tone::Good),
    (Outcome::Updated, "updated", words::UPDATED, Tone::Active),
    (Outcome::Unchanged, "unchanged", words::UNCHANGED, Tone::Plain),
];

fn count(imported: &Imported, outcome: Outcome) -> usize {
    match outcome {
        Outcome::Created => imported.created,
        Outcome::Updated => imported.updated,
        Outcome::Unchanged => imported.unchanged,
        Outcome::Rejected => imported.rejected,
    }
}

/// How many rows became what; each leads to them.
pub(super) fn tiles(look: Look, upload: &Upload, imported: &Imported) -> Markup {
    html! {
        div.tiles {
            @for (outcome, name, say, tone) in KINDS {
                @let count = count(imported, outcome);
                a.tile.tile-bad[tone == Tone::Bad && count > 0] href={ (address(&upload.id)) "?show=" (name) "#rows" } {
                    b { (count) } span { (look.say(say)) }
                }
            }
        }
    }
}

/// Where the rows that were sent back are had as workbooks.
fn returned(look: Look, upload: &Upload) -> Markup {
    html! {
        div.quick {
            @for number in 0..upload.returned {
                a.btn href={ (address(&upload.id)) "/returned/" (number) } {
                    (icon::DOWNLOAD) (look.say(words::RETURNED))
                    @if upload.returned > 1 { " " (number + 1) }
                }
            }
        }
    }
}

/// The rows, those that were sent back first unless others are asked for.
pub(super) fn table(
    staff: &Staff,
    register: &Register,
    upload: &Upload,
    imported: &Imported,
    rows: &Rows,
) -> Markup {
    let look = staff.look();
    let asked = KINDS.iter().find(|(_, name, ..)| *name == rows.show);
    let first = KINDS.iter().find(|(outcome, ..)| count(imported, *outcome) > 0);
    let Some((outcome, name, ..)) = asked.or(first) else {
        return html! {};
    };
    let shown: Vec<&RowOutcome> = imported
        .rows
        .iter()
        .filter(|row| row.outcome == *outcome)
        .skip(rows.from)
        .take(PAGE)
        .collect();
    let path = |from: usize| format!("{}?show={name}&from={from}#rows", address(&upload.id));
    let more = rows.from + shown.len() < count(imported, *outcome);
    html! {
        section.card.card-flush #rows {
            div.card-head.card-top {
                h2 #rows-title { (look.say(words::ROW_BY_ROW)) }
                nav.tabs aria-label=(look.say(words::ROW_BY_ROW)) {
                    @for (each, each_name, say, _) in &KINDS {
                        a href={ (address(&upload.id)) "?show=" (each_name) "#rows" } aria-current=[(each == outcome).then_some("true")] {
                            (look.say(*say)) " " (count(imported, *each))
                        }
                    }
                }
                (returned(look, upload))
            }
            @if shown.is_empty() { p.card-none { (look.say(words::NO_SUCH_ROWS)) } }
            @else {
                div.table-wide tabindex="0" role="region" aria-label=(look.say(words::ROW_BY_ROW)) {
                    table.table.table-list.tight {
                        thead { tr {
                            th scope="col" { (look.say(words::ROW)) }
                            th scope="col" { (look.say(words::BECOMES)) }
                            th scope="col" { (look.say(words::DETAIL)) }
                        } }
                        tbody { @for row in &shown { (line(staff, register, row)) } }
                    }
                }
            }
            @if rows.from > 0 || more {
                nav.pager aria-label=(look.say(words::MORE_ROWS)) {
                    @if rows.from > 0 { a.btn href=(path(rows.from.saturating_sub(PAGE))) { (icon::CHEVRON_LEFT) (look.say(words::ROWS_BEFORE)) } }
                    span.pager-gap {}
                    @if more { a.btn href=(path(rows.from + PAGE)) rel="next" { (look.say(words::ROWS_AFTER)) (icon::CHEVRON_RIGHT) } }
                }
            }
        }
    }
}

fn line(staff: &Staff, register: &Register, row: &RowOutcome) -> Markup {
    let look = staff.look();
    let (_, _, say, tone) = KINDS
        .iter()
        .find(|(outcome, ..)| *outcome == row.outcome)
        .unwrap_or(&KINDS[0]);
    let title = |name: &String| {
        let field = register.field(name);
        field.map_or(name.clone(), |(_, field)| look.text(&field.title).to_owned())
    };
    let changed: Vec<String> = row.changed.iter().map(title).collect();
    html! {
        tr {
            th scope="row" { @if let Some(sheet) = &row.sheet { span.text-secondary { (sheet) " " } } (words::row(look, row.row)) }
            td data-label=(look.say(words::BECOMES)) { (tag(*tone, look.say(*say))) }
            td data-label=(look.say(words::DETAIL)) {
                @for problem in row.problems.iter().chain(&row.warnings) {
                    p.row-why { @if let Some(cell) = &problem.cell { b.mono { (cell) } " " } (look.text(&problem.message)) }
                }
                @if !changed.is_empty() { p.row-why { (look.say(words::CHANGES)) " " (changed.join(look.comma())) } }
                @if let Some(id) = &row.id { a href={ "/registers/" (register.name) "/" (id) } { (look.say(words::THE_RECORD)) } }
            }
        }
    }
}
