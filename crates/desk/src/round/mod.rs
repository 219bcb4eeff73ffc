//! Rounds: a checklist walked once a month at every place of a level. Which places are done and which not yet, how they
//! rank beside last month, what came back.

mod bulletin;
mod publish;

use crate::access::Action;
use crate::error::DeskError;
use crate::seat::Seat;
use crate::view::{RecordView, view};
use crate::writer::find;
use jiff::Span;
use jiff::civil::Date;
use ledger::{Cause, Problem, Row, rank};
use pack::model::{ChecklistColumn, FieldIx, FieldKind, Pack, Recurrence, Register, Round};
use pack::{Text, Value};
use rust_decimal::Decimal;
use serde::Serialize;
use standards::PlaceCode;
use std::collections::BTreeMap;
use store::{Column, Filter, Listing, Op};

/// Records read at a time.
const STRETCH: usize = 500;

/// A round there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundName {
    /// Its pack.
    pub pack: String,
    /// The register that holds its checks.
    pub register: String,
    /// The register's title.
    pub title: Text,
}

/// A month's round as a seat may see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoundView {
    /// Which one.
    pub round: RoundName,
    /// First day of the month.
    pub month: Date,
    /// Places that were walked, the best first.
    pub walked: Vec<Walked>,
    /// Places that were not walked yet.
    pub waiting: Vec<PlaceCode>,
    /// Whether the places are ranked: a ranking shows everyone beside everyone, so it is for whoever may see the whole town.
    pub ranked: bool,
    /// The mean of the points, with two places.
    pub mean: Option<Decimal>,
    /// The mean of the month before.
    pub mean_before: Option<Decimal>,
    /// What was found most, over all places.
    pub found: Vec<Found>,
    /// Registers of the pack that tell relapses.
    pub relapses_in: Vec<RelapsesIn>,
    /// How many places a step would make known now.
    pub unpublished: usize,
}

/// A place that was walked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Walked {
    /// The place.
    pub place: PlaceCode,
    /// The record of the walk.
    pub record: RecordView,
    /// Its points.
    pub score: Option<Decimal>,
    /// Its rank among all places; none unless the round is ranked.
    pub rank: Option<usize>,
    /// Points of the month before.
    pub score_before: Option<Decimal>,
    /// Rank of the month before.
    pub rank_before: Option<usize>,
    /// Relapses told in the month, by the order of [`RoundView::relapses_in`].
    pub relapses: Vec<usize>,
    /// Findings of the walk that its checklist marks as relapses.
    pub relapsed: i64,
}

/// An item of the checklist and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The item.
    pub item: Text,
    /// Findings.
    pub count: i64,
    /// Places where it was found.
    pub places: usize,
}

/// A register that tells relapses, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelapsesIn {
    /// The register.
    pub register: String,
    /// Its title.
    pub title: Text,
    /// Yes-or-no field that marks a relapse.
    pub flag: String,
    /// The date field that tells the month.
    pub on: String,
}

impl Walked {
    /// All relapses of the place in the month.
    #[must_use]
    pub fn all_relapses(&self) -> usize {
        self.relapses.iter().sum::<usize>() + usize::try_from(self.relapsed).unwrap_or_default()
    }
}

/// A register with its round, as found on the shelf.
struct Known<'a> {
    pack: &'a Pack,
    register: &'a Register,
    round: &'a Round,
}

impl Seat {
    /// The rounds of which this seat may see something.
    #[must_use]
    pub fn rounds(&self) -> Vec<RoundName> {
        let shelf = self.desk.shelf();
        let seen = shelf.registers().filter(|(pack, register)| {
            register.round.is_some() && self.actor.may_somewhere(Action::Read, &pack.name)
        });
        seen.map(|(pack, register)| named(pack, register)).collect()
    }

