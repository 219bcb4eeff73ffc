//! Bringing in what old ledgers tell.

use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use crate::writer::{Job, Receipt, Task, find};
use ledger::{Command, Given, RecordId, Standing, read_history};
use pack::model::Register;
use serde_json::{Map, Value as Json};

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
}
