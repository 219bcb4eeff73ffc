//! Opening a spreadsheet of any kind that towns keep, told by its content and not by its name.

mod csv;
mod error;
mod limits;
mod notice;
mod ods;
mod xls;
mod xlsx;

pub use error::{Measure, ReadError};
pub use limits::Limits;
pub use notice::Notice;
pub(crate) use xlsx::shared;

use crate::{
    grid::{FileKind, Workbook},
    ooxml::package::Package,
};

/// A spreadsheet that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What kind of file it is.
    pub kind: FileKind,
    /// What it holds.
    pub workbook: Workbook,
    /// What a person should know about how it was read.
    pub notices: Vec<Notice>,
}

/// Opens a spreadsheet.
///
/// Formulas are not computed: the results that the file keeps are taken. Nothing outside the file is looked at.
///
/// # Errors
/// When the file is no spreadsheet, is damaged, or breaks a limit.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, ReadError> {
    Limits::check(Measure::Bytes, bytes.len() as u64, limits.bytes)?;
    if bytes.starts_with(b"PK\x03\x04") {
        return open_package(bytes, limits);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return xls::open(bytes, limits);
    }
    csv::open(bytes, limits)
}

fn open_package(bytes: &[u8], limits: &Limits) -> Result<Opened, ReadError> {
    let package = Package::open(bytes, limits)?;
    if package.has("xl/workbook.bin") {
        return Err(ReadError::BinaryWorkbook);
    }
    if package.has("content.xml") && !package.has("[Content_Types].xml") {
        return ods::open(package, limits);
    }
    xlsx::open(package, limits)
}