    /// A month's round.
    ///
    /// # Errors
    /// When the register is not walked in rounds, the seat may see nothing of it, or the store cannot be read.
    pub fn round(&self, register: &str, month: Date) -> Result<RoundView, DeskError> {
        let shelf = self.desk.shelf();
        let known = self.known_round(&shelf, register)?;
        let month = month.first_of_month();
        let rows = self.walks(&known, month)?;
        let before = self.walks(&known, month.saturating_sub(Span::new().months(1)))?;
        let ranked = self
            .actor
            .may(Action::Read, &known.pack.name, &self.desk.town().code);
        let mut walked: Vec<Walked> = rows
            .iter()
            .map(|(place, row)| known.walked(*place, row, &rows, &before, ranked))
            .collect();
        walked.sort_by(|a, b| b.score.cmp(&a.score).then(a.place.cmp(&b.place)));
        let relapses_in = self.relapses(&known, month, &mut walked)?;
        let waiting = self.places_of(&known, month);
        Ok(RoundView {
            round: named(known.pack, known.register),
            month,
            waiting: waiting
                .into_iter()
                .filter(|place| !rows.contains_key(place))
                .collect(),
            ranked,
            mean: known.mean(&rows),
            mean_before: known.mean(&before),
            found: known.found(&rows),
            relapses_in,
            unpublished: rows
                .values()
                .filter(|row| self.publishing(&known, row).next().is_some())
                .count(),
            walked,
        })
    }

    fn known_round<'a>(&self, shelf: &'a pack::Shelf, register: &str) -> Result<Known<'a>, DeskError> {
        let (pack, found) = find(shelf, register)?;
        let seen = self.actor.may_somewhere(Action::Read, &pack.name);
        let round = found.round.as_ref().filter(|_| seen).ok_or_else(|| {
            DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "round.missing",
                    "这个台账不做逐月检查",
                    "this register is not walked in rounds",
                ),
            )
        })?;
        Ok(Known {
            pack,
            register: found,
            round,
        })
    }

    /// The walks of a month that this seat may see, by place; of two of one place the later.
    fn walks(&self, known: &Known<'_>, month: Date) -> Result<BTreeMap<PlaceCode, Row>, DeskError> {
        let of_month = Filter::Is(Column::Field(known.round.month), Op::Eq, Value::Date(month));
        let mut rows = BTreeMap::new();
        for row in self.all_rows(known.pack, known.register, of_month)? {
            if let Some(place) = row.place.at(known.round.each) {
                rows.insert(place, row);
            }
        }
        Ok(rows)
    }

    /// All records that this seat may see and that fit, the oldest first.
    fn all_rows(&self, pack: &Pack, register: &Register, filter: Filter) -> Result<Vec<Row>, DeskError> {
        let listing = Listing {
            filter,
            limit: STRETCH,
            ..Listing::default()
        };
        let mut listing = self.narrowed(pack, register, listing)?;
        let book = self.book()?;
        let mut rows = Vec::new();
        loop {
            let page = book.list(register, &listing)?;
            rows.extend(page.rows);
            match page.next {
                Some(next) => listing.after = Some(next),
                None => return Ok(rows),
            }
        }
    }

    /// The places to be walked in a month, as far as this seat sees.
    fn places_of(&self, known: &Known<'_>, month: Date) -> Vec<PlaceCode> {
        let places = self.desk.places();
        let day = month.last_of_month();
        let roots = self.actor.reach(Action::Read, &known.pack.name);
        let mut found: Vec<PlaceCode> = roots
            .unwrap_or_else(|| vec![self.desk.town().code])
            .into_iter()
            .flat_map(|root| {
                places
                    .within(root, day)
                    .map(|place| place.code)
                    .collect::<Vec<_>>()
            })
            .filter(|place| place.level() == known.round.each)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Counts the month's relapses of each place, and says where they are told.
    fn relapses(
        &self,
        known: &Known<'_>,
        month: Date,
        walked: &mut [Walked],
    ) -> Result<Vec<RelapsesIn>, DeskError> {
        let mut told = Vec::new();
        for register in &known.pack.registers {
            let Some(recurrence) = &register.recurrence else {
                continue;
            };
            let listing = Listing {
                filter: relapses_of(recurrence, month),
                ..Listing::default()
            };
            let listing = self.narrowed(known.pack, register, listing)?;
            let mut by_place: BTreeMap<PlaceCode, usize> = BTreeMap::new();
            for (place, count) in self.book()?.count_by_place(register, &listing)? {
                if let Some(place) = place.at(known.round.each) {
                    *by_place.entry(place).or_default() += usize::try_from(count).unwrap_or(usize::MAX);
                }
            }
            for each in walked.iter_mut() {
                each.relapses
                    .push(by_place.get(&each.place).copied().unwrap_or_default());
            }
            told.push(RelapsesIn {
                register: register.name.clone(),
                title: register.title.clone(),
                flag: register[recurrence.flag].name.clone(),
                on: register[recurrence.on].name.clone(),
            });
        }
        Ok(told)
    }
}

