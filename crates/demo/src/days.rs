//! Days of the demo town: which are worked, how matters spread over a year, the time of day at which something is done.

use crate::chance::Chance;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use ledger::Moment;
use standards::WorkCalendar;

/// How often matters come up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Season<'a> {
    /// Weight of each month.
    pub(crate) months: &'a [u32; 12],
    /// Weight of a day without work; a working day weighs 10.
    pub(crate) day_off: u32,
}

/// The date so many days later.
pub(crate) fn later(date: Date, days: i64) -> Date {
    date.saturating_add(Span::new().days(days))
}

/// Whether the day is worked.
pub(crate) fn is_worked(date: Date) -> bool {
    WorkCalendar::official().day(date).0.is_worked()
}

/// The first working day on or after `date`.
pub(crate) fn workday(date: Date) -> Date {
    let mut day = date;
    while !is_worked(day) && day < Date::MAX {
        day = later(day, 1);
    }
    day
}

/// The last working day on or before `date`.
pub(crate) fn workday_before(date: Date) -> Date {
    let mut day = date;
    while !is_worked(day) && day > Date::MIN {
        day = later(day, -1);
    }
    day
}

/// So many days drawn from the stretch by their weights, in order.
pub(crate) fn spread(
    chance: &mut Chance,
    count: usize,
    (first, last): (Date, Date),
    season: Season<'_>,
) -> Vec<Date> {
    let days: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).collect();
    let weights: Vec<u32> = days
        .iter()
        .map(|day| {
            let month = usize::from(day.month().unsigned_abs()) - 1;
            let weight = season.months.get(month).copied().unwrap_or(1);
            weight * if is_worked(*day) { 10 } else { season.day_off }
        })
        .collect();
    let mut drawn: Vec<Date> = (0..count)
        .filter_map(|_| days.get(chance.weighed(weights.iter().copied())).copied())
        .collect();
    drawn.sort_unstable();
    drawn
}

/// A moment of the working hours of `date`: 8:30 to 11:30 and 13:30 to 17:00.
pub(crate) fn in_hours(chance: &mut Chance, date: Date) -> Moment {
    const MORNING: u64 = 3 * 3600;
    const AFTERNOON: u64 = 3 * 3600 + 1800;
    let second = chance.below(MORNING + AFTERNOON);
    let since_midnight = if second < MORNING {
        8 * 3600 + 1800 + second
    } else {
        13 * 3600 + 1800 + (second - MORNING)
    };
    Moment(Moment::start_of(date).0 + i64::try_from(since_midnight * 1000).unwrap_or_default())
}

/// The first day of the month after `date`'s, so many months on.
pub(crate) fn month_after(date: Date, months: i64) -> Date {
    date.first_of_month().saturating_add(Span::new().months(months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn spread_gives_exactly_so_many_days_in_order_within_the_stretch() {
        let mut chance = Chance::of(1, "spread", 0);
        let stretch = (date(2024, 1, 1), date(2024, 12, 31));
        let season = Season {
            months: &[1; 12],
            day_off: 0,
        };
        let days = spread(&mut chance, 500, stretch, season);
        assert_eq!(days.len(), 500);
        assert!(days.is_sorted());
        assert!(
            days.iter()
                .all(|day| is_worked(*day) && *day >= stretch.0 && *day <= stretch.1)
        );
    }

    #[test]
    fn working_hours_lie_between_half_past_eight_and_five() {
        let mut chance = Chance::of(1, "hours", 0);
        for _ in 0..500 {
            let time = in_hours(&mut chance, date(2024, 5, 6)).civil();
            assert_eq!(time.date(), date(2024, 5, 6));
            assert!((8..17).contains(&time.hour()), "{time}");
        }
    }
}
