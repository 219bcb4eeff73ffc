//! Taking a step of the loop.

use super::{Draft, Undecided, changes, check, preview};
use crate::apply::fit;
use crate::clock::{self, holds};
use crate::command::{Frame, Lookup};
use crate::entry::{Change, Deed};
use crate::input::{Given, required};
use crate::problem::{Cause, Problem, Refusal};
use crate::scope::RecordScope;
use crate::{Case, Row};
use pack::Value;
use pack::model::{Loop, Register, Step, StepIx};

pub(super) fn step(
    frame: &Frame<'_>,
    row: &Row,
    name: &str,
    given: &Given,
    note: Option<&str>,
    lookup: &dyn Lookup,
) -> Result<Draft, Undecided> {
    let (cycle, case) = standing(frame.register, row)?;
    let step = cycle
        .step(name)
        .map(|ix| &cycle[ix])
        .ok_or_else(|| unknown(cycle, name))?;
    allowed(frame, cycle, case, step, row)?;
    let note = note
        .map(str::trim)
        .filter(|note| !note.is_empty())
        .map(str::to_owned);
    let mut problems = strangers(frame.register, step, given);
    if step.note && note.is_none() {
        problems
            .push(Problem::new("note", "请写明情况说明", "a note must be given with this step").at("note"));
    }
    let mut made = changes(row, given);
    set(frame, row, step, &mut made)?;
    let mut after = preview(frame.register, row, &made)?;
    for field in &step.needs {
        if after.get(*field).is_null() {
            let field = &frame.register[*field];
            problems.push(required(field).at(&*field.name));
        }
    }
    if !problems.is_empty() {
        return Err(Refusal {
            cause: Cause::Invalid,
            problems,
        }
        .into());
    }
    condition(frame, &after, step)?;

    let mut warnings = Vec::new();
    let mut case = case.clone();
    case.brought = false;
    let signed = sign(frame, &after, step, &mut case)?;
    if waits_for_others(&after, step, &case) {
        return Ok(Draft {
            changes: made,
            case: Some(case),
            note,
            ..Draft::new(Deed::Step {
                step: step.name.clone(),
                signed,
            })
        });
    }
    advance(
        frame,
        cycle,
        step,
        &mut after,
        &mut case,
        &mut made,
        &mut warnings,
    )?;
    warnings.extend(check::whole(frame, &after, lookup)?);
    let deed = Deed::Step {
        step: step.name.clone(),
        signed,
    };
    Ok(Draft {
        changes: made,
        case: Some(case),
        note,
        warnings,
        ..Draft::new(deed)
    })
}

/// A step that the loop takes by itself when a limit passes: nothing is asked, everything else is the same.
pub(super) fn by_itself(frame: &Frame<'_>, row: &Row, step: StepIx) -> Result<Draft, Undecided> {
    let (cycle, case) = standing(frame.register, row)?;
    let step = &cycle[step];
    let mut warnings = Vec::new();
    let mut made = Vec::new();
    set(frame, row, step, &mut made)?;
    let mut after = preview(frame.register, row, &made)?;
    let mut case = case.clone();
    case.brought = false;
    case.missed = case.missed.saturating_add(1);
    advance(
        frame,
        cycle,
        step,
        &mut after,
        &mut case,
        &mut made,
        &mut warnings,
    )?;
    let deed = Deed::Step {
        step: step.name.clone(),
        signed: None,
    };
    Ok(Draft {
        changes: made,
        case: Some(case),
        warnings,
        ..Draft::new(deed)
    })
}

