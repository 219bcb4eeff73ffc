//! Projects (S07): their files, their months, milestones and problems.

use crate::chance::Chance;
use crate::days::{later, month_after, workday};
use crate::file::RecordFile;
use crate::ground;
use crate::story::read;
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::{Date, date};
use ledger::RecordId;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value as Json, json};

const PROJECT: &str = "project";
const MONTH: &str = "project_month";
const MILESTONE: &str = "project_milestone";
const PROBLEM: &str = "project_problem";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    texts: Texts,
    projects: Vec<Project>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    progress: Vec<String>,
    next: Vec<String>,
    answers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    name: String,
    class: String,
    village: String,
    builder: String,
    content: String,
    total: Decimal,
    /// Signed on, where it was brought in from outside.
    introduced: Option<Date>,
    reserved: Option<Date>,
    listed: Option<Date>,
    started: Option<Date>,
    topped: Option<Date>,
    accepted: Option<Date>,
    produced: Option<Date>,
    complete: Date,
    /// Planned for the year.
    #[serde(default)]
    plan: Decimal,
    /// Of a hundred of the plan, done by the end of each quarter.
    #[serde(default)]
    done: [u32; 4],
    /// Kind, what it is, planned for, done on.
    #[serde(default)]
    milestones: Vec<(String, String, Date, String)>,
    /// Kind, description, raised on.
    #[serde(default)]
    problems: Vec<(String, String, Date)>,
}

/// Everything done with projects.
pub(crate) fn deeds(world: &World) -> Result<Vec<PastDeed>, StoryError> {
    let story: Story = read("projects.toml", include_str!("../../../demo/projects.toml"))?;
    let mut deeds = Vec::new();
    for (at, project) in story.projects.iter().enumerate() {
        let file = told(world, project, at);
        let id = file.id;
        deeds.extend(file.close());
        for month in 0..13u8 {
            deeds.extend(month_of(world, &story.texts, project, id, at, month));
        }
        for (nth, milestone) in project.milestones.iter().enumerate() {
            deeds.extend(milestone_of(world, project, id, milestone, at * 10 + nth)?);
        }
        for (nth, problem) in project.problems.iter().enumerate() {
            deeds.extend(problem_of(
                world,
                &story.texts,
                project,
                id,
                problem,
                at * 10 + nth,
            ));
        }
    }
    Ok(deeds)
}

fn told(world: &World, project: &Project, at: usize) -> RecordFile {
    let mut chance = world.chance(PROJECT, at as u64);
    let chance = &mut chance;
    let office = world.office("jingji");
    let reserved = project
        .reserved
        .or(project
            .listed
            .map(|listed| later(listed, -chance.between((30, 90)))))
        .unwrap_or(world.town.founded);
    // What is older than the book was written down when the book began.
    let opened = workday(reserved.max(world.town.founded));
    let village = world.village_of(&project.village);
    let fields = json!({
        "area": project.village,
        "name": project.name,
        "position": ground::point(world, village, &project.name, 0),
        "route": (project.class == "transport").then(|| ground::road(world, village, &project.name)),
        "class": project.class,
        "content": world.marked(&project.content),
        "builder": project.builder,
        "contact": world.person(chance),
        "contact_phone": World::phone(chance),
        "lead_office": office.name,
        "leader": world.name_of("fuzhen1"),
        "introduced": project.introduced.is_some(),
        "signed_on": project.introduced.map(|day| day.to_string()),
        "total": project.total.to_string(),
        "start_due": project.started.map(|day| later(day, chance.between((0, 20))).to_string()),
        "complete_due": project.complete.to_string(),
        "reserved_on": reserved.to_string(),
    });
    let mut file = RecordFile::open(PROJECT, chance, opened, &office.clerk(), fields);
    let Some(listed) = project.listed else {
        return file;
    };
    let mut step = |day: Date, by: &str, step: &str, fields: Json| {
        file.step(chance, workday(day.max(world.town.founded)), by, step, fields);
    };
    let (clerk, head) = (office.clerk(), office.head());
    step(
        listed,
        &clerk,
        "list_it",
        json!({ "listed_on": listed.to_string() }),
    );
    if let Some(started) = project.started {
        step(later(listed, 6), &clerk, "apply", json!({}));
        step(
            started,
            &clerk,
            "start",
            json!({ "started_on": started.to_string() }),
        );
    }
    if let Some(topped) = project.topped {
        step(
            topped,
            &clerk,
            "top_out",
            json!({ "topped_on": topped.to_string() }),
        );
    }
    if let Some(accepted) = project.accepted {
        step(
            accepted,
            &head,
            "accept",
            json!({ "accepted_on": accepted.to_string() }),
        );
    }
    if let Some(produced) = project.produced {
        step(
            produced,
            &clerk,
            "produce",
            json!({ "produced_on": produced.to_string() }),
        );
    }
    file
}

