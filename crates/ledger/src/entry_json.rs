//! The text of a journal entry: one line of JSON, fields by name, so that it can be read without the program and
//! outlives the pack it was written under.

mod named;

use self::named::Named;
use crate::entry::{Act, Change, Deed, Entry, Head, RecordAct};
use crate::{Case, Contested, Moment, RecordId, value_json};
use pack::Shelf;
use pack::model::{FieldIx, Loop, Register};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use standards::PlaceCode;
use std::borrow::Cow;

/// Text, borrowed from the line unless it is written with escapes. An optional `Cow` by itself would always be copied.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Text<'a> {
    fn of(text: &'a str) -> Self {
        Text(Cow::Borrowed(text))
    }

    fn owned(self) -> String {
        self.0.into_owned()
    }
}

/// The flat form in which an entry is written. Keys are short because there are millions of them.
#[derive(Serialize, Deserialize, Default)]
struct Wire<'a> {
    seq: u64,
    at: Moment,
    #[serde(borrow)]
    by: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    post: Option<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    idem: Option<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    batch: Option<Text<'a>>,
    #[serde(borrow)]
    act: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    reg: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<RecordId>,
    #[serde(default, skip_serializing_if = "is_zero")]
    v: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<PlaceCode>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    no: Option<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Named::is_empty")]
    set: Named<'a>,
    #[serde(borrow, default, skip_serializing_if = "Named::is_empty")]
    was: Named<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    case: Option<WireCase<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost: Vec<WireLost>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    step: Option<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    signed: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    note: Option<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    name: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Json>,
}

#[derive(Serialize, Deserialize)]
struct WireCase<'a> {
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    level: Option<Text<'a>>,
    since: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<Moment>,
    #[serde(default, skip_serializing_if = "is_false")]
    working: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused: Option<Moment>,
    #[serde(default, skip_serializing_if = "is_false")]
    overdue: bool,
    #[serde(default, skip_serializing_if = "is_zero")]
    reminded: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    lifted: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    missed: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    reopened: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    signed: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    brought: bool,
}

#[derive(Serialize, Deserialize)]
struct WireLost {
    field: String,
    value: Json,
    by: String,
    at: Moment,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(yes: &bool) -> bool {
    !yes
}

/// Why a line of the journal cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The line is no entry.
    #[error("this journal line is not an entry: {0}")]
    Syntax(#[from] serde_json::Error),
    /// The entry is of a register that no pack in force defines.
    #[error("entry {seq}: no pack in force defines the register `{register}`")]
    Register {
        /// The entry.
        seq: u64,
        /// The register.
        register: String,
    },
    /// A part of the entry is missing or of the wrong form.
    #[error("entry {seq}: `{part}` is missing or malformed")]
    Part {
        /// The entry.
        seq: u64,
        /// The part.
        part: String,
    },
}

impl EntryError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            EntryError::Syntax(error) => format!("流水中有一行无法识别：{error}"),
            EntryError::Register { seq, register } => {
                format!("流水第 {seq} 条：现行业务包中没有台账“{register}”")
            }
            EntryError::Part { seq, part } => format!("流水第 {seq} 条：缺少“{part}”或其格式不对"),
        }
    }
}

/// The line that `entry` is kept as.
///
/// # Errors
/// When the register of the entry is not among the packs in force.
pub fn write(entry: &Entry, shelf: &Shelf) -> Result<String, EntryError> {
    let head = &entry.head;
    let mut wire = Wire {
        seq: entry.seq,
        at: head.at,
        by: Cow::Borrowed(&head.by),
        post: head.post.as_deref().map(Text::of),
        idem: head.idem.as_deref().map(Text::of),
        batch: head.batch.as_deref().map(Text::of),
        ..Wire::default()
    };
    match &entry.act {
        Act::Adopt {
            pack,
            version,
            digest,
        } => {
            wire.act = Cow::Borrowed("adopt");
            wire.name = Some(Text::of(pack));
            wire.v = *version;
            wire.body = Some(Json::String(digest.clone()));
        }
        Act::Town { subject, name, body } => {
            wire.act = Cow::Borrowed("town");
            wire.reg = Some(Text::of(subject));
            wire.name = Some(Text::of(name));
            wire.body = Some(body.clone());
        }
        Act::Record(act) => {
            let (_, register) = shelf
                .register(&act.register)
                .ok_or_else(|| EntryError::Register {
                    seq: entry.seq,
                    register: act.register.clone(),
                })?;
            write_record(&mut wire, act, register);
        }
    }
    Ok(serde_json::to_string(&wire)?)
}

