//! Reading steps.

use super::super::notes::Note;
use super::super::register::{field_list, field_of};
use super::super::walk::{Placed, Table};
use super::Known;
use crate::diagnostic::Mistake;
use crate::model::{Effect, Field, FieldIx, FieldKind, StateIx, Step};
use crate::{Expr, Names};

pub(super) fn read(table: &Table<'_>, known: &Known<'_>) -> Option<Step> {
    let fields = known.names.fields;
    let now = Names {
        today: true,
        ..known.names
    };
    let office = |field: &Field| field.kind == FieldKind::Office;
    if table.has("refusal") && !table.has("when") {
        let (zh, en) = (
            "没有写 when，这句话永远不会出现",
            "this is never told, for there is no `when`",
        );
        table.note("refusal", Mistake::Contradiction, zh, en);
    }
    let documents = table.texts("documents");
    let document = |name: &Placed| table.find(name, known.documents, String::as_str, "文书", "document");
    Some(Step {
        name: table.text("name")?,
        title: table.title(),
        from: from(table, known),
        to: table.placed("to").and_then(|state| known.state(table, &state)),
        levels: table
            .texts("levels")
            .iter()
            .filter_map(|level| known.level(table, level))
            .collect(),
        roles: table.plain_texts("roles"),
        when: table.condition("when", &now),
        refusal: table.titles("refusal"),
        needs: field_list(table, "needs", fields),
        asks: asks(table, fields),
        sets: sets(table, &now),
        effect: effect(table, known),
        joint: field_of(
            table,
            "joint",
            fields,
            office,
            "office 类型的字段",
            "a field of type office",
        ),
        own: table.yes("own"),
        note: table.yes("note"),
        documents: documents.iter().filter_map(document).collect(),
        publishes: publishes(table, fields),
    })
}

fn from(table: &Table<'_>, known: &Known<'_>) -> Vec<StateIx> {
    let names = table.texts("from");
    table.unique(names.iter().cloned());
    if names.is_empty() && table.has("from") {
        table.note(
            "from",
            Mistake::WrongValue,
            "至少写一个状态",
            "name a state at least",
        );
    }
    names
        .iter()
        .filter_map(|state| known.state(table, state))
        .collect()
}

fn asks(table: &Table<'_>, fields: &[Field]) -> Vec<FieldIx> {
    let found = field_list(table, "asks", fields);
    for (name, span) in table.texts("asks") {
        if fields.iter().any(|field| field.name == name && !field.is_given()) {
            let note = Note::new(
                Mistake::WrongField,
                format!("“{name}”由系统填写，不能让人填"),
                format!("`{name}` is filled by the program and cannot be asked of people"),
            );
            table.notes.add(span, note);
        }
    }
    found
}

fn publishes(table: &Table<'_>, fields: &[Field]) -> Vec<FieldIx> {
    let found = field_list(table, "publishes", fields);
    for (name, span) in table.texts("publishes") {
        if fields
            .iter()
            .any(|field| field.name == name && field.sensitive.is_some())
        {
            let note = Note::new(
                Mistake::WrongField,
                format!("“{name}”是敏感字段，不能公开"),
                format!("`{name}` is sensitive and cannot be published"),
            );
            table.notes.add(span, note);
        }
    }
    found
}

fn sets(table: &Table<'_>, names: &Names<'_>) -> Vec<(FieldIx, Expr)> {
    let set = |(name, worked): &(Placed, Placed)| {
        let at = table.find(name, names.fields, |field| &field.name, "字段", "field")?;
        let field = &names.fields[at];
        if field.computed.is_some() || field.sensitive.is_some() {
            let note = Note::new(
                Mistake::WrongField,
                format!("“{}”是计算字段或敏感字段，不能赋值", field.name),
                format!("`{}` is computed or sensitive and cannot be set", field.name),
            );
            table.notes.add(name.1.clone(), note);
        }
        let ix = FieldIx(u16::try_from(at).ok()?);
        Some((ix, table.expr_for(worked, names, ix)?))
    };
    table.text_map("sets").iter().filter_map(set).collect()
}

fn effect(table: &Table<'_>, known: &Known<'_>) -> Option<Effect> {
    let text = table.text("effect")?;
    let days = |prefix: &str| {
        let days = text.strip_prefix(prefix)?.parse().ok()?;
        (1..=3_660).contains(&days).then_some(days)
    };
    let extended = days("extend:")
        .map(Effect::Extend)
        .or_else(|| days("extend_working:").map(Effect::ExtendWorking));
    Some(match (&*text, extended) {
        ("lift" | "lower", _) => {
            known.needs_levels(table, "effect");
            if text == "lift" {
                Effect::Lift
            } else {
                Effect::Lower
            }
        }
        ("reopen", _) => Effect::Reopen,
        ("pause", _) => Effect::Pause,
        ("resume", _) => Effect::Resume,
        (_, Some(extended)) => extended,
        _ => {
            table.note(
                "effect",
                Mistake::WrongValue,
                "应为 lift、lower、reopen、pause、resume、extend:天数 或 extend_working:工作日数",
                "`lift`, `lower`, `reopen`, `pause`, `resume`, `extend:days` or `extend_working:days` is expected here",
            );
            return None;
        }
    })
}
