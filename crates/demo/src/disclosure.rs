//! Open government (S42): what is published on own initiative, and requests.

use crate::chance::Chance;
use crate::days::{later, month_after, workday};
use crate::file::RecordFile;
use crate::story::{fill, read};
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

const REGISTER: &str = "disclosure";
const REQUEST: &str = "disclosure_request";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    publisher: String,
    organisation: String,
    /// Which of the published ones was recalled, corrected and published again.
    recalled: usize,
    /// Days on which something to be had on request was drafted.
    requested: Vec<Date>,
    /// Days on which something was drafted that was withheld.
    withheld: Vec<Date>,
    texts: Texts,
    titles: Vec<Title>,
    requests: Vec<Request>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    content: String,
    withheld: String,
    recall: String,
    correct: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    item: String,
    detail: String,
    office: String,
    title: String,
    months: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    title: String,
    wanted: String,
    channel: String,
    received: Date,
    result: String,
    answer: String,
}

/// What becomes of a draft.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Published,
    Recalled,
    OnRequest,
    Withheld,
}

/// A draft before it is told.
struct Draft<'a> {
    title: String,
    like: &'a Title,
    written: Date,
    number: usize,
    fate: Fate,
}

/// Everything done with disclosures and requests.
pub(crate) fn deeds(world: &World) -> Result<Vec<PastDeed>, StoryError> {
    let story: Story = read("disclosure.toml", include_str!("../../../demo/disclosure.toml"))?;
    let mut deeds = Vec::new();
    let mut drafts = drafts(world, &story);
    drafts.sort_by_key(|draft| draft.written);
    for (at, draft) in drafts.iter_mut().enumerate() {
        draft.number = at + 1;
        if at == story.recalled {
            draft.fate = Fate::Recalled;
        }
    }
    if let Some(like) = story.titles.iter().find(|title| title.item == "projects") {
        let others = story.requested.iter().map(|day| (day, Fate::OnRequest));
        for (written, fate) in others.chain(story.withheld.iter().map(|day| (day, Fate::Withheld))) {
            drafts.push(Draft {
                title: format!("{}内部会商材料", like.detail),
                like,
                written: *written,
                number: drafts.len() + 1,
                fate,
            });
        }
    }
    for draft in &drafts {
        deeds.extend(told(world, &story, draft));
    }
    for (at, request) in story.requests.iter().enumerate() {
        deeds.extend(requested(world, request, at));
    }
    Ok(deeds)
}

fn drafts<'a>(world: &World, story: &'a Story) -> Vec<Draft<'a>> {
    let mut chance = world.chance("disclosure-days", 0);
    let mut drafts = Vec::new();
    for like in &story.titles {
        for (nth, month) in like.months.iter().enumerate() {
            let first = month_after(world.year.0, i64::from(*month) - 1);
            let before = later(first, -1);
            let title = fill(
                &like.title,
                &[
                    ("year", &before.year().to_string()),
                    ("month", &first.month().to_string()),
                    ("before", &before.month().to_string()),
                    ("nth", &(nth + 1).to_string()),
                ],
            );
            drafts.push(Draft {
                title,
                like,
                written: workday(later(first, chance.between((2, 16)))),
                number: 0,
                fate: Fate::Published,
            });
        }
    }
    drafts
}

fn told(world: &World, story: &Story, draft: &Draft<'_>) -> Vec<PastDeed> {
    let mut chance = world.chance(REGISTER, draft.number as u64);
    let chance = &mut chance;
    let office = world.office(&draft.like.office);
    let desk = world.office("dangzheng");
    let content = fill(
        &story.texts.content,
        &[("title", &draft.title), ("office", &office.name)],
    );
    let fields = json!({
        "area": world.code.to_string(),
        "title": draft.title,
        "way": if draft.fate == Fate::OnRequest { "request" } else { "own" },
        "written_on": draft.written.to_string(),
        "publisher": story.publisher,
        "source_office": office.name,
        "item": draft.like.item,
        "item_detail": draft.like.detail,
        "channels": ["website", "board"],
        "content": world.marked(&content),
    });
    let mut file = RecordFile::open(REGISTER, chance, draft.written, &office.clerk(), fields);
    file.step(chance, draft.written, &office.clerk(), "submit", json!({}));
    review(world, chance, &mut file, draft.fate == Fate::Withheld, story);
    if draft.fate == Fate::Withheld {
        return file.close();
    }
    // Reviewed within a week, so that the year's drafts are published in their year.
    let index = json!({ "index_number": format!("{}/{}-{:05}", story.organisation, draft.written.year(), draft.number) });
    let day = file.day();
    file.step(chance, day, &desk.clerk(), "publish", index);
    if draft.fate == Fate::Recalled {
        let day = workday(later(file.day(), 9));
        let reason = json!({ "withdraw_reason": story.texts.recall });
        file.step(chance, day, &desk.head(), "recall", reason);
        file.noted(
            chance,
            day,
            &office.clerk(),
            "correct",
            json!({}),
            Some(&story.texts.correct),
        );
        file.step(chance, day, &office.clerk(), "submit", json!({}));
        review(world, chance, &mut file, false, story);
        let day = file.day();
        file.step(chance, day, &desk.clerk(), "publish", json!({}));
    }
    file.close()
}

/// Secrecy first, privacy next; each by another than who drafted it.
fn review(world: &World, chance: &mut Chance, file: &mut RecordFile, refused: bool, story: &Story) {
    let desk = world.office("dangzheng");
    let day = workday(later(file.day(), chance.between((0, 2))));
    if refused {
        let fields = json!({ "refusal_basis": story.texts.withheld, "secrecy": "refused" });
        file.step(chance, day, &desk.head(), "withhold", fields);
        return;
    }
    file.step(
        chance,
        day,
        &desk.head(),
        "clear_secrecy",
        json!({ "secrecy": "passed" }),
    );
    let day = workday(later(file.day(), chance.between((0, 2))));
    file.step(
        chance,
        day,
        &desk.head(),
        "clear_privacy",
        json!({ "privacy": "passed" }),
    );
}

fn requested(world: &World, request: &Request, at: usize) -> Vec<PastDeed> {
    let mut chance = world.chance(REQUEST, at as u64);
    let chance = &mut chance;
    let desk = world.office("dangzheng");
    let received = workday(request.received);
    let fields = json!({
        "area": world.code.to_string(),
        "applicant": world.person(chance),
        "phone": World::phone(chance),
        "channel": request.channel,
        "received_on": received.to_string(),
        "wanted_title": request.title,
        "wanted": world.marked(&request.wanted),
    });
    let mut file = RecordFile::open(REQUEST, chance, received, &desk.clerk(), fields);
    let day = workday(later(received, 1));
    let fields = json!({ "lead_office": desk.name });
    file.step(chance, day, &desk.clerk(), "accept", fields);
    let day = workday(later(day, chance.between((6, 18))));
    let fields = json!({
        "result": request.result,
        "answer": world.marked(&request.answer),
        "answer_number": format!("岔依申答〔{}〕{}号", received.year(), at + 1),
    });
    file.step(chance, day, &desk.head(), "answer_it", fields);
    file.close()
}
