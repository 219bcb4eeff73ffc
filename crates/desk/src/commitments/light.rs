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
    /// The light of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Light::Green, Light::Yellow, Light::Red]
            .into_iter()
            .find(|light| light.name() == name)
    }

    /// Its name in code.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
        }
    }

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
    /// Of a promise not to go beyond a number: whether it has stayed within so far.
    pub within: Option<bool>,
    /// Percentage of the pace below which the light is yellow.
    pub yellow_below: Decimal,
    /// Percentage of the pace below which it is red.
    pub red_below: Decimal,
}

/// The light. A promise not to go beyond a number is green while it is kept and red when it is not. What is done is green; what is past its deadline and not done is red; two missed milestones are red, one is
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
    if let Some(within) = pace.within {
        return Some(if within { Light::Green } else { Light::Red });
    }
    if pace.done.is_some_and(|done| done >= Decimal::ONE) {
        return Some(Light::Green);
    }
    if pace.overdue || pace.missed > 1 {
        return Some(Light::Red);
    }
    let by_pace = pace.of_the_pace().map(|share| {
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

impl Pace {
    /// The share done against the share of time passed, in percent.
    fn of_the_pace(&self) -> Option<Decimal> {
        let done = self.done?.checked_mul(Decimal::ONE_HUNDRED);
        let share = done.and_then(|done| done.checked_div(self.elapsed));
        Some(share.unwrap_or(Decimal::ONE_HUNDRED))
    }
}

/// Why the light is what it is.
#[must_use]
pub fn reason(pace: &Pace) -> Text {
    let said = |zh: String, en: String| Text { zh, en };
    let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).round_dp(1).normalize();
    let missed = pace.missed;
    match (pace.within, pace.done.map(percent)) {
        (Some(true), _) => said(
            "没有超出承诺的数".to_owned(),
            "it has stayed within what was promised".to_owned(),
        ),
        (Some(false), _) => said(
            "已超出承诺的数".to_owned(),
            "it has gone beyond what was promised".to_owned(),
        ),
        (_, Some(done)) if done >= Decimal::ONE_HUNDRED => {
            said(format!("已完成 {done}%"), format!("{done}% is done"))
        }
        (_, Some(done)) if pace.overdue => said(
            format!("期限已过，只完成 {done}%"),
            format!("its deadline has passed with {done}% done"),
        ),
        (_, None) if pace.overdue => said(
            "期限已过，没有完成".to_owned(),
            "its deadline has passed and it is not done".to_owned(),
        ),
        _ if missed > 1 => said(
            format!("{missed} 个节点逾期未完成"),
            format!("{missed} milestones are missed"),
        ),
        (_, Some(done)) => {
            let share = pace.of_the_pace().unwrap_or_default().round_dp(0);
            let elapsed = percent(pace.elapsed);
            let (and_zh, and_en) = if missed == 1 {
                ("，另有 1 个节点逾期", ", and a milestone is missed")
            } else {
                ("", "")
            };
            said(
                format!("完成 {done}%，时间过去 {elapsed}%，为时序进度的 {share}%{and_zh}"),
                format!("{done}% is done in {elapsed}% of the time, {share}% of the pace{and_en}"),
            )
        }
        (_, None) if missed == 1 => said(
            "1 个节点逾期未完成，还没有人报过进展".to_owned(),
            "a milestone is missed and nobody has reported progress".to_owned(),
        ),
        (_, None) => said(
            "还没有人报过进展".to_owned(),
            "nobody has reported progress yet".to_owned(),
        ),
    }
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
            within: None,
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

    #[test]
    fn a_promise_not_to_go_beyond_a_number_is_kept_or_broken() {
        for (within, expected) in [(true, Light::Green), (false, Light::Red)] {
            let pace = Pace {
                within: Some(within),
                ..pace(Some(0), 50, 0, false)
            };
            assert_eq!(light(&pace), Some(expected));
        }
    }

    #[test]
    fn every_light_has_its_reason() {
        let told = |pace: &Pace| reason(pace).zh;
        assert_eq!(
            told(&pace(Some(45), 50, 1, false)),
            "完成 45%，时间过去 50%，为时序进度的 90%，另有 1 个节点逾期"
        );
        assert_eq!(told(&pace(Some(60), 50, 2, false)), "2 个节点逾期未完成");
        assert_eq!(told(&pace(Some(99), 100, 0, true)), "期限已过，只完成 99%");
        assert_eq!(told(&pace(Some(100), 100, 3, true)), "已完成 100%");
        assert_eq!(told(&pace(None, 50, 0, false)), "还没有人报过进展");
    }

    proptest! {
        #[test]
        fn more_done_never_makes_a_light_worse(done in 0i64..150, more in 0i64..50, elapsed in 0i64..100, missed in 0usize..3, overdue: bool) {
            prop_assert!(light(&pace(Some(done + more), elapsed, missed, overdue)) <= light(&pace(Some(done), elapsed, missed, overdue)));
        }
    }
}
