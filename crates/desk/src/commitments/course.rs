//! How a commitment came along month by month, held against the time that passed.

use super::standing::Standing;
use crate::error::DeskError;
use crate::seat::{ListAsk, Seat};
use jiff::civil::Date;
use ledger::elapsed;
use pack::model::Measure;
use quantity::Period;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How a commitment came along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The indicator that tells it; none when it is told by monthly reports.
    pub indicator: Option<String>,
    /// Its unit: the target's, or percent of the target.
    pub unit: String,
    /// What is to be reached.
    pub target: Option<Decimal>,
    /// The months of its time, in order.
    pub months: Vec<CourseMonth>,
}

/// A commitment at the end of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseMonth {
    /// From the year's beginning to the month's end.
    pub period: Period,
    /// What would be done if it went as evenly as time; none where the target holds all the year.
    pub plan: Option<Decimal>,
    /// What is done; none for months to come, or where nothing is known.
    pub done: Option<Decimal>,
}

impl Seat {
    /// How a commitment came along until a day: by the records of its indicator, else by its monthly reports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn course(&self, standing: &Standing, day: Date) -> Result<Course, DeskError> {
        let span = standing.span();
        let Some(span) = span else {
            return Ok(Course::default());
        };
        let bound = standing.indicator();
        let (target, unit) = match (bound, standing.number("target")) {
            (Some(_), Some(target)) => (Some(target), standing.text("target_unit").to_owned()),
            _ => (Some(Decimal::ONE_HUNDRED), "%".to_owned()),
        };
        let told = match bound {
            Some(_) => BTreeMap::new(),
            None => self.told_percents(&standing.record.id)?,
        };
        let grows = bound.is_none_or(|indicator| self.grows(indicator)) && !standing.is_limit();
        let mut months = Vec::new();
        for (year, month) in span.months() {
            let Some(period) = Period::months_of(year, 1, month) else {
                continue;
            };
            let begun = Period::month(year, month).is_some_and(|month| month.first() <= day);
            let done = match bound.filter(|_| begun) {
                Some(indicator) => {
                    let unit = Some(standing.text("target_unit"));
                    self.live(indicator, year, period.last().min(day), unit)?
                }
                None => told.get(&(year, month)).copied(),
            };
            let plan = target
                .filter(|_| grows)
                .map(|target| (target * elapsed(&span, period.last())).round_dp(2).normalize());
            months.push(CourseMonth { period, plan, done });
        }
        Ok(Course {
            indicator: bound.map(str::to_owned),
            unit,
            target,
            months,
        })
    }

    /// Whether what an indicator tells grows as the year goes on; a rate or a stock holds at each moment.
    fn grows(&self, indicator: &str) -> bool {
        let shelf = self.desk.shelf();
        let found = shelf.indicator(indicator);
        found.is_some_and(|(_, indicator)| {
            matches!(indicator.measure, Measure::Flow { .. } | Measure::Return { .. })
        })
    }

    /// What monthly reports told, in percent.
    fn told_percents(&self, id: &str) -> Result<BTreeMap<(i16, i8), Decimal>, DeskError> {
        let months = self.every(
            "commitment_month",
            ListAsk {
                filter: format!("commitment == '{id}'"),
                ..ListAsk::default()
            },
        )?;
        let told = months.iter().filter_map(|record| {
            let month: Date = format!("{}-01", record.text("month").get(..7)?).parse().ok()?;
            let percent = record.number("percent")?;
            Some(((month.year(), month.month()), percent))
        });
        Ok(told.collect())
    }
}
