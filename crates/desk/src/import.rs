//! Lists from files: CSV in UTF-8 or GB18030, or one JSON object a line. Columns are known by name, title or synonym; a
//! row whose key is known updates its record; everything goes into one batch that can be taken back.

use crate::access::{Action, forbidden};
use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use crate::writer::find;
use ledger::{Cause, Problem, RecordId, key_of};
use pack::model::Register;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// Rows sent to the writer together.
const STRETCH: usize = 1_000;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write each row that is accepted.
    Each,
    /// Write all rows or none.
    All,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowOutcome {
    /// The row, from 1, the header not counted.
    pub row: usize,
    /// The record it made or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `created`, `updated`, `unchanged` or `rejected`.
    pub outcome: &'static str,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Imported {
    /// The batch, by which it can be taken back.
    pub batch: String,
    /// Rows that made a record.
    pub created: usize,
    /// Rows that changed one.
    pub updated: usize,
    /// Rows that changed nothing.
    pub unchanged: usize,
    /// Rows that were not accepted, with what is wrong.
    pub rejected: Vec<RowOutcome>,
}

impl Seat {
    /// Brings a file's rows into a register.
    ///
    /// # Errors
    /// When the seat may not import, the file has a column nobody knows, or the store cannot keep it. In
    /// [`Mode::All`] also when any row is rejected.
    pub fn import(
        &self,
        register: &str,
        content: &[u8],
        mode: Mode,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Imported, DeskError> {
        let shelf = self.desk.shelf();
        let (pack, found) = find(&shelf, register)?;
        if !self.actor.may_somewhere(Action::Import, &pack.name) {
            return Err(DeskError::Refused(forbidden(Action::Import, pack, found)));
        }
        let text = decoded(content)?;
        let rows = if text.trim_start().starts_with('{') {
            json_rows(&text)?
        } else {
            csv_rows(found, &text)?
        };
        let batch = format!("import-{}", self.desk.fresh_id());
        let total = rows.len();
        let mut imported = Imported {
            batch: batch.clone(),
            created: 0,
            updated: 0,
            unchanged: 0,
            rejected: Vec::new(),
        };
        let asked = || Asked {
            batch: Some(batch.clone()),
            ..Asked::default()
        };
        if mode == Mode::All {
            let records = rows.into_iter().map(|fields| (None, fields, asked())).collect();
            match self.create_all(register, records) {
                Ok(receipts) => imported.created = receipts.len(),
                Err(errors) => {
                    let problems = errors
                        .into_iter()
                        .flat_map(|(at, error)| {
                            error.problems().into_iter().map(move |problem| {
                                let field = problem.field.clone().unwrap_or_default();
                                problem.at(format!("row {}: {field}", at + 1))
                            })
                        })
                        .collect::<Vec<_>>();
                    return Err(problems.into());
                }
            }
            progress(total, total);
            return Ok(imported);
        }
        for (stretch, rows) in rows.chunks(STRETCH).enumerate() {
            let first = stretch * STRETCH;
            let mut fresh = Vec::new();
            for (at, fields) in rows.iter().enumerate() {
                match self.known_row(found, fields)? {
                    Some((id, version)) => {
                        let result = self.amend(register, id, version, fields.clone(), None, asked());
                        match result {
                            Ok(_) => imported.updated += 1,
                            Err(error) if unchanged(&error) => imported.unchanged += 1,
                            Err(error) => imported.rejected.push(rejected(first + at + 1, &error)),
                        }
                    }
                    None => fresh.push((first + at + 1, fields.clone())),
                }
            }
            let places: Vec<usize> = fresh.iter().map(|(row, _)| *row).collect();
            let records = fresh
                .into_iter()
                .map(|(_, fields)| (None, fields, asked()))
                .collect();
            for (row, result) in places.into_iter().zip(self.create_each(register, records)) {
                match result {
                    Ok(_) => imported.created += 1,
                    Err(error @ DeskError::Refused(_)) => imported.rejected.push(rejected(row, &error)),
                    Err(error) => return Err(error),
                }
            }
            progress((first + rows.len()).min(total), total);
        }
        imported.rejected.sort_by_key(|row| row.row);
        Ok(imported)
    }

    /// The record that a row's key names, with its version.
    fn known_row(
        &self,
        register: &Register,
        fields: &Map<String, Json>,
    ) -> Result<Option<(RecordId, u32)>, DeskError> {
        if register.key.is_empty() {
            return Ok(None);
        }
        let shelf = self.desk.shelf();
        let (pack, _) = find(&shelf, &register.name)?;
        let key_fields: Map<String, Json> = register
            .key
            .iter()
            .filter_map(|ix| {
                let name = &register[*ix].name;
                fields.get(name).map(|value| (name.clone(), value.clone()))
            })
            .collect();
        // A row whose key cannot be read is told so when it is made.
        let Ok(mut given) = ledger::read_fields(pack, register, key_fields) else {
            return Ok(None);
        };
        self.desk.town().sealer.seal_all(register, &mut given)?;
        let mut values = vec![pack::Value::Null; register.fields.len()];
        for (ix, value) in given {
            values[usize::from(ix.0)] = value;
        }
        let now = self.desk.now();
        let probe = ledger::Row {
            id: RecordId::new(now, 0),
            place: self.desk.town().code,
            number: None,
            version: 1,
            created_at: now,
            created_by: String::new(),
            changed_at: now,
            changed_by: String::new(),
            withdrawn: false,
            case: None,
            contested: Vec::new(),
            values,
        };
        let Some(key) = key_of(register, &probe) else {
            return Ok(None);
        };
        let book = self.book()?;
        let Some(id) = book.key_owner(register, &key)? else {
            return Ok(None);
        };
        Ok(book.row(register, id)?.map(|row| (id, row.version)))
    }
}

fn unchanged(error: &DeskError) -> bool {
    error
        .problems()
        .first()
        .is_some_and(|problem| problem.code == "unchanged")
}

fn rejected(row: usize, error: &DeskError) -> RowOutcome {
    RowOutcome {
        row,
        id: None,
        outcome: "rejected",
        problems: error.problems(),
    }
}

fn decoded(content: &[u8]) -> Result<String, DeskError> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    if let Ok(text) = std::str::from_utf8(content) {
        return Ok(text.to_owned());
    }
    let (text, _, wrong) = encoding_rs::GB18030.decode(content);
    if wrong {
        return Err(DeskError::refused(
            Cause::Invalid,
            Problem::new(
                "encoding",
                "文件编码无法识别：请另存为 UTF-8 或 GB18030 的 CSV",
                "the file's encoding is not known: save it as CSV in UTF-8 or GB18030",
            ),
        ));
    }
    Ok(text.into_owned())
}

