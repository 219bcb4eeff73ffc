//! One record: what it says, where it stands, what can be done with it, and how it came to be so.

use super::column::level_title;
use super::history::Told;
use super::{paper, record_id, seen};
use crate::pages::assets::icon;
use crate::pages::checks;
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::moment;
use crate::pages::parts::value::{Teller, label, state_tags};
use crate::pages::shell::Page;
use crate::pages::words::record as words;
use crate::serve::App;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use desk::{Action, DeskError, RecordView};
use maud::{Markup, html};
use pack::Shelf;
use pack::model::{Document, Field, FieldKind, Register};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// What a record's page is shown with.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Shown {
    /// The step that was just taken.
    #[serde(default)]
    pub(super) did: String,
    /// Sensitive values that were just revealed.
    #[serde(skip)]
    pub(super) clear: Map<String, Json>,
    /// Whether this program sets papers.
    #[serde(skip)]
    pub(super) papers: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    Path((register, id)): Path<(String, String)>,
    Query(shown): Query<Shown>,
) -> Result<Response, Fault> {
    let shown = Shown {
        papers: app.press().is_some(),
        ..shown
    };
    let page = staff
        .ask(move |staff| page(staff, &register, &id, &shown))
        .await?;
    Ok(staff.show(&page))
}

/// The record's page.
pub(super) fn page(staff: &Staff, name: &str, id: &str, shown: &Shown) -> Result<Page, DeskError> {
    let shelf = staff.seat.desk().shelf();
    let (pack, register) = seen(staff, &shelf, name)?;
    let id = record_id(id)?;
    let record = staff.seat.get(name, id)?;
    let steps = staff.seat.next_steps(name, id)?;
    let history = staff.seat.history(name, id)?;
    let (names, roles) = (staff.seat.names()?, staff.seat.desk().roles());
    let teller = Teller::new(staff, pack, register);
    let look = staff.look();
    let leaf = Leaf {
        teller: &teller,
        record: &record,
        path: format!("/registers/{name}/{id}"),
    };
    let told = Told {
        teller: &teller,
        names: &names,
        roles: &roles,
    };
    let documents = if shown.papers {
        staff.seat.documents(name)?
    } else {
        Vec::new()
    };
    let masking: Vec<&Document> = pack
        .documents
        .iter()
        .filter(|document| documents.iter().any(|(name, _)| *name == document.name))
        .filter(|document| {
            leaf.may(Action::Reveal) && record.masked.iter().any(|field| document.names(field))
        })
        .collect();
    let body = html! {
        @if shown.papers { (paper::made_by(look, pack, register, &shown.did, &leaf.path)) }
        (leaf.contested())
        div.leaf {
            div {
                section.card aria-labelledby="details" {
                    h2 #details { (look.say(words::DETAILS)) }
                    (leaf.fields(|field| field.sensitive.is_none() && field.is_given() && !is_file(field)))
                }
                (leaf.files())
                (leaf.sensitive(&shown.clear))
                (leaf.by_program())
            }
            div {
                @if register.cycle.is_some() { (leaf.standing(&steps)) }
                (paper::card(staff, &documents, &leaf.path, &masking))
                (linked_from(look, &shelf, register, &record))
                section.card aria-labelledby="history" {
                    h2 #history { (icon::HISTORY) " " (look.say(words::HISTORY)) }
                    (told.timeline(&history))
                }
            }
        }
    };
    let page = Page::new(label(&teller, &record), body)
        .under(format!("/registers/{name}"), look.text(&register.title));
    let page = match checks::trail_of(look, register, &record) {
        Some((path, title)) => page.under(path, title),
        None => page,
    };
    Ok(page
        .beside(html! {
            @if let Some(number) = &record.number { span.number { (number) } }
            (state_tags(look, register, &record))
        })
        .doing(leaf.actions()))
}

fn is_file(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::File | FieldKind::Photo | FieldKind::Signature
    )
}

/// A record with what it takes to show it.
struct Leaf<'a> {
    teller: &'a Teller<'a>,
    record: &'a RecordView,
    path: String,
}

