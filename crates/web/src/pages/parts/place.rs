//! Places in words, and the choice of those a person reaches.

use crate::pages::guard::Staff;
use desk::Action;
use jiff::civil::Date;
use standards::{PlaceCode, PlaceTree};
use std::sync::Arc;

/// The town's places as one person sees them today.
pub(crate) struct Places<'a> {
    staff: &'a Staff,
    /// The tree.
    pub(crate) tree: Arc<PlaceTree>,
    today: Date,
}

impl<'a> Places<'a> {
    /// The places of this person's town.
    pub(crate) fn of(staff: &'a Staff) -> Self {
        let desk = staff.seat.desk();
        Places {
            staff,
            tree: desk.places(),
            today: desk.now().date(),
        }
    }

    /// A place's name, or its code where it has none.
    pub(crate) fn name(&self, code: &str) -> String {
        let Ok(parsed) = code.parse::<PlaceCode>() else {
            return code.to_owned();
        };
        let place = self
            .tree
            .at(parsed, self.today)
            .or_else(|| self.tree.periods(parsed).last());
        match place {
            Some(place) if self.staff.look().zh() => place.name.clone(),
            Some(place) => place.english.clone().unwrap_or_else(|| place.name.clone()),
            None => code.to_owned(),
        }
    }

    /// The widest places in which this person may do something with a pack's records.
    pub(crate) fn roots(&self, action: Action, pack: &str) -> Vec<PlaceCode> {
        let reach = self.staff.seat.actor().reach(action, pack);
        reach.unwrap_or_else(|| vec![self.staff.seat.desk().town().code])
    }

    /// These places and all below them with their names, those below others set in.
    pub(crate) fn below(&self, roots: &[PlaceCode]) -> Vec<(String, String)> {
        let mut places = Vec::new();
        for root in roots {
            for place in self.tree.within(*root, self.today) {
                let below = place.code.as_str().len().saturating_sub(root.as_str().len());
                let set_in = match below {
                    0 => "",
                    1..=3 => "\u{3000}",
                    _ => "\u{3000}\u{3000}",
                };
                let code = place.code.to_string();
                places.push((code.clone(), format!("{set_in}{}", self.name(&code))));
            }
        }
        places
    }
}
