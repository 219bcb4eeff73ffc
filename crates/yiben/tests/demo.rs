//! The demo town from the command line: made once, proved, never mistaken for a real town.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn yiben(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yiben"))
        .args(["--lang", "en", "--data"])
        .arg(folder)
        .args(args)
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    format!("{out}{err}")
}

#[test]
fn a_real_town_is_never_thrown_away_for_a_demo() {
    let folder = tempfile::tempdir().expect("a folder");
    let town = folder.path().join("town");
    let made = yiben(&town, &["init", "--code", "330226105"]);
    assert!(made.status.success(), "{}", said(&made));
    for args in [&["demo", "--fresh", "--no-serve"][..], &["demo", "--check"]] {
        let refused = yiben(&town, args);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains("real town"));
    }
    assert!(yiben(&town, &["verify"]).status.success());
}

#[test]
fn the_demo_is_made_once_and_its_check_tells_every_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    let town = folder.path().join("demo");
    let made = yiben(&town, &["demo", "--no-serve"]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("is made"));
    let checked = yiben(&town, &["--json", "demo", "--check"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let lines: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let lines = lines.as_array().expect("a list");
    assert!(lines.len() >= 30);
    assert!(lines.iter().all(|line| line["agrees"] == true));
    assert!(!said(&yiben(&town, &["demo", "--no-serve"])).contains("is made"));
}
