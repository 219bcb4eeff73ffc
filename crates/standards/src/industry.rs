//! The classification of industries of GB/T 4754-2017 《国民经济行业分类》 with its amendment no. 1 of 2019.
//!
//! 20 sections (门类, a letter), 97 divisions (大类, two digits), 473 groups (中类, three) and 1,382 classes (小类, four).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::lines::Lines;

/// Codes with the section's letter in front, so that a code's prefix is its parent.
const TABLE: Lines = Lines(include_str!("../data/industry.txt"));

/// The sections, each with its first division.
const SECTIONS: [(char, u8); 20] = [
    ('A', 1),
    ('B', 6),
    ('C', 13),
    ('D', 44),
    ('E', 47),
    ('F', 51),
    ('G', 53),
    ('H', 61),
    ('I', 63),
    ('J', 66),
    ('K', 70),
    ('L', 71),
    ('M', 73),
    ('N', 76),
    ('O', 80),
    ('P', 83),
    ('Q', 84),
    ('R', 86),
    ('S', 91),
    ('T', 97),
];

/// One industry of GB/T 4754-2017, at any level.
///
/// Invariant: it is in the table. Ordered as in the standard, each after what it lies in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Industry {
    /// The section's letter and the digits, as the table has them.
    code: &'static str,
    name: &'static str,
}

/// The levels of the classification, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndustryLevel {
    /// 门类: a letter.
    Section,
    /// 大类: two digits.
    Division,
    /// 中类: three digits.
    Group,
    /// 小类: four digits.
    Class,
}

/// Why a text is not the code of an industry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndustryError {
    /// The text has not the form of a code.
    #[error(
        "\"{0}\" is not the form of an industry code; expected a letter A-T, or 2 to 4 digits with or without the letter, such as C3360"
    )]
    Form(String),
    /// No industry has the code.
    #[error("GB/T 4754-2017 has no industry {code}{}", hint_en(*nearest))]
    Unknown {
        /// The code given.
        code: String,
        /// The nearest industry that holds it, if there is one.
        nearest: Option<Industry>,
    },
    /// The letter is not of the digits' section.
    #[error("industry {digits} belongs to section {section}, not {given}")]
    Section {
        /// The digits given.
        digits: String,
        /// The letter given.
        given: char,
        /// The letter that is right.
        section: char,
    },
}

fn hint_en(nearest: Option<Industry>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!("; expected a code within {} {}", nearest.digits(), nearest.name)
    })
}

impl IndustryError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Form(text) => {
                format!("“{text}”不是行业代码，应为门类字母 A—T，或 2 至 4 位数字（可带门类字母），如 C3360")
            }
            Self::Unknown { code, nearest } => {
                let hint = nearest.map_or_else(String::new, |nearest| {
                    format!("，应为 {} {}之内的代码", nearest.digits(), nearest.name)
                });
                format!("GB/T 4754-2017 没有行业 {code}{hint}")
            }
            Self::Section {
                digits,
                given,
                section,
            } => {
                format!("行业 {digits} 属门类 {section}，不属 {given}")
            }
        }
    }
}

impl Industry {
    /// The twenty sections.
    pub fn sections() -> impl Iterator<Item = Self> {
        Self::all().filter(|industry| industry.level() == IndustryLevel::Section)
    }

    /// All industries of all levels, in the order of the standard.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.all().map(|(code, name)| Self { code, name })
    }

    /// Industries whose name contains `text`, in the order of the standard.
    pub fn named(text: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |industry| industry.name.contains(text))
    }

    /// The code with the section's letter: `C`, `C33`, `C336`, `C3360`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The code as forms ask for it: the digits, or the letter of a section.
    #[must_use]
    pub fn digits(self) -> &'static str {
        self.code
            .get(1..)
            .filter(|digits| !digits.is_empty())
            .unwrap_or(self.code)
    }

    /// The name in Chinese.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The name of its section in English, after the National Bureau of Statistics' yearbook.
    #[must_use]
    pub fn section_en(self) -> &'static str {
        match self.letter() {
            'A' => "Agriculture, forestry, animal husbandry and fishery",
            'B' => "Mining",
            'C' => "Manufacturing",
            'D' => "Production and supply of electricity, heat, gas and water",
            'E' => "Construction",
            'F' => "Wholesale and retail trades",
            'G' => "Transport, storage and post",
            'H' => "Hotels and catering services",
            'I' => "Information transmission, software and information technology",
            'J' => "Financial intermediation",
            'K' => "Real estate",
            'L' => "Leasing and business services",
            'M' => "Scientific research and technical services",
            'N' => "Management of water conservancy, environment and public facilities",
            'O' => "Services to households, repair and other services",
            'P' => "Education",
            'Q' => "Health and social service",
            'R' => "Culture, sports and entertainment",
            'S' => "Public management, social security and social organizations",
            _ => "International organizations",
        }
    }

    /// The level, told by the length of the code.
    #[must_use]
    pub const fn level(self) -> IndustryLevel {
        match self.code.len() {
            1 => IndustryLevel::Section,
            3 => IndustryLevel::Division,
            4 => IndustryLevel::Group,
            _ => IndustryLevel::Class,
        }
    }

    /// The section it lies in; itself if it is one.
    #[must_use]
    pub fn section(self) -> Self {
        self.prefix(1).unwrap_or(self)
    }

    /// The industry right above; none above a section.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self.level() {
            IndustryLevel::Section => None,
            IndustryLevel::Division => self.prefix(1),
            IndustryLevel::Group => self.prefix(3),
            IndustryLevel::Class => self.prefix(4),
        }
    }

    /// The industries right below, in order.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let below = TABLE.within(self.code).map(|(code, name)| Self { code, name });
        below.filter(move |industry| industry.parent() == Some(self))
    }

    /// Whether `other` is this industry or lies within it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        other.code.starts_with(self.code)
    }

    fn prefix(self, len: usize) -> Option<Self> {
        self.code.get(..len).and_then(Self::find)
    }

    fn find(code: &str) -> Option<Self> {
        TABLE.find(code).map(|(code, name)| Self { code, name })
    }

    fn letter(self) -> char {
        self.code.chars().next().unwrap_or_default()
    }

    /// The industry with these digits, whatever its section: divisions are numbered through.
    fn by_digits(digits: &str) -> Option<Self> {
        let division: u8 = digits.get(..2)?.parse().ok()?;
        let &(section, _) = SECTIONS.iter().rfind(|&&(_, first)| first <= division)?;
        Self::find(&format!("{section}{digits}"))
    }
}

