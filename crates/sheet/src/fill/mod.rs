//! Filling a form where it stands: only the cells that are filled change, every other byte of the workbook stays.

mod answer;
mod blank;
mod difference;
mod form;
mod notes;
mod package;
mod patch;
mod reference;
mod scan;
mod seek;
mod stale;
mod typed;
mod why;

pub use answer::{About, suited};
pub use blank::{Blank, BlankColumn, BlankRow, Grid, GridKind, Records, Single};
pub use difference::{Difference, differences};
pub use form::{Entry, Filled, Form, Refused, Replaced};
pub use why::{FillError, WhyNot};
