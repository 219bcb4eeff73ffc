//! Proposing what the columns of a table mean.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Choice, Mapping, Signature, Target,
    assign::assign,
    names::{Known, Name},
};
use crate::{
    grid::{Cell, Sheet},
    layout::{Column, Table},
    normal::{CodeBook, Expected, Kind},
    text::fold,
    unit::Unit,
};

/// How many values of a column are tried.
const SAMPLE: usize = 40;
/// A score from which a field is proposed.
const LIKELY: u32 = 50;
/// A score from which a field is proposed without doubt.
const SURE: u32 = 80;
/// Two fields this near to each other leave a doubt.
const NEAR: u32 = 8;

/// What the columns of a table are proposed to mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// What the header is known by.
    pub signature: Signature,
    /// What is proposed for each column of the table.
    pub columns: Vec<ProposedColumn>,
    /// Required fields that no column is proposed for.
    pub missing: Vec<String>,
}

/// What is proposed for a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposedColumn {
    /// The column, from zero.
    pub column: u16,
    /// What it is proposed to mean; its target is none when no field is likely.
    pub choice: Choice,
    /// The likeliest fields, the best first.
    pub candidates: Vec<Candidate>,
    /// What a person should decide.
    pub doubt: Option<Doubt>,
}

/// A field that a column may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The field.
    pub target: String,
    /// How likely, from 0 to 100.
    pub score: u32,
    /// Why.
    pub reason: Reason,
    /// How many of the values tried can be read as the field wants them, in percent; none when there were no values.
    pub fit: Option<u32>,
}

/// Why a field is likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It was confirmed before.
    Remembered,
    /// The header is the field's title.
    Title,
    /// The header is one the field is also called by.
    Synonym,
    /// The header says the same in other words.
    SameWords,
    /// One name is part of the other.
    Part,
    /// The names have characters in common.
    Alike,
    /// The values are such as only this field has.
    Values,
}

/// What a person should decide about a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "doubt")]
pub enum Doubt {
    /// Another field is as likely.
    Other {
        /// That field.
        target: String,
    },
    /// The field is likely, not sure.
    Unsure,
    /// Values cannot be read as the field wants them.
    Values {
        /// How many can, in percent.
        fit: u32,
    },
    /// The header's unit does not turn into the field's.
    Unit {
        /// The unit that the header states.
        stated: Unit,
    },
    /// The field is in a unit and neither header nor table states one.
    NoUnit {
        /// The unit it was taken to be in.
        assumed: Unit,
    },
    /// Blanks seem to repeat the value above.
    Repeats,
}

/// Proposes what the columns of a table mean among `targets`. What was confirmed before goes before everything else.
#[must_use]
pub fn propose(sheet: &Sheet, table: &Table, targets: &[Target], remembered: Option<&Mapping>) -> Proposal {
    let known: Vec<Known> = targets.iter().map(Known::of).collect();
    let books: Vec<CodeBook> = targets.iter().map(|target| CodeBook::of(&target.kind)).collect();
    let samples = samples(sheet, table);
    let scored: Vec<Vec<Candidate>> = table
        .columns
        .iter()
        .zip(&samples)
        .map(|(column, sample)| {
            let name = Name::of(&column.path);
            let sources = targets.iter().zip(known.iter().zip(&books));
            sources
                .map(|(target, (known, book))| score(table, column, sample, target, (known, book), &name))
                .collect()
        })
        .collect();
    let confirmed: Vec<Option<&Choice>> = table
        .columns
        .iter()
        .map(|column| remembered.and_then(|mapping| mapping.choice(column)))
        .collect();
    let assigned = assign(&open(&scored, &confirmed, targets));
    let columns: Vec<ProposedColumn> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let candidates = scored.get(at).map(Vec::as_slice).unwrap_or_default();
            match confirmed.get(at).copied().flatten() {
                Some(choice) => remember(column, choice, candidates),
                None => decide(
                    table,
                    column,
                    candidates,
                    assigned.get(at).copied().flatten(),
                    targets,
                ),
            }
        })
        .collect();
    let given = |target: &Target| {
        columns
            .iter()
            .any(|column| column.choice.target.as_ref() == Some(&target.name))
    };
    let missing = targets.iter().filter(|target| target.required && !given(target));
    Proposal {
        signature: Signature::of(table),
        missing: missing.map(|target| target.name.clone()).collect(),
        columns,
    }
}

