//! The tables: fixed ones for the book, one per register.

use super::columns::sql_type;
use super::sorted::Sorted;
use super::terms::Terms;
use super::words;
use crate::{Column, StoreError};
use pack::Shelf;
use pack::model::{FieldIx, Indicator, Register};
use rusqlite::Connection;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Raised when the fixed tables change; a file of a later version is refused.
const VERSION: i64 = 1;
/// Marks the file as ours: `YiBn`.
const APPLICATION: i64 = 0x5969_426e;

const FIXED: &str = "
CREATE TABLE journal (
  town TEXT NOT NULL, seq INTEGER NOT NULL, link BLOB NOT NULL, register TEXT, record TEXT, idem TEXT, batch TEXT,
  line TEXT NOT NULL, PRIMARY KEY (town, seq)) STRICT;
CREATE INDEX journal_record ON journal (town, record, seq) WHERE record IS NOT NULL;
CREATE UNIQUE INDEX journal_idem ON journal (town, idem) WHERE idem IS NOT NULL;
CREATE INDEX journal_batch ON journal (town, batch, seq) WHERE batch IS NOT NULL;
CREATE TABLE cells (
  town TEXT NOT NULL, indicator TEXT NOT NULL, grain TEXT NOT NULL, start TEXT NOT NULL, place TEXT NOT NULL,
  dimensions TEXT NOT NULL, amount INTEGER NOT NULL, records INTEGER NOT NULL,
  PRIMARY KEY (town, indicator, grain, start, place, dimensions)) STRICT, WITHOUT ROWID;
CREATE TABLE deltas (
  town TEXT NOT NULL, seq INTEGER NOT NULL, nr INTEGER NOT NULL, indicator TEXT NOT NULL, day TEXT NOT NULL,
  place TEXT NOT NULL, dimensions TEXT NOT NULL, amount INTEGER NOT NULL, records INTEGER NOT NULL,
  PRIMARY KEY (town, seq, nr)) STRICT, WITHOUT ROWID;
CREATE TABLE timers (
  town TEXT NOT NULL, at INTEGER NOT NULL, register TEXT NOT NULL, record TEXT NOT NULL, what TEXT NOT NULL,
  PRIMARY KEY (town, at, register, record, what)) STRICT, WITHOUT ROWID;
CREATE TABLE serials (
  town TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (town, series)) STRICT, WITHOUT ROWID;
CREATE TABLE things (
  town TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (town, subject, name)) STRICT, WITHOUT ROWID;
CREATE TABLE packs (
  town TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (town, name)) STRICT, WITHOUT ROWID;
CREATE TABLE pack_texts (
  town TEXT NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (town, digest)) STRICT, WITHOUT ROWID;
CREATE TABLE shapes (register TEXT PRIMARY KEY, shape TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// Makes the fixed tables in a new file; refuses a file that is not ours or too new.
pub(super) fn prepare(connection: &Connection) -> Result<(), StoreError> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, tables) {
        (0, 0, 0) => {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {FIXED} {words} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;",
                words = words::TABLES
            ))?;
            Ok(())
        }
        (APPLICATION, VERSION, _) => Ok(connection.execute_batch(words::TABLES)?),
        (APPLICATION, newer, _) => Err(StoreError::Damaged(format!(
            "the file was written by a later program (format {newer}, this one knows {VERSION}); upgrade first"
        ))),
        _ => Err(StoreError::Damaged(
            "the file is a database, but not a town's book".to_owned(),
        )),
    }
}

/// Columns every register's table begins with, in the order in which they are bound and read.
pub(super) const SYSTEM: [(&str, &str); 23] = [
    ("town", "TEXT NOT NULL"),
    ("id", "TEXT NOT NULL"),
    ("place_code", "TEXT NOT NULL"),
    ("number", "TEXT"),
    ("version", "INTEGER NOT NULL"),
    ("created_at", "INTEGER NOT NULL"),
    ("created_by", "TEXT NOT NULL"),
    ("changed_at", "INTEGER NOT NULL"),
    ("changed_by", "TEXT NOT NULL"),
    ("withdrawn", "INTEGER NOT NULL"),
    ("key_text", "TEXT"),
    ("contested", "TEXT"),
    ("state", "TEXT"),
    ("level", "TEXT"),
    ("since_at", "INTEGER"),
    ("due_at", "INTEGER"),
    ("working", "INTEGER"),
    ("paused_at", "INTEGER"),
    ("overdue", "INTEGER"),
    ("counts", "TEXT"),
    ("signed", "TEXT"),
    ("brought", "INTEGER"),
    ("touched", "INTEGER NOT NULL"),
];

/// The statements of every register's table.
#[derive(Clone, Default)]
pub(super) struct Tables {
    by_register: Arc<HashMap<String, Statements>>,
    /// What the index of words is made from; another text means another index.
    pub(super) covers: String,
    /// Indexes that lists turned out to need.
    pub(super) sorted: Sorted,
}

/// The statements of one register's table.
pub(super) struct Statements {
    pub(super) insert: String,
    pub(super) replace: String,
    pub(super) select: String,
    terms: Terms,
    /// Columns that indexes begin with, besides those that lists turned out to need.
    pub(super) leads: Vec<Column>,
}

/// The columns of a register's table with only these of its fields, each column where it always is.
pub(super) fn select_only(register: &Register, only: &[FieldIx]) -> String {
    let mut columns: Vec<Cow<'_, str>> = SYSTEM.iter().map(|(name, _)| Cow::Borrowed(*name)).collect();
    for (at, field) in (0u16..).map(FieldIx).zip(&register.fields) {
        columns.push(if only.contains(&at) {
            Cow::Owned(quoted(&field.name))
        } else {
            Cow::Borrowed("NULL")
        });
    }
    format!(
        "SELECT {} FROM {}",
        columns.join(", "),
        table_name(&register.name)
    )
}

