//! The field's codes and calendars: divisions, identifiers, industries, working days, coordinates, areas.
//!
//! All of it is pure: facts compiled in from `data/` (its README names every source) or given as text, read at first use and never
//! at start. Every error is a `thiserror` enum that displays in English and has `zh()` for Chinese, both naming what was expected.
//!
//! ```
//! use standards::{PlaceCode, PlaceTree, WorkCalendar};
//!
//! let town: PlaceCode = "330226105".parse()?;
//! let village: PlaceCode = "330226105208".parse()?;
//! assert!(town.contains(&village));
//! assert_eq!(PlaceTree::ninghai().name(town, "2024-03-05".parse()?), Some("岔路镇"));
//!
//! // The last working day before the spring festival of 2024, and three working days on.
//! let (day, _) = WorkCalendar::official().add_workdays("2024-02-09".parse()?, 3);
//! assert_eq!(day.to_string(), "2024-02-20");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod area;
mod calendar;
mod citizen;
mod coordinate;
mod credit;
pub mod division;
mod industry;
mod lines;
pub mod mask;
mod place;
mod tree;

pub use area::{Area, AreaError, AreaUnit};
pub use calendar::{CalendarError, CalendarProblem, Certainty, DayKind, Holiday, Notice, WorkCalendar};
pub use citizen::{CitizenId, CitizenIdError, Sex, mask_citizen_id};
pub use coordinate::{Datum, Position, PositionError};
pub use credit::{CreditCode, CreditCodeError, mask_credit_code};
pub use industry::{Industry, IndustryError, IndustryLevel};
pub use place::{PlaceCode, PlaceCodeError, PlaceLevel};
pub use tree::{Place, PlaceChange, PlaceTree, PlaceTreeError, PlaceTreeProblem};
