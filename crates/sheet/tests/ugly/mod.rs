//! Ledgers as the offices of a township really keep them, ugly in every way that was seen, made anew each time from nothing but this code.
//!
//! All persons, firms, numbers and amounts are made up. Citizens' numbers end in the order number 000, which is never issued.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the examples and the tests each use a part of it"
)]
#![allow(clippy::unwrap_used, reason = "what is made here is always the same")]

pub mod biff;
mod clerks;
pub mod forms;
mod halls;
pub mod hand;
mod outposts;

/// One made file.
pub struct Made {
    /// Its name, with the ending it would be sent under.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Every ledger.
pub fn all() -> Vec<Made> {
    [
        ("disputes.xlsx", clerks::disputes()),
        ("farmland.xlsx", clerks::farmland()),
        ("hazards.xlsx", clerks::hazards()),
        ("projects.xlsx", clerks::projects()),
        ("phonebook.xlsx", halls::phonebook()),
        ("medical.xlsx", halls::medical()),
        ("funds.xlsx", halls::funds()),
        ("environment.xlsx", halls::environment()),
        ("stacked.xlsx", halls::stacked()),
        ("subsidies.xls", outposts::subsidies()),
        ("homestead.ods", outposts::homestead()),
        ("enterprises.csv", outposts::enterprises()),
        ("letters.csv", outposts::letters()),
        ("exported.xlsx", outposts::exported()),
    ]
    .into_iter()
    .map(|(name, bytes)| Made { name, bytes })
    .collect()
}

/// The villages of the made town.
pub const VILLAGES: [&str; 6] = ["上金村", "湖头村", "梅花村", "高塘村", "溪下村", "山洋村"];

const SURNAMES: [&str; 8] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
const NAMES: [&str; 7] = ["一", "二平", "三妹", "四海", "五福", "六顺", "七宝"];

/// A made-up name.
pub fn person(number: usize) -> String {
    format!("{}{}", SURNAMES[number % 8], NAMES[number % 7])
}

/// A made-up citizen's number with a right check digit.
pub fn citizen(number: usize) -> String {
    let (year, month, day) = (1940 + number % 60, 1 + number % 12, 1 + number % 28);
    let front = format!("330226{year:04}{month:02}{day:02}000");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = front
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    format!("{front}{}", char::from(b"10X98765432"[sum % 11]))
}

/// A made-up mobile number.
pub fn mobile(number: usize) -> String {
    format!("138{:08}", 1_000 + number * 7)
}

/// A made-up credit code with a right check character (GB 32100).
pub fn credit(number: usize) -> String {
    let marks = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let place = |mark: u8| marks.iter().position(|known| *known == mark).unwrap_or(0);
    let body = format!("{:08}", 1_000_000 + number * 13);
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body
        .bytes()
        .zip(weights)
        .map(|(mark, weight)| place(mark) * weight)
        .sum();
    let own = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + u8::try_from(digit).unwrap_or(0)),
    };
    let front = format!("91330226{body}{own}");
    let mut power = 1;
    let mut sum = 0;
    for mark in front.bytes() {
        sum += place(mark) * power;
        power = power * 3 % 31;
    }
    format!("{front}{}", char::from(marks[(31 - sum % 31) % 31]))
}
