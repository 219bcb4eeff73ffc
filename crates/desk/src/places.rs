//! The town's places: names and lifetimes, kept as things of the town so that a merged village still counts where it was.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use standards::PlaceCode;
use std::collections::BTreeMap;

/// A place as the town keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceEntry {
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English, often pinyin.
    #[serde(default)]
    pub en: String,
    /// First day it exists, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The place it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<PlaceCode>,
}

/// All places of a town.
#[derive(Clone, Debug, Default)]
pub struct Places(BTreeMap<PlaceCode, PlaceEntry>);

impl Places {
    /// Adds a place or replaces what was known of it.
    pub fn insert(&mut self, code: PlaceCode, entry: PlaceEntry) {
        self.0.insert(code, entry);
    }

    /// What is known of a place.
    #[must_use]
    pub fn get(&self, code: &PlaceCode) -> Option<&PlaceEntry> {
        self.0.get(code)
    }

    /// Whether the place exists on that day.
    #[must_use]
    pub fn exists(&self, code: &PlaceCode, on: Date) -> bool {
        self.0.get(code).is_some_and(|entry| stands(entry, on))
    }

    /// The places directly below one that exist on that day, in the order of their codes.
    pub fn children(&self, of: &PlaceCode, on: Date) -> impl Iterator<Item = (&PlaceCode, &PlaceEntry)> {
        let parent = *of;
        self.0.iter().filter(move |(code, entry)| code.parent() == Some(parent) && stands(entry, on))
    }

    /// All places, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (&PlaceCode, &PlaceEntry)> {
        self.0.iter()
    }

    /// The place called so: by code, or by a name that only one place has.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<PlaceCode> {
        if let Ok(code) = text.parse::<PlaceCode>() {
            return self.0.contains_key(&code).then_some(code);
        }
        let mut found = self.0.iter().filter(|(_, entry)| {
            entry.zh == text
                || entry.en.eq_ignore_ascii_case(text)
                || ["村", "镇", "社区", "村委会", "村民委员会"].iter().any(|ending| format!("{text}{ending}") == entry.zh)
                || entry.zh.strip_suffix("民委员会").is_some_and(|short| short == text)
        });
        let first = found.next()?;
        found.next().is_none().then_some(*first.0)
    }

    /// The name of a place in Chinese; its code where none is known.
    #[must_use]
    pub fn zh(&self, code: &PlaceCode) -> String {
        self.0.get(code).map_or_else(|| code.to_string(), |entry| entry.zh.clone())
    }
}

fn stands(entry: &PlaceEntry, on: Date) -> bool {
    entry.from.is_none_or(|from| from <= on) && entry.until.is_none_or(|until| on <= until)
}
