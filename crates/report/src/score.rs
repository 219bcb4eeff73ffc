//! Holds a reading against an annotation made by hand, and says how much was found and how well.

use crate::claim::Tense;
use crate::gold::{Gold, GoldClaim, GoldCommitment};
use crate::wire::{ClaimLine, CommitmentLine, Lines};
use rust_decimal::Decimal;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

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

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tally = serializer.serialize_struct("Tally", 5)?;
        tally.serialize_field("precision", &self.precision())?;
        tally.serialize_field("recall", &self.recall())?;
        tally.serialize_field("right", &self.right)?;
        tally.serialize_field("missed", &self.missed)?;
        tally.serialize_field("wrong", &self.wrong)?;
        tally.end()
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
#[derive(Clone, Debug, Default, Serialize)]
pub struct Score {
    /// Claims by kind: place, value and unit must agree. Optional claims count neither way when found.
    pub claims: BTreeMap<&'static str, Tally>,
    /// Of the required claims found: how many agree in a field.
    pub fields: BTreeMap<Aspect, Tally>,
    /// Commitments that carry a number or a day; none when the annotation has no commitments.
    pub commitments: Option<Tally>,
    /// What disagrees, for a person to look at.
    pub differences: Vec<Difference>,
}

/// What a reading and an annotation may disagree in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Whether there is a claim at all.
    Claim,
    /// The value with its unit.
    Value,
    /// The comparator.
    Comparator,
    /// The kind.
    Kind,
    /// What it is told of: the phrases share most of the shorter one.
    Subject,
    /// The period.
    Period,
    /// In which breath it is told.
    Tense,
    /// Whether there is this commitment: place, target, unit, comparator, deadline and subject.
    Commitment,
}

/// One thing in which a reading and an annotation disagree.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// First character and the one after the last, in the file.
    pub span: [usize; 2],
    /// The figure or clause.
    pub text: String,
    /// In what.
    pub aspect: Aspect,
    /// As read.
    pub read: Option<String>,
    /// As annotated.
    pub annotated: Option<String>,
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
        score.claims.entry(claim.kind.name()).or_default().wrong += 1;
        score.differ(
            claim.span,
            &claim.text,
            Aspect::Claim,
            Some(claim.kind.name()),
            None,
        );
    }
    if !gold.commitments.is_empty() {
        score.promises(lines, gold);
    }
    score
}

impl Score {
    fn differ(
        &mut self,
        span: [usize; 2],
        text: &str,
        aspect: Aspect,
        read: Option<&str>,
        annotated: Option<&str>,
    ) {
        self.differences.push(Difference {
            span,
            text: text.to_owned(),
            aspect,
            read: read.map(str::to_owned),
            annotated: annotated.map(str::to_owned),
        });
    }

    fn required(&mut self, gold: &GoldClaim, claim: Option<&ClaimLine>) {
        let kind = gold.kind.name();
        let tally = self.claims.entry(kind).or_default();
        let Some(claim) = claim else {
            tally.missed += 1;
            self.differ(gold.span, &gold.text, Aspect::Claim, None, Some(kind));
            return;
        };
        let value = gold.value.as_ref().and_then(decimal);
        if claim.value.map(|value| value.0) != value || claim.unit != gold.unit {
            tally.missed += 1;
            tally.wrong += 1;
            let read = measure(claim.value.map(|value| value.0), claim.unit.as_deref());
            let annotated = measure(value, gold.unit.as_deref());
            self.differ(
                gold.span,
                &gold.text,
                Aspect::Value,
                Some(&read),
                Some(&annotated),
            );
            return;
        }
        tally.right += 1;
        let told = [
            (
                Aspect::Comparator,
                Some(claim.comparator.name()),
                Some(gold.comparator.name()),
            ),
            (Aspect::Kind, Some(claim.kind.name()), Some(kind)),
            (Aspect::Period, claim.period.as_deref(), gold.period.as_deref()),
            (
                Aspect::Tense,
                Some(claim.tense.name()),
                gold.tense.map(Tense::name),
            ),
        ];
        for (aspect, read, annotated) in told {
            self.field(aspect, read == annotated, gold, read, annotated);
        }
        if gold.subject.is_some() {
            let (read, annotated) = (claim.subject.as_deref(), gold.subject.as_deref());
            self.field(Aspect::Subject, overlap(read, annotated), gold, read, annotated);
        }
    }

    fn field(
        &mut self,
        aspect: Aspect,
        agrees: bool,
        gold: &GoldClaim,
        read: Option<&str>,
        annotated: Option<&str>,
    ) {
        let tally = self.fields.entry(aspect).or_default();
        if agrees {
            tally.right += 1;
        } else {
            tally.missed += 1;
            self.differ(gold.span, &gold.text, aspect, read, annotated);
        }
    }

    fn promises(&mut self, lines: &Lines, gold: &Gold) {
        let mut left: Vec<&CommitmentLine> = lines
            .commitments
            .iter()
            .filter(|line| line.expr_span.is_some())
            .collect();
        let mut tally = Tally::default();
        for gold in &gold.commitments {
            let at = left.iter().position(|line| same_promise(line, gold));
            if let Some(at) = at {
                left.remove(at);
                tally.right += 1;
            } else {
                tally.missed += 1;
                let told = gold.subject.as_deref().unwrap_or(&gold.text);
                self.differ(gold.span, &gold.text, Aspect::Commitment, None, Some(told));
            }
        }
        for line in left {
            tally.wrong += 1;
            let told = line.subject.as_deref().unwrap_or(&line.text);
            self.differ(line.span, &line.text, Aspect::Commitment, Some(told), None);
        }
        self.commitments = Some(tally);
    }
}

fn decimal(number: &serde_json::Number) -> Option<Decimal> {
    let digits = number.to_string();
    digits.parse().or_else(|_| Decimal::from_scientific(&digits)).ok()
}

fn measure(value: Option<Decimal>, unit: Option<&str>) -> String {
    let value = value.map_or_else(String::new, |value| value.normalize().to_string());
    format!("{value}{}", unit.unwrap_or_default())
}

fn same_promise(line: &CommitmentLine, gold: &GoldCommitment) -> bool {
    line.expr_span == gold.expr_span
        && line.target.map(|target| target.0) == gold.target.as_ref().and_then(decimal)
        && line.unit == gold.unit
        && line.comparator == gold.comparator
        && line.deadline == gold.deadline
        && overlap(line.subject.as_deref(), gold.subject.as_deref())
        && line.span[0] < gold.span[1]
        && gold.span[0] < line.span[1]
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
}
