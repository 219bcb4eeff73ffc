//! The monthly checks of every village and the county's rating of the town (S24).

use crate::chance::Chance;
use crate::days::{later, month_after, workday, workday_before};
use crate::file::RecordFile;
use crate::story::read;
use crate::world::{StoryError, Village, World};
use desk::PastDeed;
use jiff::civil::Date;
use pack::Shelf;
use pack::model::Checklist;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value as Json, json};

const CHECK: &str = "environment_check";
const RATING: &str = "environment_rating";

/// `environment.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    pub(crate) volume: Volume,
    rating: Rating,
    pub(crate) texts: Texts,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) spots: Vec<String>,
    pub(crate) sides: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Volume {
    pub(crate) defects: usize,
    pub(crate) next_year: usize,
    pub(crate) months: [u32; 12],
    pub(crate) day_off: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rating {
    towns: u32,
    ranks: [u32; 12],
    scores: [String; 12],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    highlights: Vec<String>,
    summary: Vec<String>,
    pub(crate) measures: Vec<String>,
    pub(crate) recheck_failed: Vec<String>,
    hamlets: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) category: String,
    pub(crate) weight: u32,
    pub(crate) description: Vec<String>,
}

impl Story {
    pub(crate) fn read() -> Result<Self, StoryError> {
        read("environment.toml", include_str!("../../../demo/environment.toml"))
    }
}

/// A village's check while its month is told.
struct Visit<'a> {
    village: &'a Village,
    chance: Chance,
    findings: Vec<(String, u32)>,
    score: Decimal,
}

/// Everything done in the checks and ratings of the year.
pub(crate) fn deeds(world: &World, shelf: &Shelf) -> Result<Vec<PastDeed>, StoryError> {
    let story = Story::read()?;
    let list = shelf
        .pack("environment")
        .and_then(|pack| pack.checklists.iter().find(|list| list.name == "village-month"))
        .ok_or_else(|| StoryError {
            file: "environment.toml".to_owned(),
            told: "the environment pack has no checklist `village-month`".to_owned(),
        })?;
    let mut deeds = Vec::new();
    for month in 0..12u8 {
        let first = month_after(world.year.0, i64::from(month));
        let mut visits: Vec<Visit<'_>> = world
            .villages
            .iter()
            .map(|village| visit(world, list, village, month))
            .collect();
        // The best first: the rank is the position among the scores.
        visits.sort_by_key(|visit| std::cmp::Reverse(visit.score));
        let scores: Vec<Decimal> = visits.iter().map(|visit| visit.score).collect();
        for mut visit in visits {
            let rank = 1 + scores.iter().filter(|other| **other > visit.score).count();
            deeds.extend(check(world, &story, &mut visit, first, rank));
        }
        deeds.extend(rating(world, &story.rating, usize::from(month), first));
    }
    Ok(deeds)
}

fn visit<'a>(world: &World, list: &Checklist, village: &'a Village, month: u8) -> Visit<'a> {
    let mut chance = world.chance(&format!("check-{}", village.code), u64::from(month));
    let mut findings = Vec::new();
    let mut score = list.points;
    // Some villages are kept tidier than others, all of them somewhat better as the year goes on.
    let slack = world.chance(&format!("slack-{}", village.code), 0).below(120) + 130 - u64::from(month) * 5;
    for item in list.items.iter().filter(|item| !item.code.starts_with("list_")) {
        if !chance.happens(if item.void { slack / 8 } else { slack }) {
            continue;
        }
        let count = u32::try_from(chance.between((1, 3))).unwrap_or(1);
        let lost = if item.void {
            item.most
        } else {
            (item.each * Decimal::from(count)).min(item.most)
        };
        score -= lost;
        findings.push((item.code.clone(), count));
    }
    Visit {
        village,
        chance,
        findings,
        score,
    }
}

