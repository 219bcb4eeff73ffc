//! Yearly evaluation by formula: terms, scores, ranks and grades, with every working kept so that it can be shown.

use crate::apply::rescaled;
use crate::clock::holds;
use crate::scope::RecordScope;
use crate::{RecordId, Row};
use pack::model::{Evaluation, Register, Term};
use rust_decimal::Decimal;

/// One record's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The record.
    pub id: RecordId,
    /// What each term gave, in the order of the evaluation.
    pub terms: Vec<TermScore>,
    /// Points added or taken off at the end.
    pub adjustment: Decimal,
    /// The score, two decimal places.
    pub score: Decimal,
    /// The rank from 1; none when exempt.
    pub rank: Option<u32>,
    /// The grade.
    pub grade: String,
}

/// What one term gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermScore {
    /// The record's value; none when it could not be worked out.
    pub value: Option<Decimal>,
    /// The base it was measured by.
    pub base: Decimal,
    /// The points.
    pub points: Decimal,
    /// The points are the average of the others, for want of a value.
    pub averaged: bool,
}

/// Evaluates the records of a year. Ranked records come first, best first; exempt ones after them. Equal scores share the
/// better rank and its grade.
#[must_use]
pub fn evaluate<'a>(
    evaluation: &Evaluation,
    register: &Register,
    year: i16,
    rows: impl IntoIterator<Item = &'a Row>,
) -> Vec<Scored> {
    let (mut ranked, mut exempt) = (Vec::new(), Vec::new());
    for row in rows {
        let scope = RecordScope {
            register,
            row,
            now: None,
        };
        let counted = row.get(evaluation.year) == &pack::Value::Int(year.into())
            && !row.withdrawn
            && evaluation.when.as_ref().is_none_or(|when| holds(when, &scope));
        if !counted {
            continue;
        }
        let is_exempt = evaluation
            .exempt
            .as_ref()
            .is_some_and(|(when, _)| holds(when, &scope));
        let scored = score(evaluation, year, row.id, &scope);
        if is_exempt {
            exempt.push(scored);
        } else {
            ranked.push(scored);
        }
    }
    average_missing(evaluation, &mut ranked);
    average_missing(evaluation, &mut exempt);
    ranked.sort_by(|a, b| b.score.cmp(&a.score).then(a.id.cmp(&b.id)));
    grade(evaluation, &mut ranked);
    for scored in &mut exempt {
        scored.grade = evaluation
            .exempt
            .as_ref()
            .map(|(_, grade)| grade.clone())
            .unwrap_or_default();
    }
    ranked.extend(exempt);
    ranked
}

fn score(evaluation: &Evaluation, year: i16, id: RecordId, scope: &RecordScope<'_>) -> Scored {
    let terms = evaluation
        .terms
        .iter()
        .map(|term| term_score(term, year, scope))
        .collect();
    let adjustment = evaluation
        .adjust
        .as_ref()
        .and_then(|adjust| adjust.eval(scope).ok()?.as_decimal())
        .unwrap_or_default();
    let mut scored = Scored {
        id,
        terms,
        adjustment,
        score: Decimal::ZERO,
        rank: None,
        grade: String::new(),
    };
    total(&mut scored);
    scored
}

fn total(scored: &mut Scored) {
    let points: Decimal = scored.terms.iter().map(|term| term.points).sum();
    scored.score = rescaled(points + scored.adjustment, 2);
}

fn term_score(term: &Term, year: i16, scope: &RecordScope<'_>) -> TermScore {
    let base = term.base(year);
    let value = term.value.eval(scope).ok().and_then(|value| value.as_decimal());
    let points = value
        .and_then(|value| value.checked_div(base)?.checked_mul(term.weight))
        .map(|points| term.most.map_or(points, |most| points.min(most)))
        .map(|points| term.least.map_or(points, |least| points.max(least)));
    TermScore {
        value,
        base,
        points: rescaled(points.unwrap_or_default(), 4),
        averaged: false,
    }
}

/// Gives records without a value the average points of those with one, where the term says so.
fn average_missing(evaluation: &Evaluation, scored: &mut [Scored]) {
    for (at, _) in evaluation
        .terms
        .iter()
        .enumerate()
        .filter(|(_, term)| term.average_if_missing)
    {
        let known: Vec<Decimal> = scored
            .iter()
            .map(|each| &each.terms[at])
            .filter(|term| term.value.is_some())
            .map(|term| term.points)
            .collect();
        let count = Decimal::from(known.len());
        let average = known
            .into_iter()
            .sum::<Decimal>()
            .checked_div(count)
            .unwrap_or_default();
        for each in scored.iter_mut().filter(|each| each.terms[at].value.is_none()) {
            each.terms[at].points = rescaled(average, 4);
            each.terms[at].averaged = true;
            total(each);
        }
    }
}

/// Grades by share of the ranking: a record whose rank lies within the first share of all has the first grade. Where a share
/// is no whole number of records it is rounded, halves up, as counties announce it (四舍五入).
fn grade(evaluation: &Evaluation, ranked: &mut [Scored]) {
    let count = Decimal::from(ranked.len());
    let mut reach = Decimal::ZERO;
    let bounds: Vec<(Decimal, &str)> = evaluation
        .grades
        .iter()
        .map(|band| {
            reach += band.share;
            (rescaled(reach * count / Decimal::ONE_HUNDRED, 0), &*band.grade)
        })
        .collect();
    let mut before: Option<(Decimal, u32)> = None;
    for (at, scored) in ranked.iter_mut().enumerate() {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let rank = before
            .filter(|(score, _)| *score == scored.score)
            .map_or(position, |(_, rank)| rank);
        before = Some((scored.score, rank));
        scored.rank = Some(rank);
        let band = bounds
            .iter()
            .find(|(bound, _)| Decimal::from(rank) <= *bound)
            .or(bounds.last());
        scored.grade = band.map(|(_, grade)| (*grade).to_owned()).unwrap_or_default();
    }
}
