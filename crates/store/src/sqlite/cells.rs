//! Cells on disk. A commit lays down what it adds as rows one after another, which costs a page; when enough entries have
//! come together they are folded into the cells, which lie scattered. A figure is the cells and what is not folded yet,
//! read in one snapshot, so it is as live as if every commit had written the cells themselves.

use super::read::{View, parse_date, parse_place, starts, to_i64, wrong_type};
use crate::StoreError;
use jiff::civil::Date;
use ledger::{Cell, CellKey, Delta, Deltas, Grain, Seq, Spot, Tally};
use rusqlite::{Connection, OptionalExtension as _, params};
use standards::PlaceCode;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Entries that come together before they are folded: a reader that comes anew goes over at most so many, and folding
/// touches most cells once for many entries.
const FOLD_AFTER: i64 = 4096;

/// Lays down what one entry adds.
pub(super) fn lay_down(
    connection: &Connection,
    town: PlaceCode,
    seq: Seq,
    deltas: &[Delta],
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO deltas (town, seq, nr, indicator, day, place, dimensions, amount, records)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (nr, Delta { spot, tally }) in (0_i64..).zip(deltas) {
        statement.execute(params![
            town.as_str(),
            to_i64(seq),
            nr,
            spot.indicator,
            spot.day.to_string(),
            spot.place.as_str(),
            spot.dimensions,
            tally.amount,
            tally.records
        ])?;
    }
    Ok(())
}

/// Folds what was laid down into the cells when enough entries have come together.
pub(super) fn fold_if_due(connection: &Connection, town: PlaceCode) -> Result<(), StoreError> {
    match span(connection, town)? {
        Some((first, last)) if last - first >= FOLD_AFTER => fold(connection, town),
        _ => Ok(()),
    }
}

/// Folds all that was laid down into the cells.
pub(super) fn fold(connection: &Connection, town: PlaceCode) -> Result<(), StoreError> {
    let mut deltas = Deltas::default();
    deltas.extend(laid_down(connection, town, 0)?);
    connection
        .prepare_cached("DELETE FROM deltas WHERE town = ?1")?
        .execute([town.as_str()])?;
    add_to_cells(connection, town, &deltas)
}

/// What was last read of a town's laid down rows, and the entries it came from. Rows are only added behind and folded all
/// together, so the same first entry means that what was read still lies there, and only what came after it is read anew.
#[derive(Default)]
pub(super) struct LaidDown(Mutex<Option<LastRead>>);

struct LastRead {
    town: PlaceCode,
    span: (i64, i64),
    deltas: Arc<ByIndicator>,
}

/// Differences by the name of their indicator: a figure looks only at its own.
#[derive(Clone, Default)]
struct ByIndicator(HashMap<String, Deltas>);

impl Extend<Delta> for ByIndicator {
    fn extend<T: IntoIterator<Item = Delta>>(&mut self, deltas: T) {
        for delta in deltas {
            match self.0.get_mut(&delta.spot.indicator) {
                Some(own) => own.add(delta),
                None => self.0.entry(delta.spot.indicator.clone()).or_default().add(delta),
            }
        }
    }
}

