//! The tree of headings: 一、 (一) 1. 一是, and what each chapter is about.

use crate::document::{Document, Role};
use quantity::{Edge, Numeral, Part, Period, When, Year, figures};
use rust_decimal::prelude::ToPrimitive;
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
            builder.line(line, block.bytes.start, block.role);
        }
        let mut outline = builder.finish();
        outline.tell_chapters(document.text(), year);
        outline
    }

    /// Says what each chapter does and which period it speaks of.
    fn tell_chapters(&mut self, text: &str, year: Option<i16>) {
        let told: Vec<Option<Chapter>> = self
            .sections
            .iter()
            .map(|section| (section.depth == 1).then(|| chapter(&section.title)).flatten())
            .collect();
        let review = year.or_else(|| self.year_of_review(text, &told));
        let mut current = if told.iter().any(Option::is_some) {
            Chapter::Front
        } else {
            Chapter::Review
        };
        for (section, told) in self.sections.iter_mut().zip(told) {
            match told {
                Some(told) => current = told,
                None if section.depth == 1 && current == Chapter::Front => current = Chapter::Review,
                None => {}
            }
            section.chapter = current;
        }
        // A section speaks of the period of its chapter.
        let mut period = None;
        for section in &mut self.sections {
            if section.depth <= 1 {
                period = period_of(section, review);
            }
            section.period = period;
            section.year = period.map(|period| period.last().year());
        }
    }

    /// The year looked back on: told by the heading of the review, or one before that of the plan, or by the page.
    fn year_of_review(&self, text: &str, told: &[Option<Chapter>]) -> Option<i16> {
        let heading = |wanted: Chapter| {
            let mut chapters = self
                .sections
                .iter()
                .zip(told)
                .filter(|(_, told)| **told == Some(wanted));
            chapters.find_map(|(section, _)| first_year(&section.title))
        };
        let front: String = text.chars().take(400).collect();
        let said = heading(Chapter::Review).or_else(|| heading(Chapter::Plan)?.checked_sub(1));
        said.or_else(|| year_of_page(&front))
            .or_else(|| self.year_of_review_text(text, told))
    }

    /// The last year that the review names and neither promises nor counts from.
    fn year_of_review_text(&self, text: &str, told: &[Option<Chapter>]) -> Option<i16> {
        let starts = |wanted: Chapter| {
            let mut chapters = self
                .sections
                .iter()
                .zip(told)
                .filter(|(_, told)| **told == Some(wanted));
            chapters.next().map(|(section, _)| section.heading.start)
        };
        let plan = starts(Chapter::Plan).unwrap_or(text.len());
        let review = text
            .get(starts(Chapter::Review).unwrap_or_default()..plan)
            .unwrap_or(text);
        let years = figures(review).filter_map(|figure| match figure.when? {
            When::Calendar {
                year: Year::Given(year),
                edge: Edge::Within,
                ..
            } => Some(year),
            _ => None,
        });
        years.filter(|year| *year > 1950).max()
    }
}

/// The period a chapter speaks of: the one its heading tells, or the year.
fn period_of(chapter: &Section, review: Option<i16>) -> Option<Period> {
    let base = match chapter.chapter {
        Chapter::Plan if chapter.title.contains("下半年") => review?,
        Chapter::Plan => review?.checked_add(1)?,
        _ => review?,
    };
    let titled = figures(&chapter.title)
        .filter_map(|figure| figure.when?.resolve(base))
        .next();
    let titled = titled.filter(|_| chapter.depth == 1 && chapter.chapter != Chapter::Front);
    titled.or_else(|| Period::year(base))
}

/// The year a page of a government site looks back on: that of its date, or the year before in the first half.
fn year_of_page(front: &str) -> Option<i16> {
    let day = figures(front).find_map(|figure| match figure.when? {
        When::Moment(moment) => Some(moment.date()),
        when @ When::Calendar {
            year: Year::Given(_),
            part: Part::Day(..),
            edge: Edge::Within,
        } => when.resolve(0).map(|period| period.first()),
        _ => None,
    })?;
    Some(if day.month() <= 6 {
        day.year() - 1
    } else {
        day.year()
    })
}

fn first_year(text: &str) -> Option<i16> {
    figures(text)
        .filter_map(|figure| figure.when?.resolve(0))
        .map(|period| period.last().year())
        .find(|year| *year > 1950)
}

/// What a chapter does, by the words of its heading.
fn chapter(title: &str) -> Option<Chapter> {
    const PROBLEMS: [&str; 5] = ["存在的问题", "存在问题", "主要问题", "困难和问题", "不足"];
    const PLAN: [&str; 19] = [
        "任务",
        "安排",
        "思路",
        "打算",
        "目标",
        "计划",
        "展望",
        "今后",
        "下一步",
        "下步",
        "部署",
        "建议",
        "重点工作",
        "未来",
        "新一年",
        "规划",
        "下半年",
        "举措",
        "明年",
    ];
    const REVIEW: [&str; 12] = [
        "回顾",
        "总结",
        "完成情况",
        "工作情况",
        "成效",
        "成绩",
        "进展情况",
        "过去",
        "主要工作",
        "五年来",
        "一年来",
        "开展情况",
    ];
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&PROBLEMS) {
        Some(Chapter::Problems)
    } else if has(&REVIEW) && !title.contains("目标任务") {
        Some(Chapter::Review)
    } else if has(&PLAN) {
        Some(Chapter::Plan)
    } else {
        None
    }
}

