//! From the headers of a table to the fields they mean: proposed with reasons, asked about where in doubt, remembered once confirmed.

mod assign;
mod names;
mod propose;
mod rows;
mod signature;
mod target;

pub use propose::{Candidate, Doubt, Proposal, ProposedColumn, Reason, likely, propose};
pub use rows::{MappedField, MappedRow, Rows, rows};
pub use signature::{Choice, Mapping, Signature, recognise};
pub use target::Target;
