//! Names of sheets that every spreadsheet accepts.

/// The most characters of a sheet's name, as spreadsheets count them (UTF-16).
const LONGEST: usize = 31;

/// A name fit for a sheet: characters that spreadsheets refuse, those of paths among them, become `_`, what is too long is cut, and no
/// name at all becomes 清单.
#[must_use]
pub fn sheet_name(name: &str) -> String {
    let refused = |character: char| {
        character.is_control() || matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\')
    };
    let mut fit = String::new();
    let mut length = 0;
    for character in name.trim().trim_matches('\'').chars() {
        length += character.len_utf16();
        if length > LONGEST {
            break;
        }
        fit.push(if refused(character) { '_' } else { character });
    }
    let fit = fit.trim().trim_matches('\'');
    // Excel keeps this name for itself.
    if fit.is_empty() || fit.eq_ignore_ascii_case("history") {
        "清单".to_owned()
    } else {
        fit.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_like_paths_become_plain_names() {
        assert_eq!(sheet_name("../../etc/passwd"), ".._.._etc_passwd");
        assert_eq!(sheet_name("C:\\台账\\[1]*?"), "C__台账__1___");
        assert_eq!(sheet_name("'2024年'"), "2024年");
        assert_eq!(sheet_name(" \u{0}"), "_");
        assert_eq!(sheet_name("''"), "清单");
        assert_eq!(sheet_name("History"), "清单");
        assert_eq!(sheet_name(&"很".repeat(40)).chars().count(), 31);
    }

    proptest! {
        #[test]
        fn every_name_is_accepted(name in "\\PC{0,60}") {
            let mut workbook = rust_xlsxwriter::Workbook::new();
            prop_assert!(workbook.add_worksheet().set_name(sheet_name(&name)).is_ok());
        }
    }
}
