//! Commitments on the command line: how they stand, and the papers about them.

use super::paper::{self, Outputs};
use super::{print_json, record::record_id, seat, write_file};
use crate::args::Args;
use crate::failure::Failure;
use crate::print::Table;
use clap::Subcommand;
use desk::{Asked, Notice, Seat, Standing};
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;

/// What can be done with commitments.
#[derive(Subcommand)]
pub(crate) enum Commitment {
    /// Lists a year's commitments with their lights 列表
    List {
        #[command(flatten)]
        when: When,
    },
    /// Shows how one stands 查看
    Show {
        id: String,
        #[command(flatten)]
        when: When,
    },
    /// Issues a supervision notice to the lead office 发督办单
    Notice {
        id: String,
        /// What is demanded 办理要求
        #[arg(long)]
        demand: Option<String>,
        /// The last day to answer 回复期限
        #[arg(long)]
        reply_due: Option<Date>,
        #[command(flatten)]
        outputs: Outputs,
    },
    /// Writes the division table as a workbook 任务分解表
    Table {
        /// The file, .xlsx 文件
        out: PathBuf,
        #[command(flatten)]
        when: When,
    },
    /// Writes the monthly bulletin 督查通报
    Bulletin {
        #[command(flatten)]
        when: When,
        #[command(flatten)]
        outputs: Outputs,
    },
}

/// Of which year, as of which day.
#[derive(clap::Args)]
pub(crate) struct When {
    /// The year; this one if left out 年度
    #[arg(long)]
    year: Option<i16>,
    /// As of this day; today if left out 截至日期
    #[arg(long)]
    day: Option<Date>,
}

impl When {
    fn told(&self, seat: &Seat) -> (i16, Date) {
        let day = self.day.unwrap_or_else(|| seat.desk().now().date());
        (self.year.unwrap_or_else(|| day.year()), day)
    }

    fn standings(&self, seat: &Seat) -> Result<(i16, Vec<Standing>), Failure> {
        let (year, day) = self.told(seat);
        Ok((year, seat.commitments(year, day)?))
    }
}

pub(super) fn commitment(args: &Args, command: &Commitment) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match command {
        Commitment::List { when } => {
            let (_, standings) = when.standings(&seat)?;
            if args.json {
                print_json(&standings);
            } else {
                list(args, &standings);
            }
        }
        Commitment::Show { id, when } => {
            let id = record_id(id)?.to_string();
            let (_, standings) = when.standings(&seat)?;
            let found = standings.into_iter().find(|standing| standing.record.id == id);
            let found = found.ok_or_else(|| {
                Failure::Usage(
                    format!("该年度没有任务 {id}"),
                    format!("there is no commitment {id} in that year"),
                )
            })?;
            print_json(&found);
        }
        Commitment::Notice {
            id,
            demand,
            reply_due,
            outputs,
        } => {
            let notice = Notice {
                demand: demand.clone(),
                reply_due: *reply_due,
            };
            let receipt = seat.supervise(record_id(id)?, &notice, Asked::default())?;
            if let Some(row) = &receipt.row {
                let number = row.number.clone().unwrap_or_default();
                anstream::println!("{number} {}", row.id);
                if !outputs.is_empty() {
                    let press = paper::needed(args)?;
                    let manuscript = seat.paper("supervision", row.id, "supervision_notice", &*press)?;
                    paper::write(args, &manuscript, outputs)?;
                }
            }
        }
        Commitment::Table { out, when } => {
            let (year, standings) = when.standings(&seat)?;
            let workbook = desk::division_table(year, &standings)
                .map_err(|error| Failure::Usage(error.zh(), error.to_string()))?;
            write_file(out, &workbook)?;
            anstream::println!("{}", out.display());
        }
        Commitment::Bulletin { when, outputs } => bulletin(args, &seat, when, outputs)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &Args, standings: &[Standing]) {
    let mut table = Table::new(&[
        args.lang.pick("灯", "light"),
        args.lang.pick("任务", "commitment"),
        args.lang.pick("目标", "target"),
        args.lang.pick("完成%", "done %"),
        args.lang.pick("期限", "deadline"),
        args.lang.pick("牵头", "lead"),
        args.lang.pick("状态", "state"),
        "id",
    ]);
    for standing in standings {
        let light = standing.light.map(desk::Light::title);
        let light = light.map(|light| args.lang.pick(&light.zh, &light.en).to_owned());
        let target = standing.record.fields.get("target").map(ToString::to_string);
        let target = target.map(|target| {
            let target = target.trim_matches('"');
            let exact = target.parse::<rust_decimal::Decimal>();
            exact.map_or_else(|_| target.to_owned(), |exact| exact.normalize().to_string())
        });
        table.row(vec![
            light.unwrap_or_else(|| "—".to_owned()),
            standing.text("title").to_owned(),
            format!("{} {}", target.unwrap_or_default(), standing.text("target_unit")),
            standing
                .percent
                .map(|percent| percent.to_string())
                .unwrap_or_default(),
            standing.text("deadline").to_owned(),
            standing.text("lead_office").to_owned(),
            standing.record.state.clone().unwrap_or_default(),
            standing.record.id.clone(),
        ]);
    }
    table.print();
}

fn bulletin(args: &Args, seat: &Seat, when: &When, outputs: &Outputs) -> Result<(), Failure> {
    let (year, day) = when.told(seat);
    let press = paper::press(args);
    let literal = |text: &str| {
        press
            .as_ref()
            .map_or_else(|| text.to_owned(), |press| press.literal(text))
    };
    let manuscript = seat.bulletin(year, day, &literal)?;
    if outputs.is_empty() {
        anstream::println!("{}", manuscript.markdown);
    }
    paper::write(args, &manuscript, outputs)
}
