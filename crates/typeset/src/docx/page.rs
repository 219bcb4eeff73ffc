//! The page of a Word document: size, margins, grid, and page numbers on odd and even pages.

use super::xml::Xml;
use super::{MAIN, twips};
use crate::measure::{
    AREA_HEIGHT, AREA_WIDTH, CELL, FOLIO_DROP, LEFT, PAGE_HEIGHT, PAGE_WIDTH, PITCH, SAN_HAO, SI_HAO, TOP,
};
use crate::paper::Kind;

/// The section: A4, the margins of the standard, a grid of 22 lines of 28 characters.
pub(super) fn section(x: &mut Xml, kind: Kind, odd: &str, even: &str) {
    x.element("w:sectPr", &[], |x| {
        x.empty("w:footerReference", &[("w:type", &"default"), ("r:id", &odd)]);
        x.empty("w:footerReference", &[("w:type", &"even"), ("r:id", &even)]);
        x.empty(
            "w:pgSz",
            &[("w:w", &twips(PAGE_WIDTH)), ("w:h", &twips(PAGE_HEIGHT))],
        );
        let bottom = PAGE_HEIGHT - TOP - AREA_HEIGHT;
        x.empty(
            "w:pgMar",
            &[
                ("w:top", &twips(TOP)),
                ("w:right", &twips(PAGE_WIDTH - LEFT - AREA_WIDTH)),
                // A little less, so that 22 lines rounded up to whole twips still fit.
                ("w:bottom", &(twips(bottom) - 10)),
                ("w:left", &twips(LEFT)),
                ("w:header", &851),
                ("w:footer", &twips(bottom - FOLIO_DROP - SI_HAO / 2.0 - 3.0)),
                ("w:gutter", &0),
            ],
        );
        if kind == Kind::Form {
            // The first page has a footer of its own, which is empty: a form of one page has no number.
            x.empty("w:titlePg", &[]);
        }
        // Word counts the grid's characters from the size of the text, in 1/4096 of a point.
        let space = ((CELL - SAN_HAO) * 4096.0).floor() as i64;
        x.empty(
            "w:docGrid",
            &[
                ("w:type", &"linesAndChars"),
                ("w:linePitch", &twips(PITCH)),
                ("w:charSpace", &space),
            ],
        );
    });
}

/// The page number with its dashes: one character in from the right on odd pages, from the left on even ones.
pub(super) fn footer(odd: bool) -> String {
    let inset = twips(SI_HAO);
    Xml::part("w:ftr", &[("xmlns:w", &MAIN)], |x| {
        x.element("w:p", &[], |x| {
            x.element("w:pPr", &[], |x| {
                x.empty("w:pStyle", &[("w:val", &"Footer")]);
                if odd {
                    x.empty("w:ind", &[("w:rightChars", &100), ("w:right", &inset)]);
                    x.empty("w:jc", &[("w:val", &"right")]);
                } else {
                    x.empty("w:ind", &[("w:leftChars", &100), ("w:left", &inset)]);
                    x.empty("w:jc", &[("w:val", &"left")]);
                }
            });
            folio(x);
        });
    })
}

/// `— 1 —` with a field for the number.
fn folio(x: &mut Xml) {
    written(x, "— ");
    field(x, " PAGE ");
    written(x, " —");
}

fn written(x: &mut Xml, text: &str) {
    x.element("w:r", &[], |x| {
        x.element("w:t", &[("xml:space", &"preserve")], |x| x.text(text));
    });
}

fn field(x: &mut Xml, code: &str) {
    mark(x, "begin");
    instruction(x, code);
    mark(x, "separate");
    written(x, "1");
    mark(x, "end");
}

fn mark(x: &mut Xml, kind: &str) {
    x.element("w:r", &[], |x| x.empty("w:fldChar", &[("w:fldCharType", &kind)]));
}

fn instruction(x: &mut Xml, code: &str) {
    x.element("w:r", &[], |x| {
        x.element("w:instrText", &[("xml:space", &"preserve")], |x| x.text(code));
    });
}

/// The settings part: odd and even pages differ, punctuation may be squeezed.
pub(super) fn settings() -> String {
    Xml::part("w:settings", &[("xmlns:w", &MAIN)], |x| {
        x.empty("w:evenAndOddHeaders", &[]);
        x.empty("w:characterSpacingControl", &[("w:val", &"compressPunctuation")]);
        x.element("w:compat", &[], |x| {
            x.empty(
                "w:compatSetting",
                &[
                    ("w:name", &"compatibilityMode"),
                    ("w:uri", &"http://schemas.microsoft.com/office/word"),
                    ("w:val", &15),
                ],
            );
        });
        x.empty(
            "w:themeFontLang",
            &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")],
        );
    })
}
