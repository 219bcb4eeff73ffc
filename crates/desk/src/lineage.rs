//! From a figure back to the records that it is made of, as they are or as they were.

use crate::adding_up::Whole;
use crate::as_of::AsOf;
use crate::error::DeskError;
use crate::figures::{Ask, known, parts_of};
use crate::seat::{Seat, label, read_cursor, write_cursor};
use jiff::civil::Date;
use ledger::{Cells, FigureError, RecordId, Row, Tally, Window, share, windows};
use pack::model::{FieldIx, Indicator, Register};
use pack::{Shelf, Value};
use rust_decimal::Decimal;
use serde::Serialize;
use standards::PlaceCode;
use std::collections::BTreeMap;
use store::{CellReader, Column, Cursor, Filter, Listing, Op, Read};

/// Records looked at at a time.
const STRETCH: usize = 5_000;

/// A record and what it adds to a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contributor {
    /// Its register.
    pub register: String,
    /// The record.
    pub id: String,
    /// Its name to people.
    pub label: String,
    /// Where it belongs.
    pub place: String,
    /// What it adds.
    pub adds: String,
}

/// The records behind a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lineage {
    /// The records.
    pub records: Vec<Contributor>,
    /// What these records add together.
    pub sum: String,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// For ratios and formulas, the indicators that they are made of: ask for their lineage.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

impl Seat {
    /// The records behind a figure in the order of the days by which they count, oldest first.
    ///
    /// # Errors
    /// As for [`Seat::figures`].
    pub fn lineage(&self, ask: &Ask, after: Option<&str>, limit: usize) -> Result<Lineage, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, indicator) = known(&shelf, &ask.indicator)?;
        let mut lineage = Lineage {
            records: Vec::new(),
            sum: String::new(),
            next: None,
            parts: parts_of(indicator).into_iter().map(str::to_owned).collect(),
        };
        let mut sum = Tally::default();
        let mut last = None;
        let limit = limit.clamp(1, 500);
        let after = after.map(read_cursor).transpose()?;
        let named = shelf
            .register_of(&indicator.name)
            .map(|(_, register)| &*register.label);
        let reading = Reading {
            after,
            first: 2 * limit,
            besides: named.unwrap_or_default(),
        };
        let book = self.book()?;
        let live = CellReader(&*book);
        let past = self.past(&shelf, &live, ask)?;
        self.each_share(
            &live,
            past.as_ref(),
            ask,
            reading,
            &mut |register, row, amount| {
                if lineage.records.len() == limit {
                    lineage.next = last.as_ref().map(write_cursor);
                    return false;
                }
                last = turn(indicator, row).map(cursor);
                sum.amount += amount;
                lineage.records.push(Contributor {
                    register: register.name.clone(),
                    id: row.id.to_string(),
                    label: label(pack, register, row),
                    place: row.place.to_string(),
                    adds: Decimal::new(amount, indicator.scale.into()).to_string(),
                });
                true
            },
        )?;
        lineage.sum = Decimal::new(sum.amount, indicator.scale.into()).to_string();
        Ok(lineage)
    }

    /// All records behind a figure added up, beside the figure itself; none for ratios and formulas, which are made of other
    /// indicators. `tell` is told how many there were so far.
    ///
    /// # Errors
    /// As for [`Seat::figures`]; or when the program ends meanwhile.
    pub fn whole_lineage(&self, ask: &Ask, tell: &mut dyn FnMut(usize)) -> Result<Whole, DeskError> {
        let shelf = self.desk.shelf();
        let (_, indicator) = known(&shelf, &ask.indicator)?;
        let book = self.book()?;
        let at = self.desk.now();
        let live = CellReader(&*book);
        let past = self.past(&shelf, &live, ask)?;
        let cells: &dyn Cells = past.as_ref().map_or(&live, |past| past);
        // The cells are those of the moment asked for already.
        let now = Ask {
            as_of: None,
            ..ask.clone()
        };
        let figures = self.figures_in(&*book, cells, &now)?;
        let (mut sum, mut records) = (Tally::default(), 0);
        let reading = Reading {
            after: None,
            first: STRETCH,
            besides: &[],
        };
        self.each_share(&live, past.as_ref(), ask, reading, &mut |_, _, amount| {
            sum.amount += amount;
            records += 1;
            if records % STRETCH == 0 {
                tell(records);
            }
            true
        })?;
        Ok(Whole {
            sum: Decimal::new(sum.amount, indicator.scale.into()).to_string(),
            records,
            figure: figures.lines.into_iter().next().and_then(|line| line.value),
            at,
        })
    }

    /// The book as it stood at the moment asked for, if that is not now and the seat may see the figure.
    fn past<'a>(
        &self,
        shelf: &Shelf,
        live: &'a CellReader<'a>,
        ask: &Ask,
    ) -> Result<Option<AsOf<'a>>, DeskError> {
        let (pack, indicator) = known(shelf, &ask.indicator)?;
        let place = ask.place.unwrap_or(self.desk.town().code);
        self.may_see(shelf, pack, indicator, &place)?;
        AsOf::asked(shelf, live.0, live, indicator, ask.as_of)
    }

    /// Goes through the records behind a figure with what each adds, in the order of their days, until it is told to stop.
    fn each_share(
        &self,
        live: &CellReader<'_>,
        past: Option<&AsOf<'_>>,
        ask: &Ask,
        reading: Reading<'_>,
        each: &mut dyn FnMut(&Register, &Row, i64) -> bool,
    ) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        let (pack, indicator) = known(&shelf, &ask.indicator)?;
        let place = ask.place.unwrap_or(self.desk.town().code);
        self.may_see(&shelf, pack, indicator, &place)?;
        let (Some((_, register)), Some(day)) = (shelf.register_of(&indicator.name), indicator.measure.day())
        else {
            return Ok(());
        };
        known_dimensions(indicator, &ask.only)?;
        let cells: &dyn Cells = past.map_or(live, |past| past);
        let (windows, _) = windows(cells, indicator, &place, &ask.period)
            .map_err(|error| DeskError::Store(store::StoreError::Database(error.0)))?;
        let past = past.and_then(|past| past.rows(&register.name));
        let candidates = Candidates {
            book: live.0,
            register,
            day,
            filter: Filter::Within(place).and(within(day, &windows)),
            fields: [&*indicator.fields(), reading.besides].concat(),
            past: past.map(|past| Past::new(past, indicator, place)),
        };
        let (mut after, mut stretch) = (reading.after, reading.first.min(STRETCH));
        loop {
            if self.desk.is_closing() {
                return Err(DeskError::Closing);
            }
            let (rows, next) = candidates.page(after.take(), stretch)?;
            for row in &rows {
                if let Some(share) = share(register, indicator, row, &windows, &ask.only)
                    && !each(register, row, share.amount)
                {
                    return Ok(());
                }
            }
            match next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
            stretch = (2 * stretch).min(STRETCH);
        }
    }
}

