//! Why a form or one of its cells cannot be filled.

use serde::Serialize;

use crate::{
    grid::{At, FileKind},
    read::ReadError,
};

/// Why a form cannot be filled at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Only .xlsx can be filled with all else kept.
    #[error("only .xlsx forms can be filled; open the form in WPS or Excel and save it as .xlsx")]
    Kind(FileKind),
    /// The filled form could not be put together.
    #[error("the filled form could not be written: {0}")]
    Write(String),
}

/// Why a cell was not filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum WhyNot {
    /// There is no such sheet.
    #[error("there is no such sheet")]
    NoSheet,
    /// The cell lies outside every sheet.
    #[error("there is no such cell")]
    NoCell,
    /// The cell holds a formula, which is kept.
    #[error("the cell holds a formula")]
    Formula,
    /// The cell is merged into another.
    #[error("the cell is merged into {into}")]
    Merged {
        /// The cell that shows the value.
        into: At,
    },
    /// The cell was given two values.
    #[error("the cell was given two values")]
    Twice,
    /// The sheet is protected and the cell locked.
    #[error("the sheet is protected and the cell locked")]
    Locked,
    /// The cell lets one choose from a list, and the value is not on it.
    #[error("the value is not on the cell's list")]
    NotOnList {
        /// What the list has.
        list: Vec<String>,
    },
    /// The text is longer than a cell may hold.
    #[error("the text is longer than the 32,767 characters of a cell")]
    TooLong,
    /// The day is before the first that the workbook can count.
    #[error("the day is before the first that the workbook can count")]
    DayTooEarly,
    /// An error is no value.
    #[error("an error is no value")]
    Fault,
    /// The cell has a note already, which is kept; the value was filled without the new note.
    #[error("the cell has a note already, which was kept")]
    NoteKept,
}

impl FillError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Read(error) => error.zh(),
            Self::Kind(_) => "只能填写 .xlsx 格式的报表，请用 WPS 或 Excel 打开后另存为 .xlsx".to_owned(),
            Self::Write(reason) => format!("填好的报表写不出来：{reason}"),
        }
    }
}

impl WhyNot {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NoSheet => "没有这个工作表".to_owned(),
            Self::NoCell => "没有这个单元格".to_owned(),
            Self::Formula => "单元格是公式，已保留".to_owned(),
            Self::Merged { into } => format!("单元格已并入 {into}"),
            Self::Twice => "同一单元格给了两个值".to_owned(),
            Self::Locked => "工作表受保护，单元格已锁定".to_owned(),
            Self::NotOnList { list } => format!("不在单元格的可选项中（{}）", list.join("、")),
            Self::TooLong => "文本超过单元格的 32767 个字符".to_owned(),
            Self::DayTooEarly => "日期早于工作簿能表示的第一天".to_owned(),
            Self::Fault => "错误值不能填写".to_owned(),
            Self::NoteKept => "单元格已有批注，原批注已保留".to_owned(),
        }
    }
}
