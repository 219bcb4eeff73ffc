//! A paper as an HTML fragment for preview: its structure, its figures as links, no look of its own.

use crate::imprint::Imprint;
use crate::link;
use crate::paper::{Align, Block, Kind, Paper, Run, Style, Table, Target};
use crate::press::addressed;
use crate::table::{alignments, placed};

/// The paper as one `<article>`. Figures are links when [`Imprint::figures`] is given, and always carry
/// their id in `data-figure`. The fragment has no script, no style and no drawing that could hold either:
/// a chart is an `<img>` of its SVG, which browsers do not run.
#[must_use]
pub fn html(paper: &Paper, imprint: &Imprint) -> String {
    let mut out = Fragment {
        out: String::new(),
        paper,
        imprint,
    };
    out.article();
    out.out
}

/// The fragment while it is written.
struct Fragment<'a> {
    out: String,
    paper: &'a Paper,
    imprint: &'a Imprint,
}

impl Fragment<'_> {
    fn article(&mut self) {
        let paper = self.paper;
        let kind = match paper.kind {
            Kind::Official => "official",
            Kind::Form => "form",
        };
        self.raw(&format!(
            "<article class=\"paper paper-{kind}\" lang=\"zh-CN\">\n<header>\n"
        ));
        self.line("p", "issuer", paper.issuer.as_deref());
        self.line("p", "number", paper.number.as_deref());
        self.line(
            "h1",
            "title",
            Some(paper.title.as_str()).filter(|title| !title.is_empty()),
        );
        for line in &paper.subtitle {
            self.line("p", "subtitle", Some(line));
        }
        self.raw("</header>\n");
        self.line(
            "p",
            "recipient",
            paper.recipient.as_deref().map(addressed).as_deref(),
        );
        for block in &paper.blocks {
            self.block(block);
        }
        self.attachments();
        self.foot();
        self.raw("</article>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, number, runs } => {
                let tag = format!("h{}", level.rank() + 1);
                self.raw(&format!("<{tag}>"));
                self.text(number.as_deref().unwrap_or_default());
                self.runs(runs);
                self.raw(&format!("</{tag}>\n"));
            }
            Block::Paragraph(paragraph) => {
                self.raw(&format!("<p{}>", class_of(paragraph.align)));
                self.runs(&paragraph.runs);
                self.raw("</p>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => {
                self.raw("<figure><img src=\"data:image/svg+xml,");
                let encoded = percent(&chart.svg);
                self.raw(&encoded);
                self.raw("\" alt=\"");
                self.text(&chart.caption);
                self.raw("\"><figcaption>");
                self.text(&chart.caption);
                self.raw("</figcaption></figure>\n");
            }
            Block::PageBreak => self.raw("<hr class=\"page-break\">\n"),
        }
    }

    fn table(&mut self, table: &Table) {
        self.raw("<table>\n");
        self.line("caption", "", table.caption.as_deref());
        let aligns = alignments(table);
        for (group, tag, rows) in [("thead", "th", &table.header), ("tbody", "td", &table.rows)] {
            if rows.is_empty() {
                continue;
            }
            self.raw(&format!("<{group}>\n"));
            for row in placed(rows, table.columns.len()) {
                self.raw("<tr>");
                for place in row {
                    let align = if tag == "th" {
                        Align::Body
                    } else {
                        aligns.get(place.column).copied().unwrap_or_default()
                    };
                    let mut open = format!("<{tag}{}", class_of(align));
                    for (name, count) in [("colspan", place.cell.across), ("rowspan", place.cell.down)] {
                        if count > 1 {
                            open.push_str(&format!(" {name}=\"{count}\""));
                        }
                    }
                    self.raw(&open);
                    self.raw(if tag == "th" { " scope=\"col\">" } else { ">" });
                    self.runs(&place.cell.runs);
                    self.raw(&format!("</{tag}>"));
                }
                self.raw("</tr>\n");
            }
            self.raw(&format!("</{group}>\n"));
        }
        self.raw("</table>\n");
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            if run.text == "\n" {
                self.raw("<br>");
                continue;
            }
            let remark = run.remark.and_then(|at| self.paper.remarks.get(at));
            if let Some(remark) = remark {
                self.raw("<mark title=\"");
                self.text(&format!("{}：{}", remark.author, remark.text));
                self.raw("\">");
            }
            self.linked(run);
            if remark.is_some() {
                self.raw("</mark>");
            }
        }
    }

    /// A run with its look, inside its link.
    fn linked(&mut self, run: &Run) {
        let address = run
            .target
            .as_ref()
            .and_then(|target| link::address(target, self.imprint));
        let figure = match &run.target {
            Some(Target::Figure(id)) => Some(id),
            _ => None,
        };
        let tag = if address.is_some() { "a" } else { "span" };
        let wrapped = address.is_some() || figure.is_some();
        if wrapped {
            self.raw(&format!("<{tag}"));
            self.attribute("href", address.as_deref());
            if let Some(id) = figure {
                self.raw(" class=\"figure\"");
                self.attribute("data-figure", Some(id));
            }
            self.raw(">");
        }
        let (open, close) = match run.style {
            Style::Plain => ("", ""),
            Style::Strong => ("<strong>", "</strong>"),
            Style::Kai => ("<em>", "</em>"),
        };
        self.raw(open);
        self.text(&run.text);
        self.raw(close);
        if wrapped {
            self.raw(&format!("</{tag}>"));
        }
    }

    fn attachments(&mut self) {
        if self.paper.attachments.is_empty() {
            return;
        }
        self.raw("<section class=\"attachments\"><p>附件：</p><ol>");
        for name in &self.paper.attachments {
            self.line("li", "", Some(name));
        }
        self.raw("</ol></section>\n");
    }

    fn foot(&mut self) {
        if let Some(signature) = &self.paper.signature {
            self.raw("<footer class=\"signature\">\n");
            self.line("p", "", signature.issuer.as_deref());
            self.line("p", "", signature.date.as_deref());
            self.raw("</footer>\n");
        }
        if let Some(colophon) = &self.paper.colophon {
            self.raw("<footer class=\"colophon\">\n");
            self.line(
                "p",
                "",
                colophon
                    .copies
                    .as_ref()
                    .map(|copies| format!("抄送：{copies}"))
                    .as_deref(),
            );
            self.line("p", "", colophon.printer.as_deref());
            self.line(
                "p",
                "",
                colophon
                    .date
                    .as_ref()
                    .map(|date| format!("{date}印发"))
                    .as_deref(),
            );
            self.raw("</footer>\n");
        }
    }

    /// One element with only text in it, if there is any.
    fn line(&mut self, tag: &str, class: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        self.raw(&format!("<{tag}{class}>"));
        self.text(text);
        self.raw(&format!("</{tag}>\n"));
    }

    fn attribute(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        self.raw(&format!(" {name}=\""));
        self.text(value);
        self.raw("\"");
    }

    /// Markup of ours.
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Text of theirs.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                '\0' => {}
                c => self.out.push(c),
            }
        }
    }
}

