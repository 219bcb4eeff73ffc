//! The language of packs: parse, check, explain errors at line and column.
//!
//! [`parse`] reads a pack's TOML into a [`Pack`] and tells everything that is wrong as [`Diagnostic`]s. A [`Shelf`] holds
//! the packs in force together. [`Expr`] is their language of expressions, [`schema()`] the published form.
//!
//! ```
//! let parsed = pack::parse("name = \"lamps\"\nversion = \"one\"\n");
//! assert!(parsed.pack.is_none());
//! // Everything that is wrong is told at once, each at its line.
//! assert!(parsed.diagnostics.iter().any(|remark| remark.line == 2));
//! ```

mod diagnostic;
mod expr;
pub mod model;
mod schema;
mod shelf;
mod text;
mod value;

pub use diagnostic::{Diagnostic, Mistake};
pub use expr::{
    BinaryOp, EvalError, Expr, ExprError, Names, Node, NodeKind, Scope, SystemName, Type, function_names,
    parse as parse_expression,
};
pub use model::{Lang, Pack, Register, Text};
pub use schema::schema;
pub use shelf::{Shelf, ShelfError};
pub use text::{Parsed, RESERVED_FIELD_NAMES, parse};
pub use value::{Geometry, Position, Sealed, Value};

/// Whether the whole of `text` has the form of a field's pattern. A pattern that is no regular expression fits nothing;
/// packs with one are refused.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
}
