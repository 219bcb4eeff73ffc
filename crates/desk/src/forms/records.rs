//! Tables of records in forms: a row for each, sensitive fields only as far as the form's declared purpose goes.

use super::fill::{Filling, Spot};
use super::filled::CellSource;
use super::plan::{Answer, Give, Purpose};
use super::why::{no_row, not_needed, unsure};
use crate::access::{Action, forbidden};
use crate::cells::cell;
use crate::error::DeskError;
use crate::filter;
use crate::seat::ListAsk;
use crate::writer::{Task, find};
use ledger::{Cause, Command, Problem, Row};
use pack::model::{FieldIx, Pack, Register};
use pack::{Text, Value};
use quantity::Period;
use sheet::{About, At, BlankColumn, Records, suited};
use store::StoreError;

/// More records than this are no form.
const MOST: usize = 5_000;

/// The records that belong into a table.
pub(super) enum Listed {
    Rows {
        pack: Box<Pack>,
        register: Box<Register>,
        rows: Vec<Row>,
    },
    /// Nobody has said which.
    Open(Text, Option<String>),
}

impl Filling<'_> {
    /// The records that a table is about.
    pub(super) fn listed(&self, answers: &[&Answer]) -> Result<Listed, DeskError> {
        let about = answers.iter().find(|answer| answer.about.is_none());
        let (register, filter, on) = match about.map(|answer| (&answer.give, answer.sure)) {
            Some((Give::Records { register, filter, on }, true)) => (register, filter, on),
            Some((Give::Ask { who }, _)) => {
                return Ok(Listed::Open(
                    unsure(),
                    Some(who.clone()).filter(|who| !who.is_empty()),
                ));
            }
            _ => return Ok(Listed::Open(unsure(), None)),
        };
        let shelf = self.seat.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        if !self.seat.actor.may_somewhere(Action::Export, &pack.name) {
            return Err(DeskError::Refused(forbidden(Action::Export, pack, found)));
        }
        let mut ask = ListAsk {
            filter: within(filter, on.as_deref(), self.ask.period),
            sort: on.clone().unwrap_or_else(|| "id".to_owned()),
            limit: Some(500),
            ..ListAsk::default()
        };
        filter::parse(pack, found, &ask.filter)?;
        let mut rows = Vec::new();
        loop {
            let page = self.seat.page(pack, found, &ask)?;
            rows.extend(page.rows);
            match page.next.filter(|_| rows.len() < MOST) {
                Some(next) => ask.after = Some(crate::seat::write_cursor(&next)),
                None => break,
            }
        }
        Ok(Listed::Rows {
            pack: Box::new(pack.clone()),
            register: Box::new(found.clone()),
            rows,
        })
    }

    /// Writes the records into the rows of a table.
    pub(super) fn list(
        &mut self,
        records: &Records,
        answers: &[&Answer],
        (pack, register): (&Pack, &Register),
        rows: &[Row],
    ) -> Result<(), DeskError> {
        let mut columns: Vec<(&BlankColumn, FieldIx)> = Vec::new();
        let first = At::new(records.rows.first().copied().unwrap_or_default(), 0);
        for column in &records.columns {
            let spot = Spot::of_column(records, column, At::new(first.row, column.column));
            let about = Some(About::Column(column.column));
            match answers
                .iter()
                .find(|answer| answer.about == about)
                .map(|answer| (&answer.give, answer.sure))
            {
                Some((Give::Leave, _)) => {}
                Some((Give::Field { field }, true)) => match register.field(field) {
                    Some((_, field))
                        if field.sensitive.is_some() && self.plan.purpose == Purpose::Figures =>
                    {
                        self.leave(&spot, not_needed(field), None);
                    }
                    Some((ix, _)) => columns.push((column, ix)),
                    None => self.leave(&spot, unsure(), None),
                },
                Some((Give::Ask { who }, _)) => {
                    self.leave(&spot, unsure(), Some(who.clone()).filter(|who| !who.is_empty()));
                }
                _ => self.leave(&spot, unsure(), None),
            }
        }
        self.reveal(register, &columns, rows)?;
        for (number, (row, record)) in records.rows.iter().zip(rows).enumerate() {
            if let Some(serial) = records.serial {
                let count = rust_decimal::Decimal::from(number + 1);
                let spot = Spot {
                    sheet: &records.sheet,
                    at: At::new(*row, serial),
                    path: &[],
                    unit: None,
                    format: sheet::Format::General,
                };
                let title = Text {
                    zh: "序号".to_owned(),
                    en: "serial".to_owned(),
                };
                self.put(&spot, count.into(), count.to_string(), title, CellSource::Words);
            }
            for (column, ix) in &columns {
                let spot = Spot::of_column(records, column, At::new(*row, column.column));
                self.field(&spot, (pack, register), *ix, record)?;
            }
        }
        for record in rows.iter().skip(records.rows.len()) {
            let spot = Spot {
                sheet: &records.sheet,
                at: At::new(records.rows.last().copied().unwrap_or_default(), first.column),
                path: &[],
                unit: None,
                format: sheet::Format::General,
            };
            self.leave(&spot, no_row(record), None);
        }
        Ok(())
    }

    fn field(
        &mut self,
        spot: &Spot<'_>,
        (pack, register): (&Pack, &Register),
        ix: FieldIx,
        record: &Row,
    ) -> Result<(), DeskError> {
        let (field, value) = (&register[ix], record.get(ix));
        if value.is_null() {
            return Ok(());
        }
        let masked = cell(pack, &self.places, field, value, true);
        let written = match (value, self.plan.purpose) {
            (Value::Sealed(sealed), Purpose::Clear) => {
                let sealer = &self.seat.desk.town().sealer;
                let clear = sealer.open(register, field, sealed);
                (&*clear.map_err(|error| StoreError::Damaged(error.to_string()))?).into()
            }
            _ => masked.clone(),
        };
        let written = match written {
            sheet::Value::Number(number) => {
                let unit = field.unit.as_deref().and_then(|unit| unit.parse().ok());
                match suited(number, unit, spot.unit, spot.format) {
                    Some(number) => number.into(),
                    None => sheet::Value::Number(number),
                }
            }
            other => other,
        };
        let shown = if field.sensitive.is_some() {
            masked.to_string()
        } else {
            written.to_string()
        };
        let source = CellSource::Record {
            register: register.name.clone(),
            id: record.id.to_string(),
            field: field.name.clone(),
        };
        self.put(spot, written, shown, field.title.clone(), source);
        Ok(())
    }

    /// Enters into the journal what a form shows in clear, before it is shown.
    fn reveal(
        &self,
        register: &Register,
        columns: &[(&BlankColumn, FieldIx)],
        rows: &[Row],
    ) -> Result<(), DeskError> {
        let sensitive = |ix: &FieldIx| register[*ix].sensitive.is_some();
        let fields: Vec<FieldIx> = columns.iter().map(|(_, ix)| *ix).filter(sensitive).collect();
        if fields.is_empty() || rows.is_empty() || self.plan.purpose != Purpose::Clear {
            return Ok(());
        }
        if self.ask.reason.trim().is_empty() {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "reason",
                    "本表要用明文敏感信息，请写明理由",
                    "the form shows sensitive fields in clear; give the reason",
                )
                .at("reason"),
            ));
        }
        let reason = format!(
            "{}（{}）：{}",
            self.plan.title,
            self.plan.asked_by,
            self.ask.reason.trim()
        );
        let jobs = rows.iter().map(|row| {
            let command = Command::Reveal {
                fields: fields.clone(),
                reason: reason.clone(),
            };
            let task = Task::Record {
                register: register.name.clone(),
                id: row.id,
                command,
            };
            self.seat.job(task, None, None)
        });
        match self.seat.desk.keep_all(jobs.collect()) {
            Ok(_) => Ok(()),
            Err(refused) => Err(refused
                .into_iter()
                .next()
                .map_or(DeskError::Closing, |(_, error)| error)),
        }
    }
}

/// A filter narrowed to the period.
fn within(filter: &str, on: Option<&str>, period: Period) -> String {
    let span = on.map(|on| format!("{on} >= '{}' && {on} <= '{}'", period.first(), period.last()));
    match (filter.trim(), span) {
        ("", span) => span.unwrap_or_default(),
        (filter, None) => filter.to_owned(),
        (filter, Some(span)) => format!("({filter}) && {span}"),
    }
}
