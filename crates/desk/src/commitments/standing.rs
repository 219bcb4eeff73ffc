//! How commitments stand: what the records or the last monthly report say, against time and milestones.

use super::light::{Light, Pace, light};
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
    /// Milestones past their day and not reached.
    pub missed: usize,
    /// The light; none when nobody has said anything.
    pub light: Option<Light>,
    /// What the last monthly report says.
    pub progress: Option<String>,
    /// The month it is of.
    pub month: Option<String>,
}

impl Standing {
    /// A field's text.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.record
            .fields
            .get(field)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
    }

    /// The offices that join.
    #[must_use]
    pub fn joint_offices(&self) -> String {
        let offices = self
            .record
            .fields
            .get("joint_offices")
            .and_then(|value| value.as_array());
        let names = offices.into_iter().flatten().filter_map(|name| name.as_str());
        names.collect::<Vec<_>>().join("、")
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
        let all = |register: &str, filter: String| {
            let ask = ListAsk {
                filter,
                limit: Some(MOST),
                sort: "id".to_owned(),
                ..ListAsk::default()
            };
            self.every(register, ask)
        };
        let records = all("commitment", format!("year == {year} && state != 'dropped'"))?;
        let milestones = all("commitment_milestone", String::new())?;
        let months = all("commitment_month", String::new())?;
        let mut missed: HashMap<&str, usize> = HashMap::new();
        for milestone in &milestones {
            let text = |name: &str| milestone.fields.get(name).and_then(|value| value.as_str());
            let due = text("due_on").and_then(|day| day.parse::<Date>().ok());
            if text("reached_on").is_none() && due.is_some_and(|due| due < day) {
                *missed.entry(text("commitment").unwrap_or_default()).or_default() += 1;
            }
        }
        let mut last: HashMap<&str, &RecordView> = HashMap::new();
        for month in &months {
            let text = |month: &RecordView| month.fields.get("month").map(ToString::to_string);
            let of = month.fields.get("commitment").and_then(|value| value.as_str());
            let kept = last.entry(of.unwrap_or_default()).or_insert(month);
            if text(kept) < text(month) {
                *kept = month;
            }
        }
        records
            .into_iter()
            .map(|record| {
                let missed = missed.get(&*record.id).copied().unwrap_or_default();
                let month = last.get(&*record.id).copied();
                self.stands(record, year, day, missed, month)
            })
            .collect()
    }

    /// All records of a list, page by page.
    fn every(&self, register: &str, mut ask: ListAsk) -> Result<Vec<RecordView>, DeskError> {
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

    fn stands(
        &self,
        record: RecordView,
        year: i16,
        day: Date,
        missed: usize,
        month: Option<&RecordView>,
    ) -> Result<Standing, DeskError> {
        let text = |name: &str| record.fields.get(name).and_then(|value| value.as_str());
        let number = |record: &RecordView, name: &str| {
            let value = record.fields.get(name)?;
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.parse::<Decimal>().ok()
        };
        let target = number(&record, "target");
        let deadline = text("deadline").and_then(|day| day.parse::<Date>().ok());
        let live = match text("indicator").filter(|_| text("indicator_match") == Some("sure")) {
            Some(indicator) => self.live(indicator, year, day, text("target_unit"))?,
            None => None,
        };
        let told = month.and_then(|month| number(month, "percent"));
        let share = live
            .zip(target.filter(|target| !target.is_zero()))
            .and_then(|(live, target)| live.checked_div(target))
            .or_else(|| told?.checked_div(Decimal::ONE_HUNDRED));
        let done = record.state.as_deref() == Some("done");
        let share = if done { Some(Decimal::ONE) } else { share };
        let span = Period::year(year).and_then(|whole| {
            Period::between(whole.first(), deadline.unwrap_or(whole.last()).max(whole.first())).ok()
        });
        let setting = |name: &str, default: i64| self.setting(name).unwrap_or(Decimal::from(default));
        let pace = Pace {
            done: share,
            elapsed: span.map(|span| elapsed(&span, day)).unwrap_or_default(),
            missed,
            overdue: deadline.is_some_and(|deadline| deadline < day),
            yellow_below: setting("yellow_below", 100),
            red_below: setting("red_below", 80),
        };
        let under_way = !matches!(record.state.as_deref(), Some("proposed"));
        Ok(Standing {
            live: live.map(|live| live.normalize().to_string()),
            percent: share.map(|share| (share * Decimal::ONE_HUNDRED).round_dp(1).normalize()),
            missed,
            light: light(&pace).filter(|_| under_way),
            progress: month
                .and_then(|month| month.fields.get("progress")?.as_str())
                .map(str::to_owned),
            month: month
                .and_then(|month| month.fields.get("month")?.as_str())
                .map(str::to_owned),
            record,
        })
    }

    /// What the records say of an indicator from the year's first day to `day`, in the target's unit.
    fn live(
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
        let record = self.get("commitment", id)?;
        let year = record.fields.get("year").and_then(serde_json::Value::as_i64);
        let year = year.and_then(|year| i16::try_from(year).ok()).unwrap_or_default();
        let today = self.desk.now().date();
        let standing = self
            .commitments(year, today)?
            .into_iter()
            .find(|standing| standing.record.id == record.id);
        let Some(standing) = standing.filter(|standing| !standing.text("lead_office").is_empty()) else {
            return Err(DeskError::refused(
                Cause::State,
                Problem::new(
                    "commitment.office",
                    "任务还没有确定牵头科室，请先确认分解",
                    "the commitment has no lead office yet; confirm it first",
                ),
            ));
        };
        let mut fields = Map::new();
        fields.insert("area".to_owned(), json!(record.place));
        fields.insert("commitment".to_owned(), json!(record.id));
        fields.insert("subject".to_owned(), json!(standing.text("title")));
        fields.insert("office".to_owned(), json!(standing.text("lead_office")));
        fields.insert("finding".to_owned(), json!(finding(&standing, today).zh));
        let demand = notice
            .demand
            .clone()
            .unwrap_or_else(|| "请查明原因，拿出加快推进的措施和时间表，按期完成任务。".to_owned());
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

/// What was found, in words.
fn finding(standing: &Standing, day: Date) -> Text {
    let percent = standing.percent.map(|percent| percent.to_string());
    let done = percent.as_deref().unwrap_or("—");
    let (missed, deadline) = (standing.missed, standing.text("deadline"));
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
