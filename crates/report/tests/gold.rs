//! Holds the reader against a report annotated by hand. The annotation is not part of this repository: it is looked for
//! in the folder `shared` beside the repository, or where `YIBEN_SHARED` says; without it the test says so and passes.

// A file that cannot be read shall fail the test.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use report::{Aspect, Document, Gold, Options, Score, read, score};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("YIBEN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let inputs = folder.join("inputs");
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
    println!("{}", serde_json::to_string_pretty(&score).unwrap());
    let all = score.all_claims();
    assert!(all.precision() >= 0.98 && all.recall() >= 0.98, "{all:?}");
    for (aspect, least) in [
        (Aspect::Comparator, 0.98),
        (Aspect::Kind, 0.98),
        (Aspect::Period, 0.95),
        (Aspect::Subject, 0.95),
        (Aspect::Tense, 0.95),
    ] {
        let tally = score.fields[&aspect];
        assert!(tally.recall() >= least, "{aspect:?} {tally:?}");
    }
    let promises = score.commitments.unwrap();
    assert!(
        promises.recall() >= 0.95 && promises.precision() >= 0.95,
        "{promises:?}"
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
