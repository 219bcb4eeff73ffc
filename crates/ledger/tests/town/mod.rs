//! A town in memory: the product's packs, a clock that is set by hand, records and cells as the ledger makes them.

mod brought;

use jiff::civil::Date;
use ledger::{
    Cell, CellKey, Cells, Command, Decision, Deltas, Frame, Grain, Head, Lookup, Moment, Question, RecordId,
    Row, Since, Tally, Timer, Unavailable, Undecided, answer, consequences, decide, evaluate, key_of,
    read_fields, serial_of, timers,
};
use pack::model::{FieldIx, Register};
use pack::{Shelf, Value};
use quantity::Period;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use standards::{PlaceCode, WorkCalendar};
use std::collections::{BTreeMap, HashMap};

/// The town.
pub(crate) const TOWN: &str = "330226105";
/// One of its villages.
pub(crate) const VILLAGE: &str = "330226105201";

pub(crate) struct Town {
    shelf: Shelf,
    now: Moment,
    made: u128,
    rows: BTreeMap<String, HashMap<RecordId, Row>>,
    deltas: Deltas,
    /// The office for which joint steps are signed.
    pub(crate) office: Option<&'static str>,
}

impl Town {
    /// The town on the morning of `day`, with all packs of the product in force.
    pub(crate) fn open(day: &str) -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
        let packs = std::fs::read_dir(folder)
            .expect("the folder of packs")
            .map(|entry| {
                std::fs::read_to_string(entry.expect("an entry").path()).expect("a pack is readable")
            })
            .map(|source| pack::parse(&source).pack.expect("a pack without a mistake"))
            .collect();
        let shelf = Shelf::new(packs).expect("packs that go together");
        let mut town = Town {
            shelf,
            now: Moment(0),
            made: 0,
            rows: BTreeMap::new(),
            deltas: Deltas::default(),
            office: None,
        };
        town.go_to(day);
        town
    }

    fn go_to(&mut self, day: &str) {
        let day: Date = day.parse().expect("a day");
        self.now = Moment::start_of(day).plus_hours(9);
    }

    /// Lets time pass until the morning of `day`; what is due on the way happens by itself.
    pub(crate) fn wait_until(&mut self, day: &str) {
        let day: Date = day.parse().expect("a day");
        let until = Moment::start_of(day).plus_hours(9);
        while let Some((register, id, timer)) = self.next_timer().filter(|(_, _, timer)| timer.at <= until) {
            self.now = self.now.max(timer.at);
            self.put("timer", &register, id, &Command::Fire(timer))
                .expect("a timer that still applies");
        }
        self.now = until;
    }

    fn next_timer(&self) -> Option<(String, RecordId, Timer)> {
        let all = self.rows.iter().flat_map(|(name, rows)| {
            let register = self.register(name);
            rows.values().flat_map(move |row| {
                timers(register, row)
                    .into_iter()
                    .map(move |timer| (name.clone(), row.id, timer))
            })
        });
        all.min_by_key(|(_, _, timer)| *timer)
    }

    fn register(&self, name: &str) -> &Register {
        self.shelf
            .register(name)
            .unwrap_or_else(|| panic!("no register {name}"))
            .1
    }

    fn put(
        &mut self,
        by: &str,
        register: &str,
        id: RecordId,
        command: &Command,
    ) -> Result<Decision, Undecided> {
        let (pack, definition) = self
            .shelf
            .register(register)
            .unwrap_or_else(|| panic!("no register {register}"));
        let frame = Frame {
            pack,
            register: definition,
            calendar: WorkCalendar::official(),
            now: self.now,
            by,
            roles: &[],
            office: self.office,
        };
        let head = Head {
            at: self.now,
            by: by.to_owned(),
            ..Head::default()
        };
        let current = self.rows.get(register).and_then(|rows| rows.get(&id));
        let decision = decide(&frame, &head, id, current, command, self)?;
        let follows = consequences(&self.shelf, definition, current, &decision.row);
        self.deltas.extend(follows.deltas);
        self.rows
            .entry(register.to_owned())
            .or_default()
            .insert(id, decision.row.clone());
        Ok(decision)
    }

    fn given(&self, register: &str, given: Json) -> ledger::Given {
        let (pack, definition) = self
            .shelf
            .register(register)
            .unwrap_or_else(|| panic!("no register {register}"));
        let Json::Object(given) = given else {
            panic!("an object is given")
        };
        read_fields(pack, definition, given).unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    /// Makes a record.
    pub(crate) fn make(&mut self, by: &str, register: &str, given: Json) -> RecordId {
        let given = self.given(register, given);
        self.made += 1;
        let id = RecordId::new(self.now, self.made);
        self.put(by, register, id, &Command::Create { given })
            .unwrap_or_else(|error| panic!("{register}: {error}"));
        id
    }

    /// Brings in a record from an old ledger, or states it again; answers with its id and the codes of its warnings.
    fn bring(
        &mut self,
        register: &str,
        id: Option<RecordId>,
        row: Json,
    ) -> Result<(RecordId, Vec<&'static str>), String> {
        let (pack, definition) = self.shelf.register(register).expect("a register");
        let Json::Object(row) = row else {
            panic!("an object is given")
        };
        let told = |problems: &[ledger::Problem]| {
            let each = problems
                .iter()
                .map(|problem| format!("{}: {}", problem.code, problem.message.en));
            each.collect::<Vec<_>>().join("; ")
        };
        let (given, standing) =
            ledger::read_history(pack, definition, row).map_err(|problems| told(&problems))?;
        self.made += 1;
        let id = id.unwrap_or_else(|| RecordId::new(self.now, self.made));
        match self.put("wang", register, id, &Command::Bring { given, standing }) {
            Ok(decision) => Ok((id, decision.warnings.iter().map(|problem| problem.code).collect())),
            Err(Undecided::Refused(refusal)) => Err(told(&refusal.problems)),
            Err(other) => panic!("{register}: {other}"),
        }
    }

    fn try_step(
        &mut self,
        by: &str,
        at: (&str, RecordId),
        step: &str,
        given: Json,
    ) -> Result<Decision, Undecided> {
        let given = self.given(at.0, given);
        let command = Command::Step {
            step: step.to_owned(),
            given,
            note: Some("见附件".to_owned()),
        };
        self.put(by, at.0, at.1, &command)
    }

    /// Takes a step; answers with the codes of its warnings.
    pub(crate) fn step(
        &mut self,
        by: &str,
        at: (&str, RecordId),
        step: &str,
        given: Json,
    ) -> Vec<&'static str> {
        let decision = self
            .try_step(by, at, step, given)
            .unwrap_or_else(|error| panic!("{} {step}: {error}", at.0));
        decision.warnings.iter().map(|problem| problem.code).collect()
    }

    /// The reason for which a step is refused.
    pub(crate) fn refusal(&mut self, by: &str, at: (&str, RecordId), step: &str, given: Json) -> String {
        match self.try_step(by, at, step, given) {
            Err(Undecided::Refused(refusal)) => refusal
                .problems
                .iter()
                .map(|problem| problem.message.en.clone())
                .collect::<Vec<_>>()
                .join("; "),
            other => panic!("{} {step} should have been refused: {other:?}", at.0),
        }
    }

    fn row(&self, at: (&str, RecordId)) -> &Row {
        &self.rows[at.0][&at.1]
    }

    /// Name of the state a record is in.
    pub(crate) fn state(&self, at: (&str, RecordId)) -> &str {
        let cycle = self.register(at.0).cycle.as_ref().expect("a loop");
        &cycle[self.row(at).case.as_ref().expect("a case").state].name
    }

    /// The last day on which the record's limit is kept.
    pub(crate) fn due_on(&self, at: (&str, RecordId)) -> Option<Date> {
        self.row(at).due().map(|due| Moment(due.0 - 1).date())
    }

    /// Whether the record's limit was missed and marked.
    pub(crate) fn is_overdue(&self, at: (&str, RecordId)) -> bool {
        self.row(at).case.as_ref().expect("a case").overdue
    }

    /// Name of the level that holds a record.
    pub(crate) fn level(&self, at: (&str, RecordId)) -> &str {
        let level = self
            .row(at)
            .case
            .as_ref()
            .and_then(|case| case.level)
            .expect("a level");
        let cycle = self.register(at.0).cycle.as_ref().expect("a loop");
        &cycle.levels[usize::from(level.0)].name
    }

    /// A field's value, as text.
    pub(crate) fn value(&self, at: (&str, RecordId), field: &str) -> String {
        let (ix, field) = self
            .register(at.0)
            .field(field)
            .unwrap_or_else(|| panic!("no field {field}"));
        match ledger::to_json(field, self.row(at).get(ix)) {
            Json::String(text) => text,
            other => other.to_string(),
        }
    }

    /// The town's figure over whole months, or none when there is none.
    pub(crate) fn figure(&self, indicator: &str, year: i16, months: (i8, i8)) -> Option<Decimal> {
        let question = Question {
            indicator: indicator.to_owned(),
            place: TOWN.parse().expect("a place"),
            period: Period::months_of(year, months.0, months.1).expect("a period"),
            by: Vec::new(),
            only: Vec::new(),
        };
        let lines =
            answer(&self.shelf, self, &question).unwrap_or_else(|error| panic!("{indicator}: {error}"));
        lines.first().and_then(|line| line.figure.value)
    }

    /// Enterprises of an evaluation in their order: score, rank and grade.
    pub(crate) fn evaluated(&self, name: &str, year: i16) -> Vec<(Decimal, Option<u32>, String)> {
        let (pack, evaluation) = self
            .shelf
            .packs()
            .iter()
            .find_map(|pack| Some((pack, pack.evaluations.iter().find(|each| each.name == name)?)))
            .unwrap_or_else(|| panic!("no evaluation {name}"));
        let register = &pack.registers[evaluation.register];
        let rows = self
            .rows
            .get(&register.name)
            .into_iter()
            .flat_map(HashMap::values);
        evaluate(evaluation, register, year, rows)
            .into_iter()
            .map(|scored| (scored.score, scored.rank, scored.grade))
            .collect()
    }
}

