//! The packs that come with the product: each parses without a word and fits the published schema, all stand on one
//! shelf, and what no parser can judge holds of them: both languages, sources, phrases that mean one figure, loops that
//! end.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use pack::model::{Field, FieldKind, Loop, OnMiss, Pack, StateIx};
use pack::{Lang, Register, Shelf};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn sources() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of packs")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(path).expect("a pack is readable"))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "there are packs");
    found
}

fn packs() -> Vec<Pack> {
    let packs: Vec<Pack> = sources()
        .into_iter()
        .filter_map(|(_, source)| pack::parse(&source).pack)
        .collect();
    assert_eq!(packs.len(), sources().len(), "every pack parses");
    packs
}

fn registers(packs: &[Pack]) -> impl Iterator<Item = &Register> {
    packs.iter().flat_map(|pack| &pack.registers)
}

fn loops(packs: &[Pack]) -> impl Iterator<Item = (&Register, &Loop)> {
    registers(packs).filter_map(|register| Some((register, register.cycle.as_ref()?)))
}

#[test]
fn every_pack_parses_without_a_diagnostic() {
    let wrong: Vec<String> = sources()
        .iter()
        .flat_map(|(name, source)| {
            let parsed = pack::parse(source);
            let file = format!("packs/{name}.toml");
            parsed
                .diagnostics
                .iter()
                .map(|found| found.render(&file, source, Lang::En, false))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pack_bears_the_name_of_its_file() {
    for ((name, _), pack) in sources().iter().zip(packs()) {
        assert_eq!(pack.name, *name);
    }
}

#[test]
fn all_packs_stand_on_one_shelf() {
    if let Err(errors) = Shelf::new(packs()) {
        panic!(
            "{}",
            errors
                .iter()
                .map(|error| format!("{}: {error}\n", error.pack))
                .collect::<String>()
        );
    }
}

/// What of `value` does not fit `schema`, as far as the schema of packs goes.
fn misfits(schema: &Json, root: &Json, value: &Json, path: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix("#/$defs/"))
    {
        return misfits(&root["$defs"][name], root, value, path, found);
    }
    if let Some(choices) = schema["enum"].as_array() {
        if !choices.contains(value) {
            found.push(format!("{path}: {value} is none of {choices:?}"));
        }
        return;
    }
    let fits = |kind: &Json| match kind.as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    let kinds = schema["type"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![schema["type"].clone()]);
    if !kinds.iter().any(fits) {
        found.push(format!("{path}: {value} is no {kinds:?}"));
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        misfits(&schema["items"], root, item, &format!("{path}[{at}]"), found);
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
    {
        if !object.contains_key(name) {
            found.push(format!("{path}: `{name}` is missing"));
        }
    }
    for (name, inner) in object {
        let path = format!("{path}.{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Json::Null, Json::Bool(false) | Json::Null) => {
                found.push(format!("{path} is no key of the schema"));
            }
            (Json::Null, open) => misfits(open, root, inner, &path, found),
            (known, _) => misfits(known, root, inner, &path, found),
        }
    }
}

#[test]
fn every_pack_fits_the_published_schema() {
    let schema = pack::schema();
    for (name, source) in sources() {
        let value: Json = toml::from_str(&source).expect("a pack is TOML");
        let mut found = Vec::new();
        misfits(&schema, &schema, &value, &name, &mut found);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// Every pair of names in a pack's text: `zh` beside `en`.
fn titles(value: &Json, found: &mut Vec<(String, String)>) {
    match value {
        Json::Object(object) => {
            if let (Some(zh), Some(en)) = (object.get("zh"), object.get("en")) {
                let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
                found.push((text(zh), text(en)));
            }
            object.values().for_each(|value| titles(value, found));
        }
        Json::Array(items) => items.iter().for_each(|item| titles(item, found)),
        _ => {}
    }
}

#[test]
fn whatever_a_person_reads_stands_in_both_languages() {
    let is_han = |each: char| matches!(each, '\u{4e00}'..='\u{9fff}');
    for (name, source) in sources() {
        let value: Json = toml::from_str(&source).expect("a pack is TOML");
        let mut found = Vec::new();
        titles(&value, &mut found);
        for (zh, en) in found {
            assert!(zh.chars().any(is_han), "{name}: “{zh}” is not Chinese");
            assert!(
                !en.is_empty() && !en.chars().any(is_han),
                "{name}: “{en}” is not English"
            );
        }
    }
}

#[test]
fn every_code_list_and_setting_tells_where_it_comes_from() {
    for pack in packs() {
        for list in &pack.codes {
            assert!(
                list.source.is_some(),
                "{}: the code list {}",
                pack.name,
                list.name
            );
        }
        for setting in &pack.settings {
            assert!(
                setting.source.is_some(),
                "{}: the setting {}",
                pack.name,
                setting.name
            );
        }
    }
}

#[test]
fn a_phrase_names_one_indicator() {
    let packs = packs();
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for indicator in packs.iter().flat_map(|pack| &pack.indicators) {
        for phrase in indicator.also_called.iter().chain([&indicator.title.zh]) {
            owners.entry(phrase).or_default().insert(&indicator.name);
        }
    }
    owners.retain(|_, names| names.len() > 1);
    assert!(owners.is_empty(), "{owners:#?}");
}

#[test]
fn what_tells_a_person_apart_is_sensitive() {
    for register in registers(&packs()) {
        for field in &register.fields {
            let telling = matches!(field.kind, FieldKind::CitizenId | FieldKind::Phone);
            assert!(
                !telling || field.sensitive.is_some(),
                "{}.{}",
                register.name,
                field.name
            );
        }
    }
}

#[test]
fn a_step_asks_only_for_what_people_may_give() {
    for (register, cycle) in loops(&packs()) {
        for step in &cycle.steps {
            for field in step.asks.iter().map(|field| &register[*field]) {
                assert!(
                    field.is_given(),
                    "{}.{} asks for {}",
                    register.name,
                    step.name,
                    field.name
                );
            }
        }
    }
}

#[test]
fn what_is_automatic_is_filled_by_something() {
    for pack in packs() {
        for register in &pack.registers {
            let mut filled: BTreeSet<&str> = BTreeSet::new();
            for state in register.cycle.iter().flat_map(|cycle| &cycle.states) {
                filled.extend(state.stamp.map(|field| &*register[field].name));
            }
            for step in register.cycle.iter().flat_map(|cycle| &cycle.steps) {
                filled.extend(step.sets.iter().map(|(field, _)| &*register[*field].name));
            }
            if let Some(recurrence) = &register.recurrence {
                filled.extend(
                    [Some(recurrence.flag), recurrence.link]
                        .into_iter()
                        .flatten()
                        .map(|ix| &*register[ix].name),
                );
            }
            for evaluation in pack
                .evaluations
                .iter()
                .filter(|each| pack.registers[each.register].name == register.name)
            {
                filled.extend(
                    [evaluation.score, evaluation.rank, evaluation.grade].map(|field| &*register[field].name),
                );
            }
            let unfilled =
                |field: &&Field| field.automatic && field.default.is_none() && !filled.contains(&*field.name);
            let left: Vec<&str> = register
                .fields
                .iter()
                .filter(unfilled)
                .map(|field| &*field.name)
                .collect();
            assert!(left.is_empty(), "{}: nothing fills {left:?}", register.name);
        }
    }
}

/// The states that can be reached from `from` by steps and by missed limits.
fn reached(cycle: &Loop, from: StateIx) -> Vec<StateIx> {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(state) = reached.get(at).copied() {
        at += 1;
        let missed = match cycle[state].on_miss {
            OnMiss::Step(step) => cycle[step].to,
            _ => None,
        };
        let taken = cycle
            .steps
            .iter()
            .filter(|step| step.from.contains(&state))
            .filter_map(|step| step.to);
        for next in taken.chain(missed) {
            if !reached.contains(&next) {
                reached.push(next);
            }
        }
    }
    reached
}

#[test]
fn from_every_state_a_matter_can_come_to_rest() {
    for (register, cycle) in loops(&packs()) {
        for (at, state) in (0u16..).zip(&cycle.states) {
            let rests = reached(cycle, StateIx(at)).iter().any(|each| cycle[*each].closed);
            assert!(rests, "{}: nothing leads out of {}", register.name, state.name);
        }
    }
}

#[test]
fn a_missed_limit_never_leads_to_a_state_whose_own_limit_is_a_day_gone_by() {
    for (register, cycle) in loops(&packs()) {
        for state in cycle.states.iter().filter(|state| state.on_miss == OnMiss::Lift) {
            // A condition can leave out a day gone by; what is left without one must not be such a day.
            let of_top = |limit: &&pack::model::Limit| {
                limit.when.is_none()
                    && limit
                        .level
                        .is_none_or(|level| usize::from(level.0) + 1 == cycle.levels.len())
            };
            let top = state.limits.iter().find(of_top);
            let gone = top.is_some_and(|limit| matches!(limit.basis, pack::model::Basis::Field(_)));
            assert!(
                !gone,
                "{}: the level above has no time of its own in {}",
                register.name, state.name
            );
        }
    }
}
