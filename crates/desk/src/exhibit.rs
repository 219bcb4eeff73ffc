//! Towns that are made up to be shown. Such a town says so in its own book, and its clock goes on from where its book ends, so
//! that what is open in it is not years overdue.

use crate::desk::{Desk, from_json};
use crate::town::Town;
use jiff::civil::Date;
use ledger::{Moment, read_entry};
use pack::{Shelf, Text};
use serde::{Deserialize, Serialize};
use store::StoreError;

const SUBJECT: &str = "town";
const NAME: &str = "exhibit";
/// Hour at which the town's day begins when nothing was written on it yet.
const OPENING: i64 = 9;

/// What a made-up town says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// To be shown wherever the town is shown.
    pub notice: Text,
    /// The day the town's clock stands at until something later is written.
    pub today: Date,
    /// What its chances were drawn from.
    pub seed: u64,
    /// How many times its everyday records were made.
    pub scale: u32,
}

impl Exhibit {
    /// The thing of the town under which it is kept: subject and name.
    pub const THING: (&str, &str) = (SUBJECT, NAME);
}

impl Desk {
    /// What the town says of itself if it is made up.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn exhibit(&self) -> Result<Option<Exhibit>, StoreError> {
        exhibit_of(self.town())
    }
}

fn exhibit_of(town: &Town) -> Result<Option<Exhibit>, StoreError> {
    let body = town.store.read(&town.code)?.thing(SUBJECT, NAME)?;
    body.map(from_json).transpose()
}

/// Where the clock of a made-up town goes on; none for a real one.
pub(crate) fn clock_of(town: &Town, shelf: &Shelf) -> Result<Option<Moment>, StoreError> {
    let Some(exhibit) = exhibit_of(town)? else {
        return Ok(None);
    };
    let book = town.store.read(&town.code)?;
    let (head, _) = book.head()?;
    let last = match book.lines(head.saturating_sub(1), 1)?.first() {
        Some(line) => {
            let entry =
                read_entry(&line.text, shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
            entry.head.at
        }
        None => Moment::default(),
    };
    let opening = Moment::start_of(exhibit.today).plus_hours(OPENING);
    Ok(Some(opening.max(Moment(last.0 + 1))))
}
