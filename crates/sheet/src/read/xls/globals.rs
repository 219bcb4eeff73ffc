//! What the records before the sheets tell: the sheets, the shared strings, the formats.

use std::{collections::HashMap, sync::Arc};

use encoding_rs::{Encoding, GBK, WINDOWS_1252};

use super::{
    damaged,
    record::{Page, Record, Records, kind, long, word},
};
use crate::{
    grid::{Epoch, Format},
    ooxml::styles,
    read::ReadError,
};

/// The workbook's own records, understood.
pub(super) struct Globals {
    pub(super) epoch: Epoch,
    pub(super) page: Page,
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) strings: Vec<Arc<str>>,
    /// The format of each cell style.
    pub(super) formats: Vec<Format>,
    /// Files outside that formulas look into.
    pub(super) outside: Vec<String>,
}

/// A sheet as the workbook lists it.
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Where its records begin.
    pub(super) start: usize,
}

impl Globals {
    pub(super) fn read(stream: &[u8]) -> Result<Self, ReadError> {
        let mut records = Records::new(stream);
        let first = records.next().filter(|record| record.kind == kind::BOF);
        let page = match first.and_then(|record| word(record.data(), 0)) {
            Some(0x0600) => Page::Unicode,
            Some(0x0500) => Page::Bytes(GBK),
            _ => return Err(ReadError::NotASpreadsheet),
        };
        let mut globals = Self {
            epoch: Epoch::Y1900,
            page,
            sheets: Vec::new(),
            strings: Vec::new(),
            formats: Vec::new(),
            outside: Vec::new(),
        };
        let mut codes = HashMap::new();
        for record in records {
            match record.kind {
                kind::EOF => break,
                kind::FILE_PASS => return Err(ReadError::Encrypted),
                kind::DATE_MODE if word(record.data(), 0) == Some(1) => globals.epoch = Epoch::Y1904,
                kind::CODE_PAGE => globals.turn_page(word(record.data(), 0)),
                kind::BOUND_SHEET => globals.add_sheet(&record)?,
                kind::SHARED_STRINGS => globals.strings = strings(&record)?,
                kind::FORMAT => codes.extend(globals.format(&record)),
                kind::XF => {
                    let id = word(record.data(), 2).unwrap_or_default();
                    let format = codes.get(&id).copied();
                    globals
                        .formats
                        .push(format.unwrap_or_else(|| styles::of_builtin(u32::from(id))));
                }
                kind::SUP_BOOK => globals.outside.extend(outside(&record)),
                _ => {}
            }
        }
        Ok(globals)
    }

    fn turn_page(&mut self, code: Option<u16>) {
        if let (Page::Bytes(page), Some(code)) = (&mut self.page, code) {
            *page = encoding(code);
        }
    }

    /// Adds a sheet of the list; charts and modules hold no cells and are left out.
    fn add_sheet(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        let mut pen = record.pen();
        let torn = || damaged("the list of sheets is torn");
        let start = pen.long().ok_or_else(torn)?;
        let state = pen.word().ok_or_else(torn)?;
        let name = pen.string(false, self.page).ok_or_else(torn)?;
        if state >> 8 == 0 {
            let start = usize::try_from(start).map_err(damaged)?;
            self.sheets.push(SheetEntry {
                name,
                hidden: state & 3 != 0,
                start,
            });
        }
        Ok(())
    }

    fn format(&self, record: &Record<'_>) -> Option<(u16, Format)> {
        let mut pen = record.pen();
        let id = pen.word()?;
        let code = pen.string(matches!(self.page, Page::Unicode), self.page)?;
        Some((id, styles::of_code(&code)))
    }
}

fn strings(record: &Record<'_>) -> Result<Vec<Arc<str>>, ReadError> {
    let count = long(record.data(), 4).unwrap_or_default();
    let mut pen = record.pen();
    let mut strings = Vec::new();
    if pen.skip(8).is_some() {
        for _ in 0..count {
            let string = pen.string(true, Page::Unicode);
            strings.push(
                string
                    .ok_or_else(|| damaged("the shared strings are torn"))?
                    .into(),
            );
        }
    }
    Ok(strings)
}

/// The file that a link goes to: its path is kept with marks in place of separators ([MS-XLS] 2.5.277, VirtualPath).
fn outside(record: &Record<'_>) -> Option<String> {
    let data = record.data();
    // The workbook itself and add-ins have a mark in place of a path.
    if data.len() <= 4 {
        return None;
    }
    let mut pen = record.pen();
    pen.skip(2)?;
    let path = pen.string(true, Page::Unicode)?;
    let shown = path
        .chars()
        .map(|mark| if mark < ' ' { '/' } else { mark })
        .collect::<String>();
    let shown = shown.trim_matches('/').to_owned();
    (!shown.is_empty()).then_some(shown)
}

/// The encoding of a code page of Windows.
fn encoding(code: u16) -> &'static Encoding {
    match code {
        936 | 54936 => GBK,
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        1252 | 0x8001 => WINDOWS_1252,
        _ => GBK,
    }
}
