//! What a person keeps for themselves: views of lists under a name, and what was typed but not yet sent. These are no facts
//! of the town and stay out of the journal; a file for each person, sealed with the town's key, since drafts may hold
//! anything.

use crate::error::DeskError;
use crate::seat::Seat;
use crate::secrets::write_private;
use ledger::{Cause, Moment, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::StoreError;

/// Folder of the town that holds them.
pub(crate) const FOLDER: &str = "personal";
/// Most drafts and views a person keeps; the oldest draft makes room.
const MOST_DRAFTS: usize = 50;
const MOST_VIEWS: usize = 100;
/// Greatest draft in bytes.
const LONGEST: usize = 256 * 1024;
/// Longest name of a view.
const NAME: usize = 40;

/// What was typed into a form and not yet sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// When it was kept.
    pub at: Moment,
    /// Names of inputs and what was typed.
    pub texts: Vec<(String, String)>,
}

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    /// By the form's address.
    drafts: BTreeMap<String, Draft>,
    /// By register, then by name: the list's query.
    views: BTreeMap<String, BTreeMap<String, String>>,
}

impl Seat {
    fn personal_file(&self) -> PathBuf {
        // A login has letters, digits and `.-_` only, so it is a file name; the prefix keeps `.` and `..` from being one.
        let name = format!("of-{}", self.actor.login);
        self.desk.town().folder().join(FOLDER).join(name)
    }

    fn personal(&self) -> Result<Kept, DeskError> {
        let file = self.personal_file();
        let sealed = match std::fs::read(&file) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Kept::default()),
            Err(source) => {
                let path = file.display().to_string();
                return Err(StoreError::File { path, source }.into());
            }
        };
        let damaged = |why: String| StoreError::Damaged(format!("{}: {why}", file.display()));
        let plain = self
            .desk
            .town()
            .sealer
            .open_bytes(&self.actor.login, &sealed)
            .map_err(|error| damaged(error.to_string()))?;
        Ok(serde_json::from_slice(&plain).map_err(|error| damaged(error.to_string()))?)
    }

    fn change_personal(&self, change: impl FnOnce(&mut Kept)) -> Result<(), DeskError> {
        let _turn = self.desk.shared.personal_turn();
        let mut kept = self.personal()?;
        change(&mut kept);
        let file = self.personal_file();
        let failed = |source| StoreError::File {
            path: file.display().to_string(),
            source,
        };
        let plain = serde_json::to_vec(&kept).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let sealed = self.desk.town().sealer.seal_bytes(&self.actor.login, &plain)?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        Ok(write_private(&file, &sealed)?)
    }

    /// What was typed into the form at this address, if anything was kept.
    ///
    /// # Errors
    /// When the person's file cannot be read.
    pub fn draft(&self, address: &str) -> Result<Option<Draft>, DeskError> {
        Ok(self.personal()?.drafts.remove(address))
    }

    /// The person's drafts by address, the latest first.
    ///
    /// # Errors
    /// When the person's file cannot be read.
    pub fn drafts(&self) -> Result<Vec<(String, Moment)>, DeskError> {
        let kept = self.personal()?;
        let mut drafts: Vec<_> = kept
            .drafts
            .into_iter()
            .map(|(address, draft)| (address, draft.at))
            .collect();
        drafts.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        Ok(drafts)
    }

    /// Keeps what was typed into the form at this address.
    ///
    /// # Errors
    /// When it is too long, or the person's file cannot be written.
    pub fn keep_draft(&self, address: &str, texts: Vec<(String, String)>) -> Result<(), DeskError> {
        let length: usize = texts.iter().map(|(name, text)| name.len() + text.len()).sum();
        if length > LONGEST {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "draft.long",
                    "草稿太长，存不下",
                    "the draft is too long to be kept",
                ),
            ));
        }
        let draft = Draft {
            at: self.desk.now(),
            texts,
        };
        self.change_personal(|kept| {
            kept.drafts.insert(address.to_owned(), draft);
            while kept.drafts.len() > MOST_DRAFTS {
                let oldest = kept.drafts.iter().min_by_key(|(_, draft)| draft.at);
                let Some(oldest) = oldest.map(|(address, _)| address.clone()) else {
                    break;
                };
                kept.drafts.remove(&oldest);
            }
        })
    }

    /// Throws a draft away, if there is one.
    ///
    /// # Errors
    /// When the person's file cannot be written.
    pub fn drop_draft(&self, address: &str) -> Result<(), DeskError> {
        if self.draft(address)?.is_none() {
            return Ok(());
        }
        self.change_personal(|kept| {
            kept.drafts.remove(address);
        })
    }

    /// The person's views of a register's list: name and query.
    ///
    /// # Errors
    /// When the person's file cannot be read.
    pub fn views(&self, register: &str) -> Result<Vec<(String, String)>, DeskError> {
        let views = self.personal()?.views.remove(register).unwrap_or_default();
        Ok(views.into_iter().collect())
    }

    /// Keeps a view of a register's list under a name; no query takes it away.
    ///
    /// # Errors
    /// When the name is empty or too long, there are too many views, or the person's file cannot be written.
    pub fn keep_view(&self, register: &str, name: &str, query: Option<&str>) -> Result<(), DeskError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "view.name",
                    format!("视图名称为 1 到 {NAME} 字"),
                    format!("a view's name has 1 to {NAME} characters"),
                )
                .at("name"),
            ));
        }
        if query.is_some() && self.views(register)?.len() >= MOST_VIEWS {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "view.many",
                    "视图太多，请先删去几个",
                    "there are too many views; take some away first",
                ),
            ));
        }
        self.change_personal(|kept| {
            let views = kept.views.entry(register.to_owned()).or_default();
            match query {
                Some(query) => {
                    views.insert(name.to_owned(), query.to_owned());
                }
                None => {
                    views.remove(name);
                }
            }
        })
    }
}
