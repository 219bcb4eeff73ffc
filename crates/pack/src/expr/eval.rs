//! Evaluating a checked expression. Values are looked at where they lie; only what is worked out is made anew.

use super::call::call;
use super::checklist::{found, score};
use super::function::Function;
use super::number::{Over, arithmetic, compare, equal, negative, rounded};
use super::syntax::BinaryOp;
use super::{EvalError, Scope, SystemName};
use crate::Value;
use crate::model::{Checklist, FieldIx};
use standards::PlaceCode;
use std::borrow::Cow;
use std::sync::Arc;

/// A checked expression, ready to run.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Constant(Value),
    Field(FieldIx),
    System(SystemName),
    /// What a macro's variable stands for, counted from the innermost macro.
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
    Coalesce(Vec<Op>),
    Call(Function, Vec<Op>),
    Round(Box<Op>, u32),
    Matches(Box<Op>, Arc<regex_lite::Regex>),
    Within(Box<Op>, PlaceCode),
    /// Points of a walked checklist, relapses counted so many times.
    Score {
        rows: Box<Op>,
        list: Arc<Checklist>,
        factor: Option<Box<Op>>,
    },
    /// Findings of a walked checklist, or relapses among them, of one item or of all.
    Found {
        rows: Box<Op>,
        item: Option<String>,
        relapses: bool,
    },
    Macro(Macro, Box<[Op; 2]>),
    Indicator(String),
    /// A day brought to the first of its month, for fields that hold a month.
    FirstOfMonth(Box<Op>),
}

