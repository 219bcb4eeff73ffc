//! What can be asked of a record, and what a decision may look up.

use crate::input::Given;
use crate::timer::Timer;
use crate::{Moment, RecordId};
use jiff::civil::Date;
use pack::Value;
use pack::model::{FieldIx, LevelIx, Pack, Register, StateIx};
use standards::{PlaceCode, WorkCalendar};

/// A request to change a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Make a record.
    Create {
        /// Its values; the place is among them.
        given: Given,
    },
    /// Bring in a record from an old ledger as it stood there, or bring the one that is here into line with it.
    Bring {
        /// Its values; fields that the loop fills may be among them.
        given: Given,
        /// Where it stood.
        standing: Standing,
    },
    /// Change fields.
    Amend {
        /// The version the person had in view.
        base: u32,
        /// The fields to change; null empties a field.
        given: Given,
        /// When it was written down, for edits made offline; none means now.
        written: Option<Moment>,
    },
    /// Take a step of the loop.
    Step {
        /// The step's name.
        step: String,
        /// Fields given along with it.
        given: Given,
        /// Words given along with it.
        note: Option<String>,
    },
    /// Let a timer do its work.
    Fire(Timer),
    /// Take the record out of all counts.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Bring it back.
    Restore {
        /// Why.
        reason: String,
    },
    /// Decide a contested value in favour of what the field holds.
    Settle {
        /// The field.
        field: FieldIx,
    },
    /// Show sensitive fields in clear.
    Reveal {
        /// The fields.
        fields: Vec<FieldIx>,
        /// Why.
        reason: String,
    },
}

/// Where a matter stood in an old ledger. What is not stated is worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The state; none for the one entered last by the dates given.
    pub state: Option<StateIx>,
    /// The level that held it; none for the level of its place.
    pub level: Option<LevelIx>,
    /// When it entered the state; none for the day given for the state, and for now where there is none.
    pub since: Option<Moment>,
    /// Its number; none for the next of its series.
    pub number: Option<String>,
}

/// What surrounds a decision: the rules in force, the moment, and who asks.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The pack of the register.
    pub pack: &'a Pack,
    /// The register.
    pub register: &'a Register,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// The moment of the command.
    pub now: Moment,
    /// Login of the person, or `timer`.
    pub by: &'a str,
    /// Roles of the post the person acts in; empty means that the caller has checked them.
    pub roles: &'a [String],
    /// The office the person signs for in joint steps.
    pub office: Option<&'a str>,
}

/// A field that was changed by someone else since the version in view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The field.
    pub field: FieldIx,
    /// When it was last changed.
    pub at: Moment,
    /// By whom.
    pub by: String,
}

/// The store could not answer; the command may be sent again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store could not be read: {0}")]
pub struct Unavailable(pub String);

/// What a decision may ask about other records. The same answers give the same decision.
pub trait Lookup {
    /// The record that holds this key, if any does.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn key_owner(&self, register: &Register, key: &str) -> Result<Option<RecordId>, Unavailable>;

    /// The latest record, withdrawn ones left out, that agrees in `same` and whose `on` lies within the days given.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn earlier(
        &self,
        register: &Register,
        same: &[(FieldIx, Value)],
        on: FieldIx,
        within: (Date, Date),
    ) -> Result<Option<RecordId>, Unavailable>;

    /// The last serial number given under this series, 0 if none.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_serial(&self, series: &str) -> Result<u64, Unavailable>;

    /// Fields of the record that were changed after `version`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn changed_since(
        &self,
        register: &Register,
        id: RecordId,
        version: u32,
    ) -> Result<Vec<Since>, Unavailable>;

    /// Whether the record exists.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn exists(&self, register: &str, id: RecordId) -> Result<bool, Unavailable>;

    /// Whether the person who asks may be told of the record: what they may not see is not named in a refusal either.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn may_be_named(&self, _register: &Register, _id: RecordId) -> Result<bool, Unavailable> {
        Ok(true)
    }

    /// Whether the place exists on that day.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn place_exists(&self, place: &PlaceCode, on: Date) -> Result<bool, Unavailable>;
}
