//! Reading loops.

use super::keys;
use super::register::{field_list, field_of, is_day};
use super::walk::{Placed, Table};
use crate::Names;
use crate::model::{
    Basis, Clock, Effect, FieldIx, FieldKind, Level, LevelIx, Limit, Loop, OnMiss, State, StateIx, Step,
    StepIx, Tone,
};
use standards::PlaceLevel;

pub(super) fn read(table: &Table<'_>, names: Names<'_>, documents: &[String]) -> Option<Loop> {
    let state_tables = table.many("states", &keys::STATE);
    let step_tables = table.many("steps", &keys::STEP);
    let placed = |tables: &[Table<'_>]| -> Vec<Placed> { tables.iter().filter_map(Table::name).collect() };
    let (state_names, step_names) = (placed(&state_tables), placed(&step_tables));
    table.unique(state_names.iter().map(|(name, span)| (&**name, span.clone())));
    table.unique(step_names.iter().map(|(name, span)| (&**name, span.clone())));
    let known = Known {
        names,
        states: &state_names,
        steps: &step_names,
        documents,
    };

    let levels = table
        .many("levels", &keys::LEVEL)
        .iter()
        .filter_map(|level| {
            Some(Level {
                name: level.name()?.0,
                title: level.title(),
                place: level.choice(
                    "place",
                    &[
                        ("county", PlaceLevel::County),
                        ("town", PlaceLevel::Town),
                        ("village", PlaceLevel::Village),
                        ("grid", PlaceLevel::Grid),
                    ],
                ),
            })
        })
        .collect();
    let states: Vec<State> = state_tables
        .iter()
        .filter_map(|state| read_state(state, &known))
        .collect();
    let steps: Vec<Step> = step_tables
        .iter()
        .filter_map(|step| read_step(step, &known))
        .collect();
    if states.is_empty() || states.len() != state_tables.len() || steps.len() != step_tables.len() {
        return None;
    }
    let initial = match table.placed("initial") {
        Some(initial) => known.state(table, &initial)?,
        None => StateIx(0),
    };
    unreachable_states(table, &states, &steps, initial);
    Some(Loop {
        levels,
        states,
        steps,
        initial,
        remind: table.integers("remind"),
    })
}

struct Known<'a> {
    names: Names<'a>,
    states: &'a [Placed],
    steps: &'a [Placed],
    documents: &'a [String],
}

impl Known<'_> {
    fn state(&self, table: &Table<'_>, name: &Placed) -> Option<StateIx> {
        let at = table.find(name, self.states, |(name, _)| name, "状态", "state")?;
        u16::try_from(at).ok().map(StateIx)
    }

    fn level(&self, table: &Table<'_>, name: &Placed) -> Option<LevelIx> {
        let at = table.find(name, self.names.levels, String::as_str, "层级", "level")?;
        u16::try_from(at).ok().map(LevelIx)
    }
}

/// A state that no step leads to is a mistake: nothing will ever be in it.
fn unreachable_states(table: &Table<'_>, states: &[State], steps: &[Step], initial: StateIx) {
    for (at, state) in (0u16..).zip(states) {
        let reached = StateIx(at) == initial || steps.iter().any(|step| step.to == Some(StateIx(at)));
        if !reached {
            table.note(
                "states",
                format!("没有环节能到达状态“{}”", state.name),
                format!("no step leads to the state `{}`", state.name),
            );
        }
        let left = state.closed || steps.iter().any(|step| step.from.contains(&StateIx(at)));
        if !left {
            table.note(
                "states",
                format!("状态“{}”既未办结，也没有环节可走", state.name),
                format!(
                    "the state `{}` is neither closed nor left by any step",
                    state.name
                ),
            );
        }
    }
}

fn read_state(table: &Table<'_>, known: &Known<'_>) -> Option<State> {
    let (name, _) = table.placed("name")?;
    let on_miss = match table.placed("on_miss") {
        None => OnMiss::Mark,
        Some((text, span)) => match (&*text, text.strip_prefix("step:")) {
            ("mark", _) => OnMiss::Mark,
            ("lift", _) => OnMiss::Lift,
            (_, Some(step)) => {
                let at = table.find(
                    &(step.to_owned(), span),
                    known.steps,
                    |(name, _)| name,
                    "环节",
                    "step",
                )?;
                OnMiss::Step(StepIx(u16::try_from(at).ok()?))
            }
            _ => {
                table.note(
                    "on_miss",
                    "应为 mark、lift 或 step:环节名",
                    "mark, lift or step:name is expected",
                );
                return None;
            }
        },
    };
    Some(State {
        name,
        title: table.title(),
        tone: table
            .choice(
                "tone",
                &[
                    ("plain", Tone::Plain),
                    ("active", Tone::Active),
                    ("alert", Tone::Alert),
                    ("good", Tone::Good),
                    ("bad", Tone::Bad),
                ],
            )
            .unwrap_or_default(),
        limits: table
            .many("limits", &keys::LIMIT)
            .iter()
            .filter_map(|limit| read_limit(limit, known))
            .collect(),
        on_miss,
        clock: table
            .choice(
                "clock",
                &[
                    ("runs", Clock::Runs),
                    ("pauses", Clock::Pauses),
                    ("keeps", Clock::Keeps),
                ],
            )
            .unwrap_or(Clock::Runs),
        stamp: field_of(
            table,
            "stamp",
            known.names.fields,
            |kind| *kind == FieldKind::Date,
            "日期",
            "type date",
        ),
        closed: table.yes("closed"),
        locked: table.yes("locked"),
    })
}