/// Moves the case on, stamps the state entered and applies the step's effect.
fn advance(
    frame: &Frame<'_>,
    cycle: &Loop,
    step: &Step,
    after: &mut Row,
    case: &mut Case,
    made: &mut Vec<Change>,
    warnings: &mut Vec<Problem>,
) -> Result<(), Undecided> {
    let before = case.state;
    if let Some(to) = step.to {
        let entered = case.state != to;
        // The stamp comes first: a limit may be counted from it.
        if let Some(stamp) = cycle[to].stamp.filter(|_| entered) {
            let today = Value::Date(frame.now.date());
            let given = made.iter().any(|change| change.field == stamp);
            if !given && after.get(stamp) != &today {
                let was = after.get(stamp).clone();
                let stamped = Change {
                    field: stamp,
                    was,
                    now: today,
                };
                *after = preview(frame.register, after, std::slice::from_ref(&stamped))?;
                made.push(stamped);
            }
        }
        clock::enter(frame, cycle, after, case, to, warnings);
    }
    if let Some(effect) = step.effect {
        clock::affect(frame, cycle, after, case, effect, warnings);
    } else if case.state == before && clock::redated(cycle, case, made) {
        clock::restart(frame, cycle, after, case, warnings);
    }
    after.case = Some(case.clone());
    Ok(())
}

/// The loop and the case of a record that takes part in one.
pub(super) fn standing<'a>(register: &'a Register, row: &'a Row) -> Result<(&'a Loop, &'a Case), Undecided> {
    if row.withdrawn {
        let problem = Problem::new(
            "withdrawn",
            "该记录已作废，请先恢复",
            "the record is withdrawn; restore it first",
        );
        return Err(Refusal::one(Cause::State, problem).into());
    }
    register.cycle.as_ref().zip(row.case.as_ref()).ok_or_else(|| {
        let problem = Problem::new(
            "loop.none",
            format!("台账“{}”没有闭环环节", register.title.zh),
            format!("records of `{}` move through no loop", register.name),
        );
        Refusal::one(Cause::State, problem).into()
    })
}

fn unknown(cycle: &Loop, name: &str) -> Refusal {
    let zh: Vec<String> = cycle
        .steps
        .iter()
        .map(|step| format!("{}（{}）", step.title.zh, step.name))
        .collect();
    let en: Vec<&str> = cycle.steps.iter().map(|step| &*step.name).collect();
    let problem = Problem::new(
        "step.unknown",
        format!("没有“{name}”这一环节，可用：{}", zh.join("、")),
        format!("there is no step `{name}`; the loop has {}", en.join(", ")),
    );
    Refusal::one(Cause::Invalid, problem.at("step"))
}

fn allowed(frame: &Frame<'_>, cycle: &Loop, case: &Case, step: &Step, row: &Row) -> Result<(), Undecided> {
    if !step.from.contains(&case.state) {
        let state = &cycle[case.state].title;
        let next: Vec<&Step> = cycle
            .steps
            .iter()
            .filter(|step| step.from.contains(&case.state))
            .collect();
        let zh: Vec<&str> = next.iter().map(|step| &*step.title.zh).collect();
        let en: Vec<&str> = next.iter().map(|step| &*step.name).collect();
        let problem = Problem::new(
            "step.state",
            format!(
                "处于“{}”时不能“{}”，可以：{}",
                state.zh,
                step.title.zh,
                zh.join("、")
            ),
            format!(
                "`{}` cannot be taken in “{}”; possible: {}",
                step.name,
                state.en,
                en.join(", ")
            ),
        );
        return Err(Refusal::one(Cause::State, problem.at("step")).into());
    }
    if !step.levels.is_empty() && !case.level.is_some_and(|level| step.levels.contains(&level)) {
        let problem = Problem::new(
            "step.level",
            format!("当前层级不能“{}”", step.title.zh),
            format!("`{}` cannot be taken at this level", step.name),
        );
        return Err(Refusal::one(Cause::State, problem.at("step")).into());
    }
    let role_fits = step.roles.is_empty()
        || frame.roles.is_empty()
        || frame.roles.iter().any(|role| step.roles.contains(role));
    if !role_fits {
        let problem = Problem::new(
            "step.role",
            format!("“{}”须由 {} 办理", step.title.zh, step.roles.join("、")),
            format!("`{}` is taken by {}", step.name, step.roles.join(", ")),
        );
        return Err(Refusal::one(Cause::Forbidden, problem.at("step")).into());
    }
    if !step.own && row.created_by == frame.by {
        let problem = Problem::new(
            "step.own",
            format!("本人登记的事项不能由本人“{}”", step.title.zh),
            format!(
                "`{}` must be taken by someone other than the maker of the record",
                step.name
            ),
        );
        return Err(Refusal::one(Cause::Forbidden, problem.at("step")).into());
    }
    Ok(())
}

