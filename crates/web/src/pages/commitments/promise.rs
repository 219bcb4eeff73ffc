//! A promise as it stands in the form for taking up a report: what the program read and suggests, and what a person makes of
//! it. All of it travels with the form, so that nothing typed is lost.

use crate::pages::assets::icon;
use crate::pages::guard::Staff;
use crate::pages::parts::{anchor, problem_id, problems_of, tag};
use crate::pages::words::commitments as words;
use crate::pages::words::record;
use desk::Proposal;
use ledger::Problem;
use maud::{Markup, html};
use pack::model::{FieldKind, Tone};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Fields that are kept as the program read them.
const READ: [&str; 7] = [
    "area",
    "year",
    "text",
    "section",
    "kind",
    "source_report",
    "source_key",
];
/// Fields that a person looks at.
const ASKED: [&str; 8] = [
    "title",
    "target",
    "target_unit",
    "bound",
    "deadline",
    "lead_office",
    "joint_offices",
    "leader",
];
/// Stands for a decision against any indicator; nothing stands for no decision.
const NO_INDICATOR: &str = "-";

/// A promise in the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Promise {
    /// It is to be taken up.
    pub(super) take: bool,
    /// The commitment that was made of it before.
    before: String,
    /// The program is not sure which indicator is meant.
    doubtful: bool,
    /// What a field holds.
    texts: BTreeMap<String, String>,
    /// Indicators that may be meant: name and title, the likeliest first.
    suggestions: Vec<(String, String)>,
}

