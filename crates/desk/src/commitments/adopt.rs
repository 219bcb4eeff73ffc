//! The promises of a report as commitments for a person to confirm.

use crate::access::Person;
use crate::claims::{Bindings, Near};
use crate::error::DeskError;
use crate::seat::{Asked, Seat};
use crate::writer::{Job, Task};
use ledger::{Act, Command, RecordId, read_entry};
use quantity::Comparator;
use report::{Chapter, Commitment, CommitmentKind, Reading};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use store::StoreError;

/// From which score on an indicator is bound without asking, if no other is near it.
const SURE: f32 = 0.8;
/// How far the next one must lie below.
const CLEAR: f32 = 0.08;
/// Below this nothing is suggested.
const WORTH_ASKING: f32 = 0.45;

/// What is taken up.
#[derive(Clone, Debug, Default)]
pub struct AdoptAsk {
    /// What the report is called.
    pub source: String,
    /// Only promises with a number or a day.
    pub measurable: bool,
    /// Tells what would be proposed; nothing is written.
    pub dry: bool,
}

/// What became of a report's promises.
#[derive(Clone, Debug, Serialize)]
pub struct Adopted {
    /// The promises, in the order of the report.
    pub proposals: Vec<Proposal>,
    /// How many were new.
    pub created: usize,
    /// How many had been taken up before.
    pub repeated: usize,
}

/// What became of promises that a person looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenUp {
    /// How many became commitments.
    pub made: usize,
    /// How many of them are confirmed by it.
    pub confirmed: usize,
    /// How many had been taken up before.
    pub repeated: usize,
}

/// A promise proposed for confirmation.
#[derive(Clone, Debug, Serialize)]
pub struct Proposal {
    /// The record, once it is kept.
    pub id: Option<String>,
    /// It had been proposed before.
    pub repeated: bool,
    /// What is promised.
    pub title: String,
    /// Characters of the promise in the file.
    pub span: [usize; 2],
    /// The number to be reached.
    pub target: Option<report::Number>,
    /// Its unit.
    pub unit: Option<String>,
    /// The last day.
    pub deadline: Option<String>,
    /// The indicator it is bound to, or may be.
    pub indicator: Option<String>,
    /// `sure`, `doubtful` (a person is asked) or `none`.
    pub matched: &'static str,
    /// Indicators it may mean, the likeliest first.
    pub suggestions: Vec<Near>,
    /// The office that may lead.
    pub lead_office: Option<String>,
    /// Other offices that may join.
    pub joint_offices: Vec<String>,
    /// The record's fields.
    #[serde(skip)]
    pub fields: Map<String, Json>,
}

impl Seat {
    /// Proposes every promise of a report as a commitment. The same report taken up twice makes nothing twice.
    ///
    /// # Errors
    /// When the seat may not make commitments, or the store cannot keep them.
    pub fn adopt_report(&self, reading: &Reading, ask: &AdoptAsk) -> Result<Adopted, DeskError> {
        let mut proposals = self.proposals(reading, ask)?;
        if !ask.dry {
            for proposal in &mut proposals {
                let asked = Asked {
                    idem: Some(submission(&proposal.fields)),
                    ..Asked::default()
                };
                let receipt = self.create("commitment", None, proposal.fields.clone(), asked)?;
                proposal.id = receipt.row.as_ref().map(|row| row.id.to_string());
                proposal.repeated = receipt.repeated;
            }
        }
        let repeated = proposals.iter().filter(|proposal| proposal.repeated).count();
        Ok(Adopted {
            created: if ask.dry { 0 } else { proposals.len() - repeated },
            repeated,
            proposals,
        })
    }

