//! Adding up all records behind a figure, so that it can be seen that they make it. A figure of very many records takes its
//! time, so it is done behind the person's back.

use crate::error::DeskError;
use crate::figures::Ask;
use crate::seat::Seat;
use ledger::Moment;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Sums that are kept, those that were last looked at.
const KEPT: usize = 64;
/// How old a sum may be that is told again, in milliseconds.
const FRESH: i64 = 60_000;

/// All records behind a figure added up, beside the figure in the same reading of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What all records add together.
    pub sum: String,
    /// How many there are.
    pub records: usize,
    /// The figure; none when it has none.
    pub figure: Option<String>,
    /// When the book was read.
    pub at: Moment,
}

/// Adding up as far as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddingUp {
    /// How many records are added up, and how many there were in all when it began.
    UnderWay(usize, usize),
    /// It has ended.
    Done(Whole),
}

/// Sums that were worked out, the last looked at last.
#[derive(Default)]
pub(crate) struct Sums(Mutex<VecDeque<Ended>>);

/// What was added up, and how it ended.
type Ended = (String, Result<Whole, DeskError>);

impl Sums {
    fn kept(&self) -> MutexGuard<'_, VecDeque<Ended>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, name: String, sum: Result<Whole, DeskError>) {
        let mut kept = self.kept();
        kept.retain(|(other, _)| *other != name);
        kept.push_back((name, sum));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    /// What was added up since. A failure is told once: whoever asks again has it tried again.
    fn since(&self, at: Moment, name: &str) -> Result<Option<Whole>, DeskError> {
        let mut kept = self.kept();
        let known = kept.iter().position(|(other, _)| other == name);
        let Some((name, sum)) = known.and_then(|known| kept.remove(known)) else {
            return Ok(None);
        };
        let sum = sum?;
        let told = Some(sum.clone()).filter(|sum| sum.at >= at);
        kept.push_back((name, Ok(sum)));
        Ok(told)
    }
}

impl Seat {
    /// Adds up the records behind a figure or tells how far that is, after waiting a moment for what is soon done. What was
    /// added up a minute ago is not added up again.
    ///
    /// # Errors
    /// As for [`Seat::figures`].
    pub fn add_up(&self, ask: &Ask, patience: Duration) -> Result<AddingUp, DeskError> {
        let shared = &self.desk.shared;
        // What one person sees of a figure is not what another does.
        let name = format!("sum {} {ask:?}", self.actor.login);
        let fresh = Moment(self.desk.now().0 - FRESH);
        if let Some(sum) = shared.sums.since(fresh, &name)? {
            return Ok(AddingUp::Done(sum));
        }
        // A question that may not be asked is refused here, and not behind the person's back.
        let figures = self.figures(ask)?;
        let all = figures.lines.first().map_or(0, |line| line.records);
        let all = usize::try_from(all).unwrap_or_default();
        if let Some(work) = shared.works.begin(&name) {
            let (seat, ask, name) = (self.again(), ask.clone(), name.clone());
            self.desk.keep_thread("adding up", move || {
                let sum = seat.whole_lineage(&ask, &mut |done| work.tell(done, all));
                seat.desk.shared.sums.keep(name, sum);
                drop(work);
            })?;
        }
        shared.works.wait(&name, patience);
        Ok(match shared.sums.since(fresh, &name)? {
            Some(sum) => AddingUp::Done(sum),
            None => {
                let (done, _) = shared.works.progress(&name).unwrap_or_default();
                AddingUp::UnderWay(done, all)
            }
        })
    }
}