impl Promise {
    /// As the program proposes it.
    pub(super) fn proposed(proposal: &Proposal, zh: bool) -> Self {
        let mut texts = BTreeMap::new();
        for name in READ.into_iter().chain(ASKED).chain(["indicator"]) {
            let text = match proposal.fields.get(name) {
                Some(Json::String(text)) => text.clone(),
                Some(Json::Array(names)) => joined(names),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            texts.insert(name.to_owned(), text);
        }
        let doubtful = proposal.matched == "doubtful";
        if doubtful {
            texts.insert("indicator".to_owned(), String::new());
        } else if proposal.indicator.is_none() {
            texts.insert("indicator".to_owned(), NO_INDICATOR.to_owned());
        }
        let suggestions = proposal.suggestions.iter().map(|near| {
            let title = if zh { &near.title.zh } else { &near.title.en };
            (
                near.indicator.clone(),
                format!("{title}（{:.0}%）", near.score * 100.0),
            )
        });
        Promise {
            take: !proposal.repeated,
            before: proposal.id.clone().unwrap_or_default(),
            doubtful,
            texts,
            suggestions: suggestions.collect(),
        }
    }

    /// All promises of a form that was sent or kept.
    pub(super) fn read(form: &[(String, String)]) -> Vec<Self> {
        let mut promises: BTreeMap<usize, Promise> = BTreeMap::new();
        for (name, text) in form {
            let Some((number, field)) = name.split_once('.') else {
                continue;
            };
            let Ok(number) = number.parse::<usize>() else {
                continue;
            };
            let promise = promises.entry(number).or_default();
            match field {
                "take" => promise.take = true,
                "before" => promise.before.clone_from(text),
                "doubtful" => promise.doubtful = true,
                "near" => {
                    if let Some((name, title)) = text.split_once(' ') {
                        promise.suggestions.push((name.to_owned(), title.to_owned()));
                    }
                }
                field => {
                    promise.texts.insert(field.to_owned(), text.clone());
                }
            }
        }
        promises.into_values().collect()
    }

    /// The same as texts of a form.
    pub(super) fn write(&self, number: usize) -> Vec<(String, String)> {
        let mut texts = self.carried(number);
        if self.take {
            texts.push((format!("{number}.take"), "1".to_owned()));
        }
        let asked = ASKED.into_iter().chain(["indicator"]);
        texts.extend(asked.map(|name| (format!("{number}.{name}"), self.text(name).to_owned())));
        texts
    }

    /// What travels with the form unseen.
    fn carried(&self, number: usize) -> Vec<(String, String)> {
        let mut texts: Vec<(String, String)> = READ
            .into_iter()
            .map(|name| (format!("{number}.{name}"), self.text(name).to_owned()))
            .collect();
        if !self.before.is_empty() {
            texts.push((format!("{number}.before"), self.before.clone()));
        }
        if self.doubtful {
            texts.push((format!("{number}.doubtful"), "1".to_owned()));
        }
        let near = self.suggestions.iter();
        texts.extend(near.map(|(name, title)| (format!("{number}.near"), format!("{name} {title}"))));
        texts
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map(|text| text.trim()).unwrap_or_default()
    }

    /// Whether the person has yet to say which indicator is meant.
    pub(super) fn is_undecided(&self) -> bool {
        self.text("indicator").is_empty()
    }

    /// The fields of the commitment to be made.
    pub(super) fn fields(&self) -> Map<String, Json> {
        let mut fields = Map::new();
        for name in READ.into_iter().chain(ASKED) {
            let text = self.text(name);
            let value = match name {
                _ if text.is_empty() => continue,
                "year" => text
                    .parse::<i64>()
                    .map_or_else(|_| json!(text), |year| json!(year)),
                "joint_offices" => json!(offices(text)),
                // Without a target nothing binds.
                "bound" | "target_unit" if self.text("target").is_empty() => continue,
                _ => json!(text),
            };
            fields.insert(name.to_owned(), value);
        }
        let bound = self.text("indicator");
        let is_bound = !bound.is_empty() && bound != NO_INDICATOR;
        if is_bound {
            fields.insert("indicator".to_owned(), json!(bound));
        }
        let matched = if is_bound { "sure" } else { "none" };
        fields.insert("indicator_match".to_owned(), json!(matched));
        fields
    }
}

fn joined(names: &[Json]) -> String {
    let names: Vec<&str> = names.iter().filter_map(Json::as_str).collect();
    names.join("、")
}

fn offices(text: &str) -> Vec<&str> {
    let names = text.split(['、', '，', ',', ';', '；']).map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

/// What is needed to draw a promise.
pub(super) struct Drawn<'a> {
    /// Who looks.
    pub(super) staff: &'a Staff,
    /// What is wrong, fields named as in the form.
    pub(super) problems: &'a [Problem],
}

impl Drawn<'_> {
    /// A promise as a part of the form.
    pub(super) fn promise(&self, number: usize, promise: &Promise) -> Markup {
        let look = self.staff.look();
        let name = |field: &str| format!("{number}.{field}");
        let said = promise.text("text");
        html! {
            fieldset.card.promise {
                legend {
                    @if promise.before.is_empty() {
                        label.tick {
                            input type="checkbox" name=(name("take")) value="1" checked[promise.take];
                            " " (number + 1) " · " (look.say(words::TAKE))
                        }
                    } @else {
                        (number + 1) " · " a href={ "/commitments/" (promise.before) } { (look.say(words::REPEATED)) }
                    }
                }
                @for (name, text) in promise.carried(number) { input type="hidden" name=(name) value=(text); }
                blockquote.said { (said) }
                div.fields {
                    (self.input(number, promise, "title", look.say(words::TASK), "text", true))
                    (self.input(number, promise, "target", look.say(words::TARGET), "text", false))
                    (self.input(number, promise, "target_unit", look.say(words::UNIT), "text", false))
                    (self.bound(number, promise))
                    (self.indicator(number, promise))
                    (self.input(number, promise, "deadline", look.say(words::DEADLINE), "date", false))
                    (self.input(number, promise, "lead_office", look.say(words::LEAD), "text", false))
                    (self.input(number, promise, "joint_offices", look.say(words::JOINT), "text", false))
                    (self.input(number, promise, "leader", look.say(words::LEADER), "text", false))
                }
            }
        }
    }

