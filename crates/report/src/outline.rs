//! The tree of headings: 一、 (一) 1. 一是, and what each chapter is about.

use crate::chapter;
use crate::document::{Document, Role};
use crate::heading::{
    Style, heading_length, lost_breaks, names_a_chapter, names_the_report, next_inline, numbered,
};
use quantity::Period;
use std::ops::Range;

/// What a chapter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// Before the first chapter: the page's head, the address to the meeting.
    Front,
    /// Looks back.
    Review,
    /// Owns up to what is wrong.
    Problems,
    /// Looks ahead.
    Plan,
}

/// A heading and all that stands under it.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading with its number.
    pub title: String,
    /// The headings down to this one, joined by `/`; empty for the front.
    pub path: String,
    /// How deep it lies, 0 for the front and 1 for a chapter.
    pub depth: usize,
    /// What its chapter does.
    pub chapter: Chapter,
    /// The period its chapter speaks of, when known.
    pub period: Option<Period>,
    /// The year that 今年 means in it, when known.
    pub year: Option<i16>,
    /// The heading's bytes, sentence mark left out.
    pub heading: Range<usize>,
    /// It stands inside a paragraph: 一是.
    pub(crate) inline: bool,
    /// Nothing stands under it: an item of a list and no heading of anything.
    pub(crate) bare: bool,
}

/// The headings of a document in order, and which of them holds at each place.
#[derive(Clone, Debug)]
pub struct Outline {
    sections: Vec<Section>,
    /// From which byte on which section holds.
    turns: Vec<(usize, usize)>,
}

impl Outline {
    /// The sections, the front first.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Marks the headings below chapters with nothing under them: they are items of a list.
    fn find_items(&mut self, text: &str) {
        let mut follows = (text.len(), 0);
        for section in self.sections.iter_mut().rev() {
            let (next, depth) = follows;
            let under = text.get(section.heading.end..next).unwrap_or_default();
            let nothing = under
                .trim_matches(|c: char| c.is_whitespace() || "。；;：:，,".contains(c))
                .is_empty();
            section.bare = nothing && section.depth > 1 && depth <= section.depth;
            follows = (section.heading.start, section.depth);
        }
    }

    /// The number of the section that holds at a byte.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        let turn = self
            .turns
            .partition_point(|(from, _)| *from <= byte)
            .saturating_sub(1);
        self.turns.get(turn).map_or(0, |(_, section)| *section)
    }

    /// The section of this number; the front for a number there is none of.
    #[must_use]
    pub fn section(&self, number: usize) -> Option<&Section> {
        self.sections.get(number)
    }

    /// Finds the headings of a document. `year` is the year that is looked back on, when the caller knows it.
    #[must_use]
    pub fn of(document: &Document, year: Option<i16>) -> Self {
        let mut builder = Builder::new();
        for block in document.blocks() {
            let line = document.text().get(block.bytes.clone()).unwrap_or_default();
            let mut from = 0;
            for next in lost_breaks(line).chain([line.len()]) {
                let part = line.get(from..next).unwrap_or_default();
                builder.line(part, block.bytes.start + from, block.role);
                from = next;
            }
        }
        let mut outline = builder.finish();
        outline.find_items(document.text());
        chapter::tell(&mut outline.sections, document.text(), year);
        outline
    }
}

/// How deep headings lie at most: one of each style, and once more where a list starts again inside a chapter. A list
/// that starts again deeper than that stands beside the one before.
const DEEPEST: usize = 9;

struct Open {
    style: Style,
    number: u32,
    /// Whether the heading is written as a sentence, with a mark at its end.
    ended: bool,
    section: usize,
}

struct Builder {
    sections: Vec<Section>,
    turns: Vec<(usize, usize)>,
    open: Vec<Open>,
}

impl Builder {
    fn new() -> Self {
        let front = Section {
            title: String::new(),
            path: String::new(),
            depth: 0,
            chapter: Chapter::Front,
            period: None,
            year: None,
            heading: 0..0,
            inline: false,
            bare: false,
        };
        Builder {
            sections: vec![front],
            turns: vec![(0, 0)],
            open: Vec::new(),
        }
    }

    fn finish(self) -> Outline {
        Outline {
            sections: self.sections,
            turns: self.turns,
        }
    }

    fn line(&mut self, line: &str, start: usize, role: Role) {
        let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let start = start + line.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        let mut body = start;
        match (role, numbered(trimmed)) {
            (Role::Cell { .. }, _) => return,
            (_, Some((style, number))) => {
                if let Some(length) = heading_length(trimmed, style) {
                    let ended = length < trimmed.len();
                    self.place(
                        style,
                        number,
                        ended,
                        trimmed.get(..length).unwrap_or_default(),
                        start,
                    );
                    body = start + length;
                }
            }
            (Role::Heading(level), None) if !names_the_report(trimmed) => {
                self.place(Style::Marked(level), 0, false, trimmed, start);
                return;
            }
            _ if names_a_chapter(trimmed) => {
                self.place(Style::Bare, 0, false, trimmed, start);
                return;
            }
            _ => {}
        }
        self.inline(trimmed, start, body);
    }

