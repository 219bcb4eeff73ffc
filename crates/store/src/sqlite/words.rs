//! The index of words: in which records a filter may hold.
//!
//! Writers do not keep the index: it follows when nothing is written ([`catch_up`]), and what came since is looked at one
//! by one. It only narrows where to look. The condition itself is put to every record it names, so a list never depends on
//! how far the index has come.

use super::read::{View, to_i64};
use super::schema::Tables;
use super::terms::Terms;
use crate::{Filter, StoreError};
use pack::Value;
use pack::model::Register;
use rusqlite::{Connection, OptionalExtension as _, params};
use standards::PlaceCode;
use std::collections::HashSet;

/// The tables, which an older file lacks. An older program leaves them alone, and the index catches up behind it.
pub(super) const TABLES: &str = "
CREATE VIRTUAL TABLE IF NOT EXISTS words USING
  fts5(pairs, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE IF NOT EXISTS indexed (
  town TEXT PRIMARY KEY, nr INTEGER NOT NULL, seq INTEGER NOT NULL, covers TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// Entries that are indexed in one go; a writer waits so long at most.
const STRETCH: i64 = 1_000;
/// Entries since the index that are looked at one by one; where there are more, it is not used.
const BEHIND: i64 = 2_000;
/// Records in which a filter may hold for the index to be of use: what is common is soon found without.
const FEW: usize = 5_000;
/// A document's number is the town's, and below it the entry that made the record.
const TOWN: i64 = 1 << 40;

/// How far a town's index has come.
struct Progress {
    nr: i64,
    seq: i64,
}

fn progress(
    connection: &Connection,
    tables: &Tables,
    town: PlaceCode,
) -> Result<Option<Progress>, StoreError> {
    let found = connection
        .prepare_cached("SELECT nr, seq FROM indexed WHERE town = ?1 AND covers = ?2")?
        .query_row(params![town.as_str(), tables.covers], |row| {
            Ok(Progress {
                nr: row.get(0)?,
                seq: row.get(1)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Indexes the next stretch of the journal; answers whether more is left.
pub(super) fn catch_up(
    connection: &Connection,
    tables: &Tables,
    town: PlaceCode,
) -> Result<bool, StoreError> {
    let progress = match progress(connection, tables, town)? {
        Some(progress) => progress,
        None => begin(connection, tables, town)?,
    };
    let (last, touched) = stretch(connection, town, progress.seq)?;
    if last == progress.seq {
        return Ok(false);
    }
    for (register, record) in touched {
        let Some(terms) = tables.terms(&register) else {
            continue;
        };
        index(connection, town, &progress, last, terms, &record)?;
    }
    connection
        .prepare_cached("UPDATE indexed SET seq = ?2 WHERE town = ?1")?
        .execute(params![town.as_str(), last])?;
    Ok(last - progress.seq >= STRETCH)
}

/// Begins a town's index anew.
fn begin(connection: &Connection, tables: &Tables, town: PlaceCode) -> Result<Progress, StoreError> {
    let old: Option<i64> = connection
        .query_row("SELECT nr FROM indexed WHERE town = ?1", [town.as_str()], |row| {
            row.get(0)
        })
        .optional()?;
    let towns: i64 = connection.query_row("SELECT count(*) FROM indexed", [], |row| row.get(0))?;
    match old {
        Some(_) if towns == 1 => {
            connection.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
        }
        Some(nr) => {
            let (first, last) = (nr * TOWN, (nr + 1) * TOWN - 1);
            connection.execute("DELETE FROM words WHERE rowid BETWEEN ?1 AND ?2", [first, last])?;
        }
        None => {}
    }
    let next = "SELECT coalesce(max(nr), 0) + 1 FROM indexed";
    let nr = match old {
        Some(nr) => nr,
        None => connection.query_row(next, [], |row| row.get(0))?,
    };
    connection.execute(
        "INSERT OR REPLACE INTO indexed (town, nr, seq, covers) VALUES (?1, ?2, 0, ?3)",
        params![town.as_str(), nr, tables.covers],
    )?;
    Ok(Progress { nr, seq: 0 })
}

/// The last entry of the stretch after `seq`, and the records it touches.
fn stretch(
    connection: &Connection,
    town: PlaceCode,
    seq: i64,
) -> Result<(i64, HashSet<(String, String)>), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, register, record FROM journal WHERE town = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let mut rows = statement.query(params![town.as_str(), seq, STRETCH])?;
    let (mut last, mut touched) = (seq, HashSet::new());
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        let (register, record): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
        touched.extend(register.zip(record));
    }
    Ok((last, touched))
}

/// Puts a record into the index as it stands, unless a later stretch will do it anyway.
fn index(
    connection: &Connection,
    town: PlaceCode,
    progress: &Progress,
    last: i64,
    terms: &Terms,
    record: &str,
) -> Result<(), StoreError> {
    let mut found = connection.prepare_cached(&terms.select)?;
    let mut rows = found.query(params![town.as_str(), record])?;
    let Some(row) = rows.next()? else {
        return Ok(());
    };
    if row.get::<_, i64>(0)? > last {
        return Ok(());
    }
    let first: i64 = connection
        .prepare_cached("SELECT min(seq) FROM journal WHERE town = ?1 AND record = ?2")?
        .query_row(params![town.as_str(), record], |row| row.get(0))?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO words (rowid, pairs) VALUES (?1, ?2)")?
        .execute(params![progress.nr * TOWN + first, terms.document(row)?])?;
    Ok(())
}

/// Makes the index begin anew: what it was made from is no longer what the tables hold.
pub(super) fn forget(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE indexed SET covers = ''", [])?;
    Ok(())
}

impl View<'_> {
    /// The ids of the only records in which the filter can hold; none when the index does not tell, or tells too many.
    pub(super) fn may_hold(
        &self,
        register: &Register,
        filter: &Filter,
    ) -> Result<Option<Vec<Value>>, StoreError> {
        let terms = self.tables.terms(&register.name);
        let Some(asks) = terms.and_then(|terms| terms.asks(filter)) else {
            return Ok(None);
        };
        let now = self.head()?.0;
        let counted = self.wishes.map(|wishes| &wishes.counted);
        let condition = format!("{} {} {asks}", self.town, register.name);
        if counted.and_then(|counted| counted.get(&condition, now)).is_some() {
            return Ok(None);
        }
        let progress = progress(self.connection, self.tables, self.town)?;
        let Some(progress) = progress.filter(|progress| to_i64(now) - progress.seq <= BEHIND) else {
            return Ok(None);
        };
        let base = progress.nr * TOWN;
        let mut statement = self.connection.prepare_cached(
            "SELECT rowid - ?1 FROM words WHERE words MATCH ?2 AND rowid BETWEEN ?1 AND ?3 LIMIT ?4",
        )?;
        let few = i64::try_from(FEW + 1).unwrap_or(i64::MAX);
        let made_by: Vec<i64> = statement
            .query_map(params![base, asks, base + TOWN - 1, few], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if made_by.len() > FEW {
            if let Some(counted) = counted {
                counted.keep(condition, now, None);
            }
            return Ok(None);
        }
        // Each is a seek of its own, so they are looked up only when it is known that they are few.
        let mut made = self
            .connection
            .prepare_cached("SELECT record FROM journal WHERE town = ?1 AND seq = ?2")?;
        let mut ids = HashSet::new();
        for seq in made_by {
            let id: Option<String> = made.query_row(params![self.town.as_str(), seq], |row| row.get(0))?;
            ids.extend(id);
        }
        let mut since = self.connection.prepare_cached(
            "SELECT record FROM journal WHERE town = ?1 AND seq > ?2 AND register = ?3 AND record IS NOT NULL",
        )?;
        let since = since.query_map(params![self.town.as_str(), progress.seq, register.name], |row| {
            row.get(0)
        })?;
        for id in since {
            ids.insert(id?);
        }
        Ok(Some(ids.into_iter().map(Value::Text).collect()))
    }
}
