//! The journal, looked through by an administrator, and whether it is whole.

use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::guard::{Posted, Staff};
use crate::pages::parts::{empty, moment};
use crate::pages::shell::Page;
use crate::pages::words::record;
use crate::pages::words::settings as words;
use axum::extract::Query;
use axum::response::Response;
use desk::{Audit, DeskError, JournalAsk, JournalItem};
use maud::{Markup, html};
use pack::Shelf;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Lines on a page.
const PAGE: usize = 100;
/// Acts that can be asked for.
const ACTS: [&str; 12] = [
    "create", "amend", "step", "lift", "overdue", "withdraw", "restore", "settle", "reveal", "bring", "town",
    "adopt",
];

#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    by: String,
    #[serde(default)]
    register: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    word: String,
    #[serde(default)]
    before: Option<u64>,
}

pub(super) async fn show(staff: Staff, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let page = staff.ask(move |staff| page(staff, &asked, None)).await?;
    Ok(staff.show(&page))
}

pub(super) async fn verify(Posted { staff, .. }: Posted) -> Result<Response, Fault> {
    let page = staff
        .ask(|staff| {
            let audit = staff.seat.verify_journal()?;
            page(staff, &Asked::default(), Some(&audit))
        })
        .await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, asked: &Asked, audit: Option<&Audit>) -> Result<Page, DeskError> {
    let look = staff.look();
    let ask = JournalAsk {
        by: asked.by.clone(),
        register: asked.register.clone(),
        act: asked.act.clone(),
        word: asked.word.trim().to_owned(),
        before: asked.before,
    };
    let (items, more) = staff.seat.search_journal(&ask, PAGE)?;
    let names = staff.seat.names()?;
    let shelf = staff.seat.desk().shelf();
    let body = html! {
        @if let Some(audit) = audit { (audited(staff, audit)) }
        (form(staff, &shelf, &names, asked))
        section.card.card-flush {
            @if items.is_empty() { (empty(icon::SEARCH, look.say(words::NOTHING_FITS), &html! {})) }
            @else { (table(staff, &shelf, &names, &items)) }
        }
        @if let Some(before) = more {
            nav.pager aria-label=(look.say(words::OLDER)) {
                span.pager-gap {}
                a.btn href={ "/settings/journal?" (query(asked, before)) } rel="next" { (look.say(words::OLDER)) (icon::CHEVRON_RIGHT) }
            }
        }
    };
    Ok(Page::new(look.say(words::JOURNAL), body).doing(html! {
        form method="post" action="/settings/journal/verify" {
            (staff.token())
            button.btn.btn-primary title=(look.say(words::VERIFY_WHY)) { (icon::SHIELD_CHECK) (look.say(words::VERIFY)) }
        }
    }))
}

fn query(asked: &Asked, before: u64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("by", &asked.by),
        ("register", &asked.register),
        ("act", &asked.act),
        ("word", &asked.word),
    ] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.append_pair("before", &before.to_string());
    query.finish()
}

fn audited(staff: &Staff, audit: &Audit) -> Markup {
    let look = staff.look();
    let looked_at = words::looked_at(look, audit.entries);
    html! {
        @match &audit.difference {
            None => div.note.note-good role="status" {
                (icon::SHIELD_CHECK)
                div { p { strong { (look.say(words::WHOLE)) } " " (looked_at) } p.mono { (audit.link) } }
            },
            Some(difference) => div.note.note-bad role="alert" {
                (icon::ALERT_TRIANGLE)
                div {
                    p { strong { (look.say(words::BROKEN)) } " " (looked_at) }
                    p { (difference.place) }
                    p.mono { (look.say(words::EXPECTED)) " " (difference.expected) }
                    p.mono { (look.say(words::INSTEAD)) " " (difference.found) }
                }
            },
        }
    }
}

