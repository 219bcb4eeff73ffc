//! Proofs: random histories of a real town, and what must hold after any of them. `PROPTEST_CASES` says how many.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod as_of;
mod chain;
mod doors;
mod filters;
mod history;
mod lineage;
mod merge;
mod replay;
mod submissions;
mod timers;
#[path = "../town/mod.rs"]
mod town;
mod values;

/// How many cases a proof runs: few by default, so that the whole run stays short.
fn cases(few: u32) -> proptest::test_runner::Config {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let (asked, shrinks) = (
        number("PROPTEST_CASES"),
        number("PROPTEST_MAX_SHRINK_ITERS").unwrap_or(0),
    );
    proptest::test_runner::Config {
        cases: asked.unwrap_or(few),
        failure_persistence: None,
        // A town is made anew for each attempt at a smaller history; ask for it with PROPTEST_MAX_SHRINK_ITERS.
        max_shrink_iters: shrinks,
        ..Default::default()
    }
}
