//! Batches: what was brought in together, noted as a thing of the town, and the records that it made or changed.

use super::{ImportAsk, Imported};
use crate::access::{Action, forbidden};
use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::{Seat, label};
use crate::writer::find;
use ledger::{Act, Cause, Deed, Moment, Problem, RecordAct, RecordId, read_entry};
use pack::Shelf;
use pack::model::Register;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Line, StoreError};

/// Kind of things of the town under which batches are kept.
const SUBJECT: &str = "import";

/// A batch that was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Its name in the journal.
    #[serde(skip)]
    pub name: String,
    /// The register.
    pub register: String,
    /// What the file was called.
    pub file_name: String,
    /// Who brought it in.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Rows that made a record.
    pub created: usize,
    /// Rows that changed one.
    pub updated: usize,
    /// Rows that changed nothing.
    pub unchanged: usize,
    /// Rows that were not accepted.
    pub rejected: usize,
    /// How it was taken back, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<WentBack>,
}

/// How a batch was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WentBack {
    /// Who took it back.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// Records that were withdrawn.
    pub withdrawn: usize,
    /// Records that have their old values again.
    pub restored: usize,
    /// Records that were left as they are, since they were changed after the batch.
    pub left: usize,
}

/// A record that a batch made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchRecord {
    /// Its register.
    pub register: String,
    /// The record.
    pub id: RecordId,
    /// Its name to people.
    pub label: String,
    /// The batch made it; otherwise it changed it.
    pub made: bool,
    /// Whether nobody has changed it since.
    pub untouched: bool,
}

impl Seat {
    /// The batches that were brought in, the latest first, as far as the seat may bring in itself.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn batches(&self) -> Result<Vec<Batch>, DeskError> {
        let shelf = self.desk.shelf();
        let mut batches = Vec::new();
        for (name, body) in self.book()?.things(SUBJECT)? {
            let batch: Batch = from_json(body)?;
            if self.may_bring(&shelf, &batch.register) {
                batches.push(Batch { name, ..batch });
            }
        }
        batches.sort_by(|a, b| (b.at, &b.name).cmp(&(a.at, &a.name)));
        Ok(batches)
    }

    /// A batch; none when there is none of that name that the seat may know of.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn batch(&self, name: &str) -> Result<Option<Batch>, DeskError> {
        let Some(body) = self.book()?.thing(SUBJECT, name)? else {
            return Ok(None);
        };
        let batch: Batch = from_json(body)?;
        let known = self.may_bring(&self.desk.shelf(), &batch.register);
        Ok(known.then(|| Batch {
            name: name.to_owned(),
            ..batch
        }))
    }

    /// The records that a batch made or changed and that may be seen, in the order of the journal; at most so many.
    ///
    /// # Errors
    /// When the batch is unknown, or the store cannot be read.
    pub fn batch_records(&self, name: &str, most: usize) -> Result<Vec<BatchRecord>, DeskError> {
        let shelf = self.desk.shelf();
        let mut records = Vec::new();
        for acts in self.touched_by(name, &shelf)? {
            let Some((first, last)) = acts.first().zip(acts.last()) else {
                continue;
            };
            let (pack, register) = find(&shelf, &first.register)?;
            let Ok(row) = self.row(pack, register, first.id) else {
                continue;
            };
            records.push(BatchRecord {
                register: register.name.clone(),
                id: first.id,
                label: label(pack, register, &row),
                made: is_made(first),
                untouched: row.version == last.version,
            });
            if records.len() == most {
                break;
            }
        }
        Ok(records)
    }

    /// What a batch did, record by record, each record's acts in the order of the journal.
    pub(super) fn touched_by(&self, batch: &str, shelf: &Shelf) -> Result<Vec<Vec<RecordAct>>, DeskError> {
        let lines: Vec<Line> = self.book()?.batch_lines(batch)?;
        if lines.is_empty() {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "batch.missing",
                    format!("没有批次“{batch}”"),
                    format!("there is no batch `{batch}`"),
                ),
            ));
        }
        let mut order: BTreeMap<(String, RecordId), usize> = BTreeMap::new();
        let mut touched: Vec<Vec<RecordAct>> = Vec::new();
        for line in &lines {
            let entry =
                read_entry(&line.text, shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let Act::Record(act) = entry.act else { continue };
            let next = touched.len();
            let at = *order.entry((act.register.clone(), act.id)).or_insert(next);
            match touched.get_mut(at) {
                Some(acts) => acts.push(*act),
                None => touched.push(vec![*act]),
            }
        }
        Ok(touched)
    }

    /// Notes what a file brought in, so that it can be found and taken back.
    pub(super) fn note_batch(
        &self,
        register: &Register,
        ask: &ImportAsk,
        imported: &Imported,
    ) -> Result<(), DeskError> {
        let Some(name) = &imported.batch else {
            return Ok(());
        };
        let (mut created, mut updated) = (imported.created, imported.updated);
        if ask.batch.is_some() && imported.unchanged > 0 {
            // Of what is there already, some may have come in by this batch, before it was broken off and gone on with.
            let touched = self.touched_by(name, &self.desk.shelf())?;
            created = touched
                .iter()
                .filter_map(|acts| acts.first())
                .filter(|act| is_made(act))
                .count();
            updated = touched.len() - created;
        }
        let rows = imported.created + imported.updated + imported.unchanged;
        let batch = Batch {
            name: String::new(),
            register: register.name.clone(),
            file_name: ask.file_name.clone(),
            by: self.actor.login.clone(),
            at: self.desk.now(),
            created,
            updated,
            unchanged: rows.saturating_sub(created + updated),
            rejected: imported.rejected,
            back: None,
        };
        self.keep_own(SUBJECT, name, json!(batch))
    }

    /// Notes that a batch was taken back.
    pub(super) fn note_back(&self, mut batch: Batch, back: WentBack) -> Result<(), DeskError> {
        batch.back = Some(back);
        self.keep_own(SUBJECT, &batch.name, json!(batch))
    }

    /// Whether the seat may bring records into a register somewhere.
    fn may_bring(&self, shelf: &Shelf, register: &str) -> bool {
        let pack = shelf.register(register).map(|(pack, _)| pack);
        pack.is_some_and(|pack| self.actor.may_somewhere(Action::Import, &pack.name))
    }

    /// Refuses who may not bring records into a register anywhere.
    pub(super) fn needs_import(&self, register: &str) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        if self.actor.may_somewhere(Action::Import, &pack.name) {
            return Ok(());
        }
        Err(DeskError::Refused(forbidden(Action::Import, pack, found)))
    }
}

/// Whether an act made its record.
pub(super) fn is_made(act: &RecordAct) -> bool {
    matches!(act.deed, Deed::Create { .. } | Deed::Bring { .. })
}
