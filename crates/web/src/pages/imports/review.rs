//! A ledger that was tried: what was found in it, what its columns mean, what would become of each row, and bringing it in.

use super::outcome::{self, Rows};
use super::work::{address, titled};
use super::{mapping, outcome::tiles};
use crate::pages::assets::icon;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::tag;
use crate::pages::parts::value::Teller;
use crate::pages::shell::Page;
use crate::pages::words::imports as words;
use desk::{AsideKind, DeskError, Imported, TableRead, Upload};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::Tone;

pub(super) fn page(staff: &Staff, upload: &Upload, rows: &Rows) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let name = upload.register.as_deref().unwrap_or_default();
    let found = shelf.register(name).zip(staff.seat.upload_result(&upload.id)?);
    let Some(((pack, register), imported)) = found else {
        let problem = Problem::new(
            "upload.missing",
            "没有这份表格的预览",
            "nothing is known of this ledger",
        );
        return Err(DeskError::refused(Cause::Missing, problem));
    };
    let meanings = staff.seat.meanings(name)?;
    let teller = Teller::new(staff, pack, register);
    let undecided = mapping::undecided(&imported);
    let body = html! {
        (tiles(look, upload, &imported))
        @for notice in &imported.notices { div.note.note-alert { (icon::INFO_CIRCLE) p { (look.text(notice)) } } }
        section.card aria-labelledby="bring" {
            h2 #bring { (look.say(words::BRING_IN)) }
            (bring_in(staff, upload, &imported, undecided))
        }
        section.card aria-labelledby="found" {
            h2 #found { (look.say(words::FOUND)) }
            @for table in &imported.tables { (found_table(look, table)) }
        }
        section.card {
            h2 #columns { (look.say(words::COLUMNS)) }
            (mapping::form(staff, &teller, upload, &imported, &meanings))
        }
        (outcome::table(staff, register, upload, &imported, rows))
    };
    Ok(titled(staff, upload, body).beside(tag(Tone::Active, look.text(&register.title))))
}

fn bring_in(staff: &Staff, upload: &Upload, imported: &Imported, undecided: bool) -> Markup {
    let look = staff.look();
    let useful = imported.created + imported.updated;
    if undecided {
        return html! {
            div.note.note-alert role="status" {
                (icon::ALERT_TRIANGLE)
                div {
                    p { (look.say(words::UNDECIDED)) " " a href="#columns" { (look.say(words::DECIDE)) } }
                    ul { @for doubt in doubts(look, imported) { li { (doubt) } } }
                }
            }
        };
    }
    if useful == 0 {
        let say = if imported.rejected == 0 {
            words::ALL_THERE
        } else {
            words::ALL_REJECTED
        };
        return html! { p { (look.say(say)) } };
    }
    html! {
        form method="post" action={ (address(&upload.id)) "/keep" } {
            (staff.token())
            @if imported.rejected > 0 {
                fieldset.part {
                    legend { (words::some_rejected(look, imported.rejected)) }
                    label.tick { input type="radio" name="mode" value="each" checked; " " (words::each(look, useful)) }
                    label.tick { input type="radio" name="mode" value="all"; " " (look.say(words::ALL_OR_NONE)) }
                }
            }
            p { (words::would(look, imported.created, imported.updated)) }
            button.btn.btn-primary { (icon::TABLE_IMPORT) (words::bring(look, useful)) }
            p.help { (look.say(words::BRING_WHY)) }
        }
    }
}

/// What is left to decide, in words.
fn doubts(look: Look, imported: &Imported) -> Vec<String> {
    let mut doubts = Vec::new();
    for table in imported.tables.iter().filter(|table| table.taken) {
        for column in &table.columns {
            let doubt = column.doubt.as_ref();
            doubts.extend(doubt.map(|doubt| words::doubt(look, &column.header, look.text(doubt))));
        }
        if !table.missing.is_empty() {
            doubts.push(words::missing(look, &table.sheet));
        }
    }
    doubts.dedup();
    doubts
}

fn found_table(look: Look, table: &TableRead) -> Markup {
    html! {
        div.found {
            p {
                (icon::TABLE) " " strong { (table.sheet) } " "
                @if let Some(title) = &table.title { (title) " " }
                (tag(if table.taken { Tone::Good } else { Tone::Plain }, look.say(if table.taken { words::TAKEN } else { words::LEFT_ASIDE })))
            }
            p.help { (words::table(look, &table.header, table.records)) }
            @if !table.asides.is_empty() {
                details {
                    summary { (words::asides(look, table.asides.len())) }
                    ul.plain.asides {
                        @for aside in &table.asides {
                            li { span.text-secondary { (words::row(look, aside.row)) } " " (tag(Tone::Plain, look.say(aside_kind(aside.kind)))) " " (aside.text) }
                        }
                    }
                }
            }
        }
    }
}

fn aside_kind(kind: AsideKind) -> crate::pages::words::Say {
    match kind {
        AsideKind::Caption => words::CAPTION,
        AsideKind::Sum => words::SUM,
        AsideKind::Heading => words::HEADING,
        AsideKind::Repeat => words::REPEATED_HEADER,
        AsideKind::Note => words::NOTE,
    }
}
