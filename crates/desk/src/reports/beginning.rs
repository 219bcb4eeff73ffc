//! How a report begins: from its headings, from the year's figures and promises, or from an earlier report.

use super::Report;
use crate::access::Action;
use crate::error::DeskError;
use crate::seat::Seat;

/// What a new report begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// Headings only.
    Headings,
    /// The year's figures, line of business by line of business, and what was promised.
    Figures,
    /// The text of an earlier report, by name, its figures asked for this year.
    Earlier(String),
}

impl Seat {
    /// Begins a report; answers with its name.
    ///
    /// # Errors
    /// When the seat may not write reports, the title is none, or there is no such earlier report.
    pub fn begin_report(&self, title: &str, year: i16, from: &Beginning) -> Result<String, DeskError> {
        self.may_with_reports(Action::Amend)?;
        let template = match from {
            Beginning::Headings => headings(title, year),
            Beginning::Figures => self.draft_report(year)?,
            Beginning::Earlier(name) => {
                let earlier = self.report(name)?;
                told_for(&earlier.template, earlier.year, year)
            }
        };
        let report = Report {
            title: title.trim().to_owned(),
            year,
            place: self.desk.town().code,
            template,
            version: 1,
            by: self.actor.login.clone(),
            at: self.desk.now(),
            frozen: Vec::new(),
        };
        let name = self.desk.fresh_id().to_string();
        self.keep_version(&name, &report)?;
        Ok(name)
    }
}

fn headings(title: &str, year: i16) -> String {
    let title = title.trim();
    let next = year.saturating_add(1);
    format!(
        "---\n署名: {{{{ town }}}}\n日期: {{{{ today }}}}\n---\n# {title}\n\n## {year}年工作回顾\n\n## 存在的问题\n\n## {next}年工作安排\n"
    )
}

/// The text with the year of its figures and headings moved on.
fn told_for(template: &str, from: i16, to: i16) -> String {
    // Shifted from behind, so that what has just become the next year is not moved on again.
    let shift = i32::from(to) - i32::from(from);
    let years = [2, 1, 0, -1, -2].map(|by| i32::from(from) + by);
    let mut order: Vec<i32> = years.to_vec();
    if shift < 0 {
        order.reverse();
    }
    order.into_iter().fold(template.to_owned(), |text, year| {
        moved(&text, &year.to_string(), &(year + shift).to_string())
    })
}

/// Replaces a year where it stands as one: not within a longer number or a name.
fn moved(text: &str, from: &str, to: &str) -> String {
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, behind) = (
            rest.get(..at).unwrap_or_default(),
            rest.get(at + from.len()..).unwrap_or_default(),
        );
        moved.push_str(before);
        let joins = |each: Option<char>| {
            each.is_some_and(|each| each.is_ascii_alphanumeric() || each == '_' || each == '.')
        };
        let alone = !joins(moved.chars().next_back()) && !joins(behind.chars().next());
        moved.push_str(if alone { to } else { from });
        rest = behind;
    }
    moved.push_str(rest);
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_text_is_told_for_another_year() {
        let text = "## 2024年工作回顾\n产值{{ fig(\"economy.gross_output\", \"2024-01/2024-11\") }}，比2023年多；编号20241。\n## 2025年安排\n";
        assert_eq!(
            told_for(text, 2024, 2025),
            "## 2025年工作回顾\n产值{{ fig(\"economy.gross_output\", \"2025-01/2025-11\") }}，比2024年多；编号20241。\n## 2026年安排\n"
        );
        assert_eq!(told_for(&told_for(text, 2024, 2023), 2023, 2024), text);
    }
}
