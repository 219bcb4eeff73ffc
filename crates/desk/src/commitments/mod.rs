//! Commitments: promises read out of a report for a person to confirm, how they stand, and the papers about them.

mod adopt;
mod light;
mod papers;
mod standing;
mod target;

pub use adopt::{AdoptAsk, Adopted, Proposal};
pub use light::{Light, Pace, light};
pub use papers::{bulletin, division_table};
pub use standing::{Notice, Standing};
pub use target::Target;
