//! Units as headers state them: 万元, 亩, 平方米, %. A unit of the trade with the multiplier written before it.

use std::{fmt, str::FromStr};

use quantity::{Dimension, Unit as Named};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A unit with its multiplier: ten thousand yuan in 万元.
///
/// ```
/// use rust_decimal::Decimal;
///
/// let stated: sheet::Unit = "万元".parse().unwrap();
/// let wanted: sheet::Unit = "元".parse().unwrap();
/// assert_eq!(stated.convert(Decimal::new(35, 1), &wanted), Some(Decimal::from(35_000)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit {
    times: Decimal,
    unit: Named,
}

/// A text that is not a unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a unit; expected one such as 万元, 亩 or %")]
pub struct UnitError(String);

/// The multipliers that are written before units.
const MULTIPLIERS: [(&str, u64); 8] = [
    ("百万", 1_000_000),
    ("千万", 10_000_000),
    ("十万", 100_000),
    ("百亿", 10_000_000_000),
    ("万", 10_000),
    ("亿", 100_000_000),
    ("千", 1_000),
    ("百", 100),
];

/// What is counted in headers; other classifiers (村, 日, 号) stand in brackets for other reasons.
const COUNTED: &str = "家 户 起 宗 件 例 个 处 条 场 场次 人次 项 项次 座 所 台 辆 栋 幢 间 套 次 只 头 羽 尾 株 棵 盏 块 笔 份 篇 本 张 \
    支 枚 床位 户次 家次 件次 批次 工作日 课时";

impl Unit {
    /// A unit of the trade as it is.
    #[must_use]
    pub fn plain(unit: Named) -> Self {
        Self {
            times: Decimal::ONE,
            unit,
        }
    }

    /// Percent.
    #[must_use]
    pub fn percent() -> Self {
        Self::plain(Named::percent())
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.unit.dimension()
    }

    /// Whether figures in it change with the unit: money and areas do, counts of things do not.
    #[must_use]
    pub fn is_measure(&self) -> bool {
        self.unit.is_measure() || self.is_share()
    }

    /// Whether it is a share of something, as percent is.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.dimension() == Dimension::Share
    }

    /// A value in this unit as one in `other`; none when they measure different things or the value grows too big.
    ///
    /// Exact, but for what no finite decimal can hold (1 亩 in 平方米), which comes with 28 digits.
    #[must_use]
    pub fn convert(&self, value: Decimal, other: &Self) -> Option<Decimal> {
        let value = value.checked_mul(self.times)?;
        let value = self.unit.convert(value, other.unit)?;
        value.checked_div(other.times).map(|value| value.normalize())
    }

    /// The unit in the figure of a cell, as in `12.5亩`: what is left after the number. Parts of dates are none.
    pub(crate) fn after_number(text: &str) -> Option<Self> {
        let text = text.trim();
        if ["年", "月", "日", "号"].contains(&text) {
            None
        } else {
            text.parse().ok()
        }
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let shown = || UnitError(text.chars().take(16).collect());
        // 千克, 千米, 百分点 and their like are units by themselves and not thousands of something.
        if let Some(unit) = Named::named(text) {
            return Ok(Self::plain(unit));
        }
        let (word, times) = MULTIPLIERS
            .into_iter()
            .find(|(word, _)| text.starts_with(word))
            .ok_or_else(shown)?;
        let rest = text.get(word.len()..).unwrap_or_default();
        let unit = Named::named(rest).ok_or_else(shown)?;
        Ok(Self {
            times: times.into(),
            unit,
        })
    }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.to_string()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = MULTIPLIERS
            .into_iter()
            .find(|(_, times)| self.times == Decimal::from(*times));
        formatter.write_str(word.map_or("", |(word, _)| word))?;
        self.unit.fmt(formatter)
    }
}

