//! Keeping a report: each saved text is a version, and of two people who change the same version only the first saves.

use super::Report;
use crate::access::Action;
use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::{Job, Task};
use ledger::{Cause, Problem};
use serde_json::json;

/// Longest title in characters, and longest text in bytes.
const TITLE: usize = 100;
const TEXT: usize = 200 * 1024;

impl Seat {
    /// Saves a report's text as the version after `base`, the one that it was written from; answers with the report as it
    /// is kept. A text that is as it was makes no version.
    ///
    /// # Errors
    /// With [`Cause::Conflict`] when someone saved another version meanwhile; when the seat may not write reports, there is
    /// no such report, or the text is too long.
    pub fn save_report(
        &self,
        name: &str,
        base: u32,
        title: &str,
        template: &str,
    ) -> Result<Report, DeskError> {
        self.may_with_reports(Action::Amend)?;
        let current = self.report(name)?;
        // Browsers write line ends in their own way.
        let (title, template) = (title.trim(), template.replace("\r\n", "\n"));
        if current.title == title && current.template == template {
            return Ok(current);
        }
        if current.version != base {
            return Err(self.overtaken(&current)?);
        }
        let next = Report {
            title: title.to_owned(),
            template,
            version: base + 1,
            by: self.actor.login.clone(),
            at: self.desk.now(),
            ..current
        };
        self.keep_version(name, &next)?;
        Ok(next)
    }

    /// Keeps a version, if nobody has kept one of its number.
    pub(super) fn keep_version(&self, name: &str, report: &Report) -> Result<(), DeskError> {
        fits(report)?;
        let receipt = self.desk.keep(self.version(name, report))?;
        if receipt.repeated && self.report(name)? != *report {
            return Err(self.overtaken(&self.report(name)?)?);
        }
        Ok(())
    }

    /// The job that keeps a version. Its number is the submission's key, so the one writer takes only the first.
    pub(super) fn version(&self, name: &str, report: &Report) -> Job {
        let task = Task::Thing {
            subject: Report::SUBJECT.to_owned(),
            name: name.to_owned(),
            body: json!(report),
        };
        let key = format!("report:{name}:{}", report.version);
        self.job(task, Some(key), None)
    }

    pub(super) fn overtaken(&self, current: &Report) -> Result<DeskError, DeskError> {
        let names = self.names()?;
        let by = names.get(&current.by).unwrap_or(&current.by);
        let (at, version) = (current.at, current.version);
        let shown: String = at.to_string().chars().take(16).collect();
        let shown = shown.replace('T', " ");
        Ok(DeskError::refused(
            Cause::Conflict,
            Problem::new(
                "report.overtaken",
                format!("{by}已于 {shown} 保存了第 {version} 版，您的文字没有保存，但都还在"),
                format!(
                    "{by} saved version {version} at {shown}; your text was not saved, but nothing of it is lost"
                ),
            ),
        ))
    }
}

fn fits(report: &Report) -> Result<(), DeskError> {
    let mut problems = Vec::new();
    let length = report.title.chars().count();
    if length == 0 || length > TITLE {
        problems.push(
            Problem::new(
                "report.title",
                format!("标题为 1 到 {TITLE} 字"),
                format!("a title has 1 to {TITLE} characters"),
            )
            .at("title"),
        );
    }
    if !(1990..=2200).contains(&report.year) {
        problems.push(
            Problem::new(
                "report.year",
                "请填写报告年度，如 2025",
                "say which year, such as 2025",
            )
            .at("year"),
        );
    }
    if report.template.len() > TEXT {
        problems.push(
            Problem::new(
                "report.long",
                format!("正文太长，最多 {} KB，请分成几份", TEXT / 1024),
                format!("the text is too long: at most {} kB; make two of it", TEXT / 1024),
            )
            .at("template"),
        );
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}
