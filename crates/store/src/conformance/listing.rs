//! Lists: order, pages, filters.

use super::meaning::{compare, holds, value};
use super::sample::{Dice, PLACES, Pen, edges, field, filled, making, register, rewriting, shelf, town};
use crate::{Column, Filter, Listing, Op, Read, Store};
use ledger::{Moment, RecordId, Row};
use pack::Value;
use pack::model::{FieldIx, Register};
use standards::PlaceCode;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Columns that a list can be sorted and filtered by.
fn columns(register: &Register) -> Vec<Column> {
    let names = [
        "place", "line", "many", "yes", "whole", "part", "money", "day", "month", "year", "at", "kind",
    ];
    let mut columns: Vec<Column> = names
        .iter()
        .map(|name| Column::Field(field(register, name)))
        .collect();
    columns.extend([
        Column::Id,
        Column::Place,
        Column::Number,
        Column::State,
        Column::Level,
        Column::Due,
        Column::Overdue,
        Column::CreatedAt,
        Column::CreatedBy,
        Column::ChangedAt,
        Column::Contested,
    ]);
    columns
}

/// What a list must hold, in its order: what is not given comes last both ways, equals by id.
fn expected(register: &Register, rows: &[Row], listing: &Listing) -> Vec<RecordId> {
    let mut found: Vec<&Row> = rows
        .iter()
        .filter(|row| (listing.withdrawn || !row.withdrawn) && holds(register, row, &listing.filter))
        .collect();
    let turned = |order: Ordering| {
        if listing.descending {
            order.reverse()
        } else {
            order
        }
    };
    found.sort_by(|a, b| {
        let (left, right) = (value(register, a, listing.sort), value(register, b, listing.sort));
        let nulls = left.is_null().cmp(&right.is_null());
        let values = compare(&left, &right).unwrap_or(Ordering::Equal);
        nulls.then(turned(values)).then(turned(a.id.cmp(&b.id)))
    });
    found.into_iter().map(|row| row.id).collect()
}

fn paged(book: &dyn Read, register: &Register, listing: &Listing) -> Vec<RecordId> {
    let mut listing = listing.clone();
    let mut found = Vec::new();
    loop {
        let page = book.list(register, &listing).expect("a page");
        assert!(page.rows.len() <= listing.limit);
        found.extend(page.rows.iter().map(|row| row.id));
        match page.next {
            Some(next) => listing.after = Some(next),
            None => return found,
        }
    }
}

pub(super) fn pages_follow_each_other_in_order_without_gap_or_repeat<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    let rows = filled(store, &shelf);
    let book = store.read(&town()).expect("a book");
    for sort in columns(register) {
        for (descending, limit, withdrawn) in [
            (false, 7, false),
            (true, 7, true),
            (false, 1, true),
            (true, 500, false),
        ] {
            let listing = Listing {
                filter: Filter::all(),
                sort,
                descending,
                after: None,
                limit,
                withdrawn,
                only: None,
            };
            let found = paged(&*book, register, &listing);
            assert_eq!(
                found,
                expected(register, &rows, &listing),
                "by {sort:?}, descending {descending}, {limit} a page"
            );
            let count = book.count(register, &listing).expect("a count");
            assert_eq!(count, found.len() as u64);
        }
    }
}

pub(super) fn of_a_list_only_what_is_asked_for_is_read<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    filled(store, &shelf);
    let book = store.read(&town()).expect("a book");
    let (day, part) = (field(register, "day"), field(register, "part"));
    for sort in [Column::Id, Column::Field(day), Column::Due] {
        let whole = Listing {
            sort,
            limit: 7,
            ..Listing::default()
        };
        let sparse = Listing {
            only: Some(vec![part]),
            ..whole.clone()
        };
        let whole = book.list(register, &whole).expect("a page");
        let sparse = book.list(register, &sparse).expect("a page");
        assert_eq!(sparse.next, whole.next, "by {sort:?}");
        let mut expected = whole.rows;
        for row in &mut expected {
            for (at, value) in (0u16..).map(FieldIx).zip(&mut row.values) {
                if at != part && sort != Column::Field(at) {
                    *value = Value::Null;
                }
            }
        }
        assert_eq!(sparse.rows, expected, "by {sort:?}");
    }
}

fn values_of(register: &Register, rows: &[Row], column: Column) -> Vec<Value> {
    let mut values = match column {
        Column::Field(at) if at == register.place => PLACES
            .iter()
            .map(|place| Value::Place(place.parse().expect("a place")))
            .collect(),
        Column::Field(at) => edges(&register[at].name),
        Column::Due | Column::CreatedAt | Column::ChangedAt => {
            vec![Value::Time(rows[3].created_at.0), Value::Time(Moment(0).0)]
        }
        Column::Overdue | Column::Contested => vec![Value::Bool(true), Value::Bool(false)],
        _ => vec![
            value(register, &rows[5], column),
            Value::Text("open".to_owned()),
            Value::Text("中".to_owned()),
        ],
    };
    values.retain(|value| !value.is_null());
    values
}

