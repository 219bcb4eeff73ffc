//! What a row, a column or a single cell says of the figure that belongs there. In a cross table each says a part, and
//! both together make the question.

use quantity::Period;
use serde::{Deserialize, Serialize};
use standards::PlaceCode;
use std::collections::BTreeMap;

/// A part of a question for a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Only where dimensions have these values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, String>,
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceCode>,
    /// Which stretch of time, seen from the form's period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretch: Option<Stretch>,
    /// The figure itself, or its growth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<Show>,
}

/// A stretch of time, seen from a form's period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stretch {
    /// The period (本期).
    Period,
    /// From January to its end (累计).
    ToDate,
    /// The same period a year before (上年同期).
    YearBefore,
    /// From January a year before to the same end (上年同期累计).
    YearBeforeToDate,
    /// The period before (上期).
    Previous,
    /// A quarter of its year.
    Quarter(i8),
    /// A month of its year.
    Month(i8),
}

/// What is shown of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// The figure.
    Value,
    /// Its growth over a year before, in percent (同比).
    YearOnYear,
}

impl Part {
    /// This part and another together; what this says goes first.
    #[must_use]
    pub fn with(&self, other: &Part) -> Part {
        let mut only = other.only.clone();
        only.extend(self.only.clone());
        Part {
            indicator: self.indicator.clone().or_else(|| other.indicator.clone()),
            only,
            place: self.place.or(other.place),
            stretch: self.stretch.or(other.stretch),
            show: self.show.or(other.show),
        }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Part::default()
    }
}

impl Stretch {
    /// The days it covers, seen from `period`.
    #[must_use]
    pub fn of(self, period: Period) -> Option<Period> {
        let to_date = || Period::between(period.last().first_of_year(), period.last()).ok();
        match self {
            Stretch::Period => Some(period),
            Stretch::ToDate => to_date(),
            Stretch::YearBefore => Some(period.year_before()),
            Stretch::YearBeforeToDate => to_date().map(|period| period.year_before()),
            Stretch::Previous => Some(period.preceding()),
            Stretch::Quarter(quarter) => Period::quarter(period.last().year(), quarter),
            Stretch::Month(month) => Period::month(period.last().year(), month),
        }
    }
}

/// What words of a form say of time and growth; none for words that say something else.
pub(super) fn of_words(words: &str) -> Option<Part> {
    let bare: String = words.chars().filter(|each| !each.is_whitespace()).collect();
    let bare = bare.trim_end_matches(['数', '值']).trim_end_matches("(%)");
    let stretch = |stretch| {
        Some(Part {
            stretch: Some(stretch),
            ..Part::default()
        })
    };
    let growth = |stretch| {
        Some(Part {
            show: Some(Show::YearOnYear),
            stretch,
            ..Part::default()
        })
    };
    match bare {
        "本期" | "本月" | "当月" | "本季" | "本季度" | "当季" | "本年" | "全年" => {
            stretch(Stretch::Period)
        }
        "累计" | "本年累计" | "年初至今" | "今年以来" | "本年累计至今" => {
            stretch(Stretch::ToDate)
        }
        "上年同期" | "去年同期" | "同期" => stretch(Stretch::YearBefore),
        "上年同期累计" | "去年同期累计" => stretch(Stretch::YearBeforeToDate),
        "上期" | "上月" | "上季" | "上季度" => stretch(Stretch::Previous),
        "同比" | "同比增长" | "同比增幅" | "增幅" | "增长率" | "比上年同期增长" | "同比±%" => {
            growth(None)
        }
        "累计同比" | "累计增幅" | "累计增长" => growth(Some(Stretch::ToDate)),
        _ => quarter_or_month(bare).and_then(stretch),
    }
}

fn quarter_or_month(words: &str) -> Option<Stretch> {
    let quarter = words
        .trim_start_matches('第')
        .strip_suffix("季度")
        .and_then(|number| {
            let at = "一二三四".chars().position(|each| number.chars().eq([each]))?;
            i8::try_from(at + 1).ok()
        });
    let month = || {
        let number = words.strip_suffix("月份").or_else(|| words.strip_suffix('月'))?;
        number.parse().ok().filter(|month| (1..=12).contains(month))
    };
    quarter
        .map(Stretch::Quarter)
        .or_else(|| month().map(Stretch::Month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_time_mean_stretches_seen_from_the_period() {
        let march = Period::month(2024, 3).unwrap();
        for (words, expected) in [
            ("本 月", "2024-03"),
            ("本年累计数", "2024-01/2024-03"),
            ("去年同期", "2023-03"),
            ("上年同期累计", "2023-01/2023-03"),
            ("上月", "2024-02"),
            ("一季度", "2024-Q1"),
            ("第四季度", "2024-Q4"),
            ("11月份", "2024-11"),
        ] {
            let stretch = of_words(words).and_then(|part| part.stretch).unwrap();
            assert_eq!(stretch.of(march), Some(expected.parse().unwrap()), "{words}");
        }
        assert_eq!(of_words("化解数"), None);
        assert_eq!(of_words("13月"), None);
    }
}
