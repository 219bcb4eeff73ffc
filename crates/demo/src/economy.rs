//! The economy's returns (S01): enterprises on the list, their months, the town's months.

use crate::chance::Chance;
use crate::days::{later, month_after, workday};
use crate::file::RecordFile;
use crate::split::split;
use crate::story::read;
use crate::world::{StoryError, World};
use desk::PastDeed;
use jiff::civil::Date;
use ledger::RecordId;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use standards::{CreditCode, CreditCodeError};

const UNIT: &str = "statistical_unit";
const RETURN: &str = "enterprise_month";
const TOWN: &str = "town_month";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    town: Vec<TownLine>,
    ranks: Ranks,
    returns: Returns,
    texts: Texts,
    units: Vec<UnitStory>,
}

/// January to November, and the whole year.
type Totals = [Decimal; 2];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TownLine {
    field: String,
    year: Totals,
    before: Totals,
    from_month: Option<i8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranks {
    foreign_capital: u32,
    output: [u32; 12],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Returns {
    output: Totals,
    output_before: Totals,
    sales: Totals,
    sales_before: Totals,
    catering: Totals,
    catering_before: Totals,
    /// Of a thousand of a year, come about by the end of each month.
    months: [u32; 12],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    explanation: Vec<String>,
    query: Vec<String>,
    source: String,
}

/// An enterprise of the story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitStory {
    pub(crate) name: String,
    pub(crate) class: String,
    #[serde(default)]
    leading: Option<String>,
    #[serde(default)]
    pub(crate) industry: Option<String>,
    pub(crate) village: String,
    pub(crate) weight: u64,
    #[serde(default)]
    chain_leader: bool,
    #[serde(default)]
    entered: Option<Date>,
}

impl UnitStory {
    fn reports(&self, month: Date) -> bool {
        self.entered.is_none_or(|entered| entered <= month)
    }
}

/// The enterprises of the story.
pub(crate) fn units() -> Result<Vec<UnitStory>, StoryError> {
    Ok(story()?.units)
}

fn story() -> Result<Story, StoryError> {
    read("economy.toml", include_str!("../../../demo/economy.toml"))
}

/// A credit code that shows that it is made up: `DEM` stands in the organisation's code, the check character is right.
pub(crate) fn credit_code(number: usize) -> String {
    let stem = format!("91330226DEM{number:06}");
    match format!("{stem}0").parse::<CreditCode>() {
        Ok(code) => code.to_string(),
        Err(CreditCodeError::Check { expected }) => format!("{stem}{expected}"),
        Err(_) => stem,
    }
}

/// Everything done with the returns.
pub(crate) fn deeds(world: &World) -> Result<Vec<PastDeed>, StoryError> {
    let story = story()?;
    let mut deeds = Vec::new();
    let mut ids = Vec::new();
    for (at, unit) in story.units.iter().enumerate() {
        let file = enlisted(world, unit, at);
        ids.push(file.id);
        deeds.extend(file.close());
    }
    let first = month_after(world.year.0, -12);
    for month in (0..25).map(|months| month_after(first, months)) {
        deeds.extend(town_month(world, &story, month));
        deeds.extend(enterprise_months(world, &story, &ids, month));
    }
    Ok(deeds)
}

fn enlisted(world: &World, unit: &UnitStory, at: usize) -> RecordFile {
    let mut chance = world.chance(UNIT, at as u64);
    let made = workday(
        unit.entered
            .map_or(world.town.founded, |entered| later(entered, 3)),
    );
    let entered = unit
        .entered
        .unwrap_or_else(|| later(world.town.founded, -chance.between((500, 4000))));
    let fields = json!({
        "area": unit.village,
        "enterprise": credit_code(at + 1),
        "name": world.named(&unit.name),
        "class": unit.class,
        "industry": unit.industry,
        "leading": unit.leading,
        "chain_leader": unit.chain_leader,
        "entered_on": entered.to_string(),
        "entry": if unit.entered.is_some() { "grown" } else { "old" },
        "statistician": world.person(&mut chance),
        "statistician_phone": World::phone(&mut chance),
    });
    let by = world.office("jingji").clerk();
    RecordFile::open(UNIT, &mut chance, made, &by, fields)
}

/// The total since January at the end of a month.
fn since_january(totals: &Totals, returns: &Returns, month: Date) -> i64 {
    let [eleven, whole] = totals;
    let part = match month.month() {
        12 => *whole,
        11 => *eleven,
        early => {
            let share = |month: usize| Decimal::from(returns.months.get(month).copied().unwrap_or_default());
            let early = usize::from(early.unsigned_abs()) - 1;
            // Whole thousands, as returns are rounded.
            (*eleven * share(early) / share(10) / Decimal::ONE_THOUSAND).floor() * Decimal::ONE_THOUSAND
        }
    };
    i64::try_from(part).unwrap_or_default()
}

/// The totals that hold in the year of `month`; the year after the one told grows a little.
fn totals_of(world: &World, year: &Totals, before: &Totals, month: Date) -> Totals {
    match month.year().cmp(&world.town.year) {
        std::cmp::Ordering::Less => *before,
        std::cmp::Ordering::Equal => *year,
        std::cmp::Ordering::Greater => year.map(|total| total * Decimal::new(106, 2)),
    }
}

fn town_month(world: &World, story: &Story, month: Date) -> Vec<PastDeed> {
    let mut chance = world.chance(TOWN, month_number(month));
    let chance = &mut chance;
    let office = world.office("jingji");
    let told = month_after(month, 1);
    let fields = json!({ "area": world.code.to_string(), "month": text_of(month) });
    let mut file = RecordFile::open(TOWN, chance, workday(later(told, 7)), &office.clerk(), fields);
    let mut given = Map::new();
    for line in &story.town {
        let totals = totals_of(world, &line.year, &line.before, month);
        let value = match line.from_month {
            Some(from) if month.month() < from => 0,
            Some(_) => i64::try_from(totals[1]).unwrap_or_default(),
            None => since_january(&totals, &story.returns, month),
        };
        given.insert(line.field.clone(), json!(value.to_string()));
        if line.field == "foreign_capital" && value > 0 {
            given.insert(
                "foreign_capital_rank".to_owned(),
                json!(story.ranks.foreign_capital),
            );
        }
    }
    let at = usize::from(month.month().unsigned_abs()) - 1;
    given.insert("output_rank".to_owned(), json!(story.ranks.output[at]));
    given.insert("source".to_owned(), json!(story.texts.source));
    let collected = workday(later(told, chance.between((11, 18))));
    file.step(chance, collected, &office.clerk(), "report", Json::Object(given));
    confirmed(world, chance, &mut file);
    file.close()
}

fn enterprise_months(world: &World, story: &Story, ids: &[RecordId], month: Date) -> Vec<PastDeed> {
    let now = amounts(world, story, month);
    let before = amounts(world, story, month_after(month, -12));
    let mut deeds = Vec::new();
    for (at, unit) in story.units.iter().enumerate() {
        let Some(amount) = now.get(at).copied().flatten() else {
            continue;
        };
        // What was below the threshold a year before was not on the list, but it had its output.
        let last = before
            .get(at)
            .copied()
            .flatten()
            .filter(|_| month.year() >= world.town.year)
            .unwrap_or(amount * 87 / 100);
        let number = month_number(month) * 1_000 + at as u64;
        let mut chance = world.chance(RETURN, number);
        deeds.extend(enterprise_month(
            world,
            story,
            &mut chance,
            &Return {
                unit,
                at,
                id: ids.get(at).copied(),
                month,
                amount,
                last,
            },
        ));
    }
    deeds
}

/// What each unit returns for a month: output for industry, sales for trade.
fn amounts(world: &World, story: &Story, month: Date) -> Vec<Option<i64>> {
    let returns = &story.returns;
    let total = |year: &Totals, before: &Totals| {
        since_january(&totals_of(world, year, before, month), returns, month)
    };
    let output = total(&returns.output, &returns.output_before);
    let catering = total(&returns.catering, &returns.catering_before);
    let sales = total(&returns.sales, &returns.sales_before);
    let mut amounts = vec![None; story.units.len()];
    for (class, total) in [
        ("industry", output),
        ("catering", catering),
        ("retail", sales - catering),
    ] {
        let members: Vec<usize> = (0..story.units.len())
            .filter(|at| story.units[*at].class == class && story.units[*at].reports(month))
            .collect();
        let weights: Vec<u64> = members
            .iter()
            .map(|at| {
                let luck = world
                    .chance(&story.units[*at].name, month.year().unsigned_abs().into())
                    .below(300);
                story.units[*at].weight * (900 + luck)
            })
            .collect();
        for (at, part) in members.into_iter().zip(split(total, &weights)) {
            amounts[at] = Some(part);
        }
    }
    amounts
}

/// One enterprise's month.
struct Return<'a> {
    unit: &'a UnitStory,
    at: usize,
    id: Option<RecordId>,
    month: Date,
    amount: i64,
    last: i64,
}

