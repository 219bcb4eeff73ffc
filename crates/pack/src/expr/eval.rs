//! Evaluating a checked expression.

use super::function::Function;
use super::syntax::BinaryOp;
use super::{EvalError, Scope, SystemName};
use crate::Value;
use crate::model::{Checklist, FieldIx};
use jiff::civil::Date;
use jiff::{Span, Unit};
use rust_decimal::{Decimal, RoundingStrategy};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// Decimal places to which division is exact.
const PLACES: u32 = 12;

/// A checked expression, ready to run.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Constant(Value),
    Field(FieldIx),
    System(SystemName),
    Variable(usize),
    Column(Box<Op>, usize),
    List(Vec<Op>),
    Not(Box<Op>),
    Negative(Box<Op>),
    And(Box<[Op; 2]>),
    Or(Box<[Op; 2]>),
    Compare(BinaryOp, Box<[Op; 2]>),
    Arithmetic(BinaryOp, Box<[Op; 2]>),
    In(Box<[Op; 2]>),
    Choice(Box<[Op; 3]>),
    Call(Function, Vec<Op>),
    Matches(Box<Op>, Arc<regex_lite::Regex>),
    Score(Box<Op>, Arc<Checklist>),
    /// Findings of a walked checklist, of one item or of all.
    Found(Box<Op>, Option<String>),
    Macro(Macro, Box<[Op; 2]>),
    Indicator(String),
}

/// A walk over a list or table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Macro {
    Exists,
    All,
    Filter,
    Map,
}

impl Macro {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "exists" => Macro::Exists,
            "all" => Macro::All,
            "filter" => Macro::Filter,
            "map" => Macro::Map,
            _ => return None,
        })
    }
}

type Result<'a> = std::result::Result<Cow<'a, Value>, EvalError>;

pub(super) fn eval<'a>(op: &'a Op, scope: &'a dyn Scope) -> Result<'a> {
    run(op, scope, &mut Vec::new())
}

fn owned<'a>(value: Value) -> Result<'a> {
    Ok(Cow::Owned(value))
}

fn run<'a>(op: &'a Op, scope: &'a dyn Scope, variables: &mut Vec<Value>) -> Result<'a> {
    match op {
        Op::Constant(value) => Ok(Cow::Borrowed(value)),
        Op::Field(ix) => Ok(Cow::Borrowed(scope.field(*ix))),
        Op::System(name) => owned(scope.system(*name)),
        Op::Indicator(name) => owned(scope.indicator(name)),
        Op::Variable(at) => owned(variables.get(*at).cloned().unwrap_or_default()),
        Op::Column(row, at) => match run(row, scope, variables)?.as_ref() {
            Value::List(row) => owned(row.get(*at).cloned().unwrap_or_default()),
            _ => owned(Value::Null),
        },
        Op::List(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(run(item, scope, variables)?.into_owned());
            }
            owned(Value::List(values))
        }
        Op::Not(inner) => match run(inner, scope, variables)?.as_ref() {
            Value::Bool(yes) => owned(Value::Bool(!yes)),
            _ => owned(Value::Bool(true)),
        },
        Op::Negative(inner) => match run(inner, scope, variables)?.as_ref() {
            Value::Int(number) => number
                .checked_neg()
                .map(Value::Int)
                .ok_or(EvalError::Overflow)
                .map(Cow::Owned),
            Value::Decimal(number) => owned(Value::Decimal(-*number)),
            _ => owned(Value::Null),
        },
        Op::And(pair) => owned(Value::Bool(
            truth(&pair[0], scope, variables)? && truth(&pair[1], scope, variables)?,
        )),
        Op::Or(pair) => owned(Value::Bool(
            truth(&pair[0], scope, variables)? || truth(&pair[1], scope, variables)?,
        )),
        Op::Compare(op, pair) => {
            let left = run(&pair[0], scope, variables)?;
            let right = run(&pair[1], scope, variables)?;
            owned(compare(*op, &left, &right))
        }
        Op::Arithmetic(op, pair) => {
            let left = run(&pair[0], scope, variables)?;
            let right = run(&pair[1], scope, variables)?;
            arithmetic(*op, &left, &right).map(Cow::Owned)
        }
        Op::In(pair) => {
            let left = run(&pair[0], scope, variables)?;
            let right = run(&pair[1], scope, variables)?;
            match right.as_ref() {
                Value::List(values) => owned(Value::Bool(values.iter().any(|value| equal(value, &left)))),
                _ => owned(Value::Bool(false)),
            }
        }
        Op::Choice(parts) => {
            let [condition, yes, no] = &**parts;
            if truth(condition, scope, variables)? {
                run(yes, scope, variables)
            } else {
                run(no, scope, variables)
            }
        }
        Op::Matches(text, regex) => match run(text, scope, variables)?.as_ref() {
            Value::Text(text) => owned(Value::Bool(regex.is_match(text))),
            _ => owned(Value::Null),
        },
        Op::Score(rows, list) => match run(rows, scope, variables)?.as_ref() {
            Value::Table(rows) => owned(Value::Decimal(score(rows, list))),
            _ => owned(Value::Null),
        },
        Op::Found(rows, item) => match run(rows, scope, variables)?.as_ref() {
            Value::Table(rows) => owned(Value::Int(found(rows, item.as_deref()))),
            _ => owned(Value::Null),
        },
        Op::Macro(which, parts) => walk(*which, &parts[0], &parts[1], scope, variables),
        Op::Call(function, arguments) => {
            if *function == Function::Coalesce {
                for argument in arguments {
                    let value = run(argument, scope, variables)?;
                    if !value.is_null() {
                        return Ok(value);
                    }
                }
                return owned(Value::Null);
            }
            let mut values = Vec::with_capacity(arguments.len());
            for argument in arguments {
                values.push(run(argument, scope, variables)?);
            }
            call(*function, &values).map(Cow::Owned)
        }
    }
}

