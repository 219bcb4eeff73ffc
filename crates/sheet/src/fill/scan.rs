//! Where everything stands in the text of a worksheet part, to the byte.

use std::ops::Range;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    grid::{self, At, Block, MOST_COLUMNS, MOST_ROWS},
    ooxml::xml::{attribute, push_reference, raw_attribute, says_yes},
    read::ReadError,
};

/// A worksheet part, taken apart.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// What stands before the local names of its elements: `x:` or nothing.
    pub(super) prefix: String,
    /// The element with the rows, its tags included.
    pub(super) rows_span: Range<usize>,
    /// Whether that element has no end tag of its own (`<sheetData/>`).
    pub(super) rows_empty: bool,
    pub(super) rows: Vec<ScannedRow>,
    /// The `dimension` element with the rectangle it tells.
    pub(super) dimension: Option<(Range<usize>, Option<Block>)>,
    /// The styles of columns: first, last, style.
    pub(super) columns: Vec<(u16, u16, u32)>,
    pub(super) merges: Vec<Block>,
    /// The cells that array formulas fill.
    pub(super) arrays: Vec<Block>,
    /// Whether the sheet is protected.
    pub(super) protected: bool,
    /// The relationship of the drawing with the notes' boxes.
    pub(super) notes_drawing: Option<String>,
    /// Where an element for that drawing would stand.
    pub(super) notes_drawing_at: usize,
    /// Lists that cells choose from, with the cells.
    pub(super) lists: Vec<(Vec<Block>, Vec<String>)>,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct ScannedRow {
    pub(super) number: u32,
    /// The whole element.
    pub(super) span: Range<usize>,
    /// Its start tag.
    pub(super) open: Range<usize>,
    /// Whether it has no end tag of its own.
    pub(super) empty: bool,
    /// The style of cells that are not there yet.
    pub(super) style: Option<u32>,
    pub(super) cells: Vec<ScannedCell>,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct ScannedCell {
    pub(super) column: u16,
    /// The whole element.
    pub(super) span: Range<usize>,
    pub(super) style: Option<u32>,
    pub(super) formula: Option<ScannedFormula>,
    /// The element with the kept result or the value.
    pub(super) value: Option<Range<usize>>,
    /// Whether it holds anything at all.
    pub(super) filled: bool,
}

/// A formula.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct ScannedFormula {
    pub(super) text: String,
    /// The number of the formula it shares with others.
    pub(super) shared: Option<u32>,
    /// The cells that an array formula fills.
    pub(super) area: Option<Block>,
}

