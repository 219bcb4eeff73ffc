//! How many records conditions leave, remembered for a while: it decides by which way a list is found and not what is found,
//! so it may be somewhat out of date.

use ledger::Seq;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Entries for which a count is remembered.
const WHILE: Seq = 10_000;
/// Counts that are remembered.
const MOST: usize = 1_000;

/// Counts by condition, each with the entry at which it was made; none where there were too many to count.
#[derive(Default)]
pub(super) struct Counted(Mutex<HashMap<String, (Seq, Option<i64>)>>);

impl Counted {
    fn counts(&self) -> MutexGuard<'_, HashMap<String, (Seq, Option<i64>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered of a condition.
    pub(super) fn get(&self, condition: &str, now: Seq) -> Option<Option<i64>> {
        let (at, count) = *self.counts().get(condition)?;
        (at..at + WHILE).contains(&now).then_some(count)
    }

    /// Remembers a count.
    pub(super) fn keep(&self, condition: String, now: Seq, count: Option<i64>) {
        let mut counts = self.counts();
        if counts.len() >= MOST {
            counts.clear();
        }
        counts.insert(condition, (now, count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_remembered_for_a_while() {
        let counted = Counted::default();
        counted.keep("open".to_owned(), 5, Some(3));
        counted.keep("closed".to_owned(), 5, None);
        assert_eq!(counted.get("open", 5), Some(Some(3)));
        assert_eq!(counted.get("closed", 4 + WHILE), Some(None));
        assert_eq!(counted.get("open", 5 + WHILE), None);
        assert_eq!(counted.get("open", 4), None);
        assert_eq!(counted.get("late", 5), None);
    }
}
