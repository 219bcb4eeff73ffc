//! What a ledger's columns mean, as a form: a person changes what was proposed by choosing, without any script.

use crate::pages::assets::icon;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::value::Teller;
use crate::pages::parts::{anchor, tag};
use crate::pages::register::{Inputs, Sheet};
use crate::pages::words::imports as words;
use desk::{Action, ColumnRead, DeskError, Imported, Plan, TableRead, Upload};
use maud::{Markup, html};
use pack::Text;
use pack::model::{FieldKind, Register, Tone};
use sheet::{Choice, Mapping};
use std::collections::BTreeMap;

/// From how sure a proposal counts as sure.
const SURE: u32 = 80;

/// What a person said about a ledger.
pub(super) struct Said {
    pub(super) register: String,
    pub(super) sheet: Option<String>,
    pub(super) plan: Option<Plan>,
}

/// A column of any of the tables that are brought in; those of the same header are one.
fn columns(tables: &[TableRead]) -> Vec<&ColumnRead> {
    let mut columns: Vec<&ColumnRead> = Vec::new();
    for column in tables
        .iter()
        .filter(|table| table.taken)
        .flat_map(|table| &table.columns)
    {
        if !column.header.is_empty() && !columns.iter().any(|known| known.header == column.header) {
            columns.push(column);
        }
    }
    columns
}

/// Whether something is left for a person to decide before the rows can come in.
pub(super) fn undecided(imported: &Imported) -> bool {
    let taken = imported.tables.iter().filter(|table| table.taken);
    taken
        .into_iter()
        .any(|table| !table.missing.is_empty() || table.columns.iter().any(|column| column.doubt.is_some()))
}

/// The register and the sheets that are brought in.
pub(super) fn register_and_sheet(staff: &Staff, upload: &Upload, tables: &[TableRead]) -> Markup {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let chosen = upload.register.as_deref().unwrap_or_default();
    let mut sheets: Vec<&str> = tables.iter().map(|table| &*table.sheet).collect();
    sheets.dedup();
    html! {
        div.fields {
            div {
                label for=(anchor("register")) { (look.say(words::REGISTER)) }
                select.form-select id=(anchor("register")) name="register" {
                    @for (_, register) in super::open_to(staff, &shelf) {
                        option value=(register.name) selected[register.name == chosen] { (look.text(&register.title)) }
                    }
                }
            }
            @if sheets.len() > 1 || upload.sheet.is_some() {
                div {
                    label for=(anchor("sheet")) { (look.say(words::SHEETS)) }
                    select.form-select id=(anchor("sheet")) name="sheet" {
                        option value="" { (look.say(words::ALL_ALIKE)) }
                        @if let Some(only) = upload.sheet.as_deref().filter(|only| !sheets.contains(only)) { option value=(only) selected { (only) } }
                        @for sheet in &sheets { option value=(sheet) selected[upload.sheet.as_deref() == Some(*sheet)] { (sheet) } }
                    }
                }
            }
        }
    }
}

/// The form in which a person says what the columns mean.
pub(super) fn form(
    staff: &Staff,
    teller: &Teller<'_>,
    upload: &Upload,
    imported: &Imported,
    meanings: &[(String, Text)],
) -> Markup {
    let look = staff.look();
    let plan = imported.plan.as_ref();
    let columns = columns(&imported.tables);
    html! {
        form method="post" action={ (super::work::address(&upload.id)) "/plan" } {
            (staff.token())
            (register_and_sheet(staff, upload, &imported.tables))
            @if !columns.is_empty() {
                div.table-wide.mapping tabindex="0" role="region" aria-label=(look.say(words::COLUMNS)) {
                    table.table.table-list {
                        thead { tr {
                            th scope="col" { (look.say(words::COLUMN)) }
                            th scope="col" { (look.say(words::SAMPLES)) }
                            th scope="col" { (look.say(words::MEANS)) }
                            th scope="col" { (look.say(words::SURE)) }
                            th scope="col" { (look.say(words::REPEATS)) }
                        } }
                        tbody { @for (at, column) in columns.iter().enumerate() { (column_row(look, at, column, meanings)) } }
                    }
                }
            }
            (strange(teller, imported))
            (missing(teller, imported, plan))
            (key(look, teller.register, plan, &columns, meanings))
            div.entry-foot {
                button.btn.btn-primary { (icon::CHECK) (look.say(words::TRY)) }
                span.help { (look.say(words::TRY_WHY)) }
            }
        }
    }
}

