//! Reading documents: their templates, and whether what they use is there.

use super::keys;
use super::notes::Note;
use super::walk::{Placed, Table};
use crate::diagnostic::{Mistake, did_you_mean};
use crate::model::{Document, Register};
use std::ops::Range;

/// Names a document may use besides the fields of its register.
const NAMES: [&str; 12] = [
    "town",
    "place",
    "number",
    "state",
    "level",
    "today",
    "by",
    "created_on",
    "due_on",
    "office",
    "id",
    "loop",
];

/// Names of the documents, for steps that make them.
pub(super) fn names(table: &Table<'_>) -> Vec<String> {
    let tables = table.many("documents", &keys::DOCUMENT);
    let names: Vec<Placed> = tables
        .iter()
        .filter_map(|document| document.placed("name"))
        .collect();
    table.unique(names.iter().cloned());
    names.into_iter().map(|(name, _)| name).collect()
}

pub(super) fn read(table: &Table<'_>, registers: &[Register]) -> Vec<Document> {
    let tables = table.many("documents", &keys::DOCUMENT);
    tables
        .iter()
        .filter_map(|document| one(document, registers))
        .collect()
}

fn one(table: &Table<'_>, registers: &[Register]) -> Option<Document> {
    let register = table.placed("register")?;
    let at = table.find(
        &register,
        registers,
        |register| &register.name,
        "台账",
        "register",
    );
    let (body, span) = table.placed("body")?;
    check(table, &body, &span, at.and_then(|at| registers.get(at)));
    Some(Document {
        name: table.text("name")?,
        title: table.title(),
        register: at?,
        body,
    })
}

fn check(table: &Table<'_>, body: &str, span: &Range<usize>, register: Option<&Register>) {
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Lenient);
    let template = match environment.template_from_str(body) {
        Ok(template) => template,
        Err(error) => {
            let said = error
                .detail()
                .map_or_else(|| error.kind().to_string(), str::to_owned);
            let note = Note::new(
                Mistake::Template,
                format!("文书模板有误：{said}"),
                format!("the template: {said}"),
            );
            table.notes.add(
                table.notes.inside(span, &line(body, error.line().unwrap_or(1))),
                note,
            );
            return;
        }
    };
    let Some(register) = register else { return };
    let known = || register.fields.iter().map(|field| &*field.name).chain(NAMES);
    let mut unknown: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    unknown.retain(|name| !known().any(|each| each == name) && !table.notes.doubts(name));
    unknown.sort_unstable();
    for name in unknown {
        let note = Note::new(
            Mistake::Template,
            format!("文书引用了不存在的字段“{name}”"),
            format!("the template uses `{name}`, which is no field"),
        );
        let at = table.notes.inside(span, &use_of(body, &name));
        table.notes.add(at, note.hint(did_you_mean(&name, known())));
    }
}

/// The bytes of a line of a template, counted from 1.
fn line(body: &str, number: usize) -> Range<usize> {
    let mut start = 0;
    for (at, line) in body.split_inclusive('\n').enumerate() {
        if at + 1 == number {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..body.len()
}

/// Where a template first uses a name: as a whole word within `{{ }}` or `{% %}`.
fn use_of(body: &str, name: &str) -> Range<usize> {
    let is_word = |each: char| each.is_alphanumeric() || each == '_';
    let mut uses = body.match_indices(name).filter(|(at, _)| {
        let (before, after) = (&body[..*at], &body[at + name.len()..]);
        let open_tag = before.rfind("{%").max(before.rfind("{{"));
        let closed_tag = before.rfind("%}").max(before.rfind("}}"));
        open_tag > closed_tag && !before.ends_with(is_word) && !after.starts_with(is_word)
    });
    uses.next()
        .map_or(0..body.len(), |(at, name)| at..at + name.len())
}
