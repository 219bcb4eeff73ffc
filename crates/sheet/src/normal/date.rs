//! Days and months as people type them: 2024.3.5, 2024年3月, 24/3/5, 20240305, 二〇二四年三月五日, 45356.

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Change, Refusal};
use crate::{
    grid::{self, Epoch, Value},
    text::narrow,
};

/// Serial numbers that are taken for days: from 1950 to 2100. Smaller ones are more likely numbers of something.
const SERIALS: std::ops::RangeInclusive<i64> = 18_264..=73_415;

/// Reads a day.
pub(super) fn day(value: &Value, year: Option<i16>, changes: &mut Vec<Change>) -> Result<Date, Refusal> {
    match value {
        Value::Date(date) => Ok(*date),
        Value::Moment(moment) => {
            changes.push(Change::TimeDropped);
            Ok(moment.date())
        }
        Value::Number(number) => day_of_number(*number, changes),
        Value::Text(text) => {
            let parts = parts(text, changes)?;
            if parts.time.is_some() {
                changes.push(Change::TimeDropped);
            }
            parts.date(year, text, changes)
        }
        other => Err(Refusal::NotADay(other.to_string())),
    }
}

/// Reads a day with a time of day; a day alone stays a day.
pub(super) fn moment(value: &Value, year: Option<i16>, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
    match value {
        Value::Moment(moment) => Ok(Value::Moment(*moment)),
        Value::Text(text) => {
            let parts = parts(text, changes)?;
            let date = parts.date(year, text, changes)?;
            Ok(parts.time.map_or(Value::Date(date), |time| {
                Value::Moment(DateTime::from_parts(date, time))
            }))
        }
        other => day(other, year, changes).map(Value::Date),
    }
}

/// Reads a month, given as its first day.
pub(super) fn month(value: &Value, year: Option<i16>, changes: &mut Vec<Change>) -> Result<Date, Refusal> {
    let refused = || Refusal::NotAMonth(shown(&value.to_string()));
    let first = |date: Date, changes: &mut Vec<Change>| {
        if date.day() != 1 {
            changes.push(Change::DayDropped);
        }
        date.first_of_month()
    };
    match value {
        Value::Date(date) => Ok(first(*date, changes)),
        Value::Moment(moment) => Ok(first(moment.date(), changes)),
        Value::Number(number) => month_of_number(*number, changes).ok_or_else(refused)?,
        Value::Text(text) => {
            let parts = parts(text, changes).map_err(|_| refused())?;
            let year = parts.year(year, text, changes)?;
            if parts.day.is_some() {
                changes.push(Change::DayDropped);
            }
            Date::new(year, parts.month.ok_or_else(refused)?, 1).map_err(|_| refused())
        }
        _ => Err(refused()),
    }
}

/// Reads a year.
pub(super) fn year(value: &Value, changes: &mut Vec<Change>) -> Result<i16, Refusal> {
    let refused = || Refusal::NotAYear(shown(&value.to_string()));
    let year = match value {
        Value::Number(number) if number.fract().is_zero() => number.to_i16().ok_or_else(refused)?,
        Value::Date(date) => {
            changes.push(Change::DayDropped);
            date.year()
        }
        Value::Text(text) => {
            changes.push(Change::TextToNumber);
            let narrowed = narrow(text);
            let bare = narrowed.trim().trim_end_matches(['年', '度']).trim().to_owned();
            let bare = arabic(&bare);
            bare.parse().map_err(|_| refused())?
        }
        _ => return Err(refused()),
    };
    if (1900..=2100).contains(&year) {
        Ok(year)
    } else {
        Err(refused())
    }
}

fn day_of_number(number: Decimal, changes: &mut Vec<Change>) -> Result<Date, Refusal> {
    let refused = || Refusal::NotADay(number.to_string());
    let whole = number.trunc().to_i64().ok_or_else(refused)?;
    if number.fract().is_zero() {
        if let Some(date) = compact(whole) {
            changes.push(Change::TextToDate);
            return Ok(date);
        }
    } else if (1900..=2100).contains(&whole) {
        return Err(Refusal::NoDay(number.to_string()));
    }
    if !SERIALS.contains(&whole) {
        return Err(refused());
    }
    changes.push(Change::SerialDate);
    match grid::from_serial(number, Epoch::Y1900) {
        Some(Value::Date(date)) => Ok(date),
        Some(Value::Moment(moment)) => {
            changes.push(Change::TimeDropped);
            Ok(moment.date())
        }
        _ => Err(refused()),
    }
}

