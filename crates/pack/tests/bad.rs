//! What an author gets wrong is told at its place, with what was expected: each pack in `bad` beside what is told of it.
//! `UPDATE=1 cargo test -p yiben-pack --test bad` writes what is told now.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use pack::{Diagnostic, Lang};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let entries = fs::read_dir(folder).expect("the folder of bad packs");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

/// What is told of a pack, in English and in Chinese.
fn told(name: &str, source: &str, found: &[Diagnostic]) -> String {
    let of = |lang: Lang| -> String {
        found
            .iter()
            .map(|found| found.render(name, source, lang, false) + "\n\n")
            .collect()
    };
    format!(
        "{}\n{}\n",
        of(Lang::En).trim_end(),
        format_args!("\n==== 中文 ====\n\n{}", of(Lang::Zh).trim_end())
    )
}

#[test]
fn every_mistake_is_told_as_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for path in files() {
        let source = fs::read_to_string(&path).expect("a bad pack");
        let name = path.file_name().expect("a name").to_string_lossy();
        let told = told(&name, &source, &pack::parse(&source).diagnostics);
        let beside = path.with_extension("txt");
        if update {
            fs::write(&beside, told).expect("the folder can be written");
        } else if fs::read_to_string(&beside).unwrap_or_default() != told {
            wrong.push(format!("{name} is told otherwise:\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 writes it anew", wrong.join("\n"));
}

fn all_diagnostics() -> Vec<Diagnostic> {
    let sources = files()
        .into_iter()
        .map(|path| fs::read_to_string(path).expect("a bad pack"));
    sources
        .flat_map(|source| pack::parse(&source).diagnostics)
        .collect()
}

#[test]
fn every_kind_of_mistake_is_made_somewhere() {
    let made: BTreeSet<&str> = all_diagnostics().iter().map(|found| found.code.name()).collect();
    let all = [
        "bad-name",
        "contradiction",
        "cycle",
        "dead-end",
        "duplicate",
        "expression",
        "missing-key",
        "pattern",
        "syntax",
        "template",
        "unknown-key",
        "unknown-name",
        "wrong-field",
        "wrong-value",
    ];
    assert_eq!(made.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn every_mistake_is_told_in_both_languages() {
    let is_han = |each: char| matches!(each, '\u{4e00}'..='\u{9fff}');
    for found in all_diagnostics() {
        for text in [Some(found.message), found.hint].into_iter().flatten() {
            assert!(text.zh.chars().any(is_han), "{}", text.zh);
            assert!(!text.en.is_empty());
        }
    }
}

#[test]
fn a_diagnostic_in_json_says_what_it_is_and_where() {
    let parsed = pack::parse("nmae = \"trial\"\n");
    let json = serde_json::to_value(&parsed.diagnostics).expect("diagnostics are JSON");
    let unknown = json
        .as_array()
        .and_then(|all| all.iter().find(|each| each["code"] == "unknown-key"));
    let unknown = unknown.expect("the misspelt key is told");
    assert_eq!(unknown["line"], 1);
    assert_eq!(unknown["column"], 1);
    assert_eq!(unknown["span"], serde_json::json!({ "start": 0, "end": 4 }));
    assert_eq!(unknown["hint"]["en"], "did you mean `name`?");
}

/// Whatever is said of a text is said of a part of it, and a pack is given only when nothing is said.
fn holds_together(source: &str) {
    let parsed = pack::parse(source);
    assert_eq!(parsed.pack.is_some(), parsed.diagnostics.is_empty(), "{source}");
    for found in &parsed.diagnostics {
        assert!(source.get(found.span.clone()).is_some(), "{found:?}");
        let _ = found.render("a.toml", source, Lang::Zh, true);
    }
}

const SAMPLE: &str = include_str!("sample.toml");

#[test]
fn the_sample_without_any_one_line_breaks_nothing() {
    let lines: Vec<&str> = SAMPLE.lines().collect();
    for at in 0..lines.len() {
        let without = [&lines[..at], &lines[at + 1..]].concat().join("\n");
        holds_together(&without);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,200}") {
        holds_together(&text);
    }

    #[test]
    fn no_change_to_the_sample_breaks_the_reader(
        at in any::<prop::sample::Index>(),
        length in 0_usize..40,
        put in prop_oneof![Just(String::new()), "[\\[\\]{}\"'=,.a-z0-9\\n井]{0,8}"],
    ) {
        let starts: Vec<usize> = SAMPLE.char_indices().map(|(at, _)| at).collect();
        let from = at.index(starts.len());
        let to = starts.get(from + length).copied().unwrap_or(SAMPLE.len());
        holds_together(&format!("{}{put}{}", &SAMPLE[..starts[from]], &SAMPLE[to..]));
    }
}
