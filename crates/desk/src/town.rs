//! A town's folder on disk: `town.db` the book, `files/` attachments, `town.key` what seals sensitive values, `secrets.json`
//! passwords and tokens, `serving` held while a server runs. An office may lay `fonts/` and `basemap.pmtiles` beside them; these
//! are had anew from where they came, so a backup leaves them out.

use crate::seal::{KEY_BYTES, Sealer};
use crate::secrets::{Secrets, write_private};
use standards::{PlaceCode, PlaceTree};
use std::fs::File;
use std::path::{Path, PathBuf};
use store::{Attachments, Sqlite, Store, StoreError};

const BOOK: &str = "town.db";
const KEY: &str = "town.key";
const SECRETS: &str = "secrets.json";
const FILES: &str = "files";
const SERVING: &str = "serving";
const CODE: &str = "town.code";

/// What a new town begins with.
#[derive(Clone, Debug)]
pub struct TownPlan {
    /// Its division code, nine digits.
    pub code: PlaceCode,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Its places with their history, the town itself among them.
    pub places: PlaceTree,
}

/// A town's folder, opened.
pub struct Town {
    folder: PathBuf,
    /// Its division code.
    pub code: PlaceCode,
    pub(crate) store: Box<dyn Store>,
    pub(crate) sealer: Sealer,
    /// Its attachments.
    pub attachments: Attachments,
    /// Passwords, tokens, sessions.
    pub secrets: Secrets,
}

/// Why a town's folder cannot be opened or made.
#[derive(Debug, thiserror::Error)]
pub enum TownError {
    /// There is no town in the folder.
    #[error("there is no town in {0}; make one with `yiben init --data {0}`")]
    Absent(String),
    /// There is one already.
    #[error("there is a town in {0} already")]
    Present(String),
    /// The code is no town's.
    #[error("`{0}` is no town: a town has a division code of nine digits, such as 330226105")]
    Code(String),
    /// The key is missing: sensitive values cannot be read without it.
    #[error(
        "the key {0} is missing or damaged; restore it from a backup, sensitive values cannot be read without it"
    )]
    Key(String),
    /// Another program serves this town.
    #[error("another program is serving {0}; stop it first")]
    Served(String),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TownError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            TownError::Absent(folder) => {
                format!("{folder} 中没有乡镇数据，可用 `yiben init --data {folder}` 新建")
            }
            TownError::Present(folder) => format!("{folder} 中已有乡镇数据"),
            TownError::Code(code) => format!("“{code}”不是乡镇代码：应为 9 位区划代码，如 330226105"),
            TownError::Key(file) => format!("密钥 {file} 缺失或损坏，请从备份恢复；没有它无法读取敏感信息"),
            TownError::Served(folder) => format!("另一程序正在运行 {folder}，请先停止"),
            TownError::Store(error) => error.zh(),
        }
    }
}

impl Town {
    /// Makes a folder for a town.
    ///
    /// # Errors
    /// When there is one already, the code is no town's, or the disk cannot be written.
    pub fn make(folder: &Path, code: &PlaceCode) -> Result<Self, TownError> {
        if code.level() != standards::PlaceLevel::Town {
            return Err(TownError::Code(code.to_string()));
        }
        if folder.join(CODE).exists() {
            return Err(TownError::Present(folder.display().to_string()));
        }
        std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
        let key_file = folder.join(KEY);
        if !key_file.exists() {
            let mut key = [0; KEY_BYTES];
            getrandom::fill(&mut key)
                .map_err(|error| StoreError::Damaged(format!("no randomness: {error}")))?;
            write_private(&key_file, &key)?;
        }
        write_private(&folder.join(CODE), format!("{code}\n").as_bytes())?;
        Self::open(folder)
    }

    /// Opens a town's folder.
    ///
    /// # Errors
    /// When there is none, or the disk cannot be read.
    pub fn open(folder: &Path) -> Result<Self, TownError> {
        let shown = || folder.display().to_string();
        let code = std::fs::read_to_string(folder.join(CODE)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => TownError::Absent(shown()),
            _ => failed(&folder.join(CODE), error).into(),
        })?;
        let code: PlaceCode = code
            .trim()
            .parse()
            .map_err(|_| TownError::Code(code.trim().to_owned()))?;
        let key_file = folder.join(KEY);
        let key: [u8; KEY_BYTES] = std::fs::read(&key_file)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| TownError::Key(key_file.display().to_string()))?;
        Ok(Town {
            code,
            store: Box::new(Sqlite::open(&folder.join(BOOK))?),
            sealer: Sealer::new(&key),
            attachments: Attachments::new(folder.join(FILES)),
            secrets: Secrets::open(&folder.join(SECRETS))?,
            folder: folder.to_owned(),
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Claims the town for one serving program; the claim ends with the answer's life.
    ///
    /// # Errors
    /// When another program serves it.
    pub fn claim(&self) -> Result<File, TownError> {
        let path = self.folder.join(SERVING);
        let file = File::create(&path).map_err(|source| failed(&path, source))?;
        file.try_lock()
            .map_err(|_| TownError::Served(self.folder.display().to_string()))?;
        Ok(file)
    }

    /// Copies everything into a new folder, consistent as of one moment, while others go on writing.
    ///
    /// # Errors
    /// When the folder exists already or the disk cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), TownError> {
        if to.exists() {
            return Err(TownError::Present(to.display().to_string()));
        }
        std::fs::create_dir_all(to).map_err(|source| failed(to, source))?;
        // The book first: an attachment it names was on disk before the book named it.
        self.store.copy_to(&to.join(BOOK))?;
        for name in [KEY, SECRETS, CODE] {
            let from = self.folder.join(name);
            if from.exists() {
                let content = std::fs::read(&from).map_err(|source| failed(&from, source))?;
                write_private(&to.join(name), &content)?;
            }
        }
        let personal = crate::personal::FOLDER;
        copy_folder(&self.folder.join(personal), &to.join(personal))?;
        copy_folder(&self.folder.join(FILES), &to.join(FILES))
    }

    /// Puts a backup in place as a town's folder.
    ///
    /// # Errors
    /// When the backup is none, or the folder holds a town already.
    pub fn restore(backup: &Path, folder: &Path) -> Result<Self, TownError> {
        if !backup.join(CODE).exists() || !backup.join(BOOK).exists() {
            return Err(TownError::Absent(backup.display().to_string()));
        }
        if folder.join(CODE).exists() {
            return Err(TownError::Present(folder.display().to_string()));
        }
        copy_folder(backup, folder)?;
        Self::open(folder)
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), TownError> {
    let entries = match std::fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(failed(from, source).into()),
    };
    std::fs::create_dir_all(to).map_err(|source| failed(to, source))?;
    for entry in entries {
        let entry = entry.map_err(|source| failed(from, source))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(|source| failed(&path, source))?;
        }
    }
    Ok(())
}

fn failed(path: &Path, source: std::io::Error) -> StoreError {
    if source.kind() == std::io::ErrorKind::StorageFull {
        return StoreError::Full;
    }
    StoreError::File {
        path: path.display().to_string(),
        source,
    }
}