    /// Takes up promises that a person has looked through, all or none. Those with a lead office and a deadline are
    /// confirmed by it; the others wait to be.
    ///
    /// # Errors
    /// What is wrong with which promise, by position; when the seat may not make commitments, or the store cannot keep them.
    pub fn take_up(&self, promises: Vec<Map<String, Json>>) -> Result<TakenUp, Vec<(usize, DeskError)>> {
        let batch = format!("adopt:{}", self.desk.fresh_id());
        // Which promise each job is of.
        let (mut jobs, mut of): (Vec<Job>, Vec<usize>) = (Vec::new(), Vec::new());
        let (mut wrong, mut taken) = (Vec::new(), TakenUp::default());
        for (at, fields) in promises.into_iter().enumerate() {
            let submission = submission(&fields);
            if self
                .taken_up(&submission)
                .map_err(|error| vec![(at, error)])?
                .is_some()
            {
                taken.repeated += 1;
                continue;
            }
            let given = |name: &str| {
                fields
                    .get(name)
                    .and_then(Json::as_str)
                    .is_some_and(|text| !text.is_empty())
            };
            let complete = given("lead_office") && given("deadline");
            let id = self.desk.fresh_id();
            let asked = Asked {
                idem: Some(submission),
                batch: Some(batch.clone()),
                ..Asked::default()
            };
            match self.create_job("commitment", Some(id), fields, asked) {
                Ok(job) => jobs.push(job),
                Err(error) => {
                    wrong.push((at, error));
                    continue;
                }
            }
            taken.made += 1;
            of.push(at);
            if complete {
                jobs.push(self.confirming(id, &batch));
                of.push(at);
                taken.confirmed += 1;
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        self.desk.keep_all(jobs).map_err(|refused| {
            let mut refused: Vec<(usize, DeskError)> = refused
                .into_iter()
                .map(|(job, error)| (of.get(job).copied().unwrap_or_default(), error))
                .collect();
            // What could not be made could not be confirmed either; the first says why.
            refused.dedup_by_key(|(at, _)| *at);
            refused
        })?;
        Ok(taken)
    }

    fn confirming(&self, id: RecordId, batch: &str) -> Job {
        let command = Command::Step {
            step: "confirm".to_owned(),
            given: Vec::new(),
            note: None,
        };
        let task = Task::Record {
            register: "commitment".to_owned(),
            id,
            command,
        };
        self.job(task, None, Some(batch.to_owned()))
    }

    /// The promises of a report with what is suggested for each; nothing is written.
    ///
    /// # Errors
    /// When the seat may not make commitments, or the store cannot be read.
    pub fn proposals(&self, reading: &Reading, ask: &AdoptAsk) -> Result<Vec<Proposal>, DeskError> {
        let lines = reading.lines();
        let shelf = self.desk.shelf();
        let bindings = Bindings::of(&shelf, self);
        let offices = self.offices()?;
        let shared = |line: &report::CommitmentLine| {
            let same = |other: &&report::CommitmentLine| other.span == line.span;
            lines.commitments.iter().filter(same).count() > 1
        };
        let planned = planned_year(reading);
        let mut proposals = Vec::new();
        for (promise, line) in reading.commitments.iter().zip(&lines.commitments) {
            if ask.measurable && promise.kind == CommitmentKind::Action {
                continue;
            }
            let suggestions = promise
                .claim
                .filter(|_| promise.target.is_some())
                .map(|claim| {
                    bindings.of_claim(reading, claim, promise.subject.as_deref(), &self.desk.places())
                })
                .unwrap_or_default();
            let (matched, indicator) = matched(&suggestions);
            let about = format!("{} {}", line.section, line.text);
            let mut fitting = fitting_offices(&offices, &about).into_iter();
            let mut proposal = Proposal {
                id: None,
                repeated: false,
                title: match line.subject.as_ref().filter(|_| shared(line)) {
                    // 事故起数和亡人数“零记录”: one clause, two promises.
                    Some(subject) => format!("{}（{subject}）", line.text),
                    None => line.text.clone(),
                },
                span: line.span,
                target: line.target,
                unit: line.unit.clone(),
                deadline: line.deadline.map(|day| day.to_string()),
                indicator,
                matched,
                suggestions,
                lead_office: fitting.next(),
                joint_offices: fitting.collect(),
                fields: Map::new(),
            };
            let mut fields = self.fields(promise, line, &proposal, ask, planned);
            let key = key(&fields, line.subject.as_deref());
            fields.insert("source_key".to_owned(), json!(key));
            proposal.id = self.taken_up(&submission(&fields))?;
            proposal.repeated = proposal.id.is_some();
            proposal.fields = fields;
            proposals.push(proposal);
        }
        Ok(proposals)
    }

    /// The commitment that was made of a submission before.
    fn taken_up(&self, submission: &str) -> Result<Option<String>, DeskError> {
        let Some(line) = self.book()?.submitted(submission)? else {
            return Ok(None);
        };
        let entry = read_entry(&line.text, &self.desk.shelf())
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(match entry.act {
            Act::Record(act) => Some(act.id.to_string()),
            _ => None,
        })
    }

    fn fields(
        &self,
        promise: &Commitment,
        line: &report::CommitmentLine,
        proposal: &Proposal,
        ask: &AdoptAsk,
        planned: Option<i16>,
    ) -> Map<String, Json> {
        let by_deadline = promise.deadline.map(jiff::civil::Date::year);
        let year = planned
            .or(by_deadline)
            .unwrap_or_else(|| self.desk.now().date().year());
        let kind = match promise.kind {
            CommitmentKind::Target => "target",
            CommitmentKind::ProjectAttribute => "project",
            CommitmentKind::Milestone => "milestone",
            CommitmentKind::Action => "action",
        };
        let title: String = proposal.title.chars().take(200).collect();
        let suggestions: Vec<String> = proposal
            .suggestions
            .iter()
            .map(|near| format!("{} {}（{:.2}）", near.indicator, near.title.zh, near.score))
            .collect();
        let mut fields = Map::new();
        let mut put = |name: &str, value: Json| {
            let empty =
                value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
            if !empty {
                fields.insert(name.to_owned(), value);
            }
        };
        put("area", json!(self.desk.town().code.to_string()));
        put("year", json!(year));
        put("title", json!(title));
        put("text", json!(line.text));
        put(
            "section",
            json!(line.section.chars().take(300).collect::<String>()),
        );
        put("kind", json!(kind));
        if let Some(target) = promise.target {
            put("target", json!(target.round_dp(4).to_string()));
            put("target_unit", json!(line.unit));
            put("bound", json!(bound(promise)));
        }
        put("indicator", json!(proposal.indicator));
        put("indicator_match", json!(proposal.matched));
        put("suggestions", json!(suggestions.join("\n")));
        put("deadline", json!(proposal.deadline));
        put("lead_office", json!(proposal.lead_office));
        put("joint_offices", json!(proposal.joint_offices));
        put(
            "source_report",
            json!(ask.source.chars().take(120).collect::<String>()),
        );
        fields
    }

    /// The offices that people of the town belong to.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn offices(&self) -> Result<BTreeSet<String>, DeskError> {
        let people = self.book()?.things("user")?;
        let mut offices = BTreeSet::new();
        for (_, body) in people {
            let person: Person = crate::desk::from_json(body)?;
            offices.extend(person.posts.into_iter().filter_map(|post| post.office));
        }
        Ok(offices)
    }
}

/// The year that the report plans.
fn planned_year(reading: &Reading) -> Option<i16> {
    let sections = reading.outline.sections().iter();
    let mut plans = sections.filter(|section| section.chapter == Chapter::Plan);
    plans.find_map(|section| section.year)
}

fn matched(suggestions: &[Near]) -> (&'static str, Option<String>) {
    let Some(best) = suggestions.first().filter(|best| best.score >= WORTH_ASKING) else {
        return ("none", None);
    };
    let clear = suggestions
        .get(1)
        .is_none_or(|next| best.score - next.score >= CLEAR);
    if best.score >= SURE && clear {
        ("sure", Some(best.indicator.clone()))
    } else {
        ("doubtful", Some(best.indicator.clone()))
    }
}

fn bound(promise: &Commitment) -> &'static str {
    match promise.comparator {
        _ if promise.reaches => "at_least",
        Comparator::Gt => "gt",
        Comparator::Ge => "ge",
        Comparator::Le => "le",
        Comparator::Lt => "lt",
        _ => "eq",
    }
}

