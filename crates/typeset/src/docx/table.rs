//! Tables of a Word document.

use super::body::Body;
use super::twips;
use super::xml::Xml;
use crate::measure::AREA_WIDTH;
use crate::paper::{Align, Cell, Table};
use crate::table::{Placed, alignments, grid, shares};

impl Body<'_> {
    /// A table over the whole line, its head repeated on each page.
    pub(super) fn table(&mut self, x: &mut Xml, table: &Table) {
        if let Some(caption) = &table.caption {
            self.caption(x, caption, true);
        }
        let widths: Vec<i64> = shares(table)
            .iter()
            .map(|share| twips(share * AREA_WIDTH))
            .collect();
        let aligns = alignments(table);
        x.element("w:tbl", &[], |x| {
            properties(x, &widths);
            for (rows, head) in [(&table.header, true), (&table.rows, false)] {
                for row in grid(rows, widths.len()) {
                    self.row(x, &row, head, &widths, &aligns);
                }
            }
        });
        // Two tables without text between them would grow together.
        super::body::spacer(x);
    }

    fn row(&mut self, x: &mut Xml, row: &[Placed<'_>], head: bool, widths: &[i64], aligns: &[Align]) {
        x.element("w:tr", &[], |x| {
            x.element("w:trPr", &[], |x| {
                x.empty("w:cantSplit", &[]);
                if head {
                    x.empty("w:tblHeader", &[]);
                }
            });
            for place in row {
                let width: i64 = widths.iter().skip(place.column).take(place.cell.across).sum();
                x.element("w:tc", &[], |x| {
                    cell_properties(x, place, width);
                    let align = match place.cell.across {
                        _ if head => Align::Center,
                        1 => aligns.get(place.column).copied().unwrap_or_default(),
                        _ => Align::Left,
                    };
                    self.cell(x, place.cell, place.begins, head, align);
                });
            }
        });
    }

    /// The paragraph of a cell; empty where a cell reaches down from above.
    fn cell(&mut self, x: &mut Xml, cell: &Cell, begins: bool, head: bool, align: Align) {
        let style = if head { "TableHead" } else { "TableText" };
        let align = match align {
            Align::Body | Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        x.element("w:p", &[], |x| {
            x.element("w:pPr", &[], |x| {
                x.empty("w:pStyle", &[("w:val", &style)]);
                x.empty("w:jc", &[("w:val", &align)]);
            });
            if begins {
                self.runs(x, &cell.runs);
            }
        });
    }
}

fn properties(x: &mut Xml, widths: &[i64]) {
    x.element("w:tblPr", &[], |x| {
        x.empty(
            "w:tblW",
            &[("w:w", &widths.iter().sum::<i64>()), ("w:type", &"dxa")],
        );
        x.empty("w:jc", &[("w:val", &"center")]);
        x.element("w:tblBorders", &[], |x| {
            for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                let name = format!("w:{side}");
                x.empty(
                    &name,
                    &[
                        ("w:val", &"single"),
                        ("w:sz", &4),
                        ("w:space", &0),
                        ("w:color", &"000000"),
                    ],
                );
            }
        });
        x.empty("w:tblLayout", &[("w:type", &"fixed")]);
        x.element("w:tblCellMar", &[], |x| {
            for (side, width) in [("w:top", 40), ("w:left", 80), ("w:bottom", 40), ("w:right", 80)] {
                x.empty(side, &[("w:w", &width), ("w:type", &"dxa")]);
            }
        });
    });
    x.element("w:tblGrid", &[], |x| {
        for width in widths {
            x.empty("w:gridCol", &[("w:w", width)]);
        }
    });
}

fn cell_properties(x: &mut Xml, place: &Placed<'_>, width: i64) {
    x.element("w:tcPr", &[], |x| {
        x.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
        if place.cell.across > 1 {
            x.empty("w:gridSpan", &[("w:val", &place.cell.across)]);
        }
        if place.cell.down > 1 {
            x.empty(
                "w:vMerge",
                &[("w:val", &if place.begins { "restart" } else { "continue" })],
            );
        }
        x.empty("w:vAlign", &[("w:val", &"center")]);
    });
}
