//! The index of words: which records may hold a text. Chinese has no spaces to find words by, so every two characters
//! that stand side by side are a word here; a text is held only where all its pairs are.
//!
//! Writers do not keep the index: it follows when nothing is written ([`catch_up`]), and what came since is looked at one
//! by one. It only narrows where to look. The condition itself is put to every record it names, so a list never depends on
//! how far the index has come.

use super::columns::sql_type;
use super::read::{View, to_i64};
use super::schema::{Tables, quoted, table_name};
use crate::{Column, Filter, StoreError};
use pack::Value;
use pack::model::{FieldIx, Register};
use rusqlite::{Connection, OptionalExtension as _, params};
use standards::PlaceCode;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

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
/// Records that a text may be in for the index to be of use: a common text is soon found without.
const FEW: usize = 1_000;
/// A document's number is the town's, and below it the entry that made the record.
const TOWN: i64 = 1 << 40;

/// The columns of a register that are indexed.
#[derive(Debug)]
pub(super) struct Indexed {
    fields: Vec<FieldIx>,
    number: bool,
    /// What of a record goes into the index, after the entry that touched it last.
    pub(super) select: String,
    /// The word that every document of the register has.
    mark: String,
}

impl Indexed {
    /// None when the register has no text to be found by.
    pub(super) fn of(register: &Register) -> Option<Self> {
        let texts = register.search.iter().copied().filter(|field| {
            let field = &register[*field];
            field.sensitive.is_none() && sql_type(field) == "TEXT"
        });
        let (fields, number) = (texts.collect::<Vec<_>>(), register.number.is_some());
        let names = fields.iter().map(|field| quoted(&register[*field].name));
        let columns: Vec<String> = number
            .then(|| "number".to_owned())
            .into_iter()
            .chain(names)
            .collect();
        let select = format!(
            "SELECT touched, {} FROM {} WHERE town = ?1 AND id = ?2",
            columns.join(", "),
            table_name(&register.name)
        );
        // The tokenizer takes every character beyond ASCII for a letter, and a pair is never so long.
        let mark = format!("登记{}", register.name.replace('_', "·"));
        (!columns.is_empty()).then_some(Indexed {
            fields,
            number,
            select,
            mark,
        })
    }

    fn has(&self, column: Column) -> bool {
        match column {
            Column::Field(field) => self.fields.contains(&field),
            Column::Number => self.number,
            _ => false,
        }
    }

    /// The pairs that a record must have for the filter to hold, as the index is asked; none when it may hold anywhere.
    fn asks(&self, filter: &Filter) -> Option<String> {
        match filter {
            Filter::Contains(column, part) | Filter::StartsWith(column, part) if self.has(*column) => {
                let pairs: Vec<String> = pairs(part).iter().map(|pair| format!("\"{pair}\"")).collect();
                (!pairs.is_empty()).then(|| format!("({})", pairs.join(" AND ")))
            }
            Filter::And(all) => all.iter().find_map(|each| self.asks(each)),
            Filter::Or(all) if !all.is_empty() => {
                let all: BTreeSet<String> = all.iter().map(|each| self.asks(each)).collect::<Option<_>>()?;
                Some(format!("({})", Vec::from_iter(all).join(" OR ")))
            }
            _ => None,
        }
    }
}

/// The pairs of characters of a text. Marks and spaces part them.
fn pairs(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for run in text.split(|letter: char| !letter.is_alphanumeric()) {
        let letters = run.chars().zip(run.chars().skip(1));
        found.extend(letters.map(|(first, second)| String::from_iter([first, second])));
    }
    found
}

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
        let Some(indexed) = tables.indexed(&register) else {
            continue;
        };
        index(connection, town, &progress, last, indexed, &record)?;
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
    indexed: &Indexed,
    record: &str,
) -> Result<(), StoreError> {
    let mut found = connection.prepare_cached(&indexed.select)?;
    let mut rows = found.query(params![town.as_str(), record])?;
    let Some(row) = rows.next()? else {
        return Ok(());
    };
    if row.get::<_, i64>(0)? > last {
        return Ok(());
    }
    let mut document = indexed.mark.clone();
    let columns = usize::from(indexed.number) + indexed.fields.len();
    let mut all = BTreeSet::new();
    for column in 1..=columns {
        if let Some(text) = row.get_ref(column)?.as_str_or_null().unwrap_or_default() {
            all.extend(pairs(text));
        }
    }
    for pair in all {
        // Writing to a String cannot fail.
        let _ = write!(document, " {pair}");
    }
    let first: i64 = connection
        .prepare_cached("SELECT min(seq) FROM journal WHERE town = ?1 AND record = ?2")?
        .query_row(params![town.as_str(), record], |row| row.get(0))?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO words (rowid, pairs) VALUES (?1, ?2)")?
        .execute(params![progress.nr * TOWN + first, document])?;
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
        let Some((indexed, asks)) = self
            .tables
            .indexed(&register.name)
            .and_then(|indexed| Some((indexed, indexed.asks(filter)?)))
        else {
            return Ok(None);
        };
        let Some(progress) = progress(self.connection, self.tables, self.town)? else {
            return Ok(None);
        };
        if to_i64(self.head()?.0) - progress.seq > BEHIND {
            return Ok(None);
        }
        let base = progress.nr * TOWN;
        let mut statement = self.connection.prepare_cached(
            "SELECT rowid - ?1 FROM words WHERE words MATCH ?2 AND rowid BETWEEN ?1 AND ?3 LIMIT ?4",
        )?;
        let asked = format!("\"{}\" AND {asks}", indexed.mark);
        let few = i64::try_from(FEW + 1).unwrap_or(i64::MAX);
        let made_by: Vec<i64> = statement
            .query_map(params![base, asked, base + TOWN - 1, few], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if made_by.len() > FEW {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_pairs_and_marks_part_them() {
        let found = |text: &str| Vec::from_iter(pairs(text));
        assert_eq!(found("排水沟"), ["排水", "水沟"]);
        assert_eq!(found("后山，排水"), ["后山", "排水"]);
        assert_eq!(found("沟 a1-2"), ["a1"]);
        assert_eq!(found(""), [""; 0]);
    }
}
