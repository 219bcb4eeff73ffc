//! A reading as lines of plain data, with the keys of annotation files. Positions are characters of the file.

use crate::claim::{Claim, Part, PeriodSource, Tense};
use crate::commitment::{Commitment, CommitmentKind, DeadlineSource};
use crate::read::Reading;
use jiff::civil::Date;
use quantity::{Basis, Comparator, Direction, Kind, Soft, Span, Unit};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;

/// A claim as a line of data.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimLine {
    /// First character and the one after the last, in the file.
    pub span: [usize; 2],
    /// The figure as written.
    pub text: String,
    /// The number, magnitudes multiplied out.
    pub value: Option<Number>,
    /// The unit as written.
    pub unit: Option<String>,
    /// How the number stands to the real one.
    pub comparator: Comparator,
    /// What sort of figure.
    pub kind: Kind,
    /// What it is told of.
    pub subject: Option<String>,
    /// The time it is told for: a period, a moment or an ISO 8601 duration.
    pub period: Option<String>,
    /// In which breath it is told.
    pub tense: Tense,
    /// Characters of the bare number.
    pub num_span: Option<[usize; 2]>,
    /// The bare number.
    pub num_text: Option<String>,
    /// Where the period comes from.
    pub period_src: Option<PeriodSource>,
    /// Whether it says little that can be checked.
    pub optional: bool,
    /// Path of its headings.
    pub section: String,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<Number>,
    /// Why it says little.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soft: Option<Soft>,
    /// Which way it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What the move is measured against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Among whom a rank is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The things it is told of, when they are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Whether it holds for each of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub distributive: bool,
    /// What it does beside another figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Part>,
}

/// A commitment as a line of data.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentLine {
    /// The clause that promises.
    pub text: String,
    /// What is promised, or what it will be done to.
    pub subject: Option<String>,
    /// The number to be reached.
    pub target: Option<Number>,
    /// Its unit as written.
    pub unit: Option<String>,
    /// How the number binds; `at_least` for 达到.
    pub comparator: &'static str,
    /// The last day.
    pub deadline: Option<Date>,
    /// Path of its headings.
    pub section: String,
    /// First character and the one after the last, in the file.
    pub span: [usize; 2],
    /// Characters of the figure that tells target or day.
    pub expr_span: Option<[usize; 2]>,
    /// That figure.
    pub expr: Option<String>,
    /// What will be done.
    pub verb: Option<String>,
    /// How firmly.
    pub modality: Option<String>,
    /// Where the deadline comes from.
    pub deadline_src: Option<DeadlineSource>,
    /// What sort of promise.
    #[serde(rename = "type")]
    pub kind: CommitmentKind,
}

/// A reading as data.
#[derive(Clone, Debug, Serialize)]
pub struct Lines {
    /// The claims, in order.
    pub claims: Vec<ClaimLine>,
    /// The commitments, in order.
    pub commitments: Vec<CommitmentLine>,
}

/// A decimal that is written as a JSON number with every digit kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(pub Decimal);

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits =
            RawValue::from_string(self.0.normalize().to_string()).map_err(serde::ser::Error::custom)?;
        digits.serialize(serializer)
    }
}

impl Reading {
    /// The reading as lines of data.
    #[must_use]
    pub fn lines(&self) -> Lines {
        let characters = Characters::of(self.document.text());
        Lines {
            claims: self.claims.iter().map(|claim| self.claim_line(claim)).collect(),
            commitments: self
                .commitments
                .iter()
                .map(|promise| self.commitment_line(promise, &characters))
                .collect(),
        }
    }

