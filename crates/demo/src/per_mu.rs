//! Per-mu evaluation: entry indices, the year before as the county settled it, the year's own being collected (S05).

use crate::chance::Chance;
use crate::days::{later, workday};
use crate::economy::{UnitStory, credit_code};
use crate::file::RecordFile;
use crate::land::{Parks, Story};
use crate::world::World;
use desk::PastDeed;
use jiff::civil::{Date, date};
use serde::Deserialize;
use serde_json::{Value as Json, json};

const INDEX: &str = "entry_index";
const INPUT: &str = "per_mu_input";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Index {
    industry: String,
    park: String,
    investment: String,
    output: String,
    tax: String,
    far: String,
    energy: String,
    rd: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evaluation {
    year: i16,
    above: Vec<(String, usize)>,
    below: Vec<(String, usize)>,
    stems: Vec<String>,
    tails: Vec<String>,
    measures: Vec<String>,
    improve: String,
    review: String,
}

/// Everything done with the evaluation.
pub(crate) fn deeds(world: &World, story: &Story, parks: &Parks, units: &[UnitStory]) -> Vec<PastDeed> {
    let mut deeds = Vec::new();
    for (at, index) in story.indices.iter().enumerate() {
        deeds.extend(in_force(world, index, parks, at));
    }
    let industry: Vec<&UnitStory> = units.iter().filter(|unit| unit.class == "industry").collect();
    deeds.extend(settled(world, &story.evaluation, parks, &industry));
    for (at, unit) in industry.iter().enumerate() {
        deeds.extend(collected(world, &story.evaluation, parks, unit, at));
    }
    deeds
}

fn in_force(world: &World, index: &Index, parks: &Parks, at: usize) -> Vec<PastDeed> {
    let mut chance = world.chance(INDEX, at as u64);
    let (park, _) = parks.of(&index.park);
    let fields = json!({
        "area": world.code.to_string(),
        "industry": index.industry,
        "zone": if index.park == "hutou" { "湖头园区" } else { "高坦园区" },
        "park": park,
        "investment_per_mu": index.investment,
        "output_per_mu": index.output,
        "tax_per_mu": index.tax,
        "far_least": index.far,
        "energy_most": index.energy,
        "rd_least": index.rd,
        "from_on": "2024-07-01",
        "note": world.town.mark,
    });
    let by = world.office("jingji").head();
    RecordFile::open(INDEX, &mut chance, date(2024, 6, 24), &by, fields).close()
}

/// The evaluation of the year before, brought in when the county had settled it.
fn settled(world: &World, story: &Evaluation, parks: &Parks, industry: &[&UnitStory]) -> Vec<PastDeed> {
    let mut deeds = Vec::new();
    for (above, grades) in [(true, &story.above), (false, &story.below)] {
        let all = grades
            .iter()
            .flat_map(|(grade, count)| std::iter::repeat_n(grade, *count));
        for (rank, grade) in all.enumerate() {
            let mut chance = world.chance(if above { "per-mu-above" } else { "per-mu-below" }, rank as u64);
            let chance = &mut chance;
            let who = match industry.get(rank).filter(|_| above) {
                Some(unit) => enterprise(unit, rank),
                None => Enterprise {
                    code: credit_code(700 + rank),
                    name: format!(
                        "{}{}",
                        chance.pick::<str>(&story.stems),
                        chance.pick::<str>(&story.tails)
                    ),
                    industry: "3484",
                    park: if rank % 2 == 0 { "hutou" } else { "gaotan" },
                    size: 6 + chance.below(10),
                },
            };
            let mut fields = inputs(world, chance, parks, &who, above, story.year, grade);
            fields["score"] = json!(format!("{}.{:02}", 96 - 3 * rank, chance.below(100)));
            fields["rank"] = json!(rank + 1);
            fields["grade"] = json!(grade);
            fields["confirmed_grade"] = json!(grade);
            fields["confirmed_on"] = json!("2024-08-28");
            deeds.extend(graded(world, story, chance, fields, grade, rank));
        }
    }
    deeds
}

/// A graded enterprise: A and B are done with; C and D improve by a deadline, and most of them do.
fn graded(
    world: &World,
    story: &Evaluation,
    chance: &mut Chance,
    mut fields: Json,
    grade: &str,
    rank: usize,
) -> Vec<PastDeed> {
    let office = world.office("jingji");
    let brought = date(2024, 9, 2);
    if matches!(grade, "A" | "B") {
        fields["state"] = json!("confirmed");
        return RecordFile::bring(INPUT, chance, brought, &office.clerk(), fields).close();
    }
    fields["state"] = json!("improving");
    fields["improve_due"] = json!("2025-03-01");
    fields["measures"] = json!(story.measures);
    if grade == "D" {
        fields["d_years"] = json!(1);
    }
    let mut file = RecordFile::bring(INPUT, chance, brought, &office.clerk(), fields);
    if !rank.is_multiple_of(3) {
        let day = workday(later(brought, chance.between((50, 90))));
        let plan = json!({ "improve_plan": world.marked(&story.improve) });
        file.step(chance, day, &office.clerk(), "improve", plan);
        let day = workday(later(day, chance.between((5, 12))));
        let review = json!({ "review_note": world.marked(&story.review) });
        file.step(chance, day, &office.head(), "review_pass", review);
    }
    file.close()
}

/// The year's own evaluation while it is collected.
fn collected(world: &World, story: &Evaluation, parks: &Parks, unit: &UnitStory, at: usize) -> Vec<PastDeed> {
    let mut chance = world.chance("per-mu-now", at as u64);
    let chance = &mut chance;
    let office = world.office("jingji");
    let fields = inputs(
        world,
        chance,
        parks,
        &enterprise(unit, at),
        true,
        story.year + 1,
        "B",
    );
    let opened: Date = workday(date(2025, 1, 13));
    let mut file = RecordFile::open(INPUT, chance, opened, &office.clerk(), fields);
    if at % 3 != 2 {
        let day = workday(later(opened, chance.between((2, 14))));
        file.step(chance, day, &office.head(), "verify", json!({}));
    }
    file.close()
}

struct Enterprise<'a> {
    code: String,
    name: String,
    industry: &'a str,
    park: &'a str,
    /// About its output in millions of yuan.
    size: u64,
}

