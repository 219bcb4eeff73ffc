//! What the blanks of a form likely want.

use super::part::{Part, Stretch, of_words};
use super::plan::{Answer, Give};
use crate::access::Action;
use crate::import::{Places, targets};
use crate::seat::Seat;
use pack::Shelf;
use pack::model::{FieldKind, Indicator};
use sheet::{About, Blank, Candidate, Grid, GridKind, Kind, Records, Single, Target, Unit, likely};

/// A score from which an answer is taken for sure, and from which it is proposed at all.
const SURE: u32 = 80;
const LIKELY: u32 = 50;
/// Two answers this near to each other leave a doubt.
const NEAR: u32 = 8;

/// What is proposed for each blank, in the order of the blanks.
pub(super) fn propose(seat: &Seat, blanks: &[Blank]) -> Vec<Answer> {
    let shelf = seat.desk.shelf();
    let proposer = Proposer {
        indicators: indicators(seat, &shelf),
        places: Places::of(&seat.desk.places()),
        shelf: &shelf,
        seat,
    };
    let each = blanks.iter().enumerate();
    each.flat_map(|(at, blank)| match blank {
        Blank::Single(single) => vec![proposer.single(at, single)],
        Blank::Grid(grid) => proposer.grid(at, grid),
        Blank::Records(records) => proposer.records(at, records),
    })
    .collect()
}

impl Seat {
    /// The indicators that labels of a form may name, the likeliest first.
    #[must_use]
    pub fn likely_indicators(&self, labels: &[Vec<String>]) -> Vec<Vec<String>> {
        let targets = indicators(self, &self.desk.shelf());
        let each = labels.iter().map(|path| {
            let rest: Vec<String> = path
                .iter()
                .filter(|words| of_words(words).is_none())
                .cloned()
                .collect();
            let found = likely(&rest, None, &targets).into_iter();
            found.map(|candidate| candidate.target).collect()
        });
        each.collect()
    }
}

struct Proposer<'a> {
    indicators: Vec<Target>,
    places: Places,
    shelf: &'a Shelf,
    seat: &'a Seat,
}

/// The indicators that the seat may see, as answers.
fn indicators(seat: &Seat, shelf: &Shelf) -> Vec<Target> {
    let seen = shelf
        .indicators()
        .filter(|(pack, _)| seat.actor.may_somewhere(Action::Read, &pack.name));
    seen.map(|(_, indicator)| Target {
        name: indicator.name.clone(),
        titles: vec![indicator.title.zh.clone(), indicator.title.en.clone()],
        also_called: indicator.also_called.clone(),
        kind: Kind::Decimal {
            scale: u32::from(indicator.scale),
        },
        unit: indicator.unit.parse().ok(),
        required: false,
    })
    .collect()
}

/// The likeliest answer, if it is likely at all, and whether it is sure.
fn choose(candidates: &[Candidate]) -> Option<(&str, bool)> {
    let best = candidates.first().filter(|best| best.score >= LIKELY)?;
    let rival = candidates
        .get(1)
        .is_some_and(|next| next.score + NEAR > best.score);
    Some((&best.target, best.score >= SURE && !rival))
}

