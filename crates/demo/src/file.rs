//! The file of one record: what was done to it, by whom and when, in order.

use crate::chance::Chance;
use crate::days::in_hours;
use desk::{PastAct, PastDeed};
use jiff::civil::Date;
use ledger::{Moment, RecordId};
use serde_json::{Map, Value as Json};

/// A record's life being told.
pub(crate) struct RecordFile {
    register: &'static str,
    /// Its name.
    pub(crate) id: RecordId,
    last: Moment,
    deeds: Vec<PastDeed>,
}

impl RecordFile {
    /// A record made on `day` by `by`.
    pub(crate) fn open(
        register: &'static str,
        chance: &mut Chance,
        day: Date,
        by: &str,
        fields: Json,
    ) -> Self {
        Self::begin(
            register,
            chance,
            day,
            by,
            |fields| PastAct::Create { fields },
            fields,
        )
    }

    /// A record brought in as it stood elsewhere.
    pub(crate) fn bring(
        register: &'static str,
        chance: &mut Chance,
        day: Date,
        by: &str,
        fields: Json,
    ) -> Self {
        Self::begin(
            register,
            chance,
            day,
            by,
            |fields| PastAct::Bring { fields },
            fields,
        )
    }

    fn begin(
        register: &'static str,
        chance: &mut Chance,
        day: Date,
        by: &str,
        act: impl Fn(Map<String, Json>) -> PastAct,
        fields: Json,
    ) -> Self {
        let at = in_hours(chance, day);
        let mut file = RecordFile {
            register,
            id: RecordId::new(at, chance.bits()),
            last: at,
            deeds: Vec::new(),
        };
        file.push(at, by, act(object(fields)));
        file
    }

    /// A step on `day`, or right after the one before where that lies later.
    pub(crate) fn step(&mut self, chance: &mut Chance, day: Date, by: &str, step: &str, fields: Json) {
        self.noted(chance, day, by, step, fields, None);
    }

    /// A step with words.
    pub(crate) fn noted(
        &mut self,
        chance: &mut Chance,
        day: Date,
        by: &str,
        step: &str,
        fields: Json,
        note: Option<&str>,
    ) {
        let mut at = in_hours(chance, day);
        if at <= self.last {
            at = Moment(self.last.0 + chance.between((3, 40)) * 60_000);
        }
        self.last = at;
        let act = PastAct::Step {
            step: step.to_owned(),
            fields: object(fields),
            note: note.map(str::to_owned),
        };
        self.push(at, by, act);
    }

    /// The day of what was done last.
    pub(crate) fn day(&self) -> Date {
        self.last.date()
    }

    /// What was done.
    pub(crate) fn close(self) -> Vec<PastDeed> {
        self.deeds
    }

    fn push(&mut self, at: Moment, by: &str, act: PastAct) {
        self.deeds.push(PastDeed {
            at,
            by: by.to_owned(),
            register: self.register.to_owned(),
            id: self.id,
            act,
        });
    }
}

/// The fields of an object, those that are null left out.
fn object(fields: Json) -> Map<String, Json> {
    match fields {
        Json::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}
