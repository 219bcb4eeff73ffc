//! Values of records in words: codes and places by their names, figures with their unit, links to what they name.

use super::place::Places;
use super::tag;
use crate::pages::assets::icon;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::words::record as words;
use desk::{Action, RecordView};
use maud::{Markup, PreEscaped, html};
use pack::model::{Field, FieldKind, Loop, Pack, Register, State, Tone};
use serde_json::Value as Json;

/// Longest text in a list's cell.
const CELL: usize = 40;

/// What values of a register need to be put in words.
pub(crate) struct Teller<'a> {
    /// Who reads.
    pub(crate) staff: &'a Staff,
    /// The register's pack.
    pub(crate) pack: &'a Pack,
    /// The register.
    pub(crate) register: &'a Register,
    places: Places<'a>,
}

impl<'a> Teller<'a> {
    /// A teller of a register's values.
    pub(crate) fn new(staff: &'a Staff, pack: &'a Pack, register: &'a Register) -> Self {
        Teller {
            staff,
            pack,
            register,
            places: Places::of(staff),
        }
    }

    fn look(&self) -> Look {
        self.staff.look()
    }

    /// A place's name, or its code where it has none.
    pub(crate) fn place(&self, code: &str) -> String {
        self.places.name(code)
    }

    /// Codes of a field's list that are still offered, with their names.
    pub(crate) fn codes(&self, field: &Field) -> Vec<(String, String)> {
        let FieldKind::Code { list } = &field.kind else {
            return Vec::new();
        };
        let codes = self.pack.codes.get(*list).map(|list| list.codes.as_slice());
        codes
            .unwrap_or_default()
            .iter()
            .filter(|code| !code.retired)
            .map(|code| (code.code.clone(), self.look().text(&code.title).to_owned()))
            .collect()
    }

    /// Places where this person may do something with the register's records, those below others set in.
    pub(crate) fn places_within_reach(&self, action: Action) -> Vec<(String, String)> {
        self.places.below(&self.places.roots(action, &self.pack.name))
    }

