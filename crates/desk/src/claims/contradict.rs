//! Where a text speaks against itself: two values for one thing, a growth that its own numbers do not make, parts that
//! are more than their whole.

use super::judge::Stated;
use super::verdict::CheckedClaim;
use super::words::{Phrase, clause, sentence};
use pack::Text;
use quantity::{Comparator, Dimension, Direction, Kind, write};
use report::{Claim, Reading, Tense};
use rust_decimal::Decimal;
use serde::Serialize;
use std::ops::Range;

/// Fewer characters than this name too many things to be one.
const NAMES_ONE_THING: usize = 5;

/// What sort of contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// One thing has two values.
    TwoValues,
    /// A growth does not follow from the numbers beside it.
    Growth,
    /// Parts do not make their whole.
    Parts,
}

/// A place where a text speaks against itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradiction {
    /// What sort.
    pub sort: Sort,
    /// Characters of the figures concerned, in the file.
    pub spans: Vec<[usize; 2]>,
    /// Their bytes in the document's text.
    #[serde(skip)]
    pub bytes: Vec<Range<usize>>,
    /// What is wrong.
    pub message: Text,
}

/// A claim with its number, in a sentence.
#[derive(Clone, Copy)]
struct Fact<'r> {
    claim: &'r Claim,
    stated: Stated,
}

pub(super) fn contradictions(reading: &Reading, checked: &[CheckedClaim]) -> Vec<Contradiction> {
    let mut found = two_values(reading, checked);
    for facts in sentences(reading) {
        found.extend(growth(reading, &facts));
        found.extend(parts(reading, &facts));
    }
    found
}

fn contradiction<'c>(
    reading: &Reading,
    sort: Sort,
    claims: impl IntoIterator<Item = &'c Claim>,
    message: Text,
) -> Contradiction {
    let figures: Vec<_> = claims.into_iter().map(|claim| claim.figure.span).collect();
    let in_file = |first, last| {
        let range = reading.document.in_file(first..last);
        [range.start, range.end]
    };
    Contradiction {
        sort,
        spans: figures
            .iter()
            .map(|span| in_file(span.first, span.last))
            .collect(),
        bytes: figures.iter().map(|span| span.start..span.end).collect(),
        message,
    }
}

/// One indicator, or one thing under the same long name, with two values for the same period.
fn two_values(reading: &Reading, checked: &[CheckedClaim]) -> Vec<Contradiction> {
    let claim_of = |checked: &CheckedClaim| {
        let at = |claim: &&Claim| claim.figure.span.start == checked.bytes.start;
        reading.claims.iter().find(at)
    };
    let mut found = Vec::new();
    for (at, first) in checked.iter().enumerate() {
        let told = checked
            .iter()
            .skip(at + 1)
            .find(|other| same_thing(reading, first, other) && first.value != other.value);
        let Some(second) = told else { continue };
        let Some((a, b)) = claim_of(first).zip(claim_of(second)) else {
            continue;
        };
        let name = first
            .title
            .as_ref()
            .map(|title| title.zh.clone())
            .or_else(|| first.subject.clone())
            .unwrap_or_default();
        let message = Text {
            zh: format!("“{name}”前后不一：{}、{}", first.text, second.text),
            en: format!("“{name}” has two values: {}, {}", first.text, second.text),
        };
        found.push(contradiction(reading, Sort::TwoValues, [a, b], message));
    }
    found
}

fn same_thing(reading: &Reading, a: &CheckedClaim, b: &CheckedClaim) -> bool {
    let plain = a.comparator == Comparator::Eq && b.comparator == Comparator::Eq;
    if !plain || a.kind != b.kind || a.unit != b.unit || a.period != b.period || a.place != b.place {
        return false;
    }
    match (&a.indicator, &b.indicator) {
        (Some(mine), Some(other)) => {
            mine == other && a.only == b.only && a.aspect == b.aspect && rounds_apart(reading, a, b)
        }
        (None, None) => {
            let words = |claim: &CheckedClaim| {
                let text = reading.document.text();
                let (start, _) = clause(text, claim.bytes.start);
                Phrase::of(text.get(start..claim.bytes.start).unwrap_or_default())
            };
            let (mine, other) = (words(a), words(b));
            a.subject == b.subject
                && mine.len() >= NAMES_ONE_THING
                && mine == other
                && rounds_apart(reading, a, b)
        }
        _ => false,
    }
}

