//! Reports in Markdown.

use super::markup::Extract;
use crate::document::{Document, Role};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

impl Document {
    /// A document from Markdown. The numbers of a numbered list stay in the text.
    #[must_use]
    pub fn markdown(source: &str) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let mut extract = Extract::new(source);
        let (mut row, mut column) = (0, 0);
        let mut struck = 0usize;
        for (event, bytes) in Parser::new_ext(source, options).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => extract.begin(Role::Heading(depth(level))),
                // The first paragraph of an item follows its number on the same line.
                Event::Start(Tag::Paragraph | Tag::CodeBlock(_) | Tag::BlockQuote(_))
                    if !source.get(..bytes.start).is_some_and(after_item_number) =>
                {
                    extract.begin(Role::Paragraph);
                }
                Event::Start(Tag::Item) => {
                    extract.begin(Role::Paragraph);
                    let number = item_number(source.get(bytes.clone()).unwrap_or_default());
                    if !number.is_empty() {
                        extract.add(number, bytes.start..bytes.start + number.len());
                    }
                }
                Event::Start(Tag::Table(_)) => (row, column) = (0, 0),
                Event::Start(Tag::TableCell) => {
                    extract.begin(Role::Cell { row, column });
                    column += 1;
                }
                Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                    row += 1;
                    column = 0;
                }
                Event::Start(Tag::Strikethrough) => struck += 1,
                Event::End(TagEnd::Strikethrough) => struck = struck.saturating_sub(1),
                Event::End(
                    TagEnd::Heading(_)
                    | TagEnd::Paragraph
                    | TagEnd::Item
                    | TagEnd::CodeBlock
                    | TagEnd::TableCell,
                ) => extract.begin(Role::Paragraph),
                Event::Text(text) | Event::Code(text) if struck == 0 => {
                    extract.add(&text, inner(source, bytes, &text));
                }
                Event::SoftBreak => extract.space(bytes.start),
                Event::HardBreak | Event::Rule => extract.begin(Role::Paragraph),
                _ => {}
            }
        }
        extract.finish()
    }
}

/// Code spans cover their backticks; the text stands inside.
fn inner(source: &str, bytes: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let whole = source.get(bytes.clone()).unwrap_or_default();
    match whole.find(text) {
        Some(at) => bytes.start + at..bytes.start + at + text.len(),
        None => bytes,
    }
}

/// `1. ` or `2)` at the start of a list item.
fn item_number(item: &str) -> &str {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let marked = item
        .get(digits..)
        .is_some_and(|rest| rest.starts_with(['.', ')']));
    if digits > 0 && marked {
        item.get(..=digits).unwrap_or_default()
    } else {
        ""
    }
}

fn after_item_number(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    !item_number(line).is_empty() && item_number(line).len() == line.len()
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Position;

    #[test]
    fn markdown_becomes_lines_that_know_their_place() {
        let source = "# 二、任务\n\n计划**新建**公厕9处，\n改造`2`条。\n\n1. 引进5家\n2. 培育\\*6户\n\n| 指标 | 值 |\n|---|---|\n| 产值 | 3亿元 |\n";
        let document = Document::markdown(source);
        let lines: Vec<&str> = document
            .blocks()
            .iter()
            .map(|block| &document.text()[block.bytes.clone()])
            .collect();
        assert_eq!(
            lines,
            [
                "二、任务",
                "计划新建公厕9处，改造2条。",
                "1.引进5家",
                "2.培育*6户",
                "指标",
                "值",
                "产值",
                "3亿元"
            ]
        );
        assert_eq!(document.blocks()[0].role, Role::Heading(1));
        let characters: Vec<char> = source.chars().collect();
        for (at, character) in document.text().chars().enumerate().filter(|(_, c)| *c != '\n') {
            let Position::Character(place) = document.position(at) else {
                panic!()
            };
            assert_eq!(characters[place], character, "at {at}");
        }
    }
}
