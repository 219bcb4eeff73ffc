//! The cells that a formula looks at.

use crate::grid::{self, At, Block, MOST_COLUMNS, MOST_ROWS};

/// What a formula looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// Cells of a sheet; of the formula's own when none is named.
    Cells {
        /// The sheet's name.
        sheet: Option<String>,
        /// The first corner.
        first: Corner,
        /// The last corner.
        last: Corner,
    },
    /// A defined name.
    Name(String),
    /// Cells that cannot be told without computing.
    Unknown,
}

/// A corner of a rectangle, each part fixed or moving with the formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Corner {
    at: At,
    row_fixed: bool,
    column_fixed: bool,
}

impl Corner {
    /// The corner as a formula sees it that shares its text with one `rows` above and `columns` to the left.
    fn moved(self, rows: i64, columns: i64) -> Option<At> {
        let row = if self.row_fixed { 0 } else { rows } + i64::from(self.at.row);
        let column = if self.column_fixed { 0 } else { columns } + i64::from(self.at.column);
        let row = u32::try_from(row).ok().filter(|row| *row < MOST_ROWS)?;
        let column = u16::try_from(column)
            .ok()
            .filter(|column| *column < MOST_COLUMNS)?;
        Some(At::new(row, column))
    }
}

/// The rectangle between two corners, moved; none when it leaves the sheet.
pub(super) fn moved(first: Corner, last: Corner, rows: i64, columns: i64) -> Option<Block> {
    Some(Block::between(
        first.moved(rows, columns)?,
        last.moved(rows, columns)?,
    ))
}

/// Functions that look at cells they are not given.
const UNTELLING: [&str; 3] = ["INDIRECT", "OFFSET", "CELL"];

/// Finds what a formula looks at.
pub(super) fn references(formula: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '"' => after_quoted(rest, '"'),
            '\'' => {
                let (name, after) = quoted_sheet(rest);
                match after.strip_prefix('!') {
                    Some(after) => sheet_reference(name, after, &mut found),
                    None => after,
                }
            }
            // Tables and other workbooks: [1]Sheet1!A1, Table1[Column].
            '[' => {
                found.push(Reference::Unknown);
                rest.find(']')
                    .and_then(|close| rest.get(close + 1..))
                    .unwrap_or_default()
            }
            '$' => plain_reference(rest, &mut found),
            first if first.is_alphanumeric() || first == '_' => word(rest, &mut found),
            first => rest.get(first.len_utf8()..).unwrap_or_default(),
        };
    }
    found
}

/// What follows a text in quotes; doubled quotes stand for themselves.
fn after_quoted(text: &str, quote: char) -> &str {
    let mut rest = text.get(1..).unwrap_or_default();
    while let Some(close) = rest.find(quote) {
        rest = rest.get(close + 1..).unwrap_or_default();
        match rest.strip_prefix(quote) {
            Some(after) => rest = after,
            None => return rest,
        }
    }
    ""
}

fn quoted_sheet(text: &str) -> (String, &str) {
    let after = after_quoted(text, '\'');
    let inside = text.get(1..text.len() - after.len()).unwrap_or_default();
    (
        inside.strip_suffix('\'').unwrap_or(inside).replace("''", "'"),
        after,
    )
}

/// A word: a function, a sheet's name, a cell, a column, a row, a number or a defined name.
fn word<'f>(text: &'f str, found: &mut Vec<Reference>) -> &'f str {
    let end = text.find(|character: char| {
        !(character.is_alphanumeric() || matches!(character, '_' | '.' | '\\' | '$'))
    });
    let (word, after) = text.split_at(end.unwrap_or(text.len()));
    if let Some(after) = after.strip_prefix('!') {
        return sheet_reference(word.to_owned(), after, found);
    }
    if after.starts_with('(') {
        if UNTELLING.contains(&word.to_uppercase().as_str()) {
            found.push(Reference::Unknown);
        }
        return after;
    }
    // A run of sheets: 一月:十二月!A1.
    if let Some(rest) = after.strip_prefix(':') {
        let end =
            rest.find(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '.')));
        if rest
            .get(end.unwrap_or(rest.len())..)
            .is_some_and(|rest| rest.starts_with('!'))
        {
            found.push(Reference::Unknown);
            return rest.get(end.unwrap_or(rest.len()) + 1..).unwrap_or_default();
        }
    }
    plain_reference(text, found)
}

fn sheet_reference<'f>(sheet: String, text: &'f str, found: &mut Vec<Reference>) -> &'f str {
    // A run of sheets or another workbook.
    if sheet.contains([':', '[']) {
        found.push(Reference::Unknown);
        return skip_word(text);
    }
    match area(text) {
        Some((first, last, after)) => {
            found.push(Reference::Cells {
                sheet: Some(sheet),
                first,
                last,
            });
            after
        }
        None => {
            found.push(Reference::Unknown);
            skip_word(text)
        }
    }
}

fn plain_reference<'f>(text: &'f str, found: &mut Vec<Reference>) -> &'f str {
    if let Some((first, last, after)) = area(text) {
        found.push(Reference::Cells {
            sheet: None,
            first,
            last,
        });
        return after;
    }
    let after = skip_word(text);
    let word = text.get(..text.len() - after.len()).unwrap_or_default();
    let number = word.starts_with(|first: char| first.is_ascii_digit());
    if !number && !["TRUE", "FALSE", ""].contains(&word.to_uppercase().as_str()) {
        found.push(Reference::Name(word.to_owned()));
    }
    after
}

