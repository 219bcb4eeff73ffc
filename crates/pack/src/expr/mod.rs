//! Expressions: the syntax of CEL (Common Expression Language), statically typed, with exact decimals, days and explicit
//! nulls. Names and types are checked when a pack is read, so that nothing can be misspelt into a figure.
//!
//! One meaning everywhere; `tests/vectors.toml` says it in examples that every evaluator must keep:
//! - Arithmetic, ordering and functions of a null give null; `has` and `size` do not. `==` and `!=` are total: a null
//!   equals only a null. A null condition counts as false, so `!` of it is true. `sum`, `avg`, `min` and `max` leave nulls
//!   out. A list or table that is not given has no rows.
//! - Numbers are exact, at most 16 digits before the point and 12 after; products and quotients are kept to 12 places,
//!   halves to even; `round` rounds halves away from zero, as accounts do. A larger number, and a division by zero, is an
//!   error: the whole expression then has no value.

mod call;
mod check;
mod checklist;
mod eval;
mod function;
mod number;
mod print;
mod syntax;
mod token;
mod types;

pub use check::Names;
pub use syntax::{BinaryOp, Node, NodeKind, parse};
pub use types::Type;

use crate::Value;
use crate::model::{FieldIx, Text};
use std::ops::Range;

/// A checked expression.
#[derive(Clone)]
pub struct Expr {
    source: String,
    ty: Type,
    reads: Vec<FieldIx>,
    indicators: Vec<String>,
    op: eval::Op,
}

impl std::fmt::Debug for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.source)
    }
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
    /// A number grew to more than 16 digits before the point, or a day beyond the calendar.
    #[error("a number or day is too large to be kept exactly")]
    Overflow,
    /// Something was divided by zero.
    #[error("something is divided by zero")]
    DivisionByZero,
}

/// What is wrong with an expression, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// Bytes of the expression it is about.
    pub span: Range<usize>,
    /// What is wrong and what was expected.
    pub message: Text,
    /// What might be meant.
    pub hint: Option<Text>,
}

impl ExprError {
    pub(crate) fn new(span: Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        ExprError {
            span,
            message: Text {
                zh: zh.into(),
                en: en.into(),
            },
            hint: None,
        }
    }

    pub(crate) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text {
            zh: zh.into(),
            en: en.into(),
        });
        self
    }
}

/// Names of all functions and macros, in order.
#[must_use]
pub fn function_names() -> Vec<&'static str> {
    let functions = function::FUNCTIONS.iter().map(|function| function.name);
    functions.chain(eval::Macro::NAMES).collect()
}

impl Expr {
    /// Reads and checks an expression against the names it may use.
    ///
    /// # Errors
    /// When it is no expression, uses an unknown name or mixes types.
    pub fn compile(source: &str, names: &Names<'_>) -> Result<Self, ExprError> {
        Ok(Expr::of(source, check::check(&parse(source)?, names)?))
    }

    /// Reads and checks an expression whose value the field `ix` of `names.fields` is to hold: of its type, for a code
    /// field one of its codes. What is worked out for a month is brought to its first day.
    ///
    /// # Errors
    /// When it is no expression, uses an unknown name, mixes types or does not fit the field.
    pub fn compile_for(source: &str, names: &Names<'_>, ix: FieldIx) -> Result<Self, ExprError> {
        Ok(Expr::of(source, check::check_for(&parse(source)?, names, ix)?))
    }

    fn of(source: &str, checked: check::Checked) -> Self {
        Expr {
            source: source.to_owned(),
            ty: checked.ty,
            reads: checked.reads,
            indicators: checked.indicators,
            op: checked.op,
        }
    }

    /// The text it was made from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of its values.
    #[must_use]
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// Its value for the record that `scope` shows.
    ///
    /// # Errors
    /// When a number overflows or is divided by zero.
    pub fn eval(&self, scope: &dyn Scope) -> Result<Value, EvalError> {
        eval::eval(&self.op, scope).map(std::borrow::Cow::into_owned)
    }

    /// All that its value depends on besides the record: its text with settings, checklists and positions of fields
    /// filled in. Two expressions with one meaning give the same value for the same record.
    #[must_use]
    pub fn meaning(&self) -> String {
        format!("{:?}", self.op)
    }

    /// Fields it reads, in the order of first use.
    #[must_use]
    pub fn reads(&self) -> &[FieldIx] {
        &self.reads
    }

    /// Indicators it reads, in the order of first use.
    #[must_use]
    pub fn indicators(&self) -> &[String] {
        &self.indicators
    }
}
