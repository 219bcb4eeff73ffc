//! Tables for the packs in force. A register whose columns changed is filled anew from the journal: the journal is the
//! source, and a table only its latest page.

use super::batch::{write_row, write_timers_and_serial};
use super::cells::{add_to_cells, forget_cells};
use super::read::{View, Viewed};
use super::schema::{Tables, create, quoted, shape};
use super::words;
use crate::{Listing, Read, Record, StoreError};
use ledger::{
    Act, Consequences, Deltas, RecordAct, RecordId, Row, Seq, apply, consequences, key_of, read_entry,
};
use pack::Shelf;
use pack::model::Register;
use rusqlite::{Connection, OptionalExtension as _, params};
use standards::PlaceCode;
use std::collections::{BTreeSet, HashMap};

/// Entries and records gone through at a time.
const STRETCH: usize = 10_000;

/// Makes and fills what is missing or differs, and keeps it if so asked; answers with the registers that were rebuilt.
///
/// `held` records are held in memory at most while tables are filled.
pub(super) fn arrange(
    connection: &mut Connection,
    shelf: &Shelf,
    held: usize,
    progress: &mut dyn FnMut(u64, u64),
    keep: bool,
) -> Result<Vec<String>, StoreError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut rebuilt = BTreeSet::new();
    for (_, register) in shelf.registers() {
        let indicators: Vec<_> = shelf.indicators_of(&register.name).collect();
        let wanted = format!("{}\n{}", shape(register, &indicators), meaning(register, shelf));
        let have: Option<String> = transaction
            .query_row(
                "SELECT shape FROM shapes WHERE register = ?1",
                [&register.name],
                |row| row.get(0),
            )
            .optional()?;
        if have.as_deref() == Some(&wanted) {
            continue;
        }
        let table = format!("r_{}", register.name);
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS {};", quoted(&table)))?;
        transaction.execute_batch(&create(register, &indicators, &table))?;
        transaction.execute(
            "INSERT OR REPLACE INTO shapes VALUES (?1, ?2)",
            params![register.name, wanted],
        )?;
        transaction.execute("DELETE FROM timers WHERE register = ?1", [&register.name])?;
        rebuilt.insert(register.name.clone());
    }
    if !rebuilt.is_empty() {
        fill(&transaction, shelf, &rebuilt, held, progress)?;
        words::forget(&transaction)?;
    }
    if keep {
        transaction.commit()?;
    } else {
        transaction.rollback()?;
    }
    Ok(rebuilt.into_iter().collect())
}

/// What figures, computed fields, keys, numbers and timers of a register depend on besides its columns.
fn meaning(register: &Register, shelf: &Shelf) -> String {
    let mut text = format!("key {:?} number {:?}\n", register.key, register.number);
    if let Some(cycle) = &register.cycle {
        text.push_str(&format!("remind {:?}\n", cycle.remind));
    }
    for field in &register.fields {
        if let Some(computed) = &field.computed {
            text.push_str(&format!("{} = {}\n", field.name, computed.source()));
        }
    }
    for indicator in shelf.indicators_of(&register.name) {
        text.push_str(&format!(
            "{} /{}: {:?} by {:?}\n",
            indicator.name, indicator.scale, indicator.measure, indicator.by
        ));
    }
    text
}

struct Open<'a> {
    connection: &'a Connection,
    tables: &'a Tables,
    town: PlaceCode,
}

impl Viewed for Open<'_> {
    fn view(&self) -> Result<View<'_>, StoreError> {
        Ok(View {
            connection: self.connection,
            tables: self.tables,
            town: self.town,
            kept: None,
            wishes: None,
        })
    }
}

/// Fills the tables of these registers, their cells and timers, from every town's journal.
fn fill(
    connection: &Connection,
    shelf: &Shelf,
    registers: &BTreeSet<String>,
    held: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let tables = Tables::of(shelf);
    let towns: Vec<String> = connection
        .prepare("SELECT DISTINCT town FROM journal")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for town in towns {
        let town: PlaceCode = town
            .parse()
            .map_err(|_| StoreError::Damaged(format!("the journal is of `{town}`, which is no town")))?;
        let indicators = registers
            .iter()
            .flat_map(|register| shelf.indicators_of(register))
            .map(|indicator| &*indicator.name);
        let gone = gone(connection, town, shelf)?;
        forget_cells(
            connection,
            town,
            indicators.chain(gone.iter().map(String::as_str)),
        )?;
        let open = Open {
            connection,
            tables: &tables,
            town,
        };
        fill_town(&open, shelf, registers, held, progress)?;
    }
    Ok(())
}

