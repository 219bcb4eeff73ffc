//! Knowing a row's record again: by the register's key, or by fields that a person named for this ledger.

use super::rows::Incoming;
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::find;
use ledger::{Given, Problem, RecordId, Row, key_of};
use pack::Value;
use pack::model::{FieldIx, Register};
use std::collections::HashMap;
use store::{Column, Listing};

/// Records read at a time.
const STRETCH: usize = 5_000;

/// The records that rows may mean.
pub(super) struct Keys {
    /// The register as it would be with the key that holds here.
    keyed: Register,
    /// Records by key, where the key is not the register's own; none for keys that several records have.
    known: Option<HashMap<String, Option<RecordId>>>,
    /// Rows of this file by key.
    seen: HashMap<String, usize>,
    empty: Row,
}

impl Keys {
    pub(super) fn new(seat: &Seat, register: &Register, key: &[String]) -> Result<Self, DeskError> {
        let mut keyed = register.clone();
        let own = key.is_empty();
        if !own {
            keyed.key = fields(register, key)?;
        }
        let mut keys = Keys {
            empty: blank(seat, register),
            known: None,
            seen: HashMap::new(),
            keyed,
        };
        if !own {
            keys.known = Some(keys.all(seat, register)?);
        }
        Ok(keys)
    }

    /// All records of the register that stand, by this key.
    fn all(&self, seat: &Seat, register: &Register) -> Result<HashMap<String, Option<RecordId>>, DeskError> {
        let mut known = HashMap::new();
        let mut listing = Listing {
            sort: Column::Id,
            limit: STRETCH,
            only: Some(self.keyed.key.clone()),
            ..Listing::default()
        };
        let shelf = seat.desk.shelf();
        let (pack, _) = find(&shelf, &register.name)?;
        // A row is never known again as a record that the seat may not see.
        listing = seat.narrowed(pack, register, listing)?;
        let book = seat.book()?;
        loop {
            let page = book.list(register, &listing)?;
            for row in &page.rows {
                if let Some(key) = key_of(&self.keyed, row) {
                    known
                        .entry(key)
                        .and_modify(|known| *known = None)
                        .or_insert(Some(row.id));
                }
            }
            match page.next {
                Some(next) => listing.after = Some(next),
                None => return Ok(known),
            }
        }
    }

    /// The record that a row means; none when it is new.
    pub(super) fn find(
        &mut self,
        seat: &Seat,
        register: &Register,
        given: &Given,
        row: &Incoming,
    ) -> Result<Result<Option<RecordId>, Problem>, DeskError> {
        let shelf = seat.desk.shelf();
        let (pack, _) = find(&shelf, &register.name)?;
        if let Some(id) = row.id {
            return Ok(match seat.sees(pack, register, id)? {
                true => Ok(Some(id)),
                false => Err(Problem::new(
                    "record.missing",
                    format!("没有可见的记录 {id}"),
                    format!("no record {id} is visible"),
                )
                .at("id")),
            });
        }
        for (field, value) in given {
            if let Some(slot) = self.empty.values.get_mut(usize::from(field.0)) {
                slot.clone_from(value);
            }
        }
        let key = key_of(&self.keyed, &self.empty);
        for (field, _) in given {
            if let Some(slot) = self.empty.values.get_mut(usize::from(field.0)) {
                *slot = Value::Null;
            }
        }
        let Some(key) = key else { return Ok(Ok(None)) };
        if let Some(first) = self.seen.insert(key.clone(), row.row) {
            return Ok(Err(self.problem(
                "key.twice",
                &format!("与第 {first} 行重复"),
                &format!("it says the same as row {first}"),
            )));
        }
        match &self.known {
            None => match seat.book()?.key_owner(register, &key)? {
                Some(id) if seat.sees(pack, register, id)? => Ok(Ok(Some(id))),
                _ => Ok(Ok(None)),
            },
            Some(known) => match known.get(&key) {
                None => Ok(Ok(None)),
                Some(Some(id)) => Ok(Ok(Some(*id))),
                Some(None) => Ok(Err(self.problem(
                    "key.several",
                    "本镇有不止一条这样的记录，请换用能区分的字段",
                    "several records are like this; name fields that tell them apart",
                ))),
            },
        }
    }

    fn problem(&self, code: &'static str, zh: &str, en: &str) -> Problem {
        let fields = || self.keyed.key.iter().map(|field| &self.keyed[*field]);
        let titles: Vec<&str> = fields().map(|field| &*field.title.zh).collect();
        let names: Vec<&str> = fields().map(|field| &*field.name).collect();
        Problem::new(
            code,
            format!("“{}”{zh}", titles.join("、")),
            format!("{}: {en}", names.join(", ")),
        )
        .at(names.first().copied().unwrap_or_default())
    }
}

fn fields(register: &Register, key: &[String]) -> Result<Vec<FieldIx>, DeskError> {
    let mut found = Vec::with_capacity(key.len());
    let mut problems = Vec::new();
    for name in key {
        match register.field(name) {
            Some((ix, _)) => found.push(ix),
            None => problems.push(
                Problem::new(
                    "field.unknown",
                    format!("台账“{}”没有字段“{name}”", register.title.zh),
                    format!("the register `{}` has no field `{name}`", register.name),
                )
                .at("key"),
            ),
        }
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems.into())
    }
}

/// A record of the register in which nothing is given.
fn blank(seat: &Seat, register: &Register) -> Row {
    let now = seat.desk.now();
    Row {
        id: RecordId::new(now, 0),
        place: seat.desk.town().code,
        number: None,
        version: 1,
        created_at: now,
        created_by: String::new(),
        changed_at: now,
        changed_by: String::new(),
        withdrawn: false,
        case: None,
        contested: Vec::new(),
        values: vec![Value::Null; register.fields.len()],
    }
}
