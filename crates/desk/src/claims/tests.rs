//! The matching held to sentences of many lines of business, and to a real report where one is at hand.

use super::index::{Named, index};
use super::live::{Known, Live, Lookup};
use super::{CheckedClaim, Verdict, checked, contradict};
use crate::access::Actor;
use crate::error::DeskError;
use crate::lineage::Contributor;
use pack::Shelf;
use report::{Document, Options, Reading, read};
use rust_decimal::Decimal;
use standards::PlaceTree;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// Figures told beforehand; all others are such that no claim agrees with them.
struct Published(HashMap<(String, String), Decimal>);

impl Published {
    fn read() -> Self {
        let lines = include_str!("../../tests/published.txt").lines();
        let figures = lines.filter(|line| !line.starts_with('#')).map(|line| {
            let [name, period, value] = line.split_whitespace().collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            ((name.to_owned(), period.to_owned()), value.parse().unwrap())
        });
        Published(figures.collect())
    }
}

impl Live for Published {
    fn known(&self, lookup: &Lookup) -> Result<Known, DeskError> {
        let key = (lookup.indicator.clone(), lookup.period.to_string());
        let value = self.0.get(&key).copied().or(Some(Decimal::from(987_654)));
        Ok(Known { value, records: 1 })
    }

    fn behind(&self, _: &Lookup) -> Result<Vec<Contributor>, DeskError> {
        Ok(Vec::new())
    }
}

fn shelf() -> Shelf {
    Shelf::new(crate::built_in()).unwrap()
}

fn held(reading: &Reading, shelf: &Shelf) -> Vec<CheckedClaim> {
    let town = "330226105".parse().unwrap();
    let index: Vec<Named<'_>> = index(shelf, &Actor::trusted("test"), &town);
    checked(reading, &index, PlaceTree::ninghai(), town, &Published::read()).unwrap()
}

fn plain(text: &str) -> Reading {
    read(Document::plain(text), &Options { year: Some(2024) })
}

/// Sentences with what their figures are to be taken for.
fn sentences() -> impl Iterator<Item = (&'static str, Vec<(&'static str, &'static str)>)> {
    let blocks = include_str!("../../tests/claims.txt").split("\n\n");
    blocks.filter_map(|block| {
        let mut lines = block.lines().filter(|line| !line.starts_with('#'));
        let text = lines.next()?;
        let expected = lines
            .map(|line| line.trim().split_once(' ').expect(line))
            .collect();
        Some((text, expected))
    })
}

