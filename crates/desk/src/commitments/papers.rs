//! The division table and the monthly bulletin.

use super::light::Light;
use super::standing::Standing;
use crate::error::DeskError;
use crate::paper::spelled;
use crate::press::Manuscript;
use crate::seat::Seat;
use jiff::civil::Date;
use sheet::{Kind, List, ListColumn, WriteError, write_xlsx};
use std::fmt::Write as _;
use std::io::Cursor;

impl Seat {
    /// The monthly bulletin of a year's commitments as they stand on a day. `literal` writes a text so that a paper shows it
    /// as it is.
    ///
    /// # Errors
    /// As for [`Seat::commitments`].
    pub fn bulletin(
        &self,
        year: i16,
        day: Date,
        literal: &dyn Fn(&str) -> String,
    ) -> Result<Manuscript, DeskError> {
        let places = self.desk.places();
        let town = places.name(self.desk.town().code, day).unwrap_or_default();
        Ok(Manuscript {
            markdown: bulletin(town, day, &self.commitments(year, day)?, literal),
            ident: format!("bulletin/{day}"),
            moment: self.desk.now().0,
            ..Manuscript::default()
        })
    }
}

/// The division table 任务分解表 as a workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn division_table(year: i16, standings: &[Standing]) -> Result<Vec<u8>, WriteError> {
    let column = |title: &str, kind: Kind| ListColumn {
        title: title.to_owned(),
        kind,
        unit: None,
    };
    let list = List {
        name: format!("{year}年重点任务分解表"),
        columns: vec![
            column("序号", Kind::Integer),
            column("任务编号", Kind::Text),
            column("重点任务", Kind::Text),
            column("目标值", Kind::Decimal { scale: 2 }),
            column("单位", Kind::Text),
            column("对应指标", Kind::Text),
            column("牵头科室", Kind::Text),
            column("配合科室", Kind::Text),
            column("责任领导", Kind::Text),
            column("完成期限", Kind::Date),
            column("目前完成", Kind::Text),
            column("完成率（%）", Kind::Decimal { scale: 1 }),
            column("亮灯", Kind::Text),
            column("最新进展", Kind::Text),
        ],
    };
    let text = |text: &str| {
        if text.is_empty() {
            sheet::Value::Empty
        } else {
            sheet::Value::Text(text.into())
        }
    };
    let rows = standings.iter().zip(1u32..).map(|(standing, number)| {
        let target = standing.record.fields.get("target");
        let target = target.and_then(|value| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            value.parse().ok()
        });
        let deadline = standing.text("deadline").parse::<Date>().ok();
        vec![
            sheet::Value::Number(number.into()),
            text(standing.record.number.as_deref().unwrap_or_default()),
            text(standing.text("title")),
            target.map_or(sheet::Value::Empty, sheet::Value::Number),
            text(standing.text("target_unit")),
            text(standing.text("indicator")),
            text(standing.text("lead_office")),
            text(&standing.joint_offices()),
            text(standing.text("leader")),
            deadline.map_or(sheet::Value::Empty, sheet::Value::Date),
            text(standing.live.as_deref().unwrap_or_default()),
            standing.percent.map_or(sheet::Value::Empty, sheet::Value::Number),
            text(&standing.light.map(|light| light.title().zh).unwrap_or_default()),
            text(standing.progress.as_deref().unwrap_or_default()),
        ]
    });
    let mut out = Cursor::new(Vec::new());
    write_xlsx(&list, rows, &mut out)?;
    Ok(out.into_inner())
}

/// The monthly bulletin 督查通报 as Markdown.
fn bulletin(town: &str, day: Date, standings: &[Standing], literal: &dyn Fn(&str) -> String) -> String {
    let lit = |light: Option<Light>| standings.iter().filter(move |standing| standing.light == light);
    let done = standings
        .iter()
        .filter(|standing| standing.record.state.as_deref() == Some("done"))
        .count();
    let mut text = format!(
        "---\n署名: {0}\n日期: {day}\n---\n# 重点任务督查通报（{1}年{2}月）\n\n\
         截至{3}，全镇列入督查的重点任务共{4}项，已完成{done}项，绿灯{5}项、黄灯{6}项、红灯{7}项，尚无进展数据{8}项。现将有关情况通报如下。\n\n",
        literal(town),
        day.year(),
        day.month(),
        spelled(day),
        standings.len(),
        lit(Some(Light::Green)).count(),
        lit(Some(Light::Yellow)).count(),
        lit(Some(Light::Red)).count(),
        lit(None).count(),
    );
    let groups = [
        (Light::Red, "红灯任务"),
        (Light::Yellow, "黄灯任务"),
        (Light::Green, "绿灯任务"),
    ];
    for (light, title) in groups {
        let mut lines = lit(Some(light)).peekable();
        if lines.peek().is_none() {
            continue;
        }
        let _ = write!(
            text,
            "## {title}\n\n| 任务 | 牵头科室 | 期限 | 完成率 | 逾期节点 |\n|---|---|---|---:|---:|\n"
        );
        for standing in lines {
            let percent = standing
                .percent
                .map_or_else(|| "—".to_owned(), |percent| format!("{percent}%"));
            let _ = writeln!(
                text,
                "| {} | {} | {} | {percent} | {} |",
                literal(standing.text("title")),
                literal(standing.text("lead_office")),
                standing.text("deadline"),
                standing.missed
            );
        }
        text.push('\n');
    }
    text.push_str("红灯任务的牵头科室应在收到督办单后按期书面回复；黄灯任务应对照时序加快推进。\n");
    text
}
