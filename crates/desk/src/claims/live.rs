//! Where the real figures come from.

use crate::error::DeskError;
use crate::figures::Ask;
use crate::lineage::Contributor;
use crate::seat::Seat;
use ledger::Seq;
use quantity::Period;
use rust_decimal::Decimal;
use standards::PlaceCode;

/// Records behind a figure that are shown beside it.
const SHOWN: usize = 5;

/// A figure that is looked up.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    pub(super) indicator: String,
    pub(super) place: PlaceCode,
    pub(super) period: Period,
    pub(super) only: Vec<(String, Vec<String>)>,
}

/// What the records say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The figure; none when nothing was reported or it cannot be worked out.
    pub(super) value: Option<Decimal>,
    /// Records it is made of.
    pub(super) records: i64,
}

/// The figures that claims are held against.
pub(super) trait Live {
    /// The figure.
    fn known(&self, lookup: &Lookup) -> Result<Known, DeskError>;

    /// The first records behind it.
    fn behind(&self, lookup: &Lookup) -> Result<Vec<Contributor>, DeskError>;
}

/// The figures of a desk as a seat may see them.
pub(super) struct Records<'a> {
    pub(super) seat: &'a Seat,
    pub(super) as_of: Option<Seq>,
}

impl Records<'_> {
    fn ask(&self, lookup: &Lookup) -> Ask {
        Ask {
            indicator: lookup.indicator.clone(),
            place: Some(lookup.place),
            period: lookup.period,
            by: Vec::new(),
            only: lookup.only.clone(),
            as_of: self.as_of,
            compare: false,
        }
    }
}

impl Live for Records<'_> {
    fn known(&self, lookup: &Lookup) -> Result<Known, DeskError> {
        let table = self.seat.figures(&self.ask(lookup))?;
        let line = table.lines.first();
        Ok(Known {
            value: line.and_then(|line| line.value.as_deref()?.parse().ok()),
            records: line.map_or(0, |line| line.records),
        })
    }

    fn behind(&self, lookup: &Lookup) -> Result<Vec<Contributor>, DeskError> {
        Ok(self.seat.lineage(&self.ask(lookup), None, SHOWN)?.records)
    }
}
