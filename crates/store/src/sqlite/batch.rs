//! Writing a town's book: one transaction for as many entries as are waiting.

use super::columns::to_sql;
use super::read::{View, Viewed, text, to_i64, write_contested};
use super::schema::{SYSTEM, Tables};
use super::{Sqlite, cells, words};
use crate::{Batch, Record, StoreError, Writing};
use ledger::{Act, Moment, Row, Seq};
use pack::model::Register;
use rusqlite::types::{ToSqlOutput, Value as Sql};
use rusqlite::{Connection, params};
use standards::PlaceCode;
use std::sync::{Arc, MutexGuard};

/// An open transaction.
pub(super) struct Writer<'s> {
    connection: MutexGuard<'s, Connection>,
    tables: Arc<Tables>,
    town: PlaceCode,
    open: bool,
}

impl<'s> Writer<'s> {
    pub(super) fn open(store: &'s Sqlite, town: PlaceCode) -> Result<Self, StoreError> {
        let connection = store.writer();
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Writer {
            connection,
            tables: store.tables(),
            town,
            open: true,
        })
    }

    /// Folds what is laid down, however little it is, and indexes some of what is not indexed yet; answers whether more
    /// is left.
    pub(super) fn rest(mut self) -> Result<bool, StoreError> {
        cells::fold(&self.connection, self.town)?;
        let more = words::catch_up(&self.connection, &self.tables, self.town)?;
        self.end()?;
        Ok(more)
    }

    fn end(&mut self) -> Result<(), StoreError> {
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open {
            // Nothing can be told to anyone here; an open transaction is rolled back by SQLite itself at the latest when
            // the connection closes.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

impl Viewed for Writer<'_> {
    fn view(&self) -> Result<View<'_>, StoreError> {
        Ok(View {
            connection: &self.connection,
            tables: &self.tables,
            town: self.town,
            kept: None,
            wishes: None,
        })
    }
}

impl Batch for Writer<'_> {
    fn write(&mut self, writing: &Writing<'_>) -> Result<(), StoreError> {
        let town = self.town;
        let (entry, line) = (writing.entry, writing.line);
        let subject = writing
            .record
            .as_ref()
            .map(|record| (&*record.register.name, record.row.id.to_string()));
        self.connection
            .prepare_cached(
                "INSERT INTO journal (town, seq, link, register, record, idem, batch, line)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                town.as_str(),
                to_i64(line.seq),
                &line.link.0[..],
                subject.as_ref().map(|(register, _)| *register),
                subject.as_ref().map(|(_, id)| &**id),
                entry.head.idem,
                entry.head.batch,
                line.text,
            ])?;
        match (&entry.act, &writing.record) {
            (Act::Record(_), Some(record)) => self.write_record(line.seq, record),
            (Act::Record(_), None) => Err(StoreError::Damaged(
                "an entry about a record came without it".to_owned(),
            )),
            (
                Act::Adopt {
                    pack,
                    version,
                    digest,
                },
                _,
            ) => {
                self.connection
                    .prepare_cached(
                        "INSERT OR REPLACE INTO packs (town, name, version, digest) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![town.as_str(), pack, version, digest])?;
                Ok(())
            }
            (Act::Town { subject, name, body }, _) if body.is_null() => {
                self.connection
                    .prepare_cached("DELETE FROM things WHERE town = ?1 AND subject = ?2 AND name = ?3")?
                    .execute(params![town.as_str(), subject, name])?;
                Ok(())
            }
            (Act::Town { subject, name, body }, _) => {
                self.connection
                    .prepare_cached(
                        "INSERT OR REPLACE INTO things (town, subject, name, body) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![town.as_str(), subject, name, body.to_string()])?;
                Ok(())
            }
        }
    }

    fn keep_pack(&mut self, digest: &str, text: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO pack_texts (town, digest, text) VALUES (?1, ?2, ?3)")?
            .execute(params![self.town.as_str(), digest, text])?;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        cells::fold_if_due(&self.connection, self.town)?;
        self.end()
    }
}

