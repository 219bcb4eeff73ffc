//! The official numbers of headings: 一、 （一） 1. （1）, GB/T 9704—2012 section 7.3.3.

use crate::paper::{Block, Level, Paper, plain};

/// Whether headings are given numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// Numbers are given when no heading has one of its own.
    #[default]
    Auto,
    /// Every heading without a number of its own is given one.
    Always,
    /// Headings stay as they are written.
    Never,
}

impl Paper {
    /// Gives headings their numbers. A number an author wrote is kept and counted on from.
    pub fn number_headings(&mut self, numbering: Numbering) {
        let has_own =
            |block: &Block| matches!(block, Block::Heading { runs, .. } if starts_with_number(&plain(runs)));
        let wanted = match numbering {
            Numbering::Auto => !self.blocks.iter().any(has_own),
            Numbering::Always => true,
            Numbering::Never => false,
        };
        let mut counts = [0_u32; 4];
        for block in &mut self.blocks {
            let Block::Heading { level, number, runs } = block else {
                continue;
            };
            let count = step(&mut counts, *level);
            *number = (wanted && !starts_with_number(&plain(runs))).then(|| written(*level, count));
        }
    }
}

/// Counts one heading at `level` and starts the ranks below it anew.
fn step(counts: &mut [u32; 4], level: Level) -> u32 {
    let at = usize::from(level.rank() - 1);
    let mut own = 0;
    for (i, count) in counts.iter_mut().enumerate() {
        if i == at {
            *count += 1;
            own = *count;
        } else if i > at {
            *count = 0;
        }
    }
    own
}

/// The number of a heading with its punctuation.
fn written(level: Level, count: u32) -> String {
    match level {
        Level::One => format!("{}、", chinese(count)),
        Level::Two => format!("（{}）", chinese(count)),
        Level::Three => format!("{count}."),
        Level::Four => format!("（{count}）"),
    }
}

/// A counting number up to 9999 in Chinese numerals, as headings count: 十一, not 一十一.
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const UNITS: [(u32, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in UNITS {
        let digit = n / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push_str(DIGITS.get(digit as usize).copied().unwrap_or_default());
        }
        out.push_str(name);
    }
    out
}

/// Whether a heading begins with a number of any of the four ranks, in full or half width.
pub(crate) fn starts_with_number(text: &str) -> bool {
    let text = text.trim_start();
    let numeral = |c: char| "〇零一二三四五六七八九十百千".contains(c) || c.is_ascii_digit();
    let rest = text.trim_start_matches(['（', '(']);
    let bracketed = rest.len() < text.len();
    let tail = rest.trim_start_matches(numeral);
    if tail.len() == rest.len() {
        return false;
    }
    match tail.chars().next() {
        Some('）' | ')') => true,
        Some('、' | '．') => !bracketed,
        // `1.2亿元` is an amount; `1.加强` and `1. 加强` are numbers.
        Some('.') => !bracketed && !tail.chars().nth(1).is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Run;

    fn headings(list: &[(Level, &str)]) -> Paper {
        let blocks = list
            .iter()
            .map(|(level, text)| Block::Heading {
                level: *level,
                number: None,
                runs: vec![Run::plain(*text)],
            })
            .collect();
        Paper {
            blocks,
            ..Paper::default()
        }
    }

    fn numbers(mut paper: Paper, numbering: Numbering) -> Vec<String> {
        paper.number_headings(numbering);
        paper
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading { number, .. } => number.clone().unwrap_or_default(),
                _ => String::new(),
            })
            .collect()
    }

    #[test]
    fn each_rank_counts_anew_under_the_rank_above_it() {
        use Level::{Four, One, Three, Two};
        let paper = headings(&[
            (One, "回顾"),
            (Two, "经济"),
            (Three, "工业"),
            (Four, "产值"),
            (Four, "投资"),
            (Two, "民生"),
            (Three, "养老"),
            (One, "安排"),
            (Two, "目标"),
        ]);
        assert_eq!(
            numbers(paper, Numbering::Auto),
            [
                "一、",
                "（一）",
                "1.",
                "（1）",
                "（2）",
                "（二）",
                "1.",
                "二、",
                "（一）"
            ]
        );
    }

    #[test]
    fn numbers_the_author_wrote_are_never_doubled() {
        let paper = headings(&[(Level::One, "一、回顾"), (Level::One, "安排")]);
        assert_eq!(numbers(paper.clone(), Numbering::Auto), ["", ""]);
        assert_eq!(numbers(paper, Numbering::Always), ["", "二、"]);
    }

    #[test]
    fn an_amount_at_the_start_of_a_heading_is_not_its_number() {
        for own in [
            "一、总体要求",
            "（二）目标",
            "(3)目标",
            "1.加强",
            "12. 加强",
            "3．加强",
            "二十一、附则",
        ] {
            assert!(starts_with_number(own), "{own}");
        }
        for none in [
            "19亿元目标",
            "1.2亿元项目",
            "2024年工作回顾",
            "十件实事",
            "总体要求",
            "（试行）",
        ] {
            assert!(!starts_with_number(none), "{none}");
        }
    }

    #[test]
    fn headings_count_past_ten_as_people_do() {
        let spelled: Vec<_> = [1, 10, 11, 20, 99, 100, 101, 110, 1001]
            .map(chinese)
            .into_iter()
            .collect();
        assert_eq!(
            spelled,
            [
                "一",
                "十",
                "十一",
                "二十",
                "九十九",
                "一百",
                "一百零一",
                "一百一十",
                "一千零一"
            ]
        );
    }
}
