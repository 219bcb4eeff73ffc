//! Registers: typed tables of records, with their rules.

use super::{Field, FieldIx, Loop, Text};
use crate::Expr;
use standards::PlaceLevel;

/// A typed table of records.
#[derive(Clone, Debug)]
pub struct Register {
    /// ASCII name, unique among all packs in force; the table's name on disk and the name in the API.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// What one record is called: 一件纠纷.
    pub record_title: Text,
    /// Its fields in their order.
    pub fields: Vec<Field>,
    /// The field that says where a record belongs; of kind place, required.
    pub place: FieldIx,
    /// Fields shown as a record's name in lists and links.
    pub label: Vec<FieldIx>,
    /// Fields that together name a record, so that an import updates instead of doubling.
    pub key: Vec<FieldIx>,
    /// How records are numbered, if they are.
    pub number: Option<Number>,
    /// Columns a list shows first.
    pub columns: Vec<FieldIx>,
    /// Fields found by full-text search; never sensitive ones.
    pub search: Vec<FieldIx>,
    /// Further indexes, each a list of fields.
    pub indexes: Vec<Vec<FieldIx>>,
    /// What must hold of a record.
    pub rules: Vec<Rule>,
    /// How a matter found again is recognised.
    pub recurrence: Option<Recurrence>,
    /// The round its records are walked in, if they are.
    pub round: Option<Round>,
    /// The loop its records move through, if they do.
    pub cycle: Option<Loop>,
}

/// A rule that records must keep.
#[derive(Clone, Debug)]
pub struct Rule {
    /// ASCII name.
    pub name: String,
    /// Applies only when this holds.
    pub when: Option<Expr>,
    /// What must hold.
    pub check: Expr,
    /// Told when it does not.
    pub message: Text,
    /// Whether it stops the write.
    pub severity: Severity,
    /// What to do while a field it reads is not given.
    pub missing: Missing,
    /// Fields beside which the message is shown.
    pub fields: Vec<FieldIx>,
}

/// Whether a broken rule stops a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The write is refused.
    Error,
    /// The write goes through and the receipt carries the warning.
    Warning,
}

/// How a rule treats fields that are not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Skip the rule if any field it reads is missing. The default.
    SkipIfAny,
    /// Skip the rule only if all fields it reads are missing; a missing number counts as null.
    SkipIfAll,
    /// Never skip.
    Never,
}

/// Numbering of records, such as 岔调〔2024〕0001: the serial starts again whenever the text before it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The parts in order; exactly one is a serial, and it comes last but for fixed text.
    pub parts: Vec<NumberPart>,
}

/// A part of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberPart {
    /// Fixed text.
    Fixed(String),
    /// The year of creation, four digits.
    Year,
    /// The month of creation, two digits.
    Month,
    /// The place's code.
    Place,
    /// The code held by a field.
    Field(FieldIx),
    /// The running number, padded with zeros to this width.
    Serial(u8),
}

/// A matter is a relapse (复发) when an earlier record agrees in these fields within the window.
#[derive(Clone, Debug)]
pub struct Recurrence {
    /// Fields that must agree; the place is among them.
    pub same: Vec<FieldIx>,
    /// The date field the window is counted on.
    pub on: FieldIx,
    /// Days back.
    pub within_days: u32,
    /// Yes-or-no field set to true on a relapse.
    pub flag: FieldIx,
    /// Link field set to the earlier record, if there is one.
    pub link: Option<FieldIx>,
}

/// A checklist is walked once a month at every place of a level, and the places are ranked by what it gives them.
#[derive(Clone, Debug)]
pub struct Round {
    /// Field that says the month.
    pub month: FieldIx,
    /// Level of the places that are walked, each of them every month.
    pub each: PlaceLevel,
    /// Field that holds the findings.
    pub findings: FieldIx,
    /// Field that holds the points, the most being the best.
    pub score: FieldIx,
    /// Field that keeps the rank once it is made known: the steps that ask for it make a round known.
    pub rank: Option<FieldIx>,
}

impl Register {
    /// The field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(FieldIx, &Field)> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        Some((FieldIx(u16::try_from(at).ok()?), &self.fields[at]))
    }
}

impl std::ops::Index<FieldIx> for Register {
    type Output = Field;

    fn index(&self, ix: FieldIx) -> &Field {
        &self.fields[usize::from(ix.0)]
    }
}
