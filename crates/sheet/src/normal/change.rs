//! The steps from what a cell shows to what it means, and why a cell may not be read.

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{grid::Fault, unit::Unit};

/// One step from what was seen to what it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// Blanks at the ends were left out.
    Trimmed,
    /// Blanks within a name were left out.
    Blanks,
    /// Full-width characters became half-width ones.
    FullWidth,
    /// A mark such as `/` or 无 was taken for nothing.
    BlankMark,
    /// A text became the number it shows.
    TextToNumber,
    /// Separators of thousands or signs of currency were left out.
    Separators,
    /// A number in Chinese words became a number.
    HanNumber,
    /// A number became a text, as telephone numbers must.
    NumberToText,
    /// A day, time or truth became a text.
    ToText,
    /// The file keeps only fifteen digits of the number: what follows is lost.
    DigitsLost,
    /// A share shown in percent became its number of percent, or the other way round.
    Percent,
    /// A value was converted between units.
    Unit {
        /// The unit seen.
        from: Unit,
        /// The unit wanted.
        to: Unit,
    },
    /// The unit that stood in the cell itself was taken.
    UnitInCell {
        /// The unit.
        unit: Unit,
    },
    /// A number was rounded to the decimals its column has.
    Rounded {
        /// What it was.
        from: Decimal,
        /// Digits after the point.
        scale: u32,
    },
    /// A text became the day it shows.
    TextToDate,
    /// A number became the day it stands for.
    SerialDate,
    /// A year of two digits was taken for one of four.
    Century {
        /// The year taken.
        year: i16,
    },
    /// The year was taken from the table's title.
    YearOfTitle {
        /// The year taken.
        year: i16,
    },
    /// The time of day was left out.
    TimeDropped,
    /// The day of the month was left out.
    DayDropped,
    /// A word was taken for a code.
    Code {
        /// The code's name.
        title: String,
    },
    /// The value stands in a merged cell above.
    FilledDown {
        /// Where it stands.
        from: crate::grid::At,
    },
}

/// Why a cell cannot be read as its column wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "refusal", content = "seen")]
pub enum Refusal {
    /// The cell shows an error.
    #[error("the cell shows the error {0}; correct the formula")]
    Fault(Fault),
    /// It is no number.
    #[error("\"{0}\" is not a number")]
    NotANumber(String),
    /// It is about so much.
    #[error("\"{0}\" is not exact; write the exact number")]
    NotExact(String),
    /// It is no whole number.
    #[error("{0} is not a whole number")]
    NotWhole(Decimal),
    /// It is in a unit that does not turn into the column's.
    #[error("\"{0}\" is in a unit that does not turn into that of the column")]
    WrongUnit(String),
    /// It is no day.
    #[error("\"{0}\" is not a day; write it as 2024-03-05")]
    NotADay(String),
    /// It is a month or year where a day is wanted.
    #[error("\"{0}\" tells no day of the month; write it as 2024-03-05")]
    NoDay(String),
    /// It tells no year, and neither does the title.
    #[error("\"{0}\" tells no year; write it as 2024-03-05")]
    NoYear(String),
    /// It is no month.
    #[error("\"{0}\" is not a month; write it as 2024-03")]
    NotAMonth(String),
    /// A number such as 2024.1, which may be January or an October that lost its zero.
    #[error("{0} may be the first or the tenth month; write it as {0}0 in a text cell or as 2024-01")]
    FirstOrTenth(Decimal),
    /// It is no year.
    #[error("\"{0}\" is not a year of four digits")]
    NotAYear(String),
    /// It is neither yes nor no.
    #[error("\"{0}\" is neither 是 nor 否")]
    NotATruth(String),
    /// It is no word for one of the codes.
    #[error("\"{0}\" is none of the words of the list")]
    UnknownCode(String),
    /// It is no citizen's number. The number is not repeated: it may be all but right.
    #[error("{en}")]
    CitizenId {
        /// Why, in English.
        en: String,
        /// Why, in Chinese.
        zh: String,
    },
    /// It is no credit code.
    #[error("{en}")]
    CreditCode {
        /// Why, in English.
        en: String,
        /// Why, in Chinese.
        zh: String,
    },
    /// It is no telephone number.
    #[error("this is not a telephone number")]
    NotAPhone,
    /// There are several.
    #[error("there is more than one telephone number; keep one")]
    SeveralPhones,
    /// It is no number of a card or account.
    #[error("this is not the number of a bank card or account")]
    NotACard,
    /// The number is kept as a number, which has only fifteen digits: the last ones are lost.
    #[error(
        "the cell keeps a number, so that digits after the fifteenth are lost; make the cell text and write it again"
    )]
    DigitsLost,
}

