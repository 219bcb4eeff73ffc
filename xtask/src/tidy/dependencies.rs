//! Dependencies: what they allow, and why they are here.

use super::Look;
use crate::run;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::process::Command;

/// Licences under which the program may be given on, with their notices.
const ALLOWED: [&str; 17] = [
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

/// Every licence is one of those allowed; every package comes from the registry; everything named in a `Cargo.toml` of
/// ours has its reason in ARCHITECTURE.md.
pub(super) fn dependencies(look: &Look<'_>) -> Result<Vec<String>, String> {
    let told = run::told(Command::new("cargo").current_dir(look.house.root()).args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
    ]))?;
    let metadata: Metadata =
        serde_json::from_str(&told).map_err(|error| format!("cargo metadata: {error}"))?;
    let reasons = look.house.read("ARCHITECTURE.md")?;
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    let mut ours = BTreeSet::new();
    for package in &metadata.packages {
        let Some(source) = &package.source else {
            ours.insert(package.name.as_str());
            named.extend(package.dependencies.iter().map(|used| used.name.as_str()));
            continue;
        };
        if !source.starts_with("registry+") {
            wrong.push(format!("{} comes from {source}", package.name));
        }
        let licence = package.license.as_deref().unwrap_or_default();
        if !allowed(licence) {
            wrong.push(format!(
                "{} {} has the licence `{licence}`",
                package.name, package.version
            ));
        }
    }
    let unexplained = named.difference(&ours).filter(|name| !explained(&reasons, name));
    wrong.extend(unexplained.map(|name| format!("ARCHITECTURE.md does not say why `{name}` is here")));
    Ok(wrong)
}

fn allowed(licence: &str) -> bool {
    spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|wanted| wanted.license.id().is_some_and(|id| ALLOWED.contains(&id.name)))
    })
}

/// Whether a row of a table begins with this name, alone or among others.
fn explained(reasons: &str, name: &str) -> bool {
    reasons.lines().any(|line| {
        line.strip_prefix("| ")
            .and_then(|row| row.split(" | ").next())
            .is_some_and(|cell| cell.split([',', ' ']).any(|each| each == name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_licences_is_enough_and_all_of_joined_ones_are_needed() {
        assert!(allowed("MIT OR Apache-2.0"));
        assert!(allowed("MIT/Apache-2.0"));
        assert!(allowed("GPL-2.0-only OR MIT"));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!allowed("MIT AND GPL-3.0-only"));
        assert!(!allowed(""));
    }

    #[test]
    fn a_reason_stands_in_a_row_of_the_table() {
        let table = "| crate | why |\n|---|---|\n| sha2, rusqlite (bundled) | the chain |\n";
        assert!(explained(table, "sha2") && explained(table, "rusqlite"));
        assert!(!explained(table, "chain"));
    }
}
