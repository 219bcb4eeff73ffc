//! Records on a map (RFC 7946): one feature each, its values in words.

use super::{no_such_form, on_map, unwritten};
use crate::error::DeskError;
use crate::view::words;
use ledger::{Row, geometry_to_json};
use pack::Value;
use pack::model::{Pack, Register};
use serde_json::{Map, Value as Json, json};
use std::io::Write;

pub(super) fn write(
    pack: &Pack,
    register: &Register,
    rows: impl Iterator<Item = Row>,
    zh: bool,
    out: &mut dyn Write,
) -> Result<(), DeskError> {
    let Some(place) = register.fields.iter().position(|field| on_map(&field.kind)) else {
        return Err(no_such_form(
            "该台账没有坐标、线或面，不能导出 GeoJSON",
            "the register has no position, line or polygon, so that there is no GeoJSON of it",
        ));
    };
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")
        .map_err(unwritten)?;
    for (number, row) in rows.enumerate() {
        let between = if number == 0 { "\n" } else { ",\n" };
        write!(out, "{between}{}", feature(pack, register, &row, place, zh)).map_err(unwritten)?;
    }
    out.write_all(b"\n]}\n").map_err(unwritten)
}

fn feature(pack: &Pack, register: &Register, row: &Row, place: usize, zh: bool) -> Json {
    let geometry = match row.values.get(place) {
        Some(Value::Geometry(geometry)) => geometry_to_json(geometry),
        // A record without its position stays in the list.
        _ => Json::Null,
    };
    let values = register.fields.iter().zip(&row.values);
    let told = values.filter(|(field, value)| !value.is_null() && !on_map(&field.kind));
    let properties: Map<String, Json> = told
        .map(|(field, value)| (field.name.clone(), Json::String(words(pack, field, value, zh))))
        .collect();
    json!({ "type": "Feature", "id": row.id.to_string(), "geometry": geometry, "properties": properties })
}