#[test]
fn every_figure_is_taken_for_its_indicator() {
    let shelf = shelf();
    let mut wrong = Vec::new();
    for (text, expected) in sentences() {
        let claims = held(&plain(&format!("一、2024年工作回顾\n{text}\n")), &shelf);
        let told: Vec<(&str, String)> = claims
            .iter()
            .map(|claim| {
                let mut name = claim.indicator.clone().unwrap_or_else(|| "-".to_owned());
                match claim.aspect {
                    Some(super::Aspect::YearOnYear) => name.push('^'),
                    Some(super::Aspect::Moved) => name.push('~'),
                    _ => {}
                }
                for (dimension, codes) in &claim.only {
                    name.push_str(&format!("[{dimension}={}]", codes.join("+")));
                }
                if claim.place != "330226105" {
                    name.push_str(&format!("@{}", claim.place));
                }
                (&*claim.text, name)
            })
            .collect();
        let told: Vec<(&str, &str)> = told.iter().map(|(text, name)| (*text, &**name)).collect();
        if told != expected {
            let near: Vec<_> = claims
                .iter()
                .map(|claim| {
                    claim
                        .nearest
                        .iter()
                        .map(|near| format!("{} {}", near.indicator, near.score))
                        .collect::<Vec<_>>()
                        .join(", ")
                })
                .collect();
            wrong.push(format!(
                "{text}\n  expected {expected:?}\n  told     {told:?}\n  nearest {near:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folder beside the project that holds a real report.
fn shared() -> Option<PathBuf> {
    let beside = || {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        root.ancestors()
            .map(|folder| folder.join("shared"))
            .find(|folder| folder.join("inputs").is_dir())
    };
    let folder = std::env::var_os("YIBEN_SHARED")
        .map(PathBuf::from)
        .or_else(beside);
    if folder.is_none() {
        eprintln!("skipped: there is no ../shared beside the project");
    }
    folder
}

#[test]
fn a_real_report_agrees_where_a_pack_speaks_and_raises_no_alarm() {
    let Some(folder) = shared() else { return };
    let text = std::fs::read_to_string(folder.join("inputs/chalu-2024.txt")).unwrap();
    let reading = read(Document::plain(&text), &Options::default());
    let claims = held(&reading, &shelf());
    let alarms: Vec<_> = claims
        .iter()
        .filter(|claim| !matches!(claim.verdict, Verdict::Agrees | Verdict::NoSource))
        .map(|claim| {
            format!(
                "{} {:?} {:?} {:?}",
                claim.text, claim.subject, claim.note.zh, claim.nearest
            )
        })
        .collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
    let agreed: BTreeSet<&str> = claims
        .iter()
        .filter(|claim| claim.verdict == Verdict::Agrees)
        .filter_map(|claim| claim.indicator.as_deref())
        .collect();
    let published = Published::read();
    let known: BTreeSet<&str> = published.0.keys().map(|(name, _)| &**name).collect();
    assert_eq!(agreed, known, "every published figure is found in the report");
    assert_eq!(contradict::contradictions(&reading, &claims), []);
}

#[test]
fn any_digit_planted_in_a_real_report_is_found_out() {
    let Some(folder) = shared() else { return };
    let text = std::fs::read_to_string(folder.join("inputs/chalu-2024.txt")).unwrap();
    let shelf = shelf();
    let reading = read(Document::plain(&text), &Options::default());
    let agreed = held(&reading, &shelf)
        .into_iter()
        .filter(|claim| claim.verdict == Verdict::Agrees);
    let (mut planted, mut missed) = (0, Vec::new());
    for claim in agreed {
        for (at, old) in claim
            .text
            .char_indices()
            .filter(|(_, each)| each.is_ascii_digit())
        {
            // Another for each digit, each time a step further, so that near and far ones come about.
            let digit = old.to_digit(10).unwrap();
            let new = (digit + 1 + planted % 9) % 10;
            let mut changed = text.clone();
            let at = claim.bytes.start + at;
            changed.replace_range(at..=at, &new.to_string());
            planted += 1;
            let reading = read(Document::plain(changed), &Options::default());
            let found = held(&reading, &shelf)
                .into_iter()
                .find(|found| found.bytes.start == claim.bytes.start && found.indicator == claim.indicator);
            if !found
                .as_ref()
                .is_some_and(|found| found.verdict == Verdict::Differs)
            {
                missed.push(format!(
                    "{} → {:?}",
                    claim.text,
                    found.map(|found| (found.text, found.verdict, found.indicator))
                ));
            }
        }
    }
    assert!(planted > 50, "{planted}");
    assert!(missed.is_empty(), "{} of {planted}: {missed:#?}", missed.len());
}

#[test]
fn a_text_that_speaks_against_itself_is_told_so() {
    let shelf = shelf();
    for line in include_str!("../../tests/contradictions.txt").lines() {
        let Some((expected, text)) = line.split_once(' ').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let reading = plain(&format!("一、2024年工作回顾\n{text}\n"));
        let found = contradict::contradictions(&reading, &held(&reading, &shelf));
        let sorts: Vec<String> = found
            .iter()
            .map(|found| {
                serde_json::to_value(found.sort)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        let expected: Vec<&str> = expected.split(',').filter(|sort| *sort != "-").collect();
        assert_eq!(sorts, expected, "{text}\n{found:#?}");
    }
}
