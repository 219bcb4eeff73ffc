//! Reading what registers share: settings, code lists, checklists.

use super::keys;
use super::notes::Note;
use super::walk::{Placed, Table};
use crate::diagnostic::Mistake;
use crate::model::{Checklist, ChecklistItem, Code, CodeList, Setting};
use rust_decimal::Decimal;
use std::collections::HashMap;

pub(super) fn settings(table: &Table<'_>) -> Vec<Setting> {
    let all = table.map("settings", &keys::SETTING);
    let read = |(placed, setting): (Placed, Table<'_>)| {
        setting.check_name(&placed, false);
        let Some(value) = setting.scalar("value") else {
            setting.notes.doubt(&placed.0);
            return None;
        };
        Some(Setting {
            name: placed.0,
            title: setting.title(),
            value,
            source: setting.titles("source"),
        })
    };
    all.into_iter().filter_map(read).collect()
}

pub(super) fn codes(table: &Table<'_>) -> Vec<CodeList> {
    let all = table.map("codes", &keys::CODES);
    let read = |(placed, list): (Placed, Table<'_>)| {
        list.check_name(&placed, true);
        let entries = list.many("codes", &keys::CODE);
        list.unique(entries.iter().filter_map(|entry| entry.placed("code")));
        one_code_to_a_word(&list, &entries);
        if entries.is_empty() && list.has("codes") {
            list.note(
                "codes",
                Mistake::WrongValue,
                "代码表至少有一个代码",
                "a code list has a code at least",
            );
        }
        CodeList {
            name: placed.0,
            title: list.title(),
            source: list.titles("source"),
            codes: entries.iter().filter_map(code).collect(),
        }
    };
    all.into_iter().map(read).collect()
}

fn code(entry: &Table<'_>) -> Option<Code> {
    Some(Code {
        code: entry.text("code")?,
        title: entry.title(),
        also_called: entry.plain_texts("also"),
        retired: entry.yes("retired"),
    })
}

/// A word of a ledger that means two codes would be read as either.
fn one_code_to_a_word(list: &Table<'_>, entries: &[Table<'_>]) {
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for (word, span) in entry.placed("zh").into_iter().chain(entry.texts("also")) {
            if owners.insert(word.clone(), at).is_some_and(|owner| owner != at) {
                let note = Note::new(
                    Mistake::Duplicate,
                    format!("“{word}”已指另一个代码"),
                    format!("`{word}` stands for another code already"),
                );
                list.notes.add(span, note);
            }
        }
    }
}

pub(super) fn checklists(table: &Table<'_>) -> Vec<Checklist> {
    let all = table.map("checklists", &keys::CHECKLIST);
    let read = |(placed, list): (Placed, Table<'_>)| {
        list.check_name(&placed, true);
        let entries = list.many("items", &keys::ITEM);
        list.unique(entries.iter().filter_map(|entry| entry.placed("code")));
        if entries.is_empty() && list.has("items") {
            list.note(
                "items",
                Mistake::WrongValue,
                "检查表至少有一项",
                "a checklist has an item at least",
            );
        }
        if list
            .number("points")
            .is_some_and(|points| points <= Decimal::ZERO)
        {
            list.note(
                "points",
                Mistake::WrongValue,
                "总分应大于零",
                "the full score is more than nothing",
            );
        }
        Checklist {
            name: placed.0,
            title: list.title(),
            points: list.number("points").unwrap_or_default(),
            items: entries.iter().filter_map(item).collect(),
        }
    };
    all.into_iter().map(read).collect()
}

fn item(entry: &Table<'_>) -> Option<ChecklistItem> {
    let (each, most) = (
        entry.number("each").unwrap_or_default(),
        entry.number("most").unwrap_or_default(),
    );
    for (key, points) in [("each", each), ("most", most)] {
        if points.is_sign_negative() {
            entry.note(
                key,
                Mistake::WrongValue,
                "扣分不能为负",
                "points taken off are not below nothing",
            );
        }
    }
    if each > most && entry.has("most") {
        entry.note(
            "most",
            Mistake::Contradiction,
            "最多扣分小于每处扣分",
            "one finding takes off more than can be taken off",
        );
    }
    Some(ChecklistItem {
        code: entry.text("code")?,
        title: entry.title(),
        group: entry.titles("group"),
        each,
        most,
        void: entry.yes("void"),
    })
}
