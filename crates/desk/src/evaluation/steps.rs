//! Steps taken for many evaluated records at once: publicising a year, confirming its grades.

use super::EvaluationAsk;
use crate::dealt::Dealt;
use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use ledger::Row;
use pack::Text;
use pack::model::{Pack, Register, Step};
use serde::Serialize;
use serde_json::Map;

/// A step that could be taken for many records at once: it asks for no words and needs nothing that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenStep {
    /// Its name.
    pub name: String,
    /// The words on its button.
    pub title: Text,
    /// Records it is open for. Whether its condition holds is told when it is taken.
    pub count: usize,
}

impl Seat {
    /// Takes a step for every record of the year's evaluation that it is open for.
    ///
    /// # Errors
    /// As for [`Seat::evaluation`]. A record that is refused keeps no other from going on.
    pub fn step_evaluation(&self, name: &str, year: i16, step: &str) -> Result<Dealt, DeskError> {
        let ask = EvaluationAsk {
            name: name.to_owned(),
            year,
            what_if: Vec::new(),
        };
        let view = self.evaluation(&ask)?;
        let shelf = self.desk.shelf();
        let (pack, _, register) = self.known_evaluation(&shelf, name)?;
        let batch = format!("evaluation-{name}-{year}-{step}-{}", self.desk.fresh_id());
        let mut dealt = Dealt::default();
        for scored in view.rows {
            let row = self.row(pack, register, scored.id)?;
            if !self
                .plain_steps(pack, register, &row)
                .any(|open| open.name == step)
            {
                continue;
            }
            let asked = Asked {
                batch: Some(batch.clone()),
                ..Asked::default()
            };
            let taken = self.step(&register.name, scored.id, step, Map::new(), None, asked);
            dealt.note(scored.label, taken)?;
        }
        Ok(dealt)
    }

    /// The steps open for any of the rows, in the order of the loop.
    pub(super) fn steps_for_many(&self, pack: &Pack, register: &Register, rows: &[&Row]) -> Vec<OpenStep> {
        let steps = register.cycle.as_ref().map(|cycle| cycle.steps.as_slice());
        let open = |step: &&Step| {
            let is_open = |row: &&&Row| {
                self.plain_steps(pack, register, row)
                    .any(|open| open.name == step.name)
            };
            rows.iter().filter(is_open).count()
        };
        steps
            .unwrap_or_default()
            .iter()
            .map(|step| (step, open(&step)))
            .filter(|(_, count)| *count > 0)
            .map(|(step, count)| OpenStep {
                name: step.name.clone(),
                title: step.title.clone(),
                count,
            })
            .collect()
    }

    /// Steps open on a row that ask for nothing that is not there.
    fn plain_steps<'a>(
        &self,
        pack: &Pack,
        register: &'a Register,
        row: &'a Row,
    ) -> impl Iterator<Item = &'a Step> {
        self.open_steps(pack, register, row)
            .filter(|step| !step.note && step.joint.is_none())
            .filter(|step| step.needs.iter().all(|field| !row.get(*field).is_null()))
    }
}
