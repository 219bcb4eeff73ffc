//! The desk: a town opened for work. It starts the one writer and the clockwork, and hands out seats.

use crate::access::{Actor, Person, Role, first_roles};
use crate::adding_up::Sums;
use crate::adopting::Adoptions;
use crate::clockwork;
use crate::error::DeskError;
use crate::exhibit;
use crate::packs;
use crate::seat::Seat;
use crate::town::{Town, TownError, TownPlan};
use crate::works::Works;
use crate::writer::{Job, Keep, Message, Receipt, Task, work};
use ledger::{Moment, RecordId, Seq};
use pack::Shelf;
use serde_json::json;
use standards::{PlaceTree, WorkCalendar};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use store::StoreError;

/// What the desk's threads share.
pub(crate) struct Shared {
    pub(crate) town: Town,
    pub(crate) calendar: WorkCalendar,
    shelf: RwLock<Arc<Shelf>>,
    places: RwLock<Arc<PlaceTree>>,
    roles: RwLock<Arc<BTreeMap<String, Role>>>,
    head: Mutex<Seq>,
    moved: Condvar,
    closing: AtomicBool,
    /// Milliseconds the clock is set off by, for demonstrations and tests of deadlines.
    offset: AtomicI64,
    counter: AtomicU64,
    /// How far the journal was looked at for messages since the program began.
    pub(crate) looked: AtomicU64,
    /// Ledgers that are being worked on, packs on their way into force, and figures whose records are added up.
    pub(crate) works: Arc<Works>,
    /// How packs last came into force, or did not.
    pub(crate) adoptions: Adoptions,
    /// What the records of figures came to.
    pub(crate) sums: Sums,
    /// Held while a person's own file is changed.
    personal: Mutex<()>,
}

/// A town opened for work.
pub struct Desk {
    pub(crate) shared: Arc<Shared>,
    sender: Mutex<Sender<Message>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Desk {
    /// Makes a town in `folder` and opens it, with the built-in packs and roles and the places given.
    ///
    /// # Errors
    /// When the folder holds a town already or the disk cannot be written.
    pub fn make(folder: &std::path::Path, plan: &TownPlan) -> Result<Self, TownError> {
        Self::make_at(folder, plan, None)
    }

    /// Makes a town as [`Desk::make`] does, its first entries written under the moment given: the journal of a town that is
    /// made up begins in its past.
    ///
    /// # Errors
    /// As for [`Desk::make`].
    pub fn make_at(folder: &std::path::Path, plan: &TownPlan, at: Option<Moment>) -> Result<Self, TownError> {
        let desk = Self::open(Town::make(folder, &plan.code)?)?;
        let mut jobs = Vec::new();
        let mut thing = |subject: &str, name: String, body: serde_json::Value| {
            jobs.push(Task::Thing {
                subject: subject.to_owned(),
                name,
                body,
            });
        };
        thing("town", "name".to_owned(), json!({ "zh": plan.zh, "en": plan.en }));
        thing("places", "tree".to_owned(), json!(plan.places.to_csv()));
        for (name, role) in first_roles() {
            thing("role", name, json!(role));
        }
        let actor = Arc::new(Actor::trusted("init"));
        for pack in packs::built_in() {
            jobs.push(packs::adopt_task(&pack));
        }
        let jobs = jobs
            .into_iter()
            .map(|task| Job {
                actor: Arc::clone(&actor),
                idem: None,
                batch: None,
                at,
                task,
            })
            .collect();
        desk.keep_all(jobs).map_err(first_store_error)?;
        desk.reload()?;
        Ok(desk)
    }

    /// Opens a town for work.
    ///
    /// # Errors
    /// When the disk cannot be read, or a pack in force no longer fits the program.
    pub fn open(town: Town) -> Result<Self, TownError> {
        let calendar = WorkCalendar::official().clone();
        let shared = Arc::new(Shared {
            town,
            calendar,
            shelf: RwLock::default(),
            places: RwLock::default(),
            roles: RwLock::default(),
            head: Mutex::new(0),
            moved: Condvar::new(),
            closing: AtomicBool::new(false),
            offset: AtomicI64::new(0),
            counter: AtomicU64::new(0),
            looked: AtomicU64::new(0),
            works: Arc::default(),
            adoptions: Adoptions::default(),
            sums: Sums::default(),
            personal: Mutex::new(()),
        });
        shared.reload(&mut |_, _| {})?;
        if let Some(begins) = exhibit::clock_of(&shared.town, &shared.shelf())? {
            shared.set_clock(begins);
        }
        let (sender, inbox) = channel();
        let worker = Arc::clone(&shared);
        let writer = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || work(&worker, &inbox))
            .map_err(|source| StoreError::File {
                path: "writer thread".to_owned(),
                source,
            })?;
        Ok(Desk {
            shared,
            sender: Mutex::new(sender),
            threads: Mutex::new(vec![writer]),
        })
    }