/// How a heading is numbered. Headings of one style are siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A heading the file marks, by its level.
    Marked(u8),
    /// 第一章, 第一部分.
    Part,
    /// 一、
    Han,
    /// (一)
    HanRound,
    /// 1. and 1、
    Digit,
    /// (1)
    DigitRound,
    /// A line that only names a chapter, with no number.
    Bare,
    /// 一是, inside a paragraph.
    Inline,
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

/// The style and number with which a line begins.
fn numbered(line: &str) -> Option<(Style, u32)> {
    let rest = line.strip_prefix(['(', '（']);
    if let Some(rest) = rest {
        let number = Numeral::read(rest).filter(whole)?;
        let after = rest.get(number.length..)?;
        after.starts_with([')', '）']).then_some(())?;
        let style = if number.han {
            Style::HanRound
        } else {
            Style::DigitRound
        };
        return Some((style, number.value.to_u32()?));
    }
    if let Some(rest) = line.strip_prefix('第') {
        let number = Numeral::read(rest).filter(whole)?;
        let after = rest.get(number.length..)?;
        return after
            .starts_with(['章', '部', '节'])
            .then_some((Style::Part, number.value.to_u32()?));
    }
    let number = Numeral::read(line).filter(whole)?;
    let after = line.get(number.length..)?;
    if number.han {
        return after
            .starts_with('、')
            .then_some((Style::Han, number.value.to_u32()?));
    }
    let mark = after.chars().next().filter(|c| matches!(c, '.' | '、' | '．'))?;
    let follows = after
        .get(mark.len_utf8()..)?
        .chars()
        .next()
        .is_some_and(|c| !c.is_ascii_digit());
    (follows && number.length <= 2).then_some((Style::Digit, number.value.to_u32()?))
}

fn whole(number: &Numeral) -> bool {
    number.over.is_none()
        && number.upper.is_none()
        && !number.bare
        && number.value.scale() == 0
        && number.length <= 9
}

/// How much of a numbered line is heading: all of it when it is one short sentence, else its first sentence.
fn heading_length(line: &str, style: Style) -> Option<usize> {
    const LONG: usize = 60;
    let first = line.find(['。', '\n']).unwrap_or(line.len());
    let head = line.get(..first)?;
    let characters = head.chars().count();
    let items = matches!(style, Style::Digit | Style::DigitRound);
    let limit = if items { 40 } else { LONG };
    // 1.新建公厕9座,改造…; is an item of a list and no heading.
    let listed = items && (head.contains(['；', ';']) || first == line.len() && line.contains(['，', ',']));
    (characters <= limit && !listed).then_some(first)
}

/// Whether a line is nothing but the name of a chapter: 2024年工作回顾.
fn names_a_chapter(line: &str) -> bool {
    let count = line.chars().count();
    let whole = !line.contains(['。', '，', ',', '；', '！', '、', '“']);
    let ends = [
        "工作回顾",
        "工作总结",
        "工作任务",
        "工作安排",
        "工作思路",
        "重点工作",
        "目标任务",
        "工作打算",
        "工作计划",
        "主要工作",
        "工作部署",
        "工作情况",
        "工作重点",
        "工作建议",
        "的回顾",
        "任务目标",
        "总体要求",
    ];
    (4..=24).contains(&count)
        && whole
        && ends.iter().any(|end| line.ends_with(end))
        && !names_the_report(line)
}

/// Whether a line is the title of the whole report and no chapter of it.
fn names_the_report(line: &str) -> bool {
    line.contains("报告")
        || line.contains("总结和")
        || line.contains("总结及")
        || line.contains("总结与")
        || line.contains("暨")
}

/// The next 一是 that opens a sentence and is short enough to be a heading.
fn next_inline(line: &str, from: usize) -> Option<(usize, u32)> {
    let mut at = from;
    loop {
        let rest = line.get(at..)?;
        let found = at + rest.find('是')?;
        at = found + '是'.len_utf8();
        let before = line.get(..found)?;
        let digits = before.trim_end_matches(|c| "一二三四五六七八九十".contains(c));
        let number = Numeral::read(before.get(digits.len()..)?)
            .filter(whole)
            .and_then(|number| number.value.to_u32());
        let opens =
            digits.is_empty() || digits.ends_with(['。', '！', '；', ' ', '\u{3000}', '!', ';', '：', ':']);
        let Some(number) = number.filter(|_| opens && digits.len() >= from) else {
            continue;
        };
        let sentence = line.get(at..)?.split(['。', '\n']).next().unwrap_or_default();
        let clause = sentence.split(['，', ',', '；', ';']).next().unwrap_or_default();
        let sentence_ends = at + sentence.len() < line.trim_end_matches('。').len();
        if clause.chars().count() <= 26 && sentence.chars().count() <= 45 && sentence_ends {
            return Some((digits.len(), number));
        }
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

    #[test]
    fn chapters_know_what_they_do_and_when() {
        let text = "一、2024年工作回顾\n甲\n二、2025年工作任务\n乙\n三、加强政府自身建设\n丙";
        let outline = Outline::of(&Document::plain(text), None);
        let told: Vec<_> = outline
            .sections()
            .iter()
            .map(|s| (s.chapter, s.period.map(|p| p.to_string())))
            .collect();
        assert_eq!(told[1], (Chapter::Review, Some("2024".into())));
        assert_eq!(told[2], (Chapter::Plan, Some("2025".into())));
        assert_eq!(told[3], (Chapter::Plan, Some("2025".into())));
    }
}
