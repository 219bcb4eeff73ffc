//! Several figures side by side: indicators and places down, years across, the same part of each year.

use super::ask::{self, Span};
use super::index::plain;
use super::told::{Manner, Told, lineage_path, number};
use crate::inquiry;
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::empty;
use crate::pages::parts::place::Places;
use crate::pages::shell::Page;
use crate::pages::words::figures as words;
use axum::extract::RawQuery;
use axum::response::Response;
use chart::{Chart, Ink, Series};
use desk::{Action, Ask, DeskError, FigureLine};
use maud::{Markup, PreEscaped, html};
use pack::Shelf;
use pack::model::{Indicator, Pack};
use quantity::Period;
use standards::PlaceCode;

/// Most rows of a table, and most of them drawn as one chart.
const ROWS: usize = 40;
const DRAWN: usize = 6;

/// An indicator at a place, with its figure for each period; none where this person may not see it.
struct Row<'a> {
    indicator: &'a Indicator,
    place: PlaceCode,
    figures: Vec<Option<(Ask, FigureLine)>>,
}

pub(super) async fn show(staff: Staff, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let form = Form::asked(&query.unwrap_or_default());
    let page = staff.ask(move |staff| page(staff, &form)).await?;
    Ok(staff.show(&page))
}

fn page(staff: &Staff, form: &Form) -> Result<Page, DeskError> {
    let look = staff.look();
    let shelf = staff.seat.desk().shelf();
    let chosen = Chosen::read(staff, &shelf, form);
    let (rows, more) = chosen.rows(staff)?;
    let body = html! {
        (chosen.chooser(staff, &shelf, rows.is_empty()))
        @if rows.is_empty() {
            section.card { (empty(icon::COLUMNS, look.say(words::NOTHING_CHOSEN), &html! { p { (look.say(words::NOTHING_CHOSEN_WHY)) } })) }
        } @else {
            @if more { div.note.note-alert role="status" { (icon::ALERT_TRIANGLE) p { (look.say(words::TOO_MANY)) } } }
            (chosen.chart(staff, &rows))
            (chosen.table(staff, &rows))
        }
    };
    let print =
        html! { button.btn type="button" data-print hidden { (icon::PRINTER) (look.say(words::PRINT)) } };
    Ok(Page::new(look.say(words::SIDE_BY_SIDE), body)
        .under("/indicators", look.say(words::INDICATORS))
        .doing(print)
        .style(&assets::FIGURES_CSS))
}

/// What was chosen to be compared.
struct Chosen<'a> {
    indicators: Vec<(&'a Pack, &'a Indicator)>,
    places: Vec<PlaceCode>,
    years: Vec<i16>,
    /// First and last month of each year.
    part: (i8, i8),
    today: jiff::civil::Date,
}

