//! Invariant 3: one unbroken chain; a changed, removed or exchanged byte is found.

use crate::cases;
use crate::history::World;
use crate::values::Dice;
use desk::verify;
use proptest::prelude::*;
use rusqlite::Connection;

/// Changes something of the journal on disk; tells what.
fn tamper(connection: &Connection, dice: &mut Dice) -> String {
    let last: i64 = connection
        .query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))
        .unwrap();
    let any = |dice: &mut Dice| 1 + i64::try_from(dice.below(last.unsigned_abs())).unwrap();
    let seq = any(dice);
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| connection.execute(sql, values).unwrap();
    match dice.below(6) {
        0 => {
            let line: String = connection
                .query_row("SELECT line FROM journal WHERE seq = ?1", [seq], |row| row.get(0))
                .unwrap();
            let mut bytes = line.into_bytes();
            let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            run("UPDATE journal SET line = ?1 WHERE seq = ?2", &[&text, &seq]);
            format!("byte {at} of entry {seq}")
        }
        1 => {
            run("DELETE FROM journal WHERE seq = ?1", &[&seq]);
            format!("entry {seq} removed")
        }
        2 => {
            let other = if seq == last { seq - 1 } else { seq + 1 };
            run("UPDATE journal SET seq = -1 WHERE seq = ?1", &[&seq]);
            run("UPDATE journal SET seq = ?1 WHERE seq = ?2", &[&seq, &other]);
            run("UPDATE journal SET seq = ?1 WHERE seq = -1", &[&other]);
            format!("entries {seq} and {other} exchanged")
        }
        3 => {
            let mut link: Vec<u8> = connection
                .query_row("SELECT link FROM journal WHERE seq = ?1", [seq], |row| row.get(0))
                .unwrap();
            link[usize::try_from(dice.below(32)).unwrap()] ^= 1 << dice.below(8);
            run("UPDATE journal SET link = ?1 WHERE seq = ?2", &[&link, &seq]);
            format!("the link of entry {seq}")
        }
        4 => {
            let column = *dice.pick(&["register", "record", "idem", "batch"]).unwrap();
            run(
                &format!("UPDATE journal SET {column} = coalesce({column}, '') || 'x' WHERE seq = ?1"),
                &[&seq],
            );
            format!("{column} of entry {seq}")
        }
        _ => {
            let gone = last - i64::try_from(dice.below(5)).unwrap();
            run("DELETE FROM journal WHERE seq >= ?1", &[&gone]);
            format!("everything from entry {gone} on removed")
        }
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn whatever_is_changed_removed_or_exchanged_in_the_journal_is_found(
        seeds in prop::collection::vec(any::<u64>(), 20..50), tampering in prop::collection::vec(any::<u64>(), 12),
    ) {
        let mut world = World::after(&seeds);
        // Whatever the dice did, the last entries are about a record.
        world.create_surely();
        world.town.whole();
        let file = world.town.desk.town().folder().join("town.db");
        let connection = Connection::open(file).unwrap();
        for seed in tampering {
            connection.execute_batch("SAVEPOINT before; CREATE TEMP TABLE IF NOT EXISTS kept AS SELECT * FROM journal;").unwrap();
            let what = tamper(&connection, &mut Dice(seed));
            connection.execute_batch("RELEASE before;").unwrap();
            let found = verify(&world.town.desk, &mut |_, _| {}).unwrap();
            prop_assert!(found.difference.is_some(), "{} was not found", what);
            connection.execute_batch("BEGIN; DELETE FROM journal; INSERT INTO journal SELECT * FROM kept; COMMIT;").unwrap();
            prop_assert_eq!(verify(&world.town.desk, &mut |_, _| {}).unwrap().difference, None);
        }
    }
}
