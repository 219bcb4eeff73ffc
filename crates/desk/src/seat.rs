//! A seat: the desk with a person in it. Everything that can be done is done from here, and only as far as the person's
//! posts reach.

use crate::access::{Action, Actor};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::view::{RecordView, shown, view};
use crate::writer::{Job, Message, Receipt, Reply, Task, find};
use ledger::{
    Act, Cause, Command, Deed, Given, Moment, Problem, RecordId, Row, Seq, missing, read_entry, read_fields,
};
use pack::Value;
use pack::model::{Pack, Register, Step};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use store::{Filter, Listing, Read, StoreError};

mod listing;
mod people;
mod places;

pub use listing::ListAsk;
use listing::no_field;
pub(crate) use listing::{read_cursor, write_cursor};

/// What accompanies a request to write.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The submission's own key.
    pub idem: Option<String>,
    /// The batch it belongs to.
    pub batch: Option<String>,
    /// The moment to write it under; only trusted seats bring history of their own.
    pub at: Option<Moment>,
}

/// One thing that happened to a record, as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryItem {
    /// Position in the journal.
    pub seq: Seq,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// In which post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// What was done.
    pub deed: String,
    /// The step taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The state it led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The level that held it afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Words given with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Fields that changed: from what to what.
    pub changes: Vec<Json>,
}

/// A matter that is due.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Due {
    /// The register's name to people.
    pub register_title: pack::Text,
    /// The record's name to people.
    pub label: String,
    /// One of the person's posts may take the next step.
    pub mine: bool,
    /// The record.
    pub record: RecordView,
}

/// A person at the desk.
pub struct Seat {
    pub(crate) desk: Arc<Desk>,
    pub(crate) actor: Arc<Actor>,
}

impl Seat {
    pub(crate) fn new(desk: Arc<Desk>, actor: Actor) -> Self {
        Seat {
            desk,
            actor: Arc::new(actor),
        }
    }

    /// The same person's seat once more.
    pub(crate) fn again(&self) -> Self {
        Seat {
            desk: Arc::clone(&self.desk),
            actor: Arc::clone(&self.actor),
        }
    }

