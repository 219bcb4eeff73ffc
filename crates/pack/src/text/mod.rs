//! From a pack's text to a pack: TOML in, everything wrong told at once.

mod field;
mod figure;
pub(crate) mod keys;
mod looping;
mod register;
mod walk;

use crate::diagnostic::Diagnostic;
use crate::model::{Checklist, ChecklistItem, Code, CodeList, Document, Pack, Register, Setting, Text};
use walk::{Notes, Table};

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
        notes.add(
            span,
            format!("TOML 写法有误：{}", error.message()),
            format!("this is not TOML: {}", error.message()),
        );
    }
    let table = Table::new(root.get_ref(), 0..source.len().min(1), &keys::PACK, &notes);
    let pack = read(&table, source);
    let diagnostics = notes.into_found();
    Parsed {
        pack: pack.filter(|_| diagnostics.is_empty()),
        diagnostics,
    }
}

fn read(table: &Table<'_>, source: &str) -> Option<Pack> {
    let name = table.name();
    let settings = settings(table);
    let codes = codes(table);
    let checklists = checklists(table);
    let shelf = Shared {
        settings: &settings,
        codes: &codes,
        checklists: &checklists,
    };
    let documents = table.many("documents", &keys::DOCUMENT);
    let document_names: Vec<String> = documents
        .iter()
        .filter_map(|document| document.text("name"))
        .collect();
    let registers: Vec<Register> = table
        .map("registers", &keys::REGISTER)
        .iter()
        .filter_map(|(name, register)| register::read(name, register, shelf, &document_names))
        .collect();
    let indicators = figure::indicators(table, shelf, &registers, name.as_ref().map(|(name, _)| &**name));
    let evaluations = figure::evaluations(table, shelf, &registers);
    let documents = documents
        .iter()
        .filter_map(|document| read_document(document, &registers))
        .collect();
    let (name, _) = name?;
    Some(Pack {
        name,
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

fn settings(table: &Table<'_>) -> Vec<Setting> {
    let all = table.map("settings", &keys::SETTING);
    all.into_iter()
        .filter_map(|((name, span), setting)| {
            setting.check_name(&(name.clone(), span));
            Some(Setting {
                name,
                title: setting.title(),
                value: setting.scalar("value")?,
                source: setting.titles("source"),
            })
        })
        .collect()
}

fn codes(table: &Table<'_>) -> Vec<CodeList> {
    let all = table.map("codes", &keys::CODES);
    all.into_iter()
        .map(|((name, span), list)| {
            list.check_name(&(name.clone(), span));
            let entries = list.many("codes", &keys::CODE);
            let placed: Vec<_> = entries.iter().filter_map(|entry| entry.placed("code")).collect();
            list.unique(placed.iter().map(|(code, span)| (&**code, span.clone())));
            let codes = entries
                .iter()
                .filter_map(|entry| {
                    Some(Code {
                        code: entry.text("code")?,
                        title: entry.title(),
                        also_called: entry.plain_texts("also"),
                        retired: entry.yes("retired"),
                    })
                })
                .collect();
            CodeList {
                name,
                title: list.title(),
                source: list.titles("source"),
                codes,
            }
        })
        .collect()
}

fn checklists(table: &Table<'_>) -> Vec<Checklist> {
    let all = table.map("checklists", &keys::CHECKLIST);
    all.into_iter()
        .filter_map(|((name, span), list)| {
            list.check_name(&(name.clone(), span));
            let entries = list.many("items", &keys::ITEM);
            let placed: Vec<_> = entries.iter().filter_map(|entry| entry.placed("code")).collect();
            list.unique(placed.iter().map(|(code, span)| (&**code, span.clone())));
            let items = entries
                .iter()
                .filter_map(|entry| {
                    Some(ChecklistItem {
                        code: entry.text("code")?,
                        title: entry.title(),
                        group: entry.titles("group"),
                        each: entry.number("each")?,
                        most: entry.number("most")?,
                        void: entry.yes("void"),
                    })
                })
                .collect();
            Some(Checklist {
                name,
                title: list.title(),
                points: list.number("points")?,
                items,
            })
        })
        .collect()
}

/// Names a document may use besides the fields of its register.
const DOCUMENT_NAMES: [&str; 12] = [
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

fn read_document(table: &Table<'_>, registers: &[Register]) -> Option<Document> {
    let (name, _) = table.name()?;
    let register = table.placed("register")?;
    let at = table.find(
        &register,
        registers,
        |register| &register.name,
        "台账",
        "register",
    )?;
    let body = table.text("body")?;
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Lenient);
    match environment.template_from_str(&body) {
        Err(error) => {
            table.note(
                "body",
                format!("文书模板有误：{error}"),
                format!("the template: {error}"),
            );
            return None;
        }
        Ok(template) => {
            let known = |name: &str| registers[at].field(name).is_some() || DOCUMENT_NAMES.contains(&name);
            let mut unknown: Vec<String> = template
                .undeclared_variables(false)
                .into_iter()
                .filter(|name| !known(name))
                .collect();
            unknown.sort_unstable();
            for name in unknown {
                table.note(
                    "body",
                    format!("文书引用了不存在的字段“{name}”"),
                    format!("the template uses `{name}`, which is no field"),
                );
            }
        }
    }
    Some(Document {
        name,
        title: Text { ..table.title() },
        register: at,
        body,
    })
}
