//! The body of a Word document, block by block.

use std::slice::Iter;

use super::package::Package;
use super::xml::Xml;
use super::{drawing, twips};
use crate::error::Error;
use crate::imprint::Imprint;
use crate::measure::TABLE_PITCH;
use crate::paper::{Align, BLANK, Block, Chart, Paper, Paragraph, Run, plain};
use crate::press::Drawing;

/// The document while it is written.
pub(super) struct Body<'a> {
    pub(super) paper: &'a Paper,
    pub(super) imprint: &'a Imprint,
    pub(super) package: &'a mut Package,
    /// The drawings of the charts still to come.
    pub(super) charts: Iter<'a, Drawing>,
    /// How many pictures there are so far.
    pub(super) pictures: usize,
}

impl Body<'_> {
    /// Everything between the document's first line and its section.
    ///
    /// # Errors
    /// When a chart cannot be made a picture.
    pub(super) fn content(&mut self) -> Result<String, Error> {
        let paper = self.paper;
        let mut x = Xml::default();
        self.head(&mut x);
        for block in &paper.blocks {
            self.block(&mut x, block)?;
        }
        self.foot(&mut x);
        Ok(x.finish())
    }

    fn block(&mut self, x: &mut Xml, block: &Block) -> Result<(), Error> {
        match block {
            Block::Heading { level, number, runs } => {
                let style = format!("Heading{}", level.rank());
                paragraph(
                    x,
                    &style,
                    |_| {},
                    |x| {
                        if let Some(number) = number {
                            super::runs::text(x, &Run::plain(number.clone()));
                        }
                        self.runs(x, runs);
                    },
                );
            }
            Block::Paragraph(text) => self.paragraph(x, text),
            Block::Table(table) => self.table(x, table),
            Block::Chart(chart) => self.chart(x, chart)?,
            Block::PageBreak => {
                paragraph(
                    x,
                    "Body",
                    |_| {},
                    |x| {
                        x.element("w:r", &[], |x| x.empty("w:br", &[("w:type", &"page")]));
                    },
                );
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, x: &mut Xml, text: &Paragraph) {
        let (style, align) = match text.align {
            // Blanks to fill in would tear an even line apart.
            Align::Body if plain(&text.runs).contains(BLANK) => ("Body", Some("left")),
            Align::Body => ("Body", None),
            Align::Left => ("Recipient", None),
            Align::Center => ("Number", None),
            Align::Right => ("Recipient", Some("right")),
        };
        let properties = |x: &mut Xml| {
            if let Some(align) = align {
                x.empty("w:jc", &[("w:val", &align)]);
            }
        };
        paragraph(x, style, properties, |x| self.runs(x, &text.runs));
    }

    fn chart(&mut self, x: &mut Xml, chart: &Chart) -> Result<(), Error> {
        let Some(drawing) = self.charts.next() else {
            return Ok(());
        };
        self.pictures += 1;
        let number = self.pictures;
        let png = drawing::png(chart, drawing)?;
        let picture = self
            .package
            .part("image", &format!("media/chart{number}.png"), png);
        let svg = self
            .package
            .part("image", &format!("media/chart{number}.svg"), chart.svg.as_bytes());
        let with_caption = |x: &mut Xml| x.empty("w:keepNext", &[]);
        paragraph(x, "Drawing", with_caption, |x| {
            x.element("w:r", &[], |x| {
                drawing::inline(x, chart, drawing, number, &picture, &svg);
            });
        });
        self.caption(x, &chart.caption, false);
        Ok(())
    }

    /// The line above a table or under a drawing.
    pub(super) fn caption(&mut self, x: &mut Xml, text: &str, above: bool) {
        let properties = |x: &mut Xml| {
            if above {
                x.empty("w:keepNext", &[]);
                let line = twips(TABLE_PITCH);
                x.empty(
                    "w:spacing",
                    &[("w:before", &120), ("w:line", &line), ("w:lineRule", &"exact")],
                );
            }
        };
        paragraph(x, "Caption", properties, |x| {
            super::runs::text(x, &Run::plain(text));
        });
    }
}

/// A paragraph of a style, with properties of its own.
pub(super) fn paragraph(
    x: &mut Xml,
    style: &str,
    properties: impl FnOnce(&mut Xml),
    inside: impl FnOnce(&mut Xml),
) {
    x.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| {
            x.empty("w:pStyle", &[("w:val", &style)]);
            properties(x);
        });
        inside(x);
    });
}

/// A paragraph of plain text.
pub(super) fn line(x: &mut Xml, style: &str, text: &str) {
    paragraph(x, style, |_| {}, |x| super::runs::text(x, &Run::plain(text)));
}

/// Empty lines.
pub(super) fn blank(x: &mut Xml, lines: usize) {
    for _ in 0..lines {
        paragraph(x, "Recipient", |_| {}, |_| {});
    }
}

/// A gap of a third of a line.
pub(super) fn spacer(x: &mut Xml) {
    let low = |x: &mut Xml| x.empty("w:spacing", &[("w:line", &180), ("w:lineRule", &"exact")]);
    paragraph(x, "Recipient", low, |_| {});
}
