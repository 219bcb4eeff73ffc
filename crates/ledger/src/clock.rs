//! The clock of a case: deadlines by state and level, standing still, running on, rising.

use crate::command::Frame;
use crate::entry::Change;
use crate::problem::Problem;
use crate::scope::RecordScope;
use crate::{Case, Moment, Row};
use jiff::Span;
use jiff::civil::Date;
use pack::model::{Basis, Clock, Effect, LevelIx, Loop, StateIx};

/// The case of a record that begins in a state now, at a level or that of its place.
pub(crate) fn begin(
    frame: &Frame<'_>,
    cycle: &Loop,
    row: &Row,
    state: StateIx,
    level: Option<LevelIx>,
    warnings: &mut Vec<Problem>,
) -> Case {
    let mut case = Case {
        state,
        level: level.or_else(|| level_of_place(cycle, row)),
        since: frame.now,
        due: None,
        working: false,
        paused: None,
        overdue: false,
        reminded: 0,
        lifted: 0,
        missed: 0,
        reopened: 0,
        signed: Vec::new(),
        brought: false,
    };
    let entered = &cycle[state];
    if entered.closed {
        return case;
    }
    match entered.clock {
        Clock::Pauses => pause(frame.now, &mut case),
        Clock::Runs | Clock::Keeps => restart(frame, cycle, row, &mut case, warnings),
    }
    case
}

fn level_of_place(cycle: &Loop, row: &Row) -> Option<LevelIx> {
    let place = row.place.level();
    cycle
        .levels
        .iter()
        .position(|level| level.place == Some(place))
        .or(if cycle.levels.is_empty() { None } else { Some(0) })
        .and_then(|at| u16::try_from(at).ok())
        .map(LevelIx)
}

/// Moves the case into a state.
pub(crate) fn enter(
    frame: &Frame<'_>,
    cycle: &Loop,
    row: &Row,
    case: &mut Case,
    state: StateIx,
    warnings: &mut Vec<Problem>,
) {
    let moved = case.state != state;
    case.state = state;
    case.signed.clear();
    if moved {
        case.since = frame.now;
    }
    let entered = &cycle[state];
    if entered.closed {
        case.due = None;
        case.paused = None;
        case.overdue = false;
        return;
    }
    match entered.clock {
        Clock::Pauses => pause(frame.now, case),
        Clock::Keeps => resume(frame, case, warnings),
        Clock::Runs if moved => {
            case.paused = None;
            restart(frame, cycle, row, case, warnings);
        }
        Clock::Runs => {}
    }
}

/// Applies what a step does to level and clock.
pub(crate) fn affect(
    frame: &Frame<'_>,
    cycle: &Loop,
    row: &Row,
    case: &mut Case,
    effect: Effect,
    warnings: &mut Vec<Problem>,
) {
    match effect {
        Effect::Lift => {
            if let Some(level) = above(cycle, case) {
                case.level = Some(level);
                case.lifted = case.lifted.saturating_add(1);
                restart(frame, cycle, row, case, warnings);
            }
        }
        Effect::Lower => {
            if let Some(level) = case.level.filter(|level| level.0 > 0) {
                case.level = Some(LevelIx(level.0 - 1));
                restart(frame, cycle, row, case, warnings);
            }
        }
        Effect::Reopen => case.reopened = case.reopened.saturating_add(1),
        Effect::Extend(days) => extend(case, |due| Moment(due.0 + i64::from(days) * crate::DAY)),
        Effect::ExtendWorking(days) => {
            let days = i32::from(days);
            extend(case, |due| {
                let last = Moment(due.0 - 1).date();
                Moment::end_of(working_day(frame, last, days, warnings))
            });
        }
        Effect::Pause => pause(frame.now, case),
        Effect::Resume => resume(frame, case, warnings),
    }
}

/// Moves the deadline: what had passed has not, and reminders are given anew.
fn extend(case: &mut Case, later: impl FnOnce(Moment) -> Moment) {
    if let Some(due) = case.due {
        case.due = Some(later(due));
        case.overdue = false;
        case.reminded = 0;
    }
}