/// Whether two numbers cannot be roundings of one: 19亿 and 19.03亿 can.
fn rounds_apart(reading: &Reading, a: &CheckedClaim, b: &CheckedClaim) -> bool {
    let stated = |checked: &CheckedClaim| {
        let at = |claim: &&Claim| claim.figure.span.start == checked.bytes.start;
        let claim = reading.claims.iter().find(at)?;
        Stated::of(&claim.figure, reading.document.text())
    };
    match stated(a).zip(stated(b)) {
        Some((a, b)) => !a.tells(b.value) && !b.tells(a.value),
        None => false,
    }
}

/// The claims for the past of each sentence.
fn sentences(reading: &Reading) -> Vec<Vec<Fact<'_>>> {
    let text = reading.document.text();
    let mut sentences: Vec<(usize, Vec<Fact<'_>>)> = Vec::new();
    for claim in &reading.claims {
        let number = !matches!(
            claim.figure.kind,
            Kind::Date | Kind::Code | Kind::Ordinal | Kind::Rank
        );
        if !number || claim.figure.soft.is_some() || claim.tense == Tense::Commitment || claim.part.is_some()
        {
            continue;
        }
        let Some(stated) = Stated::of(&claim.figure, text) else {
            continue;
        };
        let (start, _) = sentence(text, claim.figure.span.start);
        let fact = Fact { claim, stated };
        match sentences.last_mut() {
            Some((at, facts)) if *at == start => facts.push(fact),
            _ => sentences.push((start, vec![fact])),
        }
    }
    sentences.into_iter().map(|(_, facts)| facts).collect()
}

/// 支出41万元，比上年减少19万元，下降43.78%: 19 of 60 is 31.67%.
fn growth(reading: &Reading, facts: &[Fact<'_>]) -> Option<Contradiction> {
    let text = reading.document.text();
    let at = facts.iter().position(|fact| is_percent_of_change(fact))?;
    let percent = facts.get(at)?;
    let down = direction(percent) == Some(Direction::Down);
    let amounts = |fact: &&Fact<'_>| {
        fact.claim.figure.unit.is_some_and(|unit| {
            unit.is_measure() || matches!(unit.dimension(), Dimension::Thing(_) | Dimension::Person)
        }) && fact.stated.comparator == Comparator::Eq
    };
    let around: Vec<&Fact<'_>> = facts.iter().take(at).filter(amounts).rev().take(3).collect();
    let moved = around
        .iter()
        .find(|fact| direction(fact) == direction(percent) && fact.claim.figure.change.is_some())
        .or_else(|| around.first().filter(|first| tells_a_move(text, first)));
    let levels: Vec<&&Fact<'_>> = around
        .iter()
        .filter(|fact| fact.claim.figure.change.is_none() && moved.is_none_or(|moved| !same(moved, fact)))
        .collect();
    let mut used: Vec<&Claim> = vec![percent.claim];
    let mut made: Vec<(Decimal, Decimal)> = Vec::new();
    match (moved, &levels[..]) {
        (Some(moved), [level, ..]) if moved.claim.figure.unit == level.claim.figure.unit => {
            used.extend([level.claim, moved.claim]);
            let (low, high) = span(moved);
            let (least, most) = span(level);
            // The level may be today's or the one before.
            made.push(quotients((low, high), (least, most))?);
            let base = if down {
                (least + low, most + high)
            } else {
                (least - high, most - low)
            };
            made.push(quotients((low, high), base)?);
        }
        (None, [now, before, ..])
            if now.claim.figure.unit == before.claim.figure.unit && from_to(text, before, now) =>
        {
            used.extend([before.claim, now.claim]);
            let (low, high) = span(now);
            let (least, most) = span(before);
            let by = if down {
                (least - high, most - low)
            } else {
                (low - most, high - least)
            };
            made.push(quotients(by, (least, most))?);
        }
        _ => return None,
    }
    let (low, high) = span(percent);
    let hundred = Decimal::ONE_HUNDRED;
    let fits = made
        .iter()
        .any(|(least, most)| low <= *most * hundred && *least * hundred <= high);
    if fits {
        return None;
    }
    let expected: Vec<String> = made
        .iter()
        .rev()
        .take(1)
        .map(|(least, most)| {
            let middle = ((*least + *most) / Decimal::TWO * hundred).round_dp(1);
            write::exact(middle, percent.claim.figure.unit)
        })
        .collect();
    let told = percent.claim.figure.span.of(text);
    let message = Text {
        zh: format!("按文中数据应为{}，文中写{told}", expected.join("、")),
        en: format!(
            "by the text's own numbers it is {}, not {told}",
            expected.join(", ")
        ),
    };
    used.sort_by_key(|claim| claim.figure.span.start);
    Some(contradiction(reading, Sort::Growth, used, message))
}

