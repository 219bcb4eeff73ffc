//! Forms on the command line.

use super::{file_name, print_json, read_file, read_text, seat};
use crate::args::{Args, FormCommand};
use crate::failure::Failure;
use crate::print::Table;
use desk::{Answer, CellChange, FillAsk, FormFilled, FormPlan, FormView, Give, Seat};
use quantity::{Period, PeriodError};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn form(args: &Args, command: &FormCommand) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match command {
        FormCommand::Add {
            name,
            file,
            title,
            asked_by,
            every,
            due_days,
            purpose,
            minutes,
        } => {
            let file_name = file_name(file);
            let plan = FormPlan {
                title: title.clone().unwrap_or_else(|| file_name.clone()),
                asked_by: asked_by.clone(),
                every: word(every, "--every")?,
                due_days: *due_days,
                purpose: word(purpose, "--purpose")?,
                minutes_by_hand: *minutes,
                file_name,
                file: String::new(),
                answers: Vec::new(),
            };
            show(args, &seat.add_form(name, plan, &read_file(file)?)?);
        }
        FormCommand::List => list(args, &seat)?,
        FormCommand::Show { name } => show(args, &seat.form(name)?),
        FormCommand::Map { name, file, accept } => {
            let mut answers = match file {
                Some(file) => read_answers(file)?,
                None => Vec::new(),
            };
            if *accept {
                let proposed = seat.form(name)?.plan.answers.into_iter();
                let open = proposed.filter(|answer| !answer.sure && !matches!(answer.give, Give::Ask { .. }));
                answers.extend(open.map(|answer| Answer { sure: true, ..answer }));
            }
            show(args, &seat.map_form(name, answers)?);
        }
        FormCommand::Fill {
            name,
            period,
            out,
            notes,
            send,
            reason,
        } => {
            let filled = seat.fill_form(name, &fill_ask(period, *notes, *send, reason)?)?;
            if let Some(out) = out {
                std::fs::write(out, &filled.bytes)
                    .map_err(|error| Failure::File(out.display().to_string(), error))?;
            }
            tell_filled(args, &filled);
        }
        FormCommand::Diff {
            name,
            period,
            against,
            reason,
        } => {
            let filled = seat.fill_form(name, &fill_ask(period, false, false, reason)?)?;
            let changes = match against {
                Some(file) => seat.differences(&read_file(file)?, &filled.bytes)?,
                None => filled.changes,
            };
            if args.json {
                print_json(&json!({ "last": filled.last, "changes": changes }));
            } else {
                tell_changes(args, &changes);
            }
        }
        FormCommand::Remove { name } => seat.remove_form(name)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A word of a closed list.
fn word<T: DeserializeOwned>(text: &str, option: &str) -> Result<T, Failure> {
    serde_json::from_value(Json::String(text.to_owned()))
        .map_err(|error| Failure::Usage(format!("{option}：{error}"), format!("{option}: {error}")))
}

fn fill_ask(period: &str, notes: bool, send: bool, reason: &str) -> Result<FillAsk, Failure> {
    let period: Period = period
        .parse()
        .map_err(|error: PeriodError| Failure::Usage(error.zh(), error.to_string()))?;
    Ok(FillAsk {
        period,
        notes,
        send,
        reason: reason.to_owned(),
    })
}

/// Answers alone, or within what `form show --json` tells.
fn read_answers(path: &Path) -> Result<Vec<Answer>, Failure> {
    let wrong = |error: serde_json::Error| {
        let path = path.display();
        Failure::Usage(
            format!("{path} 不是填法文件：{error}"),
            format!("{path} holds no answers: {error}"),
        )
    };
    let mut json: Json = serde_json::from_str(&read_text(path)?).map_err(wrong)?;
    if let Some(answers) = json.get_mut("answers") {
        json = answers.take();
    }
    serde_json::from_value(json).map_err(wrong)
}

fn list(args: &Args, seat: &Seat) -> Result<(), Failure> {
    let forms = seat.forms()?;
    if args.json {
        print_json(&forms);
        return Ok(());
    }
    let pick = |zh: &'static str, en: &'static str| args.lang.pick(zh, en);
    let mut table = Table::new(&[
        pick("代号", "name"),
        pick("名称", "title"),
        pick("要表单位", "asked by"),
        pick("下期", "next"),
        pick("报送期限", "due"),
        pick("已确认", "confirmed"),
        pick("自动填报", "filled"),
        pick("已省", "saved"),
    ]);
    for form in &forms {
        table.row(vec![
            form.name.clone(),
            form.title.clone(),
            form.asked_by.clone(),
            form.next.clone().unwrap_or_default(),
            form.due_on.map(|day| day.to_string()).unwrap_or_default(),
            format!("{}/{}", form.confirmed.0, form.confirmed.1),
            form.share.map(|share| format!("{share}%")).unwrap_or_default(),
            hours(form.minutes_saved),
        ]);
    }
    table.print();
    for form in &forms {
        for shared in &form.shared {
            anstream::println!(
                "{}",
                args.lang.pick(
                    &format!(
                        "{} 与 {} 问了同一件事：{}",
                        form.name, shared.form, shared.question
                    ),
                    &format!(
                        "{} and {} ask the same: {}",
                        form.name, shared.form, shared.question
                    ),
                )
            );
        }
    }
    Ok(())
}

/// Minutes as hours with one place.
fn hours(minutes: u32) -> String {
    let tenths = minutes * 10 / 60;
    format!("{}.{} h", tenths / 10, tenths % 10)
}

fn show(args: &Args, view: &FormView) {
    if args.json {
        print_json(view);
        return;
    }
    anstream::println!("{} {} {}", view.name, view.plan.title, view.plan.asked_by);
    let mut table = Table::new(&[
        "#",
        args.lang.pick("空格", "blank"),
        args.lang.pick("填什么", "what belongs there"),
        args.lang.pick("确认", "sure"),
    ]);
    for answer in &view.plan.answers {
        table.row(vec![
            answer.blank.to_string(),
            answer.path.join("/"),
            told(args, &answer.give),
            if answer.sure { "✓" } else { "?" }.to_owned(),
        ]);
    }
    table.print();
}

fn told(args: &Args, give: &Give) -> String {
    let pick = |zh: &str, en: &str| args.lang.pick(zh, en).to_owned();
    match give {
        Give::Figure(part) => serde_json::to_string(part).unwrap_or_default(),
        Give::Records { register, filter, on } => {
            format!("{register} {filter} {}", on.as_deref().unwrap_or_default())
        }
        Give::Field { field } => field.clone(),
        Give::Town => pick("本镇名称", "the town's name"),
        Give::Period => pick("报告期", "the period"),
        Give::Today => pick("填报日期", "the day"),
        Give::Person => pick("填表人", "who fills it"),
        Give::Words { text } => text.clone(),
        Give::Ask { who } if who.is_empty() => pick("台账里没有", "not in the records"),
        Give::Ask { who } => format!("{} {who}", pick("问", "ask")),
        Give::Leave => pick("手写", "by hand"),
    }
}

fn tell_filled(args: &Args, filled: &FormFilled) {
    if args.json {
        print_json(filled);
        return;
    }
    for cell in &filled.unfilled {
        let why = args.lang.pick(&cell.why.zh, &cell.why.en);
        let who = cell
            .who
            .as_ref()
            .map(|who| format!(" → {who}"))
            .unwrap_or_default();
        anstream::println!("✗ {}!{} {} {why}{who}", cell.sheet, cell.at, cell.path.join("/"));
    }
    tell_changes(args, &filled.changes);
    let (cells, share) = (filled.cells.len(), filled.share);
    anstream::println!(
        "{}",
        args.lang.pick(
            &format!("已填 {cells} 格（{share}%），未填 {} 格", filled.unfilled.len()),
            &format!("{cells} cells filled ({share}%), {} not", filled.unfilled.len()),
        )
    );
}

fn tell_changes(args: &Args, changes: &[CellChange]) {
    for change in changes {
        let (before, now) = (&change.before, &change.now);
        let place = format!("{}!{}", change.sheet, change.at);
        anstream::println!(
            "{}",
            args.lang.pick(
                &format!("{place} 上次 {before}，这次 {now}"),
                &format!("{place} was {before}, is {now}")
            )
        );
    }
}
