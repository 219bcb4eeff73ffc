//! A byte changed on disk, whoever changed it, is found by `verify`, which says where and ends with a number scripts see.

use crate::town::Town;
use std::path::Path;

fn record(town: &Town, nr: usize) {
    let title = format!("title=第{nr}件");
    let told = town.answer(&[
        "record",
        "new",
        "dispute",
        "-s",
        &title,
        "-s",
        "place=330226105208",
        "-s",
        "outline=争执",
        "-s",
        "category=neighbour",
        "-s",
        "reported_on=2024-03-05",
    ]);
    assert_eq!(told.0, 0, "{}", told.1);
}

/// Where `text` lies in the file, each time.
fn places(content: &[u8], text: &[u8]) -> Vec<usize> {
    content
        .windows(text.len())
        .enumerate()
        .filter(|(_, part)| *part == text)
        .map(|(at, _)| at)
        .collect()
}

fn lines(book: &Path) -> Vec<(i64, String)> {
    let connection = rusqlite::Connection::open(book).expect("the book opens");
    // What lies in the log beside is brought into the file.
    connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")
        .expect("brought in");
    let mut statement = connection
        .prepare("SELECT seq, line FROM journal ORDER BY seq")
        .expect("a journal");
    let lines = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("lines");
    lines.map(|line| line.expect("a line")).collect()
}

#[test]
fn a_byte_changed_in_the_file_is_found_and_its_entry_named() {
    let town = Town::make();
    (1..=3).for_each(|nr| record(&town, nr));
    assert_eq!(town.run(&["verify"]), 0);
    let book = town.book();
    let lines = lines(&book);
    let whole = std::fs::read(&book).expect("the file");
    let mut tried = 0;
    // Entries that lie whole on one page; longer ones go on elsewhere.
    for (seq, line) in lines.iter().filter(|(_, line)| line.len() < 1_000) {
        let found = places(&whole, line.as_bytes());
        let [at] = found[..] else { continue };
        for offset in [0, line.len() / 2, line.len() - 1] {
            let mut damaged = whole.clone();
            damaged[at + offset] ^= 1;
            std::fs::write(&book, &damaged).expect("written");
            let (code, said) = town.answer(&["verify"]);
            assert_ne!(code, 0, "byte {offset} of entry {seq}: {said}");
            assert!(
                said.contains(&format!("entry {seq}")),
                "byte {offset} of entry {seq}: {said}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 9, "{tried} bytes were tried");
    std::fs::write(&book, &whole).expect("written");
    assert_eq!(town.run(&["verify"]), 0);
}

#[test]
fn a_figure_changed_in_the_tables_is_found_by_rebuilding() {
    let town = Town::make();
    (1..=3).for_each(|nr| record(&town, nr));
    assert_eq!(town.run(&["rebuild"]), 0);
    for (sql, named) in [
        (
            "UPDATE r_dispute SET title = '改' WHERE rowid = (SELECT min(rowid) FROM r_dispute)",
            "title",
        ),
        ("DELETE FROM timers", "timers"),
        ("UPDATE serials SET last = last + 1", "series"),
        ("DELETE FROM deltas; DELETE FROM cells", "cell"),
    ] {
        let connection = rusqlite::Connection::open(town.book()).expect("the book opens");
        connection.execute_batch("SAVEPOINT before").expect("begun");
        connection
            .execute_batch(&format!("RELEASE before; BEGIN; {sql}; COMMIT;"))
            .expect("changed");
        drop(connection);
        let (code, said) = town.answer(&["rebuild"]);
        assert_eq!(code, 1, "{sql}: {said}");
        assert!(said.contains(named), "{sql}: {said}");
        let connection = rusqlite::Connection::open(town.book()).expect("the book opens");
        // The tables follow from the journal: taken away, they are made anew.
        connection
            .execute_batch("DELETE FROM shapes; DELETE FROM serials; DELETE FROM deltas; DELETE FROM cells;")
            .expect("taken away");
        drop(connection);
        assert_eq!(town.run(&["rebuild"]), 0, "after {sql}");
    }
}
