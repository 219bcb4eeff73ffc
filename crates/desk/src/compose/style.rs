//! How a figure is told: exactly, roughly by rule, with its growth, or as a place among others.

use quantity::{Unit, write};
use rust_decimal::{Decimal, RoundingStrategy};

/// How a figure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// 19.03亿元, or to so many places.
    Exact,
    /// 近2万人, 超7万元.
    About,
    /// 同比增长8.6%.
    Growth,
    /// 12.4亿元，同比增长8.6%.
    WithGrowth,
    /// 第2.
    Rank,
    /// 前三.
    Top,
    /// The number alone.
    Number,
}

impl Style {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "exact" => Style::Exact,
            "about" => Style::About,
            "growth" => Style::Growth,
            "with-growth" => Style::WithGrowth,
            "rank" => Style::Rank,
            "top" => Style::Top,
            "number" => Style::Number,
            _ => return None,
        })
    }

    pub(super) const NAMES: &'static str = "exact, about, growth, with-growth, rank, top, number";
}

/// A value in words, rounded to `digits` places in the magnitude it is told in: 19亿元 with none, 8.3亿元 with one.
pub(super) fn told(value: Decimal, unit: &str, digits: Option<u32>) -> String {
    let known = Unit::named(unit);
    let value = digits.map_or(value, |digits| rounded(value, unit, digits));
    match known {
        Some(unit) => write::exact(value, Some(unit)),
        None => format!("{}{unit}", write::exact(value, None)),
    }
}

fn rounded(value: Decimal, unit: &str, digits: u32) -> Decimal {
    let share = matches!(unit, "%" | "倍");
    let magnitude = match value.abs() {
        size if size >= Decimal::from(100_000_000) && !share => Decimal::from(100_000_000),
        size if size >= Decimal::from(10_000) && !share => Decimal::from(10_000),
        _ => Decimal::ONE,
    };
    let scaled = value.checked_div(magnitude).unwrap_or(value);
    scaled.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero) * magnitude
}

/// A value told roughly and truly.
pub(super) fn about(value: Decimal, unit: &str) -> String {
    match Unit::named(unit) {
        Some(known) => write::about(value, Some(known)),
        None => format!("{}{unit}", write::about(value, None)),
    }
}

/// 同比增长8.6%, 同比下降3%, 同比持平.
pub(super) fn growth(by: Decimal, digits: u32) -> String {
    let by = by
        .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    if by.is_zero() {
        "同比持平".to_owned()
    } else if by.is_sign_negative() {
        format!("同比下降{}%", by.abs())
    } else {
        format!("同比增长{by}%")
    }
}

/// The group a rank is told in: 第一, 前三, 前五, 前十; beyond that the rank itself.
pub(super) fn top(rank: Decimal) -> String {
    const GROUPS: [(u32, &str); 4] = [(1, "第一"), (3, "前三"), (5, "前五"), (10, "前十")];
    GROUPS
        .iter()
        .find(|(group, _)| rank <= Decimal::from(*group))
        .map_or_else(
            || format!("第{}", rank.normalize()),
            |(_, name)| (*name).to_owned(),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn figures_are_told_as_papers_tell_them() {
        assert_eq!(told(decimal("1903000000"), "元", Some(0)), "19亿元");
        assert_eq!(told(decimal("1903000000"), "元", None), "19.03亿元");
        assert_eq!(told(decimal("148123456"), "元", Some(2)), "1.48亿元");
        assert_eq!(told(decimal("95.23"), "%", Some(0)), "95%");
        assert_eq!(told(decimal("8"), "村次", None), "8村次");
        assert_eq!(about(decimal("19640"), "人"), "近2万人");
        assert_eq!(growth(decimal("8.64"), 1), "同比增长8.6%");
        assert_eq!(growth(decimal("-3.02"), 1), "同比下降3%");
        assert_eq!(growth(decimal("0.04"), 1), "同比持平");
        assert_eq!(top(decimal("2")), "前三");
        assert_eq!(top(decimal("14")), "第14");
    }
}
