//! Telling people: what the loops do by themselves becomes messages, in the program and out through channels. Each
//! delivery is a thing of the town with its own state; one that failed says so.

use crate::access::Actor;
use crate::desk::{Desk, from_json};
use crate::error::DeskError;
use crate::seat::{Seat, label};
use crate::writer::{Job, Task};
use ledger::{Act, Deed, Moment, RecordId, Seq, read_entry};
use pack::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use standards::PlaceCode;
use std::sync::Arc;
use store::StoreError;

/// Journal lines looked at in one go.
const STRETCH: usize = 500;
/// Waits between tries, in milliseconds; after the last the delivery has failed.
const WAITS: [i64; 6] = [0, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000];

/// The form a message takes on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Plain JSON with everything in it.
    Json,
    /// What a DingTalk (钉钉) group robot takes.
    Dingtalk,
    /// What a WeCom (企业微信) group robot takes.
    Wecom,
    /// An e-mail.
    Email,
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// The form.
    pub shape: Shape,
    /// A web address, or an e-mail address.
    pub to: String,
    /// Only matters of this place and below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceCode>,
    /// Only these happenings: `lift`, `overdue`, `remind`; empty for all.
    #[serde(default)]
    pub on: Vec<String>,
}

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
    /// When it is tried next.
    pub next: Moment,
    /// What the other side said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

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

impl Channel {
    /// The body that this channel's other side takes.
    #[must_use]
    pub fn body(&self, text: &Text) -> Json {
        match self.shape {
            Shape::Dingtalk | Shape::Wecom => json!({ "msgtype": "text", "text": { "content": text.zh } }),
            Shape::Json | Shape::Email => json!({ "text": text }),
        }
    }
}

/// Takes messages out of the program.
pub trait Courier: Send + Sync {
    /// Hands over one message.
    ///
    /// # Errors
    /// What the other side, or the way there, said.
    fn carry(&self, channel: &Channel, text: &Text) -> Result<(), String>;
}

