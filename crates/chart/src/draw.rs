//! The drawing.

use crate::text::{escaped, fitting, width};
use crate::{Chart, Form, Scale, Series};
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// What it is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// A page: colours are classes (`chart-1`, `chart-plan` …), so that the stylesheet decides for light and dark.
    Page,
    /// Paper: black, greys and strokes that survive a photocopier; nothing leads anywhere.
    Paper,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const SIZE: f64 = 12.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 30.0;
const RIGHT: f64 = 12.0;
/// Series beyond these repeat their colours.
const COLOURS: usize = 6;
const GREYS: [&str; COLOURS] = ["#222", "#999", "#555", "#ccc", "#777", "#bbb"];

impl Chart {
    /// The drawing as one `<svg>` element, 720 units wide and scaling with its place.
    #[must_use]
    pub fn svg(&self, ink: Ink) -> String {
        let drawing = Drawing::of(self, ink);
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" class="chart" role="{}" aria-label="{}" font-size="{SIZE}">"#,
            self.role(ink),
            escaped(&self.title)
        );
        svg.push_str(&format!("<title>{}</title>", escaped(&self.title)));
        drawing.axis(&mut svg);
        drawing.categories(&mut svg);
        match self.form {
            Form::Bars => drawing.bars(&mut svg),
            Form::Lines => drawing.lines(&mut svg),
        }
        drawing.targets(&mut svg);
        drawing.legend(&mut svg);
        svg.push_str("</svg>");
        svg
    }

    /// What holds links is no picture: a screen reader goes into it.
    fn role(&self, ink: Ink) -> &'static str {
        let leads = self.series.iter().any(|series| !series.links.is_empty());
        if leads && ink == Ink::Page { "group" } else { "img" }
    }
}

struct Drawing<'a> {
    chart: &'a Chart,
    ink: Ink,
    scale: Scale,
    left: f64,
    /// Width of one category.
    slot: f64,
}

impl<'a> Drawing<'a> {
    /// A value as the axis shows it: without needless zeros, great ones short where the reader counts so.
    fn shown(&self, value: Decimal) -> String {
        mark(value, self.chart.myriads)
    }

    fn of(chart: &'a Chart, ink: Ink) -> Self {
        let values = chart
            .series
            .iter()
            .flat_map(|series| series.values.iter().flatten());
        let targets = chart.targets.iter().map(|target| &target.value);
        let scale = Scale::holding(values.chain(targets).copied(), 5);
        let widest = scale
            .marks()
            .map(|value| width(&mark(value, chart.myriads), SIZE))
            .fold(0.0, f64::max);
        let left = widest + 14.0;
        let slot = (WIDTH - left - RIGHT) / (chart.categories.len().max(1)) as f64;
        Drawing {
            chart,
            ink,
            scale,
            left,
            slot,
        }
    }

