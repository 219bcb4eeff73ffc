//! The one writer. Whatever is waiting is decided in turn and kept in one transaction, so that many people's writes
//! share one wait for the disk; each is answered when it is on disk, not before.

mod around;

use crate::access::{Action, Actor, forbidden};
use crate::desk::Shared;
use crate::error::DeskError;
use around::Around;
use ledger::{
    Act, Cause, Command, Consequences, Decision, Deed, Entry, Frame, Head, Link, Moment, Problem, RecordId,
    Row, Seq, consequences, decide, missing, read_entry, write_entry,
};
use pack::model::{FieldIx, Pack, Register};
use pack::{Shelf, Value};
use serde_json::Value as Json;
use standards::PlaceCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use store::{Batch, Line, Record, StoreError, Writing};

/// Most jobs kept in one transaction.
const MOST_TOGETHER: usize = 512;

/// How long nothing must come before the store is let rest.
const QUIET: Duration = Duration::from_secs(1);
/// How long it waits in between while it has more to do.
const BREATH: Duration = Duration::from_millis(5);
/// How long it waits when there is nothing to do: reading, too, leaves it something.
const ASLEEP: Duration = Duration::from_secs(20);

/// The answer to a write that is on disk.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Position in the journal.
    pub seq: Seq,
    /// The register; empty for things of the town.
    pub register: String,
    /// The record as it stands now; none for things of the town.
    pub row: Option<Row>,
    /// Told to the person.
    pub warnings: Vec<Problem>,
    /// Fields in which a concurrent edit was met; the losing values are kept with the record.
    pub contested: Vec<FieldIx>,
    /// The same submission was received before; nothing was written now.
    pub repeated: bool,
    /// Fields that were changed.
    pub changed: Vec<FieldIx>,
}

/// Something to write.
pub(crate) enum Task {
    /// A command on a record.
    Record {
        register: String,
        id: RecordId,
        command: Command,
    },
    /// A thing of the town; null takes it away.
    Thing {
        subject: String,
        name: String,
        body: Json,
    },
    /// A pack comes into force.
    Adopt {
        pack: String,
        version: u32,
        digest: String,
        text: String,
    },
    /// Time passes up to the job's moment, and nothing else.
    Pass,
}

/// A task, whose it is, and how to answer.
pub(crate) struct Job {
    pub(crate) actor: Arc<Actor>,
    pub(crate) idem: Option<String>,
    pub(crate) batch: Option<String>,
    /// The moment to write it under; none means now. Only trusted actors bring history of their own.
    pub(crate) at: Option<Moment>,
    pub(crate) task: Task,
}

/// How an answer is given.
pub type Reply = Box<dyn FnOnce(Result<Receipt, DeskError>) + Send>;

/// How the answers to jobs kept together are given, one for each job.
pub(crate) type Replies = Box<dyn FnOnce(Vec<Result<Receipt, DeskError>>) + Send>;

/// What is kept of jobs that come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Those that are accepted.
    Accepted,
    /// All, if all are accepted.
    AllOrNone,
    /// Nothing: what would become of them is told.
    Nothing,
    /// Those that are accepted, each under the moment it bears, whoever's it is; what would have happened by itself until
    /// then happens first, at its own moment.
    Past,
}

pub(crate) enum Message {
    /// Keep this one.
    One(Box<Job>, Reply),
    /// Keep these together, in one transaction.
    Together(Vec<Job>, Keep, Replies),
    /// Do this while nothing is being written.
    Alone(Box<dyn FnOnce(&Shared) + Send>),
    /// No more will come.
    Close,
}

