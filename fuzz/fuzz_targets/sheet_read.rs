//! No spreadsheet of any kind, however strange, takes the reader of ledgers down.

#![no_main]

mod ledger;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| ledger::check(bytes));
