//! Figures: an indicator at a place over a period, broken down as asked. Every figure is a signed sum of cells over
//! windows of time; lineage uses the same windows, so the two cannot disagree.

use crate::Row;
use crate::cell::{Contribution, DIMENSION_BREAK, Grain, Tally, contributions, dimensions};
use crate::command::Unavailable;
use jiff::Span;
use jiff::civil::Date;
use pack::model::{FieldIx, Indicator, Measure, Register};
use pack::{Scope, Shelf, SystemName, Value};
use quantity::Period;
use rust_decimal::{Decimal, RoundingStrategy};
use standards::PlaceCode;
use std::collections::BTreeMap;

/// A cell as read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its first day.
    pub start: Date,
    /// Values of the indicator's dimensions.
    pub dimensions: String,
    /// What it holds.
    pub tally: Tally,
}

/// Where cells are read from.
pub trait Cells {
    /// The cells of an indicator at exactly this place and grain whose first day lies in the stretch, both ends included.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        stretch: (Date, Date),
    ) -> Result<Vec<Cell>, Unavailable>;
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name of the indicator.
    pub indicator: String,
    /// The place.
    pub place: PlaceCode,
    /// The period; a stock is told at its last day.
    pub period: Period,
    /// Dimensions to break down by, by name.
    pub by: Vec<String>,
    /// Only records whose dimension has one of these values.
    pub only: Vec<(String, Vec<String>)>,
}

/// A figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its value; none when nothing was reported or it cannot be worked out.
    pub value: Option<Decimal>,
    /// How many records it is made of.
    pub records: i64,
    /// Months of the period for which a return is missing, by their first day.
    pub missing: Vec<Date>,
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Values of the dimensions asked for, in their order.
    pub keys: Vec<String>,
    /// The figure.
    pub figure: Figure,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// There is no such indicator.
    #[error("there is no indicator `{0}`")]
    Indicator(String),
    /// The indicator cannot be broken down so.
    #[error("`{indicator}` cannot be broken down by `{dimension}`; it can be by {offered}")]
    Dimension {
        /// The indicator.
        indicator: String,
        /// What was asked.
        dimension: String,
        /// What can be asked.
        offered: String,
    },
    /// The store could not be read.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl FigureError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            FigureError::Indicator(name) => format!("没有指标“{name}”"),
            FigureError::Dimension {
                indicator,
                dimension,
                offered,
            } => {
                format!("指标“{indicator}”不能按“{dimension}”分组，可按：{offered}")
            }
            FigureError::Unavailable(error) => format!("暂时无法读取数据：{}", error.0),
        }
    }
}

/// A signed stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Whether what lies in it is taken away.
    pub minus: bool,
}

const BEGINNING: Date = Date::constant(1900, 1, 1);

/// Answers a question. With no dimensions asked there is exactly one line.
///
/// # Errors
/// When there is no such indicator or dimension, or the store cannot be read.
pub fn answer(shelf: &Shelf, cells: &dyn Cells, question: &Question) -> Result<Vec<Line>, FigureError> {
    let (_, indicator) = shelf
        .indicator(&question.indicator)
        .ok_or_else(|| FigureError::Indicator(question.indicator.clone()))?;
    let sums = match &indicator.measure {
        Measure::Ratio { of, to, times } => {
            let part = |name: &str| values(shelf, cells, question, name);
            let (above, below) = (part(of)?, part(to)?);
            combine(&[above, below], |values| {
                let quotient = values[0]?.checked_div(values[1]?)?;
                quotient.checked_mul(Decimal::from(*times))
            })
        }
        Measure::Formula { expr, reads } => {
            let parts = reads
                .iter()
                .map(|name| values(shelf, cells, question, name))
                .collect::<Result<Vec<_>, FigureError>>()?;
            combine(&parts, |values| {
                let scope = FormulaScope { reads, values };
                expr.eval(&scope).ok()?.as_decimal()
            })
        }
        _ => return measured(cells, indicator, question),
    };
    Ok(sums
        .into_iter()
        .map(|(keys, (value, records))| {
            let value = value.map(|value| shown(value, indicator.scale));
            Line {
                keys,
                figure: Figure {
                    value,
                    records,
                    missing: Vec::new(),
                },
            }
        })
        .collect())
}

fn shown(value: Decimal, scale: u8) -> Decimal {
    let mut value = value.round_dp_with_strategy(scale.into(), RoundingStrategy::MidpointAwayFromZero);
    value.rescale(scale.into());
    value
}

type Values = BTreeMap<Vec<String>, (Option<Decimal>, i64)>;

fn values(shelf: &Shelf, cells: &dyn Cells, question: &Question, name: &str) -> Result<Values, FigureError> {
    let part = Question {
        indicator: name.to_owned(),
        ..question.clone()
    };
    let lines = answer(shelf, cells, &part)?;
    Ok(lines
        .into_iter()
        .map(|line| (line.keys, (line.figure.value, line.figure.records)))
        .collect())
}

