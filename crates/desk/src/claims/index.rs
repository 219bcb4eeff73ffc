//! The names of all indicators, ready to be looked for in a text.

use super::words::Phrase;
use crate::access::{Action, Actor};
use pack::Shelf;
use pack::model::{FieldKind, Indicator, Measure, Pack, Register};
use standards::PlaceCode;

/// Words by which an indicator's name says that it holds a place among others.
const RANKED: [&str; 6] = ["位次", "排名", "名次", "梯队", "全县", "全市"];

/// An indicator with its names.
pub(super) struct Named<'s> {
    pub(super) pack: &'s str,
    pub(super) indicator: &'s Indicator,
    /// Its title and the phrases it is also called by.
    pub(super) names: Vec<Phrase>,
    /// Whether it tells a place among others.
    pub(super) ranks: bool,
    /// Codes that it can be broken down by: dimension, code, names of the code.
    pub(super) codes: Vec<(&'s str, &'s str, Vec<Phrase>)>,
    /// The register its records stand in.
    pub(super) register: Option<&'s str>,
    /// Indicators it is a ratio of.
    pub(super) made_of: Vec<&'s str>,
}

/// The indicators that a person may see.
pub(super) fn index<'s>(shelf: &'s Shelf, actor: &Actor, place: &PlaceCode) -> Vec<Named<'s>> {
    shelf
        .indicators()
        .filter(|(pack, _)| actor.may(Action::Read, &pack.name, place))
        .map(|(pack, indicator)| {
            let register = shelf.register_of(&indicator.name);
            named(pack, indicator, register)
        })
        .collect()
}

fn named<'s>(
    pack: &'s Pack,
    indicator: &'s Indicator,
    register: Option<(&'s Pack, &'s Register)>,
) -> Named<'s> {
    let titles = || indicator.also_called.iter().chain([&indicator.title.zh]);
    let ranks = matches!(&*indicator.unit, "位" | "名" | "梯队");
    let bare = |title: &String| {
        let mut title = title.clone();
        for word in RANKED.iter().filter(|_| ranks) {
            title = title.replace(word, "");
        }
        Phrase::of(&title)
    };
    let codes = register.map(|(pack, register)| codes(pack, register, indicator));
    let made_of = match &indicator.measure {
        Measure::Ratio { of, to, .. } => vec![&**of, &**to],
        _ => Vec::new(),
    };
    Named {
        pack: &pack.name,
        indicator,
        names: titles().map(bare).filter(|name| !name.is_empty()).collect(),
        ranks,
        codes: codes.unwrap_or_default(),
        register: register.map(|(_, register)| &*register.name),
        made_of,
    }
}

fn codes<'s>(
    pack: &'s Pack,
    register: &'s Register,
    indicator: &'s Indicator,
) -> Vec<(&'s str, &'s str, Vec<Phrase>)> {
    let mut found = Vec::new();
    for dimension in &indicator.by {
        let FieldKind::Code { list } = &register[dimension.field].kind else {
            continue;
        };
        let Some(list) = pack.codes.get(*list) else {
            continue;
        };
        for code in &list.codes {
            let names: Vec<Phrase> = code
                .also_called
                .iter()
                .chain([&code.title.zh])
                .map(|name| Phrase::of(name))
                .filter(|name| name.len() >= 2)
                .collect();
            found.push((&*dimension.name, &*code.code, names));
        }
    }
    found
}
