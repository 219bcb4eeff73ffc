//! Indicators and their figures: the list, the figure broken down and compared, its lineage, several side by side.

mod ask;
mod compare;
mod drawing;
mod export;
mod figure;
mod index;
mod key;
mod lineage;
mod table;
mod target;
mod told;

use super::guard::Staff;
use super::words::figures as words;
use crate::serve::App;
use axum::Router;
use axum::routing::get;
use desk::{Action, By, DeskError};
use key::Keys;
use ledger::Cause;
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Indicator, Pack};
use quantity::Period;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/indicators", get(index::show))
        .route("/indicators/compare", get(compare::show))
        .route("/indicators/{name}", get(figure::show))
        .route("/indicators/{name}/lineage", get(lineage::show))
        .route("/indicators/{name}/{file}", get(export::file))
}

/// The indicator of that name, if this person may see its line of business; what may not be seen is told as missing.
fn seen<'a>(staff: &Staff, shelf: &'a Shelf, name: &str) -> Result<(&'a Pack, &'a Indicator), DeskError> {
    shelf
        .indicator(name)
        .filter(|(pack, _)| staff.seat.actor().may_somewhere(Action::Read, &pack.name))
        .ok_or_else(missing)
}

fn missing() -> DeskError {
    let problem = ledger::Problem::new("missing", "没有这个指标", "there is no such indicator");
    DeskError::refused(Cause::Missing, problem)
}

/// The indicators this person may see that are called so.
pub(super) fn named<'a>(staff: &Staff, shelf: &'a Shelf, word: &str) -> Vec<&'a Indicator> {
    let seen = |pack: &Pack| staff.seat.actor().may_somewhere(Action::Read, &pack.name);
    shelf
        .indicators()
        .filter(|(pack, indicator)| seen(pack) && index::is_meant(indicator, word))
        .map(|(_, indicator)| indicator)
        .collect()
}

/// A condition of a question in words: which values of a dimension are counted.
fn condition(keys: &Keys<'_>, name: &str, values: &[String]) -> Markup {
    let by = By::Dimension(name.to_owned());
    let any = Period::day(jiff::civil::Date::MIN);
    let told: Vec<String> = values.iter().map(|value| keys.told(&by, value, &any)).collect();
    let look = keys.staff.look();
    html! {
        (look.say(words::ONLY)) " " (keys.title(&by)) (if look.zh() { "：" } else { ": " }) (told.join(if look.zh() { "、" } else { ", " }))
    }
}
