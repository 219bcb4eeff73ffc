//! A year's per-mu evaluation from a seat: worked out, tried with other inputs, kept with its records.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod town;

use desk::{Asked, EvaluationAsk, Seat};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use standards::CreditCode;
use town::{Town, VILLAGE};

fn fields(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

/// The code of a made-up enterprise: the two check characters are found by trying.
fn enterprise(nr: u32) -> String {
    let signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let pairs = signs
        .chars()
        .flat_map(|first| signs.chars().map(move |second| (first, second)));
    let mut codes = pairs.map(|(first, second)| format!("91330226{:08}{first}{second}", 10_000_000 + nr));
    codes.find(|code| code.parse::<CreditCode>().is_ok()).unwrap()
}

/// Twenty enterprises, each paying a tenth more tax than the one before; one has no emissions data, one is new.
fn fill(seat: &Seat) {
    for nr in 0..20_u32 {
        let code = enterprise(nr);
        let mut input = json!({
            "area": VILLAGE, "year": 2022, "enterprise": code, "name": format!("第{nr}号企业"), "above_scale": true,
            "established_on": if nr == 19 { "2022-03-01" } else { "2010-03-01" }, "land_mu": "10", "tax": format!("{}", 1_000_000 + 100_000 * nr),
            "value_added": "8000000", "revenue": "40000000", "energy": "300", "electricity": "900000", "staff": "50",
            "rd": "1200000", "emissions": "0.2",
        });
        if nr == 5 {
            input.as_object_mut().unwrap().remove("emissions");
        }
        seat.create("per_mu_input", None, fields(input), Asked::default())
            .unwrap();
    }
}

fn ask(what_if: Vec<(ledger::RecordId, Map<String, Json>)>) -> EvaluationAsk {
    EvaluationAsk {
        name: "land.above_scale".to_owned(),
        year: 2022,
        what_if,
    }
}

#[test]
fn a_year_is_ranked_graded_and_kept_with_its_working() {
    let town = Town::open();
    let seat = &town.owner;
    fill(seat);
    let view = seat.evaluation(&ask(Vec::new())).unwrap();
    assert_eq!(view.rows.len(), 20);
    assert_eq!(view.terms[0].base, "24.097".parse::<Decimal>().unwrap());
    let best = &view.rows[0];
    assert_eq!(
        (&*best.label, best.rank, &*best.grade),
        ("第18号企业 2022", Some(1), "A")
    );
    // 28 (万元/亩) ÷ 24.097 × 30.
    assert_eq!(best.terms[0].points, "34.8591".parse::<Decimal>().unwrap());
    let grades = |grade: &str| view.rows.iter().filter(|row| row.grade == grade).count();
    // Of 19 ranked: a quarter is 4.75, 70 % 13.3, 95 % 18.05; the new one is handled as B.
    assert_eq!((grades("A"), grades("B"), grades("C"), grades("D")), (5, 9, 5, 1));
    assert_eq!(view.rows[19].rank, None);
    let without = view
        .rows
        .iter()
        .find(|row| row.label.starts_with("第5号"))
        .unwrap();
    assert!(without.terms[3].averaged && without.terms[3].points > Decimal::ZERO);

    assert_eq!(seat.keep_evaluation("land.above_scale", 2022).unwrap(), 20);
    assert_eq!(
        seat.keep_evaluation("land.above_scale", 2022).unwrap(),
        0,
        "nothing has changed"
    );
    let kept = seat.get("per_mu_input", best.id).unwrap();
    assert_eq!(
        (&kept.fields["grade"], &kept.fields["rank"]),
        (&json!("A"), &json!(1))
    );
    assert_eq!(
        desk::rebuild(seat.desk(), &mut |_, _| {}).unwrap().difference,
        None
    );
}

#[test]
fn what_if_changes_the_ranking_and_nothing_else() {
    let town = Town::open();
    let seat = &town.owner;
    fill(seat);
    let view = seat.evaluation(&ask(Vec::new())).unwrap();
    let last = view.rows.iter().rfind(|row| row.rank.is_some()).unwrap();
    let more_tax = fields(json!({ "tax": "9000000" }));
    let other = seat.evaluation(&ask(vec![(last.id, more_tax)])).unwrap();
    assert_eq!(other.rows[0].id, last.id);
    assert_eq!(seat.evaluation(&ask(Vec::new())).unwrap(), view);
}

#[test]
fn a_ranking_is_for_who_may_see_all_of_its_inputs() {
    let town = Town::open();
    fill(&town.owner);
    let village = town.seat("cun", "village", VILLAGE);
    assert!(village.evaluation(&ask(Vec::new())).is_err());
    assert!(
        town.owner
            .evaluation(&EvaluationAsk {
                name: "nothing".to_owned(),
                year: 2022,
                what_if: Vec::new()
            })
            .is_err()
    );
}
