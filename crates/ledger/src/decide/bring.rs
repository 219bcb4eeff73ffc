//! Bringing in a record from an old ledger, as it stood there: the dates of its steps are stated, not stamped, and its
//! clock runs from them without anything firing for the time before.
//!
//! The journal says so with a deed of its own. Until the first step is taken here, the old ledger may state the standing
//! again; from then on it is history and only ordinary fields are amended.

use super::{Draft, Undecided, amend, changes, check, create, preview};
use crate::clock;
use crate::command::{Frame, Lookup, Standing};
use crate::entry::{Change, Deed};
use crate::input::Given;
use crate::problem::{Cause, Problem, Refusal};
use crate::{Case, Moment, RecordId, Row};
use jiff::civil::Date;
use pack::Value;
use pack::model::{FieldIx, FieldKind, Loop, Register, StateIx};

/// Makes a record that an old ledger tells of.
pub(super) fn bring(
    frame: &Frame<'_>,
    id: RecordId,
    given: &Given,
    standing: &Standing,
    lookup: &dyn Lookup,
) -> Result<Draft, Undecided> {
    let register = frame.register;
    // Defaults, number and places are those of the day on which the matter began.
    let then = Frame {
        now: began(register, given).map_or(frame.now, |day| morning(day).min(frame.now)),
        ..*frame
    };
    let (mut row, made) = create::filled(&then, id, given, lookup)?;
    let mut warnings = Vec::new();
    let case = match &register.cycle {
        Some(cycle) => Some(stand(frame, cycle, &row, standing, &mut warnings)?),
        None => None,
    };
    row.case.clone_from(&case);
    warnings.extend(check::whole_with_places(frame, &row, lookup, then.now.date())?);
    let number = match (&standing.number, &register.number) {
        (Some(number), Some(_)) => Some(number.clone()),
        (None, Some(number)) => Some(create::next_number(register, number, &row, &then, lookup)?),
        (_, None) => None,
    };
    Ok(Draft {
        changes: made,
        case,
        warnings,
        ..Draft::new(Deed::Bring {
            place: row.place,
            number,
        })
    })
}

/// Brings a record that is here already into line with its old ledger.
pub(super) fn again(
    frame: &Frame<'_>,
    row: &Row,
    given: &Given,
    standing: &Standing,
    lookup: &dyn Lookup,
) -> Result<Draft, Undecided> {
    let register = frame.register;
    let stands = row.case.as_ref().is_none_or(|case| case.brought);
    let made = changes(row, given);
    if stands {
        amend::refuse_withdrawn(row)?;
    } else {
        amend::refuse_locked(frame, row)?;
    }
    let restated = restated(register, row, &made, standing);
    if let Some(field) = restated.filter(|_| !stands) {
        return Err(moved_on(register, field).into());
    }
    let mut after = preview(register, row, &made)?;
    let place = amend::moved_place(frame, &after)?;
    after.place = place.unwrap_or(after.place);
    let mut warnings = Vec::new();
    let case = match (&register.cycle, restated) {
        (Some(cycle), Some(_)) => Some(stand(frame, cycle, &after, standing, &mut warnings)?),
        _ => None,
    };
    if made.is_empty() && (case.is_none() || case == row.case) {
        return Err(amend::unchanged().into());
    }
    if case.is_some() {
        after.case.clone_from(&case);
    }
    let day = began(register, &after.given()).unwrap_or_else(|| frame.now.date());
    warnings.extend(check::whole_with_places(frame, &after, lookup, day)?);
    Ok(Draft {
        changes: made,
        case,
        warnings,
        ..Draft::new(Deed::Amend {
            place,
            lost: Vec::new(),
        })
    })
}

/// The field in which an old ledger states another standing than the record has: one that only the loop fills, or `state`.
fn restated<'a>(register: &'a Register, row: &Row, made: &[Change], standing: &Standing) -> Option<&'a str> {
    let (cycle, case) = register.cycle.as_ref().zip(row.case.as_ref())?;
    if standing.state.is_some_and(|state| state != case.state) {
        return Some("state");
    }
    if standing.level.is_some_and(|level| Some(level) != case.level) {
        return Some("level");
    }
    let stamps = |field: FieldIx| cycle.states.iter().any(|state| state.stamp == Some(field));
    made.iter()
        .find(|change| register[change.field].automatic || stamps(change.field))
        .map(|change| &*register[change.field].name)
}

