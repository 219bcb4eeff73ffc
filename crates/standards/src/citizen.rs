//! The citizen identification number of GB 11643-1999 (公民身份号码): eighteen characters that tell division, birth and sex.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{PlaceCode, mask};

/// The weights of the first seventeen digits: 2 to the power of 17…1, modulo 11 (ISO 7064, MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const CHECKS: [u8; 11] = *b"10X98765432";
/// The provinces of GB/T 2260; 81, 82 and 83 stand in residence permits of people of Hong Kong, Macao and Taiwan.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];

/// A citizen's number, checked: eighteen characters with a right check digit and a possible date of birth.
///
/// It is personal data: `Display` and serde give the number in full, `Debug` only [`CitizenId::masked`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId([u8; 18]);

/// The sex a citizen's number tells (GB/T 2261.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// Why a text is not a citizen's number. The messages never repeat the number: it may be all but right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CitizenIdError {
    /// A number of the first generation, without century and check digit.
    #[error(
        "this is an old citizen number of 15 digits; expected the 18 characters of the present identity card"
    )]
    FirstGeneration,
    /// The length is wrong.
    #[error("the citizen number has {found} characters; expected 18")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character other than a digit.
    #[error("character {at} of the citizen number is not right; expected 17 digits, then a digit or X")]
    Digit {
        /// Its place, counted from 1.
        at: usize,
    },
    /// The first two digits are no province's.
    #[error("the citizen number begins with no province's code; expected two digits such as 33")]
    Province,
    /// Digits 7 to 14 are not a date.
    #[error(
        "digits 7 to 14 of the citizen number are not a date of birth; expected year, month and day such as 19840229"
    )]
    Birth,
    /// The last character does not follow from the others.
    #[error(
        "the citizen number's check digit is wrong, so some digit is mistyped; expected {expected} at the end"
    )]
    Check {
        /// The character that would be right.
        expected: char,
    },
}

impl CitizenIdError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::FirstGeneration => "这是 15 位旧身份证号，应填写现用身份证上的 18 位号码".to_owned(),
            Self::Length { found } => format!("身份证号有 {found} 个字符，应为 18 位"),
            Self::Digit { at } => format!("身份证号第 {at} 位不对，应为 17 位数字加一位数字或 X"),
            Self::Province => "身份证号开头不是省级代码，应为如 33 的两位数字".to_owned(),
            Self::Birth => "身份证号第 7 至 14 位不是出生日期，应为如 19840229 的年月日".to_owned(),
            Self::Check { expected } => format!("身份证号校验码不对，可能有数字录错，末位应为 {expected}"),
        }
    }
}

impl CitizenId {
    /// The number in full.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number as it may be shown: `330226********1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        let mut masked = self.0;
        masked.iter_mut().skip(6).take(8).for_each(|byte| *byte = b'*');
        String::from_utf8_lossy(&masked).into_owned()
    }

    /// The date of birth.
    #[must_use]
    pub fn birth(&self) -> Date {
        birth(&self.0).unwrap_or_default()
    }

    /// The age in full years on `day`; a birthday on 29 February comes on 1 March of common years. Negative before birth.
    #[must_use]
    pub fn age(&self, day: Date) -> i16 {
        let birth = self.birth();
        let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
        day.year() - birth.year() - i16::from(before_birthday)
    }

    /// The sex: the seventeenth digit is odd for men and even for women.
    #[must_use]
    pub fn sex(&self) -> Sex {
        match self.0 {
            [.., sequence, _] if sequence % 2 == 1 => Sex::Male,
            _ => Sex::Female,
        }
    }

    /// The county where the number was first given, by the codes of that time: it may no longer exist.
    #[must_use]
    pub fn division(&self) -> Option<PlaceCode> {
        self.as_str().get(..6)?.parse().ok()
    }
}

impl FromStr for CitizenId {
    type Err = CitizenIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let found = text.chars().count();
        if found == 15 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CitizenIdError::FirstGeneration);
        }
        let wrong = |(at, character): (usize, char)| {
            let right = character.is_ascii_digit() || (at == 17 && matches!(character, 'x' | 'X'));
            (!right).then_some(CitizenIdError::Digit { at: at + 1 })
        };
        let Ok(mut number) = <[u8; 18]>::try_from(text.as_bytes()) else {
            let wrong = text.chars().enumerate().filter(|_| found == 18).find_map(wrong);
            return Err(wrong.unwrap_or(CitizenIdError::Length { found }));
        };
        if let Some(wrong) = text.chars().enumerate().find_map(wrong) {
            return Err(wrong);
        }
        number.make_ascii_uppercase();
        let province = number
            .iter()
            .take(2)
            .fold(0, |sum, digit| sum * 10 + (digit - b'0'));
        if !PROVINCES.contains(&province) {
            return Err(CitizenIdError::Province);
        }
        birth(&number).ok_or(CitizenIdError::Birth)?;
        let expected = check(&number);
        if number.last() != Some(&expected) {
            return Err(CitizenIdError::Check {
                expected: char::from(expected),
            });
        }
        Ok(Self(number))
    }
}

