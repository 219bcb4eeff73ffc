//! Dates, periods and deadlines in a text.

use crate::cursor::{Cursor, digit, is_digit};
use crate::figure::{Draft, Kind, Soft};
use crate::numeral;
use crate::place::Place;
use crate::unit::DatePart;
use crate::when::{Edge, Frequency, Part, When, Year};
use crate::{Comparator, Unit, han};
use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Signs and words between the ends of a span of months or years.
pub(crate) const DASHES: [&str; 11] = ["——", "—", "–", "-", "－", "~", "～", "至", "到", "‑", "−"];

/// Whether what follows the number can go on as a time: most numbers are none, and need no closer look.
pub(crate) fn may_begin(place: &Place<'_>) -> bool {
    let mut cursor = place.cursor();
    let part = if cursor.peek().is_some_and(is_digit) {
        is_digit
    } else {
        han::is_numeral
    };
    while cursor.eat_char(part).is_some() {}
    cursor.peek().is_some_and(|next| {
        matches!(
            next,
            '年' | '月'
                | '个'
                | '季'
                | '多'
                | '余'
                | '馀'
                | '来'
                | '來'
                | '几'
                | '-'
                | '/'
                | '.'
                | '－'
                | '．'
                | '—'
                | '–'
                | '~'
                | '～'
                | '‑'
                | '−'
                | '至'
                | '到'
                | ' '
                | '\u{a0}'
                | '\u{3000}'
        )
    })
}

/// Reads a date that begins with an Arabic digit.
pub(crate) fn from_digits(place: &Place<'_>) -> Option<Draft> {
    stamp(place)
        .or_else(|| given_year(place))
        .or_else(|| month(place, Year::Unstated, place.cursor()))
}

/// `2025-02-12`, `2025/2/12`, `2025.02.12`, with or without a time of day.
fn stamp(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let year = small(&mut cursor, 4..=4)?;
    let sign = cursor.eat_any(&["-", "/", ".", "－", "．"])?;
    let month = small(&mut cursor, 1..=2)?;
    cursor.eat(sign).then_some(())?;
    cursor.pass_spaces();
    let day = small(&mut cursor, 1..=2)?;
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let goes_on = cursor
        .peek()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
        && !cursor.starts("T");
    if goes_on || !(1900..=2200).contains(&year) {
        return None;
    }
    let mut clock = cursor;
    let when = match time_of_day(&mut clock) {
        Some(time) => {
            cursor = clock;
            When::Moment(DateTime::from_parts(date, time))
        }
        None => When::Calendar {
            year: Year::Given(year),
            part: Part::Day(date.month(), date.day()),
            edge: Edge::Within,
        },
    };
    let mut draft = Draft::new(Kind::Date, place.at(), cursor.at());
    draft.number = Some((draft.start, draft.end));
    draft.when = Some(when);
    Some(draft)
}

fn time_of_day(cursor: &mut Cursor<'_>) -> Option<Time> {
    cursor.eat_any(&["T", " ", "\u{a0}"])?;
    cursor.pass_spaces();
    let hour = small(cursor, 1..=2)?;
    cursor.eat_any(&[":", "："])?;
    cursor.pass_spaces();
    let minute = small(cursor, 2..=2)?;
    let mut ahead = *cursor;
    let second = ahead.eat_any(&[":", "："]).and_then(|_| small(&mut ahead, 2..=2));
    if second.is_some() {
        *cursor = ahead;
    }
    let part = |number: i16| i8::try_from(number).ok();
    Time::new(part(hour)?, part(minute)?, part(second.unwrap_or_default())?, 0).ok()
}

