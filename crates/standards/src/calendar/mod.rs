//! Working days: which days the State Council's notices make holidays or make-up workdays, and how time limits count them.
//!
//! The rule is 《全国年节及纪念日放假办法》; the days of each year are set by a notice of the General Office of the State Council,
//! usually in the November before. A year without a notice is counted Monday to Friday and said to be [`Certainty::Unpublished`].

mod notice;

use std::{fmt, sync::LazyLock};

use jiff::civil::{Date, Weekday};
pub use notice::{CalendarError, CalendarProblem, Notice};

/// The notices compiled in, checked by the tests of this module.
const OFFICIAL: &str = include_str!("../../data/workdays.txt");
/// A notice has moved days as early as 29 December of the year before (of 2007 and 2018): from this day of December on, a date is
/// settled only when the next year's notice is known.
const UNSETTLED_FROM: i8 = 25;
/// The day from which days are counted: a Monday, long before any notice.
const MONDAY: Date = Date::constant(1900, 1, 1);

/// What kind of day a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// 工作日: an ordinary Monday to Friday.
    Workday,
    /// 周末: an ordinary Saturday or Sunday.
    Weekend,
    /// 放假: a day off of the named holiday, be it the statutory day, a weekend beside it or a day moved to it.
    Holiday(Holiday),
    /// 调休上班: a Saturday or Sunday that is worked to make up for the named holiday.
    MakeUpWorkday(Holiday),
}

impl DayKind {
    /// Whether offices work on such a day.
    #[must_use]
    pub const fn is_worked(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpWorkday(_))
    }
}

/// The public holidays of 《全国年节及纪念日放假办法》, and the one extra holiday since 2008.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// 元旦.
    NewYear,
    /// 春节.
    SpringFestival,
    /// 清明节.
    TombSweeping,
    /// 劳动节.
    LabourDay,
    /// 端午节.
    DragonBoat,
    /// 中秋节.
    MidAutumn,
    /// 国庆节.
    NationalDay,
    /// 抗战胜利纪念日: 3 September 2015 only.
    VictoryDay,
}

impl Holiday {
    /// Every holiday, in the order of the year.
    pub const ALL: [Self; 8] = [
        Self::NewYear,
        Self::SpringFestival,
        Self::TombSweeping,
        Self::LabourDay,
        Self::DragonBoat,
        Self::MidAutumn,
        Self::NationalDay,
        Self::VictoryDay,
    ];

    /// The holiday's name in Chinese; also its word in the text of notices.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::NewYear => "元旦",
            Self::SpringFestival => "春节",
            Self::TombSweeping => "清明节",
            Self::LabourDay => "劳动节",
            Self::DragonBoat => "端午节",
            Self::MidAutumn => "中秋节",
            Self::NationalDay => "国庆节",
            Self::VictoryDay => "抗战胜利纪念日",
        }
    }

    /// The holiday's name in English.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::NewYear => "New Year's Day",
            Self::SpringFestival => "Spring Festival",
            Self::TombSweeping => "Tomb-Sweeping Day",
            Self::LabourDay => "Labour Day",
            Self::DragonBoat => "Dragon Boat Festival",
            Self::MidAutumn => "Mid-Autumn Festival",
            Self::NationalDay => "National Day",
            Self::VictoryDay => "Victory Day",
        }
    }
}

/// Whether an answer about days rests on published notices only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Certainty {
    /// Every day that was looked at is settled by a notice.
    Published,
    /// Some days were counted Monday to Friday for want of a notice: the answer is to be checked when it comes.
    Unpublished {
        /// The first year whose notice is wanting.
        year: i16,
    },
}

impl Certainty {
    /// The warning in Chinese; none where there is nothing to warn of.
    #[must_use]
    pub fn zh(self) -> Option<String> {
        match self {
            Self::Published => None,
            Self::Unpublished { year } => Some(format!(
                "{year} 年的放假安排尚未公布，相关日期按周一至周五推算，公布后请复核"
            )),
        }
    }
}

/// The warning in English; empty where there is nothing to warn of.
impl fmt::Display for Certainty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Published => Ok(()),
            Self::Unpublished { year } => write!(
                formatter,
                "the holidays of {year} are not published yet; days without a notice were counted Monday to Friday, check again \
                 once they are"
            ),
        }
    }
}

/// The calendar of working days of a run of years.
///
/// Invariants: the years are consecutive, each with its notice; `worked` counts the working days from the first day held up to and
/// with each day held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar {
    notices: Vec<Notice>,
    /// The first day held: 25 December before the first year.
    first: i32,
    kinds: Vec<DayKind>,
    worked: Vec<i32>,
}

