//! Attachments, kept and read from a seat.

use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::find;
use ledger::RecordId;
use pack::Value;
use pack::model::FieldKind;
use store::{AttachmentError, StoreError};

impl Seat {
    /// Keeps a file and answers with its name, the SHA-256 of its content.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn keep_file(&self, content: &[u8]) -> Result<String, DeskError> {
        let kept = self.desk.town().attachments.keep(content);
        Ok(kept.map_err(|error| match error {
            AttachmentError::Store(error) => error,
            other => StoreError::Damaged(other.to_string()),
        })?)
    }

    /// The content of a file that a record names; none where there is none, or the record does not name it in a field that
    /// may be seen.
    ///
    /// # Errors
    /// When there is no such record that the seat may see, the disk cannot be read, or the content is no longer what was
    /// kept.
    pub fn file(&self, register: &str, id: RecordId, name: &str) -> Result<Option<Vec<u8>>, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let row = self.row(pack, register, id)?;
        let held = register.fields.iter().zip(&row.values);
        if !held
            .filter(|(field, _)| field.sensitive.is_none() && keeps_files(&field.kind))
            .any(|(_, value)| names(value, name))
        {
            return Ok(None);
        }
        match self.desk.town().attachments.read(name) {
            Ok(content) => Ok(Some(content)),
            Err(AttachmentError::Store(error)) => Err(error.into()),
            Err(AttachmentError::Damaged(name)) => Err(StoreError::Damaged(name).into()),
            Err(AttachmentError::Name(_) | AttachmentError::Missing(_)) => Ok(None),
        }
    }
}

fn keeps_files(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::File
            | FieldKind::Photo
            | FieldKind::Signature
            | FieldKind::Table { .. }
            | FieldKind::Checklist { .. }
    )
}

/// Whether a value names this attachment; a name may carry the file's own name after a colon.
fn names(value: &Value, name: &str) -> bool {
    match value {
        Value::Text(text) => text.split(':').next() == Some(name),
        Value::List(values) => values.iter().any(|value| names(value, name)),
        Value::Table(rows) => rows.iter().flatten().any(|value| names(value, name)),
        _ => false,
    }
}
