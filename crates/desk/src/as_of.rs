//! The book as it stood after an earlier entry: the live one less what came since.

use crate::error::DeskError;
use crate::figures::parts_of;
use jiff::civil::Date;
use ledger::{
    Act, Cell, Cells, Deltas, Grain, RecordId, Row, Seq, Tally, Unavailable, apply, deltas, read_entry,
};
use pack::model::{FieldIx, Indicator, Register};
use pack::{Shelf, Value};
use standards::PlaceCode;
use std::collections::{BTreeMap, HashMap};
use store::{Column, Filter, Listing, Read, StoreError};

/// Records looked at at a time.
const STRETCH: usize = 1_000;

/// What an indicator reads, as it stood.
pub(crate) struct AsOf<'a> {
    live: &'a dyn Cells,
    added: Deltas,
    rows: HashMap<String, BTreeMap<RecordId, Option<Row>>>,
}

impl<'a> AsOf<'a> {
    /// The book as it stood after an entry, where one is asked for and others came since.
    pub(crate) fn asked(
        shelf: &Shelf,
        book: &dyn Read,
        live: &'a dyn Cells,
        indicator: &Indicator,
        seq: Option<Seq>,
    ) -> Result<Option<Self>, DeskError> {
        match seq {
            Some(seq) if seq < book.head()?.0 => Self::new(shelf, book, live, indicator, seq).map(Some),
            _ => Ok(None),
        }
    }

    /// The cells and records that `indicator` and its parts read, as they stood after entry `seq`.
    fn new(
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
            let fields: Vec<FieldIx> = indicators.iter().flat_map(|each| each.fields()).collect();
            for ids in book.touched(&register.name, seq)?.chunks(STRETCH) {
                let mut now = rows_of(book, register, ids, &fields)?;
                for id in ids {
                    let then = row_as_of(shelf, book, register, *id, seq)?;
                    let read = indicators.iter().copied();
                    past.added
                        .extend(deltas(register, read, then.as_ref(), now.remove(id).as_ref()));
                    rows.insert(*id, then);
                }
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

/// Records as they stand, with these of their fields.
fn rows_of(
    book: &dyn Read,
    register: &Register,
    ids: &[RecordId],
    fields: &[FieldIx],
) -> Result<HashMap<RecordId, Row>, StoreError> {
    let ids = ids.iter().map(|id| Value::Text(id.to_string()));
    let listing = Listing {
        filter: Filter::In(Column::Id, ids.collect()),
        limit: STRETCH,
        withdrawn: true,
        only: Some(fields.to_vec()),
        ..Listing::default()
    };
    let page = book.list(register, &listing)?;
    Ok(page.rows.into_iter().map(|row| (row.id, row)).collect())
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
    for line in book.history(&register.name, id, seq)? {
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