/// The year's investment done by the end of a month, of a hundred of the plan: straight between the ends of quarters.
fn share_done(project: &Project, month: u8) -> u32 {
    let (quarter, step) = (usize::from(month / 3), u32::from(month % 3) + 1);
    let before = quarter
        .checked_sub(1)
        .and_then(|before| project.done.get(before))
        .copied()
        .unwrap_or(0);
    let after = project.done.get(quarter).copied().unwrap_or(before);
    before + after.saturating_sub(before) * step / 3
}

fn month_of(
    world: &World,
    texts: &Texts,
    project: &Project,
    id: RecordId,
    at: usize,
    month: u8,
) -> Vec<PastDeed> {
    let first = month_after(world.year.0, i64::from(month));
    let is_told = project
        .listed
        .is_some_and(|listed| listed < month_after(first, 1))
        && project
            .accepted
            .is_none_or(|accepted| later(accepted, 31) >= first);
    if !is_told {
        return Vec::new();
    }
    let mut chance = world.chance(MONTH, at as u64 * 100 + u64::from(month));
    let chance = &mut chance;
    let office = world.office("jingji");
    // The thirteenth month begins the next year, with a plan of what is left of this one's size.
    let share = if month < 12 {
        share_done(project, month)
    } else {
        chance.below(10) as u32
    };
    let done = project.plan * Decimal::from(share) / Decimal::ONE_HUNDRED;
    let fields = json!({
        "area": project.village,
        "project": id.to_string(),
        "class": project.class,
        "month": first.strftime("%Y-%m").to_string(),
        "plan_year": project.plan.to_string(),
        "done_year": done.to_string(),
        "statistical": (done * Decimal::new(9, 1)).round().to_string(),
        "progress": world.marked(chance.pick::<str>(&texts.progress)),
        "next": chance.pick::<str>(&texts.next),
        "photos": [world.photo(chance)],
    });
    let told = workday(later(month_after(first, 1), chance.between((0, 5))));
    let mut file = RecordFile::open(MONTH, chance, told, &office.clerk(), fields);
    let confirmed = workday(later(told, chance.between((1, 3))));
    file.step(chance, confirmed, &office.head(), "confirm", json!({}));
    file.close()
}

fn milestone_of(
    world: &World,
    project: &Project,
    id: RecordId,
    milestone: &(String, String, Date, String),
    number: usize,
) -> Result<Vec<PastDeed>, StoryError> {
    let (kind, name, planned, done) = milestone;
    let mut chance = world.chance(MILESTONE, number as u64);
    let chance = &mut chance;
    let office = world.office("jingji");
    let opened = workday(project.listed.unwrap_or(date(2024, 1, 5)).max(date(2024, 1, 5)));
    let fields = json!({
        "area": project.village,
        "project": id.to_string(),
        "kind": kind,
        "name": world.marked(name),
        "responsible": world.person(chance),
        "planned_on": planned.to_string(),
    });
    let mut file = RecordFile::open(MILESTONE, chance, opened, &office.clerk(), fields);
    if !done.is_empty() {
        let done: Date = done.parse().map_err(|error: jiff::Error| StoryError {
            file: "projects.toml".to_owned(),
            told: error.to_string(),
        })?;
        let fields = json!({ "done_on": done.to_string(), "photos": [world.photo(chance)] });
        file.step(chance, workday(done), &office.clerk(), "finish", fields);
    }
    Ok(file.close())
}

fn problem_of(
    world: &World,
    texts: &Texts,
    project: &Project,
    id: RecordId,
    problem: &(String, String, Date),
    number: usize,
) -> Vec<PastDeed> {
    let (kind, description, raised) = problem;
    let mut chance: Chance = world.chance(PROBLEM, number as u64);
    let chance = &mut chance;
    let office = world.office("jingji");
    let opened = workday(*raised);
    let fields = json!({
        "area": project.village,
        "project": id.to_string(),
        "kind": kind,
        "description": world.marked(description),
        "raised_on": opened.to_string(),
    });
    let mut file = RecordFile::open(PROBLEM, chance, opened, &office.clerk(), fields);
    let assigned = workday(later(opened, chance.between((1, 3))));
    let fields = json!({ "lead_office": world.office("jianshe").name, "responsible": world.person(chance) });
    file.step(chance, assigned, "fuzhen1", "assign", fields);
    let solved = workday(later(assigned, chance.between((6, 22))));
    let fields = json!({ "answer": world.marked(chance.pick::<str>(&texts.answers)) });
    file.step(chance, solved, &world.office("jianshe").clerk(), "solve", fields);
    let closed = workday(later(solved, chance.between((1, 4))));
    file.step(chance, closed, "fuzhen1", "close", json!({}));
    file.close()
}
