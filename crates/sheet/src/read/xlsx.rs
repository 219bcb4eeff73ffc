//! Office Open XML workbooks.
//!
//! Read by one pass over each worksheet, which yields values, formats, merged rectangles, hidden rows and formulas at once and holds
//! the limits on the bytes as they unpack.

use super::{Limits, Notice, Opened, ReadError};
use crate::{
    grid::{FileKind, Sheet, Workbook},
    ooxml::{
        package::Package,
        strings, styles,
        workbook::{self, Contents},
        worksheet::{self, Shared},
    },
};

/// Opens an .xlsx workbook.
pub(super) fn open(mut package: Package<'_>, limits: &Limits) -> Result<Opened, ReadError> {
    let contents = workbook::contents(&mut package, limits)?;
    let shared = shared(&mut package, &contents)?;
    let mut notices: Vec<Notice> = contents
        .outside
        .iter()
        .map(|target| Notice::OutsideLink {
            target: target.clone(),
        })
        .collect();
    if package.names().any(|name| name.ends_with("vbaproject.bin")) {
        notices.push(Notice::Macros);
    }
    let mut workbook = Workbook {
        epoch: contents.epoch,
        ..Workbook::default()
    };
    let mut room = limits.cells;
    for entry in &contents.sheets {
        let mut sheet = Sheet {
            name: entry.name.clone(),
            hidden: entry.hidden,
            ..Sheet::default()
        };
        let Some(mut xml) = package.xml(&entry.part)? else {
            return Err(ReadError::damaged(&entry.part, "the part is missing"));
        };
        let remarks = worksheet::read(&mut xml, &shared, &mut sheet, &mut room, limits)?;
        notices.extend(Notice::of_hidden(&sheet));
        notices.extend(remarks.uncalculated.map(|(count, first)| Notice::Uncalculated {
            sheet: sheet.name.clone(),
            count,
            first,
        }));
        workbook.sheets.push(sheet);
    }
    Ok(Opened {
        kind: FileKind::Xlsx,
        workbook,
        notices,
    })
}

/// What the cells of all sheets refer to.
pub(crate) fn shared(package: &mut Package<'_>, contents: &Contents) -> Result<Shared, ReadError> {
    let mut shared = Shared {
        strings: Vec::new(),
        styles: Vec::new(),
        epoch: contents.epoch,
    };
    if let Some(part) = &contents.strings
        && let Some(mut xml) = package.xml(part)?
    {
        shared.strings = strings::shared(&mut xml)?;
    }
    if let Some(part) = &contents.styles
        && let Some(mut xml) = package.xml(part)?
    {
        shared.styles = styles::styles(&mut xml)?;
    }
    Ok(shared)
}
