//! The book: what is kept is there, whole, and only for its town.

use super::sample::{Pen, TOWN, changing, edges, field, filled, head, making, register, shelf, town};
use crate::{Listing, Read, Store};
use jiff::civil::date;
use ledger::{Act, Alarm, Grain, Head, Link, Moment, Row, Timer, timers};
use pack::Value;
use rust_decimal::Decimal;
use serde_json::json;
use standards::PlaceCode;

fn all(book: &dyn Read, register: &pack::model::Register) -> Vec<Row> {
    let listing = Listing {
        descending: false,
        limit: 10_000,
        withdrawn: true,
        ..Listing::default()
    };
    book.list(register, &listing).expect("a list").rows
}

pub(super) fn what_is_kept_is_read_back_as_it_was<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    let rows = filled(store, &shelf);
    let book = store.read(&town()).expect("a book");
    for row in &rows {
        assert_eq!(book.row(register, row.id).expect("a row").as_ref(), Some(row));
        let history = book.history(&register.name, row.id, u64::MAX).expect("a history");
        for line in &history {
            let upto = book.history(&register.name, row.id, line.seq).expect("a history");
            assert_eq!(upto.last().map(|last| last.seq), Some(line.seq));
        }
        assert_eq!(history.len(), usize::try_from(row.version).expect("small"));
        assert!(history.is_sorted_by_key(|line| line.seq));
    }
    let (last, head) = book.head().expect("a head");
    let lines = book.lines(0, usize::MAX).expect("lines");
    let mut link = Link::origin(TOWN);
    for (seq, line) in (1..).zip(&lines) {
        link = link.next(line.text.as_bytes());
        assert_eq!((line.seq, line.link), (seq, link));
    }
    assert_eq!((last, head), (lines.len() as u64, link));
    assert_eq!(book.lines(3, 4).expect("lines"), lines[3..7]);
    assert_eq!(book.misfiled().expect("an answer"), None);
    let touched = book.touched(&register.name, last - 1).expect("ids");
    assert_eq!(touched.len(), 1);
    assert_eq!(book.touched(&register.name, last).expect("ids"), []);
    assert_eq!(book.orphaned(&register.name).expect("an answer"), None);
}

pub(super) fn a_batch_that_is_dropped_was_never_there<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let mut pen = Pen::new(store, &shelf, town());
    pen.keep(vec![making(register, 1, TOWN, &[])]);
    {
        let mut batch = store.batch(&town()).expect("a batch");
        batch.keep_pack("d", "text").expect("kept");
        assert_eq!(
            batch.pack_text("d").expect("text").as_deref(),
            Some("text"),
            "a batch sees what it wrote"
        );
    }
    let book = store.read(&town()).expect("a book");
    assert_eq!(book.pack_text("d").expect("text"), None);
    assert_eq!(book.head().expect("a head").0, 1);
}

pub(super) fn towns_do_not_see_each_other<S: Store>(store: &S) {
    let shelf = shelf(true);
    let register = register(&shelf);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let other: PlaceCode = "330226106".parse().expect("a town");
    let line = [
        ("line", Value::Text("同".to_owned())),
        ("money", Value::Decimal(Decimal::new(100, 2))),
        ("day", Value::Date(date(2024, 3, 1))),
    ];
    let under = |idem: &str, act: (Option<Row>, Head, ledger::RecordAct)| {
        let head = Head {
            idem: Some(idem.to_owned()),
            batch: Some("b".to_owned()),
            ..act.1
        };
        (act.0, head, act.2)
    };
    Pen::new(store, &shelf, town()).keep(vec![under("k", making(register, 1, TOWN, &line))]);
    Pen::new(store, &shelf, other).keep(vec![under("k", making(register, 1, "330226106", &line))]);
    for (town, place) in [(town(), TOWN), (other, "330226106")] {
        let book = store.read(&town).expect("a book");
        assert_eq!(book.head().expect("a head").0, 1);
        let rows = all(&*book, register);
        assert_eq!(
            rows.iter().map(|row| row.place.to_string()).collect::<Vec<_>>(),
            [place]
        );
        assert!(
            book.submitted("k")
                .expect("a line")
                .expect("it was")
                .text
                .contains(place)
        );
        assert_eq!(book.batch_lines("b").expect("lines").len(), 1);
        assert_eq!(
            book.key_owner(register, "同").expect("an owner"),
            Some(rows[0].id)
        );
        assert_eq!(
            book.all_timers().expect("timers").len(),
            timers(register, &rows[0]).len()
        );
        let cells = book
            .cells(
                "samples.money",
                &town,
                Grain::Year,
                (date(2024, 1, 1), date(2024, 1, 1)),
            )
            .expect("cells");
        assert_eq!(cells.iter().map(|cell| cell.tally.amount).sum::<i64>(), 100);
    }
}

