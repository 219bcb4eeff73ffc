//! `yiben report compose|freeze|diff|draft`: a report from its template, kept, and held against later records.

use crate::args::Args;
use crate::command::indicator::find_place;
use crate::command::paper::{self, Outputs};
use crate::command::{print_json, read_text, seat, write_file};
use crate::failure::Failure;
use crate::print::Table;
use desk::{ComposeAsk, Composed, Frozen, Manuscript, Seat};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Compose {
    /// A template, or a frozen report that is made again 模板或已定稿的报告
    file: PathBuf,
    /// The place it is of, by code or name; the town if left out 区划
    #[arg(long)]
    place: Option<String>,
    /// As the journal stood after this entry 截至流水号
    #[arg(long)]
    as_of: Option<u64>,
    #[command(flatten)]
    outputs: Outputs,
}

#[derive(clap::Args)]
pub(crate) struct Freeze {
    /// The template 模板
    file: PathBuf,
    /// Where it is kept 定稿文件
    out: PathBuf,
    /// The place it is of, by code or name; the town if left out 区划
    #[arg(long)]
    place: Option<String>,
    /// As the journal stood after this entry 截至流水号
    #[arg(long)]
    as_of: Option<u64>,
}

#[derive(clap::Args)]
pub(crate) struct Diff {
    /// A frozen report 定稿文件
    file: PathBuf,
    /// As the journal stood after this entry; now if left out 截至流水号
    #[arg(long)]
    as_of: Option<u64>,
}

#[derive(clap::Args)]
pub(crate) struct DraftArgs {
    /// The year reported on 报告年度
    year: i16,
    /// Where the template is written; shown if left out 模板文件
    out: Option<PathBuf>,
}

fn ask(seat: &Seat, place: Option<&str>, as_of: Option<u64>) -> Result<ComposeAsk, Failure> {
    let place = place.map(|place| find_place(seat, place)).transpose()?;
    Ok(ComposeAsk { place, as_of })
}

fn frozen(text: &str) -> Option<Frozen> {
    serde_json::from_str(text).ok()
}

/// Ends with 1 when a number in the prose is bound to nothing.
pub(super) fn compose(args: &Args, asked: &Compose) -> Result<ExitCode, Failure> {
    let text = read_text(&asked.file)?;
    let seat = seat(args)?;
    let (composed, ident, moment) = match frozen(&text) {
        Some(frozen) => {
            whole(&asked.file, &frozen)?;
            (frozen.composed, frozen.digest, frozen.moment)
        }
        None => {
            let ask = ask(&seat, asked.place.as_deref(), asked.as_of)?;
            let composed = seat.compose(&text, &ask)?;
            let ident = asked.file.display().to_string();
            (composed, ident, seat.desk().now().0)
        }
    };
    if args.json {
        print_json(&composed);
    } else if asked.outputs.is_empty() {
        anstream::println!("{}", composed.markdown);
    }
    tell_loose(args, &composed);
    let clean = composed.loose.is_empty();
    let manuscript = Manuscript {
        markdown: composed.markdown,
        charts: composed.charts,
        ident,
        moment,
        figures: None,
    };
    paper::write(args, &manuscript, &asked.outputs)?;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn whole(file: &Path, frozen: &Frozen) -> Result<(), Failure> {
    if frozen.is_whole() {
        return Ok(());
    }
    let file = file.display();
    Err(Failure::Usage(
        format!("{file} 的正文与定稿时的摘要不符，已被改动"),
        format!("the text of {file} is not the one that was frozen"),
    ))
}

fn tell_loose(args: &Args, composed: &Composed) {
    for loose in &composed.loose {
        let (line, text, around) = (loose.line, &loose.text, &loose.around);
        anstream::eprintln!(
            "{}",
            args.lang.pick(
                &format!("第 {line} 行：“{text}”没有绑定指标（…{around}…）"),
                &format!("line {line}: “{text}” is bound to no indicator (…{around}…)")
            )
        );
    }
}

pub(super) fn freeze(args: &Args, asked: &Freeze) -> Result<ExitCode, Failure> {
    let template = read_text(&asked.file)?;
    let seat = seat(args)?;
    let ask = ask(&seat, asked.place.as_deref(), asked.as_of)?;
    let frozen = seat.freeze(&template, &ask)?;
    let kept = serde_json::to_string_pretty(&frozen).unwrap_or_default();
    write_file(&asked.out, kept.as_bytes())?;
    let (out, entry, count) = (
        asked.out.display(),
        frozen.composed.as_of,
        frozen.composed.figures.len(),
    );
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("已定稿 {out}：流水号 {entry}，{count} 个数据"),
            &format!("{out} is frozen at journal entry {entry} with {count} figures")
        )
    );
    Ok(ExitCode::SUCCESS)
}

/// Ends with 1 when a figure would be told otherwise.
pub(super) fn diff(args: &Args, asked: &Diff) -> Result<ExitCode, Failure> {
    let Some(frozen) = frozen(&read_text(&asked.file)?) else {
        let file = asked.file.display();
        return Err(Failure::Usage(
            format!("{file} 不是定稿文件，请先用 report freeze 定稿"),
            format!("{file} is no frozen report; make one with `report freeze`"),
        ));
    };
    whole(&asked.file, &frozen)?;
    let changes = seat(args)?.changed_since(&frozen, asked.as_of)?;
    if args.json {
        print_json(&changes);
    } else if changes.is_empty() {
        anstream::println!("{}", args.lang.pick("没有变化", "nothing has changed"));
    } else {
        let mut table = Table::new(&[
            args.lang.pick("指标", "indicator"),
            args.lang.pick("期间", "period"),
            args.lang.pick("定稿", "frozen"),
            args.lang.pick("现在", "now"),
        ]);
        for change in &changes {
            table.row(vec![
                change.figure.indicator.clone(),
                change.figure.period.clone(),
                change.figure.text.clone(),
                change.now.clone().unwrap_or_else(|| "—".to_owned()),
            ]);
        }
        table.print();
    }
    Ok(if changes.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

pub(super) fn draft(args: &Args, asked: &DraftArgs) -> Result<ExitCode, Failure> {
    let template = seat(args)?.draft_report(asked.year)?;
    match &asked.out {
        Some(out) => write_file(out, template.as_bytes())?,
        None => anstream::println!("{template}"),
    }
    Ok(ExitCode::SUCCESS)
}
