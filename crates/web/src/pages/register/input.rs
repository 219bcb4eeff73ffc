//! One field as an input, whatever it holds. Every kind of field has an input that works without script.

use super::sheet::Sheet;
use crate::pages::assets::icon;
use crate::pages::look::Look;
use crate::pages::parts::value::{Teller, file_name, label};
use crate::pages::parts::{anchor, problem_id, problems_of};
use crate::pages::words::record as words;
use desk::{Action, ListAsk, RecordView};
use ledger::Problem;
use maud::{Markup, html};
use pack::model::{Field, FieldKind};
use serde_json::Value as Json;

/// Most records offered for a link without looking for them.
const OFFERED: usize = 100;
/// Most places offered in a choice.
const PLACES: usize = 400;

/// What a form knows when it draws its inputs.
pub(in crate::pages) struct Inputs<'a> {
    /// The register, in words.
    pub(in crate::pages) teller: &'a Teller<'a>,
    /// What stands in the inputs.
    pub(in crate::pages) sheet: &'a Sheet,
    /// What is wrong.
    pub(in crate::pages) problems: &'a [Problem],
    /// The record as it stands, when it is amended.
    pub(in crate::pages) record: Option<&'a RecordView>,
    /// What is done with the form; says which places are offered.
    pub(in crate::pages) action: Action,
    /// Fields that must be given, by name.
    pub(in crate::pages) needed: Vec<String>,
}

