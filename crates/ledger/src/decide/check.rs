//! What must hold of a record as a whole: fields that must be given, links and places that must exist, the key, the rules.

use super::Undecided;
use crate::Row;
use crate::clock::holds;
use crate::command::{Frame, Lookup};
use crate::input::required;
use crate::problem::{Cause, Problem, Refusal};
use crate::scope::RecordScope;
use jiff::civil::Date;
use pack::Value;
use pack::model::{FieldIx, FieldKind, Missing, Register, Rule, Severity};

/// Checks the record as it would stand; answers with the warnings.
pub(super) fn whole(frame: &Frame<'_>, row: &Row, lookup: &dyn Lookup) -> Result<Vec<Problem>, Undecided> {
    whole_with_places(frame, row, lookup, frame.now.date())
}

/// The same, by the places that there were on a day.
pub(super) fn whole_with_places(
    frame: &Frame<'_>,
    row: &Row,
    lookup: &dyn Lookup,
    day: Date,
) -> Result<Vec<Problem>, Undecided> {
    let mut problems = Vec::new();
    required_fields(frame, row, &mut problems);
    references(frame, row, lookup, day, &mut problems)?;
    let mut warnings = Vec::new();
    for rule in &frame.register.rules {
        if let Some(problem) = broken(frame, row, rule) {
            match rule.severity {
                Severity::Error => problems.push(problem),
                Severity::Warning => warnings.push(problem),
            }
        }
    }
    if !problems.is_empty() {
        return Err(Refusal {
            cause: Cause::Invalid,
            problems,
        }
        .into());
    }
    key_free(frame.register, row, lookup)?;
    Ok(warnings)
}

fn required_fields(frame: &Frame<'_>, row: &Row, problems: &mut Vec<Problem>) {
    let scope = RecordScope {
        register: frame.register,
        row,
        now: Some(frame.now),
    };
    for (at, field) in (0u16..).zip(&frame.register.fields) {
        let needed = field.required
            || field
                .required_when
                .as_ref()
                .is_some_and(|when| holds(when, &scope));
        if needed && field.is_given() && row.get(FieldIx(at)).is_null() {
            problems.push(required(field).at(&*field.name));
        }
    }
}

fn references(
    frame: &Frame<'_>,
    row: &Row,
    lookup: &dyn Lookup,
    day: Date,
    problems: &mut Vec<Problem>,
) -> Result<(), Undecided> {
    for (at, field) in (0u16..).zip(&frame.register.fields) {
        let value = row.get(FieldIx(at));
        match (&field.kind, value) {
            (FieldKind::Place, Value::Place(place)) if !lookup.place_exists(place, day)? => {
                problems.push(
                    Problem::new(
                        "place.unknown",
                        format!("区划代码 {place} 不在本镇区划之内"),
                        format!("{place} is no place of this town"),
                    )
                    .at(&*field.name),
                );
            }
            (FieldKind::Link { register }, Value::Text(_) | Value::List(_)) => {
                let single = std::slice::from_ref(value);
                let all = if let Value::List(values) = value {
                    values.as_slice()
                } else {
                    single
                };
                for id in all
                    .iter()
                    .filter_map(Value::as_text)
                    .filter_map(|text| text.parse().ok())
                {
                    if !lookup.exists(register, id)? {
                        problems.push(
                            Problem::new(
                                "link.missing",
                                format!("所关联的记录 {id} 不存在"),
                                format!("the linked record {id} does not exist in `{register}`"),
                            )
                            .at(&*field.name),
                        );
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn broken(frame: &Frame<'_>, row: &Row, rule: &Rule) -> Option<Problem> {
    let scope = RecordScope {
        register: frame.register,
        row,
        now: Some(frame.now),
    };
    if rule.when.as_ref().is_some_and(|when| !holds(when, &scope)) {
        return None;
    }
    let mut reads = rule.check.reads().iter();
    let skipped = match rule.missing {
        Missing::SkipIfAny => reads.any(|field| row.get(*field).is_null()),
        Missing::SkipIfAll => !rule.check.reads().is_empty() && reads.all(|field| row.get(*field).is_null()),
        Missing::Never => false,
    };
    if skipped || holds(&rule.check, &scope) {
        return None;
    }
    Some(Problem {
        code: "rule",
        field: rule
            .fields
            .first()
            .map(|field| frame.register[*field].name.clone()),
        message: rule.message.clone(),
    })
}

/// The text that names a record among its register's, if all its key fields are given.
#[must_use]
pub fn key_of(register: &Register, row: &Row) -> Option<String> {
    if register.key.is_empty() || row.withdrawn {
        return None;
    }
    let mut key = String::new();
    for field in &register.key {
        let part = match row.get(*field) {
            Value::Null => return None,
            Value::Sealed(sealed) => sealed.digest.clone(),
            Value::Text(text) => text.clone(),
            other => crate::value_json::to_json(&register[*field], other).to_string(),
        };
        if !key.is_empty() {
            key.push('\u{1f}');
        }
        key.push_str(&part);
    }
    Some(key)
}

/// Refuses a key that another record holds.
pub(super) fn key_free(register: &Register, row: &Row, lookup: &dyn Lookup) -> Result<(), Undecided> {
    let standing = Row {
        withdrawn: false,
        ..row.clone()
    };
    let Some(key) = key_of(register, &standing) else {
        return Ok(());
    };
    match lookup.key_owner(register, &key)? {
        Some(owner) if owner != row.id => {
            let zh: Vec<&str> = register
                .key
                .iter()
                .map(|field| &*register[*field].title.zh)
                .collect();
            let en: Vec<&str> = register.key.iter().map(|field| &*register[*field].name).collect();
            let (owner_zh, owner_en) = if lookup.may_be_named(register, owner)? {
                (format!("：{owner}"), format!("the record {owner}"))
            } else {
                (String::new(), "another record".to_owned())
            };
            let problem = Problem::new(
                "key.taken",
                format!("已有“{}”相同的记录{owner_zh}", zh.join("、")),
                format!("{owner_en} has the same {}", en.join(", ")),
            )
            .at(en.first().copied().unwrap_or_default());
            Err(Refusal::one(Cause::Conflict, problem).into())
        }
        _ => Ok(()),
    }
}
