//! Reading one plain value: numbers, days, codes, identifiers.

use crate::apply::rescaled;
use crate::problem::Problem;
use jiff::civil::Date;
use pack::Value;
use pack::model::{CodeList, Field, FieldKind, Pack};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use standards::{CitizenId, CreditCode, PlaceCode};
use std::str::FromStr;

/// Greatest number of characters where a field names none.
const LINE: u32 = 500;
const TEXT: u32 = 20_000;
/// Greatest figure a field can hold: what can be summed over a million records without loss.
const MOST: i64 = 1_000_000_000_000;

pub(super) fn read(pack: &Pack, field: &Field, json: &Json) -> Result<Value, Problem> {
    let text = match json {
        Json::Null => return Ok(Value::Null),
        Json::Bool(yes) => yes.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => half_width(text.trim()),
        Json::Array(_) | Json::Object(_) => {
            return Err(Problem::new(
                "type",
                "这里只要一个值",
                "a single value is expected",
            ));
        }
    };
    if text.is_empty() {
        return Ok(Value::Null);
    }
    match &field.kind {
        FieldKind::Bool => yes_or_no(&text),
        FieldKind::Integer => number(field, &text, 0),
        FieldKind::Year => year(&text),
        FieldKind::Decimal { scale } => number(field, &text, *scale),
        FieldKind::Money => number(field, &text, 2),
        FieldKind::Date => date(&text).map(Value::Date),
        FieldKind::Month => month(&text).map(Value::Date),
        FieldKind::Time => time(&text),
        FieldKind::Code { list } => code(pack.codes.get(*list), &text),
        FieldKind::Place => place(&text),
        FieldKind::CitizenId => identifier(
            CitizenId::from_str(&text).map(|id| id.to_string()),
            standards::CitizenIdError::zh,
        ),
        FieldKind::Enterprise => identifier(
            CreditCode::from_str(&text).map(|id| id.to_string()),
            standards::CreditCodeError::zh,
        ),
        FieldKind::Phone => phone(&text),
        FieldKind::Link { .. } => link(&text),
        FieldKind::File | FieldKind::Photo | FieldKind::Signature => attachment(&text),
        FieldKind::LongText => plain(field, json, TEXT),
        _ => plain(field, json, LINE),
    }
}

/// Full-width digits, letters and marks as their half-width twins.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|each| match each {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(each as u32 - 0xFEE0).unwrap_or(each),
            '\u{3000}' => ' ',
            each => each,
        })
        .collect()
}

fn yes_or_no(text: &str) -> Result<Value, Problem> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "是" | "有" | "√" | "对" => Ok(Value::Bool(true)),
        "false" | "no" | "off" | "0" | "否" | "无" | "×" | "不" => Ok(Value::Bool(false)),
        _ => Err(Problem::new(
            "type",
            format!("“{text}”应为“是”或“否”"),
            format!("`{text}` should be yes or no"),
        )),
    }
}