/// The check character of the first seventeen digits.
fn check(number: &[u8; 18]) -> u8 {
    let sum: u32 = number
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    usize::try_from(sum % 11)
        .ok()
        .and_then(|at| CHECKS.get(at))
        .copied()
        .unwrap_or_default()
}

/// The date of birth, if it is one and not before 1850.
fn birth(number: &[u8; 18]) -> Option<Date> {
    let text = std::str::from_utf8(number).ok()?;
    let part = |from, to| text.get(from..to)?.parse::<i16>().ok();
    let (year, month, day) = (part(6, 10)?, part(10, 12)?, part(12, 14)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
        .filter(|date| date.year() >= 1850)
}

impl fmt::Display for CitizenId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CitizenId({})", self.masked())
    }
}

impl Serialize for CitizenId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CitizenId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Any text that is meant as a citizen's number as it may be shown, be it right or not: a checked one as
/// [`CitizenId::masked`], any other hidden whole but for its first six characters where it is long enough.
#[must_use]
pub fn mask_citizen_id(text: &str) -> String {
    text.parse::<CitizenId>()
        .map_or_else(|_| mask::middle(text.trim(), 6, 0), |id| id.masked())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// The two examples of GB 11643-1999, annex A.
    const EXAMPLES: [&str; 2] = ["11010519491231002X", "440524188001010014"];

    fn id(text: &str) -> CitizenId {
        text.parse().unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn the_examples_of_the_standard_are_right() {
        let [woman, man] = EXAMPLES.map(id);
        assert_eq!((woman.birth(), woman.sex()), (date(1949, 12, 31), Sex::Female));
        assert_eq!((man.birth(), man.sex()), (date(1880, 1, 1), Sex::Male));
        assert_eq!(
            woman.division().map(|place| place.to_string()),
            Some("110105".to_owned())
        );
        assert_eq!(id("11010519491231002x"), woman);
    }

    #[test]
    fn an_age_is_counted_in_full_years() {
        let [woman, _] = EXAMPLES.map(id);
        assert_eq!(woman.age(date(2024, 12, 30)), 74);
        assert_eq!(woman.age(date(2024, 12, 31)), 75);
    }

    #[test]
    fn a_number_is_shown_without_birth_and_printed_masked_when_debugging() {
        let [woman, _] = EXAMPLES.map(id);
        assert_eq!(woman.masked(), "110105********002X");
        assert_eq!(format!("{woman:?}"), "CitizenId(110105********002X)");
        assert_eq!(mask_citizen_id("11010519491231002X"), "110105********002X");
        assert_eq!(mask_citizen_id("110105194912310021"), "110105************");
        assert_eq!(mask_citizen_id("1101"), "****");
    }

    #[test]
    fn a_wrong_number_is_refused_with_what_was_expected_and_never_repeated() {
        for (text, error) in [
            ("110105491231002", CitizenIdError::FirstGeneration),
            ("", CitizenIdError::Length { found: 0 }),
            ("1101051949123100", CitizenIdError::Length { found: 16 }),
            ("11010519491231002Y", CitizenIdError::Digit { at: 18 }),
            ("1101051949123100X2", CitizenIdError::Digit { at: 17 }),
            ("11010519491231００2X", CitizenIdError::Digit { at: 15 }),
            ("99010519491231002X", CitizenIdError::Province),
            ("11010519491331002X", CitizenIdError::Birth),
            ("11010519230229002X", CitizenIdError::Birth),
            ("110105194912310021", CitizenIdError::Check { expected: 'X' }),
        ] {
            assert_eq!(text.parse::<CitizenId>(), Err(error.clone()), "{text}");
            assert!(
                text.is_empty() || !(error.to_string() + &error.zh()).contains(text),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_or_two_swapped_neighbours_are_always_found(at in 0..17usize, digit in b'0'..=b'9', swap in 0..16usize) {
            for right in EXAMPLES {
                let mut mistyped = right.as_bytes().to_vec();
                mistyped[at] = digit;
                let mut swapped = right.as_bytes().to_vec();
                swapped.swap(swap, swap + 1);
                for wrong in [mistyped, swapped] {
                    let text = String::from_utf8_lossy(&wrong);
                    prop_assert_eq!(text.parse::<CitizenId>().is_ok(), text == right);
                }
            }
        }

        #[test]
        fn no_text_makes_the_reader_fail_otherwise_than_by_an_error(text in "[0-9Xx]{0,20}|\\PC{0,20}") {
            if let Ok(id) = text.parse::<CitizenId>() {
                prop_assert_eq!(id.as_str(), text.trim().to_uppercase());
            }
        }
    }
}
