//! Records to measure with: plain, varied, and the same at every run.

use serde_json::{Map, Value as Json, json};

const CATEGORIES: [&str; 12] = [
    "neighbour",
    "family",
    "labour",
    "contract",
    "traffic",
    "land-taking",
    "housing",
    "injury",
    "consumer",
    "boundary",
    "environment",
    "village-affairs",
];
const RISKS: [&str; 4] = ["blue", "blue", "blue", "yellow"];

/// The `at`-th dispute: of the years before, or as people write them down, of today.
pub(super) fn dispute(at: u64, places: &[String], today: bool) -> Map<String, Json> {
    // A multiplier without common factors with the lengths below spreads the picks evenly.
    let pick = |salt: u64, of: usize| {
        let mixed = (at + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        usize::try_from(mixed).unwrap_or_default() % of.max(1)
    };
    let (month, day) = (1 + pick(1, 12), 1 + pick(2, 28));
    let year = 2022 + pick(3, 4);
    let json = json!({
        "title": format!("测试纠纷{at}"),
        "place": places.get(pick(4, places.len())),
        "outline": "双方因相邻通行与排水问题发生争执，要求村调委会介入。",
        "category": CATEGORIES[pick(5, CATEGORIES.len())],
        "risk": RISKS[pick(6, RISKS.len())],
        "reported_on": if today { Json::Null } else { json!(format!("{year}-{month:02}-{day:02}")) },
        "people_count": 2 + pick(7, 6),
        "money_involved": format!("{}.00", 100 * pick(8, 900)),
    });
    match json {
        Json::Object(fields) => fields,
        _ => Map::new(),
    }
}
