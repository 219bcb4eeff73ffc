//! A reading as a table that a person can check beside the paper.

use crate::claim::{PeriodSource, Tense};
use crate::commitment::{CommitmentKind, DeadlineSource};
use crate::wire::{ClaimLine, CommitmentLine, Lines};
use quantity::{Comparator, Direction, Kind};
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The language of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::Chinese => zh,
            Language::English => en,
        }
    }
}

impl Lines {
    /// The claims and commitments as two tables of plain text, columns aligned for a fixed-width face in which a Chinese
    /// character is two columns wide.
    ///
    /// ```
    /// use report::{Document, Language, Options, read};
    ///
    /// let reading = read(Document::plain("一、2024年工作回顾\n新增规上企业5家。"), &Options::default());
    /// let table = reading.lines().table(Language::Chinese);
    /// assert!(table.contains("规上企业"), "{table}");
    /// ```
    #[must_use]
    pub fn table(&self, language: Language) -> String {
        let mut out = String::new();
        let l = language;
        heading(&mut out, l.pick("说法", "Claims"), self.claims.len());
        let head = [
            l.pick("位置", "at"),
            l.pick("原文", "text"),
            l.pick("对象", "subject"),
            l.pick("数值", "value"),
            l.pick("类别", "kind"),
            l.pick("期间", "period"),
            l.pick("语气", "tense"),
        ];
        let rows = self
            .claims
            .iter()
            .map(|claim| claim_row(claim, l))
            .collect::<Vec<_>>();
        grid(&mut out, &head, &rows);
        out.push('\n');
        heading(&mut out, l.pick("任务", "Commitments"), self.commitments.len());
        let head = [
            l.pick("位置", "at"),
            l.pick("原文", "text"),
            l.pick("动作", "verb"),
            l.pick("对象", "subject"),
            l.pick("目标", "target"),
            l.pick("期限", "deadline"),
            l.pick("类别", "kind"),
        ];
        let rows = self
            .commitments
            .iter()
            .map(|promise| promise_row(promise, l))
            .collect::<Vec<_>>();
        grid(&mut out, &head, &rows);
        out
    }
}

fn heading(out: &mut String, title: &str, count: usize) {
    out.push_str(title);
    // Writing to a string cannot fail.
    let _ = writeln!(out, " ({count})");
}

fn claim_row(claim: &ClaimLine, l: Language) -> [String; 7] {
    let source = match claim.period_src {
        Some(PeriodSource::Section) => l.pick("（章）", " (chapter)"),
        Some(PeriodSource::Clause) => l.pick("（句）", " (sentence)"),
        _ => "",
    };
    let period = claim
        .period
        .as_ref()
        .map_or_else(String::new, |period| format!("{period}{source}"));
    let tense = match claim.tense {
        Tense::Result => l.pick("已成", "result"),
        Tense::Commitment => l.pick("承诺", "promise"),
        Tense::Context => l.pick("背景", "context"),
    };
    [
        claim.span[0].to_string(),
        claim.text.clone(),
        claim.subject.clone().unwrap_or_default(),
        value(claim, l),
        kind(claim.kind, l).to_owned(),
        period,
        tense.to_owned(),
    ]
}

/// The value with its sign: `≥ 200 亩`, `↑ 8.6 %`.
fn value(claim: &ClaimLine, l: Language) -> String {
    let mut parts = Vec::new();
    match claim.direction {
        Some(Direction::Up) => parts.push("↑".to_owned()),
        Some(Direction::Down) => parts.push("↓".to_owned()),
        None => {}
    }
    let sign = sign(claim.comparator, l);
    if !sign.is_empty() {
        parts.push(sign.to_owned());
    }
    if let Some(value) = claim.value {
        let upper = claim
            .upper
            .map(|upper| format!("—{}", upper.0.normalize()))
            .unwrap_or_default();
        parts.push(format!("{}{upper}", value.0.normalize()));
    }
    parts.extend(claim.unit.clone());
    parts.join(" ")
}

fn sign(comparator: Comparator, l: Language) -> &'static str {
    match comparator {
        Comparator::Eq | Comparator::Between => "",
        Comparator::Gt => ">",
        Comparator::Ge => "≥",
        Comparator::Lt => "<",
        Comparator::Le => "≤",
        Comparator::NearBelow => l.pick("近", "just under"),
        Comparator::Approx => "≈",
        Comparator::Several => l.pick("数倍于", "several times"),
    }
}