fn number(field: &Field, text: &str, scale: u8) -> Result<Value, Problem> {
    let bare: String = text
        .chars()
        .filter(|each| !matches!(each, ',' | ' ' | '_'))
        .collect();
    let bare = field
        .unit
        .as_deref()
        .and_then(|unit| bare.strip_suffix(unit))
        .unwrap_or(&bare);
    let parsed =
        Decimal::from_str_exact(bare).or_else(|error| Decimal::from_scientific(bare).map_err(|_| error));
    let Ok(number) = parsed else {
        return Err(Problem::new(
            "type",
            format!("“{text}”应为数字，如 {}", if scale == 0 { "12" } else { "12.5" }),
            format!(
                "`{text}` should be a number such as {}",
                if scale == 0 { "12" } else { "12.5" }
            ),
        ));
    };
    if number.normalize().scale() > u32::from(scale) {
        let places = if scale == 0 {
            "整数".to_owned()
        } else {
            format!("至多 {scale} 位小数")
        };
        return Err(Problem::new(
            "scale",
            format!("“{text}”的小数位太多，应为{places}"),
            format!("`{text}` has too many digits after the point; at most {scale} fit here"),
        ));
    }
    let least = field.min.unwrap_or_else(|| Decimal::from(-MOST));
    let most = field.max.unwrap_or_else(|| Decimal::from(MOST));
    if number < least || number > most {
        return Err(Problem::new(
            "range",
            format!("{} 超出范围，应在 {least} 到 {most} 之间", number.normalize()),
            format!(
                "{} is out of range; {least} to {most} is expected",
                number.normalize()
            ),
        ));
    }
    if scale == 0 {
        let whole = i64::try_from(number.normalize())
            .map_err(|_| Problem::new("range", format!("“{text}”太大"), format!("`{text}` is too large")))?;
        return Ok(Value::Int(whole));
    }
    Ok(Value::Decimal(rescaled(number, scale)))
}

fn year(text: &str) -> Result<Value, Problem> {
    let digits = text.trim_end_matches('年').trim_end_matches("年度");
    match digits.parse::<i64>() {
        Ok(year) if (1900..=2200).contains(&year) => Ok(Value::Int(year)),
        _ => Err(Problem::new(
            "type",
            format!("“{text}”应为四位年份，如 2024"),
            format!("`{text}` should be a year of four digits such as 2024"),
        )),
    }
}

/// The numbers in a day or month however they are set apart: 2024-03-05, 2024.3.5, 2024/3/5, 2024年3月5日, 20240305.
fn parts(text: &str) -> Vec<i64> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return [&text[..4], &text[4..6], &text[6..]]
            .iter()
            .filter_map(|part| part.parse().ok())
            .collect();
    }
    let known =
        |each: char| each.is_ascii_digit() || matches!(each, '-' | '.' | '/' | '年' | '月' | '日' | '号');
    if !text.chars().all(known) {
        return Vec::new();
    }
    text.split(|each: char| !each.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect()
}

fn day_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn date(text: &str) -> Result<Date, Problem> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let found = match parts(day)[..] {
        [year, month, day] => day_of(year, month, day),
        _ => None,
    };
    found.ok_or_else(|| {
        Problem::new(
            "date",
            format!("“{text}”不是有效日期，应如 2024-03-05"),
            format!("`{text}` is no day of the calendar; write 2024-03-05"),
        )
    })
}

fn month(text: &str) -> Result<Date, Problem> {
    let found = match parts(text)[..] {
        [year, month] | [year, month, _] => day_of(year, month, 1),
        _ => None,
    };
    found.ok_or_else(|| {
        Problem::new(
            "month",
            format!("“{text}”不是有效月份，应如 2024-03"),
            format!("`{text}` is no month; write 2024-03"),
        )
    })
}

fn time(text: &str) -> Result<Value, Problem> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(Value::Time(at.as_millisecond()));
    }
    let civil = text.replace(' ', "T").parse::<jiff::civil::DateTime>();
    match (civil, date(text)) {
        (Ok(civil), _) => Ok(Value::Time(crate::Moment::of_civil(civil).0)),
        (_, Ok(day)) if !text.contains(':') => Ok(Value::Time(crate::Moment::start_of(day).0)),
        _ => Err(Problem::new(
            "time",
            format!("“{text}”不是有效时间，应如 2024-03-05 08:30"),
            format!("`{text}` is no moment; write 2024-03-05 08:30"),
        )),
    }
}

