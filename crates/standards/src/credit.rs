//! The unified social credit code of GB 32100-2015 (统一社会信用代码): eighteen characters for every organisation.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{PlaceCode, mask};

/// The characters in use, in the order of their values: digits and capitals without I, O, S, V and Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// An organisation's unified social credit code, checked: eighteen characters of the alphabet with a right check character.
///
/// The parts: registering authority (1 character), kind of organisation (1), division (6 digits), organisation code of
/// GB 11714 (9), check character (1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; 18]);

/// Why a text is not a unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// The length is wrong.
    #[error("the credit code has {found} characters; expected 18")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// An old registration number of 15 digits.
    #[error(
        "this is an old business registration number of 15 digits; expected the 18 characters of the unified social credit code"
    )]
    Registration,
    /// A character is not in use.
    #[error("\"{found}\" at character {at} is never part of a credit code; expected a digit or a capital other than I, O, S, V and Z{}", hint(*found))]
    Character {
        /// Its place, counted from 1.
        at: usize,
        /// The character.
        found: char,
    },
    /// Characters 3 to 8 are not digits.
    #[error("\"{found}\" at character {at} stands in the division's code; expected a digit there")]
    Division {
        /// Its place, counted from 1.
        at: usize,
        /// The character.
        found: char,
    },
    /// The last character does not follow from the others.
    #[error(
        "the credit code's check character is wrong, so some character is mistyped; expected {expected} at the end"
    )]
    Check {
        /// The character that would be right.
        expected: char,
    },
}

/// What a letter that is left out for its likeness was probably meant to be.
fn hint(found: char) -> &'static str {
    match found {
        'I' | 'i' => " (perhaps the digit 1)",
        'O' | 'o' => " (perhaps the digit 0)",
        'S' | 's' => " (perhaps the digit 5)",
        'Z' | 'z' => " (perhaps the digit 2)",
        _ => "",
    }
}

impl CreditCodeError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Length { found } => format!("统一社会信用代码有 {found} 个字符，应为 18 位"),
            Self::Registration => "这是 15 位旧注册号，应填写 18 位统一社会信用代码".to_owned(),
            Self::Character { at, found } => {
                let hint = match found.to_ascii_uppercase() {
                    'I' => "（可能是数字 1）",
                    'O' => "（可能是数字 0）",
                    'S' => "（可能是数字 5）",
                    'Z' => "（可能是数字 2）",
                    _ => "",
                };
                format!(
                    "统一社会信用代码第 {at} 位的“{found}”不会出现，应为数字或除 I、O、S、V、Z 外的大写字母{hint}"
                )
            }
            Self::Division { at, found } => {
                format!("统一社会信用代码第 {at} 位的“{found}”属登记机关行政区划码，应为数字")
            }
            Self::Check { expected } => {
                format!("统一社会信用代码校验码不对，可能有字符录错，末位应为 {expected}")
            }
        }
    }
}

impl CreditCode {
    /// The code in full.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code as it may be shown where the organisation is not to be told: `91330226********XX`.
    #[must_use]
    pub fn masked(&self) -> String {
        let mut masked = self.0;
        masked.iter_mut().skip(8).take(8).for_each(|byte| *byte = b'*');
        String::from_utf8_lossy(&masked).into_owned()
    }

    /// The registering authority's name in Chinese and English, by the first character; none where the standard leaves it open.
    #[must_use]
    pub fn authority(&self) -> Option<(&'static str, &'static str)> {
        let [first, ..] = self.0;
        Some(match first {
            b'1' => ("机构编制", "public institutions"),
            b'2' => ("外交", "foreign affairs"),
            b'3' => ("司法行政", "justice"),
            b'4' => ("文化", "culture"),
            b'5' => ("民政", "civil affairs"),
            b'6' => ("旅游", "tourism"),
            b'7' => ("宗教", "religious affairs"),
            b'8' => ("工会", "trade unions"),
            b'9' => ("市场监管", "market regulation"),
            b'A' => ("中央军委改革和编制办公室", "military"),
            b'N' => ("农业农村", "agriculture and rural affairs"),
            b'Y' => ("其他", "other"),
            _ => return None,
        })
    }

    /// The division of the registering authority, by the codes of that time; none when it is 000000 or the like.
    #[must_use]
    pub fn division(&self) -> Option<PlaceCode> {
        self.as_str().get(2..8)?.parse().ok()
    }

