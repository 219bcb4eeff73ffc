//! A form filled for a period: what was filled and from where, what was not and who knows it, what differs from what was
//! sent last; to be taken away as a workbook and marked as sent.

use super::Known;
use super::drawing;
use super::show::reason;
use crate::pages::assets::{SHEETS_CSS, icon};
use crate::pages::download::whole;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::empty;
use crate::pages::parts::place::Places;
use crate::pages::parts::value::grouped;
use crate::pages::shell::Page;
use crate::pages::words::forms as words;
use crate::pages::words::shell;
use axum::extract::{Path, Query};
use axum::response::Response;
use desk::{CellChange, CellSource, DeskError, FileForm, FillAsk, FilledCell, FormFilled, Purpose, Unfilled};
use ledger::{Cause, Problem};
use maud::{Markup, html};
use quantity::Period;
use serde::Deserialize;

/// Cells shown of each kind.
const MOST: usize = 300;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    period: String,
    /// The sheet that is drawn.
    #[serde(default)]
    sheet: String,
}

/// What a form that shows sensitive fields in clear is filled for is asked for before, not after.
fn needs_reason(view: &Known) -> bool {
    view.plan.purpose == Purpose::Clear
}

fn period(text: &str) -> Result<Period, DeskError> {
    text.parse().map_err(|error: quantity::PeriodError| {
        DeskError::refused(
            Cause::Invalid,
            Problem::new("period", error.zh(), error.to_string()),
        )
    })
}

pub(super) async fn show(
    staff: Staff,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| {
            let view = Known::of(staff, &name)?;
            let period = period(&asked.period)?;
            if needs_reason(&view) {
                return Ok(asking(staff, &view, period));
            }
            let ask = FillAsk {
                period,
                notes: false,
                send: false,
                reason: String::new(),
            };
            let filled = staff.seat.fill_form(&name, &ask)?;
            Ok(page(staff, &view, period, &filled, ("", &asked.sheet)))
        })
        .await?;
    Ok(staff.show(&page))
}

/// What is done with a filled form: shown for a reason, taken away, marked as sent.
pub(super) async fn with(
    Path(name): Path<String>,
    Posted { staff, form }: Posted,
) -> Result<Response, Fault> {
    let act = form.get("_do").to_owned();
    let why = form.get("reason").trim().to_owned();
    let text = form.get("period").to_owned();
    let done = act.clone();
    let (form_name, why_then) = (name.clone(), why.clone());
    let (view, period, filled) = staff
        .ask(move |staff| {
            let period = period(&text)?;
            let ask = FillAsk {
                period,
                notes: act == "notes",
                send: act == "send",
                reason: why,
            };
            let filled = staff.seat.fill_form(&form_name, &ask)?;
            Ok((Known::of(staff, &form_name)?, period, filled))
        })
        .await?;
    match &*done {
        "download" | "notes" => {
            let stem = view
                .plan
                .file_name
                .rsplit_once('.')
                .map_or(&*view.plan.file_name, |(stem, _)| stem);
            let file = format!("{stem}-{}.xlsx", words::period(staff.look(), &period.to_string()));
            Ok(whole(&file, FileForm::Xlsx.media_type(), filled.bytes))
        }
        "send" => {
            let told = words::sent(staff.look(), &period.to_string());
            Ok(Flash::done(told).on(&staff.visit, go(&format!("/forms/{name}"))))
        }
        _ => Ok(staff.show(&page(&staff, &view, period, &filled, (&why_then, "")))),
    }
}

/// Asks for the reason for which sensitive fields are shown in clear.
fn asking(staff: &Staff, view: &Known, period: Period) -> Page {
    let look = staff.look();
    let body = html! {
        section.card {
            form.stack method="post" action={ "/forms/" (view.name) "/fill" } {
                (staff.token())
                input type="hidden" name="period" value=(period);
                p { (icon::LOCK) " " (look.say(words::CLEAR_WHY)) }
                (reason(staff))
                button.btn.btn-primary { (icon::REPORT) (look.say(words::FILL_NOW)) }
            }
        }
    };
    titled(staff, view, period, body)
}

