//! Arrows between crates point down only.

use super::Look;
use toml::Table;

/// The house from the cellar to the roof; crates of one floor do not know each other.
const FLOORS: [&[&str]; 7] = [
    &["quantity", "standards"],
    &["pack"],
    &["ledger"],
    &["chart", "report", "sheet", "store", "typeset"],
    &["desk"],
    &["demo", "web"],
    &["yiben", "xtask"],
];

/// Every crate stands on a floor, and depends on lower floors only. What only its tests use is free.
pub(super) fn arrows(look: &Look<'_>) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for (file, text) in look.texts("/Cargo.toml")? {
        let Some(name) = file
            .strip_suffix("/Cargo.toml")
            .map(|folder| folder.strip_prefix("crates/").unwrap_or(folder))
        else {
            continue;
        };
        // Fuzz targets are a workspace of their own.
        if name == "fuzz" {
            continue;
        }
        let table: Table = toml::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        let used = table.get("dependencies").and_then(toml::Value::as_table);
        let used = used.into_iter().flat_map(Table::keys).map(String::as_str);
        wrong.extend(judge(name, used));
    }
    Ok(wrong)
}

fn judge<'a>(name: &str, used: impl Iterator<Item = &'a str>) -> Vec<String> {
    let Some(floor) = floor(name) else {
        return vec![format!(
            "{name} has no floor; give it one in xtask/src/tidy/layers.rs and tell of it in ARCHITECTURE.md"
        )];
    };
    used.filter(|used| self::floor(used).is_some_and(|below| below >= floor))
        .map(|used| format!("{name} depends on {used}, which does not stand below it"))
        .collect()
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arrows_that_point_down_are_in_order() {
        assert!(judge("desk", ["ledger", "serde", "store"].into_iter()).is_empty());
        assert_eq!(judge("ledger", ["store"].into_iter()).len(), 1);
        assert_eq!(judge("sheet", ["report"].into_iter()).len(), 1);
        assert_eq!(judge("annex", ["serde"].into_iter()).len(), 1);
    }
}
