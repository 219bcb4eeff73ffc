//! Setting papers, as the desk asks for it. The program hands in a press; the desk knows no typesetter.

use crate::error::DeskError;
use ledger::{Cause, Problem};
use pack::Text;
use std::collections::BTreeMap;
use std::ops::Range;

/// The form a paper comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperForm {
    /// PDF in the layout of GB/T 9704—2012.
    Pdf,
    /// A Word document of the same layout.
    Docx,
    /// A page on which figures lead to their records.
    Html,
}

/// A paper to be set.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// Its text: Markdown with a head, as [`Press`] reads it.
    pub markdown: String,
    /// Drawings by name, as SVG.
    pub charts: BTreeMap<String, String>,
    /// Names the paper for good, such as a record's number.
    pub ident: String,
    /// The moment it is of, in milliseconds since 1970.
    pub moment: i64,
    /// What stands before a figure's address, such as `/indicators/`.
    pub figures: Option<String>,
}

/// A paper that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages, where the form has pages.
    pub pages: Option<usize>,
    /// What a person should know of it.
    pub warnings: Vec<Text>,
}

/// A draft that is given back with comments.
#[derive(Clone, Debug)]
pub enum DraftFile {
    /// A Word document.
    Docx(Vec<u8>),
    /// Text, each line a paragraph.
    Text(String),
}

/// Why a paper could not be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message.en)]
pub struct PressError {
    /// What is wrong, with what to do about it.
    pub message: Text,
}

impl From<PressError> for DeskError {
    fn from(error: PressError) -> Self {
        DeskError::refused(
            Cause::Invalid,
            Problem::new("paper", error.message.zh, error.message.en),
        )
    }
}

/// Sets papers.
pub trait Press: Send + Sync {
    /// The text written so that a paper shows it as it is, whatever marks are in it.
    fn literal(&self, text: &str) -> String;

    /// Sets a paper.
    ///
    /// # Errors
    /// When a drawing is none.
    fn set(&self, manuscript: &Manuscript, form: PaperForm) -> Result<Paper, PressError>;

    /// The text of a draft, to which comments point.
    ///
    /// # Errors
    /// When the file is no Word document.
    fn text_of(&self, draft: &DraftFile) -> Result<String, PressError>;

    /// The draft as a Word document with comments by `author` beside stretches of its text.
    ///
    /// # Errors
    /// When the file is no Word document, or a stretch lies outside its text.
    fn comment(
        &self,
        draft: &DraftFile,
        author: &str,
        comments: &[(Range<usize>, String)],
        moment: i64,
    ) -> Result<Vec<u8>, PressError>;
}
