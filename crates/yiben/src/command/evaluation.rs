//! Yearly evaluations on the command line.

use super::{print_json, seat};
use crate::args::{Args, Evaluation};
use crate::failure::Failure;
use crate::print::Table;
use desk::{EvaluationAsk, EvaluationView, WorkingView};
use std::process::ExitCode;

pub(super) fn evaluation(args: &Args, command: &Evaluation) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match command {
        Evaluation::List => {
            let all = seat.evaluations();
            if args.json {
                print_json(&all);
            } else {
                let mut table = Table::new(&[
                    args.lang.pick("名称", "name"),
                    args.lang.pick("评价", "evaluation"),
                    args.lang.pick("台账", "register"),
                ]);
                for each in all {
                    let title = args.lang.pick(&each.title.zh, &each.title.en).to_owned();
                    table.row(vec![format!("{}.{}", each.pack, each.name), title, each.register]);
                }
                table.print();
            }
        }
        Evaluation::Show { name, year } => {
            let view = seat.evaluation(&EvaluationAsk {
                name: name.clone(),
                year: *year,
                what_if: Vec::new(),
            })?;
            if args.json {
                print_json(&view);
            } else {
                show(args, &view);
            }
        }
        Evaluation::Keep { name, year } => {
            let count = seat.keep_evaluation(name, *year)?;
            anstream::println!(
                "{}",
                args.lang
                    .pick(&format!("已定档 {count} 家"), &format!("{count} kept"))
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Each line shows its working: value ÷ base × weight = points.
fn show(args: &Args, view: &EvaluationView) {
    let mut heads = vec![
        args.lang.pick("名次", "rank").to_owned(),
        args.lang.pick("名称", "name").to_owned(),
    ];
    for term in &view.terms {
        let title = args.lang.pick(&term.title.zh, &term.title.en);
        heads.push(format!(
            "{title} ÷{}×{}",
            term.base.normalize(),
            term.weight.normalize()
        ));
    }
    for (zh, en) in [("加减分", "adjusted"), ("得分", "score"), ("档次", "grade")] {
        heads.push(args.lang.pick(zh, en).to_owned());
    }
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(&heads);
    for row in &view.rows {
        let mut cells = vec![
            row.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string()),
            row.label.clone(),
        ];
        cells.extend(row.terms.iter().map(working));
        cells.extend([
            row.adjustment.normalize().to_string(),
            row.score.to_string(),
            format!("{}{}", row.grade, if row.differs { " *" } else { "" }),
        ]);
        table.row(cells);
    }
    table.print();
    if view.rows.iter().any(|row| row.differs) {
        let told = args
            .lang
            .pick("* 与台账现存结果不同", "* differs from what the register keeps");
        anstream::println!("{told}");
    }
}

fn working(term: &WorkingView) -> String {
    let points = term.points.round_dp(2).normalize();
    match term.value {
        Some(value) => format!("{} → {points}", value.normalize()),
        None if term.averaged => format!("~ → {points}"),
        None => format!("— → {points}"),
    }
}
