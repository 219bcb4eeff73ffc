//! Finding the typefaces of the office, the system and the program, and reading them when they are first used.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fontdb::{Database, FaceInfo, Source};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontWeight};
use typst::utils::LazyHash;

use super::builtin::{self, BuiltIn};
use super::faces::{Candidate, FALLBACK, Role};
use super::{Choice, Origin};

/// The heaviest weight that still counts as the text's own when a bold is looked for.
const BOLD_FROM: u16 = 600;

/// The typefaces taken on one machine.
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

/// Where the bytes of a face are.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// In a file on disk.
    File(PathBuf),
    /// In the program.
    BuiltIn(Role),
}

impl Place {
    /// The bytes; those of the program are not copied.
    fn read(&self) -> Option<Bytes> {
        match self {
            Place::File(path) => Some(Bytes::new(std::fs::read(path).ok()?)),
            Place::BuiltIn(role) => Some(Bytes::new(builtin::of(*role)?.file)),
        }
    }
}

/// One face of the book, read at its first use.
#[derive(Debug)]
struct Slot {
    place: Place,
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
                    .find(|other| other.place == slot.place && other.font.get().is_some());
                let data = match known.and_then(|other| other.font.get()) {
                    Some(Some(font)) => font.data().clone(),
                    _ => slot.place.read()?,
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

    /// Whether text in a face is nothing to be told of: it has a role in the text, or it is the program's own
    /// with the signs (①, ℃, ㎡) that look alike in all. Another one of page numbers often lends as well.
    pub(crate) fn sets_text(&self, font: &Font) -> bool {
        let tacit = |slot: &&Slot| match slot.role {
            Some(role) if role != Role::Song => true,
            _ => slot.place == Place::BuiltIn(Role::Song),
        };
        self.slots.iter().filter(tacit).any(|slot| {
            slot.font
                .get()
                .and_then(Option::as_ref)
                .is_some_and(|own| own == font)
        })
    }
}

/// Where typefaces of others are looked for.
#[derive(Default)]
struct Shelves {
    folder: Option<Database>,
    system: Option<Database>,
}

impl Shelves {
    /// Opens them.
    fn open(folder: Option<&Path>, system: bool) -> Self {
        let folder = folder.map(|folder| {
            let mut own = Database::new();
            own.load_fonts_dir(folder);
            own
        });
        let system = system.then(|| {
            let mut installed = Database::new();
            installed.load_system_fonts();
            installed
        });
        Shelves { folder, system }
    }

    /// The best face for a role: any of its families in the folder, or one that the standard means on the
    /// system. What else a system has does not come before the program's own.
    fn of(&self, role: Role) -> Option<(&Database, Candidate, &FaceInfo)> {
        let folder = self.folder.as_ref().and_then(|shelf| named(shelf, role, true));
        folder.or_else(|| self.system.as_ref().and_then(|shelf| named(shelf, role, false)))
    }

    /// The face of a family that lends characters.
    fn lender(&self, family: &str) -> Option<(&Database, &FaceInfo)> {
        let mut shelves = self.folder.iter().chain(&self.system);
        shelves.find_map(|shelf| Some((shelf, nearest(shelf, family, 400)?)))
    }
}

/// The first of a role's families on a shelf; only those the standard means, or every one.
fn named(shelf: &Database, role: Role, every: bool) -> Option<(&Database, Candidate, &FaceInfo)> {
    role.candidates()
        .iter()
        .filter(|candidate| every || candidate.genuine)
        .find_map(|candidate| {
            Some((
                shelf,
                *candidate,
                nearest(shelf, candidate.family, candidate.weight)?,
            ))
        })
}

/// Looks for every role, and for what lends to them.
pub(super) fn search(folder: Option<&Path>, system: bool) -> Found {
    let shelves = Shelves::open(folder, system);
    let mut found = Collecting::default();
    for own in builtin::ALL {
        if !found.take(own.role, &shelves) {
            found.take_own(own);
        }
    }
    for own in builtin::LENDERS.into_iter().filter_map(builtin::of) {
        let alias = format!("lender of the program {}", found.lenders.len());
        if found.push_own(own, &alias, None) {
            found.lenders.push(alias);
        }
    }
    for (n, family) in FALLBACK.iter().enumerate() {
        if let Some((shelf, face)) = shelves.lender(family) {
            let alias = format!("lender {n}");
            if found.push(shelf, face, &alias, None, FontWeight::REGULAR) {
                found.lenders.push(alias);
            }
        }
    }
    found.finish()
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
}

impl Collecting {
    /// Takes the best face of others for a role, and its bold if there is one; false when there is none.
    fn take(&mut self, role: Role, shelves: &Shelves) -> bool {
        let Some((shelf, candidate, face)) = shelves.of(role) else {
            return false;
        };
        if !self.push(shelf, face, role.alias(), Some(role), FontWeight::REGULAR) {
            return false;
        }
        self.choices.push(Choice {
            role,
            family: candidate.family.to_owned(),
            origin: if candidate.genuine {
                Origin::Genuine
            } else {
                Origin::StandIn
            },
        });
        let bold = nearest(shelf, candidate.family, 700).filter(|bold| bold.weight.0 >= BOLD_FROM);
        if let Some(bold) = bold.filter(|bold| bold.id != face.id)
            && self.push(shelf, bold, role.alias(), Some(role), FontWeight::BOLD)
        {
            self.bold.push(role);
        }
        true
    }

    /// Takes the program's own face for its role.
    fn take_own(&mut self, own: BuiltIn) {
        if self.push_own(own, own.role.alias(), Some(own.role)) {
            self.choices.push(Choice {
                role: own.role,
                family: own.family.to_owned(),
                origin: Origin::BuiltIn,
            });
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
        let info = shelf.with_face_data(face.id, FontInfo::new).flatten();
        self.shelve(info, Place::File(path), index, alias, role, weight)
    }

    /// Adds a face of the program to the book under an alias.
    fn push_own(&mut self, own: BuiltIn, alias: &str, role: Option<Role>) -> bool {
        let info = FontInfo::new(own.file, 0);
        self.shelve(
            info,
            Place::BuiltIn(own.role),
            0,
            alias,
            role,
            FontWeight::REGULAR,
        )
    }

    /// Writes a face down; false when it is none.
    fn shelve(
        &mut self,
        info: Option<FontInfo>,
        place: Place,
        index: u32,
        alias: &str,
        role: Option<Role>,
        weight: FontWeight,
    ) -> bool {
        let Some(mut info) = info else {
            return false;
        };
        alias.clone_into(&mut info.family);
        info.variant.weight = weight;
        self.book.push(info);
        self.slots.push(Slot {
            place,
            index,
            role,
            font: OnceLock::new(),
        });
        true
    }

    /// The collection.
    fn finish(self) -> Found {
        Found {
            book: LazyHash::new(self.book),
            slots: self.slots,
            choices: self.choices,
            bold: self.bold,
            lenders: self.lenders,
        }
    }
}
