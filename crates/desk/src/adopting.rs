//! Bringing a pack into force behind a person's back: with a long journal it takes its time.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::Problem;
use pack::Pack;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How the last adoption of each pack ended, by name.
#[derive(Default)]
pub(crate) struct Adoptions(Mutex<HashMap<String, AdoptionEnd>>);

/// How an adoption ended.
#[derive(Clone, Debug)]
pub struct AdoptionEnd {
    /// Why the pack is not in force; empty when it is.
    pub problems: Vec<Problem>,
    /// The pack's text, which is not lost when nothing came of it.
    pub text: String,
}

/// The name of the work.
fn work_on(pack: &str) -> String {
    format!("pack {pack}")
}

impl Seat {
    /// Begins to bring a pack into force; how far it is and how it ended is asked of the desk.
    ///
    /// # Errors
    /// When the seat is no administrator's, or something stands in the way that can be told at once.
    pub fn begin_adopting(&self, pack: Pack) -> Result<(), DeskError> {
        let obstacles = self.weigh_pack(&pack)?.obstacles;
        if !obstacles.is_empty() {
            return Err(obstacles.into());
        }
        let Some(work) = self.desk.shared.works.begin(&work_on(&pack.name)) else {
            return Ok(());
        };
        let seat = self.again();
        self.desk.keep_thread("adoption", move || {
            let (name, text) = (pack.name.clone(), pack.source.clone());
            let work = Arc::new(work);
            let told = Arc::clone(&work);
            let adopted = seat.adopt_pack_telling(&pack, move |done, total| told.tell(done, total));
            let problems = adopted.err().map_or_else(Vec::new, |error| error.problems());
            let end = AdoptionEnd { problems, text };
            seat.desk.shared.adoptions.ends().insert(name, end);
            drop(work);
        })?;
        Ok(())
    }
}

impl Adoptions {
    fn ends(&self) -> MutexGuard<'_, HashMap<String, AdoptionEnd>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// How much of a pack's adoption is done, and how much there is in all; none when it is not under way.
    #[must_use]
    pub fn adoption_progress(&self, pack: &str) -> Option<(usize, usize)> {
        self.shared.works.progress(&work_on(pack))
    }

    /// Waits until a pack's adoption has ended, at most so long.
    pub fn wait_for_adoption(&self, pack: &str, patience: Duration) {
        let _ = self.shared.works.wait(&work_on(pack), patience);
    }

    /// How the last adoption of a pack ended, if one has since the program started.
    #[must_use]
    pub fn adoption_end(&self, pack: &str) -> Option<AdoptionEnd> {
        self.shared.adoptions.ends().get(pack).cloned()
    }
}
