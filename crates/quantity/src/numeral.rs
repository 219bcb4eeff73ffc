//! Numbers as Chinese papers write them: `1.48亿`, `二〇二四`, `两千`, `二十余`, `数十`, `三分之一`, `百分之八`.

use crate::cursor::{Cursor, digit, is_digit};
use crate::han;
use crate::sieve::Sieve;
use rust_decimal::Decimal;

/// How sharply a number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sharpness {
    /// As written: `12`, `三千`.
    Exact,
    /// Somewhat more than written: `20余`, `三百多`, `十几`.
    More,
    /// A few times what is written: `数十`, `几百`.
    Several,
    /// Between two neighbours: `三四百`, `七八`.
    Between,
}

/// A number read from the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// The number, magnitudes multiplied out; the lower one of `三四百`; the numerator of a fraction.
    pub value: Decimal,
    /// The higher one of `三四百`.
    pub upper: Option<Decimal>,
    /// What it is a fraction of: 3 in `三分之一`, 100 in `百分之八`.
    pub over: Option<Decimal>,
    /// How sharply it is told.
    pub sharpness: Sharpness,
    /// Whether it is written in Chinese numerals alone.
    pub han: bool,
    /// Whether it is a magnitude with no number before it: `亿`, `千`.
    pub bare: bool,
    /// Whether it is a row of digits with no magnitude, as years are: `二〇二四`.
    pub row: bool,
    /// Bytes read.
    pub length: usize,
}

impl Numeral {
    /// Reads the number at the start of `text`; none when there is none there.
    ///
    /// ```
    /// use quantity::Numeral;
    ///
    /// let read = |text| Numeral::read(text).map(|number| number.value.to_string());
    /// assert_eq!(read("1.48亿元").as_deref(), Some("148000000.00"));
    /// assert_eq!(read("一千零二十三户").as_deref(), Some("1023"));
    /// assert_eq!(read("岔路镇"), None);
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut cursor = Cursor::new(text, 0);
        let mut number = read(&mut cursor)?;
        number.length = cursor.at();
        Some(number)
    }

    /// The number as one decimal: a fraction is divided out, to 28 places.
    #[must_use]
    pub fn decimal(&self) -> Decimal {
        self.over
            .and_then(|over| self.value.checked_div(over))
            .unwrap_or(self.value)
    }

    fn exact(value: Decimal, han: bool) -> Self {
        Numeral {
            value,
            upper: None,
            over: None,
            sharpness: Sharpness::Exact,
            han,
            bare: false,
            row: false,
            length: 0,
        }
    }

    fn scaled(mut self, by: Decimal) -> Option<Self> {
        self.value = self.value.checked_mul(by)?;
        self.upper = match self.upper {
            Some(upper) => Some(upper.checked_mul(by)?),
            None => None,
        };
        Some(self)
    }
}

/// Reads the number that stands at the cursor and passes it; `length` is left for the caller to set.
pub(crate) fn read(cursor: &mut Cursor<'_>) -> Option<Numeral> {
    let start = *cursor;
    let number = match cursor.peek()? {
        first if is_digit(first) => arabic(cursor),
        _ => chinese(cursor),
    };
    let number = number.map(|number| Numeral {
        length: cursor.at() - start.at(),
        ..number
    });
    if number.is_none() {
        *cursor = start;
    }
    number
}

/// `12`, `1,234.5`, `20余万`, `1亿2000万`, and `1/3`.
fn arabic(cursor: &mut Cursor<'_>) -> Option<Numeral> {
    let mut number = Numeral::exact(plain_digits(cursor)?, false);
    if let Some(over) = slash(cursor) {
        number.over = Some(over);
        return Some(number);
    }
    more(cursor, &mut number);
    let Some(by) = magnitude(cursor, number.value) else {
        return Some(number);
    };
    number = number.scaled(by)?;
    more(cursor, &mut number);
    let mut floor = by;
    while let Some((part, size)) = smaller_part(cursor, floor) {
        number.value = number.value.checked_add(part)?;
        floor = size;
        more(cursor, &mut number);
    }
    Some(number)
}

/// The next part of `1亿2000万` and `5万4千`, below the part before it.
fn smaller_part(cursor: &mut Cursor<'_>, floor: Decimal) -> Option<(Decimal, Decimal)> {
    let mut ahead = *cursor;
    ahead.peek().filter(|c| is_digit(*c))?;
    let digits = plain_digits(&mut ahead)?;
    let size = magnitude(&mut ahead, digits).filter(|size| *size < floor)?;
    let part = digits.checked_mul(size).filter(|part| *part < floor)?;
    *cursor = ahead;
    Some((part, size))
}