    /// Reads packs, places and roles anew, and brings the tables into line with them.
    ///
    /// # Errors
    /// When the disk cannot be read or written.
    pub fn reload(&self) -> Result<(), StoreError> {
        self.alone(|shared| shared.reload(&mut |_, _| {}))
            .unwrap_or(Err(StoreError::Busy))
    }

    /// Does something while nothing is being written.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let (answer, answered) = channel();
        self.send(Message::Alone(Box::new(move |shared| {
            // Whoever asked may have gone.
            let _ = answer.send(work(shared));
        })))?;
        answered.recv().map_err(|_| DeskError::Closing)
    }

    /// Does at once what the store puts off until nobody writes, so that reading is at its fastest.
    ///
    /// # Errors
    /// When the desk is closing or the store cannot be written.
    pub fn rest(&self) -> Result<(), DeskError> {
        self.alone(|shared| -> Result<(), DeskError> {
            while shared.town.store.rest(&shared.town.code)? {}
            Ok(())
        })?
    }

    /// Starts letting timers fire; until then deadlines pass unmarked.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn wind(self: &Arc<Self>) -> Result<(), StoreError> {
        self.keep_thread("clockwork", clockwork::work(self))
    }

    /// Starts a thread that is waited for when the desk closes.
    pub(crate) fn keep_thread(
        &self,
        name: &str,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), StoreError> {
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(work)
            .map_err(|source| StoreError::File {
                path: format!("{name} thread"),
                source,
            })?;
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread);
        Ok(())
    }

    /// A seat for a person of the town.
    ///
    /// # Errors
    /// When there is no such active person, or the store cannot be read.
    pub fn seat(self: &Arc<Self>, login: &str) -> Result<Option<Seat>, DeskError> {
        Ok(self
            .shared
            .actor(login)?
            .map(|actor| Seat::new(Arc::clone(self), actor)))
    }

    /// A seat for the owner of the folder at the command line, or the program itself.
    #[must_use]
    pub fn trusted_seat(self: &Arc<Self>, login: &str) -> Seat {
        Seat::new(Arc::clone(self), Actor::trusted(login))
    }

    /// The town.
    #[must_use]
    pub fn town(&self) -> &Town {
        &self.shared.town
    }

    /// The packs in force.
    #[must_use]
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shared.shelf()
    }

    /// The town's places.
    #[must_use]
    pub fn places(&self) -> Arc<PlaceTree> {
        self.shared.places()
    }

    /// The roles that posts name.
    #[must_use]
    pub fn roles(&self) -> Arc<BTreeMap<String, Role>> {
        self.shared.roles()
    }

    /// The moment by the desk's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.shared.now()
    }

    /// Sets the desk's clock, for demonstrations and tests of deadlines.
    pub fn set_clock(&self, now: Moment) {
        self.shared.set_clock(now);
    }

    /// A fresh record id.
    #[must_use]
    pub fn fresh_id(&self) -> RecordId {
        self.shared.fresh_id(self.now())
    }

    /// Waits until the journal has moved past `seen`, at most so long; answers with its last position.
    #[must_use]
    pub fn wait_past(&self, seen: Seq, patience: Duration) -> Seq {
        let head = self.shared.head.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.shared.moved.wait_timeout_while(head, patience, |head| {
            *head <= seen && !self.shared.closing.load(Ordering::Relaxed)
        });
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Whether the desk is closing.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.shared.closing.load(Ordering::Relaxed)
    }

    /// Keeps what is waiting and stops.
    pub fn close(&self) {
        self.shared.closing.store(true, Ordering::Relaxed);
        self.shared.moved.notify_all();
        let sent = self
            .sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .send(Message::Close);
        drop(sent);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the desk ended badly");
            }
        }
    }

    pub(crate) fn send(&self, message: Message) -> Result<(), DeskError> {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        sender.send(message).map_err(|_| DeskError::Closing)
    }

    pub(crate) fn keep(&self, job: Job) -> Result<Receipt, DeskError> {
        let (answer, answered) = channel();
        let reply = Box::new(move |result| {
            // Whoever asked may have gone.
            let _ = answer.send(result);
        });
        self.send(Message::One(Box::new(job), reply))?;
        answered.recv().map_err(|_| DeskError::Closing)?
    }

    /// Keeps all jobs or none.
    pub(crate) fn keep_all(&self, jobs: Vec<Job>) -> Result<Vec<Receipt>, Vec<(usize, DeskError)>> {
        let answers = self
            .keep_together(jobs, Keep::AllOrNone)
            .and_then(|answers| answers.recv().map_err(|_| DeskError::Closing))
            .map_err(|error| vec![(0, error)])?;
        let (mut receipts, mut refused) = (Vec::with_capacity(answers.len()), Vec::new());
        for (at, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(receipt) => receipts.push(receipt),
                Err(error) => refused.push((at, error)),
            }
        }
        if refused.is_empty() {
            Ok(receipts)
        } else {
            Err(refused)
        }
    }

    /// Asks for jobs to be kept in one transaction; the answers, one for each, come when it is on disk.
    pub(crate) fn keep_together(
        &self,
        jobs: Vec<Job>,
        what: Keep,
    ) -> Result<Receiver<Vec<Result<Receipt, DeskError>>>, DeskError> {
        let (answer, answered) = channel();
        let reply = Box::new(move |answers| {
            // Whoever asked may have gone.
            let _ = answer.send(answers);
        });
        self.send(Message::Together(jobs, what, reply))?;
        Ok(answered)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}