fn truth(op: &Op, scope: &dyn Scope, variables: &mut Vec<Value>) -> std::result::Result<bool, EvalError> {
    Ok(matches!(run(op, scope, variables)?.as_ref(), Value::Bool(true)))
}

fn walk<'a>(
    which: Macro,
    list: &'a Op,
    body: &'a Op,
    scope: &'a dyn Scope,
    variables: &mut Vec<Value>,
) -> Result<'a> {
    let rows = match run(list, scope, variables)?.into_owned() {
        Value::Table(rows) => rows.into_iter().map(Value::List).collect(),
        Value::List(values) => values,
        _ => Vec::new(),
    };
    let is_table = rows.iter().all(|row| matches!(row, Value::List(_)));
    let mut kept = Vec::new();
    for row in rows {
        variables.push(row);
        let value = run(body, scope, variables).map(Cow::into_owned);
        let row = variables.pop().unwrap_or_default();
        let value = value?;
        let yes = value == Value::Bool(true);
        match which {
            Macro::Exists if yes => return owned(Value::Bool(true)),
            Macro::All if !yes => return owned(Value::Bool(false)),
            Macro::Filter if yes => kept.push(row),
            Macro::Map => kept.push(value),
            _ => {}
        }
    }
    match which {
        Macro::Exists => owned(Value::Bool(false)),
        Macro::All => owned(Value::Bool(true)),
        Macro::Map => owned(Value::List(kept)),
        Macro::Filter if is_table => owned(Value::Table(
            kept.into_iter()
                .map(|row| match row {
                    Value::List(values) => values,
                    other => vec![other],
                })
                .collect(),
        )),
        Macro::Filter => owned(Value::List(kept)),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Place(place), Value::Text(text)) | (Value::Text(text), Value::Place(place)) => {
            place.as_str() == text
        }
        _ => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}

fn compare(op: BinaryOp, left: &Value, right: &Value) -> Value {
    match op {
        BinaryOp::Eq => return Value::Bool(equal(left, right)),
        BinaryOp::Ne => return Value::Bool(!equal(left, right)),
        _ => {}
    }
    let order = match (left, right) {
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left.cmp(right),
        _ => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => return Value::Null,
        },
    };
    Value::Bool(match op {
        BinaryOp::Lt => order == Ordering::Less,
        BinaryOp::Le => order != Ordering::Greater,
        BinaryOp::Gt => order == Ordering::Greater,
        _ => order != Ordering::Less,
    })
}

