//! The map: records by layer where they lie, each leading to its page. The same records stand below by layer as lists, for
//! who has no script or does not see a map.

mod base;
mod feature;
mod layer;
mod range;

use super::assets::{self, icon};
use super::fault::Fault;
use super::form::Form;
use super::guard::Staff;
use super::look::Look;
use super::parts::empty;
use super::parts::place::Places;
use super::parts::value::{Teller, label, state_tags};
use super::shell::Page;
use super::words::map as words;
use crate::serve::App;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use desk::{Action, BaseMap, BaseMapFlaw, DeskError, RecordView};
use layer::{Layer, Standing, Which, layers};
use maud::{Markup, html};
use standards::PlaceCode;

/// Records listed of a layer.
const LISTED: usize = 20;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/map", get(show))
        .route("/map/base", get(base::serve))
        .route("/map/villages", get(feature::villages))
        .route("/map/layers/{register}", get(feature::records))
}

async fn show(staff: Staff, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let form = Form::asked(&query.unwrap_or_default());
    let page = staff.ask(move |staff| page(staff, &form)).await?;
    let mut response = staff.show(&page);
    // The map is drawn by a worker, which is a script of this program like any other.
    let policy = format!("{}; worker-src 'self'", super::POLICY);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// A layer that was chosen, with its latest records.
struct Listed<'a> {
    layer: &'a Layer<'a>,
    records: Vec<RecordView>,
    more: bool,
}

fn page(staff: &Staff, form: &Form) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let layers = layers(staff, &shelf);
    let which = Which::of(form);
    let unsaid = !form.texts.iter().any(|(name, _)| name == "layer");
    let is_chosen = |layer: &Layer<'_>| unsaid || form.all("layer").any(|name| name == layer.register.name);
    let chosen = layers
        .iter()
        .filter(|layer| is_chosen(layer))
        .map(|layer| listed(staff, layer, &which))
        .collect::<Result<Vec<_>, _>>()?;
    let base = staff.seat.base_map();
    let body = html! {
        (bar(staff, &layers, &which, &is_chosen))
        // Told to who can mend it; the map goes on without.
        @if let Ok(Some(flaw)) = staff.seat.base_map_flaw() { (flawed(look, &flaw)) }
        @if layers.is_empty() {
            section.card { (empty(icon::MAP, look.say(words::NO_LAYERS), &html! {})) }
        } @else {
            (ground(staff, base.as_ref()))
            div.columns { @for each in &chosen { (list(staff, each, &which)) } }
        }
    };
    let mut page = Page::new(look.say(words::MAP), body)
        .style(&assets::FIGURES_CSS)
        .style(&assets::MAPLIBRE_GL_CSS)
        .style(&assets::MAP_CSS)
        .script(&assets::MAPLIBRE_GL_CSP_JS)
        .script(&assets::MAP_GLYPHS_JS);
    if base.is_some() {
        page = page.script(&assets::PMTILES_JS).script(&assets::MAP_BASE_JS);
    }
    Ok(page.script(&assets::MAP_JS))
}

/// That there is a file, and why it is no base map.
fn flawed(look: Look, flaw: &BaseMapFlaw) -> Markup {
    let why = if look.zh() { flaw.zh() } else { flaw.to_string() };
    html! {
        div.note.note-alert role="status" {
            (icon::ALERT_TRIANGLE)
            p { (why) (look.say(words::WITHOUT_BASE)) }
        }
    }
}

fn listed<'a>(staff: &Staff, layer: &'a Layer<'a>, which: &Which) -> Result<Listed<'a>, DeskError> {
    let (records, next) = staff.seat.list(&layer.register.name, &layer.ask(which, LISTED))?;
    Ok(Listed {
        layer,
        records,
        more: next.is_some(),
    })
}

