//! The shapes of the story's files in `demo/`.

use crate::world::StoryError;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use standards::{PlaceCode, Position};

/// Reads a file of the story.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, StoryError> {
    toml::from_str(text).map_err(|error| StoryError {
        file: file.to_owned(),
        told: error.to_string(),
    })
}

/// `town.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TownStory {
    pub(crate) code: PlaceCode,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) notice_zh: String,
    pub(crate) notice_en: String,
    pub(crate) mark: String,
    pub(crate) mark_short: String,
    pub(crate) founded: Date,
    pub(crate) year: i16,
    pub(crate) today: Date,
}

/// `people.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct People {
    pub(crate) surnames: Vec<(String, u32)>,
    pub(crate) given: Vec<String>,
    pub(crate) posts: Vec<PostStory>,
    pub(crate) offices: Vec<OfficeStory>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostStory {
    pub(crate) login: String,
    pub(crate) role: String,
    pub(crate) title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeStory {
    pub(crate) key: String,
    pub(crate) name: String,
}

/// `places.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub(crate) villages: Vec<VillageStory>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VillageStory {
    pub(crate) code: PlaceCode,
    /// Longitude and latitude.
    pub(crate) at: Position,
    pub(crate) weight: u32,
    pub(crate) grids: usize,
}

/// Least and most of something.
pub(crate) type Stretch = (i64, i64);

/// A text with its blanks, such as `{a}`, filled in.
pub(crate) fn fill(text: &str, blanks: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in blanks {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}