/// The fields that a name may mean, the best first; units that do not turn into each other count against a field.
#[must_use]
pub fn likely(path: &[String], unit: Option<Unit>, targets: &[Target]) -> Vec<Candidate> {
    let name = Name::of(path);
    let scored: Vec<Candidate> = targets
        .iter()
        .map(|target| {
            let (score, reason) = Known::of(target).near(&name);
            let one = rust_decimal::Decimal::ONE;
            let other = match (unit, target.unit) {
                (Some(wanted), Some(unit)) => unit.convert(one, &wanted).is_none(),
                _ => false,
            };
            let score = if other { score.saturating_sub(30) } else { score };
            Candidate {
                target: target.name.clone(),
                score,
                reason,
                fit: None,
            }
        })
        .collect();
    best(&scored)
}

/// The scores that are still to be assigned: not of columns and fields that were confirmed, nor of unlikely ones.
fn open(scored: &[Vec<Candidate>], confirmed: &[Option<&Choice>], targets: &[Target]) -> Vec<Vec<u32>> {
    let taken = |target: &Target| {
        confirmed
            .iter()
            .flatten()
            .any(|choice| choice.target.as_ref() == Some(&target.name))
    };
    let taken: Vec<bool> = targets.iter().map(taken).collect();
    let rows = scored.iter().zip(confirmed);
    rows.map(|(candidates, confirmed)| {
        let open = candidates.iter().zip(&taken).map(|(candidate, taken)| {
            let closed = *taken || confirmed.is_some() || candidate.score < LIKELY;
            if closed { 0 } else { candidate.score }
        });
        open.collect()
    })
    .collect()
}

/// The first values of each column that are not blank.
fn samples<'s>(sheet: &'s Sheet, table: &'s Table) -> Vec<Vec<&'s Cell>> {
    let mut samples: Vec<Vec<&Cell>> = table.columns.iter().map(|_| Vec::new()).collect();
    for record in table.records(sheet, Vec::new()).take(SAMPLE * 10) {
        for (held, sample) in record.cells.iter().zip(&mut samples) {
            if sample.len() < SAMPLE && held.from.is_none() && !held.cell.value.is_blank() {
                sample.push(held.cell);
            }
        }
    }
    samples
}

fn expected(table: &Table, column: &Column, target: &Target, unit: Option<Unit>) -> Expected {
    let stated = unit.or_else(|| fitting(table, column, target));
    Expected {
        kind: target.kind.clone(),
        unit: target.unit,
        stated,
        year: table.year,
    }
}

/// The unit of a column's figures: its own, or the table's where it measures what the field does.
fn fitting(table: &Table, column: &Column, target: &Target) -> Option<Unit> {
    let same = |unit: &Unit| {
        target
            .unit
            .is_some_and(|wanted| wanted.dimension() == unit.dimension())
    };
    column.unit.or_else(|| table.unit.filter(same))
}

/// What a column is expected to hold once it is mapped.
pub(super) fn expected_of(table: &Table, column: &Column, target: &Target, choice: &Choice) -> Expected {
    let mut expected = expected(table, column, target, choice.unit);
    if let Kind::Code { codes } = &mut expected.kind {
        for (word, code) in &choice.words {
            // What a person said a word means goes before what the list says.
            let meant = fold(word);
            for known in codes.iter_mut() {
                known.words.retain(|word| fold(word) != meant);
                if known.code == *code {
                    known.words.push(word.clone());
                }
            }
        }
    }
    expected
}

