//! Making the demo town: its folder, its people, its days one after another.

use crate::days::later;
use crate::defects::Defects;
use crate::disputes::Disputes;
use crate::everyday::Stream;
use crate::hazards::Hazards;
use crate::once;
use crate::world::{Login, StoryError, World};
use desk::{Desk, DeskError, Exhibit, Past, PastDeed, PastError, Report, TownError, TownPlan};
use jiff::civil::Date;
use ledger::Moment;
use pack::Text;
use serde_json::json;
use sha2::{Digest as _, Sha512};
use std::path::Path;
use std::sync::Arc;

/// Deeds kept in one transaction at most.
const TOGETHER: usize = 2_000;
/// The batch that every entry of the story belongs to.
pub const BATCH: &str = "demo";

/// How the demo town is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What its chances are drawn from: the same seed makes the same town, byte for byte.
    pub seed: u64,
    /// How many times its everyday records are made.
    pub scale: u32,
    /// The last day told; the day before the story's today if not said.
    pub until: Option<Date>,
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            seed: 2024,
            scale: 1,
            until: None,
        }
    }
}

/// A demo town that was made.
pub struct Made {
    /// The town, open for work, its clock standing at the story's today.
    pub desk: Arc<Desk>,
    /// Everyone who signs in.
    pub logins: Vec<Login>,
    /// What people did: records made and steps taken.
    pub deeds: u64,
}

/// Why the demo town was not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The story's files.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// The folder.
    #[error(transparent)]
    Town(#[from] TownError),
    /// A deed of the story was refused.
    #[error(transparent)]
    Deed(#[from] PastError),
    /// The book.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The pictures.
    #[error(transparent)]
    Picture(#[from] store::AttachmentError),
    /// The disk.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
}

/// Makes the demo town in `folder`, which holds no town yet. `progress` is told days done and days in all.
///
/// # Errors
/// When there is a town already, the disk cannot be written, or the story does not fit the packs in force.
pub fn make(folder: &Path, plan: Plan, progress: &mut dyn FnMut(u64, u64)) -> Result<Made, MakeError> {
    let parted = folder.with_extension("part");
    if folder.join("town.code").exists() {
        return Err(TownError::Present(folder.display().to_string()).into());
    }
    match std::fs::remove_dir_all(&parted) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let (logins, deeds) = fill(&parted, plan, progress)?;
    // In its place only when it is whole: a load that was cut short leaves no half town behind.
    std::fs::rename(&parted, folder)?;
    let desk = Arc::new(Desk::open(desk::Town::open(folder)?)?);
    Ok(Made { desk, logins, deeds })
}

/// Makes the town in an empty folder and closes it again; answers with who signs in and how many deeds were done.
fn fill(
    folder: &Path,
    plan: Plan,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Vec<Login>, u64), MakeError> {
    let world = World::new(plan.seed)?;
    let founded = Moment::start_of(world.town.founded).plus_hours(8);
    std::fs::create_dir_all(folder)?;
    // A key of its own that follows from the seed: nothing real may be entrusted to this town.
    let key = Sha512::digest(format!("yiben demo {}", plan.seed));
    std::fs::write(folder.join("town.key"), key)?;
    let desk = Arc::new(Desk::make_at(folder, &town_plan(&world)?, Some(founded))?);
    for picture in World::pictures() {
        desk.town().attachments.keep(picture)?;
    }
    let mut past = desk.past(BATCH);
    past.things(founded, people(&world))?;
    let until = plan.until.unwrap_or_else(|| later(world.town.today, -1));
    let deeds = tell(&world, &desk, &mut past, plan.scale, until, progress)?;
    let closing = Moment::end_of(until);
    let things = vec![report(&world, closing), exhibit(&world, plan, later(until, 1))];
    past.things(closing, things)?;
    drop(past);
    desk.close();
    Ok((world.logins().to_vec(), deeds))
}

fn town_plan(world: &World) -> Result<TownPlan, StoryError> {
    Ok(TownPlan {
        code: world.code,
        zh: world.town.zh.clone(),
        en: world.town.en.clone(),
        places: world.places()?,
    })
}

fn people(world: &World) -> Vec<(String, String, serde_json::Value)> {
    let person = |login: &Login| ("user".to_owned(), login.login.clone(), json!(login.person()));
    world.logins().iter().map(person).collect()
}

/// The town's report on the year, as the office that writes it has left it.
fn report(world: &World, at: Moment) -> (String, String, serde_json::Value) {
    let year = world.town.year;
    let report = Report {
        title: format!("{year}年{}政府工作报告", world.town.zh),
        year,
        place: world.code,
        template: include_str!("../../../demo/report-2024.md").to_owned(),
        version: 1,
        by: world.office("dangzheng").clerk(),
        at,
        frozen: Vec::new(),
    };
    (Report::SUBJECT.to_owned(), year.to_string(), json!(report))
}

fn exhibit(world: &World, plan: Plan, today: Date) -> (String, String, serde_json::Value) {
    let (subject, name) = Exhibit::THING;
    let exhibit = Exhibit {
        notice: Text {
            zh: world.town.notice_zh.clone(),
            en: world.town.notice_en.clone(),
        },
        today,
        seed: plan.seed,
        scale: plan.scale,
    };
    (subject.to_owned(), name.to_owned(), json!(exhibit))
}

/// Tells the days from the founding of the town to `until`; answers with how many deeds people did.
fn tell(
    world: &World,
    desk: &Arc<Desk>,
    past: &mut Past,
    scale: u32,
    until: Date,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, MakeError> {
    let (disputes, hazards, defects) = (Disputes::new(world)?, Hazards::new(world)?, Defects::new(world)?);
    let mut everyday = Stream::new(vec![&disputes, &hazards, &defects], scale);
    let mut once = once::all(world, &desk.shelf())?.into_iter().peekable();
    let first = world.town.founded;
    let days = |day: Date| u64::try_from(first.until(day).map_or(0, |span| span.get_days())).unwrap_or(0);
    let mut waiting: Vec<PastDeed> = Vec::new();
    let mut deeds = 0;
    let mut keep = |waiting: &mut Vec<PastDeed>, least: usize| {
        if waiting.len() < least {
            return Ok(());
        }
        deeds += waiting.len() as u64;
        past.keep(std::mem::take(waiting))
    };
    let mut day = first;
    while day <= until {
        everyday.day(day, &mut |deed: PastDeed| {
            while let Some(other) = once.next_if(|other| other.at <= deed.at) {
                waiting.push(other);
            }
            waiting.push(deed);
            keep(&mut waiting, TOGETHER)
        })?;
        let end = Moment::end_of(day);
        while let Some(other) = once.next_if(|other| other.at < end) {
            waiting.push(other);
        }
        keep(&mut waiting, TOGETHER)?;
        progress(days(day), days(until));
        day = later(day, 1);
    }
    keep(&mut waiting, 0)?;
    past.pass(Moment::end_of(until))?;
    Ok(deeds)
}
