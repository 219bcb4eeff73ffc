//! The typefaces the program carries: free ones, so that a machine without any sets a proper paper.
//!
//! They lie in the program as they are and are read in place, one when text is first set in it.

use super::Role;

/// A typeface of the program.
#[derive(Clone, Copy, Debug)]
pub(super) struct BuiltIn {
    /// What it is for.
    pub(super) role: Role,
    /// Its family, as the file has it.
    pub(super) family: &'static str,
    /// The font file.
    pub(super) file: &'static [u8],
}

/// One for every role, in the order of [`Role::ALL`].
pub(super) const ALL: [BuiltIn; Role::ALL.len()] = [
    BuiltIn {
        role: Role::Title,
        family: "Yiben Biaosong",
        file: include_bytes!("../../fonts/title.otf"),
    },
    BuiltIn {
        role: Role::Body,
        family: "Yiben Fangsong",
        file: include_bytes!("../../fonts/body.otf"),
    },
    BuiltIn {
        role: Role::Hei,
        family: "Yiben Hei",
        file: include_bytes!("../../fonts/hei.otf"),
    },
    BuiltIn {
        role: Role::Kai,
        family: "Yiben Kai",
        file: include_bytes!("../../fonts/kai.otf"),
    },
    BuiltIn {
        role: Role::Song,
        family: "Yiben Song",
        file: include_bytes!("../../fonts/song.otf"),
    },
];

/// Those that lend characters to the others and to the office's, which often lack those of names: the body has
/// most characters, the one of page numbers most signs.
pub(super) const LENDERS: [Role; 3] = [Role::Body, Role::Song, Role::Hei];

/// The typeface for a role.
pub(super) fn of(role: Role) -> Option<BuiltIn> {
    ALL.into_iter().find(|face| face.role == role)
}
