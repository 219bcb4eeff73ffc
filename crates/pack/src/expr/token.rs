//! The words of an expression.

use super::ExprError;
use rust_decimal::Decimal;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Number(Decimal),
    Text(String),
    /// An operator or mark, longest first.
    Mark(&'static str),
}

const MARKS: [&str; 22] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "(", ")", "[", "]", ",", ".",
    "?", ":",
];

pub(super) fn tokens(source: &str) -> Result<Vec<(Token, Range<usize>)>, ExprError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = next(source, at, first)?;
        found.push((token, at..at + length));
        at += length;
    }
    Ok(found)
}

fn next(source: &str, at: usize, first: char) -> Result<(Token, usize), ExprError> {
    let rest = &source[at..];
    let run = |accept: fn(char) -> bool| rest.find(|each| !accept(each)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        let length = run(|each| each.is_ascii_digit() || each == '.');
        return match Decimal::from_str_exact(&rest[..length]) {
            Ok(number) => Ok((Token::Number(number), length)),
            Err(_) => Err(ExprError::new(
                at..at + length,
                "这不是数字",
                "this is not a number",
            )),
        };
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let length = run(|each| each.is_ascii_alphanumeric() || each == '_');
        return Ok((Token::Name(rest[..length].to_owned()), length));
    }
    if first == '\'' || first == '"' {
        return quoted(rest, first).ok_or_else(|| {
            ExprError::new(at..source.len(), "引号没有闭合", "this text has no closing quote")
        });
    }
    match MARKS.iter().find(|mark| rest.starts_with(**mark)) {
        Some(mark) => Ok((Token::Mark(mark), mark.len())),
        None => {
            let error = ExprError::new(
                at..at + first.len_utf8(),
                format!("表达式中不能用“{first}”"),
                format!("`{first}` has no place in an expression"),
            );
            Err(match first {
                '=' => error.hint("比较相等写作 ==", "equality is written =="),
                '“' | '”' | '‘' | '’' => error.hint("引号用半角 '", "write the quotes as '"),
                '＞' | '＜' | '（' | '）' | '，' => {
                    error.hint("请用半角符号", "use the half-width mark")
                }
                _ => error,
            })
        }
    }
}

/// A quoted text with `\\`, `\'`, `\"` and `\n` inside.
fn quoted(rest: &str, quote: char) -> Option<(Token, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, each)) = chars.next() {
        match each {
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                other => text.push(other),
            },
            each if each == quote => return Some((Token::Text(text), at + each.len_utf8())),
            each => text.push(each),
        }
    }
    None
}
