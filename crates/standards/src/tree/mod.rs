//! A tree of places with its history: who was called what, and lay where, on a given day.

mod change;
mod error;
mod read;

use std::sync::LazyLock;

pub use change::PlaceChange;
pub use error::{PlaceTreeError, PlaceTreeProblem};
use jiff::civil::Date;

use crate::{PlaceCode, Position, division};

/// The county that is compiled in, with all its towns and villages.
const NINGHAI: &str = include_str!("../../data/330226.csv");

/// A place during one period of its life: a change of name ends one period and begins another under the same code.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its code; the code's prefix is its parent.
    pub code: PlaceCode,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English, where one is in use.
    pub english: Option<String>,
    /// The first day of the period; none: as long as anyone asks.
    pub from: Option<Date>,
    /// The last day of the period; none: to this day.
    pub until: Option<Date>,
    /// The place it was merged into the day after `until`.
    pub merged_into: Option<PlaceCode>,
    /// About where it lies, as the town declared; no more than a point, and no boundary.
    pub position: Option<Position>,
}

impl Place {
    /// Whether the place stands under this name on `day`.
    #[must_use]
    pub fn stands(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Places below the county with their history.
///
/// Invariants: in the order of codes and periods; the periods of one code do not overlap; every place's parent is in the tree or an
/// official division; what a place was merged into stands on the day after, so that following mergers always ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceTree {
    places: Vec<Place>,
}

impl PlaceTree {
    /// Reads a tree from CSV with the columns code, name, english, from, until, merged_into, longitude and latitude (代码、名称、
    /// 英文名、启用、停用、并入、经度、纬度), of which code and name are needed, in any order.
    ///
    /// # Errors
    /// Every mistake of the text, each with its line.
    pub fn parse(csv: &str) -> Result<Self, Vec<PlaceTreeError>> {
        read::read(csv).map(|places| Self { places })
    }

    /// The tree of Ninghai County (330226) with all its towns and villages as of 30 June 2023, compiled in. Made at the first call.
    #[must_use]
    pub fn ninghai() -> &'static Self {
        static TREE: LazyLock<PlaceTree> = LazyLock::new(|| PlaceTree::parse(NINGHAI).unwrap_or_default());
        &TREE
    }

    /// The part of the tree at and below `root`.
    #[must_use]
    pub fn subtree(&self, root: PlaceCode) -> Self {
        Self {
            places: self
                .places
                .iter()
                .filter(|place| root.contains(&place.code))
                .cloned()
                .collect(),
        }
    }

    /// The same tree, its places lying where `position` says.
    #[must_use]
    pub fn lying(mut self, position: impl Fn(PlaceCode) -> Option<Position>) -> Self {
        for place in &mut self.places {
            place.position = position(place.code);
        }
        self
    }

    /// The tree as CSV, as [`PlaceTree::parse`] reads it.
    #[must_use]
    pub fn to_csv(&self) -> String {
        read::write(&self.places)
    }

    /// All places in all their periods, in the order of codes.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place as it stood on `day`.
    #[must_use]
    pub fn at(&self, code: PlaceCode, day: Date) -> Option<&Place> {
        self.periods(code).iter().find(|place| place.stands(day))
    }

    /// The periods of a place, the earliest first.
    #[must_use]
    pub fn periods(&self, code: PlaceCode) -> &[Place] {
        let start = self.places.partition_point(|place| place.code < code);
        let end = self.places.partition_point(|place| place.code <= code);
        self.places.get(start..end).unwrap_or_default()
    }

    /// What the place was called on `day`; the official name for a county and above.
    #[must_use]
    pub fn name(&self, code: PlaceCode, day: Date) -> Option<&str> {
        self.at(code, day)
            .map(|place| place.name.as_str())
            .or_else(|| division::name(code))
    }

    /// The name with those of all places above, such as 浙江省宁波市宁海县岔路镇.
    #[must_use]
    pub fn full_name(&self, code: PlaceCode, day: Date) -> Option<String> {
        let own = self.name(code, day)?;
        let mut names: Vec<_> = code
            .ancestors()
            .filter_map(|above| self.name(above, day))
            .collect();
        names.reverse();
        names.push(own);
        Some(
            names
                .into_iter()
                .filter(|name| !division::is_filler(name))
                .collect(),
        )
    }

    /// The places right below that stood on `day`, in the order of codes.
    pub fn children(&self, code: PlaceCode, day: Date) -> impl Iterator<Item = &Place> {
        self.within(code, day)
            .filter(move |place| place.code.parent() == Some(code))
    }

    /// The place and all below it that stood on `day`, in the order of codes.
    pub fn within(&self, code: PlaceCode, day: Date) -> impl Iterator<Item = &Place> {
        let start = self.places.partition_point(|place| place.code < code);
        let begun = self.places.get(start..).unwrap_or_default().iter();
        // What lies within a place comes right after it, so the run ends where containment does.
        begun
            .take_while(move |place| code.contains(&place.code))
            .filter(move |place| place.stands(day))
    }

    /// The other places with the same parent that stood on `day`, in the order of codes: those a place is ranked among.
    pub fn siblings(&self, code: PlaceCode, day: Date) -> impl Iterator<Item = &Place> {
        let all = code
            .parent()
            .into_iter()
            .flat_map(move |parent| self.children(parent, day));
        all.filter(move |place| place.code != code)
    }

    /// The place that stands on `day` in the stead of `code`: itself, or what it was merged into; none when it ended without a
    /// successor, had not begun, or is not in the tree.
    #[must_use]
    pub fn successor(&self, code: PlaceCode, day: Date) -> Option<PlaceCode> {
        if self.at(code, day).is_some() || (self.periods(code).is_empty() && division::name(code).is_some()) {
            return Some(code);
        }
        let ended = self
            .periods(code)
            .iter()
            .rfind(|place| place.until.is_some_and(|until| until < day))?;
        let next = ended.merged_into?;
        // A successor outside the tree, such as a village of the next town, is told as it is.
        if self.periods(next).is_empty() {
            Some(next)
        } else {
            self.successor(next, day)
        }
    }

    /// The places that were merged into this one, with the periods that ended so.
    pub fn predecessors(&self, code: PlaceCode) -> impl Iterator<Item = &Place> {
        self.places
            .iter()
            .filter(move |place| place.merged_into == Some(code))
    }

    /// The places standing on `day` that `text` may mean, the likeliest first: the name itself, names that begin with it, names that
    /// contain it, English names that do, codes that begin with it.
    #[must_use]
    pub fn search(&self, text: &str, day: Date) -> Vec<&Place> {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let standing = self.places.iter().filter(|place| place.stands(day));
        let mut found: Vec<_> = standing
            .filter_map(|place| Some((likeness(place, &wanted)?, place)))
            .collect();
        found.sort_by_key(|&(likeness, place)| (likeness, place.code));
        found.into_iter().map(|(_, place)| place).collect()
    }
}

/// How well a place answers a search, the best first; none if it does not.
fn likeness(place: &Place, wanted: &str) -> Option<u8> {
    let bare = ["街道", "社区", "镇", "乡", "村"]
        .iter()
        .find_map(|end| place.name.strip_suffix(end));
    let english = place.english.as_deref().unwrap_or_default().to_lowercase();
    let rules = [
        place.name == wanted || bare == Some(wanted),
        place.name.starts_with(wanted),
        place.name.contains(wanted),
        english.starts_with(wanted),
        english.contains(wanted),
        place.code.as_str().starts_with(wanted),
    ];
    rules
        .iter()
        .position(|&holds| holds)
        .and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests;
