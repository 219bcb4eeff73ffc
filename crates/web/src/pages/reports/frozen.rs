//! A frozen text: as it was told, from which moment, and what has changed since.

use super::marked;
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::paper;
use crate::pages::parts::moment;
use crate::pages::shell::Page;
use crate::pages::words::reports as words;
use crate::serve::App;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Change, DeskError, FigureAt, Frozen};
use maud::{Markup, PreEscaped, html};

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    Path((name, number)): Path<(String, u32)>,
) -> Result<Response, Fault> {
    let papers = app.press().is_some();
    let page = staff.ask(move |staff| page(staff, &name, number, papers)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, name: &str, number: u32, papers: bool) -> Result<Page, DeskError> {
    let look = staff.look();
    let report = staff.seat.report(name)?;
    let frozen = staff.seat.frozen_report(name, number)?;
    let (document, marks) = frozen.composed.marked();
    let path = format!("/reports/{name}");
    let body = html! {
        @if !frozen.is_whole() { div.note.note-bad role="alert" { (icon::ALERT_CIRCLE) p { (look.say(words::BROKEN)) } } }
        section.card {
            dl.facts {
                div.fact { dt { (look.say(words::FROZEN_AT)) } dd { (moment(&frozen.frozen_at)) } }
                div.fact { dt { (look.say(words::AS_OF)) } dd { (frozen.composed.as_of) } }
                div.fact { dt { (look.say(words::FIGURES)) } dd { (frozen.composed.figures.len()) } }
                div.fact.fact-wide { dt { (look.say(words::DIGEST)) } dd.mono { (frozen.digest) } }
            }
        }
        section.card aria-labelledby="changes" {
            h2 #changes { (look.say(words::CHANGES)) }
            (changes(staff, &frozen)?)
        }
        section.card {
            (marked::sheet(look, &document, &marks))
            @for chart in frozen.composed.charts.values() { div.paper-chart { (PreEscaped(chart)) } }
        }
    };
    let actions = html! {
        @if papers { (paper::files(look, &format!("{path}/frozen/{number}/papers/paper"))) }
        @if papers { a.btn href={ (path) "/frozen/" (number) "/papers/paper" } title=(look.say(words::PAPER_HELP)) { (icon::EYE) (look.say(words::PAPER)) } }
    };
    Ok(Page::new(words::frozen_number(look, number), body)
        .under("/reports", look.say(words::TITLE))
        .under(path, report.title)
        .style(&assets::REPORTS_CSS)
        .doing(actions))
}

fn changes(staff: &Staff, frozen: &Frozen) -> Result<Markup, DeskError> {
    let look = staff.look();
    let changes = match staff.seat.changed_since(frozen, None) {
        Ok(changes) => changes,
        // An indicator may be gone by now: the text stands, but cannot be told anew.
        Err(DeskError::Refused(refusal)) => {
            return Ok(html! {
                p { (look.say(words::CHANGES_UNTOLD)) }
                ul { @for problem in &refusal.problems { li { (look.text(&problem.message)) } } }
            });
        }
        Err(error) => return Err(error),
    };
    if changes.is_empty() {
        return Ok(html! { p { (icon::CHECK) " " (look.say(words::NO_CHANGES)) } });
    }
    Ok(html! {
        div.table-wide {
            table.table.table-inner {
                thead { tr {
                    th scope="col" { (look.say(words::INDICATOR)) }
                    th scope="col" { (look.say(words::PERIOD)) }
                    th.num scope="col" { (look.say(words::THEN)) }
                    th.num scope="col" { (look.say(words::NOW)) }
                } }
                tbody { @for change in &changes { (changed(staff, change)) } }
            }
        }
    })
}

fn changed(staff: &Staff, change: &Change) -> Markup {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let figure = FigureAt {
        indicator: change.figure.indicator.clone(),
        period: change.figure.period.clone(),
        place: change.figure.place.clone(),
    };
    let title = shelf
        .indicator(&figure.indicator)
        .map(|(_, known)| look.text(&known.title));
    html! {
        tr {
            th scope="row" { a href=(marked::live(&figure)) { (title.unwrap_or(&figure.indicator)) } }
            td { (figure.period) }
            td.num { (change.figure.text) }
            td.num {
                @match &change.now {
                    Some(now) => a href=(marked::records(&figure)) { (now) },
                    None => span.text-secondary { (look.say(words::GONE)) },
                }
            }
        }
    }
}
