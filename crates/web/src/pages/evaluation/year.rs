//! A year's evaluation: the formula, everyone's points, ranks and grades, who was left out and why; keeping the result and
//! taking steps for all.

use super::{path_name, points};
use crate::pages::assets::icon;
use crate::pages::dealt;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::look::Look;
use crate::pages::parts::tag;
use crate::pages::shell::Page;
use crate::pages::words::evaluation as words;
use axum::extract::Path;
use axum::response::Response;
use desk::{
    Action, Because, DeskError, EvaluationAsk, EvaluationView, LeftOut, Reason, ScoredView, TermView,
    WorkingView,
};
use maud::{Markup, html};
use pack::model::{Register, Tone};

type Year = Path<(String, i16)>;

pub(super) async fn show(staff: Staff, Path((name, year)): Year) -> Result<Response, Fault> {
    let page = staff.ask(move |staff| page(staff, name, year)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, name: String, year: i16) -> Result<Page, DeskError> {
    let look = staff.look();
    let view = staff.seat.evaluation(&EvaluationAsk {
        name,
        year,
        what_if: Vec::new(),
    })?;
    let shelf = staff.seat.desk().shelf();
    let register = shelf.register(&view.evaluation.register);
    let path = format!("/evaluations/{}/{year}", path_name(&view.evaluation));
    let body = html! {
        (tiles(look, &view))
        (formula(look, &view))
        (for_all(staff, &view, &path))
        section.card.card-flush {
            h2.card-head { (look.say(words::RESULT)) }
            (table(look, &view, register.map(|(_, register)| register), &path))
        }
        (left_out(look, &view))
    };
    let town = staff.seat.desk().town().code;
    let may_keep = staff
        .seat
        .actor()
        .may(Action::Amend, &view.evaluation.pack, &town);
    let actions = html! {
        a.btn href={ "/registers/" (view.evaluation.register) "?f." (view.evaluation.year_in) ".from=" (year) "&f." (view.evaluation.year_in) ".to=" (year) } { (icon::TABLE) (look.say(words::RECORD)) }
        @if may_keep && view.rows.iter().any(|row| row.differs) {
            form method="post" action={ (path) "/keep" } {
                (staff.token())
                button.btn.btn-primary { (icon::CHECK) (look.say(words::KEEP)) }
            }
        }
    };
    let title = format!(
        "{} · {}",
        look.text(&view.evaluation.title),
        words::year(look, year)
    );
    Ok(Page::new(title, body)
        .under("/evaluations", look.say(words::EVALUATIONS))
        .doing(actions))
}

fn tiles(look: Look, view: &EvaluationView) -> Markup {
    let of = |grade: &str| {
        view.rows
            .iter()
            .filter(|row| row.rank.is_some() && row.grade == grade)
            .count()
    };
    html! {
        div.tiles {
            @for band in &view.grades {
                a.tile href={ "#grade-" (band.grade) } { b { (of(&band.grade)) } span { (band.grade) " · " (band.share.normalize()) "%" } }
            }
            a.tile href="#unranked" { b { (view.rows.iter().filter(|row| row.rank.is_none()).count()) } span { (look.say(words::UNRANKED)) } }
            a.tile href="#left-out" { b { (view.left_out.len()) } span { (look.say(words::LEFT_OUT)) } }
        }
    }
}

/// What the score is made of.
fn formula(look: Look, view: &EvaluationView) -> Markup {
    html! {
        details.card.folded {
            summary { h2 { (look.say(words::HOW)) } (icon::CHEVRON_DOWN) }
            p { (look.say(words::HOW_WHY)) }
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::HOW)) {
                table.table.table-inner {
                    thead { tr {
                        th scope="col" { (look.say(words::TERM)) }
                        th scope="col" { (look.say(words::FORMULA)) }
                        th.num scope="col" { (look.say(words::BASE)) }
                        th.num scope="col" { (look.say(words::WEIGHT)) }
                        th scope="col" { (look.say(words::BOUNDS)) }
                        th scope="col" { (look.say(words::IF_MISSING)) }
                    } }
                    tbody {
                        @for term in &view.terms {
                            tr {
                                th scope="row" { (look.text(&term.title)) }
                                td { code { (term.formula) } }
                                td.num { (term.base.normalize()) }
                                td.num { (term.weight.normalize()) }
                                td { (bounds(term)) }
                                td { (look.say(if term.average_if_missing { words::AVERAGE } else { words::NOTHING })) }
                            }
                        }
                        @if let Some(adjust) = &view.adjust {
                            tr { th scope="row" { (look.say(words::ADJUST)) } td colspan="5" { code { (adjust) } } }
                        }
                    }
                }
            }
        }
    }
}