fn kind(kind: Kind, l: Language) -> &'static str {
    match kind {
        Kind::Date => l.pick("时间", "date"),
        Kind::Count => l.pick("数量", "count"),
        Kind::Amount => l.pick("量值", "amount"),
        Kind::Ratio => l.pick("比率", "ratio"),
        Kind::Growth => l.pick("增减", "growth"),
        Kind::Multiple => l.pick("倍数", "multiple"),
        Kind::Rank => l.pick("位次", "rank"),
        Kind::Ordinal => l.pick("序数", "ordinal"),
        Kind::Code => l.pick("代号", "code"),
    }
}

fn promise_row(promise: &CommitmentLine, l: Language) -> [String; 7] {
    let sign = match promise.comparator {
        "eq" | "between" => "",
        "at_least" | "ge" => "≥ ",
        "gt" => "> ",
        "le" => "≤ ",
        "lt" => "< ",
        "approx" => "≈ ",
        _ => "~ ",
    };
    let target = promise.target.map_or_else(String::new, |target| {
        format!(
            "{sign}{} {}",
            target.0.normalize(),
            promise.unit.as_deref().unwrap_or_default()
        )
        .trim_end()
        .to_owned()
    });
    let source = match promise.deadline_src {
        Some(DeadlineSource::Section) => l.pick("（章）", " (chapter)"),
        _ => "",
    };
    let kind = match promise.kind {
        CommitmentKind::Target => l.pick("指标", "target"),
        CommitmentKind::ProjectAttribute => l.pick("项目", "project"),
        CommitmentKind::Milestone => l.pick("节点", "milestone"),
        CommitmentKind::Action => l.pick("举措", "action"),
    };
    [
        promise.span[0].to_string(),
        promise.text.replace('\n', " "),
        promise.verb.clone().unwrap_or_default(),
        promise.subject.clone().unwrap_or_default(),
        target,
        promise
            .deadline
            .map_or_else(String::new, |day| format!("{day}{source}")),
        kind.to_owned(),
    ]
}

/// The widest a cell is drawn, in columns; longer ones are cut.
const CELL: usize = 44;

fn grid(out: &mut String, head: &[&str; 7], rows: &[[String; 7]]) {
    let mut widths = head.map(width);
    for row in rows {
        for (most, cell) in widths.iter_mut().zip(row) {
            *most = (*most).max(width(cell).min(CELL));
        }
    }
    line(out, head.iter().copied(), &widths);
    let rules = widths.map(|most| "─".repeat(most));
    line(out, rules.iter().map(String::as_str), &widths);
    for row in rows {
        line(out, row.iter().map(String::as_str), &widths);
    }
}

fn line<'c>(out: &mut String, cells: impl Iterator<Item = &'c str>, widths: &[usize; 7]) {
    let mut row = String::new();
    for (cell, most) in cells.zip(widths) {
        let mut used = 0;
        for character in cell.chars() {
            let next = character.width().unwrap_or_default();
            if used + next > *most {
                break;
            }
            row.push(character);
            used += next;
        }
        row.extend(std::iter::repeat_n(' ', most - used + 2));
    }
    out.push_str(row.trim_end());
    out.push('\n');
}

fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Options, read};

    #[test]
    fn columns_stand_under_each_other() {
        let text = "一、2024年工作回顾\n同比增长8.6%,盘活200亩以上。\n二、2025年工作任务\n新建公厕9处。";
        let table = read(Document::plain(text), &Options::default())
            .lines()
            .table(Language::English);
        let rows: Vec<&str> = table.lines().collect();
        let column = |row: &str, word: &str| row.find(word).map(|at| width(&row[..at]));
        let head = column(rows[1], "kind").unwrap();
        let growth = rows.iter().find(|row| row.contains("8.6%")).unwrap();
        assert_eq!(column(growth, "growth"), Some(head), "{table}");
        assert!(table.contains("≥ 200 亩"), "{table}");
        assert!(table.contains("Commitments (1)"), "{table}");
    }
}
