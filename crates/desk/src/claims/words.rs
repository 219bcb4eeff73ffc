//! Phrases laid side by side: what is left of a phrase once its filling is taken out, and how much of one is found in
//! another.

/// Words that add nothing to what is told, longest first.
const FILLING: &str = include_str!("filling.txt");

/// A phrase as its characters, filling, marks and spaces taken out. Marks become gaps that no pair of characters spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase(Vec<char>);

/// Stands where a mark or filling was.
const GAP: char = '\0';

impl Phrase {
    pub(super) fn of(text: &str) -> Self {
        let mut kept = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let filling = FILLING.lines().find(|word| rest.starts_with(word));
            if let Some(word) = filling.filter(|word| !word.is_empty()) {
                rest = rest.get(word.len()..).unwrap_or_default();
                continue;
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            match first {
                '“' | '”' | '"' | '（' | '）' | '(' | ')' | ' ' | '\u{3000}' | '的' => {}
                first if first.is_alphanumeric() => kept.extend(first.to_lowercase()),
                _ if kept.last() != Some(&GAP) && !kept.is_empty() => kept.push(GAP),
                _ => {}
            }
        }
        if kept.last() == Some(&GAP) {
            kept.pop();
        }
        Phrase(kept)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many characters, gaps left out.
    pub(super) fn len(&self) -> usize {
        self.0.iter().filter(|each| **each != GAP).count()
    }

    /// The two phrases one after the other, with nothing between.
    pub(super) fn then(&self, other: &Phrase) -> Phrase {
        let mut joined = self.0.clone();
        joined.extend(&other.0);
        Phrase(joined)
    }

    pub(super) fn contains(&self, other: &Phrase) -> bool {
        !other.is_empty() && self.0.windows(other.0.len()).any(|window| window == other.0)
    }

    /// The phrase without the first place where `other` stands in it.
    pub(super) fn without(&self, other: &Phrase) -> Phrase {
        let at = self
            .0
            .windows(other.0.len().max(1))
            .position(|window| window == other.0);
        match at {
            Some(at) => {
                let mut left = self.0.clone();
                left.drain(at..at + other.0.len());
                Phrase(left)
            }
            None => self.clone(),
        }
    }

    /// Its pairs of neighbouring characters; a phrase of one character is its own pair.
    fn pairs(&self) -> Vec<[char; 2]> {
        if let [only] = self.0[..] {
            return vec![[only, only]];
        }
        self.0
            .windows(2)
            .filter(|pair| !pair.contains(&GAP))
            .map(|pair| [pair[0], pair[1]])
            .collect()
    }

    /// The share of this phrase's pairs that stand in `other`, 0 to 1. Pairs found only in `around` count half.
    pub(super) fn found_in(&self, other: &Phrase, around: &Phrase) -> f32 {
        let pairs = self.pairs();
        let (near, far) = (other.pairs(), around.pairs());
        let weigh = |pair: &[char; 2]| {
            if near.contains(pair) {
                1.0
            } else if far.contains(pair) {
                0.6
            } else {
                0.0
            }
        };
        let found: f32 = pairs.iter().map(weigh).sum();
        found / count(pairs.len())
    }

    /// As [`Phrase::found_in`], later pairs weighing more: a Chinese phrase ends with what it speaks of.
    pub(super) fn headed_in(&self, other: &Phrase) -> f32 {
        let pairs = self.pairs();
        let there = other.pairs();
        let weight = |from_end: usize| 1.0 / (1.0 + count(from_end + 1) / 4.0);
        let (mut found, mut whole) = (0.0, 0.0);
        for (from_end, pair) in pairs.iter().rev().enumerate() {
            whole += weight(from_end);
            if there.contains(pair) {
                found += weight(from_end);
            }
        }
        if whole > 0.0 { found / whole } else { 0.0 }
    }

    /// The phrase from its last mark on: of things listed, the last.
    pub(super) fn last_listed(&self) -> Phrase {
        let from = self
            .0
            .iter()
            .rposition(|each| *each == GAP)
            .map_or(0, |gap| gap + 1);
        Phrase(self.0.get(from..).unwrap_or_default().to_vec())
    }

    /// How many characters stand behind the last pair that is also in `other`.
    pub(super) fn behind_last(&self, other: &Phrase) -> usize {
        let there = other.pairs();
        let after = self
            .0
            .windows(2)
            .rev()
            .position(|pair| there.contains(&[pair[0], pair[1]]));
        after.unwrap_or(self.0.len())
    }

    /// How many characters stand before the first pair that is also in `other`.
    pub(super) fn before_first(&self, other: &Phrase) -> usize {
        let there = other.pairs();
        let before = self
            .0
            .windows(2)
            .position(|pair| there.contains(&[pair[0], pair[1]]));
        before.unwrap_or(self.0.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "phrases have few characters")]
fn count(number: usize) -> f32 {
    number.max(1) as f32
}

/// Where a sentence begins and ends around a byte.
pub(super) fn sentence(text: &str, at: usize) -> (usize, usize) {
    around(text, at, &['。', '！', '？', '；', '!', '?', ';', '\n'])
}

/// Where a clause begins and ends around a byte.
pub(super) fn clause(text: &str, at: usize) -> (usize, usize) {
    around(
        text,
        at,
        &['。', '！', '？', '；', '，', '：', '!', '?', ';', ',', ':', '\n'],
    )
}

fn around(text: &str, at: usize, marks: &[char]) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .find(|(_, each)| marks.contains(each))
        .map_or(0, |(at, each)| at + each.len_utf8());
    let end = after.find(marks).map_or(text.len(), |end| at + end);
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filling_and_marks_are_taken_out() {
        assert_eq!(Phrase::of("全镇累计化解各类矛盾纠纷"), Phrase::of("化解矛盾纠纷"));
        assert_eq!(Phrase::of("“拆窗破网”行动").len(), 6);
    }

    #[test]
    fn no_pair_spans_a_mark() {
        let none = Phrase::default();
        let listed = Phrase::of("矛盾纠纷、投诉建议");
        assert!(Phrase::of("纷投").found_in(&listed, &none) < 0.1);
        assert!((Phrase::of("投诉").found_in(&listed, &none) - 1.0).abs() < 0.01);
    }

    #[test]
    fn the_end_of_a_phrase_weighs_most() {
        let told = Phrase::of("规上企业产值");
        assert!(told.headed_in(&Phrase::of("产值")) > told.headed_in(&Phrase::of("规上")));
    }

    #[test]
    fn a_clause_ends_at_a_comma_and_a_sentence_does_not() {
        let text = "排查隐患20个，整改18个。另有";
        let at = text.find("18").unwrap();
        let cut = |(start, end): (usize, usize)| &text[start..end];
        assert_eq!(cut(clause(text, at)), "整改18个");
        assert_eq!(cut(sentence(text, at)), "排查隐患20个，整改18个");
    }
}
