//! What filters and orders mean, told without any database: the measure that stores are held to.

use crate::{Column, Filter, Op};
use ledger::Row;
use pack::Value;
use pack::model::Register;
use std::cmp::Ordering;

/// The value of a column in a record.
pub(super) fn value(register: &Register, row: &Row, column: Column) -> Value {
    let case = row.case.as_ref().zip(register.cycle.as_ref());
    match column {
        Column::Field(field) => row.get(field).clone(),
        Column::Id => Value::Text(row.id.to_string()),
        Column::Place => Value::Text(row.place.to_string()),
        Column::Number => row.number.clone().map_or(Value::Null, Value::Text),
        Column::State => case.map_or(Value::Null, |(case, cycle)| {
            Value::Text(cycle[case.state].name.clone())
        }),
        Column::Level => Value::Null,
        Column::Due => case
            .and_then(|(case, _)| case.due)
            .map_or(Value::Null, |due| Value::Time(due.0)),
        Column::Overdue => case.map_or(Value::Null, |(case, _)| Value::Bool(case.overdue)),
        Column::CreatedAt => Value::Time(row.created_at.0),
        Column::CreatedBy => Value::Text(row.created_by.clone()),
        Column::ChangedAt => Value::Time(row.changed_at.0),
        Column::Contested => Value::Bool(!row.contested.is_empty()),
    }
}

/// How two values of one column stand to each other; none when one is not given.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    Some(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) | (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        // By code point: not by any language's habits, which differ between machines.
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Place(a), Value::Place(b)) => a.as_str().cmp(b.as_str()),
        _ => return None,
    })
}

/// Whether a record satisfies a filter. What is not given satisfies no comparison but `!=`.
pub(super) fn holds(register: &Register, row: &Row, filter: &Filter) -> bool {
    let value = |column: &Column| value(register, row, *column);
    let text = |column: &Column| match value(column) {
        Value::Text(text) => text,
        _ => String::new(),
    };
    match filter {
        Filter::And(all) => all.iter().all(|each| holds(register, row, each)),
        Filter::Or(all) => all.iter().any(|each| holds(register, row, each)),
        Filter::Not(inner) => !holds(register, row, inner),
        Filter::Null(column) => value(column).is_null(),
        Filter::Is(column, op, wanted) => {
            let order = compare(&value(column), wanted);
            match op {
                Op::Eq => order == Some(Ordering::Equal),
                Op::Ne => order != Some(Ordering::Equal),
                Op::Lt => order == Some(Ordering::Less),
                Op::Le => order.is_some_and(Ordering::is_le),
                Op::Gt => order == Some(Ordering::Greater),
                Op::Ge => order.is_some_and(Ordering::is_ge),
            }
        }
        Filter::In(column, wanted) => wanted
            .iter()
            .any(|wanted| compare(&value(column), wanted) == Some(Ordering::Equal)),
        Filter::Contains(column, part) => !value(column).is_null() && text(column).contains(&**part),
        Filter::StartsWith(column, part) => !value(column).is_null() && text(column).starts_with(&**part),
        Filter::Within(place) => place.contains(&row.place),
    }
}
