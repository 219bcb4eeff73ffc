//! Disk: the journal, register tables, cells, timers and attachments behind one trait.
//!
//! A [`Store`] holds the books of towns. [`Store::read`] opens one for reading, [`Store::batch`] for writing: what a
//! batch writes is kept whole or not at all. [`Sqlite`] is the embedded store.
//!
//! ```
//! use store::{Read as _, Sqlite, Store as _};
//!
//! let folder = tempfile::tempdir()?;
//! let store = Sqlite::open(&folder.path().join("town.db"))?;
//! let town = "330226105".parse()?;
//! let (entries, _link) = store.read(&town)?.head()?;
//! assert_eq!(entries, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attachment;
mod book;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod line;
mod query;
mod sqlite;

pub use attachment::{AttachmentError, Attachments};
pub use book::{Batch, CellReader, Read, Store};
pub use error::StoreError;
pub use line::{Line, Record, Writing};
pub use query::{Column, Cursor, Filter, Listing, Op, Page};
pub use sqlite::Sqlite;
