//! Whether a matter can reach every state, and come to rest from each.

use super::super::walk::Table;
use crate::diagnostic::Mistake;
use crate::model::{Effect, Loop, OnMiss, StateIx};

/// Notes states that nothing leads to, states from which no matter comes to rest, and steps that cannot be taken as said.
pub(super) fn check(cycle: &Loop, states: &[Table<'_>], steps: &[Table<'_>]) {
    let begun = reached(cycle, cycle.initial);
    for ((at, state), table) in (0u16..).map(StateIx).zip(&cycle.states).zip(states) {
        if !begun.contains(&at) {
            let zh = format!("没有环节能到达状态“{}”", state.name);
            table.note(
                "name",
                Mistake::DeadEnd,
                zh,
                format!("no step leads to the state `{}`", state.name),
            );
        }
        if !reached(cycle, at).iter().any(|at| cycle[*at].closed) {
            let zh = format!("状态“{}”永远到不了办结", state.name);
            table.note(
                "name",
                Mistake::DeadEnd,
                zh,
                format!("from the state `{}` no matter comes to rest", state.name),
            );
        }
        if let OnMiss::Step(step) = state.on_miss
            && !cycle[step].from.contains(&at)
        {
            table.note(
                "on_miss",
                Mistake::Contradiction,
                format!("环节“{}”不能从此状态办理", cycle[step].name),
                format!("the step `{}` cannot be taken from this state", cycle[step].name),
            );
        }
    }
    for (step, table) in cycle.steps.iter().zip(steps) {
        let opens = step.to.is_some_and(|to| !cycle[to].closed);
        if step.effect == Some(Effect::Reopen) && !opens {
            table.note(
                "effect",
                Mistake::Contradiction,
                "重启须到一个未办结的状态",
                "to reopen is to lead to a state that is not closed",
            );
        }
    }
}

/// The states that can be reached from `from` by steps and by missed limits, itself among them.
fn reached(cycle: &Loop, from: StateIx) -> Vec<StateIx> {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(state) = reached.get(at).copied() {
        at += 1;
        let missed = match cycle[state].on_miss {
            OnMiss::Step(step) => cycle[step].to,
            _ => None,
        };
        let taken = cycle
            .steps
            .iter()
            .filter(|step| step.from.contains(&state))
            .filter_map(|step| step.to);
        for next in taken.chain(missed) {
            if !reached.contains(&next) {
                reached.push(next);
            }
        }
    }
    reached
}
