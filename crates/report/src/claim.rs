//! Claims: the figures of a report with what they are told of, for when, and in which breath.

use crate::subject::Subject;
use jiff::civil::DateTime;
use quantity::{Figure, Frequency, Period};
use serde::{Deserialize, Serialize};
use std::fmt;

/// In which breath a figure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tense {
    /// What was done.
    Result,
    /// What is promised.
    Commitment,
    /// Neither: headings, names, what the year is.
    Context,
}

impl Tense {
    /// Its name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tense::Result => "result",
            Tense::Commitment => "commitment",
            Tense::Context => "context",
        }
    }
}

/// Where a claim's period comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodSource {
    /// The figure is itself a time.
    Explicit,
    /// A time earlier in the sentence.
    Clause,
    /// The chapter.
    Section,
}

/// The time a claim is told for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A span of days.
    Period(Period),
    /// A moment of a day.
    Moment(DateTime),
    /// Again and again.
    Every(Frequency),
}

impl Told {
    /// The span of days, when there is one.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self {
            Told::Period(period) => Some(*period),
            Told::Moment(moment) => Some(Period::day(moment.date())),
            Told::Every(_) => None,
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Told::Period(period) => period.fmt(f),
            Told::Moment(moment) => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M:%S")),
            Told::Every(frequency) => f.write_str(frequency.iso()),
        }
    }
}

/// What a figure does beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It bounds what another figure counts: 亿元以上项目3个.
    Threshold,
    /// It describes a thing: 年产值达1.2亿元的项目, 110千伏输变电工程.
    Attribute,
}

/// A figure that a report claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The figure, with its place in the document's text.
    pub figure: Figure,
    /// What it is told of.
    pub subject: Option<Subject>,
    /// The time it is told for; none when the text leaves it open.
    pub period: Option<Told>,
    /// Where that time comes from.
    pub period_source: Option<PeriodSource>,
    /// In which breath it is told.
    pub tense: Tense,
    /// What it does beside another figure.
    pub part: Option<Part>,
    /// Number of its section in the outline.
    pub section: usize,
}
