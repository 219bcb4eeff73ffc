//! How long typical expressions take, in nanoseconds an evaluation.
#![expect(clippy::print_stdout, reason = "an example that prints")]

use pack::model::FieldIx;
use pack::{Expr, Names, Scope, SystemName, Value};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 1_000_000;

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

fn main() {
    let source = r#"
name = "speed"
version = 1
zh = "快慢"
en = "Speed"
[codes.outcome]
zh = "结果"
en = "Outcome"
codes = [{ code = "settled", zh = "化解", en = "Settled" }, { code = "failed", zh = "未化解", en = "Failed" }]
[registers.speed]
zh = "快慢"
en = "Speed"
place = "place"
label = ["place"]
fields = [
  { name = "place", zh = "区划", en = "Place", type = "place", required = true },
  { name = "outcome", zh = "结果", en = "Outcome", type = "code(outcome)" },
  { name = "amount", zh = "金额", en = "Amount", type = "money" },
  { name = "day", zh = "日期", en = "Day", type = "date" },
  { name = "rows", zh = "明细", en = "Rows", type = "table", columns = [
    { name = "what", zh = "项目", en = "What", type = "text" },
    { name = "amount", zh = "金额", en = "Amount", type = "money" },
  ] },
]
"#;
    let Some(pack) = pack::parse(source).pack else {
        return;
    };
    let names = Names {
        fields: &pack.registers[0].fields,
        codes: &pack.codes,
        ..Names::default()
    };
    let row = |n: i64| vec![Value::Text("项".to_owned()), Value::Decimal((n * 100).into())];
    let record = Record(vec![
        Value::Null,
        Value::Text("settled".to_owned()),
        Value::Decimal("1234.56".parse().unwrap_or_default()),
        Value::Date(jiff::civil::date(2024, 3, 5)),
        Value::Table((0..10).map(row).collect()),
    ]);
    for text in [
        "outcome == 'settled'",
        "outcome in ['settled', 'failed'] && has(day)",
        "outcome == 'settled' && amount >= 1000 && day >= date('2024-01-01')",
        "round(amount * 0.35, 2)",
        "amount / 3 * 100",
        "rows.exists(r, r.amount > 800)",
        "sum(rows.map(r, r.amount))",
    ] {
        let Ok(expr) = Expr::compile(text, &names) else {
            continue;
        };
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            let _ = black_box(expr.eval(black_box(&record)));
        }
        println!(
            "{:>6} ns  {text}",
            begun.elapsed().as_nanos() / u128::from(ROUNDS)
        );
    }
}
