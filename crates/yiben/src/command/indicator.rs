//! Figures and deadlines on the command line.

use super::export::{form, written};
use super::{print_json, seat};
use crate::args::{Args, Due, Indicator, Lang};
use crate::failure::Failure;
use crate::print::Table;
use desk::{Action, Ask, By};
use ledger::Moment;
use quantity::{Period, PeriodError};
use serde_json::json;
use std::process::ExitCode;

pub(super) fn indicator(args: &Args, indicator: &Indicator) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match indicator {
        Indicator::List => {
            let shelf = seat.desk().shelf();
            let all: Vec<_> = shelf
                .indicators()
                .filter(|(pack, _)| seat.actor().may_somewhere(Action::Read, &pack.name))
                .collect();
            if args.json {
                let all: Vec<_> = all
                    .iter()
                    .map(|(pack, indicator)| json!({ "name": indicator.name, "pack": pack.name, "title": indicator.title, "unit": indicator.unit }))
                    .collect();
                print_json(&all);
            } else {
                let mut table = Table::new(&[
                    "name",
                    args.lang.pick("名称", "title"),
                    args.lang.pick("单位", "unit"),
                    args.lang.pick("可按", "by"),
                ]);
                for (_, indicator) in all {
                    let by: Vec<&str> = indicator.by.iter().map(|by| &*by.name).collect();
                    table.row(vec![
                        indicator.name.clone(),
                        args.lang
                            .pick(&indicator.title.zh, &indicator.title.en)
                            .to_owned(),
                        indicator.unit.clone(),
                        by.join(","),
                    ]);
                }
                table.print();
            }
        }
        Indicator::Show {
            name,
            period,
            place,
            by,
            lineage,
            as_of,
            compare,
            limit,
            out,
            format,
        } => {
            let period: Period = period
                .parse()
                .map_err(|error: PeriodError| Failure::Usage(error.zh(), error.to_string()))?;
            let place = match place {
                None => None,
                Some(text) => Some(find_place(&seat, text)?),
            };
            let ask = Ask {
                indicator: name.clone(),
                place,
                period,
                by: by.iter().map(|name| By::named(name)).collect(),
                only: Vec::new(),
                as_of: *as_of,
                compare: *compare,
            };
            if let Some(out) = out {
                let zh = args.lang == Lang::Zh;
                written(Some(out), &mut |out| {
                    if *lineage {
                        seat.export_lineage(&ask, form(*format), zh, out)
                    } else {
                        seat.export_figures(&ask, form(*format), zh, out)
                    }
                })?;
            } else if *lineage {
                show_lineage(args, &seat, &ask, *limit)?;
            } else {
                show(args, &seat, &ask)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn find_place(seat: &desk::Seat, text: &str) -> Result<standards::PlaceCode, Failure> {
    let places = seat.desk().places();
    let today = seat.desk().now().date();
    if let Ok(code) = text.parse() {
        return Ok(code);
    }
    match places.search(text, today)[..] {
        [place] => Ok(place.code),
        ref many => {
            let names: Vec<String> = many
                .iter()
                .map(|place| format!("{} {}", place.code, place.name))
                .collect();
            Err(Failure::Usage(
                format!("“{text}”对应 {} 个区划：{}", many.len(), names.join("、")),
                format!("`{text}` names {} places: {}", many.len(), names.join(", ")),
            ))
        }
    }
}

fn show(args: &Args, seat: &desk::Seat, ask: &Ask) -> Result<(), Failure> {
    let table = seat.figures(ask)?;
    if args.json {
        print_json(&table);
        return Ok(());
    }
    anstream::println!(
        "{} {} {} #{}",
        args.lang.pick(&table.title.zh, &table.title.en),
        table.place,
        args.lang.pick(&ask.period.zh(), &ask.period.en()),
        table.as_of
    );
    let mut header: Vec<&str> = table.by.iter().map(String::as_str).collect();
    header.extend([args.lang.pick("数值", "value"), args.lang.pick("记录", "records")]);
    if ask.compare {
        header.extend([
            args.lang.pick("同比%", "year on year %"),
            args.lang.pick("环比%", "on previous %"),
            args.lang.pick("排名", "rank"),
        ]);
    }
    let mut printed = Table::new(&header);
    for line in &table.lines {
        let mut row = line.keys.clone();
        let value = line
            .value
            .clone()
            .unwrap_or_else(|| args.lang.pick("未报", "missing").to_owned());
        row.extend([format!("{value} {}", table.unit), line.records.to_string()]);
        if ask.compare {
            row.extend([
                line.year_on_year.clone().unwrap_or_default(),
                line.on_previous.clone().unwrap_or_default(),
                line.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            ]);
        }
        printed.row(row);
    }
    printed.print();
    let missing: Vec<&String> = table.lines.iter().flat_map(|line| &line.missing).collect();
    if !missing.is_empty() {
        let mut months: Vec<&str> = missing.into_iter().map(String::as_str).collect();
        months.sort_unstable();
        months.dedup();
        anstream::println!(
            "{} {}",
            args.lang.pick("未报月份：", "months missing:"),
            months.join(" ")
        );
    }
    Ok(())
}

fn show_lineage(args: &Args, seat: &desk::Seat, ask: &Ask, limit: usize) -> Result<(), Failure> {
    let lineage = seat.lineage(ask, None, limit)?;
    if args.json {
        print_json(&lineage);
        return Ok(());
    }
    let mut table = Table::new(&[
        "id",
        args.lang.pick("记录", "record"),
        args.lang.pick("区划", "place"),
        args.lang.pick("计入", "adds"),
    ]);
    for record in &lineage.records {
        table.row(vec![
            record.id.clone(),
            record.label.clone(),
            record.place.clone(),
            record.adds.clone(),
        ]);
    }
    table.print();
    anstream::println!("{} {}", args.lang.pick("本页合计", "sum of these"), lineage.sum);
    if !lineage.parts.is_empty() {
        anstream::println!(
            "{} {}",
            args.lang.pick("由这些指标得出：", "made of:"),
            lineage.parts.join(" ")
        );
    }
    Ok(())
}

pub(super) fn due(args: &Args, due: &Due) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let until = Moment(seat.desk().now().0 + i64::from(due.days) * ledger::DAY);
    let matters = seat.due(until, due.limit)?;
    if args.json {
        print_json(&matters);
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(&[
        args.lang.pick("期限", "due"),
        args.lang.pick("台账", "register"),
        args.lang.pick("事项", "matter"),
        args.lang.pick("层级", "level"),
        "id",
    ]);
    for matter in matters {
        let mark = if matter.record.overdue { "!" } else { "" };
        table.row(vec![
            format!("{}{mark}", matter.record.due_on.unwrap_or_default()),
            args.lang
                .pick(&matter.register_title.zh, &matter.register_title.en)
                .to_owned(),
            matter.label,
            matter.record.level.unwrap_or_default(),
            matter.record.id,
        ]);
    }
    table.print();
    Ok(ExitCode::SUCCESS)
}
