//! Numbers in the prose of a report that are bound to nothing.

use quantity::{Kind, figures};
use serde::{Deserialize, Serialize};

/// A number in the prose that is bound to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loose {
    /// As written.
    pub text: String,
    /// Line of the template's rendering, from 1.
    pub line: usize,
    /// The words around it.
    pub around: String,
}

/// The loose numbers of a text in which every bound figure is blotted out. The head of the paper, dates, names and
/// headings' years are no figures.
pub(super) fn loose(prose: &str) -> Vec<Loose> {
    let head = prose
        .strip_prefix("---\n")
        .and_then(|rest| Some(4 + rest.find("\n---\n")? + 5))
        .unwrap_or_default();
    let body = prose.get(head..).unwrap_or_default();
    figures(body)
        .filter(|figure| {
            figure.soft.is_none() && !matches!(figure.kind, Kind::Date | Kind::Code | Kind::Ordinal)
        })
        .map(|figure| {
            let at = head + figure.span.start;
            let before = prose.get(..at).unwrap_or_default();
            let start = before.char_indices().rev().nth(9).map_or(0, |(at, _)| at);
            let end = head + figure.span.end;
            let after: String = prose.get(end..).unwrap_or_default().chars().take(6).collect();
            let around = format!(
                "{}{}{after}",
                before.get(start..).unwrap_or_default(),
                figure.span.of(body)
            );
            Loose {
                text: figure.span.of(body).to_owned(),
                line: before.matches('\n').count() + 1,
                around: around.replace('\n', " "),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_bound_to_nothing_is_found_at_its_line() {
        let found = loose("---\n日期: 2025-01-20\n---\n# 2024年报告\n\n化解纠纷〓，另有12起正在办理。\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&*found[0].text, found[0].line), ("12起", 6));
    }
}
