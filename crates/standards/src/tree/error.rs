//! What can be wrong with a table of places.

use jiff::civil::Date;

use crate::{PlaceCode, PlaceCodeError};

/// A mistake in a table of places, with its line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("places, line {line}: {problem}")]
pub struct PlaceTreeError {
    /// The line of the table, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub problem: PlaceTreeProblem,
}

impl PlaceTreeError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        format!("区划表第 {} 行：{}", self.line, self.problem.zh())
    }
}

/// What can be wrong with a line of a table of places.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceTreeProblem {
    /// The text is not CSV.
    #[error("this is not CSV: {0}; expected as many fields as the first line has, with quotes closed")]
    Csv(String),
    /// A heading is unknown or a needed one is missing.
    #[error(
        "heading \"{0}\" is unknown, missing or told twice; expected code and name, and if wanted english, from, until, merged_into, longitude, latitude"
    )]
    Heading(String),
    /// A code is malformed.
    #[error("{0}")]
    Code(PlaceCodeError),
    /// A place has no name.
    #[error("{0} has no name; expected one")]
    Name(PlaceCode),
    /// A date is malformed.
    #[error("\"{0}\" is not a date; expected one such as 2020-12-31, or nothing")]
    Date(String),
    /// Degrees that are no position.
    #[error(
        "\"{0}\" is not a position; expected longitude and latitude in degrees such as 121.31 and 29.23, or neither"
    )]
    Degrees(String),
    /// A period ends before it begins.
    #[error(
        "the period of {code} ends on {until}, before it begins on {from}; expected the first and the last day"
    )]
    Period {
        /// The place.
        code: PlaceCode,
        /// The first day given.
        from: Date,
        /// The last day given.
        until: Date,
    },
    /// Two periods of a place share days.
    #[error(
        "{0} is told twice for the same time; expected the earlier period to end before the later begins"
    )]
    Overlap(PlaceCode),
    /// The parent is nowhere.
    #[error("{code} lies in {parent}, which is not in the table; expected a line for it")]
    Parent {
        /// The place.
        code: PlaceCode,
        /// The place above it.
        parent: PlaceCode,
    },
    /// A place that still stands is said to be merged.
    #[error(
        "{0} is merged into another place but has no last day; expected the day before the merger under until"
    )]
    StillStands(PlaceCode),
    /// A place that is to change does not stand on the day.
    #[error("{code} does not stand on {day}; expected a place that does, or another day")]
    Gone {
        /// The place.
        code: PlaceCode,
        /// The day.
        day: Date,
    },
    /// The place merged into does not stand on the day of the merger.
    #[error("{code} is merged into {into}, which does not stand on {day}; expected a place that does")]
    Successor {
        /// The place that ended.
        code: PlaceCode,
        /// What it is said to be merged into.
        into: PlaceCode,
        /// The day of the merger.
        day: Date,
    },
}

impl PlaceTreeProblem {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Csv(problem) => format!("不是 CSV 格式（{problem}），各行字段数应与首行相同，引号应成对"),
            Self::Heading(heading) => {
                format!(
                    "表头“{heading}”不认识、缺失或重复，应有代码、名称，可有英文名、启用、停用、并入、经度、纬度"
                )
            }
            Self::Code(error) => error.zh(),
            Self::Name(code) => format!("{code} 没有名称，应填写"),
            Self::Date(text) => format!("“{text}”不是日期，应写作 2020-12-31，或留空"),
            Self::Degrees(text) => {
                format!("“{text}”不是位置，经度、纬度应以度为单位，如 121.31 和 29.23，或都留空")
            }
            Self::Period { code, from, until } => {
                format!("{code} 的停用日 {until} 早于启用日 {from}，应为首日和末日")
            }
            Self::Overlap(code) => format!("{code} 在同一时期写了两次，前一时期应在后一时期开始前结束"),
            Self::Parent { code, parent } => format!("{code} 的上级 {parent} 不在表中，应补一行"),
            Self::StillStands(code) => format!("{code} 已并入他处却没有停用日，应填写合并前一日"),
            Self::Gone { code, day } => format!("{code} 在 {day} 不存在，请核对代码和日期"),
            Self::Successor { code, into, day } => {
                format!("{code} 并入的 {into} 在 {day} 并不存在，应为当日存在的区划")
            }
        }
    }
}