fn combine(parts: &[Values], work: impl Fn(&[Option<Decimal>]) -> Option<Decimal>) -> Values {
    let mut keys: Vec<&Vec<String>> = parts.iter().flat_map(BTreeMap::keys).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .map(|key| {
            let found: Vec<_> = parts
                .iter()
                .map(|part| part.get(key).copied().unwrap_or_default())
                .collect();
            let values: Vec<Option<Decimal>> = found.iter().map(|(value, _)| *value).collect();
            let records = found
                .iter()
                .map(|(_, records)| *records)
                .max()
                .unwrap_or_default();
            (key.clone(), (work(&values), records))
        })
        .collect()
}

struct FormulaScope<'a> {
    reads: &'a [String],
    values: &'a [Option<Decimal>],
}

impl Scope for FormulaScope<'_> {
    fn field(&self, _: FieldIx) -> &Value {
        const NULL: &Value = &Value::Null;
        NULL
    }

    fn system(&self, _: SystemName) -> Value {
        Value::Null
    }

    fn indicator(&self, name: &str) -> Value {
        let at = self.reads.iter().position(|read| read == name);
        at.and_then(|at| self.values.get(at).copied().flatten())
            .map_or(Value::Null, Value::Decimal)
    }
}

/// The figures of an indicator that is kept in cells.
fn measured(cells: &dyn Cells, indicator: &Indicator, question: &Question) -> Result<Vec<Line>, FigureError> {
    let at = |name: &String| {
        indicator
            .by
            .iter()
            .position(|dimension| dimension.name == *name)
            .ok_or_else(|| FigureError::Dimension {
                indicator: indicator.name.clone(),
                dimension: name.clone(),
                offered: indicator
                    .by
                    .iter()
                    .map(|by| &*by.name)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    };
    let by = question.by.iter().map(at).collect::<Result<Vec<_>, _>>()?;
    let only = question
        .only
        .iter()
        .map(|(name, values)| Ok((at(name)?, values)))
        .collect::<Result<Vec<_>, FigureError>>()?;

    let (windows, missing) = windows(cells, indicator, &question.place, &question.period)?;
    let mut sums: BTreeMap<Vec<String>, (i128, i64)> = BTreeMap::new();
    if by.is_empty() {
        sums.insert(Vec::new(), (0, 0));
    }
    for window in windows {
        let sign = if window.minus { -1 } else { 1 };
        for (grain, first, last) in pieces(window.first, window.last) {
            for cell in cells.cells(&indicator.name, &question.place, grain, (first, last))? {
                let parts: Vec<&str> = cell.dimensions.split(DIMENSION_BREAK).collect();
                let part = |at: usize| parts.get(at).copied().unwrap_or_default();
                if only
                    .iter()
                    .any(|(at, values)| !values.iter().any(|value| value == part(*at)))
                {
                    continue;
                }
                let key = by.iter().map(|at| part(*at).to_owned()).collect();
                let sum = sums.entry(key).or_default();
                sum.0 += i128::from(sign * cell.tally.amount);
                sum.1 += sign * cell.tally.records;
            }
        }
    }
    let reported = matches!(indicator.measure, Measure::Return { .. });
    sums.retain(|keys, (amount, records)| keys.is_empty() || *amount != 0 || *records != 0);
    Ok(sums
        .into_iter()
        .map(|(keys, (amount, records))| {
            let value = Decimal::try_from_i128_with_scale(amount, indicator.scale.into()).ok();
            let value = value.filter(|_| !reported || records != 0 || amount != 0);
            Line {
                keys,
                figure: Figure {
                    value,
                    records,
                    missing: missing.clone(),
                },
            }
        })
        .collect())
}

/// The windows whose sums make the indicator's figure over `period`, and the months whose returns are missing.
///
/// # Errors
/// When the store cannot be read.
pub fn windows(
    cells: &dyn Cells,
    indicator: &Indicator,
    place: &PlaceCode,
    period: &Period,
) -> Result<(Vec<Window>, Vec<Date>), Unavailable> {
    let (first, last) = (period.first(), period.last());
    match &indicator.measure {
        Measure::Stock { .. } => Ok((
            vec![Window {
                first: BEGINNING,
                last,
                minus: false,
            }],
            Vec::new(),
        )),
        Measure::Return { cumulative, .. } => {
            let reported = reported_months(cells, indicator, place, first, last)?;
            let missing = months(first, last).filter(|month| !reported.contains(month));
            if *cumulative {
                Ok(latest_returns(cells, indicator, place, (first, last), &reported)?)
            } else {
                Ok((
                    vec![Window {
                        first,
                        last,
                        minus: false,
                    }],
                    missing.collect(),
                ))
            }
        }
        _ => Ok((
            vec![Window {
                first,
                last,
                minus: false,
            }],
            Vec::new(),
        )),
    }
}

fn months(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let start = first.first_of_month();
    std::iter::successors(Some(start), |month| month.checked_add(Span::new().months(1)).ok())
        .take_while(move |month| *month <= last)
}

fn reported_months(
    cells: &dyn Cells,
    indicator: &Indicator,
    place: &PlaceCode,
    first: Date,
    last: Date,
) -> Result<Vec<Date>, Unavailable> {
    let mut records: BTreeMap<Date, i64> = BTreeMap::new();
    for cell in cells.cells(
        &indicator.name,
        place,
        Grain::Month,
        (first.first_of_month(), last),
    )? {
        *records.entry(cell.start).or_default() += cell.tally.records;
    }
    Ok(records
        .into_iter()
        .filter(|(_, records)| *records > 0)
        .map(|(month, _)| month)
        .collect())
}

/// Returns that hold the total since January: each year's last one counts, less what lay before the period.
fn latest_returns(
    cells: &dyn Cells,
    indicator: &Indicator,
    place: &PlaceCode,
    (first, last): (Date, Date),
    reported: &[Date],
) -> Result<(Vec<Window>, Vec<Date>), Unavailable> {
    let mut windows = Vec::new();
    let mut missing = Vec::new();
    for year in first.year()..=last.year() {
        let in_year = |month: &&Date| month.year() == year;
        let latest = reported.iter().rev().find(in_year).copied();
        missing.extend(
            months(first, last)
                .filter(|month| month.year() == year && latest.is_none_or(|latest| *month > latest)),
        );
        let Some(latest) = latest else { continue };
        windows.push(Window {
            first: latest,
            last: latest.last_of_month(),
            minus: false,
        });
        if year == first.year() && first.month() > 1 {
            let before = first.first_of_month().saturating_sub(Span::new().days(1));
            let earlier = reported_months(cells, indicator, place, first.first_of_year(), before)?;
            if let Some(month) = earlier.last() {
                windows.push(Window {
                    first: *month,
                    last: month.last_of_month(),
                    minus: true,
                });
            }
        }
    }
    Ok((windows, missing))
}

/// The fewest cells that cover a stretch of days: whole years, whole months, single days.
fn pieces(first: Date, last: Date) -> Vec<(Grain, Date, Date)> {
    let mut pieces = Vec::new();
    cover(first, last, Grain::Year, &mut pieces);
    pieces
}

fn cover(first: Date, last: Date, grain: Grain, pieces: &mut Vec<(Grain, Date, Date)>) {
    if first > last {
        return;
    }
    let finer = match grain {
        Grain::Day => return pieces.push((Grain::Day, first, last)),
        Grain::Month => Grain::Day,
        Grain::Year => Grain::Month,
    };
    let step = if grain == Grain::Year {
        Span::new().years(1)
    } else {
        Span::new().months(1)
    };
    let start = grain.start(first);
    // The first stretch that begins within, and the first one that does not end within.
    let whole_from = if start == first {
        start
    } else {
        start.saturating_add(step)
    };
    let after_last = grain.start(last.saturating_add(Span::new().days(1)));
    if whole_from >= after_last {
        return cover(first, last, finer, pieces);
    }
    let day = Span::new().days(1);
    cover(first, whole_from.saturating_sub(day), finer, pieces);
    pieces.push((grain, whole_from, after_last.saturating_sub(day)));
    cover(after_last, last, finer, pieces);
}

/// What `row` adds to the figure that `windows` make; none when it adds nothing and is no part of it.
#[must_use]
pub fn share(
    register: &Register,
    indicator: &Indicator,
    row: &Row,
    windows: &[Window],
    only: &[(String, Vec<String>)],
) -> Option<Tally> {
    let values = dimensions(&indicator.by, row);
    let parts: Vec<&str> = values.split(DIMENSION_BREAK).collect();
    let left_out = only.iter().any(|(name, values)| {
        let at = indicator.by.iter().position(|dimension| dimension.name == *name);
        let part = at.and_then(|at| parts.get(at).copied()).unwrap_or_default();
        !values.iter().any(|value| value == part)
    });
    if left_out {
        return None;
    }
    let mut share = Tally::default();
    for Contribution { day, tally } in contributions(register, indicator, row) {
        for window in windows
            .iter()
            .filter(|window| window.first <= day && day <= window.last)
        {
            let sign = if window.minus { -1 } else { 1 };
            share.amount += sign * tally.amount;
            share.records += sign * tally.records;
        }
    }
    (share != Tally::default()).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_day() -> impl Strategy<Value = Date> {
        (2019i16..2027, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
    }

    proptest! {
        #[test]
        fn pieces_cover_each_day_of_a_stretch_once(a in any_day(), b in any_day()) {
            let (first, last) = (a.min(b), a.max(b));
            let mut next = first;
            for (grain, from, to) in pieces(first, last) {
                prop_assert_eq!(from, next);
                prop_assert_eq!(grain.start(from), from);
                next = to.saturating_add(Span::new().days(1));
                if grain != Grain::Day {
                    prop_assert_eq!(grain.start(next), next);
                }
            }
            prop_assert_eq!(next, last.saturating_add(Span::new().days(1)));
        }
    }

    #[test]
    fn eleven_months_are_one_stretch_of_month_cells() {
        let found = pieces(Date::constant(2024, 1, 1), Date::constant(2024, 11, 30));
        assert_eq!(
            found,
            [(
                Grain::Month,
                Date::constant(2024, 1, 1),
                Date::constant(2024, 11, 30)
            )]
        );
    }
}
