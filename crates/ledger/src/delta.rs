//! What a change of a record adds to cells. What a record contributes depends on nothing but the record as it stands, so
//! a change adds the difference between what it gives now and what it gave before.

use crate::Row;
use crate::cell::{CellKey, Grain, Tally, contributions, dimensions};
use foldhash::fast::FixedState;
use jiff::civil::Date;
use pack::model::{Indicator, Register};
use standards::{PlaceCode, PlaceLevel};
use std::collections::HashMap;

/// Where differences are added: an indicator at a record's own place on one day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// Name of the indicator.
    pub indicator: String,
    /// The day.
    pub day: Date,
    /// The record's own place.
    pub place: PlaceCode,
    /// Values of the indicator's dimensions in their order, set apart by [`DIMENSION_BREAK`](crate::DIMENSION_BREAK).
    pub dimensions: String,
}

impl Spot {
    /// The cells that hold what is added here: every grain, at the place and those above it up to the town.
    pub fn cells(&self) -> impl Iterator<Item = CellKey> {
        std::iter::once(self.place)
            .chain(
                self.place
                    .ancestors()
                    .take_while(|above| above.level() >= PlaceLevel::Town),
            )
            .flat_map(|place| {
                Grain::ALL.map(|grain| CellKey {
                    indicator: self.indicator.clone(),
                    grain,
                    start: grain.start(self.day),
                    place,
                    dimensions: self.dimensions.clone(),
                })
            })
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// Where it is added.
    pub spot: Spot,
    /// What is added; negative where something is taken away.
    pub tally: Tally,
}

/// What is added when `before` becomes `after`, for the indicators given, all of `register`.
pub fn deltas<'a>(
    register: &Register,
    indicators: impl IntoIterator<Item = &'a Indicator>,
    before: Option<&Row>,
    after: Option<&Row>,
) -> Vec<Delta> {
    let mut deltas = Vec::new();
    for indicator in indicators {
        let given = before.map_or_else(Vec::new, |row| gives(register, indicator, row, -1));
        let gives = after.map_or_else(Vec::new, |row| gives(register, indicator, row, 1));
        let unmoved = given.len() == gives.len()
            && given
                .iter()
                .zip(&gives)
                .all(|(old, new)| old.spot == new.spot && old.tally == new.tally.negated());
        if !unmoved {
            deltas.extend(given);
            deltas.extend(gives);
        }
    }
    deltas
}

fn gives(register: &Register, indicator: &Indicator, row: &Row, sign: i64) -> Vec<Delta> {
    contributions(register, indicator, row)
        .into_iter()
        .map(|contribution| Delta {
            spot: Spot {
                indicator: indicator.name.clone(),
                day: contribution.day,
                place: row.place,
                dimensions: dimensions(&indicator.by, row),
            },
            tally: Tally {
                amount: sign * contribution.tally.amount,
                records: sign * contribution.tally.records,
            },
        })
        .collect()
}

/// Differences put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deltas(HashMap<Spot, Tally, FixedState>);

impl Deltas {
    /// Adds one.
    pub fn add(&mut self, delta: Delta) {
        self.0.entry(delta.spot).or_default().add(delta.tally);
    }

    /// The differences, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&Spot, &Tally)> {
        self.0.iter()
    }

    /// What comes to each cell; those to which nothing comes are left out.
    #[must_use]
    pub fn cells(&self) -> HashMap<CellKey, Tally, FixedState> {
        let mut cells: HashMap<CellKey, Tally, FixedState> = HashMap::default();
        for (spot, tally) in self.iter().filter(|(_, tally)| **tally != Tally::default()) {
            for key in spot.cells() {
                cells.entry(key).or_default().add(*tally);
            }
        }
        cells.retain(|_, tally| *tally != Tally::default());
        cells
    }

    /// What comes to each cell, in the order of their keys.
    #[must_use]
    pub fn sorted_cells(&self) -> Vec<(CellKey, Tally)> {
        let mut cells: Vec<_> = self.cells().into_iter().collect();
        cells.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        cells
    }
}

impl Extend<Delta> for Deltas {
    fn extend<T: IntoIterator<Item = Delta>>(&mut self, deltas: T) {
        for delta in deltas {
            self.add(delta);
        }
    }
}