impl Writer<'_> {
    fn write_record(&mut self, seq: Seq, record: &Record<'_>) -> Result<(), StoreError> {
        let town = self.town;
        write_row(&self.connection, &self.tables, town, seq, record)?;
        write_timers_and_serial(&self.connection, town, record)?;
        cells::lay_down(&self.connection, town, seq, &record.consequences.deltas)
    }
}

/// Drops and sets the timers that follow from a record, and keeps the serial number it was given.
pub(super) fn write_timers_and_serial(
    connection: &Connection,
    town: PlaceCode,
    record: &Record<'_>,
) -> Result<(), StoreError> {
    let (register, id) = (&record.register.name, record.row.id.to_string());
    for timer in &record.consequences.dropped {
        connection
            .prepare_cached(
                "DELETE FROM timers WHERE town = ?1 AND at = ?2 AND register = ?3 AND record = ?4 AND what = ?5",
            )?
            .execute(params![town.as_str(), timer.at.0, register, id, timer.what.name()])?;
    }
    for timer in &record.consequences.set {
        connection
            .prepare_cached("INSERT OR REPLACE INTO timers (town, at, register, record, what) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![town.as_str(), timer.at.0, register, id, timer.what.name()])?;
    }
    if let Some((series, last)) = &record.consequences.serial {
        connection
            .prepare_cached(
                "INSERT INTO serials (town, series, last) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
            )?
            .execute(params![town.as_str(), series, to_i64(*last)])?;
    }
    Ok(())
}

/// Writes a record into its register's table.
pub(super) fn write_row(
    connection: &Connection,
    tables: &Tables,
    town: PlaceCode,
    seq: Seq,
    record: &Record<'_>,
) -> Result<(), StoreError> {
    let (register, row) = (record.register, record.row);
    let mut values = system_values(register, row, town, seq, record.consequences.key.as_deref());
    values.extend(
        register
            .fields
            .iter()
            .zip(&row.values)
            .map(|(field, value)| to_sql(field, value)),
    );
    let statements = tables.get(register)?;
    let statement = if record.is_new {
        &statements.insert
    } else {
        &statements.replace
    };
    connection
        .prepare_cached(statement)?
        .execute(rusqlite::params_from_iter(values))?;
    Ok(())
}

fn system_values<'a>(
    register: &'a Register,
    row: &'a Row,
    town: PlaceCode,
    seq: Seq,
    key: Option<&'a str>,
) -> Vec<ToSqlOutput<'a>> {
    let null = || ToSqlOutput::Owned(Sql::Null);
    let integer = |number: i64| ToSqlOutput::Owned(Sql::Integer(number));
    let moment = |at: Option<Moment>| at.map_or_else(null, |at| integer(at.0));
    let owned = |text: Option<String>| text.map_or_else(null, |text| ToSqlOutput::Owned(Sql::Text(text)));
    let mut values = Vec::with_capacity(SYSTEM.len() + row.values.len());
    values.extend([
        owned(Some(town.to_string())),
        owned(Some(row.id.to_string())),
        owned(Some(row.place.to_string())),
        row.number.as_deref().map_or_else(null, text),
        integer(row.version.into()),
        integer(row.created_at.0),
        text(&row.created_by),
        integer(row.changed_at.0),
        text(&row.changed_by),
        integer(row.withdrawn.into()),
        key.map_or_else(null, text),
        owned(write_contested(register, &row.contested)),
    ]);
    match (&row.case, &register.cycle) {
        (Some(case), Some(cycle)) => {
            let level = case
                .level
                .and_then(|level| cycle.levels.get(usize::from(level.0)));
            let counts = [case.reminded, case.lifted, case.missed, case.reopened];
            let untouched = counts == [0; 4];
            values.extend([
                text(&cycle[case.state].name),
                level.map_or_else(null, |level| text(&level.name)),
                integer(case.since.0),
                moment(case.due),
                integer(case.working.into()),
                moment(case.paused),
                integer(case.overdue.into()),
                owned((!untouched).then(|| format!("{counts:?}"))),
                owned((!case.signed.is_empty()).then(|| serde_json::json!(case.signed).to_string())),
                integer(case.brought.into()),
            ]);
        }
        _ => values.extend((0..10).map(|_| null())),
    }
    values.push(integer(to_i64(seq)));
    values
}