/// Works until told to close or everyone has gone.
pub(crate) fn work(shared: &Arc<Shared>, inbox: &Receiver<Message>) {
    let mut patience = QUIET;
    loop {
        let first = match inbox.recv_timeout(patience) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => {
                patience = rest(shared);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        patience = QUIET;
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next.take() {
            match message {
                Message::One(job, reply) => waiting.push((*job, reply)),
                Message::Together(jobs, what, reply) => {
                    keep(shared, std::mem::take(&mut waiting));
                    reply(keep_together(shared, &jobs, what));
                }
                Message::Alone(work) => {
                    keep(shared, std::mem::take(&mut waiting));
                    work(shared);
                }
                Message::Close => {
                    keep(shared, waiting);
                    return;
                }
            }
            if waiting.len() < MOST_TOGETHER {
                next = inbox.try_recv().ok();
            }
        }
        keep(shared, waiting);
    }
}

/// Lets the store do some of what it put off; answers how long to wait for a job before it goes on.
fn rest(shared: &Shared) -> Duration {
    match shared.town.store.rest(&shared.town.code) {
        Ok(true) => BREATH,
        Ok(false) => ASLEEP,
        Err(error) => {
            tracing::warn!(%error, "the store could not do what it had put off");
            ASLEEP
        }
    }
}

/// Keeps each job that is accepted.
fn keep(shared: &Shared, jobs: Vec<(Job, Reply)>) {
    if jobs.is_empty() {
        return;
    }
    let mut answers = Vec::with_capacity(jobs.len());
    let kept = (|| -> Result<Seq, StoreError> {
        let mut book = OpenBook::new(shared)?;
        for (job, _) in &jobs {
            match book.take(job) {
                Err(DeskError::Store(error)) => return Err(error),
                answer => answers.push(answer),
            }
        }
        book.commit()
    })();
    let replies = jobs.into_iter().map(|(_, reply)| reply);
    match kept {
        Ok(seq) => {
            shared.announce(seq);
            for (reply, answer) in replies.zip(answers) {
                reply(answer);
            }
        }
        Err(error) => {
            tracing::error!(%error, "a batch was not kept");
            let told = error.to_string();
            // What was refused stays refused; what was accepted was not kept, and what comes after was not looked at.
            let mut answers = answers.into_iter();
            for reply in replies {
                reply(match answers.next() {
                    Some(Err(refused @ DeskError::Refused(_))) => Err(refused),
                    _ => Err(DeskError::Store(again(&error, &told))),
                });
            }
        }
    }
}

fn again(error: &StoreError, told: &str) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Busy => StoreError::Busy,
        StoreError::Damaged(why) => StoreError::Damaged(why.clone()),
        _ => StoreError::Database(told.to_owned()),
    }
}

/// Keeps jobs in one transaction; answers one by one. When the transaction fails, so does every job in it.
pub(crate) fn keep_together(shared: &Shared, jobs: &[Job], what: Keep) -> Vec<Result<Receipt, DeskError>> {
    let mut answers = Vec::with_capacity(jobs.len());
    let kept = (|| -> Result<Option<Seq>, StoreError> {
        let mut book = OpenBook::new(shared)?;
        book.past = what == Keep::Past;
        for job in jobs {
            match book.take(job) {
                Err(DeskError::Store(error)) => return Err(error),
                answer => answers.push(answer),
            }
        }
        let refused = answers.iter().any(Result::is_err);
        match what {
            Keep::Nothing => Ok(None),
            Keep::AllOrNone if refused => Ok(None),
            Keep::Accepted | Keep::AllOrNone | Keep::Past => book.commit().map(Some),
        }
    })();
    match kept {
        Ok(seq) => {
            if let Some(seq) = seq {
                shared.announce(seq);
            }
            answers
        }
        Err(error) => {
            let told = error.to_string();
            jobs.iter()
                .map(|_| Err(DeskError::Store(again(&error, &told))))
                .collect()
        }
    }
}

/// A batch in the making.
struct OpenBook<'a> {
    shared: &'a Shared,
    shelf: Arc<Shelf>,
    batch: Box<dyn Batch + 'a>,
    seq: Seq,
    link: Link,
    /// Jobs are written under the moments they bear, whoever's they are.
    past: bool,
}

impl<'a> OpenBook<'a> {
    fn new(shared: &'a Shared) -> Result<Self, StoreError> {
        let batch = shared.town.store.batch(&shared.town.code)?;
        let (seq, link) = batch.head()?;
        Ok(OpenBook {
            shared,
            shelf: shared.shelf(),
            batch,
            seq,
            link,
            past: false,
        })
    }

    fn commit(self) -> Result<Seq, StoreError> {
        self.batch.commit()?;
        Ok(self.seq)
    }

    fn take(&mut self, job: &Job) -> Result<Receipt, DeskError> {
        if let Some(idem) = &job.idem
            && let Some(line) = self.batch.submitted(idem)?
        {
            return self.repeated(job, &line);
        }
        let now = job
            .at
            .filter(|_| self.past || job.actor.trusted)
            .unwrap_or_else(|| self.shared.now());
        if self.past {
            self.pass(now, job)?;
        }
        let mut head = Head {
            at: now,
            by: job.actor.login.clone(),
            post: None,
            idem: job.idem.clone(),
            batch: job.batch.clone(),
        };
        match &job.task {
            Task::Pass => Ok(self.nothing()),
            Task::Record {
                register,
                id,
                command,
            } => self.record(job, &mut head, register, *id, command),
            Task::Thing { subject, name, body } => {
                let act = Act::Town {
                    subject: subject.clone(),
                    name: name.clone(),
                    body: body.clone(),
                };
                self.plain(head, act)
            }
            Task::Adopt {
                pack,
                version,
                digest,
                text,
            } => {
                self.batch.keep_pack(digest, text)?;
                self.plain(
                    head,
                    Act::Adopt {
                        pack: pack.clone(),
                        version: *version,
                        digest: digest.clone(),
                    },
                )
            }
        }
    }

