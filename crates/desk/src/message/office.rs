//! The post office: a thread that carries what waits, through a courier that knows the world outside.

use super::channel::{Address, Channel};
use super::delivery::{Delivery, DeliveryState};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::Moment;
use pack::Text;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;

/// Longest sleep: the wall clock may be set while we sleep.
const LONGEST: Duration = Duration::from_secs(30);
/// Shortest sleep: a busy town is not watched at every entry.
const SHORTEST: Duration = Duration::from_millis(500);

/// One message as it is handed over.
pub struct Parcel<'a> {
    /// The way out.
    pub channel: &'a Channel,
    /// Where it leads.
    pub address: &'a Address,
    /// What it says.
    pub text: &'a Text,
    /// When it is handed over.
    pub now: Moment,
}

/// Takes messages out of the program.
pub trait Courier: Send + Sync {
    /// Hands over one message.
    ///
    /// # Errors
    /// What the other side, or the way there, said.
    fn carry(&self, parcel: &Parcel<'_>) -> Result<(), String>;
}

impl Desk {
    /// Carries what is waiting and due; answers with how many were taken by the other side. A delivery is noted after it
    /// was handed over: a program that dies in between hands it over again, and never loses one.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn post(&self, courier: &dyn Courier) -> Result<usize, DeskError> {
        let channels = self.channels()?;
        let mut carried = 0;
        for (name, mut delivery) in self.outbox()? {
            let now = self.now();
            if delivery.next > now {
                continue;
            }
            let outcome = self.hand_over(courier, &channels, &delivery, now);
            delivery.tried(outcome, now);
            carried += usize::from(delivery.state == DeliveryState::Sent);
            self.keep_own(self.noted(&name, &delivery))?;
        }
        Ok(carried)
    }

    fn hand_over(
        &self,
        courier: &dyn Courier,
        channels: &[(String, Channel)],
        delivery: &Delivery,
        now: Moment,
    ) -> Result<(), String> {
        let (name, channel) = channels
            .iter()
            .find(|(name, _)| *name == delivery.channel)
            .ok_or("the channel was taken away")?;
        let address = self.address(name, channel).map_err(|error| error.to_string())?;
        courier.carry(&Parcel {
            channel,
            address: &address,
            text: &delivery.text,
            now,
        })
    }

    /// Starts the thread that carries what waits, until the desk closes.
    ///
    /// # Errors
    /// When no thread can be had.
    pub fn open_post_office(self: &Arc<Self>, courier: Arc<dyn Courier>) -> Result<(), StoreError> {
        let desk = Arc::downgrade(self);
        let work = move || {
            loop {
                let Some(desk) = desk.upgrade() else { return };
                if desk.is_closing() {
                    return;
                }
                // Seen before looking: what comes while we look wakes us at once.
                let head = desk.wait_past(u64::MAX, Duration::ZERO);
                if let Err(error) = desk.post(&*courier) {
                    tracing::warn!(%error, "messages could not be carried; they will be tried again");
                }
                let now = desk.now();
                let next = desk.outbox().ok().and_then(|waiting| {
                    let moments = waiting.iter().map(|(_, delivery)| delivery.next.0 - now.0);
                    moments.min()
                });
                let sleep = next.map_or(LONGEST, |next| {
                    Duration::from_millis(u64::try_from(next).unwrap_or_default())
                });
                std::thread::sleep(SHORTEST);
                let _ = desk.wait_past(head, sleep.min(LONGEST));
            }
        };
        self.keep_thread("post office", work)
    }
}

impl Seat {
    /// Sends a trial message through a channel now; the inner answer is what the other side said.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn try_channel(&self, name: &str, courier: &dyn Courier) -> Result<Result<(), String>, DeskError> {
        let channels = self.channels()?;
        let text = Text {
            zh: "一本账：这是一条试发消息".to_owned(),
            en: "Yiben: this is a trial message".to_owned(),
        };
        let now = self.desk().now();
        let trial = Delivery::new(name, 0, text, now);
        Ok(self.desk().hand_over(courier, &channels, &trial, now))
    }
}
