//! Holds a reading against an annotation made by hand, and says how much was found and how well.

use crate::wire::{ClaimLine, CommitmentLine, Lines};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// An annotation: claims that must be found, claims that may be, and commitments that carry a number or a day.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    claims: Vec<GoldClaim>,
    commitments: Vec<GoldCommitment>,
}

/// A line of an annotation that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the annotation cannot be read: {source}; each line must be one JSON object")]
pub struct GoldError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    #[source]
    pub source: serde_json::Error,
}

impl GoldError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        format!(
            "标注文件第 {} 行无法读取：{}；每行应为一个 JSON 对象",
            self.line, self.source
        )
    }
}

#[derive(Clone, Debug, Deserialize)]
struct GoldClaim {
    span: [usize; 2],
    text: String,
    value: Option<serde_json::Number>,
    unit: Option<String>,
    comparator: String,
    kind: String,
    subject: Option<String>,
    period: Option<String>,
    tense: Option<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldCommitment {
    text: String,
    subject: Option<String>,
    target: Option<serde_json::Number>,
    unit: Option<String>,
    comparator: String,
    deadline: Option<String>,
    span: [usize; 2],
    expr_span: Option<[usize; 2]>,
}

impl Gold {
    /// Reads lines of JSON. A line with the key `kind` is a claim, one with `target` a commitment; others say what is
    /// no claim and need no reading, since every claim found beside the annotated ones counts as wrong.
    ///
    /// # Errors
    /// When a line is no JSON object, or is a claim or commitment that lacks a key.
    pub fn read(lines: &str) -> Result<Self, GoldError> {
        let mut gold = Gold::default();
        for (number, line) in lines
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let wrong = |source| GoldError {
                line: number + 1,
                source,
            };
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).map_err(wrong)?;
            if object.contains_key("kind") {
                gold.claims.push(serde_json::from_str(line).map_err(wrong)?);
            } else if object.contains_key("target") {
                gold.commitments.push(serde_json::from_str(line).map_err(wrong)?);
            }
        }
        Ok(gold)
    }

    /// Adds the lines of another annotation.
    #[must_use]
    pub fn and(mut self, other: Gold) -> Self {
        self.claims.extend(other.claims);
        self.commitments.extend(other.commitments);
        self
    }
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rightly found.
    pub right: usize,
    /// Annotated and not found, or found wrong.
    pub missed: usize,
    /// Found and not annotated.
    pub wrong: usize,
}

impl Tally {
    /// The share of what was found that is right; 1 when nothing was found.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what is annotated that was found; 1 when nothing is annotated.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// How well a reading agrees with an annotation.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Claims by kind: place, value and unit must agree. Optional claims count neither way when found.
    pub claims: BTreeMap<String, Tally>,
    /// Of the required claims found: how many agree in a field.
    pub fields: BTreeMap<&'static str, Tally>,
    /// Commitments that carry a number or a day.
    pub commitments: Tally,
    /// What disagrees, for a person to look at.
    pub differences: Vec<String>,
}

impl Score {
    /// All claims together.
    #[must_use]
    pub fn all_claims(&self) -> Tally {
        self.claims.values().fold(Tally::default(), |sum, tally| Tally {
            right: sum.right + tally.right,
            missed: sum.missed + tally.missed,
            wrong: sum.wrong + tally.wrong,
        })
    }
}

/// Holds the lines of a reading against an annotation.
#[must_use]
pub fn score(lines: &Lines, gold: &Gold) -> Score {
    let mut score = Score::default();
    let mut found: BTreeMap<[usize; 2], &ClaimLine> =
        lines.claims.iter().map(|claim| (claim.span, claim)).collect();
    for gold in &gold.claims {
        let claim = found.remove(&gold.span);
        if !gold.optional {
            score.required(gold, claim);
        }
    }
    for claim in found.values() {
        let kind = serde_json::to_value(claim.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned));
        score.claims.entry(kind.unwrap_or_default()).or_default().wrong += 1;
        score
            .differences
            .push(format!("{:?} {}: not annotated", claim.span, claim.text));
    }
    score.promises(lines, gold);
    score
}

impl Score {
    fn required(&mut self, gold: &GoldClaim, claim: Option<&ClaimLine>) {
        let tally = self.claims.entry(gold.kind.clone()).or_default();
        let Some(claim) = claim else {
            tally.missed += 1;
            self.differences
                .push(format!("{:?} {}: not found", gold.span, gold.text));
            return;
        };
        let value = claim.value.map(|value| value.0.normalize().to_string());
        if !same_number(value.as_deref(), gold.value.as_ref()) || claim.unit != gold.unit {
            tally.missed += 1;
            tally.wrong += 1;
            self.differences.push(format!(
                "{:?} {}: {value:?} {:?}",
                gold.span, gold.text, claim.unit
            ));
            return;
        }
        tally.right += 1;
        let name = |value: serde_json::Result<serde_json::Value>| {
            value.ok().and_then(|v| v.as_str().map(str::to_owned))
        };
        let told = [
            (
                "comparator",
                name(serde_json::to_value(claim.comparator)),
                Some(gold.comparator.clone()),
            ),
            (
                "kind",
                name(serde_json::to_value(claim.kind)),
                Some(gold.kind.clone()),
            ),
            ("period", claim.period.clone(), gold.period.clone()),
            (
                "tense",
                name(serde_json::to_value(claim.tense)),
                gold.tense.clone(),
            ),
        ];
        for (field, mine, theirs) in told {
            let agrees = mine == theirs;
            self.field(field, agrees, gold, &mine, &theirs);
        }
        if gold.subject.is_some() {
            let agrees = overlap(claim.subject.as_deref(), gold.subject.as_deref());
            self.field("subject", agrees, gold, &claim.subject, &gold.subject);
        }
    }

