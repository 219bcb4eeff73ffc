//! Official paper: one document as PDF, DOCX and HTML in the layout of GB/T 9704—2012.
//!
//! A [`Paper`] is written as Markdown ([`Paper::from_markdown`]) or built by hand, and comes out of
//! [`pdf`], [`docx`] or [`html`]. A draft someone else wrote is opened as a [`Draft`] and given back with
//! comments beside its text. Text is data everywhere: nothing an author writes is ever run as markup of
//! the typesetter, of Word or of the browser.
//!
//! The same paper, [`Imprint`] and fonts give the same bytes.
//!
//! ```
//! use typeset::{Imprint, Paper, html};
//!
//! let reading = Paper::from_markdown("# 关于开展巡查的通知\n\n各村：\n\n请于月底前完成。\n", &|_| None);
//! let page = html(&reading.paper, &Imprint::default());
//! assert!(page.contains("关于开展巡查的通知"));
//! ```

mod docx;
mod draft;
mod error;
mod fonts;
mod html;
mod imprint;
mod link;
mod markdown;
mod measure;
mod numbering;
mod paper;
mod press;
mod table;
mod title;
mod warning;

pub use docx::docx;
pub use draft::Draft;
pub use error::Error;
pub use fonts::{Choice, Fonts, Origin, Role};
pub use html::html;
pub use imprint::Imprint;
pub use markdown::{Reading, literal};
pub use numbering::Numbering;
pub use paper::{
    Align, Block, Cell, Chart, Colophon, Kind, Level, Paper, Paragraph, Remark, Run, Signature, Style, Table,
    Target,
};
pub use press::{Printed, pdf};
pub use warning::Warning;
