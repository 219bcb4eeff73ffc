//! Figures broken down, as tables: by one thing with its records and the year before, by two crosswise.

use super::key::{Keys, narrowed};
use super::told::{Told, number};
use crate::pages::parts::value::grouped;
use crate::pages::words::figures as words;
use desk::{Ask, By, FigureLine, FigureTable};
use jiff::civil::Date;
use maud::{Markup, html};
use pack::model::{Better, Measure};
use quantity::Period;
use rust_decimal::Decimal;

/// A figure broken down.
pub(super) struct Broken<'a> {
    pub(super) ask: &'a Ask,
    pub(super) keys: &'a Keys<'a>,
    pub(super) table: FigureTable,
    /// The same a year before, where it is to stand beside.
    pub(super) before: Option<FigureTable>,
    /// Of a table crosswise, each row as a whole.
    pub(super) rows: Option<FigureTable>,
    /// Of a table crosswise, each column as a whole.
    pub(super) columns: Option<FigureTable>,
    /// The figure as a whole.
    pub(super) all: &'a FigureLine,
}

/// Takes out stretches of time that have not begun: they hold nothing, which is not the same as zero.
pub(super) fn without_what_is_to_come(table: &mut FigureTable, by: &[By], today: Date) {
    let is_time = |by: &By| !matches!(by, By::Place | By::Dimension(_));
    table.lines.retain(|line| {
        let mut times = by.iter().zip(&line.keys).filter(|(by, _)| is_time(by));
        times.all(|(_, key)| key.parse::<Period>().is_ok_and(|period| period.first() <= today))
    });
}

