//! What is to be said of stretches of a text: every figure marked by how it came out, ready to be shown on a page.

use super::{Check, Verdict};
use pack::Text;
use std::ops::Range;

/// What is to be said of a stretch, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkSort {
    /// It was put there by the records themselves.
    Bound,
    /// The records bear it out.
    Agrees,
    /// No indicator speaks of it.
    NoSource,
    /// It is the figure of another time.
    Stale,
    /// The records say otherwise.
    Differs,
    /// The text speaks against itself.
    Contradicts,
}

impl MarkSort {
    /// Its name in stylesheets.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            MarkSort::Bound => "bound",
            MarkSort::Agrees => "agrees",
            MarkSort::NoSource => "no-source",
            MarkSort::Stale => "stale",
            MarkSort::Differs => "differs",
            MarkSort::Contradicts => "contradicts",
        }
    }

    /// Its name to people.
    #[must_use]
    pub fn title(self) -> Text {
        let verdict = match self {
            MarkSort::Agrees => Verdict::Agrees,
            MarkSort::NoSource => Verdict::NoSource,
            MarkSort::Stale => Verdict::Stale,
            MarkSort::Differs => Verdict::Differs,
            MarkSort::Bound => return text("绑定台账", "bound to records"),
            MarkSort::Contradicts => return text("自相矛盾", "contradicts itself"),
        };
        verdict.title()
    }

    fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Agrees => MarkSort::Agrees,
            Verdict::Differs => MarkSort::Differs,
            Verdict::NoSource => MarkSort::NoSource,
            Verdict::Stale => MarkSort::Stale,
        }
    }
}

/// A figure's address: what is asked of which indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureAt {
    /// The indicator.
    pub indicator: String,
    /// The period; empty when none was told.
    pub period: String,
    /// The place.
    pub place: String,
}

impl FigureAt {
    /// The query that asks for it.
    #[must_use]
    pub fn query(&self) -> String {
        format!("period={}&place={}", self.period, self.place)
    }
}

/// A stretch of a text and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes in the document's text.
    pub bytes: Range<usize>,
    /// What.
    pub sort: MarkSort,
    /// The same in words.
    pub note: Text,
    /// The live figure that it is held against.
    pub figure: Option<FigureAt>,
}

/// A piece of a text, with the marks that begin with it; none where nothing is to be said.
#[derive(Clone, Debug)]
pub struct Piece<'t, 'm> {
    /// Its words.
    pub text: &'t str,
    /// What is to be said of them.
    pub marks: Vec<&'m Mark>,
}

impl Piece<'_, '_> {
    /// The gravest of its marks.
    #[must_use]
    pub fn gravest(&self) -> Option<MarkSort> {
        self.marks.iter().map(|mark| mark.sort).max()
    }

    /// The figure it leads to.
    #[must_use]
    pub fn figure(&self) -> Option<&FigureAt> {
        self.marks.iter().find_map(|mark| mark.figure.as_ref())
    }
}

impl Check {
    /// The marks of a checked text, in order.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        let claims = self.claims.iter().map(|claim| Mark {
            bytes: claim.bytes.clone(),
            sort: MarkSort::of(claim.verdict),
            note: claim.note.clone(),
            figure: claim.indicator.as_ref().map(|indicator| FigureAt {
                indicator: indicator.clone(),
                period: claim.period.clone().unwrap_or_default(),
                place: claim.place.clone(),
            }),
        });
        let against = self.contradictions.iter().flat_map(|contradiction| {
            contradiction.bytes.iter().map(|bytes| Mark {
                bytes: bytes.clone(),
                sort: MarkSort::Contradicts,
                note: contradiction.message.clone(),
                figure: None,
            })
        });
        let mut marks: Vec<Mark> = claims.chain(against).collect();
        marks.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end));
        marks
    }
}

/// A stretch of a text as pieces. Marks must be in order; where two overlap, the later one that does not begin with the
/// first is passed over.
#[must_use]
pub fn pieces<'t, 'm>(text: &'t str, bytes: &Range<usize>, marks: &'m [Mark]) -> Vec<Piece<'t, 'm>> {
    let words = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let from = marks.partition_point(|mark| mark.bytes.start < bytes.start);
    let inside: Vec<&Mark> = marks
        .iter()
        .skip(from)
        .take_while(|mark| mark.bytes.start < bytes.end)
        .filter(|mark| mark.bytes.end <= bytes.end)
        .collect();
    let mut pieces = Vec::new();
    let mut at = bytes.start;
    for here in inside.chunk_by(|one, other| one.bytes.start == other.bytes.start) {
        let Some(first) = here.first().filter(|first| first.bytes.start >= at) else {
            continue;
        };
        pieces.push(Piece {
            text: words(at, first.bytes.start),
            marks: Vec::new(),
        });
        pieces.push(Piece {
            text: words(first.bytes.start, first.bytes.end),
            marks: here.to_vec(),
        });
        at = first.bytes.end;
    }
    pieces.push(Piece {
        text: words(at, bytes.end),
        marks: Vec::new(),
    });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(bytes: Range<usize>, sort: MarkSort) -> Mark {
        Mark {
            bytes,
            sort,
            note: Text::default(),
            figure: None,
        }
    }

    #[test]
    fn pieces_make_the_text_again_and_a_stretch_with_two_marks_is_as_grave_as_the_graver() {
        let marks = [
            mark(2..3, MarkSort::Agrees),
            mark(2..3, MarkSort::Contradicts),
            mark(6..8, MarkSort::Stale),
        ];
        let found = pieces("ab1cde23f", &(1..9), &marks);
        let told: String = found.iter().map(|piece| piece.text).collect();
        assert_eq!(told, "b1cde23f");
        let graves: Vec<_> = found.iter().filter_map(Piece::gravest).collect();
        assert_eq!(graves, [MarkSort::Contradicts, MarkSort::Stale]);
    }
}
