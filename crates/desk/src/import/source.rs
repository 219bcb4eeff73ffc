//! A file opened: which tables are in it, what their columns are taken to mean, and what a person should decide.

use super::rows::Incoming;
use super::told::{ColumnRead, TableRead, asides, returning, samples, told};
use super::{ImportAsk, Imported, Mode, Outcome, Places, Plan, RowOutcome, targets};
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::{Cause, Problem};
use pack::Text;
use pack::model::{Field, FieldKind, Pack, Register};
use serde_json::{Map, Value as Json};
use sheet::{
    Doubt, Limits, Mapping, Opened, Proposal, Sheet, Table, Target, column_letters, propose, recognise,
    tables,
};
use std::collections::BTreeMap;

/// A JSON object and the line it stands in, from 1.
type JsonLine = (usize, Map<String, Json>);

/// A file opened for a register.
pub(super) struct Source {
    targets: Vec<Target>,
    places: Places,
    plan: Plan,
    content: Content,
}

enum Content {
    Lines(Vec<JsonLine>),
    Book { opened: Opened, found: Vec<Found> },
}

/// A table of the file, and what its columns are taken to mean.
pub(super) struct Found {
    sheet: usize,
    pub(super) table: Table,
    proposal: Proposal,
    taken: bool,
}

impl Seat {
    pub(super) fn open_source(
        &self,
        pack: &Pack,
        register: &Register,
        ask: &ImportAsk,
        content: &[u8],
    ) -> Result<Source, DeskError> {
        let targets = targets(pack, register);
        let places = Places::of(&self.desk.places());
        if let Some(lines) = json_lines(content)? {
            return Ok(Source {
                targets,
                places,
                plan: ask.plan.clone().unwrap_or_else(|| Plan::of(Mapping::default())),
                content: Content::Lines(lines),
            });
        }
        let opened = sheet::open(content, &Limits::default()).map_err(|error| {
            DeskError::refused(
                Cause::Invalid,
                Problem::new("file", error.zh(), error.to_string()),
            )
        })?;
        let known: Vec<Plan> = match &ask.plan {
            Some(plan) => vec![plan.clone()],
            None => self.plans(&register.name)?,
        };
        let mut found = found(&opened, &targets, &known, ask.sheet.as_deref());
        let Some(best) = best(&found) else {
            return Err(no_table(&opened, ask.sheet.as_deref()));
        };
        let signature = found[best].proposal.signature.clone();
        for each in &mut found {
            each.taken = each.proposal.signature.likeness(&signature) > 50;
        }
        let plan = match &ask.plan {
            Some(plan) => plan.clone(),
            None => proposed(register, &found[best].proposal, &known),
        };
        Ok(Source {
            targets,
            places,
            plan,
            content: Content::Book { opened, found },
        })
    }
}

/// The tables of the sheets that are in view, with what their columns may mean.
fn found(opened: &Opened, targets: &[Target], known: &[Plan], only: Option<&str>) -> Vec<Found> {
    let mappings: Vec<Mapping> = known.iter().map(|plan| plan.mapping.clone()).collect();
    let sheets = opened.workbook.sheets.iter().enumerate();
    sheets
        .filter(|(_, sheet)| only.map_or(!sheet.hidden, |only| sheet.name == only))
        .flat_map(|(at, sheet)| tables(sheet).into_iter().map(move |table| (at, sheet, table)))
        .map(|(at, sheet, table)| {
            let signature = sheet::Signature::of(&table);
            let remembered = recognise(&mappings, &signature).map(|(mapping, _)| mapping);
            Found {
                proposal: propose(sheet, &table, targets, remembered),
                sheet: at,
                table,
                taken: false,
            }
        })
        .collect()
}

/// The table most of whose columns mean something here.
fn best(found: &[Found]) -> Option<usize> {
    let told = |found: &Found| {
        let columns = &found.proposal.columns;
        columns
            .iter()
            .filter(|column| column.choice.target.is_some())
            .count()
    };
    // Of two alike the first is taken.
    (0..found.len())
        .rev()
        .max_by_key(|at| (told(&found[*at]), found[*at].table.count()))
}