impl WorkCalendar {
    /// The calendar of the notices known when the program was built, from 2008 on. Made at the first call and kept.
    #[must_use]
    pub fn official() -> &'static Self {
        static CALENDAR: LazyLock<WorkCalendar> =
            LazyLock::new(|| WorkCalendar::parse(OFFICIAL).unwrap_or_else(|_| WorkCalendar::of(Vec::new())));
        &CALENDAR
    }

    /// Reads a calendar from a text of notices (see `data/workdays.txt`).
    ///
    /// # Errors
    /// Every mistake of the text, with its line: unknown words, impossible dates, weekdays said to be made up, years left out.
    pub fn parse(text: &str) -> Result<Self, Vec<CalendarError>> {
        notice::read(text).map(Self::of)
    }

    /// This calendar with more notices, for a year published after the program was built. A year given again replaces the one held.
    ///
    /// # Errors
    /// As [`WorkCalendar::parse`]; also when the given years do not join those held.
    pub fn extended(&self, text: &str) -> Result<Self, Vec<CalendarError>> {
        let more = notice::read(text)?;
        let kept = self
            .notices
            .iter()
            .filter(|held| more.iter().all(|new| new.year != held.year));
        let mut notices: Vec<_> = kept.cloned().chain(more.iter().cloned()).collect();
        notices.sort_by_key(|notice| notice.year);
        notice::consecutive(&notices).map_err(|error| vec![error])?;
        Ok(Self::of(notices))
    }

    fn of(notices: Vec<Notice>) -> Self {
        let (Some(oldest), Some(newest)) = (notices.first(), notices.last()) else {
            return Self {
                notices,
                first: 0,
                kinds: Vec::new(),
                worked: Vec::new(),
            };
        };
        let first = number(Date::constant(oldest.year - 1, 12, UNSETTLED_FROM));
        let last = number(Date::constant(newest.year, 12, 31));
        let mut kinds: Vec<_> = (first..=last).map(by_weekday).collect();
        for (date, kind) in notices.iter().flat_map(Notice::days) {
            let held = usize::try_from(number(date) - first)
                .ok()
                .and_then(|at| kinds.get_mut(at));
            if let Some(held) = held {
                *held = kind;
            }
        }
        let count = |sum: &mut i32, kind: &DayKind| {
            *sum += i32::from(kind.is_worked());
            Some(*sum)
        };
        let worked = kinds.iter().scan(0, count).collect();
        Self {
            notices,
            first,
            kinds,
            worked,
        }
    }

    /// The notice that sets the holidays of `year`; none if it is not known here.
    #[must_use]
    pub fn published(&self, year: i16) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.year == year)
    }

    /// The notices known, by year.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What kind of day `date` is.
    pub fn day(&self, date: Date) -> (DayKind, Certainty) {
        let number = number(date);
        let kind = self.held(number).and_then(|at| self.kinds.get(at)).copied();
        (
            kind.unwrap_or_else(|| by_weekday(number)),
            self.certainty(date, date),
        )
    }

    /// The day `days` working days after `date`, which is not counted itself; before it when `days` is negative.
    ///
    /// With 0 it is `date`, or the next working day when `date` is a day off. Days past the end of what a date can hold stop there.
    pub fn add_workdays(&self, date: Date, days: i32) -> (Date, Certainty) {
        let start = number(date);
        let (floor, ceiling) = (number(Date::MIN), number(Date::MAX));
        let found = if days < 0 {
            // The last day with as many working days before it: `days` of them lie from it up to the eve of `date`.
            let wanted = self.through(start - 1).saturating_add(days + 1);
            self.first_reaching(wanted, floor, start)
        } else {
            let before = if days == 0 {
                self.through(start - 1).saturating_add(1)
            } else {
                self.through(start).saturating_add(days)
            };
            self.first_reaching(before, start, ceiling)
        };
        let found = day_of(found);
        (found, self.certainty(date.min(found), date.max(found)))
    }

    /// How many working days lie after `from` up to and with `to`; negative when `to` is earlier. The reverse of
    /// [`WorkCalendar::add_workdays`].
    pub fn workdays_between(&self, from: Date, to: Date) -> (i32, Certainty) {
        let days = if from <= to {
            self.through(number(to)) - self.through(number(from))
        } else {
            self.through(number(to) - 1) - self.through(number(from) - 1)
        };
        (days, self.certainty(from.min(to), from.max(to)))
    }

    /// Whether all days of the range are settled by notices.
    fn certainty(&self, from: Date, to: Date) -> Certainty {
        let (Some(oldest), Some(newest)) = (self.notices.first(), self.notices.last()) else {
            return Certainty::Unpublished { year: from.year() };
        };
        if from.year() < oldest.year {
            return Certainty::Unpublished { year: from.year() };
        }
        if to < Date::constant(newest.year, 12, UNSETTLED_FROM) {
            return Certainty::Published;
        }
        Certainty::Unpublished {
            year: from.year().max(newest.year + 1),
        }
    }

    /// The index of a day in `kinds` and `worked`.
    fn held(&self, day: i32) -> Option<usize> {
        usize::try_from(day - self.first)
            .ok()
            .filter(|&at| at < self.kinds.len())
    }

    /// The number of working days from a fixed day of the past through `day`.
    fn through(&self, day: i32) -> i32 {
        let eve = weekdays_through(self.first - 1);
        if let Some(sum) = self.held(day).and_then(|at| self.worked.get(at)) {
            return eve + sum;
        }
        match self.worked.last() {
            Some(all) if day > self.first => {
                let last = self.first + i32::try_from(self.worked.len()).unwrap_or_default() - 1;
                eve + all + weekdays_through(day) - weekdays_through(last)
            }
            _ => weekdays_through(day),
        }
    }

    /// The first day from `low` to `high` through which at least `wanted` working days have passed; `high` if there is none.
    fn first_reaching(&self, wanted: i32, mut low: i32, mut high: i32) -> i32 {
        while low < high {
            let middle = low + (high - low) / 2;
            if self.through(middle) >= wanted {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

/// Days since a Monday.
fn number(date: Date) -> i32 {
    i32::try_from(date.duration_since(MONDAY).as_hours() / 24).unwrap_or_default()
}

fn day_of(number: i32) -> Date {
    MONDAY.saturating_add(jiff::SignedDuration::from_hours(i64::from(number) * 24))
}

fn by_weekday(day: i32) -> DayKind {
    if day.rem_euclid(7) < 5 {
        DayKind::Workday
    } else {
        DayKind::Weekend
    }
}

/// Mondays to Fridays after the Sunday before day 0, through `day`.
fn weekdays_through(day: i32) -> i32 {
    day.div_euclid(7) * 5 + (day.rem_euclid(7) + 1).min(5)
}

/// Whether a date is a Saturday or Sunday.
fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests;
