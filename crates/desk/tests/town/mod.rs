//! A town on disk in a temporary folder.
#![allow(dead_code, reason = "each test uses a part of it")]

use desk::{Ask, Desk, ListAsk, Person, Post, Seat, TownPlan, rebuild, verify};
use standards::{PlaceCode, PlaceTree};
use std::sync::Arc;

pub(crate) const TOWN: &str = "330226105";
pub(crate) const VILLAGE: &str = "330226105208";

pub(crate) struct Town {
    pub(crate) desk: Arc<Desk>,
    pub(crate) owner: Seat,
    _folder: tempfile::TempDir,
}

impl Town {
    /// The town of 岔路, with the packs of the product in force.
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let code: PlaceCode = TOWN.parse().unwrap();
        let plan = TownPlan {
            code,
            zh: "岔路镇".to_owned(),
            en: "Chalu".to_owned(),
            places: PlaceTree::ninghai().subtree(code),
        };
        let desk = Arc::new(Desk::make(&folder.path().join("town"), &plan).unwrap());
        Town {
            owner: desk.trusted_seat("owner"),
            desk,
            _folder: folder,
        }
    }

    /// A person with a role at a place.
    pub(crate) fn seat(&self, login: &str, role: &str, place: &str) -> Seat {
        let person = Person {
            name: login.to_owned(),
            posts: vec![Post {
                place: place.parse().unwrap(),
                role: role.to_owned(),
                office: None,
            }],
            active: true,
        };
        self.owner.set_person(login, &person).unwrap();
        self.desk.seat(login).unwrap().unwrap()
    }

    pub(crate) fn count(&self, register: &str) -> u64 {
        self.owner.count(register, &ListAsk::default()).unwrap()
    }

    /// What the records hold in a field, or as their state or place, sorted.
    pub(crate) fn column(&self, register: &str, name: &str) -> Vec<String> {
        let (records, _) = self.owner.list(register, &ListAsk::default()).unwrap();
        let value = |record: desk::RecordView| match name {
            "state" => record.state.unwrap_or_default(),
            "place" => record.place,
            name => record
                .fields
                .get(name)
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        let mut values: Vec<String> = records.into_iter().map(value).collect();
        values.sort_unstable();
        values
    }

    /// The town's figure over a period.
    pub(crate) fn figure(&self, indicator: &str, period: &str) -> Option<String> {
        let ask = Ask {
            indicator: indicator.to_owned(),
            place: None,
            period: period.parse().unwrap(),
            by: Vec::new(),
            only: Vec::new(),
            as_of: None,
            compare: false,
        };
        self.owner.figures(&ask).unwrap().lines.remove(0).value
    }

    /// Every link of the chain holds, and replay makes what is kept.
    pub(crate) fn whole(&self) {
        assert_eq!(verify(&self.desk, &mut |_, _| {}).unwrap().difference, None);
        assert_eq!(rebuild(&self.desk, &mut |_, _| {}).unwrap().difference, None);
    }
}