fn any_filter(dice: &mut Dice, register: &Register, rows: &[Row], depth: usize) -> Filter {
    let column = *dice.pick(&columns(register));
    let textual = match column {
        Column::Field(at) => matches!(&*register[at].name, "line" | "many" | "kind"),
        Column::Number | Column::State | Column::CreatedBy | Column::Id => true,
        _ => false,
    };
    let values = values_of(register, rows, column);
    let inner = |dice: &mut Dice| any_filter(dice, register, rows, depth - 1);
    let ops = [Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge];
    match dice.below(if depth == 0 { 7 } else { 10 }) {
        0..3 if !values.is_empty() => Filter::Is(column, *dice.pick(&ops), dice.pick(&values).clone()),
        3 if !values.is_empty() => Filter::In(
            column,
            (0..dice.below(4)).map(|_| dice.pick(&values).clone()).collect(),
        ),
        4 if textual => Filter::Contains(
            column,
            (*dice.pick(&["", "a", "A", "中", "%", "_", "'", "\\", "😀", "〔2024"])).to_owned(),
        ),
        5 if textual => Filter::StartsWith(
            column,
            (*dice.pick(&["", "a", "é", "e", "𠮷", "样", "\""])).to_owned(),
        ),
        6 => Filter::Within(dice.pick(&PLACES).parse().expect("a place")),
        7 => Filter::Not(Box::new(inner(dice))),
        8 => Filter::And((0..dice.below(4)).map(|_| inner(dice)).collect()),
        9 => Filter::Or((0..dice.below(4)).map(|_| inner(dice)).collect()),
        _ => Filter::Null(column),
    }
}

pub(super) fn filters_mean_the_same_everywhere<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    let rows = filled(store, &shelf);
    let book = store.read(&town()).expect("a book");
    let mut dice = Dice(11);
    for _ in 0..1500 {
        let filter = any_filter(&mut dice, register, &rows, 3);
        let sort = *dice.pick(&columns(register));
        let listing = Listing {
            filter,
            sort,
            descending: dice.below(2) == 0,
            after: None,
            limit: 40,
            withdrawn: dice.below(2) == 0,
            only: None,
        };
        assert_eq!(
            paged(&*book, register, &listing),
            expected(register, &rows, &listing),
            "{listing:?}"
        );
        let found = expected(register, &rows, &listing);
        let count = book.count(register, &listing).expect("a count");
        assert_eq!(count, found.len() as u64, "{listing:?}");
        let mut by_place: BTreeMap<PlaceCode, u64> = BTreeMap::new();
        for row in rows.iter().filter(|row| found.contains(&row.id)) {
            *by_place.entry(row.place).or_default() += 1;
        }
        let counts = book.count_by_place(register, &listing).expect("counts");
        assert_eq!(counts, Vec::from_iter(by_place), "{listing:?}");
    }
}

/// A line of few different characters, so that texts meet often.
fn any_line(dice: &mut Dice, most: usize) -> String {
    let letters = [
        "排", "水", "沟", "纠", "纷", "a", "B", "1", "，", " ", "é", "𠮷", "\"", "'", "*", "_",
    ];
    (0..=dice.below(most)).map(|_| *dice.pick(&letters)).collect()
}

/// Fields that are given values, and others later.
const WRITTEN: [&str; 4] = ["line", "kind", "yes", "year"];

fn any_value(dice: &mut Dice, name: &str) -> Value {
    match name {
        "line" => Value::Text(any_line(dice, 12)),
        _ => dice.pick(&edges(name)).clone(),
    }
}

fn any_text_filter(dice: &mut Dice, register: &Register) -> Filter {
    let one = |dice: &mut Dice| match dice.below(5) {
        0 => Filter::Contains(Column::Number, format!("{:03}", dice.below(400))),
        1 => Filter::StartsWith(Column::Field(field(register, "line")), any_line(dice, 3)),
        2 => Filter::Within(dice.pick(&PLACES).parse().expect("a place")),
        _ => Filter::Contains(Column::Field(field(register, "line")), any_line(dice, 4)),
    };
    match dice.below(5) {
        0 => Filter::Or(vec![one(dice), one(dice)]),
        1 => one(dice).and(one(dice)),
        2 => Filter::Not(Box::new(one(dice))),
        _ => one(dice),
    }
}

pub(super) fn a_record_is_found_however_far_the_store_has_come<S: Store>(store: &S) {
    let shelf = shelf(false);
    let register = register(&shelf);
    store.arrange(&shelf, &mut |_, _| {}).expect("tables");
    let mut dice = Dice(5);
    let made: Vec<_> = (1..=300)
        .map(|nr| {
            let values = WRITTEN.map(|name| (name, any_value(&mut dice, name)));
            making(register, nr, PLACES[dice.below(PLACES.len())], &values)
        })
        .collect();
    let mut pen = Pen::new(store, &shelf, town());
    let mut rows = pen.keep(made);
    for round in 0..8 {
        if round % 3 == 1 {
            while store.rest(&town()).expect("a rest") {}
        }
        let book = store.read(&town()).expect("a book");
        for _ in 0..150 {
            let filter = match dice.below(3) {
                0 => any_filter(&mut dice, register, &rows, 2),
                1 => any_filter(&mut dice, register, &rows, 1).and(any_text_filter(&mut dice, register)),
                _ => any_text_filter(&mut dice, register),
            };
            let listing = Listing {
                filter,
                sort: *dice.pick(&columns(register)),
                limit: 40,
                ..Listing::default()
            };
            let wanted = expected(register, &rows, &listing);
            assert_eq!(paged(&*book, register, &listing), wanted, "{listing:?}");
            let count = book.count(register, &listing).expect("a count");
            assert_eq!(count, wanted.len() as u64, "{listing:?}");
        }
        for _ in 0..40 {
            let at = dice.below(rows.len());
            let name = dice.pick(&WRITTEN);
            let now = any_value(&mut dice, name);
            rows[at] = pen
                .keep(vec![rewriting(&rows[at], register, name, now)])
                .remove(0);
        }
    }
}
