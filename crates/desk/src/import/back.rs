//! Taking a batch back, in one act: what it made is withdrawn, what it changed has its old values again, and what was
//! changed since is left as it is and told.

use super::batch::{WentBack, is_made};
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::{Job, Keep, Task, find};
use ledger::{Act, Cause, Command, Deed, Problem, RecordAct, RecordId, Row, Seq, Standing, read_entry};
use pack::model::Register;
use pack::{Shelf, Text};
use store::StoreError;

/// What became of a batch that was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Records that were withdrawn.
    pub withdrawn: usize,
    /// Records that have their old values again.
    pub restored: usize,
    /// Records that were left as they are.
    pub left: Vec<Left>,
}

/// A record that was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its register.
    pub register: String,
    /// The record.
    pub id: RecordId,
    /// Why it was left.
    pub why: Text,
}

/// What is to be done about one record.
enum Undo {
    Withdraw(Job),
    Restore(Job),
    Leave(Text),
}

impl Seat {
    /// Takes a batch back: what it made is withdrawn, what it changed has its old values again. Records that were changed
    /// since are left alone and told.
    ///
    /// # Errors
    /// When the batch is unknown or was taken back before, no reason is given, it holds records that the seat may not
    /// see, nothing of it may be undone, or the store cannot keep it.
    pub fn take_back(&self, batch: &str, reason: &str) -> Result<TakenBack, DeskError> {
        let shelf = self.desk.shelf();
        let noted = self.batch(batch)?;
        if reason.trim().is_empty() {
            return Err(refused(
                Cause::Invalid,
                "reason",
                "请写明撤回的理由",
                "say why it is taken back",
            ));
        }
        if noted.as_ref().is_some_and(|noted| noted.back.is_some()) {
            return Err(refused(
                Cause::Conflict,
                "batch.back",
                "这一批已经撤回",
                "this batch was taken back before",
            ));
        }
        let mut back = TakenBack::default();
        let (mut jobs, mut undone) = (Vec::new(), Vec::new());
        let touched = self.touched_by(batch, &shelf)?;
        for acts in touched.iter().rev() {
            let Some(first) = acts.first() else { continue };
            let (job, withdraws) = match self.undo(&shelf, acts, batch, reason.trim())? {
                Undo::Withdraw(job) => (job, true),
                Undo::Restore(job) => (job, false),
                Undo::Leave(why) => {
                    back.left.push(left(first, why));
                    continue;
                }
            };
            jobs.push(job);
            undone.push((first, withdraws));
        }
        let answers = self.desk.keep_together(jobs, Keep::Accepted)?;
        let answers = answers.recv().map_err(|_| DeskError::Closing)?;
        let mut first_refused = None;
        for ((act, withdraws), answer) in undone.into_iter().zip(answers) {
            match answer {
                Ok(_) if withdraws => back.withdrawn += 1,
                Ok(_) => back.restored += 1,
                Err(DeskError::Refused(refusal)) => {
                    let why = refusal.problems.first().map(|problem| problem.message.clone());
                    back.left.push(left(act, why.unwrap_or_default()));
                    first_refused.get_or_insert(DeskError::Refused(refusal));
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(refused) = first_refused.filter(|_| back.withdrawn + back.restored == 0) {
            return Err(refused);
        }
        if let Some(noted) = noted {
            let went = WentBack {
                by: self.actor.login.clone(),
                at: self.desk.now(),
                reason: reason.trim().to_owned(),
                withdrawn: back.withdrawn,
                restored: back.restored,
                left: back.left.len(),
            };
            self.note_back(noted, went)?;
        }
        Ok(back)
    }

    /// What undoes all that a batch did to one record.
    fn undo(&self, shelf: &Shelf, acts: &[RecordAct], batch: &str, reason: &str) -> Result<Undo, DeskError> {
        let Some((first, last)) = acts.first().zip(acts.last()) else {
            return Ok(Undo::Leave(Text::default()));
        };
        let (pack, register) = find(shelf, &first.register)?;
        if !self.sees(pack, register, first.id)? {
            return Err(refused(
                Cause::Forbidden,
                "batch.reach",
                "这一批里有您管不到的记录，请由管得到的人撤回",
                "some of its records lie beyond your posts; someone whose posts reach them can take it back",
            ));
        }
        let row = self.row(pack, register, first.id)?;
        let ours = |act: &RecordAct| is_made(act) || matches!(act.deed, Deed::Amend { .. });
        if row.version != last.version || !acts.iter().all(ours) {
            return Ok(Undo::Leave(Text {
                zh: "其后又改动过".to_owned(),
                en: "it was changed since".to_owned(),
            }));
        }
        let job = |command| {
            let task = Task::Record {
                register: register.name.clone(),
                id: first.id,
                command,
            };
            self.job(task, None, Some(format!("{batch}-back")))
        };
        if is_made(first) {
            let reason = reason.to_owned();
            return Ok(Undo::Withdraw(job(Command::Withdraw { reason })));
        }
        Ok(Undo::Restore(job(self.unamended(register, &row, acts)?)))
    }

    /// The command that gives a record back what amendments took from it.
    fn unamended(&self, register: &Register, row: &Row, acts: &[RecordAct]) -> Result<Command, DeskError> {
        let mut given: Vec<(pack::model::FieldIx, pack::Value)> = Vec::new();
        for change in acts.iter().flat_map(|act| &act.changes) {
            // What a field held before the first of them is what it held before the batch.
            if !given.iter().any(|(field, _)| *field == change.field) {
                given.push((change.field, change.was.clone()));
            }
        }
        if !row.case.as_ref().is_some_and(|case| case.brought) {
            return Ok(Command::Amend {
                base: row.version,
                given,
                written: None,
            });
        }
        let mut standing = Standing::default();
        if acts.iter().all(|act| act.case.is_none()) {
            return Ok(Command::Bring { given, standing });
        }
        let before = acts.first().map_or(0, |first| first.version);
        let shelf = self.desk.shelf();
        for line in self.book()?.history(&register.name, row.id, Seq::MAX)? {
            let entry =
                read_entry(&line.text, &shelf).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let Act::Record(earlier) = entry.act else { continue };
            if let Some(case) = earlier.case.filter(|_| earlier.version < before) {
                standing.state = Some(case.state);
                standing.level = case.level;
                standing.since = Some(case.since);
            }
        }
        Ok(Command::Bring { given, standing })
    }
}

fn left(act: &RecordAct, why: Text) -> Left {
    Left {
        register: act.register.clone(),
        id: act.id,
        why,
    }
}

fn refused(cause: Cause, code: &'static str, zh: &str, en: &str) -> DeskError {
    DeskError::refused(cause, Problem::new(code, zh, en))
}