fn titled(staff: &Staff, view: &Known, period: Period, body: Markup) -> Page {
    let look = staff.look();
    Page::new(
        words::filled_for(look, &view.plan.title, &period.to_string()),
        body,
    )
    .under("/forms", look.say(shell::FORMS))
    .under(format!("/forms/{}", view.name), &*view.plan.title)
    .style(&SHEETS_CSS)
}

/// A filling, drawn at a sheet; with the reason for which it was filled in clear, if it was.
fn page(
    staff: &Staff,
    view: &Known,
    period: Period,
    filled: &FormFilled,
    (reason, sheet): (&str, &str),
) -> Page {
    let look = staff.look();
    let body = html! {
        div.tiles {
            a.tile href="#filled" { b { (filled.cells.len()) } span { (look.say(words::FILLED)) } }
            a.tile.tile-alert[!filled.unfilled.is_empty()] href="#unfilled" { b { (filled.unfilled.len()) } span { (look.say(words::UNFILLED)) } }
            a.tile href="#filled" { b { (filled.share) "%" } span { (look.say(words::SHARE)) } }
            @if filled.last.is_some() { a.tile href="#changes" { b { (filled.changes.len()) } span { (look.say(words::CHANGED)) } } }
        }
        section.card { (taking(staff, view, period, reason)) }
        (drawing::draw(staff, filled, sheet, &format!("/forms/{}/fill?period={period}", view.name)))
        @if !filled.unfilled.is_empty() { (unfilled(staff, view, &filled.unfilled)) }
        @if let Some(last) = &filled.last { (changes(staff, last, &filled.changes)) }
        (cells(staff, filled))
    };
    titled(staff, view, period, body)
}

/// Taking the workbook away, and marking it as sent.
fn taking(staff: &Staff, view: &Known, period: Period, reason: &str) -> Markup {
    let look = staff.look();
    html! {
        form.filter-line method="post" action={ "/forms/" (view.name) "/fill" } {
            (staff.token())
            input type="hidden" name="period" value=(period);
            input type="hidden" name="reason" value=(reason);
            button.btn.btn-primary name="_do" value="download" { (icon::DOWNLOAD) (look.say(words::DOWNLOAD)) }
            button.btn name="_do" value="notes" { (icon::DOWNLOAD) (look.say(words::WITH_NOTES)) }
            button.btn name="_do" value="send" { (icon::SEND) (look.say(words::MARK_SENT)) }
        }
        p.help { (look.say(words::MARK_WHY)) }
    }
}

fn unfilled(staff: &Staff, view: &Known, cells: &[Unfilled]) -> Markup {
    let look = staff.look();
    html! {
        section.card.card-flush #unfilled {
            div.card-head.card-top {
                h2 #unfilled-title { (look.say(words::UNFILLED)) }
                a href={ "/forms/" (view.name) "/answers" } { (look.say(words::ANSWERS)) }
            }
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::UNFILLED)) {
                table.table.table-list.tight {
                    thead { tr { @for title in [words::CELL, words::SAYS, words::WHY, words::WHO_KNOWS] { th scope="col" { (look.say(title)) } } } }
                    tbody {
                        @for cell in cells.iter().take(MOST) {
                            tr {
                                td.mono data-label=(look.say(words::CELL)) { (place(&cell.sheet, &cell.at)) }
                                th scope="row" { (cell.path.join(" / ")) }
                                td data-label=(look.say(words::WHY)) { (look.text(&cell.why)) }
                                td data-label=(look.say(words::WHO_KNOWS)) { (cell.who.as_deref().unwrap_or_default()) }
                            }
                        }
                    }
                }
            }
            @if cells.len() > MOST { p.card-none { (words::first_of(look, MOST, cells.len())) } }
        }
    }
}