    fn claim_line(&self, claim: &Claim) -> ClaimLine {
        let text = self.document.text();
        let figure = &claim.figure;
        let basis = figure
            .change
            .and_then(|change| change.basis)
            .map(|basis| match basis {
                Basis::YearBefore => "yoy".to_owned(),
                Basis::PeriodBefore => "mom".to_owned(),
                Basis::YearlyAverage => "yearly_average".to_owned(),
                Basis::Year(year) => year.to_string(),
                Basis::Stated(start, end) => text.get(start..end).unwrap_or_default().to_owned(),
            });
        ClaimLine {
            span: self.in_file(figure.span),
            text: figure.span.of(text).to_owned(),
            value: figure.value.map(Number),
            unit: figure.unit.map(unit_name),
            comparator: figure.comparator,
            kind: figure.kind,
            subject: claim.subject.as_ref().map(|subject| subject.phrase.clone()),
            period: claim.period.map(|period| period.to_string()),
            tense: claim.tense,
            num_span: figure.number.map(|span| self.in_file(span)),
            num_text: figure.number.map(|span| span.of(text).to_owned()),
            period_src: claim.period_source,
            optional: figure.soft.is_some(),
            section: self.path(claim.section),
            upper: figure.upper.map(Number),
            soft: figure.soft,
            direction: figure.change.map(|change| change.direction),
            basis,
            scope: figure
                .scope
                .and_then(|(start, end)| text.get(start..end))
                .map(str::to_owned),
            subjects: claim
                .subject
                .as_ref()
                .map(|subject| subject.parts.clone())
                .unwrap_or_default(),
            distributive: claim.subject.as_ref().is_some_and(|subject| subject.each),
            role: claim.part,
        }
    }

    fn commitment_line(&self, promise: &Commitment, characters: &Characters) -> CommitmentLine {
        let text = self.document.text();
        let figure = promise
            .claim
            .and_then(|claim| self.claims.get(claim))
            .map(|claim| &claim.figure);
        let (first, last) = (
            characters.before(text, promise.bytes.start),
            characters.before(text, promise.bytes.end),
        );
        let span = self.document.in_file(first..last);
        CommitmentLine {
            text: text.get(promise.bytes.clone()).unwrap_or_default().to_owned(),
            subject: promise.subject.clone(),
            target: promise.target.map(Number),
            unit: promise.unit.map(unit_name),
            comparator: if promise.reaches {
                "at_least"
            } else {
                promise.comparator.name()
            },
            deadline: promise.deadline,
            section: self.path(promise.section),
            span: [span.start, span.end],
            expr_span: figure.map(|figure| self.in_file(figure.span)),
            expr: figure.map(|figure| figure.span.of(text).to_owned()),
            verb: promise.verb.clone(),
            modality: promise.modality.clone(),
            deadline_src: promise.deadline_source,
            kind: promise.kind,
        }
    }

    fn path(&self, section: usize) -> String {
        self.outline
            .section(section)
            .map(|section| section.path.clone())
            .unwrap_or_default()
    }

    fn in_file(&self, span: Span) -> [usize; 2] {
        let range = self.document.in_file(span.first..span.last);
        [range.start, range.end]
    }
}

/// A unit in data: as written, but for the one percent sign.
fn unit_name(unit: Unit) -> String {
    unit.to_string().replace('％', "%")
}

/// How many characters stand before a byte, asked often: counts are kept every so many bytes.
pub(crate) struct Characters {
    counts: Vec<usize>,
}

impl Characters {
    const EVERY: usize = 256;

    pub(crate) fn of(text: &str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / Self::EVERY + 1);
        let mut total = 0;
        for chunk in text.as_bytes().chunks(Self::EVERY) {
            counts.push(total);
            total += chunk.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
        }
        Characters { counts }
    }

    pub(crate) fn before(&self, text: &str, byte: usize) -> usize {
        let at = (byte / Self::EVERY).min(self.counts.len().saturating_sub(1));
        let start = at * Self::EVERY;
        let rest = text.as_bytes().get(start..byte).unwrap_or_default();
        self.counts.get(at).copied().unwrap_or_default()
            + rest.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Options, read};

    #[test]
    fn numbers_keep_every_digit() {
        let number = Number("0.1000000000000000000000000001".parse().unwrap());
        assert_eq!(
            serde_json::to_string(&number).unwrap(),
            "0.1000000000000000000000000001"
        );
    }

    #[test]
    fn characters_before_a_byte_are_counted() {
        let text = "数a".repeat(700);
        let characters = Characters::of(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.before(&text, byte), count);
        }
    }

    #[test]
    fn positions_are_those_of_the_file() {
        let page = "<h2>二、2025年工作任务</h2><p>计划<b>新建</b>公厕9处。</p>";
        let lines = read(Document::html(page), &Options::default()).lines();
        let characters: Vec<char> = page.chars().collect();
        let cut = |[from, to]: [usize; 2]| characters[from..to].iter().collect::<String>();
        let count = lines
            .claims
            .iter()
            .find(|claim| claim.unit.as_deref() == Some("处"))
            .unwrap();
        assert_eq!(cut(count.span), "9处");
        assert_eq!(cut(lines.commitments[0].span), "计划<b>新建</b>公厕9处");
    }
}
