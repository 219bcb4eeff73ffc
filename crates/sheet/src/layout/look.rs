//! How a row looks: what stands in it, over how many columns, and of what sort.

use std::collections::{BTreeMap, HashMap};

use super::words::{is_header_word, is_labelled};
use crate::{
    grid::{At, Block, Row, Sheet, Value},
    text::fold,
};

/// The merged rectangles of a sheet, by where they begin.
pub(super) struct Merges {
    rows: BTreeMap<u32, Vec<Block>>,
}

/// How many cells of a header are painted with merged texts at most; real headers have a few hundred.
const PAINT: usize = 100_000;

impl Merges {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut rows: BTreeMap<u32, Vec<Block>> = BTreeMap::new();
        for block in &sheet.merges {
            rows.entry(block.first.row).or_default().push(*block);
        }
        for blocks in rows.values_mut() {
            blocks.sort_unstable();
        }
        Self { rows }
    }

    /// The rectangle that begins at a cell; the cell alone when none does.
    pub(super) fn at(&self, at: At) -> Block {
        let row = self.beginning(at.row);
        let found = row.binary_search_by_key(&at, |block| block.first).ok();
        found
            .and_then(|index| row.get(index))
            .copied()
            .unwrap_or(Block { first: at, last: at })
    }

    /// The rectangles that begin in a row.
    pub(super) fn beginning(&self, row: u32) -> &[Block] {
        self.rows.get(&row).map(Vec::as_slice).unwrap_or_default()
    }

    /// For each cell of a rectangle that is merged with another, the cell that holds its text.
    pub(super) fn painted(&self, within: &Block) -> HashMap<At, At> {
        let mut painted = HashMap::new();
        for block in self
            .rows
            .range(within.first.row..=within.last.row)
            .flat_map(|(_, blocks)| blocks)
        {
            for row in block.first.row..=block.last.row.min(within.last.row) {
                for column in block.first.column..=block.last.column.min(within.last.column) {
                    if painted.len() >= PAINT {
                        return painted;
                    }
                    painted.insert(At::new(row, column), block.first);
                }
            }
        }
        painted
    }
}

/// How many columns a table has at most; what is wider was not made by people.
pub(super) const WIDEST: usize = 512;

/// One thing that stands in a row.
pub(super) struct Item<'s> {
    pub(super) block: Block,
    pub(super) value: &'s Value,
}

/// What stands in a row.
pub(super) struct Look<'s> {
    pub(super) row: u32,
    pub(super) items: Vec<Item<'s>>,
}

impl<'s> Look<'s> {
    pub(super) fn at(row: &'s Row, merges: &Merges) -> Self {
        let filled = row.cells.iter().filter(|cell| !cell.value.is_blank());
        let items = filled
            .map(|cell| Item {
                block: merges.at(At::new(row.number, cell.column)),
                value: &cell.value,
            })
            // A value within a merged rectangle, not in its first cell, is not shown.
            .filter(|item| item.block.first.row == row.number)
            .collect();
        Self {
            row: row.number,
            items,
        }
    }

    /// The only text of the row, when there is no more.
    pub(super) fn single(&self) -> Option<&'s str> {
        match self.items.as_slice() {
            [item] => item.value.text(),
            _ => None,
        }
    }

    /// How many columns its things cover.
    pub(super) fn covers(&self) -> u32 {
        self.items.iter().map(|item| u32::from(item.block.width())).sum()
    }

    /// How much it looks like the first row of a header, from 0 to 100, in a table of `width` columns.
    pub(super) fn as_header(&self, width: u32) -> u32 {
        let count = self.items.len();
        if count == 0 || count > WIDEST || (count == 1 && width > 1) {
            return 0;
        }
        let mut words = 0;
        let mut labelled = 0;
        let mut seen = Vec::with_capacity(count);
        for item in &self.items {
            let Some(text) = header_text(item.value) else {
                return 0;
            };
            let folded = fold(&text);
            if text.chars().count() > 40
                || folded
                    .parse::<rust_decimal::Decimal>()
                    .is_ok_and(|_| !is_year(&folded))
            {
                return 0;
            }
            words += u32::from(is_header_word(&folded));
            labelled += usize::from(is_labelled(&text));
            if !seen.contains(&folded) {
                seen.push(folded);
            }
        }
        if labelled * 2 >= count {
            return 0;
        }
        let share = |part: u32, whole: u32| (part * 100).checked_div(whole).unwrap_or(0).min(100);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let distinct = share(u32::try_from(seen.len()).unwrap_or(0), count);
        (share(words, count) * 5 + share(self.covers(), width) * 3 + distinct * 2) / 10
    }
}

/// A header's text: a text, or a year as a number.
pub(super) fn header_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.to_string()).filter(|text| is_year(text)),
        _ => None,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: i32| (1990..=2100).contains(&year))
}
