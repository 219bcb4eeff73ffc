//! One pass over a text that finds every figure in it.

use crate::code::{self, Run};
use crate::cursor::{Cursor, is_digit};
use crate::figure::{Draft, Figure, Span};
use crate::place::Place;
use crate::{amount, date, han, rank};

/// Finds the figures of a text, in order; no two overlap.
///
/// ```
/// use quantity::{Comparator, Kind, figures};
///
/// let text = "累计排查隐患2327个,整改完成率超过95%。";
/// let found: Vec<_> = figures(text).collect();
/// assert_eq!(found[0].span.of(text), "2327个");
/// assert_eq!(found[1].span.of(text), "超过95%");
/// assert_eq!((found[1].kind, found[1].comparator), (Kind::Ratio, Comparator::Gt));
/// ```
pub fn figures(text: &str) -> Figures<'_> {
    Figures {
        text,
        at: 0,
        floor: 0,
        prior: None,
        quote: None,
        counted: (0, 0),
    }
}

/// The figures of a text; see [`figures`].
#[derive(Debug)]
pub struct Figures<'t> {
    text: &'t str,
    at: usize,
    /// End of the last figure.
    floor: usize,
    prior: Option<Draft>,
    /// The quotation the scan is in.
    quote: Option<(usize, usize)>,
    /// A byte and the characters before it.
    counted: (usize, usize),
}

impl Iterator for Figures<'_> {
    type Item = Figure;

    fn next(&mut self) -> Option<Figure> {
        loop {
            let first = self.skip()?;
            let start = self.at;
            let draft = self.read(first);
            if let Some(draft) = draft
                && draft.end > start
            {
                self.at = draft.end;
                let figure = self.finish(&draft);
                self.floor = draft.end;
                self.prior = Some(draft);
                return Some(figure);
            }
            if self.at == start {
                self.at += first.len_utf8();
            }
        }
    }
}

impl Figures<'_> {
    /// Goes to the next character at which a figure may begin, minding quotations on the way.
    fn skip(&mut self) -> Option<char> {
        loop {
            let rest = self.text.get(self.at..)?;
            let character = rest.chars().find(|character| {
                let stops = class(*character) != PLAIN;
                if !stops {
                    self.at += character.len_utf8();
                }
                stops
            })?;
            if self.quote.is_some_and(|(_, close)| self.at > close) {
                self.quote = None;
            }
            match class(character) {
                TITLE => {
                    // Nothing in the title of a paper is a claim.
                    let open = self.at + character.len_utf8();
                    self.at = close_of(self.text, open, '》').unwrap_or(open);
                }
                QUOTE => {
                    let closes = self.quote.is_some_and(|(_, close)| self.at == close);
                    if !closes && let Some(quote) = quotation(self.text, self.at, character) {
                        self.quote = Some(quote);
                        return Some(character);
                    }
                    self.at += character.len_utf8();
                }
                _ => return Some(character),
            }
        }
    }

    fn read(&mut self, first: char) -> Option<Draft> {
        let place = Place::new(self.text, self.at, self.floor, self.prior.as_ref(), self.quote);
        if is_digit(first) {
            let (draft, end) = digits(&place);
            self.at = end.max(self.at);
            return draft;
        }
        if first.is_ascii_alphabetic() {
            return match code::run(&place) {
                Run::Code(draft) => Some(draft),
                Run::Skip(end) => {
                    self.at = end.max(self.at + 1);
                    None
                }
            };
        }
        if han::is_numeral(first) {
            let draft = numeral(&place, first);
            if draft.is_none() {
                self.at = past_numerals(self.text, self.at);
            }
            return draft;
        }
        word(&place, first)
    }

    /// Counts the characters of a draft's positions. Positions come in order but for a short way back.
    fn finish(&mut self, draft: &Draft) -> Figure {
        let (byte, count) = self.counted;
        let first = count + characters(self.text, byte, draft.start);
        let last = first + characters(self.text, draft.start, draft.end);
        self.counted = (draft.end, last);
        let number = draft.number.map(|(start, end)| {
            let from = first + characters(self.text, draft.start, start);
            Span {
                start,
                end,
                first: from,
                last: from + characters(self.text, start, end),
            }
        });
        Figure {
            span: Span {
                start: draft.start,
                end: draft.end,
                first,
                last,
            },
            number,
            kind: draft.kind,
            value: draft.value,
            upper: draft.upper,
            unit: draft.unit,
            comparator: draft.comparator,
            change: draft.change,
            when: draft.when,
            scope: draft.scope,
            soft: draft.soft,
        }
    }
}

fn characters(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(0, |part| part.chars().count())
}

