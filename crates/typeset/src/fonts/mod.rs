//! Typefaces: which the standard names, where they are looked for, and what stands in for them.
//!
//! Search order: the folder given by the caller (an office's licensed fonts), then the fonts installed on
//! the system, then FandolFang and its siblings in a TeX Live tree. For each role the first family of its
//! list in [`faces`] is taken from the folder, else from the system. Characters missing from it come from
//! the fallback families in order. Nothing is looked for before the first paper is set, and then once.

mod faces;
mod search;

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::error::Error;
use crate::warning::Warning;

pub use faces::Role;
pub(crate) use search::Found;

/// The typefaces of one machine. Keep one value and share it: its search is done once.
#[derive(Debug)]
pub struct Fonts {
    folder: Option<PathBuf>,
    system: bool,
    found: OnceLock<Option<Found>>,
}

/// The typeface taken for a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is for.
    pub role: Role,
    /// Its family.
    pub family: String,
    /// Whether it is one the standard means, or stands in.
    pub genuine: bool,
}

impl Fonts {
    /// The fonts of `folder`, if given, before those of the system.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Fonts {
            folder,
            system: true,
            found: OnceLock::new(),
        }
    }

    /// Only the fonts of `folder`, so that papers look the same on every machine that has a copy of it.
    #[must_use]
    pub fn only(folder: PathBuf) -> Self {
        Fonts {
            folder: Some(folder),
            system: false,
            found: OnceLock::new(),
        }
    }

    /// What was taken for each role.
    ///
    /// # Errors
    /// [`Error::NoChineseFont`] when there is nothing to set Chinese with.
    pub fn choices(&self) -> Result<Vec<Choice>, Error> {
        Ok(self.found()?.choices().to_vec())
    }

    /// Tells which typefaces stand in for those of the standard.
    ///
    /// # Errors
    /// [`Error::NoChineseFont`] when there is nothing to set Chinese with.
    pub fn warnings(&self) -> Result<Vec<Warning>, Error> {
        Ok(self
            .found()?
            .choices()
            .iter()
            .filter(|choice| !choice.genuine)
            .map(|choice| Warning::FontSubstituted {
                role: choice.role,
                used: choice.family.clone(),
            })
            .collect())
    }

    /// The result of the search, made at the first call.
    pub(crate) fn found(&self) -> Result<&Found, Error> {
        self.found
            .get_or_init(|| search::search(self.folder.as_deref(), self.system))
            .as_ref()
            .ok_or_else(|| Error::NoChineseFont {
                searched: self.searched(),
            })
    }

    /// Where the search looks, for people.
    fn searched(&self) -> String {
        let folder = self.folder.iter().map(|folder| folder.display().to_string());
        let system = self
            .system
            .then(|| "/usr/share/fonts, /usr/local/share/fonts, ~/.local/share/fonts, TeX Live".to_owned());
        folder.chain(system).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests;
