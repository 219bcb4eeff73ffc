//! Whether a claimed number tells a real one truly: the comparator as the law reads it, and no finer than the digits
//! written.

use quantity::{Comparator, Dimension, Figure, Kind};
use rust_decimal::Decimal;

/// Groups in which ranks are told: 第一, 前三, 前五, 前十.
const GROUPS: [i64; 6] = [1, 3, 5, 10, 20, 50];

/// A claimed number with how it is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stated {
    pub(super) comparator: Comparator,
    pub(super) value: Decimal,
    pub(super) upper: Option<Decimal>,
    /// Worth of its last written digit.
    pub(super) digit: Decimal,
    pub(super) kind: Kind,
    pub(super) share: bool,
}

impl Stated {
    pub(super) fn of(figure: &Figure, text: &str) -> Option<Self> {
        let value = figure.value?;
        let written = figure.number.map_or("", |span| span.of(text));
        Some(Stated {
            comparator: figure.comparator,
            value,
            upper: figure.upper,
            digit: last_digit(written, value),
            kind: figure.kind,
            share: figure
                .unit
                .is_some_and(|unit| unit.dimension() == Dimension::Share),
        })
    }

    /// Whether the number tells `real` truly and as closely as its words promise: 超7万 is said of 7.1万 and not of
    /// 71万, though the law would let it pass.
    pub(super) fn tells(&self, real: Decimal) -> bool {
        let Stated { value, .. } = *self;
        let step = self.step();
        match self.comparator {
            Comparator::Eq => (real - value).abs() * Decimal::TWO <= self.digit,
            Comparator::Gt => value < real && (real < value + step || self.whole(real)),
            Comparator::Ge => value <= real && (real < value + step || self.whole(real)),
            Comparator::Lt => value - step < real && real < value,
            Comparator::Le if self.kind == Kind::Rank => real <= value && self.group_before() < real,
            Comparator::Le => value - step < real && real <= value,
            Comparator::NearBelow => Comparator::NearBelow.admits(value, None, real) && value - step <= real,
            Comparator::Approx => {
                let half = step.checked_div(Decimal::TWO).unwrap_or(step);
                Comparator::Approx.admits(value, None, real) && (real - value).abs() <= half
            }
            Comparator::Several | Comparator::Between => self.comparator.admits(value, self.upper, real),
        }
    }

    /// Everything there is: 超过95% may be said of 100%.
    fn whole(&self, real: Decimal) -> bool {
        self.share && real == Decimal::ONE_HUNDRED && self.value >= Decimal::from(95)
    }

    /// To the next number that would be told instead: one of the last digit that is not 0; for shares five or one, and
    /// after a last 5 of several digits five of it.
    fn step(&self) -> Decimal {
        let five = Decimal::from(5);
        if self.share {
            let even = self.digit >= Decimal::ONE && (self.value % five).is_zero();
            return if even { five } else { self.digit };
        }
        let mut place = self.digit;
        while let Some(up) = place.checked_mul(Decimal::TEN)
            && up <= self.value.abs()
            && (self.value % up).is_zero()
        {
            place = up;
        }
        let several = self.value.abs() >= place * Decimal::TEN;
        let last = (self.value / place).normalize() % Decimal::TEN;
        if several && last == five {
            place * five
        } else {
            place
        }
    }

    /// The next smaller group that a rank would be told in.
    fn group_before(&self) -> Decimal {
        let smaller = GROUPS.iter().rev().map(|group| Decimal::from(*group));
        let before = smaller.into_iter().find(|group| *group < self.value);
        // 前三 is said of a first place too.
        before.filter(|group| *group > Decimal::ONE).unwrap_or_default()
    }

    /// Whether the number as written and the real one written as closely differ in exactly one digit: a slip of the pen.
    pub(super) fn is_slip(&self, real: Decimal) -> bool {
        if self.comparator != Comparator::Eq || self.digit.is_zero() {
            return true;
        }
        let digits = |value: Decimal| {
            let scaled = value.checked_div(self.digit).unwrap_or(value).round();
            scaled.normalize().to_string()
        };
        let (mine, other) = (digits(self.value), digits(real));
        mine.len() == other.len() && mine.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count() == 1
    }

    /// Digits from the first to the last written.
    pub(super) fn sharpness(&self) -> usize {
        let scaled = self.value.checked_div(self.digit).unwrap_or(self.value).round();
        scaled.abs().normalize().to_string().len()
    }
}

/// The worth of the last digit of a number as written: a hundredth of 亿 in 1.48亿, one in 2327.
fn last_digit(written: &str, value: Decimal) -> Decimal {
    let digits: String = written
        .chars()
        .filter(|each| each.is_ascii_digit() || *each == '.')
        .collect();
    let Ok(plain) = digits.parse::<Decimal>() else {
        return Decimal::ONE;
    };
    let magnitude = if plain.is_zero() {
        Decimal::ONE
    } else {
        value.abs().checked_div(plain).unwrap_or(Decimal::ONE)
    };
    let places = Decimal::new(1, plain.scale());
    magnitude.checked_mul(places).unwrap_or(Decimal::ONE).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tells(text: &str, real: &str) -> bool {
        let figure = quantity::figures(text)
            .find(|figure| figure.value.is_some())
            .unwrap();
        Stated::of(&figure, text).unwrap().tells(real.parse().unwrap())
    }

    #[test]
    fn numbers_are_judged_as_the_law_and_the_language_read_them() {
        let cases = include_str!("../../tests/judge.txt");
        for line in cases
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let [text, verdict, real] = line.split_whitespace().collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            assert_eq!(tells(text, real), verdict == "agrees", "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_number_told_to_some_digits_agrees_with_what_rounds_to_it(value in 1i64..1_000_000, off in -49i64..50) {
            let text = format!("产值{}.{:02}亿元", value / 100, value % 100);
            let real = Decimal::from(value) * Decimal::from(1_000_000) + Decimal::from(off) * Decimal::from(10_000);
            prop_assert!(tells(&text, &real.to_string()));
        }

        #[test]
        fn any_other_digit_differs(value in 1u32..10_000_000, at in 0usize..7, digit in 0u8..10) {
            let written = value.to_string();
            let at = at % written.len();
            let mut planted = written.clone().into_bytes();
            planted[at] = b'0' + digit;
            let planted = String::from_utf8(planted).unwrap();
            prop_assume!(planted != written && !planted.starts_with('0'));
            let text = format!("隐患{planted}个");
            prop_assert!(!tells(&text, &written));
        }
    }
}
