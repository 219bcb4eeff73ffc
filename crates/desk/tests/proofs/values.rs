//! Plausible values for any field of any pack, from dice.

use crate::town::{TOWN, VILLAGE};
use jiff::civil::Date;
use pack::model::{Field, FieldKind, Pack, Register};
use serde_json::{Map, Value as Json, json};

/// A village the village post cannot see.
pub(crate) const OTHER: &str = "330226105209";
/// Marks every text of a record that lies where the village post cannot see.
pub(crate) const HIDDEN: char = '藏';

/// Dice: a stream of numbers that follows from a seed (SplitMix64).
#[derive(Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound.max(1)
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap();
        all.get(at)
    }
}

/// What values are made from besides dice.
pub(crate) struct Around<'a> {
    pub(crate) pack: &'a Pack,
    /// Today in the town.
    pub(crate) today: Date,
    /// Records made so far, by register.
    pub(crate) made: &'a [(String, ledger::RecordId)],
    /// Where the record belongs; none where it is not to be moved.
    pub(crate) place: Option<&'a str>,
}

impl Around<'_> {
    fn word(&self, dice: &mut Dice) -> String {
        let hidden = self.place.is_some_and(|place| !place.starts_with(VILLAGE));
        let mark = if hidden { HIDDEN } else { '文' };
        let words = [
            "屋檐滴水",
            "O'Brien \"quoted\"",
            "𠮷野家 é",
            "100%_",
            "=1+1",
            "a\\b",
        ];
        format!("{mark}{}{}", dice.pick(&words).unwrap(), dice.below(100))
    }

    /// A value for the field; none where nothing sensible can be made up.
    pub(crate) fn value(&self, dice: &mut Dice, register: &Register, field: &Field) -> Option<Json> {
        if field.name == register[register.place].name {
            return self.place.map(|place| json!(place));
        }
        if field.multiple {
            let one = self.single(dice, field)?;
            return Some(match self.single(dice, field) {
                Some(other) if dice.chance(50) => json!([one, other]),
                _ => json!([one]),
            });
        }
        self.single(dice, field)
    }

    fn single(&self, dice: &mut Dice, field: &Field) -> Option<Json> {
        if field.sensitive.is_some() && matches!(field.kind, FieldKind::Text | FieldKind::Person) {
            // Found nowhere else, so that it cannot be met by chance.
            return Some(json!(format!("密{:09}秘", dice.below(1_000_000_000))));
        }
        let ago = |dice: &mut Dice| {
            let days = i64::try_from(dice.below(400)).unwrap();
            self.today.saturating_sub(jiff::Span::new().days(days))
        };
        Some(match &field.kind {
            FieldKind::Text | FieldKind::LongText | FieldKind::Person | FieldKind::Office => {
                let most = usize::try_from(field.max_len.unwrap_or(60)).unwrap();
                json!(self.word(dice).chars().take(most).collect::<String>())
            }
            FieldKind::Bool => json!(dice.chance(50)),
            FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money => number(dice, field),
            FieldKind::Year => json!(2023 + dice.below(2)),
            FieldKind::Date => json!(ago(dice).to_string()),
            FieldKind::Month => json!(ago(dice).strftime("%Y-%m").to_string()),
            FieldKind::Time => json!(format!("{} 08:30", ago(dice))),
            FieldKind::Code { list } => json!(dice.pick(&self.pack.codes[*list].codes)?.code),
            FieldKind::Place => json!(dice.pick(&[VILLAGE, OTHER, TOWN])?),
            FieldKind::Point => json!("121.43,29.28"),
            FieldKind::CitizenId => json!(citizen_id(dice)),
            FieldKind::Phone => json!(format!("139{:08}", dice.below(100_000_000))),
            FieldKind::Enterprise => json!(enterprise(dice)),
            FieldKind::Industry => json!("C"),
            FieldKind::Link { register } => {
                let linked: Vec<_> = self.made.iter().filter(|(name, _)| name == register).collect();
                json!(dice.pick(&linked)?.1.to_string())
            }
            FieldKind::File | FieldKind::Photo | FieldKind::Signature => {
                json!(format!("{:064x}", dice.below(3)))
            }
            FieldKind::Table { columns } => {
                let row = |dice: &mut Dice| {
                    let values = columns
                        .iter()
                        .filter_map(|column| Some((column.name.clone(), self.single(dice, column)?)));
                    Json::Object(values.collect())
                };
                json!([row(dice), row(dice)])
            }
            FieldKind::Checklist { list } => {
                let item = dice.pick(&self.pack.checklists[*list].items)?;
                json!([{ "item": item.code, "count": dice.below(3) }])
            }
            FieldKind::Line | FieldKind::Polygon => return None,
        })
    }

    /// A record's fields: those that must be given, and others as the dice fall.
    pub(crate) fn record(&self, dice: &mut Dice, register: &Register, percent: u64) -> Map<String, Json> {
        let mut fields = Map::new();
        for field in register.fields.iter().filter(|field| field.is_given()) {
            let wanted = field.required || dice.chance(percent);
            if let Some(value) = wanted.then(|| self.value(dice, register, field)).flatten() {
                fields.insert(field.name.clone(), value);
            }
        }
        fields
    }
}

fn number(dice: &mut Dice, field: &Field) -> Json {
    let least = field.min.unwrap_or_default();
    let most = field
        .max
        .unwrap_or_else(|| least + rust_decimal::Decimal::from(2_000_000));
    let scale = u32::from(field.scale().unwrap_or_default());
    let choices = [
        least,
        most,
        least + rust_decimal::Decimal::new(1, scale),
        least + rust_decimal::Decimal::new(i64::try_from(dice.below(500_000)).unwrap(), scale),
    ];
    let chosen = (*dice.pick(&choices).unwrap()).min(most);
    json!(chosen.to_string())
}

/// A citizen id with its check digit.
fn citizen_id(dice: &mut Dice) -> String {
    let body = format!("33022619{}0101{:03}", 60 + dice.below(40), dice.below(1000));
    with_check(&body, "0123456789X", |text| {
        text.parse::<standards::CitizenId>().is_ok()
    })
}

/// A credit code with its check character: one of few, so that keys meet.
fn enterprise(dice: &mut Dice) -> String {
    let body = format!("91330226MA2GQ{:04}", dice.below(6));
    with_check(&body, "0123456789ABCDEFGHJKLMNPQRTUWXY", |text| {
        text.parse::<standards::CreditCode>().is_ok()
    })
}

fn with_check(body: &str, alphabet: &str, fits: impl Fn(&str) -> bool) -> String {
    alphabet
        .chars()
        .map(|check| format!("{body}{check}"))
        .find(|text| fits(text))
        .unwrap()
}
