//! The one JSON form of a value, in the journal and in the API: money and decimals as strings, days as `2024-03-05`,
//! moments as `2024-03-05T08:00:00+08:00`, tables as objects by column name, shapes as GeoJSON.

use crate::Moment;
use pack::model::{Field, FieldKind};
use pack::{Geometry, Position, Sealed, Value};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use std::str::FromStr;

/// Columns of a checklist's rows, in their order.
pub const CHECKLIST_COLUMNS: [&str; 5] = pack::model::ChecklistColumn::NAMES;

/// The JSON form of `value`, a value of `field`.
#[must_use]
pub fn to_json(field: &Field, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Int(number) => Json::from(*number),
        Value::Decimal(number) => Json::String(number.to_string()),
        Value::Text(text) => Json::String(text.clone()),
        Value::Date(date) if field.kind == FieldKind::Month => {
            Json::String(date.strftime("%Y-%m").to_string())
        }
        Value::Date(date) => Json::String(date.to_string()),
        Value::Time(at) => Json::String(time_text(Moment(*at))),
        Value::Place(place) => Json::String(place.to_string()),
        Value::Geometry(shape) => geometry_to_json(shape),
        Value::List(values) => Json::Array(values.iter().map(|each| to_json(field, each)).collect()),
        Value::Table(rows) => Json::Array(rows.iter().map(|row| row_to_json(field, row)).collect()),
        Value::Sealed(sealed) => json!({ "c": sealed.cipher, "m": sealed.mask, "h": sealed.digest }),
    }
}

/// The value of `field` that `json` stands for; none when it is not of the canonical form.
#[must_use]
pub fn from_json(field: &Field, json: Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Object(mut object) if object.contains_key("c") && object.contains_key("h") => {
            let mut part = |key| match object.remove(key) {
                Some(Json::String(text)) => Some(text),
                _ => None,
            };
            let (cipher, mask, digest) = (part("c")?, part("m")?, part("h")?);
            Some(Value::Sealed(Box::new(Sealed { cipher, mask, digest })))
        }
        Json::Array(items) => match &field.kind {
            FieldKind::Table { .. } | FieldKind::Checklist { .. } => items
                .into_iter()
                .map(|item| row_from_json(field, item))
                .collect::<Option<_>>()
                .map(Value::Table),
            _ => items
                .into_iter()
                .map(|item| from_json(field, item))
                .collect::<Option<_>>()
                .map(Value::List),
        },
        single => single_from_json(&field.kind, single),
    }
}

fn single_from_json(kind: &FieldKind, json: Json) -> Option<Value> {
    match (kind, json) {
        (FieldKind::Bool, Json::Bool(yes)) => Some(Value::Bool(yes)),
        (FieldKind::Integer | FieldKind::Year, Json::Number(number)) => number.as_i64().map(Value::Int),
        (FieldKind::Decimal { .. } | FieldKind::Money, Json::String(text)) => {
            Decimal::from_str_exact(&text).ok().map(Value::Decimal)
        }
        (FieldKind::Date, Json::String(text)) => text.parse().ok().map(Value::Date),
        (FieldKind::Month, Json::String(text)) => format!("{text}-01").parse().ok().map(Value::Date),
        (FieldKind::Time, Json::String(text)) => text
            .parse::<jiff::Timestamp>()
            .ok()
            .map(|at| Value::Time(at.as_millisecond())),
        (FieldKind::Place, Json::String(text)) => text.parse().ok().map(Value::Place),
        (FieldKind::Point | FieldKind::Line | FieldKind::Polygon, shape) => {
            geometry_from_json(&shape).map(Value::Geometry)
        }
        (_, Json::String(text)) => Some(Value::Text(text)),
        _ => None,
    }
}

fn time_text(at: Moment) -> String {
    let civil = at.civil();
    let seconds = civil.strftime("%Y-%m-%dT%H:%M:%S");
    match civil.millisecond() {
        0 => format!("{seconds}+08:00"),
        millis => format!("{seconds}.{millis:03}+08:00"),
    }
}

