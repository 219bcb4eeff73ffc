//! A filled form as it will look: its sheet as a table, each figure leading to its records, each gap marked.

use super::fill::lineage;
use crate::pages::guard::Staff;
use crate::pages::parts::value::grouped;
use crate::pages::words::forms as words;
use desk::{FilledCell, FormFilled, Unfilled};
use maud::{Markup, html};
use sheet::{At, Block, Limits, Sheet, open};
use std::collections::BTreeMap;

/// Rows and columns drawn; what lies beyond is in the workbook.
const ROWS: u32 = 120;
const COLUMNS: u16 = 40;

/// Draws one sheet of the filled workbook, with a way to the others.
pub(super) fn draw(staff: &Staff, filled: &FormFilled, wanted: &str, path: &str) -> Markup {
    let look = staff.look();
    let opened = open(&filled.bytes, &Limits::default()).map(|opened| opened.workbook);
    let Ok(workbook) = opened else { return html! {} };
    let visible: Vec<&Sheet> = workbook.sheets.iter().filter(|sheet| !sheet.hidden).collect();
    let chosen = visible
        .iter()
        .find(|sheet| sheet.name == wanted)
        .or(visible.first());
    let Some(sheet) = chosen else { return html! {} };
    html! {
        section.card.card-flush #drawn {
            div.card-head.card-top {
                h2 #drawn-title { (look.say(words::DRAWN)) }
                @if visible.len() > 1 {
                    nav.tabs aria-label=(look.say(words::SHEETS)) {
                        @for each in &visible {
                            a href={ (path) "&sheet=" (encoded(&each.name)) "#drawn" } aria-current=[(each.name == sheet.name).then_some("true")] { (each.name) }
                        }
                    }
                }
            }
            (Drawing::of(staff, sheet, filled).table())
        }
    }
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

struct Drawing<'a> {
    staff: &'a Staff,
    sheet: &'a Sheet,
    filled: BTreeMap<String, &'a FilledCell>,
    gaps: BTreeMap<String, &'a Unfilled>,
    extent: Block,
}

impl<'a> Drawing<'a> {
    fn of(staff: &'a Staff, sheet: &'a Sheet, filled: &'a FormFilled) -> Self {
        let own = filled.cells.iter().filter(|cell| cell.sheet == sheet.name);
        let gaps = filled.unfilled.iter().filter(|cell| cell.sheet == sheet.name);
        let filled: BTreeMap<String, &FilledCell> = own.map(|cell| (cell.at.clone(), cell)).collect();
        let gaps: BTreeMap<String, &Unfilled> = gaps.map(|cell| (cell.at.clone(), cell)).collect();
        // A gap holds nothing, so it may lie beyond what the sheet holds.
        let told = filled
            .keys()
            .chain(gaps.keys())
            .filter_map(|at| at.parse::<At>().ok());
        let held = sheet
            .extent()
            .into_iter()
            .flat_map(|block| [block.first, block.last]);
        let corners: Vec<At> = told.chain(held).collect();
        let least = At::new(
            corners.iter().map(|at| at.row).min().unwrap_or_default(),
            corners.iter().map(|at| at.column).min().unwrap_or_default(),
        );
        let most = At::new(
            corners
                .iter()
                .map(|at| at.row)
                .max()
                .unwrap_or_default()
                .min(least.row + ROWS),
            corners
                .iter()
                .map(|at| at.column)
                .max()
                .unwrap_or_default()
                .min(least.column + COLUMNS),
        );
        Drawing {
            extent: Block::between(least, most),
            filled,
            gaps,
            sheet,
            staff,
        }
    }

    fn table(&self) -> Markup {
        let look = self.staff.look();
        let (first, last) = (self.extent.first, self.extent.last);
        let columns: Vec<u16> = (first.column..=last.column)
            .filter(|column| !self.sheet.hides_column(*column))
            .collect();
        html! {
            div.table-wide tabindex="0" role="region" aria-label=(look.say(words::DRAWN)) {
                table.drawn {
                    tbody {
                        @for row in first.row..=last.row {
                            tr { @for column in &columns { (self.cell(At::new(row, *column), &columns)) } }
                        }
                    }
                }
            }
        }
    }

    /// A cell, unless it is covered by one that is merged with it.
    fn cell(&self, at: At, columns: &[u16]) -> Markup {
        let merge = self.sheet.merge(at);
        if merge.is_some_and(|merge| merge.first != at) {
            return html! {};
        }
        let wide = merge.map(|merge| {
            columns
                .iter()
                .filter(|column| (merge.first.column..=merge.last.column).contains(column))
                .count()
        });
        let high = merge.map(|merge| merge.last.row.min(self.extent.last.row) - merge.first.row + 1);
        let (wide, high) = (wide.filter(|wide| *wide > 1), high.filter(|high| *high > 1));
        let name = at.to_string();
        let look = self.staff.look();
        match (self.filled.get(&name), self.gaps.get(&name)) {
            (Some(cell), _) => html! {
                td.filled colspan=[wide] rowspan=[high] {
                    @match lineage(&cell.source) {
                        Some(path) => a href=(path) title=(look.text(&cell.title)) { (grouped(&cell.value)) },
                        None => (cell.value),
                    }
                }
            },
            (None, Some(gap)) => html! {
                td.gap colspan=[wide] rowspan=[high] title=(look.text(&gap.why)) { (gap.who.as_deref().unwrap_or(look.say(words::GAP))) }
            },
            (None, None) => html! { td colspan=[wide] rowspan=[high] { (self.sheet.value(at).to_string()) } },
        }
    }
}
