//! Tasks of the year's plan with their months and supervision notices (S44), where the pack for them is in force.

use crate::chance::Chance;
use crate::days::{later, month_after, workday};
use crate::file::RecordFile;
use crate::story::read;
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::{Date, date};
use ledger::RecordId;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

const TASK: &str = "commitment";
const MONTH: &str = "commitment_month";
const NOTICE: &str = "supervision";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    report: String,
    texts: Texts,
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    progress: Vec<String>,
    problems: Vec<String>,
    demand: String,
    reply: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    title: String,
    section: String,
    kind: String,
    target: Option<Decimal>,
    unit: Option<String>,
    bound: Option<String>,
    indicator: Option<String>,
    office: String,
    joint: Vec<String>,
    leader: String,
    /// Of a hundred, done by the end of each quarter.
    paces: [u32; 4],
    /// Struck off on; none where it was not met.
    done: Option<Date>,
    outcome: String,
    #[serde(default)]
    reason: String,
    /// The month after which a supervision notice was sent, from 1.
    supervised: Option<u8>,
}

/// Everything done with the year's tasks.
pub(crate) fn deeds(world: &World) -> Result<Vec<PastDeed>, StoryError> {
    let text = include_str!("../../../demo/commitments.toml");
    let story: Story = read("commitments.toml", text)?;
    let mut deeds = Vec::new();
    for (at, task) in story.tasks.iter().enumerate() {
        let mut chance = world.chance(TASK, at as u64);
        let file = told(world, &story, task, &mut chance);
        let id = file.id;
        deeds.extend(file.close());
        for month in 1..=12u8 {
            deeds.extend(month_of(world, &story, task, id, &mut chance, month));
        }
        if let Some(month) = task.supervised {
            deeds.extend(supervised(world, &story, task, id, &mut chance, month));
        }
    }
    Ok(deeds)
}

fn told(world: &World, story: &Story, task: &Task, chance: &mut Chance) -> RecordFile {
    let desk = world.office("dangzheng");
    let lead = world.office(&task.office);
    let joint: Vec<&str> = task.joint.iter().map(|key| &*world.office(key).name).collect();
    let fields = json!({
        "area": world.code.to_string(),
        "year": world.town.year,
        "title": task.title,
        "text": world.marked(&task.title),
        "section": task.section,
        "kind": task.kind,
        "target": task.target.map(|target| target.to_string()),
        "target_unit": task.unit,
        "bound": task.bound,
        "indicator": task.indicator,
        "indicator_match": if task.indicator.is_some() { "sure" } else { "none" },
        "source_report": story.report,
    });
    let proposed = workday(date(world.town.year, 1, 29));
    let mut file = RecordFile::open(TASK, chance, proposed, &desk.clerk(), fields);
    let fields = json!({
        "lead_office": lead.name,
        "joint_offices": (!joint.is_empty()).then_some(&joint),
        "leader": world.name_of(&task.leader),
        "deadline": world.year.1.to_string(),
    });
    let confirmed = workday(later(proposed, chance.between((2, 7))));
    file.step(chance, confirmed, &desk.head(), "confirm", fields);
    let taken = workday(later(confirmed, 1));
    file.step(chance, taken, &lead.clerk(), "take_over", json!({}));
    match task.done {
        Some(done) => {
            let done = workday(done);
            let outcome = json!({ "outcome": world.marked(&task.outcome) });
            file.step(chance, done, &lead.clerk(), "report_done", outcome);
            let struck = workday(later(done, chance.between((1, 4))));
            file.step(chance, struck, &desk.head(), "strike_off", json!({}));
        }
        None => {
            let decided = workday(later(world.year.1, 9));
            let reason = json!({ "reason": world.marked(&task.reason) });
            file.step(chance, decided, "zhenzhang", "decide_not_met", reason);
        }
    }
    file
}

/// Of a hundred, done by the end of a month: straight between the ends of quarters.
fn percent(task: &Task, month: u8) -> u32 {
    let quarter = usize::from((month - 1) / 3);
    let before = quarter
        .checked_sub(1)
        .and_then(|quarter| task.paces.get(quarter))
        .copied()
        .unwrap_or(0);
    let after = task.paces.get(quarter).copied().unwrap_or(before);
    before + after.saturating_sub(before) * (u32::from((month - 1) % 3) + 1) / 3
}

fn month_of(
    world: &World,
    story: &Story,
    task: &Task,
    id: RecordId,
    chance: &mut Chance,
    month: u8,
) -> Vec<PastDeed> {
    let first = month_after(world.year.0, i64::from(month) - 1);
    if month < 2 || task.done.is_some_and(|done| done < first) {
        return Vec::new();
    }
    let lead = world.office(&task.office);
    let percent = percent(task, month);
    let counted = task
        .target
        .filter(|_| task.unit.as_deref() != Some("%"))
        .map(|target| target * Decimal::from(percent) / Decimal::ONE_HUNDRED);
    let lags = percent < u32::from(month) * 7;
    let fields = json!({
        "area": world.code.to_string(),
        "commitment": id.to_string(),
        "office": lead.name,
        "month": first.strftime("%Y-%m").to_string(),
        "target": counted.and(task.target).map(|target| target.to_string()),
        "done": counted.map(|done| done.round_dp(2).to_string()),
        "told_percent": counted.is_none().then_some(percent.min(100)),
        "progress": world.marked(chance.pick::<str>(&story.texts.progress)),
        "problems": lags.then(|| chance.pick::<str>(&story.texts.problems)),
    });
    let told = workday(later(month_after(first, 1), chance.between((0, 4))));
    RecordFile::open(MONTH, chance, told, &lead.clerk(), fields).close()
}

fn supervised(
    world: &World,
    story: &Story,
    task: &Task,
    id: RecordId,
    chance: &mut Chance,
    month: u8,
) -> Vec<PastDeed> {
    let (desk, lead) = (world.office("dangzheng"), world.office(&task.office));
    let issued = workday(later(month_after(world.year.0, i64::from(month)), 8));
    let fields = json!({
        "area": world.code.to_string(),
        "commitment": id.to_string(),
        "subject": task.title,
        "office": lead.name,
        "light": "red",
        "finding": world.marked(chance.pick::<str>(&story.texts.problems)),
        "demand": story.texts.demand,
        "issued_on": issued.to_string(),
    });
    let mut file = RecordFile::open(NOTICE, chance, issued, &desk.head(), fields);
    let replied = workday(later(issued, chance.between((3, 6))));
    let reply = json!({ "reply": world.marked(&story.texts.reply) });
    file.step(chance, replied, &lead.clerk(), "reply", reply);
    let accepted = workday(later(replied, chance.between((1, 2))));
    file.step(chance, accepted, "zhenzhang", "accept", json!({}));
    file.close()
}
