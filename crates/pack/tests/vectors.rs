//! Expressions mean what `vectors.toml` says, and whatever else is written neither breaks the parser nor the evaluator.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod well;

use pack::{EvalError, Expr, Node, NodeKind, Value, parse_expression};
use proptest::prelude::*;
use serde::Deserialize;
use well::{Well, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    vector: Vec<Vector>,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    expr: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    given: toml::Table,
    value: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    expr: String,
    #[serde(default)]
    about: String,
    at: String,
    hint: Option<String>,
}

fn vectors() -> Vectors {
    toml::from_str(include_str!("vectors.toml")).expect("the vectors are TOML")
}

#[test]
fn every_vector_gives_its_value() {
    let pack = well::pack();
    let mut wrong = Vec::new();
    for vector in vectors().vector {
        let what = format!("{} {}", vector.about, vector.expr);
        let expr = match Expr::compile(&vector.expr, &well::names(&pack)) {
            Ok(expr) => expr,
            Err(error) => {
                wrong.push(format!("{what}: {}", error.message.en));
                continue;
            }
        };
        let found = expr.eval(&Well::given(&pack, &vector.given));
        let fits = match (&found, &vector.value, vector.error.as_deref()) {
            (Ok(found), Some(value), None) => same(found, &well::constant(&pack, value)),
            (Err(EvalError::Overflow), None, Some("overflow"))
            | (Err(EvalError::DivisionByZero), None, Some("division-by-zero")) => true,
            _ => false,
        };
        if !fits {
            wrong.push(format!("{what}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_refused_is_told_at_its_place() {
    let pack = well::pack();
    let mut wrong = Vec::new();
    for case in vectors().refused {
        let what = format!("{} {}", case.about, case.expr);
        match Expr::compile(&case.expr, &well::names(&pack)) {
            Ok(_) => wrong.push(format!("{what}: is not refused")),
            Err(error) => {
                let at = &case.expr[error.span.clone()];
                let hint = error.hint.map(|hint| hint.en);
                if at != case.at || case.hint.is_some() && hint != case.hint {
                    wrong.push(format!("{what}: at {at:?}: {} ({hint:?})", error.message.en));
                }
                assert!(!error.message.zh.is_empty());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_has_a_vector() {
    let all: String = vectors()
        .vector
        .into_iter()
        .map(|vector| vector.expr + "\n")
        .collect();
    for name in pack::function_names() {
        assert!(all.contains(&format!("{name}(")), "{name}");
    }
}

/// The tree without the places of its parts.
fn bare(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(bare).collect::<Vec<_>>().join(" ");
    match &node.kind {
        NodeKind::List(items) => format!("[{}]", list(items)),
        NodeKind::Member(on, name) => format!("(. {} {name})", bare(on)),
        NodeKind::Call { name, on, arguments } => {
            format!("(call {name} {:?} {})", on.as_deref().map(bare), list(arguments))
        }
        NodeKind::Not(inner) => format!("(! {})", bare(inner)),
        NodeKind::Negative(inner) => format!("(- {})", bare(inner)),
        NodeKind::Binary(op, left, right) => format!("({op:?} {} {})", bare(left), bare(right)),
        NodeKind::Choice(condition, yes, no) => format!("(? {} {} {})", bare(condition), bare(yes), bare(no)),
        leaf => format!("{leaf:?}"),
    }
}

/// Words that expressions are made of, so that random runs of them often mean something.
const WORDS: &[&str] = &[
    "cost",
    "people",
    "kind",
    "title",
    "uses",
    "repairs",
    "findings",
    "found_on",
    "village",
    "safe",
    "today",
    "state",
    "settings.rate",
    "settings",
    "r",
    "r.amount",
    "1",
    "0",
    "2.5",
    "9999999999999999",
    "0.000000000001",
    "'tube'",
    "'水'",
    "'drink'",
    "true",
    "null",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "?",
    ":",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "&&",
    "||",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "sum(",
    "has(",
    "round(",
    "coalesce(",
    "repairs.exists(r,",
    "repairs.map(r,",
    "size(",
    "score(findings)",
    "date(",
    "days(",
    "add_days(",
    "min(",
    "max(",
    "avg(",
    "matches(",
    "within(",
];

/// Expressions that are well formed, whatever their types.
fn formed() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "cost",
        "people",
        "depth",
        "title",
        "kind",
        "uses",
        "found_on",
        "today",
        "safe",
        "null",
        "true",
        "'井'",
        "'tube'",
        "1",
        "0",
        "2.5",
        "0.000000000001",
        "9999999999999999",
        "settings.rate",
        "state",
        "village",
        "score(findings, 2)",
        "found(findings)",
        "repairs.map(r, r.amount)",
        "[1, 2, null]",
        "['drink']",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 40, 3, |inner| {
        let op = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in",
        ]);
        let one = prop::sample::select(vec!["has", "size", "abs", "year", "sum", "avg", "min", "max"]);
        let two = prop::sample::select(vec![
            "days",
            "add_days",
            "add_months",
            "contains",
            "startsWith",
            "coalesce",
            "min",
            "max",
            "sum",
            "avg",
        ]);
        prop_oneof![
            (inner.clone(), op, inner.clone())
                .prop_map(|(left, op, right)| format!("({left}) {op} ({right})")),
            (one, inner.clone()).prop_map(|(name, a)| format!("{name}({a})")),
            (two, inner.clone(), inner.clone()).prop_map(|(name, a, b)| format!("{name}({a}, {b})")),
            inner.clone().prop_map(|a| format!("round({a}, 2)")),
            inner.clone().prop_map(|a| format!("!({a})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner
                .clone()
                .prop_map(|a| format!("repairs.filter(r, r.amount == ({a})).exists(s, s.kind == 'tube')")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("({a}) ? ({b}) : ({c})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_parser(text in "\\PC{0,80}") {
        if let Err(error) = parse_expression(&text) {
            prop_assert!(text.get(error.span).is_some());
        }
    }

    #[test]
    fn no_run_of_words_breaks_parser_checker_or_evaluator(words in prop::collection::vec(prop::sample::select(WORDS), 0..30)) {
        let (pack, text) = (well::pack(), words.join(" "));
        match Expr::compile(&text, &well::names(&pack)) {
            Ok(expr) => { let _ = expr.eval(&Well::default_of(&pack)); }
            Err(error) => prop_assert!(text.get(error.span).is_some()),
        }
    }

    #[test]
    fn what_is_written_out_reads_back_the_same(text in formed()) {
        let node = parse_expression(&text).expect("well formed");
        let written = node.to_string();
        let again = parse_expression(&written).expect("what is written out can be read");
        prop_assert_eq!(bare(&node), bare(&again));
        prop_assert_eq!(&written, &again.to_string());
    }

    #[test]
    fn a_checked_expression_has_a_value_of_its_type_or_a_named_error(text in formed()) {
        let pack = well::pack();
        if let Ok(expr) = Expr::compile(&text, &well::names(&pack)) {
            for record in [Well::default_of(&pack), Well::full(&pack)] {
                if let Ok(value) = expr.eval(&record) {
                    prop_assert!(well::is_of(&value, expr.ty()), "{} gives {:?}, not {:?}", text, value, expr.ty());
                }
            }
        }
    }

    #[test]
    fn comparing_is_total_and_what_is_equal_is_not_unequal(a in formed(), b in formed()) {
        let pack = well::pack();
        let ask = |op: &str| {
            let text = format!("({a}) {op} ({b})");
            Expr::compile(&text, &well::names(&pack)).ok()?.eval(&Well::full(&pack)).ok()
        };
        if let (Some(equal), Some(unequal)) = (ask("=="), ask("!=")) {
            prop_assert!(matches!((equal, unequal), (Value::Bool(a), Value::Bool(b)) if a != b));
        }
    }

    #[test]
    fn sums_are_exact_in_whatever_order(cents in prop::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 1..20)) {
        let pack = well::pack();
        let written = |cents: &[i64]| {
            let terms = cents.iter().map(|n| format!("({n} / 100)"));
            format!("sum([{}])", terms.collect::<Vec<_>>().join(", "))
        };
        let turned: Vec<i64> = cents.iter().rev().copied().collect();
        let total = well::constant(&pack, &format!("{} / 100", cents.iter().sum::<i64>()));
        for text in [written(&cents), written(&turned)] {
            prop_assert!(same(&well::constant(&pack, &text), &total));
        }
    }
}
