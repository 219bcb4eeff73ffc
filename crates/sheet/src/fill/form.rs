//! A form as it was sent, and filling it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::{
    FillError, WhyNot,
    blank::Blank,
    notes::{self, Note},
    package,
    patch::{self, Patch},
    scan::Scan,
    seek, stale,
    typed::{self, Content},
};
use crate::{
    grid::{At, Epoch, FileKind, Format, MOST_COLUMNS, MOST_ROWS, Sheet, Value},
    ooxml::{
        package::Package,
        styles::Style,
        workbook::{self, Contents, SheetEntry},
    },
    read::{self, Limits, ReadError},
};

/// A form as it was sent, opened for filling.
pub struct Form {
    bytes: Vec<u8>,
    limits: Limits,
    contents: Contents,
    styles: Vec<Style>,
    sheets: Vec<FormSheet>,
}

/// A sheet of a form: what it holds and the text of its part.
pub(super) struct FormSheet {
    pub(super) entry: SheetEntry,
    pub(super) text: String,
    pub(super) scan: Scan,
    pub(super) sheet: Sheet,
}

/// A value for a cell of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub at: At,
    /// The value. A number is written as it is: see [`super::suited`] for units and percent.
    pub value: Value,
    /// A note on the cell, such as where the value comes from.
    pub note: Option<String>,
}

/// A form that was filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// How many cells were filled.
    pub cells: usize,
    /// Cells that held something else before.
    pub replaced: Vec<Replaced>,
    /// What was not filled, and why.
    pub refused: Vec<Refused>,
    /// How many formulas will be computed anew when the workbook is opened.
    pub recalculated: usize,
}

/// A cell that held something else before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub at: At,
    /// What it held.
    pub before: Value,
}

/// A value that was not filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub at: At,
    /// Why.
    pub why: WhyNot,
}

/// What is to be put into one sheet.
#[derive(Default)]
struct Filling {
    contents: BTreeMap<At, Content>,
    notes: Vec<Note>,
}

impl Form {
    /// Opens a form.
    ///
    /// # Errors
    /// When it is no .xlsx workbook, is damaged, or breaks a limit.
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, FillError> {
        let opened = read::open(&bytes, limits)?;
        if opened.kind != FileKind::Xlsx {
            return Err(FillError::Kind(opened.kind));
        }
        let mut package = Package::open(&bytes, limits)?;
        let contents = workbook::contents(&mut package, limits)?;
        let styles = read::shared(&mut package, &contents)?.styles;
        let mut sheets = Vec::new();
        for (entry, sheet) in contents.sheets.iter().zip(opened.workbook.sheets) {
            let missing = || ReadError::damaged(&entry.part, "the part is missing");
            let text = package.text(&entry.part)?.ok_or_else(missing)?;
            let scan = Scan::of(&text, &entry.part)?;
            sheets.push(FormSheet {
                entry: entry.clone(),
                text,
                scan,
                sheet,
            });
        }
        drop(package);
        Ok(Self {
            bytes,
            limits: limits.clone(),
            contents,
            styles,
            sheets,
        })
    }

