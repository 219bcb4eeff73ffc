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
        return number(&rest[..length], at);
    }
    if rest.starts_with("r'") || rest.starts_with("r\"") {
        return raw(rest, at);
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let length = run(|each| each.is_ascii_alphanumeric() || each == '_');
        return Ok((Token::Name(rest[..length].to_owned()), length));
    }
    if first == '\'' || first == '"' {
        return quoted(rest, at, first);
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
                '&' | '|' => error.hint("并且写作 &&，或者写作 ||", "and is written &&, or is written ||"),
                '“' | '”' | '‘' | '’' => error.hint("引号用半角 '", "write the quotes as '"),
                '＞' | '＜' | '（' | '）' | '，' | '＝' | '！' | '？' | '：' | '＋' | '－' | '。' => {
                    error.hint("请用半角符号", "use the half-width mark")
                }
                each if !each.is_ascii() && each.is_alphabetic() => error.hint(
                    "字段用英文标识；文字要放在半角引号里",
                    "fields go by their ASCII names; a text stands in quotes",
                ),
                _ => error,
            })
        }
    }
}

/// A number as written: at most 16 digits before the point and 12 after, so that sums of them are exact.
fn number(written: &str, start: usize) -> Result<(Token, usize), ExprError> {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, "0"));
    let span = start..start + written.len();
    if fraction.is_empty() || fraction.contains('.') {
        return Err(ExprError::new(span, "这不是数字", "this is not a number"));
    }
    let digits = whole.trim_start_matches('0').len();
    match Decimal::from_str_exact(written) {
        Ok(number) if digits <= 16 && fraction.len() <= 12 => Ok((Token::Number(number), written.len())),
        _ => Err(ExprError::new(
            span,
            "数字太长：小数点前至多 16 位，后至多 12 位",
            "the number is too long: at most 16 digits before the point and 12 after",
        )),
    }
}

/// A quoted text with `\\`, `\'`, `\"`, `\n` and `\t` inside.
fn quoted(rest: &str, start: usize, quote: char) -> Result<(Token, usize), ExprError> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, each)) = chars.next() {
        if each == quote {
            return Ok((Token::Text(text), at + each.len_utf8()));
        }
        if each != '\\' {
            text.push(each);
            continue;
        }
        let Some((_, escaped)) = chars.next() else { break };
        text.push(match escaped {
            'n' => '\n',
            't' => '\t',
            '\\' | '\'' | '"' => escaped,
            other => {
                let span = start + at..start + at + 1 + other.len_utf8();
                return Err(ExprError::new(
                    span,
                    format!("引号里没有“\\{other}”这种写法"),
                    format!("`\\{other}` means nothing in a text"),
                )
                .hint(
                    format!("反斜杠本身写作 \\\\；正则可写成 r'\\{other}…'"),
                    format!("a backslash is written \\\\; a pattern can be written r'\\{other}…'"),
                ));
            }
        });
    }
    Err(unclosed(start, rest))
}

/// A text as it stands, `r'\d+'`, for patterns.
fn raw(rest: &str, start: usize) -> Result<(Token, usize), ExprError> {
    let (quote, body) = (&rest[1..2], &rest[2..]);
    match body.find(quote) {
        Some(length) => Ok((Token::Text(body[..length].to_owned()), length + 3)),
        None => Err(unclosed(start, rest)),
    }
}

fn unclosed(start: usize, rest: &str) -> ExprError {
    ExprError::new(
        start..start + rest.len(),
        "引号没有闭合",
        "this text has no closing quote",
    )
}
