//! Where everything wrong with a pack is noted.

use super::inside;
use crate::diagnostic::{Diagnostic, Mistake};
use crate::model::Text;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// What is wrong so far.
pub(super) struct Notes<'s> {
    source: &'s str,
    found: RefCell<Vec<Diagnostic>>,
    /// Names of things that are there but could not be read: what is said of them is not judged.
    doubtful: RefCell<BTreeSet<String>>,
}

/// One thing to note: what kind of mistake, and what to say in Chinese and English.
pub(super) struct Note {
    pub(super) code: Mistake,
    pub(super) message: Text,
    pub(super) hint: Option<Text>,
}

impl Note {
    pub(super) fn new(code: Mistake, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Note {
            code,
            message: Text {
                zh: zh.into(),
                en: en.into(),
            },
            hint: None,
        }
    }

    pub(super) fn hint(self, hint: Option<Text>) -> Self {
        Note {
            hint: hint.or(self.hint),
            ..self
        }
    }
}

impl<'s> Notes<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Notes {
            source,
            found: RefCell::default(),
            doubtful: RefCell::default(),
        }
    }

    pub(super) fn add(&self, span: Range<usize>, note: Note) {
        let Note { code, message, hint } = note;
        self.found
            .borrow_mut()
            .push(Diagnostic::new(self.source, code, span, message, hint));
    }

    /// Everything noted, in the order of the text, each thing once. Where the text stops being TOML, what follows is read
    /// by guess: of that only the syntax is told, and nothing is called missing.
    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        let is_syntax = |note: &Diagnostic| note.code == Mistake::Syntax;
        if let Some(broken) = found
            .iter()
            .filter(|note| is_syntax(note))
            .map(|note| note.span.start)
            .min()
        {
            let unclosed = |note: &Diagnostic| note.message.en.contains("unclosed");
            let runs_on = found.iter().any(unclosed);
            found.retain(|note| match note.code {
                // What is not closed swallows the rest of the text, and every line of it would be told.
                Mistake::Syntax => !runs_on || note.span.start == broken || unclosed(note),
                Mistake::MissingKey => false,
                _ => note.span.start < broken,
            });
        }
        found.sort_by(|a, b| {
            (a.span.start, a.code, &a.message.en, a.span.end).cmp(&(
                b.span.start,
                b.code,
                &b.message.en,
                b.span.end,
            ))
        });
        found.dedup();
        found
    }

    /// Marks a name as one whose thing could not be read.
    pub(super) fn doubt(&self, name: &str) {
        self.doubtful.borrow_mut().insert(name.to_owned());
    }

    pub(super) fn doubts(&self, name: &str) -> bool {
        self.doubtful.borrow().contains(name)
    }

    /// Whether an expression speaks of anything that could not be read.
    pub(super) fn doubts_in(&self, expression: &str) -> bool {
        let words = expression.split(|each: char| !each.is_ascii_alphanumeric() && each != '_');
        let doubtful = self.doubtful.borrow();
        !doubtful.is_empty() && words.into_iter().any(|word| doubtful.contains(word))
    }

    /// Where a part of a text's value stands in the source; `span` is the text as written.
    pub(super) fn inside(&self, span: &Range<usize>, inner: &Range<usize>) -> Range<usize> {
        match self.source.get(span.clone()) {
            Some(raw) => inside::place(raw, span.start, inner),
            None => span.clone(),
        }
    }
}
