//! What a spreadsheet's column may mean in a register.

use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::find;
use pack::Text;
use pack::model::{CodeList, Field, FieldKind, Loop, Pack, Register, State, Tone};
use sheet::{CodeWords, Kind, Target};

impl Seat {
    /// All that a ledger's column may mean in a register, by name, with what people call it.
    ///
    /// # Errors
    /// When the seat may not bring records into the register, or there is no such register.
    pub fn meanings(&self, register: &str) -> Result<Vec<(String, Text)>, DeskError> {
        self.needs_import(register)?;
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        Ok(targets(pack, register)
            .into_iter()
            .map(|target| (target.name.clone(), called(&target)))
            .collect())
    }
}

/// What people call a field.
pub(super) fn called(target: &Target) -> Text {
    let title = |at: usize| target.titles.get(at).unwrap_or(&target.name).clone();
    Text {
        zh: title(0),
        en: title(1),
    }
}

/// The fields of a register, and the standing of its loop, as a spreadsheet's columns may mean them.
pub(crate) fn targets(pack: &Pack, register: &Register) -> Vec<Target> {
    let fields = register.fields.iter().filter(|field| field.computed.is_none());
    let mut targets: Vec<Target> = fields.filter_map(|field| of_field(pack, field)).collect();
    if let Some(cycle) = &register.cycle {
        targets.extend(of_loop(cycle));
    }
    targets.push(own("id", ["记录编号", "id"], &[], Kind::Text));
    if register.number.is_some() {
        targets.push(own(
            "number",
            ["编号", "Number"],
            &["登记号", "文号", "案号"],
            Kind::Text,
        ));
    }
    targets
}

fn of_field(pack: &Pack, field: &Field) -> Option<Target> {
    Some(Target {
        name: field.name.clone(),
        titles: vec![field.title.zh.clone(), field.title.en.clone(), field.name.clone()],
        also_called: field.also_called.clone(),
        kind: kind(pack, field)?,
        unit: field
            .unit
            .as_deref()
            .and_then(|unit| unit.parse().ok())
            .or_else(|| {
                matches!(field.kind, FieldKind::Money)
                    .then(|| "元".parse().ok())
                    .flatten()
            }),
        required: field.required && field.default.is_none() && field.is_given(),
    })
}

/// What a field's cells hold; none for what no cell can hold.
pub(crate) fn kind(pack: &Pack, field: &Field) -> Option<Kind> {
    Some(match &field.kind {
        FieldKind::File
        | FieldKind::Photo
        | FieldKind::Signature
        | FieldKind::Table { .. }
        | FieldKind::Checklist { .. } => return None,
        // Several values stand in one cell with commas between, which the register's own reader takes apart.
        _ if field.multiple => Kind::Text,
        FieldKind::Bool => Kind::Truth,
        FieldKind::Integer => Kind::Integer,
        FieldKind::Decimal { scale } => Kind::Decimal {
            scale: u32::from(*scale),
        },
        FieldKind::Money => Kind::Money,
        FieldKind::Date => Kind::Date,
        FieldKind::Month => Kind::Month,
        FieldKind::Year => Kind::Year,
        FieldKind::Time => Kind::Moment,
        FieldKind::Code { list } => Kind::Code {
            codes: pack.codes.get(*list).map(code_words).unwrap_or_default(),
        },
        FieldKind::Place => Kind::Place,
        FieldKind::Person => Kind::Person,
        FieldKind::CitizenId => Kind::CitizenId,
        FieldKind::Phone => Kind::Phone,
        FieldKind::Enterprise => Kind::CreditCode,
        _ => Kind::Text,
    })
}

fn code_words(list: &CodeList) -> Vec<CodeWords> {
    list.codes
        .iter()
        .map(|code| {
            let mut words = vec![code.title.zh.clone(), code.title.en.clone()];
            words.extend(code.also_called.iter().cloned());
            CodeWords {
                code: code.code.clone(),
                words,
            }
        })
        .collect()
}

/// Words for being done, under way and not begun that mean a state where only one can be meant.
const DONE: [&str; 7] = ["已办结", "办结", "已完成", "完成", "已结案", "结案", "已销号"];
const UNDER_WAY: [&str; 6] = ["办理中", "在办", "正在办理", "处理中", "进行中", "整改中"];
const WAITING: [&str; 5] = ["待办", "未办理", "待办理", "未处理", "待处理"];

/// The state and level in which an old ledger says a matter is.
fn of_loop(cycle: &Loop) -> Vec<Target> {
    let words = |name: &str, title: &pack::Text| CodeWords {
        code: name.to_owned(),
        words: vec![title.zh.clone(), title.en.clone()],
    };
    let mut states: Vec<CodeWords> = cycle
        .states
        .iter()
        .map(|state| words(&state.name, &state.title))
        .collect();
    let closed = |state: &State| state.closed && state.tone != Tone::Bad;
    let initial = &cycle[cycle.initial].name;
    also_called(cycle, &mut states, &DONE, closed);
    also_called(cycle, &mut states, &UNDER_WAY, |state| state.tone == Tone::Active);
    also_called(cycle, &mut states, &WAITING, |state| state.name == *initial);
    let kind = Kind::Code { codes: states };
    let called = ["办理状态", "办理进度", "办理情况", "当前状态", "办结状态"];
    let mut targets = vec![own("state", ["状态", "State"], &called, kind)];
    if !cycle.levels.is_empty() {
        let levels = cycle.levels.iter().map(|level| words(&level.name, &level.title));
        let kind = Kind::Code {
            codes: levels.collect(),
        };
        targets.push(own("level", ["层级", "Level"], &["办理层级"], kind));
    }
    targets
}

/// Adds words to the one state that fits; where several do, the words would be a guess.
fn also_called(cycle: &Loop, known: &mut [CodeWords], words: &[&str], fits: impl Fn(&State) -> bool) {
    let mut fitting = cycle.states.iter().zip(known).filter(|(state, _)| fits(state));
    if let (Some((_, state)), None) = (fitting.next(), fitting.next()) {
        state.words.extend(words.iter().map(|word| (*word).to_owned()));
    }
}

fn own(name: &str, titles: [&str; 2], also_called: &[&str], kind: Kind) -> Target {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Target {
        name: name.to_owned(),
        titles: owned(&titles),
        also_called: owned(also_called),
        kind,
        unit: None,
        required: false,
    }
}
