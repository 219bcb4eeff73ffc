//! Figures as a seat asks for them: any place, any period, broken down, compared, ranked, as of any moment, and back to
//! the records they are made of.

use crate::access::{Action, forbidden};
use crate::error::DeskError;
use crate::seat::{ListAsk, Seat, label};
use jiff::civil::Date;
use ledger::{
    Act, Cause, Cell, Cells, Deltas, Figure, Grain, Line, Problem, Question, RecordId, Seq, Tally,
    Unavailable, answer, apply, deltas, growth, rank, read_entry, share, windows,
};
use pack::Shelf;
use pack::model::{Better, Indicator, Measure, Pack, Register};
use quantity::Period;
use rust_decimal::Decimal;
use serde::Serialize;
use standards::{PlaceCode, PlaceLevel};
use std::collections::HashMap;
use store::{CellReader, Column, Filter, Listing, Op, Read};

/// Records looked at for one page of lineage before it is cut.
const STRETCH: usize = 5_000;

/// What to break a figure down by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A dimension of the indicator.
    Dimension(String),
    /// Each day.
    Day,
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each year.
    Year,
    /// Each place directly below.
    Place,
}

impl By {
    /// The breakdown of that name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "day" => By::Day,
            "month" => By::Month,
            "quarter" => By::Quarter,
            "year" => By::Year,
            "place" => By::Place,
            other => By::Dimension(other.to_owned()),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            By::Dimension(name) => name,
            By::Day => "day",
            By::Month => "month",
            By::Quarter => "quarter",
            By::Year => "year",
            By::Place => "place",
        }
    }
}

/// A figure asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Name of the indicator.
    pub indicator: String,
    /// The place; the town if not said.
    pub place: Option<PlaceCode>,
    /// The period.
    pub period: Period,
    /// Broken down by these.
    pub by: Vec<By>,
    /// Only where a dimension has one of these values.
    pub only: Vec<(String, Vec<String>)>,
    /// As the journal stood after this entry.
    pub as_of: Option<Seq>,
    /// With growth over a year before and over the period before, and the rank among sibling places.
    pub compare: bool,
}

