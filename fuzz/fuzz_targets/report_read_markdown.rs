//! No markdown, however strange, takes the reader of reports down.

#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use report::Document;

fuzz_target!(|text: &str| common::check(Document::markdown(text)));
