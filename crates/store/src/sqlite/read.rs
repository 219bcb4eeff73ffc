//! Reading a town's book.

use super::cells::LaidDown;
use super::columns::{from_sql, to_sql};
use super::plan::Lead;
use super::schema::{SYSTEM, Tables, quoted, select_only, table_name};
use super::sorted::Wishes;
use super::{Sqlite, select};
use crate::{Column, Cursor, Filter, Line, Listing, Page, Read, StoreError};
use jiff::civil::Date;
use ledger::{Alarm, Case, Cell, CellKey, Contested, Grain, Link, Moment, RecordId, Row, Seq, Tally, Timer};
use pack::Value;
use pack::model::{FieldIx, Register};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension as _, Statement, params};
use serde_json::{Value as Json, json};
use standards::PlaceCode;
use std::borrow::Cow;
use std::sync::Arc;

/// Of so many parts of the journal the last is gone through to tell which records it touched; for more, the records are.
const LAST_OF: Seq = 10;

/// A connection together with the town and the tables, on which all reading is done.
pub(super) struct View<'a> {
    pub(super) connection: &'a Connection,
    pub(super) tables: &'a Tables,
    pub(super) town: PlaceCode,
    /// Where what is not folded into cells is kept once it was read; none in a batch, where it still changes.
    pub(super) kept: Option<&'a LaidDown>,
    /// Where indexes are wished for; none in a batch.
    pub(super) wishes: Option<&'a Wishes>,
}

/// A snapshot for reading; the connection goes back to the pool afterwards.
pub(super) struct Reader<'s> {
    store: &'s Sqlite,
    connection: Option<Connection>,
    tables: Arc<Tables>,
    town: PlaceCode,
}

impl<'s> Reader<'s> {
    pub(super) fn open(store: &'s Sqlite, town: PlaceCode) -> Result<Self, StoreError> {
        let connection = store.reader()?;
        connection.prepare_cached("BEGIN")?.execute([])?;
        Ok(Reader {
            store,
            connection: Some(connection),
            tables: store.tables(),
            town,
        })
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("ROLLBACK").is_ok()
        {
            self.store.give_back(connection);
        }
    }
}

/// Anything that offers a view can be read.
pub(super) trait Viewed {
    fn view(&self) -> Result<View<'_>, StoreError>;
}

impl Viewed for Reader<'_> {
    fn view(&self) -> Result<View<'_>, StoreError> {
        let connection = self.connection.as_ref().ok_or(StoreError::Busy)?;
        Ok(View {
            connection,
            tables: &self.tables,
            town: self.town,
            kept: Some(&self.store.laid_down),
            wishes: Some(&self.store.wishes),
        })
    }
}

impl<T: Viewed> Read for T {
    fn head(&self) -> Result<(Seq, Link), StoreError> {
        self.view()?.head()
    }

    fn lines(&self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreError> {
        let view = self.view()?;
        let (after, limit) = (to_i64(after), i64::try_from(limit).unwrap_or(i64::MAX));
        view.read_lines(
            "seq > ?2 ORDER BY seq LIMIT ?3",
            params![view.town.as_str(), after, limit],
        )
    }

    fn misfiled(&self) -> Result<Option<Seq>, StoreError> {
        let view = self.view()?;
        let mut statement = view.connection.prepare_cached(
            "SELECT seq FROM journal WHERE town = ?1 AND NOT (
               register IS iif(line ->> '$.act' = 'town', NULL, line ->> '$.reg')
               AND record IS line ->> '$.id' AND idem IS line ->> '$.idem' AND batch IS line ->> '$.batch')
             ORDER BY seq LIMIT 1",
        )?;
        let seq: Option<i64> = statement
            .query_row([view.town.as_str()], |row| row.get(0))
            .optional()?;
        Ok(seq.map(i64::unsigned_abs))
    }

