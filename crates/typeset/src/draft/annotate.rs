//! Putting the marks of comments into the XML of a document, by insertion only.

use std::collections::BTreeMap;
use std::ops::Range;

use super::read::{Piece, Reading};
use crate::docx::comments;
use crate::error::Error;
use crate::paper::Remark;

/// What goes in at one place: the marks, and what closes and opens the run around them.
#[derive(Default)]
struct Insertion {
    before: String,
    ends: String,
    starts: String,
    after: String,
}

/// The insertions by their place in the XML, and the tags whose text may begin or end in a blank now.
#[derive(Default)]
struct Patch {
    insertions: BTreeMap<usize, Insertion>,
    tags: BTreeMap<usize, Range<usize>>,
}

/// The document with marks for the remarks, numbered from `first`.
pub(super) fn marked(
    xml: &str,
    reading: &Reading,
    remarks: &[(Range<usize>, Remark)],
    first: usize,
) -> Result<String, Error> {
    let mut patch = Patch::default();
    for (index, (span, _)) in remarks.iter().enumerate() {
        let outside = || Error::RemarkOutside {
            index,
            start: span.start,
            end: span.end,
            length: reading.text.len(),
        };
        let sound = reading
            .text
            .get(span.clone())
            .is_some_and(|text| !text.is_empty());
        let from = reading
            .pieces
            .partition_point(|piece| piece.text.end <= span.start);
        let to = reading
            .pieces
            .partition_point(|piece| piece.text.start < span.end);
        if !sound || from >= to {
            return Err(outside());
        }
        patch
            .start(xml, reading, from, span.start, &comments::start(first + index))
            .ok_or_else(outside)?;
        patch
            .end(xml, reading, to - 1, span.end, &comments::end(first + index))
            .ok_or_else(outside)?;
    }
    Ok(patch.applied(xml))
}

impl Patch {
    /// Puts a mark before offset `at` of the text, in or before piece `index`.
    fn start(&mut self, xml: &str, reading: &Reading, index: usize, at: usize, mark: &str) -> Option<()> {
        let piece = reading.pieces.get(index)?;
        let previous = index
            .checked_sub(1)
            .and_then(|i| reading.pieces.get(i))
            .filter(|p| p.run == piece.run);
        let insertion = if at > piece.text.start && piece.literal {
            self.inside(xml, reading, piece, piece.xml.start + (at - piece.text.start))?
        } else if let Some(previous) = previous {
            self.between(xml, reading, previous, piece)?
        } else {
            self.insertions
                .entry(reading.runs.get(piece.run)?.whole.start)
                .or_default()
        };
        insertion.starts.push_str(mark);
        Some(())
    }

    /// Puts a mark after offset `at` of the text, in or after piece `index`.
    fn end(&mut self, xml: &str, reading: &Reading, index: usize, at: usize, mark: &str) -> Option<()> {
        let piece = reading.pieces.get(index)?;
        let next = reading.pieces.get(index + 1).filter(|p| p.run == piece.run);
        let insertion = if at < piece.text.end && piece.literal {
            self.inside(xml, reading, piece, piece.xml.start + (at - piece.text.start))?
        } else if let Some(next) = next {
            self.between(xml, reading, piece, next)?
        } else {
            self.insertions
                .entry(reading.runs.get(piece.run)?.whole.end)
                .or_default()
        };
        insertion.ends.push_str(mark);
        Some(())
    }

    /// The place between two pieces of one run.
    fn between(
        &mut self,
        xml: &str,
        reading: &Reading,
        left: &Piece,
        right: &Piece,
    ) -> Option<&mut Insertion> {
        if left.tag.is_some() && left.tag == right.tag {
            return self.inside(xml, reading, right, right.xml.start);
        }
        // Between two elements: before the right one begins.
        let at = right.tag.as_ref().map_or(right.xml.start, |tag| tag.start);
        let properties = xml.get(reading.runs.get(right.run)?.properties.clone())?;
        let insertion = self.insertions.entry(at).or_default();
        insertion.before = "</w:r>".to_owned();
        insertion.after = format!("<w:r>{properties}");
        Some(insertion)
    }

    /// A place inside a `w:t`: the text on both sides keeps its blanks and its look.
    fn inside(&mut self, xml: &str, reading: &Reading, piece: &Piece, at: usize) -> Option<&mut Insertion> {
        let tag = piece.tag.clone()?;
        self.tags.insert(tag.start, tag);
        let properties = xml.get(reading.runs.get(piece.run)?.properties.clone())?;
        let insertion = self.insertions.entry(at).or_default();
        insertion.before = "</w:t></w:r>".to_owned();
        insertion.after = format!("<w:r>{properties}<w:t xml:space=\"preserve\">");
        Some(insertion)
    }

    /// The document with everything put in.
    fn applied(self, xml: &str) -> String {
        let mut out = String::with_capacity(xml.len() + self.insertions.len() * 256);
        let mut done = 0;
        let mut copy = |out: &mut String, to: usize| {
            out.push_str(xml.get(done..to).unwrap_or_default());
            done = to;
        };
        let mut tags = self.tags.into_values().peekable();
        for (at, insertion) in self.insertions {
            while let Some(tag) = tags.next_if(|tag| tag.end <= at) {
                copy(&mut out, tag.start);
                out.push_str("<w:t xml:space=\"preserve\">");
                copy_past(&mut copy, tag.end);
            }
            copy(&mut out, at);
            for text in [
                &insertion.before,
                &insertion.ends,
                &insertion.starts,
                &insertion.after,
            ] {
                out.push_str(text);
            }
        }
        copy(&mut out, xml.len());
        out
    }
}

/// Leaves out what stands up to an offset.
fn copy_past(copy: &mut impl FnMut(&mut String, usize), to: usize) {
    copy(&mut String::new(), to);
}
