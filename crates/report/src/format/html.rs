//! Reports as web pages.

use super::markup::Extract;
use crate::document::{Document, Role};
use html5gum::{Token, Tokenizer, emitters::default::DefaultEmitter};

/// Elements whose text nobody sees.
const HIDDEN: [&[u8]; 8] = [
    b"script",
    b"style",
    b"noscript",
    b"template",
    b"title",
    b"svg",
    b"select",
    b"button",
];

/// Elements that stand on their own lines.
const BLOCKS: [&[u8]; 26] = [
    b"p",
    b"div",
    b"section",
    b"article",
    b"header",
    b"footer",
    b"main",
    b"nav",
    b"aside",
    b"ul",
    b"ol",
    b"li",
    b"dl",
    b"dt",
    b"dd",
    b"table",
    b"tr",
    b"caption",
    b"blockquote",
    b"figure",
    b"figcaption",
    b"pre",
    b"br",
    b"hr",
    b"body",
    b"form",
];

impl Document {
    /// A document from the text of a web page. A page broken in any way is read as far as it makes sense.
    #[must_use]
    pub fn html(page: &str) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut reader = Page {
            extract: Extract::new(page),
            hidden: 0,
            row: 0,
            column: 0,
        };
        for token in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => reader.open(&tag.name, tag.self_closing),
                Ok(Token::EndTag(tag)) => reader.close(&tag.name),
                Ok(Token::String(text)) if reader.hidden == 0 => {
                    let decoded = String::from_utf8_lossy(&text.value);
                    reader.extract.add(&decoded, text.span.start..text.span.end);
                }
                _ => {}
            }
        }
        reader.extract.finish()
    }
}

struct Page<'s> {
    extract: Extract<'s>,
    /// How many hidden elements are open.
    hidden: usize,
    row: u32,
    column: u32,
}

impl Page<'_> {
    fn open(&mut self, name: &[u8], closed: bool) {
        if HIDDEN.contains(&name) {
            self.hidden += usize::from(!closed);
            return;
        }
        match name {
            b"table" => (self.row, self.column) = (0, 0),
            b"tr" => self.column = 0,
            _ => {}
        }
        match (name, heading(name)) {
            (_, Some(level)) => self.extract.begin(Role::Heading(level)),
            (b"td" | b"th", _) => {
                self.extract.begin(Role::Cell {
                    row: self.row,
                    column: self.column,
                });
                self.column += 1;
            }
            _ if BLOCKS.contains(&name) => self.extract.begin(Role::Paragraph),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        } else if name == b"tr" {
            self.row += 1;
            self.extract.begin(Role::Paragraph);
        } else if heading(name).is_some() || BLOCKS.contains(&name) || matches!(name, b"td" | b"th") {
            self.extract.begin(Role::Paragraph);
        }
    }
}

fn heading(name: &[u8]) -> Option<u8> {
    match name {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Position;

    fn lines(page: &str) -> Vec<String> {
        let document = Document::html(page);
        document
            .blocks()
            .iter()
            .map(|block| document.text()[block.bytes.clone()].to_owned())
            .collect()
    }

    #[test]
    fn a_page_becomes_lines() {
        let page = "<title>x</title><script>var 5家;</script><h2>一、回顾</h2>\r\n<p>&nbsp;&nbsp;完成\r\n<b>5</b>家，<br>增长\n8%。</p>\
                    <table><tr><th>指标<td>产值<tr><td>1</table>";
        assert_eq!(
            lines(page),
            ["一、回顾", "完成5家，", "增长8%。", "指标", "产值", "1"]
        );
    }

    #[test]
    fn every_character_knows_its_place_in_the_page() {
        let page = "<p>“五大&middot;革新”\r\n完成<i>5</i>家&amp;&#20116;户</p>";
        let document = Document::html(page);
        let source: Vec<char> = page.chars().collect();
        for (at, character) in document.text().chars().enumerate() {
            let Position::Character(place) = document.position(at) else {
                panic!()
            };
            let there = source[place];
            assert!(
                there == character || there == '&' || matches!(character, '\n' | ' '),
                "{character} at {at} is {there}"
            );
        }
    }

    #[test]
    fn broken_pages_are_read_too() {
        assert_eq!(
            lines("<p>5家<p>6户</b></div><table><td>7人"),
            ["5家", "6户", "7人"]
        );
        assert!(lines("<!-- <p>5家").is_empty());
    }
}