/// The level above the one that holds the case.
pub(crate) fn above(cycle: &Loop, case: &Case) -> Option<LevelIx> {
    let next = case.level?.0 + 1;
    (usize::from(next) < cycle.levels.len()).then_some(LevelIx(next))
}

fn pause(now: Moment, case: &mut Case) {
    case.paused = case.paused.or(Some(now));
}

/// Time runs on with what was left: hours to the moment, days up to the end of a day, working days as working days.
fn resume(frame: &Frame<'_>, case: &mut Case, warnings: &mut Vec<Problem>) {
    let Some(since) = case.paused.take() else { return };
    let Some(due) = case.due else { return };
    let last = Moment(due.0 - 1).date();
    case.due = Some(if Moment::end_of(last) != due {
        Moment(due.0 + (frame.now.0 - since.0))
    } else if case.working {
        let (left, _) = frame.calendar.workdays_between(since.date(), last);
        Moment::end_of(working_day(frame, frame.now.date(), left, warnings))
    } else {
        let stood = Moment::start_of(frame.now.date()).0 - Moment::start_of(since.date()).0;
        Moment(due.0 + stood)
    });
}

/// Starts the limit of the case's state anew.
pub(crate) fn restart(
    frame: &Frame<'_>,
    cycle: &Loop,
    row: &Row,
    case: &mut Case,
    warnings: &mut Vec<Problem>,
) {
    case.overdue = false;
    case.reminded = 0;
    case.due = None;
    case.working = false;
    let limits = &cycle[case.state].limits;
    // Conditions see the case as it now is, not as the record still has it.
    let seen = limits.iter().any(|limit| limit.when.is_some()).then(|| Row {
        case: Some(case.clone()),
        ..row.clone()
    });
    let row = seen.as_ref().unwrap_or(row);
    let scope = RecordScope {
        register: frame.register,
        row,
        now: Some(frame.now),
    };
    let limit = limits.iter().find(|limit| {
        limit.level.is_none_or(|level| Some(level) == case.level)
            && limit.when.as_ref().is_none_or(|when| holds(when, &scope))
    });
    if let Some(limit) = limit {
        case.due = deadline(frame, row, &limit.basis, warnings);
        case.working = matches!(limit.basis, Basis::Working(_));
    }
}

/// Whether the limit of the case's state is held by a field that changed.
pub(crate) fn redated(cycle: &Loop, case: &Case, made: &[Change]) -> bool {
    cycle[case.state].limits.iter().any(|limit| match limit.basis {
        Basis::Field(field) => made.iter().any(|change| change.field == field),
        _ => false,
    })
}

/// Whether a condition holds; what cannot be worked out does not.
pub(crate) fn holds(condition: &pack::Expr, scope: &RecordScope<'_>) -> bool {
    matches!(condition.eval(scope), Ok(pack::Value::Bool(true)))
}

fn deadline(frame: &Frame<'_>, row: &Row, basis: &Basis, warnings: &mut Vec<Problem>) -> Option<Moment> {
    let today = frame.now.date();
    let day = match basis {
        Basis::Hours(hours) => return Some(frame.now.plus_hours(i64::from(*hours))),
        Basis::Days(days) => later(today, Span::new().days(i64::from(*days)))?,
        Basis::Months(months) => later(today, Span::new().months(i64::from(*months)))?,
        Basis::Field(field) => row.get(*field).as_date()?,
        Basis::DayOfNextMonth(day) => {
            let month = later(today.first_of_month(), Span::new().months(1))?;
            month.with().day((*day).min(28).cast_signed()).build().ok()?
        }
        Basis::Working(days) => working_day(frame, today, i32::from(*days), warnings),
    };
    Some(Moment::end_of(day))
}

/// The working day so many working days after a day; warns where that year's holidays are not published.
fn working_day(frame: &Frame<'_>, after: Date, days: i32, warnings: &mut Vec<Problem>) -> Date {
    let (day, certainty) = frame.calendar.add_workdays(after, days);
    if let Some(zh) = certainty.zh() {
        warnings.push(Problem::new("calendar.unpublished", zh, certainty.to_string()));
    }
    day
}

fn later(date: Date, span: Span) -> Option<Date> {
    date.checked_add(span).ok()
}