/// What is proposed, with the key and the fixed values that were confirmed for the header most like it.
fn proposed(register: &Register, proposal: &Proposal, known: &[Plan]) -> Plan {
    let choices = proposal.columns.iter().map(|column| {
        let mut choice = column.choice.clone();
        choice.repeats |= column.doubt == Some(Doubt::Repeats);
        choice
    });
    let mapping = Mapping {
        signature: proposal.signature.clone(),
        choices: choices.collect(),
    };
    let like = known
        .iter()
        .map(|plan| (plan.mapping.signature.likeness(&proposal.signature), plan))
        .filter(|(likeness, _)| *likeness > 50)
        .max_by_key(|(likeness, _)| *likeness);
    match like {
        Some((_, known)) => Plan {
            mapping,
            ..known.clone()
        },
        None => Plan {
            key: key(register, &mapping),
            ..Plan::of(mapping)
        },
    }
}

/// What tells rows apart where the register has no key of its own: everything that each of them must have, and where the
/// ledger does not tell all of that, whatever else it names them by, so that no row is taken for a record it is not.
fn key(register: &Register, mapping: &Mapping) -> Vec<String> {
    if !register.key.is_empty() {
        return Vec::new();
    }
    let told = |field: &&Field| {
        let choices = mapping.choices.iter();
        choices
            .filter_map(|choice| choice.target.as_deref())
            .any(|target| target == field.name)
    };
    let required = register.fields.iter().filter(|field| field.required);
    let whole = required
        .clone()
        .all(|field| told(&field) || field.default.is_some());
    let names = |field: &Field| {
        let names = matches!(
            field.kind,
            FieldKind::Text
                | FieldKind::Person
                | FieldKind::Phone
                | FieldKind::CitizenId
                | FieldKind::Enterprise
        );
        field.required || (!whole && names && !field.multiple)
    };
    let fields = register.fields.iter().filter(told).filter(|field| names(field));
    fields.map(|field| field.name.clone()).collect()
}

fn no_table(opened: &Opened, only: Option<&str>) -> DeskError {
    let names: Vec<&str> = opened.workbook.sheets.iter().map(|sheet| &*sheet.name).collect();
    let problem = match only.filter(|only| opened.workbook.sheet(only).is_none()) {
        Some(only) => Problem::new(
            "sheet.unknown",
            format!("没有工作表“{only}”，有：{}", names.join("、")),
            format!("there is no sheet `{only}`; there are {}", names.join(", ")),
        ),
        None => Problem::new(
            "table.none",
            "没有找到表格：表头下面至少要有一行数据",
            "no table was found: a header with at least one row below is expected",
        ),
    };
    DeskError::refused(Cause::Invalid, problem)
}

impl Source {
    /// Fields by which rows are known again; empty for the register's own key.
    pub(super) fn key(&self) -> &[String] {
        &self.plan.key
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        match &self.content {
            Content::Lines(lines) => lines.len(),
            Content::Book { found, .. } => found
                .iter()
                .filter(|found| found.taken)
                .map(|found| found.table.count())
                .sum(),
        }
    }

    /// Refuses to write while something is undecided that would change what is written.
    pub(super) fn refuse_doubts(&self, register: &Register, accept: bool) -> Result<(), DeskError> {
        let Content::Book { opened, found } = &self.content else {
            return Ok(());
        };
        let mut problems = Vec::new();
        for found in found.iter().filter(|found| found.taken) {
            let sheet = &opened.workbook.sheets[found.sheet].name;
            for column in found.proposal.columns.iter().filter(|_| !accept) {
                if let Some(doubt) = &column.doubt {
                    let doubt = told(doubt, column, &self.targets);
                    problems.push(Problem::new(
                        "column.doubt",
                        format!("工作表“{sheet}”的“{}”列：{}", column.choice.column, doubt.zh),
                        format!("sheet “{sheet}”, column “{}”: {}", column.choice.column, doubt.en),
                    ));
                }
            }
            for name in self.missing(found, register) {
                let title = register.field(name).map_or(name, |(_, field)| &*field.title.zh);
                problems.push(
                    Problem::new(
                        "column.missing",
                        format!("工作表“{sheet}”没有“{title}”列，而每条记录都须填写"),
                        format!("sheet “{sheet}” has no column for `{name}`, which every record must have"),
                    )
                    .at(name),
                );
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.into())
        }
    }