impl FromStr for Industry {
    type Err = IndustryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shown = || text.trim().chars().take(16).collect::<String>();
        let code = text.trim().to_ascii_uppercase();
        let letter = code.chars().next().filter(char::is_ascii_uppercase);
        let digits = code.get(usize::from(letter.is_some())..).unwrap_or_default();
        let well_formed = digits.bytes().all(|byte| byte.is_ascii_digit())
            && (matches!(digits.len(), 2..=4) || (digits.is_empty() && letter.is_some()));
        if !well_formed {
            return Err(IndustryError::Form(shown()));
        }
        if digits.is_empty() {
            return Self::find(&code).ok_or(IndustryError::Unknown { code, nearest: None });
        }
        let Some(found) = Self::by_digits(digits) else {
            let nearest = (2..digits.len())
                .rev()
                .find_map(|len| digits.get(..len).and_then(Self::by_digits));
            return Err(IndustryError::Unknown { code, nearest });
        };
        match letter {
            Some(given) if given != found.letter() => Err(IndustryError::Section {
                digits: digits.to_owned(),
                given,
                section: found.letter(),
            }),
            _ => Ok(found),
        }
    }
}

impl fmt::Display for Industry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code)
    }
}

impl fmt::Debug for Industry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Industry({} {})", self.code, self.name)
    }
}

impl Serialize for Industry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Industry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn industry(code: &str) -> Industry {
        code.parse().unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn the_table_has_the_numbers_that_the_standard_states() {
        TABLE.assert_sorted();
        let count = |level| {
            Industry::all()
                .filter(|industry| industry.level() == level)
                .count()
        };
        assert_eq!(count(IndustryLevel::Section), 20);
        assert_eq!(count(IndustryLevel::Division), 97);
        assert_eq!(count(IndustryLevel::Group), 473);
        assert_eq!(count(IndustryLevel::Class), 1_382);
    }

    #[test]
    fn every_industry_has_a_parent_and_every_one_but_a_class_has_children() {
        for industry in Industry::all() {
            assert_eq!(
                industry.parent().is_none(),
                industry.level() == IndustryLevel::Section,
                "{industry}"
            );
            assert_eq!(
                industry.children().next().is_none(),
                industry.level() == IndustryLevel::Class,
                "{industry}"
            );
            assert_eq!(industry.digits().parse(), Ok(industry));
            assert_eq!(industry.code().parse(), Ok(industry));
        }
    }

    #[test]
    fn a_class_is_found_with_and_without_its_letter() {
        let class = industry("3360");
        assert_eq!(
            (class.code(), class.digits(), class.name()),
            ("C3360", "3360", "金属表面处理及热处理加工")
        );
        assert_eq!(industry("c3360"), class);
        assert_eq!(class.parent().map(Industry::code), Some("C336"));
        assert_eq!(
            (class.section().name(), class.section_en()),
            ("制造业", "Manufacturing")
        );
        assert!(industry("C33").contains(class) && !industry("34").contains(class));
    }

    #[test]
    fn classes_are_found_by_name() {
        let found: Vec<_> = Industry::named("茶叶种植").map(Industry::code).collect();
        assert_eq!(found, ["A0164"]);
    }

    #[test]
    fn a_wrong_code_is_refused_with_the_nearest_industry() {
        let error = |code: &str| code.parse::<Industry>().err();
        let unknown = error("3369");
        assert!(
            unknown
                .as_ref()
                .is_some_and(|error| error.to_string().contains("within 336")),
            "{unknown:?}"
        );
        assert!(
            unknown.is_some_and(|error| error.zh().contains("应为 336 金属表面处理及热处理加工之内的代码"))
        );
        assert_eq!(
            error("A3360"),
            Some(IndustryError::Section {
                digits: "3360".to_owned(),
                given: 'A',
                section: 'C'
            })
        );
        assert_eq!(
            error("98"),
            Some(IndustryError::Unknown {
                code: "98".to_owned(),
                nearest: None
            })
        );
        for text in ["", "1", "Z", "33600", "制造", "C3 3"] {
            assert!(error(text).is_some(), "{text}");
        }
    }

    #[test]
    fn an_industry_is_its_code_in_json() {
        let json = serde_json::to_string(&industry("3360")).unwrap_or_default();
        assert_eq!(json, "\"C3360\"");
        assert_eq!(
            serde_json::from_str::<Industry>("\"3360\"").ok(),
            Some(industry("3360"))
        );
    }
}