fn arithmetic(op: BinaryOp, left: &Value, right: &Value) -> std::result::Result<Value, EvalError> {
    if let (Value::Int(left), Value::Int(right)) = (left, right) {
        let whole = match op {
            BinaryOp::Add => Some(left.checked_add(*right)),
            BinaryOp::Subtract => Some(left.checked_sub(*right)),
            BinaryOp::Multiply => Some(left.checked_mul(*right)),
            _ => None,
        };
        if let Some(whole) = whole {
            return whole.map(Value::Int).ok_or(EvalError::Overflow);
        }
    }
    if let (Value::Text(left), Value::Text(right)) = (left, right) {
        return Ok(Value::Text(format!("{left}{right}")));
    }
    let (Some(left), Some(right)) = (left.as_decimal(), right.as_decimal()) else {
        return Ok(Value::Null);
    };
    let number = match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Subtract => left.checked_sub(right),
        BinaryOp::Multiply => left.checked_mul(right),
        _ if right.is_zero() => return Err(EvalError::DivisionByZero),
        BinaryOp::Divide => left.checked_div(right).map(|number| {
            number
                .round_dp_with_strategy(PLACES, RoundingStrategy::MidpointNearestEven)
                .normalize()
        }),
        _ => left.checked_rem(right),
    };
    number.map(Value::Decimal).ok_or(EvalError::Overflow)
}

