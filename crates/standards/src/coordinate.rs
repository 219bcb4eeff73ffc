//! Positions on the map, and the shifts between the datums that Chinese maps are drawn in.
//!
//! CGCS2000 (GB/T 28584, the state's datum) and WGS 84 (what receivers give) agree to a few centimetres and are taken as one here.
//! GCJ-02 is the shift that public maps in mainland China must apply, BD-09 Baidu's further shift. Neither is published; the
//! formulas are the ones in general use, which agree with the map services to about a metre.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// A datum: what a pair of degrees is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// 国家大地坐标系 2000: the datum of all data kept here.
    Cgcs2000,
    /// World Geodetic System 1984.
    Wgs84,
    /// 火星坐标: Amap, Tencent and Google maps within mainland China.
    Gcj02,
    /// 百度坐标.
    Bd09,
}

/// A position in degrees.
///
/// Invariants: longitude −180 to 180, latitude −90 to 90, both finite.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct Position {
    longitude: f64,
    latitude: f64,
}

/// Why two figures are not a position.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// The longitude is impossible.
    #[error("longitude {0} is impossible; expected −180 to 180 degrees, in China about 73 to 136")]
    Longitude(f64),
    /// The latitude is impossible.
    #[error(
        "latitude {0} is impossible; expected −90 to 90 degrees, in China about 3 to 54 (perhaps longitude and latitude are swapped)"
    )]
    Latitude(f64),
}

impl PositionError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Longitude(degrees) => {
                format!("经度 {degrees} 不可能，应在 −180 至 180 度之间，我国约为 73 至 136 度")
            }
            Self::Latitude(degrees) => {
                format!("纬度 {degrees} 不可能，应在 −90 至 90 度之间，我国约为 3 至 54 度（经纬度可能颠倒）")
            }
        }
    }
}

impl Position {
    /// A position by longitude and latitude, in this order, in degrees.
    ///
    /// # Errors
    /// When either lies outside its range or is not a number.
    pub fn new(longitude: f64, latitude: f64) -> Result<Self, PositionError> {
        if !(-180.0..=180.0).contains(&longitude) {
            return Err(PositionError::Longitude(longitude));
        }
        if !(-90.0..=90.0).contains(&latitude) {
            return Err(PositionError::Latitude(latitude));
        }
        Ok(Self { longitude, latitude })
    }

    /// Degrees east.
    #[must_use]
    pub const fn longitude(self) -> f64 {
        self.longitude
    }

    /// Degrees north.
    #[must_use]
    pub const fn latitude(self) -> f64 {
        self.latitude
    }

    /// The same spot in another datum. The way there and back errs by less than a centimetre, and outside China by nothing.
    #[must_use]
    pub fn converted(self, from: Datum, to: Datum) -> Self {
        use Datum::{Bd09, Cgcs2000, Gcj02, Wgs84};
        match (from, to) {
            (Cgcs2000 | Wgs84, Cgcs2000 | Wgs84) | (Gcj02, Gcj02) | (Bd09, Bd09) => self,
            (Cgcs2000 | Wgs84, Gcj02) => self.obfuscated(),
            (Cgcs2000 | Wgs84, Bd09) => self.obfuscated().to_baidu(),
            (Gcj02, Cgcs2000 | Wgs84) => self.undone(Self::obfuscated),
            (Gcj02, Bd09) => self.to_baidu(),
            (Bd09, Gcj02) => self.undone(Self::to_baidu),
            (Bd09, Cgcs2000 | Wgs84) => self.undone(Self::to_baidu).undone(Self::obfuscated),
        }
    }

    /// The distance to another position of the same datum in metres, along the great circle of a sphere: right to half a percent.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        const RADIUS: f64 = 6_371_008.8;
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = ((other.longitude - self.longitude).to_radians() / 2.0)
            .sin()
            .powi(2);
        let along = ((b - a) / 2.0).sin().powi(2);
        2.0 * RADIUS * (along + a.cos() * b.cos() * across).clamp(0.0, 1.0).sqrt().asin()
    }

    /// Whether the shifts apply: the rectangle in general use, a little wider than the country.
    fn is_shifted(self) -> bool {
        (72.004..=137.8347).contains(&self.longitude) && (0.8293..=55.8271).contains(&self.latitude)
    }

    /// From WGS 84 to GCJ-02.
    fn obfuscated(self) -> Self {
        /// The ellipsoid of Krasovsky 1940 that the shift is computed on: semi-major axis in metres and eccentricity squared.
        const AXIS: f64 = 6_378_245.0;
        const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
        if !self.is_shifted() {
            return self;
        }
        let (east, north) = shift(self.longitude - 105.0, self.latitude - 35.0);
        let radians = self.latitude.to_radians();
        let magic = 1.0 - ECCENTRICITY * radians.sin().powi(2);
        let meridian = AXIS * (1.0 - ECCENTRICITY) / (magic * magic.sqrt());
        let parallel = AXIS / magic.sqrt() * radians.cos();
        self.moved((east / parallel).to_degrees(), (north / meridian).to_degrees())
    }

    /// From GCJ-02 to BD-09.
    fn to_baidu(self) -> Self {
        const TURN: f64 = PI * 3000.0 / 180.0;
        if !self.is_shifted() {
            return self;
        }
        let (x, y) = (self.longitude, self.latitude);
        let radius = x.hypot(y) + 0.000_02 * (y * TURN).sin();
        let angle = y.atan2(x) + 0.000_003 * (x * TURN).cos();
        Self {
            longitude: radius * angle.cos() + 0.0065,
            latitude: radius * angle.sin() + 0.006,
        }
    }

    /// The position that `shift` moves to this one, found by stepping closer; this one if the shifts do not apply there.
    fn undone(self, shift: fn(Self) -> Self) -> Self {
        const ENOUGH: f64 = 1e-10;
        if !self.is_shifted() {
            return self;
        }
        let mut guess = self;
        for _ in 0..32 {
            let there = shift(guess);
            let (east, north) = (self.longitude - there.longitude, self.latitude - there.latitude);
            guess = guess.moved(east, north);
            if east.abs() < ENOUGH && north.abs() < ENOUGH {
                break;
            }
        }
        guess
    }

    fn moved(self, east: f64, north: f64) -> Self {
        Self {
            longitude: self.longitude + east,
            latitude: self.latitude + north,
        }
    }
}

