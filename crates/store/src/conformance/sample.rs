//! A register with a field of each kind, and records whose values lie at the edges.

use crate::{Line, Record, Store, Writing};
use ledger::{
    Act, Change, Contested, Deed, Entry, Head, Link, Moment, RecordAct, RecordId, Row, apply, consequences,
    write_entry,
};
use pack::model::{FieldIx, Register};
use pack::{Shelf, Value};
use rust_decimal::Decimal;
use standards::PlaceCode;

pub(super) const TOWN: &str = "330226105";
pub(super) const PLACES: [&str; 4] = ["330226105", "330226105208", "330226105208-01", "330226105209"];

const PACK: &str = r#"
name = "samples"
version = 1
zh = "样本"
en = "Samples"

[codes.kind]
zh = "类"
en = "Kind"
codes = [{ code = "a", zh = "甲", en = "A" }, { code = "b", zh = "乙", en = "B" }]

[registers.sample]
zh = "样本"
en = "Samples"
record = { zh = "一件", en = "Sample" }
place = "place"
label = ["line"]
search = ["line"]
number = "样〔{year}〕{serial:4}"
fields = [
  { name = "place", type = "place", zh = "地点", en = "Place", required = true },
  { name = "line", type = "text", zh = "一行", en = "Line", max_len = 100 },
  { name = "many", type = "long_text", zh = "多行", en = "Many" },
  { name = "yes", type = "bool", zh = "是否", en = "Yes" },
  { name = "whole", type = "integer", zh = "整数", en = "Whole" },
  { name = "part", type = "decimal(3)", zh = "小数", en = "Part" },
  { name = "money", type = "money", zh = "金额", en = "Money" },
  { name = "day", type = "date", zh = "日", en = "Day" },
  { name = "month", type = "month", zh = "月", en = "Month" },
  { name = "year", type = "year", zh = "年", en = "Year" },
  { name = "at", type = "time", zh = "时刻", en = "At" },
  { name = "kind", type = "code(kind)", zh = "类", en = "Kind" },
  { name = "secret", type = "text", zh = "密", en = "Secret", sensitive = "all" },
  { name = "rows", type = "table", zh = "表", en = "Rows", columns = [{ name = "one", type = "text", zh = "一", en = "One" }, { name = "two", type = "money", zh = "二", en = "Two" }] },
]

[registers.sample.loop]
states = [{ name = "open", zh = "在办", en = "Open", limits = [{ days = 3 }] }, { name = "done", zh = "已办", en = "Done", closed = true }]
steps = [{ name = "finish", zh = "办结", en = "Finish", from = ["open"], to = "done", own = true }]

[[indicators]]
name = "samples.money"
zh = "金额"
en = "Money"
kind = "flow"
register = "sample"
on = "day"
sum = "money"
scale = 2
unit = "元"
by = ["kind"]
"#;

/// The pack, with `name` instead of `key` for the register's key.
pub(super) fn shelf(keyed: bool) -> Shelf {
    let text = if keyed {
        PACK.replace("label = [\"line\"]", "label = [\"line\"]\nkey = [\"line\"]")
    } else {
        PACK.to_owned()
    };
    let parsed = pack::parse(&text);
    let pack = parsed
        .pack
        .unwrap_or_else(|| panic!("the sample pack: {:?}", parsed.diagnostics));
    Shelf::new(vec![pack]).expect("one pack alone")
}

pub(super) fn register(shelf: &Shelf) -> &Register {
    shelf.register("sample").expect("the sample register").1
}

pub(super) fn town() -> PlaceCode {
    TOWN.parse().expect("a town")
}

