//! Industrial land: parks, parcels and their rebuilding (S04).

use crate::chance::Chance;
use crate::days::{later, workday};
use crate::economy::{self, UnitStory, credit_code};
use crate::file::RecordFile;
use crate::ground;
use crate::per_mu;
use crate::split::split;
use crate::story::read;
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::{Date, date};
use ledger::RecordId;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

const PARK: &str = "industrial_park";
const PARCEL: &str = "parcel";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    totals: Totals,
    texts: Texts,
    parks: Vec<Park>,
    pub(crate) indices: Vec<per_mu::Index>,
    pub(crate) evaluation: per_mu::Evaluation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Totals {
    demolished: i64,
    demolished_of_begun: i64,
    floor_new: i64,
    floor_before_of_begun: i64,
    land_of_begun: i64,
    begun: usize,
    seconds: usize,
    cleared: usize,
    kept: usize,
    planned: usize,
    planned_land: i64,
    planned_floor: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    plan: Vec<String>,
    diagnosis: Vec<String>,
    kept: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Park {
    key: String,
    name: String,
    village: String,
    built: bool,
    land_mu: String,
    note: String,
}

/// A park as records name it.
pub(crate) struct Parks {
    by_key: BTreeMap<String, (RecordId, String)>,
}

impl Parks {
    /// The record and the village of a park.
    pub(crate) fn of(&self, key: &str) -> (Option<String>, Option<&str>) {
        let found = self.by_key.get(key);
        (
            found.map(|(id, _)| id.to_string()),
            found.map(|(_, village)| &**village),
        )
    }
}

/// A parcel before it is told.
struct Parcel {
    number: usize,
    park: &'static str,
    owner: (String, String),
    principal: bool,
    land: i64,
    floor: i64,
    demolished: i64,
    fresh: i64,
    opened: Date,
}

/// Everything done with industrial land.
pub(crate) fn deeds(world: &World) -> Result<Vec<PastDeed>, StoryError> {
    let story: Story = read("land.toml", include_str!("../../../demo/land.toml"))?;
    let units = economy::units()?;
    let mut deeds = Vec::new();
    let mut by_key = BTreeMap::new();
    for (at, park) in story.parks.iter().enumerate() {
        let file = opened_park(world, park, at);
        by_key.insert(park.key.clone(), (file.id, park.village.clone()));
        deeds.extend(file.close());
    }
    let parks = Parks { by_key };
    let teller = Teller {
        world,
        texts: &story.texts,
        parks: &parks,
    };
    deeds.extend(teller.begun(&story.totals, &units));
    deeds.extend(teller.cleared(&story.totals));
    deeds.extend(teller.kept(&story.totals));
    deeds.extend(teller.planned(&story.totals));
    deeds.extend(per_mu::deeds(world, &story, &parks, &units));
    Ok(deeds)
}

fn opened_park(world: &World, park: &Park, at: usize) -> RecordFile {
    let mut chance = world.chance(PARK, at as u64);
    let fields = json!({
        "area": park.village,
        "name": world.named(&park.name),
        "built": park.built,
        "boundary": park.land_mu.parse().ok().map(|mu| ground::park(world.village_of(&park.village), mu)),
        "land_mu": park.land_mu,
        "note": world.marked(&park.note),
    });
    let by = world.office("jingji").head();
    RecordFile::open(PARK, &mut chance, world.town.founded, &by, fields)
}

struct Teller<'a> {
    world: &'a World,
    texts: &'a Texts,
    parks: &'a Parks,
}