fn json_rows(text: &str) -> Result<Vec<Map<String, Json>>, DeskError> {
    let mut rows = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        match serde_json::from_str::<Map<String, Json>>(line) {
            Ok(mut row) => {
                // What `export` writes can be read back: the fields stand inside.
                let inner = row.remove("fields");
                rows.push(match inner {
                    Some(Json::Object(fields)) => fields,
                    _ => row,
                });
            }
            Err(error) => {
                return Err(DeskError::refused(
                    Cause::Invalid,
                    Problem::new(
                        "json",
                        format!("第 {} 行不是 JSON 对象：{error}", at + 1),
                        format!("line {} is no JSON object: {error}", at + 1),
                    ),
                ));
            }
        }
    }
    Ok(rows)
}

fn csv_rows(register: &Register, text: &str) -> Result<Vec<Map<String, Json>>, DeskError> {
    let wrong = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        DeskError::refused(
            Cause::Invalid,
            Problem::new(
                "csv",
                format!("CSV 第 {line} 行有误：{error}"),
                format!("CSV, line {line}: {error}"),
            ),
        )
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(wrong)?.clone();
    let mut columns = Vec::with_capacity(header.len());
    let mut problems = Vec::new();
    for title in &header {
        let field = register.fields.iter().find(|field| {
            field.name == title
                || field.title.zh == title
                || field.title.en.eq_ignore_ascii_case(title)
                || field.also_called.iter().any(|other| other == title)
        });
        // What `export` adds of its own, and what the program fills, is left aside.
        let own = ["", "编号", "状态", "id", "state", "序号"].contains(&title);
        match field {
            Some(field) => columns.push(field.is_given().then(|| field.name.clone())),
            None if own => columns.push(None),
            None => problems.push(
                Problem::new(
                    "column.unknown",
                    format!("台账“{}”没有“{title}”这一列", register.title.zh),
                    format!("`{}` has no column `{title}`", register.name),
                )
                .at(title),
            ),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let row: Map<String, Json> = columns
            .iter()
            .zip(&record)
            .filter_map(|(name, text)| name.clone().map(|name| (name, Json::String(text.to_owned()))))
            .collect();
        if row
            .values()
            .any(|value| value.as_str().is_some_and(|text| !text.is_empty()))
        {
            rows.push(row);
        }
    }
    Ok(rows)
}