    /// The organisation code of GB 11714 within: nine characters.
    #[must_use]
    pub fn organisation(&self) -> &str {
        self.as_str().get(8..17).unwrap_or_default()
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let found = text.chars().count();
        if found == 15 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CreditCodeError::Registration);
        }
        if found != 18 {
            return Err(CreditCodeError::Length { found });
        }
        let mut code = [0; 18];
        let mut sum = 0;
        let mut weight = 1;
        for (at, (character, place)) in (1..).zip(text.chars().zip(code.iter_mut())) {
            let Some((byte, value)) = value(character) else {
                return Err(CreditCodeError::Character { at, found: character });
            };
            if (3..=8).contains(&at) && !byte.is_ascii_digit() {
                return Err(CreditCodeError::Division { at, found: character });
            }
            *place = byte;
            if at < 18 {
                sum += value * weight;
                weight = weight * 3 % 31;
            }
        }
        let expected = ALPHABET.get((31 - sum % 31) % 31).copied().unwrap_or_default();
        if code.last() != Some(&expected) {
            return Err(CreditCodeError::Check {
                expected: char::from(expected),
            });
        }
        Ok(Self(code))
    }
}

/// The capital and its value in the alphabet.
fn value(character: char) -> Option<(u8, usize)> {
    let byte = u8::try_from(character.to_ascii_uppercase()).ok()?;
    ALPHABET
        .iter()
        .position(|&known| known == byte)
        .map(|value| (byte, value))
}

impl fmt::Display for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CreditCode({})", self.as_str())
    }
}

impl Serialize for CreditCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CreditCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Any text that is meant as a credit code as it may be shown, be it right or not.
#[must_use]
pub fn mask_credit_code(text: &str) -> String {
    text.parse::<CreditCode>()
        .map_or_else(|_| mask::middle(text.trim(), 8, 0), |code| code.masked())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Codes that are published by their companies.
    const EXAMPLES: [&str; 4] = [
        "91350100M000100Y43",
        "91100000100003962T",
        "914403001922038216",
        "91330100799655058B",
    ];

    fn code(text: &str) -> CreditCode {
        text.parse()
            .unwrap_or_else(|error| unreachable!("{text}: {error}"))
    }

    #[test]
    fn published_codes_are_right() {
        for text in EXAMPLES {
            assert_eq!(code(text).as_str(), text);
        }
    }

    #[test]
    fn the_parts_are_told() {
        let code = code("91350100M000100Y43");
        assert_eq!(code.authority(), Some(("市场监管", "market regulation")));
        assert_eq!(
            code.division().map(|place| place.to_string()),
            Some("3501".to_owned())
        );
        assert_eq!(code.organisation(), "M000100Y4");
        assert_eq!(code.masked(), "91350100********43");
        assert_eq!("91350100m000100y43".parse(), Ok(code));
    }

    #[test]
    fn a_wrong_code_is_refused_with_what_was_expected() {
        for (text, error) in [
            ("330226000012345", CreditCodeError::Registration),
            ("9135", CreditCodeError::Length { found: 4 }),
            (
                "91350100MO00100Y43",
                CreditCodeError::Character { at: 10, found: 'O' },
            ),
            (
                "9135010AM000100Y43",
                CreditCodeError::Division { at: 8, found: 'A' },
            ),
            ("91350100M000100Y44", CreditCodeError::Check { expected: '3' }),
            (
                "91350100M000100Y４3",
                CreditCodeError::Character { at: 17, found: '４' },
            ),
        ] {
            assert_eq!(text.parse::<CreditCode>(), Err(error), "{text}");
        }
        let letter = CreditCodeError::Character { at: 10, found: 'O' };
        assert!(letter.to_string().ends_with("(perhaps the digit 0)"));
        assert!(letter.zh().ends_with("（可能是数字 0）"));
    }

    proptest! {
        #[test]
        fn one_mistyped_character_is_always_found(at in 0..18usize, character in "[0-9A-HJ-NPQRTUWXY]") {
            for right in EXAMPLES {
                let mut mistyped = right.to_owned();
                mistyped.replace_range(at..=at, &character);
                prop_assert_eq!(mistyped.parse::<CreditCode>().is_ok(), mistyped == right);
            }
        }

        #[test]
        fn no_text_makes_the_reader_fail_otherwise_than_by_an_error(text in "[0-9A-Z]{16,20}|\\PC{0,20}") {
            if let Ok(code) = text.parse::<CreditCode>() {
                prop_assert_eq!(code.as_str(), text.trim().to_uppercase());
            }
        }
    }
}
