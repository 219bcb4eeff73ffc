//! What is said about figures: growth, rank, forecast, pace.

use jiff::civil::Date;
use quantity::Period;
use rust_decimal::Decimal;

/// Growth over a base in percent, one decimal place; none without a base.
#[must_use]
pub fn growth(now: Option<Decimal>, base: Option<Decimal>) -> Option<Decimal> {
    let (now, base) = (now?, base.filter(|base| !base.is_zero())?);
    let change = now
        .checked_sub(base)?
        .checked_div(base.abs())?
        .checked_mul(Decimal::ONE_HUNDRED)?;
    Some(crate::apply::rescaled(change, 1))
}

/// The rank of `of` among all values, from 1; equals share a rank. None while it has no value.
#[must_use]
pub fn rank(
    of: Option<Decimal>,
    all: impl IntoIterator<Item = Option<Decimal>>,
    more_is_better: bool,
) -> Option<usize> {
    let of = of?;
    let ahead = |other: &Decimal| if more_is_better { *other > of } else { *other < of };
    Some(1 + all.into_iter().flatten().filter(ahead).count())
}

/// Share of a period that has passed by the end of `today`, 0 to 1.
#[must_use]
pub fn elapsed(period: &Period, today: Date) -> Decimal {
    let whole = Decimal::from(period.days());
    let passed = if today < period.first() {
        0
    } else {
        Period::between(period.first(), today.min(period.last())).map_or(0, |part| part.days())
    };
    Decimal::from(passed).checked_div(whole).unwrap_or_default()
}

/// The figure at the period's end if it goes on as it did so far; none before the first day.
#[must_use]
pub fn forecast(so_far: Option<Decimal>, period: &Period, today: Date) -> Option<Decimal> {
    so_far?.checked_div(Some(elapsed(period, today)).filter(|share| !share.is_zero())?)
}