impl Scan {
    /// Takes a worksheet's text apart.
    pub(super) fn of(text: &str, part: &str) -> Result<Self, ReadError> {
        let damaged = |reason: String| ReadError::damaged(part, reason);
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        let mut walk = Walk {
            scan: Self::default(),
            ..Walk::default()
        };
        loop {
            let before = position(&reader);
            let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
            let span = before..position(&reader);
            match event {
                Event::DocType(_) => {
                    return Err(ReadError::DocumentType {
                        part: part.to_owned(),
                    });
                }
                Event::Start(element) => {
                    walk.start(&element, span, false).map_err(damaged)?;
                    walk.depth += 1;
                }
                Event::Empty(element) => {
                    walk.start(&element, span.clone(), true).map_err(damaged)?;
                    walk.end(element.local_name().as_ref(), span);
                }
                Event::End(element) => {
                    walk.depth = walk.depth.saturating_sub(1);
                    walk.end(element.local_name().as_ref(), span);
                }
                Event::Text(piece) if walk.collecting => walk.text.push_str(&piece.xml10_content()),
                Event::CData(piece) if walk.collecting => walk.text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) if walk.collecting => {
                    push_reference(&mut walk.text, &reference).map_err(damaged)?;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if walk.scan.rows_span.is_empty() {
            return Err(damaged("there are no rows".to_owned()));
        }
        let rising = |rows: &[ScannedRow]| rows.is_sorted_by(|a, b| a.number < b.number);
        let cells = |row: &ScannedRow| row.cells.is_sorted_by(|a, b| a.column < b.column);
        if !rising(&walk.scan.rows) || !walk.scan.rows.iter().all(cells) {
            return Err(damaged("rows or cells are out of order".to_owned()));
        }
        Ok(walk.scan)
    }

    /// The row of a number.
    pub(super) fn row(&self, number: u32) -> Result<&ScannedRow, usize> {
        let found = self.rows.binary_search_by_key(&number, |row| row.number)?;
        self.rows.get(found).ok_or(found)
    }

    /// The cell at a position.
    pub(super) fn cell(&self, at: At) -> Option<&ScannedCell> {
        let row = self.row(at.row).ok()?;
        let found = row
            .cells
            .binary_search_by_key(&at.column, |cell| cell.column)
            .ok()?;
        row.cells.get(found)
    }

    /// The style that a cell has, or would have if it were there.
    pub(super) fn style(&self, at: At) -> Option<u32> {
        if let Some(cell) = self.cell(at) {
            return cell.style;
        }
        let row = self.row(at.row).ok().and_then(|row| row.style);
        let column = || {
            self.columns
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&at.column))
        };
        row.or_else(|| column().map(|(.., style)| *style))
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

#[derive(Default)]
struct Walk {
    scan: Scan,
    /// How many elements are open.
    depth: u32,
    in_rows: bool,
    row: Option<ScannedRow>,
    next_row: u32,
    cell: Option<ScannedCell>,
    next_column: u16,
    formula: Option<ScannedFormula>,
    value_start: usize,
    text: String,
    collecting: bool,
    /// The cells of the validation being read.
    validated: Option<Vec<Block>>,
}

/// Elements that stand after the notes' drawing in a worksheet (ECMA-376 Part 1, 18.3.1.99).
const AFTER_NOTES: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

impl Walk {
    fn start(&mut self, element: &BytesStart<'_>, span: Range<usize>, empty: bool) -> Result<(), String> {
        let name = element.local_name();
        match name.as_ref() {
            "c" if self.in_rows => self.start_cell(element, span)?,
            "row" if self.in_rows => self.start_row(element, span, empty)?,
            "v" | "is" if self.cell.is_some() => self.value_start = span.start,
            "f" if self.cell.is_some() => {
                let number = |name| raw_attribute(element, name).and_then(|text| text.parse().ok());
                self.formula = Some(ScannedFormula {
                    text: String::new(),
                    shared: number("si").filter(|_| raw_attribute(element, "t") == Some("shared")),
                    area: raw_attribute(element, "ref").and_then(|area| area.parse().ok()),
                });
                self.collecting = true;
                self.text.clear();
            }
            "sheetData" => {
                let whole = element.name();
                let local = name.as_ref().len();
                self.scan.prefix = whole
                    .as_ref()
                    .get(..whole.as_ref().len() - local)
                    .unwrap_or_default()
                    .to_owned();
                self.scan.rows_span = span;
                self.scan.rows_empty = empty;
                self.in_rows = true;
            }
            _ if !self.in_rows => self.aside(element, span),
            _ => {}
        }
        Ok(())
    }

    fn start_row(&mut self, element: &BytesStart<'_>, span: Range<usize>, empty: bool) -> Result<(), String> {
        let number = match raw_attribute(element, "r") {
            Some(text) => text
                .parse::<u32>()
                .ok()
                .and_then(|row| row.checked_sub(1))
                .ok_or("a row has no number")?,
            None => self.next_row,
        };
        if number >= MOST_ROWS {
            return Err("a row lies below the last".to_owned());
        }
        let style = raw_attribute(element, "s").and_then(|style| style.parse().ok());
        let style = style.filter(|_| says_yes(raw_attribute(element, "customFormat")));
        self.row = Some(ScannedRow {
            number,
            open: span.clone(),
            span,
            empty,
            style,
            cells: Vec::new(),
        });
        self.next_row = number + 1;
        self.next_column = 0;
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>, span: Range<usize>) -> Result<(), String> {
        if let Some(text) = raw_attribute(element, "r") {
            let (at, _) = grid::read_position(text.as_bytes()).ok_or("a cell has no position")?;
            self.next_column = at.column;
        }
        if self.next_column >= MOST_COLUMNS {
            return Err("a cell lies right of the last column".to_owned());
        }
        let style = raw_attribute(element, "s").and_then(|style| style.parse().ok());
        let column = self.next_column;
        self.cell = Some(ScannedCell {
            column,
            span,
            style,
            ..ScannedCell::default()
        });
        self.next_column += 1;
        Ok(())
    }

    fn end(&mut self, name: &str, span: Range<usize>) {
        match name {
            "v" | "is" => {
                if let Some(cell) = &mut self.cell {
                    cell.value = Some(self.value_start..span.end);
                    cell.filled = true;
                }
            }
            "f" => {
                self.collecting = false;
                if let (Some(cell), Some(mut formula)) = (&mut self.cell, self.formula.take()) {
                    formula.text = std::mem::take(&mut self.text);
                    self.scan
                        .arrays
                        .extend(formula.area.filter(|_| formula.shared.is_none()));
                    cell.formula = Some(formula);
                    cell.filled = true;
                }
            }
            "c" if self.in_rows => {
                if let (Some(mut cell), Some(row)) = (self.cell.take(), &mut self.row) {
                    cell.span.end = span.end;
                    row.cells.push(cell);
                }
            }
            "row" if self.in_rows => {
                if let Some(mut row) = self.row.take() {
                    row.span.end = span.end;
                    self.scan.rows.push(row);
                }
            }
            "sheetData" => {
                self.scan.rows_span.end = span.end;
                self.in_rows = false;
            }
            "formula1" => {
                self.collecting = false;
                if let (Some(cells), Some(list)) = (self.validated.take(), literal_list(&self.text)) {
                    self.scan.lists.push((cells, list));
                }
            }
            "worksheet" if self.depth == 0 && self.scan.notes_drawing_at == 0 => {
                self.scan.notes_drawing_at = span.start;
            }
            _ => {}
        }
    }

    /// What stands before and after the rows.
    fn aside(&mut self, element: &BytesStart<'_>, span: Range<usize>) {
        match element.local_name().as_ref() {
            "dimension" => {
                let block = raw_attribute(element, "ref").and_then(|text| text.parse().ok());
                self.scan.dimension = Some((span, block));
            }
            "col" => {
                let number = |name| raw_attribute(element, name).and_then(|text| text.parse::<u32>().ok());
                if let (Some(first), Some(last), Some(style)) =
                    (number("min"), number("max"), number("style"))
                {
                    let column =
                        |number: u32| u16::try_from(number.saturating_sub(1)).unwrap_or(MOST_COLUMNS);
                    self.scan.columns.push((column(first), column(last), style));
                }
            }
            "mergeCell" => {
                let block: Option<Block> = raw_attribute(element, "ref").and_then(|text| text.parse().ok());
                self.scan.merges.extend(block);
            }
            "sheetProtection" => self.scan.protected = says_yes(raw_attribute(element, "sheet")),
            "dataValidation" if raw_attribute(element, "type") == Some("list") => {
                let cells = attribute(element, "sqref").unwrap_or_default();
                self.validated = Some(
                    cells
                        .split_whitespace()
                        .filter_map(|block| block.parse().ok())
                        .collect(),
                );
            }
            "formula1" if self.validated.is_some() => {
                self.collecting = true;
                self.text.clear();
            }
            "legacyDrawing" => self.scan.notes_drawing = attribute(element, "id"),
            // Only of the worksheet itself: rules of conditional formats have lists of extensions too.
            name if self.depth == 1 && AFTER_NOTES.contains(&name) && self.scan.notes_drawing_at == 0 => {
                self.scan.notes_drawing_at = span.start;
            }
            _ => {}
        }
    }
}

/// The words of a list that is written out: `"是,否"`. Lists that stand in other cells are not followed.
fn literal_list(formula: &str) -> Option<Vec<String>> {
    let inside = formula.trim().strip_prefix('"')?.strip_suffix('"')?;
    Some(
        inside
            .split([',', '，'])
            .map(|word| word.trim().to_owned())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"<?xml version="1.0"?><x:worksheet xmlns:x="u"><x:dimension ref="A1:B3"/><x:cols><x:col min="2" max="3" style="4"/></x:cols><x:sheetData><x:row r="1" s="2" customFormat="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" s="5"/></x:row><x:row r="3"><x:c r="B3"><x:f t="shared" ref="B3:B4" si="0">A3&amp;"x"</x:f><x:v>1</x:v></x:c></x:row><x:row r="4"/></x:sheetData><x:sheetProtection sheet="1"/><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells><x:dataValidations><x:dataValidation type="list" sqref="C1 C3:C9"><x:formula1>"是,否"</x:formula1></x:dataValidation></x:dataValidations><x:extLst><x:ext/></x:extLst></x:worksheet>"#;

    #[test]
    fn everything_is_found_to_the_byte() {
        let scan = Scan::of(SHEET, "sheet").unwrap();
        let at = |range: &Range<usize>| &SHEET[range.clone()];
        assert_eq!(scan.prefix, "x:");
        assert!(
            at(&scan.rows_span).starts_with("<x:sheetData>")
                && at(&scan.rows_span).ends_with("</x:sheetData>")
        );
        assert_eq!(at(&scan.rows[0].open), r#"<x:row r="1" s="2" customFormat="1">"#);
        assert_eq!(at(&scan.rows[2].span), r#"<x:row r="4"/>"#);
        let blank = scan.cell("C1".parse().unwrap()).unwrap();
        assert_eq!((at(&blank.span), blank.filled), (r#"<x:c r="C1" s="5"/>"#, false));
        let formula = scan.cell("B3".parse().unwrap()).unwrap();
        assert_eq!(at(formula.value.as_ref().unwrap()), "<x:v>1</x:v>");
        let expected = ScannedFormula {
            text: "A3&\"x\"".to_owned(),
            shared: Some(0),
            area: "B3:B4".parse().ok(),
        };
        assert_eq!(formula.formula, Some(expected));
        assert!(SHEET[scan.notes_drawing_at..].starts_with("<x:extLst>"));
        assert!(scan.protected);
        assert_eq!(scan.merges, ["A1:B1".parse().unwrap()]);
        assert_eq!(scan.lists[0].1, ["是", "否"]);
        let style = |at: &str| scan.style(at.parse().unwrap());
        assert_eq!(
            [style("C1"), style("B1"), style("B9"), style("A9")],
            [Some(5), Some(2), Some(4), None]
        );
    }

    #[test]
    fn a_sheet_out_of_order_is_refused() {
        let text = SHEET.replace("r=\"4\"", "r=\"2\"");
        assert!(Scan::of(&text, "sheet").is_err());
        assert!(Scan::of("<worksheet/>", "sheet").is_err());
    }
}
