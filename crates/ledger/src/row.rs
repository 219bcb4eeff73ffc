//! A record as it stands: its values, and what the program knows of it.

use crate::{Moment, RecordId};
use pack::Value;
use pack::model::{FieldIx, LevelIx, Register, StateIx};
use standards::PlaceCode;

/// One record as it stands after its latest journal entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub id: RecordId,
    /// Where it belongs.
    pub place: PlaceCode,
    /// Its number, such as 岔调〔2024〕0001, if the register numbers its records.
    pub number: Option<String>,
    /// How many entries have changed it, from 1.
    pub version: u32,
    /// When it was made.
    pub created_at: Moment,
    /// Login of the maker.
    pub created_by: String,
    /// When it was last changed.
    pub changed_at: Moment,
    /// Login of the last changer.
    pub changed_by: String,
    /// Withdrawn records count nowhere and are hidden unless asked for.
    pub withdrawn: bool,
    /// Where it is in its loop, if the register has one.
    pub case: Option<Case>,
    /// Values that lost against a concurrent edit and wait for a person's decision.
    pub contested: Vec<Contested>,
    /// One value per field of the register, in its order.
    pub values: Vec<Value>,
}

/// Where a record is in its loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its state.
    pub state: StateIx,
    /// The level that holds it, if the loop has levels.
    pub level: Option<LevelIx>,
    /// When the state was entered.
    pub since: Moment,
    /// When the limit passes, if there is one. While paused, when it would have.
    pub due: Option<Moment>,
    /// The limit counts working days.
    pub working: bool,
    /// Since when time stands still.
    pub paused: Option<Moment>,
    /// The limit has passed and was marked.
    pub overdue: bool,
    /// Reminders already given for this deadline.
    pub reminded: u16,
    /// How often a missed limit or a step lifted it.
    pub lifted: u16,
    /// How many limits were missed.
    pub missed: u16,
    /// How often it was opened again.
    pub reopened: u16,
    /// Offices that have signed the joint step under way.
    pub signed: Vec<String>,
    /// An old ledger stated all this, and no step has been taken here since.
    pub brought: bool,
}

/// A value that lost against a concurrent edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    /// The field.
    pub field: FieldIx,
    /// The value that lost.
    pub value: Value,
    /// Login of the person who gave it.
    pub by: String,
    /// When it was written down.
    pub at: Moment,
}

impl Row {
    /// The value of a field; null where the row is shorter than the register.
    #[must_use]
    pub fn get(&self, field: FieldIx) -> &Value {
        const NULL: &Value = &Value::Null;
        self.values.get(usize::from(field.0)).unwrap_or(NULL)
    }

    /// The value of the field called `name`.
    #[must_use]
    pub fn named<'a>(&'a self, register: &Register, name: &str) -> Option<&'a Value> {
        register.field(name).map(|(ix, _)| self.get(ix))
    }

    /// The values that are not null, by field.
    #[must_use]
    pub fn given(&self) -> Vec<(FieldIx, Value)> {
        (0u16..)
            .map(FieldIx)
            .zip(&self.values)
            .filter(|(_, value)| !value.is_null())
            .map(|(field, value)| (field, value.clone()))
            .collect()
    }

    /// The case's deadline while time runs and the matter is open.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        self.case
            .as_ref()
            .filter(|case| case.paused.is_none())
            .and_then(|case| case.due)
    }
}
