//! Reading what an old ledger tells of a record: its fields, those that only the loop fills too, and where it stands.

use super::{Given, read_each};
use crate::command::Standing;
use crate::problem::Problem;
use pack::model::{Field, Pack, Register, Text};
use serde_json::{Map, Value as Json};

/// Names under which a row states its standing; no field is ever called so.
const STATE: &str = "state";
const LEVEL: &str = "level";
const NUMBER: &str = "number";

/// Reads a row of an old ledger. Besides fields, `state` and `level` hold a name or title of the loop, and `number` the
/// number that the record has there.
///
/// # Errors
/// Every problem found, as [`super::read_fields`] tells them, and words that are no state or level.
pub fn read_history(
    pack: &Pack,
    register: &Register,
    mut row: Map<String, Json>,
) -> Result<(Given, Standing), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut word = |name: &str| {
        let text = row.remove(name)?;
        let text = text
            .as_str()
            .map_or_else(|| text.to_string(), |text| text.trim().to_owned());
        (!text.is_empty() && text != "null").then_some(text)
    };
    let mut standing = Standing::default();
    let (state, level, number) = (word(STATE), word(LEVEL), word(NUMBER));
    let cycle = register.cycle.as_ref();
    if let Some(text) = state {
        let states = cycle.into_iter().flat_map(|cycle| &cycle.states);
        match named(&text, states.map(|state| (&*state.name, &state.title))) {
            Ok(name) => standing.state = cycle.and_then(|cycle| cycle.state(name)),
            Err(known) => problems.push(unknown(STATE, "环节状态", &text, &known)),
        }
    }
    if let Some(text) = level {
        let levels = cycle.into_iter().flat_map(|cycle| &cycle.levels);
        match named(&text, levels.map(|level| (&*level.name, &level.title))) {
            Ok(name) => standing.level = cycle.and_then(|cycle| cycle.level(name)),
            Err(known) => problems.push(unknown(LEVEL, "层级", &text, &known)),
        }
    }
    standing.number = number;
    match read_each(pack, register, row, may_be_told) {
        Ok(given) if problems.is_empty() => Ok((given, standing)),
        Ok(_) => Err(problems),
        Err(found) => {
            problems.extend(found);
            Err(problems)
        }
    }
}

/// Whether an old ledger may tell this field: anything that is not worked out.
fn may_be_told(field: &Field) -> bool {
    field.computed.is_none()
}

/// The name that a text means, or all titles there are.
fn named<'a>(text: &str, all: impl Iterator<Item = (&'a str, &'a Text)>) -> Result<&'a str, Vec<&'a Text>> {
    let mut titles = Vec::new();
    for (name, title) in all {
        if text == name || text == title.zh || text.eq_ignore_ascii_case(&title.en) {
            return Ok(name);
        }
        titles.push(title);
    }
    Err(titles)
}

fn unknown(at: &'static str, zh: &str, text: &str, known: &[&Text]) -> Problem {
    let shown: String = text.chars().take(40).collect();
    let list = |pick: fn(&Text) -> &str, between: &str| {
        known
            .iter()
            .map(|title| pick(title))
            .collect::<Vec<_>>()
            .join(between)
    };
    Problem::new(
        "standing.unknown",
        format!("没有{zh}“{shown}”，可用：{}", list(|title| &title.zh, "、")),
        format!(
            "there is no {at} “{shown}”; known are {}",
            list(|title| &title.en, ", ")
        ),
    )
    .at(at)
}
