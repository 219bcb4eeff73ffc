//! A place in a text that can look ahead and back. Copying it is how a reader tries something and gives up.

#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    /// What lies ahead. Kept as text and not as a number, so that no step has to look for a character's edge again.
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// At byte `at`; at the end of the text when `at` is no character boundary.
    pub(crate) fn new(text: &'t str, at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        Cursor { text, rest }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    pub(crate) fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.rest
    }

    /// What lies before, from byte `floor` on.
    pub(crate) fn back_to(&self, floor: usize) -> &'t str {
        self.text.get(floor..self.at()).unwrap_or_default()
    }

    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.back_to(start)
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(crate) fn bump(&mut self) -> Option<char> {
        self.eat_char(|_| true)
    }

    pub(crate) fn starts(&self, word: &str) -> bool {
        after(self.rest, word).is_some()
    }

    pub(crate) fn starts_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.starts(word))
    }

    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let rest = after(self.rest, word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Eats the first of the words that stands here; put longer words first.
    pub(crate) fn eat_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        let (word, rest) = words
            .iter()
            .find_map(|word| Some((*word, after(self.rest, word)?)))?;
        self.rest = rest;
        Some(word)
    }

    pub(crate) fn eat_char(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let mut ahead = self.rest.chars();
        let next = ahead.next().filter(|next| wanted(*next))?;
        self.rest = ahead.as_str();
        Some(next)
    }

    /// Passes up to two spaces, as papers copied from print have between a number and its unit.
    pub(crate) fn pass_spaces(&mut self) {
        for _ in 0..2 {
            if self
                .eat_char(|next| matches!(next, ' ' | '\u{a0}' | '\u{3000}'))
                .is_none()
            {
                return;
            }
        }
    }
}

/// What follows a word that a text starts with. The last byte of a Chinese character tells most words apart, so it is
/// looked at before the rest.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let apart = word.len() >= 3 && text.as_bytes().get(2) != word.as_bytes().get(2);
    (!apart).then(|| text.strip_prefix(word))?
}

/// Whether a text ends with a word; the last byte is looked at first.
pub(crate) fn closes(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.last() == word.last() && text.ends_with(word)
}

/// The value of a digit, ASCII or full-width.
pub(crate) fn digit(character: char) -> Option<u8> {
    match character {
        '0'..='9' => u8::try_from(u32::from(character) - u32::from('0')).ok(),
        '０'..='９' => u8::try_from(u32::from(character) - u32::from('０')).ok(),
        _ => None,
    }
}

pub(crate) fn is_digit(character: char) -> bool {
    digit(character).is_some()
}

/// Whether a character is a Chinese character.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{323af}')
}
