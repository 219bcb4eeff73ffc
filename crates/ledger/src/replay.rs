//! Replay: the book as the journal tells it. What a store keeps must equal what replay makes.

use crate::apply::{ApplyError, apply};
use crate::decide::{key_of, serial_of};
use crate::delta::{Delta, Deltas, deltas};
use crate::entry::{Act, Entry, RecordAct};
use crate::timer::{Timer, timers};
use crate::{RecordId, Row, Seq};
use foldhash::fast::FixedState;
use pack::model::{FieldIx, Register};
use pack::{Shelf, Value};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// What a change of one record entails elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// What is added to cells.
    pub deltas: Vec<Delta>,
    /// Timers that no longer apply.
    pub dropped: Vec<Timer>,
    /// Timers that apply from now on.
    pub set: Vec<Timer>,
    /// The series and serial number that was given.
    pub serial: Option<(String, u64)>,
    /// The key the record holds from now on; none when it holds none.
    pub key: Option<String>,
}

/// What follows when `before` becomes `after`.
#[must_use]
pub fn consequences(shelf: &Shelf, register: &Register, before: Option<&Row>, after: &Row) -> Consequences {
    let (old, new) = (
        before.map(|row| timers(register, row)).unwrap_or_default(),
        timers(register, after),
    );
    Consequences {
        deltas: deltas(register, shelf.indicators_of(&register.name), before, Some(after)),
        dropped: old.iter().filter(|timer| !new.contains(timer)).copied().collect(),
        set: new.iter().filter(|timer| !old.contains(timer)).copied().collect(),
        serial: match before {
            None => after
                .number
                .as_deref()
                .and_then(|number| serial_of(register, number)),
            Some(_) => None,
        },
        key: key_of(register, after),
    }
}

/// Everything the journal tells, in memory.
#[derive(Debug, Default)]
pub struct Book {
    rows: BTreeMap<String, HashMap<RecordId, Box<Thin>, FixedState>>,
    /// What has come to cells.
    pub deltas: Deltas,
    /// Last serial number of each series.
    pub serials: BTreeMap<String, u64>,
    /// Things of the town by kind and name.
    pub town: BTreeMap<(String, String), Json>,
    /// Packs in force, by name: version and digest.
    pub packs: BTreeMap<String, (u32, String)>,
    /// The last entry replayed.
    pub seq: Seq,
}

/// A record at rest: most fields of most records are not given, and a book holds a million of them.
#[derive(Debug)]
struct Thin {
    row: Row,
    given: Box<[(FieldIx, Value)]>,
}

impl Thin {
    fn of(mut row: Row) -> Self {
        let values = std::mem::take(&mut row.values);
        let given = (0u16..)
            .map(FieldIx)
            .zip(values)
            .filter(|(_, value)| !value.is_null())
            .collect();
        Thin { row, given }
    }

    fn full(&self, register: &Register) -> Row {
        let mut row = self.row.clone();
        row.values = vec![Value::Null; register.fields.len()];
        for (field, value) in &self.given {
            if let Some(slot) = row.values.get_mut(usize::from(field.0)) {
                slot.clone_from(value);
            }
        }
        row
    }
}

/// Why a journal cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// An entry does not follow from those before it.
    #[error("entry {seq}: {why}")]
    Apply {
        /// The entry.
        seq: Seq,
        /// Why.
        why: ApplyError,
    },
    /// An entry is missing or out of order.
    #[error("entry {found} follows entry {last}")]
    Order {
        /// The last entry replayed.
        last: Seq,
        /// The one that came.
        found: Seq,
    },
    /// An entry is of a register no pack in force defines.
    #[error("entry {seq}: no pack in force defines the register `{register}`")]
    Register {
        /// The entry.
        seq: Seq,
        /// The register.
        register: String,
    },
}

impl Book {
    /// A record as it stands.
    #[must_use]
    pub fn row(&self, register: &Register, id: RecordId) -> Option<Row> {
        let thin = self.rows.get(&register.name)?.get(&id)?;
        Some(thin.full(register))
    }

    /// All records of a register as they stand, in no particular order.
    pub fn rows<'a>(&'a self, register: &'a Register) -> impl Iterator<Item = Row> + 'a {
        self.rows
            .get(&register.name)
            .into_iter()
            .flat_map(|rows| rows.values().map(|thin| thin.full(register)))
    }

    /// How many records a register has.
    #[must_use]
    pub fn count(&self, register: &Register) -> usize {
        self.rows.get(&register.name).map_or(0, HashMap::len)
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// When it does not follow from those before it.
    pub fn take(&mut self, shelf: &Shelf, entry: Entry) -> Result<(), ReplayError> {
        if entry.seq != self.seq + 1 {
            return Err(ReplayError::Order {
                last: self.seq,
                found: entry.seq,
            });
        }
        self.seq = entry.seq;
        match entry.act {
            Act::Record(ref act) => self.take_record(shelf, &entry, act)?,
            Act::Adopt {
                pack,
                version,
                digest,
            } => {
                self.packs.insert(pack, (version, digest));
            }
            Act::Town { subject, name, body } => {
                if body.is_null() {
                    self.town.remove(&(subject, name));
                } else {
                    self.town.insert((subject, name), body);
                }
            }
        }
        Ok(())
    }

    fn take_record(&mut self, shelf: &Shelf, entry: &Entry, act: &RecordAct) -> Result<(), ReplayError> {
        let seq = entry.seq;
        let (_, register) = shelf
            .register(&act.register)
            .ok_or_else(|| ReplayError::Register {
                seq,
                register: act.register.clone(),
            })?;
        let rows = match self.rows.get_mut(&act.register) {
            Some(rows) => rows,
            None => self.rows.entry(act.register.clone()).or_default(),
        };
        let before = rows.get(&act.id).map(|thin| thin.full(register));
        let after = apply(register, before.clone(), &entry.head, act)
            .map_err(|why| ReplayError::Apply { seq, why })?;
        let indicators = shelf.indicators_of(&act.register);
        self.deltas
            .extend(deltas(register, indicators, before.as_ref(), Some(&after)));
        if before.is_none()
            && let Some((series, serial)) = after
                .number
                .as_deref()
                .and_then(|number| serial_of(register, number))
        {
            let last = self.serials.entry(series).or_default();
            *last = serial.max(*last);
        }
        // Boxed, so that a table that grows moves only names.
        rows.insert(act.id, Box::new(Thin::of(after)));
        Ok(())
    }
}