fn enterprise(unit: &UnitStory, at: usize) -> Enterprise<'_> {
    Enterprise {
        code: credit_code(at + 1),
        name: unit.name.clone(),
        industry: unit.industry.as_deref().unwrap_or("3484"),
        park: if unit.village == "330226105209" {
            "hutou"
        } else {
            "gaotan"
        },
        size: unit.weight,
    }
}

/// What an enterprise of that size and grade puts in.
fn inputs(
    world: &World,
    chance: &mut Chance,
    parks: &Parks,
    who: &Enterprise<'_>,
    above: bool,
    year: i16,
    grade: &str,
) -> Json {
    let (park, village) = parks.of(who.park);
    let revenue = i64::try_from(who.size).unwrap_or_default() * chance.between((960_000, 1_060_000));
    let thousandths = |part: i64| revenue / 1_000 * part;
    let better = match grade {
        "A" => 4,
        "B" => 3,
        "C" => 2,
        _ => 1,
    };
    let added = thousandths(150 + 25 * better + chance.between((0, 20)));
    // Better ones make more of their land.
    let land = thousandths(1) / (250 + 90 * better);
    json!({
        "area": village,
        "year": year,
        "enterprise": who.code,
        "name": world.named(&who.name),
        "industry": who.industry,
        "park": park,
        "above_scale": above,
        "established_on": date(2006, 5, 1).to_string(),
        "land_since": date(2008, 3, 1).to_string(),
        "land_mu": format!("{}.{:02}", land.max(3), chance.below(100)),
        "tax": thousandths(18 + 12 * better).to_string(),
        "value_added": added.to_string(),
        "revenue": revenue.to_string(),
        "energy": (revenue / 220_000).to_string(),
        "electricity": (revenue / 42).to_string(),
        "emissions": format!("0.{:06}", chance.between((20_000, 900_000))),
        "staff": 10 + who.size * 2,
        "rd": thousandths(if above { 22 + 6 * better } else { 4 }).to_string(),
    })
}