    /// The sheets as they were read.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().map(|sheet| &sheet.sheet)
    }

    /// The blanks of the form: single cells beside labels, tables with a row for each place or figure, tables of records.
    #[must_use]
    pub fn blanks(&self) -> Vec<Blank> {
        self.sheets
            .iter()
            .filter(|sheet| !sheet.entry.hidden)
            .flat_map(|sheet| seek::find(self, sheet))
            .collect()
    }

    /// What the number format of a cell is made for, whether it holds anything or not.
    #[must_use]
    pub fn format(&self, sheet: &str, at: At) -> Format {
        let sheet = self.sheets.iter().find(|known| known.entry.name == sheet);
        sheet.map_or(Format::General, |sheet| {
            self.style(sheet, at)
                .map_or(Format::General, |style| style.format)
        })
    }

    /// The style of a cell.
    pub(super) fn style(&self, sheet: &FormSheet, at: At) -> Option<Style> {
        let style = sheet.scan.style(at).and_then(|style| usize::try_from(style).ok());
        self.styles.get(style.unwrap_or(0)).copied()
    }

    fn epoch(&self) -> Epoch {
        self.contents.epoch
    }

    /// Fills cells. What cannot be filled is told and all else filled nevertheless. `author` signs the notes.
    ///
    /// # Errors
    /// When the workbook cannot be put together again.
    pub fn fill(&self, entries: &[Entry], author: &str) -> Result<Filled, FillError> {
        let mut filled = Filled {
            bytes: Vec::new(),
            cells: 0,
            replaced: Vec::new(),
            refused: Vec::new(),
            recalculated: 0,
        };
        let mut fillings: Vec<Filling> = self.sheets.iter().map(|_| Filling::default()).collect();
        let places: HashMap<&str, usize> = self
            .sheets
            .iter()
            .enumerate()
            .map(|(at, sheet)| (sheet.entry.name.as_str(), at))
            .collect();
        for entry in entries {
            let place = places.get(entry.sheet.as_str()).copied();
            let sheet = place.and_then(|place| self.sheets.get(place));
            let outcome = match (sheet, place.and_then(|place| fillings.get_mut(place))) {
                (Some(sheet), Some(filling)) => self.take(sheet, filling, entry),
                _ => Err(WhyNot::NoSheet),
            };
            let place = || (entry.sheet.clone(), entry.at);
            match outcome {
                Ok(Value::Empty) => {}
                Ok(before) => filled.replaced.push(Replaced {
                    sheet: place().0,
                    at: entry.at,
                    before,
                }),
                Err(why) => filled.refused.push(Refused {
                    sheet: place().0,
                    at: entry.at,
                    why,
                }),
            }
        }
        filled.cells = fillings.iter().map(|filling| filling.contents.len()).sum();
        self.write(&fillings, author, &mut filled)?;
        Ok(filled)
    }

    /// Takes an entry among those to be written, and tells what the cell held before.
    fn take(&self, sheet: &FormSheet, filling: &mut Filling, entry: &Entry) -> Result<Value, WhyNot> {
        let (at, scan) = (entry.at, &sheet.scan);
        if at.row >= MOST_ROWS || at.column >= MOST_COLUMNS {
            return Err(WhyNot::NoCell);
        }
        let cell = scan.cell(at);
        if cell.is_some_and(|cell| cell.formula.is_some()) || scan.arrays.iter().any(|area| area.contains(at))
        {
            return Err(WhyNot::Formula);
        }
        if let Some(block) = scan
            .merges
            .iter()
            .find(|block| block.contains(at) && block.first != at)
        {
            return Err(WhyNot::Merged { into: block.first });
        }
        let style = self.style(sheet, at);
        if scan.protected && !style.is_some_and(|style| style.unlocked) {
            return Err(WhyNot::Locked);
        }
        let list = scan
            .lists
            .iter()
            .find(|(cells, _)| cells.iter().any(|block| block.contains(at)));
        if let Some((_, list)) =
            list.filter(|(_, list)| entry.value != Value::Empty && !list.contains(&entry.value.to_string()))
        {
            return Err(WhyNot::NotOnList { list: list.clone() });
        }
        let format = style.map_or(Format::General, |style| style.format);
        let content = typed::content(&entry.value, format, self.epoch(), &scan.prefix)?;
        if filling.contents.contains_key(&at) {
            return Err(WhyNot::Twice);
        }
        filling.contents.insert(at, content);
        filling.notes.extend(entry.note.as_ref().map(|text| Note {
            at,
            text: text.clone(),
        }));
        Ok(sheet.sheet.value(at).clone())
    }

    /// Puts the workbook together again with what changes in it.
    fn write(&self, fillings: &[Filling], author: &str, filled: &mut Filled) -> Result<(), FillError> {
        let mut package = Package::open(&self.bytes, &self.limits)?;
        let mut changes = package::Changes::default();
        let cells: Vec<Vec<At>> = fillings
            .iter()
            .map(|filling| filling.contents.keys().copied().collect())
            .collect();
        let stale = self.stale(&cells);
        filled.recalculated = stale.iter().map(Vec::len).sum();
        for ((sheet, filling), stale) in self.sheets.iter().zip(fillings).zip(&stale) {
            let mut patch = Patch::default();
            patch::put(&mut patch, &sheet.text, &sheet.scan, &filling.contents);
            let kept: BTreeSet<&At> = filling.contents.keys().collect();
            for at in stale.iter().filter(|at| !kept.contains(at)) {
                if let Some(span) = sheet.scan.cell(*at).and_then(|cell| cell.value.clone()) {
                    patch.replace(span, String::new());
                }
            }
            if !filling.notes.is_empty() {
                let refused = notes::add(
                    &mut package,
                    &mut changes,
                    &mut patch,
                    sheet,
                    &filling.notes,
                    author,
                )?;
                let refused = refused.into_iter().map(|at| (sheet.entry.name.clone(), at));
                filled.refused.extend(refused.map(|(sheet, at)| Refused {
                    sheet,
                    at,
                    why: WhyNot::NoteKept,
                }));
            }
            if !patch.is_empty() {
                changes.put(&sheet.entry.part, patch.apply(&sheet.text));
            }
        }
        if filled.recalculated > 0 {
            let text = package.text(&self.contents.part)?.unwrap_or_default();
            changes.put(&self.contents.part, package::computing_anew(&text));
        }
        filled.bytes = changes.write(&mut package)?;
        Ok(())
    }

    fn stale(&self, cells: &[Vec<At>]) -> Vec<Vec<At>> {
        if cells.iter().all(Vec::is_empty) {
            return vec![Vec::new(); cells.len()];
        }
        let scans: Vec<&Scan> = self.sheets.iter().map(|sheet| &sheet.scan).collect();
        let names: Vec<String> = self.sheets.iter().map(|sheet| sheet.entry.name.clone()).collect();
        stale::stale(&scans, &names, &self.contents.defined, cells)
    }
}