fn first_store_error(errors: Vec<(usize, DeskError)>) -> TownError {
    let told = errors.into_iter().next().map(|(_, error)| error);
    TownError::Store(match told {
        Some(DeskError::Store(error)) => error,
        Some(error) => StoreError::Damaged(error.to_string()),
        None => StoreError::Busy,
    })
}

/// The moment by the machine's clock, whatever the desk's is set to.
pub(crate) fn wall() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

impl Shared {
    pub(crate) fn now(&self) -> Moment {
        Moment(wall().0 + self.offset.load(Ordering::Relaxed))
    }

    fn set_clock(&self, now: Moment) {
        self.offset.store(now.0 - wall().0, Ordering::Relaxed);
    }

    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn places(&self) -> Arc<PlaceTree> {
        Arc::clone(&self.places.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn roles(&self) -> Arc<BTreeMap<String, Role>> {
        Arc::clone(&self.roles.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn personal_turn(&self) -> MutexGuard<'_, ()> {
        self.personal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn announce(&self, seq: Seq) {
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        *head = seq.max(*head);
        self.moved.notify_all();
    }

    pub(crate) fn fresh_id(&self, at: Moment) -> RecordId {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_err() {
            // Unique within this run, which with the millisecond is enough.
            bytes[..8].copy_from_slice(&self.counter.fetch_add(1, Ordering::Relaxed).to_le_bytes());
        }
        RecordId::new(at, u128::from_le_bytes(bytes))
    }

    pub(crate) fn reload(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        let (shelf, places, roles, head) = {
            let book = self.town.store.read(&self.town.code)?;
            let shelf = packs::shelf(book.packs()?)?;
            let places = match book.thing("places", "tree")? {
                Some(csv) => PlaceTree::parse(csv.as_str().unwrap_or_default()).map_err(|errors| {
                    StoreError::Damaged(
                        errors
                            .first()
                            .map(|error| format!("places: {error}"))
                            .unwrap_or_default(),
                    )
                })?,
                None => PlaceTree::default(),
            };
            let mut roles = BTreeMap::new();
            for (name, body) in book.things("role")? {
                roles.insert(name, from_json(body)?);
            }
            (shelf, places, roles, book.head()?.0)
        };
        self.town.store.arrange(&shelf, progress)?;
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelf);
        *self.places.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(places);
        *self.roles.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(roles);
        self.announce(head);
        Ok(())
    }

    /// A person of the town as one who asks.
    pub(crate) fn actor(&self, login: &str) -> Result<Option<Actor>, DeskError> {
        let body = self.town.store.read(&self.town.code)?.thing("user", login)?;
        let Some(person) = body
            .map(from_json::<Person>)
            .transpose()?
            .filter(|person| person.active)
        else {
            return Ok(None);
        };
        let roles = self.roles();
        let posts = person
            .posts
            .into_iter()
            .filter_map(|post| roles.get(&post.role).map(|role| (post.clone(), role.clone())));
        Ok(Some(Actor {
            login: login.to_owned(),
            name: person.name,
            posts: posts.collect(),
            trusted: false,
        }))
    }
}

/// A thing of the town in its type.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> Result<T, StoreError> {
    serde_json::from_value(json).map_err(|error| StoreError::Damaged(error.to_string()))
}