impl Tables {
    pub(super) fn of(shelf: &Shelf) -> Self {
        let by_register: HashMap<String, Statements> = shelf
            .registers()
            .map(|(_, register)| (register.name.clone(), Statements::of(shelf, register)))
            .collect();
        let mut covers: Vec<&str> = by_register.values().map(|each| &*each.terms.select).collect();
        covers.sort_unstable();
        Tables {
            covers: covers.join("\n"),
            by_register: Arc::new(by_register),
            sorted: Sorted::default(),
        }
    }

    /// The same with these indexes.
    pub(super) fn with(self, sorted: Sorted) -> Self {
        Tables { sorted, ..self }
    }

    /// What of the register is indexed.
    pub(super) fn terms(&self, register: &str) -> Option<&Terms> {
        Some(&self.by_register.get(register)?.terms)
    }

    pub(super) fn get(&self, register: &Register) -> Result<&Statements, StoreError> {
        self.by_register
            .get(&register.name)
            .ok_or_else(|| StoreError::Damaged(format!("the register `{}` has no table yet", register.name)))
    }
}

impl Statements {
    fn of(shelf: &Shelf, register: &Register) -> Self {
        let indicators: Vec<_> = shelf.indicators_of(&register.name).collect();
        let of_cases = register.cycle.iter().flat_map(|_| [Column::Due, Column::State]);
        let firsts = indexes(register, &indicators).into_iter();
        let firsts = firsts.filter_map(|columns| columns.first().copied().map(Column::Field));
        let names: Vec<String> = column_names(register).collect();
        let list = names.join(", ");
        let holes: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
        let table = table_name(&register.name);
        Statements {
            insert: format!("INSERT INTO {table} ({list}) VALUES ({})", holes.join(", ")),
            replace: format!(
                "INSERT OR REPLACE INTO {table} ({list}) VALUES ({})",
                holes.join(", ")
            ),
            select: format!("SELECT {list} FROM {table}"),
            terms: Terms::of(register),
            leads: of_cases.chain(firsts).collect(),
        }
    }
}

/// Names of all columns of a register's table, quoted.
pub(super) fn column_names(register: &Register) -> impl Iterator<Item = String> {
    let system = SYSTEM.iter().map(|(name, _)| (*name).to_owned());
    system.chain(register.fields.iter().map(|field| quoted(&field.name)))
}

/// The name of a register's table.
pub(super) fn table_name(register: &str) -> String {
    quoted(&format!("r_{register}"))
}

/// A name as SQL takes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The statements that make a register's table under `table`, with its indexes.
pub(super) fn create(register: &Register, indicators: &[&Indicator], table: &str) -> String {
    let mut sql = format!("CREATE TABLE {} (", quoted(table));
    for (name, kind) in SYSTEM {
        // Writing to a String cannot fail, here and below.
        let _ = write!(sql, "{name} {kind}, ");
    }
    for field in &register.fields {
        let _ = write!(sql, "{} {}, ", quoted(&field.name), sql_type(field));
    }
    sql.push_str("PRIMARY KEY (town, id)) STRICT;");
    let base = table.trim_matches('"');
    let _ = write!(
        sql,
        "CREATE UNIQUE INDEX {} ON {} (town, key_text) WHERE key_text IS NOT NULL;",
        quoted(&format!("{base}_key")),
        quoted(table),
    );
    if register.cycle.is_some() {
        let _ = write!(
            sql,
            "CREATE INDEX {} ON {} (town, due_at) WHERE due_at IS NOT NULL;",
            quoted(&format!("{base}_due")),
            quoted(table),
        );
        // A board shows each state by deadline, however many cases are closed.
        let _ = write!(
            sql,
            "CREATE INDEX {} ON {} (town, state, due_at);",
            quoted(&format!("{base}_state")),
            quoted(table),
        );
    }
    for (at, columns) in indexes(register, indicators).iter().enumerate() {
        let names: Vec<String> = columns
            .iter()
            .map(|field| quoted(&register[*field].name))
            .collect();
        // What is not given is never looked for by such an index, and most records lack their later dates.
        let given = names
            .first()
            .map(|name| format!("{name} IS NOT NULL"))
            .unwrap_or_default();
        let _ = write!(
            sql,
            "CREATE INDEX {} ON {} (town, {}) WHERE {given};",
            quoted(&format!("{base}_{at}")),
            quoted(table),
            names.join(", "),
        );
    }
    sql
}

/// Indexes that the pack declares, the days by which figures find their records, and what relapses are found by.
fn indexes(register: &Register, indicators: &[&Indicator]) -> Vec<Vec<FieldIx>> {
    let mut found: Vec<Vec<FieldIx>> = register.indexes.clone();
    let days = indicators.iter().filter_map(|indicator| indicator.measure.day());
    found.extend(days.map(|day| vec![day]));
    if let Some(recurrence) = &register.recurrence {
        found.push(recurrence.same.clone());
        found.push(vec![recurrence.on, recurrence.flag]);
    }
    // An index serves every index that is its beginning.
    found.sort_by_key(|columns| std::cmp::Reverse(columns.len()));
    let mut kept: Vec<Vec<FieldIx>> = Vec::new();
    for columns in found {
        if !columns.is_empty() && !kept.iter().any(|other| other.starts_with(&columns)) {
            kept.push(columns);
        }
    }
    kept
}

/// What a register's table looks like; when this changes, the table is made anew.
pub(super) fn shape(register: &Register, indicators: &[&Indicator]) -> String {
    create(register, indicators, "shape")
}
