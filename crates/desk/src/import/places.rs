//! Places as ledgers write them: a code, a name, a name without its 村, a name with the town's before it.

use ledger::Problem;
use standards::{PlaceCode, PlaceTree};
use std::collections::HashMap;

/// The places of a town by every name that ledgers have for them, past ones too.
pub(crate) struct Places {
    /// None for a name that several places have.
    by_name: HashMap<String, Option<PlaceCode>>,
}

/// What a place's name may end in, left out by those who know which village is meant.
const ENDINGS: [&str; 8] = [
    "村民委员会",
    "居民委员会",
    "村委会",
    "居委会",
    "街道",
    "社区",
    "村",
    "镇",
];

impl Places {
    pub(crate) fn of(tree: &PlaceTree) -> Self {
        let mut places = Places {
            by_name: HashMap::new(),
        };
        for place in tree.places() {
            places.add(place.code.as_str(), place.code);
            for name in names(&place.name) {
                places.add(name, place.code);
            }
            if let Some(english) = &place.english {
                places.add(&english.to_lowercase(), place.code);
            }
        }
        places
    }

    fn add(&mut self, name: &str, code: PlaceCode) {
        self.by_name
            .entry(name.to_owned())
            .and_modify(|known| *known = known.filter(|known| *known == code))
            .or_insert(Some(code));
    }

    /// The place that a text means.
    ///
    /// # Errors
    /// When no place is called so, or several are.
    pub(crate) fn find(&self, text: &str) -> Result<PlaceCode, Problem> {
        let text = text.trim();
        match self.look_up(text) {
            Some(Some(code)) => Ok(code),
            Some(None) => Err(Problem::new(
                "place.several",
                format!("有不止一个“{text}”，请填写区划代码"),
                format!("there is more than one “{text}”; give the division code"),
            )),
            None => Err(Problem::new(
                "place.unknown",
                format!("本镇没有“{text}”，请填写区划名称或代码"),
                format!("no place of this town is called “{text}”; give its name or code"),
            )),
        }
    }

    fn look_up(&self, text: &str) -> Option<Option<PlaceCode>> {
        let known = |name: &str| self.by_name.get(name).copied();
        names(text)
            .find_map(known)
            .or_else(|| known(&text.to_lowercase()))
            // 岔路镇下畈村 is the village.
            .or_else(|| {
                text.split_once(['镇', '乡'])
                    .and_then(|(_, rest)| names(rest).find_map(known))
            })
    }
}

/// A name, and what is left of it without its ending, if that still tells something.
fn names(name: &str) -> impl Iterator<Item = &str> {
    let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    std::iter::once(name).chain(bare.filter(|bare| bare.chars().count() >= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_every_name_a_ledger_has_for_it() {
        let tree = PlaceTree::ninghai().subtree("330226105".parse().unwrap());
        let places = Places::of(&tree);
        for text in [
            "下畈村",
            "下畈",
            "岔路镇下畈村",
            "下畈村村委会",
            "330226105208",
            "xiafan village",
        ] {
            assert_eq!(places.find(text).unwrap().as_str(), "330226105208", "{text}");
        }
        assert_eq!(places.find("岔路镇").unwrap().as_str(), "330226105");
        assert_eq!(places.find("没有村").unwrap_err().code, "place.unknown");
    }
}
