//! A list as a workbook: typed cells, a header that stays in view and filters, columns as wide as they need, nothing hidden.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::{
    WriteError,
    cell::{number_format, put, width},
    name::sheet_name,
};
use crate::{
    grid::{MOST_ROWS, Value},
    normal::Kind,
    unit::Unit,
};

/// How many rows are measured for the widths of columns.
const MEASURED: u32 = 1_000;
/// The least and the most columns of half width that a column of the sheet is wide.
const WIDTHS: (usize, usize) = (6, 60);

/// A list to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What it is called; the name of its sheet.
    pub name: String,
    /// Its columns.
    pub columns: Vec<ListColumn>,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListColumn {
    /// Its header.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    /// The unit of its values, told in the header.
    pub unit: Option<Unit>,
}

impl ListColumn {
    /// The header with the unit: 面积（亩）.
    #[must_use]
    pub fn header(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}（{unit}）", self.title),
            None => self.title.clone(),
        }
    }
}

/// Writes a list as an .xlsx workbook, row by row in constant memory. More rows than a sheet holds go on in another.
///
/// # Errors
/// When the workbook cannot be made or written.
pub fn write_xlsx<W: Write + Seek + Send>(
    list: &List,
    rows: impl IntoIterator<Item = Vec<Value>>,
    out: W,
) -> Result<(), WriteError> {
    let mut workbook = Workbook::new();
    let name = sheet_name(&list.name);
    let mut rows = rows.into_iter().peekable();
    let mut number = 1_u32;
    loop {
        let name = if number == 1 {
            name.clone()
        } else {
            sheet_name(&continued(&name, number))
        };
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        write_sheet(sheet, list, &mut rows)?;
        if rows.peek().is_none() {
            break;
        }
        number += 1;
    }
    workbook.save_to_writer(out)?;
    Ok(())
}

/// The name of a further sheet of the same list.
fn continued(name: &str, number: u32) -> String {
    let short: String = name.chars().take(12).collect();
    format!("{short}({number})")
}

fn write_sheet(
    sheet: &mut Worksheet,
    list: &List,
    rows: &mut impl Iterator<Item = Vec<Value>>,
) -> Result<(), WriteError> {
    let header = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00F2_F2F2));
    let mut widths = Vec::new();
    for (column, spec) in (0..).zip(&list.columns) {
        let title = spec.header();
        widths.push(width(&title));
        sheet.write_string_with_format(0, column, &title, &header)?;
    }
    let formats: Vec<Format> = list
        .columns
        .iter()
        .map(|column| Format::new().set_num_format(number_format(&column.kind)))
        .collect();
    let mut row = 0;
    while row + 1 < MOST_ROWS {
        let Some(values) = rows.next() else { break };
        row += 1;
        for (column, (value, format)) in (0..).zip(values.iter().zip(&formats)) {
            if row <= MEASURED
                && let Some(widest) = widths.get_mut(usize::from(column))
            {
                *widest = (*widest).max(width(&value.to_string()));
            }
            if *value != Value::Empty {
                put(sheet, (row, column), value, format)?;
            }
        }
    }
    for (column, width) in (0..).zip(&widths) {
        let width = u32::try_from((*width + 2).clamp(WIDTHS.0, WIDTHS.1)).unwrap_or(10);
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = u16::try_from(list.columns.len())
        .ok()
        .and_then(|count| count.checked_sub(1))
    {
        sheet.autofilter(0, 0, row, last)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::civil::date;
    use rust_decimal::dec;

    use super::*;
    use crate::{Limits, open, tables};

    fn column(title: &str, kind: Kind, unit: &str) -> ListColumn {
        ListColumn {
            title: title.to_owned(),
            kind,
            unit: unit.parse().ok(),
        }
    }

    fn list() -> List {
        List {
            name: "台账/2024".to_owned(),
            columns: vec![
                column("姓名", Kind::Person, ""),
                column("身份证号", Kind::CitizenId, ""),
                column("面积", Kind::Decimal { scale: 2 }, "亩"),
                column("补助", Kind::Money, "元"),
                column("日期", Kind::Date, ""),
            ],
        }
    }

    fn written(rows: Vec<Vec<Value>>) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        write_xlsx(&list(), rows, &mut out).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_list_is_read_back_as_it_was_written() {
        let row = vec![
            "甲一".into(),
            "330226194001010008".into(),
            dec!(12.5).into(),
            dec!(1234.56).into(),
            date(2024, 3, 5).into(),
        ];
        let opened = open(&written(vec![row.clone()]), &Limits::default()).unwrap();
        let sheet = &opened.workbook.sheets[0];
        assert_eq!(opened.notices, []);
        assert_eq!((sheet.name.as_str(), sheet.hidden), ("台账_2024", false));
        let read: Vec<Value> = sheet.rows[1]
            .cells
            .iter()
            .map(|cell| cell.value.clone())
            .collect();
        assert_eq!(read, row);
        let table = &tables(sheet)[0];
        assert_eq!(
            table.columns[2].unit.map(|unit| unit.to_string()).as_deref(),
            Some("亩")
        );
    }

    #[test]
    fn texts_like_formulas_stay_texts_and_long_numbers_keep_their_digits() {
        let row = vec![
            "=cmd|' /C calc'!A0".into(),
            "@SUM(1)".into(),
            dec!(12345678901234567890.12).into(),
            Value::Empty,
            date(1850, 1, 1).into(),
        ];
        let opened = open(&written(vec![row]), &Limits::default()).unwrap();
        let cells = &opened.workbook.sheets[0].rows[1].cells;
        assert!(cells.iter().all(|cell| !cell.formula));
        let texts: Vec<Option<&str>> = cells.iter().map(|cell| cell.value.text()).collect();
        assert_eq!(
            texts,
            [
                Some("=cmd|' /C calc'!A0"),
                Some("@SUM(1)"),
                Some("12345678901234567890.12"),
                Some("1850-01-01")
            ]
        );
    }

    #[test]
    fn an_empty_list_has_its_header_and_no_row() {
        let opened = open(&written(Vec::new()), &Limits::default()).unwrap();
        assert_eq!(opened.workbook.sheets[0].rows.len(), 1);
    }
}
