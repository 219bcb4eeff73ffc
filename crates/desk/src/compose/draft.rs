//! A report to start from: the year's figures line of business by line of business, then what was promised.

use crate::access::Action;
use crate::error::DeskError;
use crate::figures::Ask;
use crate::seat::{ListAsk, Seat};
use quantity::Period;
use std::fmt::Write as _;

/// Figures of one line of business in a draft.
const MOST: usize = 12;

impl Seat {
    /// A template for the report of a year: every figure with records, and every commitment of the year.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn draft_report(&self, year: i16) -> Result<String, DeskError> {
        let town = self.desk.town().code;
        let places = self.desk.places();
        let name = places.name(town, self.desk.now().date()).unwrap_or_default();
        let mut template = format!(
            "---\n署名: {{{{ town }}}}\n日期: {{{{ today }}}}\n---\n# {year}年{name}政府工作报告\n\n## {year}年工作回顾\n\n"
        );
        let Some(period) = Period::year(year) else {
            return Ok(template);
        };
        let shelf = self.desk.shelf();
        for pack in shelf.packs() {
            if pack.name == "commitments" || !self.actor.may(Action::Read, &pack.name, &town) {
                continue;
            }
            let mut told = Vec::new();
            for indicator in &pack.indicators {
                let plain =
                    !indicator.also_called.is_empty() || indicator.better != pack::model::Better::Neither;
                if told.len() < MOST && plain && self.has_records(&indicator.name, period)? {
                    let title = &indicator.title.zh;
                    // 列第一梯队期数 holds a number of its own.
                    let title = if super::lint::loose(title).is_empty() {
                        title.clone()
                    } else {
                        format!("{{{{ fixed(\"{title}\") }}}}")
                    };
                    told.push(format!(
                        "{title}{{{{ fig(\"{}\", \"{year}\") }}}}",
                        indicator.name
                    ));
                }
            }
            if !told.is_empty() {
                let _ = writeln!(template, "### {}\n\n{}。\n", pack.title.zh, told.join("，"));
            }
        }
        self.commitments_into(&mut template, year)?;
        Ok(template)
    }

    fn has_records(&self, indicator: &str, period: Period) -> Result<bool, DeskError> {
        let table = self.figures(&Ask {
            indicator: indicator.to_owned(),
            place: None,
            period,
            by: Vec::new(),
            only: Vec::new(),
            as_of: None,
            compare: false,
        })?;
        Ok(table
            .lines
            .first()
            .is_some_and(|line| line.records > 0 && line.value.is_some()))
    }

    fn commitments_into(&self, template: &mut String, year: i16) -> Result<(), DeskError> {
        if self.desk.shelf().register("commitment").is_none() {
            return Ok(());
        }
        let (records, _) = self.list(
            "commitment",
            &ListAsk {
                filter: format!("year == {year} && state != 'dropped'"),
                limit: Some(500),
                ..ListAsk::default()
            },
        )?;
        if records.is_empty() {
            return Ok(());
        }
        let _ = writeln!(template, "## {year}年目标任务完成情况\n");
        for record in &records {
            let field = |name: &str| {
                record
                    .fields
                    .get(name)
                    .and_then(|value| value.as_str())
                    .unwrap_or_default()
            };
            let figure = match field("indicator") {
                "" => String::new(),
                name => format!("：{{{{ fig(\"{name}\", \"{year}\") }}}}"),
            };
            // A promise keeps its own numbers: they are targets, bound by the commitment.
            let title = field("title").replace('\\', "").replace('"', "”");
            let _ = writeln!(template, "- {{{{ fixed(\"{title}\") }}}}{figure}");
        }
        Ok(())
    }
}
