//! Commitments: what a report promises, clause by clause.

use crate::beside::binds_one_part;
use crate::claim::{Claim, Part, PeriodSource, Tense};
use crate::doing::{self, Doing};
use crate::lexicon::{ACTIONS, CHANGES, LINKS, NOMINAL};
use crate::outline::{Chapter, Section};
use crate::phrase::{names_an_indicator, without_links};
use crate::subject::Subject;
use jiff::civil::Date;
use quantity::{Comparator, Dimension, Figure, Kind, Unit};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What sort of promise it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentKind {
    /// A number is to be reached.
    Target,
    /// A thing is to be done that is described by a number: 推动年产值达1.2亿元的项目落地.
    ProjectAttribute,
    /// Something is to happen by a day: 预计明年8月开始招商.
    Milestone,
    /// Something is to be done, with no number.
    Action,
}

/// Where a deadline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineSource {
    /// The sentence tells it.
    Explicit,
    /// The end of the period that the chapter plans.
    Section,
}

/// A promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Bytes of the clause, or of the part of it that makes this promise.
    pub bytes: Range<usize>,
    /// What sort of promise.
    pub kind: CommitmentKind,
    /// The verb: what will be done.
    pub verb: Option<String>,
    /// How firmly: 力争, 确保, 计划.
    pub modality: Option<String>,
    /// What it will be done to, or what is measured.
    pub subject: Option<String>,
    /// The number to be reached.
    pub target: Option<Decimal>,
    /// Its unit as written.
    pub unit: Option<Unit>,
    /// How the number binds.
    pub comparator: Comparator,
    /// Whether the number is one to be reached (达到), so that more keeps the promise too.
    pub reaches: bool,
    /// The last day, when the text or the chapter tells one.
    pub deadline: Option<Date>,
    /// Where the deadline comes from.
    pub deadline_source: Option<DeadlineSource>,
    /// The claim that carries the target or the milestone, by its number among the claims of the sentence's report.
    pub claim: Option<usize>,
    /// Number of its section in the outline.
    pub section: usize,
}

/// The sentence that promises are read from.
pub(crate) struct Sentence<'t> {
    pub(crate) text: &'t str,
    pub(crate) section: &'t Section,
    pub(crate) number: usize,
    pub(crate) chapter: Chapter,
    /// It belongs to the address to the meeting, the general part or a heading: only numbers bind in it.
    pub(crate) general: bool,
    pub(crate) claims: &'t [Claim],
    /// Number of the first of the claims.
    pub(crate) first: usize,
}