    fn input(
        &self,
        number: usize,
        promise: &Promise,
        field: &str,
        title: &str,
        kind: &str,
        wide: bool,
    ) -> Markup {
        let look = self.staff.look();
        let name = format!("{number}.{field}");
        let wrong = self.wrong(&name);
        let offered = matches!(field, "lead_office").then_some("offices");
        html! {
            div.field.field-wide[wide] {
                label for=(anchor(&name)) { (title) @if field == "joint_offices" { span.hint { (look.say(words::JOINT_HELP)) } } }
                input.form-control id=(anchor(&name)) type=(kind) name=(name) value=(promise.text(field)) list=[offered] maxlength="200"
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(&name))];
                (problems_of(look, self.problems, &name))
            }
        }
    }

    fn wrong(&self, name: &str) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.field.as_deref() == Some(name))
    }

    /// How the target binds, in the pack's words.
    fn bound(&self, number: usize, promise: &Promise) -> Markup {
        let look = self.staff.look();
        let name = format!("{number}.bound");
        let shelf = self.staff.seat.desk().shelf();
        let codes = shelf.register("commitment").and_then(|(pack, register)| {
            let FieldKind::Code { list } = &register.field("bound")?.1.kind else {
                return None;
            };
            Some(
                pack.codes
                    .get(*list)?
                    .codes
                    .iter()
                    .map(|code| (code.code.clone(), look.text(&code.title).to_owned()))
                    .collect::<Vec<_>>(),
            )
        });
        html! {
            div.field {
                label for=(anchor(&name)) { (look.say(words::BOUND)) }
                select.form-select id=(anchor(&name)) name=(name) {
                    option value="" { "—" }
                    @for (code, title) in codes.unwrap_or_default() { option value=(code) selected[promise.text("bound") == code] { (title) } }
                }
                (problems_of(look, self.problems, &name))
            }
        }
    }

    /// The indicators that may be meant, ranked; who is not sure asks.
    fn indicator(&self, number: usize, promise: &Promise) -> Markup {
        let look = self.staff.look();
        let name = format!("{number}.indicator");
        let now = promise.text("indicator");
        let wrong = self.wrong(&name);
        html! {
            div.field.field-wide {
                label for=(anchor(&name)) {
                    (look.say(words::INDICATOR))
                    @if promise.doubtful { " " (tag(Tone::Alert, look.say(words::NOT_SURE))) }
                    @if wrong { " " (icon::ALERT_TRIANGLE) }
                }
                select.form-select id=(anchor(&name)) name=(name)
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then(|| problem_id(&name))]
                {
                    @if promise.doubtful { option value="" selected[now.is_empty()] { (look.say(words::DECIDE)) } }
                    @for (indicator, title) in &promise.suggestions { option value=(indicator) selected[now == indicator] { (title) " " (indicator) } }
                    option value=(NO_INDICATOR) selected[now == NO_INDICATOR] { (look.say(words::NOT_BOUND)) }
                }
                (problems_of(look, self.problems, &name))
                @if promise.suggestions.is_empty() { p.help { (look.say(record::NOTHING)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_read_back_as_it_was_written() {
        let mut promise = Promise {
            take: true,
            doubtful: true,
            suggestions: vec![("land.revitalised".to_owned(), "盘活土地 面积（80%）".to_owned())],
            ..Promise::default()
        };
        promise
            .texts
            .insert("title".to_owned(), "盘活土地200亩".to_owned());
        promise.texts.insert(
            "joint_offices".to_owned(),
            "规划建设办公室、 农业农村办公室".to_owned(),
        );
        promise.texts.insert("year".to_owned(), "2025".to_owned());
        let read = Promise::read(&promise.write(7)).remove(0);
        assert!(read.take && read.doubtful && read.is_undecided());
        assert_eq!(read.suggestions, promise.suggestions);
        let fields = read.fields();
        assert_eq!(
            fields["joint_offices"],
            json!(["规划建设办公室", "农业农村办公室"])
        );
        assert_eq!(
            (&fields["year"], &fields["indicator_match"]),
            (&json!(2025), &json!("none"))
        );
    }
}
