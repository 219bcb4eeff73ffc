//! Which indicator a claim speaks of: every indicator weighed by its names, unit, breakdowns and what was told just
//! before. The weights were set on reports of many lines of business; `tests/claims.txt` holds them to it.

use super::index::Named;
use super::told::Told;
use super::unit::goes_with;
use super::words::Phrase;
use quantity::{Basis, Dimension, Direction, Kind};
use serde::Serialize;
use std::cmp::Ordering;

/// From which score on a claim is taken to speak of the indicator.
pub(super) const BOUND: f32 = 0.62;
/// How much below the best another candidate may lie and still be meant.
pub(super) const TIE: f32 = 0.04;
/// Candidates that are kept.
const KEPT: usize = 5;
/// Titles that begin with so many of the same characters are of one family.
const FAMILY: usize = 3;
/// Below this nothing is near.
const NEAR: f32 = 0.15;

/// What of an indicator a claim tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The figure itself.
    Value,
    /// Its growth over the same period a year before, in percent.
    YearOnYear,
    /// Its growth over the period before, in percent.
    OnPrevious,
    /// By how much it moved against the same period a year before.
    Moved,
}

/// An indicator that a claim may speak of.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'s> {
    pub(super) named: &'s Named<'s>,
    pub(super) aspect: Aspect,
    /// Only where a dimension has one of these codes.
    pub(super) only: Vec<(String, Vec<String>)>,
    pub(super) score: f32,
}

impl std::fmt::Debug for Named<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.indicator.name)
    }
}

/// A claim told earlier, with what it was taken to speak of.
pub(super) struct Earlier<'s> {
    pub(super) sentence: usize,
    pub(super) subject: Phrase,
    pub(super) kind: Kind,
    pub(super) bound: Option<Candidate<'s>>,
}

/// The indicators that a claim may speak of, the likeliest first.
pub(super) fn candidates<'s>(
    told: &Told<'_>,
    index: &'s [Named<'s>],
    earlier: &[Earlier<'s>],
) -> Vec<Candidate<'s>> {
    let before = earlier
        .iter()
        .rev()
        .find(|before| before.sentence == told.sentence && before.kind != Kind::Rank);
    if let Some(grown) = growth_of_what_was_told(told, before) {
        return vec![grown];
    }
    let mut found: Vec<Candidate<'s>> = index
        .iter()
        .filter_map(|named| weigh(told, named, before))
        .filter(|candidate| candidate.score >= NEAR)
        .collect();
    found.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal));
    found.truncate(KEPT);
    found
}

/// 达12.4亿元，同比增长8.6%: the growth is that of the figure told just before, of the same subject.
fn growth_of_what_was_told<'s>(told: &Told<'_>, before: Option<&Earlier<'s>>) -> Option<Candidate<'s>> {
    let aspect = change_of(told).filter(|aspect| *aspect != Aspect::Value)?;
    let before = before.filter(|before| before.subject == told.subject)?;
    let bound = before.bound.as_ref()?;
    let same_unit =
        aspect != Aspect::Moved || goes_with(told.claim.figure.unit, &bound.named.indicator.unit).is_some();
    same_unit.then(|| Candidate {
        aspect,
        ..bound.clone()
    })
}

/// What a claim that tells a change tells of an indicator; none when it tells no change.
fn change_of(told: &Told<'_>) -> Option<Aspect> {
    let figure = &told.claim.figure;
    let change = figure.change?;
    let relative = figure
        .unit
        .is_some_and(|unit| matches!(unit.dimension(), Dimension::Share));
    match change.basis {
        None | Some(Basis::YearBefore) if relative => Some(Aspect::YearOnYear),
        Some(Basis::PeriodBefore) if relative => Some(Aspect::OnPrevious),
        // 改造提升2条 is work done and no change.
        Some(Basis::YearBefore) => Some(Aspect::Moved),
        None if figure
            .unit
            .is_some_and(|unit| unit.dimension() == Dimension::Points) =>
        {
            Some(Aspect::Moved)
        }
        _ => Some(Aspect::Value),
    }
}

fn weigh<'s>(told: &Told<'_>, named: &'s Named<'s>, before: Option<&Earlier<'s>>) -> Option<Candidate<'s>> {
    let figure = &told.claim.figure;
    if (figure.kind == Kind::Rank) != named.ranks {
        return None;
    }
    let changed = change_of(told).unwrap_or(Aspect::Value);
    let (aspect, unit) = match changed {
        Aspect::Moved if figure.unit?.dimension() == Dimension::Points => {
            (Aspect::Moved, (named.indicator.unit == "%").then_some(1.0)?)
        }
        Aspect::YearOnYear | Aspect::OnPrevious => {
            let of_itself = !matches!(&*named.indicator.unit, "%" | "") && !named.ranks;
            // 下降率 kept as an indicator of its own tells the change itself.
            if of_itself {
                (changed, 1.0)
            } else {
                (Aspect::Value, goes_with(figure.unit, &named.indicator.unit)?)
            }
        }
        aspect => (aspect, goes_with(figure.unit, &named.indicator.unit)?),
    };
    let family = before
        .and_then(|before| before.bound.as_ref())
        .map(|bound| family(bound.named, named));
    let family = family.filter(|shared| shared.len() >= FAMILY);
    // 平安之家受理66起，化解率100%: what the family is called is not said again.
    let short = named
        .names
        .iter()
        .filter_map(|name| Some(name.without(family.as_ref()?)));
    let best = named
        .names
        .iter()
        .cloned()
        .chain(short)
        .filter(|name| !name.is_empty())
        .map(|name| by_name(told, &name, named))
        .max_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal))?;
    let (score, only) = best;
    Some(Candidate {
        named,
        aspect,
        only,
        score: (score * (0.6 + 0.4 * unit) + standing(told, named, before, family.is_some())).clamp(0.0, 1.0),
    })
}

