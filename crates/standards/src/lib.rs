//! The field's codes and calendars: divisions, identifiers, industries, working days, coordinates, areas.

mod place;

pub use place::{PlaceCode, PlaceCodeError, PlaceLevel};