fn form(staff: &Staff, shelf: &Shelf, names: &BTreeMap<String, String>, asked: &Asked) -> Markup {
    let look = staff.look();
    html! {
        form.filter method="get" action="/settings/journal" role="search" aria-label=(look.say(words::LOOK_UP)) {
            div.filter-line {
                input.form-control.filter-word type="search" name="word" value=(asked.word) aria-label=(look.say(words::WORD)) placeholder=(look.say(words::WORD)) maxlength="100";
                select.form-select name="by" aria-label=(look.say(words::WHO)) {
                    option value="" { (look.say(words::ANYONE)) }
                    option value="timer" selected[asked.by == "timer"] { (look.say(record::PROGRAM)) }
                    @for (login, name) in names { option value=(login) selected[asked.by == *login] { (name) " " (login) } }
                }
                select.form-select name="act" aria-label=(look.say(words::WHAT)) {
                    option value="" { (look.say(words::ANYTHING)) }
                    @for act in ACTS { option value=(act) selected[asked.act == act] { (look.say(words::act(act).unwrap_or(record::deed(act)))) } }
                }
                select.form-select name="register" aria-label=(look.say(words::ON_WHAT)) {
                    option value="" { (look.say(words::ANYWHERE)) }
                    @for (_, register) in shelf.registers() { option value=(register.name) selected[asked.register == register.name] { (look.text(&register.title)) } }
                }
                button.btn { (icon::SEARCH) (look.say(words::LOOK_UP)) }
            }
        }
    }
}

fn table(staff: &Staff, shelf: &Shelf, names: &BTreeMap<String, String>, items: &[JournalItem]) -> Markup {
    let look = staff.look();
    html! {
        div.table-wide tabindex="0" role="region" aria-label=(look.say(words::JOURNAL)) {
            table.table.table-list.tight {
                thead { tr {
                    th.num scope="col" { (look.say(words::SEQ)) }
                    @for title in [words::WHEN, words::WHO, words::WHAT, words::ON_WHAT, words::FIELDS, words::LINK] { th scope="col" { (look.say(title)) } }
                } }
                tbody {
                    @for item in items {
                        tr {
                            th.num scope="row" { (item.seq) }
                            td data-label=(look.say(words::WHEN)) { (moment(&item.at.to_string())) }
                            td data-label=(look.say(words::WHO)) { (who(staff, names, &item.by)) }
                            td data-label=(look.say(words::WHAT)) { (what(staff, shelf, item)) }
                            td data-label=(look.say(words::ON_WHAT)) { (on_what(staff, shelf, item)) }
                            td data-label=(look.say(words::FIELDS)) { (fields(staff, shelf, item)) }
                            td.mono data-label=(look.say(words::LINK)) { (item.link.get(..12).unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

fn who<'a>(staff: &Staff, names: &'a BTreeMap<String, String>, login: &'a str) -> &'a str {
    match login {
        "timer" => staff.look().say(record::PROGRAM),
        _ => names.get(login).map_or(login, String::as_str),
    }
}

fn what(staff: &Staff, shelf: &Shelf, item: &JournalItem) -> String {
    let look = staff.look();
    let act = look.say(words::act(&item.act).unwrap_or(record::deed(&item.act)));
    let step = item.step.as_deref().and_then(|name| {
        let (_, register) = shelf.register(&item.subject)?;
        let step = register
            .cycle
            .as_ref()?
            .steps
            .iter()
            .find(|step| step.name == name)?;
        Some(look.text(&step.title))
    });
    match step {
        Some(step) => format!("{act} · {step}"),
        None => act.to_owned(),
    }
}

fn on_what(staff: &Staff, shelf: &Shelf, item: &JournalItem) -> Markup {
    html! {
        @match shelf.register(&item.subject) {
            Some((_, register)) => a href={ "/registers/" (item.subject) "/" (item.name) } { (staff.look().text(&register.title)) " " (item.name.get(..10).unwrap_or(&item.name)) "…" },
            None => { (item.subject) " " (item.name) },
        }
    }
}

fn fields(staff: &Staff, shelf: &Shelf, item: &JournalItem) -> String {
    let look = staff.look();
    let titles: Vec<&str> = item
        .fields
        .iter()
        .map(|name| {
            let field = shelf
                .register(&item.subject)
                .and_then(|(_, register)| register.field(name));
            field.map_or(name.as_str(), |(_, field)| look.text(&field.title))
        })
        .collect();
    titles.join(look.comma())
}
