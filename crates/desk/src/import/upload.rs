//! Ledgers on their way in: kept from the moment they are sent, with what a person decided about them, so that nothing is
//! sent twice and neither a closed browser nor a stopped program loses anything. A ledger may hold anything, so it is no
//! attachment: it is sealed with the town's key, in a folder of the person who sent it, and forgotten once it is in.

use super::{Imported, Mode, Plan};
use crate::error::DeskError;
use crate::personal::FOLDER;
use crate::seat::Seat;
use crate::secrets::write_private;
use ledger::{Cause, Moment, Problem, RecordId};
use pack::Text;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use store::StoreError;

/// Most ledgers a person keeps; the oldest makes room.
const MOST: usize = 40;

/// A ledger that a person sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// Its name.
    pub id: String,
    /// What the file is called.
    pub file_name: String,
    /// How large it is.
    pub bytes: u64,
    /// The register it is for; none while its pack is still being drafted.
    #[serde(default)]
    pub register: Option<String>,
    /// When it was sent.
    pub at: Moment,
    /// Only this sheet.
    #[serde(default)]
    pub sheet: Option<String>,
    /// What its columns mean, as a person confirmed it.
    #[serde(default)]
    pub plan: Option<Plan>,
    /// How many workbooks of rows were sent back: one for each table that has any.
    #[serde(default)]
    pub returned: usize,
    /// How far it has come.
    pub stage: Stage,
}

/// How far a ledger has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "stage")]
pub enum Stage {
    /// It is here and nothing else.
    Sent,
    /// It was tried: what would become of each row is known.
    Tried,
    /// It could not be tried or brought in.
    Failed {
        /// Why.
        why: Vec<Text>,
    },
    /// It is being brought in; if nobody is at work on it, that was broken off.
    Keeping {
        /// Each row that is accepted, or all.
        mode: Mode,
    },
    /// It is in.
    Kept,
}

/// The files of an upload.
#[derive(Clone, Copy)]
enum Part {
    About,
    Ledger,
    Result,
    Returned(usize),
}

impl Upload {
    /// The batch its rows go into.
    #[must_use]
    pub fn batch(&self) -> String {
        format!("import-{}", self.id)
    }
}

impl Seat {
    /// Keeps a ledger that was sent, for a register, or for a pack that is yet to be drafted.
    ///
    /// # Errors
    /// When the seat may not bring records into the register, or is no administrator's where there is none; or the disk
    /// cannot be written.
    pub fn keep_upload(
        &self,
        register: Option<&str>,
        file_name: &str,
        content: &[u8],
    ) -> Result<Upload, DeskError> {
        match register {
            Some(register) => self.needs_import(register)?,
            None => self.needs_admin()?,
        }
        let upload = Upload {
            id: self.desk.fresh_id().to_string(),
            file_name: file_name.to_owned(),
            bytes: content.len() as u64,
            register: register.map(str::to_owned),
            at: self.desk.now(),
            sheet: None,
            plan: None,
            returned: 0,
            stage: Stage::Sent,
        };
        self.write_part(&upload.id, Part::Ledger, content)?;
        // Last, so that what is told of is all there.
        self.write_upload(&upload)?;
        for old in self.uploads()?.iter().skip(MOST) {
            self.drop_upload(&old.id)?;
        }
        Ok(upload)
    }