/// A month of a number: 202403, 2024.3, or a serial number. 2024.1 may have been 2024.10.
fn month_of_number(number: Decimal, changes: &mut Vec<Change>) -> Option<Result<Date, Refusal>> {
    let whole = number.trunc().to_i64()?;
    let date =
        |year: i64, month: i64| Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok();
    let read = |date: Date, changes: &mut Vec<Change>| {
        changes.push(Change::TextToDate);
        Some(Ok(date))
    };
    if !number.fract().is_zero() && (1900..=2100).contains(&whole) {
        let number = number.normalize();
        let month = number.fract().mantissa().to_i64()?;
        if month == 1 && number.scale() == 1 {
            return Some(Err(Refusal::FirstOrTenth(number)));
        }
        return if number.scale() <= 2 {
            read(date(whole, month)?, changes)
        } else {
            None
        };
    }
    if (190_001..=210_012).contains(&whole)
        && let Some(date) = date(whole / 100, whole % 100)
    {
        return read(date, changes);
    }
    Some(day_of_number(number, changes).map(|date| {
        changes.push(Change::DayDropped);
        date.first_of_month()
    }))
}

/// A day in eight digits.
fn compact(whole: i64) -> Option<Date> {
    let (year, month, day) = (whole / 10_000, whole / 100 % 100, whole % 100);
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// What a text tells of a day.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    /// The year was written in two digits.
    short: bool,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<Time>,
}

impl Parts {
    fn year(&self, title: Option<i16>, seen: &str, changes: &mut Vec<Change>) -> Result<i16, Refusal> {
        match (self.year, title) {
            (Some(year), _) => {
                if self.short {
                    changes.push(Change::Century { year });
                }
                Ok(year)
            }
            (None, Some(year)) => {
                changes.push(Change::YearOfTitle { year });
                Ok(year)
            }
            (None, None) => Err(Refusal::NoYear(shown(seen))),
        }
    }

    fn date(&self, title: Option<i16>, seen: &str, changes: &mut Vec<Change>) -> Result<Date, Refusal> {
        let (Some(month), Some(day)) = (self.month, self.day) else {
            return Err(Refusal::NoDay(shown(seen)));
        };
        let year = self.year(title, seen, changes)?;
        Date::new(year, month, day).map_err(|_| Refusal::NotADay(shown(seen)))
    }
}

