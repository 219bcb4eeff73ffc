//! What functions of dates and texts give. Of a null they give null, but for `has` and `size`.

use super::EvalError;
use super::eval::Outcome;
use super::function::Function;
use super::number::{equal, negative};
use crate::Value;
use jiff::civil::Date;
use jiff::{Span, Unit};
use rust_decimal::Decimal;
use std::borrow::Cow;

pub(super) fn call(function: Function, arguments: &[Cow<'_, Value>; 3]) -> Outcome<Value> {
    let [first, second, third] = arguments.each_ref().map(Cow::as_ref);
    Ok(match (function, first, second) {
        (Function::Has, value, _) => Value::Bool(is_given(value)),
        (Function::Size, value, _) => size(value),
        (Function::Abs, Value::Int(..0), _) => return negative(first),
        (Function::Abs, Value::Decimal(number), _) => Value::Decimal(number.abs()),
        (Function::Abs, number, _) => number.clone(),
        (Function::Year, Value::Date(date), _) => Value::Int(date.year().into()),
        (Function::Month, Value::Date(date), _) => Value::Int(date.month().into()),
        (Function::Day, Value::Date(date), _) => Value::Int(date.day().into()),
        (Function::Days, Value::Date(from), Value::Date(to)) => {
            let span = from.until((Unit::Day, *to)).map_err(|_| EvalError::Overflow)?;
            Value::Int(span.get_days().into())
        }
        (Function::AddDays | Function::AddMonths, Value::Date(from), count) => match count.as_decimal() {
            Some(count) => Value::Date(later(function, *from, count).ok_or(EvalError::Overflow)?),
            None => Value::Null,
        },
        (Function::Date, ..) => day_of(first, second, third).map_or(Value::Null, Value::Date),
        (Function::Contains, Value::List(values), one) => {
            Value::Bool(values.iter().any(|value| equal(value, one)))
        }
        (Function::Contains, Value::Text(text), Value::Text(part)) => Value::Bool(text.contains(&**part)),
        (Function::StartsWith, Value::Text(text), Value::Text(part)) => {
            Value::Bool(text.starts_with(&**part))
        }
        (Function::EndsWith, Value::Text(text), Value::Text(part)) => Value::Bool(text.ends_with(&**part)),
        _ => Value::Null,
    })
}

fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Text(text) => !text.is_empty(),
        Value::List(values) => !values.is_empty(),
        _ => true,
    }
}

/// Characters of a text, values of a list, rows of a table; of what is not given, 0.
fn size(value: &Value) -> Value {
    let count = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(values) => values.len(),
        Value::Table(rows) => rows.len(),
        _ => 0,
    };
    i64::try_from(count).map_or(Value::Null, Value::Int)
}

/// The day so many days or months later, parts of one cut off; where the month is too short, its last day.
fn later(function: Function, from: Date, count: Decimal) -> Option<Date> {
    let count = i64::try_from(count.trunc()).ok()?;
    let span = match function {
        Function::AddMonths => Span::new().try_months(count),
        _ => Span::new().try_days(count),
    };
    from.checked_add(span.ok()?).ok()
}

/// The day of that year, month and day; none when the calendar has no such day.
fn day_of(year: &Value, month: &Value, day: &Value) -> Option<Date> {
    let whole = |value: &Value| {
        let number = value.as_decimal().filter(|number| number.fract().is_zero())?;
        i16::try_from(i64::try_from(number).ok()?).ok()
    };
    Date::new(
        whole(year)?,
        i8::try_from(whole(month)?).ok()?,
        i8::try_from(whole(day)?).ok()?,
    )
    .ok()
}