impl Teller<'_> {
    /// Parcels of the existing enterprises that were cleared and on which rebuilding began in the year.
    fn begun(&self, totals: &Totals, units: &[UnitStory]) -> Vec<PastDeed> {
        let mut chance = self.world.chance("parcels-begun", 0);
        let weights: Vec<u64> = (0..totals.begun).map(|_| 60 + chance.below(90)).collect();
        let taller: Vec<u64> = weights
            .iter()
            .map(|weight| weight * (90 + chance.below(22)))
            .collect();
        let land = split(totals.land_of_begun, &weights);
        let floor = split(totals.floor_before_of_begun, &weights);
        let demolished = split(totals.demolished_of_begun, &weights);
        let fresh = split(totals.floor_new, &taller);
        let firsts = totals.begun - totals.seconds;
        let owners: Vec<&UnitStory> = units.iter().filter(|unit| unit.class == "industry").collect();
        let mut deeds = Vec::new();
        for at in 0..totals.begun {
            let owner = at % firsts;
            let name = match owners.get(owner) {
                Some(unit) => (credit_code(owner + 1), unit.name.clone()),
                None => stranger(self.world, &mut chance, at),
            };
            let park = match owners.get(owner) {
                Some(unit) if unit.village == "330226105209" => "hutou",
                _ => "gaotan",
            };
            let parcel = Parcel {
                number: at + 1,
                park,
                owner: name,
                principal: at < firsts,
                land: land[at],
                floor: floor[at],
                demolished: demolished[at],
                fresh: fresh[at],
                opened: later(date(2023, 8, 1), i64::try_from(at * 7).unwrap_or_default()),
            };
            let mut file = self.planned_file(&mut chance, &parcel);
            self.demolish(&mut chance, &mut file, &parcel, at, totals.begun);
            let started = workday(later(file.day(), chance.between((20, 45)))).min(date(2024, 12, 25));
            let fields = json!({
                "floor_new": parcel.fresh.to_string(),
                "complete_due": later(started, chance.between((300, 460))).to_string(),
                "investment": (parcel.fresh * chance.between((1500, 1900))).to_string(),
            });
            file.step(
                &mut chance,
                started,
                &self.world.office("jingji").clerk(),
                "start",
                fields,
            );
            deeds.extend(file.close());
        }
        deeds
    }

    /// Parcels that were cleared in the year and wait to be built upon.
    fn cleared(&self, totals: &Totals) -> Vec<PastDeed> {
        let mut chance = self.world.chance("parcels-cleared", 0);
        let weights: Vec<u64> = (0..totals.cleared).map(|_| 40 + chance.below(60)).collect();
        let demolished = split(totals.demolished - totals.demolished_of_begun, &weights);
        let mut deeds = Vec::new();
        for (at, demolished) in demolished.into_iter().enumerate() {
            let number = totals.begun + at + 1;
            let parcel = Parcel {
                number,
                park: if at % 2 == 0 { "gaotan" } else { "hutou" },
                owner: stranger(self.world, &mut chance, number),
                principal: true,
                land: demolished * 9 / 10,
                floor: demolished * 115 / 100,
                demolished,
                fresh: 0,
                opened: later(date(2024, 3, 1), i64::try_from(at * 12).unwrap_or_default()),
            };
            let mut file = self.planned_file(&mut chance, &parcel);
            self.demolish(&mut chance, &mut file, &parcel, at + 9, 13);
            deeds.extend(file.close());
        }
        deeds
    }

    /// Parcels that stay as they are.
    fn kept(&self, totals: &Totals) -> Vec<PastDeed> {
        let mut chance = self.world.chance("parcels-kept", 0);
        let mut deeds = Vec::new();
        for at in 0..totals.kept {
            let number = totals.begun + totals.cleared + at + 1;
            let land = chance.between((5_000, 16_000));
            let parcel = Parcel {
                number,
                park: if at % 2 == 0 { "hutou" } else { "gaotan" },
                owner: stranger(self.world, &mut chance, number),
                principal: true,
                land,
                floor: land * chance.between((16, 21)) / 10,
                demolished: 0,
                fresh: 0,
                opened: later(date(2024, 4, 8), i64::try_from(at * 9).unwrap_or_default()),
            };
            let note = chance.pick::<str>(&self.texts.kept);
            let mut file = self.diagnosed_file(&mut chance, &parcel, "keep", note);
            let day = workday(later(file.day(), chance.between((10, 30))));
            file.step(
                &mut chance,
                day,
                &self.world.office("jingji").head(),
                "keep",
                json!({}),
            );
            deeds.extend(file.close());
        }
        deeds
    }

    /// Parcels to be rebuilt in the year after.
    fn planned(&self, totals: &Totals) -> Vec<PastDeed> {
        let mut chance = self.world.chance("parcels-planned", 0);
        let weights: Vec<u64> = (0..totals.planned).map(|_| 50 + chance.below(90)).collect();
        let land = split(totals.planned_land, &weights);
        let fresh = split(totals.planned_floor, &weights);
        let mut deeds = Vec::new();
        for at in 0..totals.planned {
            let number = totals.begun + totals.cleared + totals.kept + at + 1;
            let parcel = Parcel {
                number,
                park: "hutou",
                owner: stranger(self.world, &mut chance, number),
                principal: true,
                land: land[at],
                floor: land[at] * chance.between((9, 13)) / 10,
                demolished: 0,
                fresh: fresh[at],
                opened: later(date(2024, 10, 8), i64::try_from(at * 2).unwrap_or_default()),
            };
            deeds.extend(self.planned_file(&mut chance, &parcel).close());
        }
        deeds
    }

    fn diagnosed_file(
        &self,
        chance: &mut Chance,
        parcel: &Parcel,
        diagnosis: &str,
        note: &str,
    ) -> RecordFile {
        let office = self.world.office("jingji");
        let (park, village) = self.parks.of(parcel.park);
        let (code, owner) = &parcel.owner;
        let opened = workday(parcel.opened);
        let fields = json!({
            "area": village,
            "name": format!("{:03}号地块", parcel.number),
            "boundary": village.map(|village| {
                ground::parcel(self.world.village_of(village), parcel.number, parcel.land as f64)
            }),
            "parcel_number": format!("330226105999GB{:05}", parcel.number),
            "park": park,
            "owner": code,
            "owner_name": self.world.named(owner),
            "principal": parcel.principal,
            "contact": self.world.person(chance),
            "contact_phone": crate::world::World::phone(chance),
            "right": "102",
            "right_until": date(2046, 1, 1).to_string(),
            "land_area": parcel.land.to_string(),
            "registered_on": opened.to_string(),
        });
        let mut file = RecordFile::open(PARCEL, chance, opened, &office.clerk(), fields);
        let fields = json!({
            "diagnosis": diagnosis,
            "diagnosis_note": self.world.marked(note),
            "floor_before": parcel.floor.to_string(),
            "floor_illegal": (parcel.floor * chance.between((5, 30)) / 100).to_string(),
            "far_limit": "3.5",
        });
        let day = workday(later(opened, chance.between((6, 26))));
        file.step(chance, day, &office.clerk(), "diagnose", fields);
        file
    }

    fn planned_file(&self, chance: &mut Chance, parcel: &Parcel) -> RecordFile {
        let note = chance.pick::<str>(&self.texts.diagnosis);
        let mut file = self.diagnosed_file(chance, parcel, "rebuild", note);
        let day = workday(later(file.day(), chance.between((25, 55))));
        let plan = chance.pick::<str>(&self.texts.plan);
        let floor = if parcel.fresh > 0 {
            format!("计划新建{}平方米。", parcel.fresh)
        } else {
            String::new()
        };
        let fields = json!({
            "plan": self.world.marked(&format!("{plan}{floor}")),
            "demolish_due": later(day, chance.between((120, 210))).to_string(),
        });
        file.step(
            chance,
            day,
            &self.world.office("jingji").head(),
            "plan_it",
            fields,
        );
        file
    }

    /// Demolition of the `at`th of so many parcels, spread over the first ten months of the year.
    fn demolish(&self, chance: &mut Chance, file: &mut RecordFile, parcel: &Parcel, at: usize, of: usize) {
        let spread = i64::try_from(at * 280 / of.max(1)).unwrap_or_default();
        let day = workday(later(date(2024, 1, 8), spread + chance.between((0, 12))));
        let day = day.max(workday(later(file.day(), 15)));
        let fields = json!({
            "demolished": parcel.demolished.to_string(),
            "before_photos": [self.world.photo(chance)],
            "cleared_photos": [self.world.photo(chance)],
        });
        file.step(
            chance,
            day,
            &self.world.office("jingji").clerk(),
            "demolish",
            fields,
        );
    }
}

/// An enterprise that is on no list: its code and name.
fn stranger(world: &World, chance: &mut Chance, number: usize) -> (String, String) {
    const STEMS: [&str; 8] = ["昌达", "永岔", "三和", "宏岔", "民生", "立新", "东篱", "万顺"];
    const TAILS: [&str; 5] = ["机械厂", "五金厂", "塑胶厂", "电器厂", "模具厂"];
    let name = format!(
        "{}{}{}",
        world.surname(chance),
        STEMS[chance.weighed(STEMS.iter().map(|_| 1))],
        TAILS[chance.weighed(TAILS.iter().map(|_| 1))]
    );
    (credit_code(500 + number), name)
}