fn call(function: Function, arguments: &[Cow<'_, Value>]) -> std::result::Result<Value, EvalError> {
    let first = arguments.first().map_or(&Value::Null, Cow::as_ref);
    let second = arguments.get(1).map_or(&Value::Null, Cow::as_ref);
    Ok(match function {
        Function::Has => Value::Bool(match first {
            Value::Null => false,
            Value::Text(text) => !text.is_empty(),
            Value::List(values) => !values.is_empty(),
            _ => true,
        }),
        Function::Size => match first {
            Value::Text(text) => whole(text.chars().count()),
            Value::List(values) => whole(values.len()),
            Value::Table(rows) => whole(rows.len()),
            Value::Null => Value::Int(0),
            _ => Value::Null,
        },
        Function::Sum | Function::Average | Function::Min | Function::Max => {
            return over(function, arguments);
        }
        Function::Abs => match first {
            Value::Int(number) => number.checked_abs().map(Value::Int).ok_or(EvalError::Overflow)?,
            Value::Decimal(number) => Value::Decimal(number.abs()),
            _ => Value::Null,
        },
        Function::Round => match (first.as_decimal(), second) {
            (Some(number), Value::Int(places)) => {
                let places = u32::try_from(*places).unwrap_or_default().min(PLACES);
                Value::Decimal(number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
            }
            _ => Value::Null,
        },
        Function::Year | Function::Month | Function::Day => match first {
            Value::Date(date) => Value::Int(match function {
                Function::Year => date.year().into(),
                Function::Month => date.month().into(),
                _ => date.day().into(),
            }),
            _ => Value::Null,
        },
        Function::Days => match (first, second) {
            (Value::Date(from), Value::Date(to)) => {
                let span = from.until((Unit::Day, *to)).map_err(|_| EvalError::Overflow)?;
                Value::Int(span.get_days().into())
            }
            _ => Value::Null,
        },
        Function::AddDays | Function::AddMonths => match (first, second.as_decimal()) {
            (Value::Date(from), Some(count)) => {
                Value::Date(later(function, *from, count).ok_or(EvalError::Overflow)?)
            }
            _ => Value::Null,
        },
        Function::Contains | Function::StartsWith | Function::EndsWith => match (first, second) {
            (Value::List(values), one) => Value::Bool(values.iter().any(|value| equal(value, one))),
            (Value::Text(text), Value::Text(part)) => Value::Bool(match function {
                Function::Contains => text.contains(&**part),
                Function::StartsWith => text.starts_with(&**part),
                _ => text.ends_with(&**part),
            }),
            (Value::Null, Value::Text(_)) => Value::Bool(false),
            _ => Value::Null,
        },
        Function::Within => match (first, second) {
            (Value::Place(place), Value::Text(code)) => Value::Bool(
                code.parse()
                    .is_ok_and(|code: standards::PlaceCode| code.contains(place)),
            ),
            _ => Value::Null,
        },
        Function::Date => {
            let third = arguments.get(2).map_or(&Value::Null, Cow::as_ref);
            match (first, second, third) {
                (Value::Int(year), Value::Int(month), Value::Int(day)) => {
                    date_of(*year, *month, *day).map_or(Value::Null, Value::Date)
                }
                _ => Value::Null,
            }
        }
        Function::Coalesce | Function::Found | Function::Matches | Function::Score => Value::Null,
    })
}

/// The day so many days or months later; where the month is too short, its last day.
fn later(function: Function, from: Date, count: Decimal) -> Option<Date> {
    let count = i64::try_from(count.trunc()).ok()?;
    let span = match function {
        Function::AddMonths => Span::new().try_months(count),
        _ => Span::new().try_days(count),
    };
    from.checked_add(span.ok()?).ok()
}

fn date_of(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

fn whole(count: usize) -> Value {
    i64::try_from(count).map_or(Value::Null, Value::Int)
}

/// Sum, average, least and greatest over numbers; what is null is left out, and of nothing there is nothing, but for the
/// sum, which is 0.
fn over(function: Function, arguments: &[Cow<'_, Value>]) -> std::result::Result<Value, EvalError> {
    let single = match arguments {
        [one] => match one.as_ref() {
            Value::List(values) => Some(values.iter().collect::<Vec<_>>()),
            Value::Null => Some(Vec::new()),
            _ => None,
        },
        _ => None,
    };
    let values = single.unwrap_or_else(|| arguments.iter().map(Cow::as_ref).collect());
    let dates: Vec<_> = values.iter().filter_map(|value| value.as_date()).collect();
    if !dates.is_empty() {
        let date = if function == Function::Min {
            dates.iter().min()
        } else {
            dates.iter().max()
        };
        return Ok(date.map_or(Value::Null, |date| Value::Date(*date)));
    }
    let numbers: Vec<Decimal> = values.iter().filter_map(|value| value.as_decimal()).collect();
    let sum = || {
        numbers
            .iter()
            .try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))
            .ok_or(EvalError::Overflow)
    };
    Ok(match function {
        Function::Sum => Value::Decimal(sum()?),
        Function::Average => match sum()?.checked_div(Decimal::from(numbers.len())) {
            Some(average) => {
                Value::Decimal(average.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointNearestEven))
            }
            None => Value::Null,
        },
        Function::Min => numbers
            .iter()
            .min()
            .map_or(Value::Null, |number| Value::Decimal(*number)),
        _ => numbers
            .iter()
            .max()
            .map_or(Value::Null, |number| Value::Decimal(*number)),
    })
}

/// Findings among the rows of a walked checklist, of one item or of all.
fn found(rows: &[Vec<Value>], item: Option<&str>) -> i64 {
    rows.iter()
        .filter(|row| item.is_none_or(|item| row.first().and_then(Value::as_text) == Some(item)))
        .map(|row| match row.get(1) {
            Some(Value::Int(count)) => *count,
            _ => 1,
        })
        .sum()
}

/// Points of a walked checklist: full score less each item's findings, never more than the item can lose; a finding of a
/// void item loses all of it; never below zero.
fn score(rows: &[Vec<Value>], list: &Checklist) -> Decimal {
    let lost: Decimal = list
        .items
        .iter()
        .map(|item| match found(rows, Some(&item.code)) {
            0 => Decimal::ZERO,
            _ if item.void => item.most,
            found => item.each.saturating_mul(Decimal::from(found)).min(item.most),
        })
        .sum();
    (list.points - lost).max(Decimal::ZERO)
}
