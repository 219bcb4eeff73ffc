//! Packs on the command line.

use super::{print_json, read_file, read_text, seat};
use crate::args::{Args, Lang, Pack};
use crate::failure::Failure;
use crate::print::Table;
use desk::{DraftAsk, Town};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn pack(args: &Args, command: &Pack) -> Result<ExitCode, Failure> {
    match command {
        Pack::Check { files } => check(args, files),
        Pack::Schema => {
            print_json(&pack::schema());
            Ok(ExitCode::SUCCESS)
        }
        Pack::List => list(args),
        Pack::Infer {
            file,
            name,
            sheet,
            out,
        } => {
            let ask = DraftAsk {
                name: name.clone(),
                sheet: sheet.clone(),
            };
            let text = desk::draft_pack(&ask, &read_file(file)?)?.text;
            match out {
                Some(out) => std::fs::write(out, &text)
                    .map_err(|error| Failure::File(out.display().to_string(), error))?,
                None => anstream::print!("{text}"),
            }
            Ok(ExitCode::SUCCESS)
        }
        Pack::Weigh { file } => {
            let adoption = seat(args)?.weigh_pack(&read_pack(args, file)?)?;
            for change in &adoption.changes {
                anstream::println!("+ {}", args.lang.pick(&change.zh, &change.en));
            }
            for obstacle in &adoption.obstacles {
                anstream::println!("✗ {}", args.lang.pick(&obstacle.message.zh, &obstacle.message.en));
            }
            Ok(if adoption.obstacles.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(1)
            })
        }
        Pack::Adopt { file } => {
            let pack = read_pack(args, file)?;
            // A server that runs knows the packs it began with.
            let _claim = Town::open(&args.data)?.claim()?;
            let receipt = seat(args)?.adopt_pack(&pack)?;
            anstream::println!("{} v{} #{}", pack.name, pack.version, receipt.seq);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn shown_in(lang: Lang) -> pack::Lang {
    match lang {
        Lang::Zh => pack::Lang::Zh,
        Lang::En => pack::Lang::En,
    }
}

fn check(args: &Args, files: &[std::path::PathBuf]) -> Result<ExitCode, Failure> {
    let mut all = Vec::new();
    for file in files {
        let source = read_text(file)?;
        let parsed = pack::parse(&source);
        let name = file.display().to_string();
        if !args.json {
            for diagnostic in &parsed.diagnostics {
                anstream::println!(
                    "{}\n",
                    diagnostic.render(&name, &source, shown_in(args.lang), true)
                );
            }
            if let Some(pack) = &parsed.pack {
                let (registers, indicators) = (pack.registers.len(), pack.indicators.len());
                anstream::println!(
                    "✓ {name}: {}",
                    args.lang.pick(
                        &format!(
                            "{} v{}，{registers} 个台账，{indicators} 个指标",
                            pack.title.zh, pack.version
                        ),
                        &format!(
                            "{} v{}, {registers} registers, {indicators} indicators",
                            pack.title.en, pack.version
                        ),
                    )
                );
            }
        }
        all.push(json!({ "file": name, "diagnostics": parsed.diagnostics }));
    }
    let wrong = all.iter().any(|file| {
        file["diagnostics"]
            .as_array()
            .is_some_and(|found| !found.is_empty())
    });
    if args.json {
        print_json(&all);
    }
    Ok(if wrong {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn list(args: &Args) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let shelf = seat.desk().shelf();
    if args.json {
        let all: Vec<_> = shelf
            .packs()
            .iter()
            .map(|pack| json!({ "name": pack.name, "version": pack.version, "title": pack.title, "systems": pack.systems,
                "registers": pack.registers.iter().map(|register| &*register.name).collect::<Vec<_>>() }))
            .collect();
        print_json(&all);
    } else {
        let mut table = Table::new(&[
            "name",
            "v",
            args.lang.pick("名称", "title"),
            args.lang.pick("台账", "registers"),
        ]);
        for pack in shelf.packs() {
            let registers: Vec<&str> = pack.registers.iter().map(|register| &*register.name).collect();
            let title = args.lang.pick(&pack.title.zh, &pack.title.en).to_owned();
            table.row(vec![
                pack.name.clone(),
                pack.version.to_string(),
                title,
                registers.join(" "),
            ]);
        }
        table.print();
    }
    Ok(ExitCode::SUCCESS)
}

fn read_pack(args: &Args, file: &Path) -> Result<pack::Pack, Failure> {
    let source = read_text(file)?;
    let parsed = pack::parse(&source);
    parsed.pack.ok_or_else(|| {
        let name = file.display().to_string();
        let told: Vec<String> = parsed
            .diagnostics
            .iter()
            .map(|found| found.render(&name, &source, shown_in(args.lang), true))
            .collect();
        Failure::Usage(told.join("\n"), told.join("\n"))
    })
}
