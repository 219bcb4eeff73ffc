//! What stands in a form's inputs, whether it comes from a record, from a draft, or from what was just typed.
//!
//! Inputs are named as problems name their fields: `title`, `parties[0].called`, `walk[litter].count`. Names that begin
//! with an underscore are the form's own: `_on` lists the fields the form shows, `_was` what they held when it was made.

use desk::RecordView;
use pack::model::{Field, FieldKind, Pack, Register};
use serde_json::{Map, Value as Json, json};

/// Most rows of a table that a form takes.
const ROWS: usize = 500;
/// Empty rows offered under those filled in.
const SPARE: usize = 2;

/// Names and texts of a form's inputs.
#[derive(Clone, Debug, Default)]
pub(in crate::pages) struct Sheet {
    /// In the order of the form.
    pub(in crate::pages) texts: Vec<(String, String)>,
}

impl Sheet {
    /// What was typed, with the line ends of this program.
    pub(in crate::pages) fn typed(texts: Vec<(String, String)>) -> Self {
        let texts = texts
            .into_iter()
            .filter(|(name, _)| name != crate::pages::guard::TOKEN)
            .map(|(name, text)| (name, text.replace("\r\n", "\n")))
            .collect();
        Sheet { texts }
    }

    /// What a record holds.
    pub(super) fn of(register: &Register, record: &RecordView) -> Self {
        let mut sheet = Sheet::default();
        for field in register.fields.iter().filter(|field| field.sensitive.is_none()) {
            if let Some(value) = record.fields.get(&field.name) {
                sheet.put(&field.name, field, value);
            }
        }
        sheet
    }

