//! Work on ledgers that takes its time: done by a thread of its own, its progress told to whoever asks.

use super::upload::{Stage, Upload};
use super::{ImportAsk, Mode};
use crate::error::DeskError;
use crate::seat::Seat;
use crate::works::Work;
use ledger::{Cause, Problem};
use pack::Pack;
use std::time::Duration;

impl Seat {
    /// Begins to try a ledger's rows, or to bring them in. What comes of it is kept with the ledger; an import that was
    /// broken off goes on in the same batch.
    ///
    /// # Errors
    /// When there is no such ledger, nobody has said which register it is for, it is in already, or the disk cannot be
    /// written.
    pub fn work_on_upload(&self, id: &str, mode: Mode) -> Result<(), DeskError> {
        let mut upload = self.upload(id)?;
        let Some(register) = upload.register.clone().filter(|_| upload.stage != Stage::Kept) else {
            return Err(DeskError::refused(
                Cause::State,
                Problem::new(
                    "upload.kept",
                    "这份表格已经导入，或还没有选台账",
                    "this ledger is in already, or no register was chosen for it",
                ),
            ));
        };
        self.needs_import(&register)?;
        let Some(work) = self.desk.shared.works.begin(id) else {
            return Ok(());
        };
        let resumed = matches!(upload.stage, Stage::Keeping { .. });
        if mode != Mode::Preview {
            upload.stage = Stage::Keeping { mode };
            self.write_upload(&upload)?;
        }
        let seat = self.again();
        self.desk.keep_thread("import", move || {
            if let Err(error) = seat.worked(upload, register, mode, resumed, &work) {
                tracing::error!(%error, "the work on a ledger was broken off");
            }
        })?;
        Ok(())
    }

    /// Begins to bring a pack into force that was drafted from a ledger, and then to try the ledger's rows in its first
    /// register: with a long journal the first takes its time too.
    ///
    /// # Errors
    /// When the seat is no administrator's, something stands in the way of the pack, it has no register, or there is no
    /// such ledger.
    pub fn adopt_from_upload(&self, id: &str, pack: Pack) -> Result<(), DeskError> {
        let obstacles = self.weigh_pack(&pack)?.obstacles;
        if !obstacles.is_empty() {
            return Err(obstacles.into());
        }
        let upload = self.upload(id)?;
        let Some(register) = pack.registers.first().map(|register| register.name.clone()) else {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new("pack.register", "业务包里没有台账", "the pack has no register"),
            ));
        };
        let Some(work) = self.desk.shared.works.begin(id) else {
            return Ok(());
        };
        let seat = self.again();
        self.desk.keep_thread("adoption", move || {
            let tried = match seat.adopt_pack(&pack) {
                Ok(_) => seat
                    .plan_upload(&upload.id, &register, None, None)
                    .and_then(|upload| seat.worked(upload, register, Mode::Preview, false, &work)),
                Err(error) => seat.failed(upload, &error),
            };
            if let Err(error) = tried {
                tracing::error!(%error, "a pack is in force, but its ledger was not tried");
            }
        })?;
        Ok(())
    }

    /// Rows done and rows in all of a ledger that is being worked on; none when nobody is at work on it.
    #[must_use]
    pub fn upload_progress(&self, id: &str) -> Option<(usize, usize)> {
        self.desk.shared.works.progress(id)
    }

    /// Waits until the work on a ledger has ended, at most so long; tells whether it has.
    #[must_use]
    pub fn wait_for_upload(&self, id: &str, patience: Duration) -> bool {
        self.desk.shared.works.wait(id, patience)
    }

    fn worked(
        &self,
        mut upload: Upload,
        register: String,
        mode: Mode,
        resumed: bool,
        work: &Work,
    ) -> Result<(), DeskError> {
        let content = self.upload_file(&upload.id)?;
        let ask = ImportAsk {
            register,
            mode,
            sheet: upload.sheet.clone(),
            plan: upload.plan.clone(),
            accept_doubts: false,
            file_name: upload.file_name.clone(),
            batch: Some(upload.batch()),
        };
        match self.import(&ask, &content, &mut |done, total| work.tell(done, total)) {
            Ok(imported) => {
                // All or none, and one was rejected: nothing is in, and the rest was tried.
                let kept = mode != Mode::Preview && (imported.rejected == 0 || mode == Mode::Each);
                upload.stage = if kept { Stage::Kept } else { Stage::Tried };
                self.write_result(upload, &imported)
            }
            // What was begun is not forgotten: it can be gone on with.
            Err(error) if mode != Mode::Preview && (resumed || error.cause().is_none()) => Err(error),
            Err(error) => self.failed(upload, &error),
        }
    }

    /// Keeps why nothing came of a ledger.
    fn failed(&self, mut upload: Upload, error: &DeskError) -> Result<(), DeskError> {
        let why = error.problems().into_iter().map(|problem| problem.message);
        upload.stage = Stage::Failed { why: why.collect() };
        self.write_upload(&upload)
    }
}
