//! Commitments: promises read out of a report for a person to confirm, how they stand, and the papers about them.

mod adopt;
mod course;
mod light;
mod overview;
mod papers;
mod standing;
mod target;

pub use adopt::{AdoptAsk, Adopted, Proposal, TakenUp};
pub use course::{Course, CourseMonth};
pub use light::{Light, Pace, light, reason};
pub use overview::Overview;
pub use papers::division_table;
pub use standing::{Notice, Standing};
pub use target::Target;
