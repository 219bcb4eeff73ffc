//! Text with separators: UTF-8 with or without its mark, UTF-16 as spreadsheets save it, and the GB 18030 that most old exports are in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use super::{Limits, Measure, Notice, Opened, ReadError};
use crate::grid::{Cell, FileKind, MOST_COLUMNS, MOST_ROWS, Row, Sheet, Value, Workbook};

/// What may stand between the fields of a line.
const SEPARATORS: [u8; 4] = *b",\t;|";

/// Opens a text with separators. Every value is text: what it means is told by the column it is read for.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, ReadError> {
    let (text, encoding) = decode(bytes)?;
    refuse_other_texts(&text)?;
    let mut sheet = Sheet {
        name: "Sheet1".to_owned(),
        ..Sheet::default()
    };
    let ragged = rows(&text, &mut sheet, limits)?;
    Ok(Opened {
        kind: FileKind::Csv,
        workbook: Workbook {
            sheets: vec![sheet],
            ..Workbook::default()
        },
        notices: encoding.into_iter().chain(ragged).collect(),
    })
}

/// The text of a file, and the notice that its encoding was guessed.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Notice>), ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return Ok((text, replaced.then(|| guessed(encoding, true))));
    }
    if bytes.contains(&0) {
        return Err(ReadError::NotASpreadsheet);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.into(), None));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = match detector.guess(Some(b"cn"), Utf8Detection::Deny) {
        // GB 18030 contains GBK and is what the law has programs speak (GB 18030-2022).
        encoding if encoding == GBK => GB18030,
        encoding => encoding,
    };
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    Ok((text, Some(guessed(encoding, replaced))))
}

fn guessed(encoding: &'static Encoding, replaced: bool) -> Notice {
    let name = if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    };
    debug_assert!(encoding != UTF_8 || replaced, "UTF-8 is known and not guessed");
    Notice::Encoding {
        name: name.to_owned(),
        replaced,
    }
}

/// Refuses texts that are something else, such as the web pages that many systems export under a spreadsheet's name.
fn refuse_other_texts(text: &str) -> Result<(), ReadError> {
    let head: String = text
        .trim_start()
        .chars()
        .take(2_000)
        .collect::<String>()
        .to_ascii_lowercase();
    if !head.starts_with('<') {
        let control =
            |character: char| character.is_control() && !matches!(character, '\t' | '\r' | '\n' | '\u{c}');
        return if head.is_empty() || head.contains(control) {
            Err(ReadError::NotASpreadsheet)
        } else {
            Ok(())
        };
    }
    let page = ["<html", "<!doctype html", "<table", "<meta", "<body"];
    if page.iter().any(|mark| head.contains(mark)) {
        return Err(ReadError::WebPage);
    }
    if head.starts_with("<?xml") {
        Err(ReadError::NotASpreadsheet)
    } else {
        Ok(())
    }
}

/// Reads the rows; tells of lines that have another number of fields than the first.
fn rows(text: &str, sheet: &mut Sheet, limits: &Limits) -> Result<Option<Notice>, ReadError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut kept = 0;
    let mut number = 0;
    let mut width = None;
    let mut ragged: Option<(u32, u64)> = None;
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| ReadError::damaged("csv", error))?
    {
        if number >= MOST_ROWS || record.len() > usize::from(MOST_COLUMNS) {
            return Err(ReadError::TooBig {
                measure: Measure::Cells,
                most: limits.cells,
            });
        }
        let mut row = Row {
            number,
            ..Row::default()
        };
        for (column, field) in (0_u16..).zip(&record) {
            Limits::check(Measure::TextBytes, field.len() as u64, limits.text_bytes)?;
            let text = std::str::from_utf8(field).map_err(|error| ReadError::damaged("csv", error))?;
            let text = meant(text);
            if !text.is_empty() {
                row.cells.push(Cell {
                    column,
                    value: Value::Text(text.into()),
                    ..Cell::default()
                });
            }
        }
        kept += row.cells.len() as u64;
        Limits::check(Measure::Cells, kept, limits.cells)?;
        if !row.cells.is_empty() {
            if *width.get_or_insert(record.len()) != record.len() {
                let line = record.position().map_or(0, csv::Position::line);
                ragged.get_or_insert((0, line)).0 += 1;
            }
            sheet.rows.push(row);
        }
        number += 1;
    }
    Ok(ragged.map(|(count, first)| Notice::Ragged { count, first }))
}

/// The text that a field means: `="00123"` is how exports keep a number's zeros, `'=1+1` how ours keep a text from being a formula.
fn meant(field: &str) -> &str {
    let quoted = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = quoted.filter(|inner| !inner.contains('"')) {
        return inner;
    }
    match field.strip_prefix('\'') {
        Some(rest) if crate::write::would_be_formula(rest) => rest,
        _ => field,
    }
}

