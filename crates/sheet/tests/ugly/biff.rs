//! A writer of binary workbooks (\[MS-XLS\], BIFF8), as small as readers allow.

use std::io::{Cursor, Write};

/// A cell to be written.
pub enum Bin {
    /// Text in the shared strings.
    Text(String),
    /// A number as a binary fraction, with the place of its style.
    Number(f64, u16),
    /// A number in four bytes: hundredths of a whole number.
    Hundredths(i32),
    /// A formula whose result is a text.
    FormulaText(String),
    /// True or false.
    Truth(bool),
}

/// A sheet to be written.
#[derive(Default)]
pub struct BinSheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its cells: row, column, value; rows rising.
    pub cells: Vec<(u16, u16, Bin)>,
    /// Merged rectangles: first and last row, first and last column.
    pub merges: Vec<(u16, u16, u16, u16)>,
    /// Rows that are hidden.
    pub hidden_rows: Vec<u16>,
    /// Columns that are hidden.
    pub hidden_columns: Vec<u16>,
}

/// The number formats of the styles that cells name by place.
pub const GENERAL: u16 = 15;
/// A day.
pub const DAY: u16 = 16;
/// Percent.
pub const PERCENT: u16 = 17;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A string with its count in one byte or two, in 16-bit characters.
fn string(text: &str, wide_count: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let count = u16::try_from(units.len()).unwrap();
    let mut bytes = if wide_count {
        count.to_le_bytes().to_vec()
    } else {
        vec![count.to_le_bytes()[0]]
    };
    bytes.push(1);
    bytes.extend(words(&units));
    bytes
}

/// The records of a workbook.
pub fn stream(sheets: &[BinSheet]) -> Vec<u8> {
    let mut strings: Vec<&str> = Vec::new();
    for (_, _, value) in sheets.iter().flat_map(|sheet| &sheet.cells) {
        if let Bin::Text(text) = value
            && !strings.contains(&text.as_str())
        {
            strings.push(text);
        }
    }
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|sheet| body(sheet, &strings)).collect();
    let globals = |starts: &[u32]| globals(sheets, starts, &strings);
    let length = globals(&vec![0; sheets.len()]).len();
    let mut at = u32::try_from(length).unwrap();
    let mut starts = Vec::new();
    for body in &bodies {
        starts.push(at);
        at += u32::try_from(body.len()).unwrap();
    }
    [globals(&starts), bodies.concat()].concat()
}

/// A workbook file.
pub fn file(sheets: &[BinSheet]) -> Vec<u8> {
    container(&stream(sheets))
}

/// A compound file with a workbook's stream.
pub fn container(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook")
        .unwrap()
        .write_all(stream)
        .unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn globals(sheets: &[BinSheet], starts: &[u32], strings: &[&str]) -> Vec<u8> {
    let mut out = record(0x0809, &words(&[0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0, 6, 0]));
    out.extend(record(0x0042, &words(&[1200])));
    out.extend(record(0x0022, &words(&[0])));
    for _ in 0..5 {
        let mut font = words(&[200, 0, 0x7FFF, 400, 0, 0, 0]);
        font.extend(string("Arial", false));
        out.extend(record(0x0031, &font));
    }
    let mut format = words(&[176]);
    format.extend(string("yyyy\"年\"m\"月\"d\"日\"", true));
    out.extend(record(0x041E, &format));
    for style in 0..18_u16 {
        let format = match style {
            DAY => 176,
            PERCENT => 10,
            _ => 0,
        };
        let options = if style < 15 { 0xFFF5 } else { 1 };
        out.extend(record(
            0x00E0,
            &words(&[0, format, options, 0x20, 0, 0, 0, 0, 0, 0x20C0]),
        ));
    }
    for (sheet, start) in sheets.iter().zip(starts) {
        let mut data = start.to_le_bytes().to_vec();
        data.extend(words(&[u16::from(sheet.hidden)]));
        data.extend(string(&sheet.name, false));
        out.extend(record(0x0085, &data));
    }
    let count = u32::try_from(strings.len()).unwrap();
    let mut shared = [count.to_le_bytes(), count.to_le_bytes()].concat();
    // Strings go on in records of their own where one is full.
    let mut kind = 0x00FC;
    for text in strings {
        let text = string(text, true);
        if shared.len() + text.len() > 8_000 {
            out.extend(record(kind, &shared));
            shared.clear();
            kind = 0x003C;
        }
        shared.extend(text);
    }
    out.extend(record(kind, &shared));
    out.extend(record(0x000A, &[]));
    out
}

fn body(sheet: &BinSheet, strings: &[&str]) -> Vec<u8> {
    let mut out = record(0x0809, &words(&[0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0, 6, 0]));
    for column in &sheet.hidden_columns {
        out.extend(record(0x007D, &words(&[*column, *column, 0, GENERAL, 1, 0])));
    }
    let rows = sheet.cells.iter().map(|(row, ..)| *row).max().unwrap_or(0);
    let columns = sheet
        .cells
        .iter()
        .map(|(_, column, _)| *column)
        .max()
        .unwrap_or(0);
    out.extend(record(0x0200, &words(&[0, 0, rows + 1, 0, 0, columns + 1, 0])));
    for row in &sheet.hidden_rows {
        out.extend(record(
            0x0208,
            &words(&[*row, 0, columns + 1, 255, 0, 0, 0x0120, 0x0F]),
        ));
    }
    for (row, column, value) in &sheet.cells {
        let at = |style: u16| words(&[*row, *column, style]);
        let placed = |data: &[u8]| [&at(GENERAL), data].concat();
        match value {
            Bin::Text(text) => {
                let place = strings.iter().position(|known| known == text).unwrap();
                out.extend(record(
                    0x00FD,
                    &placed(&u32::try_from(place).unwrap().to_le_bytes()),
                ));
            }
            Bin::Number(number, style) => {
                out.extend(record(
                    0x0203,
                    &[at(*style), number.to_le_bytes().to_vec()].concat(),
                ));
            }
            Bin::Hundredths(whole) => {
                let bits = (whole << 2) | 3;
                out.extend(record(0x027E, &placed(&bits.to_le_bytes())));
            }
            Bin::FormulaText(text) => {
                let mut data = at(GENERAL);
                data.extend([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
                data.extend(words(&[0, 0, 0]));
                data.extend(words(&[3]));
                data.extend([0x1E, 1, 0]);
                out.extend(record(0x0006, &data));
                out.extend(record(0x0207, &string(text, true)));
            }
            Bin::Truth(truth) => out.extend(record(0x0205, &placed(&[u8::from(*truth), 0]))),
        }
    }
    if !sheet.merges.is_empty() {
        let mut data = words(&[u16::try_from(sheet.merges.len()).unwrap()]);
        for (top, bottom, left, right) in &sheet.merges {
            data.extend(words(&[*top, *bottom, *left, *right]));
        }
        out.extend(record(0x00E5, &data));
    }
    let view = [words(&[0x06B6, 0, 0, 64, 0, 0, 0, 0, 0])].concat();
    out.extend(record(0x023E, &view));
    out.extend(record(0x000A, &[]));
    out
}
