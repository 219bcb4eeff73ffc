//! Safety hazards (S26).

use crate::chance::Chance;
use crate::days::{Season, later, spread, workday};
use crate::everyday::Everyday;
use crate::file::RecordFile;
use crate::ground;
use crate::story::{Stretch, fill, read};
use crate::world::{StoryError, Village, World};
use desk::PastDeed;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

const REGISTER: &str = "hazard";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    volume: Volume,
    sites: Vec<Sites>,
    kinds: Vec<Kind>,
    notes: Notes,
    major: Major,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Volume {
    found: usize,
    open_at_year_end: usize,
    next_year: usize,
    months: [u32; 12],
    day_off: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sites {
    kind: String,
    weight: u32,
    spots: Vec<String>,
    stems: Vec<String>,
    tails: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    field: String,
    weight: u32,
    sites: Vec<String>,
    item: String,
    description: Vec<String>,
    measures: Vec<String>,
    result: Vec<String>,
    money: Stretch,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    failed: Vec<String>,
    extended: Vec<String>,
    penalised: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Major {
    /// Of a thousand hazards.
    share: u64,
    contingency: String,
}

/// The hazards of the story.
pub(crate) struct Hazards<'w> {
    world: &'w World,
    story: Story,
    starts: Vec<Date>,
    /// Whether it is still open when its year ends.
    open: Vec<bool>,
}

/// A hazard while it is told.
struct Finding<'a> {
    kind: &'a Kind,
    site_kind: &'a str,
    site: String,
    spot: String,
    village: &'a Village,
    finder: String,
    /// Who hands it over and checks again: never who found it.
    checker: String,
    variant: usize,
    is_major: bool,
}

impl<'w> Hazards<'w> {
    pub(crate) fn new(world: &'w World) -> Result<Self, StoryError> {
        let story: Story = read("hazards.toml", include_str!("../../../demo/hazards.toml"))?;
        let volume = &story.volume;
        let season = Season {
            months: &volume.months,
            day_off: volume.day_off,
        };
        let mut chance = world.chance("hazard-days", 0);
        let mut starts = spread(&mut chance, volume.found, world.year, season);
        let mut open = vec![false; starts.len()];
        // Most of what is open was found last; some hard ones linger from the autumn.
        let lingering = volume.open_at_year_end / 7;
        let last = starts.len() - (volume.open_at_year_end - lingering);
        open[last..].fill(true);
        let autumn: Vec<usize> = (0..last).filter(|at| starts[*at].month() >= 10).collect();
        for nth in 0..lingering {
            open[autumn[(2 * nth + 1) * autumn.len() / (2 * lingering)]] = true;
        }
        let stretch = (later(world.year.1, 1), later(world.town.today, -1));
        starts.extend(spread(&mut chance, volume.next_year, stretch, season));
        open.resize(starts.len(), false);
        Ok(Hazards {
            world,
            story,
            starts,
            open,
        })
    }

