//! What a decision may ask of the book that lies open while it is made.

use crate::access::{Action, Actor};
use crate::desk::Shared;
use jiff::civil::Date;
use ledger::{Act, Lookup, RecordId, Seq, Since, Unavailable, read_entry};
use pack::model::{FieldIx, Register};
use pack::{Shelf, Value};
use standards::PlaceCode;
use store::{Batch, StoreError};

/// The book around a decision.
pub(super) struct Around<'a> {
    pub(super) batch: &'a dyn Batch,
    pub(super) shelf: &'a Shelf,
    pub(super) shared: &'a Shared,
    pub(super) actor: &'a Actor,
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unavailable(error: StoreError) -> Unavailable {
    Unavailable(error.to_string())
}

impl Lookup for Around<'_> {
    fn key_owner(&self, register: &Register, key: &str) -> Result<Option<RecordId>, Unavailable> {
        self.batch.key_owner(register, key).map_err(unavailable)
    }

    fn earlier(
        &self,
        register: &Register,
        same: &[(FieldIx, Value)],
        on: FieldIx,
        within: (Date, Date),
    ) -> Result<Option<RecordId>, Unavailable> {
        self.batch
            .earlier(register, same, on, within)
            .map_err(unavailable)
    }

    fn last_serial(&self, series: &str) -> Result<u64, Unavailable> {
        self.batch.last_serial(series).map_err(unavailable)
    }

    fn changed_since(
        &self,
        register: &Register,
        id: RecordId,
        version: u32,
    ) -> Result<Vec<Since>, Unavailable> {
        let mut found: Vec<Since> = Vec::new();
        let lines = self.batch.history(&register.name, id, Seq::MAX);
        for line in lines.map_err(unavailable)? {
            let entry = read_entry(&line.text, self.shelf).map_err(|error| Unavailable(error.to_string()))?;
            let Act::Record(act) = entry.act else { continue };
            if act.version <= version {
                continue;
            }
            for change in act.changes {
                found.retain(|since| since.field != change.field);
                found.push(Since {
                    field: change.field,
                    at: entry.head.at,
                    by: entry.head.by.clone(),
                });
            }
        }
        Ok(found)
    }

    fn exists(&self, register: &str, id: RecordId) -> Result<bool, Unavailable> {
        let Some((_, register)) = self.shelf.register(register) else {
            return Ok(false);
        };
        Ok(self.batch.row(register, id).map_err(unavailable)?.is_some())
    }

    fn may_be_named(&self, register: &Register, id: RecordId) -> Result<bool, Unavailable> {
        let Some((pack, _)) = self.shelf.register(&register.name) else {
            return Ok(false);
        };
        let row = self.batch.row(register, id).map_err(unavailable)?;
        Ok(row.is_some_and(|row| self.actor.may(Action::Read, &pack.name, &row.place)))
    }

    fn place_exists(&self, place: &PlaceCode, on: Date) -> Result<bool, Unavailable> {
        Ok(self.shared.places().at(*place, on).is_some())
    }
}
