//! How a claim comes out: borne out, different, of another time, or of nothing that is kept.

use super::bind::{Aspect, BOUND, Candidate, TIE, sign};
use super::judge::Stated;
use super::live::{Known, Live, Lookup};
use super::told::Told;
use super::unit::told_in;
use crate::error::DeskError;
use crate::lineage::Contributor;
use pack::Text;
use pack::model::Measure;
use quantity::{Comparator, Kind, Period, Unit, write};
use report::{Number, PeriodSource, Reading};
use rust_decimal::Decimal;
use serde::Serialize;
use standards::PlaceCode;
use std::ops::Range;

/// Digits that a number must have before it is looked for at other times: a 5 is found everywhere.
const TELLING: usize = 3;

/// How a claim comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The records bear it out.
    Agrees,
    /// The records say otherwise.
    Differs,
    /// No indicator speaks of it, or none with records.
    NoSource,
    /// It is the figure of another time.
    Stale,
}

impl Verdict {
    /// Its name to people.
    #[must_use]
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Verdict::Agrees => ("相符", "agrees"),
            Verdict::Differs => ("不符", "differs"),
            Verdict::NoSource => ("无来源", "no source"),
            Verdict::Stale => ("期次不符", "of another time"),
        };
        Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// A claim with how it came out. Positions are characters of the file.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedClaim {
    /// The figure as written.
    pub text: String,
    /// First character and the one after the last, in the file.
    pub span: [usize; 2],
    /// Its bytes in the document's text.
    #[serde(skip)]
    pub bytes: Range<usize>,
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
    /// The period it is told for.
    pub period: Option<String>,
    /// Path of its headings.
    pub section: String,
    /// The indicator it speaks of.
    pub indicator: Option<String>,
    /// That indicator's name to people.
    pub title: Option<Text>,
    /// What of the indicator it tells.
    pub aspect: Option<Aspect>,
    /// Codes that it is narrowed to, by dimension.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<(String, Vec<String>)>,
    /// The place it speaks of.
    pub place: String,
    /// What the records say, in the claim's unit.
    pub live: Option<Number>,
    /// The same, as a paper would write it.
    pub live_text: Option<String>,
    /// How it came out.
    pub verdict: Verdict,
    /// The claim less what the records say, when they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Number>,
    /// The period whose figure it is, when it is of another time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_period: Option<String>,
    /// How many records the figure is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<i64>,
    /// The first of those records, when the claim is not borne out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub behind: Vec<Contributor>,
    /// Indicators it may speak of, the likeliest first.
    pub nearest: Vec<Near>,
    /// The verdict in words.
    pub note: Text,
}

/// An indicator that a claim may speak of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Near {
    /// Its name.
    pub indicator: String,
    /// Its name to people.
    pub title: Text,
    /// How likely, 0 to 1; from 0.62 on it is taken.
    pub score: f32,
}

/// A candidate as shown.
pub(super) fn near(candidate: &Candidate<'_>) -> Near {
    Near {
        indicator: candidate.named.indicator.name.clone(),
        title: candidate.named.indicator.title.clone(),
        score: (candidate.score * 100.0).round() / 100.0,
    }
}

/// A claim with what it is asked against.
pub(super) struct Question<'q> {
    pub(super) reading: &'q Reading,
    pub(super) told: &'q Told<'q>,
    pub(super) place: PlaceCode,
    /// The period it is told for.
    pub(super) period: Option<Period>,
    /// Periods that the text stated before for figures of each pack, the latest first. They may be meant where the text
    /// tells no period itself.
    pub(super) stated: &'q [(String, Period)],
}

/// What was found for one candidate.
struct Found {
    lookup: Lookup,
    known: Known,
    /// In the claim's unit.
    real: Option<Decimal>,
}

/// What a claim was taken to speak of, and for which period.
pub(super) type Bound<'s> = (Candidate<'s>, Period);

/// Judges a claim, and tells what it was taken to speak of.
pub(super) fn judge<'s>(
    question: &Question<'_>,
    candidates: &[Candidate<'s>],
    live: &dyn Live,
) -> Result<(CheckedClaim, Option<Bound<'s>>), DeskError> {
    let mut claim = question.blank(candidates);
    let text = question.reading.document.text();
    let best = candidates.first().filter(|best| best.score >= BOUND);
    let parts = best
        .zip(question.period)
        .zip(Stated::of(&question.told.claim.figure, text));
    let Some(((best, period), stated)) = parts else {
        claim.note = no_source(candidates);
        return Ok((claim, None));
    };
    let near = candidates
        .iter()
        .filter(|each| each.score >= (best.score - TIE).max(BOUND));
    let mut chosen: Option<(&Candidate<'s>, Found)> = None;
    'found: for candidate in near {
        let first = chosen.is_none();
        for period in question.periods(candidate, period) {
            let found = question.find(candidate, period, live)?;
            let told = found.real.is_some_and(|real| stated.tells(real));
            let nearer = |other: &Found| found.distance(&stated) < other.distance(&stated);
            if told || chosen.as_ref().is_none_or(|(_, other)| first && nearer(other)) {
                chosen = Some((candidate, found));
            }
            if told {
                break 'found;
            }
        }
    }
    let Some((candidate, found)) = chosen else {
        return Ok((claim, None));
    };
    question.settle(&mut claim, candidate, &found, &stated, live)?;
    Ok((claim, Some((candidate.clone(), found.lookup.period))))
}

