//! Faces: the API and the pages. Nothing is decided here: every request becomes a call on a [`desk::Seat`].
//!
//! ```no_run
//! # async fn serve(desk: std::sync::Arc<desk::Desk>) -> std::io::Result<()> {
//! let app = web::App::new(desk, web::Limits::default(), None);
//! let address = "127.0.0.1:8600".parse().map_err(std::io::Error::other)?;
//! web::serve(app, address, |address| println!("serving at {address}"), std::future::pending()).await
//! # }
//! ```

mod api;
mod blocking;
mod inquiry;
mod limits;
mod metrics;
mod pages;
mod problem;
mod serve;
mod session;

pub use limits::Limits;
pub use problem::Problem;
pub use serve::{App, router, serve};
