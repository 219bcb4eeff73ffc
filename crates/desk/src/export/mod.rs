//! Lists, figures and lineage as files: workbooks and CSV for people with titles in words, JSON and GeoJSON for programs
//! with values as they are. Sensitive values are masked in all of them.

mod figures;
mod geojson;

use crate::access::{Action, forbidden};
use crate::cells::{cell, kind};
use crate::error::DeskError;
use crate::seat::{ListAsk, Seat, write_cursor};
use crate::view::view;
use crate::writer::find;
use ledger::{Cause, Problem, Row};
use pack::model::{FieldKind, Pack, Register};
use serde_json::json;
use sheet::{Kind, List, ListColumn, WriteError, write_csv, write_xlsx};
use std::io::{Cursor, Write};
use store::{Page, StoreError};

/// Records fetched at a time.
const STRETCH: usize = 500;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// A workbook with typed cells, a header that stays in view, and filters.
    Xlsx,
    /// Text with commas, as spreadsheets read it.
    Csv,
    /// One JSON object a line.
    Json,
    /// Records on a map; lists of registers with a position, line or polygon only.
    GeoJson,
}

impl FileForm {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            FileForm::Xlsx => "xlsx",
            FileForm::Csv => "csv",
            FileForm::Json => "jsonl",
            FileForm::GeoJson => "geojson",
        }
    }

    /// Whether a list of this register can be had in it.
    #[must_use]
    pub fn fits(self, register: &Register) -> bool {
        self != FileForm::GeoJson || register.fields.iter().any(|field| on_map(&field.kind))
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            FileForm::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileForm::Csv => "text/csv; charset=utf-8",
            FileForm::Json => "application/jsonl; charset=utf-8",
            FileForm::GeoJson => "application/geo+json",
        }
    }
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Records.
    pub records: u64,
}

impl Seat {
    /// Writes a list as a file.
    ///
    /// # Errors
    /// When the seat may not export, the filter is wrong, the register has nothing on a map, or reading or writing
    /// fails.
    pub fn export(
        &self,
        register: &str,
        ask: &ListAsk,
        form: FileForm,
        zh: bool,
        out: &mut dyn Write,
    ) -> Result<Exported, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        self.may_export(register)?;
        let mut rows = Rows::of(self, pack, found, ask);
        match form {
            FileForm::Xlsx | FileForm::Csv => {
                let places = self.desk.places();
                let cells = rows.by_ref().map(|row| cells(pack, found, &places, &row, zh));
                write_list(&list(found, zh), cells, form, out)?;
            }
            FileForm::Json => {
                for row in rows.by_ref() {
                    writeln!(out, "{}", json!(view(found, &row, None))).map_err(unwritten)?;
                }
            }
            FileForm::GeoJson => geojson::write(pack, found, rows.by_ref(), zh, out)?,
        }
        rows.ended()
    }

    /// Whether the seat may take this register's list out as a file.
    ///
    /// # Errors
    /// When it may not, or there is no such register.
    pub fn may_export(&self, register: &str) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, register)?;
        if self.actor.may_somewhere(Action::Export, &pack.name) {
            return Ok(());
        }
        Err(DeskError::Refused(forbidden(Action::Export, pack, register)))
    }
}

/// The records of a list, fetched as they are asked for.
struct Rows<'a> {
    seat: &'a Seat,
    pack: &'a Pack,
    register: &'a Register,
    ask: Option<ListAsk>,
    fetched: std::vec::IntoIter<Row>,
    exported: Exported,
    failed: Option<DeskError>,
}

impl<'a> Rows<'a> {
    fn of(seat: &'a Seat, pack: &'a Pack, register: &'a Register, ask: &ListAsk) -> Self {
        Rows {
            ask: Some(ListAsk {
                limit: Some(STRETCH),
                ..ask.clone()
            }),
            fetched: Vec::new().into_iter(),
            exported: Exported::default(),
            failed: None,
            seat,
            pack,
            register,
        }
    }

