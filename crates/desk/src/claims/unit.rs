//! Whether a claim's unit can be that of an indicator, and the indicator's figure told in it.

use quantity::{Dimension, Unit};
use rust_decimal::Decimal;

/// How well a claim's unit goes with an indicator's, 0 to 1; none when they measure different things.
pub(super) fn goes_with(told: Option<Unit>, kept: &str) -> Option<f32> {
    let Some(told) = told else {
        // 零记录 tells no unit.
        return counts(kept).then_some(0.9);
    };
    if told.to_string() == kept {
        return Some(1.0);
    }
    let Some(unit) = Unit::named(kept) else {
        return None.or_else(|| (!kept.is_empty() && counts(kept) && is_count(told)).then_some(0.85));
    };
    if told.convert(Decimal::ONE, unit).is_some() {
        return Some(if told.dimension() == unit.dimension() && told.is_measure() {
            1.0
        } else {
            0.97
        });
    }
    (is_count(told) && is_count(unit)).then_some(0.9)
}

/// A figure kept in one unit, told in another.
pub(crate) fn told_in(value: Decimal, kept: &str, told: Option<Unit>) -> Decimal {
    Unit::named(kept)
        .zip(told)
        .and_then(|(kept, told)| kept.convert(value, told))
        .unwrap_or(value)
}

fn counts(kept: &str) -> bool {
    // 村次, 个次: a classifier that is no unit of its own counts all the same.
    Unit::named(kept).map_or_else(|| kept.chars().count() <= 3 && !kept.is_empty(), is_count)
}

fn is_count(unit: Unit) -> bool {
    matches!(unit.dimension(), Dimension::Thing(_) | Dimension::Person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_go_together_and_measures_do_not_go_with_them() {
        let unit = Unit::named;
        assert_eq!(goes_with(unit("件"), "件"), Some(1.0));
        assert!(goes_with(unit("起"), "件").is_some());
        assert!(goes_with(unit("家"), "个").is_some());
        assert!(goes_with(unit("亩"), "平方米").is_some());
        assert!(goes_with(unit("个"), "元").is_none());
        assert!(goes_with(unit("美元"), "元").is_none());
        assert!(goes_with(unit("倍"), "").is_none());
        assert!(goes_with(unit("%"), "件").is_none());
    }

    #[test]
    fn a_figure_is_told_in_the_claims_unit() {
        let mu = Unit::named("亩");
        let told = told_in(Decimal::from(2000), "平方米", mu);
        assert_eq!(told, Decimal::from(3));
        assert_eq!(
            told_in(Decimal::from(7), "件", Unit::named("起")),
            Decimal::from(7)
        );
    }
}
