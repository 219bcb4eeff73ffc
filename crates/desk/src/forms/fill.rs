//! Filling a form for a period.

use super::filled::{CellSource, FillAsk, FilledCell, FormFilled, Unfilled, note};
use super::part::{Part, Show, Stretch};
use super::plan::{Answer, FormPlan, Give};
use super::records::Listed;
use super::sent;
use super::why::{gone, other_unit, unknown, unreported, unsure, words_title};
use crate::cells::place_name;
use crate::error::DeskError;
use crate::figures::Ask;
use crate::import::Places;
use crate::seat::Seat;
use ledger::Seq;
use pack::{Shelf, Text};
use quantity::Period;
use rust_decimal::Decimal;
use sheet::{About, At, Blank, Entry, Form, Format, Grid, GridKind, Single, Unit, suited};
use standards::{PlaceCode, PlaceTree};
use std::collections::HashMap;
use std::sync::Arc;

/// Who signs the notes on filled cells.
const AUTHOR: &str = "一本账";

impl Seat {
    /// Fills a form for a period.
    ///
    /// # Errors
    /// When the seat may not export, see a figure or reveal what the form declares to need, there is no such form, or
    /// the store cannot be read.
    pub fn fill_form(&self, name: &str, ask: &FillAsk) -> Result<FormFilled, DeskError> {
        let plan = self.form_plan(name)?;
        let form = self.workbook(&plan)?;
        let blanks = form.blanks();
        let mut filling = Filling::new(self, &plan, &form, ask);
        for (at, blank) in blanks.iter().enumerate() {
            let answers: Vec<&Answer> = plan.answers.iter().filter(|answer| answer.blank == at).collect();
            match blank {
                Blank::Single(single) => filling.single(single, &answers)?,
                Blank::Grid(grid) => filling.grid(grid, &answers)?,
                Blank::Records(records) => filling.records(records, &answers)?,
            }
        }
        let filled = filling.write()?;
        let filled = self.compared(name, ask.period, filled)?;
        if ask.send {
            self.keep_sent(name, ask.period, &filled)?;
        }
        Ok(filled)
    }
}

/// A form being filled.
pub(super) struct Filling<'a> {
    pub(super) seat: &'a Seat,
    pub(super) plan: &'a FormPlan,
    pub(super) ask: &'a FillAsk,
    pub(super) shelf: Arc<Shelf>,
    pub(super) places: Arc<PlaceTree>,
    form: &'a Form,
    by_name: Places,
    figures: HashMap<String, (Option<Decimal>, i64, Seq)>,
    entries: Vec<Entry>,
    cells: Vec<FilledCell>,
    unfilled: Vec<Unfilled>,
}

impl<'a> Filling<'a> {
    fn new(seat: &'a Seat, plan: &'a FormPlan, form: &'a Form, ask: &'a FillAsk) -> Self {
        let places = seat.desk.places();
        Filling {
            by_name: Places::of(&places),
            shelf: seat.desk.shelf(),
            figures: HashMap::new(),
            entries: Vec::new(),
            cells: Vec::new(),
            unfilled: Vec::new(),
            seat,
            plan,
            ask,
            places,
            form,
        }
    }

    fn single(&mut self, single: &Single, answers: &[&Answer]) -> Result<(), DeskError> {
        let spot = Spot {
            sheet: &single.sheet,
            at: single.at,
            path: &single.path,
            unit: single.unit,
            format: single.format,
        };
        let answer = answers.first();
        if let Some(Give::Figure(part)) = answer.filter(|answer| answer.sure).map(|answer| &answer.give) {
            return self.figure(&spot, part);
        }
        match self.words(answer.copied()) {
            Ok(Some(words)) => {
                let value = single.completed(&words);
                self.put(&spot, (&*value).into(), value, words_title(), CellSource::Words);
            }
            Ok(None) => {}
            Err((why, who)) => self.leave(&spot, why, who),
        }
        Ok(())
    }

    /// The words that an answer gives; none for what is written by hand.
    fn words(&self, answer: Option<&Answer>) -> Result<Option<String>, (Text, Option<String>)> {
        let town = self.seat.desk.town().code;
        let today = self.seat.desk.now().date();
        let Some(answer) = answer else {
            return Err((unknown(), None));
        };
        match &answer.give {
            Give::Leave => Ok(None),
            Give::Ask { who } => Err((unknown(), Some(who.clone()).filter(|who| !who.is_empty()))),
            _ if !answer.sure => Err((unsure(), None)),
            Give::Town => Ok(Some(place_name(&self.places, town).to_owned())),
            Give::Period => Ok(Some(self.ask.period.zh())),
            Give::Today => Ok(Some(today.to_string())),
            Give::Person => Ok(Some(self.seat.name()?)),
            Give::Words { text } => Ok(Some(text.clone())),
            Give::Figure(_) | Give::Records { .. } | Give::Field { .. } => Err((unknown(), None)),
        }
    }

