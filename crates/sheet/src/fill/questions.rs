//! What a person is to be asked about a form's blanks: which field or figure each of them wants.

use rust_decimal::Decimal;
use serde::Serialize;

use super::blank::{Blank, GridKind};
use crate::{
    grid::{At, Format},
    mapping::{Candidate, Target, by_name},
    unit::Unit,
};

/// A question about a blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The blank, by its place in the list.
    pub blank: usize,
    /// What of the blank is asked about.
    pub about: About,
    /// The labels that say what belongs there.
    pub path: Vec<String>,
    /// The unit that is wanted.
    pub unit: Option<Unit>,
    /// The likeliest answers, the best first.
    pub candidates: Vec<Candidate>,
}

/// What of a blank is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A single cell.
    Cell(At),
    /// All cells of a column.
    Column(u16),
    /// All cells of a row.
    Row(u32),
}

/// The questions about blanks, with the likeliest answers among `targets`. Rows of a grid of places are not asked about: they are places.
#[must_use]
pub fn questions(blanks: &[Blank], targets: &[Target]) -> Vec<Question> {
    let mut questions = Vec::new();
    for (at, blank) in blanks.iter().enumerate() {
        let mut ask = |about: About, path: &[String], unit: Option<Unit>| {
            questions.push(Question {
                blank: at,
                about,
                path: path.to_vec(),
                unit,
                candidates: by_name(path, unit, targets),
            });
        };
        match blank {
            Blank::Single(single) => ask(About::Cell(single.at), &single.path, single.unit),
            Blank::Records(records) => {
                for column in &records.columns {
                    ask(About::Column(column.column), &column.path, column.unit);
                }
            }
            Blank::Grid(grid) => {
                for column in &grid.columns {
                    ask(About::Column(column.column), &column.path, column.unit);
                }
                for row in grid
                    .rows
                    .iter()
                    .filter(|row| grid.kind == GridKind::Figures && !row.sum)
                {
                    ask(About::Row(row.row), &row.path, row.unit);
                }
            }
        }
    }
    questions
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
