//! What TOML says of a text that is none of it, in both languages, and what was likely meant.

use super::notes::Note;
use crate::diagnostic::Mistake;
use crate::model::Text;

/// What the TOML reader says, and the same in Chinese; the first that its message begins with counts.
const SAID: [(&str, &str); 31] = [
    ("duplicate key", "这一项写了两次"),
    ("missing comma between array elements", "列表的两项之间缺少逗号"),
    ("missing comma between key-value pairs", "两项之间缺少逗号"),
    ("missing value", "缺少取值"),
    ("missing key", "缺少键"),
    ("missing assignment", "缺少等号"),
    ("missing opening quote", "缺少前引号"),
    ("key with no value", "只有键，没有取值"),
    ("unclosed array table", "[[ 没有闭合"),
    ("unclosed array", "列表的 [ 没有闭合"),
    ("unclosed inline table", "表的 { 没有闭合"),
    ("unclosed table", "[ 没有闭合"),
    ("extra comma", "多了一个逗号"),
    ("extra assignment", "多了一个等号"),
    ("extra `=`", "多了一个等号"),
    ("unexpected `=` in array", "列表里不能有等号"),
    ("unexpected leading zero", "数字前面多了零"),
    ("unexpected sign", "多了正负号"),
    ("redundant numeric sign", "多了正负号"),
    ("unexpected", "多出来的内容"),
    ("string values must be quoted", "文字要放在引号里"),
    ("invalid unquoted key", "键只能用英文字母、数字、_ 和 -"),
    ("unquoted keys cannot be empty", "键不能为空"),
    ("keys cannot be", "键不能写成多行文字"),
    ("invalid basic string", "文字写法有误，引号可能没有闭合"),
    (
        "invalid multi-line basic string",
        "多行文字写法有误，引号可能没有闭合",
    ),
    ("invalid literal string", "文字写法有误，引号可能没有闭合"),
    ("missing escaped value", "反斜杠后的写法不对"),
    ("cannot extend value", "这里已有取值，不能再加下级"),
    ("cannot recurse", "套得太深"),
    ("recursion limit", "套得太深"),
];

/// The note of something that is not TOML.
pub(super) fn note(said: &str, source: &str, at: usize) -> Note {
    let (what, expected) = said
        .split_once(", expected ")
        .map_or((said, None), |(what, rest)| (what, Some(rest)));
    let known = SAID
        .iter()
        .find(|(english, _)| what.starts_with(english))
        .map(|(_, chinese)| *chinese);
    let mut zh = format!("不合 TOML 写法：{}", known.unwrap_or(what));
    if let Some(expected) = expected.filter(|expected| expected.starts_with('`')) {
        zh.push_str(&format!("，此处应为 {expected}"));
    }
    let found = source.get(at..).and_then(|rest| rest.chars().next());
    Note::new(Mistake::Syntax, zh, format!("this is not TOML: {said}")).hint(found.and_then(meant))
}

/// What is likely meant where TOML stumbles over a character of Chinese writing.
fn meant(found: char) -> Option<Text> {
    let (zh, en) = match found {
        '“' | '”' | '‘' | '’' | '「' | '」' => ("引号用半角 \"", "write the quotes as \""),
        '＝' | '，' | '【' | '】' | '｛' | '｝' | '：' | '＃' => {
            ("请用半角符号", "use the half-width mark")
        }
        each if !each.is_ascii() => (
            "键和标识用小写英文，中文名称写在 zh 里",
            "keys and names are lower-case ASCII; Chinese names stand in `zh`",
        ),
        _ => return None,
    };
    Some(Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_slips_are_told_in_chinese() {
        for slip in [
            "a = 1\na = 2",
            "a = [1 2]",
            "a = ",
            "a",
            "a = x",
            "名 = 1",
            "a = \"x",
            "[a",
            "a = {b = 1",
            "a = 01",
        ] {
            let (_, errors) = toml::de::DeTable::parse_recoverable(slip);
            let said = errors.first().expect("a slip").message().to_owned();
            let told = note(&said, slip, 0).message.zh;
            let rest = told.strip_prefix("不合 TOML 写法：").expect("what it is");
            assert!(
                !rest.starts_with(|each: char| each.is_ascii_lowercase()),
                "{slip:?}: {told} ({said})"
            );
        }
    }
}