fn column_row(look: Look, at: usize, column: &ColumnRead, meanings: &[(String, Text)]) -> Markup {
    let chosen = column.field.as_deref().unwrap_or_default();
    // What it may mean comes first, so that it need not be looked for.
    let near = |name: &str| name == chosen || column.candidates.iter().any(|other| other == name);
    let option = |(name, title): &(String, Text)| html! { option value=(name) selected[name == chosen] { (look.text(title)) } };
    html! {
        tr.doubtful[column.doubt.is_some()] {
            th scope="row" {
                input type="hidden" name={ "_column." (at) } value=(column.header);
                span.text-secondary.mono { (column.letters) } " " (column.header)
            }
            td data-label=(look.say(words::SAMPLES)) {
                @if column.samples.is_empty() && column.field.is_some() { span.text-secondary { (look.say(words::NO_SAMPLES)) } }
                (column.samples.join(look.comma()))
            }
            td data-label=(look.say(words::MEANS)) {
                select.form-select name={ "_field." (at) } aria-label={ (look.say(words::MEANS)) " " (column.header) } {
                    option value="" selected[chosen.is_empty()] { (look.say(words::LEAVE_OUT)) }
                    optgroup label=(look.say(words::LIKELY)) { @for each in meanings.iter().filter(|(name, _)| near(name)) { (option(each)) } }
                    optgroup label=(look.say(words::OTHERS)) { @for each in meanings.iter().filter(|(name, _)| !near(name)) { (option(each)) } }
                }
                @if let Some(doubt) = &column.doubt { p.wrong { (look.text(doubt)) } }
            }
            td data-label=(look.say(words::SURE)) { (confidence(look, column)) }
            td data-label=(look.say(words::REPEATS)) {
                input type="checkbox" name={ "_repeats." (at) } value="1" checked[column.repeats] aria-label={ (look.say(words::REPEATS)) " " (column.header) };
            }
        }
    }
}

/// How sure a proposal is, in a word.
fn confidence(look: Look, column: &ColumnRead) -> Markup {
    if column.field.is_none() {
        return tag(
            Tone::Plain,
            look.say(if column.serial {
                words::COUNTS
            } else {
                words::NOT_TAKEN
            }),
        );
    }
    let tone = match column.sure {
        _ if column.doubt.is_some() => Tone::Alert,
        SURE.. => Tone::Good,
        _ => Tone::Active,
    };
    html! {
        (tag(tone, &format!("{}%", column.sure)))
        @if let Some(fit) = column.fit.filter(|fit| *fit < 100) { p.help { (words::fit(look, fit)) } }
    }
}

