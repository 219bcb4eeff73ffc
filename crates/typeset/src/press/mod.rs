//! The press: a paper as PDF through Typst.
//!
//! [`sheet`] turns the paper into plain data, `official.typ` lays that data out, [`world`] gives the
//! typesetter these two, the [`drawing`]s and the fonts and nothing else, [`proof`] reads the finished pages back.

mod drawing;
mod proof;
mod sheet;
mod world;

use jiff::tz::Offset;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};

use crate::error::Error;
use crate::fonts::Fonts;
use crate::imprint::Imprint;
use crate::paper::Paper;
use crate::warning::Warning;

pub(crate) use drawing::{Drawing, drawings};
pub(crate) use sheet::{addressed, printable};
pub(crate) use world::Desk;

/// How many papers a remembered piece of layout outlives its last use.
const REMEMBERED: usize = 2;
/// China Standard Time, in hours and in minutes east of Greenwich.
const CHINA: (i8, i32) = (8, 480);

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Fonts that stand in and characters that were borrowed or are missing.
    pub warnings: Vec<Warning>,
}

/// Sets a paper as PDF.
///
/// # Errors
/// When a chart is not a drawing.
pub fn pdf(paper: &Paper, imprint: &Imprint, fonts: &Fonts) -> Result<Printed, Error> {
    let document = set(paper, imprint, fonts)?;
    let bytes = typst_pdf::pdf(&document, &options(imprint)).map_err(|errors| refused(&errors))?;
    let mut warnings = fonts.warnings();
    warnings.extend(proof::glyph_warnings(&document, fonts.found()));
    typst::comemo::evict(REMEMBERED);
    Ok(Printed {
        bytes,
        pages: document.pages().len(),
        warnings,
    })
}

/// Lays the pages out.
fn set(paper: &Paper, imprint: &Imprint, fonts: &Fonts) -> Result<PagedDocument, Error> {
    let found = fonts.found();
    let charts = drawings(paper, found)?;
    let sheet = sheet::Sheet::of(paper, imprint, found, &charts);
    let desk = Desk::new(found, &sheet, &charts)?;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    output.map_err(|errors| refused(&errors))
}

/// What the PDF says of itself. Nothing in it depends on when and where it is made.
fn options(imprint: &Imprint) -> PdfOptions {
    let civil = Offset::constant(CHINA.0).to_datetime(imprint.made_at);
    let datetime = (|| {
        let part = |n: i8| u8::try_from(n).ok();
        Datetime::from_ymd_hms(
            i32::from(civil.year()),
            part(civil.month())?,
            part(civil.day())?,
            part(civil.hour())?,
            part(civil.minute())?,
            part(civil.second())?,
        )
    })();
    PdfOptions {
        ident: Smart::Custom(imprint.ident.clone()),
        creator: Smart::Custom(Some("Yiben 一本账".to_owned())),
        timestamp: datetime.and_then(|datetime| Timestamp::new_local(datetime, CHINA.1)),
        page_ranges: None,
        standards: PdfStandards::default(),
        tagged: true,
        pretty: false,
    }
}

/// The typesetter's reasons as an error.
fn refused(errors: &[SourceDiagnostic]) -> Error {
    let reason = errors
        .iter()
        .map(|error| error.message.to_string())
        .collect::<Vec<_>>()
        .join("; ");
    Error::Typesetting { reason }
}

#[cfg(test)]
mod tests;
