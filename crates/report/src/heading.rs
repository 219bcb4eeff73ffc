//! What is a heading, and how it is numbered: 一、 (一) 1. (1) 一是.

use quantity::{Kind, Numeral, figures};
use rust_decimal::prelude::ToPrimitive;

/// How a heading is numbered. Headings of one style are siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
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

/// The style and number with which a line begins.
pub(crate) fn numbered(line: &str) -> Option<(Style, u32)> {
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
        let rest = after.strip_prefix('、')?;
        // 一、二、三产业 is no heading.
        let listed = Numeral::read(rest).is_some_and(|next| {
            next.han
                && rest
                    .get(next.length..)
                    .is_some_and(|after| after.starts_with(['、', '产']))
        });
        return (!listed).then_some((Style::Han, number.value.to_u32()?));
    }
    let mark = after.chars().next().filter(|c| matches!(c, '.' | '、' | '．'))?;
    let follows = after
        .get(mark.len_utf8()..)?
        .chars()
        .next()
        .is_some_and(|c| !c.is_ascii_digit());
    (follows && number.length <= 2).then_some((Style::Digit, number.value.to_u32()?))
}

/// How many bytes of a sentence are the number it is listed with: `1.`, `（二）`, `三是`.
pub(crate) fn number_length(sentence: &str) -> usize {
    let after = |marks: &[char]| {
        sentence
            .char_indices()
            .find(|(_, c)| marks.contains(c))
            .map_or(0, |(at, mark)| at + mark.len_utf8())
    };
    match numbered(sentence) {
        Some((Style::HanRound | Style::DigitRound, _)) => after(&[')', '）']),
        Some((Style::Han, _)) => after(&['、']),
        Some((Style::Digit, _)) => after(&['.', '、', '．']),
        Some(_) => 0,
        None => {
            let rest = sentence.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
            let counted = rest.len() < sentence.len() && rest.starts_with('是');
            if counted { after(&['是']) } else { 0 }
        }
    }
}

fn whole(number: &Numeral) -> bool {
    number.over.is_none()
        && number.upper.is_none()
        && !number.bare
        && number.value.scale() == 0
        && number.length <= 9
}

/// How much of a numbered line is heading: all of it when it is one short sentence, else its first sentence.
pub(crate) fn heading_length(line: &str, style: Style) -> Option<usize> {
    const LONG: usize = 60;
    // 一、2023年工作回顾 2023年是…: the line break was lost.
    let number = number_length(line);
    let mut front = line.char_indices().take(LONG);
    let space = front.find(|(at, letter)| *at > number && matches!(letter, ' ' | '\u{3000}'));
    if let Some((space, _)) = space
        && line.get(number..space).is_some_and(names_a_chapter)
    {
        return Some(space);
    }
    let first = line.find(['。', '\n']).unwrap_or(line.len());
    let head = line.get(..first)?;
    let characters = head.chars().count();
    let items = matches!(style, Style::Digit | Style::DigitRound);
    let limit = if items { 40 } else { LONG };
    // 1.新建公厕9座,改造…; is an item of a list and no heading.
    let listed = items && (head.contains(['；', ';']) || first == line.len() && line.contains(['，', ',']));
    (characters <= limit && !listed && !counts(head)).then_some(first)
}

/// Where headings begin inside a line whose breaks were lost: …。(一)抓工业。
pub(crate) fn lost_breaks(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.match_indices('。').filter_map(|(at, mark)| {
        let rest = line.get(at + mark.len()..)?;
        let next = rest.trim_start();
        let (style, _) = numbered(next)?;
        let heads =
            matches!(style, Style::Han | Style::HanRound) && heading_length(next, style)? < next.len();
        heads.then(|| at + mark.len() + rest.len() - next.len())
    })
}

/// Whether a line tells a number of something, as items of a list do and headings do not: 1.新建公厕9座.
fn counts(line: &str) -> bool {
    figures(line).any(|figure| figure.soft.is_none() && !matches!(figure.kind, Kind::Date | Kind::Code))
}

/// Whether a line is nothing but the name of a chapter: 2024年工作回顾.
pub(crate) fn names_a_chapter(line: &str) -> bool {
    let count = line.chars().count();
    let whole = !line.contains(['。', '，', ',', '；', '！', '、']);
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
        "工作要点",
        "预期目标",
        "发展目标",
        "主要任务",
        "重点任务",
        "主要举措",
    ];
    (4..=24).contains(&count)
        && whole
        && ends.iter().any(|end| line.ends_with(end))
        && !names_the_report(line)
}

/// Whether a line is the title of the whole report and no chapter of it.
pub(crate) fn names_the_report(line: &str) -> bool {
    line.contains("报告")
        || line.contains("总结和")
        || line.contains("总结及")
        || line.contains("总结与")
        || line.contains("暨")
}

/// The next 一是 that opens a sentence and is short enough to be a heading.
pub(crate) fn next_inline(line: &str, from: usize) -> Option<(usize, u32)> {
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
        if clause.chars().count() <= 26
            && sentence.chars().count() <= 45
            && sentence_ends
            && !counts(sentence)
        {
            return Some((digits.len(), number));
        }
    }
}