    /// Lets happen what happens by itself up to `moment`, each thing at its own.
    fn pass(&mut self, moment: Moment, job: &Job) -> Result<(), DeskError> {
        let actor = Arc::new(Actor::trusted("timer"));
        while let Some((register, id, timer)) = self.batch.due(moment, 1)?.pop() {
            let fired = Job {
                actor: Arc::clone(&actor),
                idem: None,
                batch: job.batch.clone(),
                at: Some(timer.at),
                task: Task::Pass,
            };
            let mut head = Head {
                at: timer.at,
                by: actor.login.clone(),
                post: None,
                idem: None,
                batch: job.batch.clone(),
            };
            self.record(&fired, &mut head, &register, id, &Command::Fire(timer))?;
        }
        Ok(())
    }

    fn record(
        &mut self,
        job: &Job,
        head: &mut Head,
        register: &str,
        id: RecordId,
        command: &Command,
    ) -> Result<Receipt, DeskError> {
        let shelf = Arc::clone(&self.shelf);
        let (pack, register) = find(&shelf, register)?;
        let current = self.batch.row(register, id)?;
        let own = self.shared.town.code;
        let place = authorise(&job.actor, own, pack, register, current.as_ref(), id, command)?;
        head.post = job
            .actor
            .post_for(action_of(command), &pack.name, &place)
            .map(|post| format!("{}@{}", post.role, post.place));
        let roles = job.actor.roles_at(&place);
        let frame = Frame {
            pack,
            register,
            calendar: &self.shared.calendar,
            now: head.at,
            by: &job.actor.login,
            roles: &roles,
            office: job.actor.office_at(&place),
        };
        let around = Around {
            batch: &*self.batch,
            shelf: &shelf,
            shared: self.shared,
            actor: &job.actor,
        };
        let decision = decide(&frame, head, id, current.as_ref(), command, &around)?;
        self.keep_decision(head.clone(), register, current.as_ref(), decision)
    }

    fn keep_decision(
        &mut self,
        head: Head,
        register: &Register,
        before: Option<&Row>,
        decision: Decision,
    ) -> Result<Receipt, DeskError> {
        let Decision { act, row, warnings } = decision;
        let contested = match &act.deed {
            Deed::Amend { lost, .. } => lost.iter().map(|lost| lost.field).collect(),
            _ => Vec::new(),
        };
        let changed = act.changes.iter().map(|change| change.field).collect();
        let follows = consequences(&self.shelf, register, before, &row);
        let entry = Entry {
            seq: self.seq + 1,
            head,
            act: Act::Record(Box::new(act)),
        };
        self.write(&entry, Some((register, &row, before.is_none(), &follows)))?;
        Ok(Receipt {
            seq: entry.seq,
            register: register.name.clone(),
            row: Some(row),
            warnings,
            contested,
            repeated: false,
            changed,
        })
    }

    fn plain(&mut self, head: Head, act: Act) -> Result<Receipt, DeskError> {
        let entry = Entry {
            seq: self.seq + 1,
            head,
            act,
        };
        self.write(&entry, None)?;
        Ok(self.nothing())
    }

    /// The answer to what changes no record.
    fn nothing(&self) -> Receipt {
        Receipt {
            seq: self.seq,
            register: String::new(),
            row: None,
            warnings: Vec::new(),
            contested: Vec::new(),
            repeated: false,
            changed: Vec::new(),
        }
    }

