//! Indexes that lists turn out to need. Nobody knows beforehand by which of its many columns a register will be sorted or
//! narrowed, and each index costs every write; so a list that had to go through very many records is answered and remembered,
//! and the index is made when nothing is written. From then on it leads such a list.

use super::counted::Counted;
use super::schema::{quoted, table_name};
use super::select::column_name;
use crate::{Column, StoreError};
use pack::model::Register;
use rusqlite::{Connection, Statement, StatementStatus};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Steps of SQLite's machine that a list may take before an index is wished for: some 10,000 records, or 50 ms.
const MANY: i32 = 100_000;
/// What such an index holds of each record besides, so that most conditions are tried without fetching it.
const BESIDES: &str = "id, withdrawn, place_code, state";
/// Most indexes that are made so for a register.
const MOST: usize = 8;

/// A register's table and the column it was sorted by, as SQL names them.
pub(super) type Sorting = (String, String);

/// The indexes that there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted(BTreeSet<Sorting>);

/// The indexes that are wished for, and what else lists have taught.
pub(super) struct Wishes {
    wished: Mutex<BTreeSet<Sorting>>,
    many: i32,
    pub(super) counted: Counted,
}

impl Default for Wishes {
    fn default() -> Self {
        Wishes {
            wished: Mutex::default(),
            many: MANY,
            counted: Counted::default(),
        }
    }
}

impl Wishes {
    /// Wishes for whatever would have led, however little there was to find.
    #[cfg(feature = "conformance")]
    pub(super) fn eager() -> Self {
        Wishes {
            many: 0,
            ..Wishes::default()
        }
    }

    /// Whether a list that was just answered had to go through very much.
    pub(super) fn cost_much(&self, statement: &Statement<'_>) -> bool {
        statement.reset_status(StatementStatus::VmStep) > self.many
    }

    /// Wishes for an index by a column.
    pub(super) fn wish(&self, register: &Register, column: Column) {
        self.wished
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(sorting(register, column));
    }

    /// The next wish that is not fulfilled yet and may be.
    pub(super) fn take(&self, there: &Sorted) -> Option<Sorting> {
        let mut wished = self.wished.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(wish) = wished.pop_first() {
            let of_table = there.0.iter().filter(|(table, _)| *table == wish.0).count();
            if of_table < MOST && !there.0.contains(&wish) {
                return Some(wish);
            }
        }
        None
    }
}

impl Sorted {
    /// The indexes in a file.
    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let mut statement = connection
            .prepare("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND name LIKE '%~%'")?;
        let found = statement.query_map([], |row| {
            let (table, name): (String, String) = (row.get(0)?, row.get(1)?);
            let column = name.split_once('~').map(|(_, column)| column.to_owned());
            Ok((quoted(&table), column.unwrap_or_default()))
        })?;
        Ok(Sorted(found.collect::<Result<_, _>>()?))
    }

    /// Whether a register has such an index by this column.
    pub(super) fn has(&self, register: &Register, sort: Column) -> bool {
        !self.0.is_empty() && self.0.contains(&sorting(register, sort))
    }
}

/// Makes an index.
pub(super) fn make(connection: &Connection, (table, column): &Sorting) -> Result<(), StoreError> {
    let name = quoted(&format!("{}~{column}", table.trim_matches('"')));
    // A large register is not to be sorted in memory.
    connection.execute_batch(&format!(
        "PRAGMA temp_store = FILE;
         CREATE INDEX IF NOT EXISTS {name} ON {table} (town, {column}, {BESIDES});
         PRAGMA temp_store = MEMORY;"
    ))?;
    Ok(())
}

fn sorting(register: &Register, sort: Column) -> Sorting {
    (table_name(&register.name), column_name(register, sort))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = r#"
        name = "sample"
        version = 1
        zh = "样本"
        en = "Sample"

        [registers.thing]
        zh = "物"
        en = "Thing"
        record = { zh = "一件", en = "Thing" }
        place = "place"
        label = ["line"]
        fields = [
          { name = "place", type = "place", zh = "地", en = "Place", required = true },
          { name = "line", type = "text", zh = "行", en = "Line" },
        ]
    "#;

    /// Steps that the first page of a register takes in the order of a column.
    fn first_page(connection: &Connection, wishes: &Wishes, register: &Register, sort: Column) -> i32 {
        let sql = "SELECT * FROM r_thing WHERE town = 't' AND line IS NOT NULL ORDER BY line, id LIMIT 51";
        let mut statement = connection.prepare(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        while rows.next().unwrap().is_some() {}
        drop(rows);
        let steps = statement.get_status(StatementStatus::VmStep);
        if wishes.cost_much(&statement) {
            wishes.wish(register, sort);
        }
        steps
    }

    #[test]
    fn what_was_sorted_at_length_is_walked_once_nothing_is_written() {
        let parsed = pack::parse(PACK);
        let pack = parsed.pack.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics));
        let register = &pack.registers[0];
        let line = Column::Field(register.field("line").unwrap().0);
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE r_thing (town, id, line, withdrawn, place_code, state, PRIMARY KEY (town, id));
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                 INSERT INTO r_thing (town, id, line)
                 SELECT 't', printf('%06d', i), printf('%06d', i * 7919 % 100000) FROM n",
            )
            .unwrap();
        let (wishes, none) = (Wishes::default(), Sorted::default());
        assert_eq!(wishes.take(&none), None);
        let scanned = first_page(&connection, &wishes, register, line);
        let wish = wishes.take(&none).unwrap();
        assert_eq!(wishes.take(&none), None);
        make(&connection, &wish).unwrap();
        let there = Sorted::read(&connection).unwrap();
        assert!(there.has(register, line) && !there.has(register, Column::Place));
        let walked = first_page(&connection, &wishes, register, line);
        assert!(walked * 100 < scanned, "{walked} {scanned}");
        assert_eq!(wishes.take(&there), None);
    }
}
