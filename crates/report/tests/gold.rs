//! Holds the reader against a report annotated by hand. The annotation is not part of this repository; without it the
//! test says so and passes.

// A file that cannot be read shall fail the test.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use report::{Document, Gold, Options, Score, read, score};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/inputs");
    if inputs.join("gold/seed.jsonl").exists() {
        return Some(inputs);
    }
    println!("skipped: {} is not here", inputs.display());
    None
}

fn reading_against_gold(inputs: &Path) -> Score {
    let text = |name: &str| std::fs::read_to_string(inputs.join(name)).unwrap();
    let gold = Gold::read(&text("gold/seed.jsonl"))
        .unwrap()
        .and(Gold::read(&text("gold/commitments.jsonl")).unwrap());
    let reading = read(Document::plain(text("chalu-2024.txt")), &Options::default());
    score(&reading.lines(), &gold)
}

#[test]
fn a_real_report_is_read_as_annotated() {
    let Some(inputs) = shared() else { return };
    let score = reading_against_gold(&inputs);
    println!("{score}");
    let all = score.all_claims();
    assert!(all.precision() >= 0.98 && all.recall() >= 0.98, "{score}");
    for (field, least) in [
        ("comparator", 0.98),
        ("kind", 0.98),
        ("period", 0.95),
        ("subject", 0.95),
        ("tense", 0.95),
    ] {
        assert!(score.fields[field].recall() >= least, "{field}\n{score}");
    }
    assert!(
        score.commitments.recall() >= 0.95 && score.commitments.precision() >= 0.95,
        "{score}"
    );
}

#[test]
fn slogans_and_names_are_no_claims() {
    let Some(inputs) = shared() else { return };
    let text = std::fs::read_to_string(inputs.join("chalu-2024.txt")).unwrap();
    let lines = read(Document::plain(text), &Options::default()).lines();
    let slogans = std::fs::read_to_string(inputs.join("gold/slogans.jsonl")).unwrap();
    for line in slogans.lines() {
        let slogan: serde_json::Value = serde_json::from_str(line).unwrap();
        let edge = |at: usize| usize::try_from(slogan["span"][at].as_u64().unwrap()).unwrap();
        let hit = lines
            .claims
            .iter()
            .find(|claim| claim.span[0] < edge(1) && edge(0) < claim.span[1]);
        assert!(hit.is_none(), "{slogan} is read as {hit:?}");
    }
}