fn changes(staff: &Staff, last: &str, changes: &[CellChange]) -> Markup {
    let look = staff.look();
    html! {
        section.card.card-flush #changes {
            h2.card-head #changes-title { (words::since(look, last)) }
            @if changes.is_empty() { p.card-none { (look.say(words::SAME_AS_SENT)) } }
            @else {
                div.table-wide tabindex="0" role="region" aria-label=(words::since(look, last)) {
                    table.table.table-list.tight {
                        thead { tr {
                            th scope="col" { (look.say(words::CELL)) }
                            th.num scope="col" { (look.say(words::BEFORE)) }
                            th.num scope="col" { (look.say(words::NOW)) }
                        } }
                        tbody {
                            @for change in changes.iter().take(MOST) {
                                tr {
                                    th.mono scope="row" { (place(&change.sheet, &change.at)) }
                                    td.num data-label=(look.say(words::BEFORE)) { (grouped(&change.before)) }
                                    td.num data-label=(look.say(words::NOW)) { (grouped(&change.now)) }
                                }
                            }
                        }
                    }
                }
                @if changes.len() > MOST { p.card-none { (words::first_of(look, MOST, changes.len())) } }
            }
        }
    }
}

fn cells(staff: &Staff, filled: &FormFilled) -> Markup {
    let look = staff.look();
    html! {
        section.card.card-flush #filled {
            h2.card-head #filled-title { (look.say(words::FILLED)) }
            @if filled.cells.is_empty() { (empty(icon::REPORT, look.say(words::NOTHING_FILLED), &html! { p { (look.say(words::NOTHING_FILLED_WHY)) } })) }
            @else {
                div.table-wide tabindex="0" role="region" aria-label=(look.say(words::FILLED)) {
                    table.table.table-list.tight {
                        thead { tr {
                            th scope="col" { (look.say(words::CELL)) }
                            th scope="col" { (look.say(words::WHAT)) }
                            th.num scope="col" { (look.say(words::VALUE)) }
                            th scope="col" { (look.say(words::FROM)) }
                        } }
                        tbody { @for cell in filled.cells.iter().take(MOST) { (filled_row(staff, cell)) } }
                    }
                }
                @if filled.cells.len() > MOST { p.card-none { (words::first_of(look, MOST, filled.cells.len())) } }
            }
        }
    }
}

fn filled_row(staff: &Staff, cell: &FilledCell) -> Markup {
    let look = staff.look();
    html! {
        tr {
            td.mono data-label=(look.say(words::CELL)) { (place(&cell.sheet, &cell.at)) }
            th scope="row" { (look.text(&cell.title)) }
            td.num data-label=(look.say(words::VALUE)) {
                @match lineage(&cell.source) {
                    Some(path) => a href=(path) { (grouped(&cell.value)) },
                    None => (cell.value),
                }
            }
            td data-label=(look.say(words::FROM)) { (source(staff, &cell.source)) }
        }
    }
}

fn place(sheet: &str, at: &str) -> String {
    format!("{sheet}!{at}")
}

/// Where a value's records are seen.
pub(super) fn lineage(source: &CellSource) -> Option<String> {
    match source {
        CellSource::Figure {
            indicator,
            place,
            period,
            only,
            ..
        } => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("place", place).append_pair("period", period);
            let only: Vec<String> = only.iter().map(|(by, code)| format!("{by}:{code}")).collect();
            if !only.is_empty() {
                query.append_pair("only", &only.join(","));
            }
            Some(format!("/indicators/{indicator}/lineage?{}", query.finish()))
        }
        CellSource::Record { register, id, .. } => Some(format!("/registers/{register}/{id}")),
        CellSource::Words => None,
    }
}

fn source(staff: &Staff, source: &CellSource) -> Markup {
    let look = staff.look();
    match source {
        CellSource::Figure {
            place,
            period,
            records,
            ..
        } => html! {
            (words::figure_of(look, &Places::of(staff).name(place), period, *records))
        },
        CellSource::Record { register, .. } => {
            let shelf = staff.seat.desk().shelf();
            let title = shelf
                .register(register)
                .map(|(_, register)| look.text(&register.title).to_owned());
            html! { (title.unwrap_or_else(|| register.clone())) }
        }
        CellSource::Words => html! { (look.say(words::FIXED)) },
    }
}
