//! Reads sentences of many lines of business and compares what was read with the line kept beside each. A file is a
//! small report; under it, behind `---`, stands what is expected: one line a claim, one line a commitment.
//!
//! `UPDATE_CORPUS=1 cargo test -p yiben-report --test corpus` writes the expected lines anew, for a person to check.

// A file that cannot be read or written shall fail the test.
#![allow(clippy::unwrap_used)]

use report::{ClaimLine, CommitmentKind, CommitmentLine, Document, Lines, Options, read};
use std::fmt::Write as _;
use std::path::Path;

const RULE: &str = "---\n";

#[test]
fn every_text_of_the_corpus_is_read_as_written_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 12, "the corpus is not whole");
    let mut wrong = String::new();
    for file in files {
        let content = std::fs::read_to_string(&file).unwrap();
        let (text, expected) = content.split_once(RULE).unwrap_or((&content, ""));
        let got = told(&read(Document::plain(text), &Options::default()).lines());
        if std::env::var_os("UPDATE_CORPUS").is_some() {
            std::fs::write(&file, format!("{text}{RULE}{got}")).unwrap();
        } else if got != expected {
            for (line, (got, expected)) in pairs(&got, expected)
                .into_iter()
                .enumerate()
                .filter(|(_, (a, b))| a != b)
            {
                writeln!(
                    wrong,
                    "{}:{line}\n  read     {got}\n  expected {expected}",
                    file.display()
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn pairs<'a>(got: &'a str, expected: &'a str) -> Vec<(&'a str, &'a str)> {
    let count = got.lines().count().max(expected.lines().count());
    let line = |text: &'a str, at: usize| text.lines().nth(at).unwrap_or("(nothing)");
    (0..count).map(|at| (line(got, at), line(expected, at))).collect()
}

fn told(lines: &Lines) -> String {
    let mut out = String::new();
    for claim in &lines.claims {
        writeln!(out, "{}", claim_line(claim)).unwrap();
    }
    for promise in &lines.commitments {
        writeln!(out, "{}", promise_line(promise)).unwrap();
    }
    out
}

fn claim_line(claim: &ClaimLine) -> String {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let value = claim
        .value
        .map_or(String::new(), |value| value.0.normalize().to_string());
    let upper = claim
        .upper
        .map_or(String::new(), |upper| format!("..{}", upper.0.normalize()));
    let unit = claim.unit.as_deref().unwrap_or_default();
    let comparator = word(serde_json::to_value(claim.comparator).unwrap());
    let kind = word(serde_json::to_value(claim.kind).unwrap());
    let moved = claim.direction.map_or(String::new(), |way| {
        format!(" {}", word(serde_json::to_value(way).unwrap()))
    });
    let basis = claim
        .basis
        .as_ref()
        .map_or(String::new(), |basis| format!(" vs {basis}"));
    let soft = claim.soft.map_or(String::new(), |soft| {
        format!(" ({})", word(serde_json::to_value(soft).unwrap()))
    });
    let subject = claim.subject.as_deref().unwrap_or("-");
    let period = claim.period.as_deref().unwrap_or("-");
    let tense = word(serde_json::to_value(claim.tense).unwrap());
    format!(
        "{} = {comparator} {value}{upper}{unit} {kind}{moved}{basis}{soft} | {subject} | {period} | {tense}",
        claim.text
    )
}

fn promise_line(promise: &CommitmentLine) -> String {
    let target = promise.target.map_or(String::new(), |target| {
        let unit = promise.unit.as_deref().unwrap_or_default();
        format!(" {} {}{unit}", promise.comparator, target.0.normalize())
    });
    let kind = match promise.kind {
        CommitmentKind::Target => "target",
        CommitmentKind::ProjectAttribute => "attribute",
        CommitmentKind::Milestone => "milestone",
        CommitmentKind::Action => "action",
    };
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "-".to_owned());
    let deadline = promise.deadline.map_or("-".to_owned(), |day| day.to_string());
    let (verb, subject, modality) = (
        word(&promise.verb),
        word(&promise.subject),
        word(&promise.modality),
    );
    format!(
        "! {} => {kind} {verb} | {subject} |{target} | {modality} | {deadline}",
        promise.text
    )
}
