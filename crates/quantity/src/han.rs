//! Chinese numerals, read and written.

use crate::cursor::Cursor;
use rust_decimal::Decimal;

/// A whole number in Chinese numerals.
pub(crate) struct Whole {
    pub(crate) value: Decimal,
    /// The higher neighbour in `三四百`.
    pub(crate) upper: Option<Decimal>,
    /// A magnitude with no number before it.
    pub(crate) bare: bool,
    /// Digits alone, two or more.
    pub(crate) row: bool,
}

pub(crate) fn digit(character: char) -> Option<u64> {
    Some(match character {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn small_magnitude(character: char) -> Option<u64> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

pub(crate) fn is_magnitude(character: char) -> bool {
    small_magnitude(character).is_some() || matches!(character, '万' | '亿')
}

pub(crate) fn is_numeral(character: char) -> bool {
    digit(character).is_some() || is_magnitude(character)
}

/// The size of a magnitude word of ten thousand or more.
pub(crate) fn magnitude(word: &str) -> Option<Decimal> {
    Some(Decimal::from(match word {
        "万" => 10_000u64,
        "亿" => 100_000_000,
        "万亿" => 1_000_000_000_000,
        _ => return None,
    }))
}

/// A row of digits with no magnitude: the number it makes and how many digits it has, at most 18.
pub(crate) fn digit_row(cursor: &mut Cursor<'_>) -> Option<(u64, u32)> {
    let mut ahead = *cursor;
    let (mut value, mut count) = (0u64, 0);
    while let Some(next) = ahead.peek().and_then(digit) {
        value = value.checked_mul(10)?.checked_add(next)?;
        count += 1;
        if count > 18 {
            return None;
        }
        ahead.bump();
    }
    (count > 0).then(|| *cursor = ahead)?;
    Some((value, count))
}

/// A low and a high reading kept side by side, since `三四百` is both.
type Both = (u64, u64);

/// Reads the longest well-formed whole number.
pub(crate) fn whole(cursor: &mut Cursor<'_>) -> Option<Whole> {
    if let Some(row) = row(cursor) {
        return Some(row);
    }
    let mut ahead = *cursor;
    let first = ahead.peek()?;
    let bare = is_magnitude(first) && !matches!(first, '十' | '拾');
    let mut total: Both = (0, 0);
    let mut ceiling = u64::MAX;
    let mut any = false;
    loop {
        let before = ahead;
        let part = section(&mut ahead, any);
        let mut marker = ahead;
        let size = match marker.eat_any(&["万亿", "亿", "万"]) {
            Some("万亿") => 1_000_000_000_000,
            Some("亿") => 100_000_000,
            Some(_) => 10_000,
            None => 1,
        };
        let part = match part {
            Some(part) => part,
            None if size > 1 && !any => (1, 1),
            None => {
                ahead = before;
                break;
            }
        };
        if size >= ceiling {
            ahead = before;
            break;
        }
        let sum = |total: u64, part: u64| part.checked_mul(size).and_then(|part| part.checked_add(total));
        total = (sum(total.0, part.0)?, sum(total.1, part.1)?);
        any = true;
        ceiling = size;
        if size == 1 {
            break;
        }
        ahead = marker;
    }
    if !any {
        return None;
    }
    *cursor = ahead;
    let upper = (total.1 != total.0).then(|| Decimal::from(total.1));
    Some(Whole {
        value: Decimal::from(total.0),
        upper,
        bare,
        row: false,
    })
}

/// Two or more digits with no magnitude: neighbours such as `三四` are a vague number, the rest a row.
fn row(cursor: &mut Cursor<'_>) -> Option<Whole> {
    let mut ahead = *cursor;
    let (value, count) = digit_row(&mut ahead)?;
    if count < 2 || ahead.peek().is_some_and(is_magnitude) {
        return None;
    }
    let (low, high) = (value / 10, value % 10);
    *cursor = ahead;
    if count == 2 && low > 0 && high == low + 1 {
        return Some(Whole {
            value: Decimal::from(low),
            upper: Some(Decimal::from(high)),
            bare: false,
            row: false,
        });
    }
    Some(Whole {
        value: Decimal::from(value),
        upper: None,
        bare: false,
        row: true,
    })
}

/// A number below ten thousand. `inner`: it follows a larger part, so that a leading zero is allowed.
fn section(cursor: &mut Cursor<'_>, inner: bool) -> Option<Both> {
    let mut ahead = *cursor;
    let mut sum: Both = (0, 0);
    let mut floor = 10_000;
    let mut any = false;
    let mut zero = inner && ahead.eat_char(|c| matches!(c, '零' | '〇')).is_some();
    let mut end = ahead;
    loop {
        let pending = pair(&mut ahead);
        let size = ahead
            .peek()
            .and_then(small_magnitude)
            .filter(|size| *size < floor);
        match (pending, size) {
            (Some(pending), Some(size)) => {
                ahead.bump();
                sum = (sum.0 + pending.0 * size, sum.1 + pending.1 * size);
                floor = size;
            }
            // The number ends with single digits: 三百二十一, 三百零五; but 三万三 is no number of papers.
            (Some(pending), None) if !any && !inner || floor == 10 || zero => {
                sum = (sum.0 + pending.0, sum.1 + pending.1);
                any = true;
                end = ahead;
                break;
            }
            (None, Some(size)) if !any && (!inner || zero) => {
                ahead.bump();
                sum = (size, size);
                floor = size;
            }
            _ => break,
        }
        any = true;
        end = ahead;
        zero = ahead.eat_char(|c| matches!(c, '零' | '〇')).is_some();
    }
    any.then(|| *cursor = end)?;
    Some(sum)
}

/// One digit, or two neighbouring ones that make a vague number.
fn pair(cursor: &mut Cursor<'_>) -> Option<Both> {
    let low = cursor.peek().and_then(digit)?;
    cursor.bump();
    match cursor.peek().and_then(digit) {
        Some(high) if low > 0 && high == low + 1 => {
            cursor.bump();
            Some((low, high))
        }
        _ => Some((low, low)),
    }
}

/// Writes a whole number in Chinese numerals: 12 → 十二, 2005 → 二千零五.
///
/// ```
/// assert_eq!(quantity::han_number(10_300), "一万零三百");
/// assert_eq!(quantity::han_number(15), "十五");
/// ```
#[must_use]
pub fn han_number(number: u64) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const SMALL: [&str; 4] = ["", "十", "百", "千"];
    const LARGE: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for place in (0..20u32).rev() {
        let digit = usize::try_from(number / 10u64.pow(place) % 10).unwrap_or_default();
        let (large, small) = (place as usize / 4, place as usize % 4);
        if digit == 0 {
            gap = gap || !out.is_empty();
        } else {
            if gap {
                out.push(DIGITS[0]);
                gap = false;
            }
            if !(digit == 1 && small == 1 && out.is_empty()) {
                out.push(DIGITS[digit]);
            }
            out.push_str(SMALL[small]);
        }
        let group = number / 10u64.pow(place) % 10_000;
        if small == 0 && large > 0 && !out.is_empty() && (group > 0) {
            out.push_str(LARGE[large]);
        }
    }
    out
}

/// Writes a year digit by digit: 2024 → 二〇二四.
///
/// ```
/// assert_eq!(quantity::han_year(2024), "二〇二四");
/// ```
#[must_use]
pub fn han_year(year: i16) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    year.unsigned_abs()
        .to_string()
        .bytes()
        .map(|byte| DIGITS[usize::from(byte.saturating_sub(b'0')).min(9)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(Decimal, usize)> {
        let mut cursor = Cursor::new(text, 0);
        whole(&mut cursor).map(|whole| (whole.value, cursor.at()))
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(number in 1u64..9_999_999_999_999) {
            let text = han_number(number);
            prop_assert_eq!(read(&text), Some((Decimal::from(number), text.len())), "{}", text);
        }
    }

    #[test]
    fn years_are_written_digit_by_digit() {
        assert_eq!(han_year(2024), "二〇二四");
        assert_eq!(
            read("二〇二四年").map(|(value, _)| value),
            Some(Decimal::from(2024))
        );
    }

    #[test]
    fn a_slogan_is_not_read_past_its_number() {
        assert_eq!(read("三万三城"), Some((Decimal::from(30_000), "三万".len())));
    }
}
