//! A row of a file as the register reads it, and where each of its fields stands, so that what is wrong is told at the
//! cell.

use super::{Outcome, Places, RowOutcome, RowProblem};
use ledger::{Problem, RecordId};
use pack::model::{FieldKind, Register};
use serde_json::{Map, Value as Json};
use sheet::{At, Change, MappedRow, Refusal, Value};

/// The column that says which record a row is, as lists are exported.
const ID: &str = "id";

/// A row on its way in.
pub(super) struct Incoming {
    /// The sheet it stands in.
    pub(super) sheet: Option<String>,
    /// Its row or line, from 1.
    pub(super) row: usize,
    /// The record it says it is.
    pub(super) id: Option<RecordId>,
    /// Its fields.
    pub(super) fields: Map<String, Json>,
    /// What is wrong with its cells.
    pub(super) problems: Vec<RowProblem>,
    /// Words that no code of a field is called by.
    pub(super) strange: Vec<(String, String)>,
    cells: Vec<(String, At)>,
}

impl Incoming {
    /// A line of JSON. What `export` writes can be read back: the fields stand inside.
    pub(super) fn of_json(row: usize, mut fields: Map<String, Json>, set: &Map<String, Json>) -> Self {
        let id = fields.remove(ID);
        if let Some(Json::Object(inner)) = fields.remove("fields") {
            fields = inner;
        }
        let mut incoming = Incoming {
            sheet: None,
            row,
            id: None,
            fields,
            problems: Vec::new(),
            strange: Vec::new(),
            cells: Vec::new(),
        };
        if let Some(text) = id.as_ref().and_then(Json::as_str) {
            incoming.name(text);
        }
        incoming.set(set);
        incoming
    }

    /// A row of a table.
    pub(super) fn of_table(
        sheet: &str,
        mapped: MappedRow,
        register: &Register,
        places: &Places,
        set: &Map<String, Json>,
    ) -> Self {
        let mut incoming = Incoming {
            sheet: Some(sheet.to_owned()),
            row: mapped.row as usize + 1,
            id: None,
            fields: Map::new(),
            problems: Vec::new(),
            strange: Vec::new(),
            cells: Vec::with_capacity(mapped.fields.len()),
        };
        for field in mapped.fields {
            let (name, at) = (field.target, field.at);
            let problem = match field.read {
                Ok(normal) if normal.value == Value::Empty => continue,
                // A text that was kept as a number is not what it was.
                Ok(normal) if normal.changes.contains(&Change::DigitsLost) => {
                    Some(unreadable(&Refusal::DigitsLost, &name))
                }
                Ok(normal) => incoming.take(&name, &normal.value, register, places).err(),
                Err(refusal) => {
                    if let Refusal::UnknownCode(word) = &refusal {
                        incoming.strange.push((name.clone(), word.clone()));
                    }
                    Some(unreadable(&refusal, &name))
                }
            };
            incoming
                .problems
                .extend(problem.map(|problem| RowProblem::new(problem, Some(at.to_string()))));
            incoming.cells.push((name, at));
        }
        let place = &register[register.place].name;
        let told =
            incoming.fields.contains_key(place) || incoming.cells.iter().any(|(name, _)| name == place);
        if let Some(heading) = mapped.heading.filter(|_| !told)
            && let Ok(code) = places.find(without_number(&heading))
        {
            incoming
                .fields
                .insert(place.clone(), Json::String(code.to_string()));
        }
        incoming.set(set);
        incoming
    }

    fn take(
        &mut self,
        name: &str,
        value: &Value,
        register: &Register,
        places: &Places,
    ) -> Result<(), Problem> {
        if name == ID {
            self.name(&value.to_string());
            return Ok(());
        }
        let json = match value {
            Value::Truth(yes) => Json::Bool(*yes),
            Value::Text(text) => match register.field(name) {
                Some((_, field)) if matches!(field.kind, FieldKind::Place) && !field.multiple => {
                    Json::String(places.find(text).map_err(|problem| problem.at(name))?.to_string())
                }
                _ => Json::String(text.to_string()),
            },
            value => Json::String(value.to_string()),
        };
        self.fields.insert(name.to_owned(), json);
        Ok(())
    }

    fn name(&mut self, text: &str) {
        match text.parse() {
            Ok(id) => self.id = Some(id),
            Err(ledger::RecordIdError(wrong)) => {
                let problem = Problem::new(
                    "id",
                    format!("“{wrong}”不是记录编号，请留空或改正"),
                    format!("“{wrong}” is no record's id; leave it out or mend it"),
                );
                self.problems.push(RowProblem::new(problem.at(ID), None));
            }
        }
    }

    /// Gives the fields that the file does not tell.
    fn set(&mut self, set: &Map<String, Json>) {
        for (name, value) in set {
            if !self.fields.contains_key(name) {
                self.fields.insert(name.clone(), value.clone());
            }
        }
    }

    /// A problem with the cell of the field it is about.
    pub(super) fn placed(&self, problem: Problem) -> RowProblem {
        let field = problem.field.as_deref().unwrap_or_default();
        let field = field.split(['[', '.']).next().unwrap_or_default();
        let cell = self.cells.iter().find(|(name, _)| name == field);
        let cell = cell.map(|(_, at)| at.to_string());
        RowProblem::new(problem, cell)
    }

    /// The row with what became of it.
    pub(super) fn outcome(&self, outcome: Outcome) -> RowOutcome {
        RowOutcome {
            sheet: self.sheet.clone(),
            row: self.row,
            outcome,
            id: None,
            changed: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(super) fn rejected(&self, problems: Vec<RowProblem>) -> RowOutcome {
        RowOutcome {
            problems,
            ..self.outcome(Outcome::Rejected)
        }
    }
}

fn unreadable(refusal: &Refusal, field: &str) -> Problem {
    Problem::new("cell", refusal.zh(), refusal.to_string()).at(field)
}

/// A heading without its number: 一、上金村, （二）湖头村, 3. 梅花村.
fn without_number(heading: &str) -> &str {
    let counts = |each: char| {
        each.is_ascii_digit() || "一二三四五六七八九十百、.．)）(（".contains(each) || each.is_whitespace()
    };
    let rest = heading.trim_start_matches(counts).trim();
    if rest.is_empty() { heading.trim() } else { rest }
}
