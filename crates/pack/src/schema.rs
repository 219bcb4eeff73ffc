//! The published schema of packs, made from the very list of keys that the parser knows.

use crate::text::keys::{Holds, Keys, PACK};
use serde_json::{Map, Value as Json, json};

/// The JSON Schema (2020-12) of a pack's TOML.
#[must_use]
pub fn schema() -> Json {
    let mut definitions = Map::new();
    define(&PACK, &mut definitions);
    let root = definitions.remove(PACK.name).unwrap_or_default();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Yiben pack 一本账业务包",
        "$defs": definitions,
    });
    if let (Some(schema), Json::Object(root)) = (schema.as_object_mut(), root) {
        schema.extend(root);
    }
    schema
}

fn define(keys: &'static Keys, definitions: &mut Map<String, Json>) {
    if definitions.contains_key(keys.name) {
        return;
    }
    // Its place is taken first: fields hold columns, which are fields.
    definitions.insert(keys.name.to_owned(), Json::Null);
    let mut properties = Map::new();
    for key in keys.keys {
        let mut property = shape(key.holds, definitions);
        if let Some(property) = property.as_object_mut() {
            property.insert("description".to_owned(), json!(key.about));
        }
        properties.insert(key.name.to_owned(), property);
    }
    let required: Vec<&str> = keys
        .keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    definitions.insert(
        keys.name.to_owned(),
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        }),
    );
}

fn shape(holds: Holds, definitions: &mut Map<String, Json>) -> Json {
    let mut reference = |keys: &'static Keys| {
        define(keys, definitions);
        json!({ "$ref": format!("#/$defs/{}", keys.name) })
    };
    match holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::Expr => json!({ "type": "string", "format": "expression" }),
        Holds::Bool => json!({ "type": "boolean" }),
        Holds::Integer => json!({ "type": "integer" }),
        Holds::Number => json!({ "type": "number" }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Integers => json!({ "type": "array", "items": { "type": "integer" } }),
        Holds::TextLists => {
            json!({ "type": "array", "items": { "type": "array", "items": { "type": "string" } } })
        }
        Holds::Exprs => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Holds::Years => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        Holds::Scalar => json!({ "type": ["string", "number", "boolean"] }),
        Holds::Choice(choices) => json!({ "enum": choices }),
        Holds::Titles => json!({
            "type": "object",
            "properties": { "zh": { "type": "string" }, "en": { "type": "string" } },
            "required": ["zh", "en"],
            "additionalProperties": false,
        }),
        Holds::One(keys) => reference(keys),
        Holds::Many(keys) => json!({ "type": "array", "items": reference(keys) }),
        Holds::Map(keys) => json!({ "type": "object", "additionalProperties": reference(keys) }),
    }
}
