//! Times as papers tell them, some of which need a year to stand on: 1—11月, 上半年, 明年8月, 到2025年底, 五年内.

use crate::Period;
use jiff::civil::{Date, DateTime};

/// The year a time is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Year {
    /// A named year.
    Given(i16),
    /// Years from the year the text stands in: 今年 is 0, 明年 1, 去年 −1.
    Relative(i16),
    /// None named; the year the text stands in.
    Unstated,
}

/// The part of the year that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// Months, both included, 1 to 12.
    Months(i8, i8),
    /// One day, as month and day.
    Day(i8, i8),
    /// From one day to a later one of the year, both included, as month and day.
    Days((i8, i8), (i8, i8)),
    /// From this year to a later one, both included.
    ToYear(i16),
}

/// Which edge of a time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Within it.
    Within,
    /// Its last day: 到2025年底, 6月底前.
    End,
    /// From its first day on: 2020年以来.
    Since,
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// 每天.
    Day,
    /// 每周.
    Week,
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每半年.
    HalfYear,
    /// 每年.
    Year,
}

impl Frequency {
    /// As an ISO 8601 duration.
    #[must_use]
    pub fn iso(self) -> &'static str {
        match self {
            Frequency::Day => "P1D",
            Frequency::Week => "P1W",
            Frequency::Month => "P1M",
            Frequency::Quarter => "P3M",
            Frequency::HalfYear => "P6M",
            Frequency::Year => "P1Y",
        }
    }
}

/// A time as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// A time of day on a date.
    Moment(DateTime),
    /// A part of a calendar year.
    Calendar {
        /// The year.
        year: Year,
        /// The part of it.
        part: Part,
        /// Which edge is meant.
        edge: Edge,
    },
    /// Years up to and with the year the text stands in: 一年来, 近三年.
    YearsBefore(i16),
    /// Years from and with the year the text stands in: 五年内, 今后五年.
    YearsAhead(i16),
    /// A national five-year plan, by number; the fourteenth is 2021 to 2025.
    Plan {
        /// Number of the plan, from 6 on.
        number: i16,
        /// Which edge is meant.
        edge: Edge,
    },
    /// Again and again.
    Every(Frequency),
}

impl When {
    /// The days meant, for a text that stands in `year`; none for a frequency and for what no calendar has.
    ///
    /// A five-year span counts the year itself as its first, so 五年内 told in 2025 ends with 2029.
    #[must_use]
    pub fn resolve(&self, year: i16) -> Option<Period> {
        match *self {
            When::Moment(moment) => Some(Period::day(moment.date())),
            When::Calendar {
                year: told,
                part,
                edge,
            } => {
                let told = match told {
                    Year::Given(told) => told,
                    Year::Relative(by) => year.checked_add(by)?,
                    Year::Unstated => year,
                };
                let period = match part {
                    Part::Whole => Period::year(told)?,
                    Part::Months(from, to) => Period::months_of(told, from, to)?,
                    Part::Day(month, day) => Period::day(Date::new(told, month, day).ok()?),
                    Part::Days(first, last) => {
                        let day = |(month, day)| Date::new(told, month, day).ok();
                        Period::between(day(first)?, day(last)?).ok()?
                    }
                    Part::ToYear(last) => years(told, last)?,
                };
                at(edge, period, year)
            }
            When::YearsBefore(count) => years(year.checked_sub(count)?.checked_add(1)?, year),
            When::YearsAhead(count) => years(year, year.checked_add(count)?.checked_sub(1)?),
            When::Plan { number, edge } => {
                let last = 2025i16.checked_add(number.checked_sub(14)?.checked_mul(5)?)?;
                at(edge, years(last.checked_sub(4)?, last)?, year)
            }
            When::Every(_) => None,
        }
    }
}

fn at(edge: Edge, period: Period, year: i16) -> Option<Period> {
    match edge {
        Edge::Within => Some(period),
        Edge::End => Some(Period::day(period.last())),
        Edge::Since => Period::between(period.first(), Period::year(year)?.last()).ok(),
    }
}

fn years(first: i16, last: i16) -> Option<Period> {
    Period::between(Period::year(first)?.first(), Period::year(last)?.last()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_times_stand_on_the_year_of_the_text() {
        let next_august = When::Calendar {
            year: Year::Relative(1),
            part: Part::Months(8, 8),
            edge: Edge::Within,
        };
        assert_eq!(next_august.resolve(2024).unwrap().to_string(), "2025-08");
        assert_eq!(
            When::YearsAhead(5).resolve(2025).unwrap().to_string(),
            "2025/2029"
        );
        assert_eq!(When::YearsBefore(1).resolve(2024).unwrap().to_string(), "2024");
        let plan = When::Plan {
            number: 14,
            edge: Edge::End,
        };
        assert_eq!(plan.resolve(2023).unwrap().to_string(), "2025-12-31");
    }

    #[test]
    fn years_off_the_calendar_are_none() {
        assert_eq!(When::YearsAhead(i16::MAX).resolve(2025), None);
        assert_eq!(
            When::Plan {
                number: i16::MIN,
                edge: Edge::End
            }
            .resolve(2025),
            None
        );
    }
}