impl LaidDown {
    /// What was laid down and is not folded yet, as the connection's snapshot has it.
    fn read(&self, connection: &Connection, town: PlaceCode) -> Result<Arc<ByIndicator>, StoreError> {
        let Some(span) = span(connection, town)? else {
            return Ok(Arc::default());
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A snapshot may be older than what was last read; what came later is not for it.
        let last = kept
            .as_mut()
            .filter(|last| last.town == town && last.span.0 == span.0 && last.span.1 <= span.1);
        if let Some(last) = last {
            if last.span.1 < span.1 {
                let fresh = laid_down(connection, town, last.span.1)?;
                Arc::make_mut(&mut last.deltas).extend(fresh);
                last.span = span;
            }
            return Ok(Arc::clone(&last.deltas));
        }
        let deltas = Arc::new(all_laid_down(connection, town)?);
        if kept
            .as_ref()
            .is_none_or(|last| last.town != town || last.span.1 < span.1)
        {
            *kept = Some(LastRead {
                town,
                span,
                deltas: Arc::clone(&deltas),
            });
        }
        Ok(deltas)
    }
}

fn all_laid_down(connection: &Connection, town: PlaceCode) -> Result<ByIndicator, StoreError> {
    let mut deltas = ByIndicator::default();
    deltas.extend(laid_down(connection, town, 0)?);
    Ok(deltas)
}

/// The first and last entry of which something is laid down.
fn span(connection: &Connection, town: PlaceCode) -> Result<Option<(i64, i64)>, StoreError> {
    let end = |order: &str| {
        connection
            .prepare_cached(&format!(
                "SELECT seq FROM deltas WHERE town = ?1 ORDER BY seq {order} LIMIT 1"
            ))?
            .query_row([town.as_str()], |row| row.get(0))
            .optional()
    };
    Ok(end("ASC")?.zip(end("DESC")?))
}

/// What was laid down by entries after `seq`.
fn laid_down(connection: &Connection, town: PlaceCode, seq: i64) -> Result<Vec<Delta>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT indicator, day, place, dimensions, amount, records FROM deltas WHERE town = ?1 AND seq > ?2
         ORDER BY seq, nr",
    )?;
    let mut rows = statement.query(params![town.as_str(), seq])?;
    let mut deltas = Vec::new();
    while let Some(row) = rows.next()? {
        deltas.push(Delta {
            spot: Spot {
                indicator: row.get(0)?,
                day: parse_date(row.get_ref(1)?.as_str().map_err(wrong_type)?)?,
                place: parse_place(row.get_ref(2)?.as_str().map_err(wrong_type)?)?,
                dimensions: row.get(3)?,
            },
            tally: Tally {
                amount: row.get(4)?,
                records: row.get(5)?,
            },
        });
    }
    Ok(deltas)
}

/// Adds differences to the cells.
pub(super) fn add_to_cells(
    connection: &Connection,
    town: PlaceCode,
    deltas: &Deltas,
) -> Result<(), StoreError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO cells (town, indicator, grain, start, place, dimensions, amount, records)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, records = records + excluded.records
         RETURNING amount = 0 AND records = 0",
    )?;
    let mut sweep = connection.prepare_cached(
        "DELETE FROM cells WHERE town = ?1 AND indicator = ?2 AND grain = ?3 AND start = ?4 AND place = ?5
         AND dimensions = ?6",
    )?;
    for (key, tally) in deltas.sorted_cells() {
        let start = key.start.to_string();
        let (grain, place) = (key.grain.letter(), key.place.as_str());
        let cell = params![
            town.as_str(),
            key.indicator,
            grain,
            start,
            place,
            key.dimensions,
            tally.amount,
            tally.records
        ];
        // A cell that comes out at nothing is none: replay knows only what is there.
        if add.query_row(cell, |row| row.get(0))? {
            sweep.execute(params![
                town.as_str(),
                key.indicator,
                grain,
                start,
                place,
                key.dimensions
            ])?;
        }
    }
    Ok(())
}

/// Takes away all that was kept for indicators.
pub(super) fn forget_cells<'a>(
    connection: &Connection,
    town: PlaceCode,
    indicators: impl Iterator<Item = &'a str>,
) -> Result<(), StoreError> {
    // Laid down rows never go but all together: what is kept of them in memory depends on it.
    fold(connection, town)?;
    let mut statement = connection.prepare("DELETE FROM cells WHERE town = ?1 AND indicator = ?2")?;
    for indicator in indicators {
        statement.execute(params![town.as_str(), indicator])?;
    }
    Ok(())
}

