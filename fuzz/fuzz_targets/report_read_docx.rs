//! No word-processor file, however strange, takes the reader of reports down. Few inputs are archives, so each is also
//! read as the main part of one.

#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use report::Document;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    for file in [Some(bytes.to_vec()), archive(bytes)].into_iter().flatten() {
        if let Ok(document) = Document::docx(&file) {
            common::check(document);
        }
    }
});

fn archive(main: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("word/document.xml", stored).ok()?;
    archive.write_all(main).ok()?;
    Some(archive.finish().ok()?.into_inner())
}
