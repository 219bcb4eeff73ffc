//! The ledger, pure: decide a command, replay the journal, loops, indicators, lineage.
//!
//! A [`Command`] on a record is decided by [`decide()`] into a [`Decision`]: the journal entry to write and the record it
//! makes. [`consequences`] tells what else follows: differences to cells, timers, numbers. [`Book`] replays a journal
//! and must come out with the same. [`answer`] reads figures from cells, [`share`] tells what a record adds to one.
//! There is no clock, no randomness and no disk here: moments and ids come in as arguments, other records through
//! [`Lookup`].
//!
//! ```
//! use ledger::Link;
//!
//! // A journal's chain: each link is made of the one before and the line, so that a changed line changes all that follow.
//! let origin = Link::origin("330226105");
//! let kept = origin.next(b"one").next(b"two");
//! let changed = origin.next(b"eno").next(b"two");
//! assert_ne!(kept, changed);
//! ```

mod apply;
mod cell;
mod chain;
mod clock;
mod command;
mod decide;
mod delta;
mod entry;
mod entry_json;
mod evaluate;
mod figure;
mod growth;
mod id;
mod input;
mod problem;
mod replay;
mod row;
mod scope;
mod timer;
mod value_json;

pub use apply::{ApplyError, apply};
pub use cell::{CellKey, Contribution, DIMENSION_BREAK, Grain, Tally, contributions, dimensions};
pub use chain::Link;
pub use command::{Command, Frame, Lookup, Since, Standing, Unavailable};
pub use decide::{Decision, Undecided, decide, key_of, missing, serial_of, what_if};
pub use delta::{Delta, Deltas, Spot, deltas};
pub use entry::{Act, Change, Deed, Entry, Head, RecordAct, Seq};
pub use entry_json::{EntryError, read as read_entry, write as write_entry};
pub use evaluate::{Scored, TermScore, evaluate};
pub use figure::{Cell, Cells, Figure, FigureError, Line, Question, Window, answer, share, windows};
pub use growth::{elapsed, forecast, growth, rank};
pub use id::{DAY, Moment, RecordId, RecordIdError};
pub use input::{Given, read_fields, read_history, read_value};
pub use problem::{Cause, Problem, Refusal};
pub use replay::{Book, Consequences, ReplayError, consequences};
pub use row::{Case, Contested, Row};
pub use timer::{Alarm, Timer, timers};
pub use value_json::{CHECKLIST_COLUMNS, from_json, geometry_from_json, geometry_to_json, to_json};