    fn put(&mut self, name: &str, field: &Field, value: &Json) {
        let mut add = |name: String, text: String| self.texts.push((name, text));
        match (&field.kind, value) {
            (_, Json::Null) => {}
            (FieldKind::Table { columns }, Json::Array(rows)) => {
                for (at, row) in rows.iter().enumerate() {
                    for column in columns {
                        if let Some(value) = row.get(&column.name) {
                            self.put(&format!("{name}[{at}].{}", column.name), column, value);
                        }
                    }
                }
            }
            (FieldKind::Checklist { .. }, Json::Array(rows)) => {
                for row in rows {
                    let Some(item) = row.get("item").and_then(Json::as_str) else {
                        continue;
                    };
                    for part in ["count", "note", "photo", "relapse"] {
                        if let Some(value) = row.get(part) {
                            add(format!("{name}[{item}].{part}"), plain(value));
                        }
                    }
                }
            }
            (FieldKind::Bool, Json::Bool(yes)) => {
                add(name.to_owned(), if *yes { "yes" } else { "no" }.to_owned());
            }
            (FieldKind::Time, Json::String(at)) => {
                add(name.to_owned(), at.get(..16).unwrap_or(at).to_owned());
            }
            (FieldKind::Point, shape) if shape.is_object() => {
                let at = |which: usize| shape.pointer(&format!("/coordinates/{which}")).map(plain);
                add(
                    name.to_owned(),
                    format!("{},{}", at(0).unwrap_or_default(), at(1).unwrap_or_default()),
                );
            }
            (_, Json::Array(values)) => {
                for value in values {
                    add(name.to_owned(), plain(value));
                }
            }
            (_, value) => add(name.to_owned(), plain(value)),
        }
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.texts
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, text)| text.as_str())
            .unwrap_or_default()
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, text)| text.as_str())
    }

    /// Sets a text in place of all under its name.
    pub(in crate::pages) fn set(&mut self, name: &str, text: impl Into<String>) {
        self.texts.retain(|(found, _)| found != name);
        self.texts.push((name.to_owned(), text.into()));
    }

    /// Adds a text under a name.
    pub(super) fn add(&mut self, name: &str, text: impl Into<String>) {
        self.texts.push((name.to_owned(), text.into()));
    }

    /// Rows a table field shows: those filled in, those asked for, and some to spare.
    pub(super) fn rows(&self, field: &str) -> usize {
        let begin = format!("{field}[");
        let filled = self
            .texts
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .filter_map(|(name, _)| {
                name.strip_prefix(&begin)?
                    .split(']')
                    .next()?
                    .parse::<usize>()
                    .ok()
            })
            .max()
            .map_or(0, |last| last + 1);
        let asked = self.get(&format!("_rows.{field}")).parse().unwrap_or(0);
        (filled + SPARE).max(asked).min(ROWS)
    }

    /// All that was typed for a field, as one text, to tell whether it differs from what it was.
    pub(super) fn joined(&self, field: &str) -> String {
        let begin = format!("{field}[");
        let mut all: Vec<String> = self
            .texts
            .iter()
            .filter(|(name, text)| (name == field || name.starts_with(&begin)) && !text.trim().is_empty())
            .map(|(name, text)| format!("{name}={}", text.trim()))
            .collect();
        all.sort();
        all.join("\n")
    }

    /// The fields the form shows, as the desk takes them. What was sensitive and left empty is left out: it stays as it is.
    pub(in crate::pages) fn given(&self, pack: &Pack, register: &Register) -> Map<String, Json> {
        let mut given = Map::new();
        for field in self.shown(register) {
            let value = self.value(pack, field, &field.name);
            if field.sensitive.is_some()
                && value.is_null()
                && self.get(&format!("_clear.{}", field.name)).is_empty()
            {
                continue;
            }
            given.insert(field.name.clone(), value);
        }
        given
    }

    /// Of those, the ones that differ from what they were when the form was made.
    pub(super) fn changed(&self, pack: &Pack, register: &Register) -> Map<String, Json> {
        let mut given = self.given(pack, register);
        given.retain(|name, _| {
            let was = self.get(&format!("_was.{name}"));
            register
                .field(name)
                .is_some_and(|(_, field)| field.sensitive.is_some())
                || self.joined(name) != was
        });
        given
    }

    fn shown<'a>(&'a self, register: &'a Register) -> impl Iterator<Item = &'a Field> {
        register
            .fields
            .iter()
            .filter(|field| field.is_given() && self.all("_on").any(|on| on == field.name))
    }

    fn value(&self, pack: &Pack, field: &Field, name: &str) -> Json {
        match &field.kind {
            FieldKind::Table { columns } => {
                let rows = (0..self.rows(name)).map(|at| {
                    let cells = columns.iter().map(|column| {
                        let path = format!("{name}[{at}].{}", column.name);
                        (column.name.clone(), self.value(pack, column, &path))
                    });
                    Json::Object(cells.collect())
                });
                let rows: Vec<Json> = rows.collect();
                if self.joined(name).is_empty() {
                    Json::Null
                } else {
                    Json::Array(rows)
                }
            }
            FieldKind::Checklist { list } => self.walked(pack, *list, name),
            _ if field.multiple => {
                let values: Vec<Json> = self
                    .all(name)
                    .filter(|text| !text.trim().is_empty())
                    .map(|text| json!(text))
                    .collect();
                if values.is_empty() {
                    Json::Null
                } else {
                    Json::Array(values)
                }
            }
            // The last one counts: a chosen file comes after the one that was there.
            _ => self
                .all(name)
                .filter(|text| !text.trim().is_empty())
                .last()
                .map_or(Json::Null, |text| json!(text)),
        }
    }

    fn walked(&self, pack: &Pack, list: usize, name: &str) -> Json {
        let items = pack.checklists.get(list).map(|list| list.items.as_slice());
        let rows: Vec<Json> = items
            .unwrap_or_default()
            .iter()
            .filter_map(|item| {
                // The last one counts: a photo just taken comes after the one that was there.
                let given = |part: &str| {
                    let path = format!("{name}[{}].{part}", item.code);
                    let typed = self.texts.iter().filter(|(found, _)| *found == path);
                    typed.map(|(_, text)| text.trim()).rfind(|text| !text.is_empty())
                };
                let count = given("count").filter(|count| *count != "0");
                count.or(given("note")).or(given("photo"))?;
                let mut row = Map::new();
                row.insert("item".to_owned(), json!(item.code));
                row.insert("count".to_owned(), json!(count.unwrap_or("0")));
                for part in ["note", "photo", "relapse"] {
                    if let Some(text) = given(part) {
                        row.insert(part.to_owned(), json!(text));
                    }
                }
                Some(Json::Object(row))
            })
            .collect();
        if rows.is_empty() && self.get(&format!("_walked.{name}")).is_empty() {
            return Json::Null;
        }
        Json::Array(rows)
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = r#"
name = "test"
version = 1
zh = "测试"
en = "Test"
[registers.thing]
zh = "事"
en = "Things"
record = { zh = "一件事", en = "Thing" }
place = "place"
label = ["title"]
columns = ["title"]
[[registers.thing.fields]]
name = "title"
type = "text"
zh = "名"
en = "Title"
[[registers.thing.fields]]
name = "place"
type = "place"
zh = "地"
en = "Place"
required = true
[[registers.thing.fields]]
name = "secret"
type = "text"
zh = "密"
en = "Secret"
sensitive = "all"
[[registers.thing.fields]]
name = "people"
type = "table"
zh = "人"
en = "People"
columns = [{ name = "called", type = "text", zh = "称谓", en = "Called" }]
"#;

    fn sheet(texts: &[(&str, &str)]) -> Sheet {
        Sheet::typed(
            texts
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn only_what_differs_from_what_was_shown_is_given() {
        let pack = pack::parse(PACK).pack.expect("a pack");
        let register = &pack.registers[0];
        let sheet = sheet(&[
            ("_on", "title"),
            ("_on", "people"),
            ("_on", "secret"),
            ("title", "旧"),
            ("_was.title", "title=旧"),
            ("people[0].called", "甲"),
            ("people[1].called", ""),
            ("_was.people", "people[0].called=乙"),
            ("secret", ""),
        ]);
        let changed = sheet.changed(&pack, register);
        assert_eq!(changed.keys().collect::<Vec<_>>(), ["people"]);
        assert_eq!(changed["people"][0]["called"], "甲");
    }

    #[test]
    fn fields_the_form_does_not_show_are_not_given_and_emptied_ones_are() {
        let pack = pack::parse(PACK).pack.expect("a pack");
        let given = sheet(&[("_on", "title"), ("title", "  "), ("place", "330226105")])
            .given(&pack, &pack.registers[0]);
        assert_eq!(given.len(), 1);
        assert!(given["title"].is_null());
    }

    #[test]
    fn a_table_offers_rows_to_spare_but_never_endlessly_many() {
        assert_eq!(sheet(&[]).rows("people"), 2);
        assert_eq!(sheet(&[("people[3].called", "丁")]).rows("people"), 6);
        assert_eq!(sheet(&[("people[4000000].called", "丁")]).rows("people"), ROWS);
    }
}
