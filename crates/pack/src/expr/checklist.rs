//! Scores of walked checklists. A row says which item, how many findings, and how many of these are relapses: found
//! again at a spot where they were found before within the year.

use super::eval::Outcome;
use super::number::arithmetic;
use super::syntax::BinaryOp;
use crate::Value;
use crate::model::{Checklist, ChecklistColumn, ChecklistItem};

/// Findings among the rows, of one item or of all; or the relapses among them.
pub(super) fn found(rows: &[Vec<Value>], item: Option<&str>, relapses: bool) -> i64 {
    rows.iter()
        .filter(|row| item.is_none_or(|item| text(row, ChecklistColumn::Item) == Some(item)))
        .map(|row| if relapses { relapsed(row) } else { count(row) })
        .fold(0, i64::saturating_add)
}

/// Full score less what each item loses, never below zero. An item loses `each` for a finding and `each × factor` for a
/// relapse, at most `most`; a single finding of a void item loses all of `most`.
pub(super) fn score(rows: &[Vec<Value>], list: &Checklist, factor: Option<&Value>) -> Outcome<Value> {
    let one = Value::Int(1);
    let factor = factor.unwrap_or(&one);
    let mut left = Value::Decimal(list.points);
    for item in &list.items {
        left = arithmetic(BinaryOp::Subtract, &left, &lost(rows, item, factor)?)?;
    }
    Ok(match left {
        Value::Decimal(points) if points.is_sign_negative() => Value::Int(0),
        left => left,
    })
}

fn lost(rows: &[Vec<Value>], item: &ChecklistItem, factor: &Value) -> Outcome<Value> {
    let all = found(rows, Some(&item.code), false);
    if all == 0 || item.void {
        return Ok(if all == 0 {
            Value::Int(0)
        } else {
            Value::Decimal(item.most)
        });
    }
    let relapses = found(rows, Some(&item.code), true).min(all);
    let weighed = arithmetic(BinaryOp::Multiply, &Value::Int(relapses), factor)?;
    let weighed = arithmetic(BinaryOp::Add, &Value::Int(all - relapses), &weighed)?;
    let lost = arithmetic(BinaryOp::Multiply, &Value::Decimal(item.each), &weighed)?;
    Ok(match lost {
        Value::Decimal(lost) => Value::Decimal(lost.min(item.most)),
        // Without a factor the score is not known.
        other => other,
    })
}

fn held(row: &[Value], column: ChecklistColumn) -> &Value {
    row.get(column as usize).unwrap_or(&Value::Null)
}

fn text(row: &[Value], column: ChecklistColumn) -> Option<&str> {
    held(row, column).as_text()
}

/// Findings of a row: one where no number is given.
fn count(row: &[Value]) -> i64 {
    match held(row, ChecklistColumn::Count) {
        Value::Int(count) => (*count).max(0),
        _ => 1,
    }
}

/// Relapses among a row's findings: none where no number is given, never more than the findings.
fn relapsed(row: &[Value]) -> i64 {
    match held(row, ChecklistColumn::Relapse) {
        Value::Int(relapses) => (*relapses).clamp(0, count(row)),
        _ => 0,
    }
}