    fn orphaned(&self, register: &str) -> Result<Option<RecordId>, StoreError> {
        let view = self.view()?;
        let sql = format!(
            "SELECT id FROM {} WHERE town = ?1 AND touched > ?2 LIMIT 1",
            table_name(register)
        );
        view.one_id(&sql, params![view.town.as_str(), to_i64(view.head()?.0)])
    }

    fn history(&self, register: &str, id: RecordId, upto: Seq) -> Result<Vec<Line>, StoreError> {
        let view = self.view()?;
        let (id, upto) = (id.to_string(), to_i64(upto));
        let found = "record = ?2 AND register = ?3 AND seq <= ?4 ORDER BY seq";
        view.read_lines(found, params![view.town.as_str(), id, register, upto])
    }

    fn batch_lines(&self, batch: &str) -> Result<Vec<Line>, StoreError> {
        let view = self.view()?;
        view.read_lines("batch = ?2 ORDER BY seq", params![view.town.as_str(), batch])
    }

    fn touched(&self, register: &str, after: Seq) -> Result<Vec<RecordId>, StoreError> {
        let view = self.view()?;
        let head = view.head()?.0;
        let sql = if head.saturating_sub(after) < head / LAST_OF {
            "SELECT DISTINCT record FROM journal WHERE town = ?1 AND seq > ?2 AND register = ?3".to_owned()
        } else {
            format!(
                "SELECT id FROM {} WHERE town = ?1 AND touched > ?2 AND ?3 IS NOT NULL",
                table_name(register)
            )
        };
        let mut statement = view.connection.prepare_cached(&sql)?;
        let ids = statement.query_map(params![view.town.as_str(), to_i64(after), register], |row| {
            row.get::<_, String>(0)
        })?;
        ids.map(|id| parse_id(&id?)).collect()
    }

    fn submitted(&self, idem: &str) -> Result<Option<Line>, StoreError> {
        let view = self.view()?;
        Ok(view
            .read_lines("idem = ?2", params![view.town.as_str(), idem])?
            .pop())
    }