/// Numbers that follow from a seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Values of a field that lie at the edges; null is among them.
pub(super) fn edges(name: &str) -> Vec<Value> {
    let texts = [
        "", "a", "A", "b", "é", "e\u{301}", "中", "𠮷", "😀", "a'b", "100%", "a_b", "a\\b", "\"q\"",
        "两\n行", " 空", "z",
    ];
    let text = || {
        texts
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| Value::Text((*text).to_owned()))
            .collect()
    };
    let numbers = |scale: u32| -> Vec<Value> {
        let all = [
            0,
            1,
            -1,
            10,
            99,
            100,
            -100,
            123_456_789,
            99_999_999_999_999,
            -99_999_999_999_999,
        ];
        all.iter()
            .map(|number| Value::Decimal(Decimal::new(*number, scale)))
            .collect()
    };
    let days = |all: &[(i16, i8, i8)]| -> Vec<Value> {
        all.iter()
            .map(|(year, month, day)| Value::Date(jiff::civil::date(*year, *month, *day)))
            .collect()
    };
    let mut values: Vec<Value> = match name {
        "line" | "many" => text(),
        "yes" => vec![Value::Bool(true), Value::Bool(false)],
        "whole" => [0, 1, -1, 9, 10, 1_000_000_000_000, -1_000_000_000_000]
            .map(Value::Int)
            .to_vec(),
        "part" => numbers(3),
        "money" => numbers(2),
        "day" => days(&[
            (1900, 1, 1),
            (2024, 2, 29),
            (2024, 3, 1),
            (2024, 12, 31),
            (2200, 12, 31),
        ]),
        "month" => days(&[(1900, 1, 1), (2024, 2, 1), (2024, 11, 1)]),
        "year" => [1900, 2024, 2200].map(Value::Int).to_vec(),
        "at" => [-2_208_988_800_000, 0, 1_709_568_000_123, 7_289_654_399_999]
            .map(Value::Time)
            .to_vec(),
        "kind" => ["a", "b"].map(|code| Value::Text(code.to_owned())).to_vec(),
        "secret" => vec![Value::Sealed(Box::new(pack::Sealed {
            cipher: "Y2lwaGVy".to_owned(),
            mask: "***".to_owned(),
            digest: "ZGlnZXN0".to_owned(),
        }))],
        "rows" => vec![Value::Table(vec![
            vec![
                Value::Text("中\"'".to_owned()),
                Value::Decimal(Decimal::new(150, 2)),
            ],
            vec![Value::Null, Value::Decimal(Decimal::new(-1, 2))],
        ])],
        other => panic!("no values for {other}"),
    };
    values.push(Value::Null);
    values
}

/// A book in the making.
pub(super) struct Pen<'a, S: Store> {
    pub(super) store: &'a S,
    pub(super) shelf: &'a Shelf,
    pub(super) town: PlaceCode,
    seq: u64,
    link: Link,
}

impl<'a, S: Store> Pen<'a, S> {
    pub(super) fn new(store: &'a S, shelf: &'a Shelf, town: PlaceCode) -> Self {
        let (seq, link) = store.read(&town).and_then(|book| book.head()).expect("a head");
        Pen {
            store,
            shelf,
            town,
            seq,
            link,
        }
    }

    fn line(&mut self, entry: &Entry) -> Line {
        let text = write_entry(entry, self.shelf).expect("an entry of the pack");
        let link = self.link.next(text.as_bytes());
        (self.seq, self.link) = (entry.seq, link);
        Line {
            seq: entry.seq,
            link,
            text,
        }
    }

    /// Keeps acts on records in one batch; answers with the rows they make.
    pub(super) fn keep(&mut self, acts: Vec<(Option<Row>, Head, RecordAct)>) -> Vec<Row> {
        let register = register(self.shelf);
        let town = self.town;
        let mut batch = self.store.batch(&town).expect("a batch");
        let mut rows = Vec::new();
        for (before, head, act) in acts {
            let row = apply(register, before.clone(), &head, &act).expect("an act that follows");
            let follows = consequences(self.shelf, register, before.as_ref(), &row);
            let entry = Entry {
                seq: self.seq + 1,
                head,
                act: Act::Record(Box::new(act)),
            };
            let line = self.line(&entry);
            let record = Record {
                register,
                row: &row,
                is_new: before.is_none(),
                consequences: &follows,
            };
            batch
                .write(&Writing {
                    entry: &entry,
                    line: &line,
                    record: Some(record),
                })
                .expect("kept");
            rows.push(row);
        }
        batch.commit().expect("committed");
        rows
    }

    /// Keeps an act that is about no record.
    pub(super) fn keep_plain(&mut self, act: Act, text: Option<(&str, &str)>) {
        let town = self.town;
        let mut batch = self.store.batch(&town).expect("a batch");
        if let Some((digest, text)) = text {
            batch.keep_pack(digest, text).expect("kept");
        }
        let entry = Entry {
            seq: self.seq + 1,
            head: head(1),
            act,
        };
        let line = self.line(&entry);
        batch
            .write(&Writing {
                entry: &entry,
                line: &line,
                record: None,
            })
            .expect("kept");
        batch.commit().expect("committed");
    }
}