fn read_limit(table: &Table<'_>, known: &Known<'_>) -> Option<Limit> {
    let given: Vec<&str> = ["days", "working", "hours", "months", "field", "day_of_next_month"]
        .into_iter()
        .filter(|key| table.has(key))
        .collect();
    let [key] = given[..] else {
        table.note(
            "days",
            "时限须写明一种：days、working、hours、months、field 或 day_of_next_month",
            "a limit has exactly one of days, working, hours, months, field, day_of_next_month",
        );
        return None;
    };
    let basis = match key {
        "days" => Basis::Days(table.integer(key)?),
        "working" => Basis::Working(table.integer(key)?),
        "hours" => Basis::Hours(table.integer(key)?),
        "months" => Basis::Months(table.integer(key)?),
        "field" => Basis::Field(field_of(
            table,
            key,
            known.names.fields,
            is_day,
            "日期",
            "type date",
        )?),
        _ => Basis::DayOfNextMonth(table.integer(key)?),
    };
    Some(Limit {
        level: table.placed("level").and_then(|level| known.level(table, &level)),
        when: table.condition(
            "when",
            &Names {
                today: true,
                ..known.names
            },
        ),
        basis,
    })
}

fn read_step(table: &Table<'_>, known: &Known<'_>) -> Option<Step> {
    let (name, _) = table.placed("name")?;
    let fields = known.names.fields;
    let from = table
        .texts("from")
        .iter()
        .filter_map(|state| known.state(table, state))
        .collect();
    let to = match table.placed("to") {
        Some(state) => Some(known.state(table, &state)?),
        None => None,
    };
    let now = Names {
        today: true,
        ..known.names
    };
    let sets = table
        .text_map("sets")
        .iter()
        .filter_map(|(field, worked)| {
            let at = table.find(field, fields, |field| &field.name, "字段", "field")?;
            if fields[at].computed.is_some() {
                table.note("sets", "计算字段不能赋值", "a computed field cannot be set");
            }
            let ix = FieldIx(u16::try_from(at).ok()?);
            Some((ix, table.compile_for(worked, &now, ix)?))
        })
        .collect();
    let documents = table
        .texts("documents")
        .iter()
        .filter_map(|document| table.find(document, known.documents, String::as_str, "文书", "document"))
        .collect();
    Some(Step {
        name,
        title: table.title(),
        from,
        to,
        levels: table
            .texts("levels")
            .iter()
            .filter_map(|level| known.level(table, level))
            .collect(),
        roles: table.plain_texts("roles"),
        when: table.condition("when", &now),
        refusal: table.titles("refusal"),
        needs: field_list(table, "needs", fields),
        asks: field_list(table, "asks", fields),
        sets,
        effect: read_effect(table)?,
        joint: field_of(
            table,
            "joint",
            fields,
            |kind| *kind == FieldKind::Office,
            "科室",
            "type office",
        ),
        own: table.yes("own"),
        note: table.yes("note"),
        documents,
    })
}

/// The effect, none if there is none; nothing when it is wrong.
#[expect(clippy::option_option, reason = "wrong and absent are different answers")]
fn read_effect(table: &Table<'_>) -> Option<Option<Effect>> {
    let Some((text, _)) = table.placed("effect") else {
        return Some(None);
    };
    let effect = match (&*text, text.strip_prefix("extend:")) {
        ("lift", _) => Effect::Lift,
        ("lower", _) => Effect::Lower,
        ("reopen", _) => Effect::Reopen,
        ("pause", _) => Effect::Pause,
        ("resume", _) => Effect::Resume,
        (_, Some(days)) if days.parse::<u16>().is_ok() => Effect::Extend(days.parse().unwrap_or_default()),
        _ => {
            table.note(
                "effect",
                "应为 lift、lower、reopen、pause、resume 或 extend:天数",
                "lift, lower, reopen, pause, resume or extend:days is expected",
            );
            return None;
        }
    };
    Some(Some(effect))
}
