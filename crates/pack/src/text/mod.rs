//! From a pack's text to a pack: TOML in, everything wrong told at once.

mod document;
mod evaluation;
mod field;
mod figure;
mod inside;
pub(crate) mod keys;
mod list;
mod looping;
mod notes;
mod number;
mod register;
mod shape;
mod syntax;
mod walk;

pub use field::RESERVED_FIELD_NAMES;
pub(crate) use field::TYPES;

use crate::diagnostic::Diagnostic;
use crate::model::{Checklist, CodeList, Pack, Register, Setting};
use notes::Notes;
use walk::Table;

/// A pack as read, and everything wrong with it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The pack; none while anything is wrong.
    pub pack: Option<Pack>,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a pack. Never fails: what is wrong is told beside what could be read.
#[must_use]
pub fn parse(source: &str) -> Parsed {
    let notes = Notes::new(source);
    let (root, errors) = toml::de::DeTable::parse_recoverable(source);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        notes.add(span.clone(), syntax::note(error.message(), source, span.start));
    }
    let first_line = 0..source.lines().next().map_or(0, str::len);
    let table = Table::new(root.get_ref(), first_line, &keys::PACK, &notes);
    let pack = read(&table, source);
    let diagnostics = notes.into_found();
    Parsed {
        pack: pack.filter(|_| diagnostics.is_empty()),
        diagnostics,
    }
}

fn read(table: &Table<'_>, source: &str) -> Option<Pack> {
    let name = table.text("name");
    let settings = list::settings(table);
    let codes = list::codes(table);
    let checklists = list::checklists(table);
    let shared = Shared {
        settings: &settings,
        codes: &codes,
        checklists: &checklists,
    };
    let document_names = document::names(table);
    let registers: Vec<Register> = table
        .map("registers", &keys::REGISTER)
        .iter()
        .filter_map(|(name, register)| register::read(name, register, shared, &document_names))
        .collect();
    let indicators = figure::indicators(table, shared, &registers, name.as_deref());
    let evaluations = evaluation::evaluations(table, shared, &registers);
    let documents = document::read(table, &registers);
    Some(Pack {
        name: name?,
        version: table.integer("version")?,
        title: table.title(),
        about: table.titles("about").unwrap_or_default(),
        systems: table.plain_texts("systems"),
        settings,
        codes,
        registers,
        indicators,
        checklists,
        evaluations,
        documents,
        source: source.to_owned(),
    })
}

/// What all registers of a pack share.
#[derive(Clone, Copy)]
struct Shared<'a> {
    settings: &'a [Setting],
    codes: &'a [CodeList],
    checklists: &'a [Checklist],
}
