//! Above and below the body of a Word document: head, title and recipient; attachments, signature, colophon.

use super::body::{Body, blank, line, paragraph};
use super::twips;
use super::xml::Xml;
use crate::measure::{
    AREA_WIDTH, CELL, HEAD_DROP, RULE_DROP, SI_HAO, SUBTITLE_LINE, TITLE_LINE, head_size, signature_insets,
};
use crate::paper::{Colophon, Kind, Run, Signature};
use crate::press::addressed;
use crate::title;

/// Eighths of a point, in which Word measures rules.
const EIGHTHS: f64 = 8.0;
/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

impl Body<'_> {
    /// Everything above the body.
    pub(super) fn head(&mut self, x: &mut Xml) {
        let paper = self.paper;
        let number = paper.number.as_deref();
        match (&paper.issuer, paper.kind) {
            (Some(issuer), Kind::Official) => red_head(x, issuer, number.unwrap_or_default()),
            (Some(issuer), Kind::Form) => line(x, "Title", issuer),
            (None, _) => {}
        }
        let lines = title::lines(&paper.title, TITLE_LINE);
        for text in &lines {
            line(x, "Title", text);
        }
        if paper.issuer.is_none()
            && paper.kind == Kind::Official
            && let Some(number) = number
        {
            line(x, "Number", number);
        }
        for text in paper
            .subtitle
            .iter()
            .flat_map(|text| title::lines(text, SUBTITLE_LINE))
        {
            line(x, "Subtitle", &text);
        }
        if !lines.is_empty() {
            blank(x, 1);
        }
        if paper.kind == Kind::Form
            && let Some(number) = number
        {
            let right = |x: &mut Xml| x.empty("w:jc", &[("w:val", &"right")]);
            paragraph(x, "Number", right, |x| super::runs::text(x, &Run::plain(number)));
        }
        if let Some(recipient) = &paper.recipient {
            line(x, "Recipient", &addressed(recipient));
        }
    }

    /// Everything below the body.
    pub(super) fn foot(&mut self, x: &mut Xml) {
        let paper = self.paper;
        attachments(x, &paper.attachments);
        if let Some(signature) = &paper.signature {
            blank(x, if paper.kind == Kind::Form { 1 } else { 2 });
            signed(x, signature);
        }
        if let Some(entries) = &paper.colophon {
            colophon(x, entries);
        }
    }
}

/// The red head: 发文机关标志, two empty lines, 发文字号 over the red rule, two empty lines.
fn red_head(x: &mut Xml, issuer: &str, number: &str) {
    let size = head_size(issuer);
    let drop = |x: &mut Xml| {
        let height = twips(size * 1.1);
        x.empty(
            "w:spacing",
            &[
                ("w:before", &twips(HEAD_DROP)),
                ("w:line", &height),
                ("w:lineRule", &"exact"),
            ],
        );
    };
    paragraph(x, "RedHead", drop, |x| {
        x.element("w:r", &[], |x| {
            x.element("w:rPr", &[], |x| {
                // A little smaller than the line, which other typefaces may fill sooner.
                let half_points = (size * 2.0 * 0.98).floor();
                x.empty("w:color", &[("w:val", &"FF0000")]);
                x.empty("w:spacing", &[("w:val", &0)]);
                x.empty("w:sz", &[("w:val", &half_points)]);
                x.empty("w:szCs", &[("w:val", &half_points)]);
            });
            x.element("w:t", &[], |x| x.text(issuer));
        });
    });
    blank(x, 2);
    let ruled = |x: &mut Xml| {
        x.element("w:pBdr", &[], |x| {
            let gap = RULE_DROP.round();
            let thickness = 1.5 * EIGHTHS;
            let rule: super::xml::Attributes<'_> = &[
                ("w:val", &"single"),
                ("w:sz", &thickness),
                ("w:space", &gap),
                ("w:color", &"FF0000"),
            ];
            x.empty("w:bottom", rule);
        });
    };
    paragraph(x, "Number", ruled, |x| super::runs::text(x, &Run::plain(number)));
    blank(x, 2);
}

/// 附件说明: an empty line, then the names under one another.
fn attachments(x: &mut Xml, names: &[String]) {
    if names.is_empty() {
        return;
    }
    blank(x, 1);
    let many = names.len() > 1;
    let numbered = u32::from(many);
    for (n, name) in names.iter().enumerate() {
        // Two characters in, three for 附件：, one for the number.
        let (left, hanging) = (5 + numbered, if n == 0 { 3 + numbered } else { numbered });
        let indent = |x: &mut Xml| {
            let wide = |characters: u32| twips(CELL * f64::from(characters));
            x.empty(
                "w:ind",
                &[
                    ("w:leftChars", &(left * 100)),
                    ("w:left", &wide(left)),
                    ("w:hangingChars", &(hanging * 100)),
                    ("w:hanging", &wide(hanging)),
                ],
            );
        };
        let label = if n == 0 { "附件：" } else { "" };
        let number = if many {
            format!("{}.", n + 1)
        } else {
            String::new()
        };
        let text = Run::plain(format!("{label}{number}{name}"));
        paragraph(x, "Attachment", indent, |x| super::runs::text(x, &text));
    }
}

