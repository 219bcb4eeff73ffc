//! One record's working, term by term, and what it would be with other inputs.

use super::year::{reasons, tone};
use super::{path_name, points};
use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::value::Teller;
use crate::pages::parts::{anchor, problem_id, problems_of, summary, tag};
use crate::pages::shell::Page;
use crate::pages::words::evaluation as words;
use axum::extract::{Path, Query};
use axum::response::Response;
use desk::{DeskError, EvaluationAsk, EvaluationView, RecordView, ScoredView, WorkingView};
use ledger::{Cause, Problem, RecordId};
use maud::{Markup, html};
use pack::model::{Field, FieldKind, Tone};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Inputs tried in place of what the record holds, by field.
type Tried = BTreeMap<String, String>;

pub(super) async fn show(
    staff: Staff,
    Path((name, year, id)): Path<(String, i16, String)>,
    Query(tried): Query<Tried>,
) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| page(staff, name, year, &id, &tried))
        .await?;
    Ok(staff.show(&page))
}

/// A record's result as it is, and as it would be.
struct Outcome<'a> {
    view: &'a EvaluationView,
    now: &'a ScoredView,
    then: Option<&'a ScoredView>,
}

fn page(staff: &Staff, name: String, year: i16, id: &str, tried: &Tried) -> Result<Page, DeskError> {
    let id: RecordId = id.parse().map_err(|_| missing())?;
    let ask = EvaluationAsk {
        name,
        year,
        what_if: Vec::new(),
    };
    let view = staff.seat.evaluation(&ask)?;
    let now = find(&view, id).ok_or_else(missing)?;
    let register_name = view.evaluation.register.clone();
    let record = staff.seat.get(&register_name, id)?;
    let shelf = staff.seat.desk().shelf();
    let (pack, register) = shelf.register(&register_name).ok_or_else(missing)?;
    let teller = Teller::new(staff, pack, register);
    let fields: Vec<&Field> = view
        .inputs
        .iter()
        .filter_map(|name| register.field(name).map(|(_, field)| field))
        .filter(|field| field.sensitive.is_none() && is_number(field))
        .collect();
    let changed = changed(&fields, &record, tried);
    let other = (!changed.is_empty()).then(|| {
        staff.seat.evaluation(&EvaluationAsk {
            what_if: vec![(id, changed)],
            ..ask
        })
    });
    let (other, problems) = match other {
        Some(Ok(other)) => (Some(other), Vec::new()),
        Some(Err(error)) if error.cause() == Some(Cause::Invalid) => (None, error.problems()),
        Some(Err(error)) => return Err(error),
        None => (None, Vec::new()),
    };
    let result = Outcome {
        view: &view,
        now,
        then: other.as_ref().and_then(|other| find(other, id)),
    };
    let look = staff.look();
    let year_path = format!("/evaluations/{}/{year}", path_name(&view.evaluation));
    let path = format!("{year_path}/{id}");
    let steps = staff.seat.next_steps(&register_name, id)?;
    let record_path = format!("/registers/{register_name}/{id}");
    let body = html! {
        (summary(look, &problems))
        section.card {
            div.card-top {
                h2 { (look.say(words::WORKING)) }
                (tag(tone(&view, &now.grade), &now.grade))
            }
            (result.working(&teller, &record_path))
        }
        (what_if(&teller, &fields, &record, tried, &problems, &path, result.then.is_some()))
        @if !steps.is_empty() {
            section.card aria-labelledby="next" {
                h2 #next { (look.say(words::NEXT)) }
                div.steps {
                    @for (name, title) in &steps { a.btn href={ (record_path) "/steps/" (name) } { (look.text(title)) } }
                }
            }
        }
    };
    let title = format!(
        "{} · {}",
        look.text(&view.evaluation.title),
        words::year(look, year)
    );
    Ok(Page::new(now.label.clone(), body)
        .under("/evaluations", look.say(words::EVALUATIONS))
        .under(year_path, title)
        .doing(html! { a.btn href=(record_path) { (icon::FILE_TEXT) (look.say(words::RECORD)) } }))
}

fn find(view: &EvaluationView, id: RecordId) -> Option<&ScoredView> {
    view.rows.iter().find(|row| row.id == id)
}

fn missing() -> DeskError {
    let problem = Problem::new(
        "missing",
        "这条记录没有列入这一年的评价",
        "this record is not in the year's evaluation",
    );
    DeskError::refused(Cause::Missing, problem)
}

fn is_number(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money
    )
}

