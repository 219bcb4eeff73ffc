//! Environment defects, spot by spot (S24).

use crate::chance::Chance;
use crate::days::{Season, later, spread, workday};
use crate::environment::Story;
use crate::everyday::Everyday;
use crate::file::RecordFile;
use crate::ground;
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::Date;
use serde_json::json;

const REGISTER: &str = "environment_defect";

/// The defects of the story.
pub(crate) struct Defects<'w> {
    world: &'w World,
    story: Story,
    starts: Vec<Date>,
}

impl<'w> Defects<'w> {
    pub(crate) fn new(world: &'w World) -> Result<Self, StoryError> {
        let story = Story::read()?;
        let season = Season {
            months: &story.volume.months,
            day_off: story.volume.day_off,
        };
        let mut chance = world.chance("defect-days", 0);
        let mut starts = spread(&mut chance, story.volume.defects, world.year, season);
        let stretch = (later(world.year.1, 1), later(world.town.today, -1));
        starts.extend(spread(&mut chance, story.volume.next_year, stretch, season));
        Ok(Defects { world, story, starts })
    }
}

impl Everyday for Defects<'_> {
    fn starts(&self) -> &[Date] {
        &self.starts
    }

    fn file(&self, base: usize, number: u64) -> Vec<PastDeed> {
        let mut chance = self.world.chance(REGISTER, number);
        let chance = &mut chance;
        let start = self.starts[base];
        let (world, story) = (self.world, &self.story);
        let village = world.village(chance);
        let office = world.office("jianshe");
        let kind = &story.kinds[chance.weighed(story.kinds.iter().map(|kind| kind.weight))];
        let source =
            ["monthly", "county", "patrol", "resident"][chance.weighed([50, 12, 28, 10].into_iter())];
        let finder = if source == "patrol" {
            village.cadre()
        } else {
            office.clerk()
        };
        let points = ["0.5", "1", "1.5", "2"][chance.weighed([6, 3, 1, 1].into_iter())];
        let spot = format!(
            "{}{}",
            chance.pick::<str>(&story.spots),
            chance.pick::<str>(&story.sides)
        );
        let fields = json!({
            "village": village.code.to_string(),
            "found_on": start.to_string(),
            "source": source,
            "category": kind.category,
            "position": ground::point(world, village, &spot, 0),
            "spot": spot,
            "description": world.marked(chance.pick::<str>(&kind.description)),
            "photos": [world.photo(chance)],
            "points": points,
        });
        let mut file = RecordFile::open(REGISTER, chance, start, &finder, fields);
        let assigned = workday(later(start, chance.between((0, 1))));
        let fields = json!({ "responsible": world.person(chance) });
        file.step(chance, assigned, &office.clerk(), "assign", fields);
        let late = chance.happens(70);
        let days = if late { (8, 15) } else { (1, 7) };
        let corrected = later(assigned, chance.between(days));
        self.correct(chance, &mut file, corrected);
        if chance.happens(50) {
            let note = chance.pick::<str>(&story.texts.recheck_failed);
            let failed = workday(later(file.day(), chance.between((1, 3))));
            file.noted(
                chance,
                failed,
                &office.head(),
                "recheck_fail",
                json!({}),
                Some(note),
            );
            let again = later(file.day(), chance.between((1, 3)));
            self.correct(chance, &mut file, again);
        }
        let passed = workday(later(file.day(), chance.between((1, 4))));
        file.step(chance, passed, &office.head(), "recheck_pass", json!({}));
        file.close()
    }
}

impl Defects<'_> {
    fn correct(&self, chance: &mut Chance, file: &mut RecordFile, day: Date) {
        let fields = json!({
            "after_photos": [self.world.photo(chance)],
            "measures": chance.pick::<str>(&self.story.texts.measures),
        });
        let by = self.world.office("jianshe").clerk();
        file.step(chance, day, &by, "rectify", fields);
    }
}
