//! `yiben report score`: precision and recall of a reading, kind by kind, and what disagrees.

use super::reading;
use crate::args::{Args, Lang};
use crate::command::{print_json, read_text};
use crate::failure::Failure;
use crate::print::Table;
use report::{Aspect, Gold, Tally};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Score {
    /// The report: text, Markdown, HTML or DOCX 报告
    file: PathBuf,
    /// Its annotation: files of one JSON object a line, or a folder of them (*.jsonl) 标注
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// The year looked back on; from the report itself if left out 报告年度
    #[arg(long)]
    year: Option<i16>,
}

pub(super) fn score(args: &Args, score: &Score) -> Result<ExitCode, Failure> {
    let mut gold = Gold::default();
    for file in annotations(&score.gold)? {
        let lines = Gold::read(&read_text(&file)?).map_err(|error| {
            let file = file.display();
            Failure::Usage(format!("{file}：{}", error.zh()), format!("{file}: {error}"))
        })?;
        gold = gold.and(lines);
    }
    let scored = report::score(&reading(&score.file, score.year)?.lines(), &gold);
    if args.json {
        print_json(&scored);
    } else {
        print(&scored, args.lang);
    }
    Ok(if scored.differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// The files told, a folder standing for the annotation files in it.
fn annotations(told: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in told {
        if path.is_dir() {
            files.extend(annotations_in(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn annotations_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let wrong = |error| Failure::File(folder.display().to_string(), error);
    let mut files = std::fs::read_dir(folder)
        .map_err(wrong)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(wrong)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    Ok(files)
}

fn print(score: &report::Score, lang: Lang) {
    let mut table = Table::new(&[
        "",
        lang.pick("准确率", "precision"),
        lang.pick("召回率", "recall"),
        lang.pick("对", "right"),
        lang.pick("漏", "missed"),
        lang.pick("误", "wrong"),
    ]);
    let mut row = |name: &str, tally: &Tally| {
        table.row(vec![
            name.to_owned(),
            format!("{:.3}", tally.precision()),
            format!("{:.3}", tally.recall()),
            tally.right.to_string(),
            tally.missed.to_string(),
            tally.wrong.to_string(),
        ]);
    };
    for (kind, tally) in &score.claims {
        row(kind, tally);
    }
    row(lang.pick("全部说法", "all claims"), &score.all_claims());
    for (aspect, tally) in &score.fields {
        row(name(*aspect, lang), tally);
    }
    if let Some(tally) = &score.commitments {
        row(lang.pick("可量化任务", "measurable commitments"), tally);
    }
    table.print();
    if score.differences.is_empty() {
        return;
    }
    anstream::println!();
    let mut table = Table::new(&[
        lang.pick("位置", "at"),
        lang.pick("原文", "text"),
        lang.pick("不同之处", "aspect"),
        lang.pick("解读", "read"),
        lang.pick("标注", "annotated"),
    ]);
    for found in &score.differences {
        let told = |told: &Option<String>| told.clone().unwrap_or_else(|| "—".to_owned());
        table.row(vec![
            found.span[0].to_string(),
            found.text.clone(),
            name(found.aspect, lang).to_owned(),
            told(&found.read),
            told(&found.annotated),
        ]);
    }
    table.print();
}

fn name(aspect: Aspect, lang: Lang) -> &'static str {
    match aspect {
        Aspect::Claim => lang.pick("有无", "claim"),
        Aspect::Value => lang.pick("数值与单位", "value and unit"),
        Aspect::Comparator => lang.pick("比较词", "comparator"),
        Aspect::Kind => lang.pick("类别", "kind"),
        Aspect::Subject => lang.pick("对象", "subject"),
        Aspect::Period => lang.pick("期间", "period"),
        Aspect::Tense => lang.pick("语气", "tense"),
        Aspect::Commitment => lang.pick("任务", "commitment"),
    }
}
