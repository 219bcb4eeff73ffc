//! Invariant 6, second half: edits of two people merge field by field, and what loses is kept and shown.

use crate::cases;
use crate::town::{TOWN, Town, VILLAGE};
use desk::Asked;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

/// Fields that can be edited freely, with values to choose from.
const FIELDS: [(&str, [&str; 3]); 4] = [
    ("mediator", ["甲", "乙", "丙"]),
    ("people_count", ["1", "2", "3"]),
    ("money_involved", ["1.00", "2.50", "3.99"]),
    ("watcher", ["子", "丑", "寅"]),
];

#[derive(Clone, Debug)]
struct Edit {
    by: usize,
    /// How many versions behind the person's view is.
    behind: u32,
    /// Hours before now at which it was written down.
    hours: i64,
    values: Vec<Option<usize>>,
}

fn any_edit() -> impl Strategy<Value = Edit> {
    (
        0..2usize,
        0..4u32,
        prop::sample::select(vec![0i64, 5, 50]),
        prop::collection::vec(prop::option::of(0..3usize), FIELDS.len()),
    )
        .prop_map(|(by, behind, hours, values)| Edit {
            by,
            behind,
            hours,
            values,
        })
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn edits_merge_by_field_and_what_loses_is_kept_and_shown(edits in prop::collection::vec(any_edit(), 1..10)) {
        let town = Town::open();
        let seats = [town.seat("wang", "office", TOWN), town.seat("zhao", "office", TOWN)];
        let first = json!({ "title": "x", "place": VILLAGE, "outline": "x", "category": "neighbour" });
        let receipt = seats[0].create("dispute", None, first.as_object().unwrap().clone(), Asked::default()).unwrap();
        let id = receipt.row.unwrap().id;
        for edit in &edits {
            let before = seats[0].get("dispute", id).unwrap();
            let history = seats[0].history("dispute", id).unwrap();
            let base = before.version.saturating_sub(edit.behind).max(1);
            let fields: Map<String, Json> = FIELDS.iter().zip(&edit.values)
                .filter_map(|((name, values), chosen)| chosen.map(|at| ((*name).to_owned(), json!(values[at])))).collect();
            let written = (edit.hours > 0).then(|| town.desk.now().plus_hours(-edit.hours));
            let Ok(receipt) = seats[edit.by].amend("dispute", id, base, fields.clone(), written, Asked::default()) else { continue };
            let after = seats[0].get("dispute", id).unwrap();
            for (name, value) in &fields {
                // Entries after the version in view, in which the field changed: it is contested ground.
                let others = history.iter().skip(base as usize).filter(|item| item.changes.iter().any(|change| change["field"] == **name)).count();
                let held = before.fields.get(name).map(plain);
                let holds = after.fields.get(name).map(plain);
                let given = Some(plain(value));
                if held == given {
                    prop_assert_eq!(holds, given);
                } else if others == 0 {
                    prop_assert_eq!(&holds, &given, "nobody else touched it");
                } else {
                    let (kept, lost) = if holds == given { (given, held) } else { (held, given) };
                    prop_assert_eq!(holds, kept);
                    let shown: Vec<_> = after.contested.iter().filter(|each| each.field == *name).collect();
                    prop_assert!(shown.iter().any(|each| Some(plain(&each.value)) == lost || (each.value.is_null() && lost.is_none())), "{} lost {:?}: {:?}", name, lost, after.contested);
                    let ix = town.desk.shelf().register("dispute").unwrap().1.field(name).unwrap().0;
                    prop_assert!(receipt.contested.contains(&ix));
                }
            }
            let untouched = before.fields.iter().filter(|(name, _)| !fields.contains_key(*name));
            for (name, value) in untouched {
                prop_assert_eq!(after.fields.get(name), Some(value));
            }
        }
        for contested in seats[0].get("dispute", id).unwrap().contested {
            // Settling twice what is contested twice is refused the second time.
            let _ = seats[1].settle("dispute", id, &contested.field, Asked::default());
        }
        prop_assert!(seats[0].get("dispute", id).unwrap().contested.is_empty());
        town.whole();
    }
}