/// `2024年`, `2024年度`, `2024年1—11月`, `2021—2025年`, `到2025年底`.
fn given_year(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let year = year_number(&mut cursor)?;
    let digits_end = cursor.at();
    let mut ahead = cursor;
    let mut last = None;
    ahead.eat("年");
    if ahead.eat_any(&DASHES).is_some()
        && let Some(later) = year_number(&mut ahead)
        && ahead.starts("年")
        && later > year
    {
        last = Some((later, ahead.at()));
        cursor = ahead;
    }
    cursor.pass_spaces();
    cursor.eat("年").then_some(())?;
    if let Some((later, end)) = last {
        let mut draft = finish(place, cursor, Year::Given(year), Part::ToYear(later));
        draft.number = Some((place.at(), end));
        return Some(draft);
    }
    let mut draft = in_year(place, cursor, Year::Given(year));
    if draft.value.is_none() && whole_year(&draft) {
        draft.value = Some(Decimal::from(year));
        draft.unit = draft.unit.or(Some(Unit::of_date(DatePart::Year)));
    }
    if draft.number.is_none() {
        draft.number = Some((place.at(), digits_end));
    }
    Some(draft)
}

fn whole_year(draft: &Draft) -> bool {
    matches!(
        draft.when,
        Some(When::Calendar {
            part: Part::Whole,
            ..
        })
    )
}

/// A year in the calendar of plans and reports.
fn year_number(cursor: &mut Cursor<'_>) -> Option<i16> {
    if cursor.peek().is_some_and(is_digit) {
        return small(cursor, 4..=4).filter(|year| (1900..=2200).contains(year));
    }
    let year = year_row(cursor)?;
    (1900..=2200).contains(&year).then_some(year)
}

/// Four Chinese digits, in which the zero may be typed as another round sign: 二〇二四, 二0一二, 二OO八.
fn year_row(cursor: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *cursor;
    let mut year = 0i16;
    for place in 0..4 {
        let next = ahead.bump()?;
        let round = place > 0 && matches!(next, '0' | '０' | 'O' | 'o' | 'Ｏ');
        let digit = if round { 0 } else { han::digit(next)? };
        year = year.checked_mul(10)?.checked_add(i16::try_from(digit).ok()?)?;
    }
    let more = ahead
        .peek()
        .is_some_and(|next| han::digit(next).is_some() || is_digit(next));
    (!more).then(|| *cursor = ahead)?;
    Some(year)
}

/// What follows a year that has been read up to and with `年`.
fn in_year(place: &Place<'_>, mut cursor: Cursor<'_>, year: Year) -> Draft {
    if cursor.eat("度") {
        let mut draft = finish(place, cursor, year, Part::Whole);
        draft.unit = Some(Unit::of_date(DatePart::YearLong));
        return draft;
    }
    let mut ahead = cursor;
    ahead.pass_spaces();
    if let Some(part) = part_of_year(&mut ahead) {
        return finish(place, ahead, year, part);
    }
    let digits = ahead.peek().is_some_and(|c| is_digit(c) || han::is_numeral(c));
    if digits && let Some(draft) = month(place, year, ahead) {
        return draft;
    }
    finish(place, cursor, year, Part::Whole)
}

/// `上半年`, `三季度`, `前三季度`, `前10个月`.
fn part_of_year(cursor: &mut Cursor<'_>) -> Option<Part> {
    if cursor.eat("上半年") {
        return Some(Part::Months(1, 6));
    }
    if cursor.eat("下半年") {
        return Some(Part::Months(7, 12));
    }
    let mut ahead = *cursor;
    let first = ahead.eat("前");
    ahead.eat("第");
    let number = counted(&mut ahead)?;
    let quarters = ahead.eat("季度") || first && ahead.eat("个季度");
    let part = if quarters && (1..=4).contains(&number) {
        Part::Months(if first { 1 } else { number * 3 - 2 }, number * 3)
    } else if first && ahead.eat_any(&["个月", "月份", "月"]).is_some() && (1..=12).contains(&number) {
        Part::Months(1, number)
    } else {
        return None;
    };
    *cursor = ahead;
    Some(part)
}

