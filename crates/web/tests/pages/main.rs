//! The staff's pages as a browser meets them, over a real town in a temporary folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod attacks;
mod base_map;
mod checks;
mod commitments;
mod disclosures;
mod door;
mod evaluations;
mod figures;
mod map;
mod office;
mod papers;
mod records;
mod reports;
mod second_step;
mod settings;
mod sheets;
mod work;
