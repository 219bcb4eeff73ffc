//! Words for the codes of a closed list, and for yes and no.

use std::collections::HashMap;

use super::{Change, Kind, Refusal};
use crate::{grid::Value, text::fold};

/// The words of a list of codes, ready to be looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeBook {
    /// The code and its name by the folded word; none for a word that two codes share.
    words: HashMap<String, Option<(String, String)>>,
}

impl CodeBook {
    /// The words of a kind's codes; no words when it has none.
    pub(crate) fn of(kind: &Kind) -> Self {
        let mut book = Self::default();
        let Kind::Code { codes } = kind else { return book };
        for code in codes {
            let title = code.words.first().unwrap_or(&code.code);
            for word in code.words.iter().chain([&code.code]) {
                let meant = (code.code.clone(), title.clone());
                book.words
                    .entry(fold(word))
                    .and_modify(|known| {
                        if known.as_ref().is_some_and(|(known, _)| *known != code.code) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(meant));
            }
        }
        book
    }

    /// The code that a cell names.
    pub(super) fn find(&self, value: &Value, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
        let seen = value.to_string();
        let folded = fold(&seen);
        // Lists are often numbered: 1.已办结, (2)办理中.
        let bare = folded.trim_start_matches(|character: char| character.is_ascii_digit());
        let found = [folded.as_str(), bare]
            .into_iter()
            .find_map(|word| self.words.get(word)?.as_ref());
        let Some((code, title)) = found else {
            return Err(Refusal::UnknownCode(seen.trim().chars().take(40).collect()));
        };
        if *title != seen {
            changes.push(Change::Code { title: title.clone() });
        }
        Ok(code.as_str().into())
    }
}

/// Yes or no, in the words and marks of ledgers.
pub(super) fn truth(value: &Value) -> Result<Value, Refusal> {
    let seen = value.to_string();
    let yes = [
        "是", "有", "√", "✓", "✔", "对", "y", "yes", "true", "1", "已", "☑",
    ];
    let no = [
        "否", "无", "没有", "×", "✗", "✘", "x", "不", "n", "no", "false", "0", "未", "□",
    ];
    let word = crate::text::narrow(seen.trim()).to_lowercase();
    match value {
        Value::Truth(truth) => Ok(Value::Truth(*truth)),
        _ if yes.contains(&word.as_str()) => Ok(Value::Truth(true)),
        _ if no.contains(&word.as_str()) => Ok(Value::Truth(false)),
        _ => Err(Refusal::NotATruth(seen.trim().chars().take(40).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        grid::Cell,
        normal::{CodeWords, Expected},
    };

    fn stages() -> Expected {
        let code = |code: &str, words: &[&str]| CodeWords {
            code: code.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let codes = vec![
            code("settled", &["已办结", "Settled", "办结", "已化解"]),
            code("open", &["办理中", "In progress", "正在办理"]),
            code("lifted", &["已上报", "Lifted", "上报"]),
            code("handed", &["已移交", "Handed over", "上报"]),
        ];
        Expected::of(Kind::Code { codes })
    }

    #[test]
    fn words_for_codes_are_found_whatever_their_spelling() {
        for text in [
            "已办结",
            " 已 办 结 ",
            "办结",
            "1.已办结",
            "（1）已化解",
            "SETTLED",
            "settled",
        ] {
            let normal = stages().read(&Cell::of_text(text)).unwrap();
            assert_eq!(normal.value, "settled".into(), "{text}");
        }
        assert_eq!(stages().read(&Cell::of_text("已办结")).unwrap().changes, []);
    }

    #[test]
    fn unknown_words_and_words_of_two_codes_are_asked_about() {
        for text in ["搁置", "上报", "办"] {
            assert_eq!(
                stages().read(&Cell::of_text(text)),
                Err(Refusal::UnknownCode(text.to_owned()))
            );
        }
    }

    #[test]
    fn yes_and_no_have_marks() {
        for (text, meant) in [
            ("√", true),
            ("是", true),
            ("Ｙ", true),
            ("×", false),
            ("无", false),
        ] {
            assert_eq!(truth(&text.into()), Ok(Value::Truth(meant)), "{text}");
        }
        assert!(truth(&"可能".into()).is_err());
    }
}