/// One figure of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureLine {
    /// Values of what it is broken down by, in the order asked.
    pub keys: Vec<String>,
    /// The figure, exact; none when nothing was reported or it cannot be worked out.
    pub value: Option<String>,
    /// How many records it is made of.
    pub records: i64,
    /// Months whose return is missing, as `2024-03`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Growth over the same period a year before (同比), in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_on_year: Option<String>,
    /// Growth over the period before (环比), in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_previous: Option<String>,
    /// Rank among the places beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureTable {
    /// Name of the indicator.
    pub indicator: String,
    /// Its name to people.
    pub title: pack::Text,
    /// Unit of the figures.
    pub unit: String,
    /// The place.
    pub place: String,
    /// The period.
    pub period: String,
    /// What the lines are broken down by.
    pub by: Vec<String>,
    /// The figures.
    pub lines: Vec<FigureLine>,
    /// The journal entry they are as of.
    pub as_of: Seq,
}

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
    /// Answers with figures.
    ///
    /// # Errors
    /// When there is no such indicator or dimension, the seat may not see the place, or the store cannot be read.
    pub fn figures(&self, ask: &Ask) -> Result<FigureTable, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, indicator) = known(&shelf, &ask.indicator)?;
        let place = ask.place.unwrap_or(self.desk.town().code);
        self.may_see(&shelf, pack, indicator, &place)?;
        let book = self.book()?;
        let head = book.head()?.0;
        let live = CellReader(&*book);
        let past;
        let cells: &dyn Cells = match ask.as_of.filter(|seq| *seq < head) {
            Some(seq) => {
                past = PastCells {
                    live: &live,
                    after: self.since(&shelf, &*book, indicator, seq)?,
                };
                &past
            }
            None => &live,
        };
        let mut lines = Vec::new();
        self.expand(
            &shelf,
            cells,
            ask,
            &place,
            &ask.period,
            &ask.by,
            &mut Vec::new(),
            &mut lines,
        )?;
        if ask.compare && ask.by.is_empty() {
            self.compare(&shelf, cells, indicator, ask, &place, &mut lines)?;
        }
        Ok(FigureTable {
            indicator: indicator.name.clone(),
            title: indicator.title.clone(),
            unit: indicator.unit.clone(),
            place: place.to_string(),
            period: ask.period.to_string(),
            by: ask.by.iter().map(|by| by.name().to_owned()).collect(),
            lines,
            as_of: ask.as_of.unwrap_or(head).min(head),
        })
    }

    /// Splits by place and time here, by dimension in the ledger, keeping the order asked for.
    #[expect(clippy::too_many_arguments, reason = "a recursion that carries its question")]
    fn expand(
        &self,
        shelf: &Shelf,
        cells: &dyn Cells,
        ask: &Ask,
        place: &PlaceCode,
        period: &Period,
        by: &[By],
        keys: &mut Vec<(usize, String)>,
        lines: &mut Vec<FigureLine>,
    ) -> Result<(), DeskError> {
        let split = by.iter().position(|by| !matches!(by, By::Dimension(_)));
        let Some(at) = split else {
            let names: Vec<String> = by.iter().map(|by| by.name().to_owned()).collect();
            let question = Question {
                indicator: ask.indicator.clone(),
                place: *place,
                period: *period,
                by: names.clone(),
                only: ask.only.clone(),
            };
            for Line { keys: values, figure } in answer(shelf, cells, &question)? {
                lines.push(line(in_order(&ask.by, keys, &names, &values), &figure));
            }
            return Ok(());
        };
        let rest: Vec<By> = by
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, by)| by.clone())
            .collect();
        let position = ask.by.iter().position(|each| *each == by[at]).unwrap_or_default();
        if by[at] == By::Place {
            let places = self.desk.places();
            let below: Vec<PlaceCode> = places
                .children(*place, period.last())
                .map(|child| child.code)
                .collect();
            for child in below {
                keys.push((position, child.to_string()));
                self.expand(shelf, cells, ask, &child, period, &rest, keys, lines)?;
                keys.pop();
            }
            return Ok(());
        }
        for part in parts(period, &by[at]) {
            keys.push((position, part.to_string()));
            self.expand(shelf, cells, ask, place, &part, &rest, keys, lines)?;
            keys.pop();
        }
        Ok(())
    }

    fn compare(
        &self,
        shelf: &Shelf,
        cells: &dyn Cells,
        indicator: &Indicator,
        ask: &Ask,
        place: &PlaceCode,
        lines: &mut [FigureLine],
    ) -> Result<(), DeskError> {
        let at = |place: &PlaceCode, period: Period| -> Result<Option<Decimal>, DeskError> {
            let question = Question {
                indicator: ask.indicator.clone(),
                place: *place,
                period,
                by: Vec::new(),
                only: ask.only.clone(),
            };
            let lines = answer(shelf, cells, &question)?;
            Ok(lines
                .first()
                .filter(|line| line.figure.records != 0)
                .and_then(|line| line.figure.value))
        };
        let Some(line) = lines.first_mut() else {
            return Ok(());
        };
        let now = at(place, ask.period)?;
        line.year_on_year =
            growth(now, at(place, ask.period.year_before())?).map(|growth| growth.to_string());
        line.on_previous = growth(now, at(place, ask.period.preceding())?).map(|growth| growth.to_string());
        if let Some(parent) = place.parent().filter(|_| place.level() > PlaceLevel::Town) {
            let places = self.desk.places();
            let siblings: Vec<PlaceCode> = places
                .children(parent, ask.period.last())
                .map(|child| child.code)
                .collect();
            let values = siblings
                .iter()
                .map(|sibling| at(sibling, ask.period))
                .collect::<Result<Vec<_>, _>>()?;
            line.rank = rank(now, values, indicator.better != Better::Less);
        }
        Ok(())
    }

    /// The records behind a figure, oldest first.
    ///
    /// # Errors
    /// As for [`Seat::figures`].
    pub fn lineage(&self, ask: &Ask, after: Option<&str>, limit: usize) -> Result<Lineage, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, indicator) = known(&shelf, &ask.indicator)?;
        let place = ask.place.unwrap_or(self.desk.town().code);
        self.may_see(&shelf, pack, indicator, &place)?;
        let parts = match &indicator.measure {
            Measure::Ratio { of, to, .. } => vec![of.clone(), to.clone()],
            Measure::Formula { reads, .. } => reads.clone(),
            _ => Vec::new(),
        };
        let Some((_, register)) = shelf.register_of(&indicator.name) else {
            return Ok(Lineage {
                records: Vec::new(),
                sum: "0".to_owned(),
                next: None,
                parts,
            });
        };
        let book = self.book()?;
        let (windows, _) = windows(&CellReader(&*book), indicator, &place, &ask.period)
            .map_err(|error| DeskError::Store(store::StoreError::Database(error.0)))?;
        let day = match &indicator.measure {
            Measure::Flow { on, .. } => *on,
            Measure::Stock { from, .. } => *from,
            Measure::Return { period, .. } => *period,
            Measure::Ratio { .. } | Measure::Formula { .. } => register.place,
        };
        let span = Filter::Or(
            windows
                .iter()
                .map(|window| {
                    let bound = |op, date: Date| Filter::Is(Column::Field(day), op, pack::Value::Date(date));
                    Filter::And(vec![bound(Op::Ge, window.first), bound(Op::Le, window.last)])
                })
                .collect(),
        );
        let within = Filter::Within(place).and(span);
        let mut records = Vec::new();
        let mut sum = Tally::default();
        let mut ask_page = ListAsk {
            after: after.map(str::to_owned),
            ..ListAsk::default()
        };
        let mut next = None;
        let limit = limit.clamp(1, 500);
        'pages: loop {
            let cursor = ask_page
                .after
                .as_deref()
                .and_then(|text| text.parse::<RecordId>().ok());
            let listing = Listing {
                filter: within.clone(),
                sort: Column::Id,
                descending: false,
                after: cursor.map(|id| store::Cursor {
                    value: pack::Value::Null,
                    id,
                }),
                limit: STRETCH,
                withdrawn: false,
            };
            let page = book.list(register, &listing)?;
            for row in &page.rows {
                let Some(share) = share(register, indicator, row, &windows, &ask.only) else {
                    continue;
                };
                if records.len() == limit {
                    next = records.last().map(|last: &Contributor| last.id.clone());
                    break 'pages;
                }
                sum.amount += share.amount;
                records.push(Contributor {
                    register: register.name.clone(),
                    id: row.id.to_string(),
                    label: label(pack, register, row),
                    place: row.place.to_string(),
                    adds: Decimal::new(share.amount, indicator.scale.into()).to_string(),
                });
            }
            match page.next {
                Some(cursor) => ask_page.after = Some(cursor.id.to_string()),
                None => break,
            }
        }
        Ok(Lineage {
            records,
            sum: Decimal::new(sum.amount, indicator.scale.into()).to_string(),
            next,
            parts,
        })
    }

    fn may_see(
        &self,
        shelf: &Shelf,
        pack: &Pack,
        indicator: &Indicator,
        place: &PlaceCode,
    ) -> Result<(), DeskError> {
        if self.actor.may(Action::Read, &pack.name, place) {
            return Ok(());
        }
        let register = shelf
            .register_of(&indicator.name)
            .map(|(_, register)| register)
            .or(pack.registers.first());
        match register {
            Some(register) => Err(DeskError::Refused(forbidden(Action::Read, pack, register))),
            None => Err(DeskError::refused(
                Cause::Forbidden,
                Problem::new(
                    "forbidden",
                    "您的岗位不能查看此指标",
                    "your posts do not allow to see this indicator",
                ),
            )),
        }
    }

    /// What entries after `seq` added to the cells of an indicator and of those it is made of.
    fn since(
        &self,
        shelf: &Shelf,
        book: &dyn Read,
        indicator: &Indicator,
        seq: Seq,
    ) -> Result<Deltas, DeskError> {
        let mut registers: HashMap<&str, (&Register, Vec<&Indicator>)> = HashMap::new();
        let mut waiting = vec![indicator];
        while let Some(next) = waiting.pop() {
            match &next.measure {
                Measure::Ratio { of, to, .. } => {
                    waiting.extend(
                        [of, to]
                            .into_iter()
                            .filter_map(|name| shelf.indicator(name))
                            .map(|(_, it)| it),
                    );
                }
                Measure::Formula { reads, .. } => {
                    waiting.extend(
                        reads
                            .iter()
                            .filter_map(|name| shelf.indicator(name))
                            .map(|(_, it)| it),
                    );
                }
                _ => {
                    if let Some((_, register)) = shelf.register_of(&next.name) {
                        registers
                            .entry(&register.name)
                            .or_insert((register, Vec::new()))
                            .1
                            .push(next);
                    }
                }
            }
        }
        let mut added = Deltas::default();
        let damaged = |why: String| DeskError::Store(store::StoreError::Damaged(why));
        for (register, indicators) in registers.values() {
            for id in book.touched(&register.name, seq)? {
                let now = book.row(register, id)?;
                let mut then = None;
                for line in book.history(&register.name, id)? {
                    if line.seq > seq {
                        break;
                    }
                    let entry = read_entry(&line.text, shelf).map_err(|error| damaged(error.to_string()))?;
                    let Act::Record(act) = &entry.act else { continue };
                    then = Some(
                        apply(register, then.take(), &entry.head, act)
                            .map_err(|error| damaged(error.to_string()))?,
                    );
                }
                added.extend(deltas(
                    register,
                    indicators.iter().copied(),
                    then.as_ref(),
                    now.as_ref(),
                ));
            }
        }
        Ok(added)
    }
}

