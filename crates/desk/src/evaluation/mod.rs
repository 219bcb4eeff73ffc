//! Yearly evaluations from a seat: what every record scores and why, what it would score if, and keeping the result.

mod reason;
mod steps;

pub use reason::{Because, LeftOut, Reason};
pub use steps::OpenStep;

use crate::access::Action;
use crate::error::DeskError;
use crate::seat::{Seat, label};
use crate::writer::Task;
use ledger::{Cause, Command, Problem, RecordId, Row, Scored, evaluate, read_fields, what_if};
use pack::model::{Evaluation, FieldIx, Pack, Register};
use pack::{Text, Value};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use standards::PlaceCode;
use std::collections::BTreeMap;
use store::{Column, Filter, Listing, Op};

/// Most records evaluated together.
const MOST: usize = 20_000;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct EvaluationAsk {
    /// Name of the evaluation, with its pack's where another has one of the same name: `land.above_scale`.
    pub name: String,
    /// The year.
    pub year: i16,
    /// Inputs that are taken as different for once; nothing is written.
    pub what_if: Vec<(RecordId, Map<String, Json>)>,
}

/// An evaluation there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvaluationName {
    /// Its pack.
    pub pack: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Text,
    /// The register that holds its inputs.
    pub register: String,
    /// The field of it that says the year.
    pub year_in: String,
}

/// A year's result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvaluationView {
    /// Which one.
    pub evaluation: EvaluationName,
    /// The year.
    pub year: i16,
    /// What the score is made of.
    pub terms: Vec<TermView>,
    /// Points added or taken off at the end, as the pack's expression says.
    pub adjust: Option<String>,
    /// The grades and their shares, best first.
    pub grades: Vec<GradeView>,
    /// Names of the given fields that the score rests on.
    pub inputs: Vec<String>,
    /// Ranked records, best first, then those that get no grade of their own.
    pub rows: Vec<ScoredView>,
    /// Records of the year that are not evaluated here, and why.
    pub left_out: Vec<LeftOut>,
    /// Steps of the register's loop that could be taken for many of the records at once.
    pub steps: Vec<OpenStep>,
}

/// A grade and its share of the ranking in percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GradeView {
    /// The grade.
    pub grade: String,
    /// Its share.
    pub share: Decimal,
}

/// A term of the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermView {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Text,
    /// What the value is divided by in this year.
    pub base: Decimal,
    /// What the quotient is multiplied by.
    pub weight: Decimal,
    /// The value's expression, as the pack says it.
    pub formula: String,
    /// Most points it can give.
    pub most: Option<Decimal>,
    /// Fewest points it can give.
    pub least: Option<Decimal>,
    /// A missing value takes the average points of the others.
    pub average_if_missing: bool,
}

/// A record's result with its working.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoredView {
    /// The record.
    pub id: RecordId,
    /// What it is called.
    pub label: String,
    /// Where it belongs.
    pub place: PlaceCode,
    /// Its version, for keeping the result.
    pub version: u32,
    /// Value and points of each term.
    pub terms: Vec<WorkingView>,
    /// Points added or taken off at the end.
    pub adjustment: Decimal,
    /// The sum.
    pub score: Decimal,
    /// The rank; none when it gets no grade of its own.
    pub rank: Option<u32>,
    /// The grade.
    pub grade: String,
    /// The result differs from what the record keeps.
    pub differs: bool,
    /// Name of the state its record is in.
    pub state: Option<String>,
    /// Why it gets no grade of its own; empty when it does.
    pub because: Vec<Because>,
}

/// One step of the working.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorkingView {
    /// The record's value; none when it could not be worked out.
    pub value: Option<Decimal>,
    /// The points.
    pub points: Decimal,
    /// The points are the average of the others, for want of a value.
    pub averaged: bool,
}

/// A year worked out, with what is needed to write it down.
struct Worked {
    view: EvaluationView,
    register: String,
    fields: [FieldIx; 3],
}

/// Years told of an evaluation.
const YEARS: usize = 20;

impl Seat {
    /// The evaluations whose inputs this seat may read somewhere.
    #[must_use]
    pub fn evaluations(&self) -> Vec<EvaluationName> {
        let shelf = self.desk.shelf();
        let mut found = Vec::new();
        for pack in shelf.packs() {
            if self.actor.may_somewhere(Action::Read, &pack.name) {
                found.extend(
                    pack.evaluations
                        .iter()
                        .filter_map(|evaluation| named(pack, evaluation)),
                );
            }
        }
        found
    }

