//! Codes of places: the official divisions from province to village, and the grids below a village.
//!
//! Six digits and fewer follow GB/T 2260 (divisions down to the county), nine digits GB/T 10114 (townships), twelve digits
//! the National Bureau of Statistics' code for statistical divisions (villages and neighbourhoods). A code's prefix is its
//! parent, so that the tree needs no look-up.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Twelve digits, a hyphen and four characters of a grid.
const CAPACITY: usize = 17;
/// The lengths of the official levels, province first.
const LENGTHS: [usize; 5] = [2, 4, 6, 9, 12];

/// The code of one place, such as `330226105` (a town) or `330226105201-03` (a grid of a village).
///
/// Invariants: 2, 4, 6, 9 or 12 digits, or 12 digits with a hyphen and 1 to 4 capital letters or digits; the last level is not all
/// zeros. A code filled up with zeros names the place above it, and is read as such: `330226000000` and `330226` are one place.
/// Codes order as their text does, so that a place comes right before all that lies within it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceCode {
    text: [u8; CAPACITY],
    len: u8,
}

/// How high a place stands in the tree of divisions. The highest level is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceLevel {
    /// 省、自治区、直辖市: two digits.
    Province,
    /// 市、地区、自治州: four digits.
    City,
    /// 县、区、县级市: six digits.
    County,
    /// 镇、乡、街道: nine digits.
    Town,
    /// 村、社区: twelve digits.
    Village,
    /// 网格: a part of a village, numbered by its town.
    Grid,
}

impl PlaceLevel {
    /// Every level, the highest first.
    pub const ALL: [Self; 6] = [
        Self::Province,
        Self::City,
        Self::County,
        Self::Town,
        Self::Village,
        Self::Grid,
    ];

    /// The level's name in Chinese.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Province => "省",
            Self::City => "市",
            Self::County => "县",
            Self::Town => "镇",
            Self::Village => "村",
            Self::Grid => "网格",
        }
    }

    /// The level's name in English; also its word in data.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
            Self::Village => "village",
            Self::Grid => "grid",
        }
    }
}

/// Why a text is not the code of a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceCodeError {
    /// The part before the hyphen is not of an official length.
    #[error(
        "the place code \"{code}\" has {found} characters before any grid; expected 2, 4, 6, 9 or 12 digits"
    )]
    Length {
        /// The beginning of what was given.
        code: String,
        /// How many characters stand before the hyphen.
        found: usize,
    },
    /// A character other than a digit stands in the official part.
    #[error("the place code \"{code}\" has \"{found}\" where a digit 0-9 was expected")]
    Digit {
        /// The beginning of what was given.
        code: String,
        /// The first character that is no digit.
        found: char,
    },
    /// The province is `00`.
    #[error("the place code \"{code}\" begins with 00; expected the two digits of a province, such as 33")]
    Province {
        /// The beginning of what was given.
        code: String,
    },
    /// A grid hangs below something that is not a village.
    #[error(
        "the grid \"{code}\" does not belong to a village; expected the village's 12 digits before the hyphen"
    )]
    GridParent {
        /// The beginning of what was given.
        code: String,
    },
    /// The grid's own part is malformed.
    #[error(
        "the grid \"{code}\" is malformed; expected 1 to 4 letters or digits after the hyphen, such as 330226105201-03"
    )]
    Grid {
        /// The beginning of what was given.
        code: String,
    },
}

impl PlaceCodeError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Length { code, found } => {
                format!("区划代码“{code}”在网格号之前有 {found} 个字符，应为 2、4、6、9 或 12 位数字")
            }
            Self::Digit { code, found } => format!("区划代码“{code}”中的“{found}”不是数字，此处应为 0—9"),
            Self::Province { code } => format!("区划代码“{code}”以 00 开头，应以两位省级代码开头，如 33"),
            Self::GridParent { code } => {
                format!("网格代码“{code}”没有挂在村（社区）下，连字符前应为 12 位村级代码")
            }
            Self::Grid { code } => {
                format!("网格代码“{code}”格式不对，连字符后应为 1 至 4 位字母或数字，如 330226105201-03")
            }
        }
    }
}

