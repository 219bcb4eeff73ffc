//! Records as a seat may see them: sensitive values masked, names beside codes.

use ledger::{Row, to_json};
use pack::Value;
use pack::model::{FieldKind, Pack, Register, State};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// A record as shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RecordView {
    /// Its name.
    pub id: String,
    /// Its register.
    pub register: String,
    /// Where it belongs.
    pub place: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its version, for amending.
    pub version: u32,
    /// When it was made.
    pub created_at: String,
    /// Who made it.
    pub created_by: String,
    /// When it was last changed.
    pub changed_at: String,
    /// Who changed it last.
    pub changed_by: String,
    /// Withdrawn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Name of its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Name of the level that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The last moment in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
    /// The limit has passed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// Time stands still.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// How often it rose a level.
    #[serde(skip_serializing_if = "is_zero")]
    pub lifted: u16,
    /// How often it was opened again.
    #[serde(skip_serializing_if = "is_zero")]
    pub reopened: u16,
    /// Values by field; those not given are left out.
    pub fields: Map<String, Json>,
    /// Names of fields whose values are masked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
    /// Values that lost against a concurrent edit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<ContestedView>,
}

impl RecordView {
    /// A field's text; empty where there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        let value = self.fields.get(field);
        value.and_then(Json::as_str).unwrap_or_default()
    }

    /// A field's number.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<Decimal> {
        let value = self.fields.get(field)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse().ok()
    }
}

/// A value that lost against a concurrent edit, as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContestedView {
    /// The field.
    pub field: String,
    /// The value that lost.
    pub value: Json,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u16) -> bool {
    *number == 0
}

/// The state a record is in.
pub(crate) fn state_of<'a>(register: &'a Register, row: &Row) -> Option<&'a State> {
    let (case, cycle) = row.case.as_ref().zip(register.cycle.as_ref())?;
    Some(&cycle[case.state])
}

/// A record as shown, with only these fields if some are chosen.
pub(crate) fn view(register: &Register, row: &Row, chosen: Option<&[String]>) -> RecordView {
    let case = row.case.as_ref().zip(register.cycle.as_ref());
    let mut fields = Map::new();
    let mut masked = Vec::new();
    for (field, value) in register.fields.iter().zip(&row.values) {
        if value.is_null() || chosen.is_some_and(|chosen| !chosen.contains(&field.name)) {
            continue;
        }
        if field.sensitive.is_some() {
            masked.push(field.name.clone());
        }
        fields.insert(field.name.clone(), shown(field, value));
    }
    let due = row.due();
    RecordView {
        id: row.id.to_string(),
        register: register.name.clone(),
        place: row.place.to_string(),
        number: row.number.clone(),
        version: row.version,
        created_at: row.created_at.to_string(),
        created_by: row.created_by.clone(),
        changed_at: row.changed_at.to_string(),
        changed_by: row.changed_by.clone(),
        withdrawn: row.withdrawn,
        state: state_of(register, row).map(|state| state.name.clone()),
        level: case
            .and_then(|(case, cycle)| cycle.levels.get(usize::from(case.level?.0)))
            .map(|level| level.name.clone()),
        due_at: due.map(|due| due.to_string()),
        due_on: due.map(|due| ledger::Moment(due.0 - 1).date().to_string()),
        overdue: case.is_some_and(|(case, _)| case.overdue),
        paused: case.is_some_and(|(case, _)| case.paused.is_some()),
        lifted: case.map_or(0, |(case, _)| case.lifted),
        reopened: case.map_or(0, |(case, _)| case.reopened),
        fields,
        masked,
        contested: row
            .contested
            .iter()
            .map(|contested| ContestedView {
                field: register[contested.field].name.clone(),
                value: shown(&register[contested.field], &contested.value),
                by: contested.by.clone(),
                at: contested.at.to_string(),
            })
            .collect(),
    }
}

/// The JSON of a value as everyone may see it.
pub(crate) fn shown(field: &pack::model::Field, value: &Value) -> Json {
    match value {
        Value::Sealed(sealed) => Json::String(sealed.mask.clone()),
        // A field that became sensitive later may hold plain values from before; they are not shown either.
        Value::Text(_) if field.sensitive.is_some() => Json::String("***".to_owned()),
        value => to_json(field, value),
    }
}

/// A value in words, for lists, spreadsheets and papers.
pub(crate) fn words(pack: &Pack, field: &pack::model::Field, value: &Value, zh: bool) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => match (yes, zh) {
            (true, true) => "是",
            (false, true) => "否",
            (true, false) => "yes",
            (false, false) => "no",
        }
        .to_owned(),
        Value::Text(code) => match &field.kind {
            FieldKind::Code { list } => {
                let title = pack
                    .codes
                    .get(*list)
                    .and_then(|list| list.find(code))
                    .map(|code| &code.title);
                title.map_or_else(
                    || code.clone(),
                    |title| if zh { title.zh.clone() } else { title.en.clone() },
                )
            }
            _ => shown(field, value).as_str().unwrap_or_default().to_owned(),
        },
        Value::List(values) => {
            let each: Vec<String> = values.iter().map(|value| words(pack, field, value, zh)).collect();
            each.join(if zh { "、" } else { ", " })
        }
        value => match shown(field, value) {
            Json::String(text) => text,
            other => other.to_string(),
        },
    }
}