fn bounds(term: &TermView) -> String {
    match (term.least, term.most) {
        (None, None) => "—".to_owned(),
        (least, most) => {
            let shown = |bound: Option<rust_decimal::Decimal>| {
                bound
                    .map(|bound| bound.normalize().to_string())
                    .unwrap_or_default()
            };
            format!("{} … {}", shown(least), shown(most))
        }
    }
}

/// Steps that can be taken for all at once.
fn for_all(staff: &Staff, view: &EvaluationView, path: &str) -> Markup {
    let look = staff.look();
    html! {
        @if !view.steps.is_empty() {
            section.card aria-labelledby="for-all" {
                h2 #for-all { (look.say(words::FOR_ALL)) }
                p.text-secondary { (look.say(words::FOR_ALL_WHY)) }
                div.quick {
                    @for step in &view.steps {
                        form method="post" action={ (path) "/steps/" (step.name) } {
                            (staff.token())
                            button.btn { (look.text(&step.title)) " · " (words::count(look, step.count)) }
                        }
                    }
                }
            }
        }
    }
}

/// Each row with the id by which its grade's first row is led to.
fn anchored(view: &EvaluationView) -> Vec<(Option<String>, &ScoredView)> {
    let mut before = None;
    let rows = view.rows.iter().map(|row| {
        let of = match row.rank {
            Some(_) => format!("grade-{}", row.grade),
            None => "unranked".to_owned(),
        };
        let first = before.as_ref() != Some(&of);
        before = Some(of.clone());
        (first.then_some(of), row)
    });
    rows.collect()
}

fn table(look: Look, view: &EvaluationView, register: Option<&Register>, path: &str) -> Markup {
    html! {
        div.table-wide tabindex="0" role="region" aria-label=(look.say(words::RESULT)) {
            table.table.table-list.table-ranked {
                thead { tr {
                    th.num scope="col" { (look.say(words::RANK)) }
                    th scope="col" { (look.say(words::NAME)) }
                    @for term in &view.terms { th.num scope="col" { (look.text(&term.title)) } }
                    th.num scope="col" { (look.say(words::ADJUST)) }
                    th.num scope="col" { (look.say(words::SCORE)) }
                    th scope="col" { (look.say(words::GRADE)) }
                    th scope="col" { (look.say(words::STATE)) }
                } }
                tbody {
                    @for (anchor, row) in anchored(view) { (line(look, view, register, row, path, anchor.as_deref())) }
                }
            }
        }
    }
}

