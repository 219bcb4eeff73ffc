//! Telling people: what loops do by themselves becomes messages, in the program and out through channels.

mod channel;
mod delivery;
mod gather;
mod office;

pub use channel::{Address, Channel, NewChannel, Shape};
pub use delivery::{Delivery, DeliveryState};
pub use office::{Courier, Parcel};

use crate::access::{Action, Actor};
use crate::desk::{Desk, from_json};
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::{Job, Task};
use ledger::{Moment, RecordId, Seq};
use pack::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use standards::PlaceCode;
use std::sync::Arc;

/// Messages looked at in one go, and at most, when a seat asks for its own.
const STRETCH: usize = 200;
const FARTHEST: usize = 5_000;

/// Something told in the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The journal entry it tells of.
    pub seq: Seq,
    /// When.
    pub at: Moment,
    /// The pack.
    pub pack: String,
    /// The register.
    pub register: String,
    /// The record.
    pub id: RecordId,
    /// Where it belongs.
    pub place: PlaceCode,
    /// What happened.
    pub deed: String,
    /// In words.
    pub text: Text,
}

impl Seat {
    /// What was told in the program about matters within this seat's reach, latest first; messages beyond the latest few
    /// thousand of the town are not looked through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn messages(&self, limit: usize) -> Result<Vec<Told>, DeskError> {
        let book = self.book()?;
        let mut found = Vec::new();
        let mut before: Option<String> = None;
        for _ in 0..FARTHEST / STRETCH {
            let stretch = book.latest_things("message", before.as_deref(), STRETCH)?;
            let Some((oldest, _)) = stretch.last() else { break };
            before = Some(oldest.clone());
            for (_, body) in stretch {
                let told: Told = from_json(body)?;
                if self.actor.may(Action::Read, &told.pack, &told.place) {
                    found.push(told);
                }
                if found.len() == limit {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }
}

impl Desk {
    /// What the program itself writes about the town; null takes it away.
    fn own(&self, subject: &str, name: String, body: Json) -> Job {
        self.written_by(&Arc::new(Actor::trusted("timer")), subject, name, body)
    }

    fn written_by(&self, actor: &Arc<Actor>, subject: &str, name: String, body: Json) -> Job {
        Job {
            actor: Arc::clone(actor),
            idem: None,
            batch: None,
            at: None,
            task: Task::Thing {
                subject: subject.to_owned(),
                name,
                body,
            },
        }
    }

    fn keep_own(&self, jobs: Vec<Job>) -> Result<(), DeskError> {
        let kept = self.keep_all(jobs);
        kept.map(drop).map_err(|errors| {
            errors
                .into_iter()
                .next()
                .map_or(DeskError::Closing, |(_, error)| error)
        })
    }
}
