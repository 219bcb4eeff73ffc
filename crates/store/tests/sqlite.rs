//! The embedded store passes the suite that every store must pass.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use store::{Sqlite, conformance};

fn put_to_the_test(prepared: fn(Sqlite) -> Sqlite) {
    let folder = tempfile::tempdir().unwrap();
    let mut made = 0;
    conformance::run(|| {
        made += 1;
        prepared(Sqlite::open(&folder.path().join(format!("{made}.db"))).unwrap())
    });
}

#[test]
fn the_embedded_store_does_what_every_store_must() {
    put_to_the_test(|store| store);
}

#[test]
fn so_it_does_with_an_index_for_whatever_a_list_is_sorted_by() {
    put_to_the_test(Sqlite::eager);
}
