//! Figures in words: each with its unit, leading to the records that make it; what is not reported told as that.

use super::ask::Span;
use crate::inquiry;
use crate::pages::look::Look;
use crate::pages::parts::tag;
use crate::pages::parts::value::grouped;
use crate::pages::words::figures as words;
use desk::{Ask, FigureLine};
use maud::{Markup, html};
use pack::model::{Indicator, Measure, Tone};
use rust_decimal::Decimal;

/// From this on money is told in 万元.
const GREAT: i64 = 1_000_000;
const MYRIAD: i64 = 10_000;

/// How the figures of one table are written: in one unit, none rounded.
#[derive(Clone, Default)]
pub(super) struct Manner {
    /// The unit.
    pub(super) unit: String,
    in_myriads: bool,
}

impl Manner {
    /// The manner for an indicator's figures: great sums of money in 万元.
    pub(super) fn of<'a>(indicator: &Indicator, lines: impl IntoIterator<Item = &'a FigureLine>) -> Self {
        let great = |line: &FigureLine| number(line).is_some_and(|value| value.abs() >= Decimal::from(GREAT));
        let in_myriads = indicator.unit == "元" && lines.into_iter().any(great);
        Manner {
            unit: if in_myriads {
                "万元".to_owned()
            } else {
                indicator.unit.clone()
            },
            in_myriads,
        }
    }

    /// A value in this manner's unit.
    pub(super) fn value(&self, value: Decimal) -> Decimal {
        let shown = if self.in_myriads {
            value / Decimal::from(MYRIAD)
        } else {
            value
        };
        shown.normalize()
    }

    /// A value as it is written.
    pub(super) fn write(&self, value: Decimal) -> String {
        grouped(&self.value(value).to_string())
    }
}

/// A line's figure.
pub(super) fn number(line: &FigureLine) -> Option<Decimal> {
    line.value.as_deref()?.parse().ok()
}

/// Where the records behind a figure are told.
pub(super) fn lineage_path(ask: &Ask) -> String {
    let plain = Ask {
        by: Vec::new(),
        compare: false,
        ..ask.clone()
    };
    format!("/indicators/{}/lineage?{}", ask.indicator, inquiry::query(&plain))
}

/// What figures are told with.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    /// Who reads.
    pub(super) look: Look,
    /// The indicator.
    pub(super) indicator: &'a Indicator,
    /// How its figures are written.
    pub(super) manner: &'a Manner,
    /// The day it is.
    pub(super) span: Span,
}

impl Told<'_> {
    /// A figure without its unit, which stands above its column.
    pub(super) fn cell(&self, ask: &Ask, line: &FigureLine) -> Markup {
        self.figure(ask, line, false)
    }

    /// A figure with its unit.
    pub(super) fn whole(&self, ask: &Ask, line: &FigureLine) -> Markup {
        self.figure(ask, line, true)
    }

    fn figure(&self, ask: &Ask, line: &FigureLine, with_unit: bool) -> Markup {
        let due = self.span.due(&line.missing).count();
        html! {
            @match number(line) {
                Some(value) => {
                    a.figure href=(lineage_path(ask)) {
                        (self.manner.write(value))
                        @if with_unit { span.unit { (self.manner.unit) } }
                    }
                    @if due > 0 { " " (tag(Tone::Alert, &words::missing(self.look, due))) }
                }
                None => (self.nothing(due)),
            }
        }
    }

    /// Why there is no figure.
    fn nothing(&self, due: usize) -> Markup {
        let is_return = matches!(self.indicator.measure, Measure::Return { .. });
        html! {
            @if due > 0 { (tag(Tone::Alert, self.look.say(words::NOT_REPORTED))) }
            @else if is_return { span.text-secondary { (self.look.say(words::NOT_YET)) } }
            @else { span.text-secondary title=(self.look.say(words::NO_VALUE)) { "—" span.visually-hidden { (self.look.say(words::NO_VALUE)) } } }
        }
    }

    /// Growth in percent; coloured where one direction is better.
    pub(super) fn growth(&self, percent: Option<Decimal>) -> Markup {
        growth(self.indicator, percent)
    }
}

/// Growth in percent, with its sign; coloured where one direction is better.
pub(super) fn growth(indicator: &Indicator, percent: Option<Decimal>) -> Markup {
    use pack::model::Better;
    let Some(percent) = percent else {
        return html! { span.text-secondary aria-hidden="true" { "—" } };
    };
    let good = match indicator.better {
        Better::Neither => None,
        Better::More => Some(percent > Decimal::ZERO),
        Better::Less => Some(percent < Decimal::ZERO),
    };
    let class = match good.filter(|_| !percent.is_zero()) {
        Some(true) => "growth growth-good",
        Some(false) => "growth growth-bad",
        None => "growth",
    };
    let sign = if percent > Decimal::ZERO { "+" } else { "" };
    html! { span class=(class) { (sign) (percent.normalize()) "%" } }
}
