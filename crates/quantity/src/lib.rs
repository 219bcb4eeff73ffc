//! Chinese numbers, quantities, comparators and periods, read and written.

mod period;

pub use period::{Period, PeriodError};
