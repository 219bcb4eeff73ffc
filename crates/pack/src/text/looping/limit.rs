//! Reading time limits.

use super::super::register::{field_of, is_day};
use super::super::walk::Table;
use super::Known;
use crate::Names;
use crate::diagnostic::Mistake;
use crate::model::{Basis, Limit};

/// The keys that say how long; a limit has exactly one.
const BASES: [&str; 6] = ["days", "working", "hours", "months", "field", "day_of_next_month"];

pub(super) fn read(table: &Table<'_>, known: &Known<'_>) -> Option<Limit> {
    let level = table.placed("level").and_then(|level| known.level(table, &level));
    let when = table.condition(
        "when",
        &Names {
            today: true,
            ..known.names
        },
    );
    let given: Vec<&str> = BASES.into_iter().filter(|key| table.has(key)).collect();
    let [key] = given[..] else {
        let at = given.get(1).copied().unwrap_or("days");
        table.note(
            at,
            Mistake::Contradiction,
            "时限只写一种：days、working、hours、months、field 或 day_of_next_month",
            "a limit has exactly one of `days`, `working`, `hours`, `months`, `field`, `day_of_next_month`",
        );
        return None;
    };
    let basis = match key {
        "days" => Basis::Days(table.integer(key)?),
        "working" => Basis::Working(table.integer(key)?),
        "hours" => Basis::Hours(table.integer(key)?),
        "months" => Basis::Months(table.integer(key)?),
        "field" => {
            let day = "日期或月份字段";
            Basis::Field(field_of(
                table,
                key,
                known.names.fields,
                is_day,
                day,
                "a field of type date or month",
            )?)
        }
        _ => Basis::DayOfNextMonth(table.integer(key)?),
    };
    Some(Limit { level, when, basis })
}
