//! Old ledgers brought into a town on disk: what replay makes of the journal is what is kept, whatever was brought in,
//! stated again, stepped on and taken back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use desk::{Asked, Desk, Seat, TownPlan, rebuild, verify};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use standards::{PlaceCode, PlaceTree};
use std::sync::Arc;

const TOWN: &str = "330226105";
const VILLAGES: [&str; 3] = ["330226105208", "330226105209", "330226105215"];

fn town() -> (tempfile::TempDir, Arc<Desk>) {
    let folder = tempfile::tempdir().unwrap();
    let code: PlaceCode = TOWN.parse().unwrap();
    let plan = TownPlan {
        code,
        zh: "岔路镇".to_owned(),
        en: "Chalu".to_owned(),
        places: PlaceTree::ninghai().subtree(code),
    };
    let desk = Desk::make(&folder.path().join("town"), &plan).unwrap();
    (folder, Arc::new(desk))
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn batch(name: &str) -> Asked {
    Asked {
        batch: Some(name.to_owned()),
        ..Asked::default()
    }
}

/// A row of a ledger of disputes: where, which day of 2024 it began, and how far it came.
#[derive(Clone, Debug)]
struct OldDispute {
    village: usize,
    day: i32,
    state: Option<&'static str>,
    settled_after: Option<i32>,
}

fn old_dispute() -> impl Strategy<Value = OldDispute> {
    let states = prop::option::of(prop::sample::select(vec![
        "待分流",
        "化解中",
        "in_court",
        "settled",
        "closed",
    ]));
    let row = (0..VILLAGES.len(), 0..300i32, states, prop::option::of(0..60i32));
    row.prop_map(|(village, day, state, settled_after)| OldDispute {
        village,
        day,
        state,
        settled_after,
    })
}

impl OldDispute {
    fn row(&self) -> Map<String, Json> {
        let on = |days: i32| {
            let first = jiff::civil::date(2024, 1, 1);
            first
                .checked_add(jiff::Span::new().days(days))
                .unwrap()
                .to_string()
        };
        let mut row = object(json!({
            "title": "邻里纠纷", "place": VILLAGES[self.village], "outline": "争一墙", "category": "neighbour",
            "reported_on": on(self.day), "applicant": "张三", "mediator": "老李",
        }));
        if let Some(state) = self.state {
            row.insert("state".to_owned(), json!(state));
        }
        if let Some(after) = self.settled_after {
            row.insert("settled_on".to_owned(), json!(on(self.day + after)));
            row.insert("outcome".to_owned(), json!("settled"));
        }
        row
    }
}

fn whole(desk: &Desk) {
    assert_eq!(verify(desk, &mut |_, _| {}).unwrap().difference, None);
    assert_eq!(rebuild(desk, &mut |_, _| {}).unwrap().difference, None);
}

fn settled(seat: &Seat, month: &str) -> Json {
    let rows = seat.list(
        "dispute",
        &desk::ListAsk {
            filter: format!("settled_on >= '{month}-01' && settled_on <= '{month}-28'"),
            ..desk::ListAsk::default()
        },
    );
    json!(rows.unwrap().0.len())
}

#[test]
fn taking_a_batch_back_gives_every_record_its_old_standing() {
    let (_folder, desk) = town();
    let seat = desk.trusted_seat("owner");
    let old = OldDispute {
        village: 0,
        day: 60,
        state: Some("settled"),
        settled_after: Some(19),
    };
    let first = seat
        .bring("dispute", None, old.row(), batch("first"))
        .unwrap()
        .row
        .unwrap();
    let corrected = OldDispute {
        state: Some("closed"),
        settled_after: Some(50),
        ..old
    };
    seat.bring("dispute", Some(first.id), corrected.row(), batch("second"))
        .unwrap();
    assert_eq!(
        (settled(&seat, "2024-03"), settled(&seat, "2024-04")),
        (json!(0), json!(1))
    );

    let back = seat.take_back("second", "wrong file").unwrap();
    assert_eq!((back.withdrawn, back.restored, back.left), (0, 1, vec![]));
    let record = seat.get("dispute", first.id).unwrap();
    assert_eq!(record.state.as_deref(), Some("settled"));
    assert_eq!(
        (settled(&seat, "2024-03"), settled(&seat, "2024-04")),
        (json!(1), json!(0))
    );
    whole(&desk);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_makes_of_old_ledgers_what_is_kept(
        rows in prop::collection::vec((old_dispute(), prop::option::of(old_dispute()), any::<bool>()), 1..12),
        back in any::<bool>(),
    ) {
        let (_folder, desk) = town();
        let seat = desk.trusted_seat("owner");
        let mut brought = false;
        for (first, again, step) in rows {
            let Ok(receipt) = seat.bring("dispute", None, first.row(), batch("first")) else { continue };
            brought = true;
            let id = receipt.row.unwrap().id;
            if step {
                // Where the state does not allow it nothing happens, which is as good.
                let _ = seat.step("dispute", id, "reopen", Map::new(), Some("反弹".to_owned()), Asked::default());
            }
            if let Some(again) = again {
                let _ = seat.bring("dispute", Some(id), again.row(), batch("again"));
            }
        }
        if back && brought {
            seat.take_back("first", "wrong file").unwrap();
        }
        whole(&desk);
    }
}
