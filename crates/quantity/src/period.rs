//! Periods: inclusive spans of calendar days, as figures are told for.

use jiff::civil::Date;
use jiff::{Span, Unit};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An inclusive span of calendar days.
///
/// Written as the shortest of `2024`, `2021/2025`, `2024-H1`, `2024-Q3`, `2024-11`, `2024-01/2024-11`, `2024-03-05`
/// and `2024-03-05/2024-04-10` that names it.
///
/// ```
/// use quantity::Period;
///
/// let months: Period = "2024-01/2024-11".parse()?;
/// assert_eq!(months.zh(), "2024年1—11月");
/// assert_eq!(months.year_before().to_string(), "2023-01/2023-11");
/// assert_eq!(Period::between(months.first(), Period::year(2024).unwrap().last())?.to_string(), "2024");
/// # Ok::<(), quantity::PeriodError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    first: Date,
    last: Date,
}

/// A text or a pair of days that is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The text is of no known form.
    #[error(
        "`{0}` is no period: write 2024, 2024-H1, 2024-Q3, 2024-11, 2024-01/2024-11, 2024-03-05 or 2024-03-05/2024-04-10"
    )]
    Form(String),
    /// The last day comes before the first.
    #[error("the period ends on {last}, before it begins on {first}")]
    Backwards {
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
}

impl PeriodError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            PeriodError::Form(text) => format!(
                "“{text}”不是有效期间，可写 2024、2024-H1、2024-Q3、2024-11、2024-01/2024-11、2024-03-05 或 2024-03-05/2024-04-10"
            ),
            PeriodError::Backwards { first, last } => format!("期间的结束日 {last} 早于开始日 {first}"),
        }
    }
}

impl Period {
    /// The span from `first` to `last`, both included.
    ///
    /// # Errors
    /// When `last` comes before `first`.
    pub fn between(first: Date, last: Date) -> Result<Self, PeriodError> {
        if last < first {
            Err(PeriodError::Backwards { first, last })
        } else {
            Ok(Period { first, last })
        }
    }

