//! Disputes (S29) and what came in through the one-stop house of the park (S30).

use crate::chance::Chance;
use crate::days::{Season, later, spread, workday, workday_before};
use crate::everyday::Everyday;
use crate::file::RecordFile;
use crate::ground;
use crate::story::{Stretch, fill, read};
use crate::world::{StoryError, Village, World};
use desk::PastDeed;
use jiff::civil::{Date, date};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use standards::PlaceCode;

const REGISTER: &str = "dispute";
const HOUSE: &str = "peace-house";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    volume: Volume,
    spots: Vec<String>,
    followed_up: Vec<String>,
    attempts: Vec<String>,
    analyses: Vec<String>,
    reopened: Vec<String>,
    court: Vec<String>,
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Volume {
    carried_in: usize,
    reported: usize,
    referred: usize,
    carried_out: usize,
    house: usize,
    next_year: usize,
    months: [u32; 12],
    day_off: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    category: String,
    weight: u32,
    /// Its weight among what comes to the one-stop house.
    #[serde(default)]
    house: u32,
    title: Vec<String>,
    outline: Vec<String>,
    claims: Vec<(String, String)>,
    agreements: Vec<String>,
    sum: Stretch,
    people: Stretch,
}

/// What becomes of a dispute.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// Settled before the year ends.
    Settled,
    /// Told to go to court or arbitration before the year ends.
    Referred,
    /// Still open when the year it came up in ends, settled early in the next.
    Carried,
    /// Of the next year.
    Next,
}

/// The disputes of the story.
pub(crate) struct Disputes<'w> {
    world: &'w World,
    story: Story,
    starts: Vec<Date>,
    fates: Vec<(Fate, bool)>,
}

/// A dispute while it is told.
struct Matter<'a> {
    village: &'a Village,
    place: PlaceCode,
    /// Who found it.
    finder: String,
    /// Who mediates.
    mediator: String,
    source: &'static str,
    kind: &'a Kind,
    a: String,
    b: String,
    sum: String,
    claim: usize,
    /// Where it is on the map, where someone noted it.
    ground: Option<Json>,
}

impl<'w> Disputes<'w> {
    pub(crate) fn new(world: &'w World) -> Result<Self, StoryError> {
        let story: Story = read("disputes.toml", include_str!("../../../demo/disputes.toml"))?;
        let volume = &story.volume;
        let season = Season {
            months: &volume.months,
            day_off: volume.day_off,
        };
        let mut chance = world.chance("dispute-days", 0);
        let (first, last) = world.year;
        let mut starts = spread(
            &mut chance,
            volume.carried_in,
            (later(first, -18), later(first, -1)),
            season,
        );
        let year = spread(&mut chance, volume.reported, world.year, season);
        let mut fates = vec![(Fate::Carried, false); volume.carried_in];
        fates.extend(fates_of(&year, volume));
        starts.extend(year);
        let next = spread(
            &mut chance,
            volume.next_year,
            (later(last, 1), later(world.town.today, -1)),
            season,
        );
        fates.extend(vec![(Fate::Next, false); next.len()]);
        starts.extend(next);
        Ok(Disputes {
            world,
            story,
            starts,
            fates,
        })
    }

