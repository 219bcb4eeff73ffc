//! What is wrong with a pack, shown at the line.

use crate::Text;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;
use std::ops::Range;

/// One thing wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Bytes of the pack's text that it is about.
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: Text,
    /// What might be meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
}

impl Diagnostic {
    /// A diagnostic at `span` of `source`.
    #[must_use]
    pub fn new(source: &str, span: Range<usize>, message: Text, hint: Option<Text>) -> Self {
        let start = floor(source, span.start);
        let end = floor(source, span.end.max(start));
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Diagnostic {
            span: start..end,
            line: before.matches('\n').count() + 1,
            column: source[line_start..start].chars().count() + 1,
            message,
            hint,
        }
    }

    /// The diagnostic as a terminal shows it, with the line it is about.
    #[must_use]
    pub fn render(&self, file: &str, source: &str, lang: crate::Lang, color: bool) -> String {
        let title = Level::ERROR.primary_title(self.message.get(lang));
        let snippet = Snippet::source(source)
            .path(file)
            .line_start(1)
            .annotation(AnnotationKind::Primary.span(self.span.clone()));
        let mut group = Group::with_title(title).element(snippet);
        if let Some(hint) = &self.hint {
            group = group.element(Level::HELP.message(hint.get(lang)));
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[group])
    }
}

fn floor(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The known name nearest to a misspelt one, if it is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|each| (distance(each, name), each))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 1 + name.chars().count() / 4)
        .map(|(_, each)| each)
}

/// The question whether the nearest known name was meant.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<Text> {
    nearest(name, known).map(|near| Text {
        zh: format!("是不是“{near}”？"),
        en: format!("did you mean `{near}`?"),
    })
}

/// Number of single-letter edits between two names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = before + usize::from(left != *right);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
