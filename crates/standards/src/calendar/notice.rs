//! The yearly notice of holidays as a few lines of text.

use std::str::FromStr;

use jiff::civil::Date;

use super::{DayKind, Holiday, is_weekend};

/// One year's notice of holidays and make-up workdays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The year whose holidays it sets.
    pub year: i16,
    /// Where it is published.
    pub source: String,
    /// Its number, such as 国办发明电〔2025〕7号, where known.
    pub number: Option<String>,
    /// Where later notices that changed it are published.
    pub amended: Vec<String>,
    off: Vec<(Date, Date, Holiday)>,
    work: Vec<(Date, Holiday)>,
}

impl Notice {
    /// The runs of days off, with first and last day.
    #[must_use]
    pub fn holidays(&self) -> &[(Date, Date, Holiday)] {
        &self.off
    }

    /// The weekend days that are worked, with the holiday they make up for.
    #[must_use]
    pub fn make_up_workdays(&self) -> &[(Date, Holiday)] {
        &self.work
    }

    pub(super) fn days(&self) -> impl Iterator<Item = (Date, DayKind)> {
        let off = self.off.iter().flat_map(|&(first, last, holiday)| {
            days_of(first, last).map(move |day| (day, DayKind::Holiday(holiday)))
        });
        off.chain(
            self.work
                .iter()
                .map(|&(day, holiday)| (day, DayKind::MakeUpWorkday(holiday))),
        )
    }
}

/// A mistake in a text of notices, with its line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("calendar, line {line}: {problem}")]
pub struct CalendarError {
    /// The line, counted from 1; 0 for the text as a whole.
    pub line: usize,
    /// What is wrong there.
    pub problem: CalendarProblem,
}

impl CalendarError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        format!("工作日历第 {} 行：{}", self.line, self.problem.zh())
    }
}

/// What can be wrong with a line of a notice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// The line is none of the four kinds.
    #[error(
        "\"{0}\" is not understood; expected a line that begins with year, amended, off or work, and all its parts"
    )]
    Word(String),
    /// A date or a year is impossible.
    #[error("\"{0}\" is not a date; expected one such as 2026-01-01, or a year such as 2026")]
    Date(String),
    /// The holiday's name is unknown.
    #[error("\"{0}\" is not a holiday; expected 元旦, 春节, 清明节, 劳动节, 端午节, 中秋节 or 国庆节")]
    Holiday(String),
    /// A fact stands before the first year line.
    #[error("no year line stands above; expected one such as \"year 2026 https://…\" first")]
    NoYear,
    /// The day belongs to another year.
    #[error("{day} lies outside the notice of {year}; expected a day of that year or of the December before")]
    OtherYear {
        /// The day given.
        day: Date,
        /// The year of the notice.
        year: i16,
    },
    /// The first day off comes after the last, or the run is longer than any holiday.
    #[error(
        "{first}..{last} is not a holiday's run of days; expected the first day, two dots and the last day, 15 days at most"
    )]
    Run {
        /// The first day given.
        first: Date,
        /// The last day given.
        last: Date,
    },
    /// A make-up workday is a weekday.
    #[error("{0} is a weekday; expected a Saturday or Sunday as make-up workday")]
    Weekday(Date),
    /// A day is told twice.
    #[error("{0} is told twice; expected each day once")]
    Twice(Date),
    /// A year between the first and the last is left out or told twice.
    #[error("the notice of {0} is missing or told twice; expected each year once, without gaps")]
    Years(i16),
}

impl CalendarProblem {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Word(text) => format!("看不懂“{text}”，应以 year、amended、off 或 work 开头，且各部分齐全"),
            Self::Date(text) => format!("“{text}”不是日期，应写作 2026-01-01；年份写作 2026"),
            Self::Holiday(text) => {
                format!("“{text}”不是节日，应为元旦、春节、清明节、劳动节、端午节、中秋节或国庆节")
            }
            Self::NoYear => "上面没有年份行，应先写如“year 2026 https://…”".to_owned(),
            Self::OtherYear { day, year } => {
                format!("{day} 不在 {year} 年的通知之内，应为当年或上年 12 月的日期")
            }
            Self::Run { first, last } => {
                format!("{first}..{last} 不是一段假期，应为首日、两个点、末日，最长 15 天")
            }
            Self::Weekday(day) => format!("{day} 不是周末，调休上班日应为周六或周日"),
            Self::Twice(day) => format!("{day} 写了两次，每天只能写一次"),
            Self::Years(year) => format!("{year} 年的通知缺失或重复，各年应各有一份且不间断"),
        }
    }
}

