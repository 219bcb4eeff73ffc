//! What stands beside a figure in its clause, and what the figure does there: it parts two phrases, bounds what another
//! one counts, says how long something lasted or when something stood.

use crate::claim::Part;
use crate::lexicon::{ACTIONS, COMPOUNDS, LASTING, NOMINAL};
use crate::phrase::joins;
use crate::subject::{self, Around};
use quantity::{Comparator, Dimension, Figure, Kind, Soft};
use std::ops::Range;

/// How many bytes before a figure are looked at for its phrase; no phrase of a report is longer.
pub(crate) const REACH: usize = 360;

/// How many figures on either side are looked at for the one that parts phrases; fixed, so that reading stays linear.
const BESIDE: usize = 8;

/// The text left and right of a figure in its clause, up to the figures beside it.
pub(crate) fn around(text: &str, figures: &[Figure], index: usize, clause: &Range<usize>) -> Around {
    let Some(figure) = figures.get(index) else {
        return Around {
            left: clause.start..clause.start,
            right: clause.end..clause.end,
            earlier: clause.start..clause.start,
            beyond: clause.end..clause.end,
            goes_on: false,
            listed: 1,
        };
    };
    let before = figures.get(..index).unwrap_or_default();
    let after = figures.get(index + 1..).unwrap_or_default();
    let inside = |figure: &&Figure| figure.span.start < clause.end;
    let next_in_clause = after.iter().take_while(inside);
    let parting = before
        .iter()
        .rev()
        .take(BESIDE)
        .enumerate()
        .find(|(at, figure)| at + 1 == BESIDE || splits(text, figure));
    let previous = parting.map_or(clause.start, |(_, figure)| figure.span.end);
    let dated = parting.filter(|(_, date)| date.kind == Kind::Date && date.span.start >= clause.start);
    let earlier = dated.map_or(clause.start..clause.start, |(at, date)| {
        let third = index.checked_sub(at + 2).and_then(|third| figures.get(third));
        let from = third.map_or(clause.start, |figure| figure.span.end.max(clause.start));
        from.min(date.span.start)..date.span.start
    });
    let mut beside = next_in_clause.clone().take(BESIDE).enumerate();
    let next = beside.find(|(at, figure)| at + 1 == BESIDE || splits(text, figure));
    let mut reach = figure.span.start.saturating_sub(REACH);
    while !text.is_char_boundary(reach) {
        reach += 1;
    }
    let left = previous
        .clamp(clause.start, figure.span.start.max(clause.start))
        .max(reach);
    let right = figure.span.end.min(clause.end.max(figure.span.end));
    let until = next.map_or(clause.end, |(_, next)| next.span.start).max(right);
    let beyond = next.map_or(clause.end, |(_, next)| next.span.end).max(until);
    let third = after
        .iter()
        .take(BESIDE)
        .find(|figure| figure.span.start >= beyond)
        .map_or(clause.end, |figure| figure.span.start);
    Around {
        left: left..figure.span.start.max(left),
        right: right..until,
        earlier,
        beyond: beyond..third.clamp(beyond, clause.end.max(beyond)),
        goes_on: next_in_clause
            .take(BESIDE)
            .any(|next| next.soft.is_none() && next.kind != Kind::Code),
        listed: 1 + listed_after(text, figure, after),
    }
}

/// How many figures follow that are only joined to the one before: 、4.1%和5% after 3.2%.
fn listed_after(text: &str, figure: &Figure, after: &[Figure]) -> usize {
    let mut end = figure.span.end;
    let joined = |next: &&Figure| {
        let between = text.get(end..next.span.start).unwrap_or_default();
        end = next.span.end;
        joins(between)
    };
    after.iter().take(BESIDE).take_while(joined).count()
}

/// Whether a figure parts the phrases on its two sides.
fn splits(text: &str, figure: &Figure) -> bool {
    match figure.kind {
        Kind::Code => false,
        Kind::Date => {
            figure.soft != Some(Soft::Frequency)
                && !is_compared_with(text, figure)
                && !is_base(text, figure)
                && !describes(text, figure)
        }
        _ => figure.soft.is_none() && !bounds(text, figure) && !lasts(text, figure),
    }
}