    /// A year's evaluation, worked out from the records as they stand. A ranking shows everyone beside everyone, so it
    /// is for whoever may read the inputs of the whole town.
    ///
    /// # Errors
    /// When there is no such evaluation, the seat may not see all of its inputs, or the store cannot be read.
    pub fn evaluation(&self, ask: &EvaluationAsk) -> Result<EvaluationView, DeskError> {
        self.work_out(ask).map(|worked| worked.view)
    }

    /// The years that an evaluation's register holds, the latest first.
    ///
    /// # Errors
    /// As for [`Seat::evaluation`].
    pub fn evaluation_years(&self, name: &str) -> Result<Vec<i16>, DeskError> {
        let shelf = self.desk.shelf();
        let (_, evaluation, register) = self.known_evaluation(&shelf, name)?;
        let book = self.book()?;
        let column = Column::Field(evaluation.year);
        let mut years: Vec<i16> = Vec::new();
        while years.len() < YEARS {
            let filter = years.last().map_or_else(Filter::all, |last| {
                Filter::Is(column, Op::Lt, Value::Int((*last).into()))
            });
            let listing = Listing {
                filter,
                sort: column,
                descending: true,
                limit: 1,
                ..Listing::default()
            };
            let latest = book.list(register, &listing)?.rows.pop();
            match latest.as_ref().map(|row| row.get(evaluation.year)) {
                Some(Value::Int(year)) => years.push(i16::try_from(*year).unwrap_or_default()),
                _ => break,
            }
        }
        Ok(years)
    }

    /// Keeps a year's scores, ranks and grades with their records, in one batch; answers with how many changed.
    ///
    /// # Errors
    /// As for [`Seat::evaluation`], or when the seat may not amend the records, one is locked with another result, or
    /// the store cannot be written. Nothing is then kept.
    pub fn keep_evaluation(&self, name: &str, year: i16) -> Result<usize, DeskError> {
        let worked = self.work_out(&EvaluationAsk {
            name: name.to_owned(),
            year,
            what_if: Vec::new(),
        })?;
        let [score, rank, grade] = worked.fields;
        let batch = Some(format!("evaluation-{name}-{year}-{}", self.desk.fresh_id()));
        let jobs: Vec<_> = worked
            .view
            .rows
            .iter()
            .filter(|row| row.differs)
            .map(|row| {
                let rank_value = row.rank.map_or(Value::Null, |rank| Value::Int(rank.into()));
                let command = Command::Amend {
                    base: row.version,
                    given: vec![
                        (score, Value::Decimal(row.score)),
                        (rank, rank_value),
                        (grade, Value::Text(row.grade.clone())),
                    ],
                    written: None,
                };
                let task = Task::Record {
                    register: worked.register.clone(),
                    id: row.id,
                    command,
                };
                self.job(task, None, batch.clone())
            })
            .collect();
        let count = jobs.len();
        if count > 0 {
            self.desk.keep_all(jobs).map_err(|errors| {
                let first = errors.into_iter().next();
                first.map_or(DeskError::Closing, |(_, error)| error)
            })?;
        }
        Ok(count)
    }