impl Proposer<'_> {
    fn single(&self, blank: usize, single: &Single) -> Answer {
        let label = single.path.last().map(String::as_str).unwrap_or_default();
        let (give, sure) = match of_label(label) {
            Some(give) => (give, true),
            None => match self.figure(&single.path, single.unit) {
                Some((part, sure)) => (Give::Figure(part), sure),
                None => (Give::Ask { who: String::new() }, false),
            },
        };
        Answer {
            blank,
            about: Some(About::Cell(single.at)),
            path: single.path.clone(),
            give,
            sure,
        }
    }

    fn grid(&self, blank: usize, grid: &Grid) -> Vec<Answer> {
        let columns = grid.columns.iter().map(|column| {
            let (give, sure) = self.said(&column.path, column.unit);
            Answer {
                blank,
                about: Some(About::Column(column.column)),
                path: column.path.clone(),
                give,
                sure,
            }
        });
        let mut answers: Vec<Answer> = columns.collect();
        if grid.kind == GridKind::Figures {
            let rows = grid.rows.iter().filter(|row| !row.sum);
            let told = self.indicators_of(&answers);
            answers.extend(rows.map(|row| {
                let (give, sure) = match self.value_of(&row.path, &told) {
                    Some(part) => (Give::Figure(part), true),
                    None => self.said(&row.path, row.unit),
                };
                Answer {
                    blank,
                    about: Some(About::Row(row.row)),
                    path: row.path.clone(),
                    give,
                    sure,
                }
            }));
        }
        settle(&mut answers);
        answers
    }

    /// What the labels of a row or column say.
    fn said(&self, path: &[String], unit: Option<Unit>) -> (Give, bool) {
        let label = path.last().map(String::as_str).unwrap_or_default();
        if is_by_hand(label) {
            return (Give::Leave, true);
        }
        match self.figure(path, unit) {
            Some((part, sure)) => (Give::Figure(part), sure),
            None => (Give::Ask { who: String::new() }, false),
        }
    }

    /// The figure, or the part of one, that labels name.
    fn figure(&self, path: &[String], unit: Option<Unit>) -> Option<(Part, bool)> {
        let mut part = Part::default();
        let mut rest = Vec::new();
        for words in path {
            match of_words(words) {
                Some(said) => part = said.with(&part),
                None => rest.push(words.clone()),
            }
        }
        if rest.is_empty() {
            return (!part.is_empty()).then_some((part, true));
        }
        if let [words] = &rest[..]
            && let Ok(place) = self.places.find(words)
        {
            part.place = Some(place);
            return Some((part, true));
        }
        let candidates = likely(&rest, unit, &self.indicators);
        let (name, sure) = choose(&candidates)?;
        part.indicator = Some(name.to_owned());
        Some((part, sure))
    }

    fn indicators_of(&self, answers: &[Answer]) -> Vec<&Indicator> {
        let named = answers.iter().filter_map(|answer| match &answer.give {
            Give::Figure(part) => part.indicator.as_deref(),
            _ => None,
        });
        named
            .filter_map(|name| self.shelf.indicator(name))
            .map(|(_, indicator)| indicator)
            .collect()
    }

    /// The value of a dimension, if the label is a word for one.
    fn value_of(&self, path: &[String], indicators: &[&Indicator]) -> Option<Part> {
        let label = path.last()?;
        indicators.iter().find_map(|indicator| {
            let (pack, register) = self.shelf.register_of(&indicator.name)?;
            indicator.by.iter().find_map(|by| {
                let FieldKind::Code { list } = register[by.field].kind else {
                    return None;
                };
                let codes = &pack.codes.get(list)?.codes;
                let code = codes
                    .iter()
                    .find(|code| code.title.zh == *label || code.also_called.contains(label))?;
                Some(Part {
                    only: [(by.name.clone(), code.code.clone())].into(),
                    ..Part::default()
                })
            })
        })
    }

    fn records(&self, blank: usize, records: &Records) -> Vec<Answer> {
        let seen = self
            .shelf
            .registers()
            .filter(|(pack, _)| self.seat.actor.may_somewhere(Action::Export, &pack.name));
        let fitted = seen.map(|(pack, register)| {
            let targets = targets(pack, register);
            let columns = records.columns.iter();
            let chosen: Vec<Vec<Candidate>> = columns
                .map(|column| likely(&column.path, column.unit, &targets))
                .collect();
            let score: u32 = chosen
                .iter()
                .filter_map(|each| each.first())
                .map(|best| best.score)
                .sum();
            (score, register, chosen)
        });
        let Some((score, register, chosen)) = fitted.max_by_key(|(score, ..)| *score) else {
            return Vec::new();
        };
        let known = score >= LIKELY && !chosen.is_empty();
        let mut date = register
            .fields
            .iter()
            .filter(|field| field.required && matches!(field.kind, FieldKind::Date | FieldKind::Month));
        let mut answers = vec![Answer {
            blank,
            about: None,
            path: records.title.iter().cloned().collect(),
            give: if known {
                Give::Records {
                    register: register.name.clone(),
                    filter: String::new(),
                    on: date.next().map(|field| field.name.clone()),
                }
            } else {
                Give::Ask { who: String::new() }
            },
            // Which records belong into a list is for a person to say.
            sure: false,
        }];
        for (column, candidates) in records.columns.iter().zip(&chosen) {
            let label = column.path.last().map(String::as_str).unwrap_or_default();
            let (give, sure) = match choose(candidates) {
                _ if is_by_hand(label) => (Give::Leave, true),
                Some((field, sure)) => (
                    Give::Field {
                        field: field.to_owned(),
                    },
                    sure,
                ),
                None => (Give::Ask { who: String::new() }, false),
            };
            answers.push(Answer {
                blank,
                about: Some(About::Column(column.column)),
                path: column.path.clone(),
                give,
                sure,
            });
        }
        answers
    }
}

/// A grid whose columns say nothing of time is of the form's own period.
fn settle(answers: &mut [Answer]) {
    for answer in answers {
        if let Give::Figure(part) = &mut answer.give
            && part.indicator.is_some()
            && part.stretch == Some(Stretch::Period)
        {
            part.stretch = None;
        }
    }
}

/// What belongs beside labels that every form has.
fn of_label(label: &str) -> Option<Give> {
    let label: String = label.chars().filter(|each| !each.is_whitespace()).collect();
    match &*label {
        "填报单位" | "报送单位" | "单位名称" | "填表单位" | "单位" | "乡镇" | "乡镇(街道)" | "镇(街道)" => {
            Some(Give::Town)
        }
        "填报日期" | "填表日期" | "报送日期" | "填报时间" | "填表时间" | "报出日期" => {
            Some(Give::Today)
        }
        "填表人" | "填报人" | "经办人" | "制表人" => Some(Give::Person),
        "报告期" | "所属期" | "统计时间" | "统计期" | "所属时间" => Some(Give::Period),
        label if is_by_hand(label) => Some(Give::Leave),
        _ => None,
    }
}

/// What is written by hand and sealed.
fn is_by_hand(label: &str) -> bool {
    ["签字", "签名", "盖章", "负责人", "审核人", "审批", "备注"]
        .iter()
        .any(|word| label.contains(word))
}
