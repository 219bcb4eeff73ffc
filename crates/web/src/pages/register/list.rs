//! The list of a register's records.

use super::ask::Ask;
use super::column::Column;
use super::{filter, seen, view};
use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::parts::value::{Teller, label};
use crate::pages::parts::{empty, summary};
use crate::pages::shell::Page;
use crate::pages::words::imports;
use crate::pages::words::record as words;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use desk::{Action, DeskError, FileForm, RecordView};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use pack::model::Register;

/// A page of records, and what surrounds it.
struct Listed {
    records: Vec<RecordView>,
    next: Option<String>,
    count: Option<u64>,
    /// What is wrong with the conditions.
    problems: Vec<Problem>,
    views: Vec<(String, String)>,
}

pub(super) async fn show(
    staff: Staff,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| page(staff, &name, &Ask::read(&query.unwrap_or_default())))
        .await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, name: &str, ask: &Ask) -> Result<Page, DeskError> {
    let shelf = staff.seat.desk().shelf();
    let (pack, register) = seen(staff, &shelf, name)?;
    let teller = Teller::new(staff, pack, register);
    let listed = look_up(staff, register, ask)?;
    let look = staff.look();
    let body = html! {
        (filter::bar(&teller, ask))
        (summary(look, &listed.problems))
        (filter::chips(&teller, ask))
        div.card.card-flush {
            @if listed.records.is_empty() {
                (nothing(staff, register, ask))
            } @else {
                (table(&teller, ask, &listed.records))
            }
        }
        (pager(staff, register, ask, &listed))
    };
    let may = |action| staff.seat.actor().may_somewhere(action, &pack.name);
    let actions = html! {
        (view::menu(staff, register, ask, &listed.views))
        (filter::columns(&teller, ask))
        @if may(Action::Export) {
            details.drop {
                summary.btn { (icon::DOWNLOAD) (look.say(words::EXPORT)) (icon::CHEVRON_DOWN) }
                div.drop-body {
                    a href={ "/registers/" (register.name) "/export.xlsx?" (ask.query()) } { (look.say(words::EXPORT_XLSX)) }
                    a href={ "/registers/" (register.name) "/export.csv?" (ask.query()) } { (look.say(words::EXPORT_CSV)) }
                    a href={ "/registers/" (register.name) "/export.jsonl?" (ask.query()) } { (look.say(words::EXPORT_JSON)) }
                    @if FileForm::GeoJson.fits(register) {
                        a href={ "/registers/" (register.name) "/export.geojson?" (ask.query()) } { (look.say(words::EXPORT_GEOJSON)) }
                    }
                }
            }
        }
        @if may(Action::Import) {
            a.btn href={ "/imports?register=" (register.name) } { (icon::TABLE_IMPORT) (look.say(imports::SEND)) }
        }
        @if may(Action::Create) {
            a.btn.btn-primary href={ "/registers/" (register.name) "/new" } { (icon::PLUS) (look.say(words::NEW)) }
        }
    };
    Ok(Page::new(look.text(&register.title), body).doing(actions))
}

fn look_up(staff: &Staff, register: &Register, ask: &Ask) -> Result<Listed, DeskError> {
    let listing = ask.listing(register);
    let views = staff.seat.views(&register.name)?;
    let (records, next, problems) = match staff.seat.list(&register.name, &listing) {
        Ok((records, next)) => (records, next, Vec::new()),
        // A condition that cannot be read is told above the list; the form still shows it.
        Err(DeskError::Refused(refusal)) if refusal.cause == Cause::Invalid => {
            let problems = refusal.problems.into_iter().map(|problem| Problem {
                field: None,
                ..problem
            });
            (Vec::new(), None, problems.collect())
        }
        Err(error) => return Err(error),
    };
    let whole = problems.is_empty() && listing.after.is_none() && next.is_none();
    let count = if whole {
        Some(records.len() as u64)
    } else if ask.get("count") == "1" && problems.is_empty() {
        Some(staff.seat.count(&register.name, &listing)?)
    } else {
        None
    };
    Ok(Listed {
        records,
        next,
        count,
        problems,
        views,
    })
}