    /// One day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Period {
            first: date,
            last: date,
        }
    }

    /// One calendar month, 1 to 12; none outside the calendar.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Self::months_of(year, month, month)
    }

    /// One quarter, 1 to 4; none outside the calendar.
    #[must_use]
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        (1..=4)
            .contains(&quarter)
            .then(|| Self::months_of(year, quarter * 3 - 2, quarter * 3))?
    }

    /// One half of a year, 1 or 2; none outside the calendar.
    #[must_use]
    pub fn half(year: i16, half: i8) -> Option<Self> {
        (1..=2)
            .contains(&half)
            .then(|| Self::months_of(year, half * 6 - 5, half * 6))?
    }

    /// One calendar year; none outside the calendar.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        Self::months_of(year, 1, 12)
    }

    /// Months `from` to `to` of one year, both included; none outside the calendar.
    #[must_use]
    pub fn months_of(year: i16, from: i8, to: i8) -> Option<Self> {
        let first = Date::new(year, from, 1).ok()?;
        let last = Date::new(year, to, 1).ok()?.last_of_month();
        Self::between(first, last).ok()
    }

    /// The first day.
    #[must_use]
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> Date {
        self.last
    }

    /// Whether the day lies within.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }

    /// How many days it has, at least 1.
    #[must_use]
    pub fn days(&self) -> i64 {
        let span = self
            .first
            .until((Unit::Day, self.last))
            .map(|span| i64::from(span.get_days()));
        span.unwrap_or_default() + 1
    }

    /// The calendar months it touches, as year and month.
    pub fn months(&self) -> impl Iterator<Item = (i16, i8)> + use<> {
        let last = self.last;
        std::iter::successors(Some(self.first.first_of_month()), |month| {
            month.checked_add(Span::new().months(1)).ok()
        })
        .take_while(move |month| *month <= last)
        .map(|month| (month.year(), month.month()))
    }

    /// The same span a year earlier (同期): month ends stay month ends, 29 February becomes 28 February.
    #[must_use]
    pub fn year_before(&self) -> Self {
        self.shifted(-12)
    }

    /// The span of the same length before it (上期): whole months shift by months, other spans by days.
    #[must_use]
    pub fn preceding(&self) -> Self {
        if self.is_whole_months() {
            let months = i32::try_from(self.months().count()).unwrap_or(i32::MAX);
            return self.shifted(-months);
        }
        let length = Span::new().days(self.days());
        Period {
            first: self.first.saturating_sub(length),
            last: self.last.saturating_sub(length),
        }
    }

    fn shifted(&self, months: i32) -> Self {
        let by = Span::new().months(months);
        let first = self.first.saturating_add(by);
        let last = self.last.saturating_add(by);
        let last = if self.last == self.last.last_of_month() {
            last.last_of_month()
        } else {
            last
        };
        Period { first, last }
    }

    fn is_whole_months(&self) -> bool {
        self.first.day() == 1 && self.last == self.last.last_of_month()
    }

    /// How Chinese writing names it: 2024年, 2024年上半年, 2024年1—11月, 2024年3月5日.
    #[must_use]
    pub fn zh(&self) -> String {
        let (first, last) = (self.first, self.last);
        let year = first.year();
        if self.is_whole_months() {
            if year == last.year() {
                return match (first.month(), last.month()) {
                    (1, 12) => format!("{year}年"),
                    (1, 6) => format!("{year}年上半年"),
                    (7, 12) => format!("{year}年下半年"),
                    (from, to) if from == to => format!("{year}年{from}月"),
                    (from, to) if from % 3 == 1 && to == from + 2 => {
                        let name = ["一", "二", "三", "四"]
                            [usize::try_from((to / 3) - 1).unwrap_or_default().min(3)];
                        format!("{year}年{name}季度")
                    }
                    (from, to) => format!("{year}年{from}—{to}月"),
                };
            }
            return match (first.month(), last.month()) {
                (1, 12) => format!("{year}—{}年", last.year()),
                (from, to) => format!("{year}年{from}月—{}年{to}月", last.year()),
            };
        }
        let day = |date: Date| format!("{}年{}月{}日", date.year(), date.month(), date.day());
        if first == last {
            day(first)
        } else {
            format!("{}—{}", day(first), day(last))
        }
    }

    /// How English writing names it.
    #[must_use]
    pub fn en(&self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = |date: Date| MONTHS[usize::try_from(date.month() - 1).unwrap_or_default().min(11)];
        let (first, last) = (self.first, self.last);
        if self.is_whole_months() {
            return match (first.year() == last.year(), first.month(), last.month()) {
                (true, 1, 12) => format!("{}", first.year()),
                (false, 1, 12) => format!("{}–{}", first.year(), last.year()),
                (true, from, to) if from == to => format!("{} {}", month(first), first.year()),
                (true, ..) => format!("{}–{} {}", month(first), month(last), first.year()),
                (false, ..) => format!(
                    "{} {} – {} {}",
                    month(first),
                    first.year(),
                    month(last),
                    last.year()
                ),
            };
        }
        let day = |date: Date| format!("{} {} {}", date.day(), month(date), date.year());
        if first == last {
            day(first)
        } else {
            format!("{} – {}", day(first), day(last))
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        if !self.is_whole_months() {
            return if first == last {
                write!(f, "{first}")
            } else {
                write!(f, "{first}/{last}")
            };
        }
        let year = first.year();
        match (year == last.year(), first.month(), last.month()) {
            (true, 1, 12) => write!(f, "{year:04}"),
            (true, 1, 6) => write!(f, "{year:04}-H1"),
            (true, 7, 12) => write!(f, "{year:04}-H2"),
            (false, 1, 12) => write!(f, "{year:04}/{:04}", last.year()),
            (true, from, to) if from == to => write!(f, "{year:04}-{from:02}"),
            (true, from, to) if from % 3 == 1 && to == from + 2 => write!(f, "{year:04}-Q{}", to / 3),
            (_, from, to) => write!(f, "{year:04}-{from:02}/{:04}-{to:02}", last.year()),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || PeriodError::Form(text.chars().take(60).collect());
        match text.trim().split_once('/') {
            None => part(text.trim()).ok_or_else(wrong),
            Some((first, last)) => {
                let (first, last) = part(first.trim()).zip(part(last.trim())).ok_or_else(wrong)?;
                Period::between(first.first, last.last)
            }
        }
    }
}

/// A period that is not written as a span.
fn part(text: &str) -> Option<Period> {
    let number = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse::<i16>().ok())?
    };
    if !text.is_ascii() {
        return None;
    }
    let year = number(text.get(..4)?)?;
    match text.get(4..)? {
        "" => Period::year(year),
        rest => match rest.strip_prefix('-')? {
            "H1" => Period::half(year, 1),
            "H2" => Period::half(year, 2),
            quarter if quarter.len() == 2 && quarter.starts_with('Q') => {
                Period::quarter(year, i8::try_from(number(&quarter[1..])?).ok()?)
            }
            month if month.len() == 2 => Period::month(year, i8::try_from(number(month)?).ok()?),
            _ => text.parse().ok().filter(|_| text.len() == 10).map(Period::day),
        },
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (1950i16..2100, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
    }

    proptest! {
        #[test]
        fn a_period_survives_being_written(a in any_day(), b in any_day(), whole: bool) {
            let (first, last) = (a.min(b), a.max(b));
            let span = if whole {
                Period::between(first.first_of_month(), last.last_of_month()).unwrap()
            } else {
                Period::between(first, last).unwrap()
            };
            prop_assert_eq!(span.to_string().parse::<Period>().unwrap(), span);
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,24}") {
            let _ = text.parse::<Period>();
        }

        #[test]
        fn the_preceding_period_ends_the_day_before(a in any_day(), b in any_day(), whole: bool) {
            let (first, last) = (a.min(b), a.max(b));
            let span = if whole {
                Period::between(first.first_of_month(), last.last_of_month()).unwrap()
            } else {
                Period::between(first, last).unwrap()
            };
            prop_assert_eq!(span.preceding().last().tomorrow().unwrap(), span.first());
        }
    }

    #[test]
    fn forms_are_read_and_the_shortest_is_written() {
        for (text, shortest) in [
            ("2024", "2024"),
            ("2024-01/2024-12", "2024"),
            ("2024-H1", "2024-H1"),
            ("2024-07/2024-09", "2024-Q3"),
            ("2024-01/2024-11", "2024-01/2024-11"),
            ("2024-02-01/2024-02-29", "2024-02"),
            ("2024-03-05", "2024-03-05"),
            ("2023/2024", "2023/2024"),
            ("2021-01/2025-12", "2021/2025"),
        ] {
            assert_eq!(period(text).to_string(), shortest, "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-Q5",
            "2024-00",
            "2024-02-30",
            "2024-3-5",
            "二〇二四",
            "2024-11/2024-01",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_year_before_keeps_month_ends() {
        assert_eq!(period("2025-02").year_before(), period("2024-02"));
        assert_eq!(period("2024-02-29").year_before(), period("2023-02-28"));
        assert_eq!(period("2024-01/2024-11").year_before(), period("2023-01/2023-11"));
    }

    #[test]
    fn official_writing_names_periods() {
        assert_eq!(period("2024-01/2024-11").zh(), "2024年1—11月");
        assert_eq!(period("2024-Q3").zh(), "2024年三季度");
        assert_eq!(period("2024-H2").zh(), "2024年下半年");
        assert_eq!(period("2024-03-05").zh(), "2024年3月5日");
        assert_eq!(period("2024-01/2024-11").en(), "January–November 2024");
    }
}
