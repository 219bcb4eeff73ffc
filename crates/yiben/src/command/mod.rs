//! The commands.

mod audit;
mod bench;
mod channel;
mod commitment;
mod demo;
mod evaluation;
mod export;
mod form;
mod import;
mod indicator;
mod pack;
mod paper;
mod record;
mod report;
mod serve;
mod town;
mod user;

pub(crate) use commitment::Commitment;
pub(crate) use paper::Paper;
pub(crate) use report::Report;

use crate::args::{Args, Command, Log};
use crate::failure::Failure;
use desk::{Desk, Seat, Town};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Init(init) => town::init(args, init),
        Command::Serve(serve) => serve::serve(args, serve),
        Command::Demo(demo) => demo::demo(args, demo),
        Command::Record(record) => record::record(args, record),
        Command::Step(step) => record::step(args, step),
        Command::Import(import) => import::import(args, import),
        Command::Export(export) => export::export(args, export),
        Command::Form(command) => form::form(args, command),
        Command::Indicator(indicator) => indicator::indicator(args, indicator),
        Command::Evaluation(command) => evaluation::evaluation(args, command),
        Command::Report(command) => report::report(args, command),
        Command::Commitment(command) => commitment::commitment(args, command),
        Command::Paper(paper) => paper::paper(args, paper),
        Command::Due(due) => indicator::due(args, due),
        Command::Verify => audit::verify(args),
        Command::Rebuild => audit::rebuild(args),
        Command::Pack(pack) => pack::pack(args, pack),
        Command::User(user) => user::user(args, user),
        Command::Channel(command) => channel::channel(args, command),
        Command::Delivery(command) => channel::delivery(args, command),
        Command::Backup(backup) => town::backup(args, backup),
        Command::Restore(restore) => town::restore(args, restore),
        Command::Bench(bench) => bench::bench(args, bench),
    }
}

/// Sends what happens to standard error, in words or as JSON; `YIBEN_LOG` chooses how much.
pub(crate) fn start_logging(args: &Args) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("YIBEN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,yiben=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start, as in tests, keeps the first one's way.
    let started = match args.log {
        Log::Text => builder.try_init(),
        Log::Json => builder.json().flatten_event(true).try_init(),
    };
    drop(started);
}

fn open(folder: &Path) -> Result<Arc<Desk>, Failure> {
    Ok(Arc::new(Desk::open(Town::open(folder)?)?))
}

/// The seat a command acts from: the person named by `--as`, or the owner of the folder.
fn seat(args: &Args) -> Result<Seat, Failure> {
    let desk = open(&args.data)?;
    match &args.acting {
        None => Ok(desk.trusted_seat("owner")),
        Some(login) => desk.seat(login)?.ok_or_else(|| {
            Failure::Usage(
                format!("没有用户“{login}”或已停用"),
                format!("there is no active person `{login}`"),
            )
        }),
    }
}

/// A file's own name, without its folders.
fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut content)
            .map_err(|error| Failure::File("stdin".to_owned(), error))?;
        return Ok(content);
    }
    std::fs::read(path).map_err(|error| Failure::File(path.display().to_string(), error))
}

fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, content).map_err(|error| Failure::File(path.display().to_string(), error))
}

fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read_file(path)?).map_err(|_| {
        let path = path.display();
        Failure::Usage(
            format!("{path} 不是 UTF-8 文本"),
            format!("{path} is not UTF-8 text"),
        )
    })
}

fn print_json(value: &impl serde::Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => anstream::println!("{text}"),
        Err(error) => tracing::error!(%error, "an answer cannot be written"),
    }
}
