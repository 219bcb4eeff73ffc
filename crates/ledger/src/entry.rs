//! Journal entries: everything that ever happened, in order, each a fact that is never edited.

use crate::{Case, Contested, Moment, RecordId};
use pack::Value;
use pack::model::FieldIx;
use standards::PlaceCode;

/// Position in a town's journal, from 1, without gaps.
pub type Seq = u64;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its position.
    pub seq: Seq,
    /// What the writer of the entry said of itself.
    pub head: Head,
    /// What happened.
    pub act: Act,
}

/// Who wrote an entry, when, and under which submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// When it was written.
    pub at: Moment,
    /// Login of the person, or `timer` for the program itself.
    pub by: String,
    /// The post the person acted in.
    pub post: Option<String>,
    /// The submission's own key: the same key sent again is the same entry.
    pub idem: Option<String>,
    /// The batch it belongs to, such as one import.
    pub batch: Option<String>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Something happened to a record.
    Record(Box<RecordAct>),
    /// A pack came into force.
    Adopt {
        /// Its name.
        pack: String,
        /// Its version.
        version: u32,
        /// SHA-256 of its text, in hex; the text is kept beside the journal.
        digest: String,
    },
    /// Anything of the town itself: users, posts, places, settings, frozen reports. The subject names the thing, the
    /// body is its new state in JSON; null takes it away.
    Town {
        /// Kind of thing, such as `user`.
        subject: String,
        /// Which one.
        name: String,
        /// Its new state.
        body: serde_json::Value,
    },
}

/// Something that happened to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordAct {
    /// Name of the register.
    pub register: String,
    /// Which record.
    pub id: RecordId,
    /// The record's version after it.
    pub version: u32,
    /// What was done.
    pub deed: Deed,
    /// Fields that changed; computed fields are never among them.
    pub changes: Vec<Change>,
    /// The case after it, when it changed.
    pub case: Option<Case>,
    /// Words given with it.
    pub note: Option<String>,
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: FieldIx,
    /// What it held.
    pub was: Value,
    /// What it holds now.
    pub now: Value,
}

/// What was done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It was made.
    Create {
        /// Where it belongs.
        place: PlaceCode,
        /// Its number.
        number: Option<String>,
    },
    /// It was brought in from an old ledger, as it stood there.
    Bring {
        /// Where it belongs.
        place: PlaceCode,
        /// Its number.
        number: Option<String>,
    },
    /// Fields were amended.
    Amend {
        /// Where it belongs now, if it moved.
        place: Option<PlaceCode>,
        /// Values that lost against a concurrent edit.
        lost: Vec<Contested>,
    },
    /// A step of its loop was taken.
    Step {
        /// The step's name.
        step: String,
        /// The office that signed, when the step needs several.
        signed: Option<String>,
    },
    /// A missed limit lifted it one level.
    Lift,
    /// A missed limit was marked.
    Overdue,
    /// Its holder was reminded of the deadline.
    Remind,
    /// It was withdrawn: it counts nowhere from now on.
    Withdraw,
    /// It was brought back.
    Restore,
    /// A contested value was decided; the field keeps what it holds.
    Settle {
        /// The field.
        field: FieldIx,
    },
    /// A sensitive field was shown in clear; the note holds the reason.
    Reveal {
        /// Names of the fields.
        fields: Vec<String>,
    },
}

impl Deed {
    /// Its name in the journal.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Deed::Create { .. } => "create",
            Deed::Bring { .. } => "bring",
            Deed::Amend { .. } => "amend",
            Deed::Step { .. } => "step",
            Deed::Lift => "lift",
            Deed::Overdue => "overdue",
            Deed::Remind => "remind",
            Deed::Withdraw => "withdraw",
            Deed::Restore => "restore",
            Deed::Settle { .. } => "settle",
            Deed::Reveal { .. } => "reveal",
        }
    }
}