/// Offices by how many characters of their name the text speaks of; ones it does not speak of are left out.
fn fitting_offices(offices: &BTreeSet<String>, about: &str) -> Vec<String> {
    const EVERYWHERE: [&str; 8] = ["办公", "公室", "中心", "服务", "发展", "建设", "工作", "管理"];
    let pairs = |name: &str| -> Vec<String> {
        let characters: Vec<char> = name.chars().collect();
        let pairs = characters.windows(2).map(|pair| pair.iter().collect::<String>());
        pairs.filter(|pair| !EVERYWHERE.contains(&&**pair)).collect()
    };
    let mut fitting: Vec<(usize, &String)> = offices
        .iter()
        .map(|office| {
            (
                pairs(office)
                    .iter()
                    .filter(|pair| about.contains(&***pair))
                    .count(),
                office,
            )
        })
        .filter(|(count, _)| *count > 0)
        .collect();
    fitting.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    fitting
        .into_iter()
        .take(3)
        .map(|(_, office)| office.clone())
        .collect()
}

/// The submission under which a promise is made a commitment: the same promise is one, however often it is sent.
fn submission(fields: &Map<String, Json>) -> String {
    let key = fields.get("source_key").and_then(Json::as_str);
    format!("adopt:{}", key.unwrap_or_default())
}

/// What names a promise: what it says and by when, not where it stands.
fn key(fields: &Map<String, Json>, subject: Option<&str>) -> String {
    let named: Vec<String> = ["source_report", "title", "target", "target_unit", "deadline"]
        .iter()
        .map(|name| fields.get(*name).map(ToString::to_string).unwrap_or_default())
        .collect();
    let named = format!("{}\n{}", named.join("\n"), subject.unwrap_or_default());
    let digest = Sha256::digest(named.as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pack::Text;

    fn near(name: &str, score: f32) -> Near {
        Near {
            indicator: name.to_owned(),
            title: Text::default(),
            score,
        }
    }

    #[test]
    fn an_indicator_is_bound_only_when_it_is_likely_and_alone() {
        assert_eq!(matched(&[near("a", 0.95), near("b", 0.6)]).0, "sure");
        assert_eq!(matched(&[near("a", 0.95), near("b", 0.9)]).0, "doubtful");
        assert_eq!(matched(&[near("a", 0.6)]), ("doubtful", Some("a".to_owned())));
        assert_eq!(matched(&[near("a", 0.2)]), ("none", None));
    }

    #[test]
    fn an_office_is_suggested_when_the_promise_speaks_of_its_work() {
        let offices = ["经济发展办公室", "农业农村办公室", "党政办公室"]
            .map(str::to_owned)
            .into();
        assert_eq!(
            fitting_offices(&offices, "改造提升农村公路2条"),
            ["农业农村办公室"]
        );
        assert!(fitting_offices(&offices, "建设老年食堂").is_empty());
    }
}
