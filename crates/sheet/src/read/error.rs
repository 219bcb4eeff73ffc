//! Why a file cannot be read, with what to do about it.

/// Why a spreadsheet cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file is of no kind that is read.
    #[error("the file is not a spreadsheet; save it as .xlsx, .xls, .ods or .csv")]
    NotASpreadsheet,
    /// The file is a web page under a spreadsheet's name, as many systems export.
    #[error("the file is a web page named as a spreadsheet; open it in WPS or Excel and save it as .xlsx")]
    WebPage,
    /// The file is of Excel's binary .xlsb format.
    #[error("the file is in the binary .xlsb format; save it as .xlsx")]
    BinaryWorkbook,
    /// The workbook opens only with a password.
    #[error("the workbook is protected by a password; remove the password and save it again")]
    Encrypted,
    /// The file is bigger than is allowed.
    #[error("the file has more than {most} {measure}; split it into several")]
    TooBig {
        /// What there is too much of.
        measure: Measure,
        /// How much is allowed.
        most: u64,
    },
    /// A part of the file unpacks to so many times its size that it can only be meant to do harm.
    #[error(
        "part {part:?} of the file unpacks to more than {most} times its size; save it again from the program that made it"
    )]
    Swelling {
        /// The part's name.
        part: String,
        /// How many times is allowed.
        most: u64,
    },
    /// A part declares a document type, which no spreadsheet needs and which could draw in other files.
    #[error(
        "part {part:?} of the file declares a document type, which is refused; save it again from WPS or Excel"
    )]
    DocumentType {
        /// The part's name.
        part: String,
    },
    /// The file is damaged.
    #[error("part {part:?} of the file is damaged ({reason}); open it in WPS or Excel and save it again")]
    Damaged {
        /// The part's name.
        part: String,
        /// What was found.
        reason: String,
    },
}

/// What a file can have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of the file as it is.
    Bytes,
    /// Bytes of the file unpacked.
    UnpackedBytes,
    /// Parts in the package.
    Parts,
    /// Sheets.
    Sheets,
    /// Cells that hold something.
    Cells,
    /// Bytes in one text.
    TextBytes,
}

impl ReadError {
    /// A damaged part.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the error that was found is given away"
    )]
    pub(crate) fn damaged(part: &str, reason: impl ToString) -> Self {
        Self::Damaged {
            part: part.to_owned(),
            reason: reason.to_string(),
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NotASpreadsheet => "这不是表格文件，请另存为 .xlsx、.xls、.ods 或 .csv".to_owned(),
            Self::WebPage => "这是以表格扩展名保存的网页，请用 WPS 或 Excel 打开后另存为 .xlsx".to_owned(),
            Self::BinaryWorkbook => "这是二进制的 .xlsb 格式，请另存为 .xlsx".to_owned(),
            Self::Encrypted => "工作簿设有打开密码，请去掉密码后重新保存".to_owned(),
            Self::TooBig { measure, most } => {
                format!("文件过大：{}超过 {most}，请拆分后再导入", measure.zh())
            }
            Self::Swelling { part, most } => {
                format!("文件中的“{part}”解压后超过原来的 {most} 倍，已拒绝；请用原软件重新保存")
            }
            Self::DocumentType { part } => {
                format!("文件中的“{part}”含有文档类型声明，已拒绝；请用 WPS 或 Excel 重新保存")
            }
            Self::Damaged { part, reason } => {
                format!("文件中的“{part}”已损坏（{reason}），请用 WPS 或 Excel 打开后重新保存")
            }
        }
    }
}

impl Measure {
    fn zh(self) -> &'static str {
        match self {
            Self::Bytes => "字节数",
            Self::UnpackedBytes => "解压后的字节数",
            Self::Parts => "内部文件数",
            Self::Sheets => "工作表数",
            Self::Cells => "有内容的单元格数",
            Self::TextBytes => "单个文本的字节数",
        }
    }
}

impl std::fmt::Display for Measure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Bytes => "bytes",
            Self::UnpackedBytes => "bytes when unpacked",
            Self::Parts => "parts",
            Self::Sheets => "sheets",
            Self::Cells => "filled cells",
            Self::TextBytes => "bytes in one text",
        })
    }
}
