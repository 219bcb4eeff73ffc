//! Every test of the house, by one command.

use std::process::Command;

/// Runs the tests of all crates, then the examples in their documentation, and stops at the first that fails.
pub fn test() -> Result<String, String> {
    let nextest = run("cargo", &["nextest", "--version"]).is_ok();
    run("cargo", &["test", "--doc", "--workspace"])?;
    if nextest {
        run("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])?;
    } else {
        run(
            "cargo",
            &[
                "test",
                "--workspace",
                "--lib",
                "--bins",
                "--tests",
                "--no-fail-fast",
            ],
        )?;
    }
    Ok(String::new())
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let told = || format!("{program} {}", arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .status()
        .map_err(|error| format!("{}: {error}", told()))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed", told()))
    }
}