    /// Headings such as 一是… inside a paragraph; they end with it.
    fn inline(&mut self, line: &str, start: usize, body: usize) {
        let before = self.open.len();
        let back = self.turns.last().map_or(0, |(_, section)| *section);
        let mut from = body - start;
        while let Some((at, number)) = next_inline(line, from) {
            let rest = line.get(at..).unwrap_or_default();
            let length = rest
                .find(['，', ',', '。', '；', ';', '：', ':', '\n'])
                .unwrap_or(rest.len());
            self.place(
                Style::Inline,
                number,
                true,
                rest.get(..length).unwrap_or_default(),
                start + at,
            );
            from = at + length.max(1);
        }
        if self.open.iter().any(|open| open.style == Style::Inline) {
            self.open.truncate(before);
            self.turns.push((start + line.len(), back));
        }
    }

    /// Puts a heading under the ones that are open: beside its elder sibling, or below as the first of its style.
    fn place(&mut self, style: Style, number: u32, ended: bool, title: &str, start: usize) {
        let fits = |open: &Open| {
            open.style == style
                && (number == 0 || open.number + 1 == number || matches!(style, Style::Marked(_)))
        };
        let alike = self
            .open
            .iter()
            .rposition(|open| fits(open) && open.ended == ended);
        let elder = alike.or_else(|| self.open.iter().rposition(fits));
        let same = self.open.iter().rposition(|open| open.style == style);
        let keep = match (elder, same) {
            (Some(elder), _) => elder,
            (None, Some(same)) if number != 1 || self.open.len() >= DEEPEST => same,
            (None, _) => self.below(style),
        };
        self.open.truncate(keep);
        let parent = self.open.last().and_then(|open| self.sections.get(open.section));
        let title = title.trim_end_matches(['。', '：', ':', '；', ';', ' ']).trim();
        let path = match parent {
            Some(parent) if !parent.path.is_empty() => format!("{}/{title}", parent.path),
            _ => title.to_owned(),
        };
        let depth = self.open.len() + 1;
        let section = self.sections.len();
        self.sections.push(Section {
            title: title.to_owned(),
            path,
            depth,
            chapter: Chapter::Front,
            period: None,
            year: None,
            heading: start..start + title.len(),
            inline: style == Style::Inline,
            bare: false,
        });
        self.turns.push((start, section));
        self.open.push(Open {
            style,
            number,
            ended,
            section,
        });
    }

    /// How many open headings stay open above the first heading of a style.
    fn below(&self, style: Style) -> usize {
        let rank = |style: Style| match style {
            Style::Marked(level) => u32::from(level),
            Style::Part | Style::Bare => 2,
            Style::Han => 3,
            Style::HanRound => 4,
            Style::Digit => 5,
            Style::DigitRound => 6,
            Style::Inline => 7,
        };
        // A second list of 一、 inside a chapter numbered 二、 lies below it.
        self.open
            .iter()
            .position(|open| rank(open.style) > rank(style))
            .unwrap_or(self.open.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        Outline::of(&Document::plain(text), None)
            .sections()
            .iter()
            .skip(1)
            .map(|s| s.path.clone())
            .collect()
    }

    #[test]
    fn a_list_that_starts_again_lies_below() {
        let text = "一、2024年工作回顾\n二、2025年工作任务\n一、抓工业。\n二、抓农业。\n三、加强自身建设\n";
        assert_eq!(
            paths(text),
            [
                "一、2024年工作回顾",
                "二、2025年工作任务",
                "二、2025年工作任务/一、抓工业",
                "二、2025年工作任务/二、抓农业",
                "三、加强自身建设",
            ]
        );
        let longer = "一、回顾\n二、任务\n一、甲\n二、乙\n三、丙\n四、丁\n三、自身建设\n";
        assert_eq!(paths(longer).last().map(String::as_str), Some("三、自身建设"));
    }

    #[test]
    fn headings_inside_a_paragraph_end_with_it() {
        let text = "一、2024年工作回顾\n一年来,稳中向好。一是工业提速。产值1亿元。二是农业提质。完成5亩。\n一年来,又是5家。";
        let document = Document::plain(text);
        let outline = Outline::of(&document, None);
        let path = |needle: &str| {
            let section = outline.at(text.find(needle).unwrap());
            outline.section(section).unwrap().path.clone()
        };
        assert_eq!(path("1亿元"), "一、2024年工作回顾/一是工业提速");
        assert_eq!(path("5亩"), "一、2024年工作回顾/二是农业提质");
        assert_eq!(path("5家"), "一、2024年工作回顾");
    }
}