    /// Required fields that a table does not tell in any way.
    fn missing<'a>(&'a self, found: &'a Found, register: &'a Register) -> impl Iterator<Item = &'a str> {
        let told = |name: &str| {
            let choices = &self.plan.mapping.choices;
            self.plan.set.contains_key(name)
                || choices
                    .iter()
                    .any(|choice| choice.target.as_deref() == Some(name))
        };
        let grouped = |name: &str| {
            let lines = &found.table.lines;
            name == register[register.place].name
                && lines.iter().any(|line| line.kind == sheet::LineKind::Heading)
        };
        let missing = found.proposal.missing.iter().map(String::as_str);
        missing.filter(move |name| !told(name) && !grouped(name))
    }

    /// The rows that are brought in.
    pub(super) fn rows<'a>(&'a self, register: &'a Register) -> Box<dyn Iterator<Item = Incoming> + 'a> {
        let set = &self.plan.set;
        match &self.content {
            Content::Lines(lines) => Box::new(
                lines
                    .iter()
                    .map(|(at, fields)| Incoming::of_json(*at, fields.clone(), set)),
            ),
            Content::Book { opened, found } => {
                let taken = found.iter().filter(|found| found.taken);
                Box::new(taken.flat_map(move |found| {
                    let sheet = &opened.workbook.sheets[found.sheet];
                    sheet::rows(sheet, &found.table, &self.plan.mapping, &self.targets)
                        .map(move |row| Incoming::of_table(&sheet.name, row, register, &self.places, set))
                }))
            }
        }
    }

    /// The whole of what became of the file.
    pub(super) fn told(
        self,
        rows: Vec<RowOutcome>,
        mode: Mode,
        batch: String,
        register: &Register,
    ) -> Imported {
        let count = |outcome: Outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        let rejected = count(Outcome::Rejected);
        let (created, updated) = (count(Outcome::Created), count(Outcome::Updated));
        let written = match mode {
            Mode::Preview => false,
            Mode::Each => created + updated > 0,
            Mode::All => created + updated > 0 && rejected == 0,
        };
        let (mut tables, mut notices, mut returned) = (Vec::new(), Vec::new(), Vec::new());
        let mut plan = None;
        if let Content::Book { opened, found } = &self.content {
            notices.extend(opened.notices.iter().map(|notice| Text {
                zh: notice.zh(),
                en: notice.to_string(),
            }));
            for found in found {
                let sheet = &opened.workbook.sheets[found.sheet];
                tables.push(self.table_read(found, sheet, register));
                returned.extend(returning(found, sheet, &rows));
            }
            plan = Some(self.plan.clone());
        }
        Imported {
            batch: written.then_some(batch),
            plan,
            tables,
            notices,
            created,
            updated,
            unchanged: count(Outcome::Unchanged),
            rejected,
            strange: BTreeMap::new(),
            rows,
            returned,
        }
    }

    fn table_read(&self, found: &Found, sheet: &Sheet, register: &Register) -> TableRead {
        let columns = found.table.columns.iter().zip(&found.proposal.columns);
        let columns = columns.map(|(column, proposed)| {
            let choice = self.plan.mapping.choice(column);
            let sensitive = |name: &String| {
                let field = register.field(name);
                field.is_some_and(|(_, field)| field.sensitive.is_some())
            };
            let field = choice.and_then(|choice| choice.target.clone());
            // Whatever may be sensitive is not shown, though it is not taken for it yet.
            let near = proposed.candidates.iter().map(|candidate| &candidate.target);
            let samples = match near.chain(&field).any(sensitive) {
                true => Vec::new(),
                false => samples(found, sheet, column.index),
            };
            ColumnRead {
                letters: column_letters(column.index),
                header: column.name(),
                unit: found.table.unit_of(column).map(|unit| unit.to_string()),
                repeats: choice.is_some_and(|choice| choice.repeats),
                serial: column.serial,
                samples,
                ..ColumnRead::of(proposed, field, &self.targets)
            }
        });
        TableRead {
            sheet: sheet.name.clone(),
            title: found.table.title.clone(),
            header: found.table.header.to_string(),
            records: found.table.count(),
            taken: found.taken,
            columns: columns.collect(),
            missing: self.missing(found, register).map(str::to_owned).collect(),
            asides: asides(&found.table, sheet),
        }
    }
}

/// The lines of a file of JSON objects; none when the file is something else.
fn json_lines(content: &[u8]) -> Result<Option<Vec<JsonLine>>, DeskError> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let begins = content.iter().find(|byte| !byte.is_ascii_whitespace());
    let Some(text) = std::str::from_utf8(content)
        .ok()
        .filter(|_| begins == Some(&b'{'))
    else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let row = serde_json::from_str(line).map_err(|error| {
            DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "json",
                    format!("第 {} 行不是 JSON 对象：{error}", at + 1),
                    format!("line {} is no JSON object: {error}", at + 1),
                ),
            )
        })?;
        rows.push((at + 1, row));
    }
    Ok(Some(rows))
}