    fn y(&self, value: Decimal) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - self.scale.share(value))
    }

    /// The middle of a category.
    fn x(&self, at: usize) -> f64 {
        self.left + self.slot * (at as f64 + 0.5)
    }

    fn axis(&self, svg: &mut String) {
        for mark in self.scale.marks() {
            let y = self.y(mark);
            let look = match (self.ink, mark.is_zero()) {
                (Ink::Page, true) => r#"class="chart-base""#,
                (Ink::Page, false) => r#"class="chart-grid""#,
                (Ink::Paper, true) => r##"stroke="#000""##,
                (Ink::Paper, false) => r##"stroke="#ddd""##,
            };
            // Writing to a String cannot fail, here and below.
            let _ = write!(
                svg,
                r#"<line x1="{:.1}" y1="{y:.1}" x2="{:.1}" y2="{y:.1}" {look}/>"#,
                self.left,
                WIDTH - RIGHT
            );
            self.words(svg, self.left - 6.0, y + SIZE * 0.35, "end", &self.shown(mark));
        }
        self.words(svg, 2.0, SIZE + 2.0, "start", &self.chart.unit);
    }

    fn categories(&self, svg: &mut String) {
        let widest = self
            .chart
            .categories
            .iter()
            .map(|name| width(name, SIZE))
            .fold(0.0, f64::max);
        // Where all names do not fit, every second, third … is written; where one alone is too long, it is cut.
        let every = (((widest.min(72.0) + 6.0) / self.slot).ceil().max(1.0)) as usize;
        for (at, name) in self.chart.categories.iter().enumerate().step_by(every) {
            let name = fitting(name, SIZE, self.slot * every as f64);
            self.words(svg, self.x(at), HEIGHT - BOTTOM + SIZE + 6.0, "middle", &name);
        }
    }

    fn bars(&self, svg: &mut String) {
        let count = self.chart.series.len().max(1) as f64;
        let wide = (self.slot * 0.72 / count).min(48.0);
        let zero = self.y(Decimal::ZERO);
        for (nr, series) in self.chart.series.iter().enumerate() {
            for (at, value) in self.known(series) {
                let x = self.x(at) + wide * (nr as f64 - count / 2.0);
                let y = self.y(value);
                let (top, high) = (y.min(zero), (zero - y).abs());
                let shape = format!(
                    r#"<rect x="{x:.1}" y="{top:.1}" width="{:.1}" height="{high:.1}" rx="1.5" {}/>"#,
                    (wide - 1.5).max(0.5),
                    self.fill(nr, series)
                );
                self.told(svg, series, at, value, &shape);
            }
        }
    }

    fn lines(&self, svg: &mut String) {
        for (nr, series) in self.chart.series.iter().enumerate() {
            let mut path = String::new();
            let mut last = None;
            for (at, value) in self.known(series) {
                // What is not known is a gap in the line, not a fall to nothing.
                let joined = last.is_some_and(|last: usize| last + 1 == at);
                let _ = write!(
                    path,
                    "{}{:.1} {:.1}",
                    if joined { "L" } else { "M" },
                    self.x(at),
                    self.y(value)
                );
                last = Some(at);
            }
            let dashes = if series.planned {
                r#" stroke-dasharray="5 4""#
            } else {
                ""
            };
            let _ = write!(
                svg,
                r#"<path d="{path}" fill="none" stroke-width="2"{dashes} {}/>"#,
                self.stroke(nr)
            );
            for (at, value) in self.known(series) {
                let dot = format!(
                    r#"<circle cx="{:.1}" cy="{:.1}" r="3.5" {}/>"#,
                    self.x(at),
                    self.y(value),
                    self.fill(nr, series)
                );
                self.told(svg, series, at, value, &dot);
            }
        }
    }

    fn targets(&self, svg: &mut String) {
        for target in &self.chart.targets {
            let y = self.y(target.value);
            let look = match self.ink {
                Ink::Page => r#"class="chart-target""#,
                Ink::Paper => r##"stroke="#000""##,
            };
            let _ = write!(
                svg,
                r#"<line x1="{:.1}" y1="{y:.1}" x2="{:.1}" y2="{y:.1}" stroke-dasharray="8 4" {look}/>"#,
                self.left,
                WIDTH - RIGHT
            );
            let name = format!("{} {}{}", target.name, exact(target.value), self.chart.unit);
            self.words(svg, WIDTH - RIGHT, y - 5.0, "end", &name);
        }
    }

    fn legend(&self, svg: &mut String) {
        if self.chart.series.len() < 2 {
            return;
        }
        let mut x = WIDTH - RIGHT;
        for (nr, series) in self.chart.series.iter().enumerate().rev() {
            let name = fitting(&series.name, SIZE, 160.0);
            x -= width(&name, SIZE);
            self.words(svg, x, SIZE + 2.0, "start", &name);
            x -= 16.0;
            let _ = write!(
                svg,
                r#"<rect x="{x:.1}" y="4" width="11" height="11" rx="2" {}/>"#,
                self.fill(nr, series)
            );
            x -= 14.0;
        }
    }

    fn known(&self, series: &'a Series) -> impl Iterator<Item = (usize, Decimal)> {
        let categories = self.chart.categories.len();
        series
            .values
            .iter()
            .take(categories)
            .enumerate()
            .filter_map(|(at, value)| Some((at, (*value)?)))
    }

    /// A shape with what it says, leading where its value leads.
    fn told(&self, svg: &mut String, series: &Series, at: usize, value: Decimal, shape: &str) {
        let category = self.chart.categories.get(at).map_or("", String::as_str);
        let name = if self.chart.series.len() > 1 {
            format!("{} {category}", series.name)
        } else {
            category.to_owned()
        };
        let said = escaped(&format!("{name}：{}{}", exact(value), self.chart.unit));
        let link = series.links.get(at).filter(|link| !link.is_empty());
        let _ = match link.filter(|_| self.ink == Ink::Page) {
            Some(link) => write!(
                svg,
                r#"<a href="{}" aria-label="{said}"><title>{said}</title>{shape}</a>"#,
                escaped(link)
            ),
            None => write!(svg, "<g><title>{said}</title>{shape}</g>"),
        };
    }

    fn fill(&self, nr: usize, series: &Series) -> String {
        match (self.ink, series.planned) {
            (Ink::Page, false) => format!(r#"class="chart-{}""#, nr % COLOURS + 1),
            (Ink::Page, true) => format!(r#"class="chart-{} chart-plan""#, nr % COLOURS + 1),
            (Ink::Paper, false) => format!(r#"fill="{}""#, GREYS[nr % COLOURS]),
            (Ink::Paper, true) => format!(r##"fill="#fff" stroke="{}""##, GREYS[nr % COLOURS]),
        }
    }

    fn stroke(&self, nr: usize) -> String {
        match self.ink {
            Ink::Page => format!(r#"class="chart-line-{}""#, nr % COLOURS + 1),
            Ink::Paper => format!(r#"stroke="{}""#, GREYS[nr % COLOURS]),
        }
    }

    fn words(&self, svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
        let look = match self.ink {
            Ink::Page => r#"class="chart-words""#,
            Ink::Paper => r##"fill="#000""##,
        };
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" {look}>{}</text>"#,
            escaped(words)
        );
    }
}

/// A mark of an axis; great ones in 万 and 亿 where the reader counts in myriads.
fn mark(value: Decimal, myriads: bool) -> String {
    let (myriad, square) = (Decimal::from(10_000), Decimal::from(100_000_000));
    match value.abs() {
        great if myriads && great >= square => format!("{}亿", (value / square).normalize()),
        great if myriads && great >= Decimal::from(100_000) => format!("{}万", (value / myriad).normalize()),
        _ => exact(value),
    }
}

/// A value with all its digits, set off by commas in threes.
pub(crate) fn exact(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, rest) = text.strip_prefix('-').map_or(("", &*text), |rest| ("-", rest));
    let (whole, part) = rest
        .split_once('.')
        .map_or((rest, None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(part) = part {
        grouped.push('.');
        grouped.push_str(part);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Target;
    use proptest::prelude::*;

    fn months() -> Vec<String> {
        (1..=12).map(|month| format!("{month}月")).collect()
    }

    fn known(values: &[i64]) -> Vec<Option<Decimal>> {
        values.iter().map(|value| Some(Decimal::from(*value))).collect()
    }

    fn chart(form: Form) -> Chart {
        let mut last = known(&[41, 38, 52, 47, 60, 55, 49, 44, 39, 51]);
        last[3] = None;
        Chart {
            title: "化解矛盾纠纷".to_owned(),
            unit: "件".to_owned(),
            categories: months(),
            series: vec![
                Series::new("2023", known(&[35, 30, 44, 40, 52, 50, 41, 40, 33, 45, 42, 30])),
                Series::new("2024", last).leading(["/a?x=1&y=2".to_owned()]),
            ],
            form,
            targets: vec![Target {
                name: "月均目标".to_owned(),
                value: Decimal::from(45),
            }],
            myriads: true,
        }
    }

    #[test]
    fn bars_and_lines_are_drawn_as_expected() {
        insta::assert_snapshot!("bars", chart(Form::Bars).svg(Ink::Page).replace("><", ">\n<"));
        insta::assert_snapshot!("lines", chart(Form::Lines).svg(Ink::Paper).replace("><", ">\n<"));
    }

    #[test]
    fn what_is_not_known_is_a_gap_and_not_nothing() {
        let svg = chart(Form::Lines).svg(Ink::Page);
        assert!(!svg.contains("2024 4月"));
        assert_eq!(svg.matches('M').count(), 3, "the second line is broken in two");
    }

    #[test]
    fn values_lead_somewhere_on_a_page_and_nowhere_on_paper() {
        assert!(
            chart(Form::Bars)
                .svg(Ink::Page)
                .contains(r#"href="/a?x=1&amp;y=2""#)
        );
        assert!(!chart(Form::Bars).svg(Ink::Paper).contains("href"));
    }

    #[test]
    fn great_values_are_short_on_the_axis_and_exact_when_told() {
        let mut chart = chart(Form::Bars);
        chart.categories = vec!["2024".to_owned()];
        chart.series = vec![Series::new("", [Some(Decimal::from(1_901_234_567_i64))])];
        chart.targets.clear();
        let svg = chart.svg(Ink::Page);
        assert!(
            svg.contains(">15亿</text>") && svg.contains("2024：1,901,234,567件"),
            "{svg}"
        );
        chart.myriads = false;
        assert!(chart.svg(Ink::Page).contains(">1,500,000,000</text>"));
    }

    proptest! {
        #[test]
        fn whatever_is_drawn_is_well_formed(
            title: String, names in prop::collection::vec(any::<String>(), 0..30),
            values in prop::collection::vec(prop::option::of((any::<i64>(), 0u32..6)), 0..40), bars: bool, paper: bool,
            link: String,
        ) {
            let values: Vec<_> = values.into_iter().map(|value| value.map(|(number, scale)| Decimal::new(number, scale))).collect();
            let chart = Chart {
                title: title.clone(),
                unit: title,
                categories: names,
                series: vec![Series::new("a", values.clone()).leading([link]), Series::new("b", values).as_plan()],
                form: if bars { Form::Bars } else { Form::Lines },
                targets: Vec::new(),
                myriads: true,
            };
            let svg = chart.svg(if paper { Ink::Paper } else { Ink::Page });
            prop_assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        }
    }
}
