//! Journal lines, and what is written with one.

use ledger::{Consequences, Entry, Link, Row, Seq};
use pack::model::Register;

/// A line of the journal as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its position.
    pub seq: Seq,
    /// The link it makes.
    pub link: Link,
    /// Its text.
    pub text: String,
}

/// One entry with everything that follows from it.
pub struct Writing<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its line.
    pub line: &'a Line,
    /// The record it makes, if it is about one.
    pub record: Option<Record<'a>>,
}

/// A record to be written.
pub struct Record<'a> {
    /// Its register.
    pub register: &'a Register,
    /// As it stands from now on.
    pub row: &'a Row,
    /// Whether it is new.
    pub is_new: bool,
    /// What else follows.
    pub consequences: &'a Consequences,
}
