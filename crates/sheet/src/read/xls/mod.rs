//! Binary workbooks of Excel 5 to 2003 and early WPS (\[MS-XLS\]), read record by record without trusting any of them.

mod cells;
mod globals;
mod record;

use std::io::{Cursor, Read};

use self::{globals::Globals, record::Records};
use super::{Limits, Measure, Notice, Opened, ReadError};
use crate::grid::{FileKind, Workbook};

/// The stream's name in messages.
const PART: &str = "Workbook";

/// Opens an .xls workbook.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, ReadError> {
    let (stream, macros) = stream(bytes)?;
    let globals = Globals::read(&stream)?;
    Limits::check(Measure::Sheets, globals.sheets.len() as u64, limits.sheets)?;
    let mut workbook = Workbook {
        epoch: globals.epoch,
        ..Workbook::default()
    };
    let mut notices: Vec<Notice> = globals
        .outside
        .iter()
        .map(|target| Notice::OutsideLink {
            target: target.clone(),
        })
        .collect();
    if macros {
        notices.push(Notice::Macros);
    }
    let mut room = limits.cells;
    // Every sheet has a stretch of the stream to itself, so that all together are no longer than the stream.
    let mut stretch = stream.len();
    for entry in &globals.sheets {
        let records = stream
            .get(entry.start..)
            .ok_or_else(|| damaged("a sheet lies outside the file"))?;
        let mut records = Records::new(records);
        let sheet = cells::read(&mut records, &globals, entry, &mut room, limits)?;
        stretch = stretch
            .checked_sub(records.read())
            .ok_or_else(|| damaged("two sheets lie in one place"))?;
        notices.extend(Notice::of_hidden(&sheet));
        workbook.sheets.push(sheet);
    }
    Ok(Opened {
        kind: FileKind::Xls,
        workbook,
        notices,
    })
}

/// The workbook's stream of records, and whether macros come with it.
fn stream(bytes: &[u8]) -> Result<(Vec<u8>, bool), ReadError> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name));
    let stream = file
        .open_stream(name.ok_or(ReadError::NotASpreadsheet)?)
        .map_err(damaged)?;
    let mut records = Vec::new();
    // A chain of sectors may be longer than the file only if it runs in a circle.
    let most = bytes.len() as u64;
    stream.take(most + 1).read_to_end(&mut records).map_err(damaged)?;
    if records.len() as u64 > most {
        return Err(damaged("the stream is longer than the file"));
    }
    Ok((records, file.is_storage("/_VBA_PROJECT_CUR")))
}

fn damaged(reason: impl ToString) -> ReadError {
    ReadError::damaged(PART, reason)
}
