//! A paper as a Word document in the same layout, for offices that go on writing in Word or WPS.
//!
//! Typefaces are only named, as the machines of offices have them; nothing is embedded.

mod body;
pub(crate) mod comments;
mod drawing;
mod ends;
pub(crate) mod package;
mod page;
pub(crate) mod runs;
mod styles;
mod table;
pub(crate) mod xml;

use jiff::Timestamp;

use crate::error::Error;
use crate::fonts::Fonts;
use crate::imprint::Imprint;
use crate::paper::Paper;
use crate::press::{Drawing, drawings};
use body::Body;
use package::Package;
use xml::Xml;

/// The namespace of Word's own elements.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of references between parts.
const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes a paper as DOCX. Fonts are only needed, and only looked for, when there are charts.
///
/// # Errors
/// When a chart is not a drawing.
pub fn docx(paper: &Paper, imprint: &Imprint, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let has_charts = paper
        .blocks
        .iter()
        .any(|block| matches!(block, crate::paper::Block::Chart(_)));
    let charts = if has_charts {
        drawings(paper, fonts.found())?
    } else {
        Vec::new()
    };
    write(paper, imprint, &charts)
}

/// Writes a paper whose drawings are already read.
fn write(paper: &Paper, imprint: &Imprint, charts: &[Drawing]) -> Result<Vec<u8>, Error> {
    let mut package = Package::default();
    package.part("styles", "styles.xml", styles::part());
    package.part("settings", "settings.xml", page::settings());
    let odd = package.part("footer", "footer1.xml", page::footer(true));
    let even = package.part("footer", "footer2.xml", page::footer(false));
    if !paper.remarks.is_empty() {
        let part = comments::part(paper.remarks.iter().enumerate(), imprint.made_at);
        package.part("comments", "comments.xml", part);
    }
    let mut body = Body {
        paper,
        imprint,
        package: &mut package,
        charts: charts.iter(),
        pictures: 0,
    };
    let content = body.content()?;
    let document = Xml::part(
        "w:document",
        &[("xmlns:w", &MAIN), ("xmlns:r", &REFERENCES)],
        |x| {
            x.element("w:body", &[], |x| {
                x.splice(&content);
                page::section(x, paper.kind, &odd, &even);
            });
        },
    );
    package.finish(&document, &core(paper, imprint))
}

/// What the file says of itself.
fn core(paper: &Paper, imprint: &Imprint) -> String {
    let made = w3c(imprint.made_at);
    Xml::part(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
            ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
        ],
        |x| {
            x.element("dc:title", &[], |x| x.text(&paper.title.replace('\n', "")));
            x.element("dc:creator", &[], |x| {
                x.text(paper.issuer.as_deref().unwrap_or_default());
            });
            x.element("dc:identifier", &[], |x| x.text(&imprint.ident));
            x.element("dc:language", &[], |x| x.text("zh-CN"));
            for name in ["dcterms:created", "dcterms:modified"] {
                x.element(name, &[("xsi:type", &"dcterms:W3CDTF")], |x| x.text(&made));
            }
        },
    )
}

/// A moment as Office writes it, to the second.
pub(crate) fn w3c(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Points as twentieths of a point.
fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}

#[cfg(test)]
mod tests;