/// `8月`, `11月30日`, `1—11月`, `1月至11月份`, with `底`, `前` and `以来`; Chinese numerals too.
fn month(place: &Place<'_>, year: Year, mut cursor: Cursor<'_>) -> Option<Draft> {
    let digits = cursor.at();
    let from = counted(&mut cursor)?;
    let mut number = (digits, cursor.at());
    let mut to = None;
    let mut ahead = cursor;
    ahead.eat("月");
    if ahead.eat_any(&DASHES).is_some()
        && let Some(last) = counted(&mut ahead)
        && ahead.starts("月")
        && last > from
    {
        number.1 = ahead.at();
        to = Some(last);
        cursor = ahead;
    }
    cursor.eat("月").then_some(())?;
    if !(1..=12).contains(&from) || to.is_some_and(|to| to > 12) {
        return None;
    }
    let mut after = cursor;
    let day = to.is_none().then(|| day_of_month(&mut after)).flatten();
    let part = match day {
        Some((day, end)) => {
            cursor = after;
            number.1 = end;
            match later_day(&mut cursor, from, day) {
                Some((last, end)) => {
                    number.1 = end;
                    Part::Days((from, day), last)
                }
                None => Part::Day(from, day),
            }
        }
        None => {
            cursor.eat("份");
            Part::Months(from, to.unwrap_or(from))
        }
    };
    // 三月三 is a festival; 八月瓜 is a fruit.
    if place.begins_with_han_numeral(digits)
        && year == Year::Unstated
        && day.is_none()
        && !cursor.starts_any(&[
            "底", "末", "初", "中旬", "上旬", "下旬", "以来", "，", ",", "。", "、", "前",
        ])
        && !cursor.since(number.1).ends_with('份')
    {
        return None;
    }
    cursor.eat_any(&["上旬", "中旬", "下旬", "初"]);
    let mut draft = finish(place, cursor, year, part);
    draft.number = Some(number);
    if to.is_none() && day.is_none() && !matches!(year, Year::Given(_)) {
        draft.value = Some(Decimal::from(from));
        draft.unit = Some(Unit::of_date(DatePart::Month));
    }
    Some(draft)
}

/// The end of a span of days: `至10日` and `至12月2日` after 11月6日.
fn later_day(cursor: &mut Cursor<'_>, month: i8, day: i8) -> Option<((i8, i8), usize)> {
    let mut ahead = *cursor;
    ahead.eat_any(&DASHES)?;
    let mut inner = ahead;
    let later = counted(&mut inner).filter(|_| inner.eat("月"));
    if later.is_some() {
        ahead = inner;
    }
    let (last, end) = day_of_month(&mut ahead)?;
    let last = (later.unwrap_or(month), last);
    (last > (month, day) && last.0 <= 12).then(|| {
        *cursor = ahead;
        (last, end)
    })
}

fn day_of_month(cursor: &mut Cursor<'_>) -> Option<(i8, usize)> {
    cursor.pass_spaces();
    let day = counted(cursor).filter(|day| (1..=31).contains(day))?;
    let end = cursor.at();
    cursor.eat_any(&["日", "号"])?;
    Some((day, end))
}

/// Reads what may stand after a time (`底`, `前`, `以来`) and before it (`到`), and makes the figure.
fn finish(place: &Place<'_>, mut cursor: Cursor<'_>, year: Year, part: Part) -> Draft {
    let mut edge = Edge::Within;
    let mut comparator = Comparator::Eq;
    let whole_year = part == Part::Whole;
    let ends: &[&str] = if whole_year {
        &["年底", "年末", "底", "末"]
    } else {
        &["底", "末"]
    };
    if !matches!(part, Part::Day(..) | Part::Days(..)) && cursor.eat_any(ends).is_some() {
        edge = Edge::End;
    }
    let mut ahead = cursor;
    if ahead.eat_any(&["之前", "以前", "前"]).is_some()
        && !cursor.starts_any(&["前期", "前列", "前三", "前十", "前后"])
    {
        cursor = ahead;
        edge = Edge::End;
        comparator = Comparator::Le;
    } else if edge == Edge::Within && cursor.eat("以来") {
        edge = if year == Year::Relative(0) {
            Edge::Within
        } else {
            Edge::Since
        };
    } else if edge == Edge::Within && whole_year && year != Year::Unstated && cursor.starts("内") {
        cursor.eat("内");
        comparator = Comparator::Le;
    }
    let start = match place.deadline_word() {
        Some(start) => {
            comparator = Comparator::Le;
            if !matches!(part, Part::Day(..)) {
                edge = Edge::End;
            }
            start
        }
        None => place.at(),
    };
    let mut draft = Draft::new(Kind::Date, start, cursor.at());
    draft.when = Some(When::Calendar { year, part, edge });
    draft.comparator = comparator;
    draft
}

