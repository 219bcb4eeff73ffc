//! The forms that write: a new record, changed fields, a step of the loop. What was typed is never lost: not by a mistake,
//! not by a second thought (drafts), not by looking something up half-way.

use super::input::Inputs;
use super::sheet::Sheet;
use super::{exposure, totals};
use super::{missing, record_id, seen};
use crate::pages::assets::icon;
use crate::pages::fault::Fault;
use crate::pages::flash::Flash;
use crate::pages::form::Form;
use crate::pages::guard::{Posted, Staff, go};
use crate::pages::parts::value::{Teller, label};
use crate::pages::parts::{moment, summary};
use crate::pages::shell::Page;
use crate::pages::words::checks;
use crate::pages::words::record as words;
use crate::problem::Problem as Answer;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Action, Asked, DeskError, Receipt, RecordView};
use ledger::{Moment, Problem};
use maud::{Markup, html};
use pack::model::{Field, FieldKind, Pack, Register, Step};
use std::collections::BTreeMap;

/// What a form is for.
#[derive(Clone, Debug)]
enum Purpose {
    New,
    Edit(String),
    Step(String, String),
}

/// A form about to be shown.
pub(super) struct Shown<'a> {
    pub(super) pack: &'a Pack,
    pub(super) register: &'a Register,
    pub(super) record: Option<RecordView>,
    pub(super) step: Option<&'a Step>,
    pub(super) sheet: Sheet,
    problems: Vec<Problem>,
    /// When the draft that fills it was kept.
    draft: Option<Moment>,
    address: String,
}

impl Purpose {
    /// The form's address, under which its draft is kept too.
    fn address(&self, register: &str) -> String {
        match self {
            Purpose::New => format!("/registers/{register}/new"),
            Purpose::Edit(id) => format!("/registers/{register}/{id}/edit"),
            Purpose::Step(id, step) => format!("/registers/{register}/{id}/steps/{step}"),
        }
    }

    fn action(&self) -> Action {
        match self {
            Purpose::New => Action::Create,
            Purpose::Edit(_) => Action::Amend,
            Purpose::Step(..) => Action::Step,
        }
    }

    /// The record the form is about, and the step it takes.
    fn subject<'a>(
        &self,
        staff: &Staff,
        register: &'a Register,
    ) -> Result<(Option<RecordView>, Option<&'a Step>), DeskError> {
        let (id, step) = match self {
            Purpose::New => return Ok((None, None)),
            Purpose::Edit(id) => (id, None),
            Purpose::Step(id, step) => (id, Some(step)),
        };
        let record = staff.seat.get(&register.name, record_id(id)?)?;
        let Some(name) = step else {
            return Ok((Some(record), None));
        };
        let cycle = register.cycle.as_ref();
        let step = cycle.and_then(|cycle| cycle.steps.iter().find(|step| step.name == **name));
        let step = step.ok_or_else(|| missing("没有这个环节", "there is no such step"))?;
        Ok((Some(record), Some(step)))
    }
}

pub(super) async fn new(
    staff: Staff,
    Path(register): Path<String>,
    Query(given): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    open(staff, register, Purpose::New, given).await
}

