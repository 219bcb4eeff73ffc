//! Figures as a seat asks for them: any place, any period, broken down, compared, ranked, as of any moment.

use crate::access::{Action, forbidden};
use crate::as_of::AsOf;
use crate::error::DeskError;
use crate::remembered::Remembered;
use crate::seat::Seat;
use ledger::{Cause, Cells, Figure, Line, Problem, Question, Seq, answer, growth, rank};
use pack::Shelf;
use pack::model::{Better, Indicator, Measure, Pack};
use quantity::Period;
use rust_decimal::Decimal;
use serde::Serialize;
use standards::{PlaceCode, PlaceLevel};
use store::{CellReader, Read};

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

impl Seat {
    /// Answers with figures.
    ///
    /// # Errors
    /// When there is no such indicator or dimension, the seat may not see the place, or the store cannot be read.
    pub fn figures(&self, ask: &Ask) -> Result<FigureTable, DeskError> {
        let book = self.book()?;
        self.figures_in(&*book, &CellReader(&*book), ask)
    }

    /// Answers several questions from one reading of the book, so that all are of one moment; nothing where the seat may
    /// not see the figure.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn figures_of(&self, asks: &[Ask]) -> Result<Vec<Option<FigureTable>>, DeskError> {
        let book = self.book()?;
        let live = Remembered::new(CellReader(&*book));
        asks.iter()
            .map(|ask| match self.figures_in(&*book, &live, ask) {
                Ok(table) => Ok(Some(table)),
                Err(DeskError::Refused(_)) => Ok(None),
                Err(error) => Err(error),
            })
            .collect()
    }

    pub(crate) fn figures_in(
        &self,
        book: &dyn Read,
        live: &dyn Cells,
        ask: &Ask,
    ) -> Result<FigureTable, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, indicator) = known(&shelf, &ask.indicator)?;
        let place = ask.place.unwrap_or(self.desk.town().code);
        self.may_see(&shelf, pack, indicator, &place)?;
        let head = book.head()?.0;
        let past = AsOf::asked(&shelf, book, live, indicator, ask.as_of)?;
        let cells: &dyn Cells = past.as_ref().map_or(live, |past| past);
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
            // A rank tells of the places beside: only who may see them all is told.
            let ranked = place.parent().filter(|parent| {
                place.level() > PlaceLevel::Town && self.may_see(&shelf, pack, indicator, parent).is_ok()
            });
            self.compare(
                &shelf,
                cells,
                indicator,
                ask,
                (&place, ranked.as_ref()),
                &mut lines,
            )?;
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
        (place, ranked): (&PlaceCode, Option<&PlaceCode>),
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
        if let Some(parent) = ranked {
            let places = self.desk.places();
            let siblings: Vec<PlaceCode> = places
                .children(*parent, ask.period.last())
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

    /// Refuses a figure that the seat may not see there, or that is made of one it may not see.
    pub(crate) fn may_see(
        &self,
        shelf: &Shelf,
        pack: &Pack,
        indicator: &Indicator,
        place: &PlaceCode,
    ) -> Result<(), DeskError> {
        if self.actor.may(Action::Read, &pack.name, place) {
            for part in parts_of(indicator) {
                let (pack, part) = known(shelf, part)?;
                self.may_see(shelf, pack, part, place)?;
            }
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
}

/// Names of the indicators that a ratio or formula is made of.
pub(crate) fn parts_of(indicator: &Indicator) -> Vec<&str> {
    match &indicator.measure {
        Measure::Ratio { of, to, .. } => vec![of, to],
        Measure::Formula { reads, .. } => reads.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn known<'a>(shelf: &'a Shelf, name: &str) -> Result<(&'a Pack, &'a Indicator), DeskError> {
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
