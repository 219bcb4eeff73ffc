//! Growth and decline: which way, and against what.

use crate::cursor::{closes, is_han};
use crate::sieve::Sieve;
use serde::{Deserialize, Serialize};

/// Which way a figure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 增长, 提高, 上升.
    Up,
    /// 下降, 减少, 压减.
    Down,
}

/// What a change is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The same period a year before (同比).
    YearBefore,
    /// The period just before (环比).
    PeriodBefore,
    /// A yearly average over several years (年均).
    YearlyAverage,
    /// A named year (较2020年).
    Year(i16),
    /// A named thing, by its bytes in the text: 按预算安排总额压减20%.
    Stated(usize, usize),
}

/// A change told with a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    /// Which way.
    pub direction: Direction,
    /// Against what, when the text says.
    pub basis: Option<Basis>,
}

/// Verbs of change, which the number follows at once.
const VERBS: [(&str, Direction); 43] = [
    ("增收", Direction::Up),
    ("减收", Direction::Down),
    ("负增长", Direction::Down),
    ("增长", Direction::Up),
    ("增加", Direction::Up),
    ("上升", Direction::Up),
    ("提高", Direction::Up),
    ("提升", Direction::Up),
    ("上涨", Direction::Up),
    ("上浮", Direction::Up),
    ("扩大", Direction::Up),
    ("增高", Direction::Up),
    ("递增", Direction::Up),
    ("净增", Direction::Up),
    ("多增", Direction::Up),
    ("回升", Direction::Up),
    ("攀升", Direction::Up),
    ("跃升", Direction::Up),
    ("下降", Direction::Down),
    ("减少", Direction::Down),
    ("降低", Direction::Down),
    ("压减", Direction::Down),
    ("压缩", Direction::Down),
    ("压降", Direction::Down),
    ("回落", Direction::Down),
    ("下调", Direction::Down),
    ("缩减", Direction::Down),
    ("缩短", Direction::Down),
    ("下滑", Direction::Down),
    ("收窄", Direction::Down),
    ("削减", Direction::Down),
    ("下跌", Direction::Down),
    ("递减", Direction::Down),
    ("核减", Direction::Down),
    ("同比", Direction::Up),
    ("环比", Direction::Up),
    ("增", Direction::Up),
    ("升", Direction::Up),
    ("涨", Direction::Up),
    ("降", Direction::Down),
    ("减", Direction::Down),
    ("跌", Direction::Down),
    ("缩", Direction::Down),
];

/// Nouns of change, which may be told with `达`, `为` or `超` between.
const NOUNS: [(&str, Direction); 10] = [
    ("增长率", Direction::Up),
    ("增速", Direction::Up),
    ("增幅", Direction::Up),
    ("涨幅", Direction::Up),
    ("升幅", Direction::Up),
    ("提幅", Direction::Up),
    ("降幅", Direction::Down),
    ("跌幅", Direction::Down),
    ("降低率", Direction::Down),
    ("下降率", Direction::Down),
];

static VERB_SIEVE: Sieve = Sieve::of_ends(&VERBS);
static NOUN_SIEVE: Sieve = Sieve::of_ends(&NOUNS);

const YEAR_BEFORE: [&str; 13] = [
    "同比",
    "比上年",
    "较上年",
    "比去年",
    "较去年",
    "同上年",
    "与上年",
    "同去年",
    "与去年",
    "上年同期",
    "去年同期",
    "比同期",
    "较同期",
];
const PERIOD_BEFORE: [&str; 7] = [
    "环比",
    "比上月",
    "较上月",
    "比上季",
    "较上季",
    "比上半年",
    "较上半年",
];
const YEARLY_AVERAGE: [&str; 3] = ["年均", "平均每年", "年平均"];

/// The change by an amount: 减少2起. Other verbs of change tell of work done there: 改造提升200亩.
pub(crate) fn of_amount(before: &str, offset: usize) -> Option<Change> {
    const BY: [&str; 16] = [
        "增收", "减收", "增加", "增长", "净增", "多增", "减少", "下降", "降低", "压减", "缩减", "核减",
        "上升", "上涨", "缩短", "回落",
    ];
    let words = before.trim_end();
    let words = words.strip_suffix('了').unwrap_or(words);
    let told = VERB_SIEVE.may_end(words) && BY.iter().any(|verb| closes(words, verb));
    told.then(|| self::before(before, offset)).flatten()
}

/// The change told by the words that end right before a figure; `offset` is where `before` begins in the text.
pub(crate) fn before(before: &str, offset: usize) -> Option<Change> {
    let trimmed = before.trim_end();
    let (direction, verb) = noun(trimmed).or_else(|| verb(trimmed))?;
    let head = trimmed.get(..verb)?;
    let basis = basis(clause(trimmed), head).or_else(|| stated(clause(head), offset + head.len()));
    Some(Change { direction, basis })
}

