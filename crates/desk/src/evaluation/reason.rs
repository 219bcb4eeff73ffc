//! Why a record is not ranked, and what a score rests on.

use crate::seat::label;
use crate::view::words;
use ledger::{RecordId, Row, Scored, evaluate};
use pack::model::{Evaluation, FieldIx, Pack, Register};
use pack::{Expr, Text};
use serde::Serialize;
use standards::PlaceCode;

/// A record of the year that is not evaluated here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The record.
    pub id: RecordId,
    /// What it is called.
    pub label: String,
    /// Where it belongs.
    pub place: PlaceCode,
    /// Why.
    pub why: Reason,
    /// What the condition read.
    pub because: Vec<Because>,
}

/// Why a record is not evaluated here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is withdrawn.
    Withdrawn,
    /// Another evaluation of the same year counts it.
    CountedIn(Text),
    /// The condition does not hold of it.
    Condition(String),
}

/// A field and what it holds, as the reason for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Because {
    /// The field's title.
    pub field: Text,
    /// What it holds, in words.
    pub value: Text,
}

/// The records of the year that were not counted.
pub(super) fn left_out(
    pack: &Pack,
    register: &Register,
    evaluation: &Evaluation,
    year: i16,
    rows: &[Row],
    counted: &[Scored],
) -> Vec<LeftOut> {
    let is_in = |scored: &[Scored], row: &Row| scored.iter().any(|scored| scored.id == row.id);
    let out: Vec<&Row> = rows.iter().filter(|row| !is_in(counted, row)).collect();
    if out.is_empty() {
        return Vec::new();
    }
    let others: Vec<(&Evaluation, Vec<Scored>)> = pack
        .evaluations
        .iter()
        .filter(|other| other.register == evaluation.register && other.name != evaluation.name)
        .map(|other| (other, evaluate(other, register, year, rows)))
        .collect();
    out.into_iter()
        .map(|row| {
            let elsewhere = others.iter().find(|(_, scored)| is_in(scored, row));
            let why = match (elsewhere, &evaluation.when) {
                _ if row.withdrawn => Reason::Withdrawn,
                (Some((other, _)), _) => Reason::CountedIn(other.title.clone()),
                (None, when) => Reason::Condition(
                    when.as_ref()
                        .map(|when| when.source().to_owned())
                        .unwrap_or_default(),
                ),
            };
            LeftOut {
                id: row.id,
                label: label(pack, register, row),
                place: row.place,
                because: match (&why, &evaluation.when) {
                    (Reason::Condition(_), Some(when)) => because(pack, register, row, when),
                    _ => Vec::new(),
                },
                why,
            }
        })
        .collect()
}

/// What an expression read of a record, down to what people gave.
pub(super) fn because(pack: &Pack, register: &Register, row: &Row, expr: &Expr) -> Vec<Because> {
    rests_on(register, [expr])
        .into_iter()
        .map(|field| (&register[field], row.get(field)))
        .map(|(field, value)| Because {
            field: field.title.clone(),
            value: Text {
                zh: words(pack, field, value, true),
                en: words(pack, field, value, false),
            },
        })
        .collect()
}

/// Names of the given fields that a score rests on.
pub(super) fn inputs(register: &Register, evaluation: &Evaluation) -> Vec<String> {
    let terms = evaluation.terms.iter().map(|term| &term.value);
    rests_on(register, terms.chain(&evaluation.adjust))
        .into_iter()
        .map(|field| register[field].name.clone())
        .collect()
}

/// The given fields that expressions read, through whatever is computed in between, in the register's order.
fn rests_on<'a>(register: &'a Register, exprs: impl IntoIterator<Item = &'a Expr>) -> Vec<FieldIx> {
    let mut open: Vec<FieldIx> = exprs
        .into_iter()
        .flat_map(|expr| expr.reads().iter().copied())
        .collect();
    let mut seen = Vec::new();
    let mut found = Vec::new();
    while let Some(ix) = open.pop() {
        if seen.contains(&ix) {
            continue;
        }
        seen.push(ix);
        match &register[ix].computed {
            Some(computed) => open.extend(computed.reads()),
            None => found.push(ix),
        }
    }
    found.sort_unstable();
    found
}