    /// A value in plain words, without links.
    pub(crate) fn plain(&self, field: &Field, value: &Json) -> String {
        let joint = self.look().comma();
        match (&field.kind, value) {
            (_, Json::Null) => String::new(),
            (FieldKind::Table { .. } | FieldKind::Checklist { .. }, Json::Array(rows)) => {
                words::rows(self.look(), rows.len())
            }
            (_, Json::Array(values)) => {
                let each: Vec<String> = values.iter().map(|value| self.plain(field, value)).collect();
                each.join(joint)
            }
            (_, Json::Bool(yes)) => self
                .look()
                .say(if *yes { words::YES } else { words::NO })
                .to_owned(),
            (FieldKind::Code { list }, Json::String(code)) => self
                .pack
                .codes
                .get(*list)
                .and_then(|list| list.find(code))
                .map_or_else(|| code.clone(), |code| self.look().text(&code.title).to_owned()),
            (FieldKind::Place, Json::String(code)) => self.place(code),
            (FieldKind::Money | FieldKind::Decimal { .. }, Json::String(number)) => grouped(number),
            (FieldKind::Integer, Json::Number(number)) => grouped(&number.to_string()),
            (FieldKind::Time, Json::String(at)) => at.get(..16).unwrap_or(at).replace('T', " "),
            (FieldKind::Link { register }, Json::String(id)) => self.linked(register, id),
            (FieldKind::File | FieldKind::Photo | FieldKind::Signature, Json::String(file)) => {
                file_name(file).to_owned()
            }
            (FieldKind::Point | FieldKind::Line | FieldKind::Polygon, shape) => {
                shape_words(self.look(), shape)
            }
            (_, Json::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// What another record is called, as far as this person may see it.
    fn linked(&self, register: &str, id: &str) -> String {
        let seen = id
            .parse()
            .ok()
            .and_then(|id| self.staff.seat.get(register, id).ok());
        let shelf = self.staff.seat.desk().shelf();
        match seen.as_ref().zip(shelf.register(register)) {
            // A link within a link is told by its id: one step is as far as a name goes.
            Some((record, (pack, register))) => label(&Teller::new(self.staff, pack, register), record),
            None => self.look().say(words::NOT_SEEN).to_owned(),
        }
    }

    /// A value as a list's cell shows it.
    pub(crate) fn cell(&self, field: &Field, value: &Json) -> Markup {
        if field.sensitive.is_some() {
            return self.full(field, value, "");
        }
        if let (FieldKind::Photo | FieldKind::File | FieldKind::Signature, Json::Array(files)) =
            (&field.kind, value)
        {
            return html! { (icon::PAPERCLIP) (files.len()) };
        }
        if let (FieldKind::Photo | FieldKind::File | FieldKind::Signature, Json::String(_)) =
            (&field.kind, value)
        {
            return html! { (icon::PAPERCLIP) "1" };
        }
        let text = self.plain(field, value);
        if text.chars().count() > CELL {
            let short: String = text.chars().take(CELL).collect();
            return html! { span title=(text) { (short) "…" } };
        }
        html! { (text) }
    }

    /// A value whole, with its links; `files` is the address below which the record's attachments are had.
    pub(crate) fn full(&self, field: &Field, value: &Json, files: &str) -> Markup {
        match (&field.kind, value) {
            (_, Json::Null) => PreEscaped(String::new()),
            _ if field.sensitive.is_some() => {
                let mask = value.as_str().unwrap_or("***");
                html! { span.masked { (icon::LOCK) (mask) } }
            }
            (FieldKind::Table { columns }, Json::Array(rows)) => self.table(columns, rows),
            (FieldKind::Checklist { list }, Json::Array(rows)) => self.checklist(*list, rows, files),
            (FieldKind::File | FieldKind::Photo | FieldKind::Signature, _) => {
                self.attached(field, value, files)
            }
            (FieldKind::Link { register }, Json::String(id)) => html! {
                a href={ "/registers/" (register) "/" (id) } { (self.linked(register, id)) }
            },
            (FieldKind::LongText, Json::String(text)) => html! { div.prose { (text) } },
            _ => html! {
                (self.plain(field, value))
                @if let Some(unit) = &field.unit { span.unit { (unit) } }
            },
        }
    }

    fn table(&self, columns: &[Field], rows: &[Json]) -> Markup {
        html! {
            div.table-wide {
                table.table.table-inner {
                    thead { tr { @for column in columns { th scope="col" { (self.look().text(&column.title)) } } } }
                    tbody {
                        @for row in rows {
                            tr { @for column in columns {
                                td class=[is_figure(column).then_some("num")] {
                                    (self.full(column, row.get(&column.name).unwrap_or(&Json::Null), ""))
                                }
                            } }
                        }
                    }
                }
            }
        }
    }

    fn checklist(&self, list: usize, rows: &[Json], files: &str) -> Markup {
        let look = self.look();
        let text = |row: &Json, key: &str| row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let items = self
            .pack
            .checklists
            .get(list)
            .map(|list| list.items.as_slice())
            .unwrap_or_default();
        html! {
            div.table-wide {
                table.table.table-inner {
                    thead { tr {
                        th scope="col" { (look.say(words::ITEM)) }
                        th.num scope="col" { (look.say(words::COUNT)) }
                        th scope="col" { (look.say(words::SEEN)) }
                    } }
                    tbody {
                        @for row in rows {
                            @let code = text(row, "item");
                            tr {
                                td { @match items.iter().find(|item| item.code == code) {
                                    Some(item) => (look.text(&item.title)),
                                    None => (code),
                                } }
                                td.num {
                                    (row.get("count").map(ToString::to_string).unwrap_or_default())
                                    @if let Some(again) = row.get("relapse") { " " (tag(Tone::Alert, &words::relapses(look, again.as_i64().unwrap_or_default()))) }
                                }
                                td {
                                    (text(row, "note"))
                                    @let photo = text(row, "photo");
                                    @if !photo.is_empty() && !files.is_empty() { " " (attachment(files, &photo, true)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn attached(&self, field: &Field, value: &Json, files: &str) -> Markup {
        let photo = matches!(field.kind, FieldKind::Photo | FieldKind::Signature);
        let each: Vec<&str> = match value {
            Json::Array(values) => values.iter().filter_map(Json::as_str).collect(),
            Json::String(one) => vec![one],
            _ => Vec::new(),
        };
        html! { div.attached { @for file in each { (attachment(files, file, photo)) } } }
    }
}

/// An attachment: a picture, or a link to the file.
fn attachment(files: &str, file: &str, photo: bool) -> Markup {
    let hash = file.split(':').next().unwrap_or_default();
    html! {
        a.attachment href={ (files) "/" (hash) } {
            @if photo { img src={ (files) "/" (hash) } alt=(file_name(file)) loading="lazy"; }
            @else { (icon::PAPERCLIP) (file_name(file)) }
        }
    }
}

/// The name a file came under, or the beginning of its hash.
pub(crate) fn file_name(file: &str) -> &str {
    match file.split_once(':') {
        Some((_, name)) if !name.is_empty() => name,
        _ => file.get(..8).unwrap_or(file),
    }
}

/// Whether values stand in columns by their digits.
pub(crate) fn is_figure(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money
    )
}

/// What a record is called.
pub(crate) fn label(teller: &Teller<'_>, record: &RecordView) -> String {
    let parts: Vec<String> = teller
        .register
        .label
        .iter()
        .map(|field| &teller.register[*field])
        .filter_map(|field| {
            let value = record.fields.get(&field.name)?;
            match (&field.kind, value) {
                (FieldKind::Link { .. }, Json::String(id)) if teller.register.label.len() > 1 => {
                    Some(id.get(..8)?.to_owned())
                }
                _ => Some(teller.plain(field, value)),
            }
        })
        .filter(|text| !text.is_empty())
        .collect();
    if parts.is_empty() {
        record.number.clone().unwrap_or_else(|| record.id.clone())
    } else {
        parts.join(" ")
    }
}

/// The state a record is in.
pub(crate) fn state_of<'a>(register: &'a Register, record: &RecordView) -> Option<(&'a Loop, &'a State)> {
    let cycle = register.cycle.as_ref()?;
    Some((cycle, &cycle[cycle.state(record.state.as_deref()?)?]))
}

/// The state, and what is out of the ordinary about the record's time and way.
pub(crate) fn state_tags(look: Look, register: &Register, record: &RecordView) -> Markup {
    html! {
        @if let Some((_, state)) = state_of(register, record) { (tag(state.tone, look.text(&state.title))) }
        @if record.overdue { (tag(Tone::Bad, look.say(words::OVERDUE))) }
        @if record.paused { (tag(Tone::Plain, look.say(words::PAUSED))) }
        @if record.reopened > 0 { (tag(Tone::Alert, look.say(words::REOPENED))) }
        @if record.lifted > 0 { (tag(Tone::Alert, look.say(words::LIFTED))) }
        @if record.withdrawn { (tag(Tone::Bad, look.say(words::WITHDRAWN))) }
    }
}

fn shape_words(look: Look, shape: &Json) -> String {
    let points = shape.get("coordinates");
    match shape.get("type").and_then(Json::as_str) {
        Some("Point") => {
            let number = |at: usize| {
                let value = points.and_then(|points| points.get(at));
                value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            format!(
                "{}, {}",
                number(0).unwrap_or_default(),
                number(1).unwrap_or_default()
            )
        }
        Some("LineString") => words::points(look, points.and_then(Json::as_array).map_or(0, Vec::len)),
        Some("Polygon") => {
            let ring = points.and_then(|rings| rings.get(0)).and_then(Json::as_array);
            words::points(look, ring.map_or(0, |ring| ring.len().saturating_sub(1)))
        }
        _ => String::new(),
    }
}

/// A figure with its digits in threes.
pub(crate) fn grouped(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number),
    };
    let (whole, fraction) = match rest.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest, None),
    };
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_in_threes_and_other_texts_left_alone() {
        assert_eq!(grouped("1234567.50"), "1,234,567.50");
        assert_eq!(grouped("-1000"), "-1,000");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("12亩"), "12亩");
    }

    #[test]
    fn a_file_is_called_by_the_name_it_came_under() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(file_name(&format!("{hash}:协议.pdf")), "协议.pdf");
        assert_eq!(file_name(&hash), "01234567");
    }
}