fn same(a: &Fact<'_>, b: &Fact<'_>) -> bool {
    a.claim.figure.span == b.claim.figure.span
}

fn is_percent_of_change(fact: &Fact<'_>) -> bool {
    let share = fact
        .claim
        .figure
        .unit
        .is_some_and(|unit| unit.dimension() == Dimension::Share);
    share && fact.claim.figure.change.is_some() && fact.stated.comparator == Comparator::Eq
}

fn direction(fact: &Fact<'_>) -> Option<Direction> {
    fact.claim.figure.change.map(|change| change.direction)
}

/// Whether the words before an amount tell by how much something moved.
fn tells_a_move(text: &str, fact: &Fact<'_>) -> bool {
    let (start, _) = clause(text, fact.claim.figure.span.start);
    let before = text.get(start..fact.claim.figure.span.start).unwrap_or_default();
    let before = before.trim_end_matches('了');
    ["减少", "增加", "下降", "压减", "节约", "增长", "减", "增"]
        .iter()
        .any(|word| before.ends_with(word))
}

/// 由60万元降至41万元; 上年60万元，今年41万元.
fn from_to(text: &str, before: &Fact<'_>, now: &Fact<'_>) -> bool {
    let (start, _) = clause(text, before.claim.figure.span.start);
    let words = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let first = words(start, before.claim.figure.span.start);
    let between = words(before.claim.figure.span.end, now.claim.figure.span.start);
    let from = ["由", "从", "上年", "去年", "上一年", "同期"]
        .iter()
        .any(|word| first.contains(word));
    let to = ["至", "到", "为", "今年", "本年", "当年"]
        .iter()
        .any(|word| between.contains(word));
    from && to
}

/// The numbers that a stated one may be a rounding of.
fn span(fact: &Fact<'_>) -> (Decimal, Decimal) {
    let half = fact.stated.digit / Decimal::TWO;
    (fact.stated.value - half, fact.stated.value + half)
}

fn quotients(above: (Decimal, Decimal), below: (Decimal, Decimal)) -> Option<(Decimal, Decimal)> {
    if below.0 <= Decimal::ZERO {
        return None;
    }
    Some((above.0.checked_div(below.1)?, above.1.checked_div(below.0)?))
}

/// 共100件，其中邻里60件、家庭50件: the parts are more than the whole. Where 分别 or a colon says that these are all of
/// them, they must be neither more nor less.
fn parts(reading: &Reading, facts: &[Fact<'_>]) -> Option<Contradiction> {
    let text = reading.document.text();
    let (whole, rest) = facts.split_first()?;
    let (from, to) = (whole.claim.figure.span.end, rest.first()?.claim.figure.span.start);
    let between = text.get(from..to)?;
    let listed = between.contains("其中");
    let complete =
        between.starts_with(['：', ':', '（', '(']) || between.contains("包括") || between.contains("分别为");
    if !listed && !complete {
        return None;
    }
    let unit = whole.claim.figure.unit;
    let parts: Vec<&Fact<'_>> = rest
        .iter()
        .take_while(|part| {
            part.claim.figure.unit == unit
                && part.stated.comparator == Comparator::Eq
                && part.claim.figure.change.is_none()
        })
        .collect();
    if parts.is_empty()
        || whole.stated.comparator != Comparator::Eq
        || unit.is_some_and(|unit| unit.dimension() == Dimension::Share)
    {
        return None;
    }
    let one_list = parts.windows(2).all(|pair| match pair {
        [a, b] => {
            let between = text.get(a.claim.figure.span.end..b.claim.figure.span.start);
            between.is_some_and(|between| between.starts_with(['、', '，', ',', '；', '和']))
        }
        _ => true,
    });
    let (low, high) = parts.iter().fold((Decimal::ZERO, Decimal::ZERO), |sum, part| {
        let (low, high) = span(part);
        (sum.0 + low, sum.1 + high)
    });
    let (least, most) = span(whole);
    let too_many = low > most && (parts.len() == 1 || one_list);
    let too_few = complete && one_list && parts.len() > 1 && high < least;
    if !too_many && !too_few {
        return None;
    }
    let sum: Decimal = parts.iter().map(|part| part.stated.value).sum();
    let (sum, told) = (write::exact(sum, unit), whole.claim.figure.span.of(text));
    let message = Text {
        zh: format!("分项合计{sum}，与总数{told}不符"),
        en: format!("the parts make {sum}, the whole is {told}"),
    };
    let claims = std::iter::once(whole.claim).chain(parts.iter().map(|part| part.claim));
    Some(contradiction(
        reading,
        Sort::Parts,
        claims.collect::<Vec<_>>(),
        message,
    ))
}
