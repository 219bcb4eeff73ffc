//! The rows below a header: which are records, sums, headings, repeats, and where notes begin.

use super::{
    header::{self, Header},
    look::{Look, Merges},
    table::{Caption, Line, LineKind},
    words::{column_mark, is_labelled, is_note, is_numbered_heading, is_sum, year},
};
use crate::{
    grid::{At, Block, Cell, Row, Sheet},
    text::{clean, fold},
};

/// What stands below a header.
pub(super) struct Body {
    pub(super) header: Block,
    pub(super) lines: Vec<Line>,
    pub(super) notes: Vec<Caption>,
    /// The index of the first row that belongs to the table no more.
    pub(super) end: usize,
}

/// Reads the rows from index `from` on, as rows below `header`. `title` is the table's, which pages repeat.
pub(super) fn read(
    sheet: &Sheet,
    merges: &Merges,
    from: usize,
    header: &Header,
    title: Option<&str>,
) -> Body {
    let walk = Walk::new(sheet, merges, header, title);
    let mut body = Body {
        header: header.block,
        lines: Vec::new(),
        notes: Vec::new(),
        end: from,
    };
    let mut last = header.block.last.row;
    for (at, row) in sheet.rows.iter().enumerate().skip(from) {
        if at > from && walk.begins_another(at, row, last, !body.notes.is_empty()) {
            break;
        }
        body.end = at + 1;
        let kind = walk.kind(row, !body.notes.is_empty());
        if !matches!(kind, Kind::Nothing) {
            last = row.number;
        }
        match kind {
            Kind::Nothing => {}
            Kind::Line(kind) => {
                body.lines.push(Line {
                    row: row.number,
                    kind,
                });
            }
            Kind::Note => body.notes.extend(captions(row)),
        }
    }
    body
}

/// The texts of a row beside a table.
pub(super) fn captions(row: &Row) -> impl Iterator<Item = Caption> {
    row.cells
        .iter()
        .filter(|cell| !cell.value.is_blank())
        .map(|cell| Caption {
            at: At::new(row.number, cell.column),
            text: crate::text::trim(&cell.value.to_string()).to_owned(),
        })
}

enum Kind {
    Nothing,
    Line(LineKind),
    Note,
}

struct Walk<'s> {
    sheet: &'s Sheet,
    merges: &'s Merges,
    header: &'s Header,
    title: Option<String>,
    width: usize,
    serial: Option<u16>,
    /// The first text of each of the header's rows, as a quick test for repeats.
    openings: Vec<&'s str>,
}

impl<'s> Walk<'s> {
    fn new(sheet: &'s Sheet, merges: &'s Merges, header: &'s Header, title: Option<&str>) -> Self {
        Self {
            sheet,
            merges,
            header,
            title: title.map(clean),
            width: usize::from(header.block.width()),
            serial: header
                .columns
                .iter()
                .find(|column| column.serial)
                .map(|column| column.index),
            openings: header
                .texts
                .iter()
                .filter_map(|line| line.first())
                .map(|(_, text)| text.as_str())
                .collect(),
        }
    }

    fn kind(&self, row: &Row, noting: bool) -> Kind {
        let mut filled = 0;
        let mut first: Option<&Cell> = None;
        let mut own = false;
        let columns = self.header.block.first.column..=self.header.block.last.column;
        for cell in row
            .cells
            .iter()
            .filter(|cell| columns.contains(&cell.column) && !cell.value.is_blank())
        {
            filled += 1;
            own |= Some(cell.column) != self.serial
                || cell
                    .value
                    .text()
                    .is_some_and(|text| column_mark(&text.into()).is_none());
            first = first.or(Some(cell));
        }
        // Lines that are only numbered wait to be filled.
        let Some(first) = first.filter(|_| own) else {
            return Kind::Nothing;
        };
        let text = first.value.text();
        if let Some(text) = text {
            if self.openings.contains(&text) && self.repeats_header(row) {
                return Kind::Line(LineKind::Repeat);
            }
            if filled * 3 <= self.width.max(3) && is_note(text) {
                return Kind::Note;
            }
        }
        if noting && filled * 2 < self.width.max(4) {
            return Kind::Note;
        }
        if self.is_sum(row) {
            return Kind::Line(LineKind::Sum);
        }
        match text.filter(|_| filled == 1) {
            Some(text) => self.lone(row, first, text),
            None => Kind::Line(LineKind::Record),
        }
    }

    /// A row with one text: the title of a new page, the heading of a group, or a record that is barely begun.
    fn lone(&self, row: &Row, cell: &Cell, text: &str) -> Kind {
        if self.title.as_ref().is_some_and(|title| *title == clean(text)) || self.is_page(text) {
            return Kind::Line(LineKind::Repeat);
        }
        if self.width == 1 {
            return Kind::Line(LineKind::Record);
        }
        let at = At::new(row.number, cell.column);
        let spans = usize::from(self.merges.at(at).width());
        if spans * 2 >= self.width && spans > 1 || is_numbered_heading(text) {
            return Kind::Line(LineKind::Heading);
        }
        Kind::Line(LineKind::Record)
    }

    /// The count of pages: 第2页, 共3页.
    fn is_page(&self, text: &str) -> bool {
        let cleaned = clean(text);
        cleaned.chars().count() <= 12 && cleaned.starts_with('第') && cleaned.contains('页')
    }

    fn is_sum(&self, row: &Row) -> bool {
        let from = self.header.block.first.column;
        let near = row.cells.iter().filter(|cell| cell.column >= from).take(4);
        near.filter_map(|cell| cell.value.text()).any(is_sum)
    }

    /// Whether a row has the texts of one of the header's rows.
    fn repeats_header(&self, row: &Row) -> bool {
        self.header.texts.iter().any(|line| {
            let filled = row.cells.iter().filter(|cell| !cell.value.is_blank());
            let (mut alike, mut all) = (0, 0);
            for cell in filled {
                all += 1;
                let same = line.iter().find(|(column, _)| *column == cell.column);
                alike +=
                    usize::from(same.is_some_and(|(_, text)| fold(text) == fold(&cell.value.to_string())));
            }
            all > 1 && alike * 5 >= all * 4
        })
    }

    /// Whether another table begins here: after a gap or notes, a title or a header that is not this table's.
    fn begins_another(&self, at: usize, row: &Row, last: u32, noting: bool) -> bool {
        if row.number <= last + 1 && !noting {
            return false;
        }
        let ahead = self.sheet.rows.get(at..).unwrap_or_default();
        let ahead = ahead.get(..ahead.len().min(5)).unwrap_or_default();
        for row in ahead {
            let look = Look::at(row, self.merges);
            if look.items.is_empty() {
                continue;
            }
            if look.single().is_some()
                || look
                    .items
                    .iter()
                    .all(|item| item.value.text().is_some_and(is_labelled))
            {
                continue;
            }
            let width = u32::try_from(self.width)
                .unwrap_or(u32::MAX)
                .min(look.covers().max(2));
            return header::may_begin(row, self.merges, width) && !self.repeats_header(row);
        }
        false
    }
}

/// The year that the texts above a table tell.
pub(super) fn year_of<'t>(texts: impl Iterator<Item = &'t str>) -> Option<i16> {
    texts.into_iter().find_map(year)
}
