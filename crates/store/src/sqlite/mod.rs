//! The embedded store: SQLite with a write-ahead log, one file for everything but attachments.

mod arrange;
mod batch;
mod cells;
mod columns;
mod counted;
mod plan;
mod read;
mod schema;
mod select;
mod sorted;
mod terms;
mod words;

use crate::{Batch, Read, Store, StoreError};
use cells::LaidDown;
use pack::Shelf;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use schema::Tables;
use sorted::{Sorted, Wishes};
use standards::PlaceCode;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// How long a writer waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// Records held in memory while tables are filled: some hundred megabytes.
const HELD: usize = 50_000;
/// Idle reading connections that are kept open.
const IDLE_READERS: usize = 8;

/// A store in one SQLite file.
pub struct Sqlite {
    file: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    tables: RwLock<Arc<Tables>>,
    laid_down: LaidDown,
    wishes: Wishes,
    /// Records held in memory while tables are filled.
    held: usize,
}

impl Sqlite {
    /// Opens the store in `file`, making it if there is none.
    ///
    /// # Errors
    /// When the file cannot be opened or is no store of ours.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let writer = connect(file, false)?;
        schema::prepare(&writer)?;
        Ok(Sqlite {
            file: file.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            tables: RwLock::new(Arc::new(Tables::default())),
            laid_down: LaidDown::default(),
            wishes: Wishes::default(),
            held: HELD,
        })
    }

    /// The same store, which makes an index for whatever would have led a list: what is made for large registers is then put
    /// to the test on small ones.
    #[cfg(feature = "conformance")]
    #[must_use]
    pub fn eager(self) -> Self {
        Sqlite {
            wishes: Wishes::eager(),
            held: 7,
            ..self
        }
    }

    /// Tables as they now are.
    fn now_has(&self, tables: Tables) {
        *self.tables.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tables);
    }

    /// Makes an index that lists turned out to need; answers whether one was needed.
    fn fulfil_a_wish(&self) -> Result<bool, StoreError> {
        let tables = self.tables();
        let Some(wish) = self.wishes.take(&tables.sorted) else {
            return Ok(false);
        };
        let writer = self.writer();
        sorted::make(&writer, &wish)?;
        self.now_has(Tables::clone(&tables).with(Sorted::read(&writer)?));
        Ok(true)
    }

    fn tables(&self) -> Arc<Tables> {
        Arc::clone(&self.tables.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A batch that panicked was rolled back when its transaction was dropped; the connection is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| connect(&self.file, true), Ok)
    }

    fn give_back(&self, connection: Connection) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
    }
}

fn connect(file: &Path, read_only: bool) -> Result<Connection, StoreError> {
    let access = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let connection = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(256);
    // Plans do not depend on the values bound, so that no statement is prepared again for them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if read_only {
        connection.execute_batch(
            "PRAGMA query_only = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
        )?;
    } else {
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
             PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000;
             PRAGMA journal_size_limit = 67108864;",
        )?;
    }
    Ok(connection)
}

impl Store for Sqlite {
    fn read(&self, town: &PlaceCode) -> Result<Box<dyn Read + '_>, StoreError> {
        read::Reader::open(self, *town).map(|reader| Box::new(reader) as Box<dyn Read + '_>)
    }

    fn batch(&self, town: &PlaceCode) -> Result<Box<dyn Batch + '_>, StoreError> {
        batch::Writer::open(self, *town).map(|writer| Box::new(writer) as Box<dyn Batch + '_>)
    }

    fn arrange(&self, shelf: &Shelf, progress: &mut dyn FnMut(u64, u64)) -> Result<Vec<String>, StoreError> {
        let mut writer = self.writer();
        let rebuilt = arrange::arrange(&mut writer, shelf, self.held, progress, true)?;
        self.now_has(Tables::of(shelf).with(Sorted::read(&writer)?));
        drop(writer);
        // Idle readers know the tables as they were.
        self.readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        Ok(rebuilt)
    }

    fn rehearse(&self, shelf: &Shelf, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        arrange::arrange(&mut self.writer(), shelf, self.held, progress, false).map(drop)
    }

    fn rest(&self, town: &PlaceCode) -> Result<bool, StoreError> {
        Ok(self.fulfil_a_wish()? || batch::Writer::open(self, *town)?.rest()?)
    }

    fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        if file.exists() {
            return Err(StoreError::File {
                path: file.display().to_string(),
                source: std::io::Error::from(std::io::ErrorKind::AlreadyExists),
            });
        }
        let reader = self.reader()?;
        reader.execute_batch("PRAGMA query_only = OFF;")?;
        let copied = reader.execute("VACUUM INTO ?1", [file.to_string_lossy()]);
        reader.execute_batch("PRAGMA query_only = ON;")?;
        self.give_back(reader);
        copied?;
        Ok(())
    }
}
