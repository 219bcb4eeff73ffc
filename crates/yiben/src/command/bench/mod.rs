//! Measuring speed, always as a ratio to a floor taken in the same run: the machine's noise is in both.

mod client;
mod floor;
mod sample;

use crate::args::{Args, Bench};
use crate::failure::Failure;
use crate::print::Table;
use client::Server;
use desk::{Asked, Desk, TownPlan};
use sample::dispute;
use serde_json::json;
use standards::{PlaceCode, PlaceTree};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Records of the small town that large figures are compared with.
const SMALL: u64 = 10_000;
/// Records made together while a town is filled.
const STRETCH: u64 = 5_000;

/// One measured line.
struct Line {
    what: &'static str,
    measured: String,
    wanted: &'static str,
    met: bool,
}

pub(super) fn bench(args: &Args, bench: &Bench) -> Result<ExitCode, Failure> {
    let folder = args.data.join("bench");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .map_err(|error| Failure::File(folder.display().to_string(), error))?;
    }
    let mut lines = Vec::new();
    let (small, large) = (folder.join("small"), folder.join("large"));
    fill(&small, SMALL.min(bench.records))?;
    fill(&large, bench.records)?;

    let seconds = Duration::from_secs(bench.seconds);
    writes(&small, bench.connections, seconds, &mut lines)?;
    reads(&small, &large, seconds, &mut lines)?;
    replay(&large, bench.records, &mut lines)?;

    let met = lines.iter().all(|line| line.met);
    if args.json {
        let all: Vec<_> = lines
            .iter()
            .map(|line| json!({ "what": line.what, "measured": line.measured, "wanted": line.wanted, "met": line.met }))
            .collect();
        super::print_json(&all);
    } else {
        let mut table = Table::new(&["what", "measured", "wanted", ""]);
        for line in &lines {
            let mark = if line.met { "✓" } else { "✗" };
            table.row(vec![
                line.what.to_owned(),
                line.measured.clone(),
                line.wanted.to_owned(),
                mark.to_owned(),
            ]);
        }
        table.print();
    }
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn town() -> Result<TownPlan, Failure> {
    let code: PlaceCode = "330226105"
        .parse()
        .map_err(|error: standards::PlaceCodeError| Failure::Usage(error.zh(), error.to_string()))?;
    let places = PlaceTree::ninghai().subtree(code);
    Ok(TownPlan {
        code,
        zh: "测试镇".to_owned(),
        en: "Bench town".to_owned(),
        places,
    })
}

/// Makes a town with so many disputes.
fn fill(folder: &Path, records: u64) -> Result<(), Failure> {
    let desk = Arc::new(Desk::make(folder, &town()?)?);
    let seat = desk.trusted_seat("bench");
    let places: Vec<String> = desk
        .places()
        .places()
        .iter()
        .skip(1)
        .map(|place| place.code.to_string())
        .collect();
    let bar = crate::print::progress(records);
    let mut made = 0;
    while made < records {
        let upto = (made + STRETCH).min(records);
        let rows = (made..upto)
            .map(|at| (None, dispute(at, &places, false), Asked::default()))
            .collect();
        for result in seat.create_each("dispute", rows) {
            result?;
        }
        made = upto;
        bar.set_position(made);
    }
    bar.finish_and_clear();
    let person = desk::Person {
        name: "bench".to_owned(),
        posts: vec![desk::Post {
            place: desk.town().code,
            role: "admin".to_owned(),
            office: None,
        }],
        active: true,
    };
    seat.set_person("bench", &person)?;
    desk.rest()?;
    desk.close();
    Ok(())
}

/// Durable creates over HTTP against bare inserts of the same rows, as many in a transaction as there are connections.
fn writes(
    folder: &Path,
    connections: usize,
    seconds: Duration,
    lines: &mut Vec<Line>,
) -> Result<(), Failure> {
    let floor = floor::inserts(
        &folder.join("town.db"),
        &folder.join("floor.db"),
        connections,
        seconds,
    )
    .map_err(|error| Failure::Usage(error.to_string(), error.to_string()))?;
    let server = Server::start(folder)?;
    let created = server.creates(connections, seconds)?;
    let answered = server.answers(connections, seconds)?;
    lines.push(Line {
        what: "creates over HTTP, durable and journalled",
        measured: format!(
            "{created:.0}/s, {:.2} of bare inserts at {floor:.0}/s; empty requests {answered:.0}/s",
            created / floor
        ),
        wanted: "≥ 10,000/s and ≥ 1/3 of bare inserts",
        met: created >= 10_000.0 && created * 3.0 >= floor,
    });
    Ok(())
}

fn reads(small: &Path, large: &Path, seconds: Duration, lines: &mut Vec<Line>) -> Result<(), Failure> {
    const FIGURE: &str = "/api/v1/indicators/disputes.reported?period=2024-01/2024-11&by=category,month";
    const PAGE: &str = "/api/v1/registers/dispute/records?filter=category%20%3D%3D%20%27family%27&sort=-reported_on&limit=50";
    // contains(title, '纷4321'): few records hold it, though each of its pairs of characters stands in many.
    const TEXT: &str =
        "/api/v1/registers/dispute/records?filter=contains(title,%27%E7%BA%B74321%27)&limit=50";
    let base = Server::start(small)?.latency(FIGURE, seconds)?;
    let server = Server::start(large)?;
    let figure = server.latency(FIGURE, seconds)?;
    lines.push(Line {
        what: "figure by category and month, large town",
        measured: format!(
            "p50 {} p99 {}, {:.2} of the small town's p50",
            ms(figure.0),
            ms(figure.1),
            ratio(figure.0, base.0)
        ),
        wanted: "p99 < 5 ms, no slower than the small town",
        met: figure.1 < Duration::from_millis(5) && ratio(figure.0, base.0) < 1.5,
    });
    for (what, list) in [
        ("filtered, sorted page of 50, large town", PAGE),
        ("a text that few records hold, large town", TEXT),
    ] {
        let (p50, p99) = server.latency(list, seconds)?;
        lines.push(Line {
            what,
            measured: format!("p50 {} p99 {}", ms(p50), ms(p99)),
            wanted: "p99 < 20 ms",
            met: p99 < Duration::from_millis(20),
        });
    }
    lines.push(Line {
        what: "start of the large town",
        measured: ms(server.started_in),
        wanted: "< 1 s",
        met: server.started_in < Duration::from_secs(1),
    });
    let memory = server.resident_megabytes();
    lines.push(Line {
        what: "resident memory while serving it",
        measured: format!("{memory} MB"),
        wanted: "< 150 MB",
        met: memory < 150,
    });
    Ok(())
}

fn replay(large: &Path, records: u64, lines: &mut Vec<Line>) -> Result<(), Failure> {
    let desk = super::open(large)?;
    let began = Instant::now();
    let book = desk::replay(&desk)?;
    let speed = book.seq as f64 / began.elapsed().as_secs_f64();
    lines.push(Line {
        what: "replay of the journal from disk",
        measured: format!("{speed:.0} entries/s over {records} records"),
        wanted: "> 200,000/s",
        met: speed > 200_000.0,
    });
    Ok(())
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-9)
}