/// Words that no code is called by, to be said what they mean.
fn strange(teller: &Teller<'_>, imported: &Imported) -> Markup {
    let look = teller.staff.look();
    let mut at = 0;
    let mut each = Vec::new();
    for (field, strange) in &imported.strange {
        for word in strange {
            each.push((at, field, word));
            at += 1;
        }
    }
    html! {
        @if !each.is_empty() {
            fieldset.part {
                legend { (look.say(words::STRANGE)) }
                p.help { (look.say(words::STRANGE_WHY)) }
                div.fields {
                    @for (at, field, word) in each {
                        div {
                            input type="hidden" name={ "_word." (at) } value=(word);
                            input type="hidden" name={ "_of." (at) } value=(field);
                            label for={ "word-" (at) } { (title(teller, field)) "：" (word) }
                            select.form-select id={ "word-" (at) } name={ "_code." (at) } {
                                option value="" { (look.say(words::SEND_BACK)) }
                                @for (code, shown) in codes(teller, field) { option value=(code) { (shown) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn title(teller: &Teller<'_>, name: &str) -> String {
    let look = teller.staff.look();
    match (teller.register.field(name), name) {
        (Some((_, field)), _) => look.text(&field.title).to_owned(),
        (None, "level") => look.say(words::LEVEL).to_owned(),
        (None, _) => look.say(words::STATE).to_owned(),
    }
}

/// The codes that a column's words can mean.
fn codes(teller: &Teller<'_>, name: &str) -> Vec<(String, String)> {
    if let Some((_, field)) = teller.register.field(name) {
        return teller.codes(field);
    }
    let look = teller.staff.look();
    let Some(cycle) = &teller.register.cycle else {
        return Vec::new();
    };
    let named = |name: &str, title: &Text| (name.to_owned(), look.text(title).to_owned());
    match name {
        "level" => cycle
            .levels
            .iter()
            .map(|level| named(&level.name, &level.title))
            .collect(),
        _ => cycle
            .states
            .iter()
            .map(|state| named(&state.name, &state.title))
            .collect(),
    }
}

/// Fields that the ledger does not tell: the same for each row.
fn missing(teller: &Teller<'_>, imported: &Imported, plan: Option<&Plan>) -> Markup {
    let look = teller.staff.look();
    let set = plan.map(|plan| &plan.set);
    let taken = imported.tables.iter().filter(|table| table.taken);
    let missing: Vec<&String> = taken.flat_map(|table| &table.missing).collect();
    let register = teller.register;
    let columns = columns(&imported.tables);
    let told = |name: &str| columns.iter().any(|column| column.field.as_deref() == Some(name));
    // What would be filled by itself, such as today's date, may be wrong of an old ledger.
    let asked = register.fields.iter().filter(|field| {
        let given = set.is_some_and(|set| set.contains_key(&field.name));
        let by_itself = field.required && field.default.is_some() && !told(&field.name);
        given || by_itself || missing.contains(&&field.name)
    });
    let asked: Vec<_> = asked.collect();
    let mut sheet = Sheet::default();
    for (name, value) in set.into_iter().flatten() {
        sheet.set(
            name,
            value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        );
    }
    let inputs = Inputs {
        teller,
        sheet: &sheet,
        problems: &[],
        record: None,
        action: Action::Import,
        needed: missing.iter().map(|name| (*name).clone()).collect(),
    };
    html! {
        @if !asked.is_empty() {
            fieldset.part {
                legend { (look.say(words::NOT_TOLD)) }
                p.help { (look.say(words::NOT_TOLD_WHY)) }
                div.fields { @for field in asked { (inputs.field(field)) } }
            }
        }
    }
}

/// By which fields a record that is there already is known again.
fn key(
    look: Look,
    register: &Register,
    plan: Option<&Plan>,
    columns: &[&ColumnRead],
    meanings: &[(String, Text)],
) -> Markup {
    let chosen = plan.map(|plan| plan.key.as_slice()).unwrap_or_default();
    let mapped = columns.iter().filter_map(|column| column.field.as_deref());
    let offered: Vec<&str> = mapped
        .filter(|name| {
            register
                .field(name)
                .is_some_and(|(_, field)| !field.multiple && !matches!(field.kind, FieldKind::Table { .. }))
        })
        .collect();
    let title = |name: &str| {
        let known = meanings.iter().find(|(known, _)| known == name);
        known.map_or_else(|| name.to_owned(), |(_, title)| look.text(title).to_owned())
    };
    let own: Vec<String> = register
        .key
        .iter()
        .map(|field| title(&register[*field].name))
        .collect();
    html! {
        @if !offered.is_empty() {
            fieldset.part {
                legend { (look.say(words::KEY)) }
                p.help {
                    (look.say(words::KEY_WHY))
                    @if !own.is_empty() { " " (words::own_key(look, &own.join(look.comma()))) }
                }
                div.ticks {
                    @for name in offered {
                        label.tick { input type="checkbox" name="_key" value=(name) checked[chosen.iter().any(|key| key == name)]; " " (title(name)) }
                    }
                }
            }
        }
    }
}

/// Reads what a person said.
pub(super) fn read(staff: &Staff, id: &str, form: Form) -> Result<Said, DeskError> {
    let upload = staff.seat.upload(id)?;
    let register = form.get("register").to_owned();
    let sheet = Some(form.get("sheet").to_owned()).filter(|sheet| !sheet.is_empty());
    let known = staff.seat.upload_result(id)?.and_then(|result| result.plan);
    // Of another register or another sheet the columns mean something else.
    let same = upload.register.as_ref() == Some(&register) && upload.sheet == sheet;
    let known = known.filter(|_| same);
    let plan = known.map(|known| said(staff, &register, &known, form));
    Ok(Said {
        register,
        sheet,
        plan,
    })
}

fn said(staff: &Staff, register: &str, known: &Plan, form: Form) -> Plan {
    let meant = meant_words(&form);
    let choices = (0..)
        .map_while(|at| {
            form.texts
                .iter()
                .find(|(name, _)| *name == format!("_column.{at}"))
                .map(|(_, text)| (at, text))
        })
        .map(|(at, column)| choice(&form, known, &meant, at, column));
    let mapping = Mapping {
        signature: known.mapping.signature.clone(),
        choices: choices.collect(),
    };
    let key = form.all("_key").map(str::to_owned).collect();
    let mut plan = Plan::of(mapping);
    plan.key = key;
    let shelf = staff.seat.desk().shelf();
    if let Some((pack, register)) = shelf.register(register) {
        plan.set = Sheet::typed(form.texts).given(pack, register);
        plan.set.retain(|_, value| !value.is_null());
    }
    plan
}

/// What a column means.
fn choice(
    form: &Form,
    known: &Plan,
    meant: &BTreeMap<(String, String), String>,
    at: usize,
    column: &str,
) -> Choice {
    let target = Some(form.get(&format!("_field.{at}")).to_owned()).filter(|field| !field.is_empty());
    let before = known
        .mapping
        .choices
        .iter()
        .find(|choice| choice.column == column);
    let before = before.filter(|before| before.target == target);
    let mut words = before.map(|before| before.words.clone()).unwrap_or_default();
    let of_it = meant
        .iter()
        .filter(|((field, _), _)| Some(field) == target.as_ref());
    words.extend(of_it.map(|((_, word), code)| (word.clone(), code.clone())));
    Choice {
        column: column.to_owned(),
        target,
        unit: before.and_then(|before| before.unit),
        repeats: !form.get(&format!("_repeats.{at}")).is_empty(),
        words,
    }
}

/// What strange words were said to mean: by field and word, the code.
fn meant_words(form: &Form) -> BTreeMap<(String, String), String> {
    (0..)
        .map(|at: usize| {
            let text = |name: &str| form.get(&format!("{name}.{at}")).to_owned();
            (text("_of"), text("_word"), text("_code"))
        })
        .take_while(|(field, ..)| !field.is_empty())
        .filter(|(_, _, code)| !code.is_empty())
        .map(|(field, word, code)| ((field, word), code))
        .collect()
}