impl Op {
    /// The value, where it is written.
    pub(super) fn constant(&self) -> Option<&Value> {
        match self {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }
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
    pub(super) const NAMES: [&'static str; 4] = ["exists", "all", "filter", "map"];

    pub(super) fn named(name: &str) -> Option<Self> {
        let all = [Macro::Exists, Macro::All, Macro::Filter, Macro::Map];
        Self::NAMES
            .iter()
            .position(|each| *each == name)
            .map(|at| all[at])
    }
}

/// What a macro's variable stands for at the moment, and what those of the macros around it do.
struct Frame<'e> {
    each: Each<'e>,
    outer: Option<&'e Frame<'e>>,
}

#[derive(Clone, Copy)]
enum Each<'e> {
    Row(&'e [Value]),
    Item(&'e Value),
}

static NULL: Value = Value::Null;

pub(super) type Outcome<T> = std::result::Result<T, EvalError>;
type Seen<'e> = Outcome<Cow<'e, Value>>;

pub(super) fn eval<'e>(op: &'e Op, scope: &'e dyn Scope) -> Seen<'e> {
    run(op, scope, None)
}

fn made<'e>(value: Value) -> Seen<'e> {
    Ok(Cow::Owned(value))
}

fn run<'e>(op: &'e Op, scope: &'e dyn Scope, frame: Option<&'e Frame<'e>>) -> Seen<'e> {
    let of = |op: &'e Op| run(op, scope, frame);
    match op {
        Op::Constant(value) => Ok(Cow::Borrowed(value)),
        Op::Field(ix) => Ok(Cow::Borrowed(scope.field(*ix))),
        Op::System(name) => made(scope.system(*name)),
        Op::Indicator(name) => made(scope.indicator(name)),
        Op::Variable(outward) => Ok(match each(frame, *outward) {
            Some(Each::Item(value)) => Cow::Borrowed(value),
            Some(Each::Row(row)) => Cow::Owned(Value::List(row.to_vec())),
            None => Cow::Borrowed(&NULL),
        }),
        Op::Column(row, at) => column(row, *at, scope, frame),
        Op::List(items) => {
            let values = items.iter().map(|item| of(item).map(Cow::into_owned));
            made(Value::List(values.collect::<Outcome<_>>()?))
        }
        Op::Not(inner) => made(Value::Bool(!truth(inner, scope, frame)?)),
        Op::Negative(inner) => made(negative(&*of(inner)?)?),
        Op::And(pair) => made(Value::Bool(
            truth(&pair[0], scope, frame)? && truth(&pair[1], scope, frame)?,
        )),
        Op::Or(pair) => made(Value::Bool(
            truth(&pair[0], scope, frame)? || truth(&pair[1], scope, frame)?,
        )),
        Op::Compare(op, pair) => made(compare(*op, &*of(&pair[0])?, &*of(&pair[1])?)),
        Op::Arithmetic(op, pair) => made(arithmetic(*op, &*of(&pair[0])?, &*of(&pair[1])?)?),
        Op::In(pair) => {
            let (one, list) = (of(&pair[0])?, of(&pair[1])?);
            let among =
                matches!(&*list, Value::List(values) if values.iter().any(|value| equal(value, &one)));
            made(Value::Bool(among))
        }
        Op::Choice(parts) => {
            let [condition, yes, no] = &**parts;
            if truth(condition, scope, frame)? {
                of(yes)
            } else {
                of(no)
            }
        }
        Op::Coalesce(options) => {
            for option in options {
                let value = of(option)?;
                if !value.is_null() {
                    return Ok(value);
                }
            }
            Ok(Cow::Borrowed(&NULL))
        }
        Op::Round(number, places) => made(rounded(&*of(number)?, *places)),
        Op::Matches(text, regex) => made(match &*of(text)? {
            Value::Text(text) => Value::Bool(regex.is_match(text)),
            _ => Value::Null,
        }),
        Op::Within(place, code) => made(match &*of(place)? {
            Value::Place(place) => Value::Bool(code.contains(place)),
            _ => Value::Null,
        }),
        Op::Score { rows, list, factor } => {
            let factor = factor.as_deref().map(of).transpose()?;
            made(match (&*of(rows)?, factor.as_deref()) {
                (Value::Table(rows), factor) => score(rows, list, factor)?,
                _ => Value::Null,
            })
        }
        Op::Found { rows, item, relapses } => made(match &*of(rows)? {
            Value::Table(rows) => Value::Int(found(rows, item.as_deref(), *relapses)),
            _ => Value::Null,
        }),
        Op::FirstOfMonth(day) => made(match &*of(day)? {
            Value::Date(day) => Value::Date(day.first_of_month()),
            _ => Value::Null,
        }),
        Op::Macro(which, parts) => walk(*which, parts, scope, frame),
        Op::Call(
            function @ (Function::Sum | Function::Average | Function::Min | Function::Max),
            arguments,
        ) => over(*function, arguments, scope, frame),
        Op::Call(function, arguments) => {
            let mut values = [const { Cow::Borrowed(&Value::Null) }; 3];
            for (slot, argument) in values.iter_mut().zip(arguments) {
                *slot = of(argument)?;
            }
            made(call(*function, &values)?)
        }
    }
}

fn truth(op: &Op, scope: &dyn Scope, frame: Option<&Frame<'_>>) -> Outcome<bool> {
    Ok(matches!(&*run(op, scope, frame)?, Value::Bool(true)))
}

fn each<'e>(frame: Option<&'e Frame<'e>>, outward: usize) -> Option<Each<'e>> {
    let mut frame = frame?;
    for _ in 0..outward {
        frame = frame.outer?;
    }
    Some(frame.each)
}

fn column<'e>(row: &'e Op, at: usize, scope: &'e dyn Scope, frame: Option<&'e Frame<'e>>) -> Seen<'e> {
    let held = |row: &'e [Value]| Cow::Borrowed(row.get(at).unwrap_or(&NULL));
    if let Op::Variable(outward) = row {
        return Ok(match each(frame, *outward) {
            Some(Each::Row(row)) => held(row),
            Some(Each::Item(Value::List(row))) => held(row),
            _ => Cow::Borrowed(&NULL),
        });
    }
    Ok(match run(row, scope, frame)? {
        Cow::Borrowed(Value::List(row)) => held(row),
        Cow::Owned(Value::List(row)) => Cow::Owned(row.into_iter().nth(at).unwrap_or_default()),
        _ => Cow::Borrowed(&NULL),
    })
}

/// A macro. A list or table that is not given has no rows.
fn walk<'e>(
    which: Macro,
    parts: &'e [Op; 2],
    scope: &'e dyn Scope,
    frame: Option<&'e Frame<'e>>,
) -> Seen<'e> {
    let [list, body] = parts;
    let list = run(list, scope, frame)?;
    let (rows, items): (&[Vec<Value>], &[Value]) = match &*list {
        Value::Table(rows) => (rows, &[]),
        Value::List(items) => (&[], items),
        _ => (&[], &[]),
    };
    let all = rows
        .iter()
        .map(|row| Each::Row(row))
        .chain(items.iter().map(Each::Item));
    let mut kept = Vec::new();
    for each in all {
        let frame = Frame { each, outer: frame };
        match which {
            Macro::Exists if truth(body, scope, Some(&frame))? => return made(Value::Bool(true)),
            Macro::All if !truth(body, scope, Some(&frame))? => return made(Value::Bool(false)),
            Macro::Filter if truth(body, scope, Some(&frame))? => kept.push(match each {
                Each::Row(row) => Value::List(row.to_vec()),
                Each::Item(value) => value.clone(),
            }),
            Macro::Map => kept.push(run(body, scope, Some(&frame))?.into_owned()),
            _ => {}
        }
    }
    made(match which {
        Macro::Exists => Value::Bool(false),
        Macro::All => Value::Bool(true),
        Macro::Map => Value::List(kept),
        Macro::Filter if matches!(&*list, Value::List(_)) => Value::List(kept),
        Macro::Filter => Value::Table(kept.into_iter().filter_map(row_of).collect()),
    })
}

fn row_of(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::List(row) => Some(row),
        _ => None,
    }
}

/// A sum, average, least or greatest, of the arguments or of the one list.
fn over<'e>(
    function: Function,
    arguments: &'e [Op],
    scope: &'e dyn Scope,
    frame: Option<&'e Frame<'e>>,
) -> Seen<'e> {
    let mut over = Over::new(function);
    for argument in arguments {
        match &*run(argument, scope, frame)? {
            Value::List(values) => values.iter().try_for_each(|value| over.take(value))?,
            value => over.take(value)?,
        }
    }
    made(over.outcome()?)
}