/// 署名 and 成文日期, kept together.
fn signed(x: &mut Xml, signature: &Signature) {
    let issuer = signature.issuer.as_deref().unwrap_or_default();
    let date = signature.date.as_deref().unwrap_or_default();
    let (issuer_inset, date_inset) = signature_insets(issuer, date);
    for (text, inset, last) in [(issuer, issuer_inset, false), (date, date_inset, true)] {
        if text.is_empty() {
            continue;
        }
        let properties = |x: &mut Xml| {
            if !last {
                x.empty("w:keepNext", &[]);
            }
            let hundredths = (inset * 100.0).round();
            x.empty(
                "w:ind",
                &[("w:rightChars", &hundredths), ("w:right", &twips(inset * CELL))],
            );
        };
        paragraph(x, "Signature", properties, |x| {
            super::runs::text(x, &Run::plain(text));
        });
    }
}

/// 版记: a table without sides that stands at the foot of the type area.
fn colophon(x: &mut Xml, colophon: &Colophon) {
    let printed = colophon
        .date
        .as_ref()
        .map(|date| format!("{date}印发"))
        .unwrap_or_default();
    let printer = colophon.printer.clone().unwrap_or_default();
    let copies = colophon
        .copies
        .as_ref()
        .map(|copies| format!("抄送：{}。", copies.trim_end_matches('。')));
    let last = (!printer.is_empty() || !printed.is_empty()).then_some((printer, printed));
    let width = twips(AREA_WIDTH);
    x.element("w:tbl", &[], |x| {
        x.element("w:tblPr", &[], |x| {
            x.empty(
                "w:tblpPr",
                &[
                    ("w:horzAnchor", &"margin"),
                    ("w:vertAnchor", &"margin"),
                    ("w:tblpXSpec", &"center"),
                    ("w:tblpYSpec", &"bottom"),
                ],
            );
            x.empty("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
            x.element("w:tblBorders", &[], |x| {
                // 首末条 0.35 mm, 中间 0.25 mm, section 7.4.1.
                for (side, thickness) in [("w:top", 0.35), ("w:bottom", 0.35), ("w:insideH", 0.25)] {
                    let size = (thickness * MM * EIGHTHS).round();
                    x.empty(
                        side,
                        &[
                            ("w:val", &"single"),
                            ("w:sz", &size),
                            ("w:space", &0),
                            ("w:color", &"000000"),
                        ],
                    );
                }
            });
            x.empty("w:tblLayout", &[("w:type", &"fixed")]);
        });
        x.element("w:tblGrid", &[], |x| x.empty("w:gridCol", &[("w:w", &width)]));
        if let Some(copies) = copies {
            row(x, width, &copies, "", last.is_some());
        }
        if let Some((printer, printed)) = last {
            row(x, width, &printer, &printed, false);
        }
    });
    super::body::spacer(x);
}

/// A line of the colophon, one character in on both sides; `keep` holds it to the next.
fn row(x: &mut Xml, width: i64, left: &str, right: &str, keep: bool) {
    let inset = twips(SI_HAO);
    x.element("w:tr", &[], |x| {
        x.element("w:trPr", &[], |x| x.empty("w:cantSplit", &[]));
        x.element("w:tc", &[], |x| {
            x.element("w:tcPr", &[], |x| {
                x.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            });
            let indent = |x: &mut Xml| {
                if keep {
                    x.empty("w:keepNext", &[]);
                }
                if right.is_empty() {
                    let hanging = inset * 3;
                    x.empty(
                        "w:ind",
                        &[
                            ("w:left", &(inset + hanging)),
                            ("w:right", &inset),
                            ("w:hanging", &hanging),
                        ],
                    );
                } else {
                    x.element("w:tabs", &[], |x| {
                        x.empty("w:tab", &[("w:val", &"right"), ("w:pos", &(width - inset - 216))]);
                    });
                    x.empty("w:ind", &[("w:left", &inset), ("w:right", &inset)]);
                }
            };
            let text = if right.is_empty() {
                left.to_owned()
            } else {
                format!("{left}\t{right}")
            };
            paragraph(x, "Colophon", indent, |x| super::runs::text(x, &Run::plain(text)));
        });
    });
}
