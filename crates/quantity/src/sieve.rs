//! A sieve that tells at one look that a text starts or ends with none of a list of words.

/// The last two bytes of the characters the words of a list start or end with, six bits of each. Most of what stands in
/// a text has others, and the list need not be gone through.
#[derive(Debug)]
pub(crate) struct Sieve {
    last: u64,
    before: u64,
}

impl Sieve {
    /// The sieve of the words' first characters. Every word has two bytes or more.
    pub(crate) const fn of_starts<T>(words: &[(&str, T)]) -> Self {
        Self::of(words, true)
    }

    /// The sieve of the words' last characters. Every word has two bytes or more.
    pub(crate) const fn of_ends<T>(words: &[(&str, T)]) -> Self {
        Self::of(words, false)
    }

    const fn of<T>(words: &[(&str, T)], starts: bool) -> Self {
        let mut sieve = Sieve { last: 0, before: 0 };
        let mut at = 0;
        while at < words.len() {
            let word = words[at].0.as_bytes();
            let end = if starts { width(word[0]) } else { word.len() };
            sieve.last |= bit(word[end - 1]);
            sieve.before |= bit(word[end - 2]);
            at += 1;
        }
        sieve
    }

    /// Whether the text may start with one of the words.
    pub(crate) fn may_start(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let width = text.first().map_or(0, |first| width(*first));
        self.passes(text.get(..width).unwrap_or_default())
    }

    /// Whether the text may end with one of the words.
    pub(crate) fn may_end(&self, text: &str) -> bool {
        self.passes(text.as_bytes())
    }

    fn passes(&self, text: &[u8]) -> bool {
        matches!(text, [.., before, last] if self.last & bit(*last) != 0 && self.before & bit(*before) != 0)
    }
}

/// How many bytes the character takes that begins with this one.
const fn width(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

const fn bit(byte: u8) -> u64 {
    1 << (byte & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[(&str, ())] = &[("以上", ()), ("左右", ()), ("≥", ())];

    #[test]
    fn a_word_of_the_list_always_passes() {
        let (starts, ends) = (Sieve::of_starts(WORDS), Sieve::of_ends(WORDS));
        for (word, ()) in WORDS {
            assert!(starts.may_start(&format!("{word}的")) && ends.may_end(&format!("达{word}")));
        }
    }

    #[test]
    fn what_no_word_begins_or_ends_with_is_held_back() {
        let (starts, ends) = (Sieve::of_starts(WORDS), Sieve::of_ends(WORDS));
        for text in ["", "。", "a", "企业", "，"] {
            assert!(!starts.may_start(text) && !ends.may_end(text), "{text}");
        }
    }
}
