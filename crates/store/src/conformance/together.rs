//! Reading and writing at once.

use super::sample::{Pen, TOWN, filled, making, register, shelf, town};
use crate::{Listing, Store};
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) fn a_reader_keeps_the_moment_at_which_it_was_opened<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let mut pen = Pen::new(store, &shelf, town());
    pen.keep(vec![making(register, 1, TOWN, &[])]);
    let early = store.read(&town()).expect("a book");
    assert_eq!(early.head().expect("a head").0, 1);
    pen.keep(vec![making(register, 2, TOWN, &[])]);
    assert_eq!(early.head().expect("a head").0, 1);
    assert_eq!(early.count(register, &Listing::default()).expect("a count"), 1);
    let late = store.read(&town()).expect("a book");
    assert_eq!(late.count(register, &Listing::default()).expect("a count"), 2);
}

pub(super) fn readers_see_whole_batches_while_a_writer_writes<S: Store>(store: &S) {
    const TOGETHER: u64 = 5;
    let shelf = shelf(false);
    let register = register(&shelf);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = 0;
                    while !done.load(Ordering::Relaxed) {
                        let book = store.read(&town()).expect("a book");
                        let (head, _) = book.head().expect("a head");
                        let count = book.count(register, &Listing::default()).expect("a count");
                        assert_eq!(head % TOGETHER, 0, "half a batch was seen");
                        assert_eq!(count, head, "records and journal are of one moment");
                        assert!(head >= seen, "time ran backwards");
                        seen = head;
                    }
                })
            })
            .collect();
        let mut pen = Pen::new(store, &shelf, town());
        for batch in 0..40 {
            let nr = |at| batch * TOGETHER + at + 1;
            pen.keep(
                (0..TOGETHER)
                    .map(|at| making(register, nr(at), TOWN, &[]))
                    .collect(),
            );
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().expect("a reader that was content");
        }
    });
}

pub(super) fn a_copy_holds_a_moment<S: Store>(store: &S) {
    let shelf = shelf(false);
    filled(store, &shelf);
    let folder = std::env::temp_dir().join(format!("conformance-{}-{:p}", std::process::id(), store));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("copy");
    store.copy_to(&file).expect("a copy");
    assert!(file.metadata().expect("a file").len() > 0);
    assert!(
        store.copy_to(&file).is_err(),
        "an existing file is never overwritten"
    );
    std::fs::remove_dir_all(&folder).expect("gone");
}
