//! One deed done to many records: how many took it, and why the others did not.

use crate::error::DeskError;
use pack::Text;

/// What became of a deed done to many records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dealt {
    /// Records that took it.
    pub done: usize,
    /// What the others are called, and why they did not.
    pub refused: Vec<(String, Text)>,
}

impl Dealt {
    /// Notes what became of one record. A refusal keeps no other from going on; a store that fails does.
    pub(crate) fn note<T>(
        &mut self,
        called: impl Into<String>,
        result: Result<T, DeskError>,
    ) -> Result<(), DeskError> {
        match result {
            Ok(_) => self.done += 1,
            Err(DeskError::Refused(refusal)) => {
                let why = refusal.problems.into_iter().next();
                self.refused.push((
                    called.into(),
                    why.map(|problem| problem.message).unwrap_or_default(),
                ));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
