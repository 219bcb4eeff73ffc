//! Tables for the packs in force. A register whose columns changed is filled anew from the journal: the journal is the
//! source, and a table only its latest page.

use super::batch::write_row;
use super::cells::{add_to_cells, forget_cells};
use super::read::{View, Viewed, to_i64};
use super::schema::{Tables, create, quoted, shape};
use super::words;
use crate::{Read, Record, StoreError};
use ledger::{Act, Deltas, Row, apply, consequences, read_entry};
use pack::Shelf;
use pack::model::Register;
use rusqlite::{Connection, OptionalExtension as _, params};
use standards::PlaceCode;
use std::collections::{BTreeSet, HashMap};

/// Makes and fills what is missing or differs, and keeps it if so asked; answers with the registers that were rebuilt.
pub(super) fn arrange(
    connection: &mut Connection,
    shelf: &Shelf,
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
        fill(&transaction, shelf, &rebuilt, progress)?;
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
        fill_town(&open, shelf, registers, progress)?;
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
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    const STRETCH: usize = 10_000;
    let (last, _) = open.head()?;
    let mut rows: HashMap<(String, ledger::RecordId), (Row, u64)> = HashMap::new();
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
            let key = (act.register.clone(), act.id);
            let before = rows.remove(&key).map(|(row, _)| row);
            let row = apply(register, before, &entry.head, act)
                .map_err(|error| StoreError::Damaged(format!("entry {seq}: {error}")))?;
            rows.insert(key, (row, seq));
        }
        progress(seq, last);
    }
    let mut deltas = Deltas::default();
    for ((name, id), (row, touched)) in &rows {
        let Some((_, register)) = shelf.register(name) else {
            continue;
        };
        let follows = consequences(shelf, register, None, row);
        let record = Record {
            register,
            row,
            is_new: true,
            consequences: &follows,
        };
        write_row(open.connection, open.tables, open.town, *touched, &record)?;
        for timer in &follows.set {
            open.connection
                .prepare_cached(
                    "INSERT INTO timers (town, at, register, record, what) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    open.town.as_str(),
                    timer.at.0,
                    name,
                    id.to_string(),
                    timer.what.name()
                ])?;
        }
        if let Some((series, serial)) = &follows.serial {
            open.connection
                .prepare_cached(
                    "INSERT INTO serials (town, series, last) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
                )?
                .execute(params![open.town.as_str(), series, to_i64(*serial)])?;
        }
        deltas.extend(follows.deltas);
    }
    add_to_cells(open.connection, open.town, &deltas)
}
