//! A document as plain text with its blocks, and the way back from the text to the file it came from.

use std::ops::Range;

/// What a block of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Paragraph,
    /// A heading that the file marks as one, 1 for the highest.
    Heading(u8),
    /// A cell of a table.
    Cell {
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
    },
}

/// A stretch of the text that stands on its own lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// What it is.
    pub role: Role,
}

/// Where a character of the text stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The character (Unicode code point) of the file, from 0.
    Character(usize),
    /// A paragraph of a word-processor file, from 0 in the order of the file, and a character within it.
    Paragraph {
        /// Paragraph, from 0.
        paragraph: usize,
        /// Character within the paragraph's text, from 0.
        offset: usize,
    },
}

/// A stretch of characters that stands in the text as it does in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// First character in the text.
    pub(crate) text: usize,
    /// First character in the file, or the paragraph's number.
    pub(crate) file: usize,
    /// How many characters; a stretch of one may stand for a longer entity in the file.
    pub(crate) length: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// The text is the file.
    Same,
    /// The text was taken out of marked-up text.
    Markup(Vec<Stretch>),
    /// The text was taken out of paragraphs of a word-processor file.
    Paper(Vec<Stretch>),
}

/// A document: its text, its blocks, and where they stand in the file.
///
/// ```
/// use report::{Document, Position};
///
/// let page = Document::html("<p>新增<b>规上企业5家</b>。</p>");
/// assert_eq!(page.text(), "新增规上企业5家。");
/// assert_eq!(page.position(6), Position::Character(12), "the 5 stands behind two tags in the file");
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    text: String,
    blocks: Vec<Block>,
    origin: Origin,
}

impl Document {
    /// A document of plain text, one block a line.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut blocks = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bytes = start..start + line.trim_end_matches(['\n', '\r']).len();
            start += line.len();
            if !bytes.is_empty() {
                blocks.push(Block {
                    bytes,
                    role: Role::Paragraph,
                });
            }
        }
        Document {
            text,
            blocks,
            origin: Origin::Same,
        }
    }

    pub(crate) fn new(text: String, blocks: Vec<Block>, origin: Origin) -> Self {
        Document { text, blocks, origin }
    }

    /// The text that is read: all that a person sees, one block a line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Where a character of the text stands in the file.
    #[must_use]
    pub fn position(&self, character: usize) -> Position {
        match &self.origin {
            Origin::Same => Position::Character(character),
            Origin::Markup(stretches) => {
                let (stretch, offset) = find(stretches, character);
                Position::Character(stretch.file + offset.min(stretch.length.saturating_sub(1)))
            }
            Origin::Paper(stretches) => {
                let (stretch, offset) = find(stretches, character);
                Position::Paragraph {
                    paragraph: stretch.file,
                    offset,
                }
            }
        }
    }

    /// The characters of the file from the one where `characters` begin to behind the one where they end. For a
    /// word-processor file, which has no characters of its own, those of the text.
    #[must_use]
    pub fn in_file(&self, characters: Range<usize>) -> Range<usize> {
        let last = characters.end.saturating_sub(1).max(characters.start);
        match (self.position(characters.start), self.position(last)) {
            (Position::Character(start), Position::Character(end)) => start..end + 1,
            _ => characters,
        }
    }
}

fn find(stretches: &[Stretch], character: usize) -> (Stretch, usize) {
    let at = stretches
        .partition_point(|stretch| stretch.text <= character)
        .saturating_sub(1);
    let nothing = Stretch {
        text: 0,
        file: 0,
        length: 0,
    };
    let stretch = stretches.get(at).copied().unwrap_or(nothing);
    (stretch, character.saturating_sub(stretch.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_its_own_file() {
        let document = Document::plain("一、回顾\r\n\r\n完成5家。");
        let lines: Vec<&str> = document
            .blocks()
            .iter()
            .map(|block| &document.text()[block.bytes.clone()])
            .collect();
        assert_eq!(lines, ["一、回顾", "完成5家。"]);
        assert_eq!(document.in_file(8..10), 8..10);
    }
}
