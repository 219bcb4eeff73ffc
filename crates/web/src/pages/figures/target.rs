//! What is promised of an indicator, beside its figure; leads to the commitment.

use super::told::Manner;
use desk::Target;
use maud::{Markup, html};
use rust_decimal::Decimal;
use standards::PlaceCode;
use std::collections::HashMap;

/// The target of an indicator at a place: a promise of the town says nothing of a village.
pub(super) fn of<'a>(
    targets: &'a HashMap<String, Target>,
    indicator: &str,
    place: Option<PlaceCode>,
) -> Option<&'a Target> {
    let here = |target: &&Target| place.is_some_and(|place| place.to_string() == target.record.place);
    targets.get(indicator).filter(here)
}

/// A target in the unit of the figures beside it.
pub(super) fn told(manner: &Manner, target: &Target) -> Markup {
    let title = target.record.fields.get("title").and_then(|title| title.as_str());
    html! {
        a.figure href={ "/registers/commitment/" (target.record.id) } title=[title] {
            (manner.write(target.value)) span.unit { (manner.unit) }
        }
    }
}

/// How much of the target is reached.
pub(super) fn share(value: Option<Decimal>, target: &Target) -> Markup {
    let share = value.and_then(|value| value.checked_div(target.value));
    html! {
        @if let Some(share) = share { span.unit { "（" ((share * Decimal::ONE_HUNDRED).round_dp(1).normalize()) "%）" } }
    }
}
