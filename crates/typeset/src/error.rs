//! Why a paper could not be made, with what to do about it.

/// A paper could not be made. `Display` is English, [`Error::zh`] Chinese.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A drawing is not a drawing.
    #[error("Chart “{caption}” is not a valid SVG drawing: {reason}. Draw it again.")]
    BadChart {
        /// Its caption.
        caption: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The typesetter refused; a defect of the program rather than of the paper.
    #[error("The paper could not be set: {reason}. Please report this with the paper that caused it.")]
    Typesetting {
        /// What it said.
        reason: String,
    },
    /// A file given as a Word document is not one.
    #[error(
        "This is not a readable Word document (DOCX): {reason}. Save it again from Word or WPS as .docx."
    )]
    NotDocx {
        /// What is wrong with it.
        reason: String,
    },
    /// A remark points outside the draft or into the middle of a character.
    #[error(
        "Remark {index} points at bytes {start}..{end}, which is not a stretch of the draft's {length} bytes."
    )]
    RemarkOutside {
        /// Its place in the list, from 0.
        index: usize,
        /// Where it begins.
        start: usize,
        /// Where it ends.
        end: usize,
        /// How long the draft is.
        length: usize,
    },
}

impl Error {
    /// The error in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Error::BadChart { caption, reason } => {
                format!("图“{caption}”不是有效的 SVG 图形：{reason}。请重新生成。")
            }
            Error::Typesetting { reason } => {
                format!("排版失败：{reason}。这是程序的缺陷，请连同原文一并反馈。")
            }
            Error::NotDocx { reason } => {
                format!("这不是可读的 Word 文档（DOCX）：{reason}。请用 Word 或 WPS 另存为 .docx 后再试。")
            }
            Error::RemarkOutside {
                index,
                start,
                end,
                length,
            } => {
                format!("第{index}条批注指向的位置 {start}..{end} 不是文稿（共 {length} 字节）中的一段文字。")
            }
        }
    }
}
