//! Numbers as people type them: full width, separators, currency, Chinese numerals, a unit after the figure, percent.

use quantity::{Numeral, Sharpness};
use rust_decimal::Decimal;

use super::{Change, Expected, Refusal};
use crate::{
    grid::{Cell, Format, Value},
    text::narrow,
    unit::Unit,
};

/// Reads a number in the unit that is wanted.
pub(super) fn read(expected: &Expected, cell: &Cell, changes: &mut Vec<Change>) -> Result<Decimal, Refusal> {
    let (number, own) = match &cell.value {
        Value::Number(number) => (*number, (cell.format == Format::Percent).then(Unit::percent)),
        Value::Text(text) => of_text(text, changes)?,
        other => return Err(Refusal::NotANumber(other.to_string())),
    };
    // A cell in percent format keeps the share itself; a text shows the number of percent.
    let number = match (&cell.value, own) {
        (Value::Number(_), Some(_)) => number
            .checked_mul(Decimal::ONE_HUNDRED)
            .unwrap_or(number)
            .normalize(),
        _ => number,
    };
    into_wanted(expected, number, own, &cell.value, changes)
}

/// Turns a number into the unit that is wanted; `own` is the unit that stands in the cell itself.
fn into_wanted(
    expected: &Expected,
    number: Decimal,
    own: Option<Unit>,
    seen: &Value,
    changes: &mut Vec<Change>,
) -> Result<Decimal, Refusal> {
    let wrong = || Refusal::WrongUnit(seen.to_string());
    let share = own.is_some_and(|unit| unit.is_share());
    if let Some(unit) = own.filter(|_| seen.text().is_some()) {
        changes.push(Change::UnitInCell { unit });
    }
    match (own.or(expected.stated), expected.unit) {
        (Some(from), Some(to)) if from != to => {
            let converted = from.convert(number, &to).ok_or_else(wrong)?;
            changes.push(Change::Unit { from, to });
            Ok(converted)
        }
        // A share for a column without unit is the share itself: 8.6% is 0.086.
        (Some(_), None) if share => {
            changes.push(Change::Percent);
            number
                .checked_div(Decimal::ONE_HUNDRED)
                .map(|number| number.normalize())
                .ok_or_else(wrong)
        }
        _ => Ok(number),
    }
}

/// The number of a text and the unit after it.
fn of_text(text: &str, changes: &mut Vec<Change>) -> Result<(Decimal, Option<Unit>), Refusal> {
    let narrowed = narrow(text);
    if narrowed != text {
        changes.push(Change::FullWidth);
    }
    let bare: String = narrowed
        .chars()
        .filter(|character| !crate::grid::is_space(*character))
        .collect();
    let bare = bare.strip_prefix('\'').unwrap_or(&bare);
    let refused = || Refusal::NotANumber(text.trim().chars().take(40).collect());
    let signed = bare.trim_start_matches(['¥', '￥', '$']);
    let (negative, unsigned) = sign(signed);
    let unsigned = unsigned.trim_start_matches(['¥', '￥', '$']);
    let (digits, rest) = digits(unsigned);
    if digits.len() != unsigned.len() - rest.len() || signed.len() != bare.len() {
        changes.push(Change::Separators);
    }
    let exact: Option<Decimal> = digits.parse().ok();
    if let Some(number) = exact
        && let Some(unit) = unit_after(rest)
    {
        changes.push(Change::TextToNumber);
        return Ok((if negative { -number } else { number }, unit));
    }
    in_words(unsigned, negative, changes).ok_or_else(refused)?
}

/// A number with Chinese numerals or magnitudes: 三十五, 3.5万, 20余.
fn in_words(
    text: &str,
    negative: bool,
    changes: &mut Vec<Change>,
) -> Option<Result<(Decimal, Option<Unit>), Refusal>> {
    let shown = || text.chars().take(40).collect::<String>();
    let around = ["约", "近", "大约", "将近", "超过", "超", "不足", "不到"];
    if around.iter().any(|word| text.starts_with(word)) {
        return Some(Err(Refusal::NotExact(shown())));
    }
    let numeral = Numeral::read(text)?;
    let rest = text.get(numeral.length..)?;
    if numeral.bare || (numeral.over.is_some() && !numeral.han) {
        return None;
    }
    let inexact = numeral.sharpness != Sharpness::Exact || numeral.upper.is_some();
    if inexact
        || ["左右", "以上", "以下", "上下", "多", "余", "几"]
            .iter()
            .any(|word| rest.starts_with(word))
    {
        return Some(Err(Refusal::NotExact(shown())));
    }
    let unit = unit_after(rest)?;
    changes.push(if numeral.han {
        Change::HanNumber
    } else {
        Change::TextToNumber
    });
    let number = numeral.decimal().normalize();
    Some(Ok((if negative { -number } else { number }, unit)))
}

/// The unit after a number: none when there is nothing, nothing when it is no unit.
#[expect(
    clippy::option_option,
    reason = "no text is no unit; a text that is none is no number"
)]
fn unit_after(rest: &str) -> Option<Option<Unit>> {
    if rest.is_empty() {
        return Some(None);
    }
    Unit::after_number(rest).map(Some)
}

/// Whether a number is below zero: a minus sign, or brackets as accountants write it.
fn sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('-') {
        return (true, rest);
    }
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inside);
    }
    (false, text.strip_prefix('+').unwrap_or(text))
}

