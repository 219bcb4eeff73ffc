//! What happens by itself: reminding, marking, lifting.

use super::{Draft, Undecided, step};
use crate::Row;
use crate::clock::{above, restart};
use crate::command::Frame;
use crate::entry::Deed;
use crate::problem::{Cause, Problem, Refusal};
use crate::timer::{Alarm, Timer, timers};
use pack::model::OnMiss;

pub(super) fn fire(frame: &Frame<'_>, row: &Row, timer: Timer) -> Result<Draft, Undecided> {
    // The record may have moved on since the timer was set; then the timer means nothing any more.
    if !timers(frame.register, row).contains(&timer) || timer.at > frame.now {
        let problem = Problem::new(
            "timer.stale",
            "该定时事项已不再适用",
            "the timer no longer applies",
        );
        return Err(Refusal::one(Cause::State, problem).into());
    }
    let (cycle, case) = step::standing(frame.register, row)?;
    let mut case = case.clone();
    let mut warnings = Vec::new();
    let deed = match (timer.what, cycle[case.state].on_miss) {
        (Alarm::Remind(which), _) => {
            case.reminded = which.saturating_add(1);
            Deed::Remind
        }
        (Alarm::Due, OnMiss::Step(step)) => return step::by_itself(frame, row, step),
        (Alarm::Due, OnMiss::Lift) if above(cycle, &case).is_some() => {
            case.level = above(cycle, &case);
            case.brought = false;
            case.lifted = case.lifted.saturating_add(1);
            case.missed = case.missed.saturating_add(1);
            restart(frame, cycle, row, &mut case, &mut warnings);
            Deed::Lift
        }
        (Alarm::Due, OnMiss::Lift | OnMiss::Mark) => {
            case.overdue = true;
            case.missed = case.missed.saturating_add(1);
            Deed::Overdue
        }
    };
    Ok(Draft {
        case: Some(case),
        warnings,
        ..Draft::new(deed)
    })
}
