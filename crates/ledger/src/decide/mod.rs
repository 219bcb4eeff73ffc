//! Deciding a command: what it makes of a record, or why it is refused. The only way to a journal entry about a record.

mod amend;
mod bring;
mod check;
mod create;
mod fire;
mod step;

pub use check::key_of;
pub use create::serial_of;

use crate::apply::{ApplyError, apply};
use crate::command::{Command, Frame, Lookup, Unavailable};
use crate::entry::{Change, Deed, Head, RecordAct};
use crate::input::Given;
use crate::problem::{Cause, Problem, Refusal};
use crate::{Case, RecordId, Row};
use pack::Value;
use pack::model::Register;

/// A command that was accepted: what to write, and what the record becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What goes into the journal.
    pub act: RecordAct,
    /// The record after it.
    pub row: Row,
    /// Told to the person; the write goes through.
    pub warnings: Vec<Problem>,
}

/// Why there is no decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    /// The command is refused; sending it again changes nothing.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store could not be asked; the command may be sent again.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The journal and the record disagree.
    #[error(transparent)]
    Damaged(#[from] ApplyError),
}

impl From<Problem> for Undecided {
    fn from(problem: Problem) -> Self {
        Undecided::Refused(Refusal::one(Cause::Invalid, problem))
    }
}

/// What a command makes of a record.
///
/// `current` is the record as it stands, `head` what the entry will say of its writer.
///
/// # Errors
/// When the command is refused, with everything that is wrong, or the store could not be asked.
pub fn decide(
    frame: &Frame<'_>,
    head: &Head,
    id: RecordId,
    current: Option<&Row>,
    command: &Command,
    lookup: &dyn Lookup,
) -> Result<Decision, Undecided> {
    let draft = match (command, current) {
        (Command::Create { given }, None) => create::create(frame, id, given, lookup)?,
        (Command::Bring { given, standing }, None) => bring::bring(frame, id, given, standing, lookup)?,
        (Command::Bring { given, standing }, Some(row)) => bring::again(frame, row, given, standing, lookup)?,
        (Command::Create { .. }, Some(_)) => return Err(taken(id).into()),
        (_, None) => return Err(missing(frame.register, id).into()),
        (Command::Amend { base, given, written }, Some(row)) => {
            amend::amend(frame, row, *base, given, *written, lookup)?
        }
        (Command::Step { step, given, note }, Some(row)) => {
            step::step(frame, row, step, given, note.as_deref(), lookup)?
        }
        (Command::Fire(timer), Some(row)) => fire::fire(frame, row, *timer)?,
        (Command::Withdraw { reason }, Some(row)) => withdraw(row, true, reason)?,
        (Command::Restore { reason }, Some(row)) => restore(frame, row, reason, lookup)?,
        (Command::Settle { field }, Some(row)) => settle(frame.register, row, *field)?,
        (Command::Reveal { fields, reason }, Some(_)) => Draft {
            note: Some(given_reason(reason)?),
            ..Draft::new(Deed::Reveal {
                fields: fields
                    .iter()
                    .map(|field| frame.register[*field].name.clone())
                    .collect(),
            })
        },
    };
    let act = RecordAct {
        register: frame.register.name.clone(),
        id,
        version: current.map_or(1, |row| row.version + 1),
        deed: draft.deed,
        changes: draft.changes,
        case: draft.case,
        note: draft.note,
    };
    let row = apply(frame.register, current.cloned(), head, &act)?;
    Ok(Decision {
        act,
        row,
        warnings: draft.warnings,
    })
}

/// An act in the making.
struct Draft {
    deed: Deed,
    changes: Vec<Change>,
    case: Option<Case>,
    note: Option<String>,
    warnings: Vec<Problem>,
}

impl Draft {
    fn new(deed: Deed) -> Self {
        Draft {
            deed,
            changes: Vec::new(),
            case: None,
            note: None,
            warnings: Vec::new(),
        }
    }
}

/// The changes that giving these values makes.
fn changes(row: &Row, given: &Given) -> Vec<Change> {
    given
        .iter()
        .filter(|(field, now)| !same(row.get(*field), now))
        .map(|(field, now)| Change {
            field: *field,
            was: row.get(*field).clone(),
            now: now.clone(),
        })
        .collect()
}

/// Whether two values are the same to people. Sealed values differ in ciphertext each time and agree in digest.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Sealed(a), Value::Sealed(b)) => a.digest == b.digest,
        (a, b) => a == b,
    }
}

/// `row` as it would stand after `changes`, computed fields worked out.
fn preview(register: &Register, row: &Row, changes: &[Change]) -> Result<Row, ApplyError> {
    let act = RecordAct {
        register: register.name.clone(),
        id: row.id,
        version: row.version + 1,
        deed: Deed::Amend {
            place: None,
            lost: Vec::new(),
        },
        changes: changes.to_vec(),
        case: None,
        note: None,
    };
    let head = Head {
        at: row.changed_at,
        by: row.changed_by.clone(),
        ..Head::default()
    };
    apply(register, Some(row.clone()), &head, &act)
}

/// The record as it would stand with other values; nothing is decided, and nothing is kept.
///
/// # Errors
/// When the values do not belong to the register.
pub fn what_if(register: &Register, row: &Row, given: &Given) -> Result<Row, ApplyError> {
    preview(register, row, &changes(row, given))
}

fn given_reason(reason: &str) -> Result<String, Undecided> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::new("reason", "请写明理由", "a reason must be given")
            .at("reason")
            .into());
    }
    Ok(reason.to_owned())
}

fn withdraw(row: &Row, gone: bool, reason: &str) -> Result<Draft, Undecided> {
    if row.withdrawn == gone {
        let (zh, en) = if gone {
            ("该记录已作废", "the record is withdrawn already")
        } else {
            ("该记录未作废", "the record is not withdrawn")
        };
        return Err(Refusal::one(Cause::State, Problem::new("withdrawn", zh, en)).into());
    }
    let deed = if gone { Deed::Withdraw } else { Deed::Restore };
    Ok(Draft {
        note: Some(given_reason(reason)?),
        ..Draft::new(deed)
    })
}

fn restore(frame: &Frame<'_>, row: &Row, reason: &str, lookup: &dyn Lookup) -> Result<Draft, Undecided> {
    let draft = withdraw(row, false, reason)?;
    check::key_free(frame.register, row, lookup)?;
    Ok(draft)
}

fn settle(register: &Register, row: &Row, field: pack::model::FieldIx) -> Result<Draft, Undecided> {
    if row.contested.iter().any(|contested| contested.field == field) {
        return Ok(Draft::new(Deed::Settle { field }));
    }
    let title = &register[field].title;
    let problem = Problem::new(
        "contested.none",
        format!("“{}”没有待定的冲突值", title.zh),
        format!("nothing is contested about `{}`", register[field].name),
    );
    Err(Refusal::one(Cause::State, problem).into())
}

fn taken(id: RecordId) -> Refusal {
    Refusal::one(
        Cause::Conflict,
        Problem::new(
            "id.taken",
            format!("编号 {id} 已有记录"),
            format!("there is a record {id} already"),
        )
        .at("id"),
    )
}

/// The refusal of what does not exist or may not be seen: the two are told alike.
#[must_use]
pub fn missing(register: &Register, id: RecordId) -> Refusal {
    Refusal::one(
        Cause::Missing,
        Problem::new(
            "record.missing",
            format!("台账“{}”中没有可见的记录 {id}", register.title.zh),
            format!("no record {id} is visible in `{}`", register.name),
        ),
    )
}
