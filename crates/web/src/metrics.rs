//! What is counted for the operator, as Prometheus reads it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the time buckets in milliseconds.
const BOUNDS: [u64; 8] = [1, 5, 10, 25, 50, 100, 500, 5_000];

/// Counters since the program started.
#[derive(Default)]
pub(crate) struct Metrics {
    by_class: [AtomicU64; 5],
    buckets: [AtomicU64; 9],
    micros: AtomicU64,
}

impl Metrics {
    pub(crate) fn count(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.by_class[class].fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = BOUNDS
            .iter()
            .position(|bound| millis < *bound)
            .unwrap_or(BOUNDS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(
            u64::try_from(took.as_micros()).unwrap_or_default(),
            Ordering::Relaxed,
        );
    }

    /// The text form; `head` is the journal's last position.
    pub(crate) fn text(&self, head: u64) -> String {
        let mut text = String::from("# TYPE yiben_requests_total counter\n");
        for (class, count) in self.by_class.iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "yiben_requests_total{{class=\"{}xx\"}} {}",
                class + 1,
                count.load(Ordering::Relaxed)
            );
        }
        text.push_str("# TYPE yiben_request_seconds histogram\n");
        let mut all = 0;
        for (at, bucket) in self.buckets.iter().enumerate() {
            all += bucket.load(Ordering::Relaxed);
            let bound = BOUNDS.get(at).map_or_else(
                || "+Inf".to_owned(),
                |bound| format!("{}", *bound as f64 / 1000.0),
            );
            let _ = writeln!(text, "yiben_request_seconds_bucket{{le=\"{bound}\"}} {all}");
        }
        let seconds = self.micros.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(
            text,
            "yiben_request_seconds_sum {seconds}\nyiben_request_seconds_count {all}"
        );
        let _ = writeln!(text, "# TYPE yiben_journal_seq gauge\nyiben_journal_seq {head}");
        text
    }
}
