//! What happened to a record, as a timeline: who changed what, from what to what.

use super::column::level_title;
use crate::pages::parts::moment;
use crate::pages::parts::tag;
use crate::pages::parts::value::Teller;
use crate::pages::words::record as words;
use desk::{HistoryItem, Role};
use maud::{Markup, html};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What the timeline is told with.
pub(super) struct Told<'a> {
    /// The register, in words.
    pub(super) teller: &'a Teller<'a>,
    /// Names of people by login.
    pub(super) names: &'a BTreeMap<String, String>,
    /// Roles by name.
    pub(super) roles: &'a BTreeMap<String, Role>,
}

impl Told<'_> {
    /// The timeline, the latest first.
    pub(super) fn timeline(&self, items: &[HistoryItem]) -> Markup {
        html! { ol.timeline { @for item in items.iter().rev() { li { (self.item(item)) } } } }
    }

    fn item(&self, item: &HistoryItem) -> Markup {
        let look = self.teller.staff.look();
        html! {
            div.timeline-head {
                strong { (self.title(item)) }
                @if let Some((title, tone)) = self.state(item) { (tag(tone, title)) }
                (moment(&item.at))
            }
            div.timeline-who {
                (self.who(&item.by))
                @if let Some(post) = &item.post { " · " (self.post(post)) }
            }
            @if let Some(note) = &item.note { p.timeline-note { (note) } }
            @if !item.changes.is_empty() {
                @let first = matches!(&*item.deed, "create" | "bring");
                @let changes = html! { dl.changes { @for change in &item.changes { (self.change(change, first)) } } };
                // What a record began with is mostly what it still says.
                @if first { details { summary { (look.say(words::BEGAN_WITH)) } (changes) } }
                @else { (changes) }
            }
            @if let Some(level) = item.level.as_deref().filter(|_| matches!(&*item.deed, "lift")) {
                p.timeline-note { (look.say(words::LEVEL)) "：" (level_title(look, self.teller.register, level)) }
            }
        }
    }

    /// A step by its own name, anything else by what it is.
    fn title(&self, item: &HistoryItem) -> String {
        let look = self.teller.staff.look();
        let cycle = self.teller.register.cycle.as_ref();
        let step = item
            .step
            .as_deref()
            .zip(cycle)
            .and_then(|(name, cycle)| cycle.steps.iter().find(|step| step.name == name));
        match step {
            Some(step) => look.text(&step.title).to_owned(),
            None => look.say(words::deed(&item.deed)).to_owned(),
        }
    }

    fn state(&self, item: &HistoryItem) -> Option<(&str, pack::model::Tone)> {
        // Only what moves a case says where it went.
        if !matches!(&*item.deed, "create" | "bring" | "step") {
            return None;
        }
        let cycle = self.teller.register.cycle.as_ref()?;
        let state = &cycle[cycle.state(item.state.as_deref()?)?];
        Some((self.teller.staff.look().text(&state.title), state.tone))
    }

    fn who<'a>(&'a self, login: &'a str) -> &'a str {
        if login == "timer" {
            return self.teller.staff.look().say(words::PROGRAM);
        }
        self.names.get(login).map_or(login, String::as_str)
    }

    /// `office@330226105` as people say it.
    fn post(&self, post: &str) -> String {
        let (role, place) = post.split_once('@').unwrap_or((post, ""));
        let zh = self.teller.staff.look().zh();
        let role = self
            .roles
            .get(role)
            .map_or(role, |role| if zh { &role.zh } else { &role.en });
        format!("{} {role}", self.teller.place(place))
    }

    fn change(&self, change: &Json, first: bool) -> Markup {
        let look = self.teller.staff.look();
        let name = change.get("field").and_then(Json::as_str).unwrap_or_default();
        let Some((_, field)) = self.teller.register.field(name) else {
            return html! {};
        };
        let value = |key: &str| change.get(key).cloned().unwrap_or_default();
        let shown = |value: &Json| {
            html! {
                @if value.is_null() { span.text-secondary { (look.say(words::NOT_GIVEN)) } }
                @else { (self.teller.cell(field, value)) }
            }
        };
        let (was, now) = (value("was"), value("now"));
        html! {
            dt { (look.text(&field.title)) }
            dd {
                @if !first && !was.is_null() {
                    span.visually-hidden { (look.say(words::WAS)) " " }
                    del { (shown(&was)) }
                    " → "
                    span.visually-hidden { (look.say(words::NOW)) " " }
                }
                ins { (shown(&now)) }
            }
        }
    }
}