pub(super) async fn edit(
    staff: Staff,
    Path((register, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    open(staff, register, Purpose::Edit(id), BTreeMap::new()).await
}

pub(super) async fn step(
    staff: Staff,
    Path((register, id, step)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    open(staff, register, Purpose::Step(id, step), BTreeMap::new()).await
}

pub(super) async fn create(Path(register): Path<String>, posted: Posted) -> Result<Response, Fault> {
    sent(posted, register, Purpose::New).await
}

pub(super) async fn amend(
    Path((register, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    sent(posted, register, Purpose::Edit(id)).await
}

pub(super) async fn take_step(
    Path((register, id, step)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    sent(posted, register, Purpose::Step(id, step)).await
}

/// Shows a form: with the draft that was kept, or as the record stands, or with what its address gives.
async fn open(
    staff: Staff,
    name: String,
    purpose: Purpose,
    given: BTreeMap<String, String>,
) -> Result<Response, Fault> {
    let page = staff
        .ask(move |staff| {
            let shelf = staff.seat.desk().shelf();
            let (pack, register) = seen(staff, &shelf, &name)?;
            let (record, step) = purpose.subject(staff, register)?;
            let address = purpose.address(&name);
            let draft = staff.seat.draft(&address)?;
            let mut sheet = match (&draft, &record) {
                (Some(draft), _) => Sheet::typed(draft.texts.clone()),
                (None, Some(record)) => Sheet::of(register, record),
                (None, None) => Sheet::default(),
            };
            if draft.is_none() && record.is_none() {
                begin(staff, pack, register, &mut sheet, given);
            }
            let shown = Shown {
                pack,
                register,
                record,
                step,
                sheet,
                problems: Vec::new(),
                draft: draft.map(|draft| draft.at),
                address,
            };
            Ok(form_page(staff, &purpose, &shown))
        })
        .await?;
    Ok(staff.show(&page))
}

/// What a new record begins with: what the address says, and the place where there is only one.
fn begin(
    staff: &Staff,
    pack: &Pack,
    register: &Register,
    sheet: &mut Sheet,
    given: BTreeMap<String, String>,
) {
    for (name, text) in given {
        if register
            .field(&name)
            .is_some_and(|(_, field)| field.sensitive.is_none())
        {
            sheet.set(&name, text);
        }
    }
    let place = &register[register.place].name;
    let reach = staff.seat.actor().reach(Action::Create, &pack.name);
    if let Some([only]) = reach.as_deref()
        && sheet.get(place).is_empty()
        && only.level() != standards::PlaceLevel::Town
    {
        sheet.set(place, only.to_string());
    }
}

/// What is to be done with a form that was sent.
enum Wish {
    /// Keep it as a draft, and say so or not.
    Draft { quietly: bool },
    /// Throw the draft away.
    Drop,
    /// Show it again, with more rows or other choices.
    Again,
    /// Tell what it works out so far.
    Total,
    /// Do it.
    Submit { another: bool },
}

impl Wish {
    fn of(form: &Form) -> Self {
        match form.get("_do") {
            "draft" => Wish::Draft { quietly: false },
            "autosave" => Wish::Draft { quietly: true },
            "drop" => Wish::Drop,
            "total" => Wish::Total,
            "another" => Wish::Submit { another: true },
            wish if wish == "again" || wish.starts_with("more:") => Wish::Again,
            _ => Wish::Submit { another: false },
        }
    }
}

async fn sent(Posted { staff, form }: Posted, name: String, purpose: Purpose) -> Result<Response, Fault> {
    let asker = staff.clone();
    asker
        .ask(move |staff| receive(staff, form, &name, &purpose))
        .await
}

fn receive(staff: &Staff, form: Form, name: &str, purpose: &Purpose) -> Result<Response, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let (pack, register) = seen(staff, &shelf, name)?;
    let (record, step) = purpose.subject(staff, register)?;
    let address = purpose.address(name);
    let wish = Wish::of(&form);
    let more = form.get("_do").strip_prefix("more:").map(str::to_owned);
    let mut sheet = Sheet::typed(form.texts);
    for file in form.files {
        let kept = staff.seat.keep_file(&file.content)?;
        sheet.add(&file.field, format!("{kept}:{}", file.name));
    }
    if let Some(table) = more {
        let rows = sheet.rows(&table) + 3;
        sheet.set(&format!("_rows.{table}"), rows.to_string());
    }
    match wish {
        Wish::Draft { quietly } => {
            staff.seat.keep_draft(&address, sheet.texts)?;
            if quietly {
                return Ok(StatusCode::NO_CONTENT.into_response());
            }
            return Ok(Flash::done(look.say(words::DRAFT_KEPT)).on(&staff.visit, go(&address)));
        }
        Wish::Drop => {
            staff.seat.drop_draft(&address)?;
            return Ok(Flash::done(look.say(words::DRAFT_DROPPED)).on(&staff.visit, go(&address)));
        }
        Wish::Again | Wish::Total | Wish::Submit { .. } => {}
    }
    let mut shown = Shown {
        pack,
        register,
        record,
        step,
        sheet,
        problems: Vec::new(),
        draft: None,
        address,
    };
    let another = match wish {
        Wish::Submit { another } => another,
        Wish::Total => return Ok(totals::answer(staff, &shown)),
        _ => return Ok(staff.show(&form_page(staff, purpose, &shown))),
    };
    if let Some(unseen) = exposure::unseen(staff, &shown)? {
        shown.problems = vec![unseen];
        return Ok(staff.show_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            &form_page(staff, purpose, &shown),
        ));
    }
    match submit(staff, purpose, &shown) {
        Ok(receipt) => {
            staff.seat.drop_draft(&shown.address)?;
            Ok(done(staff, purpose, &shown, receipt, another))
        }
        Err(error) => {
            let answer = Answer::from(error);
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            shown.problems = in_form_names(&shown, answer.problems);
            Ok(staff.show_as(status, &form_page(staff, purpose, &shown)))
        }
    }
}

/// Does what the form says; none when nothing differs.
fn submit(staff: &Staff, purpose: &Purpose, shown: &Shown<'_>) -> Result<Option<Receipt>, DeskError> {
    let (seat, sheet, register) = (&staff.seat, &shown.sheet, shown.register);
    let asked = Asked {
        idem: Some(sheet.get("_once").to_owned()).filter(|key| !key.is_empty()),
        ..Asked::default()
    };
    match purpose {
        Purpose::New => {
            let mut given = sheet.given(shown.pack, register);
            given.retain(|_, value| !value.is_null());
            seat.create(&register.name, None, given, asked).map(Some)
        }
        Purpose::Edit(id) => {
            let changed = sheet.changed(shown.pack, register);
            if changed.is_empty() {
                return Ok(None);
            }
            let base = sheet.get("_base").parse().unwrap_or(0);
            seat.amend(&register.name, record_id(id)?, base, changed, None, asked)
                .map(Some)
        }
        Purpose::Step(id, step) => {
            let changed = sheet.changed(shown.pack, register);
            let note = Some(sheet.get("_note").trim().to_owned()).filter(|note| !note.is_empty());
            seat.step(&register.name, record_id(id)?, step, changed, note, asked)
                .map(Some)
        }
    }
}

/// Goes on to the record, and tells what happened.
fn done(
    staff: &Staff,
    purpose: &Purpose,
    shown: &Shown<'_>,
    receipt: Option<Receipt>,
    another: bool,
) -> Response {
    let look = staff.look();
    let name = &shown.register.name;
    let Some(receipt) = receipt else {
        let back = shown
            .record
            .as_ref()
            .map(|record| format!("/registers/{name}/{}", record.id));
        let back = back.unwrap_or_else(|| format!("/registers/{name}"));
        return Flash::done(look.say(words::UNCHANGED)).on(&staff.visit, go(&back));
    };
    let record = receipt
        .row
        .as_ref()
        .map(|row| row.id.to_string())
        .unwrap_or_default();
    let next = receipt
        .row
        .as_ref()
        .filter(|_| another)
        .and_then(|row| totals::next_place(staff, shown, row));
    let told = match purpose {
        Purpose::New => {
            let number = receipt.row.as_ref().and_then(|row| row.number.clone());
            format!("{} {}", look.say(words::KEPT), number.unwrap_or_default())
        }
        Purpose::Edit(_) if !receipt.contested.is_empty() => look.say(words::MERGED).to_owned(),
        Purpose::Edit(_) => look.say(words::AMENDED).to_owned(),
        Purpose::Step(..) => {
            let step = shown.step.map(|step| look.text(&step.title)).unwrap_or_default();
            format!("{}：{step}", look.say(words::STEPPED))
        }
    };
    let told = match &next {
        Some((_, true)) => format!("{} {}", told.trim(), look.say(checks::ROUND_DONE)),
        _ => told.trim().to_owned(),
    };
    let flash = Flash::done_but(
        look,
        &told,
        receipt.warnings.iter().map(|warning| &warning.message),
    );
    let to = match shown.step {
        _ if next.is_some() => next.map(|(path, _)| path).unwrap_or_default(),
        _ if another => shown.address.clone(),
        // The page then offers the papers that the step makes.
        Some(step) if !step.documents.is_empty() => format!("/registers/{name}/{record}?did={}", step.name),
        _ => format!("/registers/{name}/{record}"),
    };
    flash.on(&staff.visit, go(&to))
}

/// Problems of a checklist are told by row; the form's inputs go by item.
fn in_form_names(shown: &Shown<'_>, problems: Vec<Problem>) -> Vec<Problem> {
    let given = shown.sheet.given(shown.pack, shown.register);
    let renamed = |path: &str| -> Option<String> {
        let (field, rest) = path.split_once('[')?;
        let (at, rest) = rest.split_once(']')?;
        let (_, found) = shown.register.field(field)?;
        if !matches!(found.kind, FieldKind::Checklist { .. }) {
            return None;
        }
        let item = given
            .get(field)?
            .get(at.parse::<usize>().ok()?)?
            .get("item")?
            .as_str()?;
        Some(format!("{field}[{item}]{rest}"))
    };
    problems
        .into_iter()
        .map(|problem| match problem.field.as_deref().and_then(renamed) {
            Some(path) => problem.at(path),
            None => problem,
        })
        .collect()
}

fn form_page(staff: &Staff, purpose: &Purpose, shown: &Shown<'_>) -> Page {
    let look = staff.look();
    let Shown { pack, register, .. } = *shown;
    let teller = Teller::new(staff, pack, register);
    let inputs = Inputs {
        teller: &teller,
        sheet: &shown.sheet,
        problems: &shown.problems,
        record: shown.record.as_ref(),
        action: purpose.action(),
        needed: shown
            .step
            .map(|step| {
                step.needs
                    .iter()
                    .map(|field| register[*field].name.clone())
                    .collect()
            })
            .unwrap_or_default(),
    };
    let (first, later) = fields_of(shown);
    let with_files = first.iter().chain(&later).any(|field| {
        matches!(
            field.kind,
            FieldKind::File | FieldKind::Photo | FieldKind::Signature | FieldKind::Checklist { .. }
        )
    });
    let round = totals::round_of(register, &first);
    let later_wrong = shown.problems.iter().any(|problem| {
        later
            .iter()
            .any(|field| problem.field.as_deref() == Some(&field.name))
    });
    let name = shown.record.as_ref().map(|record| label(&teller, record));
    let body = html! {
        (draft_note(staff, shown))
        (summary(look, &shown.problems))
        form.card.entry method="post" action=(shown.address) enctype=[with_files.then_some("multipart/form-data")] novalidate data-autosave {
            (staff.token())
            (own_inputs(staff, shown))
            // Return in an input does what the form is for, not what its first button is for.
            button.visually-hidden tabindex="-1" aria-hidden="true" {}
            (exposure::told(staff, shown))
            div.fields { @for field in &first { (inputs.field(field)) } }
            @if let Some(step) = shown.step { (note(&inputs, step)) }
            @if !later.is_empty() {
                details.later open[later_wrong] {
                    summary { (look.say(words::LATER)) (icon::CHEVRON_DOWN) }
                    div.fields { @for field in &later { (inputs.field(field)) } }
                }
            }
            (buttons(staff, purpose, shown, round.is_some()))
        }
    };
    let title = match (purpose, shown.step) {
        (_, Some(step)) => look.text(&step.title).to_owned(),
        (Purpose::New, _) => format!(
            "{} {}",
            look.say(words::NEW_OF),
            look.text(&register.record_title)
        ),
        _ => look.say(words::EDIT).to_owned(),
    };
    let page = Page::new(title, body).under(
        format!("/registers/{}", register.name),
        look.text(&register.title),
    );
    match (&shown.record, name) {
        (Some(record), Some(name)) => page.under(format!("/registers/{}/{}", register.name, record.id), name),
        _ => page,
    }
}

/// The fields a form shows: those asked now, and those that later steps will ask for.
fn fields_of<'a>(shown: &Shown<'a>) -> (Vec<&'a Field>, Vec<&'a Field>) {
    let register = shown.register;
    if let Some(step) = shown.step {
        let asked = register.fields.iter().enumerate().filter(|(at, _)| {
            let here = |ix: &pack::model::FieldIx| usize::from(ix.0) == *at;
            step.asks.iter().any(here) || step.needs.iter().any(here)
        });
        return (
            asked
                .map(|(_, field)| field)
                .filter(|field| field.is_given())
                .collect(),
            Vec::new(),
        );
    }
    let given = register.fields.iter().filter(|field| field.is_given());
    if shown.record.is_some() {
        return (given.collect(), Vec::new());
    }
    let steps = register
        .cycle
        .as_ref()
        .map(|cycle| cycle.steps.as_slice())
        .unwrap_or_default();
    given.partition(|field| {
        field.required
            || !steps
                .iter()
                .flat_map(|step| step.asks.iter().chain(&step.needs))
                .any(|ix| register[*ix].name == field.name)
    })
}

/// Inputs of the form itself: which version it was made from, and a key by which the same sending is known again.
fn own_inputs(staff: &Staff, shown: &Shown<'_>) -> Markup {
    let base = match shown.sheet.get("_base") {
        "" => shown.record.as_ref().map(|record| record.version.to_string()),
        base => Some(base.to_owned()),
    };
    let once = match shown.sheet.get("_once") {
        "" => staff.seat.desk().fresh_id().to_string(),
        once => once.to_owned(),
    };
    html! {
        input type="hidden" name="_once" value=(once);
        @if let Some(base) = base { input type="hidden" name="_base" value=(base); }
    }
}

fn draft_note(staff: &Staff, shown: &Shown<'_>) -> Markup {
    let look = staff.look();
    html! {
        @if let Some(at) = shown.draft {
            div.note.note-alert role="status" {
                (icon::DEVICE_FLOPPY)
                p { (look.say(words::DRAFT_FOUND)) " " (moment(&at.to_string())) }
                form.note-side method="post" action=(shown.address) {
                    (staff.token())
                    button.btn.btn-sm name="_do" value="drop" { (look.say(words::DRAFT_DROP)) }
                }
            }
        }
    }
}

fn note(inputs: &Inputs<'_>, step: &Step) -> Markup {
    let look = inputs.teller.staff.look();
    let wrong = inputs
        .problems
        .iter()
        .any(|problem| problem.field.as_deref() == Some("note"));
    html! {
        div.field.field-wide {
            label for="f-note" {
                (look.say(words::NOTE))
                @if step.note { span.needed { (look.say(words::REQUIRED)) } }
            }
            textarea.form-control id="f-note" name="_note" rows="3" maxlength="2000" aria-required=[step.note.then_some("true")]
                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("f-note-wrong")] { "\n" (inputs.sheet.get("_note")) }
            (crate::pages::parts::problems_of(look, inputs.problems, "note"))
        }
    }
}

fn buttons(staff: &Staff, purpose: &Purpose, shown: &Shown<'_>, walks: bool) -> Markup {
    let look = staff.look();
    let back = match &shown.record {
        Some(record) => format!("/registers/{}/{}", shown.register.name, record.id),
        None => format!("/registers/{}", shown.register.name),
    };
    html! {
        div.entry-foot {
            @if walks { (totals::foot(staff, shown)) }
            button.btn.btn-primary name="_do" value="submit" {
                (icon::CHECK)
                @match (purpose, shown.step) {
                    (_, Some(step)) => (look.text(&step.title)),
                    (Purpose::New, _) => (look.say(words::SUBMIT)),
                    _ => (look.say(words::SAVE)),
                }
            }
            @if matches!(purpose, Purpose::New) { button.btn name="_do" value="another" { (look.say(if walks { checks::NEXT_PLACE } else { words::SUBMIT_MORE })) } }
            button.btn name="_do" value="draft" { (icon::DEVICE_FLOPPY) (look.say(words::KEEP_DRAFT)) }
            a.btn href=(back) { (look.say(words::CANCEL)) }
            span.autosaved.text-secondary role="status" data-autosaved=(look.say(words::DRAFT_KEPT)) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_each_purpose_has_its_own_address() {
        let step = Purpose::Step("1".to_owned(), "settle".to_owned());
        assert_eq!(step.address("dispute"), "/registers/dispute/1/steps/settle");
        assert_ne!(
            Purpose::New.address("dispute"),
            Purpose::Edit("new".to_owned()).address("dispute")
        );
    }
}
