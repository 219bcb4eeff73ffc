//! Lists from files: spreadsheets as offices keep them, CSV, or one JSON object a line.
//!
//! An import has three looks at a file. [`source`] opens it and says what its columns mean, [`rows`] makes fields of its
//! cells, and this module sends the rows to the writer: to try them, or to keep them. A row whose key is known brings
//! its record into line; everything that is kept goes into one batch that can be taken back. What was confirmed about a
//! header is a thing of the town and remembered.
//!
//! A file that a person sends through a page is kept as an [`upload`] from the first look to the last, and worked on by a
//! thread of its own ([`work`]); what was brought in is noted as a [`batch`], which [`back`] undoes.

mod back;
mod batch;
mod keys;
mod places;
mod plan;
mod rows;
mod source;
mod targets;
mod told;
mod upload;
mod work;

pub use back::{Left, TakenBack};
pub use batch::{Batch, BatchRecord, WentBack};
pub(crate) use places::Places;
pub use plan::Plan;
pub(crate) use targets::targets;
pub use told::{Aside, AsideKind, ColumnRead, TableRead};
pub use upload::{Stage, Upload};

use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use crate::writer::{Job, Keep, Receipt, find};
use keys::Keys;
use ledger::{Problem, RecordId};
use pack::Text;
use pack::model::{Pack, Register};
use rows::Incoming;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Receiver;

/// Most words of a field that are told as known by no code.
const STRANGE: usize = 40;
/// Rows sent to the writer together.
const STRETCH: usize = 1_000;

/// What is to become of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Nothing is written; what would become of each row is told.
    #[default]
    Preview,
    /// Each row that is accepted is written.
    Each,
    /// All rows are written, or none.
    All,
}

/// What is asked of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportAsk {
    /// The register.
    pub register: String,
    /// What is to become of the rows.
    pub mode: Mode,
    /// Only this sheet.
    pub sheet: Option<String>,
    /// What the columns mean, as a person confirmed it; none for what is remembered or proposed.
    pub plan: Option<Plan>,
    /// Takes what is proposed though a person should look at it.
    pub accept_doubts: bool,
    /// What the file is called, to be told of the batch.
    pub file_name: String,
    /// The batch to write into; none for one with a name of its own.
    pub batch: Option<String>,
}

/// What became of a row, or would.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowOutcome {
    /// The sheet it stands in; none for files without sheets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Its row in the sheet, or its line in the file, from 1.
    pub row: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// The record it made or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Fields of a known record that it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblem>,
    /// What a person should know though it was accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RowProblem>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It made a record.
    Created,
    /// It changed one.
    Updated,
    /// It says what is there already.
    Unchanged,
    /// It was not accepted.
    Rejected,
}

/// Something wrong with a row, and the cell where a person mends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Stable name for programs.
    pub code: String,
    /// The field it is about; none when it is about the row as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong and what was expected.
    pub message: Text,
    /// The cell, such as `C7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl RowProblem {
    fn new(problem: Problem, cell: Option<String>) -> Self {
        RowProblem {
            code: problem.code.to_owned(),
            field: problem.field,
            message: problem.message,
            cell,
        }
    }
}

/// What became of a file, or would.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The batch by which it can be taken back; none when nothing was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// What the columns were taken to mean; none for JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The tables that were found in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableRead>,
    /// What a person should know about how the file was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Text>,
    /// Rows that made a record.
    pub created: usize,
    /// Rows that changed one.
    pub updated: usize,
    /// Rows that changed nothing.
    pub unchanged: usize,
    /// Rows that were not accepted.
    pub rejected: usize,
    /// Words that none of a field's codes is called by, for a person to say what they mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub strange: BTreeMap<String, BTreeSet<String>>,
    /// Every row, in the order of the file.
    pub rows: Vec<RowOutcome>,
    /// The rejected rows as a workbook to be mended, for each table that has any.
    #[serde(skip)]
    pub returned: Vec<Vec<u8>>,
}

impl Seat {
    /// Brings a file's rows into a register, or tells what would become of them.
    ///
    /// # Errors
    /// When the seat may not import, the file cannot be read, its columns leave doubts that nobody has decided, or the
    /// store cannot keep it.
    pub fn import(
        &self,
        ask: &ImportAsk,
        content: &[u8],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Imported, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, register) = find(&shelf, &ask.register)?;
        self.needs_import(&ask.register)?;
        let source = self.open_source(pack, register, ask, content)?;
        if ask.mode != Mode::Preview {
            source.refuse_doubts(register, ask.accept_doubts)?;
        }
        let batch = match &ask.batch {
            Some(batch) => batch.clone(),
            None => format!("import-{}", self.desk.fresh_id()),
        };
        let mut import = Import {
            seat: self,
            pack,
            register,
            keys: Keys::new(self, register, source.key())?,
            batch: &batch,
            keep: match ask.mode {
                Mode::Preview => Keep::Nothing,
                Mode::Each => Keep::Accepted,
                Mode::All => Keep::AllOrNone,
            },
            outcomes: Vec::new(),
            strange: BTreeMap::new(),
            waiting: None,
        };
        let total = source.count();
        let stretch = if ask.mode == Mode::All {
            usize::MAX
        } else {
            STRETCH
        };
        let mut rows = source.rows(register).peekable();
        while rows.peek().is_some() {
            import.send(rows.by_ref().take(stretch).collect())?;
            progress(import.outcomes.len(), total);
        }
        import.receive()?;
        progress(import.outcomes.len(), total);
        let (outcomes, strange) = (import.outcomes, import.strange);
        drop(rows);
        let mut imported = source.told(outcomes, ask.mode, batch, register);
        imported.strange = strange;
        if imported.batch.is_some() {
            self.remember(register, imported.plan.as_ref())?;
            self.note_batch(register, ask, &imported)?;
        }
        Ok(imported)
    }
}

