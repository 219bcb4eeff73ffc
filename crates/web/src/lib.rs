//! Faces: the API and the pages. Nothing is decided here: every request becomes a call on a [`desk::Seat`].

mod api;
mod blocking;
mod limits;
mod metrics;
mod pages;
mod problem;
mod serve;
mod session;

pub use limits::Limits;
pub use problem::Problem;
pub use serve::{App, router, serve};
