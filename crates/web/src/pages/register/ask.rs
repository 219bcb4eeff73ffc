//! What a list is asked for, as its address says it: conditions that a clerk set, columns, order, page.

use crate::pages::look::Look;
use crate::pages::parts::value::Teller;
use crate::pages::words::record as words;
use desk::ListAsk;
use pack::model::{Field, FieldKind, Register};

/// Names in the address that are no conditions.
const PLAIN: [&str; 7] = ["sort", "after", "col", "tight", "n", "count", "gone"];
/// Records on a page.
const PAGE: usize = 50;

/// The parts of a list's address, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ask {
    /// Names and values, empty ones left out.
    pub(super) pairs: Vec<(String, String)>,
}

/// How a field is filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// One of some codes.
    Codes,
    /// Yes or no.
    YesNo,
    /// From and to, as days or months.
    Days,
    /// From and to, as figures.
    Figures,
    /// A part of the text.
    Part,
    /// Exactly this.
    Exact,
}

/// How a field is filtered by; none for what cannot or may not be searched by.
pub(super) fn way(register: &Register, field: &Field) -> Option<Way> {
    if field.sensitive.is_some() || field.multiple {
        return None;
    }
    Some(match field.kind {
        FieldKind::Code { .. } => Way::Codes,
        FieldKind::Bool => Way::YesNo,
        FieldKind::Date | FieldKind::Month | FieldKind::Time => Way::Days,
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money | FieldKind::Year => Way::Figures,
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Person
        | FieldKind::Phone
        | FieldKind::Office
        | FieldKind::Industry
        | FieldKind::CitizenId
        | FieldKind::Enterprise => Way::Part,
        FieldKind::Place if register[register.place].name != field.name => Way::Exact,
        FieldKind::Link { .. } => Way::Exact,
        _ => return None,
    })
}

