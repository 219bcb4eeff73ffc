//! What a store can do, in plain data: every store does the same, whatever it keeps its tables in.

use crate::{Line, Listing, Page, StoreError, Writing};
use jiff::civil::Date;
use ledger::{Cell, CellKey, Cells, Grain, Link, Moment, RecordId, Row, Seq, Tally, Timer};
use pack::model::{FieldIx, Register};
use pack::{Shelf, Value};
use serde_json::Value as Json;
use standards::PlaceCode;

/// Where the books of towns are kept.
pub trait Store: Send + Sync {
    /// Opens a town's book for reading, as it stands at this moment.
    ///
    /// # Errors
    /// When the store cannot be opened.
    fn read(&self, town: &PlaceCode) -> Result<Box<dyn Read + '_>, StoreError>;

    /// Opens a town's book for writing; waits while another batch is open.
    ///
    /// # Errors
    /// When the store cannot be opened or stays busy.
    fn batch(&self, town: &PlaceCode) -> Result<Box<dyn Batch + '_>, StoreError>;

    /// Makes tables for every register of `shelf` that has none, or whose columns differ, filling them from the journal,
    /// and works out their indicators anew. Answers with the registers that were rebuilt.
    ///
    /// # Errors
    /// When the store cannot be written or a journal not be replayed.
    fn arrange(&self, shelf: &Shelf, progress: &mut dyn FnMut(u64, u64)) -> Result<Vec<String>, StoreError>;

    /// Whether tables could be arranged for `shelf`: everything is done that [`Store::arrange`] does, and undone.
    ///
    /// # Errors
    /// When they could not, with what stands in the way.
    fn rehearse(&self, shelf: &Shelf, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError>;

    /// Does some of what was put off while writes were waiting, so that reading is at its fastest; changes nothing that can
    /// be read. Answers whether more is left to do.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn rest(&self, town: &PlaceCode) -> Result<bool, StoreError>;

    /// Writes a consistent copy of everything while others go on reading and writing.
    ///
    /// # Errors
    /// When the copy cannot be written; an existing file is never overwritten.
    fn copy_to(&self, file: &std::path::Path) -> Result<(), StoreError>;
}

/// A town's book, open for reading.
pub trait Read {
    /// The town's journal so far: its last entry and link.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn head(&self) -> Result<(Seq, Link), StoreError>;

    /// Journal lines after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn lines(&self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreError>;

    /// The first journal line that is filed under another record, submission or batch than its text names.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn misfiled(&self) -> Result<Option<Seq>, StoreError>;

    /// A record that was last changed by an entry that the journal does not have: lines were cut off at its end.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn orphaned(&self, register: &str) -> Result<Option<RecordId>, StoreError>;

    /// Journal lines of one record up to an entry, oldest first; [`Seq::MAX`] for all.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn history(&self, register: &str, id: RecordId, upto: Seq) -> Result<Vec<Line>, StoreError>;

    /// Journal lines of one batch, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn batch_lines(&self, batch: &str) -> Result<Vec<Line>, StoreError>;

    /// Records of `register` that were changed by entries after `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn touched(&self, register: &str, after: Seq) -> Result<Vec<RecordId>, StoreError>;

    /// The journal line written under a submission's own key.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn submitted(&self, idem: &str) -> Result<Option<Line>, StoreError>;

    /// A record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn row(&self, register: &Register, id: RecordId) -> Result<Option<Row>, StoreError>;

    /// A page of records.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list(&self, register: &Register, listing: &Listing) -> Result<Page, StoreError>;

    /// How many records a listing has in all; slow on purpose only where it is asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count(&self, register: &Register, listing: &Listing) -> Result<u64, StoreError>;

    /// How many records a listing has in each place, by place; places that have none are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_by_place(
        &self,
        register: &Register,
        listing: &Listing,
    ) -> Result<Vec<(PlaceCode, u64)>, StoreError>;

    /// The record that holds a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn key_owner(&self, register: &Register, key: &str) -> Result<Option<RecordId>, StoreError>;

    /// The latest record that agrees in `same` and whose `on` lies in the stretch.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn earlier(
        &self,
        register: &Register,
        same: &[(FieldIx, Value)],
        on: FieldIx,
        stretch: (Date, Date),
    ) -> Result<Option<RecordId>, StoreError>;

    /// The last serial number given under a series, 0 if none.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_serial(&self, series: &str) -> Result<u64, StoreError>;

    /// Cells of an indicator at a place and grain.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        stretch: (Date, Date),
    ) -> Result<Vec<Cell>, StoreError>;

    /// All cells in the order of their keys, handed to `each` until it says stop.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn all_cells(&self, each: &mut dyn FnMut(CellKey, Tally) -> bool) -> Result<(), StoreError>;

    /// All timers due at `now` or before, earliest first, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due(&self, now: Moment, limit: usize) -> Result<Vec<(String, RecordId, Timer)>, StoreError>;

    /// The moment of the next timer.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn next_timer(&self) -> Result<Option<Moment>, StoreError>;

    /// All timers, in the order of register, record and moment.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn all_timers(&self) -> Result<Vec<(String, RecordId, Timer)>, StoreError>;

    /// A thing of the town, such as a user.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn thing(&self, subject: &str, name: &str) -> Result<Option<Json>, StoreError>;

    /// All things of a kind, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn things(&self, subject: &str) -> Result<Vec<(String, Json)>, StoreError>;

    /// The things of a kind whose names come last, before `before` where it is given, last first, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn latest_things(
        &self,
        subject: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Json)>, StoreError>;

    /// Packs in force: name, version, text.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn packs(&self) -> Result<Vec<(String, u32, String)>, StoreError>;

    /// The text of a pack that is or was in force, by its digest.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn pack_text(&self, digest: &str) -> Result<Option<String>, StoreError>;
}

/// A town's book, open for writing. What is written is seen by later reads of the same batch; dropped without
/// [`Batch::commit`], nothing of it was ever there.
pub trait Batch: Read {
    /// Writes one entry and what follows from it.
    ///
    /// # Errors
    /// When the store cannot be written; the batch must then be dropped.
    fn write(&mut self, writing: &Writing<'_>) -> Result<(), StoreError>;

    /// Keeps a pack's text under its digest.
    ///
    /// # Errors
    /// When the store cannot be written; the batch must then be dropped.
    fn keep_pack(&mut self, digest: &str, text: &str) -> Result<(), StoreError>;

    /// Keeps everything written, durably: when this returns, it survives a power cut.
    ///
    /// # Errors
    /// When the store cannot be written; nothing of the batch is then kept.
    fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Reads cells for [`ledger::answer`].
pub struct CellReader<'a>(pub &'a dyn Read);

impl Cells for CellReader<'_> {
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        stretch: (Date, Date),
    ) -> Result<Vec<Cell>, ledger::Unavailable> {
        self.0
            .cells(indicator, place, grain, stretch)
            .map_err(|error| ledger::Unavailable(error.to_string()))
    }
}
