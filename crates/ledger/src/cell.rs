//! Cells: the kept values of indicators, and what a record as it stands contributes to them.

use crate::Row;
use crate::apply::rescaled;
use crate::clock::holds;
use crate::scope::RecordScope;
use jiff::civil::Date;
use pack::model::{Amount, Dimension, Indicator, Measure, Register};
use pack::{Expr, Value};
use rust_decimal::Decimal;
use standards::PlaceCode;

/// Length of time that a cell covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// One day.
    Day,
    /// One calendar month.
    Month,
    /// One calendar year.
    Year,
}

impl Grain {
    /// All of them, finest first.
    pub const ALL: [Grain; 3] = [Grain::Day, Grain::Month, Grain::Year];

    /// The first day of the stretch that `day` lies in.
    #[must_use]
    pub fn start(self, day: Date) -> Date {
        match self {
            Grain::Day => day,
            Grain::Month => day.first_of_month(),
            Grain::Year => day.first_of_year(),
        }
    }

    /// Its letter on disk.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Grain::Day => "d",
            Grain::Month => "m",
            Grain::Year => "y",
        }
    }
}

/// Which cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellKey {
    /// Name of the indicator.
    pub indicator: String,
    /// How long it covers.
    pub grain: Grain,
    /// Its first day.
    pub start: Date,
    /// The place; a town's cells hold what its villages and grids add.
    pub place: PlaceCode,
    /// Values of the indicator's dimensions in their order, set apart by [`DIMENSION_BREAK`].
    pub dimensions: String,
}

/// Sets dimension values apart in a cell's key.
pub const DIMENSION_BREAK: char = '\u{1f}';

/// What a cell holds, or what is added to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The sum, in units of the indicator's last decimal place.
    pub amount: i64,
    /// How many records it is made of; tells a reported zero from a missing return.
    pub records: i64,
}

impl Tally {
    /// Adds another to this one; sums beyond what a cell can hold stay at its end.
    pub fn add(&mut self, other: Tally) {
        self.amount = self.amount.saturating_add(other.amount);
        self.records = self.records.saturating_add(other.records);
    }

    /// What undoes it.
    #[must_use]
    pub fn negated(self) -> Self {
        Tally {
            amount: self.amount.saturating_neg(),
            records: self.records.saturating_neg(),
        }
    }
}

/// What one record adds to one indicator on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The day.
    pub day: Date,
    /// What it adds.
    pub tally: Tally,
}

/// What `row` adds to `indicator`: nothing, one contribution, or for a stock that has ended two.
#[must_use]
pub fn contributions(register: &Register, indicator: &Indicator, row: &Row) -> Vec<Contribution> {
    if row.withdrawn {
        return Vec::new();
    }
    let scope = RecordScope {
        register,
        row,
        now: None,
    };
    let (day, until, amount, when) = match &indicator.measure {
        Measure::Flow { on, amount, when, .. } => (*on, None, amount.clone_ref(), when),
        Measure::Stock {
            from,
            until,
            amount,
            when,
            ..
        } => (*from, *until, amount.clone_ref(), when),
        Measure::Return {
            period, amount, when, ..
        } => (*period, None, AmountRef::Sum(amount), when),
        Measure::Ratio { .. } | Measure::Formula { .. } => return Vec::new(),
    };
    let Some(day) = row.get(day).as_date() else {
        return Vec::new();
    };
    if when.as_ref().is_some_and(|when| !holds(when, &scope)) {
        return Vec::new();
    }
    let Some(amount) = amount.of(&scope, indicator.scale) else {
        return Vec::new();
    };
    let tally = Tally { amount, records: 1 };
    match until.and_then(|until| row.get(until).as_date()) {
        // What ends before it begins, or with it, never held at the end of any day.
        Some(until) if until <= day => Vec::new(),
        Some(until) => {
            let gone = Tally {
                amount: -amount,
                records: -1,
            };
            vec![
                Contribution { day, tally },
                Contribution {
                    day: until,
                    tally: gone,
                },
            ]
        }
        None => vec![Contribution { day, tally }],
    }
}

enum AmountRef<'a> {
    Count,
    Sum(&'a Expr),
}

trait CloneRef {
    fn clone_ref(&self) -> AmountRef<'_>;
}

impl CloneRef for Amount {
    fn clone_ref(&self) -> AmountRef<'_> {
        match self {
            Amount::Count => AmountRef::Count,
            Amount::Sum(expr) => AmountRef::Sum(expr),
        }
    }
}

impl AmountRef<'_> {
    /// The amount in units of the last decimal place; none when there is none.
    fn of(&self, scope: &RecordScope<'_>, scale: u8) -> Option<i64> {
        let number = match self {
            AmountRef::Count => Decimal::ONE,
            AmountRef::Sum(expr) => expr.eval(scope).ok()?.as_decimal()?,
        };
        i64::try_from(rescaled(number, scale).mantissa()).ok()
    }
}

/// The values of an indicator's dimensions for `row`.
#[must_use]
pub fn dimensions(by: &[Dimension], row: &Row) -> String {
    let mut text = String::new();
    for (at, dimension) in by.iter().enumerate() {
        if at > 0 {
            text.push(DIMENSION_BREAK);
        }
        match row.get(dimension.field) {
            Value::Text(code) => text.push_str(code),
            Value::Bool(yes) => text.push_str(if *yes { "true" } else { "false" }),
            Value::Int(number) => text.push_str(&number.to_string()),
            Value::Place(place) => text.push_str(place.as_str()),
            _ => {}
        }
    }
    text
}