/// An import on its way. While the writer works on one stretch of rows, the next is made ready.
struct Import<'a> {
    seat: &'a Seat,
    pack: &'a Pack,
    register: &'a Register,
    keys: Keys,
    batch: &'a str,
    keep: Keep,
    outcomes: Vec<RowOutcome>,
    strange: BTreeMap<String, BTreeSet<String>>,
    waiting: Option<Waiting>,
}

/// Rows that the writer works on.
struct Waiting {
    rows: Vec<Prepared>,
    answers: Receiver<Vec<Result<Receipt, DeskError>>>,
}

/// A row made ready for the writer, or found wanting before.
struct Prepared {
    row: Incoming,
    /// What it is to make or change; none when it is rejected already.
    record: Option<(RecordId, bool)>,
    problems: Vec<RowProblem>,
}

impl Import<'_> {
    fn send(&mut self, rows: Vec<Incoming>) -> Result<(), DeskError> {
        let (mut prepared, mut jobs) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for row in rows {
            let (row, job) = self.prepare(row)?;
            prepared.push(row);
            jobs.extend(job);
        }
        // Nothing is kept of all or none once a row is rejected; the rest is still tried, to tell everything at once.
        let rejected = prepared.len() != jobs.len();
        let keep = match self.keep {
            Keep::AllOrNone if rejected => Keep::Nothing,
            keep => keep,
        };
        self.receive()?;
        let answers = self.seat.desk.keep_together(jobs, keep)?;
        self.waiting = Some(Waiting {
            rows: prepared,
            answers,
        });
        Ok(())
    }

    fn prepare(&mut self, mut row: Incoming) -> Result<(Prepared, Option<Job>), DeskError> {
        let rejected = |row: Incoming, problems: Vec<RowProblem>| Prepared {
            row,
            record: None,
            problems,
        };
        for (field, word) in std::mem::take(&mut row.strange) {
            let words = self.strange.entry(field).or_default();
            if words.len() < STRANGE {
                words.insert(word);
            }
        }
        let mut problems = std::mem::take(&mut row.problems);
        let fields = std::mem::take(&mut row.fields);
        let read = ledger::read_history(self.pack, self.register, fields);
        let (mut given, standing) = match read {
            Ok(read) if problems.is_empty() => read,
            Ok(_) => return Ok((rejected(row, problems), None)),
            Err(found) => {
                problems.extend(found.into_iter().map(|problem| row.placed(problem)));
                return Ok((rejected(row, problems), None));
            }
        };
        self.seat.desk.town().sealer.seal_all(self.register, &mut given)?;
        match self.keys.find(self.seat, self.register, &given, &row)? {
            Ok(known) => {
                let id = known.unwrap_or_else(|| self.seat.desk.fresh_id());
                let asked = Asked {
                    batch: Some(self.batch.to_owned()),
                    ..Asked::default()
                };
                let job = self.seat.bringing(self.register, id, given, standing, asked);
                let prepared = Prepared {
                    row,
                    record: Some((id, known.is_some())),
                    problems,
                };
                Ok((prepared, Some(job)))
            }
            Err(problem) => {
                let placed = row.placed(problem);
                Ok((rejected(row, vec![placed]), None))
            }
        }
    }

    /// Waits for the rows that the writer works on.
    fn receive(&mut self) -> Result<(), DeskError> {
        let Some(Waiting { rows, answers }) = self.waiting.take() else {
            return Ok(());
        };
        let mut answers = answers.recv().map_err(|_| DeskError::Closing)?.into_iter();
        for prepared in rows {
            let outcome = match prepared.record {
                None => prepared.row.rejected(prepared.problems),
                Some((id, known)) => match answers.next().unwrap_or(Err(DeskError::Closing)) {
                    Ok(receipt) => self.accepted(&prepared.row, id, known, receipt),
                    Err(error) if unchanged(&error) => RowOutcome {
                        id: Some(id.to_string()),
                        ..prepared.row.outcome(Outcome::Unchanged)
                    },
                    Err(DeskError::Refused(refusal)) => {
                        let problems = refusal.problems.into_iter();
                        let placed = problems.map(|problem| prepared.row.placed(problem)).collect();
                        prepared.row.rejected(placed)
                    }
                    Err(error) => return Err(error),
                },
            };
            self.outcomes.push(outcome);
        }
        Ok(())
    }

    fn accepted(&self, row: &Incoming, id: RecordId, known: bool, receipt: Receipt) -> RowOutcome {
        let changed = receipt
            .changed
            .into_iter()
            .map(|field| self.register[field].name.clone());
        RowOutcome {
            // The id of a record that is only tried means nothing.
            id: (known || self.keep != Keep::Nothing).then(|| id.to_string()),
            changed: if known { changed.collect() } else { Vec::new() },
            warnings: receipt
                .warnings
                .into_iter()
                .map(|warning| row.placed(warning))
                .collect(),
            ..row.outcome(if known { Outcome::Updated } else { Outcome::Created })
        }
    }
}

fn unchanged(error: &DeskError) -> bool {
    matches!(error, DeskError::Refused(refusal) if refusal.problems.first().is_some_and(|problem| problem.code == "unchanged"))
}
