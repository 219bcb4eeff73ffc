//! What a check's form works out while it is being filled in, and where one goes after it.
//!
//! The server works it out, with script and without: there is one meaning of a pack's expressions.

use super::entry::Shown;
use crate::pages::checks;
use crate::pages::guard::Staff;
use crate::pages::parts::value::{Teller, is_figure};
use crate::pages::words::checks as words;
use axum::response::{Html, IntoResponse, Response};
use desk::RecordView;
use ledger::Row;
use maud::{Markup, html};
use pack::Value;
use pack::model::{Field, FieldKind, Register, Round};
use serde_json::{Map, Value as Json};

/// The round a form belongs to: only the form that shows the findings.
pub(super) fn round_of<'a>(register: &'a Register, fields: &[&Field]) -> Option<&'a Round> {
    let round = register.round.as_ref()?;
    let findings = &register[round.findings].name;
    fields
        .iter()
        .any(|field| field.name == *findings)
        .then_some(round)
}

/// The points so far, and the button that works them out where there is no script.
pub(super) fn foot(staff: &Staff, shown: &Shown<'_>) -> Markup {
    let look = staff.look();
    html! {
        div.totals {
            span.totals-so-far role="status" data-totals { (so_far(staff, shown)) }
            button.btn.btn-sm.no-script name="_do" value="again" { (look.say(words::WORK_OUT)) }
        }
    }
}

/// The points alone, for the page to put in their place.
pub(super) fn answer(staff: &Staff, shown: &Shown<'_>) -> Response {
    Html(so_far(staff, shown).into_string()).into_response()
}

fn so_far(staff: &Staff, shown: &Shown<'_>) -> Markup {
    let look = staff.look();
    let (pack, register) = (shown.pack, shown.register);
    let Some(round) = &register.round else {
        return html! {};
    };
    let record = shown
        .record
        .as_ref()
        .and_then(|record: &RecordView| record.id.parse().ok());
    let given = shown.sheet.given(pack, register);
    // A form that cannot be worked out yet says so by a dash.
    let worked: Map<String, Json> = staff
        .seat
        .worked_out(&register.name, record, given)
        .unwrap_or_default();
    let teller = Teller::new(staff, pack, register);
    let told = |field: &Field| worked.get(&field.name).map(|value| teller.plain(field, value));
    let score = &register[round.score];
    let others = register
        .fields
        .iter()
        .filter(|field| field.computed.is_some() && is_figure(field) && field.name != score.name);
    html! {
        (look.say(words::TOTAL)) " "
        strong { @match told(score) { Some(score) => (score), None => "—" } }
        @for field in others {
            @if let Some(value) = told(field) { span.text-secondary { (look.text(&field.title)) " " (value) } }
        }
    }
}

/// Where to go after a check: to the next place that waits, with what is the same there, or to the round when none does.
pub(super) fn next_place(staff: &Staff, shown: &Shown<'_>, row: &Row) -> Option<(String, bool)> {
    let register = shown.register;
    let round = register.round.as_ref()?;
    let Value::Date(month) = row.get(round.month) else {
        return None;
    };
    let view = staff.seat.round(&register.name, *month).ok()?;
    let after = view.waiting.iter().find(|place| **place > row.place);
    let Some(next) = after.or(view.waiting.first()) else {
        return Some((checks::address(&register.name, *month), true));
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(&register[register.place].name, next.as_str());
    query.append_pair(&register[round.month].name, &month.strftime("%Y-%m").to_string());
    for field in register.fields.iter().filter(|field| stays(field)) {
        query.append_pair(&field.name, shown.sheet.get(&field.name));
    }
    Some((
        format!("/registers/{}/new?{}", register.name, query.finish()),
        false,
    ))
}

/// Whether what was given is most likely the same at the next place: who checks, and when.
fn stays(field: &Field) -> bool {
    field.required
        && field.sensitive.is_none()
        && !field.multiple
        && matches!(field.kind, FieldKind::Text | FieldKind::Person | FieldKind::Date)
}
