//! Numbers in expressions: exact, at most 16 digits before the point and 12 after, so that sums never lose a digit.

use super::EvalError;
use super::eval::Outcome;
use super::function::Function;
use super::syntax::BinaryOp;
use crate::Value;
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

/// Decimal places kept of products and quotients, halves to even.
const PLACES: u32 = 12;
/// No number reaches this: a 1 with 16 noughts.
const LIMIT: Decimal = Decimal::from_parts(1_874_919_424, 2_328_306, 0, false, 0);
const LIMIT_WHOLE: u64 = 10_000_000_000_000_000;

/// Whether two values are the same; total: a null is the same as a null only.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Place(place), Value::Text(text)) | (Value::Text(text), Value::Place(place)) => text
            .parse()
            .is_ok_and(|code: standards::PlaceCode| code == *place),
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        _ => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}

pub(super) fn compare(op: BinaryOp, left: &Value, right: &Value) -> Value {
    match op {
        BinaryOp::Eq => return Value::Bool(equal(left, right)),
        BinaryOp::Ne => return Value::Bool(!equal(left, right)),
        _ => {}
    }
    let Some(order) = order(left, right) else {
        return Value::Null;
    };
    Value::Bool(match op {
        BinaryOp::Lt => order == Ordering::Less,
        BinaryOp::Le => order != Ordering::Greater,
        BinaryOp::Gt => order == Ordering::Greater,
        _ => order != Ordering::Less,
    })
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        _ => Some(left.as_decimal()?.cmp(&right.as_decimal()?)),
    }
}

pub(super) fn arithmetic(op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => {
            let whole = match op {
                BinaryOp::Add => left.checked_add(*right),
                BinaryOp::Subtract => left.checked_sub(*right),
                BinaryOp::Multiply => left.checked_mul(*right),
                _ => return decimal(op, Decimal::from(*left), Decimal::from(*right)),
            };
            match whole {
                Some(whole) if whole.unsigned_abs() < LIMIT_WHOLE => Ok(Value::Int(whole)),
                _ => Err(EvalError::Overflow),
            }
        }
        (Value::Text(left), Value::Text(right)) => Ok(Value::Text(format!("{left}{right}"))),
        _ => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => decimal(op, left, right),
            _ => Ok(Value::Null),
        },
    }
}

fn decimal(op: BinaryOp, left: Decimal, right: Decimal) -> Outcome<Value> {
    let number = match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Subtract => left.checked_sub(right),
        BinaryOp::Multiply => left.checked_mul(right),
        _ if right.is_zero() => return Err(EvalError::DivisionByZero),
        BinaryOp::Divide => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    kept(number)
}

/// A number as it is kept, unless it is too large.
fn kept(number: Option<Decimal>) -> Outcome<Value> {
    let number = number
        .filter(|number| number.abs() < LIMIT)
        .ok_or(EvalError::Overflow)?;
    Ok(Value::Decimal(match number.scale() {
        0..=PLACES => number,
        _ => number
            .round_dp_with_strategy(PLACES, RoundingStrategy::MidpointNearestEven)
            .normalize(),
    }))
}

pub(super) fn negative(value: &Value) -> Outcome<Value> {
    match value {
        Value::Int(number) => number.checked_neg().map(Value::Int).ok_or(EvalError::Overflow),
        Value::Decimal(number) => Ok(Value::Decimal(-*number)),
        _ => Ok(Value::Null),
    }
}

/// Rounded as accounts are: halves away from zero.
pub(super) fn rounded(value: &Value, places: u32) -> Value {
    match value {
        Value::Int(number) => Value::Int(*number),
        Value::Decimal(number) => {
            Value::Decimal(number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
        }
        _ => Value::Null,
    }
}

/// A sum, average, least or greatest in the making. What is null is left out; of nothing the sum is 0, the others null.
pub(super) struct Over {
    function: Function,
    sum: Value,
    count: i64,
    best: Value,
}

impl Over {
    pub(super) fn new(function: Function) -> Self {
        Over {
            function,
            sum: Value::Int(0),
            count: 0,
            best: Value::Null,
        }
    }

    pub(super) fn take(&mut self, value: &Value) -> Outcome<()> {
        if value.is_null() {
            return Ok(());
        }
        let wanted = match self.function {
            Function::Min => Ordering::Less,
            Function::Max => Ordering::Greater,
            _ => {
                self.sum = arithmetic(BinaryOp::Add, &self.sum, value)?;
                self.count += 1;
                return Ok(());
            }
        };
        if self.best.is_null() || order(value, &self.best) == Some(wanted) {
            self.best = value.clone();
        }
        Ok(())
    }

    pub(super) fn outcome(self) -> Outcome<Value> {
        match self.function {
            Function::Sum => Ok(self.sum),
            Function::Average if self.count == 0 => Ok(Value::Null),
            Function::Average => arithmetic(BinaryOp::Divide, &self.sum, &Value::Int(self.count)),
            _ => Ok(self.best),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_a_one_with_sixteen_noughts() {
        assert_eq!(LIMIT, Decimal::from(LIMIT_WHOLE));
    }

    #[test]
    fn the_longest_numbers_add_up_exactly() {
        let longest: Decimal = "4999999999999999.999999999999".parse().expect("a number");
        let sum = decimal(BinaryOp::Add, longest, longest).expect("a sum below the limit");
        assert_eq!(
            sum,
            Value::Decimal("9999999999999999.999999999998".parse().expect("a number"))
        );
        let one = Value::Decimal(Decimal::ONE);
        assert_eq!(arithmetic(BinaryOp::Add, &sum, &one), Err(EvalError::Overflow));
    }
}
