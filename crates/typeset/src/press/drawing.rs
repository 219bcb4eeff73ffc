//! The drawings of a paper, read before it is set so that a bad one is named.

use typst::World;
use typst::comemo::Track;
use typst::foundations::Bytes;
use typst::visualize::SvgImage;

use super::world::Desk;
use crate::error::Error;
use crate::fonts::{Found, Role};
use crate::measure::{AREA_HEIGHT, AREA_WIDTH, PITCH};
use crate::paper::{Block, Paper};

/// A drawing that was read and found sound, with its size on paper.
pub(crate) struct Drawing {
    /// Its file name on the desk, by place, so that few names are ever needed.
    pub(crate) name: String,
    /// The SVG document.
    pub(crate) svg: Bytes,
    /// The drawing itself.
    pub(crate) image: SvgImage,
    /// Width on paper.
    pub(crate) width: f64,
    /// Height on paper.
    pub(crate) height: f64,
}

/// The most of the type area's height a drawing takes, so that its caption still fits.
const TALLEST: f64 = AREA_HEIGHT - 3.0 * PITCH;
/// Points in a pixel of CSS.
const PIXEL: f64 = 0.75;

/// The drawings of a paper in the order of their charts.
///
/// # Errors
/// [`Error::BadChart`] for one that cannot be read.
pub(crate) fn drawings(paper: &Paper, fonts: &Found) -> Result<Vec<Drawing>, Error> {
    let charts = paper.blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        _ => None,
    });
    let desk = Desk::bare(fonts)?;
    let world: &dyn World = &desk;
    charts
        .enumerate()
        .map(|(n, chart)| {
            let svg = Bytes::from_string(chart.svg.clone());
            let image = SvgImage::with_fonts_images(svg.clone(), world.track(), &[Role::Hei.alias()], None)
                .map_err(|_| Error::BadChart {
                caption: chart.caption.clone(),
                reason: unreadable(&chart.svg),
            })?;
            let (width, height) = (image.width() * PIXEL, image.height() * PIXEL);
            let scale = (AREA_WIDTH / width).min(TALLEST / height).min(1.0);
            Ok(Drawing {
                name: format!("chart-{n}.svg"),
                svg,
                image,
                width: width * scale,
                height: height * scale,
            })
        })
        .collect()
}

/// Why a drawing could not be read.
fn unreadable(svg: &str) -> String {
    match resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default()) {
        Err(error) => error.to_string(),
        // It is sound by itself, so it asked for something it may not have.
        Ok(_) => "it links to an image outside itself".to_owned(),
    }
}