pub(super) fn head(at: i64) -> Head {
    Head {
        at: Moment(1_709_568_000_000 + at),
        by: "wang".to_owned(),
        ..Head::default()
    }
}

/// The act that makes a record of these values.
pub(super) fn making(
    register: &Register,
    nr: u64,
    place: &str,
    values: &[(&str, Value)],
) -> (Option<Row>, Head, RecordAct) {
    let place: PlaceCode = place.parse().expect("a place");
    let mut changes = vec![Change {
        field: register.place,
        was: Value::Null,
        now: Value::Place(place),
    }];
    for (name, value) in values.iter().filter(|(_, value)| !value.is_null()) {
        let (field, _) = register.field(name).expect("a field");
        changes.push(Change {
            field,
            was: Value::Null,
            now: value.clone(),
        });
    }
    let at = i64::try_from(nr).unwrap_or_default();
    let head = head(at);
    let act = RecordAct {
        register: register.name.clone(),
        id: RecordId::new(head.at, u128::from(nr)),
        version: 1,
        deed: Deed::Create {
            place,
            number: Some(format!("样〔2024〕{nr:04}")),
        },
        changes,
        case: Some(open_case(head.at)),
        note: None,
    };
    (None, head, act)
}

fn open_case(at: Moment) -> ledger::Case {
    ledger::Case {
        state: pack::model::StateIx(0),
        level: None,
        since: at,
        due: Some(Moment(at.0 / 10 * 10 + 86_400_000)),
        working: at.0 % 2 == 0,
        paused: None,
        overdue: at.0 % 3 == 0,
        reminded: 0,
        lifted: 0,
        missed: 0,
        reopened: 0,
        signed: Vec::new(),
        brought: false,
    }
}

/// The act that contests a record's line, or withdraws it.
pub(super) fn changing(row: &Row, register: &Register, withdraw: bool) -> (Option<Row>, Head, RecordAct) {
    let (field, _) = register.field("line").expect("a field");
    let lost = Contested {
        field,
        value: Value::Text("败".to_owned()),
        by: "li".to_owned(),
        at: Moment(5),
    };
    let deed = if withdraw {
        Deed::Withdraw
    } else {
        Deed::Amend {
            place: None,
            lost: vec![lost],
        }
    };
    let act = RecordAct {
        register: register.name.clone(),
        id: row.id,
        version: row.version + 1,
        deed,
        changes: Vec::new(),
        case: None,
        note: None,
    };
    (Some(row.clone()), head(50_000 + i64::from(row.version)), act)
}

/// The act that gives a field of a record another value.
pub(super) fn rewriting(
    row: &Row,
    register: &Register,
    name: &str,
    now: Value,
) -> (Option<Row>, Head, RecordAct) {
    let field = field(register, name);
    let (before, head, mut act) = changing(row, register, false);
    act.changes = vec![Change {
        field,
        was: row.get(field).clone(),
        now,
    }];
    (before, head, act)
}

/// A book of records at the edges: every value of every field, then mixtures; some contested, some withdrawn.
pub(super) fn filled<S: Store>(store: &S, shelf: &Shelf) -> Vec<Row> {
    store.arrange(shelf, &mut |_, _| {}).expect("tables");
    let register = register(shelf);
    let names: Vec<&str> = register
        .fields
        .iter()
        .map(|field| &*field.name)
        .filter(|name| *name != "place")
        .collect();
    let mut dice = Dice(7);
    let mut acts = Vec::new();
    for nr in 1..=90 {
        let values: Vec<(&str, Value)> = names
            .iter()
            .map(|name| (*name, dice.pick(&edges(name)).clone()))
            .collect();
        acts.push(making(register, nr, PLACES[dice.below(PLACES.len())], &values));
    }
    let mut pen = Pen::new(store, shelf, town());
    let rows = pen.keep(acts);
    let mut kept = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        kept.push(match at % 9 {
            0 => pen.keep(vec![changing(&row, register, false)]).remove(0),
            1 => pen.keep(vec![changing(&row, register, true)]).remove(0),
            _ => row,
        });
    }
    kept
}

pub(super) fn field(register: &Register, name: &str) -> FieldIx {
    register.field(name).expect("a field").0
}
