//! How far a year's commitments are, taken together and office by office.

use super::light::Light;
use super::standing::Standing;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How far commitments are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// How many there are.
    pub all: usize,
    /// How many are done.
    pub done: usize,
    /// How many are lit red.
    pub red: usize,
    /// How many are lit yellow.
    pub yellow: usize,
    /// How many are lit green.
    pub green: usize,
    /// How many have no light: nobody has said anything of them.
    pub unlit: usize,
    /// What is done of what was promised on average, each at most whole, in percent; none where nothing is known.
    pub percent: Option<Decimal>,
    /// How much of the time has passed on average, in percent.
    pub elapsed: Decimal,
}

impl Overview {
    /// Of these commitments.
    #[must_use]
    pub fn of<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> Self {
        let mut overview = Overview::default();
        let (mut shares, mut elapsed) = (Vec::new(), Vec::new());
        for standing in standings {
            overview.all += 1;
            overview.done += usize::from(standing.record.state.as_deref() == Some("done"));
            match standing.light {
                Some(Light::Red) => overview.red += 1,
                Some(Light::Yellow) => overview.yellow += 1,
                Some(Light::Green) => overview.green += 1,
                None => overview.unlit += 1,
            }
            shares.extend(standing.percent.map(|share| share.min(Decimal::ONE_HUNDRED)));
            elapsed.push(standing.elapsed);
        }
        overview.percent = mean(&shares);
        overview.elapsed = mean(&elapsed).unwrap_or_default();
        overview
    }

    /// By lead office, those with a red light first.
    #[must_use]
    pub fn by_office(standings: &[Standing]) -> Vec<(String, Overview)> {
        let mut offices: BTreeMap<&str, Vec<&Standing>> = BTreeMap::new();
        for standing in standings {
            offices
                .entry(standing.text("lead_office"))
                .or_default()
                .push(standing);
        }
        let mut told: Vec<(String, Overview)> = offices
            .into_iter()
            .map(|(office, standings)| (office.to_owned(), Overview::of(standings)))
            .collect();
        told.sort_by_key(|(_, overview)| std::cmp::Reverse((overview.red, overview.yellow)));
        told
    }
}

fn mean(values: &[Decimal]) -> Option<Decimal> {
    let sum: Decimal = values.iter().copied().sum();
    let mean = sum.checked_div(Decimal::from(values.len()))?;
    Some(mean.round_dp(1).normalize())
}