pub(super) fn timers_come_in_the_order_of_their_moments<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    let rows = filled(store, &shelf);
    let mut expected: Vec<(Moment, String, Timer)> = rows
        .iter()
        .flat_map(|row| {
            timers(register, row)
                .into_iter()
                .map(move |timer| (timer.at, row.id.to_string(), timer))
        })
        .collect();
    expected.sort();
    let book = store.read(&town()).expect("a book");
    let told = |found: Vec<(String, ledger::RecordId, Timer)>| -> Vec<_> {
        found
            .into_iter()
            .map(|(_, id, timer)| (timer.at, id.to_string(), timer))
            .collect()
    };
    assert_eq!(
        book.next_timer().expect("a moment"),
        expected.first().map(|first| first.0)
    );
    assert_eq!(
        told(book.due(Moment(i64::MAX), 5).expect("timers")),
        expected[..5]
    );
    let middle = expected[expected.len() / 2].0;
    let due = expected.iter().filter(|(at, ..)| *at <= middle).count();
    assert_eq!(
        book.due(middle, 1000).expect("timers").len(),
        due,
        "what is due at that very moment is due"
    );
    assert_eq!(book.all_timers().expect("timers").len(), expected.len());
    assert!(expected.iter().all(|(.., timer)| timer.what == Alarm::Due));
}

pub(super) fn cells_add_up_and_vanish_when_nothing_is_left<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    let mut expected = ledger::Deltas::default();
    let rows = filled(store, &shelf);
    for row in &rows {
        expected.extend(ledger::deltas(
            register,
            shelf.indicators_of("sample"),
            None,
            Some(row),
        ));
    }
    let told = |book: &dyn Read| {
        let mut kept = Vec::new();
        book.all_cells(&mut |key, tally| {
            kept.push((key, tally));
            true
        })
        .expect("cells");
        kept.sort_by(|a, b| a.0.cmp(&b.0));
        kept
    };
    let kept = |store: &S| told(&*store.read(&town()).expect("a book"));
    let mut wanted = expected.sorted_cells();
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(kept(store), wanted);
    let early = store.read(&town()).expect("a book");
    early.head().expect("a head");
    let mut pen = Pen::new(store, &shelf, town());
    for (at, row) in rows.iter().filter(|row| !row.withdrawn).enumerate() {
        pen.keep(vec![changing(row, register, true)]);
        let indicators = shelf.indicators_of("sample");
        expected.extend(ledger::deltas(register, indicators, Some(row), None));
        if at % 3 == 1 {
            store.rest(&town()).expect("a rest");
        }
        assert_eq!(kept(store), expected.sorted_cells(), "after {at} were withdrawn");
    }
    assert_eq!(kept(store), [], "what is withdrawn counts nowhere");
    assert_eq!(
        told(&*early),
        wanted,
        "a book keeps the moment at which it was opened"
    );
}