impl Lookup for Town {
    fn key_owner(&self, register: &Register, key: &str) -> Result<Option<RecordId>, Unavailable> {
        let mut rows = self
            .rows
            .get(&register.name)
            .into_iter()
            .flat_map(HashMap::values);
        Ok(rows
            .find(|row| key_of(register, row).as_deref() == Some(key))
            .map(|row| row.id))
    }

    fn earlier(
        &self,
        register: &Register,
        same: &[(FieldIx, Value)],
        on: FieldIx,
        (first, last): (Date, Date),
    ) -> Result<Option<RecordId>, Unavailable> {
        let rows = self
            .rows
            .get(&register.name)
            .into_iter()
            .flat_map(HashMap::values);
        let fits = |row: &&Row| {
            let day = row.get(on).as_date();
            !row.withdrawn
                && day.is_some_and(|day| first <= day && day <= last)
                && same.iter().all(|(field, value)| row.get(*field) == value)
        };
        Ok(rows
            .filter(fits)
            .max_by_key(|row| row.get(on).as_date())
            .map(|row| row.id))
    }

    fn last_serial(&self, series: &str) -> Result<u64, Unavailable> {
        let all = self
            .rows
            .iter()
            .flat_map(|(name, rows)| rows.values().map(move |row| (name, row)));
        let serials = all.filter_map(|(name, row)| serial_of(self.register(name), row.number.as_deref()?));
        Ok(serials
            .filter(|(of, _)| of == series)
            .map(|(_, serial)| serial)
            .max()
            .unwrap_or_default())
    }

    fn changed_since(&self, _: &Register, _: RecordId, _: u32) -> Result<Vec<Since>, Unavailable> {
        Ok(Vec::new())
    }

    fn exists(&self, register: &str, id: RecordId) -> Result<bool, Unavailable> {
        Ok(self.rows.get(register).is_some_and(|rows| rows.contains_key(&id)))
    }

    fn place_exists(&self, _: &PlaceCode, _: Date) -> Result<bool, Unavailable> {
        Ok(true)
    }
}

impl Cells for Town {
    fn cells(
        &self,
        indicator: &str,
        place: &PlaceCode,
        grain: Grain,
        (first, last): (Date, Date),
    ) -> Result<Vec<Cell>, Unavailable> {
        let wanted = |(key, _): &(&CellKey, &Tally)| {
            key.indicator == indicator
                && key.place == *place
                && key.grain == grain
                && first <= key.start
                && key.start <= last
        };
        let cell = |(key, tally): (&CellKey, &Tally)| Cell {
            start: key.start,
            dimensions: key.dimensions.clone(),
            tally: *tally,
        };
        Ok(self.deltas.cells().iter().filter(wanted).map(cell).collect())
    }
}