fn write_record<'a>(wire: &mut Wire<'a>, act: &'a RecordAct, register: &'a Register) {
    wire.act = Cow::Borrowed(act.deed.name());
    wire.reg = Some(Text::of(&act.register));
    wire.id = Some(act.id);
    wire.v = act.version;
    wire.note = act.note.as_deref().map(Text::of);
    for change in &act.changes {
        let field = &register[change.field];
        wire.set
            .push(&field.name, value_json::to_json(field, &change.now));
        if !change.was.is_null() {
            wire.was
                .push(&field.name, value_json::to_json(field, &change.was));
        }
    }
    if let (Some(case), Some(cycle)) = (&act.case, &register.cycle) {
        wire.case = Some(write_case(case, cycle));
    }
    match &act.deed {
        Deed::Create { place, number } | Deed::Bring { place, number } => {
            wire.place = Some(*place);
            wire.no = number.as_deref().map(Text::of);
        }
        Deed::Amend { place, lost } => {
            wire.place = *place;
            wire.lost = lost.iter().map(|each| write_lost(each, register)).collect();
        }
        Deed::Step { step, signed } => {
            wire.step = Some(Text::of(step));
            wire.signed = signed.as_deref().map(Text::of);
        }
        Deed::Settle { field } => wire.fields = vec![register[*field].name.clone()],
        Deed::Reveal { fields } => wire.fields.clone_from(fields),
        Deed::Lift | Deed::Overdue | Deed::Remind | Deed::Withdraw | Deed::Restore => {}
    }
}

fn write_lost(lost: &Contested, register: &Register) -> WireLost {
    let field = &register[lost.field];
    WireLost {
        field: field.name.clone(),
        value: value_json::to_json(field, &lost.value),
        by: lost.by.clone(),
        at: lost.at,
    }
}

fn write_case<'a>(case: &'a Case, cycle: &'a Loop) -> WireCase<'a> {
    WireCase {
        state: Cow::Borrowed(&cycle[case.state].name),
        level: case
            .level
            .and_then(|level| cycle.levels.get(usize::from(level.0)))
            .map(|level| Text::of(&level.name)),
        since: case.since,
        due: case.due,
        working: case.working,
        paused: case.paused,
        overdue: case.overdue,
        reminded: case.reminded.into(),
        lifted: case.lifted.into(),
        missed: case.missed.into(),
        reopened: case.reopened.into(),
        signed: case.signed.clone(),
        brought: case.brought,
    }
}

/// The entry kept as `line`. Fields that the packs in force no longer define are left out: the line keeps them.
///
/// # Errors
/// When the line is no entry, or of a register that no pack in force defines.
pub fn read(line: &str, shelf: &Shelf) -> Result<Entry, EntryError> {
    let mut wire: Wire<'_> = serde_json::from_str(line)?;
    let seq = wire.seq;
    let head = Head {
        at: wire.at,
        by: std::mem::take(&mut wire.by).into_owned(),
        post: wire.post.take().map(Text::owned),
        idem: wire.idem.take().map(Text::owned),
        batch: wire.batch.take().map(Text::owned),
    };
    let missing = |part: &str| EntryError::Part {
        seq,
        part: part.to_owned(),
    };
    let act = match &*wire.act {
        "adopt" => Act::Adopt {
            pack: wire.name.map(Text::owned).ok_or_else(|| missing("name"))?,
            version: wire.v,
            digest: wire
                .body
                .as_ref()
                .and_then(|body| body.as_str().map(str::to_owned))
                .ok_or_else(|| missing("body"))?,
        },
        "town" => Act::Town {
            subject: wire.reg.map(Text::owned).ok_or_else(|| missing("reg"))?,
            name: wire.name.map(Text::owned).ok_or_else(|| missing("name"))?,
            body: wire.body.unwrap_or_default(),
        },
        _ => {
            let name = wire.reg.take().ok_or_else(|| missing("reg"))?;
            let (_, register) = shelf.register(&name.0).ok_or_else(|| EntryError::Register {
                seq,
                register: name.clone().owned(),
            })?;
            Act::Record(Box::new(read_record(wire, register)?))
        }
    };
    Ok(Entry { seq, head, act })
}

