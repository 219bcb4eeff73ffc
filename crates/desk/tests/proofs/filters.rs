//! A filter means in the store what the same words mean in an expression of a pack.

use crate::cases;
use crate::town::{Town, VILLAGE};
use crate::values::Dice;
use desk::{Asked, ListAsk};
use ledger::Row;
use pack::model::{FieldIx, Pack, Register};
use pack::{Expr, Names, Scope, SystemName, Value};
use proptest::prelude::*;
use serde_json::{Map, json};

struct Given<'a>(&'a Row);

impl Scope for Given<'_> {
    fn field(&self, ix: FieldIx) -> &Value {
        self.0.get(ix)
    }

    fn system(&self, _: SystemName) -> Value {
        Value::Null
    }

    fn indicator(&self, _: &str) -> Value {
        Value::Null
    }
}

const NUMBERS: [&str; 9] = ["0", "1", "2", "2.5", "-1", "1.23", "1.234", "1.236", "1200.5"];

/// A comparison of a field with something of its kind, or with something of none.
fn leaf(dice: &mut Dice) -> String {
    let op = *dice.pick(&["==", "!=", "<", "<=", ">", ">="]).unwrap();
    let number = *dice.pick(&NUMBERS).unwrap();
    let day = *dice.pick(&["2024-02-29", "2024-03-01", "2023-12-31"]).unwrap();
    let text = *dice.pick(&["a", "A", "中", "", "é", "100%", "_"]).unwrap();
    match dice.below(14) {
        0 => format!("people_count {op} {number}"),
        1 => format!("money_involved {op} {number}"),
        2 => format!("{number} {op} money_involved"),
        3 => format!("reported_on {op} date('{day}')"),
        4 => format!("title {op} '{text}'"),
        5 => format!("contains(title, '{text}')"),
        6 => format!("startsWith(title, '{text}')"),
        7 => format!("category {op} 'neighbour'"),
        8 => "category in ['neighbour', 'boundary']".to_owned(),
        9 => format!("people_count in [1, {number}]"),
        10 => format!(
            "{} == null",
            dice.pick(&["people_count", "money_involved", "mediator", "kept"])
                .unwrap()
        ),
        11 => format!(
            "{} != null",
            dice.pick(&["people_count", "money_involved", "mediator", "kept"])
                .unwrap()
        ),
        12 => format!("kept {} {}", dice.pick(&["==", "!="]).unwrap(), dice.chance(50)),
        _ => format!(
            "has({})",
            dice.pick(&["people_count", "mediator", "settled_on"]).unwrap()
        ),
    }
}

fn any_filter(dice: &mut Dice, depth: u32) -> String {
    match dice.below(if depth == 0 { 1 } else { 5 }) {
        0 | 1 => leaf(dice),
        2 => format!("!({})", any_filter(dice, depth - 1)),
        3 => format!(
            "({}) && ({})",
            any_filter(dice, depth - 1),
            any_filter(dice, depth - 1)
        ),
        _ => format!(
            "({}) || ({})",
            any_filter(dice, depth - 1),
            any_filter(dice, depth - 1)
        ),
    }
}

fn names<'a>(pack: &'a Pack, register: &'a Register) -> Names<'a> {
    Names {
        fields: &register.fields,
        codes: &pack.codes,
        settings: &pack.settings,
        checklists: &pack.checklists,
        states: &[],
        levels: &[],
        today: false,
        indicators: false,
        later: &[],
    }
}

fn any_record(dice: &mut Dice) -> Map<String, serde_json::Value> {
    let mut fields = json!({ "place": VILLAGE, "outline": "x" });
    let fields = fields.as_object_mut().unwrap();
    let mut put = |name: &str, all: &[serde_json::Value], dice: &mut Dice| {
        fields.insert(name.to_owned(), dice.pick(all).unwrap().clone());
    };
    put(
        "title",
        &["a", "A", "abc", "中", "é", "e\u{301}", "100%", "_", "𠮷a"].map(|text| json!(text)),
        dice,
    );
    put(
        "category",
        &[json!("neighbour"), json!("boundary"), json!("family")],
        dice,
    );
    put("people_count", &[json!(null), json!(1), json!(2), json!(3)], dice);
    put(
        "money_involved",
        &[
            json!(null),
            json!("0"),
            json!("1.23"),
            json!("1.24"),
            json!("1200.50"),
        ],
        dice,
    );
    put(
        "reported_on",
        &[json!("2024-02-29"), json!("2024-03-01"), json!("2024-03-02")],
        dice,
    );
    put("mediator", &[json!(null), json!("甲")], dice);
    put("kept", &[json!(null), json!(true), json!(false)], dice);
    fields.clone()
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn a_filter_finds_what_the_same_expression_holds_of(seed in any::<u64>()) {
        let town = Town::open();
        let mut dice = Dice(seed);
        let records = (0..40).map(|_| (None, any_record(&mut dice), Asked::default())).collect();
        let rows: Vec<Row> = town.owner.create_all("dispute", records).unwrap().into_iter().map(|receipt| receipt.row.unwrap()).collect();
        let shelf = town.desk.shelf();
        let (pack, register) = shelf.register("dispute").unwrap();
        let mut compared = 0;
        for _ in 0..400 {
            let filter = any_filter(&mut dice, 3);
            let Ok(expr) = Expr::compile(&filter, &names(pack, register)) else { continue };
            let ask = ListAsk { filter: filter.clone(), limit: Some(500), sort: "id".to_owned(), ..ListAsk::default() };
            let found = town.owner.list("dispute", &ask);
            prop_assert!(found.is_ok(), "{} is an expression and no filter: {:?}", filter, found.err().map(|error| error.problems()));
            let found: Vec<String> = found.unwrap().0.into_iter().map(|record| record.id).collect();
            let mut expected: Vec<String> = rows.iter().filter(|row| expr.eval(&Given(row)) == Ok(Value::Bool(true))).map(|row| row.id.to_string()).collect();
            expected.sort_unstable();
            prop_assert_eq!(found, expected, "{}", filter);
            compared += 1;
        }
        prop_assert!(compared > 100, "only {} filters are expressions too", compared);
    }
}
