//! What a person should know about how a file was read.

use std::fmt;

use serde::Serialize;

use crate::grid::At;

/// Something about a file that is not an error but that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "notice")]
pub enum Notice {
    /// Formulas look into another file. The values kept in this file were taken; the other file was not looked for.
    OutsideLink {
        /// The other file's address, as this file has it.
        target: String,
    },
    /// The workbook carries macros. They were not run and are not kept.
    Macros,
    /// A sheet is hidden. It was read nevertheless.
    HiddenSheet {
        /// The sheet.
        sheet: String,
    },
    /// Rows are hidden. They were read nevertheless.
    HiddenRows {
        /// The sheet.
        sheet: String,
        /// How many.
        count: u32,
    },
    /// Columns are hidden. They were read nevertheless.
    HiddenColumns {
        /// The sheet.
        sheet: String,
        /// How many.
        count: u32,
    },
    /// Formulas without a kept result: the file was made by a program that does not calculate.
    Uncalculated {
        /// The sheet.
        sheet: String,
        /// How many.
        count: u32,
        /// The first.
        first: At,
    },
    /// The text's encoding was guessed.
    Encoding {
        /// Its name.
        name: String,
        /// Characters that had no meaning in it and were replaced.
        replaced: bool,
    },
    /// A line of a text file has more or fewer fields than the first.
    Ragged {
        /// How many lines.
        count: u32,
        /// The first such line, from one.
        first: u64,
    },
}

impl Notice {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::OutsideLink { target } => {
                format!("公式引用了其他文件“{target}”：只采用本文件中保存的结果，没有打开该文件")
            }
            Self::Macros => "工作簿带有宏：没有运行，也不保留".to_owned(),
            Self::HiddenSheet { sheet } => format!("工作表“{sheet}”是隐藏的，已一并读取"),
            Self::HiddenRows { sheet, count } => format!("工作表“{sheet}”有 {count} 行是隐藏的，已一并读取"),
            Self::HiddenColumns { sheet, count } => {
                format!("工作表“{sheet}”有 {count} 列是隐藏的，已一并读取")
            }
            Self::Uncalculated { sheet, count, first } => {
                format!(
                    "工作表“{sheet}”有 {count} 个公式没有计算结果（从 {first} 起），请用 WPS 或 Excel 打开并保存后再导入"
                )
            }
            Self::Encoding {
                name,
                replaced: false,
            } => format!("文件编码按 {name} 读取"),
            Self::Encoding { name, replaced: true } => {
                format!("文件编码按 {name} 读取，有字符无法识别，已用“\u{fffd}”代替")
            }
            Self::Ragged { count, first } => {
                format!("有 {count} 行的列数与首行不同（从第 {first} 行起），请检查是否有多余的分隔符")
            }
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutsideLink { target } => write!(
                formatter,
                "formulas refer to another file, \"{target}\": the values kept here were taken and it was not opened"
            ),
            Self::Macros => write!(
                formatter,
                "the workbook has macros: they were not run and are not kept"
            ),
            Self::HiddenSheet { sheet } => {
                write!(formatter, "sheet \"{sheet}\" is hidden; it was read all the same")
            }
            Self::HiddenRows { sheet, count } => {
                write!(
                    formatter,
                    "{count} rows of sheet \"{sheet}\" are hidden; they were read all the same"
                )
            }
            Self::HiddenColumns { sheet, count } => {
                write!(
                    formatter,
                    "{count} columns of sheet \"{sheet}\" are hidden; they were read all the same"
                )
            }
            Self::Uncalculated { sheet, count, first } => write!(
                formatter,
                "{count} formulas of sheet \"{sheet}\" (from {first}) have no result; open it in WPS or Excel, save and import again"
            ),
            Self::Encoding { name, replaced } => {
                write!(formatter, "the text was read as {name}")?;
                if *replaced {
                    write!(formatter, "; unreadable characters became \u{fffd}")
                } else {
                    Ok(())
                }
            }
            Self::Ragged { count, first } => write!(
                formatter,
                "{count} lines (from line {first}) have another number of fields than the first; look for stray separators"
            ),
        }
    }
}

impl Notice {
    /// What is hidden of a sheet.
    pub(super) fn of_hidden(sheet: &crate::grid::Sheet) -> Vec<Self> {
        let name = || sheet.name.clone();
        let mut notices = Vec::new();
        if sheet.hidden {
            notices.push(Self::HiddenSheet { sheet: name() });
        }
        let rows = sheet
            .rows
            .iter()
            .filter(|row| row.hidden && !row.cells.is_empty())
            .count();
        if let Some(count) = u32::try_from(rows).ok().filter(|count| *count > 0) {
            notices.push(Self::HiddenRows { sheet: name(), count });
        }
        // Unused columns are often hidden out to the last; what matters is hidden columns that hold something.
        if let Some(extent) = sheet.extent() {
            let used = extent.first.column..=extent.last.column;
            let hidden = used.filter(|column| sheet.hides_column(*column)).count();
            if let Some(count) = u32::try_from(hidden).ok().filter(|count| *count > 0) {
                notices.push(Self::HiddenColumns { sheet: name(), count });
            }
        }
        notices
    }
}
