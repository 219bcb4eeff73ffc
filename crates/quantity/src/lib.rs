//! Chinese numbers, quantities, comparators and periods, read and written.
//!
//! [`figures`] finds every figure of a text in one pass, with exact positions; [`Period`] is a span of days as
//! figures are told for; [`Comparator`] knows what 以上 and 超过 mean in law; [`mod@write`] writes figures the way
//! official papers do.
//!
//! ```
//! use quantity::{Comparator, figures};
//!
//! let text = "盘活土地面积200亩以上";
//! let figure = figures(text).next().unwrap();
//! assert_eq!(figure.span.of(text), "200亩以上");
//! assert_eq!(figure.comparator, Comparator::Ge);
//! assert_eq!((figure.span.first, figure.span.last), (6, 12));
//! ```

mod amount;
mod change;
mod code;
mod comparator;
mod cursor;
mod date;
mod figure;
mod han;
mod names;
mod numeral;
mod period;
mod place;
mod rank;
mod scan;
mod sieve;
mod unit;
mod when;
pub mod write;

pub use change::{Basis, Change, Direction};
pub use comparator::Comparator;
pub use figure::{Figure, Kind, Soft, Span};
pub use han::{han_number, han_year};
pub use numeral::{Numeral, Sharpness};
pub use period::{Period, PeriodError};
pub use scan::{Figures, figures};
pub use unit::{Dimension, Unit};
pub use when::{Edge, Frequency, Part, When, Year};

/// The readme's example, held to what it says.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
