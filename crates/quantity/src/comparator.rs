//! Comparators and what they mean in law.

use crate::cursor::closes;
use crate::sieve::Sieve;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How a stated number stands to the real one.
///
/// `以上`, `以下`, `以内` include the number; `超过`, `不满`, `以外` do not (Civil Code, art. 1259).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// As stated.
    Eq,
    /// More than stated: 超过, 超, 逾, 余, 多.
    Gt,
    /// At least as stated: 以上, 不少于, 不低于, 至少.
    Ge,
    /// Less than stated: 不足, 不满, 低于.
    Lt,
    /// At most as stated: 以下, 以内, 不超过.
    Le,
    /// Somewhat less than stated: 近.
    NearBelow,
    /// About as stated: 约, 左右, 上下.
    Approx,
    /// A few times what is stated: 数十, 几百.
    Several,
    /// From the stated number to the upper one, both included: 10—15, 三四百.
    Between,
}

/// How far below the stated number `近` may reach.
const NEAR: Decimal = Decimal::from_parts(9, 0, 0, false, 1);

impl Comparator {
    /// Its name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Comparator::Eq => "eq",
            Comparator::Gt => "gt",
            Comparator::Ge => "ge",
            Comparator::Lt => "lt",
            Comparator::Le => "le",
            Comparator::NearBelow => "near_below",
            Comparator::Approx => "approx",
            Comparator::Several => "several",
            Comparator::Between => "between",
        }
    }

    /// Whether the real number is one that may be told with this comparator and the stated number.
    ///
    /// `近` is taken to reach one tenth below, `约` one tenth either way, `数` from twice to ten times less one.
    ///
    /// ```
    /// use quantity::Comparator;
    /// use rust_decimal::Decimal;
    ///
    /// let stated = Decimal::from(200);
    /// assert!(Comparator::Ge.admits(stated, None, stated), "200亩以上 includes 200");
    /// assert!(!Comparator::Gt.admits(stated, None, stated), "超过200亩 does not");
    /// ```
    #[must_use]
    pub fn admits(self, stated: Decimal, upper: Option<Decimal>, real: Decimal) -> bool {
        let part = |share: Decimal| stated.checked_mul(share).unwrap_or(stated);
        match self {
            Comparator::Eq => real == stated,
            Comparator::Gt => real > stated,
            Comparator::Ge => real >= stated,
            Comparator::Lt => real < stated,
            Comparator::Le => real <= stated,
            Comparator::NearBelow => real < stated && real >= part(NEAR),
            Comparator::Approx => (real - stated).abs() <= part(Decimal::ONE - NEAR).abs(),
            Comparator::Several => real >= part(Decimal::TWO) && real < part(Decimal::TEN),
            Comparator::Between => real >= stated && upper.is_none_or(|upper| real <= upper),
        }
    }
}

/// Words before a number, longest first. `上` counts only before a bare magnitude (上百), so it is not here.
const BEFORE: &[(&str, Comparator)] = &[
    ("大于或等于", Comparator::Ge),
    ("小于或等于", Comparator::Le),
    ("大于等于", Comparator::Ge),
    ("小于等于", Comparator::Le),
    ("不得少于", Comparator::Ge),
    ("不得低于", Comparator::Ge),
    ("不得超过", Comparator::Le),
    ("不得高于", Comparator::Le),
    ("不少于", Comparator::Ge),
    ("不低于", Comparator::Ge),
    ("不小于", Comparator::Ge),
    ("不超过", Comparator::Le),
    ("不高于", Comparator::Le),
    ("不大于", Comparator::Le),
    ("不多于", Comparator::Le),
    ("超过", Comparator::Gt),
    ("超出", Comparator::Gt),
    ("突破", Comparator::Gt),
    ("高于", Comparator::Gt),
    ("大于", Comparator::Gt),
    ("多于", Comparator::Gt),
    ("高出", Comparator::Gt),
    ("低于", Comparator::Lt),
    ("少于", Comparator::Lt),
    ("小于", Comparator::Lt),
    ("不足", Comparator::Lt),
    ("不满", Comparator::Lt),
    ("不到", Comparator::Lt),
    ("未满", Comparator::Lt),
    ("至少", Comparator::Ge),
    ("最少", Comparator::Ge),
    ("至多", Comparator::Le),
    ("最多", Comparator::Le),
    ("接近", Comparator::NearBelow),
    ("将近", Comparator::NearBelow),
    ("大约", Comparator::Approx),
    ("大概", Comparator::Approx),
    ("约为", Comparator::Approx),
    ("破", Comparator::Gt),
    ("超", Comparator::Gt),
    ("逾", Comparator::Gt),
    ("≥", Comparator::Ge),
    ("≤", Comparator::Le),
    ("＞", Comparator::Gt),
    ("＜", Comparator::Lt),
    ("近", Comparator::NearBelow),
    ("约", Comparator::Approx),
];