    fn grid(&mut self, grid: &Grid, answers: &[&Answer]) -> Result<(), DeskError> {
        let about = |about: About| answers.iter().find(|answer| answer.about == Some(about)).copied();
        for row in &grid.rows {
            let of_row = match grid.kind {
                GridKind::Places => self.place_of(&row.path, row.sum).map(|place| Part {
                    place: Some(place),
                    ..Part::default()
                }),
                GridKind::Figures => Ok(Part::default()),
            };
            let row_answer = about(About::Row(row.row));
            for column in &row.blanks {
                let Some(definition) = grid.columns.iter().find(|each| each.column == *column) else {
                    continue;
                };
                let column_answer = about(About::Column(*column));
                let mut path = row.path.clone();
                path.extend(definition.path.iter().cloned());
                let spot = Spot {
                    sheet: &grid.sheet,
                    at: At::new(row.row, *column),
                    path: &path,
                    unit: definition.unit.or(row.unit),
                    format: self.form.format(&grid.sheet, At::new(row.row, *column)),
                };
                let both: Vec<&Answer> = row_answer.into_iter().chain(column_answer).collect();
                match (&of_row, joined(&both)) {
                    (_, Joined::ByHand) => {}
                    (_, Joined::Open(why, who)) => self.leave(&spot, why, who),
                    (Err(why), _) => self.leave(&spot, why.clone(), None),
                    (Ok(of_row), Joined::Figure(part)) => self.figure(&spot, &part.with(of_row))?,
                    (_, Joined::Words(answer)) => match self.words(Some(answer)) {
                        Ok(Some(words)) => {
                            self.put(&spot, (&*words).into(), words, words_title(), CellSource::Words);
                        }
                        Ok(None) => {}
                        Err((why, who)) => self.leave(&spot, why, who),
                    },
                }
            }
        }
        Ok(())
    }

    fn place_of(&self, path: &[String], sum: bool) -> Result<PlaceCode, Text> {
        if sum {
            return Ok(self.seat.desk.town().code);
        }
        let name = path.last().map(String::as_str).unwrap_or_default();
        self.by_name.find(name).map_err(|problem| problem.message)
    }

    /// Fills a cell with a figure.
    fn figure(&mut self, spot: &Spot<'_>, part: &Part) -> Result<(), DeskError> {
        let Some(name) = &part.indicator else {
            self.leave(spot, unknown(), None);
            return Ok(());
        };
        let Some((pack, indicator)) = self.shelf.indicator(name) else {
            self.leave(spot, gone(name), None);
            return Ok(());
        };
        let who = pack.title.zh.clone();
        let title = indicator.title.clone();
        let unit = if part.show == Some(Show::YearOnYear) {
            "%"
        } else {
            &*indicator.unit
        };
        let unit: Option<Unit> = unit.parse().ok();
        let Some(period) = part.stretch.unwrap_or(Stretch::Period).of(self.ask.period) else {
            self.leave(spot, unknown(), None);
            return Ok(());
        };
        let place = part.place.unwrap_or(self.seat.desk.town().code);
        let (value, records, as_of) = self.asked(part, name, place, period)?;
        let Some(number) = value else {
            self.leave(spot, unreported(&period), Some(who));
            return Ok(());
        };
        let Some(number) = suited(number, unit, spot.unit, spot.format) else {
            self.leave(spot, other_unit(), None);
            return Ok(());
        };
        let source = CellSource::Figure {
            indicator: name.clone(),
            place: place.to_string(),
            period: period.to_string(),
            only: part.only.clone().into_iter().collect(),
            records,
            as_of,
        };
        self.put(
            spot,
            number.normalize().into(),
            number.normalize().to_string(),
            title,
            source,
        );
        Ok(())
    }

    /// A figure, asked for once however many cells want it.
    fn asked(
        &mut self,
        part: &Part,
        indicator: &str,
        place: PlaceCode,
        period: Period,
    ) -> Result<(Option<Decimal>, i64, Seq), DeskError> {
        let growth = part.show == Some(Show::YearOnYear);
        let key = format!("{indicator} {place} {period} {growth} {:?}", part.only);
        if let Some(known) = self.figures.get(&key) {
            return Ok(*known);
        }
        let table = self.seat.figures(&Ask {
            indicator: indicator.to_owned(),
            place: Some(place),
            period,
            by: Vec::new(),
            only: part
                .only
                .iter()
                .map(|(dimension, value)| (dimension.clone(), vec![value.clone()]))
                .collect(),
            as_of: None,
            compare: growth,
        })?;
        let line = table.lines.first();
        let value = line.and_then(|line| {
            if growth {
                line.year_on_year.as_ref()
            } else {
                line.value.as_ref()
            }
        });
        let found = (
            value.and_then(|text| text.parse().ok()),
            line.map_or(0, |line| line.records),
            table.as_of,
        );
        self.figures.insert(key, found);
        Ok(found)
    }

