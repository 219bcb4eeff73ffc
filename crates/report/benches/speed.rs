//! How fast a whole report is read, beside a plain scan of the same bytes in the same run:
//! `cargo bench -p yiben-report`.
//!
//! The floor that holds: 10 MB a second on one core, and the time grows with the length of the text and no faster.

// A benchmark tells its result on standard output and stops when it is broken.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use report::{Document, Options, read};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let text = corpus();
    for megabytes in [1, 4, 12] {
        let text = text.repeat(megabytes * 1_000_000 / text.len() + 1);
        let size = text.len() as f64 / 1e6;
        let scan = best(|| {
            black_box(&text)
                .bytes()
                .filter(|byte| *byte & 0xc0 != 0x80)
                .count()
        });
        let told = best(|| {
            read(Document::plain(black_box(text.as_str())), &Options::default())
                .claims
                .len()
        });
        println!(
            "{megabytes:>3} MB  characters counted {:>7.0} MB/s   report read {:>6.1} MB/s   ratio 1:{:.0}",
            size / scan.as_secs_f64(),
            size / told.as_secs_f64(),
            told.as_secs_f64() / scan.as_secs_f64()
        );
    }
}

/// The reports of the corpus, without what is expected of them.
fn corpus() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts
        .map(|text| text.split("---\n").next().unwrap_or_default().to_owned())
        .collect()
}

/// The best of several stretches of runs, in processor time where the system tells it: what else runs on the machine is
/// not in it. A stretch is long enough for the system's clock to be exact.
fn best(run: impl Fn() -> usize) -> Duration {
    let stretches = (0..5).map(|_| {
        let start = (processor(), Instant::now());
        let mut runs = 0;
        while start.1.elapsed() < Duration::from_millis(200) {
            black_box(run());
            runs += 1;
        }
        let spent = match (start.0, processor()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => start.1.elapsed(),
        };
        spent / runs
    });
    stretches.min().unwrap()
}

/// The time this thread has run, as Linux tells it.
fn processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
