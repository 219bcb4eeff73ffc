//! Which typefaces are taken from where.

use std::path::Path;

use super::*;

/// Free typefaces in a folder of their own, as an office would keep its licensed ones.
const FANDOL: &str = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol";

fn fandol() -> Option<PathBuf> {
    let found = Path::new(FANDOL).is_dir();
    if !found {
        println!("skipped: {FANDOL} is not installed");
    }
    found.then(|| FANDOL.into())
}

#[test]
fn the_caller_s_folder_goes_before_the_system() {
    let Some(folder) = fandol() else { return };
    let choices = Fonts::new(Some(folder)).choices().unwrap();
    assert_eq!(choices.len(), Role::ALL.len());
    assert!(
        choices
            .iter()
            .all(|choice| choice.family.starts_with("Fandol") && !choice.genuine),
        "{choices:?}"
    );
}

#[test]
fn a_folder_alone_is_enough_and_nothing_else_is_used() {
    let Some(folder) = fandol() else { return };
    let fonts = Fonts::only(folder);
    assert_eq!(fonts.choices().unwrap().len(), Role::ALL.len());
    assert!(
        !fonts
            .found()
            .unwrap()
            .book()
            .families()
            .any(|(family, _)| family.contains("Noto"))
    );
}

#[test]
fn every_stand_in_is_told_in_both_languages() {
    let Some(folder) = fandol() else { return };
    let warnings = Fonts::only(folder).warnings().unwrap();
    let body = warnings
        .iter()
        .find(|warning| warning.zh().contains("仿宋"))
        .unwrap();
    assert!(body.zh().contains("FandolFang") && body.to_string().contains("FandolFang"));
    assert!(body.to_string().contains("fonts folder"));
}

#[test]
fn nothing_is_looked_for_until_it_is_needed_and_then_once() {
    let fonts = Fonts::only("/nonexistent".into());
    assert!(fonts.found.get().is_none());
    assert!(fonts.choices().is_err());
    assert!(fonts.found.get().is_some());
}

#[test]
fn a_role_none_of_whose_families_is_there_takes_any_chinese_one() {
    let Some(folder) = fandol() else { return };
    let alone = std::env::temp_dir().join(format!("yiben-typeset-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&alone).unwrap();
    std::fs::copy(folder.join("FandolSong-Regular.otf"), alone.join("song.otf")).unwrap();
    let choices = Fonts::only(alone.clone()).choices();
    std::fs::remove_dir_all(&alone).unwrap();
    assert!(
        choices
            .unwrap()
            .iter()
            .all(|choice| choice.family == "FandolSong")
    );
}
