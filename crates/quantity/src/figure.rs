//! A figure found in a text: where it stands and what it says.

use crate::{Change, Comparator, Unit, When};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A stretch of a text, in bytes and in characters (Unicode code points).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// First character.
    pub first: usize,
    /// Character after the last.
    pub last: usize,
}

impl Span {
    /// The text it covers.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What sort of figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A date, a period or a deadline.
    Date,
    /// A number of things, counted with a classifier, or a span of time.
    Count,
    /// A measured amount: money, area, length, mass, voltage.
    Amount,
    /// A share or rate: 办复率100%.
    Ratio,
    /// A change against an earlier state: 同比增长8.6%.
    Growth,
    /// A multiple: 1.5倍, 翻一番.
    Multiple,
    /// A place among others: 全县前三, 第2名, 一等奖.
    Rank,
    /// A place in an order: 4级, 首届, 二期.
    Ordinal,
    /// Digits that name and do not count: G15, 5G, an index number.
    Code,
}

impl Kind {
    /// Its name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Date => "date",
            Kind::Count => "count",
            Kind::Amount => "amount",
            Kind::Ratio => "ratio",
            Kind::Growth => "growth",
            Kind::Multiple => "multiple",
            Kind::Rank => "rank",
            Kind::Ordinal => "ordinal",
            Kind::Code => "code",
        }
    }
}

/// Figures that say little that can be checked, by why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Soft {
    /// It announces a list: 三大主导产业, 四个方面.
    Structural,
    /// A period told from where the speaker stands: 全年, 一年来.
    RelativeDate,
    /// An ordinal that is part of a name: 首届, 一号桥, 二期.
    OrdinalName,
    /// The most or the first: 历史新高, 全县首个.
    Superlative,
    /// All of something: 全覆盖.
    Coverage,
    /// How often: 每月.
    Frequency,
    /// No change: 持平.
    Level,
}

/// A figure found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The figure with its comparator, unit and the scope of a rank.
    pub span: Span,
    /// The bare number in it.
    pub number: Option<Span>,
    /// What sort of figure.
    pub kind: Kind,
    /// The number, magnitudes multiplied out. A share in percent is told in percent.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub upper: Option<Decimal>,
    /// The unit as written.
    pub unit: Option<Unit>,
    /// How the number stands to the real one.
    pub comparator: Comparator,
    /// Growth or decline, when words before the figure say so.
    pub change: Option<Change>,
    /// The time a date tells.
    pub when: Option<When>,
    /// Among whom a rank is held, in bytes.
    pub scope: Option<(usize, usize)>,
    /// Why it says little that can be checked; none for hard figures.
    pub soft: Option<Soft>,
}

/// A figure before its characters are counted: positions are bytes.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) number: Option<(usize, usize)>,
    pub(crate) kind: Kind,
    pub(crate) value: Option<Decimal>,
    pub(crate) upper: Option<Decimal>,
    pub(crate) unit: Option<Unit>,
    pub(crate) comparator: Comparator,
    pub(crate) change: Option<Change>,
    pub(crate) when: Option<When>,
    pub(crate) scope: Option<(usize, usize)>,
    pub(crate) soft: Option<Soft>,
}

impl Draft {
    pub(crate) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Draft {
            start,
            end,
            number: None,
            kind,
            value: None,
            upper: None,
            unit: None,
            comparator: Comparator::Eq,
            change: None,
            when: None,
            scope: None,
            soft: None,
        }
    }

    pub(crate) fn soft(self, soft: Soft) -> Self {
        Draft {
            soft: Some(soft),
            ..self
        }
    }

    pub(crate) fn counting(self, value: u32, unit: Option<Unit>) -> Self {
        Draft {
            value: Some(Decimal::from(value)),
            unit,
            ..self
        }
    }
}