fn held(record: &RecordView, field: &Field) -> String {
    match record.fields.get(&field.name) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// The inputs that differ from what the record holds.
fn changed(fields: &[&Field], record: &RecordView, tried: &Tried) -> Map<String, Json> {
    let differing = fields.iter().filter_map(|field| {
        let typed = tried.get(&field.name)?.trim();
        let value = if typed.is_empty() {
            Json::Null
        } else {
            json!(typed)
        };
        (typed != held(record, field)).then(|| (field.name.clone(), value))
    });
    differing.collect()
}

impl Outcome<'_> {
    /// value ÷ base × weight = points, term by term, then the sum, the rank and the grade.
    fn working(&self, teller: &Teller<'_>, record: &str) -> Markup {
        let look = teller.staff.look();
        let both = self.then.map(|then| then.terms.as_slice()).unwrap_or_default();
        html! {
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::WORKING)) {
                table.table.table-list {
                    thead { tr {
                        th scope="col" { (look.say(words::TERM)) }
                        th.num scope="col" { (look.say(words::VALUE)) }
                        th.num scope="col" { "÷ " (look.say(words::BASE)) }
                        th.num scope="col" { "× " (look.say(words::WEIGHT)) }
                        th.num scope="col" { "= " (look.say(words::POINTS)) }
                        @if self.then.is_some() { th.num scope="col" { (look.say(words::THEN)) } }
                    } }
                    tbody {
                        @for (at, (term, working)) in self.view.terms.iter().zip(&self.now.terms).enumerate() {
                            tr {
                                th scope="row" { (look.text(&term.title)) }
                                td.num data-label=(look.say(words::VALUE)) { a href=(record) { (value(teller, working)) } }
                                td.num data-label={ "÷ " (look.say(words::BASE)) } { (term.base.normalize()) }
                                td.num data-label={ "× " (look.say(words::WEIGHT)) } { (term.weight.normalize()) }
                                td.num data-label={ "= " (look.say(words::POINTS)) } { (working.points.normalize()) }
                                @if let Some(then) = both.get(at) { td.num data-label=(look.say(words::THEN)) { (value(teller, then)) " → " (then.points.normalize()) } }
                            }
                        }
                        (self.line(look, look.say(words::ADJUST), |row| points(row.adjustment)))
                        (self.line(look, look.say(words::SUM), |row| row.score.to_string()))
                        (self.line(look, look.say(words::RANK), rank))
                        (self.line(look, look.say(words::GRADE), |row| row.grade.clone()))
                    }
                }
            }
            (reasons(look, &self.now.because))
            @if self.now.differs { p { (tag(Tone::Alert, look.say(words::NOT_KEPT))) } }
        }
    }

    /// One result: the sum, the rank, the grade.
    fn line(&self, look: Look, title: &str, result: impl Fn(&ScoredView) -> String) -> Markup {
        html! {
            tr.sum {
                th scope="row" colspan="4" { (title) }
                td.num data-label=(look.say(words::POINTS)) { strong { (result(self.now)) } }
                @if let Some(then) = self.then { td.num data-label=(look.say(words::THEN)) { strong { (result(then)) } } }
            }
        }
    }
}

fn rank(row: &ScoredView) -> String {
    row.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string())
}

fn value(teller: &Teller<'_>, working: &WorkingView) -> String {
    let look = teller.staff.look();
    match working.value {
        Some(value) => value.normalize().to_string(),
        None if working.averaged => look.say(words::AVERAGED).to_owned(),
        None => look.say(words::NO_VALUE).to_owned(),
    }
}

/// A form that asks for nothing but an answer: it goes by address, so that what was tried can be kept or sent on.
fn what_if(
    teller: &Teller<'_>,
    fields: &[&Field],
    record: &RecordView,
    tried: &Tried,
    problems: &[Problem],
    path: &str,
    is_tried: bool,
) -> Markup {
    let look = teller.staff.look();
    html! {
        section.card aria-labelledby="what-if" {
            h2 #what-if { (look.say(words::WHAT_IF)) }
            p.text-secondary { (look.say(words::WHAT_IF_WHY)) }
            form action=(path) {
                div.fields {
                    @for field in fields {
                        @let name = &*field.name;
                        @let wrong = problems.iter().any(|problem| problem.field.as_deref() == Some(name));
                        @let typed = tried.get(name).cloned().unwrap_or_else(|| held(record, field));
                        div.field {
                            label for=(anchor(name)) { (look.text(&field.title)) @if let Some(unit) = &field.unit { span.unit { "（" (unit) "）" } } }
                            input.form-control.num id=(anchor(name)) name=(name) value=(typed) inputmode="decimal" autocomplete="off"
                                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(name))];
                            (problems_of(look, problems, name))
                        }
                    }
                }
                div.quick.form-foot {
                    button.btn.btn-primary { (look.say(words::TRY)) }
                    @if is_tried || !tried.is_empty() { a.btn href=(path) { (icon::ARROW_BACK_UP) (look.say(words::AS_IT_IS)) } }
                }
            }
        }
    }
}