fn code(list: Option<&CodeList>, text: &str) -> Result<Value, Problem> {
    let Some(list) = list else { return Ok(Value::Null) };
    let matches = |each: &&pack::model::Code| {
        each.code == text
            || each.title.zh == text
            || each.title.en.eq_ignore_ascii_case(text)
            || each.also_called.iter().any(|other| other == text)
    };
    if let Some(code) = list.find(text).or_else(|| list.codes.iter().find(matches)) {
        return Ok(Value::Text(code.code.clone()));
    }
    let offered: Vec<_> = list.codes.iter().filter(|code| !code.retired).take(30).collect();
    let zh: Vec<String> = offered
        .iter()
        .map(|code| format!("{}（{}）", code.title.zh, code.code))
        .collect();
    let en: Vec<&str> = offered.iter().map(|code| &*code.code).collect();
    Err(Problem::new(
        "code.unknown",
        format!("“{text}”不在“{}”之列，可用：{}", list.title.zh, zh.join("、")),
        format!(
            "`{text}` is not a code of `{}`; it has {}",
            list.name,
            en.join(", ")
        ),
    ))
}

fn place(text: &str) -> Result<Value, Problem> {
    PlaceCode::from_str(text)
        .map(Value::Place)
        .map_err(|error| Problem::new("place", error.zh(), error.to_string()))
}

fn identifier<E: std::fmt::Display>(
    read: Result<String, E>,
    zh: impl Fn(&E) -> String,
) -> Result<Value, Problem> {
    read.map(Value::Text)
        .map_err(|error| Problem::new("identifier", zh(&error), error.to_string()))
}

fn phone(text: &str) -> Result<Value, Problem> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = |each: char| each.is_ascii_digit() || matches!(each, '-' | '+' | ' ' | '(' | ')');
    if (7..=15).contains(&digits) && text.chars().all(known) {
        let bare: String = text.chars().filter(|each| *each != ' ').collect();
        return Ok(Value::Text(bare));
    }
    Err(Problem::new(
        "phone",
        "电话号码应为 7 到 15 位数字，如 13800001234 或 0574-65000000",
        "a telephone number has 7 to 15 digits, such as 13800001234 or 0574-65000000",
    ))
}

fn link(text: &str) -> Result<Value, Problem> {
    match text.parse::<crate::RecordId>() {
        Ok(id) => Ok(Value::Text(id.to_string())),
        Err(error) => Err(Problem::new(
            "link",
            format!("“{text}”不是记录编号，应为 26 位字母数字"),
            error.to_string(),
        )),
    }
}

/// An attachment is named by the SHA-256 of its content, in hex, and may carry its file name after a colon.
fn attachment(text: &str) -> Result<Value, Problem> {
    let (hash, name) = text.split_once(':').unwrap_or((text, ""));
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_name = !name.contains(['/', '\\', '\0']) && name.chars().count() <= 200;
    if is_hash && is_name {
        return Ok(Value::Text(text.to_owned()));
    }
    Err(Problem::new(
        "attachment",
        "附件应先上传，这里填上传后得到的编号",
        "upload the file first and give the name it was kept under: 64 hex digits",
    ))
}

fn plain(field: &Field, json: &Json, most: u32) -> Result<Value, Problem> {
    let text = match json {
        Json::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    if let Some(control) = text
        .chars()
        .find(|each| each.is_control() && !matches!(each, '\n' | '\r' | '\t'))
    {
        return Err(Problem::new(
            "text.control",
            format!("含有不可见的控制字符 U+{:04X}，请删除", u32::from(control)),
            format!("remove the control character U+{:04X}", u32::from(control)),
        ));
    }
    let most = field.max_len.unwrap_or(most);
    let length = text.chars().count();
    if length > most as usize {
        return Err(Problem::new(
            "text.long",
            format!("共 {length} 字，最多 {most} 字"),
            format!("{length} characters were given, {most} are the most"),
        ));
    }
    if let Some(pattern) = &field.pattern
        && !pack::matches(pattern, &text)
    {
        return Err(Problem::new(
            "pattern",
            format!("“{text}”不符合“{}”要求的格式 {pattern}", field.title.zh),
            format!("`{text}` does not have the form {pattern}"),
        ));
    }
    Ok(Value::Text(text))
}
