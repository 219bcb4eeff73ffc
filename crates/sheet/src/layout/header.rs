//! The header of a table: where it stands and what its columns are called.

use super::{
    look::{Look, Merges, WIDEST, header_text},
    table::Column,
    words::{column_mark, is_serial},
};
use crate::{
    grid::{At, Block, Row, Sheet},
    text::fold,
    unit::{Unit, split_header, stated},
};

/// How many filled rows are looked through for a header.
const WINDOW: usize = 60;
/// How many rows a header has at most.
const DEPTH: u32 = 8;
/// From this on a row is a header when it is the first such.
const SURE: u32 = 60;
/// Below this a row is no header.
const LIKELY: u32 = 35;

/// A header that was found.
pub(super) struct Header {
    /// The rectangle of its rows and columns, the row that numbers columns included.
    pub(super) block: Block,
    pub(super) columns: Vec<Column>,
    /// The texts of its rows by column, for telling where they are repeated.
    pub(super) texts: Vec<Vec<(u16, String)>>,
}

/// Looks for a header in the rows from `from` (an index into the sheet's rows) on; gives the index of its first row too.
pub(super) fn find(sheet: &Sheet, merges: &Merges, from: usize) -> Option<(usize, Header)> {
    let rows = sheet.rows.get(from..)?;
    let window = rows.get(..rows.len().min(WINDOW))?;
    let width = width(window, merges);
    let mut best: Option<(u32, usize)> = None;
    for (at, row) in window.iter().enumerate() {
        let score = Look::at(row, merges).as_header(width);
        if best.is_none_or(|(most, _)| score > most) && score >= LIKELY {
            best = Some((score, at));
        }
        if score >= SURE {
            break;
        }
    }
    let (_, at) = best?;
    let header = read(sheet, rows.get(at..)?, merges)?;
    Some((from + at, header))
}

/// Whether a row may begin a header.
pub(super) fn may_begin(row: &Row, merges: &Merges, width: u32) -> bool {
    Look::at(row, merges).as_header(width) >= SURE
}

/// How many columns most of the wider rows cover.
fn width(rows: &[Row], merges: &Merges) -> u32 {
    let mut widths: Vec<u32> = rows.iter().map(|row| Look::at(row, merges).covers()).collect();
    widths.sort_unstable();
    widths
        .get(widths.len() * 3 / 4)
        .copied()
        .unwrap_or_default()
        .max(1)
}

/// Reads the header that begins in the first of `rows`.
fn read(sheet: &Sheet, rows: &[Row], merges: &Merges) -> Option<Header> {
    let top = rows.first()?;
    let look = Look::at(top, merges);
    let bottom = bottom(rows, &look, merges);
    let within = rows.iter().take_while(|row| row.number <= bottom);
    let (mut left, mut right) = (u16::MAX, 0);
    for item in within.flat_map(|row| Look::at(row, merges).items) {
        left = left.min(item.block.first.column);
        right = right.max(item.block.last.column);
    }
    if usize::from(right.checked_sub(left)?) >= WIDEST {
        return None;
    }
    let texts = texts(
        sheet,
        merges,
        &Block::between(At::new(top.number, left), At::new(bottom, right)),
    );
    let columns = (left..=right).map(|column| name(sheet, &texts, column)).collect();
    let next = rows.iter().find(|row| row.number > bottom);
    let numbers_columns = next.is_some_and(|row| numbers_columns(row, (left, right)));
    let last = next.filter(|_| numbers_columns).map_or(bottom, |row| row.number);
    Some(Header {
        block: Block::between(At::new(top.number, left), At::new(last, right)),
        columns,
        texts,
    })
}

/// The last row of a header: as far down as its merged cells reach and rows of sub-headers follow.
fn bottom(rows: &[Row], top: &Look<'_>, merges: &Merges) -> u32 {
    let most = top.row.saturating_add(DEPTH);
    let mut bottom = top.row;
    let mut upper: Vec<Block> = top.items.iter().map(|item| item.block).collect();
    loop {
        let reach = (top.row..=bottom)
            .flat_map(|row| merges.beginning(row))
            .map(|block| block.last.row)
            .max();
        if let Some(reach) = reach.filter(|reach| *reach > bottom && *reach <= most) {
            bottom = reach;
            continue;
        }
        let Some(next) = rows.iter().find(|row| row.number == bottom + 1) else {
            return bottom;
        };
        let look = Look::at(next, merges);
        if bottom + 1 > most || !are_sub_headers(&look, &upper) {
            return bottom;
        }
        bottom += 1;
        upper = look.items.iter().map(|item| item.block).collect();
    }
}

