//! Expressions worked out on a record.

use super::{Expr, Names, Scope, SystemName};
use crate::Value;
use crate::model::{Checklist, ChecklistItem, Field, FieldIx, FieldKind};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

struct Record(Vec<Value>);

impl Scope for Record {
    fn field(&self, ix: FieldIx) -> &Value {
        &self.0[usize::from(ix.0)]
    }

    fn system(&self, _: SystemName) -> Value {
        Value::Null
    }

    fn indicator(&self, _: &str) -> Value {
        Value::Null
    }
}

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.to_owned(),
        title: crate::Text::default(),
        help: None,
        kind,
        required: false,
        required_when: None,
        multiple: false,
        sensitive: None,
        default: None,
        computed: None,
        min: None,
        max: None,
        max_len: None,
        pattern: None,
        unit: None,
        also_called: Vec::new(),
        automatic: false,
    }
}

/// The value of `text` where `day` and `findings` are given.
fn value(text: &str, day: Option<Date>, findings: &[(&str, i64)]) -> Value {
    let item = |code: &str| ChecklistItem {
        code: code.to_owned(),
        title: crate::Text::default(),
        group: None,
        each: Decimal::ONE,
        most: Decimal::from(3),
        void: false,
    };
    let checklists = [Checklist {
        name: "walk".to_owned(),
        title: crate::Text::default(),
        points: Decimal::from(10),
        items: vec![item("litter"), item("toilet")],
    }];
    let fields = [
        field("day", FieldKind::Date),
        field("findings", FieldKind::Checklist { list: 0 }),
    ];
    let names = Names {
        fields: &fields,
        checklists: &checklists,
        ..Names::default()
    };
    let rows = findings
        .iter()
        .map(|(item, count)| vec![Value::Text((*item).to_owned()), Value::Int(*count)]);
    let record = Record(vec![
        day.map_or(Value::Null, Value::Date),
        Value::Table(rows.collect()),
    ]);
    Expr::compile(text, &names)
        .expect("an expression without a mistake")
        .eval(&record)
        .expect("a value")
}

#[test]
fn a_month_later_than_the_last_of_january_is_the_last_of_february() {
    let after = |day, months: i64| value(&format!("add_months(day, {months})"), Some(day), &[]);
    assert_eq!(after(date(2024, 1, 31), 1), Value::Date(date(2024, 2, 29)));
    assert_eq!(after(date(2024, 11, 30), 3), Value::Date(date(2025, 2, 28)));
    assert_eq!(after(date(2024, 3, 31), -1), Value::Date(date(2024, 2, 29)));
    assert_eq!(value("add_months(day, 1)", None, &[]), Value::Null);
}

#[test]
fn a_day_is_made_of_year_month_and_day_and_one_that_is_not_is_null() {
    assert_eq!(
        value("date(2024, 12, 31)", None, &[]),
        Value::Date(date(2024, 12, 31))
    );
    assert_eq!(
        value("date(year(day), 2, 29)", Some(date(2024, 5, 1)), &[]),
        Value::Date(date(2024, 2, 29))
    );
    assert_eq!(
        value("date(year(day), 2, 29)", Some(date(2023, 5, 1)), &[]),
        Value::Null
    );
    assert_eq!(value("date(2024, 13, 1)", None, &[]), Value::Null);
}

#[test]
fn findings_are_counted_over_all_items_or_one() {
    let walked = [("litter", 2), ("toilet", 4), ("litter", 1)];
    assert_eq!(value("found(findings)", None, &walked), Value::Int(7));
    assert_eq!(value("found(findings, 'litter')", None, &walked), Value::Int(3));
    assert_eq!(value("found(findings, 'toilet')", None, &[]), Value::Int(0));
    assert_eq!(
        value("score(findings)", None, &walked),
        Value::Decimal(Decimal::from(4))
    );
}
