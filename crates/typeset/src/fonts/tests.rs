//! Which typefaces are taken from where.

use std::path::Path;

use super::*;

/// What the program's own may take of the program, all together.
const ROOM: usize = 9 * 1024 * 1024;

/// A folder with typefaces as an office would keep its licensed ones: the program's own under other names, which
/// are as long as theirs.
fn office(names: &[(Role, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (role, name) in names {
        let own = builtin::of(*role).unwrap();
        let wide = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect::<Vec<u8>>()
        };
        let (from, to) = (wide(own.family), wide(name));
        assert_eq!(from.len(), to.len(), "{name}");
        let mut file = own.file.to_vec();
        let places: Vec<usize> = (0..file.len() - from.len())
            .filter(|at| file[*at..].starts_with(&from))
            .collect();
        for at in places {
            file[at..at + to.len()].copy_from_slice(&to);
        }
        std::fs::write(folder.path().join(format!("{name}.otf")), file).unwrap();
    }
    folder
}

fn only(folder: &Path) -> Fonts {
    Fonts::only(Some(folder.to_owned()))
}

#[test]
fn the_office_s_folder_goes_before_the_program_s_own() {
    let folder = office(&[(Role::Hei, "FZHei-B01"), (Role::Kai, "FandolKai")]);
    let taken: Vec<(String, Origin)> = only(folder.path())
        .choices()
        .iter()
        .map(|choice| (choice.family.clone(), choice.origin))
        .collect();
    let taken: Vec<(&str, Origin)> = taken
        .iter()
        .map(|(family, origin)| (family.as_str(), *origin))
        .collect();
    assert_eq!(
        taken,
        [
            ("Yiben Biaosong", Origin::BuiltIn),
            ("Yiben Fangsong", Origin::BuiltIn),
            ("FZHei-B01", Origin::Genuine),
            ("FandolKai", Origin::StandIn),
            ("Yiben Song", Origin::BuiltIn),
        ]
    );
}

#[test]
fn a_missing_or_empty_folder_leaves_the_program_s_own() {
    let empty = tempfile::tempdir().unwrap();
    for folder in [empty.path(), &empty.path().join("nothing")] {
        let fonts = only(folder);
        assert_eq!(fonts.choices().len(), Role::ALL.len());
        assert!(
            fonts
                .choices()
                .iter()
                .all(|choice| choice.origin == Origin::BuiltIn)
        );
    }
}

#[test]
fn there_is_a_typeface_for_every_role_and_no_other_family_where_the_system_is_left_out() {
    let fonts = Fonts::only(None);
    for (own, role) in builtin::ALL.iter().zip(Role::ALL) {
        assert_eq!(own.role, role);
        let info = typst::text::FontInfo::new(own.file, 0).unwrap();
        assert_eq!(info.family, own.family);
    }
    assert!(
        fonts
            .found()
            .book()
            .families()
            .all(|(family, _)| family.starts_with("role ") || family.starts_with("lender of the program"))
    );
}

#[test]
fn the_program_s_own_typefaces_are_read_in_place() {
    let found = Fonts::only(None);
    let own = builtin::of(Role::ALL[0]).unwrap();
    let font = found.found().font(0).unwrap();
    assert!(std::ptr::eq(font.data().as_slice(), own.file));
}

#[test]
fn the_program_s_own_typefaces_stay_small() {
    let size: usize = builtin::ALL.iter().map(|own| own.file.len()).sum();
    assert!(size <= ROOM, "{size} bytes");
}

#[test]
fn stand_ins_are_told_in_both_languages_and_those_of_the_program_in_one_sentence() {
    let folder = office(&[(Role::Hei, "FZHei-B01"), (Role::Kai, "FandolKai")]);
    let warnings = only(folder.path()).warnings();
    let [kai, own] = warnings.as_slice() else {
        panic!("{warnings:?}");
    };
    assert!(
        kai.zh().contains("楷体") && kai.zh().contains("FandolKai"),
        "{}",
        kai.zh()
    );
    assert!(kai.to_string().contains("FandolKai") && kai.to_string().contains("fonts folder"));
    assert!(
        own.zh().starts_with("小标宋、仿宋、宋体用的是程序自带"),
        "{}",
        own.zh()
    );
    assert!(own.to_string().contains("仿宋 (body text)") && !own.to_string().contains("黑体"));
}

#[test]
fn nothing_is_looked_for_until_it_is_needed_and_then_once() {
    let fonts = Fonts::only(None);
    assert!(fonts.found.get().is_none());
    assert_eq!(fonts.choices().len(), Role::ALL.len());
    assert!(fonts.found.get().is_some());
}
