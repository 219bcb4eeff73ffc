//! Timers: what is to happen by itself at a known moment. They follow from a record as it stands, so that they survive
//! anything the journal survives, and each fires once because firing it changes the record.

use crate::{DAY, Moment, Row};
use pack::model::Register;

/// Hour of the day at which reminders are given.
const REMINDING_HOUR: i64 = 8;

/// Something that is to happen to a record at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timer {
    /// When.
    pub at: Moment,
    /// What.
    pub what: Alarm,
}

/// What a timer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alarm {
    /// Reminds the holder; the number says which reminder of this deadline it is, from 0.
    Remind(u16),
    /// The limit passes.
    Due,
}

impl Alarm {
    /// Its name on disk.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Alarm::Remind(which) => format!("remind-{which}"),
            Alarm::Due => "due".to_owned(),
        }
    }

    /// The alarm of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.strip_prefix("remind-") {
            Some(which) => which.parse().ok().map(Alarm::Remind),
            None => (name == "due").then_some(Alarm::Due),
        }
    }
}

/// The timers of a record as it stands.
#[must_use]
pub fn timers(register: &Register, row: &Row) -> Vec<Timer> {
    let (Some(cycle), Some(case), Some(due)) = (&register.cycle, &row.case, row.due()) else {
        return Vec::new();
    };
    if row.withdrawn || case.overdue {
        return Vec::new();
    }
    let mut timers = vec![Timer {
        at: due,
        what: Alarm::Due,
    }];
    for (which, days) in (0u16..).zip(&cycle.remind).skip(case.reminded.into()) {
        let last_day = Moment(due.0 - 1).date();
        let at = Moment(Moment::start_of(last_day).0 - i64::from(*days) * DAY).plus_hours(REMINDING_HOUR);
        if at > case.since && at < due {
            timers.push(Timer {
                at,
                what: Alarm::Remind(which),
            });
        }
    }
    timers.sort_unstable();
    timers
}
