//! Tables written: lists as workbooks and as text with separators, and rejected rows with the reasons beside them.

mod cell;
mod csv;
mod list;
mod name;
mod rejected;

pub use csv::write_csv;
pub use list::{List, ListColumn, write_xlsx};
pub use name::sheet_name;
pub use rejected::{Rejection, write_rejected};

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The place it is written to fails.
    #[error("writing failed: {0}")]
    Io(#[from] std::io::Error),
}

impl WriteError {
    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Workbook(error) => format!("无法生成工作簿：{error}"),
            Self::Io(error) => format!("写文件失败：{error}"),
        }
    }
}

/// Whether a spreadsheet would take a text for a formula, in full-width signs too as Chinese editions do; quotes before the sign, which
/// keep it from being one, aside.
pub(crate) fn would_be_formula(text: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    text.trim_start_matches('\'').starts_with(signs)
}
