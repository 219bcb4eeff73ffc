//! The published schema of packs, made from the very list of keys that the parser knows.

use crate::text::TYPES;
use crate::text::keys::{Holds, Keys, PACK};
use serde_json::{Map, Value as Json, json};

/// What tables, columns and expressions can bear as a name.
const NAME: &str = "^[a-z][a-z0-9_]{0,39}$";
/// What messages and addresses can bear as a name.
const SLUG: &str = "^[a-z][a-z0-9_-]{0,39}$";

/// The JSON Schema (2020-12) of a pack's TOML. Each key is described in English, then in Chinese.
#[must_use]
pub fn schema() -> Json {
    let mut definitions = Map::new();
    define(&PACK, &mut definitions);
    let root = definitions.remove(&title(&PACK)).unwrap_or_default();
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

/// The name of a kind of table in references: `code_list`.
fn title(keys: &Keys) -> String {
    keys.name.replace(' ', "_")
}

fn define(keys: &'static Keys, definitions: &mut Map<String, Json>) {
    if definitions.contains_key(&title(keys)) {
        return;
    }
    // Its place is taken first: fields hold columns, which are fields.
    definitions.insert(title(keys), Json::Null);
    let mut properties = Map::new();
    for key in keys.keys {
        let mut property = shape(key.holds, definitions);
        if let Some(property) = property.as_object_mut() {
            property.insert("description".to_owned(), json!(format!("{}\n{}", key.en, key.zh)));
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
        title(keys),
        json!({
            "title": keys.zh,
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
        json!({ "$ref": format!("#/$defs/{}", title(keys)) })
    };
    match holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::Told => json!({ "type": "string", "minLength": 1 }),
        Holds::Name => json!({ "type": "string", "pattern": NAME }),
        Holds::Slug => json!({ "type": "string", "pattern": SLUG }),
        Holds::FieldType => field_type(),
        Holds::Expr => json!({ "type": "string", "minLength": 1, "format": "expression" }),
        Holds::Bool => json!({ "type": "boolean" }),
        Holds::Integer(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Holds::Number => json!({ "type": "number" }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Integers => {
            json!({ "type": "array", "items": { "type": "integer", "minimum": 0, "maximum": u16::MAX } })
        }
        Holds::TextLists => {
            json!({ "type": "array", "items": { "type": "array", "items": { "type": "string" } } })
        }
        Holds::Exprs => {
            json!({ "type": "object", "additionalProperties": { "type": "string", "format": "expression" } })
        }
        Holds::Years => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[0-9]{4}$" },
            "additionalProperties": { "type": "number" },
        }),
        Holds::Scalar => json!({ "type": ["string", "number", "boolean"] }),
        Holds::Choice(choices) => json!({ "enum": choices }),
        Holds::Titles => json!({
            "type": "object",
            "properties": {
                "zh": { "type": "string", "minLength": 1 },
                "en": { "type": "string", "minLength": 1 },
            },
            "required": ["zh", "en"],
            "additionalProperties": false,
        }),
        Holds::One(keys) => reference(keys),
        Holds::Many(keys) => json!({ "type": "array", "items": reference(keys) }),
        Holds::Map(keys) => json!({
            "type": "object",
            "propertyNames": { "pattern": SLUG },
            "additionalProperties": reference(keys),
        }),
    }
}

/// The types of fields: those that are a word alone, and those with something in brackets.
fn field_type() -> Json {
    let plain = TYPES.iter().filter(|each| each.argument.is_none());
    let words =
        plain.map(|each| json!({ "const": each.word, "description": format!("{}\n{}", each.en, each.zh) }));
    let bracketed = TYPES.iter().filter(|each| each.argument.is_some()).map(|each| {
        let inside = if each.word == "decimal" {
            "[1-9]"
        } else {
            "[a-z][a-z0-9_-]*"
        };
        json!({
            "pattern": format!("^{}\\({inside}\\)$", each.word),
            "description": format!("{}\n{}", each.en, each.zh),
        })
    });
    json!({ "type": "string", "anyOf": words.chain(bracketed).collect::<Vec<_>>() })
}