    fn write(
        &mut self,
        entry: &Entry,
        record: Option<(&Register, &Row, bool, &Consequences)>,
    ) -> Result<(), DeskError> {
        let text = write_entry(entry, &self.shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let line = Line {
            seq: entry.seq,
            link: self.link.next(text.as_bytes()),
            text,
        };
        let record = record.map(|(register, row, is_new, consequences)| Record {
            register,
            row,
            is_new,
            consequences,
        });
        self.batch.write(&Writing {
            entry,
            line: &line,
            record,
        })?;
        self.seq = line.seq;
        self.link = line.link;
        Ok(())
    }

    /// The answer given when the submission was first received.
    fn repeated(&self, job: &Job, line: &Line) -> Result<Receipt, DeskError> {
        let reused = || {
            DeskError::refused(
                Cause::Conflict,
                Problem::new(
                    "idempotency.reused",
                    "同一提交编号已用于另一项操作，请换一个",
                    "this idempotency key was used for something else; choose another",
                ),
            )
        };
        let entry =
            read_entry(&line.text, &self.shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
        if entry.head.by != job.actor.login {
            return Err(reused());
        }
        match (&job.task, entry.act) {
            (
                Task::Record {
                    register,
                    id,
                    command,
                },
                Act::Record(act),
            ) => {
                // What is brought in again amends.
                let again = matches!((command, &act.deed), (Command::Bring { .. }, Deed::Amend { .. }));
                // A record that is made has a fresh id each time it is sent; all else is about one that is there.
                let made = matches!(command, Command::Create { .. } | Command::Bring { .. });
                let other_step = match (command, &act.deed) {
                    (Command::Step { step, .. }, Deed::Step { step: taken, .. }) => step != taken,
                    _ => false,
                };
                let same = act.register == *register && (again || act.deed.name() == deed_of(command));
                if !same || other_step || !(made || act.id == *id) {
                    return Err(reused());
                }
                let (pack, register) = find(&self.shelf, register)?;
                let row = self.batch.row(register, act.id)?;
                // It may have been moved out of sight since.
                let row = row.filter(|row| job.actor.may(Action::Read, &pack.name, &row.place));
                Ok(Receipt {
                    seq: line.seq,
                    register: register.name.clone(),
                    row: Some(row.ok_or_else(|| missing(register, act.id))?),
                    warnings: Vec::new(),
                    contested: Vec::new(),
                    repeated: true,
                    changed: Vec::new(),
                })
            }
            (Task::Thing { .. } | Task::Adopt { .. }, Act::Town { .. } | Act::Adopt { .. }) => Ok(Receipt {
                seq: line.seq,
                register: String::new(),
                row: None,
                warnings: Vec::new(),
                contested: Vec::new(),
                repeated: true,
                changed: Vec::new(),
            }),
            _ => Err(reused()),
        }
    }
}

/// The register called so among the packs in force.
pub(crate) fn find<'a>(shelf: &'a Shelf, name: &str) -> Result<(&'a Pack, &'a Register), DeskError> {
    shelf.register(name).ok_or_else(|| {
        DeskError::refused(
            Cause::Missing,
            Problem::new(
                "register.missing",
                format!("没有台账“{}”", name.chars().take(60).collect::<String>()),
                format!(
                    "there is no register `{}`",
                    name.chars().take(60).collect::<String>()
                ),
            ),
        )
    })
}

fn action_of(command: &Command) -> Action {
    match command {
        Command::Create { .. } => Action::Create,
        Command::Bring { .. } => Action::Import,
        Command::Amend { .. } | Command::Settle { .. } => Action::Amend,
        Command::Step { .. } | Command::Fire(_) => Action::Step,
        Command::Withdraw { .. } | Command::Restore { .. } => Action::Withdraw,
        Command::Reveal { .. } => Action::Reveal,
    }
}

fn deed_of(command: &Command) -> &'static str {
    match command {
        Command::Create { .. } => "create",
        Command::Bring { .. } => "bring",
        Command::Amend { .. } => "amend",
        Command::Settle { .. } => "settle",
        Command::Step { .. } => "step",
        Command::Fire(_) => "fire",
        Command::Withdraw { .. } => "withdraw",
        Command::Restore { .. } => "restore",
        Command::Reveal { .. } => "reveal",
    }
}

/// Whether the actor may; answers with the place it was judged by. What may not be seen is told as missing.
fn authorise(
    actor: &Actor,
    own: PlaceCode,
    pack: &Pack,
    register: &Register,
    current: Option<&Row>,
    id: RecordId,
    command: &Command,
) -> Result<PlaceCode, DeskError> {
    let action = action_of(command);
    let given_place = match command {
        Command::Create { given } | Command::Bring { given, .. } | Command::Amend { given, .. } => given
            .iter()
            .find(|(field, _)| *field == register.place)
            .and_then(|(_, value)| match value {
                Value::Place(place) => Some(*place),
                _ => None,
            }),
        _ => None,
    };
    let refuse = || Err(DeskError::Refused(forbidden(action, pack, register)));
    match current {
        Some(row) => {
            if !actor.may(Action::Read, &pack.name, &row.place) {
                return Err(missing(register, id).into());
            }
            let moves_out = given_place.is_some_and(|place| !actor.may(action, &pack.name, &place));
            if moves_out || !actor.may(action, &pack.name, &row.place) {
                return refuse();
            }
            Ok(row.place)
        }
        None => match given_place {
            Some(place) if actor.may(action, &pack.name, &place) => Ok(place),
            Some(_) => refuse(),
            // Without a place nothing can be made; the decision says so, but only to who might have.
            None if actor.may_somewhere(action, &pack.name) => {
                Ok(actor.posts.first().map_or(own, |(post, _)| post.place))
            }
            None => refuse(),
        },
    }
}
