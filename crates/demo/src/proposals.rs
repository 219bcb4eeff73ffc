//! Deputies' proposals (S41).

use crate::chance::Chance;
use crate::days::{later, workday};
use crate::file::RecordFile;
use crate::story::read;
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

const REGISTER: &str = "proposal";
const LEADER: &str = "zhenzhang";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    session: String,
    texts: Texts,
    proposals: Vec<Proposal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    talk: String,
    opinion: String,
    extension: String,
    progress: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposal {
    kind: String,
    topic: String,
    title: String,
    content: String,
    office: String,
    joint: Vec<String>,
    reply: String,
    result: String,
    rating: String,
    received: Date,
    #[serde(default)]
    extended: bool,
}

/// Everything done with proposals.
pub(crate) fn deeds(world: &World) -> Result<Vec<PastDeed>, StoryError> {
    let story: Story = read("proposals.toml", include_str!("../../../demo/proposals.toml"))?;
    let told = story
        .proposals
        .iter()
        .enumerate()
        .flat_map(|(at, proposal)| told(world, &story, proposal, at));
    Ok(told.collect())
}

fn told(world: &World, story: &Story, proposal: &Proposal, at: usize) -> Vec<PastDeed> {
    let mut chance = world.chance(REGISTER, at as u64);
    let chance = &mut chance;
    let desk = world.office("dangzheng");
    let lead = world.office(&proposal.office);
    let joint: Vec<&str> = proposal
        .joint
        .iter()
        .map(|key| &*world.office(key).name)
        .collect();
    let received = workday(proposal.received);
    let fields = json!({
        "area": world.code.to_string(),
        "kind": proposal.kind,
        "session": story.session,
        "serial_number": (at + 1).to_string(),
        "title": proposal.title,
        "content": world.marked(&proposal.content),
        "topic": proposal.topic,
        "proposer": world.person(chance),
        "proposer_phone": World::phone(chance),
        "received_on": received.to_string(),
    });
    let mut file = RecordFile::open(REGISTER, chance, received, &desk.clerk(), fields);
    let assigned = workday(later(received, chance.between((5, 11))));
    let fields = json!({
        "lead_office": lead.name,
        "joint_offices": (!joint.is_empty()).then_some(&joint),
        "leader": world.name_of(LEADER),
        "key_item": at == 4,
    });
    file.step(chance, assigned, &desk.head(), "assign", fields);
    let taken = workday(later(assigned, chance.between((1, 4))));
    let handler = json!({ "handler": world.name_of(&lead.clerk()) });
    file.step(chance, taken, &lead.clerk(), "take_over", handler);
    let teller = Teller {
        world,
        story,
        proposal,
    };
    if proposal.extended {
        let day = workday(later(assigned, 75));
        let fields = json!({ "extension_reason": story.texts.extension });
        file.step(chance, day, LEADER, "extend", fields);
    }
    teller.talk(chance, &mut file);
    teller.sign(chance, &mut file);
    teller.answer(chance, &mut file);
    teller.rate(chance, &mut file);
    file.close()
}

struct Teller<'a> {
    world: &'a World,
    story: &'a Story,
    proposal: &'a Proposal,
}

impl Teller<'_> {
    fn lead(&self) -> String {
        self.world.office(&self.proposal.office).clerk()
    }

    fn talk(&self, chance: &mut Chance, file: &mut RecordFile) {
        let day = workday(later(file.day(), chance.between((8, 25))));
        let way = ["visit", "meeting", "survey"][chance.weighed([2, 2, 1].into_iter())];
        let fields = json!({
            "talked_on": day.to_string(),
            "talk_way": way,
            "talk_record": self.story.texts.talk,
        });
        file.step(chance, day, &self.lead(), "talk", fields);
    }

    /// Every joint office signs.
    fn sign(&self, chance: &mut Chance, file: &mut RecordFile) {
        for key in &self.proposal.joint {
            let office = self.world.office(key);
            let day = workday(later(file.day(), chance.between((1, 5))));
            let opinions = json!([{ "office": office.name, "opinion": self.story.texts.opinion, "given_on": day.to_string() }]);
            let fields = json!({ "joint_opinions": opinions });
            file.step(chance, day, &office.head(), "sign_off", fields);
        }
    }

    fn answer(&self, chance: &mut Chance, file: &mut RecordFile) {
        let drafted = workday(later(file.day(), chance.between((4, 12))));
        let fields =
            json!({ "reply": self.world.marked(&self.proposal.reply), "result": self.proposal.result });
        file.step(chance, drafted, &self.lead(), "draft_reply", fields);
        let issued = workday(later(drafted, chance.between((2, 6))));
        file.step(chance, issued, LEADER, "issue", json!({}));
    }

    fn rate(&self, chance: &mut Chance, file: &mut RecordFile) {
        let desk = self.world.office("dangzheng").clerk();
        let day = workday(later(file.day(), chance.between((6, 20))));
        let rating = &*self.proposal.rating;
        if rating == "poor" {
            let note = Some("代表认为答复未写明本村规划完成时间，请补充。");
            let fields = json!({ "attitude": "good" });
            file.noted(chance, day, &desk, "rate_poor", fields, note);
            self.sign(chance, file);
            self.answer(chance, file);
        }
        let rating = if rating == "poor" { "good" } else { rating };
        let day = workday(later(file.day(), chance.between((4, 12))));
        let fields = json!({ "attitude": "good", "satisfaction": rating });
        if matches!(&*self.proposal.result, "A" | "D") {
            file.step(chance, day, &desk, "rate_closed", fields);
            return;
        }
        file.step(chance, day, &desk, "rate_tracked", fields);
        let reported = workday(later(file.day(), chance.between((60, 110))));
        let fields = json!({ "follow_up": self.world.marked(&self.story.texts.progress) });
        file.step(chance, reported, &self.lead(), "report_progress", fields);
    }
}
