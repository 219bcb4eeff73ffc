//! Invariant 1: replaying the journal makes the tables, byte for byte.

use crate::cases;
use crate::history::World;
use desk::{Desk, Town};
use proptest::prelude::*;
use rusqlite::types::Value as Sql;
use std::path::Path;
use std::sync::Arc;

/// Every row of the tables that follow from the journal, as the file holds them.
fn tables(folder: &Path) -> Vec<(String, Vec<Vec<Sql>>)> {
    let connection = rusqlite::Connection::open(folder.join("town.db")).unwrap();
    let names: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'r\\_%' ESCAPE '\\' OR name IN ('timers', 'serials')) ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    names
        .into_iter()
        .map(|name| {
            let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
            let width = statement.column_count();
            let mut rows: Vec<Vec<Sql>> = statement
                .query_map([], |row| (0..width).map(|at| row.get::<_, Sql>(at)).collect())
                .unwrap()
                .map(Result::unwrap)
                .collect();
            rows.sort_by_cached_key(|row| format!("{row:?}"));
            (name, rows)
        })
        .collect()
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn replay_makes_every_record_cell_timer_and_number_that_is_kept(seeds in prop::collection::vec(any::<u64>(), 30..70)) {
        let world = World::after(&seeds);
        world.town.whole();
    }

    #[test]
    fn tables_filled_anew_from_the_journal_are_the_same_bytes(seeds in prop::collection::vec(any::<u64>(), 30..70)) {
        let world = World::after(&seeds);
        let folder = world.town.desk.town().folder().to_owned();
        world.town.desk.close();
        let live = tables(&folder);
        let second = tempfile::tempdir().unwrap();
        let copy = second.path().join("town");
        copied(&folder, &copy);
        let connection = rusqlite::Connection::open(copy.join("town.db")).unwrap();
        connection.execute_batch("DELETE FROM shapes; DELETE FROM serials; DELETE FROM timers; DELETE FROM cells; DELETE FROM deltas;").unwrap();
        drop(connection);
        let desk = Arc::new(Desk::open(Town::open(&copy).unwrap()).unwrap());
        prop_assert_eq!(desk::rebuild(&desk, &mut |_, _| {}).unwrap().difference, None);
        desk.close();
        prop_assert_eq!(tables(&copy), live);
    }
}
