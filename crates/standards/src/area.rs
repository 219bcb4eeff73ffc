//! Areas of land in 亩, hectares and square metres, without loss between them.
//!
//! 1 亩 = 2000/3 m², 15 亩 = 1 ha = 10,000 m² (国务院《关于在我国统一实行法定计量单位的命令》, and the practice of GB/T 21010 surveys).

use std::{fmt, iter::Sum, ops::Neg, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An area, kept exactly: in thirds of a square metre, in which all three units are whole numbers of the measure.
///
/// An area in 亩 is always a finite decimal, whatever unit it came in; m² and hectares of an area that came in 亩 may not be, so
/// reading them names the number of decimals. Rounding is half away from zero (四舍五入). Negative areas are differences.
///
/// Invariant: the thirds have at most 24 digits, so that 亩 need at most 28. In data an area is its figure in 亩.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Decimal", into = "Decimal")]
pub struct Area {
    thirds: Decimal,
}

/// Thirds of a square metre have fewer than this many units of their last place.
const MOST: u128 = 10_u128.pow(24);

/// The units of area in use in a township.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaUnit {
    /// 亩: 2000/3 m².
    Mu,
    /// 公顷: 10,000 m².
    Hectare,
    /// 平方米.
    SquareMetre,
}

/// Why an area cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    /// The unit is unknown.
    #[error("\"{0}\" is not a unit of area; expected 亩 (mu), 公顷 (ha) or 平方米 (m2)")]
    Unit(String),
    /// The figure has more digits than can be kept exactly.
    #[error(
        "the area is too large or too finely given to be kept exactly; expected at most 24 digits in all"
    )]
    Digits,
}

impl AreaError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Unit(unit) => format!("“{unit}”不是面积单位，应为亩、公顷或平方米"),
            Self::Digits => "面积数值过大或小数位过多，无法精确保存，总位数应不超过 24 位".to_owned(),
        }
    }
}

impl AreaUnit {
    /// The unit in Chinese.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Mu => "亩",
            Self::Hectare => "公顷",
            Self::SquareMetre => "平方米",
        }
    }

    /// The unit in English.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Mu => "mu",
            Self::Hectare => "ha",
            Self::SquareMetre => "m²",
        }
    }

    /// Thirds of a square metre in one of the unit.
    const fn thirds(self) -> Decimal {
        match self {
            Self::Mu => Decimal::from_parts(2_000, 0, 0, false, 0),
            Self::Hectare => Decimal::from_parts(30_000, 0, 0, false, 0),
            Self::SquareMetre => Decimal::from_parts(3, 0, 0, false, 0),
        }
    }
}

impl FromStr for AreaUnit {
    type Err = AreaError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "亩" | "mu" => Ok(Self::Mu),
            "公顷" | "ha" | "hm²" | "hm2" => Ok(Self::Hectare),
            "平方米" | "㎡" | "m²" | "m2" | "平方" => Ok(Self::SquareMetre),
            other => Err(AreaError::Unit(other.chars().take(16).collect())),
        }
    }
}

impl Area {
    /// No area.
    pub const ZERO: Self = Self {
        thirds: Decimal::ZERO,
    };

    /// `figure` of the unit, exactly.
    ///
    /// # Errors
    /// When the figure has too many digits to be kept without loss.
    pub fn new(figure: Decimal, unit: AreaUnit) -> Result<Self, AreaError> {
        let thirds = figure.checked_mul(unit.thirds()).ok_or(AreaError::Digits)?;
        // A product that does not fit comes back with fewer decimals than the figure had.
        let lost = thirds.scale() < figure.scale() && !figure.is_zero();
        Self::of(thirds).filter(|_| !lost).ok_or(AreaError::Digits)
    }

    fn of(thirds: Decimal) -> Option<Self> {
        let thirds = thirds.normalize();
        let fits = thirds.mantissa().unsigned_abs() < MOST && thirds.scale() <= 24;
        fits.then_some(Self { thirds })
    }

    /// The area in 亩: exact.
    #[must_use]
    pub fn mu(self) -> Decimal {
        (self.thirds / AreaUnit::Mu.thirds()).normalize()
    }

    /// The area in a unit, rounded half away from zero to `decimals` places.
    #[must_use]
    pub fn rounded(self, unit: AreaUnit, decimals: u32) -> Decimal {
        (self.thirds / unit.thirds()).round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    }

    /// The area in a unit if it is a finite decimal of it.
    #[must_use]
    pub fn exact(self, unit: AreaUnit) -> Option<Decimal> {
        // Tenths can be divided for ever, thirds cannot: only 亩 hold a third of a square metre.
        let finite = unit == AreaUnit::Mu || self.thirds.mantissa() % 3 == 0;
        finite.then(|| (self.thirds / unit.thirds()).normalize())
    }