    /// The next records: what may be read is not therefore to be taken out.
    fn page(&self, ask: &ListAsk) -> Result<Page, DeskError> {
        let listing = self.seat.listing(self.pack, self.register, ask)?;
        let listing = self
            .seat
            .within_reach(Action::Export, self.pack, self.register, listing)?;
        Ok(self.seat.book()?.list(self.register, &listing)?)
    }

    /// How many records there were, or why there were no more.
    fn ended(self) -> Result<Exported, DeskError> {
        self.failed.map_or(Ok(self.exported), Err)
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.fetched.next() {
                self.exported.records += 1;
                return Some(row);
            }
            let mut ask = self.ask.take()?;
            match self.page(&ask) {
                Ok(page) => {
                    self.ask = page.next.map(|next| {
                        ask.after = Some(write_cursor(&next));
                        ask
                    });
                    self.fetched = page.rows.into_iter();
                }
                Err(error) => {
                    self.failed = Some(error);
                    return None;
                }
            }
        }
    }
}

fn list(register: &Register, zh: bool) -> List {
    let own = |zh_title: &str, en: &str| ListColumn {
        title: if zh { zh_title } else { en }.to_owned(),
        kind: Kind::Text,
        unit: None,
    };
    let mut columns = vec![own("记录编号", "id")];
    if register.number.is_some() {
        columns.push(own("编号", "number"));
    }
    if register.cycle.is_some() {
        columns.push(own("状态", "state"));
    }
    columns.extend(register.fields.iter().map(|field| ListColumn {
        title: if zh {
            field.title.zh.clone()
        } else {
            field.title.en.clone()
        },
        kind: kind(field),
        unit: field.unit.as_deref().and_then(|unit| unit.parse().ok()),
    }));
    List {
        name: if zh {
            register.title.zh.clone()
        } else {
            register.title.en.clone()
        },
        columns,
    }
}

fn cells(
    pack: &Pack,
    register: &Register,
    places: &standards::PlaceTree,
    row: &Row,
    zh: bool,
) -> Vec<sheet::Value> {
    let mut cells: Vec<sheet::Value> = vec![(&*row.id.to_string()).into()];
    if register.number.is_some() {
        cells.push(row.number.as_deref().unwrap_or_default().into());
    }
    if let Some(cycle) = &register.cycle {
        let title = row.case.as_ref().map(|case| &cycle[case.state].title);
        let title = title.map(|title| if zh { &*title.zh } else { &*title.en });
        cells.push(title.unwrap_or_default().into());
    }
    let values = register.fields.iter().zip(&row.values);
    cells.extend(values.map(|(field, value)| cell(pack, places, field, value, zh)));
    cells
}

/// Writes a list as a workbook or as CSV.
fn write_list(
    list: &List,
    rows: impl Iterator<Item = Vec<sheet::Value>>,
    form: FileForm,
    out: &mut dyn Write,
) -> Result<(), DeskError> {
    let failed = |error: WriteError| unwritten(std::io::Error::other(error));
    if form == FileForm::Csv {
        return write_csv(list, rows, out).map_err(failed);
    }
    // A workbook is put together last to first, which a pipe cannot take.
    let mut whole = Cursor::new(Vec::new());
    write_xlsx(list, rows, &mut whole).map_err(failed)?;
    out.write_all(whole.get_ref()).map_err(unwritten)
}

fn unwritten(source: std::io::Error) -> DeskError {
    DeskError::Store(StoreError::File {
        path: "export".to_owned(),
        source,
    })
}

/// The refusal of a form in which this cannot be written.
fn no_such_form(zh: &str, en: &str) -> DeskError {
    DeskError::refused(Cause::Invalid, Problem::new("export.form", zh, en))
}

/// Whether a field has its place on a map.
fn on_map(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Point | FieldKind::Line | FieldKind::Polygon)
}
