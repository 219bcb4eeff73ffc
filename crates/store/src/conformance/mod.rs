//! What every store must do, as one suite: [`run`] puts a store through it and panics at the first thing that is not so.
//! A new store is done when it passes; nothing above the store knows which one it stands on.
#![allow(clippy::expect_used, clippy::panic, reason = "a suite fails by panicking")]

mod book;
mod listing;
mod meaning;
mod sample;
mod together;

use crate::Store;

/// Puts stores through the suite. `make` answers with a store of its own each time, empty and kept as long as the answer
/// lives.
///
/// # Panics
/// When a store does not do what it must.
pub fn run<S: Store>(mut make: impl FnMut() -> S) {
    for part in [
        book::what_is_kept_is_read_back_as_it_was,
        book::a_batch_that_is_dropped_was_never_there,
        book::towns_do_not_see_each_other,
        book::timers_come_in_the_order_of_their_moments,
        book::cells_add_up_and_vanish_when_nothing_is_left,
        book::things_and_packs_are_found_by_name,
        book::keys_numbers_and_earlier_records_are_found,
        book::tables_made_anew_from_the_journal_are_the_same,
        listing::pages_follow_each_other_in_order_without_gap_or_repeat,
        listing::of_a_list_only_what_is_asked_for_is_read,
        listing::filters_mean_the_same_everywhere,
        listing::a_record_is_found_however_far_the_store_has_come,
        together::a_reader_keeps_the_moment_at_which_it_was_opened,
        together::readers_see_whole_batches_while_a_writer_writes,
        together::a_copy_holds_a_moment,
    ] {
        part(&make());
    }
}
