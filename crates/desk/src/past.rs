//! A town's past, written deed by deed: each under its own moment, by its own person, judged by that person's posts and by the
//! book as it stood; what would have happened by itself in between happens when it would have. Only the program itself, with
//! the town's folder in its hands, can do so: no seat can.

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::writer::{Job, Keep, Receipt, Task, find};
use ledger::{Command, Given, Moment, RecordId, read_fields, read_history};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use store::StoreError;

/// What was done.
#[derive(Clone, Debug)]
pub enum PastAct {
    /// A record was made.
    Create {
        /// Its values.
        fields: Map<String, Json>,
    },
    /// A step of its loop was taken.
    Step {
        /// The step.
        step: String,
        /// Values given with it.
        fields: Map<String, Json>,
        /// Words given with it.
        note: Option<String>,
    },
    /// A matter settled elsewhere was brought in as it stood there, as [`crate::Seat::bring`] does.
    Bring {
        /// Its values and where it stood.
        fields: Map<String, Json>,
    },
}

/// Something that a person did to a record at a moment.
#[derive(Clone, Debug)]
pub struct PastDeed {
    /// When.
    pub at: Moment,
    /// Who: the login of a person of the town.
    pub by: String,
    /// The register.
    pub register: String,
    /// The record.
    pub id: RecordId,
    /// What.
    pub act: PastAct,
}

/// Why a deed of the past was not kept.
#[derive(Debug, thiserror::Error)]
#[error("{deed}: {error}")]
pub struct PastError {
    /// Which deed: who did what to which record, and when.
    pub deed: String,
    /// Why not.
    #[source]
    pub error: DeskError,
}

/// A town's past being written. Deeds must come in the order in which they happened.
pub struct Past {
    desk: Arc<Desk>,
    batch: String,
    actors: HashMap<String, Arc<Actor>>,
    under_way: Option<UnderWay>,
}

/// Deeds that are being written.
struct UnderWay {
    told: Vec<String>,
    answered: Receiver<Vec<Result<Receipt, DeskError>>>,
}

impl UnderWay {
    fn settle(self) -> Result<(), PastError> {
        let wrong = |at: usize, error| PastError {
            deed: self.told.get(at).cloned().unwrap_or_default(),
            error,
        };
        let answers = self.answered.recv().map_err(|_| wrong(0, DeskError::Closing))?;
        for (at, answer) in answers.into_iter().enumerate() {
            answer.map_err(|error| wrong(at, error))?;
        }
        Ok(())
    }
}

impl Desk {
    /// Begins to write the town's past; every entry bears the name of this batch.
    #[must_use]
    pub fn past(self: &Arc<Self>, batch: impl Into<String>) -> Past {
        Past {
            desk: Arc::clone(self),
            batch: batch.into(),
            actors: HashMap::new(),
            under_way: None,
        }
    }
}

impl Past {
    /// Sets things of the town: subject, name and body of each.
    ///
    /// # Errors
    /// When the store cannot keep them.
    pub fn things(&mut self, at: Moment, things: Vec<(String, String, Json)>) -> Result<(), DeskError> {
        let actor = Arc::new(Actor::trusted("init"));
        let jobs = things.into_iter().map(|(subject, name, body)| {
            let task = Task::Thing { subject, name, body };
            self.job(&actor, at, task)
        });
        for answer in self.send(jobs.collect())? {
            answer?;
        }
        self.actors.clear();
        self.desk.reload()?;
        Ok(())
    }

    /// Hands over deeds to be kept in one transaction, together with what happens by itself before each of them. They are
    /// written while the caller goes on; what is wrong with them is told with the next ones, or by [`Past::pass`].
    ///
    /// # Errors
    /// The first deed that was refused, of these or of the ones handed over before.
    pub fn keep(&mut self, deeds: Vec<PastDeed>) -> Result<(), PastError> {
        let told: Vec<String> = deeds.iter().map(PastDeed::told).collect();
        let mut jobs = Vec::with_capacity(deeds.len());
        for (deed, told) in deeds.into_iter().zip(&told) {
            jobs.push(self.read(deed).map_err(|error| PastError {
                deed: told.clone(),
                error,
            })?);
        }
        let answered = self.desk.keep_together(jobs, Keep::Past);
        let answered = answered.map_err(|error| PastError {
            deed: told.first().cloned().unwrap_or_default(),
            error,
        })?;
        let before = self.under_way.replace(UnderWay { told, answered });
        before.map_or(Ok(()), UnderWay::settle)
    }

    /// Lets time pass up to `moment`: what happens by itself until then happens. Everything handed over is kept then.
    ///
    /// # Errors
    /// The first deed that was refused, or that the store cannot be written.
    pub fn pass(&mut self, moment: Moment) -> Result<(), PastError> {
        let wrong = |error| PastError {
            deed: format!("{moment} pass"),
            error,
        };
        self.under_way.take().map_or(Ok(()), UnderWay::settle)?;
        let job = self.job(&Arc::new(Actor::trusted("timer")), moment, Task::Pass);
        for answer in self.send(vec![job]).map_err(wrong)? {
            answer.map_err(wrong)?;
        }
        Ok(())
    }

    fn read(&mut self, deed: PastDeed) -> Result<Job, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, &deed.register)?;
        let sealed = |mut given: Given| -> Result<Given, DeskError> {
            let sealer = &self.desk.town().sealer;
            sealer.seal_all_again(register, deed.id, &mut given)?;
            Ok(given)
        };
        let command = match deed.act {
            PastAct::Create { fields } => Command::Create {
                given: sealed(read_fields(pack, register, fields)?)?,
            },
            PastAct::Step { step, fields, note } => Command::Step {
                step,
                given: sealed(read_fields(pack, register, fields)?)?,
                note,
            },
            PastAct::Bring { fields } => {
                let (given, standing) = read_history(pack, register, fields)?;
                Command::Bring {
                    given: sealed(given)?,
                    standing,
                }
            }
        };
        let actor = self.actor(&deed.by)?;
        let task = Task::Record {
            register: deed.register,
            id: deed.id,
            command,
        };
        Ok(self.job(&actor, deed.at, task))
    }

    fn actor(&mut self, login: &str) -> Result<Arc<Actor>, DeskError> {
        if let Some(actor) = self.actors.get(login) {
            return Ok(Arc::clone(actor));
        }
        let found = self.desk.shared.actor(login)?;
        let actor = Arc::new(
            found.ok_or_else(|| StoreError::Damaged(format!("there is no active person `{login}`")))?,
        );
        self.actors.insert(login.to_owned(), Arc::clone(&actor));
        Ok(actor)
    }

    fn job(&self, actor: &Arc<Actor>, at: Moment, task: Task) -> Job {
        Job {
            actor: Arc::clone(actor),
            idem: None,
            batch: Some(self.batch.clone()),
            at: Some(at),
            task,
        }
    }

    fn send(&self, jobs: Vec<Job>) -> Result<Vec<Result<Receipt, DeskError>>, DeskError> {
        let answered = self.desk.keep_together(jobs, Keep::Past)?;
        answered.recv().map_err(|_| DeskError::Closing)
    }
}

impl PastDeed {
    fn told(&self) -> String {
        let what = match &self.act {
            PastAct::Create { .. } => "create",
            PastAct::Step { step, .. } => step,
            PastAct::Bring { .. } => "bring",
        };
        format!("{} {} {what} {} {}", self.at, self.by, self.register, self.id)
    }
}