impl Leaf<'_> {
    fn look(&self) -> Look {
        self.teller.staff.look()
    }

    fn may(&self, action: Action) -> bool {
        let place = self.record.place.parse();
        place.is_ok_and(|place| {
            self.teller
                .staff
                .seat
                .actor()
                .may(action, &self.teller.pack.name, &place)
        })
    }

    /// Fields that hold something, by name.
    fn fields(&self, which: impl Fn(&Field) -> bool) -> Markup {
        let files = format!("{}/files", self.path);
        html! {
            dl.facts {
                @for field in self.teller.register.fields.iter().filter(|field| which(field)) {
                    @if let Some(value) = self.record.fields.get(&field.name) {
                        @let wide = matches!(field.kind, FieldKind::LongText | FieldKind::Table { .. } | FieldKind::Checklist { .. });
                        div.fact.fact-wide[wide] {
                            dt { (self.look().text(&field.title)) }
                            dd { (self.teller.full(field, value, &files)) }
                        }
                    }
                }
            }
        }
    }

    fn holds(&self, which: impl Fn(&Field) -> bool) -> bool {
        let fields = &self.teller.register.fields;
        fields
            .iter()
            .any(|field| which(field) && self.record.fields.contains_key(&field.name))
    }

    fn files(&self) -> Markup {
        let which = |field: &Field| is_file(field) && field.sensitive.is_none();
        html! {
            @if self.holds(which) {
                section.card aria-labelledby="files" { h2 #files { (icon::PAPERCLIP) " " (self.look().say(words::FILES)) } (self.fields(which)) }
            }
        }
    }

    fn by_program(&self) -> Markup {
        let which = |field: &Field| !field.is_given() && field.sensitive.is_none();
        let look = self.look();
        html! {
            section.card aria-labelledby="own" {
                h2 #own { (look.say(words::BY_PROGRAM)) }
                (self.fields(which))
                dl.facts {
                    div.fact { dt { (look.say(words::MADE)) } dd { (moment(&self.record.created_at)) } }
                    div.fact { dt { (look.say(words::CHANGED)) } dd { (moment(&self.record.changed_at)) } }
                }
            }
        }
    }

    /// Sensitive fields, masked, and how to see them in clear.
    fn sensitive(&self, clear: &Map<String, Json>) -> Markup {
        let look = self.look();
        let masked: Vec<&Field> = self
            .teller
            .register
            .fields
            .iter()
            .filter(|field| field.sensitive.is_some() && self.record.fields.contains_key(&field.name))
            .collect();
        html! {
            @if !masked.is_empty() {
                section.card #sensitive aria-labelledby="sensitive-title" {
                    h2 #sensitive-title { (icon::LOCK) " " (look.say(words::SENSITIVE)) }
                    @if !clear.is_empty() { p.clear-told role="status" { (look.say(words::REVEALED)) } }
                    dl.facts {
                        @for field in &masked {
                            div.fact {
                                dt { (look.text(&field.title)) }
                                dd {
                                    @match clear.get(&field.name).and_then(Json::as_str) {
                                        Some(plain) => strong { (plain) },
                                        None => (self.teller.full(field, self.record.fields.get(&field.name).unwrap_or(&Json::Null), "")),
                                    }
                                }
                            }
                        }
                    }
                    @if self.may(Action::Reveal) {
                        details.reveal {
                            summary.btn.btn-sm { (icon::EYE) (look.say(words::REVEAL)) }
                            form.stack method="post" action={ (self.path) "/reveal#sensitive" } {
                                (self.teller.staff.token())
                                div.ticks {
                                    @for field in &masked {
                                        label.tick { input type="checkbox" name="field" value=(field.name) checked; " " (look.text(&field.title)) }
                                    }
                                }
                                label for="reason" { (look.say(words::REVEAL_WHY)) }
                                input.form-control id="reason" name="reason" required maxlength="200" aria-describedby="reason-help";
                                p.help #reason-help { (look.say(words::REVEAL_HELP)) }
                                button.btn.btn-primary { (look.say(words::REVEAL)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// State, level, clock, and the steps that this post may take.
    fn standing(&self, steps: &[(String, pack::Text)]) -> Markup {
        let look = self.look();
        let record = self.record;
        html! {
            section.card.standing aria-labelledby="standing" {
                h2 #standing { (look.say(words::STANDING)) }
                div.standing-tags { (state_tags(look, self.teller.register, record)) }
                dl.facts {
                    @if let Some(level) = &record.level {
                        div.fact { dt { (look.say(words::LEVEL)) } dd { (level_title(look, self.teller.register, level)) } }
                    }
                    @if let Some(day) = &record.due_on {
                        div.fact { dt { (look.say(words::DUE)) } dd.late[record.overdue] { (icon::CLOCK) " " (moment(day)) " " (self.left(day)) } }
                    }
                }
                h3 { (look.say(words::NEXT_STEPS)) }
                @if steps.is_empty() { p.text-secondary { (look.say(words::NO_STEPS)) } }
                div.steps {
                    @for (at, (name, title)) in steps.iter().enumerate() {
                        a.btn.btn-primary[at == 0] href={ (self.path) "/steps/" (name) } { (look.text(title)) }
                    }
                }
            }
        }
    }

    /// Days to the deadline, or past it.
    fn left(&self, day: &str) -> String {
        let today = self.teller.staff.seat.desk().now().date();
        let days = day
            .parse::<jiff::civil::Date>()
            .ok()
            .and_then(|due| today.until(due).ok())
            .map(|span| span.get_days());
        days.map(|days| words::left(self.look(), days))
            .unwrap_or_default()
    }

    /// Values that lost against a concurrent edit, for a person to decide.
    fn contested(&self) -> Markup {
        let look = self.look();
        html! {
            @if !self.record.contested.is_empty() {
                section.card.contested aria-labelledby="contested" {
                    h2 #contested { (icon::ALERT_TRIANGLE) " " (look.say(words::CONTESTED)) }
                    p { (look.say(words::CONTESTED_WHY)) }
                    @for lost in &self.record.contested {
                        @if let Some((_, field)) = self.teller.register.field(&lost.field) {
                            div.contested-row {
                                strong { (look.text(&field.title)) }
                                span { (look.say(words::STANDS_NOW)) " " (self.teller.cell(field, self.record.fields.get(&lost.field).unwrap_or(&Json::Null))) }
                                span.text-secondary { (look.say(words::OTHER_VALUE)) " " (self.teller.cell(field, &lost.value)) " · " (lost.by) " " (moment(&lost.at)) }
                                @if self.may(Action::Amend) {
                                    form method="post" action={ (self.path) "/settle" } {
                                        (self.teller.staff.token())
                                        input type="hidden" name="field" value=(lost.field);
                                        button.btn.btn-sm { (icon::CHECK) (look.say(words::SETTLE)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn actions(&self) -> Markup {
        let look = self.look();
        let gone = self.record.withdrawn;
        html! {
            @if self.may(Action::Withdraw) {
                details.drop {
                    summary.btn { @if gone { (look.say(words::RESTORE)) } @else { (look.say(words::WITHDRAW)) } (icon::CHEVRON_DOWN) }
                    form.drop-body.stack method="post" action={ (self.path) @if gone { "/restore" } @else { "/withdraw" } } {
                        (self.teller.staff.token())
                        label for="why" { (look.say(words::REASON)) }
                        input.form-control id="why" name="reason" required maxlength="200";
                        button.btn.btn-danger[!gone] { @if gone { (look.say(words::RESTORE)) } @else { (look.say(words::WITHDRAW)) } }
                    }
                }
            }
            @if self.may(Action::Amend) && !gone {
                a.btn.btn-primary href={ (self.path) "/edit" } { (icon::PENCIL) (look.say(words::EDIT)) }
            }
        }
    }
}

/// Lists of the records that name this one.
fn linked_from(look: Look, shelf: &Shelf, register: &Register, record: &RecordView) -> Markup {
    let mut lists = Vec::new();
    for (_, other) in shelf.registers() {
        for field in &other.fields {
            let leads_here = matches!(&field.kind, FieldKind::Link { register: to } if *to == register.name);
            if leads_here && !field.multiple && field.sensitive.is_none() {
                let query = format!("/registers/{}?f.{}={}", other.name, field.name, record.id);
                lists.push((
                    query,
                    format!("{} · {}", look.text(&other.title), look.text(&field.title)),
                ));
            }
        }
    }
    html! {
        @if !lists.is_empty() {
            section.card aria-labelledby="linked" {
                h2 #linked { (icon::LINK) " " (look.say(words::LINKED_FROM)) }
                ul.plain { @for (path, title) in &lists { li { a href=(path) { (title) } } } }
            }
        }
    }
}
