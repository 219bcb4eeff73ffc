//! No content of an OpenDocument spreadsheet takes the reader of ledgers down.

#![no_main]

mod ledger;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let parts: [(&str, &[u8]); 2] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", bytes),
    ];
    if let Some(file) = ledger::package(&parts) {
        ledger::check(&file);
    }
});
