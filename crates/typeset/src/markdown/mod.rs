//! A paper from Markdown: CommonMark and pipe tables, read so that a plain text editor is enough to write
//! an official document.
//!
//! ```text
//! ---
//! 发文机关: 宁海县岔路镇人民政府
//! 主送: 各村、各办公室
//! 署名: 宁海县岔路镇人民政府
//! 日期: 2024-12-31
//! ---
//! # The title
//! ## A heading of the first rank, numbered 一、 unless it has a number; ### to ##### are the others
//! A paragraph with **bold**, *楷体* and a figure: [19亿元](fig:output?period=2024).
//!
//! 表：A caption
//!
//! | column | column |
//! |--------|-------:|
//! | cell   | 1,234  |
//! | <      | 2,345  |
//!
//! ![A caption](chart:output)
//! ```
//!
//! What a program puts into such a text goes through [`literal`] first. `____` is a blank to be filled in by
//! hand. Beyond CommonMark: a cell `<` joins the one at its left, `^` the one above; `->…->` sets a paragraph at
//! the right, `->…<-` in the middle; `---` ends the page; `[text](comment:author "remark")` puts a comment
//! beside the text. The keys of the head are listed in [`head`]. Reading never fails: what is not
//! understood is kept as text and told as a [`Warning`].

mod head;
mod inline;
mod literal;
mod merge;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{ListType, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};

use crate::numbering::Numbering;
use crate::paper::{Align, Block, Chart, Level, Paper, Paragraph, Run, Style, Table, plain};
use crate::warning::Warning;
use inline::Inlines;

pub use literal::literal;

/// A paper as far as it could be read, and what could not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The paper.
    pub paper: Paper,
    /// What was not understood, in the order of the text.
    pub warnings: Vec<Warning>,
}

impl Paper {
    /// Reads a paper from Markdown. `charts` gives the SVG of a drawing by its name.
    #[must_use]
    pub fn from_markdown(text: &str, charts: &dyn Fn(&str) -> Option<String>) -> Reading {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head = head::read(text);
        let numbering = head.numbering;
        let body = text.get(head.length..).unwrap_or_default();
        let lines_above = text.get(..head.length).unwrap_or_default().matches('\n').count();
        let mut reader = Reader::new(head, charts);
        let arena = Arena::new();
        for edge in parse_document(&arena, body, &options()).traverse() {
            match edge {
                NodeEdge::Start(node) => {
                    let ast = node.data();
                    reader.line = lines_above + ast.sourcepos.start.line;
                    reader.open(&ast.value);
                }
                NodeEdge::End(node) => reader.close(&node.data().value),
            }
        }
        reader.finish(numbering)
    }
}

/// Tables beyond CommonMark, and emphasis that may end at Chinese punctuation: `**一是压实责任。**各村`.
fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.cjk_friendly_emphasis = true;
    options
}

/// The state of reading: where in the structure the next event belongs.
struct Reader<'a> {
    charts: &'a dyn Fn(&str) -> Option<String>,
    paper: Paper,
    warnings: Vec<Warning>,
    /// The line of the node at hand, from 1.
    line: usize,
    inlines: Inlines,
    /// The lists around the text; a numbered one with the number of its next item.
    lists: Vec<Option<usize>>,
    /// What an item begins with, until its first paragraph takes it.
    mark: Option<String>,
    quotes: usize,
    table: Option<RawTable>,
    image: Option<String>,
}

/// A table while its cells come in.
struct RawTable {
    line: usize,
    columns: Vec<Align>,
    header: Vec<Vec<Run>>,
    rows: Vec<Vec<Vec<Run>>>,
    row: Vec<Vec<Run>>,
}

impl<'a> Reader<'a> {
    fn new(head: head::Head, charts: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Reader {
            charts,
            paper: head.paper,
            warnings: head.warnings,
            line: 1,
            inlines: Inlines::default(),
            lists: Vec::new(),
            mark: None,
            quotes: 0,
            table: None,
            image: None,
        }
    }

    fn open(&mut self, node: &NodeValue) {
        match node {
            NodeValue::Text(text) => self.inlines.text(text),
            NodeValue::Code(code) => self.inlines.text(&code.literal),
            NodeValue::SoftBreak => self.inlines.soft_break(),
            NodeValue::LineBreak => self.inlines.hard_break(),
            NodeValue::HtmlInline(html) => self.inlines.html(html),
            NodeValue::HtmlBlock(block) => {
                self.inlines.html(&block.literal);
                self.end_paragraph();
            }
            NodeValue::CodeBlock(block) => self.code(&block.literal),
            NodeValue::ThematicBreak => self.paper.blocks.push(Block::PageBreak),
            NodeValue::Emph => self.inlines.style(Style::Kai),
            NodeValue::Strong => self.inlines.style(Style::Strong),
            NodeValue::Link(link) => self.open_link(&link.url, &link.title),
            NodeValue::Image(image) => {
                self.end_paragraph();
                self.image = Some(image.url.clone());
            }
            NodeValue::List(list) => {
                self.lists
                    .push((list.list_type == ListType::Ordered).then_some(list.start));
            }
            NodeValue::Item(_) => self.open_item(),
            NodeValue::BlockQuote => self.quotes += 1,
            NodeValue::Table(table) => self.open_table(&table.alignments),
            _ => {}
        }
    }

