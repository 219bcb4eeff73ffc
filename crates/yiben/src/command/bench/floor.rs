//! The floor: the very rows that a town keeps of a record made, its own and its line in the journal, into bare tables of the
//! same columns without any index but their keys, with the same durability, as many in a transaction as there are clients.
//! What follows from the record — timers, what comes to figures, the ways by which it is found — is left out.

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rows that are inserted over and over under new names.
const SAMPLE: i64 = 1_000;

/// Records a second, copying rows of `town` into a new `file`.
pub(super) fn inserts(town: &Path, file: &Path, together: usize, seconds: Duration) -> rusqlite::Result<f64> {
    let town = Connection::open_with_flags(town, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let tables = [
        Sample::of(&town, "r_dispute", "id")?,
        Sample::of(&town, "journal", "seq")?,
    ];
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;",
    )?;
    for table in &tables {
        connection.execute_batch(&table.made_by)?;
    }
    let began = Instant::now();
    let mut made: i64 = 0;
    while began.elapsed() < seconds {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..together {
            for table in &tables {
                table.insert(&connection, made)?;
            }
            made += 1;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(made as f64 / began.elapsed().as_secs_f64())
}

/// Some rows of a table.
struct Sample {
    made_by: String,
    insert: String,
    key_at: usize,
    rows: Vec<Vec<Value>>,
}

impl Sample {
    /// Rows of `table`, which are named by their column `key`.
    fn of(town: &Connection, table: &str, key: &str) -> rusqlite::Result<Self> {
        let made_by = town.query_row(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
            [table],
            |row| row.get(0),
        )?;
        let mut statement = town.prepare(&format!("SELECT * FROM {table} ORDER BY rowid DESC LIMIT ?1"))?;
        let columns = statement.column_count();
        let rows = statement
            .query_map([SAMPLE], |row| (0..columns).map(|at| row.get(at)).collect())?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Sample {
            made_by,
            insert: format!("INSERT INTO {table} VALUES ({})", vec!["?"; columns].join(", ")),
            key_at: statement.column_index(key)?,
            rows,
        })
    }

    /// Inserts one of the rows as the `nr`-th.
    fn insert(&self, connection: &Connection, nr: i64) -> rusqlite::Result<()> {
        let at = usize::try_from(nr).unwrap_or_default() % self.rows.len().max(1);
        let row = self.rows.get(at).map(Vec::as_slice).unwrap_or_default();
        let name = match row.get(self.key_at) {
            Some(Value::Integer(_)) => Value::Integer(nr),
            _ => Value::Text(format!("{nr:026}")),
        };
        let values = row
            .iter()
            .enumerate()
            .map(|(at, value)| if at == self.key_at { &name } else { value });
        connection
            .prepare_cached(&self.insert)?
            .execute(params_from_iter(values))?;
        Ok(())
    }
}
