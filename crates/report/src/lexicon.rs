//! The words by which a clause of a report is taken apart. They are data, in `words/*.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of words that is asked which of them stands at the start or the end of a text.
pub(crate) struct Lexicon {
    by_first: HashMap<char, Vec<&'static str>>,
    by_last: HashMap<char, Vec<&'static str>>,
}

impl Lexicon {
    fn of(words: &'static str) -> Self {
        let mut lexicon = Lexicon {
            by_first: HashMap::new(),
            by_last: HashMap::new(),
        };
        let lines = words.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            let (first, last) = (word.chars().next(), word.chars().next_back());
            if let (Some(first), Some(last)) = (first, last) {
                lexicon.by_first.entry(first).or_default().push(word);
                lexicon.by_last.entry(last).or_default().push(word);
            }
        }
        for words in lexicon.by_first.values_mut().chain(lexicon.by_last.values_mut()) {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        lexicon
    }

    /// The longest word at the start of the text.
    pub(crate) fn opens(&self, text: &str) -> Option<&'static str> {
        let words = self.by_first.get(&text.chars().next()?)?;
        words.iter().copied().find(|word| text.starts_with(word))
    }

    /// The longest word at the end of the text.
    pub(crate) fn closes(&self, text: &str) -> Option<&'static str> {
        let words = self.by_last.get(&text.chars().next_back()?)?;
        words.iter().copied().find(|word| text.ends_with(word))
    }

    /// The last place in the text where a word stands with something after it, as start and end of the word.
    pub(crate) fn last_inside(&self, text: &str) -> Option<(usize, usize)> {
        text.char_indices()
            .rev()
            .filter(|(at, _)| *at > 0)
            .find_map(|(at, _)| {
                let end = at + self.opens(text.get(at..)?)?.len();
                (end < text.len()).then_some((at, end))
            })
    }
}

/// Verbs that open a clause of doing.
pub(crate) static ACTIONS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::of(include_str!("words/actions.txt")));

/// Verbs that are hardly ever nouns.
pub(crate) static FINITE: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(include_str!("words/finite.txt")));

/// Words passed over on the way to the verb.
pub(crate) static ADVERBS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::of(include_str!("words/adverbs.txt")));

/// Openings of clauses that promise nothing by themselves.
pub(crate) static ORIENTATION: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::of(include_str!("words/orientation.txt")));

/// Words between what is told and the figure that tells it.
pub(crate) static LINKS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(include_str!("words/links.txt")));

/// Words at which a noun phrase after a figure ends.
pub(crate) static STOPS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(include_str!("words/stops.txt")));

/// Openings of nouns that look like such a word.
pub(crate) static NOUNS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(include_str!("words/nouns.txt")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_found() {
        assert_eq!(ADVERBS.opens("全力以赴抓项目"), Some("全力以赴"));
        assert_eq!(LINKS.closes("规上工业企业达到"), Some("达到"));
        assert_eq!(
            FINITE.last_inside("教育基金发放奖金"),
            Some(("教育基金".len(), "教育基金发放".len()))
        );
    }
}