/// The conditions; the layers are the legend at the same time.
fn bar(staff: &Staff, layers: &[Layer<'_>], which: &Which, is_chosen: &dyn Fn(&Layer<'_>) -> bool) -> Markup {
    let look = staff.look();
    let places = Places::of(staff);
    let mut roots: Vec<PlaceCode> = layers
        .iter()
        .flat_map(|layer| places.roots(Action::Read, &layer.pack.name))
        .collect();
    roots.sort_unstable();
    roots.dedup();
    let standings = [
        (Standing::Open, words::OPEN),
        (Standing::Closed, words::CLOSED),
        (Standing::All, words::ALL),
    ];
    html! {
        form.filter method="get" action="/map" aria-label=(look.say(words::MAP)) {
            fieldset.map-legend {
                legend.visually-hidden { (look.say(words::LAYERS)) }
                @for layer in layers {
                    label.filter-tick {
                        input type="checkbox" name="layer" value=(layer.register.name) checked[is_chosen(layer)];
                        span class={ "swatch swatch-" (layer.colour) } {}
                        (look.text(&layer.register.title))
                    }
                }
            }
            div.filter-line {
                label.visually-hidden for="standing" { (look.say(words::STANDING)) }
                select.form-select id="standing" name="standing" {
                    @for (standing, title) in standings {
                        option value=(standing.name()) selected[which.standing == standing] { (look.say(title)) }
                    }
                }
                label.visually-hidden for="place" { (look.say(super::words::figures::PLACE)) }
                select.form-select id="place" name="place" {
                    @for (code, name) in places.below(&roots) {
                        option value=(code) selected[which.place.is_some_and(|place| place.to_string() == code)] { (name) }
                    }
                }
                button.btn { (icon::FILTER) (look.say(words::SHOW)) }
            }
        }
    }
}

/// Where the map is drawn, once the script says that it can.
fn ground(staff: &Staff, base: Option<&BaseMap>) -> Markup {
    let look = staff.look();
    html! {
        p.help data-map-off { (look.say(words::NEEDS_SCRIPT)) }
        section.card.map-card data-map-card hidden {
            div.map data-map
                data-worker=(assets::MAPLIBRE_GL_CSP_WORKER_JS.path)
                data-base=[base.map(base::path)]
                data-box=[feature::villages_box(staff)]
                data-title=(look.say(words::MAP))
                data-zoom-in=(look.say(words::ZOOM_IN))
                data-zoom-out=(look.say(words::ZOOM_OUT)) {}
            p.help { (look.say(if base.is_some() { words::GROUND } else { words::NO_GROUND })) }
            p.help.late data-map-told role="status"
                data-too-many=(look.say(words::TOO_MANY))
                data-unreadable=(look.say(words::UNREADABLE))
                data-base-unreadable=(look.say(words::BASE_UNREADABLE))
                data-base-foreign=(look.say(words::BASE_FOREIGN)) {}
        }
    }
}

/// A layer's latest records.
fn list(staff: &Staff, listed: &Listed<'_>, which: &Which) -> Markup {
    let look = staff.look();
    let layer = listed.layer;
    let teller = Teller::new(staff, layer.pack, layer.register);
    let id = format!("layer-{}", layer.register.name);
    html! {
        section.card aria-labelledby=(id) {
            div.card-top {
                h2 id=(id) { span class={ "swatch swatch-" (layer.colour) } {} " " (look.text(&layer.register.title)) }
                a href=(layer.list_path(which)) {
                    (words::listed(look, listed.records.len(), listed.more))
                    @if listed.more { " · " (look.say(words::IN_REGISTER)) }
                }
            }
            @if listed.records.is_empty() { (empty(icon::MAP_PIN, look.say(words::NOTHING), &html! { p { (look.say(words::NOTHING_WHY)) } })) }
            ul.matters {
                @for record in &listed.records {
                    li {
                        a.matter href={ "/registers/" (record.register) "/" (record.id) } {
                            strong { (label(&teller, record)) }
                            span.meta {
                                span { (teller.place(&record.place)) }
                                @if let Some(number) = &record.number { span { (number) } }
                            }
                            span.side-tags { (state_tags(look, layer.register, record)) }
                        }
                    }
                }
            }
        }
    }
}
