//! Numbers that name people and organisations: citizens' numbers, credit codes, telephones, cards.
//!
//! What is refused is never repeated in the reason: it may be all but right.

use standards::{CitizenId, CreditCode};

use super::{Change, Refusal, number::lost_digits};
use crate::{grid::Value, text::narrow};

/// The characters of a number that names something, half width and without blanks.
fn characters(value: &Value, changes: &mut Vec<Change>) -> Result<String, Refusal> {
    let seen = match value {
        Value::Number(number) if lost_digits(*number) => return Err(Refusal::DigitsLost),
        Value::Number(number) => {
            changes.push(Change::NumberToText);
            number.normalize().to_string()
        }
        other => other.to_string(),
    };
    let narrowed = narrow(&seen);
    if narrowed != seen {
        changes.push(Change::FullWidth);
    }
    let bare: String = narrowed
        .chars()
        .filter(|character| {
            !crate::grid::is_space(*character) && !matches!(character, '\'' | '`' | '‘' | '’')
        })
        .collect();
    if bare.len() != crate::text::trim(&narrowed).len() {
        changes.push(Change::Blanks);
    }
    Ok(bare)
}

pub(super) fn citizen(value: &Value, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
    let text = characters(value, changes)?.to_uppercase();
    match text.parse::<CitizenId>() {
        Ok(id) => Ok(id.as_str().into()),
        Err(error) => Err(Refusal::CitizenId {
            en: error.to_string(),
            zh: error.zh(),
        }),
    }
}

pub(super) fn credit(value: &Value, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
    let text = characters(value, changes)?.to_uppercase();
    match text.parse::<CreditCode>() {
        Ok(code) => Ok(code.as_str().into()),
        Err(error) => Err(Refusal::CreditCode {
            en: error.to_string(),
            zh: error.zh(),
        }),
    }
}

/// A telephone number: mobile, fixed with or without area code, or a short number of the town's own network.
pub(super) fn phone(value: &Value, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
    let text = characters(value, changes)?;
    let text = text.strip_prefix("+86").unwrap_or(&text);
    if text.contains(['/', '、', ',', ';', '，', '；']) {
        return Err(Refusal::SeveralPhones);
    }
    let digits: String = text
        .chars()
        .filter(|character| !matches!(character, '-' | '(' | ')'))
        .collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::NotAPhone);
    }
    let mobile = digits.len() == 11 && digits.starts_with('1');
    let fixed = match text.strip_prefix('0') {
        Some(_) => (10..=12).contains(&digits.len()),
        None => (7..=8).contains(&digits.len()),
    };
    let short = (3..=6).contains(&digits.len()) && !text.contains('-');
    if mobile && digits != text {
        changes.push(Change::Separators);
    }
    match (mobile || short, fixed) {
        (true, _) => Ok(digits.as_str().into()),
        (_, true) => Ok(text.into()),
        _ if digits.len() >= 22 => Err(Refusal::SeveralPhones),
        _ => Err(Refusal::NotAPhone),
    }
}

/// A bank card or account: twelve to thirty digits.
pub(super) fn card(value: &Value, changes: &mut Vec<Change>) -> Result<Value, Refusal> {
    let text = characters(value, changes)?.replace('-', "");
    let fits = (12..=30).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits {
        Ok(text.as_str().into())
    } else {
        Err(Refusal::NotACard)
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn citizens_numbers_are_checked_and_lost_digits_told() {
        let of = |value: Value| citizen(&value, &mut Vec::new());
        assert_eq!(of("11010519491231002x".into()), Ok("11010519491231002X".into()));
        assert_eq!(
            of(" １１０１０５１９４９１２３１００２Ｘ".into()),
            Ok("11010519491231002X".into())
        );
        assert_eq!(of(dec!(330226105200120000).into()), Err(Refusal::DigitsLost));
        let refused = of("110105194912310021".into()).unwrap_err();
        assert!(
            !refused.to_string().contains("110105194912310021")
                && !refused.zh().contains("110105194912310021")
        );
    }

    #[test]
    fn telephones_are_read_with_their_separators() {
        let of = |value: Value| phone(&value, &mut Vec::new());
        assert_eq!(of(dec!(13800000000).into()), Ok("13800000000".into()));
        assert_eq!(of("138-0000-0000".into()), Ok("13800000000".into()));
        assert_eq!(of("+86 138 0000 0000".into()), Ok("13800000000".into()));
        assert_eq!(of("0574-65250000".into()), Ok("0574-65250000".into()));
        assert_eq!(of("65250000".into()), Ok("65250000".into()));
        assert_eq!(of("668123".into()), Ok("668123".into()));
        assert_eq!(of("13800000000/13900000000".into()), Err(Refusal::SeveralPhones));
        assert_eq!(of("1380000000013900000000".into()), Err(Refusal::SeveralPhones));
        assert_eq!(of("同上".into()), Err(Refusal::NotAPhone));
        assert_eq!(of("1380000".into()), Ok("1380000".into()));
        assert_eq!(of("138000000000000".into()), Err(Refusal::NotAPhone));
    }

    #[test]
    fn cards_keep_every_digit() {
        let of = |value: Value| card(&value, &mut Vec::new());
        assert_eq!(
            of("6222 0200 0011 2233 445".into()),
            Ok("6222020000112233445".into())
        );
        assert_eq!(of(dec!(6222020000112230000).into()), Err(Refusal::DigitsLost));
        assert_eq!(of("12345".into()), Err(Refusal::NotACard));
    }
}
