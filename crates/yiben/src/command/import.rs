//! Files brought into registers.

use super::record::pairs;
use super::{file_name, print_json, read_file, read_text, seat};
use crate::args::{Args, Import};
use crate::failure::Failure;
use crate::print::{Table, progress};
use desk::{ImportAsk, Imported, Mode, Plan, RowOutcome, TableRead};
use std::path::Path;
use std::process::ExitCode;

/// Rejected rows shown before the rest is only counted.
const SHOWN: usize = 20;

pub(super) fn import(args: &Args, import: &Import) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let content = read_file(&import.file)?;
    let mut ask = ImportAsk {
        register: import.register.clone(),
        mode: Mode::Preview,
        sheet: import.sheet.clone(),
        plan: None,
        accept_doubts: import.accept,
        file_name: file_name(&import.file),
        batch: None,
    };
    let told = import
        .map
        .as_deref()
        .filter(|map| map.exists() || !import.preview);
    ask.plan = told.map(read_plan).transpose()?;
    if !import.key.is_empty() || !import.set.is_empty() {
        let proposed = match ask.plan.take() {
            Some(plan) => Some(plan),
            None => seat.import(&ask, &content, &mut |_, _| {})?.plan,
        };
        let mut plan = proposed.unwrap_or_else(|| Plan::of(Default::default()));
        plan.set.extend(pairs(&import.set)?);
        if !import.key.is_empty() {
            plan.key.clone_from(&import.key);
        }
        ask.plan = Some(plan);
    }
    ask.mode = match (import.preview, import.all) {
        (true, _) => Mode::Preview,
        (false, true) => Mode::All,
        (false, false) => Mode::Each,
    };
    let bar = progress(0);
    let imported = seat.import(&ask, &content, &mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    if let (Some(map), Some(plan), None) = (&import.map, &imported.plan, &told) {
        write(
            map,
            serde_json::to_string_pretty(plan).unwrap_or_default().as_bytes(),
        )?;
    }
    if let Some(path) = &import.rejected {
        for (at, workbook) in imported.returned.iter().enumerate() {
            write(&numbered(path, at), workbook)?;
        }
    }
    if args.json {
        print_json(&imported);
    } else {
        tell(args, import, &imported);
    }
    Ok(if imported.rejected == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(3)
    })
}

fn read_plan(path: &Path) -> Result<Plan, Failure> {
    serde_json::from_str(&read_text(path)?).map_err(|error| {
        let path = path.display();
        Failure::Usage(
            format!("{path} 不是列对应文件：{error}"),
            format!("{path} does not say what columns mean: {error}"),
        )
    })
}

/// `out.xlsx`, `out-2.xlsx` and so on: one workbook for each table.
fn numbered(path: &Path, at: usize) -> std::path::PathBuf {
    if at == 0 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{}.xlsx", at + 1))
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, content).map_err(|error| Failure::File(path.display().to_string(), error))
}

fn tell(args: &Args, import: &Import, imported: &Imported) {
    for notice in &imported.notices {
        anstream::eprintln!("⚠ {}", args.lang.pick(&notice.zh, &notice.en));
    }
    if import.preview {
        for table in &imported.tables {
            tell_table(args, table);
        }
    }
    let rejected = imported.rows.iter().filter(|row| !row.problems.is_empty());
    for row in rejected.take(SHOWN) {
        tell_row(args, row);
    }
    if imported.rejected > SHOWN {
        let more = imported.rejected - SHOWN;
        anstream::println!(
            "{}",
            args.lang
                .pick(&format!("…… 还有 {more} 行"), &format!("… and {more} more"))
        );
    }
    let Imported {
        created,
        updated,
        unchanged,
        rejected,
        ..
    } = imported;
    let counts = args
        .lang
        .pick(
            &format!("新增 {created}，更新 {updated}，无变化 {unchanged}，退回 {rejected}"),
            &format!("{created} made, {updated} changed, {unchanged} unchanged, {rejected} rejected"),
        )
        .to_owned();
    let end = match &imported.batch {
        Some(batch) => args
            .lang
            .pick(
                &format!("批次 {batch}，可用 record take-back 撤回"),
                &format!("batch {batch}: `record take-back` undoes it"),
            )
            .to_owned(),
        None => args.lang.pick("没有写入", "nothing was written").to_owned(),
    };
    anstream::println!("{counts}{}{end}", args.lang.pick("；", "; "));
}

fn tell_table(args: &Args, table: &TableRead) {
    let title = table.title.as_deref().unwrap_or_default();
    let aside = if table.taken {
        ""
    } else {
        args.lang.pick("（不导入）", " (left aside)")
    };
    anstream::println!("{} {} {title}{aside}", table.sheet, table.header);
    if !table.taken {
        return;
    }
    let mut columns = Table::new(&[
        args.lang.pick("列", "column"),
        args.lang.pick("表头", "header"),
        args.lang.pick("字段", "field"),
        args.lang.pick("待定", "to be decided"),
    ]);
    for column in &table.columns {
        columns.row(vec![
            column.letters.clone(),
            column.header.clone(),
            column.field.clone().unwrap_or_else(|| "—".to_owned()),
            column
                .doubt
                .as_ref()
                .map(|doubt| args.lang.pick(&doubt.zh, &doubt.en).to_owned())
                .unwrap_or_default(),
        ]);
    }
    columns.print();
    if !table.missing.is_empty() {
        anstream::println!(
            "{} {}",
            args.lang.pick("缺少：", "missing:"),
            table.missing.join(" ")
        );
    }
}

fn tell_row(args: &Args, row: &RowOutcome) {
    let sheet = row.sheet.as_deref().unwrap_or_default();
    for problem in &row.problems {
        let text = args.lang.pick(&problem.message.zh, &problem.message.en);
        let place = problem.cell.clone().unwrap_or_else(|| row.row.to_string());
        anstream::println!("✗ {sheet}!{place} {text}");
    }
}
