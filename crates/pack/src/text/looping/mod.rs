//! Reading loops: levels, states, steps, and whether a matter can move through them.

mod limit;
mod reach;
mod step;

use super::keys;
use super::notes::Note;
use super::register::field_of;
use super::walk::{Placed, Table};
use crate::Names;
use crate::diagnostic::Mistake;
use crate::model::{Clock, Field, FieldKind, Level, LevelIx, Loop, OnMiss, State, StateIx, StepIx, Tone};
use standards::PlaceLevel;

/// Names that the parts of a loop call each other by.
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

    /// Notes that something speaks of levels where the loop has none.
    fn needs_levels(&self, table: &Table<'_>, key: &str) {
        if self.names.levels.is_empty() {
            table.note(
                key,
                Mistake::Contradiction,
                "闭环没有写 levels（层级），不能升降",
                "the loop has no `levels` to move between",
            );
        }
    }
}

pub(super) fn read(table: &Table<'_>, names: Names<'_>, documents: &[String]) -> Option<Loop> {
    let state_tables = table.many("states", &keys::STATE);
    let step_tables = table.many("steps", &keys::STEP);
    let level_tables = table.many("levels", &keys::LEVEL);
    let placed = |tables: &[Table<'_>]| -> Vec<Placed> {
        tables.iter().filter_map(|each| each.placed("name")).collect()
    };
    let (states, steps) = (placed(&state_tables), placed(&step_tables));
    for named in [&states, &steps, &placed(&level_tables)] {
        table.unique(named.iter().cloned());
    }
    let known = Known {
        names,
        states: &states,
        steps: &steps,
        documents,
    };
    let cycle = Loop {
        levels: levels(&level_tables),
        states: state_tables
            .iter()
            .filter_map(|state| read_state(state, &known))
            .collect(),
        steps: step_tables
            .iter()
            .filter_map(|step| step::read(step, &known))
            .collect(),
        initial: table
            .placed("initial")
            .and_then(|initial| known.state(table, &initial))
            .unwrap_or(StateIx(0)),
        remind: table.integers("remind"),
    };
    if cycle.states.is_empty() && table.has("states") {
        table.note(
            "states",
            Mistake::WrongValue,
            "闭环至少有一个状态",
            "a loop has a state at least",
        );
    }
    // Positions only mean something when everything was read.
    if cycle.states.len() != state_tables.len()
        || cycle.steps.len() != step_tables.len()
        || cycle.states.is_empty()
    {
        return None;
    }
    reach::check(&cycle, &state_tables, &step_tables);
    Some(cycle)
}

fn levels(tables: &[Table<'_>]) -> Vec<Level> {
    let places = [
        ("county", PlaceLevel::County),
        ("town", PlaceLevel::Town),
        ("village", PlaceLevel::Village),
        ("grid", PlaceLevel::Grid),
    ];
    let mut taken = Vec::new();
    let read = |level: &Table<'_>| {
        let place = level.choice("place", &places);
        if let Some(place) = place {
            if taken.contains(&place) {
                level.note(
                    "place",
                    Mistake::Duplicate,
                    "已有层级对应这一级区划",
                    "another level begins at these places already",
                );
            }
            taken.push(place);
        }
        Some(Level {
            name: level.text("name")?,
            title: level.title(),
            place,
        })
    };
    tables.iter().filter_map(read).collect()
}

fn read_state(table: &Table<'_>, known: &Known<'_>) -> Option<State> {
    let tones = [
        ("plain", Tone::Plain),
        ("active", Tone::Active),
        ("alert", Tone::Alert),
        ("good", Tone::Good),
        ("bad", Tone::Bad),
    ];
    let clocks = [
        ("runs", Clock::Runs),
        ("pauses", Clock::Pauses),
        ("keeps", Clock::Keeps),
    ];
    let stamp = |field: &Field| field.kind == FieldKind::Date && field.computed.is_none();
    let limits = table.many("limits", &keys::LIMIT);
    let state = State {
        name: table.text("name")?,
        title: table.title(),
        tone: table.choice("tone", &tones).unwrap_or_default(),
        limits: limits
            .iter()
            .filter_map(|limit| limit::read(limit, known))
            .collect(),
        on_miss: on_miss(table, known),
        clock: table.choice("clock", &clocks).unwrap_or(Clock::Runs),
        stamp: field_of(
            table,
            "stamp",
            known.names.fields,
            stamp,
            "date 类型的字段",
            "a field of type date",
        ),
        closed: table.yes("closed"),
        locked: table.yes("locked"),
    };
    let contradiction = |key: &str, zh: &str, en: &str| table.note(key, Mistake::Contradiction, zh, en);
    if state.closed && !limits.is_empty() {
        contradiction(
            "limits",
            "办结的状态不再计时，不要写时限",
            "a closed state is no longer due and has no limits",
        );
    } else if state.clock == Clock::Pauses && !limits.is_empty() {
        contradiction(
            "limits",
            "停表的状态不计时，不要写时限",
            "time stands still in this state, so it has no limits",
        );
    } else if limits.is_empty()
        && table.has("on_miss")
        && state.on_miss != OnMiss::Mark
        && state.clock == Clock::Runs
    {
        contradiction(
            "on_miss",
            "没有写时限，不会超期",
            "no limit is given that could be missed",
        );
    }
    Some(state)
}

fn on_miss(table: &Table<'_>, known: &Known<'_>) -> OnMiss {
    let Some((text, span)) = table.placed("on_miss") else {
        return OnMiss::Mark;
    };
    match (&*text, text.strip_prefix("step:")) {
        ("mark", _) => OnMiss::Mark,
        ("lift", _) => {
            known.needs_levels(table, "on_miss");
            OnMiss::Lift
        }
        (_, Some(step)) => {
            let at = table.find(
                &(step.to_owned(), span),
                known.steps,
                |(name, _)| name,
                "环节",
                "step",
            );
            at.and_then(|at| u16::try_from(at).ok())
                .map_or(OnMiss::Mark, |at| OnMiss::Step(StepIx(at)))
        }
        _ => {
            let note = Note::new(
                Mistake::WrongValue,
                "应为 mark、lift 或 step:环节名",
                "`mark`, `lift` or `step:name` is expected here",
            );
            table.notes.add(span, note);
            OnMiss::Mark
        }
    }
}
