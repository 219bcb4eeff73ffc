//! How commitments stand: what the records or the last monthly report say, against time and milestones.

use super::light::{Light, Pace, light, reason};
use crate::error::DeskError;
use crate::figures::Ask;
use crate::seat::{Asked, ListAsk, Seat};
use crate::view::RecordView;
use crate::writer::Receipt;
use jiff::civil::Date;
use ledger::{Cause, Problem, RecordId, elapsed};
use pack::{Text, Value};
use quantity::Period;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, json};
use std::collections::HashMap;

/// What is demanded where nothing else is said.
const USUAL_DEMAND: &str = "请查明原因，拿出加快推进的措施和时间表，按期完成任务。";
/// Commitments of one year that are looked at.
const MOST: usize = 500;

/// A commitment and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// The record.
    pub record: RecordView,
    /// What is done, as the records of its indicator say.
    pub live: Option<String>,
    /// What is done of the target, in percent; from the records, else as last reported.
    pub percent: Option<Decimal>,
    /// How much of the time for it has passed, in percent.
    pub elapsed: Decimal,
    /// Milestones past their day and not reached.
    pub missed: usize,
    /// The light; none when nobody has said anything.
    pub light: Option<Light>,
    /// Why it is lit so.
    pub why: Text,
    /// An office of this seat leads or joins, or its person is the leader in charge.
    pub mine: bool,
    /// What the last monthly report says.
    pub progress: Option<String>,
    /// The month it is of.
    pub month: Option<String>,
}

impl Standing {
    /// A field's text.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.record.text(field)
    }

    /// A field's number.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<Decimal> {
        self.record.number(field)
    }

    /// The offices that join.
    #[must_use]
    pub fn joint_offices(&self) -> String {
        joint(&self.record).collect::<Vec<_>>().join("、")
    }

    /// The indicator that tells how far it is, where one is bound.
    #[must_use]
    pub fn indicator(&self) -> Option<&str> {
        bound_indicator(&self.record)
    }

    /// The time for it: from the year's first day to its deadline.
    #[must_use]
    pub fn span(&self) -> Option<Period> {
        span(&self.record)
    }

    /// What supervision finds on a day, in words.
    #[must_use]
    pub fn finding(&self, day: Date) -> Text {
        let percent = self.percent.map(|percent| percent.to_string());
        let done = percent.as_deref().unwrap_or("—");
        let (missed, deadline) = (self.missed, self.text("deadline"));
        Text {
            zh: format!(
                "任务期限{deadline}，截至{}完成目标的{done}%，逾期节点{missed}个。",
                crate::paper::spelled(day)
            ),
            en: format!(
                "due {deadline}; by {day} {done}% of the target is done, {missed} milestones are missed."
            ),
        }
    }

    /// Whether it promises not to go beyond a number.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        is_limit(&self.record)
    }
}

/// A supervision notice to be issued.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// What is demanded; a usual demand if not said.
    pub demand: Option<String>,
    /// The last day to answer; by the pack's setting if not said.
    pub reply_due: Option<Date>,
}

impl Seat {
    /// The commitments of a year that were not dropped, as they stand on a day.
    ///
    /// # Errors
    /// When the store cannot be read, or the pack of commitments is not in force.
    pub fn commitments(&self, year: i16, day: Date) -> Result<Vec<Standing>, DeskError> {
        let ask = ListAsk {
            filter: format!("year == {year} && state != 'dropped'"),
            limit: Some(MOST),
            sort: "id".to_owned(),
            ..ListAsk::default()
        };
        let records = self.every("commitment", ask)?;
        let beside = self.beside("", day)?;
        let standings = records
            .into_iter()
            .map(|record| self.stands(record, day, &beside));
        standings.collect()
    }

    /// One commitment as it stands on a day.
    ///
    /// # Errors
    /// When there is none that the seat may see, or the store cannot be read.
    pub fn commitment(&self, id: RecordId, day: Date) -> Result<Standing, DeskError> {
        let record = self.get("commitment", id)?;
        let beside = self.beside(&format!("commitment == '{}'", record.id), day)?;
        self.stands(record, day, &beside)
    }