/// Refuses a dimension that the indicator does not have.
fn known_dimensions(indicator: &Indicator, only: &[(String, Vec<String>)]) -> Result<(), DeskError> {
    let offered = || indicator.by.iter().map(|by| &*by.name);
    match only.iter().find(|(name, _)| !offered().any(|by| by == name)) {
        None => Ok(()),
        Some((name, _)) => Err(FigureError::Dimension {
            indicator: indicator.name.clone(),
            dimension: name.clone(),
            offered: offered().collect::<Vec<_>>().join(", "),
        }
        .into()),
    }
}

/// Records whose day lies in one of the windows.
fn within(day: FieldIx, windows: &[Window]) -> Filter {
    let bound = |op, date| Filter::Is(Column::Field(day), op, Value::Date(date));
    let span = |window: &Window| Filter::And(vec![bound(Op::Ge, window.first), bound(Op::Le, window.last)]);
    Filter::Or(windows.iter().map(span).collect())
}

/// Where a record stands in the order: by its day, then by its name.
type Turn = (Date, RecordId);

fn turn(indicator: &Indicator, row: &Row) -> Option<Turn> {
    Some((row.get(indicator.measure.day()?).as_date()?, row.id))
}

fn cursor((day, id): Turn) -> Cursor {
    let value = Value::Date(day);
    Cursor { value, id }
}

/// Records that changed since the moment asked for, as they were then.
struct Past<'a> {
    changed: &'a BTreeMap<RecordId, Option<Row>>,
    /// Those that were there, in order.
    rows: Vec<(Turn, &'a Row)>,
}

impl<'a> Past<'a> {
    fn new(changed: &'a BTreeMap<RecordId, Option<Row>>, indicator: &Indicator, place: PlaceCode) -> Self {
        let there = changed
            .values()
            .flatten()
            .filter(|row| place.contains(&row.place));
        let mut rows: Vec<_> = there
            .filter_map(|row| Some((turn(indicator, row)?, row)))
            .collect();
        rows.sort_unstable_by_key(|(turn, _)| *turn);
        Past { changed, rows }
    }

    /// Those after one turn, up to another.
    fn between(&self, after: Option<Turn>, upto: Option<Turn>) -> &[(Turn, &'a Row)] {
        let from = self.rows.partition_point(|(turn, _)| Some(*turn) <= after);
        let to = upto.map_or(self.rows.len(), |upto| {
            self.rows.partition_point(|(turn, _)| *turn <= upto)
        });
        self.rows.get(from..to).unwrap_or_default()
    }
}

/// How the records behind a figure are gone through.
struct Reading<'a> {
    /// Where the page before ended.
    after: Option<Cursor>,
    /// Records looked at to begin with; more and more after.
    first: usize,
    /// Fields that are wanted besides what the figure is made of.
    besides: &'a [FieldIx],
}

/// Records that may be part of a figure, in order: as they are, or as they were.
struct Candidates<'a> {
    book: &'a dyn Read,
    register: &'a Register,
    day: FieldIx,
    filter: Filter,
    fields: Vec<FieldIx>,
    past: Option<Past<'a>>,
}

impl Candidates<'_> {
    /// The next records, and where those after them begin.
    fn page(&self, after: Option<Cursor>, stretch: usize) -> Result<(Vec<Row>, Option<Cursor>), DeskError> {
        let told = |cursor: &Cursor| Some((cursor.value.as_date()?, cursor.id));
        let from = after.as_ref().and_then(told);
        let listing = Listing {
            filter: self.filter.clone(),
            sort: Column::Field(self.day),
            descending: false,
            after,
            limit: stretch,
            withdrawn: false,
            only: Some(self.fields.clone()),
        };
        let page = self.book.list(self.register, &listing)?;
        let Some(past) = &self.past else {
            return Ok((page.rows, page.next));
        };
        let then = past.between(from, page.next.as_ref().and_then(told));
        let mut rows: Vec<Row> = page
            .rows
            .into_iter()
            .filter(|row| !past.changed.contains_key(&row.id))
            .collect();
        rows.extend(then.iter().map(|(_, row)| (*row).clone()));
        rows.sort_by_key(|row| (row.get(self.day).as_date(), row.id));
        Ok((rows, page.next))
    }
}
