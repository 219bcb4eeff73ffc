//! The floor: the same rows into one bare SQLite table with the same durability, as many in a transaction as clients
//! would wait for together. Nothing can keep them faster through this database.

use super::sample::dispute;
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::{Duration, Instant};

pub(super) fn inserts(file: &Path, together: usize, seconds: Duration) -> rusqlite::Result<f64> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
         CREATE TABLE bare (id TEXT PRIMARY KEY, title TEXT, place TEXT, outline TEXT, category TEXT, risk TEXT,
           reported_on TEXT, people_count INTEGER, money_involved INTEGER) STRICT, WITHOUT ROWID;",
    )?;
    let places = vec!["330226105208".to_owned(), "330226105209".to_owned()];
    let began = Instant::now();
    let mut at: u64 = 0;
    while began.elapsed() < seconds {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..together {
            let row = dispute(at, &places, true);
            let text = |name: &str| {
                row.get(name)
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            connection
                .prepare_cached("INSERT INTO bare VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                .execute(params![
                    format!("{at:026}"),
                    text("title"),
                    text("place"),
                    text("outline"),
                    text("category"),
                    text("risk"),
                    text("reported_on"),
                    2,
                    100_000
                ])?;
            at += 1;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(at as f64 / began.elapsed().as_secs_f64())
}