impl Found {
    /// How far the stated number is from the real one.
    fn distance(&self, stated: &Stated) -> Decimal {
        self.real
            .and_then(|real| stated.value.checked_sub(real))
            .map_or(Decimal::MAX, |distance| distance.abs())
    }
}

impl Question<'_> {
    /// The periods that a claim may be told for: its own; and where only the chapter tells it, those the text stated
    /// before for returns of the same pack: 1—11月 is not said again with every figure.
    fn periods(&self, candidate: &Candidate<'_>, own: Period) -> Vec<Period> {
        let mut periods = vec![own];
        let assumed = self.told.claim.period_source == Some(PeriodSource::Section);
        if assumed && matches!(candidate.named.indicator.measure, Measure::Return { .. }) {
            for (pack, period) in self.stated {
                let within = own.contains(period.first()) && own.contains(period.last());
                if pack == candidate.named.pack && within && !periods.contains(period) {
                    periods.push(*period);
                }
            }
        }
        periods
    }

    fn blank(&self, candidates: &[Candidate<'_>]) -> CheckedClaim {
        let claim = self.told.claim;
        let figure = &claim.figure;
        let document = &self.reading.document;
        let span = document.in_file(figure.span.first..figure.span.last);
        let section = self.reading.outline.section(claim.section);
        CheckedClaim {
            text: figure.span.of(document.text()).to_owned(),
            span: [span.start, span.end],
            bytes: figure.span.start..figure.span.end,
            value: figure.value.map(Number),
            unit: figure.unit.map(|unit| unit.to_string().replace('％', "%")),
            comparator: figure.comparator,
            kind: figure.kind,
            subject: claim.subject.as_ref().map(|subject| subject.phrase.clone()),
            period: claim.period.map(|period| period.to_string()),
            section: section.map(|section| section.path.clone()).unwrap_or_default(),
            indicator: None,
            title: None,
            aspect: None,
            only: Vec::new(),
            place: self.place.to_string(),
            live: None,
            live_text: None,
            verdict: Verdict::NoSource,
            difference: None,
            other_period: None,
            records: None,
            behind: Vec::new(),
            nearest: candidates.iter().map(near).collect(),
            note: Text::default(),
        }
    }

    fn lookup(&self, candidate: &Candidate<'_>, period: Period) -> Lookup {
        Lookup {
            indicator: candidate.named.indicator.name.clone(),
            place: self.place,
            period,
            only: candidate.only.clone(),
        }
    }

    fn find(&self, candidate: &Candidate<'_>, period: Period, live: &dyn Live) -> Result<Found, DeskError> {
        let lookup = self.lookup(candidate, period);
        let known = live.known(&lookup)?;
        let against = |period: Period| -> Result<Option<Decimal>, DeskError> {
            let known = live.known(&Lookup {
                period,
                ..lookup.clone()
            })?;
            Ok(known.value.filter(|_| known.records != 0))
        };
        let told_unit = self.told.claim.figure.unit;
        let kept = &*candidate.named.indicator.unit;
        let sign = Decimal::from(sign(self.told));
        let real = match candidate.aspect {
            Aspect::Value => known.value.map(|value| told_in(value, kept, told_unit)),
            Aspect::YearOnYear => growth(known.value, against(period.year_before())?).map(|by| by * sign),
            Aspect::OnPrevious => growth(known.value, against(period.preceding())?).map(|by| by * sign),
            Aspect::Moved => known
                .value
                .zip(against(period.year_before())?)
                .and_then(|(now, then)| now.checked_sub(then))
                .map(|by| told_in(by, kept, told_unit) * sign),
        };
        Ok(Found { lookup, known, real })
    }

    fn settle(
        &self,
        claim: &mut CheckedClaim,
        candidate: &Candidate<'_>,
        found: &Found,
        stated: &Stated,
        live: &dyn Live,
    ) -> Result<(), DeskError> {
        let indicator = candidate.named.indicator;
        claim.indicator = Some(indicator.name.clone());
        claim.title = Some(indicator.title.clone());
        claim.aspect = Some(candidate.aspect);
        claim.only = candidate.only.clone();
        claim.period = Some(found.lookup.period.to_string());
        let empty = found.known.records == 0 && !stated.value.is_zero() && {
            let ever = Lookup {
                period: Period::between(super::BEGINNING, found.lookup.period.last())
                    .unwrap_or(found.lookup.period),
                ..found.lookup.clone()
            };
            live.known(&ever)?.records == 0
        };
        let Some(real) = found.real.filter(|_| !empty) else {
            claim.note = nothing_kept(&indicator.title, candidate.aspect, found.lookup.period);
            return Ok(());
        };
        claim.live = Some(Number(real.normalize()));
        claim.records = Some(found.known.records);
        let unit = self.told.claim.figure.unit;
        let written = write::exact(rounded(real), unit);
        claim.live_text = Some(written.clone());
        if stated.tells(real) {
            claim.verdict = Verdict::Agrees;
            claim.note = agrees(&indicator.title, candidate.aspect, &written);
            return Ok(());
        }
        let difference = stated.value - real;
        claim.difference = Some(Number(difference.normalize()));
        claim.behind = live.behind(&found.lookup)?;
        let other = self.other_time(candidate, stated, found, live)?;
        claim.verdict = if other.is_some() {
            Verdict::Stale
        } else {
            Verdict::Differs
        };
        claim.other_period = other.map(|period| period.to_string());
        claim.note = match other {
            Some(other) => stale(&indicator.title, other, found.lookup.period, &written),
            None => differs(&indicator.title, candidate.aspect, &written, difference, unit),
        };
        Ok(())
    }

    /// The other period whose figure the claim tells: the same span a year before, or the year up to another month. A
    /// number one digit off is a slip of the pen and is not looked for elsewhere, nor is a number of few digits.
    fn other_time(
        &self,
        candidate: &Candidate<'_>,
        stated: &Stated,
        found: &Found,
        live: &dyn Live,
    ) -> Result<Option<Period>, DeskError> {
        let slip = found.real.is_none_or(|real| stated.is_slip(real));
        if slip || stated.sharpness() < TELLING || candidate.aspect != Aspect::Value {
            return Ok(None);
        }
        let period = found.lookup.period;
        let year = period.last().year();
        let to_months = (1..=12)
            .rev()
            .filter_map(|month| Period::months_of(year, 1, month));
        for other in std::iter::once(period.year_before()).chain(to_months) {
            if other == period {
                continue;
            }
            let there = self.find(candidate, other, live)?;
            if there.known.records != 0 && there.real.is_some_and(|real| stated.tells(real)) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }
}

fn growth(now: Option<Decimal>, base: Option<Decimal>) -> Option<Decimal> {
    let (now, base) = now.zip(base.filter(|base| !base.is_zero()))?;
    now.checked_sub(base)?
        .checked_div(base.abs())?
        .checked_mul(Decimal::ONE_HUNDRED)
}

/// As many digits as a person needs to see.
fn rounded(value: Decimal) -> Decimal {
    value.round_dp(2)
}

fn aspect_name(aspect: Aspect) -> (&'static str, &'static str) {
    match aspect {
        Aspect::Value => ("", ""),
        Aspect::YearOnYear => ("同比增幅", " year on year"),
        Aspect::OnPrevious => ("环比增幅", " on the period before"),
        Aspect::Moved => ("同比增减", " moved in a year"),
    }
}

fn agrees(title: &Text, aspect: Aspect, live: &str) -> Text {
    let (zh, en) = aspect_name(aspect);
    Text {
        zh: format!("与“{}”{zh}相符：{live}", title.zh),
        en: format!("agrees with “{}”{en}: {live}", title.en),
    }
}

fn differs(title: &Text, aspect: Aspect, live: &str, by: Decimal, unit: Option<Unit>) -> Text {
    let (zh, en) = aspect_name(aspect);
    let much = write::exact(rounded(by.abs()), unit);
    let (more, over) = if by.is_sign_negative() {
        ("少报", "too little by")
    } else {
        ("多报", "too much by")
    };
    if by.is_zero() {
        return Text {
            zh: format!("“{}”{zh}正好是{live}，表述不成立", title.zh),
            en: format!("“{}”{en} is exactly {live}; the words do not hold", title.en),
        };
    }
    Text {
        zh: format!("“{}”{zh}实为{live}，{more}{much}", title.zh),
        en: format!("“{}”{en} is {live}; {over} {much}", title.en),
    }
}

fn stale(title: &Text, other: Period, asked: Period, live: &str) -> Text {
    Text {
        zh: format!("这是“{}”{}的数，{}为{live}", title.zh, other.zh(), asked.zh()),
        en: format!(
            "this is “{}” of {}; for {} it is {live}",
            title.en,
            other.en(),
            asked.en()
        ),
    }
}

fn nothing_kept(title: &Text, aspect: Aspect, period: Period) -> Text {
    let (zh, en) = aspect_name(aspect);
    Text {
        zh: format!("“{}”{}没有可比的记录，无法核对{zh}", title.zh, period.zh()),
        en: format!(
            "there are no records of “{}” for {} to hold it against{en}",
            title.en,
            period.en()
        ),
    }
}

fn no_source(candidates: &[Candidate<'_>]) -> Text {
    match candidates.first() {
        Some(near) => Text {
            zh: format!("没有对应的指标；最接近的是“{}”", near.named.indicator.title.zh),
            en: format!(
                "no indicator speaks of it; the nearest is “{}”",
                near.named.indicator.title.en
            ),
        },
        None => Text {
            zh: "没有对应的指标".to_owned(),
            en: "no indicator speaks of it".to_owned(),
        },
    }
}