/// Reads a time that begins with a Chinese numeral: `二〇二四年`, `三季度`, `一年来`, `五年内`, `十一月份`.
pub(crate) fn from_numeral(place: &Place<'_>) -> Option<Draft> {
    // 二00八年 and 二OO六年 are years whose numerals end early.
    given_year(place).or_else(|| {
        may_begin(place).then(|| {
            span_of_years(place)
                .or_else(|| quarter(place))
                .or_else(|| month(place, Year::Unstated, place.cursor()))
        })?
    })
}

fn quarter(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let part = part_of_year(&mut cursor)?;
    Some(finish(place, cursor, Year::Unstated, part))
}

/// `一年来`, `五年内`, `3年内`: years counted from where the text stands.
pub(crate) fn span_of_years(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let number = numeral::read(&mut cursor)?;
    let number_end = cursor.at();
    let count = number
        .value
        .to_i16()
        .filter(|count| (1..=100).contains(count) && number.over.is_none())?;
    cursor.eat("年").then_some(())?;
    let mut draft = Draft::new(Kind::Date, place.at(), cursor.at());
    if cursor.eat_any(&["多来", "来"]).is_some() && !cursor.starts("的") {
        draft.when = Some(When::YearsBefore(count));
        draft.soft = Some(Soft::RelativeDate);
    } else if cursor.eat_any(&["以内", "之内", "内"]).is_some() {
        draft.when = Some(When::YearsAhead(count));
        draft.comparator = Comparator::Le;
    } else {
        let before = place.before();
        let ahead = ["今后", "未来", "接下来", "接下来的"]
            .iter()
            .find(|word| before.ends_with(*word));
        let past = ["过去的", "过去", "近", "最近", "这"]
            .iter()
            .find(|word| before.ends_with(*word));
        let (word, when) = match (ahead, past) {
            (Some(word), _) => (word, When::YearsAhead(count)),
            (None, Some(word)) => (word, When::YearsBefore(count)),
            _ => return None,
        };
        draft.start -= word.len();
        draft.when = Some(when);
        draft.soft = Some(Soft::RelativeDate);
    }
    draft.end = cursor.at();
    draft.number = Some((place.at(), number_end));
    draft.value = Some(number.value);
    draft.unit = Some(Unit::of_date(DatePart::Year));
    Some(draft)
}

/// Reads a time that begins with a word: `今年`, `明年8月`, `全年`, `上半年`, `第三季度`, `每月`, `年底`.
pub(crate) fn from_word(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    match cursor.peek()? {
        '每' => frequency(place),
        '全' => {
            cursor.eat_any(&["全年度", "全年"])?;
            let draft = finish(place, cursor, Year::Relative(0), Part::Whole);
            Some(
                Draft {
                    start: place.at(),
                    comparator: Comparator::Eq,
                    ..draft
                }
                .soft(Soft::RelativeDate),
            )
        }
        '前' if place.previous() == Some('提') => None,
        '上' | '下' | '第' | '前' => {
            if cursor.eat("上年") {
                return (!place.compares() && !cursor.starts_any(&["同期", "度末", "的"]))
                    .then(|| relative(place, cursor, -1));
            }
            let part = part_of_year(&mut cursor)?;
            let whole = matches!(part, Part::Months(1, 6) | Part::Months(7, 12));
            let draft = finish(place, cursor, Year::Unstated, part);
            Some(if whole {
                draft.soft(Soft::RelativeDate)
            } else {
                draft
            })
        }
        '年' => {
            let before = place.before();
            let word = cursor.eat_any(&["年内", "年底前", "年底", "年末"])?;
            if before.ends_with(|c: char| {
                is_digit(c) || han::is_numeral(c) || "今明去本上当周每常多全度".contains(c)
            }) {
                return None;
            }
            let edge = if word == "年内" { Edge::Within } else { Edge::End };
            let start = place.deadline_word().unwrap_or(place.at());
            let mut draft = Draft::new(Kind::Date, start, cursor.at()).soft(Soft::RelativeDate);
            draft.when = Some(When::Calendar {
                year: Year::Unstated,
                part: Part::Whole,
                edge,
            });
            draft.comparator = Comparator::Le;
            Some(draft)
        }
        _ => relative_year(place),
    }
}

