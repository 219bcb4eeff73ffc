//! Cells: the kept values of indicators, and what a record adds to them. What a record adds depends on nothing but the
//! record as it stands, so a change adds the difference between what it gives now and what it gave before.

use crate::Row;
use crate::apply::rescaled;
use crate::clock::holds;
use crate::scope::RecordScope;
use jiff::civil::Date;
use pack::model::{Amount, Dimension, Indicator, Measure, Register};
use pack::{Expr, Value};
use rust_decimal::Decimal;
use standards::{PlaceCode, PlaceLevel};
use std::collections::HashMap;

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
    /// The place; a town's cells hold what its villages and grids add.
    pub place: PlaceCode,
    /// How long it covers.
    pub grain: Grain,
    /// Its first day.
    pub start: Date,
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

/// Differences to be added to cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deltas(HashMap<CellKey, Tally>);

impl Deltas {
    /// Adds what changes when `before` becomes `after` for the indicators given, all of `register`.
    pub fn record<'a>(
        &mut self,
        register: &Register,
        indicators: impl IntoIterator<Item = &'a Indicator>,
        before: Option<&Row>,
        after: Option<&Row>,
    ) {
        for indicator in indicators {
            let given = before
                .map(|row| contributions(register, indicator, row))
                .unwrap_or_default();
            let gives = after
                .map(|row| contributions(register, indicator, row))
                .unwrap_or_default();
            let unmoved = given == gives
                && before.zip(after).is_some_and(|(before, after)| {
                    before.place == after.place
                        && dimensions(&indicator.by, before) == dimensions(&indicator.by, after)
                });
            if unmoved {
                continue;
            }
            for (row, contributions, sign) in [(before, given, -1), (after, gives, 1)] {
                if let Some(row) = row {
                    self.add_all(indicator, row, &contributions, sign);
                }
            }
        }
    }

    fn add_all(&mut self, indicator: &Indicator, row: &Row, contributions: &[Contribution], sign: i64) {
        for contribution in contributions {
            let dimensions = dimensions(&indicator.by, row);
            for place in kept_at(row.place) {
                for grain in Grain::ALL {
                    let key = CellKey {
                        indicator: indicator.name.clone(),
                        place,
                        grain,
                        start: grain.start(contribution.day),
                        dimensions: dimensions.clone(),
                    };
                    let tally = Tally {
                        amount: sign * contribution.tally.amount,
                        records: sign * contribution.tally.records,
                    };
                    self.add(key, tally);
                }
            }
        }
    }

    /// Adds to one cell.
    pub fn add(&mut self, key: CellKey, tally: Tally) {
        let cell = self.0.entry(key).or_default();
        cell.amount = cell.amount.saturating_add(tally.amount);
        cell.records += tally.records;
    }

    /// Adds other differences to these.
    pub fn merge_from(&mut self, other: &Deltas) {
        for (key, tally) in &other.0 {
            self.add(key.clone(), *tally);
        }
    }

    /// The differences that are not nothing, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&CellKey, &Tally)> {
        self.0.iter().filter(|(_, tally)| **tally != Tally::default())
    }

    /// The differences that are not nothing, in the order of their keys.
    #[must_use]
    pub fn into_sorted(self) -> Vec<(CellKey, Tally)> {
        let mut cells: Vec<_> = self
            .0
            .into_iter()
            .filter(|(_, tally)| *tally != Tally::default())
            .collect();
        cells.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        cells
    }

    /// The difference kept for one cell.
    #[must_use]
    pub fn get(&self, key: &CellKey) -> Tally {
        self.0.get(key).copied().unwrap_or_default()
    }
}

/// The places whose cells a record at `place` adds to: its own and those above it up to the town.
fn kept_at(place: PlaceCode) -> impl Iterator<Item = PlaceCode> {
    std::iter::once(place).chain(
        place
            .ancestors()
            .take_while(|above| above.level() >= PlaceLevel::Town),
    )
}
