//! The clone as the chores see it: where it lies, which files belong to it, where its products go.

use crate::run;
use std::path::{Path, PathBuf};

/// The clone.
pub(crate) struct House {
    root: PathBuf,
}

impl House {
    /// The clone in which the chore runs.
    pub(crate) fn find() -> Result<Self, String> {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .map(|root| House {
                root: root.to_owned(),
            })
            .ok_or_else(|| "xtask lies in no clone".to_owned())
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the clone.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where cargo puts its products, outside the clone when the caller wishes it so.
    pub(crate) fn products(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.path("target"), |given| self.root.join(given))
    }

    /// The files that belong to the clone or are about to, by their paths with `/` between.
    pub(crate) fn files(&self) -> Result<Vec<String>, String> {
        let listed = run::told(std::process::Command::new("git").current_dir(&self.root).args([
            "-c",
            "core.quotepath=off",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let mut files: Vec<String> = listed
            .lines()
            .map(str::to_owned)
            // What is deleted but not yet committed is still listed.
            .filter(|file| self.path(file).is_file())
            .collect();
        files.sort();
        Ok(files)
    }

    pub(crate) fn read(&self, relative: &str) -> Result<String, String> {
        std::fs::read_to_string(self.path(relative)).map_err(|error| format!("{relative}: {error}"))
    }
}
