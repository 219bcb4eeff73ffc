//! How fast figures are found, beside a plain scan of the same bytes in the same run: `cargo bench -p yiben-quantity`.
//!
//! The floor that holds: 50 MB a second on one core, and the time grows with the length of the text and no faster.

// A benchmark tells its result on standard output and stops when it is broken.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use quantity::figures;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Sentences of the sort reports are made of: some dense with figures, some with none, some with names that look like one.
const TEXT: &str = "一年来，我们坚持稳中求进，全镇经济运行总体平稳、稳中有进。1—10月完成规上工业总产值34.2亿元，同比增长7.7%，总量位居\
全县前三；新增规上企业5家、高新技术企业3家，盘活低效用地200亩以上，吸引近2万人次参与。深入实施“千万工程”，扎实推进“三改一拆”，\
持续擦亮乡村底色，着力提升治理水平，一体推进平安建设、法治建设，群众获得感、幸福感、安全感不断增强。完成G15复线、S218省道改造，\
调处矛盾纠纷一百二十三起，办复率达100%。到2025年底，力争农村居民人均可支配收入突破4万元，年均增长7%左右。要坚持以人民为中心的发展\
思想，用心用情用力解决群众急难愁盼问题，努力开创各项事业发展新局面。\n";

fn main() {
    for megabytes in [1, 4, 12] {
        let text = TEXT.repeat(megabytes * 1_000_000 / TEXT.len() + 1);
        let scan = best(|| {
            black_box(&text)
                .bytes()
                .filter(|byte| *byte & 0xc0 != 0x80)
                .count()
        });
        let found = best(|| figures(black_box(&text)).count());
        let speed = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{megabytes:>3} MB  characters counted {:>7.0} MB/s   figures found {:>6.1} MB/s   ratio 1:{:.0}",
            speed(scan),
            speed(found),
            found.as_secs_f64() / scan.as_secs_f64()
        );
    }
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
