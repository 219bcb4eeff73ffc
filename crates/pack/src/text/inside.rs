//! From a place inside a TOML text to the place in the source, so that carets point right past quotes and escapes.

use std::ops::Range;

/// The bytes of the source that the bytes `inner` of a text's value came from. `raw` is the text as written, quotes and
/// all, and begins at byte `start` of the source.
pub(super) fn place(raw: &str, start: usize, inner: &Range<usize>) -> Range<usize> {
    let mut walk = Walk::new(raw);
    let from = walk.to(inner.start);
    let to = walk.to(inner.end).max(from);
    start + from..start + to
}

struct Walk<'r> {
    raw: &'r str,
    /// Byte of `raw` that is read next, and the byte of the value it stands for.
    at: usize,
    value: usize,
    escapes: bool,
    end: usize,
}

impl<'r> Walk<'r> {
    fn new(raw: &'r str) -> Self {
        let Some(quote) = raw.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
            // A text that was never opened, as the reader of broken files takes it, is its own value.
            return Walk {
                raw,
                at: 0,
                value: 0,
                escapes: false,
                end: raw.len(),
            };
        };
        let long = raw.len() >= 6 && raw.chars().take(3).all(|each| each == quote);
        let quotes = if long { 3 } else { 1 };
        let mut at = quotes.min(raw.len());
        if long {
            // The line break right after the quotes is no part of the value.
            let rest = &raw[at..];
            at += if rest.starts_with("\r\n") {
                2
            } else {
                usize::from(rest.starts_with('\n'))
            };
        }
        // A text that was never closed has no quotes at its end to leave out.
        let closed = raw.len() >= at + quotes && raw.chars().rev().take(quotes).all(|each| each == quote);
        let end = if closed { raw.len() - quotes } else { raw.len() };
        Walk {
            raw,
            at,
            value: 0,
            escapes: quote == '"',
            end,
        }
    }

    /// Where the byte `goal` of the value stands in `raw`.
    fn to(&mut self, goal: usize) -> usize {
        while self.value < goal && self.at < self.end {
            let (read, made) = self.next();
            // An escape that was cut short may be counted into the middle of a character.
            self.at = self.raw.ceil_char_boundary(self.at + read).min(self.end);
            self.value += made;
        }
        self.skip_joined_lines();
        self.at
    }

    /// Bytes that the next piece takes in the source and in the value.
    fn next(&self) -> (usize, usize) {
        let rest = &self.raw[self.at..self.end];
        let Some(first) = rest.chars().next() else {
            return (1, 1);
        };
        if first != '\\' || !self.escapes {
            return (first.len_utf8(), first.len_utf8());
        }
        let digits = match rest[1..].chars().next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some(each) if each.is_whitespace() => return (joined(rest), 0),
            Some(each) => return (1 + each.len_utf8(), 1),
            None => return (1, 1),
        };
        let code = rest
            .get(2..2 + digits)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (
            2 + digits,
            code.and_then(char::from_u32).map_or(1, char::len_utf8),
        )
    }

    fn skip_joined_lines(&mut self) {
        let rest = &self.raw[self.at..self.end];
        if self.escapes && rest.starts_with('\\') && rest[1..].starts_with(char::is_whitespace) {
            self.at += joined(rest);
        }
    }
}

/// Bytes of a backslash at the end of a line and the blanks after it, which join two lines.
fn joined(rest: &str) -> usize {
    rest.len() - rest[1..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the source shows where the value says `word`.
    fn shown(raw: &str, word: &str) -> String {
        let document = format!("a = {raw}");
        let table: toml::Table = document.parse().expect("TOML");
        let value = table["a"].as_str().expect("a text").to_owned();
        let at = value.find(word).expect("the word");
        document[place(raw, 4, &(at..at + word.len()))].to_owned()
    }

    #[test]
    fn carets_point_right_past_every_way_of_quoting() {
        for raw in [
            r#""x > amount""#,
            r"'x > amount'",
            r#""\"说明\" == \\ amount""#,
            r#""\u6751\U00020BB7 amount""#,
            "\"\"\"\nx\n  > amount\"\"\"",
            "'''\r\nx > amount'''",
            "\"\"\"x > \\\n     amount\"\"\"",
        ] {
            assert_eq!(shown(raw, "amount"), "amount", "{raw}");
        }
        assert_eq!(shown(r#""a\tb""#, "\t"), r"\t");
    }

    #[test]
    fn no_place_lies_outside_the_text() {
        for raw in [
            "",
            "\"",
            "\"\"",
            "\"\\",
            "\"\\u12",
            "\"\\u12元角分\"",
            "\"元\\x元\"",
            "\"\"\"\n修复元",
            "'元",
            "井refusal",
            "'''",
            "\"\"\"\\\n",
        ] {
            let found = place(raw, 0, &(3..30));
            assert!(
                found.start <= found.end && found.end <= raw.len().max(1),
                "{raw:?} {found:?}"
            );
        }
    }
}
