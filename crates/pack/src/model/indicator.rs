//! Indicators: defined figures over records.

use super::{FieldIx, Text};
use crate::Expr;

/// A defined figure.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// ASCII name with its pack first, such as `disputes.settled`; unique among all packs in force.
    pub name: String,
    /// Its name to people.
    pub title: Text,
    /// Unit of the figure, such as 件 or 元.
    pub unit: String,
    /// Digits after the point in which the figure is kept and shown.
    pub scale: u8,
    /// How it is made.
    pub measure: Measure,
    /// What it can be broken down by, besides place and month.
    pub by: Vec<Dimension>,
    /// Phrases under which reports and forms name it.
    pub also_called: Vec<String>,
    /// Which direction is good.
    pub better: Better,
    /// What it counts and what it leaves out.
    pub about: Option<Text>,
}

impl Indicator {
    /// The fields that decide whether a record counts, when, under what, and what it adds; none for ratios and formulas.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldIx> {
        let (days, amount, when) = match &self.measure {
            Measure::Flow { on, amount, when, .. } => (vec![*on], amount.expr(), when),
            Measure::Stock {
                from,
                until,
                amount,
                when,
                ..
            } => (
                Vec::from_iter(until.iter().chain([from]).copied()),
                amount.expr(),
                when,
            ),
            Measure::Return {
                period, amount, when, ..
            } => (vec![*period], Some(amount), when),
            Measure::Ratio { .. } | Measure::Formula { .. } => return Vec::new(),
        };
        let read = amount.into_iter().chain(when).flat_map(Expr::reads).copied();
        let mut fields: Vec<FieldIx> = self
            .by
            .iter()
            .map(|by| by.field)
            .chain(days)
            .chain(read)
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

/// How an indicator is made.
#[derive(Clone, Debug)]
pub enum Measure {
    /// Things that happened in a period.
    Flow {
        /// Index of the register in the pack.
        register: usize,
        /// The day it happened.
        on: FieldIx,
        /// What each record adds.
        amount: Amount,
        /// Which records count.
        when: Option<Expr>,
    },
    /// Things that hold at a date.
    Stock {
        /// Index of the register in the pack.
        register: usize,
        /// The day it began to hold.
        from: FieldIx,
        /// The day it ceased to hold.
        until: Option<FieldIx>,
        /// What each record adds.
        amount: Amount,
        /// Which records count.
        when: Option<Expr>,
    },
    /// A number reported for a period; what is not reported is missing, not zero.
    Return {
        /// Index of the register in the pack.
        register: usize,
        /// The month or day it is reported for.
        period: FieldIx,
        /// The number reported.
        amount: Expr,
        /// Which returns count, such as confirmed ones.
        when: Option<Expr>,
        /// Each return already holds the total since January: a period's figure is its last return.
        cumulative: bool,
    },
    /// One indicator over another, times `times` (100 for a percentage).
    Ratio {
        /// Name of the upper indicator.
        of: String,
        /// Name of the lower indicator.
        to: String,
        /// Factor, such as 100.
        times: u32,
    },
    /// An expression over other indicators, whose names are written `ind('name')`.
    Formula {
        /// The expression; its scope is indicators only.
        expr: Expr,
        /// Names of the indicators it reads, in the order of first use.
        reads: Vec<String>,
    },
}

impl Measure {
    /// Names of the indicators it is made from.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        let (pair, many) = match self {
            Measure::Ratio { of, to, .. } => (Some([&**of, &**to]), &[][..]),
            Measure::Formula { reads, .. } => (None, reads.as_slice()),
            Measure::Flow { .. } | Measure::Stock { .. } | Measure::Return { .. } => (None, &[][..]),
        };
        pair.into_iter().flatten().chain(many.iter().map(String::as_str))
    }

    /// Index of the register it is made from; none for ratios and formulas.
    #[must_use]
    pub fn register(&self) -> Option<usize> {
        match self {
            Measure::Flow { register, .. }
            | Measure::Stock { register, .. }
            | Measure::Return { register, .. } => Some(*register),
            Measure::Ratio { .. } | Measure::Formula { .. } => None,
        }
    }

    /// The date field whose day decides when a record counts; none for ratios and formulas.
    #[must_use]
    pub fn day(&self) -> Option<FieldIx> {
        match self {
            Measure::Flow { on, .. } => Some(*on),
            Measure::Stock { from, .. } => Some(*from),
            Measure::Return { period, .. } => Some(*period),
            Measure::Ratio { .. } | Measure::Formula { .. } => None,
        }
    }
}

/// What a record adds to a figure.
#[derive(Clone, Debug)]
pub enum Amount {
    /// One.
    Count,
    /// This expression's value; null adds nothing and the record does not count.
    Sum(Expr),
}

impl Amount {
    fn expr(&self) -> Option<&Expr> {
        match self {
            Amount::Count => None,
            Amount::Sum(expr) => Some(expr),
        }
    }
}

/// A way to break a figure down: by the value of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// The field's name, which is also the dimension's.
    pub name: String,
    /// The field.
    pub field: FieldIx,
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// Neither.
    #[default]
    Neither,
    /// More is better.
    More,
    /// Less is better.
    Less,
}
