//! Typefaces: which the standard names, where they are looked for, and what stands in for them.
//!
//! Search order for each role: whatever of its list in [`faces`] is in the folder given by the caller (an
//! office's licensed fonts), then those of the standard installed on the system, then the free ones the
//! program carries ([`builtin`]), so that there always is one. Characters missing from it come from the
//! program's own, then from the fallback families of the system in order. Nothing is looked for before the
//! first paper is set, and then once.

mod builtin;
mod faces;
mod search;

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::warning::Warning;

pub use faces::Role;
pub(crate) use search::Found;

/// The typefaces of one machine. Keep one value and share it: its search is done once.
#[derive(Debug)]
pub struct Fonts {
    folder: Option<PathBuf>,
    system: bool,
    found: OnceLock<Found>,
}

/// The typeface taken for a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is for.
    pub role: Role,
    /// Its family.
    pub family: String,
    /// Where it is from.
    pub origin: Origin,
}

/// Where a typeface is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The office or the system has one that the standard means.
    Genuine,
    /// The office has put one in the folder that stands in.
    StandIn,
    /// The program's own stands in.
    BuiltIn,
}

impl Fonts {
    /// The fonts of `folder`, if given, before those of the system and of the program.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Fonts {
            folder,
            system: true,
            found: OnceLock::new(),
        }
    }

    /// The fonts of `folder`, if given, and of the program, and none of the system, so that papers look the same
    /// on every machine.
    #[must_use]
    pub fn only(folder: Option<PathBuf>) -> Self {
        Fonts {
            folder,
            system: false,
            found: OnceLock::new(),
        }
    }

    /// What was taken for each role.
    pub fn choices(&self) -> &[Choice] {
        self.found().choices()
    }

    /// Tells which typefaces stand in for those of the standard: one warning for all of the program's own.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let choices = || self.choices().iter();
        let own: Vec<Role> = choices()
            .filter(|choice| choice.origin == Origin::BuiltIn)
            .map(|choice| choice.role)
            .collect();
        let built_in = (!own.is_empty()).then_some(Warning::FontsBuiltIn { roles: own });
        let stand_ins = choices()
            .filter(|choice| choice.origin == Origin::StandIn)
            .map(|choice| Warning::FontSubstituted {
                role: choice.role,
                used: choice.family.clone(),
            });
        stand_ins.chain(built_in).collect()
    }

    /// The result of the search, made at the first call.
    pub(crate) fn found(&self) -> &Found {
        self.found
            .get_or_init(|| search::search(self.folder.as_deref(), self.system))
    }
}

#[cfg(test)]
mod tests;