impl Broken<'_> {
    /// The lines of a breakdown by one thing, codes in the order of their list.
    pub(super) fn lines(&self) -> Vec<&FigureLine> {
        let mut lines: Vec<&FigureLine> = self.table.lines.iter().collect();
        if let [by] = &self.ask.by[..] {
            lines.sort_by_key(|line| line.keys.first().map(|key| self.keys.order(by, key)));
        }
        lines
    }

    /// The line of the year before that stands beside this one.
    pub(super) fn before(&self, by: &By, key: &str) -> Option<&FigureLine> {
        let is_time = !matches!(by, By::Place | By::Dimension(_));
        let wanted = if is_time {
            key.parse::<Period>().ok()?.year_before().to_string()
        } else {
            key.to_owned()
        };
        let lines = &self.before.as_ref()?.lines;
        lines.iter().find(|line| line.keys.first() == Some(&wanted))
    }

    pub(super) fn told_key(&self, by: &By, key: &str) -> String {
        self.keys.told(by, key, &self.ask.period)
    }

    /// The table.
    pub(super) fn table(&self, told: &Told<'_>) -> Markup {
        match &self.ask.by[..] {
            [by] => self.simple(told, by),
            [first, second] => self.crosswise(told, first, second),
            _ => html! {},
        }
    }

    fn simple(&self, told: &Told<'_>, by: &By) -> Markup {
        let look = told.look;
        let better = told.indicator.better;
        let ranked = *by == By::Place && better != Better::Neither;
        let values = || self.table.lines.iter().map(number);
        let counted = told.indicator.measure.register().is_some();
        html! {
            div.table-wide tabindex="0" role="group" aria-labelledby="table" {
                table.table.table-list.figures {
                    thead { tr {
                        th scope="col" { (self.keys.title(by)) }
                        th.num scope="col" { (look.text(&told.indicator.title)) }
                        @if self.before.is_some() {
                            th.num scope="col" { (look.say(words::BEFORE)) }
                            th.num scope="col" { (look.say(words::GROWTH)) }
                        }
                        @if ranked { th.num scope="col" { (look.say(words::RANK)) } }
                        @if counted { th.num scope="col" { (look.say(words::RECORDS)) } }
                    } }
                    tbody {
                        @for line in self.lines() {
                            @let key = line.keys.first().map(String::as_str).unwrap_or_default();
                            @let ask = narrowed(self.ask, by, key);
                            tr {
                                th scope="row" { (self.row_title(by, key)) }
                                td.num data-label=(look.text(&told.indicator.title)) { (told.cell(&ask, line)) }
                                @if self.before.is_some() { (self.beside(told, by, key, line)) }
                                @if ranked {
                                    td.num data-label=(look.say(words::RANK)) { (ledger::rank(number(line), values().collect::<Vec<_>>(), better != Better::Less).map_or_else(String::new, |rank| rank.to_string())) }
                                }
                                @if counted { td.num data-label=(look.say(words::RECORDS)) { (grouped(&line.records.to_string())) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The key of a row; a place leads to its own figures.
    fn row_title(&self, by: &By, key: &str) -> Markup {
        let title = self.told_key(by, key);
        if *by != By::Place {
            return html! { (title) };
        }
        let ask = Ask {
            place: key.parse().ok(),
            by: vec![By::Month],
            ..self.ask.clone()
        };
        html! { a href={ "/indicators/" (self.ask.indicator) "?" (crate::inquiry::query(&ask)) } { (title) } }
    }

    fn beside(&self, told: &Told<'_>, by: &By, key: &str, line: &FigureLine) -> Markup {
        let look = told.look;
        let before = self.before(by, key);
        let base = before.and_then(number);
        let question = before.map(|before| {
            let whole = Ask {
                period: told.span.so_far().year_before(),
                ..self.ask.clone()
            };
            narrowed(
                &whole,
                by,
                before.keys.first().map(String::as_str).unwrap_or_default(),
            )
        });
        html! {
            td.num data-label=(look.say(words::BEFORE)) {
                @if let (Some(ask), Some(before)) = (question, before) { (told.cell(&ask, before)) }
            }
            td.num data-label=(look.say(words::GROWTH)) { (told.growth(ledger::growth(number(line), base))) }
        }
    }

    fn crosswise(&self, told: &Told<'_>, first: &By, second: &By) -> Markup {
        let rows = self.keys_at(0, first);
        let columns = self.keys_at(1, second);
        let look = told.look;
        html! {
            div.table-wide tabindex="0" role="group" aria-labelledby="table" {
                table.table.figures.cross {
                    thead { tr {
                        th scope="col" { (self.keys.title(first)) }
                        @for column in &columns { th.num scope="col" { (self.told_key(second, column)) } }
                        th.num scope="col" { (look.say(words::TOTAL)) }
                    } }
                    tbody {
                        @for row in &rows {
                            tr {
                                th scope="row" { (self.told_key(first, row)) }
                                @for column in &columns { td.num { (self.crossing(told, (first, row), (second, column))) } }
                                td.num.sum { (self.whole(told, self.rows.as_ref(), first, row)) }
                            }
                        }
                    }
                    tfoot { tr {
                        th scope="row" { (look.say(words::TOTAL)) }
                        @for column in &columns { td.num.sum { (self.whole(told, self.columns.as_ref(), second, column)) } }
                        td.num.sum { (told.cell(self.ask, self.all)) }
                    } }
                }
            }
        }
    }

    /// The different keys at a position, in their order.
    fn keys_at(&self, at: usize, by: &By) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for line in &self.table.lines {
            if let Some(key) = line.keys.get(at)
                && !keys.contains(key)
            {
                keys.push(key.clone());
            }
        }
        keys.sort_by_key(|key| self.keys.order(by, key));
        keys
    }

    fn crossing(
        &self,
        told: &Told<'_>,
        (first, row): (&By, &String),
        (second, column): (&By, &String),
    ) -> Markup {
        let found = self
            .table
            .lines
            .iter()
            .find(|line| line.keys.first() == Some(row) && line.keys.get(1) == Some(column));
        let ask = narrowed(&narrowed(self.ask, first, row), second, column);
        match found {
            Some(line) => told.cell(&ask, line),
            // Where nothing was counted there is no line; of what is counted that is a zero.
            None if counts(&told.indicator.measure) => html! { span.text-secondary { "0" } },
            None => html! { span.text-secondary aria-hidden="true" { "—" } },
        }
    }

    fn whole(&self, told: &Told<'_>, table: Option<&FigureTable>, by: &By, key: &String) -> Markup {
        let found = table.and_then(|table| table.lines.iter().find(|line| line.keys.first() == Some(key)));
        html! { @if let Some(line) = found { (told.cell(&narrowed(self.ask, by, key), line)) } }
    }

    /// Values in the order of [`Broken::lines`], in the unit of the table.
    pub(super) fn values(&self, told: &Told<'_>) -> Vec<Option<Decimal>> {
        let lines = self.lines();
        lines
            .into_iter()
            .map(|line| number(line).map(|value| told.manner.value(value)))
            .collect()
    }
}

/// Whether a return is one that no place below hands in: then nothing is missing there.
pub(super) fn is_reported_by_none(told: &Told<'_>, broken: &Broken<'_>) -> bool {
    let is_return = matches!(told.indicator.measure, Measure::Return { .. });
    is_return && broken.table.lines.iter().all(|line| number(line).is_none())
}

fn counts(measure: &Measure) -> bool {
    matches!(measure, Measure::Flow { .. } | Measure::Stock { .. })
}