    /// The years of which there are commitments that the seat may see: the first and the last.
    ///
    /// # Errors
    /// When the store cannot be read, or the pack of commitments is not in force.
    pub fn commitment_years(&self) -> Result<Option<(i16, i16)>, DeskError> {
        let year = |sort: &str| -> Result<Option<i16>, DeskError> {
            let ask = ListAsk {
                filter: "state != 'dropped'".to_owned(),
                sort: sort.to_owned(),
                limit: Some(1),
                ..ListAsk::default()
            };
            let (records, _) = self.list("commitment", &ask)?;
            Ok(records.first().map(year_of))
        };
        Ok(year("year")?.zip(year("-year")?))
    }

    /// What stands beside commitments: milestones and monthly reports.
    fn beside(&self, filter: &str, day: Date) -> Result<Beside, DeskError> {
        let all = |register: &str| {
            let ask = ListAsk {
                filter: filter.to_owned(),
                limit: Some(MOST),
                sort: "id".to_owned(),
                ..ListAsk::default()
            };
            self.every(register, ask)
        };
        let mut beside = Beside::default();
        for milestone in all("commitment_milestone")? {
            let due = milestone.text("due_on").parse::<Date>();
            if milestone.text("reached_on").is_empty() && due.is_ok_and(|due| due < day) {
                *beside
                    .missed
                    .entry(milestone.text("commitment").to_owned())
                    .or_default() += 1;
            }
        }
        for month in all("commitment_month")? {
            let of = month.text("commitment").to_owned();
            let before = beside.last.get(&of);
            if before.is_none_or(|before| before.text("month") < month.text("month")) {
                beside.last.insert(of, month);
            }
        }
        Ok(beside)
    }

    /// All records of a list, page by page.
    pub(super) fn every(&self, register: &str, mut ask: ListAsk) -> Result<Vec<RecordView>, DeskError> {
        let mut records = Vec::new();
        loop {
            let (page, next) = self.list(register, &ask)?;
            records.extend(page);
            match next {
                Some(next) => ask.after = Some(next),
                None => return Ok(records),
            }
        }
    }

