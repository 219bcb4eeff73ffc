//! Holds what a text claims against what the records say: which indicator each figure speaks of, whether it tells it
//! truly, and where the text speaks against itself.

mod annotate;
mod bind;
mod contradict;
mod index;
mod judge;
mod live;
mod mark;
mod page;
mod told;
mod unit;
mod verdict;
mod words;

pub use bind::Aspect;
pub use contradict::Contradiction;
pub use mark::{FigureAt, Mark, MarkSort, Piece, pieces};
pub use page::page;
pub(crate) use unit::told_in;
pub use verdict::{CheckedClaim, Near, Verdict};

use crate::error::DeskError;
use crate::seat::Seat;
use bind::Earlier;
use jiff::civil::Date;
use ledger::Seq;
use live::{Live, Records};
use quantity::Period;
use report::{Chapter, Reading};
use serde::Serialize;
use standards::{PlaceCode, PlaceTree};
use told::Told;

/// A day before every record, for claims told since something began.
const BEGINNING: Date = Date::constant(1900, 1, 1);

/// What a text is held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckAsk {
    /// The place it speaks of; the town if not said.
    pub place: Option<PlaceCode>,
    /// As the journal stood after this entry.
    pub as_of: Option<Seq>,
}

/// Indicators ready to be matched with promises.
pub(crate) struct Bindings<'s> {
    index: Vec<index::Named<'s>>,
    town: PlaceCode,
}

impl<'s> Bindings<'s> {
    /// Those that a seat may see.
    pub(crate) fn of(shelf: &'s pack::Shelf, seat: &Seat) -> Self {
        let town = seat.desk.town().code;
        Bindings {
            index: index::index(shelf, &seat.actor, &town),
            town,
        }
    }

    /// Indicators that a claim may speak of, the likeliest first. Of a claim told of several things, `subject` is meant.
    pub(crate) fn of_claim(
        &self,
        reading: &Reading,
        number: usize,
        subject: Option<&str>,
        places: &PlaceTree,
    ) -> Vec<Near> {
        let mut told = Told::of(reading, number, places, self.town);
        let wanted = words::Phrase::of(subject.unwrap_or_default());
        let at = told
            .iter()
            .position(|told| told.subject == wanted)
            .unwrap_or_default();
        if told.is_empty() {
            return Vec::new();
        }
        let candidates = bind::candidates(&told.swap_remove(at), &self.index, &[]);
        candidates.iter().map(verdict::near).collect()
    }
}

/// A text held against the records.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What it claims, in order.
    pub claims: Vec<CheckedClaim>,
    /// Where it speaks against itself.
    pub contradictions: Vec<Contradiction>,
    /// How many claims came out how.
    pub tally: CheckTally,
    /// The place it was held against.
    pub place: String,
    /// The journal entry it was held against.
    pub as_of: Seq,
}

/// How many claims came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CheckTally {
    /// Borne out.
    pub agrees: usize,
    /// Not what the records say.
    pub differs: usize,
    /// Of no indicator.
    pub no_source: usize,
    /// Of another time.
    pub stale: usize,
}

impl Check {
    /// Whether nothing in it needs putting right.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.tally.differs == 0 && self.tally.stale == 0 && self.contradictions.is_empty()
    }
}

impl Seat {
    /// Holds every figure that a report claims for the past against the indicators this seat may see.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check_report(&self, reading: &Reading, ask: &CheckAsk) -> Result<Check, DeskError> {
        let shelf = self.desk.shelf();
        let place = ask.place.unwrap_or(self.desk.town().code);
        let index = index::index(&shelf, &self.actor, &place);
        let as_of = self.book()?.head()?.0;
        let records = Records {
            seat: self,
            as_of: ask.as_of,
        };
        let claims = checked(reading, &index, &self.desk.places(), place, &records)?;
        let contradictions = contradict::contradictions(reading, &claims);
        Ok(Check {
            tally: tally(&claims),
            claims,
            contradictions,
            place: place.to_string(),
            as_of: ask.as_of.unwrap_or(as_of).min(as_of),
        })
    }
}

pub(crate) fn tally(claims: &[CheckedClaim]) -> CheckTally {
    let mut tally = CheckTally::default();
    for claim in claims {
        match claim.verdict {
            Verdict::Agrees => tally.agrees += 1,
            Verdict::Differs => tally.differs += 1,
            Verdict::NoSource => tally.no_source += 1,
            Verdict::Stale => tally.stale += 1,
        }
    }
    tally
}

/// The claims of a reading with what they were taken to speak of and how they came out.
fn checked(
    reading: &Reading,
    index: &[index::Named<'_>],
    places: &PlaceTree,
    town: PlaceCode,
    live: &dyn Live,
) -> Result<Vec<CheckedClaim>, DeskError> {
    let since = since_the_beginning(reading);
    let mut earlier: Vec<Earlier<'_>> = Vec::new();
    let mut stated: Vec<(String, Period)> = Vec::new();
    let mut checked = Vec::new();
    for number in 0..reading.claims.len() {
        // The parts of one claim see what came before it, not each other.
        let mut here = Vec::new();
        for told in Told::of(reading, number, places, town) {
            if !told.can_be_checked() {
                continue;
            }
            let candidates = bind::candidates(&told, index, &earlier);
            let question = verdict::Question {
                reading,
                told: &told,
                place: told.place.unwrap_or(town),
                period: told.claim.period.and_then(|told| told.period()).or(since),
                stated: &stated,
            };
            let (claim, bound) = verdict::judge(&question, &candidates, live)?;
            checked.push(claim);
            if let Some((candidate, period)) = &bound {
                stated.insert(0, (candidate.named.pack.to_owned(), *period));
            }
            here.push(Earlier {
                sentence: told.sentence,
                subject: told.subject,
                kind: told.claim.figure.kind,
                bound: bound.map(|(candidate, _)| candidate),
            });
        }
        earlier.extend(here);
    }
    Ok(checked)
}

/// 建成以来: all there is up to the end of the time that the report looks back on.
fn since_the_beginning(reading: &Reading) -> Option<Period> {
    let reviewed = reading
        .outline
        .sections()
        .iter()
        .find(|section| section.chapter == Chapter::Review && section.period.is_some())?;
    Period::between(BEGINNING, reviewed.period?.last()).ok()
}

#[cfg(test)]
mod tests;
