//! Documents: links lead somewhere, and the book holds every page.

use super::Look;
use std::path::{Component, Path, PathBuf};

/// The book's table of contents.
const CONTENTS: &str = "docs/SUMMARY.md";

/// Relative links of Markdown lead to files or folders of the clone.
pub(super) fn links(look: &Look<'_>) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for (file, text) in look.texts(".md")? {
        for link in targets(&text) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            let leads = resolved(file, path);
            let folder = format!("{leads}/");
            if !look
                .files
                .iter()
                .any(|known| *known == leads || known.starts_with(&folder))
            {
                wrong.push(format!("{file} links to `{link}`, which is not there"));
            }
        }
    }
    Ok(wrong)
}

/// Every page under `docs/` stands in the table of contents.
pub(super) fn book(look: &Look<'_>) -> Result<Vec<String>, String> {
    let contents = look.house.read(CONTENTS)?;
    let listed: Vec<String> = targets(&contents).map(|link| resolved(CONTENTS, link)).collect();
    Ok(look
        .files
        .iter()
        .filter(|file| file.starts_with("docs/") && file.ends_with(".md") && *file != CONTENTS)
        .filter(|file| !listed.contains(file))
        .map(|file| format!("{file} is not in {CONTENTS}"))
        .collect())
}

/// Where the links of a text lead, outside of blocks of code.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n```")
        .step_by(2)
        .flat_map(|prose| prose.split("](").skip(1))
        .filter_map(|rest| rest.split([')', ' ', '\n']).next())
}

/// A link's path from the root of the clone.
fn resolved(file: &str, link: &str) -> String {
    let mut path = PathBuf::from(file);
    path.pop();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_prose_only() {
        let text = "See [a](a.md#part) and ![b](../b.png \"B\").\n```toml\nx = [1](no.md)\n```\n[c](c)\n";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["a.md#part", "../b.png", "c"]);
    }

    #[test]
    fn a_link_is_read_from_where_it_stands() {
        assert_eq!(
            resolved("docs/developer/packs.md", "../clerk/start.md"),
            "docs/clerk/start.md"
        );
        assert_eq!(resolved("README.md", "./docs"), "docs");
    }
}
