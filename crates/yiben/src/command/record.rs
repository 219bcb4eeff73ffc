//! Records on the command line.

use super::{print_json, read_file, seat};
use crate::args::{Args, Record, Step, Values};
use crate::failure::Failure;
use crate::print::Table;
use desk::{Asked, ListAsk, Receipt, RecordView, Seat};
use ledger::RecordId;
use serde_json::{Map, Value as Json, json};
use std::process::ExitCode;

pub(super) fn record(args: &Args, record: &Record) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match record {
        Record::New {
            register,
            values,
            key,
        } => {
            let asked = Asked {
                idem: key.clone(),
                ..Asked::default()
            };
            let receipt = seat.create(register, None, given(values)?, asked)?;
            told(args, &seat, &receipt);
        }
        Record::Show { register, id } => {
            let id = record_id(id)?;
            let (record, history) = (seat.get(register, id)?, seat.history(register, id)?);
            let steps = seat.next_steps(register, id)?;
            if args.json {
                let steps: Vec<Json> = steps
                    .iter()
                    .map(|(name, title)| json!({ "name": name, "title": title }))
                    .collect();
                print_json(&json!({ "record": record, "history": history, "steps": steps }));
            } else {
                show(args, &seat, &record);
                let mut table = Table::new(&[
                    "#",
                    args.lang.pick("时间", "when"),
                    args.lang.pick("谁", "who"),
                    args.lang.pick("做了什么", "what"),
                    args.lang.pick("说明", "note"),
                ]);
                for item in history {
                    let what = item.step.unwrap_or(item.deed);
                    let what = item
                        .state
                        .map_or_else(|| what.clone(), |state| format!("{what} → {state}"));
                    table.row(vec![
                        item.seq.to_string(),
                        item.at,
                        item.by,
                        what,
                        item.note.unwrap_or_default(),
                    ]);
                }
                anstream::println!();
                table.print();
                let names: Vec<String> = steps
                    .iter()
                    .map(|(name, title)| format!("{name}（{}）", args.lang.pick(&title.zh, &title.en)))
                    .collect();
                if !names.is_empty() {
                    anstream::println!(
                        "\n{} {}",
                        args.lang.pick("可办环节：", "steps:"),
                        names.join("  ")
                    );
                }
            }
        }
        Record::List {
            register,
            filter,
            sort,
            limit,
            after,
            count,
            withdrawn,
        } => {
            let ask = ListAsk {
                filter: filter.clone(),
                sort: sort.clone(),
                after: after.clone(),
                limit: Some(*limit),
                withdrawn: *withdrawn,
                ..ListAsk::default()
            };
            list(args, &seat, register, &ask, *count)?;
        }
        Record::Amend {
            register,
            id,
            values,
            version,
        } => {
            let id = record_id(id)?;
            let base = match version {
                Some(version) => *version,
                None => seat.get(register, id)?.version,
            };
            let receipt = seat.amend(register, id, base, given(values)?, None, Asked::default())?;
            told(args, &seat, &receipt);
        }
        Record::Withdraw { register, id, reason } => {
            let receipt = seat.withdraw(register, record_id(id)?, false, reason, Asked::default())?;
            told(args, &seat, &receipt);
        }
        Record::Restore { register, id, reason } => {
            let receipt = seat.withdraw(register, record_id(id)?, true, reason, Asked::default())?;
            told(args, &seat, &receipt);
        }
        Record::Reveal {
            register,
            id,
            fields,
            reason,
        } => {
            print_json(&seat.reveal(register, record_id(id)?, fields, reason, Asked::default())?);
        }
        Record::TakeBack { batch, reason } => {
            let back = seat.take_back(batch, reason)?;
            let (undone, left) = (back.withdrawn + back.restored, back.left);
            if args.json {
                let left: Vec<String> = left.iter().map(|left| left.id.to_string()).collect();
                print_json(&json!({ "undone": undone, "left": left }));
            } else {
                anstream::println!(
                    "{}",
                    args.lang.pick(
                        &format!("已撤回 {undone} 条；其后又改动、未撤回 {} 条", left.len()),
                        &format!("{undone} taken back; {} were changed since and left", left.len()),
                    )
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn step(args: &Args, step: &Step) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let fields = given(&step.values)?;
    let receipt = seat.step(
        &step.register,
        record_id(&step.id)?,
        &step.step,
        fields,
        step.note.clone(),
        Asked::default(),
    )?;
    told(args, &seat, &receipt);
    Ok(ExitCode::SUCCESS)
}

fn list(args: &Args, seat: &Seat, register: &str, ask: &ListAsk, count: bool) -> Result<(), Failure> {
    let (records, next) = seat.list(register, ask)?;
    let count = if count {
        Some(seat.count(register, ask)?)
    } else {
        None
    };
    if args.json {
        print_json(&json!({ "records": records, "next": next, "count": count }));
        return Ok(());
    }
    let shelf = seat.desk().shelf();
    let Some((pack, found)) = shelf.register(register) else {
        return Ok(());
    };
    let mut header = vec!["id", args.lang.pick("状态", "state")];
    let columns: Vec<_> = found.columns.iter().map(|field| &found[*field]).collect();
    header.extend(
        columns
            .iter()
            .map(|field| args.lang.pick(&field.title.zh, &field.title.en)),
    );
    let mut table = Table::new(&header);
    for record in &records {
        let mut row = vec![record.id.clone(), state_title(args, found, record)];
        row.extend(
            columns
                .iter()
                .map(|field| shown(args, pack, field, record.fields.get(&field.name))),
        );
        table.row(row);
    }
    table.print();
    if let Some(count) = count {
        anstream::println!("{} {count}", args.lang.pick("共", "in all"));
    }
    if let Some(next) = next {
        anstream::println!("{} --after {next}", args.lang.pick("下一页：", "next page:"));
    }
    Ok(())
}

fn state_title(args: &Args, register: &pack::Register, record: &RecordView) -> String {
    let Some((name, cycle)) = record.state.as_ref().zip(register.cycle.as_ref()) else {
        return String::new();
    };
    let title = cycle
        .states
        .iter()
        .find(|state| state.name == *name)
        .map(|state| &state.title);
    let text = title.map_or(name.as_str(), |title| args.lang.pick(&title.zh, &title.en));
    if record.overdue {
        format!("{text}!")
    } else {
        text.to_owned()
    }
}

fn shown(args: &Args, pack: &pack::Pack, field: &pack::model::Field, json: Option<&Json>) -> String {
    let Some(json) = json else { return String::new() };
    let text = match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    match &field.kind {
        pack::model::FieldKind::Code { list } => pack
            .codes
            .get(*list)
            .and_then(|list| list.find(&text))
            .map_or(text, |code| {
                args.lang.pick(&code.title.zh, &code.title.en).to_owned()
            }),
        _ => text,
    }
}

fn show(args: &Args, seat: &Seat, record: &RecordView) {
    let shelf = seat.desk().shelf();
    let Some((pack, register)) = shelf.register(&record.register) else {
        return;
    };
    let mut table = Table::new(&[args.lang.pick("字段", "field"), args.lang.pick("值", "value")]);
    table.row(vec!["id".to_owned(), record.id.clone()]);
    for (name, value) in [
        ("number", &record.number),
        ("state", &record.state),
        ("level", &record.level),
        ("due", &record.due_on),
    ] {
        if let Some(value) = value {
            table.row(vec![name.to_owned(), value.clone()]);
        }
    }
    table.row(vec!["version".to_owned(), record.version.to_string()]);
    for field in &register.fields {
        if let Some(json) = record.fields.get(&field.name) {
            let title = args.lang.pick(&field.title.zh, &field.title.en).to_owned();
            table.row(vec![title, shown(args, pack, field, Some(json))]);
        }
    }
    for contested in &record.contested {
        let title = args.lang.pick("冲突值", "contested");
        table.row(vec![
            format!("{title} {}", contested.field),
            format!("{} ({}, {})", contested.value, contested.by, contested.at),
        ]);
    }
    table.print();
}

fn told(args: &Args, seat: &Seat, receipt: &Receipt) {
    let record = seat.show(receipt);
    if args.json {
        print_json(
            &json!({ "seq": receipt.seq, "record": record, "warnings": receipt.warnings, "repeated": receipt.repeated }),
        );
        return;
    }
    for warning in &receipt.warnings {
        anstream::eprintln!("⚠ {}", args.lang.pick(&warning.message.zh, &warning.message.en));
    }
    if let Some(record) = record {
        let number = record.number.as_deref().unwrap_or_default();
        let state = record.state.as_deref().unwrap_or_default();
        anstream::println!(
            "{} {number} {state} v{} #{}",
            record.id,
            record.version,
            receipt.seq
        );
    }
}

fn given(values: &Values) -> Result<Map<String, Json>, Failure> {
    let mut fields = match &values.fields {
        None => Map::new(),
        Some(text) => {
            let text = if text == "-" {
                String::from_utf8_lossy(&read_file(std::path::Path::new("-"))?).into_owned()
            } else {
                text.clone()
            };
            serde_json::from_str(&text).map_err(|error| {
                Failure::Usage(
                    format!("--fields 不是 JSON 对象：{error}"),
                    format!("--fields is no JSON object: {error}"),
                )
            })?
        }
    };
    fields.extend(pairs(&values.set)?);
    Ok(fields)
}

/// Fields given as `field=value`; nothing after the sign empties a field.
pub(super) fn pairs(pairs: &[String]) -> Result<Map<String, Json>, Failure> {
    let mut fields = Map::new();
    for pair in pairs {
        let (name, value) = pair.split_once('=').ok_or_else(|| {
            Failure::Usage(
                format!("“{pair}”应写作 字段=值"),
                format!("write `{pair}` as field=value"),
            )
        })?;
        let value = if value.is_empty() {
            Json::Null
        } else {
            Json::String(value.to_owned())
        };
        fields.insert(name.to_owned(), value);
    }
    Ok(fields)
}

pub(super) fn record_id(text: &str) -> Result<RecordId, Failure> {
    text.parse().map_err(|error: ledger::RecordIdError| {
        Failure::Usage(
            format!("“{text}”不是记录编号：应为 26 位字母数字"),
            error.to_string(),
        )
    })
}
