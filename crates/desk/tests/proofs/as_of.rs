//! Invariant 7: a figure can be asked as of any moment of the journal.

use crate::cases;
use crate::history::World;
use crate::lineage::each_line_is_its_records;
use desk::Ask;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn a_figure_as_of_an_entry_is_what_was_told_then(seeds in prop::collection::vec(any::<u64>(), 40..90)) {
        let world = World::after(&seeds);
        for seen in &world.seen {
            let ask = Ask { as_of: Some(seen.seq), ..seen.ask.clone() };
            let again = world.seats[0].figures(&ask).unwrap();
            prop_assert_eq!(again.as_of, seen.seq);
            prop_assert_eq!(&again.lines, &seen.lines, "{:?}", ask);
        }
    }

    #[test]
    fn a_figure_as_of_an_entry_leads_to_the_records_as_they_were(seeds in prop::collection::vec(any::<u64>(), 40..90)) {
        let world = World::after(&seeds);
        for seen in &world.seen {
            each_line_is_its_records(&world, &Ask { as_of: Some(seen.seq), ..seen.ask.clone() });
        }
    }
}
