//! From values to lengths, with round marks on the axis.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// An axis from its lowest to its highest mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    low: Decimal,
    high: Decimal,
    step: Decimal,
}

impl Scale {
    /// An axis that holds all `values` and nothing (0), with about `marks` round steps: 1, 2 or 5 times a power of ten.
    #[must_use]
    pub fn holding(values: impl IntoIterator<Item = Decimal>, marks: u32) -> Self {
        let (mut low, mut high) = (Decimal::ZERO, Decimal::ZERO);
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        let step = round_step(high.saturating_sub(low), marks.max(1));
        let whole = |value: Decimal, up: bool| {
            let steps = value / step;
            step.saturating_mul(if up { steps.ceil() } else { steps.floor() })
        };
        let (low, mut high) = (whole(low, false), whole(high, true));
        if low == high {
            high = low.saturating_add(step);
        }
        Scale { low, high, step }
    }

    /// The marks from low to high.
    pub fn marks(&self) -> impl Iterator<Item = Decimal> {
        let (high, step) = (self.high, self.step);
        std::iter::successors(Some(self.low), move |mark| mark.checked_add(step))
            .take_while(move |mark| *mark <= high)
    }

    /// How far up the axis a value lies, from 0 at the lowest mark to 1 at the highest; beyond them it stays there.
    #[must_use]
    pub fn share(&self, value: Decimal) -> f64 {
        let whole = self.high.saturating_sub(self.low);
        let part = value.saturating_sub(self.low);
        let share = part.to_f64().unwrap_or_default() / whole.to_f64().unwrap_or(1.0);
        share.clamp(0.0, 1.0)
    }
}

/// The smallest of 1, 2, 5 × 10ⁿ that cuts `span` into no more than `marks` steps.
fn round_step(span: Decimal, marks: u32) -> Decimal {
    let rough = span / Decimal::from(marks);
    if rough <= Decimal::ZERO {
        return Decimal::ONE;
    }
    let ten = Decimal::TEN;
    let mut power = Decimal::ONE;
    while power > rough && power.scale() < 20 {
        power /= ten;
    }
    loop {
        for times in [1, 2, 5] {
            let step = power.saturating_mul(Decimal::from(times));
            if step >= rough {
                return step;
            }
        }
        match power.checked_mul(ten) {
            Some(next) => power = next,
            None => return rough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(values: &[&str]) -> Vec<String> {
        let values = values
            .iter()
            .map(|text| text.parse::<Decimal>().unwrap_or_default());
        Scale::holding(values, 5)
            .marks()
            .map(|mark| mark.normalize().to_string())
            .collect()
    }

    #[test]
    fn marks_are_round_and_hold_every_value() {
        assert_eq!(marks(&["41", "38", "97"]), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(marks(&["0.034"]), ["0", "0.01", "0.02", "0.03", "0.04"]);
        assert_eq!(
            marks(&["1900000000"]),
            ["0", "500000000", "1000000000", "1500000000", "2000000000"]
        );
        assert_eq!(marks(&["-3", "8"]), ["-5", "0", "5", "10"]);
    }

    #[test]
    fn an_axis_of_nothing_still_has_two_marks() {
        assert_eq!(marks(&[]), ["0", "1"]);
        assert_eq!(marks(&["0"]), ["0", "1"]);
    }

    proptest! {
        #[test]
        fn every_value_lies_on_its_axis(values in prop::collection::vec(any::<i64>(), 0..9), scale in 0u32..9) {
            let values: Vec<Decimal> = values.into_iter().map(|value| Decimal::new(value, scale)).collect();
            let axis = Scale::holding(values.iter().copied(), 5);
            let marks: Vec<Decimal> = axis.marks().collect();
            prop_assert!((2..=8).contains(&marks.len()), "{} marks", marks.len());
            for value in values {
                prop_assert!(marks[0] <= value && value <= marks[marks.len() - 1]);
            }
        }
    }
}
