//! A random history of a town: people make, change, step, withdraw and take back records of the product's packs, time
//! passes, packs change. Whatever is refused must be refused clearly; nothing may fail.

use crate::town::{TOWN, Town, VILLAGE};
use crate::values::{Around, Dice, OTHER};
use desk::{Ask, Asked, By, DeskError, FigureLine, Receipt, Seat};
use jiff::civil::date;
use ledger::{Moment, RecordId, Seq};
use pack::Shelf;
use pack::model::Register;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// A submission that was made under a key of its own.
pub(crate) struct Sent {
    pub(crate) register: String,
    pub(crate) fields: Map<String, Json>,
    pub(crate) key: String,
    pub(crate) by: usize,
    pub(crate) receipt: Receipt,
}

/// A figure as it was told live.
pub(crate) struct Seen {
    pub(crate) seq: Seq,
    pub(crate) ask: Ask,
    pub(crate) lines: Vec<FigureLine>,
}

/// A town and what happened in it.
pub(crate) struct World {
    pub(crate) town: Town,
    /// The owner, an office clerk, another one, and a village cadre.
    pub(crate) seats: Vec<Seat>,
    /// Records that were made.
    pub(crate) made: Vec<(String, RecordId)>,
    /// Sensitive values that were given.
    pub(crate) secrets: Vec<String>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) seen: Vec<Seen>,
    /// Writes that were accepted, and refused.
    pub(crate) accepted: usize,
    pub(crate) refused: usize,
    batches: usize,
    registers: Vec<String>,
    now: Moment,
}

impl World {
    /// A town in which `seeds` happened one after another.
    pub(crate) fn after(seeds: &[u64]) -> Self {
        let mut world = Self::open(seeds.first().copied().unwrap_or_default());
        for seed in seeds {
            world.go_on(*seed);
        }
        world
    }