/// A figure that begins with an Arabic digit, and how far the scan may go when there is none.
fn digits(place: &Place<'_>) -> (Option<Draft>, usize) {
    let here = place.at();
    if let Some(end) = code::item_before_a_number(place) {
        return (None, end);
    }
    if date::may_begin(place)
        && let Some(draft) = date::from_digits(place).or_else(|| date::span_of_years(place))
    {
        return (Some(draft), here);
    }
    if let Some(draft) = amount::read(place) {
        return (Some(rank::listed(place, draft)), here);
    }
    if let Some(draft) = amount::zero(place).or_else(|| code::proportion(place)) {
        return (Some(draft), here);
    }
    let run = match code::run(place) {
        Run::Skip(end) => match code::bare(place) {
            Run::Skip(bare) => Run::Skip(end.max(bare)),
            found => found,
        },
        found => found,
    };
    match run {
        Run::Code(draft) => (Some(draft), here),
        Run::Skip(end) => (None, end),
    }
}

/// A figure that begins with a Chinese numeral.
fn numeral(place: &Place<'_>, first: char) -> Option<Draft> {
    if place.previous() == Some('第') {
        return None;
    }
    let draft = if place.quote.is_none() {
        date::from_numeral(place)
    } else {
        None
    };
    draft
        .or_else(|| amount::read(place).map(|draft| rank::listed(place, draft)))
        .or_else(|| (first == '零').then(|| amount::zero(place))?)
        .or_else(|| (first == '十').then(|| date::plan(place))?)
}

/// A figure that begins with another word.
fn word(place: &Place<'_>, first: char) -> Option<Draft> {
    match first {
        '第' => date::from_word(place).or_else(|| rank::ordinal(place)),
        '前' => date::from_word(place).or_else(|| rank::leading(place)),
        '首' => rank::first(place),
        '新' | '最' | '之' | '唯' => rank::superlative(place),
        '榜' => rank::head_of_list(place),
        '全' => date::from_word(place).or_else(|| amount::in_a_word(place)),
        '翻' | '过' | '超' | '持' => amount::in_a_word(place),
        '今' | '明' | '去' | '本' | '上' | '下' | '每' | '年' | '后' => {
            if place.quote.is_none() {
                date::from_word(place)
            } else {
                None
            }
        }
        '数' | '几' => {
            if place.quote.is_none() {
                amount::read(place)
            } else {
                None
            }
        }
        '“' | '"' => date::plan(place),
        '〔' | '[' | '［' | '【' => code::document_number(place),
        _ => None,
    }
}

/// Past a row of numerals that made no figure, so that none is read from its middle.
fn past_numerals(text: &str, at: usize) -> usize {
    let mut cursor = Cursor::new(text, at);
    while cursor.eat_char(han::is_numeral).is_some() {}
    cursor.at()
}

/// How long a quotation may be, in bytes, to be looked at as one.
const QUOTE_MAX: usize = 240;

/// The quotation that opens at `at`, as bytes between its marks.
fn quotation(text: &str, at: usize, mark: char) -> Option<(usize, usize)> {
    let close = match mark {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '"' => '"',
        _ => return None,
    };
    let open = at + mark.len_utf8();
    close_of(text, open, close).map(|close| (open, close))
}

fn close_of(text: &str, open: usize, close: char) -> Option<usize> {
    let mut end = (open + QUOTE_MAX).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let inner = text.get(open..end)?;
    let found = inner.find([close, '\n'])?;
    inner.get(found..)?.starts_with(close).then_some(open + found)
}

const PLAIN: u8 = 0;
const QUOTE: u8 = 1;
const TITLE: u8 = 2;
const TRIGGER: u8 = 3;

/// Characters at which a figure may begin.
const TRIGGERS: &str = "一二三四五六七八九十百千万亿两零〇数几第前首新最之唯榜全翻过超持今明去本上下每年后";

/// A class for every character of the basic plane's CJK block; built when the program is compiled.
static CJK: [u8; 0x5200] = classes();

const fn classes() -> [u8; 0x5200] {
    let mut table = [PLAIN; 0x5200];
    let bytes = TRIGGERS.as_bytes();
    let mut at = 0;
    while at + 2 < bytes.len() {
        let code = ((bytes[at] as usize & 0x0f) << 12)
            | ((bytes[at + 1] as usize & 0x3f) << 6)
            | (bytes[at + 2] as usize & 0x3f);
        if code >= 0x4e00 && code < 0x4e00 + 0x5200 {
            table[code - 0x4e00] = TRIGGER;
        }
        at += 3;
    }
    table
}

fn class(character: char) -> u8 {
    match character {
        '\u{4e00}'..='\u{9fff}' => usize::try_from(u32::from(character) - 0x4e00)
            .ok()
            .and_then(|at| CJK.get(at))
            .copied()
            .unwrap_or(PLAIN),
        '0'..='9' | 'a'..='z' | 'A'..='Z' | '〇' | '０'..='９' | '〔' | '[' | '［' | '【' => TRIGGER,
        '“' | '‘' | '「' | '"' => QUOTE,
        '《' => TITLE,
        _ => PLAIN,
    }
}
