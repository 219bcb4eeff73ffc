//! Bringing in what old ledgers tell, and taking a batch back.

use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use crate::writer::{Job, Receipt, Task, find};
use ledger::{
    Act, Cause, Command, Deed, Given, Problem, RecordAct, RecordId, Row, Standing, read_entry, read_history,
};
use pack::model::Register;
use serde_json::{Map, Value as Json};
use store::StoreError;

impl Seat {
    /// Brings in a record from an old ledger as it stood there, or brings the record that is here into line with it.
    ///
    /// `fields` may hold what otherwise only the loop fills, such as the day a matter was settled, and besides fields:
    /// `state` and `level`, a name or title of the loop, and `number`, its number in the old ledger. Without a state
    /// the matter stands where its latest date puts it. Figures count by the dates given. A limit runs from the day the
    /// state was entered; one that has passed is marked, and nothing else happens for the time before.
    ///
    /// # Errors
    /// When it is refused, steps have been taken on the record here that the row contradicts, or the store cannot keep
    /// it.
    pub fn bring(
        &self,
        register: &str,
        id: Option<RecordId>,
        fields: Map<String, Json>,
        asked: Asked,
    ) -> Result<Receipt, DeskError> {
        self.desk.keep(self.bring_job(register, id, fields, asked)?)
    }

    fn bring_job(
        &self,
        register: &str,
        id: Option<RecordId>,
        fields: Map<String, Json>,
        asked: Asked,
    ) -> Result<Job, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        let (mut given, standing) = read_history(pack, found, fields)?;
        self.desk.town().sealer.seal_all(found, &mut given)?;
        let at = asked.at.unwrap_or_else(|| self.desk.now());
        let id = id.unwrap_or_else(|| self.desk.shared.fresh_id(at));
        Ok(self.bringing(found, id, given, standing, asked))
    }

    /// The job that brings in what was read of an old ledger.
    pub(crate) fn bringing(
        &self,
        register: &Register,
        id: RecordId,
        given: Given,
        standing: Standing,
        asked: Asked,
    ) -> Job {
        let task = Task::Record {
            register: register.name.clone(),
            id,
            command: Command::Bring { given, standing },
        };
        Job {
            at: asked.at,
            ..self.job(task, asked.idem, asked.batch)
        }
    }

    /// Takes back a batch, such as an import: what it made is withdrawn, what it amended gets its old values again.
    /// Records that were changed since are left alone and told.
    ///
    /// # Errors
    /// When the batch is unknown, or the store cannot keep it.
    pub fn take_back(&self, batch: &str, reason: &str) -> Result<(usize, Vec<RecordId>), DeskError> {
        let shelf = self.desk.shelf();
        let lines = self.book()?.batch_lines(batch)?;
        if lines.is_empty() {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "batch.missing",
                    format!("没有批次“{batch}”"),
                    format!("there is no batch `{batch}`"),
                ),
            ));
        }
        let (mut undone, mut left) = (0, Vec::new());
        for line in lines.iter().rev() {
            let entry =
                read_entry(&line.text, &shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let Act::Record(act) = entry.act else { continue };
            let (pack, register) = find(&shelf, &act.register)?;
            let row = self.row(pack, register, act.id)?;
            if row.version != act.version {
                left.push(act.id);
                continue;
            }
            let command = match act.deed {
                Deed::Create { .. } | Deed::Bring { .. } => Command::Withdraw {
                    reason: reason.to_owned(),
                },
                Deed::Amend { .. } => self.unamended(register, &row, &act)?,
                _ => {
                    left.push(act.id);
                    continue;
                }
            };
            let asked = Asked {
                batch: Some(format!("{batch}-back")),
                ..Asked::default()
            };
            self.command(&register.name, act.id, command, asked)?;
            undone += 1;
        }
        Ok((undone, left))
    }

    /// The command that gives a record back what an amendment took from it.
    fn unamended(&self, register: &Register, row: &Row, act: &RecordAct) -> Result<Command, DeskError> {
        let given = act
            .changes
            .iter()
            .map(|change| (change.field, change.was.clone()))
            .collect();
        if !row.case.as_ref().is_some_and(|case| case.brought) {
            return Ok(Command::Amend {
                base: act.version,
                given,
                written: None,
            });
        }
        let mut standing = Standing::default();
        if act.case.is_none() {
            return Ok(Command::Bring { given, standing });
        }
        let shelf = self.desk.shelf();
        for line in self.book()?.history(&register.name, act.id)? {
            let entry =
                read_entry(&line.text, &shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let Act::Record(earlier) = entry.act else { continue };
            if let Some(case) = earlier.case.filter(|_| earlier.version < act.version) {
                standing.state = Some(case.state);
                standing.level = case.level;
                standing.since = Some(case.since);
            }
        }
        Ok(Command::Bring { given, standing })
    }
}
