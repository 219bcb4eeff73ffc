//! What of a form's blanks an answer is about, and numbers as a blank wants them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    grid::{At, Format},
    unit::Unit,
};

/// What of a blank an answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A single cell.
    Cell(At),
    /// All cells of a column.
    Column(u16),
    /// All cells of a row.
    Row(u32),
}

/// A number as a blank wants it: in the blank's unit, and as a share of one where the cell shows percent.
///
/// `unit` is what the number is in, `wanted` what the blank's label states. None when one does not turn into the other.
#[must_use]
pub fn suited(number: Decimal, unit: Option<Unit>, wanted: Option<Unit>, format: Format) -> Option<Decimal> {
    let share = unit.is_some_and(|unit| unit.is_share());
    if format == Format::Percent && share {
        let percent = unit?.convert(number, &Unit::percent())?;
        return percent
            .checked_div(Decimal::ONE_HUNDRED)
            .map(|number| number.normalize());
    }
    match (unit, wanted) {
        (Some(unit), Some(wanted)) => unit.convert(number, &wanted),
        _ => Some(number),
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn numbers_suit_the_blank() {
        let unit = |text: &str| text.parse().ok();
        assert_eq!(
            suited(dec!(12345), unit("元"), unit("万元"), Format::General),
            Some(dec!(1.2345))
        );
        assert_eq!(
            suited(dec!(8.6), unit("%"), None, Format::Percent),
            Some(dec!(0.086))
        );
        assert_eq!(
            suited(dec!(8.6), unit("%"), unit("%"), Format::Number),
            Some(dec!(8.6))
        );
        assert_eq!(suited(dec!(8.6), unit("亩"), unit("万元"), Format::Number), None);
        assert_eq!(suited(dec!(5), None, unit("件"), Format::General), Some(dec!(5)));
    }
}
