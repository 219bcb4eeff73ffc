//! `yiben report read`: a table a person can check beside the paper, or lines of data for programs.

use super::{reading, shown_in};
use crate::args::Args;
use crate::command::print_json;
use crate::failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Read {
    /// Text, Markdown, HTML or DOCX; `-` reads standard input 文件
    file: PathBuf,
    /// The year looked back on; from the report itself if left out 报告年度
    #[arg(long)]
    year: Option<i16>,
}

pub(super) fn read(args: &Args, read: &Read) -> Result<ExitCode, Failure> {
    let lines = reading(&read.file, read.year)?.lines();
    if args.json {
        print_json(&lines);
    } else {
        anstream::print!("{}", lines.table(shown_in(args.lang)));
    }
    Ok(ExitCode::SUCCESS)
}
