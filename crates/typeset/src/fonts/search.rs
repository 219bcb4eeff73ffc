//! Finding the typefaces on this machine and reading them when they are first used.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fontdb::{Database, FaceInfo, Source};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontWeight};
use typst::utils::LazyHash;

use super::Choice;
use super::faces::{Candidate, FALLBACK, Role};

/// Where TeX Live keeps Fandol, which its packages do not announce to the system.
const TEX_LIVE: &[&str] = &[
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/texmf-dist/fonts/opentype/public/fandol",
    "/usr/local/texlive/texmf-local/fonts/opentype/public/fandol",
];

/// The heaviest weight that still counts as the text's own when a bold is looked for.
const BOLD_FROM: u16 = 600;

/// The typefaces taken on this machine.
#[derive(Debug)]
pub(crate) struct Found {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    choices: Vec<Choice>,
    /// Roles whose family has a bold of its own.
    bold: Vec<Role>,
    /// The aliases of the faces that lend characters, in order.
    lenders: Vec<String>,
}

/// One face of the book, read from disk at its first use.
#[derive(Debug)]
struct Slot {
    path: PathBuf,
    index: u32,
    /// None for a face that only lends characters.
    role: Option<Role>,
    font: OnceLock<Option<Font>>,
}

impl Found {
    /// The book of faces; each is known there by the alias of its role.
    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face at a place of the book.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        slot.font
            .get_or_init(|| {
                let known = self
                    .slots
                    .iter()
                    .find(|other| other.path == slot.path && other.font.get().is_some());
                let data = match known.and_then(|other| other.font.get()) {
                    Some(Some(font)) => font.data().clone(),
                    _ => Bytes::new(std::fs::read(&slot.path).ok()?),
                };
                Font::new(data, slot.index)
            })
            .clone()
    }

    /// What was taken for each role.
    pub(crate) fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The role's face and those that lend it characters, by the aliases they have in the book.
    pub(crate) fn chain(&self, role: Role) -> Vec<String> {
        let own = self
            .choices
            .iter()
            .filter(|choice| choice.role == role)
            .map(|_| role.alias().to_owned());
        own.chain(self.lenders.iter().cloned()).collect()
    }

    /// Whether the role's family has a bold of its own.
    pub(crate) fn has_bold(&self, role: Role) -> bool {
        self.bold.contains(&role)
    }

    /// Whether a face is one text is set in, rather than one that lends characters. That of page numbers
    /// often lends as well.
    pub(crate) fn sets_text(&self, font: &Font) -> bool {
        self.slots.iter().any(|slot| {
            slot.role.is_some_and(|role| role != Role::Song)
                && slot
                    .font
                    .get()
                    .and_then(Option::as_ref)
                    .is_some_and(|f| f == font)
        })
    }
}

/// Looks for every role; none when there is nothing with Chinese characters.
pub(super) fn search(folder: Option<&Path>, system: bool) -> Option<Found> {
    let shelves = shelves(folder, system);
    let mut found = Collecting::default();
    for role in Role::ALL {
        found.take(role, &shelves);
    }
    for (n, family) in FALLBACK.iter().enumerate() {
        if let Some((shelf, face)) = shelves
            .iter()
            .find_map(|shelf| Some((shelf, nearest(shelf, family, 400)?)))
        {
            let alias = format!("lender {n}");
            if found.push(shelf, face, &alias, None, FontWeight::REGULAR) {
                found.lenders.push(alias);
            }
        }
    }
    found.finish()
}

/// The collections to look in, first the caller's.
fn shelves(folder: Option<&Path>, system: bool) -> Vec<Database> {
    let mut shelves = Vec::new();
    if let Some(folder) = folder {
        let mut own = Database::new();
        own.load_fonts_dir(folder);
        shelves.push(own);
    }
    if system {
        let mut installed = Database::new();
        installed.load_system_fonts();
        for folder in TEX_LIVE {
            installed.load_fonts_dir(folder);
        }
        shelves.push(installed);
    }
    shelves
}

