//! How fast a whole report is read, beside a plain scan of the same bytes in the same run:
//! `cargo bench -p yiben-report`, or `cargo bench -p yiben-report --bench speed -- report.txt` for reports of your own.
//! The texts of the corpus have a figure every few words, so plain sentences stand between them, as in reports.
//!
//! The floor that holds: 10 MB a second on one core, and the time grows with the length of the text and no faster.

// A benchmark tells its result on standard output and stops when it is broken.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use report::{Document, Options, read};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let files = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let own: String = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let text = if own.is_empty() { corpus() } else { own };
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
    let (words, longer) = twice_as_long();
    println!("strange texts, twice as long: {longer:.1} times the time at most, for {words}");
}

/// What is said again and again without a mark or a break, under the heading of a plan: whatever looks back or ahead
/// for something that never comes would take four times as long for twice the text.
const STRANGE: [&str; 12] = [
    "5个",
    "和5%",
    "有5个",
    "已建5个，",
    "（一）甲。",
    "一、甲。",
    "“、推进",
    "由5提高到",
    "取缔5家；",
    "2025年底前，",
    "，分别增长5%、",
    "各位代表！推进甲",
];

/// Tells the text that suffers most from being twice as long, and how much longer it takes.
fn twice_as_long() -> (&'static str, f64) {
    let time = |words: &str, bytes: usize| {
        let text = format!("一、2025年工作任务\n{}", words.repeat(bytes / words.len()));
        best(|| {
            read(Document::plain(black_box(text.as_str())), &Options::default())
                .claims
                .len()
        })
    };
    let grown = STRANGE.map(|words| {
        let (once, twice) = (time(words, 200_000), time(words, 400_000));
        (words, twice.as_secs_f64() / once.as_secs_f64())
    });
    grown
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .unwrap()
}

/// What stands between figures in reports.
const PLAIN: &str = "\n一年来，我们始终坚持人民至上，把群众的事当作自己的事，用脚步丈量民情，以实干回应期盼。干部作风更加扎实，\
服务意识不断增强，办事流程持续优化，群众满意的事越来越多。要坚持项目为王，紧盯关键环节，强化要素保障，推动重点工程早开工、早投产、早见效；\
要加强源头治理，完善网格管理，健全矛盾纠纷多元化解机制，努力把问题解决在基层；要严守安全底线，压实各方责任，抓好隐患排查整治，切实守护一方平安。\n";

/// The reports of the corpus, without what is expected of them, with plain sentences between their lines.
fn corpus() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts
        .map(|text| {
            let report = text.split("---\n").next().unwrap_or_default();
            report.replace('\n', PLAIN)
        })
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
