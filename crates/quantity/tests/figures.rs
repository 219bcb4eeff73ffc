//! Short texts, one mechanism of the language after another, each with the figures in it on the line below.
//!
//! `UPDATE_FIGURES=1 cargo test -p yiben-quantity --test figures` writes the lines below anew, for a person to check.

// A file that cannot be read or written shall fail the test.
#![allow(clippy::unwrap_used)]

use quantity::{Figure, figures};
use std::path::Path;

#[test]
fn every_text_has_the_figures_written_below_it() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures.txt");
    let content = std::fs::read_to_string(&file).unwrap();
    let texts: Vec<&str> = content.lines().filter(|line| !line.starts_with("  ")).collect();
    let read: String = texts
        .iter()
        .map(|text| {
            if text.is_empty() || text.starts_with('#') {
                format!("{text}\n")
            } else {
                format!("{text}\n  {}\n", told(text))
            }
        })
        .collect();
    if std::env::var_os("UPDATE_FIGURES").is_some() {
        std::fs::write(&file, read).unwrap();
        return;
    }
    assert!(texts.len() > 100, "the file is not whole");
    for (line, (read, expected)) in read.lines().zip(content.lines()).enumerate() {
        assert_eq!(read, expected, "line {}", line + 1);
    }
    assert_eq!(read.lines().count(), content.lines().count());
}

fn told(text: &str) -> String {
    let all: Vec<String> = figures(text).map(|figure| one(text, &figure)).collect();
    if all.is_empty() {
        "nothing".to_owned()
    } else {
        all.join("; ")
    }
}

fn one(text: &str, figure: &Figure) -> String {
    let mut told = format!(
        "{}: {} {}",
        figure.span.of(text),
        figure.kind.name(),
        figure.comparator.name()
    );
    if let Some(value) = figure.value {
        told += &format!(" {}", value.normalize());
    }
    if let Some(upper) = figure.upper {
        told += &format!("..{}", upper.normalize());
    }
    if let Some(unit) = figure.unit {
        told += &format!(" {unit}");
    }
    if let Some(change) = figure.change {
        told += &format!(" {:?}", change.direction).to_lowercase();
    }
    if let Some(period) = figure.when.and_then(|when| when.resolve(2024)) {
        told += &format!(" {period}");
    }
    if figure.soft.is_some() {
        told += " (soft)";
    }
    told
}