/// The digits at the front with their point, separators of thousands left out, and what follows them.
fn digits(text: &str) -> (String, &str) {
    let end = text.find(|character: char| !matches!(character, '0'..='9' | '.' | ','));
    let (front, rest) = text.split_at(end.unwrap_or(text.len()));
    let (whole, fraction) = front
        .split_once('.')
        .map_or((front, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    // Separators stand before each three digits, or they separate something else.
    let grouped = (1..=3).contains(&first.len()) && groups.clone().all(|group| group.len() == 3);
    if whole.contains(',') && !grouped {
        return (String::new(), text);
    }
    let mut digits: String = std::iter::once(first).chain(groups).collect();
    if let Some(fraction) = fraction {
        digits.push('.');
        digits.push_str(fraction);
    }
    (digits, rest)
}

/// Whether a number is so long that the file cannot have kept all its digits.
pub(super) fn lost_digits(number: Decimal) -> bool {
    number.fract().is_zero() && number.abs() >= Decimal::from(1_000_000_000_000_000_u64)
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;
    use crate::normal::Kind;

    fn expected(unit: &str, stated: &str) -> Expected {
        Expected {
            unit: unit.parse().ok(),
            stated: stated.parse().ok(),
            ..Expected::of(Kind::Decimal { scale: 6 })
        }
    }

    fn read_text(text: &str, unit: &str, stated: &str) -> Result<String, Refusal> {
        let normal = expected(unit, stated).read(&Cell::of_text(text))?;
        Ok(normal.value.to_string())
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, number) in [
            ("12.50", "12.5"),
            ("１２．５", "12.5"),
            ("1,234,567.8", "1234567.8"),
            ("１，２３４", "1234"),
            ("¥1,200.00", "1200"),
            ("￥ 35", "35"),
            ("(120)", "-120"),
            ("－5", "-5"),
            ("'0.5", "0.5"),
            ("12 345", "12345"),
            ("3.5万", "35000"),
            ("三十五", "35"),
            ("1.2亿", "120000000"),
            (" 7 \u{3000}", "7"),
        ] {
            assert_eq!(read_text(text, "", "").as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_exact_number_is_refused() {
        for text in ["约300", "20余", "三四百", "300左右", "近50", "100以上"] {
            assert!(
                matches!(read_text(text, "", ""), Err(Refusal::NotExact(_))),
                "{text}"
            );
        }
        for text in [
            "abc", "12,34", "1.2.3", "3/4", "12-15", "万", "1,2", "12x", "2024年", ",5",
        ] {
            assert!(
                matches!(read_text(text, "", ""), Err(Refusal::NotANumber(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn units_turn_into_the_wanted_one_exactly() {
        assert_eq!(read_text("3.5", "元", "万元").as_deref(), Ok("35000"));
        assert_eq!(read_text("3.5万元", "元", "").as_deref(), Ok("35000"));
        assert_eq!(read_text("12.5亩", "亩", "").as_deref(), Ok("12.5"));
        assert_eq!(read_text("2公顷", "亩", "亩").as_deref(), Ok("30"));
        assert_eq!(read_text("120人", "", "").as_deref(), Ok("120"));
        assert!(matches!(read_text("12户", "亩", ""), Err(Refusal::WrongUnit(_))));
    }

    #[test]
    fn percent_is_read_alike_from_format_text_and_header() {
        let formatted = Cell {
            format: Format::Percent,
            value: dec!(0.086).into(),
            ..Cell::default()
        };
        let wanted = |unit| expected(unit, "").read(&formatted).map(|normal| normal.value);
        assert_eq!(wanted("%"), Ok(dec!(8.6).into()));
        assert_eq!(wanted(""), Ok(dec!(0.086).into()));
        assert_eq!(read_text("8.6%", "%", "").as_deref(), Ok("8.6"));
        assert_eq!(read_text("8.6％", "", "").as_deref(), Ok("0.086"));
        assert_eq!(read_text("8.6", "%", "%").as_deref(), Ok("8.6"));
    }

    #[test]
    fn every_step_is_told() {
        let normal = expected("元", "万元")
            .read(&Cell::of_text(" １，２００．５ "))
            .unwrap();
        assert_eq!(normal.value, dec!(12005000).into());
        let told: Vec<String> = normal.changes.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "blanks at the ends left out",
                "full width made half width",
                "separators and signs left out",
                "text made a number",
                "converted from 万元 to 元"
            ]
        );
    }

    #[test]
    fn money_is_rounded_to_the_fen_and_told() {
        let cell = Cell {
            value: dec!(12.345).into(),
            ..Cell::default()
        };
        let normal = Expected::of(Kind::Money).read(&cell).unwrap();
        assert_eq!(normal.value, dec!(12.35).into());
        assert_eq!(
            normal.changes,
            [Change::Rounded {
                from: dec!(12.345),
                scale: 2
            }]
        );
        let cell = Cell {
            value: dec!(0.33333).into(),
            ..Cell::default()
        };
        let wanted = Expected {
            kind: Kind::Money,
            ..expected("元", "万元")
        };
        assert_eq!(
            wanted.read(&cell).map(|normal| normal.value),
            Ok(dec!(3333.3).into())
        );
    }

    #[test]
    fn marks_for_nothing_are_nothing_and_whole_numbers_are_whole() {
        for text in ["-", "/", "——", "无", "N/A", "  "] {
            assert_eq!(read_text(text, "", "").as_deref(), Ok(""), "{text}");
        }
        let integer = Expected::of(Kind::Integer);
        assert_eq!(
            integer.read(&Cell::of_text("12.0")).map(|normal| normal.value),
            Ok(dec!(12).into())
        );
        assert_eq!(
            integer.read(&Cell::of_text("12.5")),
            Err(Refusal::NotWhole(dec!(12.5)))
        );
    }
}
