//! Where things of the story lie on the map: about the middle of their village, the same thing always at the same spot. Drawn
//! from chances of their own, so that nothing else of the story depends on it.

use crate::world::{Village, World};
use serde_json::{Value as Json, json};

/// Millionths of a degree, east and north.
type Spot = (i64, i64);

/// How far from its village's middle something lies at most.
const REACH: Spot = (6_500, 5_000);
/// Millionths of a degree to a metre, at the town's latitude.
const PER_METRE: (f64, f64) = (10.3, 9.0);
/// Distance of neighbouring plots in a park, and how many stand in a row.
const PITCH: Spot = (1_195, 920);
const ROW: usize = 9;

/// The point of a thing of that name and number.
pub(crate) fn point(world: &World, village: &Village, name: &str, number: u64) -> Json {
    json!({ "type": "Point", "coordinates": degrees(near(world, village, name, number)) })
}

/// A road through a village, bending a little.
pub(crate) fn road(world: &World, village: &Village, name: &str) -> Json {
    let (east, north) = near(world, village, name, 0);
    let mut chance = world.chance(&format!("road {name}"), 0);
    let bends: Vec<Json> = (-3..=3)
        .map(|step: i64| {
            let bend = (chance.between((-900, 900)), chance.between((-700, 700)));
            degrees((east + step * 2_600 + bend.0, north + step * 800 + bend.1))
        })
        .collect();
    json!({ "type": "LineString", "coordinates": bends })
}

/// The outline of a park of so many mu around its village's middle.
pub(crate) fn park(village: &Village, mu: f64) -> Json {
    plot(village.spot, mu * 10_000.0 / 15.0)
}

/// The outline of a park's plot of that number, so many square metres large.
pub(crate) fn parcel(village: &Village, number: usize, square_metres: f64) -> Json {
    let (column, row) = (number % ROW, number / ROW);
    let along = |at: usize, middle: i64, pitch: i64| (i64::try_from(at).unwrap_or_default() - middle) * pitch;
    let (east, north) = village.spot;
    plot(
        (east + along(column, 4, PITCH.0), north + along(row, 4, PITCH.1)),
        square_metres,
    )
}

/// A rectangle of so many square metres, somewhat wider than high.
fn plot((east, north): Spot, square_metres: f64) -> Json {
    let high = (square_metres / 1.25).sqrt();
    let half = |metres: f64, per_metre: f64| (metres * per_metre / 2.0).round() as i64;
    let (wide, high) = (half(high * 1.25, PER_METRE.0), half(high, PER_METRE.1));
    let corners = [
        (-wide, -high),
        (wide, -high),
        (wide, high),
        (-wide, high),
        (-wide, -high),
    ];
    let ring: Vec<Json> = corners
        .iter()
        .map(|(x, y)| degrees((east + x, north + y)))
        .collect();
    json!({ "type": "Polygon", "coordinates": [ring] })
}

fn near(world: &World, village: &Village, name: &str, number: u64) -> Spot {
    let mut chance = world.chance(&format!("ground {name}"), number);
    // Twice, so that most lie near the middle.
    let mut off = |most: i64| (chance.between((-most, most)) + chance.between((-most, most))) / 2;
    (village.spot.0 + off(REACH.0), village.spot.1 + off(REACH.1))
}

fn degrees((east, north): Spot) -> Json {
    json!([east as f64 / 1e6, north as f64 / 1e6])
}
