//! The floor: the very rows that a town keeps, into a bare table of the same columns without any index but its key, with
//! the same durability, as many in a transaction as there are clients. Nothing can keep them faster through this database.

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rows that are inserted over and over under new names.
const SAMPLE: i64 = 1_000;

/// Rows a second, copying rows of `town` into a new `file`.
pub(super) fn inserts(town: &Path, file: &Path, together: usize, seconds: Duration) -> rusqlite::Result<f64> {
    let (table, id_at, rows) = sample(town)?;
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;",
    )?;
    connection.execute_batch(&table)?;
    let holes = vec!["?"; rows.first().map_or(0, Vec::len)].join(", ");
    let insert = format!("INSERT INTO r_dispute VALUES ({holes})");
    let mut cycle = rows.iter().cycle();
    let began = Instant::now();
    let mut made: u64 = 0;
    while began.elapsed() < seconds {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for row in cycle.by_ref().take(together) {
            let id = Value::Text(format!("{made:026}"));
            let values = row
                .iter()
                .enumerate()
                .map(|(at, value)| if at == id_at { &id } else { value });
            connection
                .prepare_cached(&insert)?
                .execute(params_from_iter(values))?;
            made += 1;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(made as f64 / began.elapsed().as_secs_f64())
}

/// How the table of disputes was made, where its names stand, and some of its rows.
fn sample(town: &Path) -> rusqlite::Result<(String, usize, Vec<Vec<Value>>)> {
    let connection = Connection::open_with_flags(town, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let table = connection.query_row(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'r_dispute'",
        [],
        |row| row.get(0),
    )?;
    let mut statement = connection.prepare("SELECT * FROM r_dispute LIMIT ?1")?;
    let id_at = statement.column_index("id")?;
    let columns = statement.column_count();
    let rows = statement
        .query_map([SAMPLE], |row| (0..columns).map(|at| row.get(at)).collect())?
        .collect::<rusqlite::Result<_>>()?;
    Ok((table, id_at, rows))
}
