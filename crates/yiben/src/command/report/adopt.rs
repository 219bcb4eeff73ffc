//! `yiben report adopt`: the promises of a report become commitments for a person to confirm.

use super::reading;
use crate::args::Args;
use crate::command::{print_json, seat};
use crate::failure::Failure;
use crate::print::Table;
use desk::AdoptAsk;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Adopt {
    /// The report: text, Markdown, HTML or DOCX 报告
    file: PathBuf,
    /// The year it looks back on; from the report itself if left out 报告年度
    #[arg(long)]
    year: Option<i16>,
    /// Only promises with a number or a day 只取可量化任务
    #[arg(long)]
    measurable: bool,
    /// Tells what would be proposed; nothing is written 只预览
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn adopt(args: &Args, asked: &Adopt) -> Result<ExitCode, Failure> {
    let reading = reading(&asked.file, asked.year)?;
    let name = asked.file.file_stem().unwrap_or_default().to_string_lossy();
    let adopted = seat(args)?.adopt_report(
        &reading,
        &AdoptAsk {
            source: name.into_owned(),
            measurable: asked.measurable,
            dry: asked.dry_run,
        },
    )?;
    if args.json {
        print_json(&adopted);
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(&[
        args.lang.pick("任务", "commitment"),
        args.lang.pick("目标", "target"),
        args.lang.pick("期限", "deadline"),
        args.lang.pick("指标", "indicator"),
        args.lang.pick("牵头", "lead"),
    ]);
    for proposal in &adopted.proposals {
        let target = proposal.target.map(|target| target.0.normalize().to_string());
        let indicator = proposal.indicator.clone().unwrap_or_else(|| "—".to_owned());
        let asks = if proposal.matched == "doubtful" { "？" } else { "" };
        table.row(vec![
            proposal.title.clone(),
            format!(
                "{} {}",
                target.unwrap_or_default(),
                proposal.unit.clone().unwrap_or_default()
            ),
            proposal.deadline.clone().unwrap_or_default(),
            format!("{indicator}{asks}"),
            proposal.lead_office.clone().unwrap_or_default(),
        ]);
    }
    table.print();
    let (created, repeated, all) = (adopted.created, adopted.repeated, adopted.proposals.len());
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("共 {all} 项：新列入待确认 {created} 项，先前已列入 {repeated} 项"),
            &format!("{all} promises: {created} proposed, {repeated} had been before")
        )
    );
    Ok(ExitCode::SUCCESS)
}
