//! Figures written the way official papers write them (GB/T 15835-2011): Arabic numerals, 万 and 亿 for large ones,
//! no grouping commas, and a comparator that is true in law.

use crate::{Comparator, Dimension, Unit};
use rust_decimal::{Decimal, RoundingStrategy};

/// The most decimal places a figure keeps when it is told in 万 or 亿.
const PLACES: u32 = 2;

/// Writes a value with its unit, exactly: 亿 or 万 when at most two decimal places are then needed.
///
/// ```
/// use quantity::{Unit, write};
/// use rust_decimal::Decimal;
///
/// let yuan = Unit::named("元");
/// assert_eq!(write::exact(Decimal::from(1_900_000_000), yuan), "19亿元");
/// assert_eq!(write::exact(Decimal::from(15_140_000), yuan), "1514万元");
/// assert_eq!(write::exact(Decimal::from(2_327), Unit::named("个")), "2327个");
/// ```
#[must_use]
pub fn exact(value: Decimal, unit: Option<Unit>) -> String {
    let unit = unit.map(|unit| unit.to_string()).unwrap_or_default();
    format!("{}{unit}", number(value))
}

/// Writes a stated figure with its comparator where the language puts it: 近2万人, 200亩以上, 20余场, 10—15个.
///
/// `余` is used for things counted, `超` for money and measures; `约`, `近` and `不足` stand before the number.
#[must_use]
pub fn stated(comparator: Comparator, value: Decimal, upper: Option<Decimal>, unit: Option<Unit>) -> String {
    let plain = exact(value, unit);
    match comparator {
        Comparator::Eq => plain,
        Comparator::Several => {
            let unit = unit.map(|unit| unit.to_string()).unwrap_or_default();
            several(value).map_or(plain, |number| format!("{number}{unit}"))
        }
        Comparator::Gt if unit.is_some_and(counts) && divides_by_ten(value) => {
            let unit = unit.map(|unit| unit.to_string()).unwrap_or_default();
            format!("{}余{unit}", number(value))
        }
        Comparator::Gt => format!("超{plain}"),
        Comparator::Ge => format!("{plain}以上"),
        Comparator::Lt => format!("不足{plain}"),
        Comparator::Le => format!("{plain}以内"),
        Comparator::NearBelow => format!("近{plain}"),
        Comparator::Approx => format!("约{plain}"),
        Comparator::Between => match upper {
            Some(upper) => range(value, upper, unit),
            None => plain,
        },
    }
}

/// Two ends of a range: 10—15个, 5万—8万元. The unit is told twice where the lower end could be misread without it, and
/// with percents: 800元—1.2万元, 10%—15%.
fn range(low: Decimal, high: Decimal, unit: Option<Unit>) -> String {
    let magnitude = |written: &str| written.chars().next_back().filter(|last| !last.is_ascii_digit());
    let (first, last) = (number(low), number(high));
    let share = unit.is_some_and(|unit| unit.dimension() == Dimension::Share);
    if share || magnitude(&first) != magnitude(&last) {
        return format!("{}—{}", exact(low, unit), exact(high, unit));
    }
    format!("{first}—{}", exact(high, unit))
}

/// A round figure that tells a real value truly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// The round number.
    pub value: Decimal,
    /// How it stands to the real value.
    pub comparator: Comparator,
}

/// Chooses a round number and the comparator that makes it true: 19640 is near 20000, 70300 is above 70000.
///
/// One leading digit is kept when the real value lies within a twentieth of it, two otherwise.
///
/// ```
/// use quantity::{Unit, write};
/// use rust_decimal::Decimal;
///
/// let about = |value, unit| write::about(Decimal::from(value), Unit::named(unit));
/// assert_eq!(about(19_640, "人"), "近2万人");
/// assert_eq!(about(70_300, "元"), "超7万元");
/// assert_eq!(about(813, "场次"), "800余场次");
/// assert_eq!(about(96, "%"), "超95%");
/// ```
#[must_use]
pub fn about(value: Decimal, unit: Option<Unit>) -> String {
    let share = unit.is_some_and(|unit| unit.dimension() == Dimension::Share);
    let round = if share { round_share(value) } else { round(value) };
    stated(round.comparator, round.value, None, unit)
}

/// The round number that [`about`] writes.
#[must_use]
pub fn round(value: Decimal) -> Round {
    let exactly = Round {
        value,
        comparator: Comparator::Eq,
    };
    if value < Decimal::TEN {
        return exactly;
    }
    let twentieth = Decimal::new(5, 2);
    let keep = |digits: u32, strategy| value.round_sf_with_strategy(digits, strategy);
    for digits in [1, 2] {
        let above = keep(digits, RoundingStrategy::ToPositiveInfinity);
        let below = keep(digits, RoundingStrategy::ToZero);
        let (Some(above), Some(below)) = (above, below) else {
            return exactly;
        };
        if below == value {
            return exactly;
        }
        let up = above - value;
        let down = value - below;
        if up <= down && up <= above * twentieth {
            return Round {
                value: above.normalize(),
                comparator: Comparator::NearBelow,
            };
        }
        if down <= below * twentieth {
            return Round {
                value: below.normalize(),
                comparator: Comparator::Gt,
            };
        }
    }
    exactly
}

/// A share goes by steps of five, and is near the next step only from a point below it: 95.87% told as nearly all of it
/// would be said to deceive.
fn round_share(value: Decimal) -> Round {
    let step = Decimal::from(5);
    let below = (value / step).floor() * step;
    let (value, comparator) = if below == value || value < step {
        (value, Comparator::Eq)
    } else if below + step - value <= Decimal::ONE {
        (below + step, Comparator::NearBelow)
    } else {
        (below, Comparator::Gt)
    };
    Round { value, comparator }
}