    fn row(&self, register: &Register, id: RecordId) -> Result<Option<Row>, StoreError> {
        let view = self.view()?;
        let sql = format!(
            "{} WHERE town = ?1 AND id = ?2",
            view.tables.get(register)?.select
        );
        let mut statement = view.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![view.town.as_str(), id.to_string()])?;
        rows.next()?.map(|row| read_row(register, row)).transpose()
    }

    fn list(&self, register: &Register, listing: &Listing) -> Result<Page, StoreError> {
        let view = self.view()?;
        let listing = &*view.narrowed(register, listing)?;
        let lead = view.lead(register, listing, false)?;
        let select = match &listing.only {
            Some(only) => Cow::Owned(select_only(register, &wanted_fields(only, listing.sort))),
            None => Cow::Borrowed(&*view.tables.get(register)?.select),
        };
        let (table, sorted) = (led(register, lead), select::sorted(register, listing));
        let mut rows = Vec::new();
        for part in select::parts(register, listing, view.town, lead) {
            let wanted = listing.limit + 1 - rows.len();
            let found = format!("WHERE {}{} LIMIT {wanted}", part.condition, part.order);
            let sql = match lead {
                Lead::Order => format!("{select} {found}"),
                // Only names are sorted, and then only the page's records are fetched.
                _ => {
                    let names = format!("SELECT id FROM {table} {found}");
                    format!("{select} WHERE town = ?1 AND id IN ({names}){sorted}")
                }
            };
            let mut statement = view.connection.prepare_cached(&sql)?;
            let mut found = statement.query(rusqlite::params_from_iter(&part.values))?;
            while let Some(row) = found.next()? {
                rows.push(read_row(register, row)?);
            }
            drop(found);
            view.learn(&statement, register, listing, lead, false);
            if rows.len() > listing.limit {
                break;
            }
        }
        let more = rows.len() > listing.limit;
        rows.truncate(listing.limit);
        let next = rows.last().filter(|_| more).map(|last| Cursor {
            value: select::value_of(register, last, listing.sort),
            id: last.id,
        });
        Ok(Page { rows, next })
    }

    fn count(&self, register: &Register, listing: &Listing) -> Result<u64, StoreError> {
        let mut count: i64 = 0;
        self.view()?
            .counted(register, listing, "count(*)", "", &mut |row| {
                count = row.get(0)?;
                Ok(())
            })?;
        Ok(count.unsigned_abs())
    }

    fn count_by_place(
        &self,
        register: &Register,
        listing: &Listing,
    ) -> Result<Vec<(PlaceCode, u64)>, StoreError> {
        let by_place = " GROUP BY place_code ORDER BY place_code";
        let mut counts = Vec::new();
        self.view()?
            .counted(register, listing, "place_code, count(*)", by_place, &mut |row| {
                let place = parse_place(row.get_ref(0)?.as_str().map_err(wrong_type)?)?;
                counts.push((place, row.get::<_, i64>(1)?.unsigned_abs()));
                Ok(())
            })?;
        Ok(counts)
    }

    fn key_owner(&self, register: &Register, key: &str) -> Result<Option<RecordId>, StoreError> {
        let view = self.view()?;
        let sql = format!(
            "SELECT id FROM {} WHERE town = ?1 AND key_text = ?2",
            table_name(&register.name)
        );
        view.one_id(&sql, params![view.town.as_str(), key])
    }

    fn earlier(
        &self,
        register: &Register,
        same: &[(FieldIx, Value)],
        on: FieldIx,
        (first, last): (Date, Date),
    ) -> Result<Option<RecordId>, StoreError> {
        let view = self.view()?;
        let on = quoted(&register[on].name);
        let mut sql = format!(
            "SELECT id FROM {} WHERE town = ?1 AND {on} BETWEEN ?2 AND ?3 AND withdrawn = 0",
            table_name(&register.name)
        );
        let (first, last) = (first.to_string(), last.to_string());
        let mut values: Vec<ToSqlOutput<'_>> = vec![text(view.town.as_str()), text(&first), text(&last)];
        for (field, value) in same {
            let field = &register[*field];
            values.push(to_sql(field, value));
            sql.push_str(&format!(" AND {} = ?{}", quoted(&field.name), values.len()));
        }
        sql.push_str(&format!(" ORDER BY {on} DESC, id DESC LIMIT 1"));
        view.one_id(&sql, rusqlite::params_from_iter(values))
    }

    fn last_serial(&self, series: &str) -> Result<u64, StoreError> {
        let view = self.view()?;
        let mut statement = view
            .connection
            .prepare_cached("SELECT last FROM serials WHERE town = ?1 AND series = ?2")?;
        let last: Option<i64> = statement
            .query_row(params![view.town.as_str(), series], |row| row.get(0))
            .optional()?;
        Ok(last.unwrap_or_default().unsigned_abs())
    }

    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        stretch: (Date, Date),
    ) -> Result<Vec<Cell>, StoreError> {
        self.view()?.cells(indicator, place, grain, stretch)
    }

    fn all_cells(&self, each: &mut dyn FnMut(CellKey, Tally) -> bool) -> Result<(), StoreError> {
        self.view()?.all_cells(each)
    }

    fn due(&self, now: Moment, limit: usize) -> Result<Vec<(String, RecordId, Timer)>, StoreError> {
        let view = self.view()?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        view.read_timers(
            "at <= ?2 ORDER BY at, register, record, what LIMIT ?3",
            params![view.town.as_str(), now.0, limit],
        )
    }

    fn next_timer(&self) -> Result<Option<Moment>, StoreError> {
        let view = self.view()?;
        let mut statement = view
            .connection
            .prepare_cached("SELECT min(at) FROM timers WHERE town = ?1")?;
        let at: Option<i64> = statement.query_row([view.town.as_str()], |row| row.get(0))?;
        Ok(at.map(Moment))
    }

    fn all_timers(&self) -> Result<Vec<(String, RecordId, Timer)>, StoreError> {
        let view = self.view()?;
        view.read_timers(
            "1 ORDER BY register, record, at, what",
            params![view.town.as_str()],
        )
    }

    fn thing(&self, subject: &str, name: &str) -> Result<Option<Json>, StoreError> {
        let view = self.view()?;
        let mut statement = view
            .connection
            .prepare_cached("SELECT body FROM things WHERE town = ?1 AND subject = ?2 AND name = ?3")?;
        let body: Option<String> = statement
            .query_row(params![view.town.as_str(), subject, name], |row| row.get(0))
            .optional()?;
        body.map(|body| parse_json(&body)).transpose()
    }

    fn things(&self, subject: &str) -> Result<Vec<(String, Json)>, StoreError> {
        let view = self.view()?;
        view.read_things("ORDER BY name", params![view.town.as_str(), subject])
    }

    fn latest_things(
        &self,
        subject: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Json)>, StoreError> {
        let view = self.view()?;
        let (town, limit) = (view.town.as_str(), i64::try_from(limit).unwrap_or(i64::MAX));
        match before {
            Some(before) => view.read_things(
                "AND name < ?4 ORDER BY name DESC LIMIT ?3",
                params![town, subject, limit, before],
            ),
            None => view.read_things("ORDER BY name DESC LIMIT ?3", params![town, subject, limit]),
        }
    }

    fn packs(&self) -> Result<Vec<(String, u32, String)>, StoreError> {
        let view = self.view()?;
        let mut statement = view.connection.prepare_cached(
            "SELECT name, version, text FROM packs JOIN pack_texts USING (town, digest) WHERE town = ?1 ORDER BY name",
        )?;
        let found = statement.query_map([view.town.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        found.map(|pack| pack.map_err(StoreError::from)).collect()
    }

    fn pack_text(&self, digest: &str) -> Result<Option<String>, StoreError> {
        let view = self.view()?;
        let mut statement = view
            .connection
            .prepare_cached("SELECT text FROM pack_texts WHERE town = ?1 AND digest = ?2")?;
        Ok(statement
            .query_row(params![view.town.as_str(), digest], |row| row.get(0))
            .optional()?)
    }
}

impl View<'_> {
    /// The listing put only to the records that the index of words names, where it does.
    fn narrowed<'l>(
        &self,
        register: &Register,
        listing: &'l Listing,
    ) -> Result<Cow<'l, Listing>, StoreError> {
        let Some(ids) = self.may_hold(register, &listing.filter)? else {
            return Ok(Cow::Borrowed(listing));
        };
        Ok(Cow::Owned(Listing {
            filter: Filter::In(Column::Id, ids).and(listing.filter.clone()),
            ..listing.clone()
        }))
    }
}