/// Cells as they stood: the live ones less what was added since.
struct PastCells<'a> {
    live: &'a dyn Cells,
    after: Deltas,
}

impl Cells for PastCells<'_> {
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        (first, last): (Date, Date),
    ) -> Result<Vec<Cell>, Unavailable> {
        let mut cells: HashMap<(Date, String), Tally> = self
            .live
            .cells(indicator, place, grain, (first, last))?
            .into_iter()
            .map(|cell| ((cell.start, cell.dimensions), cell.tally))
            .collect();
        for (spot, tally) in self.after.iter() {
            let start = grain.start(spot.day);
            if spot.indicator == indicator && place.contains(&spot.place) && (first..=last).contains(&start) {
                cells
                    .entry((start, spot.dimensions.clone()))
                    .or_default()
                    .add(tally.negated());
            }
        }
        Ok(cells
            .into_iter()
            .map(|((start, dimensions), tally)| Cell {
                start,
                dimensions,
                tally,
            })
            .collect())
    }
}

fn known<'a>(shelf: &'a Shelf, name: &str) -> Result<(&'a Pack, &'a Indicator), DeskError> {
    shelf.indicator(name).ok_or_else(|| {
        let name: String = name.chars().take(60).collect();
        DeskError::refused(
            Cause::Missing,
            Problem::new(
                "indicator.missing",
                format!("没有指标“{name}”"),
                format!("there is no indicator `{name}`"),
            ),
        )
    })
}