fn line(
    look: Look,
    view: &EvaluationView,
    register: Option<&Register>,
    row: &ScoredView,
    path: &str,
    anchor: Option<&str>,
) -> Markup {
    let state = register.and_then(|register| {
        let cycle = register.cycle.as_ref()?;
        Some(&cycle[cycle.state(row.state.as_deref()?)?])
    });
    html! {
        tr id=[anchor] {
            td.num data-label=(look.say(words::RANK)) { @match row.rank { Some(rank) => (rank), None => "—" } }
            th scope="row" { a href={ (path) "/" (row.id) } { (row.label) } (reasons(look, &row.because)) }
            @for (term, working) in view.terms.iter().zip(&row.terms) {
                td.num data-label=(look.text(&term.title)) { (points(working.points)) (short_of(look, working)) }
            }
            td.num data-label=(look.say(words::ADJUST)) { (points(row.adjustment)) }
            td.num data-label=(look.say(words::SCORE)) { strong { (row.score) } }
            td data-label=(look.say(words::GRADE)) {
                (tag(tone(view, &row.grade), &row.grade))
                @if row.differs { " " span title=(look.say(words::NOT_KEPT)) { (tag(Tone::Alert, look.say(words::DIFFERS))) } }
            }
            td data-label=(look.say(words::STATE)) { @if let Some(state) = state { (tag(state.tone, look.text(&state.title))) } }
        }
    }
}

/// What is told of a term that lacks its value.
fn short_of(look: Look, working: &WorkingView) -> Markup {
    html! {
        @if working.value.is_none() {
            span.unit { (look.say(if working.averaged { words::AVERAGED } else { words::NO_VALUE })) }
        }
    }
}

/// The first grade is good and the last is bad; what stands between them has no colour.
pub(super) fn tone(view: &EvaluationView, grade: &str) -> Tone {
    match view.grades.iter().position(|band| band.grade == grade) {
        Some(0) => Tone::Good,
        Some(at) if at + 1 == view.grades.len() => Tone::Bad,
        Some(at) if at + 2 == view.grades.len() => Tone::Alert,
        _ => Tone::Plain,
    }
}

fn left_out(look: Look, view: &EvaluationView) -> Markup {
    html! {
        @if !view.left_out.is_empty() {
            section.card #left-out aria-labelledby="left-out-title" {
                h2 #left-out-title { (look.say(words::LEFT_OUT)) }
                ul.plain {
                    @for out in &view.left_out {
                        li {
                            a href={ "/registers/" (view.evaluation.register) "/" (out.id) } { (out.label) }
                            " · " (why(look, out))
                            (reasons(look, &out.because))
                        }
                    }
                }
            }
        }
    }
}

fn why(look: Look, out: &LeftOut) -> Markup {
    html! {
        @match &out.why {
            Reason::Withdrawn => (look.say(words::WITHDRAWN)),
            Reason::CountedIn(other) => { (look.say(words::COUNTED_IN)) (look.text(other)) }
            Reason::Condition(condition) => { (look.say(words::NOT_WITHIN)) " " code { (condition) } }
        }
    }
}

/// The fields that decided it, each with what it holds.
pub(super) fn reasons(look: Look, because: &[Because]) -> Markup {
    html! {
        @if !because.is_empty() {
            span.because {
                @for (at, each) in because.iter().filter(|each| !each.value.zh.is_empty()).enumerate() {
                    @if at > 0 { (if look.zh() { "；" } else { "; " }) }
                    (look.text(&each.field)) (if look.zh() { "：" } else { ": " }) (look.text(&each.value))
                }
            }
        }
    }
}

pub(super) async fn keep(Path((name, year)): Year, Posted { staff, .. }: Posted) -> Result<Response, Fault> {
    let path = format!("/evaluations/{name}/{year}");
    let kept = staff
        .ask(move |staff| Ok(staff.seat.keep_evaluation(&name, year)))
        .await?;
    dealt::after(
        &staff,
        &path,
        kept.map(|count| Flash::done(words::kept(staff.look(), count))),
    )
}

pub(super) async fn take_step(
    Path((name, year, step)): Path<(String, i16, String)>,
    Posted { staff, .. }: Posted,
) -> Result<Response, Fault> {
    let path = format!("/evaluations/{name}/{year}");
    let done = staff
        .ask(move |staff| staff.seat.step_evaluation(&name, year, &step))
        .await?;
    Ok(dealt::told(staff.look(), &done).on(&staff.visit, go(&path)))
}
