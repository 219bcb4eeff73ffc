//! What expressions see of a record.

use crate::{Moment, Row};
use pack::model::{FieldIx, Register};
use pack::{Scope, SystemName, Value};

/// A record as its pack's expressions see it.
pub(crate) struct RecordScope<'a> {
    pub(crate) register: &'a Register,
    pub(crate) row: &'a Row,
    /// The moment of the command; none where a value must not change by itself, as in computed fields and figures.
    pub(crate) now: Option<Moment>,
}

impl Scope for RecordScope<'_> {
    fn field(&self, ix: FieldIx) -> &Value {
        self.row.get(ix)
    }

    fn system(&self, name: SystemName) -> Value {
        let case = || self.row.case.as_ref().zip(self.register.cycle.as_ref());
        match name {
            SystemName::State => case().map_or(Value::Null, |(case, cycle)| {
                Value::Text(cycle[case.state].name.clone())
            }),
            SystemName::Level => case()
                .and_then(|(case, cycle)| cycle.levels.get(usize::from(case.level?.0)))
                .map_or(Value::Null, |level| Value::Text(level.name.clone())),
            SystemName::Overdue => case().map_or(Value::Null, |(case, _)| Value::Bool(case.overdue)),
            SystemName::Reopened => case().map_or(Value::Null, |(case, _)| Value::Int(case.reopened.into())),
            SystemName::Lifted => case().map_or(Value::Null, |(case, _)| Value::Int(case.lifted.into())),
            SystemName::CreatedOn => Value::Date(self.row.created_at.date()),
            SystemName::Today => self.now.map_or(Value::Null, |now| Value::Date(now.date())),
        }
    }

    fn indicator(&self, _name: &str) -> Value {
        Value::Null
    }
}
