//! Checklists with scores, and yearly evaluations by formula.

use super::{FieldIx, Text};
use crate::Expr;
use rust_decimal::Decimal;

/// A checklist worth a number of points.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// ASCII name.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// Full score.
    pub points: Decimal,
    /// The items.
    pub items: Vec<ChecklistItem>,
}

/// An item of a checklist.
#[derive(Clone, Debug)]
pub struct ChecklistItem {
    /// What is stored.
    pub code: String,
    /// What to look for.
    pub title: Text,
    /// Group it stands under.
    pub group: Option<Text>,
    /// Points taken off for each finding.
    pub each: Decimal,
    /// Most that can be taken off; also what is lost when the item is void.
    pub most: Decimal,
    /// A single finding voids the item.
    pub void: bool,
}

/// The columns of a walked checklist: a row per item with findings, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChecklistColumn {
    /// Code of the item; text.
    Item,
    /// Findings, one where it is not given; whole number.
    Count,
    /// What was seen; text.
    Note,
    /// A picture, by content hash; text.
    Photo,
    /// How many of the findings are relapses (复发), found before at the same spot within the year; whole number.
    Relapse,
}

impl ChecklistColumn {
    /// Their names, in the order of the row.
    pub const NAMES: [&'static str; 5] = ["item", "count", "note", "photo", "relapse"];
}

/// A yearly evaluation of records of one register, such as per-mu evaluation.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// ASCII name.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// Index of the register that holds the inputs.
    pub register: usize,
    /// The year field.
    pub year: FieldIx,
    /// Which records are ranked together.
    pub when: Option<Expr>,
    /// Which of them get no grade, with the grade that they are handled as.
    pub exempt: Option<(Expr, String)>,
    /// The terms whose sum is the score.
    pub terms: Vec<Term>,
    /// Points added or taken off at the end.
    pub adjust: Option<Expr>,
    /// Grades by rank, best first; shares add up to 100.
    pub grades: Vec<GradeBand>,
    /// Field that receives the score.
    pub score: FieldIx,
    /// Field that receives the rank.
    pub rank: FieldIx,
    /// Field that receives the grade.
    pub grade: FieldIx,
}

/// One term of an evaluation: `value ÷ base × weight`.
#[derive(Clone, Debug)]
pub struct Term {
    /// ASCII name.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// The value of one record; null when it cannot be worked out.
    pub value: Expr,
    /// Base of each year; the latest one not after the year evaluated counts.
    pub bases: Vec<(i16, Decimal)>,
    /// Weight in points.
    pub weight: Decimal,
    /// Most points this term can give, if capped.
    pub most: Option<Decimal>,
    /// Fewest points this term can give, if floored.
    pub least: Option<Decimal>,
    /// A missing value takes the average points of the others; else it gives none.
    pub average_if_missing: bool,
}

impl Term {
    /// The base of a year: the latest one not after it, else the first.
    #[must_use]
    pub fn base(&self, year: i16) -> Decimal {
        let latest = self
            .bases
            .iter()
            .filter(|(from, _)| *from <= year)
            .max_by_key(|(from, _)| *from);
        latest
            .or(self.bases.first())
            .map(|(_, base)| *base)
            .unwrap_or_default()
    }
}

/// A grade given to a share of the ranking.
#[derive(Clone, Debug)]
pub struct GradeBand {
    /// The grade, such as A.
    pub grade: String,
    /// Share of the ranked records in percent.
    pub share: Decimal,
}