fn nothing(staff: &Staff, register: &Register, ask: &Ask) -> Markup {
    let look = staff.look();
    if ask.narrows() {
        return empty(
            icon::SEARCH,
            look.say(words::NO_MATCH),
            &html! {
                p { (look.say(words::NO_MATCH_WHY)) }
                a.btn href={ "/registers/" (register.name) "?" (ask.bare()) } { (look.say(words::CLEAR)) }
            },
        );
    }
    empty(
        icon::TABLE,
        look.say(words::NOTHING),
        &html! { p { (look.say(words::NOTHING_WHY)) } },
    )
}

fn table(teller: &Teller<'_>, ask: &Ask, records: &[RecordView]) -> Markup {
    let columns = Column::chosen(teller.register, ask);
    let tight = ask.get("tight") == "1";
    html! {
        div.table-wide tabindex="0" role="region" aria-label=(teller.staff.look().text(&teller.register.title)) {
            table.table.table-list.tight[tight] {
                thead { tr { @for column in &columns { (heading(teller, ask, *column)) } } }
                tbody { @for record in records { (row(teller, &columns, record)) } }
            }
        }
    }
}

fn heading(teller: &Teller<'_>, ask: &Ask, column: Column<'_>) -> Markup {
    let sort = ask.get("sort");
    let (up, down) = (
        sort == column.name(),
        sort.strip_prefix('-') == Some(column.name()),
    );
    let order = match (up, down) {
        (true, _) => Some("ascending"),
        (_, true) => Some("descending"),
        _ => None,
    };
    // Round and round: greatest last, greatest first, as it was.
    let next = if up {
        format!("-{}", column.name())
    } else if down {
        String::new()
    } else {
        column.name().to_owned()
    };
    let title = html! {
        (column.title(teller.staff.look()))
        @if let Some(unit) = column.unit() { span.unit { "（" (unit) "）" } }
    };
    html! {
        th scope="col" aria-sort=[order] class=[column.is_figure().then_some("num")] {
            @if column.sorts() {
                a href={ "/registers/" (teller.register.name) "?" (ask.with("sort", &next)) } {
                    (title)
                    @if up { (icon::SORT_ASCENDING) }
                    @if down { (icon::SORT_DESCENDING) }
                }
            } @else { (title) }
        }
    }
}

fn row(teller: &Teller<'_>, columns: &[Column<'_>], record: &RecordView) -> Markup {
    let path = format!("/registers/{}/{}", teller.register.name, record.id);
    // The record is opened by what it is called, wherever that column stands; else by the first column.
    let by = teller
        .register
        .label
        .first()
        .map(|field| &*teller.register[*field].name);
    let opener = columns
        .iter()
        .position(|column| by == Some(column.name()))
        .unwrap_or(0);
    html! {
        tr class=[record.withdrawn.then_some("gone")] {
            @for (at, column) in columns.iter().enumerate() {
                @let cell = column.cell(teller, record);
                @if at == opener {
                    th scope="row" {
                        a href=(path) { @if cell.0.is_empty() { (label(teller, record)) } @else { (cell) } }
                    }
                } @else {
                    td.num[column.is_figure()] data-label=(column.title(teller.staff.look())) { (cell) }
                }
            }
        }
    }
}

fn pager(staff: &Staff, register: &Register, ask: &Ask, listed: &Listed) -> Markup {
    let look = staff.look();
    let path = |query: &str| format!("/registers/{}?{query}", register.name);
    let inside = !ask.get("after").is_empty();
    html! {
        nav.pager aria-label=(look.say(words::NEXT)) {
            @match listed.count {
                Some(count) => span.text-secondary { (words::in_all(look, count)) },
                None => @if listed.problems.is_empty() { a href=(path(&ask.with("count", "1"))) { (look.say(words::COUNT_ALL)) } },
            }
            span.pager-gap {}
            @let tight = ask.get("tight") == "1";
            a href=(path(&ask.with("tight", if tight { "" } else { "1" }))) {
                (look.say(if tight { words::LOOSE } else { words::TIGHT }))
            }
            @if inside { a.btn href=(path(&ask.query())) { (look.say(words::FIRST)) } }
            @if let Some(next) = &listed.next {
                a.btn href=(path(&ask.with("after", next))) rel="next" { (look.say(words::NEXT)) (icon::CHEVRON_RIGHT) }
            }
        }
    }
}
