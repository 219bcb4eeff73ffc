//! A record of the sample pack, as expressions see it.

use pack::model::{FieldIx, FieldKind, Register};
use pack::{Expr, Names, Pack, Scope, Sealed, SystemName, Type, Value};
use std::sync::{Arc, OnceLock};

/// The sample pack; read once.
pub(crate) fn pack() -> Arc<Pack> {
    static PACK: OnceLock<Arc<Pack>> = OnceLock::new();
    let read = || {
        let parsed = pack::parse(include_str!("../sample.toml"));
        Arc::new(parsed.pack.expect("the sample pack has no mistake"))
    };
    PACK.get_or_init(read).clone()
}

fn well(pack: &Pack) -> &Register {
    &pack.registers[0]
}

/// The names that expressions of the register `well` may use.
pub(crate) fn names(pack: &Pack) -> Names<'_> {
    static NAMES: OnceLock<(Vec<String>, Vec<String>)> = OnceLock::new();
    let (states, levels) = NAMES.get_or_init(|| {
        let cycle = well(pack).cycle.as_ref().expect("wells have a loop");
        let states = cycle.states.iter().map(|state| state.name.clone()).collect();
        (
            states,
            cycle.levels.iter().map(|level| level.name.clone()).collect(),
        )
    });
    Names {
        fields: &well(pack).fields,
        codes: &pack.codes,
        settings: &pack.settings,
        checklists: &pack.checklists,
        states,
        levels,
        today: true,
        ..Names::default()
    }
}

/// A record.
pub(crate) struct Well(Vec<Value>);

impl Scope for Well {
    fn field(&self, ix: FieldIx) -> &Value {
        &self.0[usize::from(ix.0)]
    }

    fn system(&self, name: SystemName) -> Value {
        let day = |text: &str| Value::Date(text.parse().expect("a day"));
        match name {
            SystemName::State => Value::Text("reported".to_owned()),
            SystemName::Level => Value::Text("village".to_owned()),
            SystemName::Overdue => Value::Bool(true),
            SystemName::Reopened => Value::Int(1),
            SystemName::Lifted => Value::Int(2),
            SystemName::CreatedOn => day("2024-02-29"),
            SystemName::Today => day("2024-03-05"),
        }
    }

    fn indicator(&self, _: &str) -> Value {
        Value::Null
    }
}

impl Well {
    /// A record of which nothing is given.
    pub(crate) fn default_of(pack: &Pack) -> Self {
        Well(vec![Value::Null; well(pack).fields.len()])
    }

    /// A record with a value in every field that vectors and properties read.
    pub(crate) fn full(pack: &Pack) -> Self {
        let given = r#"
            title = "'东井'"
            kind = "'tube'"
            uses = "['drink', 'fire']"
            depth = "12.50"
            people = "40"
            cost = "99999999.99"
            found_on = "date('2024-02-29')"
            safe = "true"
            village = "place('330226101201')"
            repairs = [{ what = "'盖'", kind = "'tube'", amount = "2.5" }, { amount = "0" }]
            findings = [{ item = "'cover'", count = "2", relapse = "1" }]
        "#;
        Well::given(pack, &given.parse().expect("values as TOML"))
    }

    /// A record of which these fields are given, each value written as an expression.
    pub(crate) fn given(pack: &Pack, given: &toml::Table) -> Self {
        let mut record = Well::default_of(pack);
        for (name, value) in given {
            let (ix, field) = well(pack).field(name).expect("a field of the sample");
            let columns: Vec<&str> = match &field.kind {
                FieldKind::Table { columns } => columns.iter().map(|column| &*column.name).collect(),
                FieldKind::Checklist { .. } => pack::model::ChecklistColumn::NAMES.to_vec(),
                _ => Vec::new(),
            };
            let value = match value {
                toml::Value::Array(rows) => {
                    Value::Table(rows.iter().map(|row| row_of(pack, &columns, row)).collect())
                }
                value => constant(pack, value.as_str().expect("a value is written as an expression")),
            };
            record.0[usize::from(ix.0)] = if field.sensitive.is_some() {
                sealed()
            } else {
                value
            };
        }
        record
    }
}

fn row_of(pack: &Pack, columns: &[&str], row: &toml::Value) -> Vec<Value> {
    let row = row.as_table().expect("a row is a table of columns");
    assert!(
        row.keys().all(|key| columns.contains(&&**key)),
        "{row:?} has columns {columns:?}"
    );
    let held = |column: &&str| row.get(*column).and_then(toml::Value::as_str);
    columns
        .iter()
        .map(|column| held(column).map_or(Value::Null, |text| constant(pack, text)))
        .collect()
}

fn sealed() -> Value {
    Value::Sealed(Box::new(Sealed {
        cipher: "c".to_owned(),
        mask: "*".to_owned(),
        digest: "d".to_owned(),
    }))
}

/// The value of an expression of no fields; `place('330226')` stands for a place.
pub(crate) fn constant(pack: &Pack, text: &str) -> Value {
    if let Some(code) = text
        .strip_prefix("place('")
        .and_then(|rest| rest.strip_suffix("')"))
    {
        return Value::Place(code.parse().expect("a place's code"));
    }
    let expr =
        Expr::compile(text, &names(pack)).unwrap_or_else(|error| panic!("{text}: {}", error.message.en));
    expr.eval(&Well::default_of(pack))
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Whether two values are the same, numbers by value.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        _ => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}

/// Whether a value is of a type; null is of every type.
pub(crate) fn is_of(value: &Value, ty: &Type) -> bool {
    match (value, ty) {
        (Value::Null, _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Int(_) | Value::Decimal(_), Type::Number)
        | (Value::Text(_), Type::Text | Type::Code(_) | Type::State | Type::Level)
        | (Value::Date(_), Type::Date)
        | (Value::Time(_), Type::Time)
        | (Value::Place(_), Type::Place)
        | (Value::Geometry(_), Type::Geometry)
        | (Value::Table(_), Type::Table(_) | Type::Checklist(_))
        | (Value::List(_), Type::Row(_)) => true,
        (Value::List(values), Type::List(of)) => values.iter().all(|value| is_of(value, of)),
        _ => false,
    }
}