/// The class that stands for an alignment.
fn class_of(align: Align) -> &'static str {
    match align {
        Align::Body => "",
        Align::Left => " class=\"left\"",
        Align::Center => " class=\"center\"",
        Align::Right => " class=\"right\"",
    }
}

/// Every byte that is not a letter or digit percent-encoded.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(markdown: &str) -> String {
        let imprint = Imprint {
            figures: Some("/figures/".into()),
            ..Imprint::default()
        };
        html(
            &Paper::from_markdown(markdown, &|id| Some(format!("<svg id='{id}'/>"))).paper,
            &imprint,
        )
    }

    #[test]
    fn a_paper_is_headings_paragraphs_tables_and_figures_as_links() {
        insta::assert_snapshot!(of("\
---
发文机关: 岔路镇人民政府
主送: 各村
署名: 岔路镇人民政府
日期: 2024-01-08
附件: 任务分解表
---
# 通知
## 目标
产值[19亿元](fig:output?period=2024)，**增长**，见[网站](https://a.example)，[近2万](comment:校核 \"实为19,640\")。

| 村 | 件数 |
|---|---|
| 湖头 | 12 |
| <  | 3 |

![走势](chart:trend)
"));
    }

    #[test]
    fn nothing_an_author_writes_becomes_markup() {
        let evil = "# <script>alert(1)</script>\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) \
                    [y](fig:a\"onmouseover=\"alert`1`) [z](comment:a\"> \"<b>\")\n\n![\"><script>](chart:c)";
        let out = of(evil);
        for bad in [
            "<script",
            "<img src=x",
            "javascript:",
            "<b>",
            "\"onmouseover=\"",
            "<svg",
        ] {
            assert!(!out.contains(bad), "{bad} in {out}");
        }
    }
}
