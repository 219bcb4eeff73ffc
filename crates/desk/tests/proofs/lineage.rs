//! Invariant 4: the sum over a figure's lineage equals it.

use crate::cases;
use crate::history::World;
use crate::values::Dice;
use desk::{Ask, By, Seat};
use pack::model::Measure;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// The sum over all pages of a figure's lineage, and how many records it has.
pub(crate) fn lineage_of(seat: &Seat, ask: &Ask) -> (Decimal, usize) {
    let (mut sum, mut records, mut after) = (Decimal::ZERO, 0, None::<String>);
    loop {
        let page = seat.lineage(ask, after.as_deref(), 3).unwrap();
        let added: Decimal = page
            .records
            .iter()
            .map(|each| each.adds.parse::<Decimal>().unwrap())
            .sum();
        assert_eq!(added, page.sum.parse::<Decimal>().unwrap());
        sum += added;
        records += page.records.len();
        match page.next {
            Some(next) => after = Some(next),
            None => return (sum, records),
        }
    }
}

/// Asks for each line's lineage.
pub(crate) fn each_line_is_its_records(world: &World, ask: &Ask) {
    let shelf = world.shelf();
    let (_, indicator) = shelf.indicator(&ask.indicator).unwrap();
    if matches!(indicator.measure, Measure::Ratio { .. } | Measure::Formula { .. }) {
        return;
    }
    let dimensions: Vec<By> = ask
        .by
        .iter()
        .filter(|by| matches!(by, By::Dimension(_)))
        .cloned()
        .collect();
    let ask = Ask {
        by: dimensions.clone(),
        ..ask.clone()
    };
    for line in world.seats[0].figures(&ask).unwrap().lines {
        let only = dimensions.iter().zip(&line.keys);
        let part = Ask {
            by: Vec::new(),
            only: only
                .map(|(by, key)| (by.name().to_owned(), vec![key.clone()]))
                .collect(),
            ..ask.clone()
        };
        let value: Decimal = line.value.as_deref().unwrap_or("0").parse().unwrap();
        let (sum, _) = lineage_of(&world.seats[0], &part);
        assert_eq!(sum, value, "{ask:?} {:?}", line.keys);
        let whole = world.seats[0].whole_lineage(&part, &mut |_| {}).unwrap();
        assert_eq!(whole.sum.parse(), Ok(value), "{ask:?} {:?}", line.keys);
        assert_eq!(whole.figure, line.value, "{ask:?} {:?}", line.keys);
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn each_figure_is_the_sum_of_its_records(seeds in prop::collection::vec(any::<u64>(), 30..70), asks in any::<u64>()) {
        let world = World::after(&seeds);
        let mut dice = Dice(asks);
        for _ in 0..25 {
            if let Some(ask) = world.question(&mut dice) {
                each_line_is_its_records(&world, &ask);
            }
        }
    }

    #[test]
    fn the_parts_of_a_figure_add_up_to_it(seeds in prop::collection::vec(any::<u64>(), 30..70), asks in any::<u64>()) {
        let world = World::after(&seeds);
        let shelf = world.shelf();
        let mut dice = Dice(asks);
        for _ in 0..25 {
            let Some(ask) = world.question(&mut dice) else { continue };
            let (_, indicator) = shelf.indicator(&ask.indicator).unwrap();
            let additive = match &indicator.measure {
                Measure::Flow { .. } => true,
                Measure::Stock { .. } => ask.by.iter().all(|by| matches!(by, By::Dimension(_))),
                _ => false,
            };
            // A town's figure has records of the town itself, which no village has.
            if !additive || ask.by.is_empty() || ask.by.contains(&By::Place) {
                continue;
            }
            let total = |ask: &Ask| -> Decimal {
                let lines = world.seats[0].figures(ask).unwrap().lines;
                lines.iter().map(|line| line.value.as_deref().unwrap_or("0").parse::<Decimal>().unwrap()).sum()
            };
            let whole = Ask { by: Vec::new(), ..ask.clone() };
            prop_assert_eq!(total(&ask), total(&whole), "{:?}", ask);
        }
    }
}
