//! Packs in force, and bringing a changed one into force: checked, weighed against the records there are, then adopted.

use super::check;
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::fault::Fault;
use crate::pages::guard::{Posted, Staff};
use crate::pages::parts::{anchor, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::infer;
use crate::pages::words::settings as words;
use crate::pages::words::shell;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Adoption, DeskError};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::{Pack, Tone};
use pack::{Diagnostic, Lang, parse};

pub(super) async fn list(staff: Staff) -> Result<Response, Fault> {
    let page = staff
        .ask(|staff| {
            staff.seat.people()?;
            Ok(list_page(staff, &[]))
        })
        .await?;
    Ok(staff.show(&page))
}

fn list_page(staff: &Staff, problems: &[Problem]) -> Page {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let newer = staff.seat.desk().newer_packs();
    let body = html! {
        (summary(look, problems))
        section.card.card-flush {
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::PACKS)) {
                table.table.table-list {
                    thead { tr {
                        th scope="col" { (look.say(words::PACKS)) }
                        th.num scope="col" { (look.say(words::VERSION)) }
                        th scope="col" { (look.say(words::SYSTEMS)) }
                        th scope="col" { (look.say(words::REGISTERS)) }
                        th.num scope="col" { (look.say(words::INDICATORS)) }
                    } }
                    tbody { @for pack in shelf.packs() { (row(staff, pack)) } }
                }
            }
        }
        @if !newer.is_empty() {
            section.card {
                h2 { (look.say(words::NEWER)) }
                ul.plain {
                    @for pack in &newer {
                        li.post-row {
                            span { (look.text(&pack.title)) " " (pack.version) }
                            form method="post" action="/settings/packs/check" {
                                (staff.token())
                                input type="hidden" name="text" value=(pack.source);
                                button.btn.btn-sm { (look.say(words::CHECK)) }
                            }
                        }
                    }
                }
            }
        }
        section.card #upload aria-labelledby="upload-title" {
            h2 #upload-title { (look.say(words::UPLOAD)) }
            (upload(staff, "", problems))
        }
    };
    let actions = html! {
        a.btn href="/packs/infer" { (icon::TABLE_IMPORT) (look.say(infer::INFER)) }
    };
    Page::new(look.say(words::PACKS), body).doing(actions)
}

fn row(staff: &Staff, pack: &Pack) -> Markup {
    let look = staff.look();
    let registers: Vec<&str> = pack
        .registers
        .iter()
        .map(|register| look.text(&register.title))
        .collect();
    html! {
        tr {
            th scope="row" { a href={ "/settings/packs/" (pack.name) } { (look.text(&pack.title)) } }
            td.num data-label=(look.say(words::VERSION)) { (pack.version) }
            td data-label=(look.say(words::SYSTEMS)) { (pack.systems.join(" ")) }
            td data-label=(look.say(words::REGISTERS)) { (registers.join(look.comma())) }
            td.num data-label=(look.say(words::INDICATORS)) { (pack.indicators.len()) }
        }
    }
}

/// The form that a pack's text is sent with to be checked.
pub(super) fn upload(staff: &Staff, text: &str, problems: &[Problem]) -> Markup {
    let look = staff.look();
    html! {
        form.stack method="post" action="/settings/packs/check" enctype="multipart/form-data" {
            (staff.token())
            p.help { (look.say(words::UPLOAD_HELP)) }
            label for=(anchor("file")) { (look.say(words::FILE)) }
            input.form-control id=(anchor("file")) type="file" name="file" accept=".toml,text/plain";
            (check::editor(staff, text, 0, problems))
            button.btn.btn-primary { (icon::CHECK) (look.say(words::CHECK)) }
        }
    }
}

pub(super) async fn show(staff: Staff, Path(name): Path<String>) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| {
            staff.seat.people()?;
            let shelf = staff.seat.desk().shelf();
            let pack = shelf.pack(&name).ok_or_else(|| {
                DeskError::refused(
                    Cause::Missing,
                    Problem::new("missing", "没有这个业务包", "there is no such pack"),
                )
            })?;
            Ok(pack_page(staff, pack))
        })
        .await?;
    Ok(staff.show(&page))
}

fn pack_page(staff: &Staff, pack: &Pack) -> Page {
    let look = staff.look();
    let body = html! {
        section.card {
            p { (look.text(&pack.about)) }
            ul.plain {
                @for register in &pack.registers {
                    li { a href={ "/registers/" (register.name) } { (look.text(&register.title)) } " " span.text-secondary { (register.name) } }
                }
            }
        }
        section.card {
            details {
                summary { (look.say(words::SOURCE)) }
                pre.source tabindex="0" { (pack.source) }
            }
        }
        section.card {
            h2 { (look.say(words::UPLOAD)) }
            (upload(staff, &pack.source, &[]))
        }
    };
    Page::new(look.text(&pack.title), body)
        .under("/settings/packs", look.say(shell::SETTINGS))
        .under("/settings/packs", look.say(words::PACKS))
        .beside(tag(
            Tone::Plain,
            &format!("{} {}", look.say(words::VERSION), pack.version),
        ))
}

/// Tells what is wrong with a pack, or what it would change.
pub(super) async fn check(Posted { staff, form }: Posted) -> Result<Response, Fault> {
    let file = form
        .files
        .first()
        .map(|file| String::from_utf8_lossy(&file.content).into_owned());
    let text = file.unwrap_or_else(|| form.get("text").replace("\r\n", "\n"));
    let asker = staff.clone();
    asker
        .ask(move |staff| {
            staff.seat.people()?;
            if text.trim().is_empty() {
                let say = words::EMPTY_PACK;
                let problem = Problem::new("required", say.get(Lang::Zh), say.get(Lang::En)).at("text");
                return Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &list_page(staff, &[problem])));
            }
            let parsed = parse(&text);
            let Some(pack) = parsed.pack else {
                let page = mistakes_page(staff, &text, &parsed.diagnostics);
                return Ok(staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
            };
            let weighed = check::weigh(staff, &pack)?;
            Ok(staff.show(&weighed_page(staff, &pack, &weighed)))
        })
        .await
}

fn mistakes_page(staff: &Staff, text: &str, mistakes: &[Diagnostic]) -> Page {
    let look = staff.look();
    let body = html! {
        section.card { (check::mistakes(staff, text, mistakes)) }
        section.card { (upload(staff, text, &[])) }
    };
    Page::new(look.say(words::MISTAKES), body)
        .under("/settings/packs", look.say(words::PACKS))
        .style(&SHEETS_CSS)
}

fn weighed_page(staff: &Staff, pack: &Pack, weighed: &Adoption) -> Page {
    let look = staff.look();
    let body = html! {
        (check::weighed(staff, weighed))
        @if weighed.obstacles.is_empty() {
            section.card {
                form method="post" action="/settings/packs/adopt" {
                    (staff.token())
                    input type="hidden" name="text" value=(pack.source);
                    button.btn.btn-primary { (icon::CHECK) (look.say(words::ADOPT)) }
                }
            }
        }
        section.card { (upload(staff, &pack.source, &[])) }
    };
    Page::new(look.text(&pack.title), body)
        .under("/settings/packs", look.say(words::PACKS))
        .beside(tag(
            Tone::Plain,
            &format!("{} {}", look.say(words::VERSION), pack.version),
        ))
}
