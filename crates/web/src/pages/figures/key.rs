//! What figures are broken down by, in words: dimensions by their field, places and stretches of time by their names.

use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::place::Places;
use crate::pages::parts::value::Teller;
use crate::pages::words::figures as words;
use desk::{Ask, By};
use pack::Shelf;
use pack::model::{Field, FieldKind, Indicator, Pack, Register};
use quantity::Period;
use serde_json::Value as Json;

/// The keys of an indicator's breakdowns.
pub(super) struct Keys<'a> {
    pub(super) staff: &'a Staff,
    pub(super) indicator: &'a Indicator,
    /// The town's places.
    pub(super) places: Places<'a>,
    /// What it is made from; of a ratio or formula, what its first part is made from.
    source: Option<(&'a Pack, &'a Register)>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(staff: &'a Staff, shelf: &'a Shelf, indicator: &'a Indicator) -> Self {
        Keys {
            staff,
            indicator,
            places: Places::of(staff),
            source: source(shelf, indicator),
        }
    }

    fn look(&self) -> Look {
        self.staff.look()
    }

    fn field(&self, name: &str) -> Option<(Teller<'a>, &'a Field)> {
        let (pack, register) = self.source?;
        let (_, field) = register.field(name)?;
        Some((Teller::new(self.staff, pack, register), field))
    }

    /// What it can be broken down by.
    pub(super) fn offered(&self) -> Vec<By> {
        let own = self
            .indicator
            .by
            .iter()
            .map(|dimension| By::Dimension(dimension.name.clone()));
        [By::Month, By::Quarter, By::Year, By::Place]
            .into_iter()
            .chain(own)
            .collect()
    }

    /// What a breakdown is called.
    pub(super) fn title(&self, by: &By) -> String {
        match words::by(by) {
            Some(title) => self.look().say(title).to_owned(),
            None => self.field(by.name()).map_or_else(
                || by.name().to_owned(),
                |(_, field)| self.look().text(&field.title).to_owned(),
            ),
        }
    }

    /// What a key of a breakdown is called; `within` is what stands above it, so that a month of one year needs no year.
    pub(super) fn told(&self, by: &By, key: &str, within: &Period) -> String {
        match by {
            By::Place => self.places.name(key),
            By::Dimension(name) => self.dimension(name, key),
            _ => self.stretch(key, within),
        }
    }

    fn dimension(&self, name: &str, key: &str) -> String {
        if key.is_empty() {
            return self.look().say(words::NOT_GIVEN).to_owned();
        }
        let Some((teller, field)) = self.field(name) else {
            return key.to_owned();
        };
        let value = match field.kind {
            FieldKind::Bool => Json::Bool(key == "true"),
            _ => Json::String(key.to_owned()),
        };
        teller.plain(field, &value)
    }

    fn stretch(&self, key: &str, within: &Period) -> String {
        let Ok(period) = key.parse::<Period>() else {
            return key.to_owned();
        };
        let name = words::period(self.look(), &period);
        let year = within.first().year();
        if year != within.last().year() || period.days() > 300 {
            return name;
        }
        name.trim_start_matches(&format!("{year}年"))
            .trim_end_matches(&format!(" {year}"))
            .to_owned()
    }

    /// Where a key stands among its own: codes as their list has them, all else as it comes.
    pub(super) fn order(&self, by: &By, key: &str) -> usize {
        let By::Dimension(name) = by else { return 0 };
        let codes = self.field(name).map(|(teller, field)| teller.codes(field));
        let at = codes.and_then(|codes| codes.iter().position(|(code, _)| code == key));
        at.unwrap_or(usize::MAX)
    }
}

fn source<'a>(shelf: &'a Shelf, indicator: &'a Indicator) -> Option<(&'a Pack, &'a Register)> {
    shelf.register_of(&indicator.name).or_else(|| {
        let part = indicator.measure.reads().next()?;
        let (_, part) = shelf.indicator(part)?;
        source(shelf, part)
    })
}

/// The question narrowed to one key of a breakdown.
pub(super) fn narrowed(ask: &Ask, by: &By, key: &str) -> Ask {
    let mut narrowed = Ask {
        by: Vec::new(),
        compare: false,
        ..ask.clone()
    };
    match by {
        By::Place => narrowed.place = key.parse().ok().or(ask.place),
        By::Dimension(name) => {
            narrowed.only.retain(|(other, _)| other != name);
            narrowed.only.push((name.clone(), vec![key.to_owned()]));
        }
        _ => narrowed.period = key.parse().unwrap_or(ask.period),
    }
    narrowed
}