impl View<'_> {
    fn laid_down(&self) -> Result<Arc<ByIndicator>, StoreError> {
        match self.kept {
            Some(kept) => kept.read(self.connection, self.town),
            None => all_laid_down(self.connection, self.town).map(Arc::new),
        }
    }

    pub(super) fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        (first, last): (Date, Date),
    ) -> Result<Vec<Cell>, StoreError> {
        // The key puts the time before the place, so that one day's writes lie together; each stretch of time is then a
        // seek of its own.
        let mut statement = self.connection.prepare_cached(
            "SELECT start, dimensions, amount, records FROM cells
             WHERE town = ?1 AND indicator = ?2 AND grain = ?3 AND place = ?4
             AND start IN (SELECT value FROM json_each(?5))",
        )?;
        let starts = serde_json::to_string(&starts(grain, first, last)).unwrap_or_default();
        let mut rows = statement.query(params![
            self.town.as_str(),
            indicator,
            grain.letter(),
            place.as_str(),
            starts
        ])?;
        let mut cells: HashMap<(Date, String), Tally> = HashMap::new();
        while let Some(row) = rows.next()? {
            let start = parse_date(row.get_ref(0)?.as_str().map_err(wrong_type)?)?;
            let tally = Tally {
                amount: row.get(2)?,
                records: row.get(3)?,
            };
            cells.insert((start, row.get(1)?), tally);
        }
        let laid_down = self.laid_down()?;
        for (spot, tally) in laid_down.0.get(indicator).into_iter().flat_map(Deltas::iter) {
            let start = grain.start(spot.day);
            if place.contains(&spot.place) && (first..=last).contains(&start) {
                cells
                    .entry((start, spot.dimensions.clone()))
                    .or_default()
                    .add(*tally);
            }
        }
        let cells = cells.into_iter().filter(|(_, tally)| *tally != Tally::default());
        Ok(cells
            .map(|((start, dimensions), tally)| Cell {
                start,
                dimensions,
                tally,
            })
            .collect())
    }

    pub(super) fn all_cells(&self, each: &mut dyn FnMut(CellKey, Tally) -> bool) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT indicator, grain, start, place, dimensions, amount, records FROM cells WHERE town = ?1
             ORDER BY indicator, grain, start, place, dimensions",
        )?;
        let mut rows = statement.query([self.town.as_str()])?;
        let laid_down = self.laid_down()?;
        let mut waiting: Vec<_> = laid_down.0.values().flat_map(Deltas::sorted_cells).collect();
        waiting.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut waiting = waiting.into_iter().peekable();
        while let Some(row) = rows.next()? {
            let (key, mut tally) = read_cell(row)?;
            while let Some((earlier, alone)) = waiting.next_if(|(other, _)| *other < key) {
                if !each(earlier, alone) {
                    return Ok(());
                }
            }
            if let Some((_, more)) = waiting.next_if(|(other, _)| *other == key) {
                tally.add(more);
            }
            if tally != Tally::default() && !each(key, tally) {
                return Ok(());
            }
        }
        for (key, tally) in waiting {
            if !each(key, tally) {
                break;
            }
        }
        Ok(())
    }
}

fn read_cell(row: &rusqlite::Row<'_>) -> Result<(CellKey, Tally), StoreError> {
    let grain: String = row.get(1)?;
    let key = CellKey {
        indicator: row.get(0)?,
        grain: Grain::ALL
            .into_iter()
            .find(|each| each.letter() == grain)
            .ok_or_else(|| StoreError::Damaged(format!("a cell has the grain `{grain}`")))?,
        start: parse_date(row.get_ref(2)?.as_str().map_err(wrong_type)?)?,
        place: parse_place(row.get_ref(3)?.as_str().map_err(wrong_type)?)?,
        dimensions: row.get(4)?,
    };
    let tally = Tally {
        amount: row.get(5)?,
        records: row.get(6)?,
    };
    Ok((key, tally))
}