    /// The evaluation of that name, if this seat may see all of its inputs.
    fn known_evaluation<'a>(
        &self,
        shelf: &'a pack::Shelf,
        name: &str,
    ) -> Result<(&'a Pack, &'a Evaluation, &'a Register), DeskError> {
        let known = |pack: &Pack, evaluation: &Evaluation| {
            name == evaluation.name || name == format!("{}.{}", pack.name, evaluation.name)
        };
        let found = shelf.packs().iter().find_map(|pack| {
            let evaluation = pack.evaluations.iter().find(|it| known(pack, it))?;
            Some((pack, evaluation, pack.registers.get(evaluation.register)?))
        });
        let Some((pack, evaluation, register)) = found else {
            return Err(no_evaluation(name));
        };
        if !self.actor.may(Action::Read, &pack.name, &self.desk.town().code) {
            return Err(DeskError::Refused(crate::access::forbidden(
                Action::Read,
                pack,
                register,
            )));
        }
        Ok((pack, evaluation, register))
    }

    fn work_out(&self, ask: &EvaluationAsk) -> Result<Worked, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, evaluation, register) = self.known_evaluation(&shelf, &ask.name)?;
        let mut rows = self.inputs(register, evaluation, ask.year)?;
        for (id, fields) in &ask.what_if {
            let given = read_fields(pack, register, fields.clone())?;
            let Some(row) = rows.iter_mut().find(|row| row.id == *id) else {
                return Err(DeskError::Refused(ledger::missing(register, *id)));
            };
            let other = what_if(register, row, &given);
            *row = other.map_err(|error| store::StoreError::Damaged(error.to_string()))?;
        }
        let by_id: BTreeMap<RecordId, &Row> = rows.iter().map(|row| (row.id, row)).collect();
        let scored = evaluate(evaluation, register, ask.year, &rows);
        let left_out = reason::left_out(pack, register, evaluation, ask.year, &rows, &scored);
        let counted: Vec<&Row> = scored
            .iter()
            .filter_map(|scored| by_id.get(&scored.id).copied())
            .collect();
        let steps = self.steps_for_many(pack, register, &counted);
        let scored = scored.into_iter().zip(&counted);
        let view = EvaluationView {
            evaluation: named(pack, evaluation).ok_or_else(|| no_evaluation(&ask.name))?,
            year: ask.year,
            terms: terms(evaluation, ask.year),
            adjust: evaluation
                .adjust
                .as_ref()
                .map(|adjust| adjust.source().to_owned()),
            grades: grades(evaluation),
            inputs: reason::inputs(register, evaluation),
            rows: scored
                .map(|(scored, row)| shown(pack, register, evaluation, row, scored))
                .collect(),
            left_out,
            steps,
        };
        Ok(Worked {
            view,
            register: register.name.clone(),
            fields: [evaluation.score, evaluation.rank, evaluation.grade],
        })
    }

    /// The records of a year.
    fn inputs(&self, register: &Register, evaluation: &Evaluation, year: i16) -> Result<Vec<Row>, DeskError> {
        let book = self.book()?;
        let mut listing = Listing {
            filter: Filter::Is(Column::Field(evaluation.year), Op::Eq, Value::Int(year.into())),
            limit: 500,
            withdrawn: true,
            ..Listing::default()
        };
        let mut rows = Vec::new();
        loop {
            let page = book.list(register, &listing)?;
            rows.extend(page.rows);
            match page.next.filter(|_| rows.len() < MOST) {
                Some(next) => listing.after = Some(next),
                None => return Ok(rows),
            }
        }
    }
}

fn named(pack: &Pack, evaluation: &Evaluation) -> Option<EvaluationName> {
    let register = pack.registers.get(evaluation.register)?;
    Some(EvaluationName {
        pack: pack.name.clone(),
        name: evaluation.name.clone(),
        title: evaluation.title.clone(),
        register: register.name.clone(),
        year_in: register[evaluation.year].name.clone(),
    })
}

fn terms(evaluation: &Evaluation, year: i16) -> Vec<TermView> {
    evaluation
        .terms
        .iter()
        .map(|term| TermView {
            name: term.name.clone(),
            title: term.title.clone(),
            base: term.base(year),
            weight: term.weight,
            formula: term.value.source().to_owned(),
            most: term.most,
            least: term.least,
            average_if_missing: term.average_if_missing,
        })
        .collect()
}

fn grades(evaluation: &Evaluation) -> Vec<GradeView> {
    let bands = evaluation.grades.iter();
    bands
        .map(|band| GradeView {
            grade: band.grade.clone(),
            share: band.share,
        })
        .collect()
}

fn shown(pack: &Pack, register: &Register, evaluation: &Evaluation, row: &Row, scored: Scored) -> ScoredView {
    let kept = [evaluation.score, evaluation.rank, evaluation.grade].map(|field| row.get(field));
    let rank = scored.rank.map_or(Value::Null, |rank| Value::Int(rank.into()));
    let differs = kept[0].as_decimal() != Some(scored.score)
        || *kept[1] != rank
        || kept[2].as_text() != Some(&scored.grade);
    let workings = scored.terms.into_iter().map(|term| WorkingView {
        value: term.value,
        points: term.points,
        averaged: term.averaged,
    });
    ScoredView {
        id: scored.id,
        label: label(pack, register, row),
        place: row.place,
        version: row.version,
        terms: workings.collect(),
        adjustment: scored.adjustment,
        score: scored.score,
        rank: scored.rank,
        grade: scored.grade,
        differs,
        state: crate::view::state_of(register, row).map(|state| state.name.clone()),
        because: match (&scored.rank, &evaluation.exempt) {
            (None, Some((exempt, _))) => reason::because(pack, register, row, exempt),
            _ => Vec::new(),
        },
    }
}

fn no_evaluation(name: &str) -> DeskError {
    let name: String = name.chars().take(60).collect();
    DeskError::refused(
        Cause::Missing,
        Problem::new(
            "evaluation.missing",
            format!("没有评价“{name}”"),
            format!("there is no evaluation `{name}`"),
        ),
    )
}