/// Whether a row's texts stand as sub-headers: all of them texts, two or more below one wide header, or all of them units.
fn are_sub_headers(look: &Look<'_>, upper: &[Block]) -> bool {
    let texts: Option<Vec<String>> = look.items.iter().map(|item| header_text(item.value)).collect();
    let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
        return false;
    };
    if texts
        .iter()
        .all(|text| stated(&crate::text::clean(text).replace(['(', ')'], "")).is_some())
    {
        return true;
    }
    if texts.iter().any(|text| text.chars().count() > 30) {
        return false;
    }
    let below = |wide: &Block| {
        look.items
            .iter()
            .filter(|item| (wide.first.column..=wide.last.column).contains(&item.block.first.column))
            .count()
    };
    let beside = |item: &Block| {
        upper
            .iter()
            .all(|block| block.first.column != item.first.column || block.width() > 1)
    };
    // A header left unmerged over its sub-headers: they stand where the row above has nothing.
    let uncovered = look
        .items
        .iter()
        .filter(|item| {
            !upper.iter().any(|block| {
                block.first.column <= item.block.first.column && item.block.first.column <= block.last.column
            })
        })
        .count();
    let covered_wide = upper.iter().any(|block| block.width() > 1 && below(block) >= 2);
    let all_beside = look.items.iter().all(|item| beside(&item.block));
    (covered_wide && all_beside)
        || (uncovered > 0 && look.items.len() < upper.len() && uncovered * 2 >= look.items.len())
}

/// Whether a row numbers the columns: 甲 乙 1 2 3.
fn numbers_columns(row: &Row, (left, right): (u16, u16)) -> bool {
    let filled = row
        .cells
        .iter()
        .filter(|cell| (left..=right).contains(&cell.column) && !cell.value.is_blank());
    let marks: Option<Vec<u32>> = filled.map(|cell| column_mark(&cell.value)).collect();
    let Some(marks) = marks else { return false };
    let enough = marks.len() >= 3 && marks.len() * 10 >= usize::from(right - left + 1) * 6;
    // Letters or 甲 乙 begin anew where numbers follow them.
    let rises = marks
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if *b == a + 1))
        .count();
    enough && marks.first() == Some(&1) && rises + 2 >= marks.len()
}

/// The texts of the header's rows: a merged cell's text stands in all its columns and rows.
fn texts(sheet: &Sheet, merges: &Merges, within: &Block) -> Vec<Vec<(u16, String)>> {
    let painted = merges.painted(within);
    let columns = within.first.column..=within.last.column;
    let text = |at: At| {
        let first = painted.get(&at).unwrap_or(&at);
        header_text(sheet.value(*first)).filter(|text| !fold(text).is_empty())
    };
    let line = |row| {
        columns
            .clone()
            .filter_map(|column| Some((column, text(At::new(row, column))?)))
            .collect()
    };
    let mut texts: Vec<Vec<(u16, String)>> = (within.first.row..=within.last.row).map(line).collect();
    spread(&mut texts, (within.first.column, within.last.column));
    texts
}

/// Lets a header left unmerged stand over the sub-headers to its right: where the row above has nothing and the row below has.
fn spread(texts: &mut [Vec<(u16, String)>], (left, right): (u16, u16)) {
    for upper in 0..texts.len().saturating_sub(1) {
        let has = |line: usize, column: u16| {
            texts
                .get(line)
                .is_some_and(|line: &Vec<(u16, String)>| line.iter().any(|(at, _)| *at == column))
        };
        let mut spread: Vec<(u16, String)> = Vec::new();
        let mut over: Option<&str> = None;
        for column in left..=right {
            let own = texts
                .get(upper)
                .and_then(|line| line.iter().find(|(at, _)| *at == column));
            match own {
                Some((_, text)) => {
                    // The header's own column must have a sub-header different from it.
                    let sub = texts
                        .get(upper + 1)
                        .and_then(|line| line.iter().find(|(at, _)| *at == column));
                    over = sub.filter(|(_, sub)| sub != text).map(|_| text.as_str());
                }
                None if has(upper + 1, column) => {
                    // A column with nothing above in any row begins a header of its own.
                    spread.extend(over.map(|text| (column, text.to_owned())));
                }
                None => over = None,
            }
        }
        if let Some(line) = texts.get_mut(upper) {
            line.extend(spread);
            line.sort_by_key(|(column, _)| *column);
        }
    }
}

/// A column's name: its texts from the top down, each once, with the unit that the lowest of them states.
fn name(sheet: &Sheet, texts: &[Vec<(u16, String)>], column: u16) -> Column {
    let mut path: Vec<String> = Vec::new();
    let mut unit: Option<Unit> = None;
    for (_, text) in texts
        .iter()
        .flat_map(|line| line.iter().filter(|(at, _)| *at == column))
    {
        let cleaned = crate::text::clean(text);
        if let Some(alone) = stated(&cleaned.replace(['(', ')'], "")).filter(|_| !path.is_empty()) {
            unit = Some(alone);
            continue;
        }
        let (words, stated) = split_header(text);
        if path.last() != Some(&words) {
            path.push(words);
        }
        unit = stated.or(unit);
    }
    let serial = path.len() == 1 && path.first().is_some_and(|words| is_serial(&fold(words)));
    Column {
        index: column,
        path,
        unit,
        hidden: sheet.hides_column(column),
        serial,
        sparse: false,
    }
}