fn enterprise_month(world: &World, story: &Story, chance: &mut Chance, month: &Return<'_>) -> Vec<PastDeed> {
    let office = world.office("jingji");
    let unit = month.unit;
    let told = month_after(month.month, 1);
    let opened = workday(told);
    let fields = json!({
        "area": unit.village,
        "unit": month.id.map(|id| id.to_string()),
        "enterprise": credit_code(month.at + 1),
        "name": world.named(&unit.name),
        "class": unit.class,
        "leading": unit.leading,
        "industry": unit.industry,
        "month": text_of(month.month),
    });
    let mut file = RecordFile::open(RETURN, chance, opened, &office.clerk(), fields);
    let due = later(told, 4);
    let given = returned(story, chance, month);
    let mut reported = later(opened, chance.between((0, 3))).min(due.max(opened));
    if chance.happens(60) {
        let chased = workday(later(due, 1));
        file.step(chance, chased, &office.clerk(), "remind", json!({}));
        reported = later(chased, chance.between((1, 5)));
    }
    file.step(chance, reported, &office.clerk(), "report", given.clone());
    if chance.happens(35) {
        let note = chance.pick::<str>(&story.texts.query);
        let queried = workday(file.day());
        file.noted(chance, queried, &office.head(), "query", json!({}), Some(note));
        let again = workday(later(queried, 1));
        file.step(chance, again, &office.clerk(), "report", given);
    }
    confirmed(world, chance, &mut file);
    file.close()
}

