//! What can be asked of a register: filters, order, pages.

use ledger::{RecordId, Row};
use pack::Value;
use pack::model::FieldIx;
use standards::PlaceCode;

/// A column of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// A field.
    Field(FieldIx),
    /// The record's id, which sorts by time of making.
    Id,
    /// Where it belongs.
    Place,
    /// Its number.
    Number,
    /// Name of its state.
    State,
    /// Name of the level that holds it.
    Level,
    /// When its limit passes.
    Due,
    /// Whether its limit has passed.
    Overdue,
    /// When it was made.
    CreatedAt,
    /// Who made it.
    CreatedBy,
    /// When it was last changed.
    ChangedAt,
    /// Whether values of it are contested.
    Contested,
}

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Eq,
    /// Not equal; what is not given differs from everything.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
}

/// A condition on records.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these hold; an empty list always holds.
    And(Vec<Filter>),
    /// One of these holds; an empty list never does.
    Or(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// A column compares so.
    Is(Column, Op, Value),
    /// A column has one of these values.
    In(Column, Vec<Value>),
    /// A column is not given.
    Null(Column),
    /// A text contains this.
    Contains(Column, String),
    /// A text begins with this.
    StartsWith(Column, String),
    /// The record belongs to this place or one below it.
    Within(PlaceCode),
}

impl Filter {
    /// The condition that always holds.
    #[must_use]
    pub fn all() -> Self {
        Filter::And(Vec::new())
    }

    /// Both conditions.
    #[must_use]
    pub fn and(self, other: Filter) -> Self {
        match (self, other) {
            (Filter::And(mut all), Filter::And(more)) => {
                all.extend(more);
                Filter::And(all)
            }
            (Filter::And(mut all), other) => {
                all.push(other);
                Filter::And(all)
            }
            (one, other) => Filter::And(vec![one, other]),
        }
    }
}

/// A page asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Which records.
    pub filter: Filter,
    /// Ordered by this column, and by id among equals.
    pub sort: Column,
    /// Greatest first.
    pub descending: bool,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// At most this many records.
    pub limit: usize,
    /// Withdrawn records too.
    pub withdrawn: bool,
    /// Only these fields and the one sorted by are read, all others come as not given; none for all. Where a few fields of
    /// many records are wanted, most of the time goes into reading the others.
    pub only: Option<Vec<FieldIx>>,
}

impl Default for Listing {
    fn default() -> Self {
        Listing {
            filter: Filter::all(),
            sort: Column::Id,
            descending: true,
            after: None,
            limit: 50,
            withdrawn: false,
            only: None,
        }
    }
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// The sort column's value in the last record.
    pub value: Value,
    /// The last record.
    pub id: RecordId,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The records.
    pub rows: Vec<Row>,
    /// Where the next page begins; none when this is the last one.
    pub next: Option<Cursor>,
}
