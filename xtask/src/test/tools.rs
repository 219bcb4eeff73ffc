//! What the tests need beyond Rust: found, installed where that can be done, or told by name.

use crate::house::House;
use crate::run;
use std::process::Command;

/// Whether tests are run by cargo-nextest; installs it if it is absent, and says so where that cannot be done.
#[expect(clippy::print_stdout, reason = "who waits is told what is being done")]
pub(crate) fn nextest(house: &House) -> bool {
    if run::there_is("cargo-nextest", "--version") {
        return true;
    }
    println!("cargo-nextest is not there; it is built once");
    let built = run::run(
        Command::new("cargo")
            .args(["install", "--locked", "--quiet", "cargo-nextest"])
            // Beside the products of the house, so that what was built is not thrown away with a folder of the moment.
            .env("CARGO_TARGET_DIR", house.products().join("tools"))
            .env_remove("CARGO_BUILD_BUILD_DIR"),
    );
    if let Err(why) = &built {
        println!("{why}; the tests are run by `cargo test`, which is slower but runs the same ones");
    }
    built.is_ok() && run::there_is("cargo-nextest", "--version")
}

/// The browser and what drives it: the path of Chromium.
///
/// # Errors
/// Names what is missing and cannot be installed here.
pub(crate) fn browser() -> Result<&'static str, String> {
    let mut missing = absent();
    if !missing.is_empty() && run::there_is("apt-get", "--version") && is_root() {
        run::run(
            Command::new("apt-get")
                .args(["install", "--yes", "--no-install-recommends"])
                .args(missing.iter().map(|(_, package)| package))
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
        missing = absent();
    }
    if missing.is_empty() {
        chromium().ok_or_else(|| "Chromium cannot be found".to_owned())
    } else {
        let packages: Vec<&str> = missing.iter().map(|(_, package)| *package).collect();
        Err(format!(
            "the browser journeys need what is not here: apt-get install {}",
            packages.join(" ")
        ))
    }
}

/// Programs that are not there, with the Debian packages that hold them.
fn absent() -> Vec<(&'static str, &'static str)> {
    let mut absent = Vec::new();
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if !run::there_is(program, "--version") {
            absent.push((program, package));
        }
    }
    if chromium().is_none() {
        absent.push(("chromium", "chromium"));
    }
    absent
}

fn chromium() -> Option<&'static str> {
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .into_iter()
    .find(|path| std::path::Path::new(path).exists())
}

fn is_root() -> bool {
    run::told(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
