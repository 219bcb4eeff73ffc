//! Rules about single files of Rust.

use super::Look;

/// Lines that a file may have.
const MOST: usize = 700;
/// Lines that a file of tests may have: tables of cases are long and read from top to bottom.
const MOST_OF_TESTS: usize = 900;

/// Crates that neither read a disk, a clock nor a die.
const PURE: [&str; 5] = ["quantity", "standards", "pack", "ledger", "chart"];

/// What a pure crate does not name.
const IMPURE: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::env::var",
    "std::process",
    "std::thread",
    "std::io::std",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "tz::TimeZone::system",
    "getrandom",
    "rand::",
    "RandomState",
];

/// Every file begins by saying what it is for, and fits one subject.
pub(super) fn heads_and_sizes(look: &Look<'_>) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for (file, text) in look.texts(".rs")? {
        if !text.starts_with("//! ") {
            wrong.push(format!("{file} does not begin with `//!`"));
        }
        let most = if is_of_tests(file) { MOST_OF_TESTS } else { MOST };
        let lines = text.lines().count();
        if lines > most {
            wrong.push(format!("{file} has {lines} lines; {most} are the most"));
        }
    }
    Ok(wrong)
}

/// The same input gives the same answer in a pure crate, whatever the machine and the day.
pub(super) fn purity(look: &Look<'_>) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for (file, text) in look.texts(".rs")? {
        let pure = PURE
            .iter()
            .any(|name| file.starts_with(&format!("crates/{name}/src/")));
        if pure && !is_of_tests(file) {
            wrong.extend(impure(&text).map(|(line, name)| format!("{file}:{line} names `{name}`")));
        }
    }
    Ok(wrong)
}

fn impure(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines()
        .enumerate()
        // Tests stand at the end of a file and may do as they please.
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter_map(|(at, line)| Some((at + 1, *IMPURE.iter().find(|name| line.contains(**name))?)))
}

fn is_of_tests(file: &str) -> bool {
    file.contains("/tests/") || file.ends_with("/tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_found_outside_of_tests_and_comments_only() {
        let text = "//! Not std::fs.\nlet now = Instant::now();\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(impure(text).collect::<Vec<_>>(), [(2, "Instant::now")]);
    }

    #[test]
    fn files_of_tests_are_known_by_their_place() {
        assert!(is_of_tests("crates/web/tests/api.rs"));
        assert!(is_of_tests("crates/typeset/src/press/tests.rs"));
        assert!(!is_of_tests("crates/web/src/serve.rs"));
    }
}