fn row_to_json(field: &Field, row: &[Value]) -> Json {
    let mut object = Map::new();
    match &field.kind {
        FieldKind::Table { columns } => {
            for (column, value) in columns.iter().zip(row).filter(|(_, value)| !value.is_null()) {
                object.insert(column.name.clone(), to_json(column, value));
            }
        }
        _ => {
            for (name, value) in CHECKLIST_COLUMNS
                .iter()
                .zip(row)
                .filter(|(_, value)| !value.is_null())
            {
                let json = match value {
                    Value::Int(count) => Json::from(*count),
                    Value::Text(text) => Json::String(text.clone()),
                    _ => continue,
                };
                object.insert((*name).to_owned(), json);
            }
        }
    }
    Json::Object(object)
}

fn row_from_json(field: &Field, json: Json) -> Option<Vec<Value>> {
    let Json::Object(mut object) = json else {
        return None;
    };
    match &field.kind {
        FieldKind::Table { columns } => columns
            .iter()
            .map(|column| from_json(column, object.remove(&column.name).unwrap_or_default()))
            .collect(),
        _ => CHECKLIST_COLUMNS
            .iter()
            .map(|name| match object.remove(*name).unwrap_or_default() {
                Json::Null => Some(Value::Null),
                Json::Number(count) => count.as_i64().map(Value::Int),
                Json::String(text) => Some(Value::Text(text)),
                _ => None,
            })
            .collect(),
    }
}

/// The GeoJSON geometry (RFC 7946) of a shape.
#[must_use]
pub fn geometry_to_json(shape: &Geometry) -> Json {
    fn position(at: &Position) -> Json {
        json!([number(at.longitude), number(at.latitude)])
    }
    fn number(decimal: Decimal) -> Json {
        serde_json::Number::from_str(&decimal.normalize().to_string()).map_or(Json::Null, Json::Number)
    }
    fn line(positions: &[Position]) -> Json {
        Json::Array(positions.iter().map(position).collect())
    }
    match shape {
        Geometry::Point(at) => json!({ "type": "Point", "coordinates": position(at) }),
        Geometry::Line(positions) => json!({ "type": "LineString", "coordinates": line(positions) }),
        Geometry::Polygon(rings) => {
            let rings: Vec<Json> = rings.iter().map(|ring| line(ring)).collect();
            json!({ "type": "Polygon", "coordinates": rings })
        }
    }
}

/// The shape of a GeoJSON geometry; none when it is not a point, line or polygon within the bounds of the earth.
#[must_use]
pub fn geometry_from_json(json: &Json) -> Option<Geometry> {
    fn degrees(json: &Json, most: i64) -> Option<Decimal> {
        let number = match json {
            Json::Number(number) => Decimal::from_str(&number.to_string()).ok()?,
            Json::String(text) => Decimal::from_str(text).ok()?,
            _ => return None,
        };
        let number = number.round_dp(9).normalize();
        (number.abs() <= Decimal::from(most)).then_some(number)
    }
    fn position(json: &Json) -> Option<Position> {
        let pair = json.as_array().filter(|pair| pair.len() >= 2)?;
        Some(Position {
            longitude: degrees(pair.first()?, 180)?,
            latitude: degrees(pair.get(1)?, 90)?,
        })
    }
    fn line(json: &Json) -> Option<Vec<Position>> {
        json.as_array()?.iter().map(position).collect()
    }
    let coordinates = json.get("coordinates")?;
    match json.get("type")?.as_str()? {
        "Point" => position(coordinates).map(Geometry::Point),
        "LineString" => line(coordinates)
            .filter(|line| line.len() >= 2)
            .map(Geometry::Line),
        "Polygon" => {
            let rings: Vec<Vec<Position>> =
                coordinates.as_array()?.iter().map(line).collect::<Option<_>>()?;
            let closed = |ring: &Vec<Position>| ring.len() >= 4 && ring.first() == ring.last();
            (!rings.is_empty() && rings.iter().all(closed)).then_some(Geometry::Polygon(rings))
        }
        _ => None,
    }
}
