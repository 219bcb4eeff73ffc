//! A place in a text that can look ahead and back. Copying it is how a reader tries something and gives up.

#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// At byte `at`; at the end of the text when `at` is no character boundary.
    pub(crate) fn new(text: &'t str, at: usize) -> Self {
        let at = if text.is_char_boundary(at) { at } else { text.len() };
        Cursor { text, at }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What lies before, from byte `floor` on.
    pub(crate) fn back_to(&self, floor: usize) -> &'t str {
        self.text.get(floor..self.at).unwrap_or_default()
    }

    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.back_to(start)
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(crate) fn starts(&self, word: &str) -> bool {
        opens(self.rest(), word)
    }

    pub(crate) fn starts_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.starts(word))
    }

    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let found = self.starts(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Eats the first of the words that stands here; put longer words first.
    pub(crate) fn eat_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().copied().find(|word| self.eat(word))
    }

    pub(crate) fn eat_char(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|next| wanted(*next))?;
        self.at += next.len_utf8();
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

/// Whether a text starts with a word. The last byte of a Chinese character tells most words apart, so it is looked at
/// before the rest.
pub(crate) fn opens(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    (word.len() < 3 || text.get(2) == word.get(2)) && text.starts_with(word)
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
