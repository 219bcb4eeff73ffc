//! Figures drawn: as bars or lines over what they are broken down by, and as tiles for villages.

use super::key::narrowed;
use super::table::Broken;
use super::told::{Told, lineage_path, number};
use crate::pages::words::figures as words;
use chart::{Chart, Form, Ink, Series, Tile, Tiles};
use desk::{By, Target};
use maud::{Markup, PreEscaped, html};
use pack::model::Measure;
use rust_decimal::Decimal;

/// Most bars that can be told apart.
const MOST: usize = 62;

/// A chart of a breakdown by one thing.
pub(super) fn chart(told: &Told<'_>, broken: &Broken<'_>, target: Option<&Target>) -> Markup {
    let [by] = &broken.ask.by[..] else {
        return html! {};
    };
    let lines = broken.lines();
    if lines.len() < 2 || lines.len() > MOST {
        return html! {};
    }
    let keys = || {
        lines
            .iter()
            .map(|line| line.keys.first().map(String::as_str).unwrap_or_default())
    };
    let now = words::period(told.look, &broken.ask.period);
    let links = keys().map(|key| lineage_path(&narrowed(broken.ask, by, key)));
    let mut series = vec![Series::new(now, broken.values(told)).leading(links)];
    if broken.before.is_some() {
        let values = keys().map(|key| {
            broken
                .before(by, key)
                .and_then(number)
                .map(|value| told.manner.value(value))
        });
        series.insert(0, Series::new(told.look.say(words::BEFORE), values));
    }
    let is_course = matches!(
        told.indicator.measure,
        Measure::Stock { .. } | Measure::Ratio { .. }
    );
    let is_time = !matches!(by, By::Place | By::Dimension(_));
    // A year's target says something of the year's end: of what holds on a day, and of ratios.
    let targets = target
        .filter(|_| is_course && is_time)
        .map(|target| chart::Target {
            name: told.look.say(words::TARGET).to_owned(),
            value: told.manner.value(target.value),
        });
    let title = told.look.text(&told.indicator.title);
    let drawn = Chart {
        title: format!("{title} · {}", broken.keys.title(by)),
        unit: told.manner.unit.clone(),
        categories: keys().map(|key| broken.told_key(by, key)).collect(),
        series,
        form: if is_course && is_time {
            Form::Lines
        } else {
            Form::Bars
        },
        targets: targets.into_iter().collect(),
        myriads: told.look.zh(),
    };
    html! {
        section.card aria-labelledby="chart" {
            h2 #chart { (told.look.say(words::CHART)) }
            div.drawn tabindex="0" role="group" aria-labelledby="chart" { (PreEscaped(drawn.svg(Ink::Page))) }
        }
    }
}

/// The villages of a breakdown by place, as tiles where they were declared to lie.
pub(super) fn villages(told: &Told<'_>, broken: &Broken<'_>) -> Markup {
    if broken.ask.by != [By::Place] || broken.table.lines.len() < 3 {
        return html! {};
    }
    let look = told.look;
    let tiles: Vec<Tile> = broken
        .table
        .lines
        .iter()
        .map(|line| {
            let key = line.keys.first().map(String::as_str).unwrap_or_default();
            let position = key
                .parse()
                .ok()
                .and_then(|code| broken.keys.places.tree.at(code, told.span.today)?.position);
            Tile {
                name: broken.told_key(&By::Place, key),
                value: number(line).map(|value: Decimal| told.manner.value(value)),
                at: position.map(|at| (at.longitude(), at.latitude())),
                link: lineage_path(&narrowed(broken.ask, &By::Place, key)),
            }
        })
        .collect();
    let lie_somewhere = tiles.iter().any(|tile| tile.at.is_some());
    let drawn = Tiles {
        title: format!("{} · {}", look.text(&told.indicator.title), look.say(words::MAP)),
        unit: told.manner.unit.clone(),
        unknown: look.say(words::NOT_REPORTED).to_owned(),
        tiles,
    };
    html! {
        section.card aria-labelledby="villages" {
            h2 #villages { (look.say(words::MAP)) }
            p.help { (look.say(if lie_somewhere { words::MAP_WHY } else { words::MAP_NO_POINTS })) }
            div.drawn tabindex="0" role="group" aria-labelledby="villages" { (PreEscaped(drawn.svg(Ink::Page))) }
        }
    }
}