    fn finding(&self, chance: &mut Chance) -> Finding<'_> {
        let story = &self.story;
        let kind = &story.kinds[chance.weighed(story.kinds.iter().map(|kind| kind.weight))];
        let weight = |sites: &Sites| {
            if kind.sites.contains(&sites.kind) {
                sites.weight
            } else {
                0
            }
        };
        let sites = &story.sites[chance.weighed(story.sites.iter().map(weight))];
        let (stem, tail) = (chance.pick::<str>(&sites.stems), chance.pick::<str>(&sites.tails));
        let site = format!("{stem}{tail}");
        // A site stays where it is.
        let village = self.world.village(&mut self.world.chance(&site, 0));
        let (safety, enforcement) = (self.world.office("yingji"), self.world.office("zhifa"));
        let finder = match chance.weighed([40, 20, 25, 15].into_iter()) {
            0 => safety.clerk(),
            1 => enforcement.clerk(),
            2 => village.cadre(),
            _ => village.grid_worker(0),
        };
        let variant = chance.weighed(kind.description.iter().map(|_| 1));
        Finding {
            kind,
            site_kind: &sites.kind,
            site,
            spot: chance.pick::<str>(&sites.spots).to_owned(),
            village,
            finder,
            checker: safety.head(),
            variant,
            is_major: chance.happens(story.major.share),
        }
    }

    fn open_file(&self, chance: &mut Chance, finding: &Finding<'_>, day: Date) -> RecordFile {
        let world = self.world;
        let kind = finding.kind;
        let text = kind
            .description
            .get(finding.variant)
            .map(|text| fill(text, &[("site", &finding.spot)]))
            .unwrap_or_default();
        let place = if finding.finder == finding.village.grid_worker(0) {
            finding.village.grids.first().copied()
        } else {
            None
        };
        let fields = json!({
            "site_name": world.named(&finding.site),
            "site": finding.site_kind,
            "place": place.unwrap_or(finding.village.code).to_string(),
            "point": ground::point(world, finding.village, &finding.site, 0),
            "field": kind.field,
            "item": format!("{}·{}", kind.item, finding.spot),
            "description": world.marked(&text),
            "grade": if finding.is_major { "major-3" } else { "general" },
            "found_on": day.to_string(),
            "inspectors": format!("{}、{}", world.name_of(&finding.finder), world.person(chance)),
            "joint_enforcement": chance.happens(180),
            "photos_before": [world.photo(chance)],
        });
        RecordFile::open(REGISTER, chance, day, &finding.finder, fields)
    }

    fn hand_over(
        &self,
        chance: &mut Chance,
        file: &mut RecordFile,
        finding: &Finding<'_>,
        day: Date,
        deadline: Date,
    ) {
        let measures = finding.kind.measures.get(finding.variant);
        let measures = measures.or(finding.kind.measures.first());
        let money = chance.between(finding.kind.money) / 10 * 10;
        let fields = json!({
            "responsible": self.world.person(chance),
            "responsible_phone": World::phone(chance),
            "measures": measures,
            "money": money.to_string(),
            "deadline": deadline.to_string(),
            "contingency": finding.is_major.then_some(&self.story.major.contingency),
            "supervised": finding.is_major,
        });
        file.step(chance, day, &finding.checker, "notify", fields);
    }

    fn rectify(&self, chance: &mut Chance, file: &mut RecordFile, finding: &Finding<'_>, day: Date) {
        let result = finding.kind.result.get(finding.variant);
        let fields = json!({
            "result": result.or(finding.kind.result.first()),
            "photos_after": [self.world.photo(chance)],
        });
        let by = finding.village.cadre();
        file.step(chance, day, &by, "rectify", fields);
    }
}

impl Everyday for Hazards<'_> {
    fn starts(&self) -> &[Date] {
        &self.starts
    }

    fn file(&self, base: usize, number: u64) -> Vec<PastDeed> {
        let mut chance = self.world.chance(REGISTER, number);
        let chance = &mut chance;
        let (start, stays_open) = (self.starts[base], self.open[base]);
        let year_end = self.world.year.1;
        let finding = self.finding(chance);
        let mut file = self.open_file(chance, &finding, start);

        let bound = |day: Date| {
            if start <= year_end && !stays_open {
                day.min(year_end)
            } else {
                day
            }
        };
        let handed = bound(workday(later(start, chance.between((0, 2)))));
        let allowed = [3, 5, 7, 10, 15, 30][chance.weighed([12, 20, 32, 16, 12, 8].into_iter())];
        let allowed = if finding.is_major { allowed + 45 } else { allowed };
        let deadline = later(handed, allowed);
        self.hand_over(chance, &mut file, &finding, handed, deadline);

        let mut done = later(handed, chance.between((1, allowed)));
        if chance.happens(60) {
            done = later(deadline, chance.between((1, 12)));
            if chance.happens(150) {
                let note = chance.pick::<str>(&self.story.notes.penalised);
                let fields = json!({ "penalty": (chance.between((5, 40)) * 100).to_string() });
                let day = bound(later(deadline, 1));
                file.noted(chance, day, &finding.checker, "penalise", fields, Some(note));
            }
        } else if chance.happens(30) && bound(deadline) == deadline {
            let note = chance.pick::<str>(&self.story.notes.extended);
            let extended = later(deadline, chance.between((5, 15)));
            let fields = json!({ "deadline": extended.to_string() });
            file.noted(
                chance,
                workday(later(deadline, -1)),
                &finding.checker,
                "extend",
                fields,
                Some(note),
            );
            done = later(deadline, chance.between((1, 5)));
        }
        if stays_open {
            done = done.max(later(year_end, chance.between((2, 50))));
        }
        self.rectify(chance, &mut file, &finding, bound(done));

        let again = later(file.day(), 6);
        if chance.happens(45) && bound(again) == again {
            let note = chance.pick::<str>(&self.story.notes.failed);
            let fields = json!({ "deadline": later(again, 1).to_string() });
            let failed = later(file.day(), chance.between((1, 4)));
            file.noted(chance, failed, &finding.checker, "fail", fields, Some(note));
            self.rectify(chance, &mut file, &finding, bound(again));
        }
        let passed = workday(later(file.day(), chance.between((1, 6))));
        file.step(chance, passed, &finding.checker, "pass", json!({}));
        file.close()
    }
}
