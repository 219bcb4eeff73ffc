//! What stands around a claim: the words of its clause, the sentence before it, the places it names.

use super::words::{Phrase, clause, sentence};
use quantity::Kind;
use report::{Claim, Reading};
use standards::{PlaceCode, PlaceTree};

/// A claim with the words around it, ready to be matched. A claim told of several things comes once for each.
pub(super) struct Told<'r> {
    pub(super) claim: &'r Claim,
    /// What it is told of.
    pub(super) subject: Phrase,
    /// The words of its clause before it.
    pub(super) left: Phrase,
    /// The words of its clause behind it.
    pub(super) right: Phrase,
    /// The words of its sentence before its clause.
    pub(super) before: Phrase,
    /// Byte where its sentence begins.
    pub(super) sentence: usize,
    /// The place that its clause names below the town.
    pub(super) place: Option<PlaceCode>,
}

impl<'r> Told<'r> {
    pub(super) fn of(reading: &'r Reading, number: usize, places: &PlaceTree, town: PlaceCode) -> Vec<Self> {
        let Some(claim) = reading.claims.get(number) else {
            return Vec::new();
        };
        let text = reading.document.text();
        let span = claim.figure.span;
        let (start, end) = clause(text, span.start);
        let (opens, _) = sentence(text, span.start);
        let neighbours = || {
            let others = reading.claims.iter().enumerate();
            others
                .filter(|(other, _)| *other != number)
                .map(|(_, claim)| &claim.figure.span)
        };
        let from = neighbours()
            .map(|other| other.end)
            .filter(|end| *end <= span.start)
            .fold(start, usize::max);
        let next = neighbours()
            .map(|other| other.start)
            .filter(|start| *start >= span.end)
            .min();
        let to = next.map_or(end, |next| next.min(end)).max(span.end);
        let left = text.get(from..span.start).unwrap_or_default();
        let right = text.get(span.end..to).unwrap_or_default();
        // What a list goes on with belongs to the next figure.
        let right = if right.starts_with(['、', '和', '及', '与', '或']) {
            ""
        } else {
            right
        };
        let subject = claim.subject.as_ref();
        let parts: Vec<&str> = match subject {
            Some(subject) if subject.each && subject.parts.len() > 1 => {
                subject.parts.iter().map(String::as_str).collect()
            }
            Some(subject) => vec![&subject.phrase],
            None => vec![""],
        };
        let several = parts.len() > 1;
        let place = named_place(
            text.get(start..span.start).unwrap_or_default(),
            places,
            town,
            claim,
        );
        parts
            .into_iter()
            .map(|part| {
                let subject = Phrase::of(part);
                let mut left = if several {
                    subject.clone()
                } else {
                    Phrase::of(left)
                };
                // 受理612件，化解598件: what the clause does not say is what was told before.
                if !left.contains(&subject) && left.len() < 2 + subject.len() / 2 {
                    left = left.then(&subject);
                }
                Told {
                    claim,
                    left,
                    right: Phrase::of(right),
                    before: Phrase::of(text.get(opens..start).unwrap_or_default()),
                    sentence: opens,
                    place,
                    subject,
                }
            })
            .collect()
    }

    /// Whether it says something that a record could bear out.
    pub(super) fn can_be_checked(&self) -> bool {
        let figure = &self.claim.figure;
        figure.soft.is_none()
            && figure.value.is_some()
            && !matches!(figure.kind, Kind::Date | Kind::Code | Kind::Ordinal)
            && self.claim.tense == report::Tense::Result
            && self.claim.part.is_none()
    }
}

/// The place below the town that a clause names in full, the last one named if there are several.
fn named_place(clause: &str, places: &PlaceTree, town: PlaceCode, claim: &Claim) -> Option<PlaceCode> {
    let day = claim
        .period
        .and_then(|told| told.period())
        .map_or_else(|| jiff::civil::date(2000, 1, 1), |period| period.last());
    let named = places.children(town, day).filter_map(|place| {
        let name = place.name.trim_end_matches("民委员会").trim_end_matches("居委会");
        let full = name.chars().count() >= 3 && name.ends_with(['村', '区']);
        Some((clause.rfind(name).filter(|_| full)?, place.code))
    });
    named.max_by_key(|(at, _)| *at).map(|(_, code)| code)
}
