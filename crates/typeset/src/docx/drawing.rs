//! Charts in a Word document: the SVG for newer programs and a picture of it for older ones.

use resvg::tiny_skia::{Pixmap, Transform};

use super::xml::Xml;
use crate::error::Error;
use crate::paper::Chart;
use crate::press::Drawing;

/// Dots in an inch of the picture.
const RESOLUTION: f64 = 200.0;
/// Office's units in a point.
const EMU: f64 = 12_700.0;

/// The picture of a drawing as PNG.
pub(super) fn png(chart: &Chart, drawing: &Drawing) -> Result<Vec<u8>, Error> {
    let bad = |reason: &str| Error::BadChart {
        caption: chart.caption.clone(),
        reason: reason.to_owned(),
    };
    let dots = |points: f64| (points / 72.0 * RESOLUTION).round().max(1.0);
    let (width, height) = (dots(drawing.width), dots(drawing.height));
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or_else(|| bad("it is too large"))?;
    let scale = Transform::from_scale(
        (width / drawing.image.width()) as f32,
        (height / drawing.image.height()) as f32,
    );
    resvg::render(drawing.image.tree(), scale, &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| bad(&error.to_string()))
}

/// A drawing in a run, by the ids of its picture and its SVG. `number` is its own among the document's.
pub(super) fn inline(x: &mut Xml, chart: &Chart, drawing: &Drawing, number: usize, picture: &str, svg: &str) {
    let (cx, cy) = ((drawing.width * EMU).round(), (drawing.height * EMU).round());
    let name = format!("图{number}");
    let named: super::xml::Attributes<'_> = &[("id", &number), ("name", &name), ("descr", &chart.caption)];
    let word = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    x.element("w:drawing", &[], |x| {
        let gaps: super::xml::Attributes<'_> = &[
            ("xmlns:wp", &word),
            ("distT", &0),
            ("distB", &0),
            ("distL", &0),
            ("distR", &0),
        ];
        x.element("wp:inline", gaps, |x| {
            x.empty("wp:extent", &[("cx", &cx), ("cy", &cy)]);
            x.empty("wp:docPr", named);
            graphic(x, |x| {
                x.element("pic:nvPicPr", &[], |x| {
                    x.empty("pic:cNvPr", named);
                    x.empty("pic:cNvPicPr", &[]);
                });
                x.element("pic:blipFill", &[], |x| {
                    blip(x, picture, svg);
                    x.element("a:stretch", &[], |x| x.empty("a:fillRect", &[]));
                });
                x.element("pic:spPr", &[], |x| {
                    x.element("a:xfrm", &[], |x| {
                        x.empty("a:off", &[("x", &0), ("y", &0)]);
                        x.empty("a:ext", &[("cx", &cx), ("cy", &cy)]);
                    });
                    x.element("a:prstGeom", &[("prst", &"rect")], |x| x.empty("a:avLst", &[]));
                });
            });
        });
    });
}

fn graphic(x: &mut Xml, inside: impl FnOnce(&mut Xml)) {
    let main = "http://schemas.openxmlformats.org/drawingml/2006/main";
    let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    x.element("a:graphic", &[("xmlns:a", &main)], |x| {
        x.element("a:graphicData", &[("uri", &picture)], |x| {
            x.element("pic:pic", &[("xmlns:pic", &picture)], inside);
        });
    });
}

/// The picture, and the SVG for programs that know the extension.
fn blip(x: &mut Xml, picture: &str, svg: &str) {
    let namespace = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
    x.element("a:blip", &[("r:embed", &picture)], |x| {
        x.element("a:extLst", &[], |x| {
            x.element(
                "a:ext",
                &[("uri", &"{96DAC541-7B7A-43D3-8B79-37D633B846F1}")],
                |x| {
                    x.empty("asvg:svgBlip", &[("xmlns:asvg", &namespace), ("r:embed", &svg)]);
                },
            );
        });
    });
}
