//! Proving the demo town: every published figure against the live indicator.

use crate::story::read;
use crate::world::StoryError;
use desk::{Ask, DeskError, Seat};
use quantity::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    figures: Vec<Published>,
}

/// A figure of the published report.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The system it belongs to.
    pub system: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// The indicator.
    pub indicator: String,
    /// The period.
    pub period: String,
    /// The figure, in the indicator's unit.
    pub value: Decimal,
    /// How it is stated.
    #[serde(default)]
    pub comparator: Comparator,
    /// What of the indicator is meant.
    #[serde(default)]
    pub of: Aspect,
    /// Grows with the town's scale.
    #[serde(default)]
    pub scales: bool,
    /// Only where dimensions have these values.
    #[serde(default)]
    pub only: Vec<(String, Vec<String>)>,
}

/// How a figure is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Comparator {
    /// Exactly.
    #[default]
    Is,
    /// 超过: more than.
    Over,
    /// 前三 and the like: at most.
    Within,
}

/// What of an indicator is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// The figure itself.
    #[default]
    Value,
    /// Growth over the same period a year before, in percent (同比).
    Growth,
}

/// A published figure beside the live one.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The published one.
    pub published: Published,
    /// What is expected of a town of this scale.
    pub expected: Decimal,
    /// The live one; none where there is none.
    pub live: Option<Decimal>,
    /// Unit of both.
    pub unit: String,
    /// Whether they agree.
    pub agrees: bool,
}

/// Why the figures could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The file of figures.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// Looks at every published figure.
///
/// # Errors
/// When the file of figures is wrong, or an indicator cannot be asked.
pub fn check(seat: &Seat) -> Result<Vec<Checked>, CheckError> {
    let text = include_str!("../../../demo/figures.toml");
    let figures: Figures = read("figures.toml", text)?;
    let scale = seat
        .desk()
        .exhibit()
        .map_err(DeskError::Store)?
        .map_or(1, |exhibit| exhibit.scale);
    figures
        .figures
        .into_iter()
        .map(|published| one(seat, published, scale))
        .collect()
}

fn one(seat: &Seat, published: Published, scale: u32) -> Result<Checked, CheckError> {
    let period: Period = published
        .period
        .parse()
        .map_err(|error: quantity::PeriodError| StoryError {
            file: "figures.toml".to_owned(),
            told: error.to_string(),
        })?;
    let table = seat.figures(&Ask {
        indicator: published.indicator.clone(),
        place: None,
        period,
        by: Vec::new(),
        only: published.only.clone(),
        as_of: None,
        compare: published.of == Aspect::Growth,
    })?;
    let line = table.lines.first();
    let text = line.and_then(|line| match published.of {
        Aspect::Value => line.value.as_deref(),
        Aspect::Growth => line.year_on_year.as_deref(),
    });
    let live = text.and_then(|text| Decimal::from_str_exact(text).ok());
    let expected = if published.scales {
        published.value * Decimal::from(scale)
    } else {
        published.value
    };
    let agrees = live.is_some_and(|live| match published.comparator {
        Comparator::Is => live == expected,
        Comparator::Over => live > expected,
        Comparator::Within => live <= expected,
    });
    let unit = match published.of {
        Aspect::Value => table.unit,
        Aspect::Growth => "%".to_owned(),
    };
    Ok(Checked {
        published,
        expected,
        live,
        unit,
        agrees,
    })
}
