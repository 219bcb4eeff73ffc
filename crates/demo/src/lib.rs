//! The demo town: a year of a real town's places and made-up matters, told day by day through the ordinary door, adding up
//! exactly to the published figures.
//!
//! What is told lies in `demo/` as data; how often and when, here. [`make`] makes the town, [`check`] proves its figures.
//!
//! ```no_run
//! use demo::{Plan, check, make};
//!
//! let made = make("demo-town".as_ref(), Plan::default(), &mut |_, _| {})?;
//! let figures = check(&made.desk.trusted_seat("owner"))?;
//! assert!(figures.iter().all(|figure| figure.agrees));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chance;
mod check;
mod commitments;
mod days;
mod defects;
mod disclosure;
mod disputes;
mod economy;
mod environment;
mod everyday;
mod file;
mod ground;
mod hazards;
mod land;
mod make;
mod once;
mod per_mu;
mod projects;
mod proposals;
mod split;
mod story;
mod world;

pub use check::{Aspect, CheckError, Checked, Comparator, Published, check};
pub use make::{BATCH, Made, MakeError, Plan, make};
pub use world::{Login, StoryError};
