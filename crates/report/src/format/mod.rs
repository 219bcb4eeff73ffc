//! The formats a report comes in, each turned into a [`Document`](crate::Document).

mod docx;
mod html;
mod markdown;
mod markup;
mod open;

pub use docx::DocxError;
pub use open::{Format, OpenError};
