//! The shape of a value: what its key holds, checked once where the key is met, whatever the reader makes of it.

use super::keys::{Holds, Key};
use super::notes::{Note, Notes};
use super::{field, walk};
use crate::diagnostic::{Mistake, did_you_mean};
use rust_decimal::Decimal;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Longest name of anything: PostgreSQL cuts names at 63 bytes, and some grow a prefix.
const LONGEST_NAME: usize = 40;

/// Notes a value that is not what its key holds.
pub(super) fn check(key: &Key, value: &Spanned<DeValue<'_>>, notes: &Notes<'_>) {
    let held = value.get_ref();
    let wrong = |zh: &str, en: &str| wrong(notes, value.span(), zh, en);
    match key.holds {
        Holds::Told | Holds::Expr if held.as_str().is_some_and(|text| text.trim().is_empty()) => {
            wrong("不空的文字", "a text that is not empty");
        }
        Holds::Text | Holds::Told | Holds::Expr if held.as_str().is_none() => {
            wrong("写在引号里的文字", "a text in quotes");
        }
        Holds::Name | Holds::Slug | Holds::FieldType => match held.as_str() {
            None => wrong("写在引号里的文字", "a text in quotes"),
            Some(text) => match key.holds {
                Holds::FieldType => field::check_type(text, &value.span(), notes),
                _ => check_name(text, matches!(key.holds, Holds::Slug), value.span(), notes),
            },
        },
        Holds::Bool if held.as_bool().is_none() => wrong("true 或 false", "true or false"),
        Holds::Integer(least, most) => {
            let whole = walk::number_of(held).filter(|number| number.fract().is_zero());
            if !whole.is_some_and(|number| Decimal::from(least) <= number && number <= Decimal::from(most)) {
                wrong(
                    &format!("{least} 到 {most} 的整数"),
                    &format!("a whole number from {least} to {most}"),
                );
            }
        }
        Holds::Number if walk::number_of(held).is_none() => wrong("数字", "a number"),
        Holds::Texts => each(value, notes, |item| item.as_str().is_some(), "文字", "a text"),
        Holds::Integers => {
            let small = |item: &DeValue<'_>| {
                walk::number_of(item).is_some_and(|number| u16::try_from(number).is_ok())
            };
            each(value, notes, small, "不大的整数", "a small whole number");
        }
        Holds::TextLists => {
            each(
                value,
                notes,
                |item| item.as_array().is_some(),
                "列表 […]",
                "a list […]",
            );
            for inner in held
                .as_array()
                .into_iter()
                .flatten()
                .filter(|inner| inner.get_ref().is_array())
            {
                each(inner, notes, |item| item.as_str().is_some(), "文字", "a text");
            }
        }
        Holds::Titles => titles(value, notes),
        Holds::Scalar => {
            let plain =
                held.as_str().is_some() || held.as_bool().is_some() || walk::number_of(held).is_some();
            if !plain {
                wrong("文字、数字或 true/false", "a text, a number or true/false");
            }
        }
        Holds::Choice(choices) => choice(choices, value, notes),
        Holds::Exprs => entries(
            value,
            notes,
            |_, value| value.as_str().is_some(),
            "字段 = \"表达式\"",
            "field = \"expression\"",
        ),
        Holds::Years => {
            let fits = |year: &str, value: &DeValue<'_>| {
                year.parse::<i16>().is_ok() && walk::number_of(value).is_some()
            };
            entries(value, notes, fits, "年份 = 数字", "year = number");
        }
        // Tables are checked key by key when they are walked.
        Holds::One(_) | Holds::Map(_) if held.as_table().is_none() => wrong("表 { … }", "a table { … }"),
        Holds::Many(_) => each(
            value,
            notes,
            |item| item.as_table().is_some(),
            "表 { … }",
            "a table { … }",
        ),
        _ => {}
    }
}

fn wrong(notes: &Notes<'_>, span: Range<usize>, zh: &str, en: &str) {
    let note = Note::new(
        Mistake::WrongValue,
        format!("此处应为{zh}"),
        format!("{en} is expected here"),
    );
    notes.add(span, note);
}

fn each(
    value: &Spanned<DeValue<'_>>,
    notes: &Notes<'_>,
    fits: impl Fn(&DeValue<'_>) -> bool,
    zh: &str,
    en: &str,
) {
    match value.get_ref().as_array() {
        None => wrong(notes, value.span(), "列表 […]", "a list […]"),
        Some(items) => {
            for item in items.iter().filter(|item| !fits(item.get_ref())) {
                wrong(notes, item.span(), zh, en);
            }
        }
    }
}

fn entries(
    value: &Spanned<DeValue<'_>>,
    notes: &Notes<'_>,
    fits: impl Fn(&str, &DeValue<'_>) -> bool,
    zh: &str,
    en: &str,
) {
    match value.get_ref().as_table() {
        None => wrong(notes, value.span(), "表 { … }", "a table { … }"),
        Some(table) => {
            for (key, inner) in table
                .iter()
                .filter(|(key, inner)| !fits(key.get_ref(), inner.get_ref()))
            {
                wrong(notes, key.span().start..inner.span().end, zh, en);
            }
        }
    }
}

fn titles(value: &Spanned<DeValue<'_>>, notes: &Notes<'_>) {
    let fits = value.get_ref().as_table().is_some_and(|table| {
        let told = |key: &str| {
            table
                .get(key)
                .and_then(|text| text.get_ref().as_str())
                .is_some_and(|text| !text.trim().is_empty())
        };
        table.len() == 2 && told("zh") && told("en")
    });
    if !fits {
        wrong(
            notes,
            value.span(),
            " { zh = \"中文\", en = \"English\" }",
            "{ zh = \"中文\", en = \"English\" }",
        );
    }
}

fn choice(choices: &[&'static str], value: &Spanned<DeValue<'_>>, notes: &Notes<'_>) {
    let text = value.get_ref().as_str().unwrap_or_default();
    if choices.contains(&text) {
        return;
    }
    let note = Note::new(
        Mistake::WrongValue,
        format!("此处应为其中之一：{}", choices.join("、")),
        format!("one of these is expected here: {}", choices.join(", ")),
    );
    notes.add(
        value.span(),
        note.hint(did_you_mean(text, choices.iter().copied())),
    );
}

/// Notes a name that tables, columns, expressions and addresses cannot bear.
pub(super) fn check_name(name: &str, dashes: bool, span: Range<usize>, notes: &Notes<'_>) {
    let fits = name.len() <= LONGEST_NAME
        && name.starts_with(|each: char| each.is_ascii_lowercase())
        && name.chars().all(|each| {
            each.is_ascii_lowercase() || each.is_ascii_digit() || each == '_' || dashes && each == '-'
        });
    if fits {
        return;
    }
    let (zh, en) = if dashes {
        ("、_、-", ", `_` and `-`")
    } else {
        ("和 _", " and `_`")
    };
    let note = Note::new(
        Mistake::BadName,
        format!("“{name}”不能作标识：小写字母开头，只含小写字母、数字{zh}，至多 {LONGEST_NAME} 个"),
        format!(
            "`{name}` is no name: it begins with a lower-case letter and has lower-case letters, digits{en} only, {LONGEST_NAME} at most"
        ),
    );
    notes.add(span, note);
}