    fn matter(&self, chance: &mut Chance, house: bool, number: u64) -> Matter<'_> {
        let weights = |kind: &Kind| if house { kind.house } else { kind.weight };
        let kind = &self.story.kinds[chance.weighed(self.story.kinds.iter().map(weights))];
        let desk = self.world.office("pingan");
        let village = match (house, chance.happens(500)) {
            (true, true) => self.world.village_of("330226105209"),
            (true, false) => self.world.village_of("330226105250"),
            _ => self.world.village(chance),
        };
        let (place, finder, mediator, source) = if house {
            (village.code, desk.clerk(), desk.clerk(), HOUSE)
        } else if chance.happens(700) {
            let grid = chance.weighed(village.grids.iter().map(|_| 1));
            let place = village.grids.get(grid).copied().unwrap_or(village.code);
            (place, village.grid_worker(grid), village.cadre(), "patrol")
        } else if chance.happens(500) {
            (village.code, village.cadre(), village.cadre(), "came")
        } else {
            let source = ["hotline", "police", "court", "superior"][chance.weighed([5, 3, 2, 1].into_iter())];
            (village.code, desk.head(), desk.clerk(), source)
        };
        let against_firm = house && matches!(&*kind.category, "labour" | "environment" | "consumer");
        let b = if against_firm || kind.category == "labour" {
            "园区某企业".to_owned()
        } else {
            format!("{}某", self.world.surname(chance))
        };
        let noted = self.world.chance("dispute-ground", number).happens(880);
        Matter {
            village,
            place,
            finder,
            mediator,
            source,
            kind,
            a: format!("{}某", self.world.surname(chance)),
            b,
            sum: (chance.between(kind.sum) / 50 * 50).to_string(),
            claim: chance.weighed(kind.claims.iter().map(|_| 1)),
            ground: noted.then(|| ground::point(self.world, village, REGISTER, number)),
        }
    }

    fn fields(&self, chance: &mut Chance, matter: &Matter<'_>, day: Date) -> Json {
        let kind = matter.kind;
        let spot = chance.pick::<str>(&self.story.spots);
        let words = |text: &str| {
            fill(
                text,
                &[
                    ("a", &matter.a),
                    ("b", &matter.b),
                    ("spot", spot),
                    ("sum", &matter.sum),
                ],
            )
        };
        let people = chance.between(kind.people);
        let money = (kind.sum.1 > 0).then(|| matter.sum.clone());
        let known = chance.happens(600);
        json!({
            "title": words(chance.pick::<str>(&kind.title)),
            "place": matter.place.to_string(),
            "location": format!("{}{spot}", matter.village.name),
            "point": matter.ground,
            "outline": self.world.marked(&words(chance.pick::<str>(&kind.outline))),
            "category": kind.category,
            "source": matter.source,
            "reported_on": day.to_string(),
            "people_count": people,
            "money_involved": money,
            "applicant": known.then(|| self.world.person(chance)),
            "applicant_phone": known.then(|| World::phone(chance)),
            "risk": if people >= 10 { "red" } else if people >= 5 || kind.category == "labour" { "yellow" } else { "blue" },
        })
    }

    fn parties(&self, matter: &Matter<'_>) -> Json {
        let (ours, theirs) = &matter.kind.claims[matter.claim];
        json!([{ "called": matter.a, "side": ours }, { "called": matter.b, "side": theirs }])
    }

    /// The day on which it is settled.
    fn settled_on(&self, chance: &mut Chance, fate: Fate, start: Date) -> Date {
        let days = match chance.weighed([55, 29, 12, 4].into_iter()) {
            0 => chance.between((0, 3)),
            1 => chance.between((3, 9)),
            2 => chance.between((10, 28)),
            _ => chance.between((30, 62)),
        };
        let last = self.world.year.1;
        let day = later(start, days);
        match fate {
            Fate::Settled | Fate::Referred => day.min(later(last, -1)).max(start),
            Fate::Carried => {
                let year_end = Date::constant(start.year(), 12, 31);
                later(year_end, chance.between((3, 30)))
            }
            Fate::Next => day,
        }
    }
}

impl Everyday for Disputes<'_> {
    fn starts(&self) -> &[Date] {
        &self.starts
    }

    fn file(&self, base: usize, number: u64) -> Vec<PastDeed> {
        let mut chance = self.world.chance(REGISTER, number);
        let chance = &mut chance;
        let (start, (fate, house)) = (self.starts[base], self.fates[base]);
        let matter = self.matter(chance, house, number);
        let settled_on = self.settled_on(chance, fate, start);
        let fields = self.fields(chance, &matter, start);
        let mut file = RecordFile::open(REGISTER, chance, start, &matter.finder, fields);
        let triaged = later(start, chance.between((0, 1))).min(settled_on);
        file.step(
            chance,
            triaged,
            &matter.mediator,
            "triage",
            json!({
                "mediator": self.world.name_of(&matter.mediator),
                "organisation": if house { "平安之家调解室".to_owned() } else { format!("{}人民调解委员会", matter.village.name) },
            }),
        );
        self.mediate(chance, &mut file, &matter, triaged, settled_on);
        self.settle(chance, &mut file, &matter, fate, settled_on);
        if fate == Fate::Referred {
            return file.close();
        }
        let bound = later(self.world.year.1, -2);
        let flares = !house && chance.happens(28) && later(settled_on, 30) < bound;
        if flares {
            let again = later(settled_on, chance.between((8, 20)));
            let note = chance.pick::<str>(&self.story.reopened);
            file.noted(chance, again, &matter.mediator, "reopen", json!({}), Some(note));
            let settled = later(again, chance.between((1, 5))).min(bound);
            self.mediate(chance, &mut file, &matter, again, settled);
            self.settle(chance, &mut file, &matter, fate, settled);
        }
        self.follow_up(chance, &mut file, &matter, house);
        file.close()
    }
}

