//! Text taken out of marked-up text, character by character, with the way back.

use crate::document::{Block, Document, Origin, Role, Stretch};

/// Collects the text of marked-up text. White space is folded as a browser does it; where the
/// source only breaks a line, and not between Latin words, it is dropped.
pub(crate) struct Extract<'s> {
    source: &'s str,
    /// A byte of the source and the characters before it.
    counted: (usize, usize),
    text: String,
    characters: usize,
    stretches: Vec<Stretch>,
    blocks: Vec<Block>,
    start: usize,
    role: Role,
    /// Where in the source the block before ended; its line ends when the next one has text.
    ended: Option<usize>,
    /// Where white space stands in the source that may still become a space, and whether it only breaks a line.
    space: Option<(usize, bool)>,
}

impl<'s> Extract<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Extract {
            source,
            counted: (0, 0),
            text: String::with_capacity(source.len() / 2),
            characters: 0,
            stretches: Vec::new(),
            blocks: Vec::new(),
            start: 0,
            role: Role::Paragraph,
            ended: None,
            space: None,
        }
    }

    /// Ends the block before and begins one of this role.
    pub(crate) fn begin(&mut self, role: Role) {
        self.space = None;
        if self.ended.is_none() && self.text.len() > self.start {
            self.blocks.push(Block {
                bytes: self.start..self.text.len(),
                role: self.role,
            });
            self.ended = Some(
                self.stretches
                    .last()
                    .map_or(0, |stretch| stretch.file + stretch.length),
            );
        }
        self.role = role;
    }

    /// White space that the source holds in another way, such as a soft line break.
    pub(crate) fn space(&mut self, byte: usize) {
        let at = self.character(byte);
        self.fold(at, true);
    }

    /// Adds text that stands in the source at these bytes, perhaps with entities and escapes in it.
    pub(crate) fn add(&mut self, decoded: &str, bytes: std::ops::Range<usize>) {
        let mut at = self.character(bytes.start);
        let source = self.source.get(bytes).unwrap_or_default();
        let mut rest = source;
        for character in decoded.chars() {
            let (skipped, taken) = align(rest, character);
            let from = at + rest.get(..skipped).map_or(0, |part| part.chars().count());
            if character.is_whitespace() {
                self.fold(from, matches!(character, '\n' | '\r' | '\t'));
            } else {
                self.spaced(character, from);
            }
            let end = skipped + taken;
            at += rest.get(..end).map_or(0, |part| part.chars().count());
            rest = rest.get(end..).unwrap_or_default();
        }
    }

    pub(crate) fn finish(mut self) -> Document {
        self.begin(Role::Paragraph);
        Document::new(self.text, self.blocks, Origin::Markup(self.stretches))
    }

    fn fold(&mut self, at: usize, breaks: bool) {
        if self.ended.is_none() && self.text.len() > self.start {
            let (at, all_breaks) = self.space.unwrap_or((at, breaks));
            // The indentation of the next line belongs to the break.
            self.space = Some((at, all_breaks));
        }
    }

    fn spaced(&mut self, character: char, at: usize) {
        if let Some((space, breaks)) = self.space.take() {
            let latin = |c: char| c.is_ascii_alphabetic();
            let words = self.text.chars().next_back().is_some_and(latin) && latin(character);
            if words || !breaks {
                self.put(' ', space);
            }
        }
        self.put(character, at);
    }

    fn put(&mut self, character: char, at: usize) {
        if let Some(end) = self.ended.take() {
            self.put('\n', end);
            self.start = self.text.len();
        }
        match self.stretches.last_mut() {
            Some(last) if last.text + last.length == self.characters && last.file + last.length == at => {
                last.length += 1;
            }
            _ => self.stretches.push(Stretch {
                text: self.characters,
                file: at,
                length: 1,
            }),
        }
        self.text.push(character);
        self.characters += 1;
    }

    /// How many characters stand before a byte of the source. Bytes are asked in rising order.
    fn character(&mut self, byte: usize) -> usize {
        let (from, count) = self.counted;
        let (from, count) = if byte < from { (0, 0) } else { (from, count) };
        let more = self.source.get(from..byte).map_or(0, |part| part.chars().count());
        self.counted = (byte, count + more);
        count + more
    }
}

/// Where in the source a decoded character stands: bytes to skip before it and bytes it takes.
fn align(source: &str, decoded: char) -> (usize, usize) {
    const ENTITY: usize = 34;
    let mut characters = source.char_indices();
    let Some((_, first)) = characters.next() else {
        return (0, 0);
    };
    let ampersand = ["&amp;", "&#38;", "&#x26;", "&AMP;"]
        .iter()
        .any(|entity| source.starts_with(entity));
    if first == decoded && !ampersand {
        return (0, first.len_utf8());
    }
    match first {
        '&' => {
            let end = characters
                .take(ENTITY)
                .find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '#');
            let length = end.map_or(source.len(), |(at, c)| if c == ';' { at + 1 } else { at });
            (0, length)
        }
        // A backslash escape, or the carriage return of a line end.
        '\\' | '\r' => match characters.next() {
            Some((at, second)) if second == decoded => (at, second.len_utf8()),
            _ => (0, first.len_utf8()),
        },
        _ => (0, first.len_utf8()),
    }
}
