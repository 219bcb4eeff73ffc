//! What an entry makes of a record. The one place where rows change: live writes and replay both come through here.

use crate::entry::{Deed, Head, RecordAct};
use crate::scope::RecordScope;
use crate::{Contested, Row};
use pack::Value;
use pack::model::Register;
use rust_decimal::{Decimal, RoundingStrategy};

/// Why an entry does not follow from the record it is said of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The record was never made.
    #[error("the journal changes the record {0} before it is made")]
    Unmade(crate::RecordId),
    /// The record is made twice.
    #[error("the journal makes the record {0} twice")]
    Twice(crate::RecordId),
    /// The version does not follow.
    #[error("the journal takes the record {id} to version {found}, but {expected} comes next")]
    Version {
        /// The record.
        id: crate::RecordId,
        /// The version that comes next.
        expected: u32,
        /// The version the entry gives.
        found: u32,
    },
}

/// The record after `act`.
///
/// # Errors
/// When the act does not follow from `row`: only a damaged journal can say so.
pub fn apply(register: &Register, row: Option<Row>, head: &Head, act: &RecordAct) -> Result<Row, ApplyError> {
    let expected = row.as_ref().map_or(1, |row| row.version + 1);
    let mut row = match (row, &act.deed) {
        (None, Deed::Create { place, number } | Deed::Bring { place, number }) => Row {
            id: act.id,
            place: *place,
            number: number.clone(),
            version: 0,
            created_at: head.at,
            created_by: head.by.clone(),
            changed_at: head.at,
            changed_by: head.by.clone(),
            withdrawn: false,
            case: None,
            contested: Vec::new(),
            values: vec![Value::Null; register.fields.len()],
        },
        (None, _) => return Err(ApplyError::Unmade(act.id)),
        (Some(_), Deed::Create { .. } | Deed::Bring { .. }) => return Err(ApplyError::Twice(act.id)),
        (Some(row), _) => row,
    };
    if act.version != expected {
        return Err(ApplyError::Version {
            id: act.id,
            expected,
            found: act.version,
        });
    }
    row.version = act.version;
    row.changed_at = head.at;
    row.changed_by.clone_from(&head.by);
    for change in &act.changes {
        if let Some(slot) = row.values.get_mut(usize::from(change.field.0)) {
            slot.clone_from(&change.now);
        }
    }
    if let Some(case) = &act.case {
        row.case = Some(case.clone());
    }
    match &act.deed {
        Deed::Amend { place, lost } => {
            row.place = place.unwrap_or(row.place);
            // Amending a field with its present value in view decides what was contested about it.
            row.contested
                .retain(|old| !act.changes.iter().any(|change| change.field == old.field));
            row.contested.extend(lost.iter().cloned());
        }
        Deed::Settle { field } => row.contested.retain(|Contested { field: of, .. }| of != field),
        Deed::Withdraw => row.withdrawn = true,
        Deed::Restore => row.withdrawn = false,
        _ => {}
    }
    compute(register, &mut row);
    Ok(row)
}

/// Works out the computed fields. Packs are checked to have no cycles and are kept in an order in which each computed
/// field comes after those it reads.
fn compute(register: &Register, row: &mut Row) {
    for (at, field) in register.fields.iter().enumerate() {
        let Some(expr) = &field.computed else { continue };
        let value = expr
            .eval(&RecordScope {
                register,
                row,
                now: None,
            })
            .unwrap_or_default();
        row.values[at] = fit(value, field.scale());
    }
}

/// Brings a worked-out number to its field's scale, halves away from zero as accounts are kept.
pub(crate) fn fit(value: Value, scale: Option<u8>) -> Value {
    match (value, scale) {
        (Value::Decimal(number), Some(0)) => {
            let whole = number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            i64::try_from(whole).map_or(Value::Null, Value::Int)
        }
        (Value::Decimal(number), Some(scale)) => Value::Decimal(rescaled(number, scale)),
        (Value::Int(number), Some(scale)) if scale > 0 => {
            Value::Decimal(rescaled(Decimal::from(number), scale))
        }
        (value, _) => value,
    }
}

/// `number` with exactly `scale` digits after the point, halves away from zero.
pub(crate) fn rescaled(number: Decimal, scale: u8) -> Decimal {
    let mut rounded = number.round_dp_with_strategy(scale.into(), RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(scale.into());
    rounded
}
