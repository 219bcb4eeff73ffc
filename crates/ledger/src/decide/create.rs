//! Making a record: defaults, number, relapse, first state.

use super::{Draft, Undecided, changes, check, preview};
use crate::command::{Frame, Lookup};
use crate::entry::{Change, Deed};
use crate::input::Given;
use crate::scope::RecordScope;
use crate::{RecordId, Row, clock};
use jiff::Span;
use pack::Value;
use pack::model::{FieldIx, Number, NumberPart, Recurrence, Register};
use std::fmt::Write as _;

pub(super) fn create(
    frame: &Frame<'_>,
    id: RecordId,
    given: &Given,
    lookup: &dyn Lookup,
) -> Result<Draft, Undecided> {
    let register = frame.register;
    let mut warnings = Vec::new();
    let (mut row, mut made) = filled(frame, id, given, lookup)?;
    let case = register
        .cycle
        .as_ref()
        .map(|cycle| clock::begin(frame, cycle, &row, cycle.initial, None, &mut warnings));
    if let (Some(cycle), Some(case)) = (&register.cycle, &case)
        && let Some(stamp) = cycle[case.state].stamp
        && row.get(stamp).is_null()
    {
        let stamped = Change {
            field: stamp,
            was: Value::Null,
            now: Value::Date(frame.now.date()),
        };
        row = preview(register, &row, std::slice::from_ref(&stamped))?;
        made.push(stamped);
    }
    row.case.clone_from(&case);
    warnings.extend(check::whole(frame, &row, lookup)?);
    let number = match &register.number {
        Some(number) => Some(next_number(register, number, &row, frame, lookup)?),
        None => None,
    };
    let deed = Deed::Create {
        place: row.place,
        number,
    };
    Ok(Draft {
        changes: made,
        case,
        warnings,
        ..Draft::new(deed)
    })
}

/// The record as given, with defaults and whether it is a relapse, and the changes that make it.
pub(super) fn filled(
    frame: &Frame<'_>,
    id: RecordId,
    given: &Given,
    lookup: &dyn Lookup,
) -> Result<(Row, Vec<Change>), Undecided> {
    let register = frame.register;
    let mut row = blank(frame, id, given)?;
    let mut made = changes(&row, given);
    let seen = preview(register, &row, &made)?;
    fill_defaults(frame, &seen, &mut made);
    row = preview(register, &row, &made)?;
    if let Some(recurrence) = &register.recurrence
        && row.get(recurrence.flag).is_null()
    {
        let relapse = relapse(register, recurrence, &row, lookup)?;
        row = preview(register, &row, &relapse)?;
        made.extend(relapse);
    }
    Ok((row, made))
}

/// The record before anything is given, at the place that is given.
fn blank(frame: &Frame<'_>, id: RecordId, given: &Given) -> Result<Row, Undecided> {
    let register = frame.register;
    let place = given
        .iter()
        .find(|(field, _)| *field == register.place)
        .map(|(_, value)| value);
    let Some(Value::Place(place)) = place else {
        let field = &register[register.place];
        return Err(crate::input::required(field).at(&*field.name).into());
    };
    Ok(Row {
        id,
        place: *place,
        number: None,
        version: 0,
        created_at: frame.now,
        created_by: frame.by.to_owned(),
        changed_at: frame.now,
        changed_by: frame.by.to_owned(),
        withdrawn: false,
        case: None,
        contested: Vec::new(),
        values: vec![Value::Null; register.fields.len()],
    })
}

fn fill_defaults(frame: &Frame<'_>, row: &Row, made: &mut Vec<Change>) {
    for (at, field) in (0u16..).zip(&frame.register.fields) {
        let ix = FieldIx(at);
        let Some(default) = &field.default else { continue };
        if made.iter().any(|change| change.field == ix) {
            continue;
        }
        let scope = RecordScope {
            register: frame.register,
            row,
            now: Some(frame.now),
        };
        let value = crate::apply::fit(default.eval(&scope).unwrap_or_default(), field.scale());
        if !value.is_null() {
            made.push(Change {
                field: ix,
                was: Value::Null,
                now: value,
            });
        }
    }
}

