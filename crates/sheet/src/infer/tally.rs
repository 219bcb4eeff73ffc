//! What is counted of a column's values.

use std::collections::HashMap;

use crate::{
    grid::{Cell, Format, Value},
    layout::Column,
    normal::{CodeBook, Expected, Kind},
    text::{is_han, trim},
};

/// How many values are kept apart; a column with more is no list of codes.
const DISTINCT: usize = 200_000;
/// How many values are tried as each kind.
const TRIED: u32 = 2_000;

/// What was counted of a column.
pub(super) struct Tally {
    pub(super) filled: u32,
    /// The values that were tried as other kinds.
    pub(super) tried: u32,
    /// Each value with how often and in which place it first came.
    pub(super) values: HashMap<String, (u32, u32)>,
    /// Values that could not be kept apart for their number.
    pub(super) overflow: bool,
    pub(super) numbers: u32,
    /// Numbers that are whole.
    pub(super) whole: u32,
    /// The most digits after the point.
    pub(super) scale: u32,
    pub(super) dates: u32,
    pub(super) months: u32,
    pub(super) percents: u32,
    pub(super) truths: u32,
    /// Texts of two to four Chinese characters.
    pub(super) short_han: u32,
    /// The longest text, in characters.
    pub(super) longest: usize,
    /// Texts that are no number, not even one typed as text or with a unit.
    pub(super) words: u32,
    reads: Vec<(Kind, Expected, u32)>,
}

impl Tally {
    pub(super) fn of(column: &Column) -> Self {
        let kinds = [
            Kind::CitizenId,
            Kind::CreditCode,
            Kind::Phone,
            Kind::BankCard,
            Kind::Date,
            Kind::Month,
            Kind::Year,
            Kind::Truth,
            Kind::Decimal { scale: 28 },
        ];
        let expected = |kind: &Kind| Expected {
            stated: column.unit,
            unit: column.unit,
            ..Expected::of(kind.clone())
        };
        Self {
            filled: 0,
            tried: 0,
            values: HashMap::new(),
            overflow: false,
            numbers: 0,
            whole: 0,
            scale: 0,
            dates: 0,
            months: 0,
            percents: 0,
            truths: 0,
            short_han: 0,
            longest: 0,
            words: 0,
            reads: kinds
                .into_iter()
                .map(|kind| (kind.clone(), expected(&kind), 0))
                .collect(),
        }
    }

    /// Counts a cell. Marks for nothing are nothing here too.
    pub(super) fn count(&mut self, cell: &Cell) {
        let none = CodeBook::default();
        let text = Expected::of(Kind::Text).read_with(cell, &none);
        let blank = cell.value.is_blank() || text.is_ok_and(|normal| normal.value == Value::Empty);
        if blank {
            return;
        }
        let shown = cell.value.to_string();
        let shown = trim(&shown);
        if self.values.len() < DISTINCT || self.values.contains_key(shown) {
            let place = self.filled;
            self.values.entry(shown.to_owned()).or_insert((0, place)).0 += 1;
        } else {
            self.overflow = true;
        }
        self.filled += 1;
        if self.tried < TRIED {
            self.tried += 1;
            self.try_kinds(cell, shown, &none);
        }
    }

    fn try_kinds(&mut self, cell: &Cell, shown: &str, none: &CodeBook) {
        let numbers = self.numbers;
        for (kind, expected, count) in &mut self.reads {
            let Ok(normal) = expected.read_with(cell, none) else {
                continue;
            };
            *count += 1;
            if let (Kind::Decimal { .. }, Value::Number(number)) = (kind, &normal.value) {
                self.numbers += 1;
                self.whole += u32::from(number.fract().is_zero());
                self.scale = self.scale.max(number.normalize().scale());
            }
        }
        self.dates += u32::from(matches!(cell.value, Value::Date(_) | Value::Moment(_)));
        self.months += u32::from(cell.format == Format::Month && matches!(cell.value, Value::Date(_)));
        self.percents += u32::from(cell.format == Format::Percent || shown.ends_with(['%', '％']));
        self.truths += u32::from(matches!(cell.value, Value::Truth(_)));
        let characters = shown.chars().count();
        self.longest = self.longest.max(characters);
        let han = shown
            .chars()
            .filter(|character| !character.is_whitespace())
            .all(|character| is_han(character) || character == '·');
        self.short_han += u32::from(han && (2..=4).contains(&characters));
        let number = self.numbers > numbers;
        self.words += u32::from(cell.value.text().is_some() && !number);
    }

    /// How many of the values tried read as a kind, in percent.
    pub(super) fn share(&self, kind: &Kind) -> u32 {
        self.percent(self.read(kind))
    }

    /// How many of the values tried read as a kind.
    pub(super) fn read(&self, kind: &Kind) -> u32 {
        self.reads
            .iter()
            .find(|(known, ..)| known == kind)
            .map_or(0, |(.., count)| *count)
    }

    /// A count as percent of the values tried.
    pub(super) fn percent(&self, count: u32) -> u32 {
        (count * 100).checked_div(self.tried).unwrap_or(0)
    }

    /// The values in the order in which they first came.
    pub(super) fn ordered(&self) -> Vec<String> {
        let mut values: Vec<(&String, u32)> = self
            .values
            .iter()
            .map(|(value, (_, place))| (value, *place))
            .collect();
        values.sort_by_key(|(_, place)| *place);
        values.into_iter().map(|(value, _)| value.clone()).collect()
    }
}
