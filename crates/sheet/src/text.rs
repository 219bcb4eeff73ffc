//! Texts as spreadsheets have them, made fit for reading and for comparing.

use crate::grid::is_space;

/// A header or label as a person reads it: line breaks and the blanks that space out short words (姓　名) gone, full-width letters and
/// digits in half width, marks of obligation left out.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if is_space(character) || character.is_control() {
            gap = !cleaned.is_empty();
            continue;
        }
        if matches!(character, '*' | '＊' | '★' | '☆' | '※' | '▲' | '△') {
            continue;
        }
        let character = half_width(character);
        // Blanks stand between words of Latin letters only.
        if gap
            && character.is_ascii_alphanumeric()
            && cleaned.ends_with(|last: char| last.is_ascii_alphanumeric())
        {
            cleaned.push(' ');
        }
        gap = false;
        cleaned.push(character);
    }
    cleaned
}

/// A text in the form in which headers are compared: cleaned, in lower case, without punctuation.
pub(crate) fn fold(text: &str) -> String {
    let kept = |character: &char| character.is_alphanumeric() || matches!(character, '%' | '‰' | '㎡' | '#');
    clean(text).to_lowercase().chars().filter(kept).collect()
}

/// A full-width letter, digit or sign in half width; the brackets and colons of Chinese too, which people type either way.
pub(crate) fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '\u{3000}' | '\u{a0}' => ' ',
        '【' | '〔' => '(',
        '】' | '〕' => ')',
        '—' | '–' | '−' | '﹣' => '-',
        _ => character,
    }
}

/// A text with full-width letters, digits and signs in half width.
pub(crate) fn narrow(text: &str) -> String {
    text.chars().map(half_width).collect()
}

/// A text without the blanks at its ends, those that show as nothing among them.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|character| is_space(character) || character.is_control())
}

/// Whether a character is a Chinese one.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// How alike two folded texts are by their pairs of neighbouring characters (Dice), from 0 to 100.
pub(crate) fn likeness(a: &str, b: &str) -> u32 {
    if a == b {
        return 100;
    }
    let pairs = |text: &str| {
        let characters: Vec<char> = text.chars().collect();
        characters
            .windows(2)
            .map(|pair| (pair.first().copied(), pair.last().copied()))
            .collect::<Vec<_>>()
    };
    let (first, mut second) = (pairs(a), pairs(b));
    let total = first.len() + second.len();
    if total == 0 {
        return 0;
    }
    let shared = first
        .iter()
        .filter(|pair| {
            let at = second.iter().position(|other| other == *pair);
            at.map(|at| second.swap_remove(at)).is_some()
        })
        .count();
    u32::try_from(shared * 200 / total).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_cleaned_of_what_only_lays_them_out() {
        assert_eq!(clean("姓　名"), "姓名");
        assert_eq!(clean(" 联系\n电话* "), "联系电话");
        assert_eq!(clean("面积（亩）"), "面积(亩)");
        assert_eq!(clean("Ｎｏ． １"), "No.1");
        assert_eq!(clean("Lead  office"), "Lead office");
        assert_eq!(fold("面积（亩）"), "面积亩");
        assert_eq!(fold("No. 1"), "no1");
    }

    #[test]
    fn blanks_that_show_as_nothing_are_trimmed() {
        assert_eq!(trim("\u{feff} 上金村\u{3000}\u{200b}\t"), "上金村");
    }

    #[test]
    fn likeness_is_shared_pairs() {
        assert_eq!(likeness("化解时间", "化解时间"), 100);
        assert_eq!(likeness("化解时间", "化解日期"), 33);
        assert_eq!(likeness("村", "镇"), 0);
        assert!(likeness("矛盾纠纷类型", "纠纷类型") > 70);
    }
}