    fn open(seed: u64) -> Self {
        let town = Town::open();
        let seats = vec![
            town.desk.trusted_seat("owner"),
            town.seat("wang", "office", TOWN),
            town.seat("zhao", "office", TOWN),
            town.seat("li", "village", VILLAGE),
        ];
        let shelf = town.desk.shelf();
        let all: Vec<String> = shelf
            .registers()
            .map(|(_, register)| register.name.clone())
            .collect();
        // Few registers, so that records of one meet; disputes always, because they use the most.
        let mut dice = Dice(seed);
        let mut registers = vec!["dispute".to_owned()];
        registers.extend((0..3).filter_map(|_| dice.pick(&all).cloned()));
        let mut world = World {
            town,
            seats,
            made: Vec::new(),
            secrets: Vec::new(),
            sent: Vec::new(),
            seen: Vec::new(),
            accepted: 0,
            refused: 0,
            batches: 0,
            registers,
            now: Moment::start_of(date(2024, 3, 4)).plus_hours(9),
        };
        world.pass(0);
        world
    }

    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        self.town.desk.shelf()
    }

    /// Lets hours pass; what is due on the way happens by itself.
    pub(crate) fn pass(&mut self, hours: i64) {
        self.now = self.now.plus_hours(hours);
        self.town.desk.set_clock(self.now);
        self.town.desk.fire_timers().unwrap();
    }

    fn go_on(&mut self, seed: u64) {
        let mut dice = Dice(seed);
        // The clock of the town runs with the wall's; a history has its own.
        self.town.desk.set_clock(self.now);
        match dice.below(100) {
            0..34 => self.create(&mut dice),
            34..54 => self.step(&mut dice),
            54..72 => self.amend(&mut dice),
            72..77 => self.withdraw(&mut dice),
            77..80 => self.settle(&mut dice),
            80..86 => {
                let hours = i64::try_from(dice.below(500)).unwrap();
                self.pass(hours);
            }
            86..89 => self.send_again(&mut dice),
            89..91 => self.take_back(&mut dice),
            91..97 => self.look(&mut dice),
            97..99 => self.change_pack(&mut dice),
            _ => self.reveal(&mut dice),
        }
    }

    fn who(&self, dice: &mut Dice) -> usize {
        usize::try_from(dice.below(self.seats.len() as u64)).unwrap()
    }

    /// Counts an answer. Refusals speak both languages; nothing fails.
    fn told(&mut self, answer: Result<Receipt, DeskError>) -> Option<Receipt> {
        match answer {
            Ok(receipt) => {
                self.accepted += 1;
                Some(receipt)
            }
            Err(error @ DeskError::Refused(_)) => {
                self.refused += 1;
                for problem in error.problems() {
                    assert!(!problem.message.zh.is_empty() && !problem.message.en.is_empty());
                }
                None
            }
            Err(error) => panic!("{error}"),
        }
    }

    fn note_secrets(&mut self, register: &Register, fields: &Map<String, Json>) {
        for (name, value) in fields {
            let sensitive = register
                .field(name)
                .is_some_and(|(_, field)| field.sensitive.is_some());
            // What is shorter than its mask tells little else than its length.
            if let Some(text) = value
                .as_str()
                .filter(|text| sensitive && text.chars().count() > 4)
            {
                self.secrets.push(text.to_owned());
            }
        }
    }

    fn around<'a>(&'a self, pack: &'a pack::Pack, place: Option<&'a str>) -> Around<'a> {
        Around {
            pack,
            today: self.now.date(),
            made: &self.made,
            place,
        }
    }

    fn create(&mut self, dice: &mut Dice) {
        let shelf = self.shelf();
        let name = dice.pick(&self.registers).unwrap().clone();
        let (pack, register) = shelf.register(&name).unwrap();
        let place = *dice.pick(&[VILLAGE, VILLAGE, OTHER, TOWN]).unwrap();
        let fields = self.around(pack, Some(place)).record(dice, register, 45);
        let by = self.who(dice);
        let key = format!("key-{}", dice.roll());
        let in_batch = dice.chance(20);
        let asked = Asked {
            idem: Some(key.clone()),
            batch: in_batch.then(|| format!("batch-{}", self.batches)),
            at: None,
        };
        self.note_secrets(register, &fields);
        let answer = self.seats[by].create(&name, None, fields.clone(), asked);
        if let Some(receipt) = self.told(answer) {
            let id = receipt.row.as_ref().unwrap().id;
            self.made.push((name.clone(), id));
            self.sent.push(Sent {
                register: name,
                fields,
                key,
                by,
                receipt,
            });
        }
    }

    fn known(&self, dice: &mut Dice) -> Option<(String, RecordId)> {
        // Late ones more often: those go furthest.
        let late = &self.made[self.made.len().saturating_sub(5)..];
        let from = if dice.chance(60) { late } else { &self.made };
        dice.pick(from).cloned()
    }

    fn amend(&mut self, dice: &mut Dice) {
        let Some((name, id)) = self.known(dice) else {
            return;
        };
        let shelf = self.shelf();
        let (pack, register) = shelf.register(&name).unwrap();
        let latest = self.seats[0].get(&name, id).unwrap();
        let place = dice.chance(15).then(|| *dice.pick(&[VILLAGE, OTHER]).unwrap());
        let mut fields = self
            .around(pack, Some(place.unwrap_or(&latest.place)))
            .record(dice, register, 20);
        fields.retain(|_, _| dice.chance(60));
        if place.is_none() {
            fields.remove(&register[register.place].name);
        }
        for value in fields.values_mut() {
            if dice.chance(8) {
                *value = Json::Null;
            }
        }
        let version = u64::from(latest.version);
        let behind = if dice.chance(50) { dice.below(4) } else { 0 };
        let base = u32::try_from(version.saturating_sub(behind).max(1)).unwrap();
        let written = dice.chance(30).then(|| self.now.plus_hours(-72));
        let by = self.who(dice);
        self.note_secrets(register, &fields);
        let answer = self.seats[by].amend(&name, id, base, fields, written, Asked::default());
        self.told(answer);
    }

    fn step(&mut self, dice: &mut Dice) {
        let Some((name, id)) = self.known(dice) else {
            return;
        };
        let shelf = self.shelf();
        let (pack, register) = shelf.register(&name).unwrap();
        let Some(cycle) = &register.cycle else { return };
        let latest = self.seats[0].get(&name, id).unwrap();
        let open = self.seats[0].next_steps(&name, id).unwrap();
        let Some(step) = dice
            .pick(&open)
            .and_then(|(step, _)| cycle.step(step))
            .map(|ix| &cycle[ix])
        else {
            return;
        };
        let mut fields = Map::new();
        for ix in step.asks.iter().chain(&step.needs) {
            let field = &register[*ix];
            let wanted = step.needs.contains(ix) || dice.chance(80);
            if wanted
                && field.is_given()
                && let Some(value) = self
                    .around(pack, Some(&latest.place))
                    .value(dice, register, field)
            {
                fields.insert(field.name.clone(), value);
            }
        }
        self.note_secrets(register, &fields);
        let by = self.who(dice);
        let note = dice.chance(80).then(|| "情况属实".to_owned());
        let answer = self.seats[by].step(&name, id, &step.name, fields, note, Asked::default());
        self.told(answer);
    }

    fn withdraw(&mut self, dice: &mut Dice) {
        let Some((name, id)) = self.known(dice) else {
            return;
        };
        let by = self.who(dice);
        let back = dice.chance(50);
        let answer = self.seats[by].withdraw(&name, id, back, "重复登记", Asked::default());
        self.told(answer);
    }

    fn settle(&mut self, dice: &mut Dice) {
        let Some((name, id)) = self.known(dice) else {
            return;
        };
        let view = self.seats[0].get(&name, id).unwrap();
        let Some(contested) = dice.pick(&view.contested) else {
            return;
        };
        let by = self.who(dice);
        let answer = self.seats[by].settle(&name, id, &contested.field, Asked::default());
        self.told(answer);
    }

    fn reveal(&mut self, dice: &mut Dice) {
        let Some((name, id)) = self.known(dice) else {
            return;
        };
        let view = self.seats[0].get(&name, id).unwrap();
        if view.masked.is_empty() {
            return;
        }
        let clear = self.seats[1]
            .reveal(&name, id, &view.masked, "制作文书", Asked::default())
            .unwrap();
        for value in clear.values().filter_map(Json::as_str) {
            assert!(
                value.chars().count() <= 4 || self.secrets.iter().any(|secret| secret == value),
                "{value} was never given"
            );
        }
    }

    /// The same submission once more changes nothing.
    fn send_again(&mut self, dice: &mut Dice) {
        let Some(sent) = dice.pick(&self.sent) else { return };
        let asked = Asked {
            idem: Some(sent.key.clone()),
            ..Asked::default()
        };
        let before = self.head();
        let answer = self.seats[sent.by].create(&sent.register, None, sent.fields.clone(), asked);
        match answer {
            Ok(receipt) => {
                assert!(receipt.repeated);
                assert_eq!(receipt.seq, sent.receipt.seq);
                assert_eq!(
                    receipt.row.map(|row| row.id),
                    sent.receipt.row.as_ref().map(|row| row.id)
                );
            }
            // The record may have been moved out of sight since.
            Err(DeskError::Refused(_)) if sent.by == 3 => {}
            Err(error) => panic!("{error}"),
        }
        assert_eq!(self.head(), before, "nothing was written");
    }

    fn take_back(&mut self, dice: &mut Dice) {
        let batch = format!("batch-{}", self.batches);
        self.batches += 1;
        let by = self.who(dice);
        match self.seats[by].take_back(&batch, "导错了") {
            Ok(_) | Err(DeskError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) fn head(&self) -> Seq {
        self.town.desk.wait_past(u64::MAX, std::time::Duration::ZERO)
    }

    /// A figure to ask for: of records there are, anywhere, over any period.
    pub(crate) fn question(&self, dice: &mut Dice) -> Option<Ask> {
        let shelf = self.shelf();
        let register = dice.pick(&self.registers)?;
        let indicators: Vec<_> = shelf.indicators_of(register).collect();
        let indicator = dice.pick(&indicators)?;
        let mut by = Vec::new();
        if dice.chance(60)
            && let Some(dimension) = dice.pick(&indicator.by)
        {
            by.push(By::Dimension(dimension.name.clone()));
        }
        if dice.chance(30) {
            by.push(
                [By::Month, By::Quarter, By::Year, By::Place][usize::try_from(dice.below(4)).unwrap()]
                    .clone(),
            );
        }
        let periods = [
            "2024",
            "2024-03",
            "2023-01/2024-11",
            "2024-02-10/2024-04-20",
            "2024-Q1",
            "2023-07-05",
        ];
        Some(Ask {
            indicator: indicator.name.clone(),
            place: dice
                .pick(&[TOWN, VILLAGE, OTHER])
                .map(|place| place.parse().unwrap()),
            period: dice.pick(&periods)?.parse().unwrap(),
            by,
            only: Vec::new(),
            as_of: None,
            compare: false,
        })
    }

    /// Remembers a figure as it is now.
    fn look(&mut self, dice: &mut Dice) {
        for _ in 0..4 {
            let Some(ask) = self.question(dice) else { return };
            let lines = self.seats[0].figures(&ask).unwrap().lines;
            self.seen.push(Seen {
                seq: self.head(),
                ask,
                lines,
            });
        }
    }

    fn change_pack(&mut self, dice: &mut Dice) {
        let original = desk::built_in()
            .into_iter()
            .find(|pack| pack.name == "disputes")
            .unwrap()
            .source;
        let text = match dice.below(5) {
            0 => original,
            1 => original.replace("remind = [1]", "remind = [3, 1]"),
            2 => format!(
                "{original}\n[[indicators]]\nname = \"disputes.people\"\nzh = \"涉及人数\"\nen = \"People\"\nkind = \"flow\"\nregister = \"dispute\"\non = \"reported_on\"\nsum = \"people_count\"\nunit = \"人\"\nby = [\"risk\"]\n"
            ),
            3 => original.replace(
                "computed = \"days(reported_on, settled_on)\"",
                "computed = \"days(reported_on, settled_on) + 1\"",
            ),
            _ => original.replace(
                "label = [\"title\"]",
                "label = [\"title\"]\nkey = [\"title\", \"place\"]",
            ),
        };
        let parsed = pack::parse(&text);
        let Some(pack) = parsed.pack else {
            panic!("{:?}", parsed.diagnostics);
        };
        let answer = self.seats[0].adopt_pack(&pack);
        if self.told(answer).is_some() {
            // What was told under other rules is not asked for again.
            self.seen
                .retain(|seen| !seen.ask.indicator.starts_with("disputes."));
        }
    }
}

impl World {
    /// Makes a record that nothing refuses.
    pub(crate) fn create_surely(&mut self) {
        let fields = serde_json::json!({ "title": "末", "place": VILLAGE, "outline": "x", "category": "neighbour", "reported_on": "2024-01-05" });
        let fields = fields.as_object().unwrap().clone();
        let receipt = self.seats[0]
            .create("dispute", None, fields, Asked::default())
            .unwrap();
        self.made.push(("dispute".to_owned(), receipt.row.unwrap().id));
    }
}
