//! A text with its marks: every figure shown by how it came out, leading to the live figure.

use crate::pages::look::Look;
use desk::{FigureAt, Mark, MarkSort, Piece, pieces};
use maud::{Markup, html};
use report::{Block, Document, Role};

/// The text as a sheet.
pub(super) fn sheet(look: Look, document: &Document, marks: &[Mark]) -> Markup {
    let mut parts: Vec<Markup> = Vec::new();
    let mut cells: Vec<(u32, &Block)> = Vec::new();
    let words = |block: &Block| spoken(look, document, block, marks);
    for block in document.blocks() {
        if let Role::Cell { row, column } = block.role {
            // A first cell after other rows begins another table.
            if row == 0 && column == 0 && !cells.is_empty() {
                parts.push(table(&cells, &words));
                cells.clear();
            }
            cells.push((row, block));
            continue;
        }
        if !cells.is_empty() {
            parts.push(table(&cells, &words));
            cells.clear();
        }
        parts.push(match block.role {
            Role::Heading(1) => html! { h3.sheet-title { (words(block)) } },
            Role::Heading(2) => html! { h3 { (words(block)) } },
            Role::Heading(_) => html! { h4 { (words(block)) } },
            _ => html! { p { (words(block)) } },
        });
    }
    if !cells.is_empty() {
        parts.push(table(&cells, &words));
    }
    html! { div.marked lang="zh-CN" { @for part in &parts { (part) } } }
}

fn table(cells: &[(u32, &Block)], words: &dyn Fn(&Block) -> Markup) -> Markup {
    html! {
        div.table-wide {
            table.table.table-inner {
                tbody {
                    @for row in cells.chunk_by(|one, other| one.0 == other.0) {
                        tr { @for (_, cell) in row { td { (words(cell)) } } }
                    }
                }
            }
        }
    }
}

fn spoken(look: Look, document: &Document, block: &Block, marks: &[Mark]) -> Markup {
    html! {
        @for piece in pieces(document.text(), &block.bytes, marks) { (marked(look, &piece)) }
    }
}

fn marked(look: Look, piece: &Piece<'_, '_>) -> Markup {
    let Some(gravest) = piece.gravest() else {
        return html! { (piece.text) };
    };
    let notes: Vec<String> = piece
        .marks
        .iter()
        .map(|mark| format!("{}：{}", look.text(&mark.sort.title()), look.text(&mark.note)))
        .collect();
    let class = format!("told told-{}", gravest.class());
    let notes = notes.join("；");
    html! {
        @match piece.figure() {
            Some(figure) => a class=(class) href=(to(gravest, figure)) title=(notes) { (piece.text) },
            None => mark class=(class) title=(notes) { (piece.text) },
        }
    }
}

/// A bound figure leads to its records, a claim to the figure it is held against.
fn to(sort: MarkSort, figure: &FigureAt) -> String {
    if sort == MarkSort::Bound {
        records(figure)
    } else {
        live(figure)
    }
}

/// The address of the live figure.
pub(super) fn live(figure: &FigureAt) -> String {
    format!("/indicators/{}?{}", figure.indicator, figure.query())
}

/// The address of the records behind it.
pub(super) fn records(figure: &FigureAt) -> String {
    format!("/indicators/{}/lineage?{}", figure.indicator, figure.query())
}