/// What is given with a return.
fn returned(story: &Story, chance: &mut Chance, month: &Return<'_>) -> Json {
    let (now, last) = (month.amount, month.last);
    let text = |value: i64| json!(value.to_string());
    let thousandth = |chance: &mut Chance, range| text(now / 1_000 * chance.between(range));
    let unlikely = last > 0 && (now - last).abs() * 2 > last;
    let mut given = json!({
        "revenue": thousandth(chance, (940, 1010)),
        "profit": thousandth(chance, (28, 82)),
        "tax": thousandth(chance, (22, 55)),
        "staff": 18 + month.unit.weight * 2 + chance.below(6),
    });
    if unlikely {
        given["explanation"] = json!(chance.pick::<str>(&story.texts.explanation));
    }
    if month.unit.class == "industry" {
        given["output"] = text(now);
        given["output_last"] = text(last);
        given["electricity"] = text(now / 1_000 * chance.between((28, 46)));
    } else {
        given["sales"] = text(now);
        given["sales_last"] = text(last);
        if month.unit.class == "catering" {
            given["catering"] = text(now);
        }
    }
    given
}

/// Checked by who collected it, confirmed and locked by another.
fn confirmed(world: &World, chance: &mut Chance, file: &mut RecordFile) {
    let office = world.office("jingji");
    let checked = workday(later(file.day(), chance.between((0, 1))));
    file.step(chance, checked, &office.clerk(), "check", json!({}));
    let confirmed = workday(later(file.day(), chance.between((0, 2))));
    file.step(chance, confirmed, &office.head(), "confirm", json!({}));
    let locked = workday(later(file.day(), chance.between((5, 9))));
    file.step(chance, locked, &office.head(), "lock", json!({}));
}

fn text_of(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

fn month_number(month: Date) -> u64 {
    u64::from(month.year().unsigned_abs()) * 12 + u64::from(month.month().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_credit_codes_are_valid_and_show_that_they_are_made_up() {
        for number in [1, 27, 999] {
            let code = credit_code(number);
            assert!(code.parse::<CreditCode>().is_ok(), "{code}");
            assert!(code.contains("DEM"));
        }
    }
}