fn check(world: &World, story: &Story, visit: &mut Visit<'_>, month: Date, rank: usize) -> Vec<PastDeed> {
    let office = world.office("jianshe");
    let chance = &mut visit.chance;
    let texts = &story.texts;
    let day = workday(later(month, chance.between((14, 21))));
    let findings: Vec<Json> = visit
        .findings
        .iter()
        .map(|(item, count)| json!({ "item": item, "count": count }))
        .collect();
    let households: Vec<Json> = (0..5)
        .map(|_| {
            json!({
                "hamlet": chance.pick::<str>(&texts.hamlets),
                "door": format!("{}号", chance.between((1, 88))),
                "toilet_works": true,
                "yard_tidy": true,
                "waste_sorted": chance.happens(850),
            })
        })
        .collect();
    let clean = visit.findings.is_empty();
    let fields = json!({
        "village": visit.village.code.to_string(),
        "month": month.strftime("%Y-%m").to_string(),
        "checked_on": day.to_string(),
        "inspectors": format!("{}、{}", world.name_of(&office.clerk()), world.person(chance)),
        "village_guide": world.name_of(&visit.village.cadre()),
        "unannounced": chance.happens(300),
        "findings": findings,
        "households": households,
        "photos": [world.photo(chance)],
    });
    let mut file = RecordFile::open(CHECK, chance, day, &office.clerk(), fields);
    let published = workday_before(later(month_after(month, 1), -3)).max(day);
    let highlights = world.marked(chance.pick::<str>(&texts.highlights));
    if clean {
        let fields = json!({ "rank": rank, "highlights": highlights, "award": "1000" });
        file.step(chance, published, &office.head(), "publish_clean", fields);
        return file.close();
    }
    let award = (rank <= 3).then(|| ["1000", "800", "500"][rank - 1]);
    let fields = json!({
        "rank": rank,
        "award": award,
        "highlights": (rank <= 8).then_some(highlights),
        "summary": world.marked(chance.pick::<str>(&texts.summary)),
    });
    file.step(chance, published, &office.head(), "publish", fields);
    correct(world, story, visit.village, chance, &mut file, published);
    file.close()
}

fn correct(
    world: &World,
    story: &Story,
    village: &Village,
    chance: &mut Chance,
    file: &mut RecordFile,
    published: Date,
) {
    let office = world.office("jianshe");
    let fields = |chance: &mut Chance| json!({ "measures": chance.pick::<str>(&story.texts.measures), "after_photos": [world.photo(chance)] });
    let days = if chance.happens(90) { (8, 13) } else { (2, 7) };
    let done = later(published, chance.between(days));
    let given = fields(chance);
    file.step(chance, done, &village.cadre(), "rectify", given);
    if chance.happens(60) {
        let note = chance.pick::<str>(&story.texts.recheck_failed);
        let failed = workday(later(file.day(), 1));
        file.noted(
            chance,
            failed,
            &office.head(),
            "recheck_fail",
            json!({}),
            Some(note),
        );
        let again = later(file.day(), chance.between((1, 3)));
        let given = fields(chance);
        file.step(chance, again, &village.cadre(), "rectify", given);
    }
    let passed = workday(later(file.day(), chance.between((1, 3))));
    file.step(chance, passed, &office.head(), "recheck_pass", json!({}));
}

fn rating(world: &World, rating: &Rating, month: usize, first: Date) -> Vec<PastDeed> {
    let mut chance = world.chance(RATING, month as u64);
    let told = workday(later(month_after(first, 1), 6));
    let fields = json!({
        "area": world.code.to_string(),
        "month": first.strftime("%Y-%m").to_string(),
        "score": rating.scores[month],
        "rank": rating.ranks[month],
        "towns": rating.towns,
        "tier": "1",
        "defects": chance.between((2, 9)),
    });
    let by = world.office("jianshe").clerk();
    RecordFile::open(RATING, &mut chance, told, &by, fields).close()
}