    pub(super) fn put(
        &mut self,
        spot: &Spot<'_>,
        value: sheet::Value,
        shown: String,
        title: Text,
        source: CellSource,
    ) {
        let note = self
            .ask
            .notes
            .then(|| note(&title, &source, &self.places))
            .flatten();
        self.entries.push(Entry {
            sheet: spot.sheet.to_owned(),
            at: spot.at,
            value,
            note,
        });
        self.cells.push(FilledCell {
            sheet: spot.sheet.to_owned(),
            at: spot.at.to_string(),
            value: shown,
            title,
            source,
        });
    }

    pub(super) fn leave(&mut self, spot: &Spot<'_>, why: Text, who: Option<String>) {
        self.unfilled.push(Unfilled {
            sheet: spot.sheet.to_owned(),
            at: spot.at.to_string(),
            path: spot.path.to_vec(),
            why,
            who,
        });
    }

    fn write(mut self) -> Result<FormFilled, DeskError> {
        let written = self
            .form
            .fill(&self.entries, AUTHOR)
            .map_err(|error| store::StoreError::Damaged(error.to_string()))?;
        for refused in &written.refused {
            let at = refused.at.to_string();
            if refused.why == sheet::WhyNot::NoteKept {
                continue;
            }
            self.cells
                .retain(|cell| cell.sheet != refused.sheet || cell.at != at);
            self.unfilled.push(Unfilled {
                sheet: refused.sheet.clone(),
                at,
                path: Vec::new(),
                why: Text {
                    zh: refused.why.zh(),
                    en: refused.why.to_string(),
                },
                who: None,
            });
        }
        let wanted = self.cells.len() + self.unfilled.len();
        let share = (self.cells.len() * 100).checked_div(wanted).unwrap_or_default();
        Ok(FormFilled {
            bytes: written.bytes,
            period: self.ask.period.to_string(),
            share: u32::try_from(share).unwrap_or_default(),
            cells: self.cells,
            unfilled: self.unfilled,
            changes: Vec::new(),
            last: None,
        })
    }

    pub(super) fn records(&mut self, records: &sheet::Records, answers: &[&Answer]) -> Result<(), DeskError> {
        match self.listed(answers)? {
            Listed::Open(why, who) => {
                for column in &records.columns {
                    let at = At::new(records.rows.first().copied().unwrap_or_default(), column.column);
                    let spot = Spot::of_column(records, column, at);
                    self.leave(&spot, why.clone(), who.clone());
                }
                Ok(())
            }
            Listed::Rows { pack, register, rows } => self.list(records, answers, (&pack, &register), &rows),
        }
    }
}

/// A cell of a form, and what it wants.
pub(super) struct Spot<'a> {
    pub(super) sheet: &'a str,
    pub(super) at: At,
    pub(super) path: &'a [String],
    pub(super) unit: Option<Unit>,
    pub(super) format: Format,
}

impl<'a> Spot<'a> {
    pub(super) fn of_column(records: &'a sheet::Records, column: &'a sheet::BlankColumn, at: At) -> Self {
        Spot {
            sheet: &records.sheet,
            at,
            path: &column.path,
            unit: column.unit,
            format: column.format,
        }
    }
}

/// What the row and the column of a cell say together.
enum Joined<'a> {
    Figure(Part),
    Words(&'a Answer),
    ByHand,
    Open(Text, Option<String>),
}

fn joined<'a>(answers: &[&'a Answer]) -> Joined<'a> {
    // What is written by hand is nobody's to ask for.
    if answers.iter().any(|answer| answer.give == Give::Leave) {
        return Joined::ByHand;
    }
    let mut part = Part::default();
    for answer in answers {
        match &answer.give {
            Give::Ask { who } => {
                return Joined::Open(unknown(), Some(who.clone()).filter(|who| !who.is_empty()));
            }
            _ if !answer.sure => return Joined::Open(unsure(), None),
            Give::Figure(said) => part = part.with(said),
            Give::Town | Give::Period | Give::Today | Give::Person | Give::Words { .. } => {
                return Joined::Words(answer);
            }
            Give::Leave | Give::Records { .. } | Give::Field { .. } => {}
        }
    }
    Joined::Figure(part)
}

impl Seat {
    /// The filled form with what is different from what was sent last.
    fn compared(&self, name: &str, period: Period, mut filled: FormFilled) -> Result<FormFilled, DeskError> {
        if let Some((last, cells)) = self.last_sent(name, period)? {
            filled.changes = sent::changes(&cells, &filled.cells);
            filled.last = Some(last);
        }
        Ok(filled)
    }

    /// The name of the person who sits here.
    fn name(&self) -> Result<String, (Text, Option<String>)> {
        let known = self.book().and_then(|book| book.thing("user", &self.actor.login));
        let name = known
            .ok()
            .flatten()
            .and_then(|body| Some(body.get("name")?.as_str()?.to_owned()));
        name.ok_or_else(|| {
            (
                Text {
                    zh: "填表人不是本镇用户".to_owned(),
                    en: "whoever fills it is no person of the town".to_owned(),
                },
                None,
            )
        })
    }
}
