//! Hostile inputs: the targets of `fuzz/`, built so that libFuzzer sees which ways they take. See `fuzz/README.md`.

use crate::house::House;
use crate::run;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The coverage libFuzzer steers by, from flags that stable rustc has.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

/// Seconds for each target when nothing is said.
const SECONDS: u64 = 60;

/// The command: all targets or one, for so many seconds each.
pub(crate) fn chore(house: &House, arguments: &[&str]) -> Result<String, String> {
    let mut wanted = None;
    let mut seconds = SECONDS;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if *argument == "--seconds" {
            let given = arguments.next().copied().unwrap_or_default();
            seconds = given
                .parse()
                .map_err(|_| format!("`--seconds {given}` is no number of seconds"))?;
        } else {
            wanted = Some(*argument);
        }
    }
    let ran = fuzz(house, wanted, seconds)?;
    Ok(format!("{ran} targets withstood {seconds} seconds each\n"))
}

/// Builds the targets and runs each for so many seconds; tells how many there were.
///
/// # Errors
/// When one cannot be built, crashes, hangs or finds an assertion broken: libFuzzer has then told the input.
pub(crate) fn fuzz(house: &House, wanted: Option<&str>, seconds: u64) -> Result<usize, String> {
    let all = targets(house)?;
    let chosen: Vec<&String> = all
        .iter()
        .filter(|name| wanted.is_none_or(|wanted| wanted == *name))
        .collect();
    if chosen.is_empty() {
        return Err(format!("the targets are {}", all.join(", ")));
    }
    let products = house.products().join("fuzz");
    let machine = machine()?;
    let mut build = Command::new("cargo");
    build
        .current_dir(house.path("fuzz"))
        .env("RUSTFLAGS", FLAGS)
        .env("CARGO_TARGET_DIR", &products)
        // With a target named, the flags do not reach build scripts.
        .args(["build", "--release", "--target", &machine]);
    for name in &chosen {
        build.args(["--bin", name]);
    }
    run::run(&mut build)?;
    for name in &chosen {
        let program = products.join(&machine).join("release").join(name);
        withstand(house, &program, name, seconds, &products)?;
    }
    Ok(chosen.len())
}

fn withstand(house: &House, program: &Path, name: &str, seconds: u64, products: &Path) -> Result<(), String> {
    let found = products.join("corpus").join(name);
    std::fs::create_dir_all(&found).map_err(|error| format!("{}: {error}", found.display()))?;
    let mut command = Command::new(program);
    // Inputs that break something are kept beside the corpus.
    command.current_dir(products).arg(&found);
    if let Some(seeds) = seeds(house, name) {
        command.arg(seeds);
    }
    command.args([
        &format!("-max_total_time={seconds}"),
        "-max_len=8192",
        "-timeout=10",
        "-verbosity=0",
        "-print_final_stats=1",
    ]);
    run::run(&mut command)
}

/// Real inputs to begin from.
fn seeds(house: &House, name: &str) -> Option<PathBuf> {
    let folder = if name.starts_with("report_read") {
        "crates/report/tests/corpus"
    } else if name.starts_with("pack") {
        "packs"
    } else {
        return None;
    };
    Some(house.path(folder)).filter(|folder| folder.is_dir())
}

/// The targets' names, from their files.
fn targets(house: &House) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = house
        .files()?
        .iter()
        .filter_map(|file| file.strip_prefix("fuzz/fuzz_targets/")?.strip_suffix(".rs"))
        .filter(|name| !name.contains('/'))
        .map(str::to_owned)
        .collect();
    names.sort();
    Ok(names)
}

/// What rustc calls this machine.
fn machine() -> Result<String, String> {
    let told = run::told(Command::new("rustc").arg("-vV"))?;
    told.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| "rustc does not say which machine this is".to_owned())
}