    /// The sum; none when it has too many digits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.thirds.checked_add(other.thirds).and_then(Self::of)
    }

    /// The difference; none when it has too many digits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(-other)
    }
}

/// From 亩.
impl TryFrom<Decimal> for Area {
    type Error = AreaError;

    fn try_from(mu: Decimal) -> Result<Self, Self::Error> {
        Self::new(mu, AreaUnit::Mu)
    }
}

/// Into 亩.
impl From<Area> for Decimal {
    fn from(area: Area) -> Self {
        area.mu()
    }
}

impl Neg for Area {
    type Output = Self;

    fn neg(self) -> Self {
        Self { thirds: -self.thirds }
    }
}

/// The sum of areas, if it can be kept.
impl Sum<Area> for Option<Area> {
    fn sum<I: Iterator<Item = Area>>(mut areas: I) -> Self {
        areas.try_fold(Area::ZERO, Area::checked_add)
    }
}

/// In 亩, exactly.
impl fmt::Display for Area {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}亩", self.mu())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn area(figure: &str, unit: AreaUnit) -> Area {
        Area::new(figure.parse().unwrap_or_default(), unit).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn figure(text: &str) -> Decimal {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn fifteen_mu_are_one_hectare_are_ten_thousand_square_metres() {
        assert_eq!(area("15", AreaUnit::Mu), area("1", AreaUnit::Hectare));
        assert_eq!(area("1", AreaUnit::Hectare), area("10000", AreaUnit::SquareMetre));
    }

    #[test]
    fn one_mu_has_no_finite_number_of_square_metres() {
        let mu = area("1", AreaUnit::Mu);
        assert_eq!(mu.exact(AreaUnit::SquareMetre), None);
        assert_eq!(mu.rounded(AreaUnit::SquareMetre, 2), figure("666.67"));
        assert_eq!(mu.rounded(AreaUnit::Hectare, 4), figure("0.0667"));
        assert_eq!(
            area("3", AreaUnit::Mu).exact(AreaUnit::SquareMetre),
            Some(figure("2000"))
        );
    }

    #[test]
    fn three_thirds_of_a_hectare_in_mu_are_the_hectare() {
        let five = area("5", AreaUnit::Mu);
        let sum: Option<Area> = [five, five, five].into_iter().sum();
        assert_eq!(sum, Some(area("1", AreaUnit::Hectare)));
        assert_eq!(five.checked_sub(five), Some(Area::ZERO));
    }

    #[test]
    fn an_area_is_its_mu_in_data() {
        let json = serde_json::to_string(&area("1", AreaUnit::SquareMetre)).unwrap_or_default();
        assert_eq!(json, "\"0.0015\"");
        assert_eq!(
            serde_json::from_str::<Area>(&json).ok(),
            Some(area("1", AreaUnit::SquareMetre))
        );
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(
            area("0.5", AreaUnit::SquareMetre).rounded(AreaUnit::SquareMetre, 0),
            figure("1")
        );
        assert_eq!(
            (-area("0.5", AreaUnit::SquareMetre)).rounded(AreaUnit::SquareMetre, 0),
            figure("-1")
        );
    }

    #[test]
    fn units_are_read_in_both_languages_and_others_refused() {
        for (text, unit) in [
            ("亩", AreaUnit::Mu),
            (" ha ", AreaUnit::Hectare),
            ("㎡", AreaUnit::SquareMetre),
        ] {
            assert_eq!(text.parse(), Ok(unit));
        }
        let error = "分".parse::<AreaUnit>().err();
        assert_eq!(
            error.as_ref().map(AreaError::zh).as_deref(),
            Some("“分”不是面积单位，应为亩、公顷或平方米")
        );
    }

    #[test]
    fn a_figure_that_cannot_be_kept_exactly_is_refused() {
        assert_eq!(Area::new(Decimal::MAX, AreaUnit::Mu), Err(AreaError::Digits));
        assert_eq!(
            Area::new(figure("0.1234567890123456789012345678"), AreaUnit::Hectare),
            Err(AreaError::Digits)
        );
        let most = area("333333333333333333333333", AreaUnit::SquareMetre);
        assert_eq!(most.checked_add(most), None);
    }

    proptest! {
        #[test]
        fn what_is_put_in_comes_out(mantissa in -1_000_000_000_000i64..1_000_000_000_000, scale in 0..8u32) {
            let figure = Decimal::new(mantissa, scale);
            for unit in [AreaUnit::Mu, AreaUnit::Hectare, AreaUnit::SquareMetre] {
                let area = Area::new(figure, unit);
                prop_assert_eq!(area.as_ref().ok().and_then(|area| area.exact(unit)), Some(figure.normalize()));
                let mu = area.clone().map(Area::mu).unwrap_or_default();
                prop_assert_eq!(Area::new(mu, AreaUnit::Mu), area, "in mu nothing is lost");
            }
        }
    }
}
