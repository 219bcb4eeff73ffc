//! What holds for every reading of every document.

use report::{Document, Language, Options, Reading, read};

/// Reads a document and looks at everything that can be asked of the reading.
pub fn check(document: Document) {
    let reading = read(document, &Options::default());
    let text = reading.document.text();
    for block in reading.document.blocks() {
        assert!(text.get(block.bytes.clone()).is_some(), "{block:?}");
    }
    sections_stand_in_the_text(&reading);
    commitments_stand_apart(&reading);
    let lines = reading.lines();
    assert_eq!(lines.claims.len(), reading.claims.len());
    for claim in &lines.claims {
        assert!(claim.span[0] < claim.span[1], "{claim:?}");
    }
    let _ = lines.table(Language::Chinese);
    let _ = lines.table(Language::English);
}

fn sections_stand_in_the_text(reading: &Reading) {
    let text = reading.document.text();
    for section in reading.outline.sections() {
        assert!(text.get(section.heading.clone()).is_some(), "{section:?}");
    }
}

/// No two actions come from the same clause, and every commitment names a claim there is.
fn commitments_stand_apart(reading: &Reading) {
    let text = reading.document.text();
    let mut last = 0;
    for promise in &reading.commitments {
        assert!(text.get(promise.bytes.clone()).is_some(), "{promise:?}");
        assert!(last <= promise.bytes.start, "{promise:?} goes back");
        last = promise.bytes.start;
        if let Some(claim) = promise.claim {
            assert!(claim < reading.claims.len(), "{promise:?}");
        }
    }
}