/// `数十`, `数百` and so on.
fn several(value: Decimal) -> Option<&'static str> {
    const WORDS: [(u64, &str); 7] = [
        (10, "数十"),
        (100, "数百"),
        (1_000, "数千"),
        (10_000, "数万"),
        (100_000, "数十万"),
        (1_000_000, "数百万"),
        (100_000_000, "数亿"),
    ];
    WORDS
        .iter()
        .find(|(size, _)| value == Decimal::from(*size))
        .map(|(_, word)| *word)
}

/// A number with 亿 or 万 when that keeps it short and exact.
fn number(value: Decimal) -> String {
    let short = |by: u64| {
        let scaled = value.checked_div(Decimal::from(by))?.normalize();
        (scaled.abs() >= Decimal::ONE && scaled.scale() <= PLACES).then_some(scaled)
    };
    if let Some(scaled) = short(100_000_000) {
        return format!("{scaled}亿");
    }
    if let Some(scaled) = short(10_000) {
        return format!("{scaled}万");
    }
    value.normalize().to_string()
}

fn counts(unit: Unit) -> bool {
    !unit.is_measure()
}

/// `余` follows tens and larger magnitudes only: 20余场, never 23余场.
fn divides_by_ten(value: Decimal) -> bool {
    value >= Decimal::TEN && value.checked_rem(Decimal::TEN).is_some_and(|rest| rest.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures;
    use proptest::prelude::*;

    fn unit(symbol: &str) -> Option<Unit> {
        Unit::named(symbol)
    }

    #[test]
    fn large_figures_take_the_magnitude_that_keeps_them_short() {
        for (value, symbol, written) in [
            ("1480000000", "元", "14.8亿元"),
            ("3928000", "元", "392.8万元"),
            ("232000", "平方米", "23.2万平方米"),
            ("12345", "元", "12345元"),
            ("123450000", "元", "12345万元"),
            ("20000", "人", "2万人"),
            ("8.6", "%", "8.6%"),
            ("100000000000", "元", "1000亿元"),
        ] {
            assert_eq!(exact(value.parse().unwrap(), unit(symbol)), written);
        }
    }

    #[test]
    fn comparators_stand_where_the_language_puts_them() {
        let d = |n: i64| Decimal::from(n);
        assert_eq!(stated(Comparator::Ge, d(200), None, unit("亩")), "200亩以上");
        assert_eq!(stated(Comparator::Gt, d(3), None, unit("个")), "超3个");
        assert_eq!(stated(Comparator::Gt, d(20), None, unit("场")), "20余场");
        assert_eq!(
            stated(Comparator::Between, d(10), Some(d(15)), unit("个")),
            "10—15个"
        );
        let between = |low, high, symbol| stated(Comparator::Between, d(low), Some(d(high)), unit(symbol));
        assert_eq!(between(50_000, 80_000, "元"), "5万—8万元");
        assert_eq!(between(800, 12_000, "元"), "800元—1.2万元");
        assert_eq!(between(10, 15, "%"), "10%—15%");
        assert_eq!(stated(Comparator::Le, d(4), None, unit("%")), "4%以内");
        assert_eq!(stated(Comparator::Several, d(10), None, unit("家")), "数十家");
    }

    proptest! {
        #[test]
        fn a_round_figure_is_true_and_is_read_back_as_written(
            value in 10u64..100_000_000_000,
            symbol in prop::sample::select(vec!["元", "人", "个", "亩", "平方米", "户", "美元", "场次", "吨"]),
        ) {
            let real = Decimal::from(value);
            let text = about(real, unit(symbol));
            let figure = figures(&text).next().unwrap();
            prop_assert_eq!(figure.span.of(&text), &text);
            prop_assert_eq!(figure.unit, unit(symbol));
            prop_assert!(figure.comparator.admits(figure.value.unwrap(), None, real), "{} {}", text, real);
        }

        #[test]
        fn whatever_is_stated_is_read_back_as_it_was_meant(
            comparator in prop::sample::select(vec![
                Comparator::Eq, Comparator::Gt, Comparator::Ge, Comparator::Lt, Comparator::Le,
                Comparator::NearBelow, Comparator::Approx, Comparator::Several, Comparator::Between,
            ]),
            tenths in prop_oneof![1i64..2_000, 1i64..100_000_000, 1i64..2_000_000_000_000],
            whole in any::<bool>(),
            tens in 1u32..7,
            more in prop_oneof![1i64..50, 1i64..10_000_000],
            symbol in prop::sample::select(vec![
                "元", "人", "个", "亩", "平方米", "户", "美元", "场次", "吨", "公里", "%", "个百分点", "倍", "家", "人次", "千瓦时",
            ]),
        ) {
            let value = match comparator {
                Comparator::Several => Decimal::from(10u64.pow(tens)),
                _ if whole => Decimal::from(tenths),
                _ => Decimal::new(tenths, 1),
            };
            let upper = (comparator == Comparator::Between).then(|| value + Decimal::from(more));
            let text = stated(comparator, value, upper, unit(symbol));
            let sentence = format!("完成{text}。");
            let figure = figures(&sentence).next().unwrap();
            prop_assert_eq!(figure.span.of(&sentence), &text);
            prop_assert_eq!((figure.comparator, figure.unit), (comparator, unit(symbol)), "{}", text);
            prop_assert_eq!((figure.value, figure.upper), (Some(value), upper), "{}", text);
        }

        #[test]
        fn what_is_written_exactly_is_read_back(cents in 1u64..1_000_000_000_000) {
            let real = Decimal::new(i64::try_from(cents).unwrap(), 2);
            let text = exact(real, unit("元"));
            prop_assert_eq!(figures(&text).next().unwrap().value.unwrap(), real, "{}", text);
        }
    }
}