/// Reads the notices of a text, by year, or all its mistakes.
pub(super) fn read(text: &str) -> Result<Vec<Notice>, Vec<CalendarError>> {
    let mut notices = Vec::new();
    let mut errors = Vec::new();
    for (line, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Err(problem) = read_line(text, &mut notices) {
            errors.push(CalendarError { line, problem });
        }
    }
    notices.sort_by_key(|notice| notice.year);
    errors.extend(consecutive(&notices).err());
    if errors.is_empty() {
        Ok(notices)
    } else {
        Err(errors)
    }
}

fn read_line(text: &str, notices: &mut Vec<Notice>) -> Result<(), CalendarProblem> {
    let words: Vec<_> = text.split_whitespace().collect();
    match *words.as_slice() {
        ["year", year, source, ref number @ ..] => {
            let year = year.parse().ok().filter(|year| (1949..=2999).contains(year));
            let year = year.ok_or_else(|| CalendarProblem::Date(shown(text)))?;
            let number = (!number.is_empty()).then(|| number.join(" "));
            notices.push(Notice {
                year,
                source: source.to_owned(),
                number,
                amended: Vec::new(),
                off: Vec::new(),
                work: Vec::new(),
            });
        }
        ["amended", _, source] => newest(notices)?.amended.push(source.to_owned()),
        ["off", days, holiday] => {
            let (first, last) = days.split_once("..").unwrap_or((days, days));
            let (first, last) = (date(first)?, date(last)?);
            if first > last || first.duration_until(last).as_hours() / 24 >= 15 {
                return Err(CalendarProblem::Run { first, last });
            }
            let holiday = named(holiday)?;
            let notice = newest(notices)?;
            for day in days_of(first, last) {
                fits(notice, day)?;
            }
            notice.off.push((first, last, holiday));
        }
        ["work", day, holiday] => {
            let (day, holiday) = (date(day)?, named(holiday)?);
            let notice = newest(notices)?;
            fits(notice, day)?;
            if !is_weekend(day) {
                return Err(CalendarProblem::Weekday(day));
            }
            notice.work.push((day, holiday));
        }
        _ => return Err(CalendarProblem::Word(shown(text))),
    }
    Ok(())
}

/// That years follow each other without gaps.
pub(super) fn consecutive(notices: &[Notice]) -> Result<(), CalendarError> {
    let broken = notices.windows(2).find_map(|pair| match pair {
        [earlier, later] if later.year != earlier.year + 1 => Some(later.year.min(earlier.year + 1)),
        _ => None,
    });
    broken.map_or(Ok(()), |year| {
        Err(CalendarError {
            line: 0,
            problem: CalendarProblem::Years(year),
        })
    })
}

fn days_of(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first
        .series(jiff::Span::new().days(1))
        .take_while(move |&day| day <= last)
}

/// That `day` may stand under `notice` and does not yet.
fn fits(notice: &Notice, day: Date) -> Result<(), CalendarProblem> {
    let year = notice.year;
    if day.year() != year
        && !(day.year() == year - 1 && day.month() == 12 && day.day() >= super::UNSETTLED_FROM)
    {
        return Err(CalendarProblem::OtherYear { day, year });
    }
    if notice.days().any(|(told, _)| told == day) {
        return Err(CalendarProblem::Twice(day));
    }
    Ok(())
}

fn newest(notices: &mut [Notice]) -> Result<&mut Notice, CalendarProblem> {
    notices.last_mut().ok_or(CalendarProblem::NoYear)
}

fn date(text: &str) -> Result<Date, CalendarProblem> {
    Date::from_str(text).map_err(|_| CalendarProblem::Date(shown(text)))
}

fn named(text: &str) -> Result<Holiday, CalendarProblem> {
    let known = Holiday::ALL.into_iter().find(|holiday| holiday.zh() == text);
    known.ok_or_else(|| CalendarProblem::Holiday(shown(text)))
}

/// As much of a text as a message needs.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