/// Problems of fields that this step does not ask for.
fn strangers(register: &Register, step: &Step, given: &Given) -> Vec<Problem> {
    given
        .iter()
        .filter(|(field, _)| !step.asks.contains(field) && !step.needs.contains(field))
        .map(|(field, _)| {
            let field = &register[*field];
            Problem::new(
                "step.field",
                format!("“{}”环节不填“{}”，请另行修改", step.title.zh, field.title.zh),
                format!(
                    "`{}` does not ask for `{}`; amend the record instead",
                    step.name, field.name
                ),
            )
            .at(&*field.name)
        })
        .collect()
}

fn set(frame: &Frame<'_>, row: &Row, step: &Step, made: &mut Vec<Change>) -> Result<(), Undecided> {
    if step.sets.is_empty() {
        return Ok(());
    }
    let seen = preview(frame.register, row, made)?;
    let scope = RecordScope {
        register: frame.register,
        row: &seen,
        now: Some(frame.now),
    };
    for (field, expr) in &step.sets {
        let now = fit(
            expr.eval(&scope).unwrap_or_default(),
            frame.register[*field].scale(),
        );
        made.retain(|change| change.field != *field);
        if row.get(*field) != &now {
            made.push(Change {
                field: *field,
                was: row.get(*field).clone(),
                now,
            });
        }
    }
    Ok(())
}

fn condition(frame: &Frame<'_>, after: &Row, step: &Step) -> Result<(), Undecided> {
    let scope = RecordScope {
        register: frame.register,
        row: after,
        now: Some(frame.now),
    };
    if step.when.as_ref().is_none_or(|when| holds(when, &scope)) {
        return Ok(());
    }
    let message = step.refusal.clone().unwrap_or_else(|| pack::Text {
        zh: format!("“{}”的条件尚未满足", step.title.zh),
        en: format!("the condition of `{}` does not hold yet", step.name),
    });
    let problem = Problem {
        code: "step.condition",
        field: Some("step".to_owned()),
        message,
    };
    Err(Refusal::one(Cause::State, problem).into())
}

/// Offices that must take a joint step.
fn signers<'a>(row: &'a Row, step: &Step) -> Vec<&'a str> {
    match step.joint.map(|field| row.get(field)) {
        Some(Value::List(offices)) => offices.iter().filter_map(Value::as_text).collect(),
        Some(Value::Text(office)) => vec![office],
        _ => Vec::new(),
    }
}

fn sign(frame: &Frame<'_>, after: &Row, step: &Step, case: &mut Case) -> Result<Option<String>, Undecided> {
    let signers = signers(after, step);
    if signers.is_empty() {
        return Ok(None);
    }
    let refusal = |code, zh: String, en: String| {
        Undecided::from(Refusal::one(
            Cause::Forbidden,
            Problem::new(code, zh, en).at("step"),
        ))
    };
    let Some(office) = frame.office.filter(|office| signers.contains(office)) else {
        return Err(refusal(
            "step.office",
            format!("“{}”须由 {} 会签", step.title.zh, signers.join("、")),
            format!("`{}` is signed by {}", step.name, signers.join(", ")),
        ));
    };
    if case.signed.iter().any(|signed| signed == office) {
        return Err(refusal(
            "step.signed",
            format!("{office} 已会签"),
            format!("{office} has signed already"),
        ));
    }
    case.signed.push(office.to_owned());
    Ok(Some(office.to_owned()))
}

fn waits_for_others(after: &Row, step: &Step, case: &Case) -> bool {
    signers(after, step)
        .iter()
        .any(|office| !case.signed.iter().any(|signed| signed == office))
}
