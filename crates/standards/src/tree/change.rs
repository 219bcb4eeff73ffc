//! What happens to places: one begins, goes under a new name, or ends.

use jiff::civil::Date;

use super::read::mistakes;
use super::{Place, PlaceTree, PlaceTreeProblem};
use crate::{PlaceCode, Position};

/// A change in the life of a place. What it was called, and where it lay, before the day stays known.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceChange {
    /// A village or a grid begins.
    Begin {
        /// Its code.
        code: PlaceCode,
        /// Its name in Chinese.
        name: String,
        /// Its name in English, where one is in use.
        english: Option<String>,
        /// Its first day.
        from: Date,
    },
    /// A place goes under a new name.
    Rename {
        /// Its code.
        code: PlaceCode,
        /// The new name in Chinese.
        name: String,
        /// The new name in English, where one is in use.
        english: Option<String>,
        /// The first day of the new name.
        from: Date,
    },
    /// A place ends, with all that lies in it.
    End {
        /// Its code.
        code: PlaceCode,
        /// Its last day.
        until: Date,
        /// What it is merged into the day after.
        merged_into: Option<PlaceCode>,
    },
    /// A place is said to lie somewhere, or nowhere in particular; where it lies has no history.
    Lie {
        /// Its code.
        code: PlaceCode,
        /// About where.
        position: Option<Position>,
    },
}

impl PlaceChange {
    /// The place that is changed.
    #[must_use]
    pub fn code(&self) -> PlaceCode {
        match self {
            Self::Begin { code, .. }
            | Self::Rename { code, .. }
            | Self::End { code, .. }
            | Self::Lie { code, .. } => *code,
        }
    }
}

impl PlaceTree {
    /// The tree after a change.
    ///
    /// # Errors
    /// When the place does not stand on the day, has no name, or the tree would not hold together.
    pub fn changed(&self, change: &PlaceChange) -> Result<Self, PlaceTreeProblem> {
        let mut places = self.places.clone();
        match change {
            PlaceChange::Begin {
                code,
                name,
                english,
                from,
            } => places.push(begun(*code, name, english.as_ref(), *from)?),
            PlaceChange::Rename {
                code,
                name,
                english,
                from,
            } => {
                let eve = from.yesterday().unwrap_or(*from);
                let standing = standing(&mut places, *code, eve)?;
                let renamed = Place {
                    until: standing.until,
                    merged_into: standing.merged_into,
                    position: standing.position,
                    ..begun(*code, name, english.as_ref(), *from)?
                };
                standing.until = Some(eve);
                standing.merged_into = None;
                places.push(renamed);
            }
            PlaceChange::End {
                code,
                until,
                merged_into,
            } => {
                standing(&mut places, *code, *until)?;
                let within = places
                    .iter_mut()
                    .filter(|place| code.contains(&place.code) && place.stands(*until));
                for place in within {
                    place.until = Some(*until);
                    place.merged_into = *merged_into;
                }
            }
            PlaceChange::Lie { code, position } => {
                for place in places.iter_mut().filter(|place| place.code == *code) {
                    place.position = *position;
                }
            }
        }
        places.sort_by_key(|place| (place.code, place.from));
        let numbered: Vec<(u64, Place)> = (1..).zip(places).collect();
        if let Some(first) = mistakes(&numbered).into_iter().next() {
            return Err(first.problem);
        }
        Ok(Self {
            places: numbered.into_iter().map(|(_, place)| place).collect(),
        })
    }
}

fn begun(
    code: PlaceCode,
    name: &str,
    english: Option<&String>,
    from: Date,
) -> Result<Place, PlaceTreeProblem> {
    if name.is_empty() {
        return Err(PlaceTreeProblem::Name(code));
    }
    Ok(Place {
        code,
        name: name.to_owned(),
        english: english.cloned(),
        from: Some(from),
        until: None,
        merged_into: None,
        position: None,
    })
}

fn standing(places: &mut [Place], code: PlaceCode, day: Date) -> Result<&mut Place, PlaceTreeProblem> {
    places
        .iter_mut()
        .find(|place| place.code == code && place.stands(day))
        .ok_or(PlaceTreeProblem::Gone { code, day })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn tree() -> PlaceTree {
        PlaceTree::ninghai().subtree("330226105".parse().unwrap())
    }

    fn code(text: &str) -> PlaceCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_village_lies_where_it_was_said_to_lie_under_every_name() {
        let lies = PlaceChange::Lie {
            code: code("330226105208"),
            position: crate::Position::new(121.32, 29.24).ok(),
        };
        let renamed = PlaceChange::Rename {
            code: code("330226105208"),
            name: "新畈村".to_owned(),
            english: None,
            from: date(2025, 7, 1),
        };
        let tree = tree().changed(&lies).unwrap().changed(&renamed).unwrap();
        let periods = tree.periods(code("330226105208"));
        assert_eq!(periods.len(), 2);
        assert!(periods.iter().all(|period| period.position.is_some()));
    }

    #[test]
    fn a_village_that_is_merged_ends_with_its_grids_and_still_counts_where_it_was() {
        let grid = PlaceChange::Begin {
            code: code("330226105208-01"),
            name: "第一网格".to_owned(),
            english: None,
            from: date(2024, 1, 1),
        };
        let merged = PlaceChange::End {
            code: code("330226105208"),
            until: date(2025, 6, 30),
            merged_into: Some(code("330226105209")),
        };
        let tree = tree().changed(&grid).unwrap().changed(&merged).unwrap();
        let (before, after) = (date(2025, 6, 30), date(2025, 7, 1));
        for place in ["330226105208", "330226105208-01"] {
            assert!(tree.at(code(place), before).is_some());
            assert!(tree.at(code(place), after).is_none());
            assert_eq!(tree.successor(code(place), after), Some(code("330226105209")));
        }
    }

    #[test]
    fn a_name_ends_on_the_eve_of_the_next() {
        let renamed = PlaceChange::Rename {
            code: code("330226105209"),
            name: "新村".to_owned(),
            english: Some("Xin Village".to_owned()),
            from: date(2025, 3, 1),
        };
        let tree = tree().changed(&renamed).unwrap();
        let name = |day| tree.name(code("330226105209"), day).map(str::to_owned);
        assert_ne!(name(date(2025, 2, 28)).as_deref(), Some("新村"));
        assert_eq!(name(date(2025, 3, 1)).as_deref(), Some("新村"));
        assert_eq!(tree, PlaceTree::parse(&tree.to_csv()).unwrap());
    }

    #[test]
    fn what_does_not_hold_together_is_refused_and_told() {
        let tree = tree();
        let end = |place: &str, into: Option<&str>| PlaceChange::End {
            code: code(place),
            until: date(2025, 6, 30),
            merged_into: into.map(code),
        };
        let begin = |place: &str, name: &str| PlaceChange::Begin {
            code: code(place),
            name: name.to_owned(),
            english: None,
            from: date(2025, 1, 1),
        };
        for (change, told) in [
            (end("330226105999", None), "不存在"),
            (end("330226105208", Some("330226105208")), "并不存在"),
            (begin("330226105208", "又一个"), "写了两次"),
            (begin("330226105998", ""), "没有名称"),
            (begin("330226105777-01", "第一网格"), "上级"),
        ] {
            let problem = tree.changed(&change).unwrap_err();
            assert!(problem.zh().contains(told), "{change:?}: {}", problem.zh());
        }
    }
}
