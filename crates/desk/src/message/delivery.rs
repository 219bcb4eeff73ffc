//! Deliveries: each message through each channel is a thing of the town with its own state. What waits lies apart from
//! what has ended, so that looking for work costs nothing however long the town has been telling.

use super::channel::Channel;
use crate::desk::{Desk, from_json};
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::Job;
use ledger::{Cause, Moment, Problem, Seq};
use pack::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// What waits.
pub(super) const OUTBOX: &str = "outbox";
/// What was sent or given up.
pub(super) const ENDED: &str = "delivery";
/// Waits between tries, in milliseconds; after the last the delivery has failed.
const WAITS: [i64; 6] = [0, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000];

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// To be sent, or to be tried again.
    Waiting,
    /// Taken by the other side.
    Sent,
    /// Given up.
    Failed,
}

/// One message on its way through one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Name of the channel.
    pub channel: String,
    /// The journal entry it tells of.
    pub seq: Seq,
    /// What it says.
    pub text: Text,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: usize,
    /// When it is tried next, or when it ended.
    pub next: Moment,
    /// What the other side said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Delivery {
    pub(super) fn new(channel: &str, seq: Seq, text: Text, now: Moment) -> Self {
        Delivery {
            channel: channel.to_owned(),
            seq,
            text,
            state: DeliveryState::Waiting,
            tries: 0,
            next: now,
            error: None,
        }
    }

    /// Notes how a try ended: taken, to be tried again later, or given up.
    pub(super) fn tried(&mut self, outcome: Result<(), String>, now: Moment) {
        self.tries += 1;
        match outcome {
            Ok(()) => (self.state, self.error, self.next) = (DeliveryState::Sent, None, now),
            Err(why) => {
                self.error = Some(why.chars().take(300).collect());
                match WAITS.get(self.tries) {
                    Some(wait) => self.next = Moment(now.0 + wait),
                    None => (self.state, self.next) = (DeliveryState::Failed, now),
                }
            }
        }
    }
}

impl Desk {
    /// What waits, oldest first.
    pub(super) fn outbox(&self) -> Result<Vec<(String, Delivery)>, DeskError> {
        let town = self.town();
        let things = town.store.read(&town.code)?.things(OUTBOX)?;
        let all = things.into_iter();
        all.map(|(name, body)| Ok((name, from_json(body)?))).collect()
    }

    /// What is written when a delivery was tried.
    pub(super) fn noted(&self, name: &str, delivery: &Delivery) -> Vec<Job> {
        let body = json!(delivery);
        match delivery.state {
            DeliveryState::Waiting => vec![self.own(OUTBOX, name.to_owned(), body)],
            DeliveryState::Sent | DeliveryState::Failed => vec![
                self.own(OUTBOX, name.to_owned(), Json::Null),
                self.own(ENDED, name.to_owned(), body),
            ],
        }
    }

    /// What is written so that a message goes out through every channel it concerns.
    pub(super) fn sent_out(&self, told: &super::Told, channels: &[(String, Channel)]) -> Vec<Job> {
        channels
            .iter()
            .filter(|(_, channel)| {
                channel.place.is_none_or(|place| place.contains(&told.place))
                    && (channel.on.is_empty() || channel.on.contains(&told.deed))
            })
            .map(|(name, _)| {
                let delivery = Delivery::new(name, told.seq, told.text.clone(), self.now());
                self.own(OUTBOX, format!("{:012}-{name}", told.seq), json!(delivery))
            })
            .collect()
    }
}

impl Seat {
    /// Deliveries: what waits, then what has ended, latest first.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn deliveries(&self, limit: usize) -> Result<Vec<(String, Delivery)>, DeskError> {
        self.needs_admin()?;
        let book = self.book()?;
        let mut things = book.latest_things(OUTBOX, None, limit)?;
        let left = limit - things.len();
        things.extend(book.latest_things(ENDED, None, left)?);
        let all = things.into_iter();
        all.map(|(name, body)| Ok((name, from_json(body)?))).collect()
    }

    /// Tries a delivery that was given up once more, from the beginning.
    ///
    /// # Errors
    /// When the seat is no administrator's, no failed delivery has this name, or the store cannot be written.
    pub fn retry_delivery(&self, name: &str) -> Result<(), DeskError> {
        self.needs_admin()?;
        let kept = self.book()?.thing(ENDED, name)?;
        let failed = kept
            .map(from_json::<Delivery>)
            .transpose()?
            .filter(|delivery| delivery.state == DeliveryState::Failed);
        let Some(failed) = failed else {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "delivery.missing",
                    format!("没有发送失败的消息“{name}”"),
                    format!("there is no failed delivery `{name}`"),
                ),
            ));
        };
        let again = Delivery::new(&failed.channel, failed.seq, failed.text, self.desk().now());
        let written = |subject, body| {
            self.desk()
                .written_by(&self.actor, subject, name.to_owned(), body)
        };
        self.desk()
            .keep_own(vec![written(OUTBOX, json!(again)), written(ENDED, Json::Null)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_is_tried_with_growing_waits_and_then_given_up() {
        let text = Text {
            zh: "超期".to_owned(),
            en: "overdue".to_owned(),
        };
        let mut delivery = Delivery::new("robot", 7, text, Moment(0));
        let mut waits = Vec::new();
        while delivery.state == DeliveryState::Waiting {
            let now = delivery.next;
            delivery.tried(Err("no route".to_owned()), now);
            waits.push(delivery.next.0 - now.0);
        }
        assert_eq!(waits, [30_000, 120_000, 600_000, 3_600_000, 21_600_000, 0]);
        assert_eq!(delivery.state, DeliveryState::Failed);
        assert_eq!(delivery.error.as_deref(), Some("no route"));
    }
}
