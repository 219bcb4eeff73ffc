//! Attachments, kept in files named by the SHA-256 of their content: the same picture sent twice is kept once, and a
//! changed byte is found.

use crate::StoreError;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A folder of attachments.
#[derive(Clone, Debug)]
pub struct Attachments {
    folder: PathBuf,
}

/// Why an attachment cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// The name is no content hash.
    #[error("`{0}` does not name an attachment: 64 hex digits are expected")]
    Name(String),
    /// There is none of that name.
    #[error("there is no attachment {0}")]
    Missing(String),
    /// The content is not what it was when it was kept.
    #[error("the attachment {0} is damaged: its content no longer has that hash")]
    Damaged(String),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Attachments {
    /// The attachments kept in `folder`, which is made when the first one comes.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Attachments {
            folder: folder.into(),
        }
    }

    /// Keeps `content` and answers with its name. It is on disk when this returns.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn keep(&self, content: &[u8]) -> Result<String, AttachmentError> {
        let name = hex(&Sha256::digest(content));
        let path = self.path(&name)?;
        if path.exists() {
            return Ok(name);
        }
        let written = || -> std::io::Result<()> {
            let folder = path.parent().unwrap_or(&self.folder);
            fs::create_dir_all(folder)?;
            // Written beside and renamed, so that a name never stands for half a content.
            let beside = path.with_extension(format!("part-{}", std::process::id()));
            let mut file = fs::File::create(&beside)?;
            file.write_all(content)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            fs::File::open(folder)?.sync_all()
        };
        written().map_err(|error| self.error(&path, error))?;
        Ok(name)
    }

    /// The content kept under `name`, checked against it.
    ///
    /// # Errors
    /// When there is none, or it was changed on disk.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, AttachmentError> {
        let path = self.path(name)?;
        let content = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => AttachmentError::Missing(name.to_owned()),
            _ => self.error(&path, error),
        })?;
        if hex(&Sha256::digest(&content)) == name {
            Ok(content)
        } else {
            Err(AttachmentError::Damaged(name.to_owned()))
        }
    }

    fn error(&self, path: &Path, source: std::io::Error) -> AttachmentError {
        let full = source.kind() == std::io::ErrorKind::StorageFull;
        let path = path
            .strip_prefix(&self.folder)
            .unwrap_or(path)
            .display()
            .to_string();
        AttachmentError::Store(if full {
            StoreError::Full
        } else {
            StoreError::File { path, source }
        })
    }

    /// Only a content hash becomes a path, so that no name leads out of the folder.
    fn path(&self, name: &str) -> Result<PathBuf, AttachmentError> {
        let is_hash = name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hash {
            return Err(AttachmentError::Name(name.chars().take(80).collect()));
        }
        Ok(self.folder.join(&name[..2]).join(name))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_is_kept_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let attachments = Attachments::new(folder.path());
        let name = attachments.keep(b"photo").unwrap();
        assert_eq!(attachments.keep(b"photo").unwrap(), name);
        assert_eq!(attachments.read(&name).unwrap(), b"photo");
    }

    #[test]
    fn a_changed_byte_on_disk_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let attachments = Attachments::new(folder.path());
        let name = attachments.keep(b"photo").unwrap();
        fs::write(folder.path().join(&name[..2]).join(&name), b"phot0").unwrap();
        assert!(matches!(
            attachments.read(&name),
            Err(AttachmentError::Damaged(_))
        ));
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let attachments = Attachments::new(folder.path().join("files"));
        fs::write(folder.path().join("secret"), b"x").unwrap();
        for name in ["../secret", "..%2fsecret", "", "/etc/passwd", &"A".repeat(64)] {
            assert!(
                matches!(attachments.read(name), Err(AttachmentError::Name(_))),
                "{name}"
            );
        }
    }
}
