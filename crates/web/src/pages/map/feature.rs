//! Layers and villages as GeoJSON (RFC 7946) for the map to draw: of each record its name, its state and where it leads.

use super::layer::{Layer, Which, layers};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::parts::place::Places;
use crate::pages::parts::value::{Teller, label, state_of};
use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use desk::{DeskError, RecordView};
use serde_json::{Value as Json_, json};
use standards::{PlaceCode, Position};

/// Records read at a time, and most of a layer that are drawn.
const STRETCH: usize = 500;
const MOST: usize = 5_000;

pub(super) async fn records(
    staff: Staff,
    Path(register): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let form = Form::asked(&query.unwrap_or_default());
    let found = staff
        .ask(move |staff| {
            let shelf = staff.seat.desk().shelf();
            let layers = layers(staff, &shelf);
            let layer = layers.iter().find(|layer| layer.register.name == register);
            layer
                .map(|layer| collection(staff, layer, &Which::of(&form)))
                .transpose()
        })
        .await?;
    Ok(Json(found.ok_or_else(Fault::missing)?).into_response())
}

fn collection(staff: &Staff, layer: &Layer<'_>, which: &Which) -> Result<Json_, DeskError> {
    let teller = Teller::new(staff, layer.pack, layer.register);
    let mut ask = layer.ask(which, STRETCH);
    let mut features = Vec::new();
    let mut count = 0;
    let more = loop {
        let (records, next) = staff.seat.list(&layer.register.name, &ask)?;
        count += records.len();
        features.extend(records.iter().flat_map(|record| shapes(&teller, layer, record)));
        match next {
            Some(_) if count >= MOST => break true,
            Some(next) => ask.after = Some(next),
            None => break false,
        }
    };
    Ok(json!({ "type": "FeatureCollection", "features": features, "more": more }))
}

/// A record's shapes, each a feature.
fn shapes(teller: &Teller<'_>, layer: &Layer<'_>, record: &RecordView) -> Vec<Json_> {
    let look = teller.staff.look();
    let state = state_of(layer.register, record).map(|(_, state)| look.text(&state.title));
    let properties = json!({
        "name": label(teller, record),
        "number": record.number,
        "place": teller.place(&record.place),
        "state": state,
        "overdue": record.overdue,
        "path": format!("/registers/{}/{}", record.register, record.id),
    });
    let geometries = layer
        .shapes
        .iter()
        .filter_map(|field| record.fields.get(&field.name));
    geometries
        .map(|geometry| json!({ "type": "Feature", "geometry": geometry, "properties": properties }))
        .collect()
}

/// The villages that were declared to lie somewhere, with their names.
pub(super) async fn villages(staff: Staff) -> Response {
    let places = Places::of(&staff);
    let features: Vec<Json_> = lying(&staff, &places)
        .map(|(code, at)| {
            json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [at.longitude(), at.latitude()] },
                "properties": { "name": places.name(code.as_str()), "code": code.to_string() },
            })
        })
        .collect();
    Json(json!({ "type": "FeatureCollection", "features": features })).into_response()
}

/// The box around the villages, as west, south, east and north; none where nobody declared where they lie.
pub(super) fn villages_box(staff: &Staff) -> Option<String> {
    let places = Places::of(staff);
    let mut bounds: Option<[f64; 4]> = None;
    for (_, at) in lying(staff, &places) {
        let (longitude, latitude) = (at.longitude(), at.latitude());
        let [west, south, east, north] = bounds.unwrap_or([longitude, latitude, longitude, latitude]);
        bounds = Some([
            west.min(longitude),
            south.min(latitude),
            east.max(longitude),
            north.max(latitude),
        ]);
    }
    bounds.map(|bounds| bounds.map(|degrees| degrees.to_string()).join(","))
}

fn lying<'a>(staff: &Staff, places: &'a Places<'_>) -> impl Iterator<Item = (PlaceCode, Position)> + 'a {
    let desk = staff.seat.desk();
    let villages = places.tree.children(desk.town().code, desk.now().date());
    villages.filter_map(|place| Some((place.code, place.position?)))
}
