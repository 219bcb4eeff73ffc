//! Expressions: CEL syntax, statically typed, with exact decimals and dates.

use crate::Value;
use crate::model::FieldIx;

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Expr {
    source: String,
}

/// What an expression can read.
pub trait Scope {
    /// The value of a field of the record at hand.
    fn field(&self, ix: FieldIx) -> &Value;
    /// What the program knows of the record, such as its state; null where it knows nothing.
    fn system(&self, name: SystemName) -> Value;
    /// An indicator's figure, for formulas.
    fn indicator(&self, name: &str) -> Value;
}

/// What the program itself knows of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemName {
    /// Name of the loop's state.
    State,
    /// Name of the level that holds the case.
    Level,
    /// Whether the case's limit has passed.
    Overdue,
    /// How often it was opened again.
    Reopened,
    /// How often it rose a level.
    Lifted,
    /// Day the record was made.
    CreatedOn,
    /// Today, in rules, steps and defaults only: never where a figure or a computed field would change by itself.
    Today,
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// A number grew beyond what can be kept exactly.
    #[error("the result of `{0}` is too large to be kept exactly")]
    Overflow(String),
    /// Something was divided by zero.
    #[error("`{0}` divides by zero")]
    DivisionByZero(String),
}

impl Expr {
    /// The text it was made from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its value for the record that `scope` shows.
    ///
    /// # Errors
    /// When a number overflows or is divided by zero.
    pub fn eval(&self, _scope: &dyn Scope) -> Result<Value, EvalError> {
        Ok(Value::Null)
    }

    /// Fields it reads, in the order of first use.
    #[must_use]
    pub fn reads(&self) -> &[FieldIx] {
        &[]
    }
}