    fn close(&mut self, node: &NodeValue) {
        match node {
            NodeValue::Heading(heading) => self.end_heading(heading.level),
            NodeValue::Paragraph | NodeValue::Item(_) => self.end_paragraph(),
            NodeValue::Emph | NodeValue::Strong => self.inlines.end_style(),
            NodeValue::Link(_) => self.inlines.end_link(),
            NodeValue::Image(_) => self.end_image(),
            NodeValue::List(_) => {
                self.lists.pop();
            }
            NodeValue::BlockQuote => self.quotes = self.quotes.saturating_sub(1),
            NodeValue::TableCell => {
                let runs = self.inlines.finish();
                if let Some(table) = &mut self.table {
                    table.row.push(runs);
                }
            }
            NodeValue::TableRow(header) => {
                if let Some(table) = &mut self.table {
                    let row = std::mem::take(&mut table.row);
                    if *header {
                        table.header = row;
                    } else {
                        table.rows.push(row);
                    }
                }
            }
            NodeValue::Table(_) => self.end_table(),
            _ => {}
        }
    }

    /// `1.` or a dash, which is what official documents have in place of bullets.
    fn open_item(&mut self) {
        self.mark = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let mark = format!("{next}.");
                *next += 1;
                mark
            }
            _ => "——".to_owned(),
        });
    }

    fn open_link(&mut self, address: &str, title: &str) {
        if let Some(dropped) = self.inlines.link(address, title, &mut self.paper.remarks) {
            self.warnings.push(Warning::LinkDropped {
                line: self.line,
                address: dropped,
            });
        }
    }

    fn end_heading(&mut self, level: u8) {
        let runs = self.inlines.finish();
        if level == 1 && self.paper.title.is_empty() {
            self.paper.title = plain(&runs);
            return;
        }
        let level = match level {
            1 => {
                self.warnings.push(Warning::SecondTitle {
                    line: self.line,
                    text: plain(&runs),
                });
                Level::One
            }
            2 => Level::One,
            3 => Level::Two,
            4 => Level::Three,
            _ => Level::Four,
        };
        self.paper.blocks.push(Block::Heading {
            level,
            number: None,
            runs,
        });
    }

    /// Ends the paragraph at hand, if there is anything in it.
    fn end_paragraph(&mut self) {
        if self.table.is_some() || self.image.is_some() {
            return;
        }
        let mut runs = self.inlines.finish();
        if runs.is_empty() {
            return;
        }
        if let Some(mark) = self.mark.take() {
            runs.insert(0, Run::plain(mark));
        }
        if self.quotes > 0 {
            runs.iter_mut()
                .filter(|run| run.style == Style::Plain)
                .for_each(|run| run.style = Style::Kai);
        }
        let align = inline::alignment(&mut runs);
        self.paper
            .blocks
            .push(Block::Paragraph(Paragraph { runs, align }));
    }

    /// Each line of a code block is a paragraph of its own, as it is written.
    fn code(&mut self, text: &str) {
        for line in text.lines() {
            let runs = vec![Run::plain(line)];
            self.paper.blocks.push(Block::Paragraph(Paragraph {
                runs,
                align: Align::Left,
            }));
        }
    }

    fn end_image(&mut self) {
        let caption = plain(&self.inlines.finish());
        let Some(address) = self.image.take() else { return };
        let id = address.strip_prefix("chart:").unwrap_or(&address);
        let drawing = address.starts_with("chart:").then(|| (self.charts)(id)).flatten();
        if let Some(svg) = drawing {
            self.paper.blocks.push(Block::Chart(Chart { svg, caption }));
        } else {
            self.warnings.push(Warning::UnknownChart {
                line: self.line,
                id: id.to_owned(),
            });
            self.inlines.text(&caption);
            self.end_paragraph();
        }
    }

    fn open_table(&mut self, columns: &[TableAlignment]) {
        let columns = columns
            .iter()
            .map(|alignment| match alignment {
                TableAlignment::None => Align::Body,
                TableAlignment::Left => Align::Left,
                TableAlignment::Center => Align::Center,
                TableAlignment::Right => Align::Right,
            })
            .collect();
        self.table = Some(RawTable {
            line: self.line,
            columns,
            header: Vec::new(),
            rows: Vec::new(),
            row: Vec::new(),
        });
    }

    fn end_table(&mut self) {
        let Some(raw) = self.table.take() else { return };
        let columns = raw.columns.len();
        let (rows, merged) = merge::cells(raw.rows, columns);
        let has_header = raw.header.iter().any(|runs| !plain(runs).trim().is_empty());
        let (header, header_merged) =
            merge::cells(if has_header { vec![raw.header] } else { Vec::new() }, columns);
        if !(merged && header_merged) {
            self.warnings.push(Warning::CellNotMerged { line: raw.line });
        }
        let caption = self.caption();
        self.paper.blocks.push(Block::Table(Table {
            caption,
            columns: raw.columns,
            header,
            rows,
        }));
    }

    /// Takes the paragraph above a table as its caption when it says so: `表：…`, `Table: …`, `表1 …`.
    fn caption(&mut self) -> Option<String> {
        let Some(Block::Paragraph(paragraph)) = self.paper.blocks.last() else {
            return None;
        };
        let text = plain(&paragraph.runs);
        let marked = ["表：", "表:", "Table:"]
            .iter()
            .find_map(|mark| text.strip_prefix(mark));
        let numbered = text.strip_prefix('表').is_some_and(|rest| {
            rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) && !text.contains('。')
        });
        let caption = match marked {
            Some(rest) => rest.trim().to_owned(),
            None if numbered => text,
            None => return None,
        };
        self.paper.blocks.pop();
        Some(caption)
    }

    fn finish(mut self, numbering: Numbering) -> Reading {
        self.end_paragraph();
        self.paper.number_headings(numbering);
        Reading {
            paper: self.paper,
            warnings: self.warnings,
        }
    }
}

#[cfg(test)]
mod tests;
