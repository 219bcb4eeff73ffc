//! The language of packs: parse, check, explain errors at line and column.

mod expr;
pub mod model;
mod value;

pub use expr::{EvalError, Expr, Scope, SystemName};
pub use model::{Lang, Pack, Register, Text};
pub use value::{Geometry, Position, Sealed, Value};