/// Digits with grouping commas and a decimal part; at most 28 digits are a number.
pub(crate) fn plain_digits(cursor: &mut Cursor<'_>) -> Option<Decimal> {
    let mut mantissa: i128 = 0;
    let mut count = 0u32;
    let mut scale = 0u32;
    let mut push = |character: char| {
        mantissa = mantissa
            .saturating_mul(10)
            .saturating_add(i128::from(digit(character).unwrap_or_default()));
        count += 1;
    };
    let mut run = 0;
    loop {
        if let Some(character) = cursor.eat_char(is_digit) {
            push(character);
            run += 1;
        } else if (1..=3).contains(&run) && group_follows(*cursor) {
            cursor.bump();
            run = 0;
        } else {
            break;
        }
    }
    let mut ahead = *cursor;
    if ahead.eat_char(|c| matches!(c, '.' | '．')).is_some() && ahead.peek().is_some_and(is_digit) {
        while let Some(character) = ahead.eat_char(is_digit) {
            push(character);
            scale += 1;
        }
        *cursor = ahead;
    }
    if count == 0 || count > 28 {
        return None;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// Whether a comma and exactly three digits stand here.
fn group_follows(mut cursor: Cursor<'_>) -> bool {
    cursor.eat(",")
        && (0..3).all(|_| cursor.eat_char(is_digit).is_some())
        && !cursor.peek().is_some_and(is_digit)
}

fn slash(cursor: &mut Cursor<'_>) -> Option<Decimal> {
    let mut ahead = *cursor;
    ahead.eat_any(&["/", "／"])?;
    let over = plain_digits(&mut ahead).filter(|over| *over > Decimal::ONE)?;
    let more = ahead
        .peek()
        .is_some_and(|c| matches!(c, '/' | '／' | '-' | '年' | ':' | '：'));
    (!more && over < Decimal::ONE_HUNDRED).then(|| *cursor = ahead)?;
    Some(over)
}

/// The words for ten and its powers after Arabic digits, longest first.
const MAGNITUDES: [(&str, u64); 12] = [
    ("万亿", 1_000_000_000_000),
    ("千亿", 100_000_000_000),
    ("百亿", 10_000_000_000),
    ("十亿", 1_000_000_000),
    ("亿", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("千", 1_000),
    ("百", 100),
];

static MAGNITUDE_SIEVE: Sieve = Sieve::of_starts(&MAGNITUDES);

/// Units that begin with the word for a thousand or a hundred, so that it is no magnitude before them.
const UNIT_HEADS: [&str; 9] = [
    "千伏", "千瓦", "千米", "千克", "千卡", "千帕", "千赫", "百分", "千分",
];

fn magnitude(cursor: &mut Cursor<'_>, digits: Decimal) -> Option<Decimal> {
    let mut ahead = *cursor;
    ahead.pass_spaces();
    if !MAGNITUDE_SIEVE.may_start(ahead.rest()) || ahead.starts_any(&UNIT_HEADS) {
        return None;
    }
    let (word, size) = MAGNITUDES.iter().find(|(word, _)| ahead.starts(word))?;
    // 2025千人… is a year and a name, never two million.
    if (*size == 1_000 || *size == 100) && digits >= Decimal::ONE_THOUSAND {
        return None;
    }
    ahead.eat(word);
    *cursor = ahead;
    Some(Decimal::from(*size))
}

/// `余`, `多` and `几` after a number say that it is somewhat more.
fn more(cursor: &mut Cursor<'_>, number: &mut Numeral) {
    if number.sharpness != Sharpness::Exact {
        return;
    }
    let mut ahead = *cursor;
    if ahead.eat_any(&["余", "馀", "多", "來", "来"]).is_none() {
        return;
    }
    // 12多功能, 8余姚: the character belongs to the next word.
    let word = cursor.starts_any(&[
        "多功",
        "多元化",
        "多元文",
        "多元共",
        "多元解",
        "多元主",
        "多元投",
        "多样",
        "多层",
        "多重",
        "余姚",
        "余杭",
        "来自",
        "来源",
        "来年",
    ]);
    if !word {
        number.sharpness = Sharpness::More;
        *cursor = ahead;
    }
}

/// `三百二十`, `两万`, `三点五`, `数十`, `百分之八`, `三分之一`.
fn chinese(cursor: &mut Cursor<'_>) -> Option<Numeral> {
    let mut ahead = *cursor;
    let several = ahead.eat_any(&["数", "好几", "几"]).is_some();
    if several && !ahead.peek().is_some_and(han::is_magnitude) {
        return None;
    }
    let mut number = if several {
        Numeral {
            sharpness: Sharpness::Several,
            ..han_number(&mut ahead)?
        }
    } else {
        han_number(&mut ahead)?
    };
    if !several && ahead.eat("分之") {
        let part = if ahead.peek().is_some_and(is_digit) {
            Numeral::exact(plain_digits(&mut ahead)?, false)
        } else {
            han_number(&mut ahead)?
        };
        number = Numeral {
            over: Some(number.value),
            bare: false,
            han: true,
            ..part
        };
    } else if number.value > Decimal::ONE || number.bare {
        more(&mut ahead, &mut number);
        let tens = number.value < Decimal::ONE_HUNDRED && (number.value % Decimal::TEN).is_zero();
        if number.sharpness == Sharpness::Exact && tens && ahead.eat("几") {
            number.sharpness = Sharpness::More;
        }
        let mut next = ahead;
        if number.sharpness == Sharpness::More
            && let Some(by) = next.eat_any(&["万亿", "亿", "万"]).and_then(han::magnitude)
        {
            number = number.scaled(by)?;
            ahead = next;
        }
    }
    *cursor = ahead;
    Some(number)
}

/// A Chinese whole number with an optional decimal part.
fn han_number(cursor: &mut Cursor<'_>) -> Option<Numeral> {
    let read = han::whole(cursor)?;
    let mut number = Numeral {
        upper: read.upper,
        bare: read.bare,
        row: read.row,
        sharpness: if read.upper.is_some() {
            Sharpness::Between
        } else {
            Sharpness::Exact
        },
        ..Numeral::exact(read.value, true)
    };
    let mut ahead = *cursor;
    if number.upper.is_none()
        && !number.row
        && ahead.eat("点")
        && let Some((places, scale)) = han::digit_row(&mut ahead)
    {
        number.value = number
            .value
            .checked_add(Decimal::try_from_i128_with_scale(i128::from(places), scale).ok()?)?;
        if let Some(by) = ahead.eat_any(&["万亿", "亿", "万"]).and_then(han::magnitude) {
            number = number.scaled(by)?;
        }
        *cursor = ahead;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(String, usize)> {
        Numeral::read(text).map(|n| {
            (
                n.decimal().normalize().to_string(),
                text[..n.length].chars().count(),
            )
        })
    }

    #[test]
    fn numbers_are_read_with_their_magnitudes() {
        for (text, expected, length) in [
            ("19亿元", "1900000000", 3),
            ("1.48亿元", "148000000", 5),
            ("1,234.5吨", "1234.5", 7),
            ("１２．５万", "125000", 5),
            ("110千伏", "110", 3),
            ("3千万元", "30000000", 3),
            ("1亿2000万元", "120000000", 7),
            ("20余万元", "200000", 4),
            ("三百二十一户", "321", 5),
            ("两千零五", "2005", 4),
            ("一万零三百", "10300", 5),
            ("二〇二四年", "2024", 4),
            ("十二个", "12", 2),
            ("二十多万人", "200000", 4),
            ("百分之八点六", "0.086", 6),
            ("三点五亿", "350000000", 4),
            ("1/4", "0.25", 3),
            ("亿元以上", "100000000", 1),
            ("1 500", "1", 1),
            ("壹佰贰拾叁元", "123", 5),
            ("一亿三千万", "130000000", 5),
        ] {
            assert_eq!(value(text), Some((expected.into(), length)), "{text}");
        }
    }

    #[test]
    fn vague_numbers_keep_how_vague_they_are() {
        for (text, sharpness) in [
            ("20余场", Sharpness::More),
            ("十几个", Sharpness::More),
            ("二十几万人", Sharpness::More),
            ("三百多户", Sharpness::More),
            ("数十家", Sharpness::Several),
            ("几百人", Sharpness::Several),
            ("三四百人", Sharpness::Between),
            ("七八个", Sharpness::Between),
            ("12个", Sharpness::Exact),
            ("12多功能厅", Sharpness::Exact),
        ] {
            assert_eq!(
                Numeral::read(text).map(|n| n.sharpness),
                Some(sharpness),
                "{text}"
            );
        }
        let between = Numeral::read("三四百").unwrap();
        assert_eq!(
            (between.value, between.upper),
            (Decimal::from(300), Some(Decimal::from(400)))
        );
    }

    #[test]
    fn a_number_too_long_to_hold_is_no_number() {
        assert_eq!(Numeral::read(&"9".repeat(29)), None);
        assert_eq!(Numeral::read(&"9".repeat(200_000)), None);
        assert_eq!(Numeral::read("9999999999999999999999999999万亿"), None);
    }
}
