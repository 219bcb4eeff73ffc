//! Amending a record, and merging with what others changed meanwhile: field by field, the later word holds, the other is
//! kept beside it until a person decides.

use super::{Draft, Undecided, changes, check, preview, same};
use crate::command::{Frame, Lookup, Since};
use crate::entry::{Change, Deed};
use crate::input::Given;
use crate::problem::{Cause, Problem, Refusal};
use crate::{Contested, Moment, Row, clock};
use pack::Value;

pub(super) fn amend(
    frame: &Frame<'_>,
    row: &Row,
    base: u32,
    given: &Given,
    written: Option<Moment>,
    lookup: &dyn Lookup,
) -> Result<Draft, Undecided> {
    refuse_locked(frame, row)?;
    if base > row.version || base == 0 {
        return Err(Problem::new(
            "version",
            format!("所依据的版本 {base} 不存在，最新为 {}", row.version),
            format!("there is no version {base}; {} is the latest", row.version),
        )
        .at("version")
        .into());
    }
    let since = if base < row.version {
        lookup.changed_since(frame.register, row.id, base)?
    } else {
        Vec::new()
    };
    // An edit made offline is as old as its writing, but never newer than now.
    let written = written.map_or(frame.now, |at| at.min(frame.now));
    let (made, lost) = merge(frame, row, given, &since, written);
    if made.is_empty() && lost.is_empty() {
        return Err(unchanged().into());
    }
    let mut after = preview(frame.register, row, &made)?;
    let moved = moved_place(frame, &after)?;
    after.place = moved.unwrap_or(after.place);
    let mut warnings = check::whole(frame, &after, lookup)?;
    let case = redated(frame, row, &after, &made, &mut warnings);
    Ok(Draft {
        changes: made,
        case,
        warnings,
        ..Draft::new(Deed::Amend { place: moved, lost })
    })
}

/// The refusal of an amendment that amends nothing.
pub(super) fn unchanged() -> Refusal {
    Refusal::one(
        Cause::State,
        Problem::new("unchanged", "没有任何改动", "nothing would change"),
    )
}

pub(super) fn refuse_withdrawn(row: &Row) -> Result<(), Undecided> {
    if row.withdrawn {
        let problem = Problem::new(
            "withdrawn",
            "该记录已作废，请先恢复",
            "the record is withdrawn; restore it first",
        );
        return Err(Refusal::one(Cause::State, problem).into());
    }
    Ok(())
}

pub(super) fn refuse_locked(frame: &Frame<'_>, row: &Row) -> Result<(), Undecided> {
    refuse_withdrawn(row)?;
    if let (Some(cycle), Some(case)) = (&frame.register.cycle, &row.case)
        && cycle[case.state].locked
    {
        let title = &cycle[case.state].title;
        let problem = Problem::new(
            "locked",
            format!("处于“{}”的记录已锁定，不能修改", title.zh),
            format!(
                "a record in the state “{}” is locked and cannot be amended",
                title.en
            ),
        );
        return Err(Refusal::one(Cause::State, problem).into());
    }
    Ok(())
}

fn merge(
    frame: &Frame<'_>,
    row: &Row,
    given: &Given,
    since: &[Since],
    written: Moment,
) -> (Vec<Change>, Vec<Contested>) {
    let mut made = Vec::new();
    let mut lost = Vec::new();
    for change in changes(row, given) {
        let Some(other) = since.iter().find(|since| since.field == change.field) else {
            made.push(change);
            continue;
        };
        if same(&change.was, &change.now) {
            continue;
        }
        if written >= other.at {
            lost.push(Contested {
                field: change.field,
                value: change.was.clone(),
                by: other.by.clone(),
                at: other.at,
            });
            made.push(change);
        } else {
            lost.push(Contested {
                field: change.field,
                value: change.now,
                by: frame.by.to_owned(),
                at: written,
            });
        }
    }
    (made, lost)
}

pub(super) fn moved_place(frame: &Frame<'_>, after: &Row) -> Result<Option<standards::PlaceCode>, Undecided> {
    match after.get(frame.register.place) {
        Value::Place(place) => Ok((*place != after.place).then_some(*place)),
        _ => {
            let field = &frame.register[frame.register.place];
            Err(crate::input::required(field).at(&*field.name).into())
        }
    }
}

/// The case with its deadline worked out again, when the deadline is held by a field that changed.
fn redated(
    frame: &Frame<'_>,
    row: &Row,
    after: &Row,
    made: &[Change],
    warnings: &mut Vec<Problem>,
) -> Option<crate::Case> {
    let (cycle, case) = (frame.register.cycle.as_ref()?, row.case.as_ref()?);
    if !clock::redated(cycle, case, made) {
        return None;
    }
    let mut case = case.clone();
    clock::restart(frame, cycle, after, &mut case, warnings);
    Some(case)
}
