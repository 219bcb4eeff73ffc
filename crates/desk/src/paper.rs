//! Papers made of records: agreements, notices, letters, as packs declare them.

use crate::compose::wrong_template;
use crate::error::DeskError;
use crate::press::{Manuscript, Press};
use crate::seat::{Asked, Seat, label};
use crate::view::{shown, words};
use crate::writer::find;
use ledger::{Cause, Problem, RecordId, Row};
use minijinja::value::Value as Shown;
use pack::model::{Document, Field, FieldKind, Pack, Register};
use pack::{Text, Value};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

impl Seat {
    /// The documents that can be made of a register's records: name and title.
    ///
    /// # Errors
    /// When there is no such register.
    pub fn documents(&self, register: &str) -> Result<Vec<(String, Text)>, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let of = |document: &&pack::model::Document| {
            pack.registers
                .get(document.register)
                .is_some_and(|of| of.name == register.name)
        };
        let documents = pack.documents.iter().filter(of);
        Ok(documents
            .map(|document| (document.name.clone(), document.title.clone()))
            .collect())
    }

    /// A document of a record as this seat may see it: masked values stay masked on paper.
    ///
    /// # Errors
    /// When there is no such record that the seat may see, or no such document.
    pub fn paper(
        &self,
        register: &str,
        id: RecordId,
        document: &str,
        press: &dyn Press,
    ) -> Result<Manuscript, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        self.written(
            pack,
            register,
            id,
            known(pack, register, document)?,
            &Map::new(),
            press,
        )
    }

    /// A document of a record with the sensitive values that it names in clear. The reason and the reader go into the
    /// journal first, as for [`Seat::reveal`].
    ///
    /// # Errors
    /// As for [`Seat::paper`]; or when the seat may not see sensitive values, or gives no reason.
    pub fn paper_in_clear(
        &self,
        register: &str,
        id: RecordId,
        document: &str,
        reason: &str,
        press: &dyn Press,
    ) -> Result<Manuscript, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        let document = known(pack, found, document)?;
        let row = self.row(pack, found, id)?;
        let held = found.fields.iter().zip(&row.values);
        let masked: Vec<String> = held
            .filter(|(field, value)| {
                field.sensitive.is_some() && !value.is_null() && document.names(&field.name)
            })
            .map(|(field, _)| field.name.clone())
            .collect();
        let clear = self.reveal(register, id, &masked, reason, Asked::default())?;
        self.written(pack, found, id, document, &clear, press)
    }

    fn written(
        &self,
        pack: &Pack,
        register: &Register,
        id: RecordId,
        known: &Document,
        clear: &Map<String, Json>,
        press: &dyn Press,
    ) -> Result<Manuscript, DeskError> {
        let row = self.row(pack, register, id)?;
        let mut environment = minijinja::Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Lenient);
        let mut values = self.values(pack, register, &row, press)?;
        for (name, plain) in clear {
            let plain = press.literal(plain.as_str().unwrap_or_default());
            values.insert(name.clone(), Shown::from(plain));
        }
        let markdown = environment
            .render_str(known.body.trim_start(), values)
            .map_err(|error| wrong_template(&error))?;
        Ok(Manuscript {
            markdown,
            ident: format!("{}/{}/{}", register.name, row.id, known.name),
            moment: row.changed_at.0,
            ..Manuscript::default()
        })
    }

    /// What a template may use: fields by name, and what stands beside them.
    fn values(
        &self,
        pack: &Pack,
        register: &Register,
        row: &Row,
        press: &dyn Press,
    ) -> Result<BTreeMap<String, Shown>, DeskError> {
        let places = self.desk.places();
        let today = self.desk.now().date();
        let name = |code| places.name(code, today).unwrap_or_default().to_owned();
        let mut values: BTreeMap<String, Shown> = BTreeMap::new();
        for (field, value) in register.fields.iter().zip(&row.values) {
            values.insert(
                field.name.clone(),
                self.shown_on_paper(pack, field, value, press)?,
            );
        }
        let case = row.case.as_ref().zip(register.cycle.as_ref());
        let due = row.due().map(|due| spelled(ledger::Moment(due.0 - 1).date()));
        let level = case.and_then(|(case, cycle)| cycle.levels.get(usize::from(case.level?.0)));
        let beside = [
            ("town", Some(name(self.desk.town().code))),
            ("place", Some(name(row.place))),
            ("number", row.number.clone()),
            (
                "state",
                case.map(|(case, cycle)| cycle[case.state].title.zh.clone()),
            ),
            ("level", level.map(|level| level.title.zh.clone())),
            ("today", Some(spelled(today))),
            ("by", Some(self.actor.login.clone())),
            ("created_on", Some(spelled(row.created_at.date()))),
            ("due_on", due),
            ("office", self.actor.office_at(&row.place).map(str::to_owned)),
            ("id", Some(row.id.to_string())),
        ];
        for (name, value) in beside {
            values.entry(name.to_owned()).or_insert_with(|| {
                value.map_or(Shown::UNDEFINED, |value| Shown::from(press.literal(&value)))
            });
        }
        Ok(values)
    }

    fn shown_on_paper(
        &self,
        pack: &Pack,
        field: &Field,
        value: &Value,
        press: &dyn Press,
    ) -> Result<Shown, DeskError> {
        Ok(match (value, &field.kind) {
            (Value::Null, _) => Shown::from(()),
            (Value::Bool(yes), _) => Shown::from(*yes),
            (Value::Date(date), FieldKind::Month) => {
                Shown::from(format!("{}年{}月", date.year(), date.month()))
            }
            (Value::Date(date), _) => Shown::from(spelled(*date)),
            (Value::Place(code), _) => {
                let today = self.desk.now().date();
                let places = self.desk.places();
                Shown::from(press.literal(places.name(*code, today).unwrap_or_default()))
            }
            (Value::Text(id), FieldKind::Link { register }) => {
                Shown::from(press.literal(&self.linked(register, id)?))
            }
            (Value::List(ids), FieldKind::Link { register }) => {
                let names = ids
                    .iter()
                    .filter_map(Value::as_text)
                    .map(|id| self.linked(register, id));
                Shown::from(press.literal(&names.collect::<Result<Vec<_>, _>>()?.join("、")))
            }
            (Value::Table(rows), FieldKind::Table { columns }) => {
                let mut shown = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut cells = BTreeMap::new();
                    for (column, value) in columns.iter().zip(row) {
                        cells.insert(
                            column.name.clone(),
                            self.shown_on_paper(pack, column, value, press)?,
                        );
                    }
                    shown.push(Shown::from_pairs(cells));
                }
                Shown::from(shown)
            }
            (Value::Decimal(number), _) => Shown::from(press.literal(&number.normalize().to_string())),
            (Value::Sealed(_), _) => {
                Shown::from(press.literal(shown(field, value).as_str().unwrap_or_default()))
            }
            (value, _) => Shown::from(press.literal(&words(pack, field, value, true))),
        })
    }

    /// A linked record's name, if this seat may see it.
    fn linked(&self, register: &str, id: &str) -> Result<String, DeskError> {
        let shelf = self.desk.shelf();
        let Some((pack, register)) = shelf.register(register) else {
            return Ok(String::new());
        };
        let Ok(id) = id.parse::<RecordId>() else {
            return Ok(String::new());
        };
        match self.row(pack, register, id) {
            Ok(row) => Ok(label(pack, register, &row)),
            Err(DeskError::Refused(_)) => Ok(String::new()),
            Err(other) => Err(other),
        }
    }
}

/// The document of that name that is made of the register's records.
fn known<'a>(pack: &'a Pack, register: &Register, document: &str) -> Result<&'a Document, DeskError> {
    let of = |each: &&Document| {
        let of = pack.registers.get(each.register);
        each.name == document && of.is_some_and(|of| of.name == register.name)
    };
    pack.documents.iter().find(of).ok_or_else(|| {
        let document: String = document.chars().take(60).collect();
        DeskError::refused(
            Cause::Missing,
            Problem::new(
                "document.missing",
                format!("“{}”没有文书“{document}”", register.title.zh),
                format!("`{}` has no document `{document}`", register.name),
            ),
        )
    })
}

/// A day as papers write it: 2024年1月8日.
pub(crate) fn spelled(date: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