impl Refusal {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Fault(fault) => format!("单元格显示错误 {fault}，请改正公式"),
            Self::NotANumber(seen) => format!("“{seen}”不是数字"),
            Self::NotExact(seen) => format!("“{seen}”不是准确数字，请填写准确数字"),
            Self::NotWhole(seen) => format!("{seen} 不是整数"),
            Self::WrongUnit(seen) => format!("“{seen}”的单位与本列不同，不能换算"),
            Self::NotADay(seen) => format!("“{seen}”不是日期，请按 2024-03-05 的样式填写"),
            Self::NoDay(seen) => format!("“{seen}”没有写明日，请按 2024-03-05 的样式填写"),
            Self::NoYear(seen) => format!("“{seen}”没有写明年份，请按 2024-03-05 的样式填写"),
            Self::NotAMonth(seen) => format!("“{seen}”不是年月，请按 2024-03 的样式填写"),
            Self::FirstOrTenth(seen) => {
                format!("{seen} 可能是 1 月，也可能是丢了末尾 0 的 10 月，请按 2024-01 的样式填写")
            }
            Self::NotAYear(seen) => format!("“{seen}”不是四位数的年份"),
            Self::NotATruth(seen) => format!("“{seen}”不是“是”或“否”"),
            Self::UnknownCode(seen) => format!("“{seen}”不在可选项中"),
            Self::CitizenId { zh, .. } | Self::CreditCode { zh, .. } => zh.clone(),
            Self::NotAPhone => "这不是电话号码".to_owned(),
            Self::SeveralPhones => "有不止一个电话号码，请只保留一个".to_owned(),
            Self::NotACard => "这不是银行卡号或账号".to_owned(),
            Self::DigitsLost => {
                "单元格是数值格式，第 15 位以后的数字已丢失，请改为文本格式后重新填写".to_owned()
            }
        }
    }
}

impl Change {
    /// What was done, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Trimmed => "去掉首尾空白".to_owned(),
            Self::Blanks => "去掉中间空白".to_owned(),
            Self::FullWidth => "全角改半角".to_owned(),
            Self::BlankMark => "按空白处理".to_owned(),
            Self::TextToNumber => "文本转为数字".to_owned(),
            Self::Separators => "去掉千分位或货币符号".to_owned(),
            Self::HanNumber => "中文数字转为数字".to_owned(),
            Self::NumberToText => "数字转为文本".to_owned(),
            Self::ToText => "转为文本".to_owned(),
            Self::DigitsLost => "第 15 位以后的数字已丢失".to_owned(),
            Self::Percent => "按百分比换算".to_owned(),
            Self::Unit { from, to } => format!("由{from}换算为{to}"),
            Self::UnitInCell { unit } => format!("取单元格内的单位“{unit}”"),
            Self::Rounded { from, scale: 0 } => format!("由 {from} 四舍五入到整数"),
            Self::Rounded { from, scale } => format!("由 {from} 四舍五入到 {scale} 位小数"),
            Self::TextToDate => "文本转为日期".to_owned(),
            Self::SerialDate => "数字转为日期".to_owned(),
            Self::Century { year } => format!("两位数年份按 {year} 年"),
            Self::YearOfTitle { year } => format!("年份按表题取 {year} 年"),
            Self::TimeDropped => "去掉时刻".to_owned(),
            Self::DayDropped => "去掉日".to_owned(),
            Self::Code { title } => format!("对应“{title}”"),
            Self::FilledDown { from } => format!("取合并单元格 {from} 的值"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trimmed => formatter.write_str("blanks at the ends left out"),
            Self::Blanks => formatter.write_str("blanks within left out"),
            Self::FullWidth => formatter.write_str("full width made half width"),
            Self::BlankMark => formatter.write_str("taken for nothing"),
            Self::TextToNumber => formatter.write_str("text made a number"),
            Self::Separators => formatter.write_str("separators and signs left out"),
            Self::HanNumber => formatter.write_str("Chinese numerals made a number"),
            Self::NumberToText => formatter.write_str("number made text"),
            Self::ToText => formatter.write_str("made text"),
            Self::DigitsLost => formatter.write_str("digits after the fifteenth are lost"),
            Self::Percent => formatter.write_str("converted as percent"),
            Self::Unit { from, to } => write!(formatter, "converted from {from} to {to}"),
            Self::UnitInCell { unit } => write!(formatter, "the unit {unit} in the cell was taken"),
            Self::Rounded { from, scale } => write!(formatter, "{from} rounded to {scale} decimals"),
            Self::TextToDate => formatter.write_str("text made a day"),
            Self::SerialDate => formatter.write_str("number made a day"),
            Self::Century { year } => write!(formatter, "year of two digits taken for {year}"),
            Self::YearOfTitle { year } => write!(formatter, "year {year} taken from the title"),
            Self::TimeDropped => formatter.write_str("time of day left out"),
            Self::DayDropped => formatter.write_str("day of the month left out"),
            Self::Code { title } => write!(formatter, "taken for \"{title}\""),
            Self::FilledDown { from } => write!(formatter, "taken from the merged cell {from}"),
        }
    }
}