    fn stands(&self, record: RecordView, day: Date, beside: &Beside) -> Result<Standing, DeskError> {
        let missed = beside.missed.get(&record.id).copied().unwrap_or_default();
        let month = beside.last.get(&record.id);
        let target = record.number("target");
        let live = match bound_indicator(&record) {
            Some(indicator) => {
                let unit = Some(record.text("target_unit"));
                self.live(indicator, year_of(&record), day, unit)?
            }
            None => None,
        };
        let is_done = record.state.as_deref() == Some("done");
        let within = live
            .zip(target.filter(|_| is_limit(&record) && !is_done))
            .map(|(live, target)| live < target || (live == target && record.text("bound") != "lt"));
        let told = month.and_then(|month| month.number("percent"));
        let share = live
            .zip(target.filter(|target| !target.is_zero() && within.is_none()))
            .and_then(|(live, target)| live.checked_div(target))
            .or_else(|| told?.checked_div(Decimal::ONE_HUNDRED));
        let share = if is_done { Some(Decimal::ONE) } else { share };
        let passed = span(&record).map(|span| elapsed(&span, day)).unwrap_or_default();
        let deadline = record.text("deadline").parse::<Date>();
        let setting = |name: &str, default: i64| self.setting(name).unwrap_or(Decimal::from(default));
        let pace = Pace {
            done: share,
            elapsed: passed,
            missed,
            overdue: deadline.is_ok_and(|deadline| deadline < day),
            within,
            yellow_below: setting("yellow_below", 100),
            red_below: setting("red_below", 80),
        };
        let proposed = record.state.as_deref() == Some("proposed");
        let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).round_dp(1).normalize();
        let say = |name: &str| {
            month
                .map(|month| month.text(name).to_owned())
                .filter(|text| !text.is_empty())
        };
        Ok(Standing {
            live: live.map(|live| live.normalize().to_string()),
            percent: share.map(percent),
            elapsed: percent(passed),
            missed,
            light: light(&pace).filter(|_| !proposed),
            why: if proposed { not_begun() } else { reason(&pace) },
            mine: self.has_part_in(&record),
            progress: say("progress"),
            month: say("month"),
            record,
        })
    }

    /// Whether this seat's person or office has a part in a commitment.
    fn has_part_in(&self, record: &RecordView) -> bool {
        let posts = self.actor.posts.iter();
        let mut offices = posts.filter_map(|(post, _)| post.office.as_deref());
        let leads = record.text("leader") == self.actor.name;
        leads
            || offices.any(|office| {
                record.text("lead_office") == office || joint(record).any(|joint| joint == office)
            })
    }

    /// What the records say of an indicator from the year's first day to `day`, in the target's unit.
    pub(super) fn live(
        &self,
        indicator: &str,
        year: i16,
        day: Date,
        unit: Option<&str>,
    ) -> Result<Option<Decimal>, DeskError> {
        let Some(whole) = Period::year(year) else {
            return Ok(None);
        };
        let Ok(period) = Period::between(whole.first(), day.clamp(whole.first(), whole.last())) else {
            return Ok(None);
        };
        let table = match self.figures(&Ask {
            indicator: indicator.to_owned(),
            place: None,
            period,
            by: Vec::new(),
            only: Vec::new(),
            as_of: None,
            compare: false,
        }) {
            Ok(table) => table,
            // An indicator that is gone, or that this seat may not see, tells nothing.
            Err(DeskError::Refused(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let value = table
            .lines
            .first()
            .and_then(|line| line.value.as_deref()?.parse().ok());
        let told = unit.and_then(quantity::Unit::named);
        Ok(value.map(|value| crate::claims::told_in(value, &table.unit, told)))
    }

    fn setting(&self, name: &str) -> Option<Decimal> {
        let shelf = self.desk.shelf();
        let pack = shelf.pack("commitments")?;
        let setting = pack.settings.iter().find(|setting| setting.name == name)?;
        match &setting.value {
            Value::Int(number) => Some(Decimal::from(*number)),
            Value::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// Issues a supervision notice about a commitment to its lead office, with a day by which it must be answered.
    ///
    /// # Errors
    /// When there is no such commitment, it has no lead office, or the seat may not issue notices.
    pub fn supervise(&self, id: RecordId, notice: &Notice, asked: Asked) -> Result<Receipt, DeskError> {
        let today = self.desk.now().date();
        let standing = self.commitment(id, today)?;
        if standing.text("lead_office").is_empty() {
            return Err(DeskError::refused(
                Cause::State,
                Problem::new(
                    "commitment.office",
                    "任务还没有确定牵头科室，请先确认分解",
                    "the commitment has no lead office yet; confirm it first",
                ),
            ));
        }
        let mut fields = Map::new();
        fields.insert("area".to_owned(), json!(standing.record.place));
        fields.insert("commitment".to_owned(), json!(standing.record.id));
        fields.insert("subject".to_owned(), json!(standing.text("title")));
        fields.insert("office".to_owned(), json!(standing.text("lead_office")));
        fields.insert("finding".to_owned(), json!(standing.finding(today).zh));
        let demand = notice.demand.as_deref().unwrap_or(USUAL_DEMAND);
        fields.insert("demand".to_owned(), json!(demand));
        if let Some(light) = standing.light {
            fields.insert("light".to_owned(), json!(light));
        }
        if let Some(due) = notice.reply_due {
            fields.insert("reply_due".to_owned(), json!(due.to_string()));
        }
        self.create("supervision", None, fields, asked)
    }
}

/// What stands beside commitments, by commitment.
#[derive(Default)]
struct Beside {
    /// Milestones past their day and not reached.
    missed: HashMap<String, usize>,
    /// The last monthly report.
    last: HashMap<String, RecordView>,
}

fn year_of(record: &RecordView) -> i16 {
    let year = record.fields.get("year").and_then(serde_json::Value::as_i64);
    year.and_then(|year| i16::try_from(year).ok()).unwrap_or_default()
}

fn joint(record: &RecordView) -> impl Iterator<Item = &str> {
    let offices = record
        .fields
        .get("joint_offices")
        .and_then(|value| value.as_array());
    offices.into_iter().flatten().filter_map(|name| name.as_str())
}

fn bound_indicator(record: &RecordView) -> Option<&str> {
    let sure = record.text("indicator_match") == "sure";
    Some(record.text("indicator")).filter(|name| sure && !name.is_empty())
}

fn span(record: &RecordView) -> Option<Period> {
    let whole = Period::year(year_of(record))?;
    let deadline = record.text("deadline").parse::<Date>().unwrap_or(whole.last());
    Period::between(whole.first(), deadline.max(whole.first())).ok()
}

/// 控制在3起以内, 零事故: kept as long as it is not broken.
fn is_limit(record: &RecordView) -> bool {
    let target = record.number("target");
    matches!(record.text("bound"), "le" | "lt") || target.is_some_and(|target| target.is_zero())
}

fn not_begun() -> Text {
    Text {
        zh: "待确认，还没有开始督查".to_owned(),
        en: "it waits to be confirmed".to_owned(),
    }
}
