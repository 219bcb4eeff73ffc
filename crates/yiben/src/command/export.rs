//! Lists, figures and lineage written to files.

use super::seat;
use crate::args::{Args, Export, Format, Lang};
use crate::failure::Failure;
use desk::{DeskError, Exported, FileForm, ListAsk};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn export(args: &Args, export: &Export) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    let ask = ListAsk {
        filter: export.filter.clone(),
        sort: "id".to_owned(),
        ..ListAsk::default()
    };
    let zh = args.lang == Lang::Zh;
    let exported = written(export.file.as_deref(), &mut |out| {
        seat.export(&export.register, &ask, form(export.format), zh, out)
    })?;
    tracing::info!(records = exported.records, "exported");
    Ok(ExitCode::SUCCESS)
}

/// The form of a file by its name on the command line.
pub(super) fn form(format: Format) -> FileForm {
    match format {
        Format::Csv => FileForm::Csv,
        Format::Xlsx => FileForm::Xlsx,
        Format::Json => FileForm::Json,
        Format::GeoJson => FileForm::GeoJson,
    }
}

/// Writes to a new file, or to standard output.
pub(super) fn written(
    file: Option<&Path>,
    write: &mut dyn FnMut(&mut dyn Write) -> Result<Exported, DeskError>,
) -> Result<Exported, Failure> {
    let name = file.map_or_else(|| "stdout".to_owned(), |file| file.display().to_string());
    let failed = |error| Failure::File(name.clone(), error);
    let out: Box<dyn Write> = match file {
        Some(file) => Box::new(std::fs::File::create_new(file).map_err(failed)?),
        None => Box::new(std::io::stdout()),
    };
    let mut out = BufWriter::new(out);
    let exported = write(&mut out)?;
    out.flush().map_err(failed)?;
    Ok(exported)
}