impl Sentence<'_> {
    /// Reads the promises of the sentence.
    pub(crate) fn read(&self, clauses: &[Range<usize>], out: &mut Vec<Commitment>) {
        if !matches!(self.chapter, Chapter::Plan | Chapter::Review) {
            return;
        }
        let promised = self.claims.iter().any(|claim| claim.tense == Tense::Commitment);
        if !promised && (self.general || self.chapter == Chapter::Review) {
            return;
        }
        let began = out.len();
        let mut modality = None;
        let mut opened: Option<usize> = None;
        let mut day = None;
        for (index, clause) in clauses.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| clauses.get(before));
            let parted = before.and_then(|before| self.text.get(before.end..clause.start));
            if parted.is_some_and(|mark| mark.contains(['；', ';'])) {
                day = day.filter(|day: &&Claim| !binds_one_part(&day.figure));
            }
            day = self.day_set(clause).or(day);
            let words = self.text.get(clause.clone()).unwrap_or_default();
            if self.only_tells_a_time(clause) {
                modality = doing::modality(words).or(modality);
                opened = opened.or(Some(clause.start));
                continue;
            }
            let start = opened.take().unwrap_or(clause.start);
            let doing = doing::of(self.acting(clause));
            modality = doing::modality(words).or(doing.modality).or(modality);
            let targets = self.targets(clause);
            let told = self.inside(clause).next().is_some();
            if told && doing::is_spirit(self.acting(clause), &doing) {
                continue;
            }
            if !targets.is_empty() {
                self.push_targets(&targets, start, clause, &doing, modality, out);
            } else if let Some(milestone) = self.milestone(clause) {
                let mut promise = self.milestone_commitment(milestone, start, clause, &doing, modality);
                if promise.subject.is_none() {
                    // 4月底前完成主体工程,10月底前竣工
                    let before = out.get(began..).and_then(<[Commitment]>::last);
                    promise.subject = before.and_then(|before| before.subject.clone());
                }
                out.push(promise);
            } else if self.chapter == Chapter::Plan && !self.general && doing.acts {
                out.push(self.action(start, clause, &doing, day));
            }
        }
    }

    /// The claims of a clause with their numbers.
    fn inside(&self, clause: &Range<usize>) -> impl DoubleEndedIterator<Item = (usize, &Claim)> {
        let at = |byte| {
            self.claims
                .partition_point(|claim| claim.figure.span.start < byte)
        };
        let (from, until) = (at(clause.start), at(clause.end));
        let claims = self.claims.get(from..until).unwrap_or_default();
        let first = self.first + from;
        claims
            .iter()
            .enumerate()
            .map(move |(at, claim)| (first + at, claim))
    }

    /// The last day that a clause sets; it binds the clauses after it too.
    fn day_set(&self, clause: &Range<usize>) -> Option<&Claim> {
        let sets =
            |claim: &&Claim| claim.figure.kind == Kind::Date && claim.figure.comparator == Comparator::Le;
        self.inside(clause).rev().map(|(_, claim)| claim).find(sets)
    }

    /// Whether a clause holds a time and nothing to be done: 到2025年底, 争取五年内.
    fn only_tells_a_time(&self, clause: &Range<usize>) -> bool {
        let mut claims = self.inside(clause);
        let Some((_, date)) = claims.next().filter(|(_, claim)| claim.figure.kind == Kind::Date) else {
            return false;
        };
        if claims.next().is_some() {
            return false;
        }
        let span = date.figure.span;
        let before = self
            .text
            .get(clause.start..span.start.max(clause.start))
            .unwrap_or_default();
        let after = self
            .text
            .get(span.end..clause.end.max(span.end))
            .unwrap_or_default();
        let after = after.trim_start_matches(['期', '间', '时', '前', '的']);
        after.trim().is_empty() && before.chars().count() <= 4
    }

    /// The clause without the time it opens with: 三季度启动卫生院迁建.
    fn acting(&self, clause: &Range<usize>) -> &str {
        const NEAR: usize = 12;
        let first = self.inside(clause).next().map(|(_, claim)| claim.figure.span);
        let dated = self
            .inside(clause)
            .next()
            .is_some_and(|(_, claim)| claim.figure.kind == Kind::Date);
        let start = first
            .filter(|span| dated && span.start - clause.start <= NEAR)
            .map_or(clause.start, |span| span.end);
        self.text
            .get(start..clause.end)
            .unwrap_or_default()
            .trim_start_matches(['，', ',', '间', '的', ' '])
    }

    /// The numbers that a clause promises. A number that only describes a thing counts when there is no other.
    fn targets(&self, clause: &Range<usize>) -> Vec<(usize, &Claim)> {
        let numbers: Vec<(usize, &Claim)> = self
            .inside(clause)
            .filter(|(_, claim)| is_number(claim) && !self.rises_from(claim) && !self.lasts_for(claim))
            .collect();
        let whole: Vec<(usize, &Claim)> = numbers
            .iter()
            .enumerate()
            .filter(|(at, (_, claim))| {
                claim.part.is_none() && !self.counts_holders(claim, numbers.get(at + 1))
            })
            .map(|(_, number)| *number)
            .collect();
        if whole.is_empty() { numbers } else { whole }
    }

    /// Whether a number says how long something will be done for: 两年新增3000家.
    fn lasts_for(&self, claim: &Claim) -> bool {
        let calendar = claim
            .figure
            .unit
            .is_some_and(|unit| unit.dimension() == Dimension::Calendar);
        let after = self.text.get(claim.figure.span.end..).unwrap_or_default();
        calendar && ACTIONS.opens(after).is_some()
    }

    /// Whether a count only says of how many the next number is promised: 5个村集体收入达到5万元.
    fn counts_holders(&self, claim: &Claim, next: Option<&(usize, &Claim)>) -> bool {
        let Some((_, next)) = next else { return false };
        let between = self
            .text
            .get(claim.figure.span.end..next.figure.span.start)
            .unwrap_or_default();
        let reached = LINKS.closes(between.trim_end()).is_some() || next.figure.comparator != Comparator::Eq;
        claim.figure.kind == Kind::Count
            && next.figure.kind != Kind::Count
            && reached
            && !between.contains(['、', '和', '及', '与', '，', ','])
            && names_an_indicator(without_links(between).0)
    }

    /// Whether a number is where a rise begins and not what is promised: 1500元 in 由每人每月1500元提高到1600元.
    fn rises_from(&self, claim: &Claim) -> bool {
        let before = self.text.get(..claim.figure.span.start).unwrap_or_default();
        before
            .trim_end_matches(['每', '人', '月', '年', '生', '户', '亩', '天', '约', '、'])
            .ends_with(['从', '由'])
    }

    fn push_targets(
        &self,
        targets: &[(usize, &Claim)],
        start: usize,
        clause: &Range<usize>,
        doing: &Doing<'_>,
        modality: Option<&str>,
        out: &mut Vec<Commitment>,
    ) {
        let mut from = start;
        let mut acting = doing.verb;
        for (index, (number, claim)) in targets.iter().enumerate() {
            let next = targets.get(index + 1).map(|(_, next)| next.figure.span.start);
            let end = next.map_or(clause.end, |next| self.seam(&claim.figure, next));
            let subjects = match &claim.subject {
                Some(Subject {
                    parts, each: true, ..
                }) => parts.clone(),
                Some(subject) => vec![subject.phrase.clone()],
                None => vec![],
            };
            let subjects: Vec<Option<String>> = if subjects.is_empty() {
                vec![None]
            } else {
                subjects.into_iter().map(Some).collect()
            };
            let part = self.text.get(from..end).unwrap_or_default();
            let trimmed = part.trim_start_matches(['、', '和', '及', '与', ' ', '，', ',']);
            let begin = from + part.len() - trimmed.len();
            let own = doing::of(trimmed);
            if index > 0 && own.acts {
                // 修复堰塘1座、建设机井7座、农桥5座: bridges are built.
                acting = own.verb;
            }
            for subject in subjects {
                let mut commitment = self.of_claim(*number, claim, begin..begin + trimmed.trim_end().len());
                let verb = self.verb_of(claim, trimmed, index > 0).or(acting);
                if trimmed.len() <= claim.figure.span.end - claim.figure.span.start {
                    // 分别达到30家和120家: the second number is to be reached as the first is.
                    commitment.reaches = out.last().is_some_and(|before| before.reaches) && index > 0;
                }
                commitment.verb = verb.map(str::to_owned);
                commitment.modality = modality.map(str::to_owned);
                commitment.subject = subject;
                out.push(commitment);
            }
            from = end;
        }
    }

    /// The verb of a later number in a clause: its own, or the word of change before it.
    fn verb_of<'v>(&self, claim: &Claim, part: &'v str, later: bool) -> Option<&'v str> {
        let own = doing::of(part);
        if !later && own.acts {
            return None;
        }
        if own.acts {
            return own.verb;
        }
        let before = part.get(..part.find(claim.figure.span.of(self.text))?)?;
        let named = |word: &str| word.ends_with(['速', '幅', '率']);
        let change = CHANGES
            .closes(before)
            .filter(|word| claim.figure.change.is_some() && !named(word))?;
        before.get(before.len() - change.len()..)
    }

    /// Where the part of a clause ends that promises a figure; the next figure begins at `next`.
    fn seam(&self, figure: &Figure, next: usize) -> usize {
        let end = figure.span.end;
        let between = self.text.get(end..next).unwrap_or_default();
        let mark = between.find(['、', '，', ',', '和', '及', '与']);
        // 投入450万元完成4500亩…: the verb begins the second promise.
        let money = figure
            .unit
            .is_some_and(|unit| matches!(unit.dimension(), Dimension::Money(_)));
        let verb = ACTIONS
            .opens(between)
            .filter(|verb| money || !NOMINAL.holds(verb));
        mark.map_or(if verb.is_some() { end } else { next }, |at| end + at)
    }

    fn of_claim(&self, number: usize, claim: &Claim, bytes: Range<usize>) -> Commitment {
        let before = self
            .text
            .get(bytes.start..claim.figure.span.start.max(bytes.start))
            .unwrap_or_default();
        let reaches = ["达", "达到", "到", "至", "实现", "突破"]
            .iter()
            .any(|word| before.trim_end().ends_with(word));
        let (deadline, deadline_source) = self.deadline(Some(claim));
        let kind = match claim.part {
            Some(Part::Attribute) => CommitmentKind::ProjectAttribute,
            _ => CommitmentKind::Target,
        };
        Commitment {
            bytes,
            kind,
            verb: None,
            modality: None,
            subject: None,
            target: claim.figure.value,
            unit: claim.figure.unit,
            comparator: claim.figure.comparator,
            reaches: reaches && claim.figure.comparator == Comparator::Eq,
            deadline,
            deadline_source,
            claim: Some(number),
            section: self.number,
        }
    }

    fn deadline(&self, claim: Option<&Claim>) -> (Option<Date>, Option<DeadlineSource>) {
        let told = claim
            .filter(|claim| claim.period_source != Some(PeriodSource::Section))
            .and_then(|claim| claim.period?.period());
        match told {
            Some(period) => (Some(period.last()), Some(DeadlineSource::Explicit)),
            None => {
                let planned = self.section.period.map(|period| period.last());
                (planned, planned.map(|_| DeadlineSource::Section))
            }
        }
    }

    /// A time set for something in a clause with no number.
    fn milestone(&self, clause: &Range<usize>) -> Option<(usize, &Claim)> {
        let dated = |claim: &Claim| {
            claim.figure.kind == Kind::Date
                && claim.tense != Tense::Result
                && claim.period.and_then(|told| told.period()).is_some()
                && (claim.figure.comparator == Comparator::Le
                    || claim.figure.soft.is_none() && !tells_a_year(claim))
                && (self.chapter == Chapter::Plan || claim.tense == Tense::Commitment)
        };
        let found = self.inside(clause).find(|(_, claim)| dated(claim))?;
        let words = self.text.get(clause.clone()).unwrap_or_default();
        let is_about = words.contains('是') && !doing::of(words).acts;
        (!is_about && !self.general).then_some(found)
    }

    fn milestone_commitment(
        &self,
        (number, claim): (usize, &Claim),
        start: usize,
        clause: &Range<usize>,
        doing: &Doing<'_>,
        modality: Option<&str>,
    ) -> Commitment {
        let object = doing
            .object
            .filter(|object| !object.is_empty() && !ACTIONS.holds(object))
            .map(str::to_owned);
        let mut commitment = self.of_claim(number, claim, start..clause.end);
        commitment.kind = CommitmentKind::Milestone;
        commitment.verb = doing.verb.map(str::to_owned);
        commitment.modality = modality.map(str::to_owned);
        commitment.subject = claim
            .subject
            .as_ref()
            .map(|subject| subject.phrase.clone())
            .or(object);
        commitment.target = None;
        commitment.unit = None;
        commitment.comparator = Comparator::Eq;
        commitment.reaches = false;
        commitment
    }

    fn action(
        &self,
        start: usize,
        clause: &Range<usize>,
        doing: &Doing<'_>,
        day: Option<&Claim>,
    ) -> Commitment {
        let (deadline, deadline_source) = self.deadline(day);
        Commitment {
            bytes: start..clause.end,
            kind: CommitmentKind::Action,
            verb: doing.verb.map(str::to_owned),
            modality: doing.modality.map(str::to_owned),
            subject: doing
                .object
                .filter(|object| !object.is_empty())
                .map(str::to_owned),
            target: None,
            unit: None,
            comparator: Comparator::Eq,
            reaches: false,
            deadline,
            deadline_source,
            claim: None,
            section: self.number,
        }
    }
}

/// Whether a time is a whole year, which sets no day for anything.
fn tells_a_year(claim: &Claim) -> bool {
    claim
        .figure
        .unit
        .is_some_and(|unit| unit.symbol().starts_with('年'))
}

/// Whether a number tells how long something will take: 用三年时间.
fn tells_a_span(claim: &Claim) -> bool {
    let calendar = claim
        .figure
        .unit
        .is_some_and(|unit| unit.dimension() == Dimension::Calendar);
    calendar
        && claim
            .subject
            .as_ref()
            .is_some_and(|subject| subject.phrase.starts_with("时间") || subject.phrase == "用")
}

/// Whether a claim is a number that a promise can aim at.
fn is_number(claim: &Claim) -> bool {
    let measured = !matches!(claim.figure.kind, Kind::Date | Kind::Code | Kind::Ordinal);
    measured
        && claim.figure.soft.is_none()
        && claim.tense == Tense::Commitment
        && claim.part != Some(Part::Threshold)
        && claim.figure.value.is_some()
        && !tells_a_span(claim)
}