impl Known<'_> {
    fn walked(
        &self,
        place: PlaceCode,
        row: &Row,
        rows: &BTreeMap<PlaceCode, Row>,
        before: &BTreeMap<PlaceCode, Row>,
        ranked: bool,
    ) -> Walked {
        let score = self.score(row);
        let score_before = before.get(&place).and_then(|row| self.score(row));
        let among = |of, rows: &BTreeMap<PlaceCode, Row>| {
            let all = rows.values().map(|row| self.score(row));
            rank(of, all, true).filter(|_| ranked)
        };
        Walked {
            place,
            record: view(self.register, row, None),
            score,
            rank: among(score, rows),
            score_before,
            rank_before: among(score_before, before),
            relapses: Vec::new(),
            relapsed: self.findings(row).iter().map(|found| found.relapses).sum(),
        }
    }

    fn score(&self, row: &Row) -> Option<Decimal> {
        row.get(self.round.score).as_decimal()
    }

    fn mean(&self, rows: &BTreeMap<PlaceCode, Row>) -> Option<Decimal> {
        let scores: Vec<Decimal> = rows.values().filter_map(|row| self.score(row)).collect();
        let sum: Decimal = scores.iter().sum();
        let mean = sum.checked_div(Decimal::from(scores.len()))?;
        Some(mean.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
    }

    /// What was found, the item found most first.
    fn found(&self, rows: &BTreeMap<PlaceCode, Row>) -> Vec<Found> {
        let FieldKind::Checklist { list } = self.register[self.round.findings].kind else {
            return Vec::new();
        };
        let items = self.pack.checklists.get(list).map(|list| list.items.as_slice());
        let all: Vec<Finding> = rows.values().flat_map(|row| self.findings(row)).collect();
        let mut found: Vec<Found> = items
            .unwrap_or_default()
            .iter()
            .map(|item| {
                let of = || {
                    all.iter()
                        .filter(|finding| finding.item == item.code && finding.count > 0)
                };
                Found {
                    item: item.title.clone(),
                    count: of().map(|finding| finding.count).sum(),
                    places: of().count(),
                }
            })
            .filter(|found| found.count > 0)
            .collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.count));
        found
    }

    fn findings(&self, row: &Row) -> Vec<Finding> {
        let Value::Table(rows) = row.get(self.round.findings) else {
            return Vec::new();
        };
        let held =
            |row: &[Value], column: ChecklistColumn| row.get(column as usize).cloned().unwrap_or_default();
        let number = |value: Value, otherwise| match value {
            Value::Int(number) => number,
            _ => otherwise,
        };
        rows.iter()
            .map(|row| Finding {
                item: held(row, ChecklistColumn::Item)
                    .as_text()
                    .unwrap_or_default()
                    .to_owned(),
                count: number(held(row, ChecklistColumn::Count), 1),
                relapses: number(held(row, ChecklistColumn::Relapse), 0),
            })
            .collect()
    }
}

/// A row of a walked checklist.
struct Finding {
    item: String,
    count: i64,
    relapses: i64,
}

fn named(pack: &Pack, register: &Register) -> RoundName {
    RoundName {
        pack: pack.name.clone(),
        register: register.name.clone(),
        title: register.title.clone(),
    }
}

fn relapses_of(recurrence: &Recurrence, month: Date) -> Filter {
    let is = |field: FieldIx, op, value| Filter::Is(Column::Field(field), op, value);
    Filter::And(vec![
        is(recurrence.flag, Op::Eq, Value::Bool(true)),
        is(recurrence.on, Op::Ge, Value::Date(month)),
        is(recurrence.on, Op::Le, Value::Date(month.last_of_month())),
    ])
}