    /// The ledgers that the person sent, the latest first.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn uploads(&self) -> Result<Vec<Upload>, DeskError> {
        let folder = self.uploads_folder();
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(failed(&folder, source).into()),
        };
        let mut uploads: Vec<Upload> = Vec::new();
        for entry in entries {
            let name = entry.map_err(|source| failed(&folder, source))?.file_name();
            if let Some(upload) = name.to_str().map(|id| self.read_upload(id)).transpose()? {
                uploads.extend(upload);
            }
        }
        uploads.sort_by(|a, b| b.id.cmp(&a.id));
        Ok(uploads)
    }

    /// A ledger that the person sent.
    ///
    /// # Errors
    /// When there is none of that name, or the disk cannot be read.
    pub fn upload(&self, id: &str) -> Result<Upload, DeskError> {
        self.read_upload(id)?.ok_or_else(|| {
            DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "upload.missing",
                    "没有这份表格，可能已经丢弃；请重新上传",
                    "there is no such ledger, it may have been thrown away; send it again",
                ),
            )
        })
    }

    /// What was found of a ledger and became of its rows, when it was tried or brought in last.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn upload_result(&self, id: &str) -> Result<Option<Imported>, DeskError> {
        self.read_json(id, Part::Result)
    }

    /// A workbook of rows that were sent back, if there is one of that number.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn upload_returned(&self, id: &str, number: usize) -> Result<Option<Vec<u8>>, DeskError> {
        self.read_part(id, Part::Returned(number))
    }

    /// The ledger itself, as long as it is not in.
    ///
    /// # Errors
    /// When there is none, or the disk cannot be read.
    pub fn upload_file(&self, id: &str) -> Result<Vec<u8>, DeskError> {
        self.upload(id)?;
        self.read_part(id, Part::Ledger)?.ok_or_else(|| {
            DeskError::refused(
                Cause::State,
                Problem::new(
                    "upload.gone",
                    "这份表格已经导入，原文件不再保留；要再导一次请重新上传",
                    "this ledger is in and its file is no longer kept; send it again to bring it in once more",
                ),
            )
        })
    }

    /// Keeps what a person decided about a ledger: its register, the sheet, what its columns mean.
    ///
    /// # Errors
    /// When there is none, it is in already, the seat may not bring records into the register, or the disk cannot be
    /// written.
    pub fn plan_upload(
        &self,
        id: &str,
        register: &str,
        sheet: Option<String>,
        plan: Option<Plan>,
    ) -> Result<Upload, DeskError> {
        self.needs_import(register)?;
        let mut upload = self.upload(id)?;
        if matches!(upload.stage, Stage::Keeping { .. } | Stage::Kept) {
            return Err(DeskError::refused(
                Cause::State,
                Problem::new(
                    "upload.kept",
                    "这份表格已经开始导入，不能再改对应关系",
                    "this ledger is being brought in already; what its columns mean can no longer be changed",
                ),
            ));
        }
        upload.register = Some(register.to_owned());
        (upload.sheet, upload.plan) = (sheet, plan);
        upload.stage = Stage::Sent;
        self.write_upload(&upload)?;
        Ok(upload)
    }

    /// Throws a ledger away, with all that is known of it. What it brought in stays.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn drop_upload(&self, id: &str) -> Result<(), DeskError> {
        let Some(folder) = self.upload_folder(id) else {
            return Ok(());
        };
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(&folder, error).into()),
            _ => Ok(()),
        }
    }

    pub(super) fn write_upload(&self, upload: &Upload) -> Result<(), DeskError> {
        self.write_json(&upload.id, Part::About, upload)
    }

    /// Keeps what became of a ledger; once it is in, the ledger itself is forgotten.
    pub(super) fn write_result(&self, mut upload: Upload, imported: &Imported) -> Result<(), DeskError> {
        self.write_json(&upload.id, Part::Result, imported)?;
        for (number, workbook) in imported.returned.iter().enumerate() {
            self.write_part(&upload.id, Part::Returned(number), workbook)?;
        }
        for stale in imported.returned.len()..upload.returned {
            forget(self.part(&upload.id, Part::Returned(stale)))?;
        }
        upload.returned = imported.returned.len();
        self.write_upload(&upload)?;
        match upload.stage {
            Stage::Kept => forget(self.part(&upload.id, Part::Ledger)),
            _ => Ok(()),
        }
    }

    fn uploads_folder(&self) -> PathBuf {
        let name = format!("uploads-of-{}", self.actor.login);
        self.desk.town().folder().join(FOLDER).join(name)
    }

    /// Only the name of a record becomes a folder, so that no name leads elsewhere.
    fn upload_folder(&self, id: &str) -> Option<PathBuf> {
        let id: RecordId = id.parse().ok()?;
        Some(self.uploads_folder().join(id.to_string()))
    }

    fn part(&self, id: &str, part: Part) -> Option<PathBuf> {
        let name = match part {
            Part::About => "about".to_owned(),
            Part::Ledger => "ledger".to_owned(),
            Part::Result => "result".to_owned(),
            Part::Returned(number) => format!("returned-{number}"),
        };
        Some(self.upload_folder(id)?.join(name))
    }

    fn read_upload(&self, id: &str) -> Result<Option<Upload>, DeskError> {
        self.read_json(id, Part::About)
    }

    fn read_json<T: DeserializeOwned>(&self, id: &str, part: Part) -> Result<Option<T>, DeskError> {
        let plain = self.read_part(id, part)?;
        let read = plain.map(|plain| serde_json::from_slice(&plain)).transpose();
        Ok(read.map_err(|error| StoreError::Damaged(format!("{id}: {error}")))?)
    }

    fn write_json(&self, id: &str, part: Part, value: &impl Serialize) -> Result<(), DeskError> {
        let plain = serde_json::to_vec(value).map_err(|error| StoreError::Damaged(error.to_string()))?;
        self.write_part(id, part, &plain)
    }

    fn read_part(&self, id: &str, part: Part) -> Result<Option<Vec<u8>>, DeskError> {
        let Some(file) = self.part(id, part) else {
            return Ok(None);
        };
        let sealed = match std::fs::read(&file) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed(&file, source).into()),
        };
        let sealer = &self.desk.town().sealer;
        let plain = sealer.open_bytes(&self.actor.login, &sealed);
        Ok(Some(
            plain.map_err(|error| StoreError::Damaged(error.to_string()))?,
        ))
    }

    fn write_part(&self, id: &str, part: Part, plain: &[u8]) -> Result<(), DeskError> {
        let Some(file) = self.part(id, part) else {
            return Ok(());
        };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
        }
        let sealed = self.desk.town().sealer.seal_bytes(&self.actor.login, plain)?;
        Ok(write_private(&file, &sealed)?)
    }
}

fn forget(file: Option<PathBuf>) -> Result<(), DeskError> {
    let Some(file) = file else { return Ok(()) };
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(&file, error).into()),
        _ => Ok(()),
    }
}

fn failed(path: &Path, source: std::io::Error) -> StoreError {
    match source.kind() {
        ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::File {
            path: path.display().to_string(),
            source,
        },
    }
}
