//! The embedded store passes the suite that every store must pass.

use store::{Sqlite, conformance};

#[test]
fn the_embedded_store_does_what_every_store_must() {
    let folder = tempfile::tempdir().unwrap();
    let mut made = 0;
    conformance::run(|| {
        made += 1;
        Sqlite::open(&folder.path().join(format!("{made}.db"))).unwrap()
    });
}
