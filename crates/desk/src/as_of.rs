//! The book as it stood after an earlier entry: the live one less what came since.

use crate::error::DeskError;
use crate::figures::parts_of;
use jiff::civil::Date;
use ledger::{
    Act, Cell, Cells, Deltas, Grain, RecordId, Row, Seq, Tally, Unavailable, apply, deltas, read_entry,
};
use pack::Shelf;
use pack::model::{Indicator, Register};
use standards::PlaceCode;
use std::collections::{BTreeMap, HashMap};
use store::{Read, StoreError};

/// What an indicator reads, as it stood.
pub(crate) struct AsOf<'a> {
    live: &'a dyn Cells,
    added: Deltas,
    rows: HashMap<String, BTreeMap<RecordId, Option<Row>>>,
}

impl<'a> AsOf<'a> {
    /// The cells and records that `indicator` and its parts read, as they stood after entry `seq`.
    pub(crate) fn new(
        shelf: &Shelf,
        book: &dyn Read,
        live: &'a dyn Cells,
        indicator: &Indicator,
        seq: Seq,
    ) -> Result<Self, DeskError> {
        let mut past = AsOf {
            live,
            added: Deltas::default(),
            rows: HashMap::new(),
        };
        for (register, indicators) in read_by(shelf, indicator) {
            let mut rows = BTreeMap::new();
            for id in book.touched(&register.name, seq)? {
                let now = book.row(register, id)?;
                let then = row_as_of(shelf, book, register, id, seq)?;
                let read = indicators.iter().copied();
                past.added
                    .extend(deltas(register, read, then.as_ref(), now.as_ref()));
                rows.insert(id, then);
            }
            past.rows.insert(register.name.clone(), rows);
        }
        Ok(past)
    }

    /// Records of a register that changed since, as they were; none for those that were not yet made.
    pub(crate) fn rows(&self, register: &str) -> Option<&BTreeMap<RecordId, Option<Row>>> {
        self.rows.get(register)
    }
}

/// The indicators that are kept in cells and read by this one, by register.
fn read_by<'s>(shelf: &'s Shelf, indicator: &'s Indicator) -> Vec<(&'s Register, Vec<&'s Indicator>)> {
    let mut found: Vec<(&Register, Vec<&Indicator>)> = Vec::new();
    let mut waiting = vec![indicator];
    while let Some(next) = waiting.pop() {
        let parts = parts_of(next)
            .into_iter()
            .filter_map(|name| shelf.indicator(name));
        waiting.extend(parts.map(|(_, part)| part));
        let Some((_, register)) = shelf.register_of(&next.name) else {
            continue;
        };
        match found.iter_mut().find(|(known, _)| known.name == register.name) {
            Some((_, indicators)) => indicators.push(next),
            None => found.push((register, vec![next])),
        }
    }
    found
}

/// A record as it stood after entry `seq`; none when it was not yet made.
fn row_as_of(
    shelf: &Shelf,
    book: &dyn Read,
    register: &Register,
    id: RecordId,
    seq: Seq,
) -> Result<Option<Row>, StoreError> {
    let mut row = None;
    for line in book.history(&register.name, id)? {
        if line.seq > seq {
            break;
        }
        let entry = read_entry(&line.text, shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let Act::Record(act) = &entry.act else { continue };
        let next = apply(register, row.take(), &entry.head, act);
        row = Some(next.map_err(|error| StoreError::Damaged(error.to_string()))?);
    }
    Ok(row)
}

impl Cells for AsOf<'_> {
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        (first, last): (Date, Date),
    ) -> Result<Vec<Cell>, Unavailable> {
        let mut cells: HashMap<(Date, String), Tally> = self
            .live
            .cells(indicator, place, grain, (first, last))?
            .into_iter()
            .map(|cell| ((cell.start, cell.dimensions), cell.tally))
            .collect();
        for (spot, tally) in self.added.iter() {
            let start = grain.start(spot.day);
            if spot.indicator == indicator && place.contains(&spot.place) && (first..=last).contains(&start) {
                cells
                    .entry((start, spot.dimensions.clone()))
                    .or_default()
                    .add(tally.negated());
            }
        }
        Ok(cells
            .into_iter()
            .map(|((start, dimensions), tally)| Cell {
                start,
                dimensions,
                tally,
            })
            .collect())
    }
}