fn line(keys: Vec<String>, figure: &Figure) -> FigureLine {
    FigureLine {
        keys,
        value: figure.value.map(|value| value.to_string()),
        records: figure.records,
        missing: figure
            .missing
            .iter()
            .map(|month| month.strftime("%Y-%m").to_string())
            .collect(),
        year_on_year: None,
        on_previous: None,
        rank: None,
    }
}

/// Keys in the order in which the breakdowns were asked for.
fn in_order(by: &[By], split: &[(usize, String)], names: &[String], values: &[String]) -> Vec<String> {
    by.iter()
        .enumerate()
        .map(|(at, by)| {
            let from_split = split
                .iter()
                .find(|(position, _)| *position == at)
                .map(|(_, key)| key.clone());
            from_split
                .or_else(|| {
                    let name = names.iter().position(|name| name == by.name())?;
                    values.get(name).cloned()
                })
                .unwrap_or_default()
        })
        .collect()
}

/// The parts of a period.
fn parts(period: &Period, by: &By) -> Vec<Period> {
    let clipped =
        |part: Period| Period::between(part.first().max(period.first()), part.last().min(period.last())).ok();
    match by {
        By::Day => {
            let days = usize::try_from(period.days()).unwrap_or_default().min(3_700);
            period
                .first()
                .series(jiff::Span::new().days(1))
                .take(days)
                .map(Period::day)
                .collect()
        }
        By::Year => (period.first().year()..=period.last().year())
            .filter_map(Period::year)
            .filter_map(clipped)
            .collect(),
        By::Quarter => {
            let mut quarters: Vec<Period> = period
                .months()
                .filter_map(|(year, month)| Period::quarter(year, (month + 2) / 3))
                .filter_map(clipped)
                .collect();
            quarters.dedup();
            quarters
        }
        _ => period
            .months()
            .filter_map(|(year, month)| Period::month(year, month))
            .filter_map(clipped)
            .collect(),
    }
}
