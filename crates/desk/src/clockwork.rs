//! The clockwork: lets timers fire when their moment comes, each as an ordinary write, so that a restart neither loses
//! nor repeats one.

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::writer::{Job, Task};
use ledger::Command;
use std::sync::Arc;
use std::time::Duration;

/// Most timers fired before looking at the clock again.
const AT_ONCE: usize = 256;
/// Longest sleep: the wall clock may be set while we sleep.
const LONGEST: Duration = Duration::from_secs(30);

/// Shortest sleep: how late a timer may fire while the town is busy.
const SHORTEST: Duration = Duration::from_millis(200);

/// The clockwork of a desk: fires what is due and tells what happened, until the desk closes.
pub(crate) fn work(desk: &Arc<Desk>) -> impl FnOnce() + Send + 'static {
    let desk = Arc::downgrade(desk);
    move || {
        loop {
            let Some(desk) = desk.upgrade() else { return };
            if desk.is_closing() {
                return;
            }
            let fired = match fire_due(&desk) {
                Ok(fired) => fired,
                Err(error) => {
                    tracing::warn!(%error, "timers could not be fired; they will be tried again");
                    0
                }
            };
            if let Err(error) = desk.gather() {
                tracing::warn!(%error, "what happened could not be told; it will be tried again");
            }
            if fired == AT_ONCE {
                continue;
            }
            // New entries wake us, but a busy writer is not to be watched at every step.
            std::thread::sleep(SHORTEST);
            let head = desk.wait_past(u64::MAX, Duration::ZERO);
            let now = desk.now();
            let next = desk
                .town()
                .store
                .read(&desk.town().code)
                .ok()
                .and_then(|book| book.next_timer().ok().flatten());
            let until = next.map_or(LONGEST, |at| {
                Duration::from_millis(u64::try_from((at.0 - now.0).max(50)).unwrap_or_default())
            });
            // A new entry may set an earlier timer, so it wakes us.
            let _ = desk.wait_past(head, until.min(LONGEST));
        }
    }
}

/// Fires what is due; answers with how many.
pub(crate) fn fire_due(desk: &Arc<Desk>) -> Result<usize, DeskError> {
    let due = {
        let town = desk.town();
        town.store.read(&town.code)?.due(desk.now(), AT_ONCE)?
    };
    let actor = Arc::new(Actor::trusted("timer"));
    let mut fired = 0;
    for (register, id, timer) in due {
        let task = Task::Record {
            register,
            id,
            command: Command::Fire(timer),
        };
        let job = Job {
            actor: Arc::clone(&actor),
            idem: None,
            batch: None,
            at: None,
            task,
        };
        match desk.keep(job) {
            Ok(_) => fired += 1,
            // The record moved on between reading the timer and firing it.
            Err(DeskError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(fired)
}

impl Desk {
    /// Fires every timer that is due by the desk's clock; for tests and for the command line, where no clockwork runs.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn fire_timers(self: &Arc<Self>) -> Result<usize, DeskError> {
        let mut fired = 0;
        loop {
            match fire_due(self)? {
                0 => return Ok(fired),
                more => fired += more,
            }
        }
    }
}
