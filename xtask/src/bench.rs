//! What is measured, and the demo town: both are the program in a release build.

use crate::house::House;
use crate::run;
use std::process::Command;

/// The crates with benches, in the order in which they are run.
const MEASURED: [&str; 3] = ["yiben-quantity", "yiben-report", "yiben"];

/// Everything that is measured, one after the other, so that nothing disturbs anything.
pub(crate) fn bench(house: &House) -> Result<String, String> {
    for package in MEASURED {
        run::run(Command::new("cargo").current_dir(house.root()).args([
            "bench",
            "--benches",
            "--package",
            package,
        ]))?;
    }
    Ok(String::new())
}

/// The demo town, made once and served; `options` are those of `yiben demo`.
pub(crate) fn demo(house: &House, options: &[&str]) -> Result<String, String> {
    // Where the caller stands is where the demo town's folder goes, so the folder is not changed here.
    let manifest = house.path("Cargo.toml");
    run::run(
        Command::new("cargo")
            .args([
                "run",
                "--quiet",
                "--release",
                "--package",
                "yiben",
                "--manifest-path",
            ])
            .arg(manifest)
            .args(["--", "demo"])
            .args(options),
    )?;
    Ok(String::new())
}
