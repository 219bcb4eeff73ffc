//! Numbers and dates as spreadsheets keep them, made exact: fifteen digits are what a spreadsheet shows and means.

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;

use super::Value;

/// A spreadsheet keeps and shows at most this many significant digits; what follows them is noise of binary fractions.
const DIGITS: u32 = 15;

/// Which day a workbook counts its days from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Epoch {
    /// Day 1 is 1 January 1900, with a 29 February 1900 that never was as day 60.
    #[default]
    Y1900,
    /// Day 0 is 1 January 1904, as old Macintosh workbooks count.
    Y1904,
}

/// The number that a file's text (`0.30000000000000004`, `1.2E-3`) stands for, at the fifteen digits a spreadsheet shows.
///
/// None when the text is no number or has no exact decimal of 28 digits.
#[must_use]
pub(crate) fn from_text(text: &str) -> Option<Decimal> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut digits = Digits::default();
    let mut seen = false;
    let mut point = false;
    let mut bytes = text.as_bytes().iter();
    let exponent = loop {
        match bytes.next() {
            Some(&digit @ b'0'..=b'9') => {
                digits.push(digit - b'0', point);
                seen = true;
            }
            Some(b'.') if !point => point = true,
            Some(b'e' | b'E') if seen => {
                let rest = bytes.as_slice();
                break std::str::from_utf8(rest).ok()?.parse::<i32>().ok()?;
            }
            Some(_) => return None,
            None => break 0,
        }
    };
    seen.then(|| digits.decimal(negative, exponent)).flatten()
}

/// The number nearest to a binary fraction at the fifteen digits a spreadsheet shows.
#[must_use]
pub(crate) fn from_binary(number: f64) -> Option<Decimal> {
    number
        .is_finite()
        .then(|| from_text(&format!("{number:e}")))
        .flatten()
}

/// Digits as they are read, with the place of the decimal point.
#[derive(Default)]
struct Digits {
    mantissa: u64,
    count: u32,
    /// Powers of ten to multiply the mantissa by.
    shift: i32,
}

impl Digits {
    fn push(&mut self, digit: u8, fraction: bool) {
        if self.count < 18 {
            self.mantissa = self.mantissa * 10 + u64::from(digit);
            self.count += u32::from(self.mantissa > 0);
            self.shift = self.shift.saturating_sub(i32::from(fraction));
        } else {
            self.shift = self.shift.saturating_add(i32::from(!fraction));
        }
    }

    fn decimal(mut self, negative: bool, exponent: i32) -> Option<Decimal> {
        let mut shift = self.shift.saturating_add(exponent);
        if self.count > DIGITS {
            let unit = 10_u64.pow(self.count - DIGITS);
            self.mantissa = (self.mantissa + unit / 2) / unit;
            shift = shift.saturating_add(i32::try_from(self.count - DIGITS).ok()?);
        }
        while self.mantissa > 0 && shift < 0 && self.mantissa.is_multiple_of(10) {
            self.mantissa /= 10;
            shift += 1;
        }
        let signed = i128::from(self.mantissa) * if negative { -1 } else { 1 };
        match u32::try_from(-shift) {
            _ if self.mantissa == 0 => Some(Decimal::ZERO),
            Ok(scale) => Decimal::try_from_i128_with_scale(signed, scale).ok(),
            Err(_) => {
                let power = 10_i128.checked_pow(u32::try_from(shift).ok()?)?;
                Decimal::try_from_i128_with_scale(signed.checked_mul(power)?, 0).ok()
            }
        }
    }
}

/// The day or moment that a serial number stands for; a time of day when it is less than a day.
///
/// None for numbers that stand for no day: negative ones, 29 February 1900, days past the year 9999.
#[must_use]
pub(crate) fn from_serial(serial: Decimal, epoch: Epoch) -> Option<Value> {
    if serial.is_sign_negative() {
        return None;
    }
    let day = serial.trunc();
    // A day has 86,400,000 milliseconds; fifteen digits of a serial number tell no more than that apart.
    let milliseconds = ((serial - day) * Decimal::from(86_400_000_u32)).round();
    let milliseconds = i64::try_from(milliseconds).ok()?;
    let mut day = i64::try_from(day).ok()?;
    if milliseconds == 0 {
        return date(day, epoch).map(Value::Date);
    }
    if milliseconds == 86_400_000 {
        day += 1;
        return date(day, epoch).map(Value::Date);
    }
    let time = Time::midnight()
        .checked_add(jiff::SignedDuration::from_millis(milliseconds))
        .ok()?;
    if day == 0 && epoch == Epoch::Y1900 {
        return Some(Value::Time(time));
    }
    date(day, epoch).map(|date| Value::Moment(DateTime::from_parts(date, time)))
}

fn date(day: i64, epoch: Epoch) -> Option<Date> {
    let from = match epoch {
        Epoch::Y1900 if day == 0 || day == 60 => return None,
        Epoch::Y1900 if day < 60 => jiff::civil::date(1899, 12, 31),
        Epoch::Y1900 => jiff::civil::date(1899, 12, 30),
        Epoch::Y1904 => jiff::civil::date(1904, 1, 1),
    };
    if !(0..=2_958_465).contains(&day) {
        return None;
    }
    from.checked_add(jiff::Span::new().days(day)).ok()
}