impl<'a> Chosen<'a> {
    fn read(staff: &Staff, shelf: &'a Shelf, form: &Form) -> Self {
        let today = staff.seat.desk().now().date();
        let mut indicators: Vec<(&Pack, &Indicator)> = Vec::new();
        for (pack, indicator) in form
            .all("i")
            .filter_map(|name| super::seen(staff, shelf, name).ok())
        {
            if !indicators.iter().any(|(_, other)| other.name == indicator.name) {
                indicators.push((pack, indicator));
            }
        }
        let mut years: Vec<i16> = form.all("year").filter_map(|year| year.parse().ok()).collect();
        if years.len() < 2 {
            let last = years.first().copied().unwrap_or(today.year());
            years = vec![last.saturating_sub(1), last];
        }
        years.sort_unstable();
        years.dedup();
        years.truncate(DRAWN);
        let part = form.get("part").split_once('-');
        Chosen {
            indicators,
            places: form.all("place").filter_map(|place| place.parse().ok()).collect(),
            years,
            part: part
                .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)))
                .unwrap_or((1, 12)),
            today,
        }
    }

    fn periods(&self) -> Vec<Period> {
        let (from, to) = self.part;
        self.years
            .iter()
            .filter_map(|year| Period::months_of(*year, from, to))
            .collect()
    }

    /// The rows, and whether there were more than fit.
    fn rows(&self, staff: &Staff) -> Result<(Vec<Row<'a>>, bool), DeskError> {
        let places = Places::of(staff);
        let periods = self.periods();
        let mut rows: Vec<Row<'a>> = Vec::new();
        let mut more = false;
        for (pack, indicator) in &self.indicators {
            let widest = places.roots(Action::Read, &pack.name).first().copied();
            let asked = match &self.places[..] {
                [] => widest.into_iter().collect(),
                chosen => chosen.to_vec(),
            };
            more |= rows.len() + asked.len() > ROWS;
            rows.extend(asked.into_iter().take(ROWS - rows.len()).map(|place| Row {
                indicator,
                place,
                figures: Vec::new(),
            }));
        }
        let asks = rows.iter().flat_map(|row| {
            let periods = periods.iter();
            periods.map(|period| plain(row.indicator, Some(row.place), *period))
        });
        let asks: Vec<Ask> = asks.collect();
        let mut answers = staff.seat.figures_of(&asks)?.into_iter().zip(asks);
        for row in &mut rows {
            let of_row = answers.by_ref().take(periods.len());
            row.figures = of_row
                .map(|(table, ask)| Some((ask, table?.lines.into_iter().next()?)))
                .collect();
        }
        Ok((rows, more))
    }

    fn chooser(&self, staff: &Staff, shelf: &Shelf, open: bool) -> Markup {
        let look = staff.look();
        let span = Span {
            period: Period::year(self.today.year()).unwrap_or(Period::day(self.today)),
            today: self.today,
        };
        html! {
            form.filter method="get" action="/indicators/compare" aria-label=(look.say(words::SIDE_BY_SIDE)) {
                details.filter-more.chooser open[open] {
                    summary { (look.say(words::INDICATORS_CHOSEN)) " " (self.indicators.len()) (icon::CHEVRON_DOWN) }
                    (self.indicator_choice(staff, shelf))
                }
                details.filter-more.chooser {
                    summary { (look.say(words::PLACES)) " " (self.places.len()) (icon::CHEVRON_DOWN) }
                    (self.place_choice(staff, shelf))
                }
                fieldset.filter-line.years {
                    legend { (look.say(words::YEARS)) }
                    @for year in ask::years(&span) {
                        label.filter-tick { input type="checkbox" name="year" value=(year) checked[self.years.contains(&year)]; (year) }
                    }
                    (ask::part_choice(look, self.part))
                    button.btn.btn-primary { (icon::COLUMNS) (look.say(words::SIDE_BY_SIDE)) }
                }
            }
        }
    }

    fn indicator_choice(&self, staff: &Staff, shelf: &Shelf) -> Markup {
        let look = staff.look();
        let seen = |pack: &&Pack| staff.seat.actor().may_somewhere(Action::Read, &pack.name);
        html! {
            div.filter-grid {
                @for pack in shelf.packs().iter().filter(seen) {
                    @if !pack.indicators.is_empty() {
                        fieldset {
                            legend { (look.text(&pack.title)) }
                            @for indicator in &pack.indicators {
                                label.pick-line {
                                    input type="checkbox" name="i" value=(indicator.name)
                                        checked[self.indicators.iter().any(|(_, chosen)| chosen.name == indicator.name)];
                                    " " (look.text(&indicator.title))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The town and its villages; grids are too many to tick.
    fn place_choice(&self, staff: &Staff, shelf: &Shelf) -> Markup {
        let places = Places::of(staff);
        let mut roots: Vec<PlaceCode> = shelf
            .packs()
            .iter()
            .filter(|pack| staff.seat.actor().may_somewhere(Action::Read, &pack.name))
            .flat_map(|pack| places.roots(Action::Read, &pack.name))
            .collect();
        roots.sort_unstable();
        roots.dedup();
        let offered = places
            .below(&roots)
            .into_iter()
            .filter(|(code, _)| !code.contains('-'));
        let mut known: Vec<String> = Vec::new();
        html! {
            div.filter-grid.picks {
                @for (code, name) in offered {
                    @if !known.contains(&code) {
                        label.pick-line {
                            input type="checkbox" name="place" value=(code) checked[self.places.iter().any(|place| place.to_string() == code)];
                            " " (name.trim_start_matches('\u{3000}'))
                        }
                        @let () = known.push(code.clone());
                    }
                }
            }
        }
    }

    fn row_title(&self, staff: &Staff, row: &Row<'_>) -> String {
        let title = staff.look().text(&row.indicator.title);
        if self.places.is_empty() && self.indicators.len() > 1 {
            return title.to_owned();
        }
        let place = Places::of(staff).name(row.place.as_str());
        if self.indicators.len() == 1 {
            place
        } else {
            format!("{title} · {place}")
        }
    }

    /// One chart where all have one unit and are few enough to be told apart.
    fn chart(&self, staff: &Staff, rows: &[Row<'_>]) -> Markup {
        let look = staff.look();
        let unit = rows.first().map(|row| &row.indicator.unit);
        if rows.iter().any(|row| Some(&row.indicator.unit) != unit) {
            return html! { p.help { (look.say(words::UNITS_DIFFER)) } };
        }
        if rows.len() > DRAWN {
            return html! {};
        }
        let manner = manner(rows);
        let series = rows.iter().map(|row| {
            let values = row.figures.iter().map(|figure| {
                let (_, line) = figure.as_ref()?;
                number(line).map(|value| manner.value(value))
            });
            let links = row.figures.iter().map(|figure| {
                figure
                    .as_ref()
                    .map(|(ask, _)| lineage_path(ask))
                    .unwrap_or_default()
            });
            Series::new(self.row_title(staff, row), values.collect::<Vec<_>>())
                .leading(links.collect::<Vec<_>>())
        });
        let drawn = Chart {
            title: look.say(words::SIDE_BY_SIDE).to_owned(),
            unit: manner.unit.clone(),
            categories: self
                .periods()
                .iter()
                .map(|period| words::period(look, period))
                .collect(),
            series: series.collect(),
            form: chart::Form::Bars,
            targets: Vec::new(),
            myriads: look.zh(),
        };
        html! {
            section.card aria-labelledby="chart" {
                h2 #chart { (look.say(words::CHART)) }
                div.drawn tabindex="0" role="group" aria-labelledby="chart" { (PreEscaped(drawn.svg(Ink::Page))) }
            }
        }
    }

    fn table(&self, staff: &Staff, rows: &[Row<'_>]) -> Markup {
        let look = staff.look();
        let periods = self.periods();
        html! {
            section.card.card-flush aria-labelledby="table" {
                div.card-top.card-head { h2 #table { (look.say(words::TABLE)) } }
                div.table-wide tabindex="0" role="group" aria-labelledby="table" {
                    table.table.table-list.figures {
                        thead { tr {
                            th scope="col" { (look.say(words::INDICATOR)) }
                            @for period in &periods { th.num scope="col" { (words::period(look, period)) } }
                        } }
                        tbody { @for row in rows { (self.tr(staff, row, &periods)) } }
                    }
                }
            }
        }
    }

    fn tr(&self, staff: &Staff, row: &Row<'_>, periods: &[Period]) -> Markup {
        let look = staff.look();
        let manner = manner(std::slice::from_ref(row));
        html! {
            tr {
                th scope="row" { a href=(path(row)) { (self.row_title(staff, row)) } }
                @for (figure, period) in row.figures.iter().zip(periods) {
                    td.num data-label=(words::period(look, period)) { (self.cell(look, row, figure.as_ref(), *period, &manner)) }
                }
            }
        }
    }

    fn cell(
        &self,
        look: Look,
        row: &Row<'_>,
        figure: Option<&(Ask, FigureLine)>,
        period: Period,
        manner: &Manner,
    ) -> Markup {
        let told = Told {
            look,
            indicator: row.indicator,
            manner,
            span: Span {
                period,
                today: self.today,
            },
        };
        html! {
            @match figure {
                Some((ask, line)) => (told.whole(ask, line)),
                None => span.text-secondary { (look.say(words::NOT_HERE)) },
            }
        }
    }
}

/// One manner for all figures of some rows of one unit.
fn manner(rows: &[Row<'_>]) -> Manner {
    let lines = rows
        .iter()
        .flat_map(|row| row.figures.iter().flatten().map(|(_, line)| line));
    match rows.first() {
        Some(row) => Manner::of(row.indicator, lines),
        None => Manner::default(),
    }
}

/// The page of a row's last figure.
fn path(row: &Row<'_>) -> String {
    let ask = row
        .figures
        .iter()
        .flatten()
        .last()
        .map(|(ask, _)| inquiry::query(ask));
    format!("/indicators/{}?{}", row.indicator.name, ask.unwrap_or_default())
}