fn moved_on(register: &Register, field: &str) -> Refusal {
    let zh = register
        .field(field)
        .map_or("办理环节", |(_, field)| &*field.title.zh);
    let problem = Problem::new(
        "brought.moved-on",
        format!("该记录已在本系统办理，旧台账不能再改其“{zh}”"),
        format!("steps have been taken on this record here; the old ledger no longer states its `{field}`"),
    );
    Refusal::one(Cause::State, problem.at(field))
}

/// Where the matter stands by what the old ledger states.
fn stand(
    frame: &Frame<'_>,
    cycle: &Loop,
    row: &Row,
    standing: &Standing,
    warnings: &mut Vec<Problem>,
) -> Result<Case, Undecided> {
    let today = frame.now.date();
    let reached = reached(cycle, row);
    if let Some((state, day)) = reached.iter().find(|(_, day)| *day > today) {
        return Err(in_future(frame.register, cycle, *state, *day).into());
    }
    let last = reached.iter().max_by_key(|(state, day)| (*day, state.0)).copied();
    let state = standing
        .state
        .or(last.map(|(state, _)| state))
        .unwrap_or(cycle.initial);
    let dated = reached.iter().find(|(of, _)| *of == state).map(|(_, day)| *day);
    if dated.is_none() && cycle[state].stamp.is_some() {
        warnings.push(undated(frame.register, cycle, state));
    }
    let since = standing
        .since
        .or(dated.map(morning))
        .unwrap_or(frame.now)
        .min(frame.now);
    let mut case = clock::begin(
        &Frame { now: since, ..*frame },
        cycle,
        row,
        state,
        standing.level,
        warnings,
    );
    // What passed before the record was here is told, and nothing else happens for it.
    if case.paused.is_none() && case.due.is_some_and(|due| due <= frame.now) {
        case.overdue = true;
        case.missed = 1;
    }
    case.brought = true;
    Ok(case)
}

/// The states whose day is given, with it.
fn reached(cycle: &Loop, row: &Row) -> Vec<(StateIx, Date)> {
    (0u16..)
        .map(StateIx)
        .zip(&cycle.states)
        .filter_map(|(ix, state)| Some((ix, row.get(state.stamp?).as_date()?)))
        .collect()
}

fn in_future(register: &Register, cycle: &Loop, state: StateIx, day: Date) -> Problem {
    let title = &cycle[state].title;
    let problem = Problem::new(
        "brought.future",
        format!("“{}”的日期 {day} 在今天之后：旧台账只能写已经发生的事", title.zh),
        format!(
            "“{}” is dated {day}, which is yet to come; an old ledger tells what has happened",
            title.en
        ),
    );
    match cycle[state].stamp {
        Some(stamp) => problem.at(&*register[stamp].name),
        None => problem,
    }
}

fn undated(register: &Register, cycle: &Loop, state: StateIx) -> Problem {
    let title = &cycle[state].title;
    let field = cycle[state].stamp.map(|stamp| &register[stamp]);
    let (zh, en) = field.map_or(("", ""), |field| (&*field.title.zh, &*field.name));
    Problem::new(
        "brought.undated",
        format!("已是“{}”而没有“{zh}”，按该日期统计的指标不计入此件", title.zh),
        format!(
            "it is “{}” without `{en}`; figures counted by that day leave it out",
            title.en
        ),
    )
    .at(en)
}

/// The day on which the matter began: the first day that every record must have.
fn began(register: &Register, given: &[(FieldIx, Value)]) -> Option<Date> {
    (0u16..)
        .map(FieldIx)
        .zip(&register.fields)
        .filter(|(_, field)| field.required && matches!(field.kind, FieldKind::Date | FieldKind::Month))
        .find_map(|(ix, _)| {
            let (_, value) = given.iter().find(|(field, _)| *field == ix)?;
            value.as_date()
        })
}

/// Nine o'clock, when offices open.
fn morning(day: Date) -> Moment {
    Moment::start_of(day).plus_hours(9)
}