    /// Who sits here.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The desk.
    #[must_use]
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    pub(crate) fn book(&self) -> Result<Box<dyn Read + '_>, StoreError> {
        let town = self.desk.town();
        town.store.read(&town.code)
    }

    pub(crate) fn job(&self, task: Task, idem: Option<String>, batch: Option<String>) -> Job {
        Job {
            actor: Arc::clone(&self.actor),
            idem,
            batch,
            at: None,
            task,
        }
    }

    fn given(&self, register: &str, fields: Map<String, Json>) -> Result<Given, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let mut given = read_fields(pack, register, fields)?;
        self.desk.town().sealer.seal_all(register, &mut given)?;
        Ok(given)
    }

    /// Asks for a record to be made; the answer comes through `reply` once it is on disk.
    ///
    /// # Errors
    /// When what is given cannot be read.
    pub fn create_later(
        &self,
        register: &str,
        id: Option<RecordId>,
        fields: Map<String, Json>,
        asked: Asked,
        reply: Reply,
    ) -> Result<(), DeskError> {
        let job = self.create_job(register, id, fields, asked)?;
        self.desk.send(Message::One(Box::new(job), reply))
    }

    pub(crate) fn create_job(
        &self,
        register: &str,
        id: Option<RecordId>,
        fields: Map<String, Json>,
        asked: Asked,
    ) -> Result<Job, DeskError> {
        let given = self.given(register, fields)?;
        let at = asked.at.unwrap_or_else(|| self.desk.now());
        let id = id.unwrap_or_else(|| self.desk.shared.fresh_id(at));
        let command = Command::Create { given };
        let task = Task::Record {
            register: register.to_owned(),
            id,
            command,
        };
        Ok(Job {
            at: asked.at,
            ..self.job(task, asked.idem, asked.batch)
        })
    }

    pub(crate) fn command(
        &self,
        register: &str,
        id: RecordId,
        command: Command,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        let task = Task::Record {
            register: register.to_owned(),
            id,
            command,
        };
        self.desk.keep(Job {
            at: asked.at,
            ..self.job(task, asked.idem, asked.batch)
        })
    }

    /// Makes a record.
    ///
    /// # Errors
    /// When it is refused, or the store cannot keep it.
    pub fn create(
        &self,
        register: &str,
        id: Option<RecordId>,
        fields: Map<String, Json>,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        self.desk.keep(self.create_job(register, id, fields, asked)?)
    }

    /// Makes all records or none. What is wrong is told by position.
    ///
    /// # Errors
    /// When any is refused, or the store cannot keep them.
    pub fn create_all(
        &self,
        register: &str,
        records: Vec<(Option<RecordId>, Map<String, Json>, Asked)>,
    ) -> Result<Vec<Receipt>, Vec<(usize, DeskError)>> {
        let mut jobs = Vec::with_capacity(records.len());
        let mut refused = Vec::new();
        for (at, (id, fields, asked)) in records.into_iter().enumerate() {
            match self.create_job(register, id, fields, asked) {
                Ok(job) => jobs.push(job),
                Err(error) => refused.push((at, error)),
            }
        }
        if refused.is_empty() {
            self.desk.keep_all(jobs)
        } else {
            Err(refused)
        }
    }

    /// Makes each record that is accepted; answers by position.
    #[must_use]
    pub fn create_each(
        &self,
        register: &str,
        records: Vec<(Option<RecordId>, Map<String, Json>, Asked)>,
    ) -> Vec<Result<Receipt, DeskError>> {
        let (sender, answers) = std::sync::mpsc::channel();
        let mut results: Vec<Option<Result<Receipt, DeskError>>> = Vec::with_capacity(records.len());
        let mut waiting = 0;
        for (at, (id, fields, asked)) in records.into_iter().enumerate() {
            results.push(None);
            let answer = sender.clone();
            let reply: Reply = Box::new(move |result| {
                let _ = answer.send((at, result));
            });
            match self.create_later(register, id, fields, asked, reply) {
                Ok(()) => waiting += 1,
                Err(error) => results[at] = Some(Err(error)),
            }
        }
        for (at, result) in answers.iter().take(waiting) {
            results[at] = Some(result);
        }
        results
            .into_iter()
            .map(|result| result.unwrap_or(Err(DeskError::Closing)))
            .collect()
    }

    /// Amends fields of a record. An older version in view is merged field by field with what changed since.
    ///
    /// # Errors
    /// When it is refused, or the store cannot keep it.
    pub fn amend(
        &self,
        register: &str,
        id: RecordId,
        base: u32,
        fields: Map<String, Json>,
        written: Option<Moment>,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        let given = self.given(register, fields)?;
        self.command(register, id, Command::Amend { base, given, written }, asked)
    }

    /// Takes a step of a record's loop.
    ///
    /// # Errors
    /// When it is refused, or the store cannot keep it.
    pub fn step(
        &self,
        register: &str,
        id: RecordId,
        step: &str,
        fields: Map<String, Json>,
        note: Option<String>,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        let given = self.given(register, fields)?;
        self.command(
            register,
            id,
            Command::Step {
                step: step.to_owned(),
                given,
                note,
            },
            asked,
        )
    }

    /// Withdraws a record, or brings it back.
    ///
    /// # Errors
    /// When it is refused, or the store cannot keep it.
    pub fn withdraw(
        &self,
        register: &str,
        id: RecordId,
        back: bool,
        reason: &str,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        let reason = reason.to_owned();
        let command = if back {
            Command::Restore { reason }
        } else {
            Command::Withdraw { reason }
        };
        self.command(register, id, command, asked)
    }

    /// Decides a contested value in favour of what the field holds.
    ///
    /// # Errors
    /// When it is refused, or the store cannot keep it.
    pub fn settle(
        &self,
        register: &str,
        id: RecordId,
        field: &str,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        let shelf = self.desk.shelf();
        let (_, found) = find(&shelf, register)?;
        let (field, _) = found.field(field).ok_or_else(|| no_field(found, field))?;
        self.command(register, id, Command::Settle { field }, asked)
    }

    /// Shows sensitive fields in clear; the reason and the reader go into the journal first.
    ///
    /// # Errors
    /// When it is refused, or a value does not open with the town's key.
    pub fn reveal(
        &self,
        register: &str,
        id: RecordId,
        fields: &[String],
        reason: &str,
        asked: Asked,
    ) -> Result<Map<String, Json>, DeskError> {
        let shelf = self.desk.shelf();
        let (_, found) = find(&shelf, register)?;
        let mut chosen = Vec::new();
        for name in fields {
            let (ix, field) = found.field(name).ok_or_else(|| no_field(found, name))?;
            if field.sensitive.is_none() {
                return Err(DeskError::refused(
                    Cause::Invalid,
                    Problem::new(
                        "reveal.open",
                        format!("“{}”不是敏感字段", field.title.zh),
                        format!("`{name}` is not sensitive"),
                    )
                    .at("fields"),
                ));
            }
            chosen.push(ix);
        }
        let command = Command::Reveal {
            fields: chosen.clone(),
            reason: reason.to_owned(),
        };
        // Each look is an entry of its own: a key sent twice must not show what nobody then knows was shown.
        let receipt = self.command(register, id, command, Asked { idem: None, ..asked })?;
        let row = receipt
            .row
            .ok_or_else(|| DeskError::Refused(missing(found, id)))?;
        let mut clear = Map::new();
        for ix in chosen {
            let field = &found[ix];
            let plain = match row.get(ix) {
                Value::Sealed(sealed) => Json::String(
                    self.desk
                        .town()
                        .sealer
                        .open(found, field, sealed)
                        .map_err(|error| StoreError::Damaged(error.to_string()))?,
                ),
                Value::Text(plain) => Json::String(plain.clone()),
                _ => Json::Null,
            };
            clear.insert(field.name.clone(), plain);
        }
        Ok(clear)
    }

    /// Refuses what only an administrator of the whole town may do.
    pub(crate) fn needs_admin(&self) -> Result<(), DeskError> {
        if self.actor.may(Action::Admin, "*", &self.desk.town().code) {
            return Ok(());
        }
        Err(DeskError::refused(
            Cause::Forbidden,
            Problem::new(
                "forbidden",
                "只有系统管理员可以这样做",
                "only an administrator may do this",
            ),
        ))
    }

    /// Whether the seat may see the record, if there is one.
    pub(crate) fn sees(&self, pack: &Pack, register: &Register, id: RecordId) -> Result<bool, DeskError> {
        let row = self.book()?.row(register, id)?;
        Ok(row.is_some_and(|row| self.actor.may(Action::Read, &pack.name, &row.place)))
    }

    /// The record, with its register's pack, if the seat may see it.
    pub(crate) fn row(&self, pack: &Pack, register: &Register, id: RecordId) -> Result<Row, DeskError> {
        let row = self.book()?.row(register, id)?;
        row.filter(|row| self.actor.may(Action::Read, &pack.name, &row.place))
            .ok_or_else(|| DeskError::Refused(missing(register, id)))
    }

    /// A record as this seat may see it.
    ///
    /// # Errors
    /// When there is none that the seat may see, or the store cannot be read.
    pub fn get(&self, register: &str, id: RecordId) -> Result<RecordView, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        Ok(view(register, &self.row(pack, register, id)?, None))
    }

    /// A receipt's record as this seat may see it.
    #[must_use]
    pub fn show(&self, receipt: &Receipt) -> Option<RecordView> {
        let shelf = self.desk.shelf();
        let (pack, register) = shelf.register(&receipt.register)?;
        let row = receipt.row.as_ref()?;
        self.actor
            .may(Action::Read, &pack.name, &row.place)
            .then(|| view(register, row, None))
    }

    /// Steps that could be taken on a record now, by name and title; whether this very seat may is told when it tries.
    ///
    /// # Errors
    /// When there is no such record, or the store cannot be read.
    pub fn next_steps(&self, register: &str, id: RecordId) -> Result<Vec<(String, pack::Text)>, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let row = self.row(pack, register, id)?;
        let open = self.open_steps(pack, register, &row);
        Ok(open.map(|step| (step.name.clone(), step.title.clone())).collect())
    }

    /// Steps that this seat's posts allow on a record as it stands.
    pub(crate) fn open_steps<'a>(
        &self,
        pack: &Pack,
        register: &'a Register,
        row: &'a Row,
    ) -> impl Iterator<Item = &'a Step> {
        let may = !row.withdrawn && self.actor.may(Action::Step, &pack.name, &row.place);
        let open = register.cycle.as_ref().zip(row.case.as_ref()).filter(|_| may);
        let roles = self.actor.roles_at(&row.place);
        let (trusted, maker) = (self.actor.trusted, row.created_by == self.actor.login);
        open.into_iter().flat_map(move |(cycle, case)| {
            let roles = roles.clone();
            cycle.steps.iter().filter(move |step| {
                step.from.contains(&case.state)
                    && (step.levels.is_empty()
                        || case.level.is_some_and(|level| step.levels.contains(&level)))
                    && (trusted
                        || step.roles.is_empty()
                        || roles.iter().any(|role| step.roles.contains(role)))
                    && (step.own || !maker)
            })
        })
    }

    /// Everything that happened to a record, oldest first.
    ///
    /// # Errors
    /// When there is no such record that the seat may see, or the store cannot be read.
    pub fn history(&self, register: &str, id: RecordId) -> Result<Vec<HistoryItem>, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        self.row(pack, register, id)?;
        let mut items = Vec::new();
        for line in self.book()?.history(&register.name, id, Seq::MAX)? {
            let entry =
                read_entry(&line.text, &shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let Act::Record(act) = entry.act else { continue };
            let cycle = register.cycle.as_ref();
            let case = act.case.as_ref().zip(cycle);
            let changes = act
                .changes
                .iter()
                .map(|change| {
                    let field = &register[change.field];
                    json!({ "field": field.name, "was": shown(field, &change.was), "now": shown(field, &change.now) })
                })
                .collect();
            items.push(HistoryItem {
                seq: line.seq,
                at: entry.head.at.to_string(),
                by: entry.head.by,
                post: entry.head.post,
                deed: act.deed.name().to_owned(),
                step: match &act.deed {
                    Deed::Step { step, .. } => Some(step.clone()),
                    _ => None,
                },
                state: case.map(|(case, cycle)| cycle[case.state].name.clone()),
                level: case
                    .and_then(|(case, cycle)| cycle.levels.get(usize::from(case.level?.0)))
                    .map(|level| level.name.clone()),
                note: act.note,
                changes,
            });
        }
        Ok(items)
    }

    /// Matters due by `until`, most pressing first, over all registers that the seat may see.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn due(&self, until: Moment, limit: usize) -> Result<Vec<Due>, DeskError> {
        let shelf = self.desk.shelf();
        let mut found: Vec<(Moment, Due)> = Vec::new();
        for (pack, register) in shelf.registers() {
            if register.cycle.is_none() || !self.actor.may_somewhere(Action::Read, &pack.name) {
                continue;
            }
            let pressing = Filter::Is(store::Column::Due, store::Op::Le, Value::Time(until.0));
            let listing = Listing {
                filter: pressing,
                sort: store::Column::Due,
                descending: false,
                limit,
                ..Listing::default()
            };
            let listing = self.narrowed(pack, register, listing)?;
            for row in self.book()?.list(register, &listing)?.rows {
                let Some(due) = row.due() else { continue };
                found.push((
                    due,
                    Due {
                        register_title: register.title.clone(),
                        label: label(pack, register, &row),
                        mine: self.open_steps(pack, register, &row).next().is_some(),
                        record: view(register, &row, None),
                    },
                ));
            }
        }
        found.sort_by_key(|(due, _)| *due);
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, due)| due).collect())
    }

    /// Journal lines after `after` that this seat may read whole: administrators only.
    ///
    /// # Errors
    /// When the seat may not, or the store cannot be read.
    pub fn journal(&self, after: Seq, limit: usize) -> Result<Vec<store::Line>, DeskError> {
        self.needs_admin()?;
        Ok(self.book()?.lines(after, limit.min(1000))?)
    }
}

/// A record's name to people.
pub(crate) fn label(pack: &Pack, register: &Register, row: &Row) -> String {
    let parts: Vec<String> = register
        .label
        .iter()
        .map(|field| crate::view::words(pack, &register[*field], row.get(*field), true))
        .filter(|text| !text.is_empty())
        .collect();
    if parts.is_empty() {
        row.number.clone().unwrap_or_else(|| row.id.to_string())
    } else {
        parts.join(" ")
    }
}