fn shown(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

/// Takes a text apart into year, month, day and time.
fn parts(text: &str, changes: &mut Vec<Change>) -> Result<Parts, Refusal> {
    let refused = || Refusal::NotADay(shown(text));
    let narrowed = narrow(text);
    if narrowed != text {
        changes.push(Change::FullWidth);
    }
    let (day, time) = apart(&narrowed);
    let day = arabic(&day);
    let mut parts = if day.bytes().all(|byte| byte.is_ascii_digit()) {
        in_digits(&day).ok_or_else(refused)?
    } else {
        separated(&day).ok_or_else(refused)?
    };
    if let Some(time) = time {
        parts.time = Some(clock(&time).ok_or_else(refused)?);
    }
    changes.push(Change::TextToDate);
    Ok(parts)
}

/// The day and the time of a text, blanks left out.
fn apart(text: &str) -> (String, Option<String>) {
    let text = text.trim().trim_end_matches(['Z', '.', '。', '、']);
    let stripped = |text: &str| {
        text.chars()
            .filter(|character| !grid::is_space(*character))
            .collect::<String>()
    };
    // A time has a colon or a 时; what stands before it is the day.
    let Some(mark) = text.find([':', '时', '点']) else {
        return (stripped(text), None);
    };
    let before = text.get(..mark).unwrap_or_default();
    let hour = before
        .trim_end()
        .trim_end_matches(|character: char| character.is_ascii_digit());
    let hour = hour
        .trim_end()
        .trim_end_matches("上午")
        .trim_end_matches("下午")
        .trim_end_matches("晚上");
    let (day, time) = text.split_at(hour.len());
    (
        stripped(day.trim_end_matches('T')),
        Some(stripped(time.trim_start_matches('T'))),
    )
}

/// Digits alone: 20240305, 202403, or a serial number.
fn in_digits(text: &str) -> Option<Parts> {
    let whole: i64 = text.parse().ok()?;
    match text.len() {
        8 => compact(whole).map(Parts::of),
        6 if (190_001..=210_012).contains(&whole) => Some(Parts {
            year: i16::try_from(whole / 100).ok(),
            month: Some(
                i8::try_from(whole % 100)
                    .ok()
                    .filter(|month| (1..=12).contains(month))?,
            ),
            ..Parts::default()
        }),
        5 if SERIALS.contains(&whole) => match grid::from_serial(whole.into(), Epoch::Y1900)? {
            Value::Date(date) => Some(Parts::of(date)),
            _ => None,
        },
        4 if (1900..=2100).contains(&whole) => Some(Parts {
            year: i16::try_from(whole).ok(),
            ..Parts::default()
        }),
        _ => None,
    }
}

impl Parts {
    fn of(date: Date) -> Self {
        Self {
            year: Some(date.year()),
            month: Some(date.month()),
            day: Some(date.day()),
            ..Self::default()
        }
    }
}

/// Numbers between separators: 2024.3.5, 2024-03, 24/3/5, 3月5日.
fn separated(text: &str) -> Option<Parts> {
    let has_year = text.contains('年');
    let plain = text
        .trim_end_matches(['日', '号', '月', '份'])
        .replace("月份", "月");
    let mut numbers = Vec::new();
    for piece in plain.split(['年', '月', '-', '/', '.', '\\', '、', ',']) {
        if piece.is_empty() || piece.len() > 4 || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        numbers.push(piece);
    }
    let number = |text: &str| text.parse::<i8>().ok();
    match numbers.as_slice() {
        [year] if has_year => Some(Parts {
            year: Some(full_year(year)?),
            short: year.len() == 2,
            ..Parts::default()
        }),
        [month, day] if text.contains('月') && !has_year => Some(Parts {
            month: number(month),
            day: number(day),
            ..Parts::default()
        }),
        [year, month] if year.len() == 4 || has_year => Some(Parts {
            year: Some(full_year(year)?),
            short: year.len() == 2,
            month: number(month),
            ..Parts::default()
        }),
        [year, month, day] => {
            let (year_text, day_text) = if day.len() == 4 { (day, year) } else { (year, day) };
            // 3/5/2024 may be May or March: only a year in front is sure of its months.
            if day.len() == 4 {
                return None;
            }
            let short = year_text.len() == 2;
            Some(Parts {
                year: Some(full_year(year_text)?),
                short,
                month: number(month),
                day: number(day_text),
                time: None,
            })
        }
        _ => None,
    }
}

/// A year of four digits, or of two as spreadsheets take them: up to 29 for this century, from 30 for the last.
fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => (1900..=2100).contains(&year).then_some(year),
        2 => Some(if year < 30 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

/// Chinese numerals in a text made digits: 二〇二四年三月十五日 becomes 2024年3月15日.
fn arabic(text: &str) -> String {
    let value = |character| {
        Some(
            "〇一二三四五六七八九"
                .chars()
                .position(|digit| digit == character)?
                .to_string(),
        )
    };
    let mut plain = String::with_capacity(text.len());
    let characters: Vec<char> = text
        .chars()
        .map(|character| {
            if matches!(character, '零' | '○' | '0') && text.contains('年') {
                '〇'
            } else {
                character
            }
        })
        .collect();
    for (at, character) in characters.iter().copied().enumerate() {
        let digit_at = |at: Option<usize>| {
            at.and_then(|at| characters.get(at))
                .copied()
                .and_then(value)
                .is_some()
        };
        match (character, value(character)) {
            // Ten stands for a digit one before units and a zero after tens.
            ('十', _) => {
                if !digit_at(at.checked_sub(1)) {
                    plain.push('1');
                }
                if !digit_at(Some(at + 1)) {
                    plain.push('0');
                }
            }
            (_, Some(digit)) => plain.push_str(&digit),
            _ => plain.push(character),
        }
    }
    plain
}

/// A time of day: 8:30, 08:30:15, 8时30分, 下午3:00.
fn clock(text: &str) -> Option<Time> {
    let afternoon = text.starts_with("下午") || text.starts_with("晚上");
    let bare = text
        .trim_start_matches("上午")
        .trim_start_matches("下午")
        .trim_start_matches("晚上");
    let bare = bare
        .replace(['时', '点'], ":")
        .replace('分', ":")
        .replace('秒', "");
    let mut numbers = bare.trim_end_matches(':').split(':').map(|piece| {
        let piece = piece.split('.').next().unwrap_or_default();
        piece.parse::<i8>().ok()
    });
    let mut hour = numbers.next()??;
    let minute = numbers.next().unwrap_or(Some(0))?;
    let second = numbers.next().unwrap_or(Some(0))?;
    if afternoon && hour < 12 {
        hour += 12;
    }
    if numbers.next().is_some() {
        None
    } else {
        Time::new(hour, minute, second, 0).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::dec;

    use super::*;

    fn day_of(text: &str) -> Result<Date, Refusal> {
        day(&text.into(), None, &mut Vec::new())
    }

    fn month_of(value: impl Into<Value>) -> Result<Date, Refusal> {
        month(&value.into(), None, &mut Vec::new())
    }

    #[test]
    fn days_are_read_in_every_form_that_ledgers_have() {
        for text in [
            "2024-03-05",
            "2024/3/5",
            "2024.3.5",
            "2024．3．5",
            "2024年3月5日",
            "2024年3月5号",
            "2024 年 3 月 5 日",
            "２０２４．３．５",
            "20240305",
            "24/3/5",
            "24.03.05",
            "24年3月5日",
            "二〇二四年三月五日",
            "45356",
            "2024-03-05 08:30",
            "2024/3/5 8:30:00",
            "2024年3月5日8时30分",
            "2024年3月5日 下午3:00",
            "2024-03-05T08:30:00",
            "2024.3.5.",
            "2024、3、5",
            "2024—3—5",
        ] {
            assert_eq!(day_of(text), Ok(date(2024, 3, 5)), "{text}");
        }
        assert_eq!(day_of("二〇二四年十二月三十一日"), Ok(date(2024, 12, 31)));
        assert_eq!(day_of("二〇二四年十月二十日"), Ok(date(2024, 10, 20)));
        assert_eq!(day_of("65.8.12"), Ok(date(1965, 8, 12)));
    }

    #[test]
    fn what_tells_no_day_is_refused_for_its_reason() {
        assert!(matches!(day_of("2024年3月"), Err(Refusal::NoDay(_))));
        assert!(matches!(day_of("2024"), Err(Refusal::NoDay(_))));
        assert!(matches!(day_of("3月5日"), Err(Refusal::NoYear(_))));
        for text in [
            "2024.2.30",
            "2024-13-01",
            "昨天",
            "2024.3.5-3.8",
            "3/5/2024",
            "12.5",
            "2024.3.5张三",
            "1",
            "2024/3/5 25:00",
        ] {
            assert!(
                matches!(day_of(text), Err(Refusal::NotADay(_))),
                "{text} {:?}",
                day_of(text)
            );
        }
    }

    #[test]
    fn a_day_without_year_takes_that_of_the_title() {
        let mut changes = Vec::new();
        assert_eq!(
            day(&"3月5日".into(), Some(2024), &mut changes),
            Ok(date(2024, 3, 5))
        );
        assert_eq!(changes, [Change::TextToDate, Change::YearOfTitle { year: 2024 }]);
    }

    #[test]
    fn numbers_are_days_when_they_can_be_nothing_else() {
        let of = |number: Decimal| day(&number.into(), None, &mut Vec::new());
        assert_eq!(of(dec!(20240305)), Ok(date(2024, 3, 5)));
        assert_eq!(of(dec!(45356)), Ok(date(2024, 3, 5)));
        assert_eq!(of(dec!(45356.5)), Ok(date(2024, 3, 5)));
        assert!(matches!(of(dec!(2024.3)), Err(Refusal::NoDay(_))));
        assert!(matches!(of(dec!(12)), Err(Refusal::NotADay(_))));
    }

    #[test]
    fn months_are_read_and_a_lost_zero_is_asked_about() {
        for text in [
            "2024年3月",
            "2024-03",
            "2024.3",
            "2024/03",
            "202403",
            "2024年3月份",
            "2024年三月",
            "二〇二四年三月",
            "24年3月",
            "2024.3.5",
        ] {
            assert_eq!(month_of(text), Ok(date(2024, 3, 1)), "{text}");
        }
        assert_eq!(month_of(dec!(2024.3)), Ok(date(2024, 3, 1)));
        assert_eq!(month_of(dec!(2024.12)), Ok(date(2024, 12, 1)));
        assert_eq!(month_of(dec!(202403)), Ok(date(2024, 3, 1)));
        assert_eq!(month_of(date(2024, 3, 5)), Ok(date(2024, 3, 1)));
        assert_eq!(month_of(dec!(2024.1)), Err(Refusal::FirstOrTenth(dec!(2024.1))));
        assert!(matches!(month_of(dec!(2024.13)), Err(Refusal::NotAMonth(_))));
        assert!(matches!(month_of("3月"), Err(Refusal::NotAMonth(_))));
    }

    #[test]
    fn years_and_moments_are_read() {
        let of = |text: &str| year(&text.into(), &mut Vec::new());
        assert_eq!(of("2024年"), Ok(2024));
        assert_eq!(of("二〇二四年度"), Ok(2024));
        assert!(of("24").is_err());
        let at = moment(&"2024-03-05 8:30".into(), None, &mut Vec::new());
        assert_eq!(at, Ok(Value::Moment(date(2024, 3, 5).at(8, 30, 0, 0))));
    }
}
