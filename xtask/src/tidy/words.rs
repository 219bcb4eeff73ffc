//! Words and files that have no place in the clone.

use super::Look;

/// Written in two parts, so that this file is no exception to its own rule. Not done is not written; where a machine keeps
/// its folders and from where it fetches packages is its own affair.
const WORDS: [&str; 12] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("unimple", "mented!"),
    concat!("to", "do!("),
    concat!("lorem", " ipsum"),
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("registry.", "npm"),
    concat!("npm", "mirror"),
    concat!("static.", "crates.io"),
];

/// Files that others write.
const OTHERS: [&str; 3] = ["Cargo.lock", "LICENSE", ".svg"];

/// No forbidden word stands in a text of ours.
pub(super) fn forbidden(look: &Look<'_>) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for file in &look.files {
        if OTHERS.iter().any(|ending| file.ends_with(ending)) || file.contains("/vendor/") {
            continue;
        }
        // What is no text has no words.
        let Ok(text) = look.house.read(file) else { continue };
        wrong.extend(found(&text).map(|(line, word)| format!("{file}:{line} holds `{word}`")));
    }
    Ok(wrong)
}

fn found(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at + 1, *WORDS.iter().find(|word| line.contains(**word))?)))
}

/// Nothing that is built, fetched or filled by a run is kept.
pub(super) fn products(look: &Look<'_>) -> Result<Vec<String>, String> {
    let is_product = |file: &&String| {
        ["target/", "node_modules/"]
            .iter()
            .any(|folder| file.starts_with(folder) || file.contains(&format!("/{folder}")))
            || [
                ".db",
                ".db-wal",
                ".snap.new",
                ".pending-snap",
                ".profraw",
                ".orig",
            ]
            .iter()
            .any(|ending| file.ends_with(ending))
    };
    Ok(look.files.iter().filter(is_product).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_with_its_line() {
        let text = format!("fn done() {{}}\n// {}: later\n", WORDS[0]);
        assert_eq!(found(&text).collect::<Vec<_>>(), [(2, WORDS[0])]);
    }
}
