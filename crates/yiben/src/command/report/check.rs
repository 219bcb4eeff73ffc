//! `yiben report check`: every figure of a draft held against the records.
//!
//! Ends with 0 when nothing needs putting right, 1 when a figure differs, is of another time, or the text speaks against
//! itself; with `--strict` also when a figure has no source.

use super::document;
use crate::args::{Args, Lang};
use crate::command::indicator::find_place;
use crate::command::{paper, print_json, read_file, seat, write_file};
use crate::failure::Failure;
use crate::print::Table;
use desk::{Check, CheckAsk, CheckedClaim, DraftFile, Seat, Verdict};
use pack::Lang as Reads;
use report::Options;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct CheckArgs {
    /// Text, Markdown, HTML or DOCX; `-` reads standard input 文件
    file: PathBuf,
    /// The year looked back on; from the report itself if left out 报告年度
    #[arg(long)]
    year: Option<i16>,
    /// The place it speaks of, by code or name; the town if left out 区划
    #[arg(long)]
    place: Option<String>,
    /// As the journal stood after this entry 截至流水号
    #[arg(long)]
    as_of: Option<u64>,
    /// Writes the text marked up, as a page 标注网页
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
    /// Writes a Word document with a comment beside every figure that needs putting right 批注文档
    #[arg(long, value_name = "OUT")]
    docx: Option<PathBuf>,
    /// Figures without a source need putting right too 无来源也算问题
    #[arg(long)]
    strict: bool,
}

pub(super) fn check(args: &Args, asked: &CheckArgs) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let place = match &asked.place {
        Some(place) => Some(find_place(&seat, place)?),
        None => None,
    };
    let options = Options { year: asked.year };
    let reading = report::read(document(&asked.file)?, &options);
    let ask = CheckAsk {
        place,
        as_of: asked.as_of,
    };
    let check = seat.check_report(&reading, &ask)?;
    if let Some(out) = &asked.html {
        let page = desk::check_page(&reading, &check, None, reads(args.lang));
        write_file(out, page.as_bytes())?;
    }
    if let Some(out) = &asked.docx {
        write_file(out, &commented(args, &seat, asked, &ask)?)?;
    }
    if args.json {
        print_json(&check);
    } else {
        print(&check, args.lang);
    }
    let clean = check.is_clean() && !(asked.strict && check.tally.no_source > 0);
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// The draft as a Word document with comments.
fn commented(args: &Args, seat: &Seat, asked: &CheckArgs, ask: &CheckAsk) -> Result<Vec<u8>, Failure> {
    let press = paper::needed(args)?;
    let bytes = read_file(&asked.file)?;
    let draft = if bytes.starts_with(b"PK") {
        DraftFile::Docx(bytes)
    } else {
        DraftFile::Text(document(&asked.file)?.text().to_owned())
    };
    Ok(seat.annotate(&draft, asked.year, ask, &*press, reads(args.lang))?)
}

/// The language as packs know it.
pub(super) fn reads(lang: Lang) -> Reads {
    match lang {
        Lang::Zh => Reads::Zh,
        Lang::En => Reads::En,
    }
}

fn print(check: &Check, lang: Lang) {
    let mut table = Table::new(&[
        lang.pick("位置", "at"),
        lang.pick("原文", "text"),
        lang.pick("指标", "indicator"),
        lang.pick("期间", "period"),
        lang.pick("核对", "verdict"),
        lang.pick("说明", "note"),
    ]);
    for claim in &check.claims {
        table.row(row(claim, lang));
    }
    table.print();
    for contradiction in &check.contradictions {
        let at: Vec<String> = contradiction
            .spans
            .iter()
            .map(|span| span[0].to_string())
            .collect();
        anstream::println!(
            "{} {}：{}",
            lang.pick("自相矛盾", "contradiction"),
            at.join("、"),
            contradiction.message.get(reads(lang))
        );
    }
    let tally = check.tally;
    let counts = [
        (Verdict::Agrees, tally.agrees),
        (Verdict::Differs, tally.differs),
        (Verdict::Stale, tally.stale),
        (Verdict::NoSource, tally.no_source),
    ]
    .map(|(verdict, count)| format!("{} {count}", verdict.title().get(reads(lang))));
    anstream::println!("{}  #{}", counts.join("  "), check.as_of);
}

fn row(claim: &CheckedClaim, lang: Lang) -> Vec<String> {
    vec![
        claim.span[0].to_string(),
        claim.text.clone(),
        claim.indicator.clone().unwrap_or_else(|| "—".to_owned()),
        claim.period.clone().unwrap_or_default(),
        claim.verdict.title().get(reads(lang)).to_owned(),
        claim.note.get(reads(lang)).to_owned(),
    ]
}
