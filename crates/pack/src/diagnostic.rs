//! What is wrong with a pack, shown at the line.

use crate::Text;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;
use std::ops::Range;

/// One thing wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What kind of mistake it is.
    pub code: Mistake,
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

/// Kinds of mistakes. Their names in JSON are stable, so that editors and programs can tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// The text is not TOML.
    Syntax,
    /// A key that is not known there.
    UnknownKey,
    /// A key that must be given is not.
    MissingKey,
    /// A value of the wrong type or out of bounds.
    WrongValue,
    /// A name that cannot be a name, or is reserved.
    BadName,
    /// A name given twice.
    Duplicate,
    /// A reference that leads nowhere.
    UnknownName,
    /// A field that is not of a kind that fits here.
    WrongField,
    /// An expression that cannot be read or checked.
    Expression,
    /// A regular expression that cannot be read.
    Pattern,
    /// A document's template that cannot be read, or uses what is no field.
    Template,
    /// Two things said that cannot both be.
    Contradiction,
    /// A state that no matter can reach or leave.
    DeadEnd,
    /// Things that are defined by each other.
    Cycle,
}

impl Mistake {
    /// Its name in JSON and in rendered diagnostics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Mistake::Syntax => "syntax",
            Mistake::UnknownKey => "unknown-key",
            Mistake::MissingKey => "missing-key",
            Mistake::WrongValue => "wrong-value",
            Mistake::BadName => "bad-name",
            Mistake::Duplicate => "duplicate",
            Mistake::UnknownName => "unknown-name",
            Mistake::WrongField => "wrong-field",
            Mistake::Expression => "expression",
            Mistake::Pattern => "pattern",
            Mistake::Template => "template",
            Mistake::Contradiction => "contradiction",
            Mistake::DeadEnd => "dead-end",
            Mistake::Cycle => "cycle",
        }
    }
}

impl Diagnostic {
    /// A diagnostic at `span` of `source`.
    #[must_use]
    pub fn new(source: &str, code: Mistake, span: Range<usize>, message: Text, hint: Option<Text>) -> Self {
        let start = floor(source, span.start);
        let end = floor(source, span.end.max(start));
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Diagnostic {
            code,
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
        let (error, help) = match lang {
            crate::Lang::Zh => (Level::ERROR.with_name("错误"), Level::HELP.with_name("提示")),
            crate::Lang::En => (Level::ERROR, Level::HELP),
        };
        let title = error.primary_title(self.message.get(lang)).id(self.code.name());
        let snippet = Snippet::source(source)
            .path(file)
            .line_start(1)
            .annotation(AnnotationKind::Primary.span(self.span.clone()));
        let mut group = Group::with_title(title).element(snippet);
        if let Some(hint) = &self.hint {
            group = group.element(help.message(hint.get(lang)));
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

/// Longer names are not looked for: comparing them would take long, and nobody misspells them.
const LONGEST_SLIP: usize = 80;

/// The known name nearest to a misspelt one, if it is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .filter(|_| name.len() <= LONGEST_SLIP)
        .map(|each| (distance(each, name), each))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, each)| {
            *distance <= 1 + name.chars().count() / 4 && *distance < each.chars().count()
        })
        .map(|(_, each)| each)
}

/// The question whether the nearest known name was meant.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<Text> {
    nearest(name, known).map(|near| Text {
        zh: format!("是不是“{near}”？"),
        en: format!("did you mean `{near}`?"),
    })
}

/// Number of single-letter edits between two names, neighbours changing places counted as one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = [
        vec![0; b.len() + 1],
        (0..=b.len()).collect::<Vec<usize>>(),
        vec![0; b.len() + 1],
    ];
    for i in 0..a.len() {
        let [before, above, row] = &mut rows;
        row[0] = i + 1;
        for j in 0..b.len() {
            let replaced = above[j] + usize::from(a[i] != b[j]);
            row[j + 1] = replaced.min(row[j] + 1).min(above[j + 1] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        rows.rotate_left(1);
    }
    rows[1].last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_the_name_that_was_meant() {
        let known = || ["category", "reported_on", "settled_on"].into_iter();
        for slip in ["catgory", "catergory", "caetgory", "categorz"] {
            assert_eq!(nearest(slip, known()), Some("category"), "{slip}");
        }
        assert_eq!(nearest("place", known()), None);
        assert_eq!(nearest("C", ["A", "B"].into_iter()), None);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("井盖", "井"), 1);
    }

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let message = Text {
            zh: "错".to_owned(),
            en: "wrong".to_owned(),
        };
        let found = Diagnostic::new("甲 = 1\n乙 = 二", Mistake::WrongValue, 14..17, message, None);
        assert_eq!((found.line, found.column), (2, 5));
    }

    #[test]
    fn a_mistake_has_one_name_in_json_and_on_the_terminal() {
        for each in [
            Mistake::Syntax,
            Mistake::UnknownKey,
            Mistake::DeadEnd,
            Mistake::WrongField,
        ] {
            assert_eq!(serde_json::to_value(each).expect("a name"), each.name());
        }
    }
}