impl Ask {
    /// Reads an address's query.
    pub(super) fn read(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .filter(|(_, value)| !value.trim().is_empty())
            .take(200)
            .collect();
        Ask { pairs }
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|found| found == value)
    }

    /// The query as it stands, from the first page on.
    pub(super) fn query(&self) -> String {
        self.write(|name, _| name != "after" && name != "count")
    }

    /// The query with one value in place of what stood under the name; from the first page on.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let mut text = self.write(|found, _| found != name && found != "after" && found != "count");
        if !value.is_empty() {
            let mut more = form_urlencoded::Serializer::new(String::new());
            more.append_pair(name, value);
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(&more.finish());
        }
        text
    }

    /// The query without one of its parts.
    fn without(&self, name: &str, value: &str) -> String {
        self.write(|found, held| (found != name || held != value) && found != "after" && found != "count")
    }

    /// The query without any condition.
    pub(super) fn bare(&self) -> String {
        self.write(|name, _| PLAIN.contains(&name) && name != "after" && name != "count" && name != "gone")
    }

    fn write(&self, keep: impl Fn(&str, &str) -> bool) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs.iter().filter(|(name, value)| keep(name, value)) {
            text.append_pair(name, value);
        }
        text.finish()
    }

    /// Whether anything narrows the list.
    pub(super) fn narrows(&self) -> bool {
        self.pairs.iter().any(|(name, _)| !PLAIN.contains(&name.as_str()))
    }

    /// What the desk is asked for.
    pub(super) fn listing(&self, register: &Register) -> ListAsk {
        ListAsk {
            filter: self.filter(register),
            place: self.get("place").parse().ok(),
            sort: self.get("sort").to_owned(),
            after: Some(self.get("after").to_owned()).filter(|after| !after.is_empty()),
            limit: Some(self.get("n").parse().unwrap_or(PAGE).clamp(10, 200)),
            fields: None,
            withdrawn: self.get("gone") == "1",
        }
    }

    /// The conditions in the language of filters.
    fn filter(&self, register: &Register) -> String {
        let mut all = Vec::new();
        let word = self.get("q");
        if !word.is_empty() {
            let each: Vec<String> = register
                .search
                .iter()
                .map(|field| format!("contains({}, {})", register[*field].name, quoted(word)))
                .collect();
            if !each.is_empty() {
                all.push(format!("({})", each.join(" || ")));
            }
        }
        for (name, column) in [("state", "state"), ("level", "level")] {
            let values: Vec<String> = self.all(name).map(quoted).collect();
            if !values.is_empty() {
                all.push(format!("{column} in [{}]", values.join(", ")));
            }
        }
        for (name, condition) in [("late", "overdue"), ("contested", "contested")] {
            if self.get(name) == "1" {
                all.push(condition.to_owned());
            }
        }
        for field in &register.fields {
            all.extend(self.field_filter(register, field));
        }
        if !self.get("where").is_empty() {
            all.push(format!("({})", self.get("where")));
        }
        all.join(" && ")
    }

    fn field_filter(&self, register: &Register, field: &Field) -> Vec<String> {
        let Some(way) = way(register, field) else {
            return Vec::new();
        };
        let name = &field.name;
        let key = format!("f.{name}");
        let (from, to) = (format!("{key}.from"), format!("{key}.to"));
        let mut all = Vec::new();
        match way {
            Way::Codes | Way::Exact => {
                let values: Vec<String> = self.all(&key).map(quoted).collect();
                if !values.is_empty() {
                    all.push(format!("{name} in [{}]", values.join(", ")));
                }
            }
            Way::YesNo => match self.get(&key) {
                "yes" => all.push(format!("{name} == true")),
                "no" => all.push(format!("{name} == false")),
                _ => {}
            },
            Way::Part => {
                if !self.get(&key).is_empty() {
                    all.push(format!("contains({name}, {})", quoted(self.get(&key))));
                }
            }
            Way::Days | Way::Figures => {
                if !self.get(&from).is_empty() {
                    all.push(format!("{name} >= {}", quoted(self.get(&from))));
                }
                if !self.get(&to).is_empty() {
                    // A moment's last day is meant to its end.
                    let until = match field.kind {
                        FieldKind::Time => format!("{} 23:59:59", self.get(&to)),
                        _ => self.get(&to).to_owned(),
                    };
                    all.push(format!("{name} <= {}", quoted(&until)));
                }
            }
        }
        all
    }

    /// The conditions as a person reads them, each with the query that goes on without it.
    pub(super) fn chips(&self, teller: &Teller<'_>) -> Vec<(String, String)> {
        let look = teller.staff.look();
        self.pairs
            .iter()
            .filter_map(|(name, value)| {
                let text = self.chip(teller, look, name, value)?;
                Some((text, self.without(name, value)))
            })
            .collect()
    }

    fn chip(&self, teller: &Teller<'_>, look: Look, name: &str, value: &str) -> Option<String> {
        let register = teller.register;
        let cycle = register.cycle.as_ref();
        let told =
            |title: &str, value: &str| Some(format!("{title}{}{value}", if look.zh() { "：" } else { ": " }));
        match name {
            "q" => told(look.say(words::KEYWORD), value),
            "place" => told(look.text(&register[register.place].title), &teller.place(value)),
            "state" => {
                let state = cycle.and_then(|cycle| Some(&cycle[cycle.state(value)?]));
                told(
                    look.say(words::STATE),
                    state.map_or(value, |state| look.text(&state.title)),
                )
            }
            "level" => {
                let level = cycle.and_then(|cycle| cycle.levels.iter().find(|level| level.name == value));
                told(
                    look.say(words::LEVEL),
                    level.map_or(value, |level| look.text(&level.title)),
                )
            }
            "late" => Some(look.say(words::ONLY_LATE).to_owned()),
            "contested" => Some(look.say(words::ONLY_CONTESTED).to_owned()),
            "gone" => Some(look.say(words::WITH_WITHDRAWN).to_owned()),
            "where" => told(look.say(words::EXPRESSION), value),
            _ => {
                let rest = name.strip_prefix("f.")?;
                let (field, edge) = match (rest.strip_suffix(".from"), rest.strip_suffix(".to")) {
                    (Some(field), _) => (field, Some(words::FROM)),
                    (_, Some(field)) => (field, Some(words::TO)),
                    _ => (rest, None),
                };
                let (_, field) = register.field(field)?;
                let title = look.text(&field.title);
                if let Some(edge) = edge {
                    return told(title, &format!("{} {value}", look.say(edge)));
                }
                match way(register, field)? {
                    Way::YesNo => {
                        let yes = if value == "yes" { words::YES } else { words::NO };
                        told(title, look.say(yes))
                    }
                    Way::Part => told(title, &format!("{} {value}", look.say(words::CONTAINS))),
                    _ => told(
                        title,
                        &teller.plain(field, &serde_json::Value::String(value.to_owned())),
                    ),
                }
            }
        }
    }
}

/// A text in the language of filters.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for each in text.trim().chars() {
        match each {
            '\\' | '\'' => quoted.extend(['\\', each]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            each => quoted.push(each),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_a_text_and_never_a_condition() {
        for typed in ["' || true || '", "a\\", "a'b", "\\'", "r'x"] {
            let filter = format!("title == {}", quoted(typed));
            let node = pack::parse_expression(&filter).expect("it reads");
            assert!(
                matches!(node.kind, pack::NodeKind::Binary(pack::BinaryOp::Eq, ..)),
                "{filter}"
            );
        }
    }

    #[test]
    fn another_order_begins_on_the_first_page_and_keeps_the_conditions() {
        let ask = Ask::read("q=%E6%8E%92%E6%B0%B4&after=abc&sort=title&col=title&empty=");
        assert_eq!(
            ask.with("sort", "-title"),
            "q=%E6%8E%92%E6%B0%B4&col=title&sort=-title"
        );
        assert_eq!(ask.bare(), "sort=title&col=title");
    }
}