/// The serial number of a day or moment; none for days before the workbook's first.
#[must_use]
pub(crate) fn to_serial(moment: DateTime, epoch: Epoch) -> Option<Decimal> {
    let from = match epoch {
        Epoch::Y1900 => jiff::civil::date(1899, 12, 30),
        Epoch::Y1904 => jiff::civil::date(1904, 1, 1),
    };
    let mut days = i64::from(moment.date().since((jiff::Unit::Day, from)).ok()?.get_days());
    if epoch == Epoch::Y1900 && days <= 60 {
        days -= 1;
    }
    if days < i64::from(epoch == Epoch::Y1900) {
        return None;
    }
    let time = moment.time().duration_since(Time::midnight()).as_millis();
    let fraction = Decimal::from(time) / Decimal::from(86_400_000_u32);
    Some(Decimal::from(days) + fraction.round_dp(10))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn a_number_is_what_the_spreadsheet_shows_not_its_binary_noise() {
        assert_eq!(from_text("0.30000000000000004"), Some(dec!(0.3)));
        assert_eq!(from_text("1.1000000000000001"), Some(dec!(1.1)));
        assert_eq!(from_text("19999.999999999996"), Some(dec!(20000)));
        assert_eq!(from_text("-12.50"), Some(dec!(-12.5)));
        assert_eq!(from_text("1.2E-3"), Some(dec!(0.0012)));
        assert_eq!(from_text("3.3022610520012E+17"), Some(dec!(330226105200120000)));
        assert_eq!(from_text("330226105200123456"), Some(dec!(330226105200123000)));
        assert_eq!(from_text(".5"), Some(dec!(0.5)));
        assert_eq!(from_text("0000000000000000000000.25"), Some(dec!(0.25)));
        assert_eq!(from_text("0"), Some(dec!(0)));
        assert_eq!(from_text("-0"), Some(dec!(0)));
        assert_eq!(from_binary(0.1 + 0.2), Some(dec!(0.3)));
        assert_eq!(from_binary(f64::NAN), None);
    }

    #[test]
    fn what_is_no_number_or_fits_no_exact_decimal_is_none() {
        for text in [
            "", "-", ".", "e5", "1.2.3", "12a", "1e", "1e400", "1e-400", "--1", "1 2", "１",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    #[test]
    fn serial_numbers_are_days_of_both_epochs() {
        let day = |serial, epoch| from_serial(serial, epoch);
        assert_eq!(day(dec!(1), Epoch::Y1900), Some(Value::Date(date(1900, 1, 1))));
        assert_eq!(day(dec!(59), Epoch::Y1900), Some(Value::Date(date(1900, 2, 28))));
        assert_eq!(day(dec!(60), Epoch::Y1900), None);
        assert_eq!(day(dec!(61), Epoch::Y1900), Some(Value::Date(date(1900, 3, 1))));
        assert_eq!(
            day(dec!(45356), Epoch::Y1900),
            Some(Value::Date(date(2024, 3, 5)))
        );
        assert_eq!(
            day(dec!(43894), Epoch::Y1904),
            Some(Value::Date(date(2024, 3, 5)))
        );
        assert_eq!(day(dec!(2958466), Epoch::Y1900), None);
        assert_eq!(day(dec!(-1), Epoch::Y1900), None);
        let moment = date(2024, 3, 5).at(8, 30, 0, 0);
        assert_eq!(
            day(dec!(45356.3541666667), Epoch::Y1900),
            Some(Value::Moment(moment))
        );
        assert_eq!(
            day(dec!(0.75), Epoch::Y1900),
            Some(Value::Time(time(18, 0, 0, 0)))
        );
        assert_eq!(
            day(dec!(45355.9999999999), Epoch::Y1900),
            Some(Value::Date(date(2024, 3, 5)))
        );
    }

    proptest! {
        #[test]
        fn a_number_of_fifteen_digits_survives_the_binary_fraction(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0..10_u32) {
            let number = Decimal::new(mantissa, scale).normalize();
            let binary: f64 = number.to_string().parse().unwrap();
            prop_assert_eq!(from_text(&format!("{binary}")), Some(number));
            prop_assert_eq!(from_text(&format!("{binary:.17e}")), Some(number));
            prop_assert_eq!(from_binary(binary), Some(number));
        }

        #[test]
        fn a_day_comes_back_from_its_serial_number(day in 1..2_958_465_i64, milliseconds in 0..86_400_000_i64, mac: bool) {
            let epoch = if mac { Epoch::Y1904 } else { Epoch::Y1900 };
            let serial = Decimal::from(day) + (Decimal::from(milliseconds) / dec!(86400000)).round_dp(10);
            let moment = match from_serial(serial, epoch) {
                Some(Value::Date(date)) => date.at(0, 0, 0, 0),
                Some(Value::Moment(moment)) => moment,
                _ => return Ok(()),
            };
            prop_assert_eq!(to_serial(moment, epoch), Some(serial.normalize()));
        }
    }
}