/// A header's words and the unit stated with them: `面积(亩)`, `金额:万元`, `单价/元`, `占比%`.
pub(crate) fn split_header(text: &str) -> (String, Option<Unit>) {
    let cleaned = crate::text::clean(text);
    for (open, close) in [("(", ")"), ("[", "]")] {
        let Some(at) = cleaned.rfind(open) else { continue };
        let Some(inside) = cleaned.get(at + 1..).and_then(|rest| rest.strip_suffix(close)) else {
            continue;
        };
        if let Some(unit) = stated(inside) {
            return (cleaned.get(..at).unwrap_or_default().to_owned(), Some(unit));
        }
    }
    for mark in ["/", ":", ","] {
        if let Some((words, rest)) = cleaned.rsplit_once(mark)
            && !words.is_empty()
            && let Some(unit) = stated(rest)
        {
            return (words.to_owned(), Some(unit));
        }
    }
    let share = cleaned.strip_suffix('%').or_else(|| cleaned.strip_suffix('‰'));
    if let Some(words) = share.filter(|words| !words.is_empty()) {
        let unit = cleaned.get(words.len()..).and_then(|unit| unit.parse().ok());
        return (words.to_owned(), unit);
    }
    (cleaned, None)
}

/// The unit that a text states: the unit alone or after 单位.
pub(crate) fn stated(text: &str) -> Option<Unit> {
    let text = text.strip_prefix("计量").unwrap_or(text);
    let text = text
        .strip_prefix("单位")
        .unwrap_or(text)
        .trim_start_matches([':', ' ']);
    let unit: Unit = text.parse().ok()?;
    let known = match unit.dimension() {
        Dimension::Thing(word) => COUNTED.split_whitespace().any(|counted| counted == word),
        Dimension::Order(_) | Dimension::Calendar | Dimension::Multiple | Dimension::Doubling => false,
        _ => true,
    };
    known.then_some(unit)
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    fn unit(text: &str) -> Unit {
        text.parse().unwrap()
    }

    #[test]
    fn values_turn_from_the_stated_unit_into_the_wanted_one() {
        assert_eq!(unit("万元").convert(dec!(3.5), &unit("元")), Some(dec!(35000)));
        assert_eq!(
            unit("元").convert(dec!(1234.56), &unit("万元")),
            Some(dec!(0.123456))
        );
        assert_eq!(unit("亿元").convert(dec!(1.48), &unit("万元")), Some(dec!(14800)));
        assert_eq!(unit("公顷").convert(dec!(2), &unit("亩")), Some(dec!(30)));
        assert_eq!(unit("万平方米").convert(dec!(1), &unit("亩")), Some(dec!(15)));
        assert_eq!(unit("㎡").convert(dec!(120), &unit("亩")), Some(dec!(0.18)));
        assert_eq!(unit("‰").convert(dec!(86), &unit("%")), Some(dec!(8.6)));
        assert_eq!(unit("万元").convert(dec!(1), &unit("亩")), None);
        assert_eq!(unit("亿元").convert(Decimal::MAX, &unit("元")), None);
    }

    #[test]
    fn units_are_written_as_they_are_read() {
        for text in [
            "万元",
            "元",
            "亩",
            "千克",
            "万平方米",
            "%",
            "百万元",
            "元/亩",
            "人",
        ] {
            assert_eq!(unit(text).to_string(), text);
        }
        for text in ["", "万", "村庄", "三元"] {
            assert!(text.parse::<Unit>().is_err(), "{text}");
        }
    }

    #[test]
    fn headers_are_split_into_words_and_unit() {
        let split = |text: &str| {
            let (words, unit) = split_header(text);
            (words, unit.map(|unit| unit.to_string()))
        };
        let with = |words: &str, unit: &str| (words.to_owned(), Some(unit.to_owned()));
        assert_eq!(split("面积（亩）"), with("面积", "亩"));
        assert_eq!(split("补助 金额\n（单位：万元）"), with("补助金额", "万元"));
        assert_eq!(split("单价/元"), with("单价", "元"));
        assert_eq!(split("完成率%"), with("完成率", "%"));
        assert_eq!(split("户数（户）"), with("户数", "户"));
        assert_eq!(split("面积（含林地）"), ("面积(含林地)".to_owned(), None));
        assert_eq!(split("时间（年/月/日）"), ("时间(年/月/日)".to_owned(), None));
        assert_eq!(split("地址（村）"), ("地址(村)".to_owned(), None));
        assert_eq!(split("%"), ("%".to_owned(), None));
    }
}
