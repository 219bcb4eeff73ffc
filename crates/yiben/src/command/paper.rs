//! Papers: of a record, and whatever other commands set.

use super::{seat, write_file};
use crate::args::{Args, Lang};
use crate::failure::Failure;
use desk::{DeskError, Manuscript, PaperForm, Press};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(clap::Args)]
pub(crate) struct Paper {
    /// The register 台账
    register: String,
    /// The record 记录
    id: String,
    /// Name of the document; those there are if left out 文书
    document: Option<String>,
    #[command(flatten)]
    outputs: Outputs,
}

/// Where a paper is written.
#[derive(clap::Args, Default)]
pub(crate) struct Outputs {
    /// Writes PDF in the layout of GB/T 9704 公文 PDF
    #[arg(long, value_name = "OUT")]
    pub(crate) pdf: Option<PathBuf>,
    /// Writes a Word document of the same layout 公文 Word
    #[arg(long, value_name = "OUT")]
    pub(crate) docx: Option<PathBuf>,
    /// Writes a page on which figures lead to their records 网页
    #[arg(long, value_name = "OUT")]
    pub(crate) html: Option<PathBuf>,
    /// What stands before the address of a figure 指标页地址
    #[arg(long, default_value = "/indicators/", value_name = "URL")]
    pub(crate) figures: String,
}

impl Outputs {
    pub(crate) fn is_empty(&self) -> bool {
        self.pdf.is_none() && self.docx.is_none() && self.html.is_none()
    }
}

/// The press of this program; none in a program built without papers.
#[cfg(feature = "paper")]
#[expect(clippy::unnecessary_wraps, reason = "a program may be built without papers")]
pub(crate) fn press(args: &Args) -> Option<Arc<dyn Press>> {
    Some(Arc::new(crate::press::Typesetter::of(&args.data)))
}

/// The press of this program; none in a program built without papers.
#[cfg(not(feature = "paper"))]
pub(crate) fn press(_: &Args) -> Option<Arc<dyn Press>> {
    None
}

pub(crate) fn needed(args: &Args) -> Result<Arc<dyn Press>, Failure> {
    press(args).ok_or_else(|| {
        Failure::Usage(
            "本程序未带排版功能，请使用完整版".to_owned(),
            "this program was built without papers; use the full one".to_owned(),
        )
    })
}

/// Writes a manuscript in every form asked for.
pub(crate) fn write(args: &Args, manuscript: &Manuscript, outputs: &Outputs) -> Result<(), Failure> {
    if outputs.is_empty() {
        return Ok(());
    }
    let press = needed(args)?;
    let forms = [
        (&outputs.pdf, PaperForm::Pdf),
        (&outputs.docx, PaperForm::Docx),
        (&outputs.html, PaperForm::Html),
    ];
    for (out, form) in forms {
        let Some(out) = out else { continue };
        // On paper a figure is text; on a page it leads to its records.
        let manuscript = Manuscript {
            figures: (form == PaperForm::Html).then(|| outputs.figures.clone()),
            ..manuscript.clone()
        };
        let paper = press.set(&manuscript, form).map_err(DeskError::from)?;
        write_file(out, &paper.bytes)?;
        told(args, out, paper.pages);
        for warning in paper.warnings {
            anstream::eprintln!("{}", args.lang.pick(&warning.zh, &warning.en));
        }
    }
    Ok(())
}

fn told(args: &Args, out: &Path, pages: Option<usize>) {
    if args.json {
        return;
    }
    let out = out.display();
    match (pages, args.lang) {
        (Some(pages), Lang::Zh) => anstream::println!("已写出 {out}（{pages} 页）"),
        (None, Lang::Zh) => anstream::println!("已写出 {out}"),
        (Some(pages), Lang::En) => anstream::println!("{out}, {pages} pages"),
        (None, Lang::En) => anstream::println!("{out}"),
    }
}

pub(super) fn paper(args: &Args, paper: &Paper) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let Some(document) = &paper.document else {
        for (name, title) in seat.documents(&paper.register)? {
            anstream::println!("{name}  {}", args.lang.pick(&title.zh, &title.en));
        }
        return Ok(ExitCode::SUCCESS);
    };
    let id = super::record::record_id(&paper.id)?;
    let press = needed(args)?;
    let manuscript = seat.paper(&paper.register, id, document, &*press)?;
    if paper.outputs.is_empty() {
        anstream::println!("{}", manuscript.markdown);
    }
    write(args, &manuscript, &paper.outputs)?;
    Ok(ExitCode::SUCCESS)
}