fn verb(text: &str) -> Option<(Direction, usize)> {
    let text = text.strip_suffix('了').unwrap_or(text);
    // 同比分别-4.1%、-12.5%
    let apart = ["分别", "均"].iter().find_map(|word| text.strip_suffix(word));
    let text = apart.filter(|text| text.ends_with('比')).unwrap_or(text);
    let may = VERB_SIEVE.may_end(text);
    may.then(|| VERBS.iter().find(|(word, _)| closes(text, word)))?
        .map(|(word, direction)| (*direction, text.len() - word.len()))
}

fn noun(text: &str) -> Option<(Direction, usize)> {
    const LINKS: [&str; 19] = [
        "控制在",
        "保持在",
        "稳定在",
        "维持在",
        "保持",
        "分别达到",
        "分别为",
        "分别达",
        "达到",
        "均达",
        "高达",
        "均为",
        "分别",
        "达",
        "为",
        "均",
        "在",
        "是",
        "：",
    ];
    let bare = LINKS
        .iter()
        .find(|link| closes(text, link))
        .and_then(|link| text.strip_suffix(link))
        .unwrap_or(text);
    // 人口自然增长率控制在7‰以内 tells a rate, 增速保持在8%以上 a growth.
    let held = text.ends_with('在') && bare.len() < text.len();
    let may = NOUN_SIEVE.may_end(bare);
    let mut nouns = NOUNS.iter().filter(|(word, _)| closes(bare, word));
    may.then(|| nouns.find(|(word, _)| !(held && word.ends_with('率'))))?
        .map(|(word, direction)| (*direction, bare.len() - word.len()))
}

/// The last clause of a text.
fn clause(text: &str) -> &str {
    let start = text.rfind([',', '，', '。', ';', '；', '\n', '、', '(', '（', ':', '：']);
    start.map_or(text, |start| &text[start..])
}

/// What a clause is measured against; `head` ends where the words of change begin.
fn basis(clause: &str, head: &str) -> Option<Basis> {
    // Each of the words has one of these.
    if !clause.contains(['同', '比', '较', '均', '与']) {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    // 年均增长 is one, 年均浓度下降 is none.
    let head = ["实现", "保持", "预计", "约"]
        .iter()
        .find_map(|word| head.strip_suffix(word))
        .unwrap_or(head);
    if YEARLY_AVERAGE.iter().any(|word| head.ends_with(word)) {
        Some(Basis::YearlyAverage)
    } else if has(&YEAR_BEFORE) {
        Some(Basis::YearBefore)
    } else if has(&PERIOD_BEFORE) {
        Some(Basis::PeriodBefore)
    } else {
        ["比", "较"].iter().find_map(|word| {
            let rest = clause.get(clause.rfind(word)? + word.len()..)?;
            let year = rest.get(..4)?.parse::<i16>().ok()?;
            rest.get(4..)?.starts_with('年').then_some(Basis::Year(year))
        })
    }
}

/// `按预算安排总额` before the verb; `end` is where `head` ends in the text.
fn stated(head: &str, end: usize) -> Option<Basis> {
    let (at, word) = ["按照", "按", "较", "比"]
        .iter()
        .find_map(|word| Some((head.rfind(word)?, *word)))?;
    let phrase = head
        .get(at + word.len()..)?
        .trim_end_matches("平均")
        .trim_end_matches("分别");
    // 按可比价格计算 says how it was reckoned and not against what.
    let method = phrase.starts_with("可比") || phrase.ends_with("计算") || phrase.ends_with("口径");
    let short = (2..=16).contains(&phrase.chars().count());
    let fits = !method && short && phrase.chars().all(|c| is_han(c) || c.is_ascii_digit());
    let tail = head.len() - at - word.len();
    fits.then(|| Basis::Stated(end - tail, end - tail + phrase.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_knows_its_way_and_basis() {
        for (text, direction, basis) in [
            ("同比增长", Direction::Up, Some(Basis::YearBefore)),
            ("同比增速", Direction::Up, Some(Basis::YearBefore)),
            ("较上年下降", Direction::Down, Some(Basis::YearBefore)),
            ("环比回落", Direction::Down, Some(Basis::PeriodBefore)),
            ("比2020年增长了", Direction::Up, Some(Basis::Year(2020))),
            ("年均增长", Direction::Up, Some(Basis::YearlyAverage)),
            ("生产总值增长", Direction::Up, None),
            ("增幅达到", Direction::Up, None),
        ] {
            assert_eq!(before(text, 0), Some(Change { direction, basis }), "{text}");
        }
    }

    #[test]
    fn a_level_is_no_change() {
        for text in ["增长到", "压减至", "占比达", "满意度为", "办复率达"] {
            assert_eq!(before(text, 0), None, "{text}");
        }
    }

    #[test]
    fn the_thing_it_is_measured_against_is_found() {
        let text = "三公经费按预算安排总额压减";
        let Some(Change {
            basis: Some(Basis::Stated(start, end)),
            ..
        }) = before(text, 0)
        else {
            panic!()
        };
        assert_eq!(&text[start..end], "预算安排总额");
    }
}