impl Desk {
    /// Tells what has happened since last time and carries what is waiting; answers with how many were carried.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn post(self: &Arc<Self>, courier: &dyn Courier) -> Result<usize, DeskError> {
        self.gather()?;
        let now = self.now();
        let channels = self.channels()?;
        let waiting: Vec<(String, Delivery)> = {
            let town = self.town();
            let things = town.store.read(&town.code)?.things("delivery")?;
            let all = things
                .into_iter()
                .map(|(name, body)| Ok((name, from_json::<Delivery>(body)?)));
            all.collect::<Result<Vec<_>, StoreError>>()?
        };
        let mut carried = 0;
        for (name, mut delivery) in waiting {
            if delivery.state != DeliveryState::Waiting || delivery.next > now {
                continue;
            }
            delivery.tries += 1;
            let outcome = match channels.iter().find(|(name, _)| *name == delivery.channel) {
                Some((_, channel)) => courier.carry(channel, &delivery.text),
                None => Err("the channel was taken away".to_owned()),
            };
            match outcome {
                Ok(()) => {
                    (delivery.state, delivery.error) = (DeliveryState::Sent, None);
                    carried += 1;
                }
                Err(why) => {
                    delivery.error = Some(why.chars().take(300).collect());
                    match WAITS.get(delivery.tries) {
                        Some(wait) => delivery.next = Moment(now.0 + wait),
                        None => delivery.state = DeliveryState::Failed,
                    }
                }
            }
            self.keep(self.own(thing("delivery", name, json!(delivery))))?;
        }
        Ok(carried)
    }

    fn own(&self, task: Task) -> Job {
        Job {
            actor: Arc::new(Actor::trusted("timer")),
            idem: None,
            batch: None,
            at: None,
            task,
        }
    }

    fn channels(&self) -> Result<Vec<(String, Channel)>, DeskError> {
        let town = self.town();
        let things = town.store.read(&town.code)?.things("channel")?;
        things
            .into_iter()
            .map(|(name, body)| Ok((name, from_json(body)?)))
            .collect()
    }

    /// Makes messages and deliveries of what loops did by themselves since the last look. The mark of how far was looked
    /// moves in the same transaction, so that nothing is told twice or never.
    fn gather(self: &Arc<Self>) -> Result<(), DeskError> {
        let town = self.town();
        let shelf = self.shelf();
        let channels = self.channels()?;
        loop {
            let mut jobs = Vec::new();
            let (from, to, more) = {
                let book = town.store.read(&town.code)?;
                let from = book
                    .thing("mark", "messages")?
                    .and_then(|mark| mark.as_u64())
                    .unwrap_or_default();
                let lines = book.lines(from, STRETCH)?;
                let to = lines.last().map_or(from, |line| line.seq);
                for line in &lines {
                    // Told by the word, so that quiet entries cost nothing.
                    if !["\"act\":\"lift\"", "\"act\":\"overdue\"", "\"act\":\"remind\""]
                        .iter()
                        .any(|act| line.text.contains(act))
                    {
                        continue;
                    }
                    let entry = read_entry(&line.text, &shelf)
                        .map_err(|error| StoreError::Damaged(error.to_string()))?;
                    let Act::Record(act) = &entry.act else { continue };
                    let Some((pack, register)) = shelf.register(&act.register) else {
                        continue;
                    };
                    let Some(row) = book.row(register, act.id)? else {
                        continue;
                    };
                    let told = Told {
                        seq: line.seq,
                        at: entry.head.at,
                        pack: pack.name.clone(),
                        register: register.name.clone(),
                        id: act.id,
                        place: row.place,
                        deed: act.deed.name().to_owned(),
                        text: words(&act.deed, &register.title, &label(pack, register, &row)),
                    };
                    for (name, channel) in &channels {
                        let fits = channel.place.is_none_or(|place| place.contains(&told.place))
                            && (channel.on.is_empty() || channel.on.contains(&told.deed));
                        if !fits {
                            continue;
                        }
                        let delivery = Delivery {
                            channel: name.clone(),
                            seq: line.seq,
                            text: told.text.clone(),
                            state: DeliveryState::Waiting,
                            tries: 0,
                            next: self.now(),
                            error: None,
                        };
                        jobs.push(self.own(thing(
                            "delivery",
                            format!("{:012}-{name}", line.seq),
                            json!(delivery),
                        )));
                    }
                    jobs.push(self.own(thing("message", format!("{:012}", line.seq), json!(told))));
                }
                (from, to, lines.len() == STRETCH)
            };
            if jobs.is_empty() && !more {
                // The mark is left where it is: moving it would be an entry about nothing.
                return Ok(());
            }
            if from == to {
                return Ok(());
            }
            jobs.push(self.own(thing("mark", "messages".to_owned(), json!(to))));
            self.keep_all(jobs).map_err(|errors| {
                errors
                    .into_iter()
                    .next()
                    .map_or(DeskError::Closing, |(_, error)| error)
            })?;
            if !more {
                return Ok(());
            }
        }
    }
}

fn thing(subject: &str, name: String, body: Json) -> Task {
    Task::Thing {
        subject: subject.to_owned(),
        name,
        body,
    }
}

fn words(deed: &Deed, register: &Text, label: &str) -> Text {
    let (zh, en) = match deed {
        Deed::Lift => ("超期未办结，已上报上一级", "missed its limit and rose one level"),
        Deed::Overdue => ("已超期", "is overdue"),
        _ => ("即将到期", "is due soon"),
    };
    Text {
        zh: format!("【{}】{label}：{zh}", register.zh),
        en: format!("[{}] {label} {en}", register.en),
    }
}

impl Seat {
    /// What was told in the program about matters within this seat's reach, latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn messages(&self, limit: usize) -> Result<Vec<Told>, DeskError> {
        let mut found = Vec::new();
        for (_, body) in self.book()?.things("message")?.into_iter().rev() {
            let told: Told = from_json(body)?;
            if self
                .actor
                .may(crate::access::Action::Read, &told.pack, &told.place)
            {
                found.push(told);
            }
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// Deliveries, latest first.
    ///
    /// # Errors
    /// When the seat is no administrator's, or the store cannot be read.
    pub fn deliveries(&self, limit: usize) -> Result<Vec<(String, Delivery)>, DeskError> {
        self.needs_admin()?;
        let all = self.book()?.things("delivery")?.into_iter().rev().take(limit);
        all.map(|(name, body)| Ok((name, from_json(body)?))).collect()
    }
}