/// How well one name fits, and the codes that the claim narrows it to.
fn by_name(told: &Told<'_>, name: &Phrase, named: &Named<'_>) -> (f32, Vec<(String, Vec<String>)>) {
    let plain = fit(told, name, &told.left, &told.subject);
    if named.codes.is_empty() || plain < 0.2 {
        return (plain, Vec::new());
    }
    let window = told.left.then(&told.right);
    let mut only: Vec<(String, Vec<String>)> = Vec::new();
    let (mut left, mut subject) = (told.left.clone(), told.subject.clone());
    for (dimension, code, words) in &named.codes {
        let word = words
            .iter()
            .filter(|word| !name.contains(word) && window.contains(word))
            .max_by_key(|word| word.len());
        let Some(word) = word else { continue };
        left = left.without(word);
        subject = subject.without(word);
        match only.iter_mut().find(|(name, _)| name == dimension) {
            Some((_, codes)) => codes.push((*code).to_owned()),
            None => only.push(((*dimension).to_owned(), vec![(*code).to_owned()])),
        }
    }
    if only.is_empty() {
        return (plain, only);
    }
    let narrowed = fit(told, name, &left, &subject);
    if narrowed >= plain {
        (narrowed, only)
    } else {
        (plain, Vec::new())
    }
}

/// How well a name fits the words around a claim, 0 to 1: how much of the name stands there, how much of what the claim
/// is told of is in the name, and how far from the figure.
fn fit(told: &Told<'_>, name: &Phrase, left: &Phrase, subject: &Phrase) -> f32 {
    if subject == name || left == name {
        return 0.95 + bonus(name);
    }
    let nothing = Phrase::default();
    let subject = if subject.is_empty() { left } else { subject };
    // 受理矛盾纠纷、投诉建议66起 is more than the disputes.
    let last = subject.last_listed().headed_in(name);
    let covered = subject.headed_in(name) * if last < 0.5 { 0.5 } else { 1.0 };
    // Words of the sentence help only a claim that says nothing else itself: 全年检查均列第一梯队.
    let around = if covered > 0.99 { &told.before } else { &nothing };
    let windows = [
        (left.clone(), left.behind_last(name)),
        (told.right.clone(), told.right.before_first(name)),
        (left.then(&told.right), 0),
    ];
    let best = windows
        .iter()
        .filter(|(window, _)| !window.is_empty())
        .map(|(window, gap)| {
            let named = name.found_in(window, around);
            let far = gap.saturating_sub(1).min(8);
            named * (0.45 + 0.55 * covered) - 0.05 * short(far)
        })
        .fold(0.0, f32::max);
    let right = told.right.before_first(name) == 0 && name.found_in(&told.right, &nothing) > 0.99;
    // 21家企业开工建新: the name itself stands behind the figure.
    let best = if right { best.max(0.85) } else { best };
    if best > 0.0 {
        best * 0.95 + bonus(name) * best
    } else {
        0.0
    }
}

/// A longer name says more.
fn bonus(name: &Phrase) -> f32 {
    short(name.len().min(10)) * 0.005
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn short(number: usize) -> f32 {
    number as f32
}

/// The words that the titles of two indicators begin with.
fn family(first: &Named<'_>, second: &Named<'_>) -> Phrase {
    let pairs = first
        .indicator
        .title
        .zh
        .chars()
        .zip(second.indicator.title.zh.chars());
    let shared: String = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    Phrase::of(&shared)
}

/// What the figure told just before says about this one.
fn standing(told: &Told<'_>, named: &Named<'_>, before: Option<&Earlier<'_>>, family: bool) -> f32 {
    let Some(before) = before else { return 0.0 };
    let rate = told.claim.figure.kind == Kind::Ratio && !named.made_of.is_empty();
    let dependent = rate && told.subject.len() <= 5;
    match &before.bound {
        Some(bound) => {
            let of = &*bound.named.indicator.name;
            let kin = bound.named.pack == named.pack;
            if rate && (family || named.made_of.contains(&of)) {
                0.2
            } else if kin && dependent {
                // 受理66起，化解率100%: another rate of that name is not the one of these 66.
                -0.25
            } else if kin && bound.named.register.is_some() && bound.named.register == named.register {
                0.04
            } else if kin {
                0.03
            } else if dependent {
                -0.3
            } else {
                0.0
            }
        }
        // 受理66起，化解率100%: the rate is that of matters nobody keeps, whatever other rates are called so.
        None if dependent => -0.5,
        None => 0.0,
    }
}

/// Which way a change goes, as a sign.
pub(super) fn sign(told: &Told<'_>) -> i64 {
    match told.claim.figure.change.map(|change| change.direction) {
        Some(Direction::Down) => -1,
        _ => 1,
    }
}
