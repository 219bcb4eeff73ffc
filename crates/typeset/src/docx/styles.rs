//! The styles of a Word document: each part of official paper as a style an office can change in one place.

use super::twips;
use super::xml::Xml;
use crate::fonts::Role;
use crate::measure::{CELL, ER_HAO, PITCH, SAN_HAO, SI_HAO, TABLE_PITCH, XIAO_SI};

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    role: Role,
    size: f64,
    bold: bool,
    /// Height of a line in points; none for as high as its content.
    line: Option<f64>,
    /// `both`, `center`, `left` or `right`.
    align: &'static str,
    /// Characters the first line stands in.
    indent: u32,
    /// Place in the outline, from 0, for headings.
    outline: Option<u8>,
}

/// The body style, from which the others differ.
const BODY: Style = Style {
    id: "Body",
    name: "公文正文",
    role: Role::Body,
    size: SAN_HAO,
    bold: false,
    line: Some(PITCH),
    align: "both",
    indent: 2,
    outline: None,
};

/// A style for lines that are not paragraphs of the body.
const fn line(id: &'static str, name: &'static str, role: Role, align: &'static str) -> Style {
    Style {
        id,
        name,
        role,
        align,
        indent: 0,
        ..BODY
    }
}

/// A heading style.
const fn heading(id: &'static str, name: &'static str, role: Role, bold: bool, outline: u8) -> Style {
    Style {
        id,
        name,
        role,
        bold,
        outline: Some(outline),
        ..BODY
    }
}

/// A style for small type in tables and under drawings.
const fn small(id: &'static str, name: &'static str, role: Role, align: &'static str) -> Style {
    Style {
        size: XIAO_SI,
        line: Some(TABLE_PITCH),
        ..line(id, name, role, align)
    }
}

const STYLES: &[Style] = &[
    BODY,
    Style {
        size: ER_HAO,
        ..line("Title", "Title", Role::Title, "center")
    },
    line("Subtitle", "Subtitle", Role::Kai, "center"),
    heading("Heading1", "heading 1", Role::Hei, false, 0),
    heading("Heading2", "heading 2", Role::Kai, false, 1),
    heading("Heading3", "heading 3", Role::Body, true, 2),
    heading("Heading4", "heading 4", Role::Body, false, 3),
    Style {
        line: None,
        ..line("RedHead", "发文机关标志", Role::Title, "center")
    },
    line("Number", "发文字号", Role::Body, "center"),
    line("Recipient", "主送机关", Role::Body, "left"),
    line("Attachment", "附件说明", Role::Body, "left"),
    line("Signature", "署名日期", Role::Body, "right"),
    Style {
        size: SI_HAO,
        ..line("Colophon", "版记", Role::Body, "left")
    },
    small("TableText", "表格文字", Role::Body, "left"),
    small("TableHead", "表头", Role::Hei, "center"),
    small("Caption", "caption", Role::Hei, "center"),
    Style {
        line: None,
        ..line("Drawing", "图", Role::Body, "center")
    },
    Style {
        size: SI_HAO,
        line: Some(SI_HAO + 6.0),
        ..line("Footer", "footer", Role::Song, "left")
    },
    Style {
        size: 10.5,
        line: None,
        ..line("CommentText", "annotation text", Role::Song, "left")
    },
];

/// The styles part.
pub(super) fn part() -> String {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    Xml::part("w:styles", &[("xmlns:w", &namespace)], |x| {
        x.element("w:docDefaults", &[], |x| {
            x.element("w:rPrDefault", &[], |x| {
                x.element("w:rPr", &[], |x| type_of(x, Role::Body, SAN_HAO, false));
            });
        });
        x.element(
            "w:style",
            &[
                ("w:type", &"paragraph"),
                ("w:default", &"1"),
                ("w:styleId", &"Normal"),
            ],
            |x| {
                x.empty("w:name", &[("w:val", &"Normal")]);
                x.element("w:pPr", &[], |x| {
                    x.empty("w:widowControl", &[("w:val", &"0")]);
                    // No gap between Chinese and Latin: the line keeps to its 28 characters.
                    x.empty("w:autoSpaceDE", &[("w:val", &"0")]);
                    x.empty("w:autoSpaceDN", &[("w:val", &"0")]);
                });
                // The grid counts its characters from the size given here.
                x.element("w:rPr", &[], |x| type_of(x, Role::Body, SAN_HAO, false));
            },
        );
        for style in STYLES {
            define(x, style);
        }
    })
}

fn define(x: &mut Xml, style: &Style) {
    x.element(
        "w:style",
        &[("w:type", &"paragraph"), ("w:styleId", &style.id)],
        |x| {
            x.empty("w:name", &[("w:val", &style.name)]);
            x.empty("w:basedOn", &[("w:val", &"Normal")]);
            if style.outline.is_some() {
                x.empty("w:next", &[("w:val", &BODY.id)]);
            }
            x.empty("w:qFormat", &[]);
            x.element("w:pPr", &[], |x| {
                if style.outline.is_some() || style.id == "Title" {
                    x.empty("w:keepNext", &[]);
                }
                // Lines and characters are measured here, the same in Word, WPS and LibreOffice, which differ
                // in what they make of the grid. The section's grid is for what people add.
                x.empty("w:snapToGrid", &[("w:val", &"0")]);
                if let Some(line) = style.line {
                    x.empty("w:spacing", &[("w:line", &twips(line)), ("w:lineRule", &"exact")]);
                }
                if style.indent > 0 {
                    indent(x, style.indent);
                }
                x.empty("w:jc", &[("w:val", &style.align)]);
                if let Some(level) = style.outline {
                    x.empty("w:outlineLvl", &[("w:val", &level)]);
                }
            });
            x.element("w:rPr", &[], |x| type_of(x, style.role, style.size, style.bold));
        },
    );
}

/// A first line some characters in. Word counts in hundredths of a character and falls back to twips.
fn indent(x: &mut Xml, characters: u32) {
    let twips = twips(CELL * f64::from(characters));
    x.empty(
        "w:ind",
        &[("w:firstLineChars", &(characters * 100)), ("w:firstLine", &twips)],
    );
}

/// Typeface, weight and size.
fn type_of(x: &mut Xml, role: Role, size: f64, bold: bool) {
    face(x, role);
    if bold {
        x.empty("w:b", &[]);
    }
    if size == SAN_HAO {
        // So much closer that 28 characters fit the line, also where a program rounds the line down to a
        // whole number of millimetres' tenths; justifying spreads what is left.
        x.empty(
            "w:spacing",
            &[("w:val", &(((CELL - SAN_HAO) * 20.0).floor() - 1.0))],
        );
    }
    let half_points = (size * 2.0).round();
    x.empty("w:sz", &[("w:val", &half_points)]);
    x.empty("w:szCs", &[("w:val", &half_points)]);
    x.empty("w:lang", &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")]);
}

/// The typeface of a run, the same for Chinese and Latin, as the standard has it.
pub(super) fn face(x: &mut Xml, role: Role) {
    let name = role.office();
    x.empty(
        "w:rFonts",
        &[
            ("w:ascii", &name),
            ("w:hAnsi", &name),
            ("w:eastAsia", &name),
            ("w:cs", &name),
        ],
    );
}