/// Whether a time sets a day for something and does not only say which year is spoken of.
pub(crate) fn sets_a_day(figure: &Figure) -> bool {
    let year = figure.unit.is_some_and(|unit| unit.symbol().starts_with('年'));
    figure.comparator == Comparator::Le
        || figure.soft == Some(Soft::Frequency)
        || figure.soft.is_none() && !year
}

/// Whether a time is the deadline of one part of a sentence and binds none behind a semicolon: 9月底前, but not 到2030年.
pub(crate) fn binds_one_part(figure: &Figure) -> bool {
    let year = figure.unit.is_some_and(|unit| unit.symbol().starts_with('年'));
    figure.kind == Kind::Date && figure.comparator == Comparator::Le && !year
}

/// Whether a time is only what something is measured against: 比2020年增长5%.
pub(crate) fn is_compared_with(text: &str, figure: &Figure) -> bool {
    let before = text.get(..figure.span.start).unwrap_or_default();
    figure.kind == Kind::Date && before.ends_with(['比', '较', '与', '同', '跟'])
}

/// Whether a time says when an amount stood that another one is told beside: 从2020年的3.68万亿元增长到2025年的….
fn is_base(text: &str, figure: &Figure) -> bool {
    let after = text.get(figure.span.end..).unwrap_or_default();
    let before = text.get(..figure.span.start).unwrap_or_default();
    let stands = after.starts_with('的') || after.starts_with(|c: char| c.is_ascii_digit());
    stands
        && before
            .trim_end_matches(['“', '"'])
            .ends_with(['从', '由', '为', '是', '占', '至', '到', '比', '较'])
}

/// Whether a time says where a rise or a fall begins: 由2020年的….
pub(crate) fn is_start(text: &str, figure: &Figure) -> bool {
    let before = text.get(..figure.span.start).unwrap_or_default();
    is_base(text, figure) && before.trim_end_matches(['“', '"']).ends_with(['从', '由'])
}

/// Whether a count tells how long something has gone on: 连续五年.
pub(crate) fn lasts(text: &str, figure: &Figure) -> bool {
    let before = text.get(..figure.span.start).unwrap_or_default();
    let calendar = figure
        .unit
        .is_some_and(|unit| unit.dimension() == Dimension::Calendar);
    calendar && LASTING.closes(before).is_some()
}

/// Whether a time only describes the noun after it: 占全年任务数的一半.
fn describes(text: &str, figure: &Figure) -> bool {
    let after = text.get(figure.span.end..).unwrap_or_default();
    figure.kind == Kind::Date
        && ["任务", "目标", "计划", "预算"]
            .iter()
            .any(|noun| after.starts_with(noun))
}

pub(crate) fn is_anniversary(figure: &Figure) -> bool {
    figure.unit.is_some_and(|unit| unit.symbol() == "周年")
}

/// `10亿元以上` before a noun bounds it; it is part of the phrase.
fn bounds(text: &str, figure: &Figure) -> bool {
    // 超630万千瓦、增长12倍: nothing follows that could be bounded.
    let noun = text
        .get(figure.span.end..)
        .and_then(|after| after.chars().next())
        .is_some_and(|next| next.is_alphabetic() || matches!(next, '“' | '的' | '(' | '（'))
        && !does(text.get(figure.span.end..).unwrap_or_default());
    let measure = figure
        .unit
        .is_some_and(|unit| unit.is_measure() || matches!(unit.symbol(), "岁" | "周岁"));
    noun && measure && subject::is_threshold(figure)
}

/// Whether a verb stands here that is hardly ever part of a noun: 新建 in 投资260余万元新建的冷库.
fn does(text: &str) -> bool {
    let compound = COMPOUNDS.opens(text).map_or(0, str::len);
    ACTIONS
        .opens(text)
        .is_some_and(|verb| verb.len() > compound && !NOMINAL.holds(verb))
}

pub(crate) fn part(text: &str, figure: &Figure, right: &str, around: &Around) -> Option<Part> {
    let voltage = figure
        .unit
        .is_some_and(|unit| unit.dimension() == Dimension::Voltage);
    if voltage || right.starts_with('的') && figure.unit.is_some_and(|unit| unit.is_measure()) {
        return Some(Part::Attribute);
    }
    let noun = !right.trim_start().is_empty() && !right.starts_with(['、', '，', ',', '和']);
    (bounds(text, figure) && around.goes_on && noun).then_some(Part::Threshold)
}