impl View<'_> {
    /// Counts the records of a listing.
    fn counted(
        &self,
        register: &Register,
        listing: &Listing,
        what: &str,
        by: &str,
        each: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let listing = &*self.narrowed(register, listing)?;
        let lead = self.lead(register, listing, true)?;
        let all = select::all(register, listing, self.town, lead);
        let sql = format!(
            "SELECT {what} FROM {} WHERE {}{by}",
            led(register, lead),
            all.condition
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(&all.values))?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        drop(rows);
        self.learn(&statement, register, listing, lead, true);
        Ok(())
    }

    /// Wishes for the index that was missed where a list has cost much.
    fn learn(
        &self,
        statement: &Statement<'_>,
        register: &Register,
        listing: &Listing,
        lead: Lead,
        counting: bool,
    ) {
        let Some(wishes) = self.wishes.filter(|wishes| wishes.cost_much(statement)) else {
            return;
        };
        if let Some(column) = self.tables.would_lead(register, listing, lead, counting) {
            wishes.wish(register, column);
        }
    }

    pub(super) fn head(&self) -> Result<(Seq, Link), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, link FROM journal WHERE town = ?1 ORDER BY seq DESC LIMIT 1")?;
        let last: Option<(i64, Vec<u8>)> = statement
            .query_row([self.town.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match last {
            None => Ok((0, Link::origin(self.town.as_str()))),
            Some((seq, link)) => Ok((seq.unsigned_abs(), parse_link(&link)?)),
        }
    }

    fn read_lines(&self, found: &str, values: impl rusqlite::Params) -> Result<Vec<Line>, StoreError> {
        let sql = format!("SELECT seq, link, line FROM journal WHERE town = ?1 AND {found}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let link = parse_link(row.get_ref(1)?.as_blob().map_err(wrong_type)?)?;
            lines.push(Line {
                seq: seq.unsigned_abs(),
                link,
                text: row.get(2)?,
            });
        }
        Ok(lines)
    }

    fn read_things(
        &self,
        found: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<(String, Json)>, StoreError> {
        let sql = format!("SELECT name, body FROM things WHERE town = ?1 AND subject = ?2 {found}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut things = Vec::new();
        while let Some(row) = rows.next()? {
            let body = parse_json(row.get_ref(1)?.as_str().map_err(wrong_type)?)?;
            things.push((row.get(0)?, body));
        }
        Ok(things)
    }

    fn read_timers(
        &self,
        found: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<(String, RecordId, Timer)>, StoreError> {
        let sql = format!("SELECT register, record, at, what FROM timers WHERE town = ?1 AND {found}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut timers = Vec::new();
        while let Some(row) = rows.next()? {
            let what: String = row.get(3)?;
            let what = Alarm::named(&what).ok_or_else(|| {
                StoreError::Damaged(format!("a timer is to do `{what}`, which nobody knows"))
            })?;
            let id = parse_id(&row.get::<_, String>(1)?)?;
            timers.push((
                row.get(0)?,
                id,
                Timer {
                    at: Moment(row.get(2)?),
                    what,
                },
            ));
        }
        Ok(timers)
    }

    fn one_id(&self, sql: &str, values: impl rusqlite::Params) -> Result<Option<RecordId>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let id: Option<String> = statement.query_row(values, |row| row.get(0)).optional()?;
        id.map(|id| parse_id(&id)).transpose()
    }
}

/// The register's table as a list is found in it. Beside an index that holds all a condition speaks of, SQLite would not
/// look records up by their names.
fn led(register: &Register, lead: Lead) -> String {
    let table = table_name(&register.name);
    match lead {
        Lead::Names => {
            let by_name = quoted(&format!("sqlite_autoindex_r_{}_1", register.name));
            format!("{table} INDEXED BY {by_name}")
        }
        _ => table,
    }
}

/// The fields to be read: a page's end tells the value that it is sorted by.
fn wanted_fields(only: &[FieldIx], sort: Column) -> Vec<FieldIx> {
    let mut wanted = only.to_vec();
    if let Column::Field(field) = sort {
        wanted.push(field);
    }
    wanted
}

fn read_row(register: &Register, row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
    let optional_moment = |at: usize| row.get::<_, Option<i64>>(at).map(|at| at.map(Moment));
    let case = match (&register.cycle, row.get::<_, Option<String>>(12)?) {
        (Some(cycle), Some(state)) => {
            let level: Option<String> = row.get(13)?;
            let counts: Option<String> = row.get(19)?;
            let counts: [u16; 4] = counts.map(|text| parse(&text)).transpose()?.unwrap_or_default();
            let signed: Option<String> = row.get(20)?;
            Some(Case {
                state: cycle
                    .state(&state)
                    .ok_or_else(|| StoreError::Damaged(format!("a record is in the state `{state}`")))?,
                level: level.and_then(|level| cycle.level(&level)),
                since: Moment(row.get(14)?),
                due: optional_moment(15)?,
                working: row.get(16)?,
                paused: optional_moment(17)?,
                overdue: row.get(18)?,
                reminded: counts[0],
                lifted: counts[1],
                missed: counts[2],
                reopened: counts[3],
                signed: signed.map(|text| parse(&text)).transpose()?.unwrap_or_default(),
                brought: row.get(21)?,
            })
        }
        _ => None,
    };
    let contested: Option<String> = row.get(11)?;
    let mut values = Vec::with_capacity(register.fields.len());
    for (at, field) in register.fields.iter().enumerate() {
        values.push(from_sql(field, row.get_ref(SYSTEM.len() + at)?)?);
    }
    Ok(Row {
        id: parse_id(row.get_ref(1)?.as_str().map_err(wrong_type)?)?,
        place: parse_place(row.get_ref(2)?.as_str().map_err(wrong_type)?)?,
        number: row.get(3)?,
        version: row.get(4)?,
        created_at: Moment(row.get(5)?),
        created_by: row.get(6)?,
        changed_at: Moment(row.get(7)?),
        changed_by: row.get(8)?,
        withdrawn: row.get(9)?,
        case,
        contested: contested
            .map(|text| read_contested(register, &text))
            .transpose()?
            .unwrap_or_default(),
        values,
    })
}

fn read_contested(register: &Register, text: &str) -> Result<Vec<Contested>, StoreError> {
    let all: Vec<Json> = parse(text)?;
    Ok(all
        .into_iter()
        .filter_map(|mut each| {
            let (field, definition) = register.field(each.get("field")?.as_str()?)?;
            Some(Contested {
                field,
                by: each.get("by")?.as_str()?.to_owned(),
                at: Moment(each.get("at")?.as_i64()?),
                value: ledger::from_json(definition, each.get_mut("value")?.take())?,
            })
        })
        .collect())
}

/// Contested values as their column holds them.
pub(super) fn write_contested(register: &Register, contested: &[Contested]) -> Option<String> {
    if contested.is_empty() {
        return None;
    }
    let all: Vec<Json> = contested
        .iter()
        .map(|each| {
            let field = &register[each.field];
            json!({ "field": field.name, "value": ledger::to_json(field, &each.value), "by": each.by, "at": each.at.0 })
        })
        .collect();
    Some(Json::Array(all).to_string())
}

/// The first days of the stretches of time that begin between two days. Nothing a town writes lies before 1900.
pub(super) fn starts(grain: Grain, first: Date, last: Date) -> Vec<String> {
    let step = match grain {
        Grain::Day => jiff::Span::new().days(1),
        Grain::Month => jiff::Span::new().months(1),
        Grain::Year => jiff::Span::new().years(1),
    };
    let mut from = grain.start(first.max(Date::constant(1900, 1, 1)));
    if from < first {
        from = from.saturating_add(step);
    }
    std::iter::successors(Some(from), |start| start.checked_add(step).ok())
        .take_while(|start| *start <= last)
        .map(|start| start.to_string())
        .collect()
}

/// A sequence number as SQL holds it.
pub(super) fn to_i64(seq: Seq) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

pub(super) fn text(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(rusqlite::types::ValueRef::Text(text.as_bytes()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub(super) fn wrong_type(error: rusqlite::types::FromSqlError) -> StoreError {
    StoreError::Damaged(error.to_string())
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn parse_json(text: &str) -> Result<Json, StoreError> {
    parse(text)
}

fn parse_id(text: &str) -> Result<RecordId, StoreError> {
    text.parse()
        .map_err(|error: ledger::RecordIdError| StoreError::Damaged(error.to_string()))
}

pub(super) fn parse_place(text: &str) -> Result<PlaceCode, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Damaged(format!("`{text}` is no place")))
}

pub(super) fn parse_date(text: &str) -> Result<Date, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Damaged(format!("`{text}` is no day")))
}

fn parse_link(bytes: &[u8]) -> Result<Link, StoreError> {
    Link::from_bytes(bytes)
        .ok_or_else(|| StoreError::Damaged("a link of the journal is not 32 bytes".to_owned()))
}