impl PlaceCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text
            .get(..usize::from(self.len))
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or_default()
    }

    /// The level of the place, told by the length of its code.
    #[must_use]
    pub const fn level(&self) -> PlaceLevel {
        match self.len {
            0..=2 => PlaceLevel::Province,
            3..=4 => PlaceLevel::City,
            5..=6 => PlaceLevel::County,
            7..=9 => PlaceLevel::Town,
            10..=12 => PlaceLevel::Village,
            _ => PlaceLevel::Grid,
        }
    }

    /// The place right above; none above a province. In a city without counties (Dongguan, 4419) a town's parent is the city.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let len = usize::from(self.len);
        LENGTHS
            .into_iter()
            .rev()
            .find(|&shorter| shorter < len)
            .map(|shorter| self.cut(shorter))
    }

    /// All places above, the nearest first, up to the province.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// The town this place is or lies in; none for a county and above.
    #[must_use]
    pub fn town(&self) -> Option<Self> {
        self.at(PlaceLevel::Town)
    }

    /// The place of the given level that this place is or lies in; none if this place stands above that level, or if its
    /// branch has no such level.
    #[must_use]
    pub fn at(&self, level: PlaceLevel) -> Option<Self> {
        std::iter::once(*self)
            .chain(self.ancestors())
            .find(|place| place.level() == level)
    }

    /// Whether `other` is this place or lies within it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self == other || (self.level() < PlaceLevel::Grid && other.as_str().starts_with(self.as_str()))
    }

    /// The first `len` characters, without levels that are all zeros.
    fn cut(&self, len: usize) -> Self {
        let mut text = self.text;
        text.iter_mut().skip(len).for_each(|byte| *byte = 0);
        Self {
            text,
            len: u8::try_from(len).unwrap_or(self.len),
        }
        .folded()
    }

    /// The same place without levels that are all zeros at the end.
    fn folded(self) -> Self {
        let len = usize::from(self.len);
        let Some(shorter) = LENGTHS.into_iter().rev().find(|&shorter| shorter < len) else {
            return self;
        };
        match self.text.get(shorter..len) {
            Some(last) if last.iter().all(|&byte| byte == b'0') => self.cut(shorter),
            _ => self,
        }
    }
}

impl FromStr for PlaceCode {
    type Err = PlaceCodeError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let shown = || code.chars().take(24).collect::<String>();
        let (official, grid) = code
            .split_once('-')
            .map_or((code, None), |(official, grid)| (official, Some(grid)));
        if let Some(found) = official.chars().find(|character| !character.is_ascii_digit()) {
            return Err(PlaceCodeError::Digit { code: shown(), found });
        }
        if !LENGTHS.contains(&official.len()) {
            return Err(PlaceCodeError::Length {
                code: shown(),
                found: official.len(),
            });
        }
        if official.starts_with("00") {
            return Err(PlaceCodeError::Province { code: shown() });
        }
        let mut text = [0; CAPACITY];
        text.iter_mut()
            .zip(official.bytes())
            .for_each(|(place, byte)| *place = byte);
        let place = Self {
            text,
            len: u8::try_from(official.len()).unwrap_or_default(),
        }
        .folded();
        let Some(grid) = grid else { return Ok(place) };
        if place.level() != PlaceLevel::Village {
            return Err(PlaceCodeError::GridParent { code: shown() });
        }
        if !(1..=4).contains(&grid.len()) || !grid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(PlaceCodeError::Grid { code: shown() });
        }
        let tail = std::iter::once(b'-').chain(grid.bytes().map(|byte| byte.to_ascii_uppercase()));
        text.iter_mut()
            .skip(official.len())
            .zip(tail)
            .for_each(|(place, byte)| *place = byte);
        Ok(Self {
            text,
            len: u8::try_from(official.len() + 1 + grid.len()).unwrap_or_default(),
        })
    }
}

impl fmt::Display for PlaceCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for PlaceCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PlaceCode({})", self.as_str())
    }
}

