//! What may be shown of a person's data to those who need to recognise it but not to know it.
//!
//! Every hidden character is one `*`, so that a masked text keeps its length; a text too short to hide its middle is hidden whole.

/// A person's name with all but the family name's first character hidden: `张*`, `欧**`, `J*** S****`.
#[must_use]
pub fn person_name(name: &str) -> String {
    let mut first = true;
    let mask = |character: char| {
        let shown = first || character.is_whitespace() || character == '·';
        // In names of several words each word shows how it begins; Chinese names have one.
        first = character.is_whitespace();
        if shown { character } else { '*' }
    };
    let name = name.trim();
    if name.chars().count() == 1 {
        "*".to_owned()
    } else {
        name.chars().map(mask).collect()
    }
}

/// A telephone number with its middle hidden: `138****1234`, `0574-****1234`, `+86138****1234`.
#[must_use]
pub fn phone(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let shown_last = if digits >= 7 { 4 } else { 0 };
    let hidden = if digits >= 7 { 4 } else { digits };
    let mut at = 0;
    let mask = |character: char| {
        if !character.is_ascii_digit() {
            return character;
        }
        at += 1;
        let from_end = digits - at;
        if from_end >= shown_last && from_end < shown_last + hidden {
            '*'
        } else {
            character
        }
    };
    number.trim().chars().map(mask).collect()
}

/// A bank card's number with all but the first and last four digits hidden: `6222***********1234`.
#[must_use]
pub fn bank_card(number: &str) -> String {
    middle(number.trim(), 4, 4)
}

/// A text with all but its first `head` and last `tail` characters hidden; all of it when that would leave less than half hidden
/// or the text is shorter.
#[must_use]
pub fn middle(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let (head, tail) = if count < 2 * (head + tail) {
        (0, 0)
    } else {
        (head, tail)
    };
    let mask = |(at, character)| {
        if at < head || at >= count - tail {
            character
        } else {
            '*'
        }
    };
    text.chars().enumerate().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_shows_only_its_first_character() {
        assert_eq!(person_name("张三"), "张*");
        assert_eq!(person_name("欧阳修"), "欧**");
        assert_eq!(person_name(" 王小明 "), "王**");
        assert_eq!(person_name("阿"), "*");
        assert_eq!(person_name("John Smith"), "J*** S****");
        assert_eq!(person_name("买买提·艾力"), "买**·**");
        assert_eq!(person_name(""), "");
    }

    #[test]
    fn a_phone_number_hides_the_four_digits_before_the_last_four() {
        assert_eq!(phone("13812341234"), "138****1234");
        assert_eq!(phone("0574-65251234"), "0574-****1234");
        assert_eq!(phone("+86 138 1234 1234"), "+86 138 **** 1234");
        assert_eq!(phone("110"), "***");
        assert_eq!(phone("12345"), "*****");
    }

    #[test]
    fn a_bank_card_shows_its_first_and_last_four_digits() {
        assert_eq!(bank_card("6222020200112341234"), "6222***********1234");
        assert_eq!(bank_card("62220202"), "********");
    }

    proptest! {
        #[test]
        fn a_masked_text_never_shows_more_than_half(text in "\\PC{0,30}", head in 0..6usize, tail in 0..6usize) {
            let masked = middle(&text, head, tail);
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            let shown = if text.chars().count() < 2 * (head + tail) { 0 } else { head + tail };
            let hidden = masked.chars().zip(text.chars()).filter(|&(mark, _)| mark == '*').count();
            prop_assert!(hidden >= text.chars().count() - shown);
        }
    }
}