fn relapse(
    register: &Register,
    recurrence: &Recurrence,
    row: &Row,
    lookup: &dyn Lookup,
) -> Result<Vec<Change>, Undecided> {
    let same: Vec<(FieldIx, Value)> = recurrence
        .same
        .iter()
        .map(|field| (*field, row.get(*field).clone()))
        .collect();
    let (Some(day), false) = (
        row.get(recurrence.on).as_date(),
        same.iter().any(|(_, value)| value.is_null()),
    ) else {
        return Ok(Vec::new());
    };
    let from = day.saturating_sub(Span::new().days(i64::from(recurrence.within_days)));
    let Some(earlier) = lookup.earlier(register, &same, recurrence.on, (from, day))? else {
        return Ok(Vec::new());
    };
    let mut made = vec![Change {
        field: recurrence.flag,
        was: Value::Null,
        now: Value::Bool(true),
    }];
    if let Some(link) = recurrence.link {
        made.push(Change {
            field: link,
            was: Value::Null,
            now: Value::Text(earlier.to_string()),
        });
    }
    Ok(made)
}

/// The next number of the record's series. The series is the number without its serial.
pub(super) fn next_number(
    register: &Register,
    number: &Number,
    row: &Row,
    frame: &Frame<'_>,
    lookup: &dyn Lookup,
) -> Result<String, Undecided> {
    let today = frame.now.date();
    let (mut before, mut after, mut width) = (String::new(), String::new(), 1);
    let mut past_serial = false;
    for part in &number.parts {
        let text = if past_serial { &mut after } else { &mut before };
        // Writing to a String cannot fail.
        let _ = match part {
            NumberPart::Fixed(fixed) => write!(text, "{fixed}"),
            NumberPart::Year => write!(text, "{:04}", today.year()),
            NumberPart::Month => write!(text, "{:02}", today.month()),
            NumberPart::Place => write!(text, "{}", row.place),
            NumberPart::Field(field) => write!(text, "{}", row.get(*field).as_text().unwrap_or_default()),
            NumberPart::Serial(digits) => {
                (width, past_serial) = (usize::from(*digits), true);
                Ok(())
            }
        };
    }
    let serial = lookup.last_serial(&series(&register.name, &before))? + 1;
    Ok(format!("{before}{serial:0width$}{after}"))
}

/// The name under which a run of serial numbers is kept.
fn series(register: &str, before: &str) -> String {
    format!("{register}:{before}")
}

/// The series and serial that a number belongs to, so that a store can remember the last one given.
#[must_use]
pub fn serial_of(register: &Register, number: &str) -> Option<(String, u64)> {
    let pattern = register.number.as_ref()?;
    let at = pattern
        .parts
        .iter()
        .position(|part| matches!(part, NumberPart::Serial(_)))?;
    let after: String = pattern.parts[at + 1..]
        .iter()
        .map(|part| match part {
            NumberPart::Fixed(fixed) => fixed.as_str(),
            _ => "",
        })
        .collect();
    let body = number.strip_suffix(&*after)?;
    let digits = body.bytes().rev().take_while(u8::is_ascii_digit).count();
    // Digits of the text before the serial may touch it; the pattern's width tells them apart.
    let NumberPart::Serial(width) = &pattern.parts[at] else {
        return None;
    };
    let touching = matches!(
        at.checked_sub(1).and_then(|before| pattern.parts.get(before)),
        Some(NumberPart::Year | NumberPart::Month | NumberPart::Place | NumberPart::Field(_))
    );
    let take = if touching {
        digits.min(usize::from(*width))
    } else {
        digits
    };
    let split = body.len().checked_sub(take)?;
    let serial = body.get(split..)?.parse().ok()?;
    Some((series(&register.name, body.get(..split)?), serial))
}
