//! Charts as SVG: one drawing for page and paper.
//!
//! A [`Chart`] is categories along the bottom and one or more [`Series`] over them, drawn as bars or lines, with target
//! lines where there are any. It is drawn on the server, so that it is there without script, prints, and stands in a
//! paper as it stands on a page. [`Tiles`] are places side by side, coloured by their values. Every value is in the
//! drawing's text for who cannot see it, and may lead somewhere.
//!
//! ```
//! use chart::{Chart, Form, Ink, Series};
//! use rust_decimal::Decimal;
//!
//! let chart = Chart {
//!     title: "化解矛盾纠纷".to_owned(),
//!     unit: "件".to_owned(),
//!     categories: vec!["1月".to_owned(), "2月".to_owned()],
//!     series: vec![Series::new("2024", [Some(Decimal::from(41)), Some(Decimal::from(38))])],
//!     form: Form::Bars,
//!     targets: Vec::new(),
//!     myriads: true,
//! };
//! assert!(chart.svg(Ink::Page).contains("2月：38件"));
//! ```

mod draw;
mod scale;
mod text;
mod tiles;

pub use draw::Ink;
pub use scale::Scale;
pub use tiles::{Tile, Tiles};

use rust_decimal::Decimal;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows; read aloud by screen readers.
    pub title: String,
    /// The unit of all values, written once beside the axis and after each value.
    pub unit: String,
    /// What stands along the bottom: months, villages, kinds.
    pub categories: Vec<String>,
    /// The values, one list for each line or colour.
    pub series: Vec<Series>,
    /// Bars or lines.
    pub form: Form,
    /// Lines across, such as a year's target.
    pub targets: Vec<Target>,
    /// Great marks of the axis are written in 万 and 亿, as Chinese readers count; otherwise with commas.
    pub myriads: bool,
}

/// How values are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Amounts side by side; they begin at nothing.
    Bars,
    /// A course over time.
    Lines,
}

/// Values of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name, such as a year or an indicator.
    pub name: String,
    /// A value for each category; none where nothing is known, which is not the same as nothing.
    pub values: Vec<Option<Decimal>>,
    /// Where each value leads, in the order of the values; may be shorter.
    pub links: Vec<String>,
    /// Drawn as a plan or forecast, not as a fact.
    pub planned: bool,
}

impl Series {
    /// A series of facts that lead nowhere.
    pub fn new(name: impl Into<String>, values: impl IntoIterator<Item = Option<Decimal>>) -> Self {
        Series {
            name: name.into(),
            values: values.into_iter().collect(),
            links: Vec::new(),
            planned: false,
        }
    }

    /// The same, each value leading somewhere.
    #[must_use]
    pub fn leading(mut self, links: impl IntoIterator<Item = String>) -> Self {
        self.links = links.into_iter().collect();
        self
    }

    /// The same as a plan or forecast.
    #[must_use]
    pub fn as_plan(mut self) -> Self {
        self.planned = true;
        self
    }
}

/// A line across at one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is, such as 年度目标.
    pub name: String,
    /// Where it lies.
    pub value: Decimal,
}