fn score(
    table: &Table,
    column: &Column,
    sample: &[&Cell],
    target: &Target,
    (known, book): (&Known, &CodeBook),
    name: &Name,
) -> Candidate {
    let (named, mut reason) = known.near(name);
    let expected = expected(table, column, target, None);
    // The unit is a question of its own.
    let expected = if converts(&expected) {
        expected
    } else {
        Expected {
            stated: None,
            ..expected
        }
    };
    let read = sample
        .iter()
        .filter(|cell| expected.read_with(cell, book).is_ok())
        .count();
    let fit = (!sample.is_empty()).then(|| u32::try_from(read * 100 / sample.len()).unwrap_or(0));
    let mut score = named;
    match fit {
        Some(fit) if fit < 50 && is_telling(&target.kind) => score = score.saturating_sub(30),
        Some(fit) if fit >= 90 && is_telling(&target.kind) && named >= 40 => score = (score + 8).min(100),
        Some(fit) if fit >= 90 && is_unmistakable(&target.kind) && score < LIKELY => {
            (score, reason) = (LIKELY + 5, Reason::Values);
        }
        _ => {}
    }
    // A count of rows is no field unless it is called so.
    if column.serial && named < 98 {
        score = 0;
    }
    Candidate {
        target: target.name.clone(),
        score,
        reason,
        fit,
    }
}

/// Whether values tell the kind: any text can be a text.
fn is_telling(kind: &Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Person | Kind::Place)
}

/// Whether values of this kind are hardly ever anything else.
fn is_unmistakable(kind: &Kind) -> bool {
    match kind {
        Kind::CitizenId | Kind::CreditCode => true,
        Kind::Code { codes } => codes.len() > 1,
        _ => false,
    }
}

fn converts(expected: &Expected) -> bool {
    match (expected.stated, expected.unit) {
        (Some(stated), Some(wanted)) => stated.convert(rust_decimal::Decimal::ONE, &wanted).is_some(),
        _ => true,
    }
}

/// The likeliest fields of a column, the best first.
fn best(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut best: Vec<Candidate> = candidates
        .iter()
        .filter(|candidate| candidate.score >= 30)
        .cloned()
        .collect();
    best.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
    best.truncate(5);
    best
}

fn remember(column: &Column, choice: &Choice, candidates: &[Candidate]) -> ProposedColumn {
    let mut best = best(candidates);
    if let Some(target) = &choice.target {
        let fit = candidates
            .iter()
            .find(|candidate| candidate.target == *target)
            .and_then(|candidate| candidate.fit);
        best.retain(|candidate| candidate.target != *target);
        best.insert(
            0,
            Candidate {
                target: target.clone(),
                score: 100,
                reason: Reason::Remembered,
                fit,
            },
        );
    }
    ProposedColumn {
        column: column.index,
        choice: choice.clone(),
        candidates: best,
        doubt: None,
    }
}

fn decide(
    table: &Table,
    column: &Column,
    candidates: &[Candidate],
    assigned: Option<usize>,
    targets: &[Target],
) -> ProposedColumn {
    let chosen = assigned.and_then(|at| Some((candidates.get(at)?, targets.get(at)?)));
    let mut choice = Choice {
        column: column.name(),
        target: None,
        unit: None,
        repeats: false,
        words: BTreeMap::new(),
    };
    let mut doubt = None;
    if let Some((candidate, target)) = chosen {
        choice.target = Some(target.name.clone());
        doubt = doubt_of(table, column, candidate, target, candidates);
    }
    ProposedColumn {
        column: column.index,
        choice,
        candidates: best(candidates),
        doubt,
    }
}

fn doubt_of(
    table: &Table,
    column: &Column,
    chosen: &Candidate,
    target: &Target,
    candidates: &[Candidate],
) -> Option<Doubt> {
    let other = candidates
        .iter()
        .filter(|candidate| candidate.target != chosen.target && candidate.score + NEAR > chosen.score)
        .max_by_key(|candidate| candidate.score);
    if let Some(other) = other.filter(|_| chosen.score < 98) {
        return Some(Doubt::Other {
            target: other.target.clone(),
        });
    }
    if let Some(stated) = column
        .unit
        .filter(|_| !converts(&expected(table, column, target, None)))
    {
        return Some(Doubt::Unit { stated });
    }
    if let Some(fit) = chosen.fit.filter(|fit| *fit < 80) {
        return Some(Doubt::Values { fit });
    }
    if chosen.score < SURE {
        return Some(Doubt::Unsure);
    }
    if column.sparse {
        return Some(Doubt::Repeats);
    }
    let wanted = target.unit.filter(Unit::is_measure)?;
    fitting(table, column, target)
        .is_none()
        .then_some(Doubt::NoUnit { assumed: wanted })
}
