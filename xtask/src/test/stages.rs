//! The stages, quickest first: what is most often wrong is told soonest.

use super::count::Count;
use super::tools;
use crate::house::House;
use crate::{fuzz, run, tidy};
use std::process::Command;

/// A part of the tests that can be run by itself.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&House, &mut Count) -> Result<(), String>,
}

/// All stages in the order in which they run.
pub(crate) const STAGES: [Stage; 8] = [
    Stage {
        name: "fmt",
        about: "the code is laid out as rustfmt does",
        run: fmt,
    },
    Stage {
        name: "tidy",
        about: "the rules of the house, its packs, documents, vendored files and licences",
        run: |house, _| tidy::tidy(house).map(drop),
    },
    Stage {
        name: "clippy",
        about: "no warning of the compiler or of clippy",
        run: clippy,
    },
    Stage {
        name: "tests",
        about: "tests of behaviour, of properties and of whole towns",
        run: tests,
    },
    Stage {
        name: "examples",
        about: "the examples in the documentation run",
        run: examples,
    },
    Stage {
        name: "docs",
        about: "the documentation is built without a warning",
        run: docs,
    },
    Stage {
        name: "journeys",
        about: "people's ways through the pages in a browser, and accessibility",
        run: journeys,
    },
    Stage {
        name: "fuzz",
        about: "hostile inputs, a few seconds for each target",
        run: |house, _| fuzz::fuzz(house, None, FUZZ_SECONDS).map(drop),
    },
];

/// Enough to find what a change has just broken; long runs are `cargo xtask fuzz`.
const FUZZ_SECONDS: u64 = 8;

fn cargo(house: &House, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(house.root()).args(arguments);
    command
}

fn fmt(house: &House, _: &mut Count) -> Result<(), String> {
    run::run(&mut cargo(house, &["fmt", "--all", "--check"]))
}

fn clippy(house: &House, _: &mut Count) -> Result<(), String> {
    run::run(&mut cargo(
        house,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
    ))
}

fn docs(house: &House, _: &mut Count) -> Result<(), String> {
    let mut command = cargo(house, &["doc", "--workspace", "--no-deps", "--locked"]);
    run::run(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn tests(house: &House, count: &mut Count) -> Result<(), String> {
    let mut command = if tools::nextest(house) {
        let quiet = ["--status-level", "slow", "--final-status-level", "fail"];
        let mut command = cargo(
            house,
            &["nextest", "run", "--workspace", "--no-fail-fast", "--locked"],
        );
        command.args(quiet);
        command
    } else {
        let kinds = ["--lib", "--bins", "--tests"];
        let mut command = cargo(house, &["test", "--workspace", "--no-fail-fast", "--locked"]);
        command.args(kinds);
        command
    };
    run::watched(&mut command, |line| count.read(line))
}

fn examples(house: &House, count: &mut Count) -> Result<(), String> {
    let mut command = cargo(
        house,
        &["test", "--doc", "--workspace", "--no-fail-fast", "--locked"],
    );
    run::watched(&mut command, |line| count.read(line))
}

/// The journeys start the program themselves: they are told where it is and which browser to use.
fn journeys(house: &House, count: &mut Count) -> Result<(), String> {
    let folder = house.path("journeys");
    let chromium = tools::browser()?;
    // With the features that the tests are built with, so that nothing is built twice.
    run::run(&mut cargo(
        house,
        &["test", "--workspace", "--no-run", "--locked"],
    ))?;
    let program = house.products().join("debug").join("yiben");
    let npm = |arguments: &[&str]| {
        let mut command = Command::new("npm");
        command.current_dir(&folder).args(arguments);
        command
    };
    run::run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    let mut walk = npm(&["test"]);
    walk.env("YIBEN", program).env("CHROMIUM", chromium);
    run::watched(&mut walk, |line| count.read(line))
}
