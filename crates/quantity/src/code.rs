//! Digits that name and do not count: roads, programmes, index numbers, telephone numbers.

use crate::cursor::{Cursor, digit, is_digit, is_han};
use crate::figure::{Draft, Kind};
use crate::place::Place;
use crate::{Comparator, Dimension, Unit, numeral};
use rust_decimal::Decimal;

/// What a run of letters and digits turned out to be.
pub(crate) enum Run {
    /// A name with digits in it.
    Code(Draft),
    /// Nothing to tell; it ends at this byte.
    Skip(usize),
}

/// Reads the run of letters, digits and joining signs at the place.
pub(crate) fn run(place: &Place<'_>) -> Run {
    let mut cursor = place.cursor();
    let (mut digits, mut letters, mut joints) = (0usize, 0usize, 0usize);
    let mut end = cursor.at();
    while let Some(next) = cursor.bump() {
        if is_digit(next) {
            digits += 1;
        } else if next.is_ascii_alphabetic() {
            letters += 1;
        } else if joins(next)
            && cursor
                .peek()
                .is_some_and(|c| is_digit(c) || c.is_ascii_alphabetic())
        {
            joints += 1;
            continue;
        } else {
            break;
        }
        end = cursor.at();
    }
    let text = place.cursor().rest().get(..end - place.at()).unwrap_or_default();
    let address = text.starts_with("www.") || Cursor::new(place.text(), end).starts_any(&["://", "@"]);
    if address {
        return Run::Skip(end_of_address(place, end));
    }
    let named = digits > 0 && (letters > 0 || joints > 0) && !is_plain_list(text);
    if named && digits + letters <= 40 {
        return Run::Code(code(place, end));
    }
    Run::Skip(end)
}

/// An address goes on up to a space or a character that none has.
fn end_of_address(place: &Place<'_>, end: usize) -> usize {
    let mut cursor = Cursor::new(place.text(), end);
    while cursor.eat_char(|c| c.is_ascii_graphic()).is_some() {}
    cursor.at()
}

fn joins(character: char) -> bool {
    matches!(character, '-' | '/' | '+' | '.' | '_' | ':' | '·' | '－' | '＋')
}

/// `3.5` is a number and no name; so are dates that are no dates.
fn is_plain_list(text: &str) -> bool {
    text.chars().all(|c| is_digit(c) || c == '.') && text.matches('.').count() == 1
}

fn code(place: &Place<'_>, end: usize) -> Draft {
    let mut draft = Draft::new(Kind::Code, place.at(), end);
    draft.number = Some((place.at(), end));
    draft
}

/// Reads Arabic digits that have no unit: `215企业` names, `达到98.6` tells a value.
pub(crate) fn bare(place: &Place<'_>) -> Run {
    let mut cursor = place.cursor();
    let Some(number) = numeral::plain_digits(&mut cursor) else {
        while cursor.eat_char(|c| digit(c).is_some()).is_some() {}
        return Run::Code(code(place, cursor.at()));
    };
    let end = cursor.at();
    let year = number >= Decimal::from(1900) && number <= Decimal::from(2100);
    let counted = Unit::read(cursor.rest()).is_some() && !cursor.starts_any(ROADS);
    let sized = cursor.starts_any(&["亿级", "万亿级", "万级", "千亿级", "百亿级", "千万级", "百万级"]);
    if enumerates(place, cursor) || year || counted || sized || place.previous() == Some('第') {
        return Run::Skip(end);
    }
    let before = place.before().trim_end();
    let told = [
        "达", "达到", "为", "至", "到", "由", "从", "得分", "约", "超", "近", "突破", "以", "分", "指数",
        "系数", "倍差", "比值", "分值", "评分", "总分", "均分",
    ]
    .iter()
    .any(|word| before.ends_with(word));
    let ends = !Cursor::new(place.text(), end)
        .peek()
        .is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric());
    if told && (ends || number.scale() > 0) {
        let mut draft = Draft::new(Kind::Count, place.at(), end);
        draft.number = Some((place.at(), end));
        draft.value = Some(number);
        return Run::Code(draft);
    }
    let names = Cursor::new(place.text(), end).peek().is_some_and(is_han) && number.scale() == 0;
    let fills_quote = place.quote == Some((place.at(), end));
    if (names || fills_quote || number > Decimal::from(999_999)) && number >= Decimal::TWO {
        return Run::Code(code(place, end));
    }
    Run::Skip(end)
}

/// Reads `6.7:49.1:44.2`, the parts of a whole.
pub(crate) fn proportion(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    numeral::plain_digits(&mut cursor)?;
    parts(&mut cursor).then_some(())?;
    let mut draft = Draft::new(Kind::Ratio, place.at(), cursor.at());
    draft.number = Some((draft.start, draft.end));
    Some(draft)
}

fn parts(cursor: &mut Cursor<'_>) -> bool {
    let mut count = 1;
    let mut ahead = *cursor;
    while ahead.eat_any(&[":", "：", "∶", "︰"]).is_some() && numeral::plain_digits(&mut ahead).is_some()
    {
        *cursor = ahead;
        count += 1;
    }
    count > 1 && !cursor.peek().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// `1.`, `2、`, `(3)`, `12` alone on its line: numbers of items and pages.
fn enumerates(place: &Place<'_>, after: Cursor<'_>) -> bool {
    let opens = match place
        .before()
        .trim_end_matches([' ', '\u{3000}', '\u{a0}', '\t'])
        .chars()
        .next_back()
    {
        None => true,
        Some(c) => "\n。;；：:(（!！?？、，,·—-".contains(c),
    };
    opens
        && (after.starts_any(&[".", "、", "．", ")", "）", "\n", "\r"])
            || after.rest().trim_start().is_empty())
}

/// Roads that are named by a number.
pub(crate) const ROADS: &[&str] = &["国道", "省道", "县道", "乡道", "村道"];

/// Where the number of an item ends that a number follows with no space: 20.2026年10件民生实事, 4.3个村.
pub(crate) fn item_before_a_number(place: &Place<'_>) -> Option<usize> {
    let opens = place
        .nth_back(0)
        .is_none_or(|c| matches!(c, '\n' | '\r' | ' ' | '\u{3000}'));
    let mut cursor = place.cursor();
    let digits = |cursor: &mut Cursor<'_>, most: usize| {
        (0..most)
            .take_while(|_| cursor.eat_char(|c| c.is_ascii_digit()).is_some())
            .count()
    };
    if !opens || digits(&mut cursor, 2) == 0 {
        return None;
    }
    cursor.eat_char(|c| matches!(c, '.' | '．'))?;
    let end = cursor.at();
    let width = digits(&mut cursor, 5);
    let year = width == 4 && cursor.starts("年");
    // No part of a village is counted.
    let whole = Unit::read(cursor.rest())
        .is_some_and(|(unit, _)| matches!(unit.dimension(), Dimension::Thing(_) | Dimension::Person));
    (year || (1..=3).contains(&width) && whole).then_some(end)
}

/// The document number in brackets: 〔2023〕8号.
pub(crate) fn document_number(place: &Place<'_>) -> Option<Draft> {
    let mut cursor = place.cursor();
    cursor.eat_any(&["〔", "[", "［", "【"])?;
    let year = numeral::plain_digits(&mut cursor)?;
    cursor.eat_any(&["〕", "]", "］", "】"])?;
    numeral::plain_digits(&mut cursor)?;
    cursor.eat("号").then_some(())?;
    let known = year > Decimal::from(1900) && year < Decimal::from(2200);
    known.then(|| Draft {
        comparator: Comparator::Eq,
        ..code(place, cursor.at())
    })
}
