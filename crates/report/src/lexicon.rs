//! The words by which a clause of a report is taken apart. They are data, in `words/*.txt`.

use std::sync::LazyLock;

/// A set of words that is asked which of them stands at the start or the end of a text.
pub(crate) struct Lexicon {
    /// Words by the number of their first letter, longest first.
    by_first: Vec<Vec<&'static str>>,
    by_last: Vec<Vec<&'static str>>,
}

impl Lexicon {
    fn of(file: &'static str) -> Self {
        let mut lexicon = Lexicon {
            by_first: vec![Vec::new(); LETTERS.count],
            by_last: vec![Vec::new(); LETTERS.count],
        };
        let put = |list: &mut Vec<Vec<&'static str>>, letter: Option<char>, word| {
            if let Some(words) = letter.and_then(|letter| list.get_mut(LETTERS.number(letter))) {
                words.push(word);
            }
        };
        for word in words(file) {
            put(&mut lexicon.by_first, word.chars().next(), word);
            put(&mut lexicon.by_last, word.chars().next_back(), word);
        }
        for words in lexicon.by_first.iter_mut().chain(&mut lexicon.by_last) {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        lexicon
    }

    /// The longest word at the start of the text.
    pub(crate) fn opens(&self, text: &str) -> Option<&'static str> {
        let words = self.by_first.get(LETTERS.number(text.chars().next()?))?;
        words.iter().copied().find(|word| opens(text, word))
    }

    /// The longest word at the end of the text.
    pub(crate) fn closes(&self, text: &str) -> Option<&'static str> {
        let words = self.by_last.get(LETTERS.number(text.chars().next_back()?))?;
        words.iter().copied().find(|word| text.ends_with(word))
    }

    /// Where in the text words stand, from its second character on and from the back, as start and end.
    pub(crate) fn inside<'l>(&'l self, text: &'l str) -> impl Iterator<Item = (usize, usize)> + 'l {
        text.char_indices()
            .rev()
            .filter(|(at, _)| *at > 0)
            .filter_map(|(at, _)| {
                let word = self.opens(text.get(at..)?)?;
                Some((at, at + word.len()))
            })
    }

    /// The first word that stands anywhere in the text, the longest at its place, with its place.
    pub(crate) fn first(&self, text: &str) -> Option<(usize, &'static str)> {
        text.char_indices()
            .find_map(|(at, _)| Some((at, self.opens(text.get(at..)?)?)))
    }

    /// Whether the whole text is one of the words.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.opens(text).is_some_and(|word| word.len() == text.len())
    }
}

/// The letters that words begin or end with, numbered, so that every lexicon finds its words by a small number. 0 is
/// every other letter; no word has it.
struct Letters {
    numbers: Vec<u16>,
    count: usize,
}

/// The letters that are numbered: those of the basic plane.
const BASIC: usize = 0x1_0000;

static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let mut numbers = vec![0; BASIC];
    let mut count = 1;
    let edges = FILES
        .iter()
        .flat_map(|file| words(file))
        .flat_map(|word| [word.chars().next(), word.chars().next_back()]);
    for letter in edges.flatten() {
        if let Some(number) = numbers.get_mut(letter as usize)
            && *number == 0
        {
            *number = count;
            count += 1;
        }
    }
    Letters {
        numbers,
        count: usize::from(count),
    }
});

impl Letters {
    fn number(&self, letter: char) -> usize {
        self.numbers.get(letter as usize).copied().map_or(0, usize::from)
    }
}

/// The words of a file; lines that begin with `#` are notes.
fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace)
}

/// Whether a text that begins with the first character of a word begins with the word. The last byte of the second
/// character tells most words apart, so it is looked at before the rest.
fn opens(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    (word.len() < 6 || text.get(5) == word.get(5)) && text.starts_with(word)
}

macro_rules! lexicons {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)+) => {
        const FILES: &[&str] = &[$(include_str!($file)),+];
        $($(#[$doc])* pub(crate) static $name: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(include_str!($file)));)+
    };
}

lexicons! {
    /// Verbs that open a clause of doing.
    ACTIONS = "words/actions.txt";
    /// Verbs that are hardly ever nouns.
    FINITE = "words/finite.txt";
    /// Verbs that are as often nouns.
    NOMINAL = "words/nominal.txt";
    /// Verbs that only carry the noun after them.
    LIGHT = "words/light.txt";
    /// Verbs that follow another verb with the same object.
    SECOND = "words/second.txt";
    /// Verbs that make a pair with the one before.
    PAIRED = "words/paired.txt";
    /// Verbs whose object may itself begin like a verb.
    UNPAIRED = "words/unpaired.txt";
    /// Words passed over on the way to the verb.
    ADVERBS = "words/adverbs.txt";
    /// Words before a phrase that are never part of it.
    ALWAYS = "words/always.txt";
    /// Openings of clauses that promise nothing by themselves.
    ORIENTATION = "words/orientation.txt";
    /// Words between what is told and the figure that tells it.
    LINKS = "words/links.txt";
    /// Words of change between a subject and its figure.
    CHANGES = "words/changes.txt";
    /// Words that say with what something is compared.
    COMPARED = "words/compared.txt";
    /// Verbs of ranking.
    HOLDS = "words/holds.txt";
    /// Words at which a noun phrase after a figure ends.
    STOPS = "words/stops.txt";
    /// Words of ranking, at which it ends too.
    RANKING = "words/ranking.txt";
    /// Openings of nouns that look like such a word.
    NOUNS = "words/nouns.txt";
    /// Words in whose middle a verb or a mark of the clause seems to stand.
    COMPOUNDS = "words/compounds.txt";
    /// Words that say how firmly something is promised.
    MODALITIES = "words/modalities.txt";
    /// What a clause opens with before it says anything.
    HEADS = "words/heads.txt";
    /// Verbs that stand behind what they are told of.
    CLOSING = "words/closing.txt";
    /// Words of clauses that only speak about the work.
    ABOUT = "words/about.txt";
    /// Words of sentences that lay down the spirit of a plan.
    GENERAL = "words/general.txt";
    /// Words with which a paragraph begins to own up to problems.
    PROBLEMS = "words/problems.txt";
    /// Openings after which nothing is done further on.
    CLOSED = "words/closed.txt";
    /// How the names of indicators end.
    INDICATORS = "words/indicators.txt";
    /// Words before a count that tells how long something has gone on.
    LASTING = "words/lasting.txt";
    /// How a phrase ends that says where and not what.
    LOCAL = "words/local.txt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_found() {
        assert_eq!(ADVERBS.opens("全力以赴抓项目"), Some("全力以赴"));
        assert_eq!(LINKS.closes("规上工业企业达到"), Some("达到"));
        assert_eq!(
            FINITE.inside("教育基金发放奖金").next(),
            Some(("教育基金".len(), "教育基金发放".len()))
        );
        assert_eq!(COMPARED.first("出口比上年"), Some(("出口".len(), "比上年")));
    }
}