/// The separator that the first lines have equally often. The first line with any of them has it, or it is none.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(20)
        .collect();
    let counts = |separator| lines.iter().map(move |line| outside_quotes(line, separator));
    let first = lines.iter().position(|line| {
        SEPARATORS
            .iter()
            .any(|separator| outside_quotes(line, *separator) > 0)
    });
    let alike = |separator: u8| {
        let most = counts(separator).nth(first?).filter(|count| *count > 0)?;
        Some((counts(separator).filter(|count| *count == most).count(), most))
    };
    let mut best = (None, b',');
    for separator in SEPARATORS {
        let found = alike(separator);
        if found > best.0 {
            best = (found, separator);
        }
    }
    best.1
}

fn outside_quotes(line: &str, separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            byte if byte == separator && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEDGER: &str = "姓名,村,面积（亩）\n张三,上金村,12.5\n李四,\"湖头,东\",003\n";

    fn read(bytes: &[u8]) -> Opened {
        open(bytes, &Limits::default()).unwrap()
    }

    fn texts(opened: &Opened) -> Vec<Vec<String>> {
        let rows = &opened.workbook.sheets[0].rows;
        rows.iter()
            .map(|row| row.cells.iter().map(|cell| cell.value.to_string()).collect())
            .collect()
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark_and_nothing_is_guessed() {
        let plain = read(LEDGER.as_bytes());
        let marked = read(format!("\u{feff}{LEDGER}").as_bytes());
        assert_eq!(texts(&plain)[2], ["李四", "湖头,东", "003"]);
        assert_eq!(plain, marked);
        assert_eq!(plain.notices, []);
    }

    #[test]
    fn gb_18030_is_recognised_even_in_a_short_file() {
        for text in [
            LEDGER,
            "姓名,村\n张三,甲村\n",
            "序号\t单位名称\t金额（万元）\n1\t岔路镇\t3.5\n",
            "年份;数量\n2024;5\n",
        ] {
            let (bytes, _, lost) = GB18030.encode(text);
            assert!(!lost);
            let opened = read(&bytes);
            assert_eq!(texts(&opened), texts(&read(text.as_bytes())), "{text}");
            assert_eq!(
                opened.notices,
                [Notice::Encoding {
                    name: "GB18030".to_owned(),
                    replaced: false
                }]
            );
        }
        let (rare, _, lost) = GB18030.encode("姓名,村\n王㐂𠮷,上金村\n");
        assert!(!lost);
        assert_eq!(texts(&read(&rare))[1], ["王㐂𠮷", "上金村"]);
    }

    #[test]
    fn utf_16_as_spreadsheets_save_it_is_read() {
        let text = "姓名\t村\r\n张三\t上金村\r\n";
        let bytes: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(texts(&read(&bytes)), [["姓名", "村"], ["张三", "上金村"]]);
    }

    #[test]
    fn fields_that_keep_a_text_from_being_a_number_or_formula_are_read_as_meant() {
        let opened = read("a,b,c,d\n=\"00123\",'=1+1,'tis,'-5\n".as_bytes());
        assert_eq!(texts(&opened)[1], ["00123", "=1+1", "'tis", "-5"]);
    }

    #[test]
    fn lines_of_another_length_are_told() {
        let opened = read("a,b\n1,2\n1,2,3\n\n1\n".as_bytes());
        assert_eq!(opened.notices, [Notice::Ragged { count: 2, first: 3 }]);
    }

    #[test]
    fn other_texts_and_bytes_are_refused_with_what_to_do() {
        let refused = |bytes: &[u8]| open(bytes, &Limits::default()).unwrap_err();
        assert_eq!(refused("  <HTML><table><tr><td>1".as_bytes()), ReadError::WebPage);
        assert_eq!(
            refused(b"<?xml version=\"1.0\"?><Workbook/>"),
            ReadError::NotASpreadsheet
        );
        assert_eq!(refused(b"\x00\x01\x02"), ReadError::NotASpreadsheet);
        assert_eq!(refused(b"%PDF-1.7\x01\x02"), ReadError::NotASpreadsheet);
        assert_eq!(refused(b""), ReadError::NotASpreadsheet);
    }

    #[test]
    fn limits_hold() {
        let limits = Limits {
            cells: 3,
            ..Limits::default()
        };
        let error = open(b"a,b\n1,2\n", &limits).unwrap_err();
        assert_eq!(
            error,
            ReadError::TooBig {
                measure: Measure::Cells,
                most: 3
            }
        );
        let limits = Limits {
            text_bytes: 3,
            ..Limits::default()
        };
        let error = open(b"a,long\n", &limits).unwrap_err();
        assert_eq!(
            error,
            ReadError::TooBig {
                measure: Measure::TextBytes,
                most: 3
            }
        );
    }
}
