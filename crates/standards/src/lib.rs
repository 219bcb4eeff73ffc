//! The field's codes and calendars: divisions, identifiers, industries, working days, coordinates, areas.

mod calendar;
mod citizen;
mod credit;
pub mod mask;
mod place;

pub use calendar::{CalendarError, CalendarProblem, Certainty, DayKind, Holiday, Notice, WorkCalendar};
pub use citizen::{CitizenId, CitizenIdError, Sex, mask_citizen_id};
pub use credit::{CreditCode, CreditCodeError, mask_credit_code};
pub use place::{PlaceCode, PlaceCodeError, PlaceLevel};
