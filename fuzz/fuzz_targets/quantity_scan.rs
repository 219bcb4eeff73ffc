//! Whatever the text, its figures stand in it, in order and apart, and say where they are in bytes and characters alike.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quantity::{Numeral, Unit, figures};

fuzz_target!(|text: &str| {
    let mut floor = (0, 0);
    for figure in figures(text) {
        let span = figure.span;
        assert!(
            floor.0 <= span.start && floor.1 <= span.first,
            "{figure:?} overlaps the figure before"
        );
        assert!(
            span.start < span.end && text.get(span.start..span.end).is_some(),
            "{figure:?}"
        );
        assert_eq!(text[..span.start].chars().count(), span.first, "{figure:?}");
        assert_eq!(
            text[span.start..span.end].chars().count(),
            span.last - span.first,
            "{figure:?}"
        );
        if let Some(number) = figure.number {
            assert!(span.start <= number.start && number.end <= span.end, "{figure:?}");
        }
        if let (Some(low), Some(high)) = (figure.value, figure.upper) {
            assert!(low <= high, "{figure:?}");
        }
        floor = (span.end, span.last);
    }
    let _ = Numeral::read(text);
    let _ = Unit::read(text);
});
