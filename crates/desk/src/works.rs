//! Work that takes its time, each done by a thread of its own: how far it is, and waiting for its end.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The works under way, by name: how much is done, and how much there is in all.
#[derive(Default)]
pub(crate) struct Works {
    under_way: Mutex<HashMap<String, (usize, usize)>>,
    ended: Condvar,
}

impl Works {
    fn under_way(&self) -> MutexGuard<'_, HashMap<String, (usize, usize)>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that work begins, unless it has begun already.
    pub(crate) fn begin(self: &Arc<Self>, name: &str) -> Option<Work> {
        let mut under_way = self.under_way();
        if under_way.contains_key(name) {
            return None;
        }
        under_way.insert(name.to_owned(), (0, 0));
        Some(Work {
            works: Arc::clone(self),
            name: name.to_owned(),
        })
    }

    /// How far a work is; none when nobody is at it.
    pub(crate) fn progress(&self, name: &str) -> Option<(usize, usize)> {
        self.under_way().get(name).copied()
    }

    /// Waits until a work has ended, at most so long; tells whether it has.
    pub(crate) fn wait(&self, name: &str, patience: Duration) -> bool {
        let waited = self
            .ended
            .wait_timeout_while(self.under_way(), patience, |under_way| {
                under_way.contains_key(name)
            });
        let (under_way, _) = waited.unwrap_or_else(PoisonError::into_inner);
        !under_way.contains_key(name)
    }
}

/// Work under way; it ends when this is dropped, however that comes about.
pub(crate) struct Work {
    works: Arc<Works>,
    name: String,
}

impl Work {
    /// Tells how far it is.
    pub(crate) fn tell(&self, done: usize, total: usize) {
        self.works.under_way().insert(self.name.clone(), (done, total));
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.works.under_way().remove(&self.name);
        self.works.ended.notify_all();
    }
}
