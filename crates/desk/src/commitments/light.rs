//! Red, yellow or green, by rule.

use pack::Text;
use rust_decimal::Decimal;
use serde::Serialize;

/// How a commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// In step with time.
    Green,
    /// A little behind, or a milestone was missed.
    Yellow,
    /// Far behind, or past its deadline.
    Red,
}

impl Light {
    /// Its name to people.
    #[must_use]
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Light::Green => ("绿灯", "green"),
            Light::Yellow => ("黄灯", "yellow"),
            Light::Red => ("红灯", "red"),
        };
        Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// What a light follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// What is done of what was promised, 0 to 1 and beyond; none when nobody has said.
    pub done: Option<Decimal>,
    /// What has passed of the time for it, 0 to 1.
    pub elapsed: Decimal,
    /// Milestones past their day and not reached.
    pub missed: usize,
    /// Its deadline has passed.
    pub overdue: bool,
    /// Percentage of the pace below which the light is yellow.
    pub yellow_below: Decimal,
    /// Percentage of the pace below which it is red.
    pub red_below: Decimal,
}

/// The light. What is done is green; what is past its deadline and not done is red; two missed milestones are red, one is
/// yellow; else the share done is held against the share of time passed. None when nothing is known and nothing missed.
///
/// ```
/// use desk::{Light, Pace, light};
/// use rust_decimal::Decimal;
///
/// let pace = Pace {
///     done: Some(Decimal::new(45, 2)),
///     elapsed: Decimal::new(50, 2),
///     yellow_below: Decimal::from(100),
///     red_below: Decimal::from(80),
///     ..Pace::default()
/// };
/// assert_eq!(light(&pace), Some(Light::Yellow), "90% of the pace");
/// ```
#[must_use]
pub fn light(pace: &Pace) -> Option<Light> {
    if pace.done.is_some_and(|done| done >= Decimal::ONE) {
        return Some(Light::Green);
    }
    if pace.overdue || pace.missed > 1 {
        return Some(Light::Red);
    }
    let by_pace = pace.done.map(|done| {
        let share = done
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|done| done.checked_div(pace.elapsed))
            .unwrap_or(Decimal::ONE_HUNDRED);
        if share < pace.red_below {
            Light::Red
        } else if share < pace.yellow_below {
            Light::Yellow
        } else {
            Light::Green
        }
    });
    let by_milestones = (pace.missed == 1).then_some(Light::Yellow);
    by_pace.max(by_milestones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pace(done: Option<i64>, elapsed: i64, missed: usize, overdue: bool) -> Pace {
        Pace {
            done: done.map(|done| Decimal::new(done, 2)),
            elapsed: Decimal::new(elapsed, 2),
            missed,
            overdue,
            yellow_below: Decimal::from(100),
            red_below: Decimal::from(80),
        }
    }

    #[test]
    fn lights_follow_pace_milestones_and_deadline() {
        let cases = [
            (pace(Some(50), 50, 0, false), Some(Light::Green)),
            (pace(Some(45), 50, 0, false), Some(Light::Yellow)),
            (pace(Some(39), 50, 0, false), Some(Light::Red)),
            (pace(Some(60), 50, 1, false), Some(Light::Yellow)),
            (pace(Some(60), 50, 2, false), Some(Light::Red)),
            (pace(Some(100), 100, 3, true), Some(Light::Green)),
            (pace(Some(99), 100, 0, true), Some(Light::Red)),
            (pace(None, 50, 0, false), None),
            (pace(None, 50, 1, false), Some(Light::Yellow)),
            (pace(Some(0), 0, 0, false), Some(Light::Green)),
        ];
        for (pace, expected) in cases {
            assert_eq!(light(&pace), expected, "{pace:?}");
        }
    }

    proptest! {
        #[test]
        fn more_done_never_makes_a_light_worse(done in 0i64..150, more in 0i64..50, elapsed in 0i64..100, missed in 0usize..3, overdue: bool) {
            prop_assert!(light(&pace(Some(done + more), elapsed, missed, overdue)) <= light(&pace(Some(done), elapsed, missed, overdue)));
        }
    }
}