pub(super) fn things_and_packs_are_found_by_name<S: Store>(store: &S) {
    let shelf = shelf(false);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let mut pen = Pen::new(store, &shelf, town());
    let thing = |name: &str, body| Act::Town {
        subject: "user".to_owned(),
        name: name.to_owned(),
        body,
    };
    for (name, body) in [
        ("乙", json!({ "n": 1 })),
        ("a", json!("x")),
        ("a", json!("中\"")),
        ("gone", json!(1)),
        ("gone", json!(null)),
    ] {
        pen.keep_plain(thing(name, body), None);
    }
    for (version, text) in [(1, "one"), (2, "two")] {
        let act = Act::Adopt {
            pack: "samples".to_owned(),
            version,
            digest: text.to_owned(),
        };
        pen.keep_plain(act, Some((text, text)));
    }
    let book = store.read(&town()).expect("a book");
    assert_eq!(book.thing("user", "a").expect("a thing"), Some(json!("中\"")));
    assert_eq!(book.thing("user", "gone").expect("a thing"), None);
    let names: Vec<String> = book
        .things("user")
        .expect("things")
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["a", "乙"]);
    assert_eq!(
        book.packs().expect("packs"),
        [("samples".to_owned(), 2, "two".to_owned())]
    );
    assert_eq!(
        book.pack_text("one").expect("a text").as_deref(),
        Some("one"),
        "what was in force is kept"
    );
}

pub(super) fn keys_numbers_and_earlier_records_are_found<S: Store>(store: &S) {
    let shelf = shelf(true);
    let register = register(&shelf);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let mut pen = Pen::new(store, &shelf, town());
    let mut acts = Vec::new();
    for (nr, (text, day)) in (1..).zip(
        edges("line")
            .into_iter()
            .zip((1..).map(|day| Value::Date(date(2024, 3, day)))),
    ) {
        acts.push(making(
            register,
            nr,
            TOWN,
            &[
                ("line", text),
                ("day", day),
                ("kind", Value::Text("a".to_owned())),
            ],
        ));
    }
    let rows = pen.keep(acts);
    let book = store.read(&town()).expect("a book");
    for row in &rows {
        if let Some(key) = ledger::key_of(register, row) {
            assert_eq!(book.key_owner(register, &key).expect("an owner"), Some(row.id));
        }
    }
    assert_eq!(book.key_owner(register, "none").expect("an owner"), None);
    assert_eq!(
        book.last_serial("sample:样〔2024〕").expect("a serial"),
        rows.len() as u64
    );
    assert_eq!(book.last_serial("sample:样〔2025〕").expect("a serial"), 0);
    let same = [(field(register, "kind"), Value::Text("a".to_owned()))];
    let day = field(register, "day");
    let earlier = |first, last| {
        book.earlier(register, &same, day, (date(2024, 3, first), date(2024, 3, last)))
            .expect("a record")
    };
    assert_eq!(earlier(1, 5), Some(rows[4].id), "the latest of them");
    assert_eq!(earlier(30, 31), None);
    drop(book);
    pen.keep(vec![changing(&rows[4], register, true)]);
    let book = store.read(&town()).expect("a book");
    assert_eq!(
        book.earlier(register, &same, day, (date(2024, 3, 1), date(2024, 3, 5)))
            .expect("a record"),
        Some(rows[3].id)
    );
    let freed = ledger::key_of(register, &rows[4]).expect("a key");
    assert_eq!(
        book.key_owner(register, &freed).expect("an owner"),
        None,
        "a withdrawn record holds no key"
    );
    let _ = head(0);
}

pub(super) fn tables_made_anew_from_the_journal_are_the_same<S: Store>(store: &S) {
    let plain = shelf(false);
    let rows = filled(store, &plain);
    assert_eq!(
        store.arrange(&plain, &mut |_, _| {}).expect("tables"),
        Vec::<String>::new(),
        "nothing changed"
    );
    let keyed = shelf(true);
    // Lines are not told apart here: such a key cannot come into force, and what is there stays.
    assert!(store.rehearse(&keyed, &mut |_, _| {}).is_err());
    let renamed = pack::parse(
        &plain.packs()[0]
            .source
            .replace("name = \"many\"", "name = \"much\""),
    )
    .pack
    .expect("a pack");
    let changed = pack::Shelf::new(vec![renamed]).expect("one pack alone");
    store
        .rehearse(&changed, &mut |_, _| {})
        .expect("it could be arranged");
    for shelf in [&changed, &plain] {
        assert_eq!(store.arrange(shelf, &mut |_, _| {}).expect("tables"), ["sample"]);
    }
    let book = store.read(&town()).expect("a book");
    assert_eq!(all(&*book, register(&plain)), rows);
}
