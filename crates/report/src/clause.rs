//! Sentences and clauses of a paragraph.

use std::ops::Range;

/// How far a quotation may reach, in bytes, for its marks not to end a clause.
const QUOTE: usize = 480;

/// The sentences of `text[block]`, as byte ranges of `text`, marks left out.
pub(crate) fn sentences(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    split(text, block, |mark, _, _| {
        matches!(mark, '。' | '！' | '!' | '？' | '?' | '\n' | '…')
    })
}

/// The clauses of a sentence.
pub(crate) fn clauses(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    split(text, sentence, |mark, before, after| match mark {
        '，' | '；' | ';' | '：' => true,
        // 1,234 and 14:26 are no clauses.
        ',' | ':' => !(is_digit(before) && is_digit(after)),
        _ => false,
    })
}

fn is_digit(character: Option<char>) -> bool {
    character.is_some_and(|c| c.is_ascii_digit())
}

fn split(
    text: &str,
    range: Range<usize>,
    ends: impl Fn(char, Option<char>, Option<char>) -> bool,
) -> Vec<Range<usize>> {
    let part = text.get(range.clone()).unwrap_or_default();
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quoted = 0;
    let mut before = None;
    let mut characters = part.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '“' && at >= quoted {
            quoted = closing(part, at);
        }
        let after = characters.peek().map(|(_, next)| *next);
        if at >= quoted && ends(character, before, after) {
            push(&mut parts, part, start..at, range.start);
            start = at + character.len_utf8();
        }
        before = Some(character);
    }
    push(&mut parts, part, start..part.len(), range.start);
    parts
}

/// Where the quotation that opens at `at` closes, or `at` itself when it does not nearby.
fn closing(part: &str, at: usize) -> usize {
    let mut end = (at + QUOTE).min(part.len());
    while !part.is_char_boundary(end) {
        end -= 1;
    }
    part.get(at..end)
        .and_then(|inner| inner.find('”'))
        .map_or(at, |close| at + close)
}

fn push(parts: &mut Vec<Range<usize>>, part: &str, range: Range<usize>, offset: usize) {
    let text = part.get(range.clone()).unwrap_or_default();
    let start = range.start + (text.len() - text.trim_start_matches(is_space).len());
    let end = range.end - (text.len() - text.trim_end_matches(is_space).len());
    if start < end {
        parts.push(offset + start..offset + end);
    }
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, ranges: &[Range<usize>]) -> Vec<String> {
        ranges
            .iter()
            .map(|range| text[range.clone()].to_owned())
            .collect()
    }

    #[test]
    fn marks_inside_numbers_and_quotations_do_not_split() {
        let text = "秉持“安全第一,预防为主”原则,累计出动1,200人次;14:26结束。第二句";
        let found = sentences(text, 0..text.len());
        assert_eq!(found.len(), 2);
        assert_eq!(
            texts(text, &clauses(text, found[0].clone())),
            ["秉持“安全第一,预防为主”原则", "累计出动1,200人次", "14:26结束"]
        );
    }
}