impl Disputes<'_> {
    fn mediate(
        &self,
        chance: &mut Chance,
        file: &mut RecordFile,
        matter: &Matter<'_>,
        from: Date,
        until: Date,
    ) {
        let span = i64::from(from.until(until).map(|span| span.get_days()).unwrap_or_default());
        let count = match span {
            0..=2 => chance.between((0, 1)),
            3..=9 => chance.between((1, 2)),
            _ => chance.between((2, 4)),
        };
        for nth in 1..=count {
            let day = later(from, span * nth / (count + 1));
            let mut fields = json!({ "parties": self.parties(matter) });
            if nth > 1 && chance.happens(400) {
                fields["analysis"] = json!(chance.pick::<str>(&self.story.analyses));
            }
            let note = chance.pick::<str>(&self.story.attempts);
            file.noted(chance, day, &matter.mediator, "attempt", fields, Some(note));
        }
    }

    fn settle(&self, chance: &mut Chance, file: &mut RecordFile, matter: &Matter<'_>, fate: Fate, day: Date) {
        let parties = self.parties(matter);
        if fate == Fate::Referred {
            let sent = later(file.day(), 1).min(day);
            let note = chance.pick::<str>(&self.story.court);
            file.noted(
                chance,
                sent,
                &matter.mediator,
                "go_to_court",
                json!({}),
                Some(note),
            );
            let fields = json!({ "outcome": "referred", "parties": parties });
            file.step(chance, day, &matter.mediator, "settle", fields);
            return;
        }
        let agreements = &matter.kind.agreements;
        let text = agreements
            .get(matter.claim)
            .or(agreements.first())
            .map_or("", String::as_str);
        let agreement = fill(text, &[("a", &matter.a), ("b", &matter.b), ("sum", &matter.sum)]);
        let fields =
            json!({ "outcome": "settled", "agreement": self.world.marked(&agreement), "parties": parties });
        file.step(chance, day, &matter.mediator, "settle", fields);
    }

    fn follow_up(&self, chance: &mut Chance, file: &mut RecordFile, matter: &Matter<'_>, house: bool) {
        let after = if house { (5, 16) } else { (7, 29) };
        let day = later(file.day(), chance.between(after));
        let satisfaction = if chance.happens(860) { "satisfied" } else { "fair" };
        let fields = json!({ "kept": true, "satisfaction": satisfaction });
        let words = chance.pick::<str>(&self.story.followed_up);
        file.noted(chance, day, &matter.finder, "follow_up", fields, Some(words));
        let closed = workday(later(day, chance.between((0, 6))));
        file.step(
            chance,
            closed,
            &self.world.office("pingan").head(),
            "close",
            json!({}),
        );
    }
}

/// What becomes of each dispute of the year, and whether it came to the one-stop house.
fn fates_of(days: &[Date], volume: &Volume) -> Vec<(Fate, bool)> {
    let mut fates = vec![(Fate::Settled, false); days.len()];
    let open_from = days.len().saturating_sub(volume.carried_out);
    for fate in &mut fates[open_from..] {
        fate.0 = Fate::Carried;
    }
    // Evenly among those that leave time enough.
    let early = days.iter().filter(|day| day.month() <= 10).count().min(open_from);
    for nth in 0..volume.referred {
        fates[(2 * nth + 1) * early / (2 * volume.referred)].0 = Fate::Referred;
    }
    let year = days.first().map_or(0, |day| day.year());
    let (opened, last) = (date(year, 3, 1), workday_before(date(year, 11, 15)));
    let may: Vec<usize> = (0..days.len())
        .filter(|at| days[*at] >= opened && days[*at] <= last && fates[*at].0 == Fate::Settled)
        .collect();
    for nth in 0..volume.house.min(may.len()) {
        fates[may[(2 * nth + 1) * may.len() / (2 * volume.house)]].1 = true;
    }
    fates
}
