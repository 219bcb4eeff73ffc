//! Where a reader stands in a text: what lies around it that it may look at.

use crate::cursor::Cursor;
use crate::figure::Draft;
use crate::han;

/// How far back a reader looks, in bytes. Enough for a clause; fixed, so that reading stays linear.
const BACK: usize = 150;

/// A place in a text where a figure may begin.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    text: &'t str,
    at: usize,
    /// The text between the figure before, or some way back, and here.
    before: &'t str,
    /// The figure before.
    pub(crate) prior: Option<&'t Draft>,
    /// The quotation the place lies in, as bytes between its marks.
    pub(crate) quote: Option<(usize, usize)>,
}

impl<'t> Place<'t> {
    /// `floor` is where the figure before ends.
    pub(crate) fn new(
        text: &'t str,
        at: usize,
        floor: usize,
        prior: Option<&'t Draft>,
        quote: Option<(usize, usize)>,
    ) -> Self {
        Place {
            text,
            at,
            before: back(text, floor.max(at.saturating_sub(BACK)), at),
            prior,
            quote,
        }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    pub(crate) fn cursor(&self) -> Cursor<'t> {
        Cursor::new(self.text, self.at)
    }

    /// The text between the figure before, or some way back, and here.
    pub(crate) fn before(&self) -> &'t str {
        self.before
    }

    /// The clause up to here, from the mark before it on, figures before it included.
    pub(crate) fn clause(&self) -> &'t str {
        let before = back(self.text, self.at.saturating_sub(BACK), self.at);
        let mark = |c| matches!(c, ',' | '，' | '。' | ';' | '；' | ':' | '：' | '!' | '！' | '\n');
        before.rsplit(mark).next().unwrap_or_default()
    }

    /// The character right before, unless it belongs to the figure before.
    pub(crate) fn previous(&self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// The `n`-th character before, whatever it belongs to.
    pub(crate) fn nth_back(&self, n: usize) -> Option<char> {
        self.text.get(..self.at)?.chars().nth_back(n)
    }

    pub(crate) fn begins_with_han_numeral(&self, at: usize) -> bool {
        Cursor::new(self.text, at).peek().is_some_and(han::is_numeral)
    }

    /// Where `到`, `截至` and the like begin that turn a time into a deadline: they open a clause.
    pub(crate) fn deadline_word(&self) -> Option<usize> {
        let before = self.before();
        let word = ["截止到", "截至到", "截止", "截至", "至", "到"]
            .into_iter()
            .find(|word| before.ends_with(word))?;
        let start = self.at - word.len();
        let opens = match self
            .text
            .get(..start)?
            .trim_end_matches([' ', '\u{3000}'])
            .chars()
            .next_back()
        {
            None => true,
            Some(mark) => "，,。；;：:、\n(（“".contains(mark),
        };
        opens.then_some(start)
    }

    /// Whether the words before compare with the time that follows: 比上年, 与去年.
    pub(crate) fn compares(&self) -> bool {
        self.previous().is_some_and(|c| "比较与同和跟".contains(c))
    }
}

/// The text from a byte to a place, from the next character on when the byte is inside one.
fn back(text: &str, mut start: usize, at: usize) -> &str {
    while start < at && !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or_default()
}
