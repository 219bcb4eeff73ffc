//! Personal data in texts that are about to be published: citizen ids, mobile numbers, bank cards, each with its place.

use crate::error::DeskError;
use crate::seat::Seat;
use crate::writer::find;
use ledger::{RecordId, read_fields, what_if};
use pack::model::{Field, Register, Step};
use pack::{Text, Value};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use standards::mask;
use store::StoreError;

/// What a number looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Personal {
    /// A citizen's id, GB 11643.
    CitizenId,
    /// A mobile number.
    Mobile,
    /// A bank card's number.
    BankCard,
}

/// Personal data in a field that a step would publish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// The field.
    pub field: String,
    /// The field's title.
    pub title: Text,
    /// The line it stands in, from 1.
    pub line: usize,
    /// The character of the line it begins at, from 1.
    pub column: usize,
    /// What it looks like.
    pub what: Personal,
    /// It, masked: enough to find it by.
    pub shown: String,
}

impl Seat {
    /// Personal data in the texts that a step would publish, if these values were given with it.
    ///
    /// # Errors
    /// When there is no such record that the seat may see, what is given cannot be read, or the store cannot.
    pub fn exposures(
        &self,
        register: &str,
        id: RecordId,
        step: &str,
        fields: Map<String, Json>,
    ) -> Result<Vec<Exposure>, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        let row = self.row(pack, register, id)?;
        let Some(step) = published_by(register, step) else {
            return Ok(Vec::new());
        };
        let given = read_fields(pack, register, fields)?;
        let row = what_if(register, &row, &given).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let fields = step.publishes.iter();
        Ok(fields
            .flat_map(|ix| found_in(&register[*ix], row.get(*ix)))
            .collect())
    }
}

fn published_by<'a>(register: &'a Register, step: &str) -> Option<&'a Step> {
    let cycle = register.cycle.as_ref()?;
    cycle
        .steps
        .iter()
        .find(|known| known.name == step && !known.publishes.is_empty())
}

fn found_in(field: &Field, value: &Value) -> Vec<Exposure> {
    let Value::Text(text) = value else {
        return Vec::new();
    };
    let lines = text.lines().zip(1..);
    let found = lines.flat_map(|(line, number)| scan(line).into_iter().map(move |hit| (number, hit)));
    found
        .map(|(line, hit)| Exposure {
            field: field.name.clone(),
            title: field.title.clone(),
            line,
            column: hit.at + 1,
            what: hit.what,
            shown: hit.shown,
        })
        .collect()
}

/// Something found in a line.
#[derive(Debug, PartialEq, Eq)]
struct Hit {
    /// Characters before it.
    at: usize,
    what: Personal,
    shown: String,
}

/// Personal data in a line, in its order. Digits may be full width, and written in groups.
fn scan(line: &str) -> Vec<Hit> {
    let signs: Vec<char> = line.chars().map(half_width).collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let begins = signs[at].is_ascii_digit() && (at == 0 || !signs[at - 1].is_ascii_alphanumeric());
        // A number written in one piece is read so before it is joined with what follows a space.
        let hit = begins
            .then(|| {
                [false, true]
                    .into_iter()
                    .find_map(|grouped| read(&signs, at, grouped))
            })
            .flatten();
        match hit {
            Some((end, what, digits)) => {
                hits.push(Hit {
                    at,
                    what,
                    shown: masked(what, &digits),
                });
                at = end;
            }
            None => at += 1,
        }
    }
    hits
}

/// The number that begins here, where it ends, and what it looks like.
fn read(signs: &[char], from: usize, grouped: bool) -> Option<(usize, Personal, String)> {
    let mut digits = String::new();
    let mut end = from;
    while let Some(sign) = signs.get(end) {
        let next_is_digit = signs.get(end + 1).is_some_and(char::is_ascii_digit);
        let goes_on = grouped && matches!(sign, ' ' | '-') && next_is_digit;
        if sign.is_ascii_digit() || (matches!(sign, 'X' | 'x') && digits.len() == 17) {
            digits.push(sign.to_ascii_uppercase());
        } else if !goes_on || looks_like(&digits).is_some() {
            // What is whole ends here, whatever number comes after the space.
            break;
        }
        end += 1;
    }
    // A number that runs on into letters is a code of something else.
    if signs.get(end).is_some_and(char::is_ascii_alphanumeric) {
        return None;
    }
    Some((end, looks_like(&digits)?, digits))
}

fn looks_like(digits: &str) -> Option<Personal> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    match digits.len() {
        11 if digits.starts_with('1') && digits.as_bytes()[1] >= b'3' => Some(Personal::Mobile),
        // One mistyped is still someone's, so the check digit is not asked.
        18 if matches!(number(6, 10)?, 1900..=2100)
            && matches!(number(10, 12)?, 1..=12)
            && matches!(number(12, 14)?, 1..=31) =>
        {
            Some(Personal::CitizenId)
        }
        16..=19 if luhn(digits) => Some(Personal::BankCard),
        _ => None,
    }
}

/// The check of card numbers, ISO/IEC 7812-1.
fn luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (at, digit) in digits.chars().rev().enumerate() {
        let Some(digit) = digit.to_digit(10) else {
            return false;
        };
        sum += match at % 2 {
            1 if digit > 4 => digit * 2 - 9,
            1 => digit * 2,
            _ => digit,
        };
    }
    sum % 10 == 0
}

fn masked(what: Personal, digits: &str) -> String {
    match what {
        Personal::CitizenId => mask::middle(digits, 4, 4),
        Personal::Mobile => mask::phone(digits),
        Personal::BankCard => mask::bank_card(digits),
    }
}

fn half_width(sign: char) -> char {
    match sign {
        '０'..='９' | 'Ｘ' | 'ｘ' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        '－' | '—' => '-',
        '\u{3000}' => ' ',
        sign => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(usize, Personal)> {
        scan(line).into_iter().map(|hit| (hit.at, hit.what)).collect()
    }

    #[test]
    fn ids_mobiles_and_cards_are_found_where_they_stand() {
        use Personal::{BankCard, CitizenId, Mobile};
        assert_eq!(found("联系电话：13800001234。"), [(5, Mobile)]);
        assert_eq!(found("身份证33022619900307123X，已发放"), [(3, CitizenId)]);
        assert_eq!(found("卡号 6222 0212 3456 7894"), [(3, BankCard)]);
        assert_eq!(found("电话１３８００００１２３４"), [(2, Mobile)]);
        assert_eq!(found("138-0000-1234 2024年"), [(0, Mobile)]);
        assert_eq!(found("甲13800001234、乙13900001234"), [(1, Mobile), (14, Mobile)]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for line in [
            "索引号 002968082/2024-65346",
            "2024-11-05 至 2024-12-31",
            "共 1234567890123 元",
            "统一社会信用代码 91330226MA2AG1XQ5T",
            "文号 岔政〔2024〕12345678901号A",
            "热线 0574-65112345",
            "编号 6222021234567890",
        ] {
            assert_eq!(found(line), [], "{line}");
        }
    }

    #[test]
    fn what_is_told_is_masked() {
        let shown = |line: &str| scan(line).remove(0).shown;
        assert_eq!(shown("13800001234"), "138****1234");
        assert_eq!(shown("33022619900307123X"), "3302**********123X");
    }
}