fn read_record(mut wire: Wire<'_>, register: &Register) -> Result<RecordAct, EntryError> {
    let seq = wire.seq;
    let missing = |part: &str| EntryError::Part {
        seq,
        part: part.to_owned(),
    };
    let set = std::mem::take(&mut wire.set).0;
    let mut changes = Vec::with_capacity(set.len());
    for (name, json) in set {
        let Some((ix, field)) = register.field(&name) else {
            continue;
        };
        let now = value_json::from_json(field, json).ok_or_else(|| missing(&name))?;
        let was = value_json::from_json(field, wire.was.take(&name).unwrap_or_default())
            .ok_or_else(|| missing(&name))?;
        changes.push(Change { field: ix, was, now });
    }
    let case = match (&wire.case, &register.cycle) {
        (Some(case), Some(cycle)) => Some(read_case(case, cycle).ok_or_else(|| missing("case"))?),
        _ => None,
    };
    let deed = read_deed(&mut wire, register).ok_or_else(|| missing("act"))?;
    Ok(RecordAct {
        register: register.name.clone(),
        id: wire.id.ok_or_else(|| missing("id"))?,
        version: wire.v,
        deed,
        changes,
        case,
        note: wire.note.map(Text::owned),
    })
}

fn read_deed(wire: &mut Wire<'_>, register: &Register) -> Option<Deed> {
    Some(match &*wire.act {
        "create" => Deed::Create {
            place: wire.place?,
            number: wire.no.take().map(Text::owned),
        },
        "bring" => Deed::Bring {
            place: wire.place?,
            number: wire.no.take().map(Text::owned),
        },
        "amend" => Deed::Amend {
            place: wire.place,
            lost: wire
                .lost
                .iter()
                .filter_map(|lost| read_lost(lost, register))
                .collect(),
        },
        "step" => Deed::Step {
            step: wire.step.take()?.owned(),
            signed: wire.signed.take().map(Text::owned),
        },
        "lift" => Deed::Lift,
        "overdue" => Deed::Overdue,
        "remind" => Deed::Remind,
        "withdraw" => Deed::Withdraw,
        "restore" => Deed::Restore,
        "settle" => Deed::Settle {
            field: named(wire.fields.first()?, register)?,
        },
        "reveal" => Deed::Reveal {
            fields: std::mem::take(&mut wire.fields),
        },
        _ => return None,
    })
}

fn named(name: &str, register: &Register) -> Option<FieldIx> {
    register.field(name).map(|(ix, _)| ix)
}

fn read_lost(lost: &WireLost, register: &Register) -> Option<Contested> {
    let (field, definition) = register.field(&lost.field)?;
    let value = value_json::from_json(definition, lost.value.clone())?;
    Some(Contested {
        field,
        value,
        by: lost.by.clone(),
        at: lost.at,
    })
}

fn read_case(case: &WireCase<'_>, cycle: &Loop) -> Option<Case> {
    let level = match &case.level {
        Some(name) => Some(cycle.level(&name.0)?),
        None => None,
    };
    let small = |number: u32| u16::try_from(number).ok();
    Some(Case {
        state: cycle.state(&case.state)?,
        level,
        since: case.since,
        due: case.due,
        working: case.working,
        paused: case.paused,
        overdue: case.overdue,
        reminded: small(case.reminded)?,
        lifted: small(case.lifted)?,
        missed: small(case.missed)?,
        reopened: small(case.reopened)?,
        signed: case.signed.clone(),
        brought: case.brought,
    })
}