fn relative_year(place: &Place<'_>) -> Option<Draft> {
    const YEARS: [(&str, i16); 7] = [
        ("今年", 0),
        ("本年", 0),
        ("明年", 1),
        ("去年", -1),
        ("上年", -1),
        ("前年", -2),
        ("后年", 2),
    ];
    let mut cursor = place.cursor();
    let (_, by) = YEARS.iter().find(|(word, _)| cursor.eat(word))?;
    if *by < 0 && (place.compares() || cursor.starts_any(&["同期", "的"])) {
        return None;
    }
    Some(relative(place, cursor, *by))
}

/// A year told from where the text stands; it is hard only when a part of the year is named.
fn relative(place: &Place<'_>, cursor: Cursor<'_>, by: i16) -> Draft {
    let draft = in_year(place, cursor, Year::Relative(by));
    let soft = matches!(
        draft.when,
        Some(When::Calendar {
            part: Part::Whole,
            ..
        })
    );
    let draft = Draft {
        unit: draft.unit.filter(|_| !soft),
        ..draft
    };
    if soft {
        draft.soft(Soft::RelativeDate)
    } else {
        draft
    }
}

fn frequency(place: &Place<'_>) -> Option<Draft> {
    const EVERY: [(&str, Frequency); 10] = [
        ("每半年", Frequency::HalfYear),
        ("每个季度", Frequency::Quarter),
        ("每季度", Frequency::Quarter),
        ("每季", Frequency::Quarter),
        ("每个月", Frequency::Month),
        ("每月", Frequency::Month),
        ("每周", Frequency::Week),
        ("每年", Frequency::Year),
        ("每天", Frequency::Day),
        ("每日", Frequency::Day),
    ];
    let mut cursor = place.cursor();
    let (_, frequency) = EVERY.iter().find(|(word, _)| cursor.eat(word))?;
    let mut draft = Draft::new(Kind::Date, place.at(), cursor.at()).soft(Soft::Frequency);
    draft.when = Some(When::Every(*frequency));
    Some(draft)
}

/// Reads `“十四五”期间`, `“十四五”末` and the like; the bare name of a plan is no figure.
pub(crate) fn plan(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    let open = cursor.eat_any(&["“", "\"", "「"]);
    let digits = cursor.at();
    cursor.eat("十").then_some(())?;
    let tens = cursor
        .peek()
        .and_then(han::digit)
        .filter(|ones| (1..=9).contains(ones))?;
    cursor.bump();
    cursor.eat("五").then_some(())?;
    let number = (digits, cursor.at());
    if open.is_some() {
        cursor.eat_any(&["”", "\"", "」"])?;
    }
    let word = cursor.eat_any(&["期间", "时期", "以来", "末", "期末"])?;
    let edge = match word {
        "以来" => Edge::Since,
        "末" | "期末" => Edge::End,
        _ => Edge::Within,
    };
    let mut draft = Draft::new(
        Kind::Date,
        place.deadline_word().unwrap_or(place.at()),
        cursor.at(),
    );
    draft.number = Some(number);
    draft.when = Some(When::Plan {
        number: 10 + i16::try_from(tens).ok()?,
        edge,
    });
    Some(draft.soft(Soft::RelativeDate))
}

/// One to four Arabic digits that stand alone.
fn small(cursor: &mut Cursor<'_>, width: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let mut ahead = *cursor;
    let (mut number, mut count) = (0i16, 0);
    while let Some(next) = ahead.peek().and_then(digit) {
        if count == 4 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(i16::from(next))?;
        count += 1;
        ahead.bump();
    }
    width.contains(&count).then(|| *cursor = ahead)?;
    Some(number)
}

/// A small count in Arabic or Chinese numerals.
fn counted(cursor: &mut Cursor<'_>) -> Option<i8> {
    if cursor.peek().is_some_and(is_digit) {
        return small(cursor, 1..=2).and_then(|number| i8::try_from(number).ok());
    }
    let whole = han::whole(cursor)?;
    if whole.upper.is_some() || whole.bare || whole.row {
        return None;
    }
    whole.value.to_i8()
}