impl AsRef<str> for PlaceCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Serialize for PlaceCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PlaceCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = PlaceCode;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a place code as text, such as \"330226105\"")
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<PlaceCode, E> {
                code.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(code: &str) -> PlaceCode {
        code.parse().unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn texts(places: impl Iterator<Item = PlaceCode>) -> Vec<String> {
        places.map(|place| place.to_string()).collect()
    }

    #[test]
    fn the_length_of_a_code_tells_its_level() {
        let codes = [
            "33",
            "3302",
            "330226",
            "330226105",
            "330226105201",
            "330226105201-03",
        ];
        for (code, level) in codes.into_iter().zip(PlaceLevel::ALL) {
            assert_eq!(place(code).level(), level);
            assert_eq!(place(code).to_string(), code);
        }
    }

    #[test]
    fn a_grid_lies_in_its_village_town_county_city_and_province() {
        let grid = place("330226105201-03");
        assert_eq!(
            texts(grid.ancestors()),
            ["330226105201", "330226105", "330226", "3302", "33"]
        );
        assert_eq!(grid.town(), Some(place("330226105")));
        assert_eq!(place("330226105").town(), Some(place("330226105")));
        assert_eq!(place("330226").town(), None);
        assert_eq!(place("33").parent(), None);
    }

    #[test]
    fn a_code_filled_up_with_zeros_is_the_place_above() {
        assert_eq!(place("330000"), place("33"));
        assert_eq!(place("330200"), place("3302"));
        assert_eq!(place("330226000000"), place("330226"));
        assert_eq!(place("330226105000"), place("330226105"));
    }

    #[test]
    fn towns_of_a_city_without_counties_lie_right_in_the_city() {
        let town = place("441900003");
        assert_eq!(texts(town.ancestors()), ["4419", "44"]);
        assert!(place("4419").contains(&town));
        assert_eq!(town.at(PlaceLevel::County), None);
    }

    #[test]
    fn a_grid_holds_no_grid_whose_number_it_begins() {
        assert!(!place("330226105201-0").contains(&place("330226105201-03")));
        assert!(place("330226105201").contains(&place("330226105201-03")));
        assert!(!place("330226105202").contains(&place("330226105201-03")));
    }

    #[test]
    fn the_letters_of_a_grid_are_capitals() {
        assert_eq!(place("330226105201-a1").as_str(), "330226105201-A1");
    }

    #[test]
    fn a_malformed_code_is_refused_with_what_was_expected_in_both_languages() {
        for (code, en, zh) in [
            (
                "",
                "expected 2, 4, 6, 9 or 12 digits",
                "应为 2、4、6、9 或 12 位数字",
            ),
            ("3302261", "has 7 characters", "有 7 个字符"),
            ("33022６", "has \"６\"", "“６”不是数字"),
            (" 330226", "a digit 0-9 was expected", "不是数字"),
            ("001226", "begins with 00", "以 00 开头"),
            ("330226105-03", "12 digits before the hyphen", "12 位村级代码"),
            ("330226105000-03", "12 digits before the hyphen", "12 位村级代码"),
            ("330226105201-", "1 to 4 letters or digits", "1 至 4 位字母或数字"),
            (
                "330226105201-00003",
                "1 to 4 letters or digits",
                "1 至 4 位字母或数字",
            ),
            (
                "330226105201-0-3",
                "1 to 4 letters or digits",
                "1 至 4 位字母或数字",
            ),
        ] {
            let error = code.parse::<PlaceCode>().err();
            assert!(
                error.as_ref().is_some_and(|error| error.to_string().contains(en)),
                "{code}: {error:?}"
            );
            assert!(
                error.as_ref().is_some_and(|error| error.zh().contains(zh)),
                "{code}: {error:?}"
            );
        }
    }

    #[test]
    fn a_place_is_text_in_json() {
        let json = serde_json::to_string(&place("330226105201-03")).unwrap_or_default();
        assert_eq!(json, "\"330226105201-03\"");
        assert_eq!(
            serde_json::from_str::<PlaceCode>(&json).ok(),
            Some(place("330226105201-03"))
        );
        assert!(
            serde_json::from_str::<PlaceCode>("\"3302\\u0032\\u0036\"").is_ok(),
            "escaped text is text"
        );
        assert!(serde_json::from_str::<PlaceCode>("330226").is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_read_as_anything_but_a_code_that_reads_as_itself(text in "[0-9]{0,13}(-[0-9A-Za-z]{0,5})?|\\PC{0,20}") {
            if let Ok(place) = text.parse::<PlaceCode>() {
                prop_assert_eq!(place.as_str().parse(), Ok(place));
            }
        }

        #[test]
        fn every_ancestor_contains_the_place_and_comes_before_it(text in "[1-9][0-9]{11}-[0-9A-Z]{1,4}") {
            if let Ok(place) = text.parse::<PlaceCode>() {
                for above in place.ancestors() {
                    prop_assert!(above.contains(&place) && !place.contains(&above));
                    prop_assert!(above < place && above.level() < place.level());
                }
            }
        }

        #[test]
        fn codes_order_as_their_text_does(a in "[1-9][0-9]|[1-9][0-9]{5}|[1-9][0-9]{11}(-[0-9A-Z]{1,4})?", b in "[1-9][0-9]|[1-9][0-9]{5}|[1-9][0-9]{11}(-[0-9A-Z]{1,4})?") {
            if let (Ok(a), Ok(b)) = (a.parse::<PlaceCode>(), b.parse::<PlaceCode>()) {
                prop_assert_eq!(a.cmp(&b), a.as_str().cmp(b.as_str()));
            }
        }
    }
}
