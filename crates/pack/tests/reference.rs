//! The reference of the language is complete: its blocks are one pack without a mistake, which uses every key of the
//! schema and every type of field.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use pack::Lang;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn reference() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/developer/packs.md");
    std::fs::read_to_string(path).expect("the reference of packs")
}

/// The pack that the blocks make together. The tables of a TOML block end where the next begins, so they can follow each
/// other as they stand.
fn example() -> String {
    let text = reference();
    text.split("```toml\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .collect()
}

#[test]
fn the_blocks_are_one_pack_without_a_mistake() {
    let source = example();
    let parsed = pack::parse(&source);
    let wrong: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|found| found.render("packs.md", &source, Lang::En, false))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let pack = parsed.pack.expect("a pack");
    assert!(pack::Shelf::new(vec![pack]).is_ok());
}

/// The keys of tables that `value` uses, as `table.key`.
fn used(root: &Json, schema: &Json, value: &Json, found: &mut BTreeSet<String>) {
    let name = schema["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix("#/$defs/"));
    let table = name.map_or(schema, |name| &root["$defs"][name]);
    for item in value.as_array().into_iter().flatten() {
        used(root, &table["items"], item, found);
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        found.insert(format!("{}.{key}", name.unwrap_or("pack")));
        let known = &table["properties"][key];
        used(
            root,
            if known.is_null() {
                &table["additionalProperties"]
            } else {
                known
            },
            inner,
            found,
        );
    }
}

#[test]
fn the_blocks_use_every_key() {
    let schema = pack::schema();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let tables = schema["$defs"]
        .as_object()
        .expect("tables")
        .iter()
        .map(|(name, table)| (&**name, table));
    for (name, table) in tables.chain([("pack", &schema)]) {
        known.extend(
            table["properties"]
                .as_object()
                .expect("keys")
                .keys()
                .map(|key| format!("{name}.{key}")),
        );
    }
    let value: Json = toml::from_str(&example()).expect("a pack is TOML");
    let mut found = BTreeSet::new();
    used(&schema, &schema, &value, &mut found);
    let left: Vec<&String> = known.difference(&found).collect();
    assert!(left.is_empty(), "the reference has no example of {left:?}");
}

#[test]
fn the_table_of_types_names_every_type() {
    let schema = pack::schema();
    let types = schema["$defs"]["field"]["properties"]["type"]["anyOf"]
        .as_array()
        .expect("types");
    let text = reference();
    for each in types {
        let word = each["const"].as_str().or_else(|| {
            let pattern = each["pattern"].as_str()?;
            pattern.strip_prefix('^')?.split('\\').next()
        });
        let word = word.expect("a type is a word, alone or before a bracket");
        let told = text.contains(&format!("`{word}`")) || text.contains(&format!("`{word}("));
        assert!(told, "the reference does not tell of the type {word}");
    }
}

#[test]
fn the_reference_names_every_function_and_every_reserved_name() {
    let text = reference();
    for name in pack::function_names() {
        assert!(
            text.contains(&format!("{name}(")),
            "the reference does not tell of {name}"
        );
    }
    for name in pack::RESERVED_FIELD_NAMES {
        assert!(
            text.contains(&format!("`{name}`")),
            "the reference does not reserve {name}"
        );
    }
}
