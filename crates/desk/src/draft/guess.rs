//! What a draft guesses of each column of a ledger, and why, in words for the person who finishes it.

use super::Writer;
use pack::Text;
use serde::{Deserialize, Serialize};
use sheet::{DraftColumn, Kind, Sensitive, column_letters};

/// What is guessed of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// Its letters in the sheet.
    pub letters: String,
    /// Its header.
    pub header: String,
    /// The field it becomes.
    pub field: String,
    /// What it likely holds.
    pub kind: Text,
    /// Every record must have it.
    pub required: bool,
    /// It likely tells the records apart.
    pub key: bool,
    /// It is kept from most eyes.
    pub sensitive: bool,
    /// Why all this is guessed.
    pub why: Vec<Text>,
}

impl Writer<'_> {
    /// What is guessed of each column.
    pub(super) fn guesses(&self) -> Vec<Guess> {
        let fields = self.fields.iter();
        fields
            .map(|(name, column)| Guess {
                letters: column_letters(column.column),
                header: column.title.clone(),
                field: name.clone(),
                kind: kind(&column.kind),
                required: self.is_required(name, column),
                key: self.is_key(column),
                sensitive: column.sensitive.is_some(),
                why: self.reasons(name, column),
            })
            .collect()
    }

    fn reasons(&self, name: &str, column: &DraftColumn) -> Vec<Text> {
        let mut why = Vec::new();
        let records = self.draft.records;
        if let Kind::Code { codes } = &column.kind {
            why.push(text(
                &format!("只有 {} 种不同的值，反复出现", codes.len()),
                &format!(
                    "only {} different values, which come again and again",
                    codes.len()
                ),
            ));
        }
        let filled = column.filled;
        why.push(if filled == records {
            text("每行都有值", "every row has a value")
        } else {
            text(
                &format!("{records} 行中 {filled} 行有值"),
                &format!("{filled} of {records} rows have a value"),
            )
        });
        if column.unreadable > 0 {
            let unreadable = column.unreadable;
            why.push(text(
                &format!("其中 {unreadable} 个值读不成这种类型"),
                &format!("{unreadable} of them cannot be read so"),
            ));
        }
        if name == self.place {
            why.push(text(
                "说明记录属于哪个村",
                "it tells which village a record belongs to",
            ));
        }
        if self.is_key(column) {
            why.push(text(
                "没有两行相同，可以用来认出同一条记录",
                "no two rows are the same, so a record is known again by it",
            ));
        }
        why.extend(column.sensitive.map(sensitive));
        why
    }
}

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// What a column holds, in words.
fn kind(kind: &Kind) -> Text {
    let (zh, en) = match kind {
        Kind::Text => ("文本", "text"),
        Kind::BankCard => ("银行卡号", "number of a bank card"),
        Kind::Person => ("人名", "person"),
        Kind::Integer => ("整数", "whole number"),
        Kind::Decimal { .. } => ("小数", "decimal"),
        Kind::Money => ("金额", "money"),
        Kind::Date => ("日期", "date"),
        Kind::Month => ("年月", "month"),
        Kind::Year => ("年份", "year"),
        Kind::Moment => ("日期和时间", "date and time"),
        Kind::Truth => ("是否", "yes or no"),
        Kind::Code { .. } => ("代码", "codes"),
        Kind::CitizenId => ("身份证号", "citizen's number"),
        Kind::CreditCode => ("统一社会信用代码", "credit code"),
        Kind::Phone => ("电话", "telephone"),
        Kind::Place => ("区划", "place"),
    };
    text(zh, en)
}

/// Why a column is kept from most eyes.
fn sensitive(why: Sensitive) -> Text {
    let (zh, en) = match why {
        Sensitive::Name => ("能认出个人，加密保存", "it names a person, so it is kept sealed"),
        Sensitive::Id => (
            "是证件号码，加密保存",
            "it is a citizen's number, so it is kept sealed",
        ),
        Sensitive::Phone => (
            "是电话号码，加密保存",
            "it is a telephone number, so it is kept sealed",
        ),
        Sensitive::Account => ("是账号，加密保存", "it is an account, so it is kept sealed"),
        Sensitive::Condition => (
            "涉及健康、残疾或困难情况，加密保存",
            "it tells of health, disability or need, so it is kept sealed",
        ),
        Sensitive::Home => (
            "是住址，加密保存",
            "it tells where a person lives, so it is kept sealed",
        ),
    };
    text(zh, en)
}