    fn field(
        &mut self,
        field: &'static str,
        agrees: bool,
        gold: &GoldClaim,
        mine: &Option<String>,
        theirs: &Option<String>,
    ) {
        let tally = self.fields.entry(field).or_default();
        if agrees {
            tally.right += 1;
        } else {
            tally.missed += 1;
            self.differences.push(format!(
                "{:?} {}: {field} {mine:?}, annotated {theirs:?}",
                gold.span, gold.text
            ));
        }
    }

    fn promises(&mut self, lines: &Lines, gold: &Gold) {
        let mut left: Vec<&CommitmentLine> = lines
            .commitments
            .iter()
            .filter(|line| line.expr_span.is_some())
            .collect();
        for gold in &gold.commitments {
            let at = left.iter().position(|line| same_promise(line, gold));
            match at {
                Some(at) => {
                    left.remove(at);
                    self.commitments.right += 1;
                }
                None => {
                    self.commitments.missed += 1;
                    self.differences
                        .push(format!("commitment {:?} {}: not found", gold.span, gold.text));
                }
            }
        }
        for line in left {
            self.commitments.wrong += 1;
            self.differences
                .push(format!("commitment {:?} {}: not annotated", line.span, line.text));
        }
    }
}

fn same_promise(line: &CommitmentLine, gold: &GoldCommitment) -> bool {
    let target = line.target.map(|target| target.0.normalize().to_string());
    line.expr_span == gold.expr_span
        && same_number(target.as_deref(), gold.target.as_ref())
        && line.unit == gold.unit
        && line.comparator == gold.comparator
        && line.deadline.map(|day| day.to_string()) == gold.deadline
        && overlap(line.subject.as_deref(), gold.subject.as_deref())
        && line.span[0] < gold.span[1]
        && gold.span[0] < line.span[1]
}

fn same_number(mine: Option<&str>, theirs: Option<&serde_json::Number>) -> bool {
    use rust_decimal::Decimal;
    let parsed = |text: &str| {
        text.parse::<Decimal>()
            .or_else(|_| Decimal::from_scientific(text))
            .ok()
    };
    match (mine, theirs) {
        (None, None) => true,
        (Some(mine), Some(theirs)) => parsed(mine) == parsed(&theirs.to_string()),
        _ => false,
    }
}

/// Whether two phrases tell of the same thing: the longest stretch they share is at least half of the shorter one.
fn overlap(mine: Option<&str>, theirs: Option<&str>) -> bool {
    let (Some(mine), Some(theirs)) = (mine, theirs) else {
        return mine.is_none() && theirs.is_none();
    };
    let (mine, theirs): (Vec<char>, Vec<char>) = (mine.chars().collect(), theirs.chars().collect());
    let mut longest = 0;
    let mut row = vec![0usize; theirs.len() + 1];
    for a in &mine {
        let mut diagonal = 0;
        for (at, b) in theirs.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or_default();
            let run = if a == b { diagonal + 1 } else { 0 };
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = run;
            }
            longest = longest.max(run);
            diagonal = above;
        }
    }
    longest * 2 >= mine.len().min(theirs.len()).max(1) && longest >= 2.min(theirs.len())
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, tally: &Tally| {
            writeln!(
                f,
                "{name:<12} precision {:.3}  recall {:.3}  right {} missed {} wrong {}",
                tally.precision(),
                tally.recall(),
                tally.right,
                tally.missed,
                tally.wrong
            )
        };
        for (kind, tally) in &self.claims {
            line(f, kind, tally)?;
        }
        line(f, "all claims", &self.all_claims())?;
        for (field, tally) in &self.fields {
            writeln!(
                f,
                "{field:<12} agrees {:.3}  right {} differs {}",
                tally.recall(),
                tally.right,
                tally.missed
            )?;
        }
        line(f, "commitments", &self.commitments)?;
        for difference in &self.differences {
            writeln!(f, "  {difference}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Options, read};

    #[test]
    fn a_reading_is_held_against_an_annotation() {
        let text = "一、2024年工作回顾\n新增规上企业5家。\n";
        let gold = r#"{"span":[11,12],"text":"5","value":5,"unit":"家","comparator":"eq","kind":"count","subject":null,"period":"2024","tense":"result"}
{"span":[18,20],"text":"5家","value":5,"unit":"家","comparator":"eq","kind":"count","subject":"规上企业","period":"2024","tense":"result"}
{"span":[2,7],"text":"2024年","value":2024,"unit":"年","comparator":"eq","kind":"date","subject":"工作回顾","period":"2024","tense":"context","optional":true}"#;
        let lines = read(Document::plain(text), &Options::default()).lines();
        let score = score(&lines, &Gold::read(gold).unwrap());
        assert_eq!(
            score.claims["count"],
            Tally {
                right: 1,
                missed: 1,
                wrong: 0
            }
        );
        assert_eq!(score.all_claims().recall(), 0.5);
        assert!(
            !score.claims.contains_key("date"),
            "an optional claim that was found counts neither way"
        );
    }

    #[test]
    fn a_broken_line_is_named() {
        assert_eq!(Gold::read("\n{\n").unwrap_err().line, 2);
    }
}
