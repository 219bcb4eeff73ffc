//! What is promised of indicators: the target beside a figure.

use crate::claims::told_in;
use crate::error::DeskError;
use crate::seat::{ListAsk, Seat};
use crate::view::RecordView;
use quantity::Unit;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Commitments of one year that are looked at.
const MOST: usize = 500;

/// What a commitment promises of an indicator.
#[derive(Clone, Debug)]
pub struct Target {
    /// The commitment.
    pub record: RecordView,
    /// The target in the indicator's own unit.
    pub value: Decimal,
}

impl Seat {
    /// Targets of a year by the indicators they are bound to, as far as this seat may see the commitments; none where the
    /// town keeps no commitments.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn targets(&self, year: i16) -> Result<HashMap<String, Target>, DeskError> {
        let ask = ListAsk {
            filter: format!(
                "year == {year} && has(target) && has(indicator) && indicator_match == 'sure' && !(state in ['proposed', 'dropped'])"
            ),
            limit: Some(MOST),
            sort: "id".to_owned(),
            ..ListAsk::default()
        };
        let records = match self.list("commitment", &ask) {
            Ok((records, _)) => records,
            Err(DeskError::Refused(_)) => return Ok(HashMap::new()),
            Err(error) => return Err(error),
        };
        Ok(records
            .into_iter()
            .filter_map(|record| self.target_of(record))
            .collect())
    }

    fn target_of(&self, record: RecordView) -> Option<(String, Target)> {
        let text = |name: &str| record.fields.get(name).and_then(|value| value.as_str());
        let shelf = self.desk.shelf();
        let (_, indicator) = shelf.indicator(text("indicator")?)?;
        let target: Decimal = text("target")?.parse().ok()?;
        let value = match text("target_unit") {
            Some(told) => told_in(target, told, Unit::named(&indicator.unit)),
            None => target,
        };
        let target = Target {
            value: value.normalize(),
            record,
        };
        Some((indicator.name.clone(), target))
    }
}
