//! The words by which a clause of a report is taken apart. They are data, in `words/*.txt`.

use std::sync::LazyLock;

/// A set of words that is asked which of them stands at the start or the end of a text.
pub(crate) struct Lexicon {
    /// One bit for each letter: whether a word begins with it. Most letters of a text begin none, and the bits of all
    /// lexicons stay in the fastest memory.
    begins: Vec<u64>,
    /// Words by the number of their first letter.
    by_first: Vec<Begun>,
    /// Words by the number of their last letter, longest first.
    by_last: Vec<Vec<&'static str>>,
}

/// The words that begin with one letter, longest first.
#[derive(Clone, Default)]
struct Begun {
    words: Vec<&'static str>,
    /// Which last bytes the second characters of its words have: most texts are known by it to begin with none.
    seconds: u64,
    /// Whether a word is too short to have a second character.
    short: bool,
}

impl Begun {
    fn push(&mut self, word: &'static str) {
        self.words.push(word);
        match word.as_bytes().get(SECOND_ENDS) {
            Some(last) => self.seconds |= bit(*last),
            None => self.short = true,
        }
    }

    fn may_open(&self, text: &str) -> bool {
        let last = text.as_bytes().get(SECOND_ENDS);
        self.short || last.is_some_and(|last| self.seconds & bit(*last) != 0)
    }
}

/// Where the second of two Chinese characters ends.
const SECOND_ENDS: usize = 5;

/// How many bits a number holds.
const BITS: usize = 64;

fn bit(byte: u8) -> u64 {
    1 << (byte & 0x3f)
}

impl Lexicon {
    fn of(file: &'static str) -> Self {
        let mut lexicon = Lexicon {
            begins: vec![0; LETTERS.count / BITS + 1],
            by_first: vec![Begun::default(); LETTERS.count],
            by_last: vec![Vec::new(); LETTERS.count],
        };
        let number = |letter: Option<char>| letter.map(|letter| LETTERS.number(letter));
        for word in words(file) {
            let first = number(word.chars().next()).and_then(|first| lexicon.by_first.get_mut(first));
            if let Some(begun) = first {
                begun.push(word);
            }
            let letter = number(word.chars().next()).unwrap_or_default();
            if let Some(bits) = lexicon.begins.get_mut(letter / BITS) {
                *bits |= 1 << (letter % BITS);
            }
            let last = number(word.chars().next_back()).and_then(|last| lexicon.by_last.get_mut(last));
            if let Some(words) = last {
                words.push(word);
            }
        }
        let begun = lexicon.by_first.iter_mut().map(|begun| &mut begun.words);
        for words in begun.chain(&mut lexicon.by_last) {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        lexicon
    }

    /// The longest word at the start of the text.
    pub(crate) fn opens(&self, text: &str) -> Option<&'static str> {
        let letter = LETTERS.number(text.chars().next()?);
        if self.begins.get(letter / BITS)? & 1 << (letter % BITS) == 0 {
            return None;
        }
        let begun = self.by_first.get(letter)?;
        let mut words = begun.words.iter().copied();
        begun
            .may_open(text)
            .then(|| words.find(|word| opens(text, word)))
            .flatten()
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
    (word.len() <= SECOND_ENDS || text.get(SECOND_ENDS) == word.get(SECOND_ENDS)) && text.starts_with(word)
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
