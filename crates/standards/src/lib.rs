//! The field's codes and calendars: divisions, identifiers, industries, working days, coordinates, areas.

mod area;
mod calendar;
mod citizen;
mod coordinate;
mod credit;
mod industry;
mod lines;
pub mod mask;
mod place;

pub use area::{Area, AreaError, AreaUnit};
pub use calendar::{CalendarError, CalendarProblem, Certainty, DayKind, Holiday, Notice, WorkCalendar};
pub use citizen::{CitizenId, CitizenIdError, Sex, mask_citizen_id};
pub use coordinate::{Datum, Position, PositionError};
pub use credit::{CreditCode, CreditCodeError, mask_credit_code};
pub use industry::{Industry, IndustryError, IndustryLevel};
pub use place::{PlaceCode, PlaceCodeError, PlaceLevel};