/// Indicators that have cells and that no pack defines any more.
fn gone(connection: &Connection, town: PlaceCode, shelf: &Shelf) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT indicator FROM cells WHERE town = ?1 UNION SELECT indicator FROM deltas WHERE town = ?1",
    )?;
    let names = statement.query_map([town.as_str()], |row| row.get::<_, String>(0))?;
    let mut gone = names.collect::<Result<Vec<_>, _>>()?;
    gone.retain(|name| shelf.indicator(name).is_none());
    Ok(gone)
}

fn fill_town(
    open: &Open<'_>,
    shelf: &Shelf,
    registers: &BTreeSet<String>,
    held: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let (last, _) = open.head()?;
    let mut rows = Rows {
        open,
        shelf,
        held: HashMap::new(),
        most: held,
    };
    let mut seq = 0;
    while seq < last {
        for line in open.lines(seq, STRETCH)? {
            seq = line.seq;
            let entry = match read_entry(&line.text, shelf) {
                Ok(entry) => entry,
                // Entries of registers no pack defines any more stay in the journal and make no table.
                Err(ledger::EntryError::Register { .. }) => continue,
                Err(error) => return Err(StoreError::Damaged(error.to_string())),
            };
            let Act::Record(act) = &entry.act else { continue };
            let Some((_, register)) = shelf
                .register(&act.register)
                .filter(|(_, it)| registers.contains(&it.name))
            else {
                continue;
            };
            let before = rows.take(register, act)?;
            let row = apply(register, before, &entry.head, act)
                .map_err(|error| StoreError::Damaged(format!("entry {seq}: {error}")))?;
            rows.hold(register, row, seq)?;
        }
        progress(seq, last);
    }
    rows.lay_down()?;
    let mut deltas = Deltas::default();
    for (_, register) in shelf.registers() {
        if registers.contains(&register.name) {
            follow(open, shelf, register, &mut deltas)?;
        }
    }
    add_to_cells(open.connection, open.town, &deltas)
}

/// Records on their way through the journal. Many are touched again soon, so they are held for a while; a large register is
/// not held as a whole, for it may be larger than the memory.
struct Rows<'a> {
    open: &'a Open<'a>,
    shelf: &'a Shelf,
    held: HashMap<(String, RecordId), (Row, Seq)>,
    most: usize,
}

impl Rows<'_> {
    /// The record as the last entry about it left it; none when this is the first.
    fn take(&mut self, register: &Register, act: &RecordAct) -> Result<Option<Row>, StoreError> {
        match self.held.remove(&(register.name.clone(), act.id)) {
            Some((row, _)) => Ok(Some(row)),
            None if act.version > 1 => self.open.row(register, act.id),
            None => Ok(None),
        }
    }

    fn hold(&mut self, register: &Register, row: Row, touched: Seq) -> Result<(), StoreError> {
        self.held.insert((register.name.clone(), row.id), (row, touched));
        match self.held.len() < self.most {
            true => Ok(()),
            false => self.lay_down(),
        }
    }

    /// Writes what is held into the tables.
    fn lay_down(&mut self) -> Result<(), StoreError> {
        for ((name, _), (row, touched)) in self.held.drain() {
            let Some((_, register)) = self.shelf.register(&name) else {
                continue;
            };
            // All else follows from the record as it stands in the end.
            let key = Consequences {
                key: key_of(register, &row),
                ..Consequences::default()
            };
            let record = Record {
                register,
                row: &row,
                is_new: row.version == 1,
                consequences: &key,
            };
            write_row(
                self.open.connection,
                self.open.tables,
                self.open.town,
                touched,
                &record,
            )?;
        }
        Ok(())
    }
}

/// Sets the timers and serial numbers that follow from a register's records, and gathers what they add to figures.
fn follow(
    open: &Open<'_>,
    shelf: &Shelf,
    register: &Register,
    deltas: &mut Deltas,
) -> Result<(), StoreError> {
    let mut listing = Listing {
        limit: STRETCH,
        withdrawn: true,
        ..Listing::default()
    };
    loop {
        let page = open.list(register, &listing)?;
        for row in &page.rows {
            let follows = consequences(shelf, register, None, row);
            let record = Record {
                register,
                row,
                is_new: true,
                consequences: &follows,
            };
            write_timers_and_serial(open.connection, open.town, &record)?;
            deltas.extend(follows.deltas);
        }
        match page.next {
            Some(next) => listing.after = Some(next),
            None => return Ok(()),
        }
    }
}
