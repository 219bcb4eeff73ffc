//! All that the typesetter may see: one layout program, one paper as data, its drawings, the fonts.
//! No disk, no network, no clock, no packages.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::drawing::Drawing;
use super::sheet::Sheet;
use crate::error::Error;
use crate::fonts::Found;

/// The layout program. It reads the paper as data and never evaluates any of its text.
const LAYOUT: &str = include_str!("official.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The typesetter's desk with everything for one paper on it.
pub(crate) struct Desk<'a> {
    fonts: &'a Found,
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Desk<'a> {
    /// Lays a paper and its drawings on the desk.
    ///
    /// # Errors
    /// When the paper cannot be written as data, which is a defect.
    pub(crate) fn new(fonts: &'a Found, sheet: &Sheet, drawings: &[Drawing]) -> Result<Self, Error> {
        let data = serde_json::to_vec(sheet).map_err(|error| Error::Typesetting {
            reason: error.to_string(),
        })?;
        let mut files = HashMap::from([(file("paper.json")?, Bytes::new(data))]);
        for drawing in drawings {
            files.insert(file(&drawing.name)?, drawing.svg.clone());
        }
        Ok(Desk {
            fonts,
            main: Source::new(file("official.typ")?, LAYOUT.to_owned()),
            files,
        })
    }

    /// A desk with nothing but the fonts, for reading drawings.
    pub(crate) fn bare(fonts: &'a Found) -> Result<Self, Error> {
        Ok(Desk {
            fonts,
            main: Source::new(file("official.typ")?, String::new()),
            files: HashMap::new(),
        })
    }
}

/// The id of a file on the desk. Names are few and the same for every paper, because ids are never freed.
fn file(name: &str) -> Result<FileId, Error> {
    VirtualPath::new(name)
        .map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
        .map_err(|error| Error::Typesetting {
            reason: error.to_string(),
        })
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
