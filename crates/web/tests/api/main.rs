//! The API as its clients meet it, over a real town in a temporary folder.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bad_input;
mod records;
mod tail;
mod town;
