//! Making a round known: one deed for every place, each given its rank.

use super::Known;
use crate::dealt::Dealt;
use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use jiff::civil::Date;
use ledger::{Cause, Problem, Row};
use pack::model::Step;
use serde_json::{Map, json};

impl Seat {
    /// Takes, for every place of the month's round, the step that makes it known, and gives it its rank. Places that are
    /// known already are left alone.
    ///
    /// # Errors
    /// When there is no such round, the seat does not see all places, or the store cannot be read. A place that is
    /// refused keeps no other from being made known.
    pub fn publish_round(&self, register: &str, month: Date) -> Result<Dealt, DeskError> {
        let shelf = self.desk.shelf();
        let known = self.known_round(&shelf, register)?;
        let view = self.round(register, month)?;
        if !view.ranked {
            return Err(DeskError::refused(
                Cause::Forbidden,
                Problem::new(
                    "round.reach",
                    "只有看得到全镇的岗位才能通报名次",
                    "only a post that sees the whole town may make ranks known",
                ),
            ));
        }
        let (places, today) = (self.desk.places(), self.desk.now().date());
        let batch = format!("round-{register}-{}-{}", view.month, self.desk.fresh_id());
        let rows = self.walks(&known, view.month)?;
        let mut dealt = Dealt::default();
        for walked in &view.walked {
            let row = rows.get(&walked.place);
            if let Some(result) = row.and_then(|row| self.make_known(&known, row, walked.rank, &batch)) {
                let name = places.name(walked.place, today);
                dealt.note(name.unwrap_or(walked.place.as_str()), result)?;
            }
        }
        Ok(dealt)
    }

    /// Takes the first step that accepts; none when no step would make the walk known.
    fn make_known(
        &self,
        known: &Known<'_>,
        row: &Row,
        rank: Option<usize>,
        batch: &str,
    ) -> Option<Result<(), DeskError>> {
        let field = &known.register[known.round.rank?];
        let mut last = None;
        for step in self.publishing(known, row) {
            let given = Map::from_iter([(field.name.clone(), json!(rank))]);
            let asked = Asked {
                batch: Some(batch.to_owned()),
                ..Asked::default()
            };
            let taken = self.step(&known.register.name, row.id, &step.name, given, None, asked);
            match taken {
                Ok(_) => return Some(Ok(())),
                Err(error) => last = Some(Err(error)),
            }
        }
        last
    }

    /// The steps open to this seat that make a walk known: those that move it on and ask for the rank.
    pub(super) fn publishing<'a>(&self, known: &Known<'a>, row: &'a Row) -> impl Iterator<Item = &'a Step> {
        let rank = known.round.rank;
        self.open_steps(known.pack, known.register, row)
            .filter(move |step| step.to.is_some() && rank.is_some_and(|rank| step.asks.contains(&rank)))
    }
}
