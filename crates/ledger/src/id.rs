//! Names of records and moments of the book.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, tz::Offset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// The name of a record: 128 bits, of which the first 48 are the millisecond it was made at, so that records made
/// later sort later. Written as 26 characters of Crockford's base 32 (a ULID in lower case).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(u128);

/// A text that is no record id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a record id: 26 characters of 0-9 and a-z without i, l, o, u are expected")]
pub struct RecordIdError(pub String);

impl RecordId {
    /// The id made at `moment` with the given 80 random bits.
    #[must_use]
    pub fn new(moment: Moment, random: u128) -> Self {
        let millis = u128::try_from(moment.0.max(0)).unwrap_or_default();
        RecordId((millis << 80) | (random & ((1 << 80) - 1)))
    }

    /// The moment it was made at.
    #[must_use]
    pub fn moment(self) -> Moment {
        Moment(i64::try_from(self.0 >> 80).unwrap_or(i64::MAX))
    }

    fn encode(self) -> [u8; LENGTH] {
        let mut text = [0; LENGTH];
        for (at, slot) in text.iter_mut().enumerate() {
            let shift = 5 * (LENGTH - 1 - at);
            *slot = ALPHABET[((self.0 >> shift) & 31) as usize];
        }
        text
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.encode()
            .iter()
            .try_for_each(|&byte| fmt::Write::write_char(f, char::from(byte)))
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for RecordId {
    type Err = RecordIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || RecordIdError(text.chars().take(40).collect());
        if text.len() != LENGTH {
            return Err(wrong());
        }
        let mut bits: u128 = 0;
        for (at, byte) in text.bytes().enumerate() {
            let lower = byte.to_ascii_lowercase();
            let digit = ALPHABET
                .iter()
                .position(|&each| each == lower)
                .ok_or_else(wrong)?;
            if at == 0 && digit > 7 {
                return Err(wrong());
            }
            bits = (bits << 5) | digit as u128;
        }
        Ok(RecordId(bits))
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Days are China Standard Time (UTC+8, no summer time).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;
const EAST_EIGHT: i64 = 8 * 3_600_000;

impl Moment {
    /// The first moment of `date` in China.
    #[must_use]
    pub fn start_of(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        let days = i64::from(epoch.until(date).map(|span| span.get_days()).unwrap_or_default());
        Moment(days * DAY - EAST_EIGHT)
    }

    /// The first moment after `date` in China: when something due on that day is missed.
    #[must_use]
    pub fn end_of(date: Date) -> Self {
        Moment(Self::start_of(date).0 + DAY)
    }

    /// The day in China.
    #[must_use]
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// Date and time of day in China.
    #[must_use]
    pub fn civil(self) -> DateTime {
        let timestamp = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        Offset::constant(8).to_datetime(timestamp)
    }

    /// The moment of a date and time of day in China.
    #[must_use]
    pub fn of_civil(civil: DateTime) -> Self {
        Offset::constant(8)
            .to_timestamp(civil)
            .map(|timestamp| Moment(timestamp.as_millisecond()))
            .unwrap_or_default()
    }

    /// The moment `hours` later.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        Moment(
            self.0
                .saturating_add(SignedDuration::from_hours(hours).as_millis() as i64),
        )
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil().strftime("%Y-%m-%d %H:%M:%S"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_in_china_begins_eight_hours_before_greenwich() {
        let date = Date::constant(2024, 3, 5);
        assert_eq!(Moment::start_of(date).0, 1_709_568_000_000);
        assert_eq!(Moment::start_of(date).date(), date);
        assert_eq!(Moment(Moment::end_of(date).0 - 1).date(), date);
    }

    proptest! {
        #[test]
        fn ids_survive_being_written_and_sort_by_time(a in 0i64..1 << 47, b in 0i64..1 << 47, random: u128) {
            let (first, second) = (RecordId::new(Moment(a), random), RecordId::new(Moment(b), random));
            prop_assert_eq!(first.to_string().parse::<RecordId>().unwrap(), first);
            prop_assert_eq!(first.moment(), Moment(a));
            prop_assert_eq!(first.cmp(&second), a.cmp(&b));
            prop_assert_eq!(first.to_string().cmp(&second.to_string()), a.cmp(&b));
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,40}") {
            let _ = text.parse::<RecordId>();
        }
    }
}