/// The shift of GCJ-02 in metres east and north, by degrees east and north of 105°E 35°N.
fn shift(x: f64, y: f64) -> (f64, f64) {
    let wave = |argument: f64| (argument * PI).sin();
    let common = (20.0 * wave(6.0 * x) + 20.0 * wave(2.0 * x)) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * wave(x) + 40.0 * wave(x / 3.0)) * 2.0 / 3.0
        + (150.0 * wave(x / 12.0) + 300.0 * wave(x / 30.0)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * wave(y) + 40.0 * wave(y / 3.0)) * 2.0 / 3.0
        + (160.0 * wave(y / 12.0) + 320.0 * wave(y / 30.0)) * 2.0 / 3.0;
    (east, north)
}

impl TryFrom<[f64; 2]> for Position {
    type Error = PositionError;

    fn try_from([longitude, latitude]: [f64; 2]) -> Result<Self, Self::Error> {
        Self::new(longitude, latitude)
    }
}

impl From<Position> for [f64; 2] {
    fn from(position: Position) -> Self {
        [position.longitude, position.latitude]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(longitude: f64, latitude: f64) -> Position {
        Position::new(longitude, latitude).unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn tiananmen_lies_where_the_map_services_show_it() {
        // WGS 84, GCJ-02 and BD-09 of one spot, as the converters in general use give them.
        let [wgs, gcj, baidu] = [
            at(116.404, 39.915),
            at(116.410_244_5, 39.916_404),
            at(116.416_627, 39.922_699),
        ];
        assert!(wgs.converted(Datum::Wgs84, Datum::Gcj02).distance(gcj) < 1.0);
        assert!(wgs.converted(Datum::Wgs84, Datum::Bd09).distance(baidu) < 1.0);
        assert!(gcj.converted(Datum::Gcj02, Datum::Wgs84).distance(wgs) < 1.0);
        assert!(baidu.converted(Datum::Bd09, Datum::Cgcs2000).distance(wgs) < 1.0);
    }

    #[test]
    fn outside_china_all_datums_are_one() {
        let paris = at(2.3522, 48.8566);
        for to in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
            assert_eq!(paris.converted(Datum::Cgcs2000, to), paris);
            assert_eq!(paris.converted(to, Datum::Cgcs2000), paris);
        }
    }

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let metres = at(121.0, 29.0).distance(at(121.0, 30.0));
        assert!((111_000.0..111_400.0).contains(&metres), "{metres}");
    }

    #[test]
    fn an_impossible_position_is_refused_with_its_likely_cause() {
        assert_eq!(Position::new(190.0, 0.0), Err(PositionError::Longitude(190.0)));
        let swapped = Position::new(29.3, 121.4).err();
        assert!(
            swapped
                .as_ref()
                .is_some_and(|error| error.to_string().contains("swapped"))
        );
        assert!(swapped.is_some_and(|error| error.zh().contains("颠倒")));
        assert!(Position::new(f64::NAN, 0.0).is_err());
        assert!(serde_json::from_str::<Position>("[121.4,95]").is_err());
    }

    proptest! {
        #[test]
        fn there_and_back_errs_by_less_than_a_centimetre(longitude in 73.6..135.1f64, latitude in 3.8..53.6f64) {
            let here = at(longitude, latitude);
            for to in [Datum::Gcj02, Datum::Bd09] {
                let back = here.converted(Datum::Wgs84, to).converted(to, Datum::Wgs84);
                prop_assert!(back.distance(here) < 0.01, "{} m by {to:?}", back.distance(here));
            }
        }

        #[test]
        fn the_shift_is_some_hundred_metres(longitude in 73.6..135.1f64, latitude in 3.8..53.6f64) {
            let here = at(longitude, latitude);
            let shift = here.converted(Datum::Wgs84, Datum::Gcj02).distance(here);
            prop_assert!((10.0..1_500.0).contains(&shift), "{shift} m");
        }

        #[test]
        fn every_result_is_a_position(longitude in -180.0..=180.0f64, latitude in -90.0..=90.0f64) {
            let here = at(longitude, latitude);
            for (from, to) in [(Datum::Wgs84, Datum::Bd09), (Datum::Bd09, Datum::Wgs84), (Datum::Gcj02, Datum::Wgs84)] {
                let there = here.converted(from, to);
                prop_assert!(Position::new(there.longitude(), there.latitude()).is_ok());
            }
        }
    }
}
