//! No sheet of a workbook takes the reader of ledgers down.

#![no_main]

mod ledger;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(file) = ledger::workbook(bytes) {
        ledger::check(&file);
    }
});