/// The upright face of a family nearest to a weight.
fn nearest<'a>(shelf: &'a Database, family: &str, weight: u16) -> Option<&'a FaceInfo> {
    shelf
        .faces()
        .filter(|face| face.style == fontdb::Style::Normal)
        .filter(|face| {
            face.families
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case(family))
        })
        .min_by_key(|face| (face.weight.0.abs_diff(weight), path_of(face)))
}

/// The best face among the families of a role; a folder's own goes before the system's.
fn named(role: Role, shelves: &[Database]) -> Option<(&Database, Candidate, &FaceInfo)> {
    shelves.iter().find_map(|shelf| {
        role.candidates().iter().find_map(|candidate| {
            Some((
                shelf,
                *candidate,
                nearest(shelf, candidate.family, candidate.weight)?,
            ))
        })
    })
}

/// Any face with Chinese characters, for a role none of whose families is there.
fn any_chinese(shelves: &[Database]) -> Option<(&Database, Candidate, &FaceInfo)> {
    FALLBACK.iter().find_map(|family| {
        shelves.iter().find_map(|shelf| {
            let face = nearest(shelf, family, 400)?;
            let info = shelf.with_face_data(face.id, FontInfo::new)??;
            info.coverage
                .contains('中' as u32)
                .then_some((shelf, Candidate::stand_in(family, 400), face))
        })
    })
}

/// Where a face lies, to choose the same one on every run.
fn path_of(face: &FaceInfo) -> Option<(PathBuf, u32)> {
    match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => Some((path.clone(), face.index)),
        Source::Binary(_) => None,
    }
}

/// A [`Found`] in the making.
#[derive(Default)]
struct Collecting {
    book: FontBook,
    slots: Vec<Slot>,
    choices: Vec<Choice>,
    bold: Vec<Role>,
    lenders: Vec<String>,
    chinese: bool,
}

impl Collecting {
    /// Takes the best face for a role, and its bold if there is one.
    fn take(&mut self, role: Role, shelves: &[Database]) {
        let Some((shelf, candidate, face)) = named(role, shelves).or_else(|| any_chinese(shelves)) else {
            return;
        };
        if !self.push(shelf, face, role.alias(), Some(role), FontWeight::REGULAR) {
            return;
        }
        let family = candidate.family.to_owned();
        self.choices.push(Choice {
            role,
            family,
            genuine: candidate.genuine,
        });
        let bold = nearest(shelf, candidate.family, 700).filter(|bold| bold.weight.0 >= BOLD_FROM);
        if let Some(bold) = bold.filter(|bold| bold.id != face.id)
            && self.push(shelf, bold, role.alias(), Some(role), FontWeight::BOLD)
        {
            self.bold.push(role);
        }
    }

    /// Adds a face to the book under an alias; false when its file cannot be read.
    fn push(
        &mut self,
        shelf: &Database,
        face: &FaceInfo,
        alias: &str,
        role: Option<Role>,
        weight: FontWeight,
    ) -> bool {
        let Some((path, index)) = path_of(face) else {
            return false;
        };
        let Some(Some(mut info)) = shelf.with_face_data(face.id, FontInfo::new) else {
            return false;
        };
        self.chinese |= info.coverage.contains('中' as u32);
        alias.clone_into(&mut info.family);
        info.variant.weight = weight;
        self.book.push(info);
        self.slots.push(Slot {
            path,
            index,
            role,
            font: OnceLock::new(),
        });
        true
    }

    /// The collection, if Chinese can be set with it.
    fn finish(self) -> Option<Found> {
        self.chinese.then(|| Found {
            book: LazyHash::new(self.book),
            slots: self.slots,
            choices: self.choices,
            bold: self.bold,
            lenders: self.lenders,
        })
    }
}
