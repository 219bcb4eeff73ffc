//! Values as columns hold them: typed, sortable, exact. Decimals and money are whole numbers of their last decimal place.

use crate::StoreError;
use ledger::{from_json, to_json};
use pack::Value;
use pack::model::{Field, FieldKind};
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use rust_decimal::Decimal;

/// The SQL type of a field's column.
pub(super) fn sql_type(field: &Field) -> &'static str {
    if field.sensitive.is_some() || field.multiple {
        return "TEXT";
    }
    match field.kind {
        FieldKind::Bool
        | FieldKind::Integer
        | FieldKind::Year
        | FieldKind::Decimal { .. }
        | FieldKind::Money
        | FieldKind::Time => "INTEGER",
        _ => "TEXT",
    }
}

/// The column's value.
pub(super) fn to_sql<'a>(field: &Field, value: &'a Value) -> ToSqlOutput<'a> {
    match value {
        Value::Null => ToSqlOutput::Owned(Sql::Null),
        Value::Bool(yes) => ToSqlOutput::Owned(Sql::Integer((*yes).into())),
        Value::Int(number) | Value::Time(number) => ToSqlOutput::Owned(Sql::Integer(*number)),
        Value::Decimal(number) => ToSqlOutput::Owned(scaled(field, *number)),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Date(date) => ToSqlOutput::Owned(Sql::Text(date.to_string())),
        Value::Place(place) => ToSqlOutput::Owned(Sql::Text(place.to_string())),
        Value::Geometry(_) | Value::List(_) | Value::Table(_) | Value::Sealed(_) => {
            ToSqlOutput::Owned(Sql::Text(to_json(field, value).to_string()))
        }
    }
}

fn scaled(field: &Field, number: Decimal) -> Sql {
    let mut number = number;
    number.rescale(field.scale().unwrap_or_default().into());
    i64::try_from(number.mantissa()).map_or(Sql::Null, Sql::Integer)
}

/// The value a column holds.
pub(super) fn from_sql(field: &Field, sql: ValueRef<'_>) -> Result<Value, StoreError> {
    let damaged = || {
        StoreError::Damaged(format!(
            "the column `{}` holds a value it cannot hold",
            field.name
        ))
    };
    let text = |bytes: &[u8]| {
        std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|_| damaged())
    };
    let as_json = field.sensitive.is_some() || field.multiple;
    Ok(match (sql, &field.kind) {
        (ValueRef::Null, _) => Value::Null,
        (ValueRef::Integer(number), FieldKind::Bool) => Value::Bool(number != 0),
        (ValueRef::Integer(number), FieldKind::Integer | FieldKind::Year) => Value::Int(number),
        (ValueRef::Integer(number), FieldKind::Time) => Value::Time(number),
        (ValueRef::Integer(number), FieldKind::Decimal { .. } | FieldKind::Money) => {
            Value::Decimal(Decimal::new(number, field.scale().unwrap_or_default().into()))
        }
        (ValueRef::Text(bytes), FieldKind::Date | FieldKind::Month) if !as_json => {
            text(bytes)?.parse().map(Value::Date).map_err(|_| damaged())?
        }
        (ValueRef::Text(bytes), FieldKind::Place) if !as_json => {
            text(bytes)?.parse().map(Value::Place).map_err(|_| damaged())?
        }
        (
            ValueRef::Text(bytes),
            FieldKind::Point
            | FieldKind::Line
            | FieldKind::Polygon
            | FieldKind::Table { .. }
            | FieldKind::Checklist { .. },
        ) => json(field, bytes).ok_or_else(damaged)?,
        (ValueRef::Text(bytes), _) if as_json => json(field, bytes).ok_or_else(damaged)?,
        (ValueRef::Text(bytes), _) => Value::Text(text(bytes)?),
        _ => return Err(damaged()),
    })
}

fn json(field: &Field, bytes: &[u8]) -> Option<Value> {
    from_json(field, serde_json::from_slice(bytes).ok()?)
}
