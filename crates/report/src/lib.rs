//! Reads a work report: its headings, claims and commitments.
//!
//! [`read`] takes a [`Document`] — plain text, Markdown, HTML or DOCX — apart into an [`Outline`], the figures it
//! claims and the promises it makes, each with its place in the file. [`score`] holds a reading against an annotation.

mod beside;
mod chapter;
mod claim;
mod clause;
mod commitment;
mod document;
mod doing;
mod format;
mod gold;
mod heading;
mod lexicon;
mod outline;
mod phrase;
mod read;
mod score;
mod subject;
mod table;
mod wire;

pub use claim::{Claim, Part, PeriodSource, Tense, Told};
pub use commitment::{Commitment, CommitmentKind, DeadlineSource};
pub use document::{Block, Document, Position, Role};
pub use format::{DocxError, Format, OpenError};
pub use gold::{Gold, GoldError};
pub use outline::{Chapter, Outline, Section};
pub use read::{Options, Reading, read};
pub use score::{Aspect, Difference, Score, Tally, score};
pub use subject::Subject;
pub use table::Language;
pub use wire::{ClaimLine, CommitmentLine, Lines, Number};

/// The readme's example, held to what it says.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