/// Words after a unit, longest first.
const AFTER: &[(&str, Comparator)] = &[
    ("及以上", Comparator::Ge),
    ("或以上", Comparator::Ge),
    ("及以下", Comparator::Le),
    ("以上", Comparator::Ge),
    ("以下", Comparator::Le),
    ("以内", Comparator::Le),
    ("之内", Comparator::Le),
    ("以外", Comparator::Gt),
    ("左右", Comparator::Approx),
    ("上下", Comparator::Approx),
    ("有余", Comparator::Gt),
    ("开外", Comparator::Gt),
];

static BEFORE_SIEVE: Sieve = Sieve::of_ends(BEFORE);
static AFTER_SIEVE: Sieve = Sieve::of_starts(AFTER);

/// The comparator that a text starts with, and what follows it.
pub(crate) fn at_the_start_of(text: &str) -> Option<(Comparator, &str)> {
    if !AFTER_SIEVE.may_start(text) {
        return None;
    }
    AFTER
        .iter()
        .find_map(|(word, comparator)| Some((*comparator, text.strip_prefix(word)?)))
}

/// The comparator that ends a text, with the bytes it takes: 超过, 超过了, 至少有.
pub(crate) fn at_the_end_of(text: &str) -> Option<(usize, &'static str, Comparator)> {
    let found = |text: &str| {
        let may = BEFORE_SIEVE.may_end(text);
        may.then(|| BEFORE.iter().find(|(word, _)| closes(text, word)))?
    };
    if let Some((word, comparator)) = found(text) {
        return Some((word.len(), word, *comparator));
    }
    let (link, bounds): (&str, &[&str]) = match text.chars().next_back()? {
        '了' => (
            "了",
            &[
                "超过", "突破", "超出", "高于", "低于", "多于", "少于", "不到", "不足",
            ],
        ),
        '有' => ("有", &["至少", "最少", "至多", "最多", "大约", "大概"]),
        '为' => ("为", &["至少", "最少", "至多", "最多", "大约"]),
        '达' => ("达", &["至少", "最少", "至多", "最多"]),
        _ => return None,
    };
    let (word, comparator) = found(text.strip_suffix(link)?).filter(|(word, _)| bounds.contains(word))?;
    Some((word.len() + link.len(), word, *comparator))
}

/// Characters that make a one-character comparator part of another word: 签约, 附近, 高超.
pub(crate) fn belongs_to_a_word(comparator: &str, before: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match comparator {
        "约" => "签节集预履解违合邀公特制租相续大条契守失赴爽简隐婉".contains(before),
        "近" => "附最就临邻靠亲远相走贴拉抵逼新毗".contains(before),
        "超" => "高赶反中英华赛".contains(before),
        "破" => "侦打攻爆告识点击踏撞道".contains(before),
        "突破" => "新重大".contains(before),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparators_have_their_sense_in_law() {
        let d = |n: i64| Decimal::from(n);
        assert!(Comparator::Ge.admits(d(25), None, d(25)));
        assert!(Comparator::Le.admits(d(5), None, d(5)));
        assert!(!Comparator::Lt.admits(d(5), None, d(5)));
        assert!(Comparator::NearBelow.admits(d(20_000), None, d(19_640)));
        assert!(!Comparator::NearBelow.admits(d(20_000), None, d(20_001)));
        assert!(Comparator::Between.admits(d(10), Some(d(15)), d(15)));
        assert!(Comparator::Several.admits(d(10), None, d(40)));
    }

    #[test]
    fn names_are_those_of_the_data() {
        use Comparator::{Approx, Between, Eq, Ge, Gt, Le, Lt, NearBelow, Several};
        for comparator in [Eq, Gt, Ge, Lt, Le, NearBelow, Approx, Several, Between] {
            let data = serde_json::to_value(comparator).unwrap();
            assert_eq!(data, comparator.name());
        }
    }

    #[test]
    fn no_comparator_is_hidden_by_a_shorter_one_before_it() {
        for (index, (word, _)) in BEFORE.iter().enumerate() {
            for (earlier, _) in &BEFORE[..index] {
                assert!(!word.ends_with(earlier), "{earlier} hides {word}");
            }
        }
        for (index, (word, _)) in AFTER.iter().enumerate() {
            for (earlier, _) in &AFTER[..index] {
                assert!(!word.starts_with(earlier), "{earlier} hides {word}");
            }
        }
    }
}