fn skip_word(text: &str) -> &str {
    let part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | '$' | '\\');
    let end = text
        .find(|character: char| !part(character))
        .unwrap_or(text.len());
    // Something is always passed over, so that reading ends.
    let end = end.max(text.chars().next().map_or(0, char::len_utf8));
    text.get(end..).unwrap_or_default()
}

/// A cell, a rectangle, whole columns or whole rows at the front of a text.
fn area(text: &str) -> Option<(Corner, Corner, &str)> {
    if let Some((first, after)) = corner(text) {
        if let Some((last, after)) = after.strip_prefix(':').and_then(corner) {
            return Some((first, last, after));
        }
        return ends(after).then_some((first, first, after));
    }
    let (first, after) = line(text)?;
    let (last, after) = line(after.strip_prefix(':')?)?;
    let whole = |line: Line, end: bool| match line {
        Line::Column(column, fixed) => {
            let row = if end { MOST_ROWS - 1 } else { 0 };
            Corner {
                at: At::new(row, column),
                row_fixed: true,
                column_fixed: fixed,
            }
        }
        Line::Row(row, fixed) => {
            let column = if end { MOST_COLUMNS - 1 } else { 0 };
            Corner {
                at: At::new(row, column),
                row_fixed: fixed,
                column_fixed: true,
            }
        }
    };
    let same = matches!(
        (first, last),
        (Line::Column(..), Line::Column(..)) | (Line::Row(..), Line::Row(..))
    );
    (same && ends(after)).then(|| (whole(first, false), whole(last, true), after))
}

fn corner(text: &str) -> Option<(Corner, &str)> {
    let (at, rest) = grid::read_position(text.as_bytes())?;
    let read = text.get(..text.len() - rest.len())?;
    let column_fixed = read.starts_with('$');
    let row_fixed = read.get(1..).is_some_and(|read| read.contains('$'));
    let after = text.get(read.len()..)?;
    ends(after).then_some((
        Corner {
            at,
            row_fixed,
            column_fixed,
        },
        after,
    ))
}

#[derive(Clone, Copy)]
enum Line {
    Column(u16, bool),
    Row(u32, bool),
}

/// A whole column or row: `$C` or `7`.
fn line(text: &str) -> Option<(Line, &str)> {
    let fixed = text.starts_with('$');
    let bare = text.strip_prefix('$').unwrap_or(text);
    let letters = bare.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let after = bare.get(letters.max(digits)..)?;
    if letters > 0 {
        let (at, _) = grid::read_position(format!("{}1", bare.get(..letters)?).as_bytes())?;
        return Some((Line::Column(at.column, fixed), after));
    }
    let row: u32 = bare.get(..digits)?.parse().ok()?;
    Some((
        Line::Row(row.checked_sub(1).filter(|row| *row < MOST_ROWS)?, fixed),
        after,
    ))
}

/// Whether a reference may end here: `A1B` and `A1(` are none.
fn ends(after: &str) -> bool {
    !after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '(' | '!' | '.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(formula: &str) -> Vec<String> {
        references(formula)
            .into_iter()
            .map(|reference| match reference {
                Reference::Cells { sheet, first, last } => {
                    let block = moved(first, last, 0, 0).unwrap();
                    sheet.map_or(block.to_string(), |sheet| format!("{sheet}|{block}"))
                }
                Reference::Name(name) => format!("name {name}"),
                Reference::Unknown => "?".to_owned(),
            })
            .collect()
    }

    #[test]
    fn formulas_tell_what_they_look_at() {
        assert_eq!(told("SUM(C5:$C$20)+D5*1.5"), ["C5:C20", "D5"]);
        assert_eq!(
            told("IF(A1=\"B2\",'2024 年''s'!B3,明细!C4:D5)"),
            ["A1", "2024 年's|B3", "明细|C4:D5"]
        );
        assert_eq!(told("SUM(C:C)+SUM(3:4)"), ["C1:C1048576", "A3:XFD4"]);
        assert_eq!(told("LOG10(5)+合计*TRUE"), ["name 合计"]);
        assert_eq!(told("INDIRECT(\"A1\")"), ["?"]);
        assert_eq!(told("SUM(一月:十二月!A1)"), ["?", "A1"]);
        assert_eq!(
            told("[1]Sheet1!A1+表1[金额]"),
            ["?", "Sheet1|A1", "name 表1", "?"]
        );
        assert_eq!(
            told("_xlfn.XLOOKUP(A1,B:B,C:C)"),
            ["A1", "B1:B1048576", "C1:C1048576"]
        );
        assert_eq!(told("1E5+2"), Vec::<String>::new());
    }

    #[test]
    fn shared_formulas_move_what_is_not_fixed() {
        let Some(Reference::Cells { first, last, .. }) = references("$A5:B$9").into_iter().next() else {
            panic!()
        };
        assert_eq!(moved(first, last, 2, 3).unwrap().to_string(), "A7:E9");
        assert_eq!(moved(first, last, -9, 0), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(formula in "\\PC{0,40}") {
            references(&formula);
        }

        #[test]
        fn anything_like_a_formula_is_read_to_its_end(formula in "['\"\\[\\]!:$A-C1-3(),.村]{0,30}") {
            references(&formula);
        }
    }
}