impl Inputs<'_> {
    pub(super) fn look(&self) -> Look {
        self.teller.staff.look()
    }

    /// A field with its name, help, input and what is wrong with it.
    pub(in crate::pages) fn field(&self, field: &Field) -> Markup {
        let look = self.look();
        let name = &*field.name;
        let wide = matches!(
            field.kind,
            FieldKind::LongText
                | FieldKind::Table { .. }
                | FieldKind::Checklist { .. }
                | FieldKind::Polygon
                | FieldKind::Line
        ) || field.multiple;
        let group = matches!(field.kind, FieldKind::Table { .. } | FieldKind::Checklist { .. })
            || (field.multiple && matches!(field.kind, FieldKind::Code { .. }));
        let title = html! {
            (look.text(&field.title))
            @if let Some(unit) = &field.unit { span.unit { "（" (unit) "）" } }
            @if self.is_needed(field) { span.needed { (look.say(words::REQUIRED)) } }
            @if field.sensitive.is_some() { span.hint { (icon::LOCK) (look.say(words::SENSITIVE_HELP)) } }
        };
        html! {
            div.field.field-wide[wide] {
                input type="hidden" name="_on" value=(name);
                @if self.record.is_some() { input type="hidden" name={ "_was." (name) } value=(self.was(field)); }
                @if group {
                    fieldset id=(anchor(name)) aria-describedby=[self.describedby(field, name)] {
                        legend.label { (title) }
                        (self.help(field))
                        (self.control(field, name))
                    }
                } @else {
                    label for=(anchor(name)) { (title) }
                    (self.control(field, name))
                    (self.help(field))
                }
                (problems_of(look, self.problems, name))
            }
        }
    }

    fn is_needed(&self, field: &Field) -> bool {
        (field.required && field.default.is_none()) || self.needed.contains(&field.name)
    }

    /// What the field held when the form was first made; kept while the form goes back and forth.
    fn was(&self, field: &Field) -> String {
        let key = format!("_was.{}", field.name);
        if self.sheet.texts.iter().any(|(name, _)| *name == key) {
            return self.sheet.get(&key).to_owned();
        }
        self.record
            .map(|record| Sheet::of(self.teller.register, record).joined(&field.name))
            .unwrap_or_default()
    }

    fn help(&self, field: &Field) -> Markup {
        let look = self.look();
        let shape = match field.kind {
            FieldKind::Point => Some(words::POINT_HELP),
            FieldKind::Line | FieldKind::Polygon => Some(words::SHAPE_HELP),
            _ if field.multiple && matches!(field.kind, FieldKind::Code { .. }) => Some(words::CHOICES),
            _ => None,
        };
        let by_itself = field.default.is_some() && self.record.is_none();
        html! {
            @if field.help.is_some() || shape.is_some() || by_itself {
                p.help id={ (anchor(&field.name)) "-help" } {
                    @if let Some(help) = &field.help { (look.text(help)) " " }
                    @if let Some(shape) = shape { (look.say(shape)) " " }
                    @if by_itself { (look.say(words::BY_DEFAULT)) }
                }
            }
        }
    }

    fn describedby(&self, field: &Field, path: &str) -> Option<String> {
        let mut ids = Vec::new();
        if self.is_wrong(path) {
            ids.push(problem_id(path));
        }
        let by_itself = field.default.is_some() && self.record.is_none();
        let shape = matches!(
            field.kind,
            FieldKind::Point | FieldKind::Line | FieldKind::Polygon
        ) || (field.multiple && matches!(field.kind, FieldKind::Code { .. }));
        if path == field.name && (field.help.is_some() || shape || by_itself) {
            ids.push(format!("{}-help", anchor(path)));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn is_wrong(&self, path: &str) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.field.as_deref() == Some(path))
    }

    /// The input itself, at a path: a field's name, or a column's in a row.
    fn control(&self, field: &Field, path: &str) -> Markup {
        match &field.kind {
            FieldKind::Table { columns } => self.table(columns, path),
            FieldKind::Checklist { list } => self.checklist(*list, path),
            FieldKind::Code { .. } if field.multiple => self.ticks(field, path),
            FieldKind::Code { .. } => self.choice(
                field,
                path,
                &self.with_held(field, path, self.teller.codes(field)),
            ),
            FieldKind::Bool => {
                let look = self.look();
                let yes_no = [("yes", words::YES), ("no", words::NO)];
                let choices: Vec<_> = yes_no
                    .iter()
                    .map(|(value, word)| ((*value).to_owned(), look.say(*word).to_owned()))
                    .collect();
                self.choice(field, path, &choices)
            }
            FieldKind::Place => self.place(field, path),
            FieldKind::Link { register } => self.link(field, register, path),
            FieldKind::File | FieldKind::Photo | FieldKind::Signature => self.files(field, path),
            FieldKind::LongText | FieldKind::Line | FieldKind::Polygon => self.long(field, path),
            _ if field.multiple => self.several(field, path),
            _ => self.line(field, path, self.sheet.get(path)),
        }
    }

    fn line(&self, field: &Field, path: &str, text: &str) -> Markup {
        let (kind, mode) = match field.kind {
            FieldKind::Date => ("date", None),
            FieldKind::Month => ("month", None),
            FieldKind::Time => ("datetime-local", None),
            FieldKind::Phone => ("tel", None),
            FieldKind::Integer | FieldKind::Year => ("text", Some("numeric")),
            FieldKind::Decimal { .. } | FieldKind::Money => ("text", Some("decimal")),
            _ => ("text", None),
        };
        let masked = field.sensitive.and_then(|_| {
            let mask = self.record?.fields.get(&field.name)?.as_str()?;
            Some(format!("{mask} · {}", self.look().say(words::UNCHANGED_IF_EMPTY)))
        });
        html! {
            input.form-control.num[mode.is_some()] type=(kind) id=(anchor(path)) name=(path) value=(text) inputmode=[mode]
                maxlength=[field.max_len] placeholder=[masked.as_deref()] autocomplete="off"
                aria-required=[self.is_needed(field).then_some("true")]
                aria-invalid=[self.is_wrong(path).then_some("true")] aria-describedby=[self.describedby(field, path)];
            @if matches!(field.kind, FieldKind::Point) {
                button.btn.btn-sm.only-script type="button" data-here=(anchor(path)) hidden { (icon::MAP_PIN) (self.look().say(words::HERE)) }
            }
            @if masked.is_some() {
                label.tick { input type="checkbox" name={ "_clear." (path) } value="1"; " " (self.look().say(words::CLEAR_SENSITIVE)) }
            }
        }
    }

    fn long(&self, field: &Field, path: &str) -> Markup {
        html! {
            textarea.form-control.mono[!matches!(field.kind, FieldKind::LongText)] id=(anchor(path)) name=(path) rows="3" maxlength=[field.max_len]
                aria-required=[self.is_needed(field).then_some("true")]
                aria-invalid=[self.is_wrong(path).then_some("true")] aria-describedby=[self.describedby(field, path)] {
                // A browser drops the first line end of a textarea.
                "\n" (self.sheet.get(path))
            }
        }
    }

    /// Several short texts, such as offices: a line for each and some to spare.
    fn several(&self, field: &Field, path: &str) -> Markup {
        let mut texts: Vec<&str> = self.sheet.all(path).filter(|text| !text.is_empty()).collect();
        texts.extend(["", ""]);
        html! {
            div.several {
                @for (at, text) in texts.iter().enumerate() {
                    @if at == 0 { (self.line(field, path, text)) }
                    @else { input.form-control name=(path) value=(text) aria-label={ (self.look().text(&field.title)) " " (at + 1) } autocomplete="off"; }
                }
            }
        }
    }

    fn choice(&self, field: &Field, path: &str, choices: &[(String, String)]) -> Markup {
        let held = self.sheet.get(path);
        html! {
            select.form-select id=(anchor(path)) name=(path)
                aria-required=[self.is_needed(field).then_some("true")]
                aria-invalid=[self.is_wrong(path).then_some("true")] aria-describedby=[self.describedby(field, path)] {
                option value="" { (self.look().say(words::CHOOSE)) }
                @for (value, shown) in choices { option value=(value) selected[held == value] { (shown) } }
            }
        }
    }

    /// The choices, and what is held though it is no longer offered.
    fn with_held(
        &self,
        field: &Field,
        path: &str,
        mut choices: Vec<(String, String)>,
    ) -> Vec<(String, String)> {
        let held = self.sheet.get(path);
        if !held.is_empty() && !choices.iter().any(|(value, _)| value == held) {
            let shown = self.teller.plain(field, &Json::String(held.to_owned()));
            choices.push((held.to_owned(), shown));
        }
        choices
    }

    fn ticks(&self, field: &Field, path: &str) -> Markup {
        let held: Vec<&str> = self.sheet.all(path).collect();
        html! {
            div.ticks {
                @for (value, shown) in self.teller.codes(field) {
                    label.tick { input type="checkbox" name=(path) value=(value) checked[held.contains(&&*value)]; " " (shown) }
                }
            }
        }
    }

    fn place(&self, field: &Field, path: &str) -> Markup {
        let places = self.teller.places_within_reach(self.action);
        if places.len() > PLACES {
            return self.line(field, path, self.sheet.get(path));
        }
        self.choice(field, path, &self.with_held(field, path, places))
    }

    /// A record of another register: chosen from a list, or looked for where there are many.
    fn link(&self, field: &Field, register: &str, path: &str) -> Markup {
        let staff = self.teller.staff;
        let shelf = staff.seat.desk().shelf();
        let Some((pack, target)) = shelf.register(register) else {
            return self.line(field, path, self.sheet.get(path));
        };
        let teller = Teller::new(staff, pack, target);
        let word = self.sheet.get(&format!("_find.{path}")).trim().to_owned();
        let ask = |filter: String| ListAsk {
            filter,
            limit: Some(OFFERED),
            ..ListAsk::default()
        };
        let filter = if word.is_empty() {
            String::new()
        } else {
            let quoted = word.replace('\\', "\\\\").replace('\'', "\\'");
            let texts = target.label.iter().map(|field| &target[*field]).filter(|field| {
                field.sensitive.is_none()
                    && !field.multiple
                    && matches!(
                        field.kind,
                        FieldKind::Text | FieldKind::Person | FieldKind::Enterprise
                    )
            });
            let each: Vec<String> = texts
                .map(|field| format!("contains({}, '{quoted}')", field.name))
                .collect();
            each.join(" || ")
        };
        let (found, more) = staff.seat.list(register, &ask(filter)).unwrap_or_default();
        let choices: Vec<(String, String)> = found
            .iter()
            .map(|record| (record.id.clone(), label(&teller, record)))
            .collect();
        let many = more.is_some() || !word.is_empty();
        html! {
            @if many {
                div.find {
                    input.form-control name={ "_find." (path) } value=(word) placeholder=(self.look().say(words::FIND_HINT))
                        aria-label={ (self.look().say(words::FIND)) " " (self.look().text(&field.title)) };
                    button.btn name="_do" value="again" { (icon::SEARCH) (self.look().say(words::FIND)) }
                }
            }
            (self.choice(field, path, &self.with_held(field, path, choices)))
        }
    }

    fn files(&self, field: &Field, path: &str) -> Markup {
        let kept: Vec<&str> = self.sheet.all(path).filter(|text| !text.is_empty()).collect();
        let picture = matches!(field.kind, FieldKind::Photo | FieldKind::Signature);
        html! {
            @for file in &kept {
                label.tick { input type="checkbox" name=(path) value=(file) checked; " " (self.look().say(words::KEEP_FILE)) " " (file_name(file)) }
            }
            input.form-control type="file" id=(anchor(path)) name=(path) multiple[field.multiple] accept=[picture.then_some("image/*")]
                aria-invalid=[self.is_wrong(path).then_some("true")] aria-describedby=[self.describedby(field, path)];
        }
    }

    fn table(&self, columns: &[Field], path: &str) -> Markup {
        let look = self.look();
        let rows = self.sheet.rows(path);
        html! {
            input type="hidden" name={ "_rows." (path) } value=(rows);
            div.table-wide {
                table.table.table-form {
                    thead { tr {
                        th scope="col" { span.visually-hidden { (look.say(words::ROW)) } }
                        @for column in columns { th scope="col" { (look.text(&column.title)) @if let Some(unit) = &column.unit { span.unit { "（" (unit) "）" } } } }
                    } }
                    tbody {
                        @for at in 0..rows {
                            tr {
                                th scope="row" { (at + 1) }
                                @for column in columns {
                                    @let cell = format!("{path}[{at}].{}", column.name);
                                    td {
                                        label.visually-hidden for=(anchor(&cell)) { (look.text(&column.title)) " " (at + 1) }
                                        (self.control(column, &cell))
                                        (problems_of(look, self.problems, &cell))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            button.btn.btn-sm name="_do" value={ "more:" (path) } { (icon::PLUS) (look.say(words::MORE_ROWS)) }
        }
    }
}
