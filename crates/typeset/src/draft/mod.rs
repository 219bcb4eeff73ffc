//! A draft someone wrote in Word, or as plain text, given back with comments beside its text.
//!
//! [`Draft::text`] is the text a checker reads; remarks point at byte ranges of it. The document is only
//! ever added to: marks and comments go in, every other byte of every part stays as it was.

mod annotate;
mod file;
mod read;

use std::ops::Range;

use jiff::Timestamp;

use crate::docx::docx;
use crate::error::Error;
use crate::fonts::Fonts;
use crate::imprint::Imprint;
use crate::paper::{Align, Block, Paper, Paragraph, Remark, Run};
use read::Reading;

/// A draft to be commented on.
#[derive(Clone, Debug)]
pub struct Draft {
    bytes: Vec<u8>,
    document: String,
    reading: Reading,
}

impl Draft {
    /// Opens a Word document.
    ///
    /// # Errors
    /// [`Error::NotDocx`] when it is not one, is encrypted, or is an old `.doc`.
    pub fn from_docx(bytes: Vec<u8>) -> Result<Self, Error> {
        let document = file::document(&bytes)?;
        let reading = read::read(&document)?;
        Ok(Draft {
            bytes,
            document,
            reading,
        })
    }

    /// Makes a draft of plain text, each line a paragraph. Its [`Draft::text`] is `text` without control
    /// characters, and with `\n` for `\r\n`.
    ///
    /// # Errors
    /// Only by a defect.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let blocks = text
            .split('\n')
            .map(|line| {
                // A line that brings its own indent gets no other.
                let align = if line.starts_with([' ', '\u{3000}', '\t']) {
                    Align::Left
                } else {
                    Align::Body
                };
                Block::Paragraph(Paragraph {
                    runs: vec![Run::plain(line)],
                    align,
                })
            })
            .collect();
        let paper = Paper {
            blocks,
            ..Paper::default()
        };
        // There are no charts, so no font is ever looked for.
        Draft::from_docx(docx(&paper, &Imprint::default(), &Fonts::new(None))?)
    }

    /// The draft's text: its paragraphs, those of tables too, with `\n` between them. Deleted text, text
    /// boxes, notes, headers and footers are not part of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.reading.text
    }

    /// The document with a comment for each remark, in the order given. Comments it has already stay.
    ///
    /// # Errors
    /// [`Error::RemarkOutside`] when a range holds no text of the draft.
    pub fn annotate(&self, remarks: &[(Range<usize>, Remark)], made_at: Timestamp) -> Result<Vec<u8>, Error> {
        let parts = file::Comments::of(&self.bytes)?;
        let first = parts.next_id();
        let document = annotate::marked(&self.document, &self.reading, remarks, first)?;
        let numbered = remarks
            .iter()
            .enumerate()
            .map(|(n, (_, remark))| (first + n, remark));
        parts.write(&self.bytes, &document, numbered, made_at)
    }
}

#[cfg(test)]
mod tests;
