//! Work reports on the command line: one file a verb.

mod adopt;
mod check;
mod compose;
mod read;
mod score;

use super::read_file;
use crate::args::{Args, Lang};
use crate::failure::Failure;
use clap::Subcommand;
use report::{Document, Language, Options, Reading};
use std::path::Path;
use std::process::ExitCode;

/// What can be done with a report.
#[derive(Subcommand)]
pub(crate) enum Report {
    /// Takes a report apart: every figure it claims, every commitment it makes 解读报告
    Read(read::Read),
    /// Holds every figure of a draft against the records 核对报告
    Check(check::CheckArgs),
    /// Proposes every promise of a report as a commitment 任务入库
    Adopt(adopt::Adopt),
    /// Composes a report from its template 成稿
    Compose(compose::Compose),
    /// Keeps a report as it is told now 定稿
    Freeze(compose::Freeze),
    /// Tells what of a frozen report has changed since 比对定稿
    Diff(compose::Diff),
    /// Begins a template from the year's figures and commitments 起草
    Draft(compose::DraftArgs),
    /// Holds a reading against an annotation made by hand 与标注比对
    Score(score::Score),
}

pub(super) fn report(args: &Args, command: &Report) -> Result<ExitCode, Failure> {
    match command {
        Report::Read(read) => read::read(args, read),
        Report::Check(check) => check::check(args, check),
        Report::Adopt(asked) => adopt::adopt(args, asked),
        Report::Compose(asked) => compose::compose(args, asked),
        Report::Freeze(asked) => compose::freeze(args, asked),
        Report::Diff(asked) => compose::diff(args, asked),
        Report::Draft(asked) => compose::draft(args, asked),
        Report::Score(score) => score::score(args, score),
    }
}

/// Opens a report of any format that is read, and takes it apart. `year` is the year it looks back on, when told.
fn reading(file: &Path, year: Option<i16>) -> Result<Reading, Failure> {
    Ok(report::read(document(file)?, &Options { year }))
}

/// Opens a report of any format that is read.
fn document(file: &Path) -> Result<Document, Failure> {
    let bytes = read_file(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Document::open(&name, &bytes).map_err(|error| {
        let file = file.display();
        Failure::Usage(format!("{file}：{}", error.zh()), format!("{file}: {error}"))
    })
}

fn shown_in(lang: Lang) -> Language {
    match lang {
        Lang::Zh => Language::Chinese,
        Lang::En => Language::English,
    }
}
